/* The hop between gateway and subgraph when they are processes of their own: what it carries, bounds and notices. */
import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type ExecutionResult, parse } from 'graphql';
import { afterEach, expect, test } from 'vitest';
import { callOverHttp, type HttpCallOptions } from '../../gateway/execution/call-over-http.ts';
import type { SubgraphRequest, SubgraphResponse } from '../../gateway/execution/subgraph-call.ts';
import { createSupergraphExecutor } from '../../gateway/execution/supergraph-executor.ts';
import { composeSupergraph } from '../../gateway/supergraph.ts';
import { CALLS_TYPE } from '../../subgraphs/serving/gathered-calls.ts';
import { type ServedSubgraph, serveSubgraphOverHttp } from '../../subgraphs/serving/http-subgraph.ts';
import { NO_IDENTITY, openGate } from '../support/call-identity.ts';
import { type RawServer, rawServer as startRawServer } from '../support/raw-server.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function rawServer(listener: RequestListener): Promise<RawServer> {
  const made = await startRawServer(listener);
  closing.push(made.close);
  return made;
}

/** `{ a }` answered as it was asked: alone, or as the first of many. */
function answerA(request: IncomingMessage, response: ServerResponse): void {
  const many = request.headers['content-type'] === CALLS_TYPE;
  request.resume().on('end', () => response.end(many ? '[0,{"data":{"a":1}}]\n' : '{"data":{"a":1}}'));
}

function callerOf(url: string, options: Partial<HttpCallOptions> = {}) {
  const calls = callOverHttp({ urls: new Map([['s', url]]), identity: NO_IDENTITY, ...options });
  closing.push(calls.close);
  const request = (operationType: SubgraphRequest['operationType'], signal?: AbortSignal): SubgraphRequest => ({
    query: operationType === 'subscription' ? 'subscription { events }' : `${operationType} { a }`,
    document: parse('{ a }'),
    variables: { n: 1 },
    operationType,
    context: { caller: 'carla' },
    signal,
  });
  return {
    ask: async (operationType: 'query' | 'mutation' = 'query', signal?: AbortSignal) =>
      (await calls.callSubgraph('s', request(operationType, signal))) as SubgraphResponse,
    async open() {
      const stream = await calls.callSubgraph('s', request('subscription'));
      if (!(Symbol.asyncIterator in stream)) throw new Error(`No stream: ${JSON.stringify(stream)}`);
      return stream[Symbol.asyncIterator]();
    },
    callSubgraph: calls.callSubgraph,
  };
}

type Served = ServedSubgraph<{ caller: string }>;

async function serve(
  subgraph: Partial<Served>,
  options: Partial<Parameters<typeof serveSubgraphOverHttp<{ caller: string }>>[0]> = {},
) {
  const none = async (): Promise<ExecutionResult> => ({ data: null });
  const http = await serveSubgraphOverHttp<{ caller: string }>({
    subgraph: { execute: none, subscribe: none, ...subgraph },
    gatekeeper: openGate({ caller: 'anyone' }),
    ...options,
  });
  closing.push(http.close);
  return http;
}

/** Waits for what another part of the process is about to do. */
async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

test('the caller is signed for the exact body, and nobody else is let in', async () => {
  const verified: (string | string[] | undefined)[][] = [];
  const verify = ({ headers }: { headers: Record<string, string | string[] | undefined> }, rawBody: Buffer) => {
    verified.push([headers['x-signed'], `${headers['x-signed-for']} ${rawBody.length}`]);
    return headers['x-signed'] !== undefined;
  };
  const http = await serve(
    { execute: async ({ query, variables, caller }) => ({ data: { query, variables, caller } }) },
    {
      gatekeeper: {
        verify: (request, rawBody) =>
          verify(request, rawBody)
            ? { identity: { caller: String(request.headers['x-caller']) } }
            : { refusedWith: 401 },
        verifyGathered: (request, rawBody) =>
          verify(request, rawBody) ? { identityOf: (caller) => ({ caller: String(caller) }) } : { refusedWith: 401 },
      },
    },
  );
  const signed = (name: string, rawBody: Uint8Array) => ({
    'x-signed': `${name} ${Buffer.byteLength(rawBody)}`,
    'x-signed-for': name,
  });
  const gateway = callerOf(http.url, {
    identity: {
      headersFor: (name, context, rawBody) => ({
        ...signed(name, rawBody),
        'x-caller': (context as { caller: string }).caller,
      }),
      ofGathered: (context) => ({ identity: JSON.stringify((context as { caller: string }).caller), trace: {} }),
      headersForGathered: signed,
    },
  });
  for (const kind of ['query', 'mutation'] as const) {
    expect(await gateway.ask(kind)).toEqual({ data: { query: `${kind} { a }`, variables: { n: 1 }, caller: 'carla' } });
    await expect(callerOf(http.url).ask(kind)).rejects.toThrow(/refused the gateway: 401/);
  }
  for (const [whenSigned, whenVerified] of [verified[0], verified[2]] as [string, string][]) {
    expect(whenSigned).toMatch(/^s \d+$/);
    expect(whenSigned).toBe(whenVerified);
  }
});

