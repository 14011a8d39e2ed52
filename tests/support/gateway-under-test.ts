/** A gateway on a free loopback port over the small federation, with a test issuer, and a client for it. */
import { pino } from 'pino';
import { createTokenVerifier } from '../../gateway/authentication/token-verifier.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../../gateway/gateway.ts';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { uuidSource } from '../../subgraphs/shared/ids.ts';
import { type SmallFederation, smallFederation } from './small-federation.ts';
import { type TestIssuer, testIssuer } from './test-tokens.ts';

export interface GatewayUnderTest {
  gateway: Gateway;
  url: string;
  federation: SmallFederation;
  issuer: TestIssuer;
  /** Lines of the log, as written. */
  logged: string[];
  /** Posts an operation; `token` becomes the bearer token. */
  ask(
    query: string,
    options?: { variables?: object; token?: string; headers?: Record<string, string> },
  ): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Headers;
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string } & Record<string, unknown> }[];
}

/** Starts one; the caller closes `gateway`. */
export async function gatewayUnderTest(options: Partial<GatewayOptions> = {}): Promise<GatewayUnderTest> {
  const federation = smallFederation();
  const issuer = await testIssuer();
  const logged: string[] = [];
  const gateway = await startGateway(
    {
      supergraphSdl: federation.supergraphSdl,
      callSubgraph: federation.callSubgraph,
      verifyToken: createTokenVerifier([issuer.trust], systemClock),
      clock: systemClock,
      ids: uuidSource,
      logger: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
      production: false,
      ...options,
    },
    0,
    '127.0.0.1',
  );
  return {
    gateway,
    url: `${gateway.url}/graphql`,
    federation,
    issuer,
    logged,
    ask: (query, { variables, token, headers } = {}) =>
      askGateway(
        `${gateway.url}/graphql`,
        { query, variables },
        { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
      ),
  };
}

/** Posts JSON and reads a GraphQL answer. */
export async function askGateway(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, ...((await response.json()) as object) };
}

/** Codes of an answer's errors. */
export function codesOf(answer: Answer): string[] {
  return (answer.errors ?? []).map((error) => error.extensions.code);
}
