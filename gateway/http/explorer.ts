/**
 * GraphiQL, for development: one page with everything in it, so that it works without the internet. Subscriptions of the
 * page come over SSE from the same address. The package is large (9 MB of text), so it is read when the first browser asks.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

const FIRST_QUERY = `# Paste a token into the Headers tab: {"Authorization": "Bearer <token>"}
{
  programme { name currency }
  partners(first: 5) { edges { node { code name } } }
}
`;

/** The page may run its own script and talk to its own origin, and nothing else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob:",
  "style-src 'unsafe-inline'",
  'worker-src blob:',
  'img-src data:',
  'font-src data:',
  "connect-src 'self'",
  "frame-ancestors 'none'",
].join('; ');

let page: Promise<Buffer> | null = null;

/** Whether a browser asks for a page rather than a program for an answer. GraphiQL keeps its query in the address. */
export function wantsExplorer(request: IncomingMessage): boolean {
  const accepts = request.headers.accept ?? '';
  return request.method === 'GET' && accepts.includes('text/html');
}

/** Sends the page. */
export async function sendExplorer(response: ServerResponse): Promise<void> {
  page ??= renderPage();
  const html = await page;
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': html.length,
    'content-security-policy': POLICY,
    'cache-control': 'no-cache',
  });
  response.end(html);
}

async function renderPage(): Promise<Buffer> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return Buffer.from(
    renderGraphiQL({
      title: 'Coalition loyalty',
      endpoint: '/graphql',
      subscriptionsProtocol: 'GRAPHQL_SSE',
      defaultQuery: FIRST_QUERY,
      shouldPersistHeaders: false,
    }),
  );
}
