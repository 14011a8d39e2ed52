/** Live streams with the clients that people use: graphql-sse and graphql-ws, and by hand where a client would hide it. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createClient as createSseClient, type Client as SseClient } from 'graphql-sse';
import { createClient as createWsClient, type Client as WsClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Gateway } from '../../gateway/gateway.ts';
import { createOpenStreams } from '../../gateway/streams/open-streams.ts';
import { type GatewayUnderTest, gatewayUnderTest } from '../support/gateway-under-test.ts';
import { MEMBER_FRONT_END, OPERATOR } from '../support/test-tokens.ts';

let it: GatewayUnderTest;
const others: Gateway[] = [];
const clients: (SseClient | WsClient)[] = [];

beforeAll(async () => {
  it = await gatewayUnderTest({
    limits: { cost: 500, depth: 4, operationsPerSocket: 3, frameBytes: 4_096, heartbeatMillis: 20 },
    allowedOrigins: ['https://shop.example'],
  });
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
  for (const gateway of others.splice(0)) await gateway.close(0);
});
afterAll(() => it.gateway.close(0));

type Result = { data?: unknown; errors?: readonly { message: string; extensions?: Record<string, unknown> }[] };
interface Streamed {
  results: Result[];
  /** What the client was told instead of a normal end. */
  failure?: unknown;
}