test('calls one after the other share one connection', async () => {
  let connections = 0;
  const { server, url } = await rawServer(answerA);
  server.on('connection', () => connections++);
  const gateway = callerOf(url);
  for (let n = 0; n < 10; n++) expect(await gateway.ask()).toEqual({ data: { a: 1 } });
  expect(connections).toBe(1);
});

test('a connection that the subgraph had closed is tried again for a query, never for a mutation', async () => {
  let connections = 0;
  const { server, url } = await rawServer(() => {});
  // Answers the first request of a connection, and drops the connection at the second.
  server.removeAllListeners('request').on('request', (request, response) => {
    const socket = request.socket as typeof request.socket & { served?: boolean };
    if (socket.served) return socket.destroy();
    socket.served = true;
    answerA(request, response);
  });
  server.on('connection', () => connections++);
  const gateway = callerOf(url);
  await gateway.ask();
  expect(await gateway.ask()).toEqual({ data: { a: 1 } });
  expect(connections).toBe(2);
  await expect(gateway.ask('mutation')).rejects.toThrow();
  expect(connections).toBe(2);
});

test.each(['query', 'mutation'] as const)(
  'no answer, one that is too long, and one that is not GraphQL are faults of a %s',
  async (kind) => {
    const never = await rawServer((request) => request.resume());
    await expect(callerOf(never.url, { timeoutMillis: 30 }).ask(kind)).rejects.toThrow(/No answer within 30 ms/);
    const long = await rawServer((_, response) => response.end(`[0,{"data":"${'x'.repeat(100_000)}"}]\n`));
    await expect(callerOf(long.url, { maxResponseBytes: 50_000 }).ask(kind)).rejects.toThrow(/longer than 50000 bytes/);
    const html = await rawServer((_, response) => response.writeHead(502).end('<h1>Bad gateway</h1>'));
    await expect(callerOf(html.url).ask(kind)).rejects.toThrow(/not answer.*: 502/);
    const gone = await rawServer(() => {});
    gone.server.close();
    await once(gone.server, 'close');
    await expect(callerOf(gone.url).ask(kind)).rejects.toThrow(/ECONNREFUSED/);
  },
);

test.each(['query', 'mutation'] as const)('an aborted %s is cut', async (kind) => {
  const abort = new AbortController();
  let cut = false;
  const { url } = await rawServer((request) => {
    request.socket.on('close', () => {
      cut = true;
    });
    abort.abort();
  });
  await expect(callerOf(url).ask(kind, abort.signal)).rejects.toThrow(/aborted/);
  await eventually(() => cut);
});

test('a subgraph takes POSTed JSON of bounded length, and says that it is well', async () => {
  const { url } = await serve({}, { maxBodyBytes: 1_000 });
  const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    fetch(url, { method: 'POST', body, headers }).then(({ status }) => status);
  expect((await fetch(new URL('/health', url))).status).toBe(200);
  expect((await fetch(url)).status).toBe(405);
  expect(await post('{"query":"{ a }"}', { 'content-type': 'text/plain' })).toBe(415);
  expect(await post('{"query":')).toBe(400);
  expect(await post('{"query":1}')).toBe(400);
  expect(await post('{"query":"{ a }","variables":[]}')).toBe(400);
  expect(await post(`{"query":"${'x'.repeat(5_000)}"}`)).toBe(413);
  expect(await post('{"query":"{ a }"}')).toBe(200);
});