const socketUrl = (gateway: GatewayUnderTest) => gateway.url.replace('http', 'ws');
const sse = (gateway = it, token?: string): SseClient => {
  const client = createSseClient({
    url: gateway.url,
    retryAttempts: 0,
    ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}),
  });
  clients.push(client);
  return client;
};
const ws = (gateway = it, token?: string): WsClient => {
  const client = createWsClient({
    url: socketUrl(gateway),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(token ? { connectionParams: { authorization: `Bearer ${token}` } } : {}),
  });
  clients.push(client);
  return client;
};
/** Runs an operation to its end, or until `enough` results came. */
function collect(client: SseClient | WsClient, query: string, enough = Number.POSITIVE_INFINITY): Promise<Streamed> {
  return new Promise((resolve) => {
    const results: Result[] = [];
    const stop = client.subscribe<Record<string, unknown>>(
      { query },
      {
        next(result) {
          results.push(result as Result);
          if (results.length >= enough) stop();
        },
        error: (failure) => resolve({ results, failure }),
        complete: () => resolve({ results }),
      },
    );
  });
}
const codes = ({ results }: Streamed) =>
  results.flatMap((result) => result.errors?.map((e) => e.extensions?.code) ?? []);
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe.each([
  ['graphql-sse', sse],
  ['graphql-ws', ws],
])('%s', (_name, client) => {
  test('events come in order, completed from every subgraph, and then the end', async () => {
    const { results, failure } = await collect(client(), 'subscription { ticks(to: 3) { n author { name } } }');
    expect(failure).toBeUndefined();
    expect(results).toEqual([1, 2, 3].map((n) => ({ data: { ticks: { n, author: { name: 'Ada' } } } })));
  });

  test('queries and mutations are answered once', async () => {
    expect((await collect(client(), '{ hello }')).results).toEqual([{ data: { hello: 'hello' } }]);
    const before = it.federation.log.counted;
    expect((await collect(client(), 'mutation { count(by: 2) }')).results).toEqual([{ data: { count: before + 2 } }]);
  });

  test('the caller is known in the source and in every hop of every event', async () => {
    const token = await it.issuer.token(OPERATOR);
    const { results } = await collect(client(it, token), 'subscription { secretTicks { n author { diary } } }', 2);
    expect(results).toEqual([1, 2].map((n) => ({ data: { secretTicks: { n, author: { diary: 'dear diary' } } } })));
  });

  test.each([
    ['without a token', undefined, 'subscription { secretTicks { n } }', 'UNAUTHENTICATED'],
    ['without a scope', MEMBER_FRONT_END, 'subscription { secretTicks { author { diary } } }', 'FORBIDDEN'],
    ['that does not parse', OPERATOR, 'subscription { ticks(to: 1) { n ', 'GRAPHQL_PARSE_FAILED'],
    ['that does not exist', OPERATOR, 'subscription { tocks }', 'GRAPHQL_VALIDATION_FAILED'],
    ['with a wrong variable', OPERATOR, 'subscription($to: Int!) { ticks(to: $to) { n } }', 'BAD_USER_INPUT'],
  ])('a subscription %s is refused before its source is opened', async (_what, who, query, code) => {
    const opened = it.federation.log.opened;
    const outcome = await collect(client(it, who && (await it.issuer.token(who))), query);
    const told = JSON.stringify([outcome.results, outcome.failure]);
    expect(told).toContain(`"code":"${code}"`);
    expect(it.federation.log.opened).toBe(opened);
  });

  test('a query behind the same door is held to the same rules', async () => {
    for (const [query, code] of [
      ['{ secret }', 'UNAUTHENTICATED'],
      ['{ notes(first: 600) { id } }', 'OPERATION_TOO_COMPLEX'],
      ['{ fault }', 'INTERNAL_SERVER_ERROR'],
    ] as const) {
      const { results, failure } = await collect(client(), query);
      expect(JSON.stringify([results, failure])).toContain(`"code":"${code}"`);
      expect(JSON.stringify([results, failure])).not.toContain('hunter2');
    }
  });

  test('a source that breaks is a last event with a code and no detail', async () => {
    const streamed = await collect(client(), 'subscription { breaks { n } }');
    expect(streamed.results.slice(0, 2)).toEqual([{ data: { breaks: { n: 1 } } }, { data: { breaks: { n: 2 } } }]);
    expect(codes(streamed)).toEqual(['DOWNSTREAM_SERVICE_ERROR']);
    expect(JSON.stringify(streamed)).not.toContain('secret detail');
  });

  test('a client that leaves a quiet stream ends its source at once', async () => {
    const { log } = it.federation;
    const [opened, returned] = [log.opened, log.returned];
    const stop = client().subscribe(
      { query: 'subscription { quiet { n } }' },
      { next() {}, error() {}, complete() {} },
    );
    await until(() => log.opened > opened);
    stop();
    await until(() => log.returned > returned);
    await until(() => it.gateway.openStreams === 0);
  });

  test('an expired token ends the stream with a code', async () => {
    // The gateway's clock is ahead: a token that was good for 100 s is good for less than a second more.
    const timed = await gatewayUnderTest({ clock: () => new Date(Date.now() + 99_000) });
    others.push(timed.gateway);
    const token = await timed.issuer.token(OPERATOR, { seconds: 100 });
    const streamed = await collect(client(timed, token), 'subscription { quiet { n } }');
    expect(codes(streamed)).toEqual(['UNAUTHENTICATED']);
    expect(timed.federation.log.returned).toBe(1);
  });

  test('a server that stops says so to every stream', async () => {
    const stopping = await gatewayUnderTest();
    others.push(stopping.gateway);
    const streamed = collect(client(stopping), 'subscription { quiet { n } }');
    await until(() => stopping.federation.log.opened === 1);
    await stopping.gateway.close(2_000);
    expect(codes(await streamed)).toEqual(['SERVICE_UNAVAILABLE']);
    expect(stopping.federation.log.returned).toBe(1);
  });

  test('no more streams are opened than a caller may have', async () => {
    const few = await gatewayUnderTest({ limits: { streamsPerCaller: 2 } });
    others.push(few.gateway);
    const token = await few.issuer.token(OPERATOR);
    const one = client(few, token);
    const held = [1, 2].map(() => collect(one, 'subscription { quiet { n } }'));
    await until(() => few.gateway.openStreams === 2);
    const third = await collect(client(few, token), 'subscription { ticks(to: 1) { n } }');
    expect(JSON.stringify([third.results, third.failure])).toContain('TOO_MANY_STREAMS');
    const other = await collect(
      client(few, await few.issuer.token(MEMBER_FRONT_END)),
      'subscription { ticks(to: 1) { n } }',
    );
    expect(other.results).toHaveLength(1);
    await few.gateway.close(500);
    await Promise.all(held);
  });

  test('streams that are opened at once are counted, and each of two gateways allows half of them', async () => {
    const half = await gatewayUnderTest({ limits: { streamsPerCaller: 4, gateways: 2 } });
    others.push(half.gateway);
    const token = await half.issuer.token(OPERATOR);
    const one = client(half, token);
    let ended = 0;
    const held = Array.from({ length: 6 }, async () => {
      const collected = await collect(one, 'subscription { quiet { n } }');
      ended += 1;
      return collected;
    });
    await until(() => ended === 4 && half.federation.log.opened === 2 && half.gateway.openStreams === 2);
    await half.gateway.close(500);
    const refused = (await Promise.all(held)).filter((each) =>
      JSON.stringify([each.results, each.failure]).includes('TOO_MANY_STREAMS'),
    );
    expect(refused).toHaveLength(4);
    expect(half.federation.log).toMatchObject({ opened: 2, returned: 2 });
  });

  test('a hundred subscribed and left leave nothing open', async () => {
    const { log } = it.federation;
    const [opened, returned] = [log.opened, log.returned];
    for (let round = 0; round < 100; round += 1) {
      await collect(client(), 'subscription { ticks(to: 1000) { n } }', 1);
      clients.splice(0).map((used) => used.dispose());
    }
    await until(() => log.opened === opened + 100 && log.returned === returned + 100);
    expect(it.gateway.openStreams).toBe(0);
  });
});