test('a stream ends when its source does, and fails when it is cut', async () => {
  let release: (() => void) | undefined;
  const http = await serve({
    subscribe: async () =>
      (async function* () {
        yield { data: { events: 1 } };
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      })(),
  });
  const gateway = callerOf(http.url);
  const ended = await gateway.open();
  expect((await ended.next()).value).toEqual({ data: { events: 1 } });
  const end = ended.next();
  await eventually(() => release !== undefined);
  release?.();
  expect((await end).done).toBe(true);

  const cut = await gateway.open();
  await cut.next();
  const lost = cut.next().catch((fault: Error) => fault.message);
  const closed = http.close();
  expect(await lost).toMatch(/cut|aborted|reset/i);
  release?.();
  await closed;
});

test('a lost subgraph is a last event with a code for the client', async () => {
  const http = await serve({
    subscribe: async () =>
      (async function* () {
        yield { data: { events: 1 } };
        throw new Error('the database went away');
      })(),
  });
  const executor = await createSupergraphExecutor({
    supergraphSdl: composeSupergraph([{ name: 's', sdl: 'type Query { a: Int } type Subscription { events: Int }' }]),
    callSubgraph: callerOf(http.url).callSubgraph,
  });
  const stream = await executor.subscribe({ document: parse('subscription { events }'), context: {} });
  const events: ExecutionResult[] = [];
  if (Symbol.asyncIterator in stream) for await (const event of stream) events.push(event);
  expect(events.map(({ data, errors }) => [data?.events, errors?.[0]?.extensions.code])).toEqual([
    [1, undefined],
    [undefined, 'DOWNSTREAM_SERVICE_ERROR'],
  ]);
});

test('a silent subgraph is taken for lost, one that sends comments is not', async () => {
  const quiet = () =>
    (async function* (): AsyncGenerator<ExecutionResult> {
      await new Promise(() => {});
    })();
  const silent = await serve({ subscribe: async () => quiet() }, { commentMillis: 60_000 });
  const stream = await callerOf(silent.url, { silenceMillis: 40 }).open();
  await expect(stream.next()).rejects.toThrow(/went silent/);

  const alive = await serve({ subscribe: async () => quiet() }, { commentMillis: 10 });
  const patient = await callerOf(alive.url, { silenceMillis: 1_000 }).open();
  let over = false;
  patient.next().then(
    () => {
      over = true;
    },
    () => {},
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(over).toBe(false);
  await patient.return?.();
});

test('a reader that stalls stalls the source, and fills no memory', async () => {
  let given = 0;
  let left = false;
  const http = await serve({
    subscribe: async () =>
      (async function* () {
        try {
          for (; given < 500; given++) yield { data: { events: 'x'.repeat(1_000_000) } };
        } finally {
          left = true;
        }
      })(),
  });
  const stream = await callerOf(http.url).open();
  await stream.next();
  let before = -1;
  while (before !== given) {
    before = given;
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  expect(given).toBeLessThan(100);
  expect((await stream.next()).done).toBe(false);
  await stream.return?.();
  await eventually(() => left);
});

test('a client that goes away frees its source', async () => {
  let left = 0;
  const source: AsyncIterableIterator<ExecutionResult> = {
    [Symbol.asyncIterator]: () => source,
    next: () => new Promise(() => {}),
    return: async () => {
      left++;
      return { done: true, value: undefined };
    },
  };
  const http = await serve({ subscribe: async () => source });
  const stream = await callerOf(http.url).open();
  stream.next().catch(() => {});
  await stream.return?.();
  await eventually(() => left === 1);
});

test('a subgraph that stops answers what it was asked, and nothing new', async () => {
  let answer: (result: ExecutionResult) => void = () => {};
  let asked = 0;
  const http = await serve({
    execute: () =>
      new Promise<ExecutionResult>((resolve) => {
        asked++;
        answer = resolve;
      }),
  });
  const gateway = callerOf(http.url);
  const pending = gateway.ask();
  await eventually(() => asked === 1);
  const closed = http.close();
  answer({ data: { a: 'late' } });
  expect(await pending).toEqual({ data: { a: 'late' } });
  await closed;
  await expect(gateway.ask()).rejects.toThrow();
});