test('a long stream holds no more after 100,000 events than after 10,000', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const endless: AsyncIterableIterator<object> = {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => ({ done: false, value: {} }),
    return: async () => ({ done: true, value: undefined }),
  };
  const streams = createOpenStreams({ streams: 1, streamsPerCaller: 1, gateways: 1 }, () => new Date());
  const place = streams.take(null);
  if ('message' in place) throw place;
  const stream = place.open(endless);
  const take = async (events: number): Promise<number> => {
    for (let taken = 0; taken < events; taken += 1) await stream.next();
    collect();
    return process.memoryUsage().heapUsed;
  };
  const early = await take(10_000);
  const late = await take(90_000);
  await stream.return?.();
  // A record of a hundred bytes an event would be nine million.
  expect(late - early).toBeLessThan(2_000_000);
});

describe('over SSE', () => {
  const open = (query: string, options: { method?: string; accept?: string; gateway?: GatewayUnderTest } = {}) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const { method = 'POST', accept = 'text/event-stream', gateway = it } = options;
      const isPost = method === 'POST';
      const url = isPost ? gateway.url : `${gateway.url}?query=${encodeURIComponent(query)}`;
      const headers = { accept, ...(isPost ? { 'content-type': 'application/json' } : {}) };
      const request = httpRequest(url, { method, headers }, resolve);
      request.on('error', reject);
      request.end(isPost ? JSON.stringify({ query }) : undefined);
    });
  const read = async (response: IncomingMessage) => {
    let text = '';
    for await (const chunk of response) text += chunk;
    return text;
  };

  test('the stream is written as the protocol says', async () => {
    const response = await open('subscription { ticks(to: 1) { n } }');
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(response.headers['cache-control']).toContain('no-cache');
    expect((await read(response)).replaceAll(':\n\n', '')).toBe(
      'event: next\ndata: {"data":{"ticks":{"n":1}}}\n\nevent: complete\ndata: \n\n',
    );
  });

  test('GET serves subscriptions and queries, never mutations', async () => {
    expect(await read(await open('subscription { ticks(to: 1) { n } }', { method: 'GET' }))).toContain('"n":1');
    expect(await read(await open('{ hello }', { method: 'GET' }))).toContain('"hello":"hello"');
    const before = it.federation.log.counted;
    expect(await read(await open('mutation { count(by: 1) }', { method: 'GET' }))).toContain('BAD_REQUEST');
    expect(it.federation.log.counted).toBe(before);
  });

  test('a client that takes JSON as well gets JSON for a query and a stream for a subscription', async () => {
    const accept = 'application/graphql-response+json, application/json, text/event-stream';
    const query = await open('{ hello }', { accept });
    expect(query.headers['content-type']).toContain('json');
    expect(await read(query)).toContain('"hello"');
    const stream = await open('subscription { ticks(to: 1) { n } }', { accept });
    expect(stream.headers['content-type']).toContain('text/event-stream');
    stream.destroy();
  });

  test('a quiet stream shows that it lives', async () => {
    const response = await open('subscription { quiet { n } }');
    const beats = await new Promise<string>((resolve) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
        if (text.length >= 9) resolve(text);
      });
    });
    expect(beats.slice(0, 9)).toBe(':\n\n:\n\n:\n\n');
    response.destroy();
  });

  test('a bad token is refused with 401 before there is a stream', async () => {
    const response = await fetch(it.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: 'Bearer x' },
      body: '{"query":"subscription { quiet { n } }"}',
    });
    expect(response.status).toBe(401);
  });

  test('a client that does not read holds up its source, is cut off, and leaves nothing behind', async () => {
    const impatient = await gatewayUnderTest({ limits: { stallMillis: 150 } });
    others.push(impatient.gateway);
    const { log } = impatient.federation;
    const body = JSON.stringify({ query: 'subscription { flood(bytes: 100000) }' });
    const socket: Socket = connect(Number(new URL(impatient.url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.pause();
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\naccept: text/event-stream\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await until(() => log.returned === 1);
    // What the sockets of both ends hold, and not much more: a source that was not held up would have run on for ever.
    expect(log.pulled).toBeLessThan(200);
    expect(impatient.gateway.openStreams).toBe(0);
    await until(() => impatient.logged.join('').includes('"ended":"stalled"'));
    socket.destroy();
  });
});

describe('over WebSocket', () => {
  /** A socket without a client's manners. */
  const bare = (options: { origin?: string; protocol?: string; gateway?: GatewayUnderTest; paused?: boolean } = {}) => {
    const { origin, protocol = 'graphql-transport-ws', gateway = it } = options;
    const socket = new WebSocket(socketUrl(gateway), protocol, { ...(origin ? { headers: { origin } } : {}) });
    socket.on('error', () => {});
    return socket;
  };
  const closeCode = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve));
  const opened = (socket: WebSocket) => new Promise<void>((resolve) => socket.once('open', () => resolve()));
  const messages = (socket: WebSocket) => {
    const received: { type: string; id?: string; payload?: unknown }[] = [];
    socket.on('message', (data) => received.push(JSON.parse(String(data))));
    return received;
  };
  const send = (socket: WebSocket, message: object) => socket.send(JSON.stringify(message));

  test('a page of a foreign origin is refused at the upgrade, a listed one and our own are not', async () => {
    const statusFor = (origin: string) =>
      new Promise<number>((resolve) => {
        const socket = bare({ origin });
        socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
        socket.once('open', () => {
          socket.terminate();
          resolve(101);
        });
      });
    expect(await statusFor('https://evil.example')).toBe(403);
    expect(await statusFor('null')).toBe(403);
    expect(await statusFor('https://shop.example')).toBe(101);
    expect(await statusFor(it.gateway.url)).toBe(101);
  });

  test.each<[string, (socket: WebSocket) => void, number]>([
    [
      'subscribing before connection_init',
      (s) => send(s, { type: 'subscribe', id: '1', payload: { query: '{hello}' } }),
      4401,
    ],
    ['what is no message', (s) => s.send('nonsense'), 4400],
    [
      'what servers send',
      (s) => {
        send(s, { type: 'connection_init' });
        send(s, { type: 'next', id: '1', payload: {} });
      },
      4400,
    ],
    ['a frame that is too large', (s) => s.send('x'.repeat(5_000)), 1009],
    ['a bad token', (s) => send(s, { type: 'connection_init', payload: { authorization: 'Bearer nonsense' } }), 4401],
    [
      'two connection_inits',
      (s) => {
        send(s, { type: 'connection_init' });
        send(s, { type: 'connection_init' });
      },
      4429,
    ],
  ])('%s closes the socket', async (_what, act, code) => {
    const socket = bare();
    await opened(socket);
    act(socket);
    expect(await closeCode(socket)).toBe(code);
  });

  test('another subprotocol is refused', async () => {
    expect(await closeCode(bare({ protocol: 'graphql-ws' }))).toBeGreaterThan(0);
  });

  test('no more operations run on a socket than it may have', async () => {
    const socket = bare();
    const received = messages(socket);
    await opened(socket);
    send(socket, { type: 'connection_init' });
    await until(() => received.some((message) => message.type === 'connection_ack'));
    for (const id of ['1', '2', '3', '4']) {
      send(socket, { type: 'subscribe', id, payload: { query: 'subscription { quiet { n } }' } });
    }
    await until(() => received.some((message) => message.type === 'error'));
    expect(received.filter((message) => message.type === 'error')).toEqual([
      { type: 'error', id: '4', payload: [expect.objectContaining({ extensions: { code: 'TOO_MANY_STREAMS' } })] },
    ]);
    socket.terminate();
    await until(() => it.gateway.openStreams === 0);
  });

  test('a client that does not read holds up its source, is cut off, and leaves nothing behind', async () => {
    const impatient = await gatewayUnderTest({ limits: { stallMillis: 150 } });
    others.push(impatient.gateway);
    const { log } = impatient.federation;
    const socket = bare({ gateway: impatient });
    const received = messages(socket);
    await opened(socket);
    send(socket, { type: 'connection_init' });
    await until(() => received.length === 1);
    send(socket, { type: 'subscribe', id: '1', payload: { query: 'subscription { flood(bytes: 100000) }' } });
    await until(() => received.length > 1);
    socket.pause();
    await until(() => log.returned === 1);
    expect(log.pulled).toBeLessThan(400);
    expect(impatient.gateway.openStreams).toBe(0);
    socket.terminate();
  });

  test('a client that reads no answers is not heard, and is cut off; one that reads them is answered everything', async () => {
    const patient = await gatewayUnderTest({ limits: { stallMillis: 1_000 } });
    others.push(patient.gateway);
    const [most, bytes] = [300, 100_000];
    const pingAll = async (reads: boolean) => {
      const socket = bare({ gateway: patient });
      const answers = messages(socket);
      await opened(socket);
      if (!reads) socket.pause();
      const ping = JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(bytes) } });
      const sent = Array.from({ length: most }, () => new Promise((resolve) => socket.send(ping, resolve)));
      const heard = (await Promise.all(sent)).filter((error) => !error).length;
      if (reads) await until(() => answers.length === most);
      socket.terminate();
      return heard;
    };
    expect(await pingAll(true)).toBe(most);
    // What lies in the buffers of both ends of the connection, and no more.
    expect(await pingAll(false)).toBeLessThan(most / 2);
  });

  test('a socket whose token has expired is closed with 4403, after its streams were told', async () => {
    const timed = await gatewayUnderTest({ clock: () => new Date(Date.now() + 99_000) });
    others.push(timed.gateway);
    const token = await timed.issuer.token(OPERATOR, { seconds: 100 });
    const socket = bare({ gateway: timed });
    const received = messages(socket);
    await opened(socket);
    send(socket, { type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    await until(() => received.length === 1);
    send(socket, { type: 'subscribe', id: '1', payload: { query: 'subscription { quiet { n } }' } });
    expect(await closeCode(socket)).toBe(4403);
    expect(received.map((message) => message.type)).toEqual(['connection_ack', 'next', 'complete']);
  });

  test('an address holds so many sockets without a token, a caller so many with one; who leaves makes room', async () => {
    const few = await gatewayUnderTest({ limits: { socketsPerNobody: 2, streamsPerCaller: 1 } });
    others.push(few.gateway);
    const token = await few.issuer.token(OPERATOR);
    const init = { type: 'connection_init', payload: { authorization: `Bearer ${token}` } };
    const [first, second] = [bare({ gateway: few }), bare({ gateway: few })];
    const heard = messages(first);
    await Promise.all([opened(first), opened(second)]);
    const refusedOf = (socket: WebSocket) =>
      new Promise<string>((resolve) => socket.on('error', ({ message }) => resolve(message)));
    expect(await refusedOf(bare({ gateway: few }))).toContain('429');

    send(first, init);
    await until(() => heard.length === 1);
    const third = bare({ gateway: few });
    await opened(third);
    send(second, init);
    expect(await closeCode(second)).toBe(1013);
    first.terminate();
    third.terminate();
    const admitted = async (): Promise<unknown> => {
      const socket = bare({ gateway: few });
      const received = messages(socket);
      await opened(socket);
      send(socket, init);
      const answer = await Promise.race([closeCode(socket), until(() => received.length === 1).then(() => 'admitted')]);
      socket.terminate();
      return answer;
    };
    await expect.poll(admitted, { timeout: 10_000 }).toBe('admitted');
  });

  test('a token may come with the upgrade as well', async () => {
    const token = await it.issuer.token(OPERATOR);
    const socket = new WebSocket(socketUrl(it), 'graphql-transport-ws', {
      headers: { authorization: `Bearer ${token}` },
    });
    const received = messages(socket);
    await opened(socket);
    send(socket, { type: 'connection_init' });
    await until(() => received.length === 1);
    send(socket, { type: 'subscribe', id: '1', payload: { query: '{ whoami { role } }' } });
    await until(() => received.length === 3);
    expect(received[1]?.payload).toEqual({ data: { whoami: { role: 'operator' } } });
    socket.terminate();
  });
});
