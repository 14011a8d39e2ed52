/* Queries of one turn of the event loop travel together and have nothing else in common. */
import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import { type ExecutionResult, parse } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { callOverHttp, type HttpCallOptions } from '../../gateway/execution/call-over-http.ts';
import type { SubgraphResponse } from '../../gateway/execution/subgraph-call.ts';
import type { RequestContext } from '../../gateway/request-context.ts';
import { callRemote } from '../../gateway/serve.ts';
import { registerTracing } from '../../gateway/tracing/start-tracing.ts';
import { tracedCalls } from '../../gateway/tracing/traced-calls.ts';
import { type Caller, scopesOfRole } from '../../subgraphs/serving/caller.ts';
import {
  readGatheredIdentity,
  readSigningSecrets,
  verifyCaller,
  verifyGathered,
} from '../../subgraphs/serving/caller-signature.ts';
import { CALLS_TYPE, readCalls } from '../../subgraphs/serving/gathered-calls.ts';
import { type ServedSubgraph, serveSubgraphOverHttp } from '../../subgraphs/serving/http-subgraph.ts';
import { inSpan } from '../../subgraphs/serving/tracing.ts';
import { systemClock } from '../../subgraphs/shared/clock.ts';
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

/** A subgraph that is told the POSTs: the variables `n` of their calls, and the response to write to. */
async function told(answer: (asked: number[], response: ServerResponse) => void): Promise<{ url: string }> {
  return rawServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    answer(readCalls(body)?.map(({ variables }) => Number(variables.n)) ?? [], response);
  });
}

/** Asks with the variable `n`, in this turn. */
function askerOf(url: string, options: Partial<HttpCallOptions> = {}) {
  const calls = callOverHttp({ urls: new Map([['s', url]]), identity: NO_IDENTITY, ...options });
  closing.push(calls.close);
  return async (n: number | string, signal?: AbortSignal) =>
    (await calls.callSubgraph('s', {
      query: '{ a }',
      document: parse('{ a }'),
      variables: { n },
      operationType: 'query',
      context: null,
      signal,
    })) as SubgraphResponse;
}

/** What became of calls: their answers, or why there is none. */
async function outcomes(calls: readonly Promise<unknown>[]): Promise<unknown[]> {
  const settled = await Promise.allSettled(calls);
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)));
}

async function serve(
  execute: ServedSubgraph<{ caller: string }>['execute'],
  options: Partial<Parameters<typeof serveSubgraphOverHttp<{ caller: string }>>[0]> = {},
): Promise<string> {
  const http = await serveSubgraphOverHttp<{ caller: string }>({
    subgraph: { execute, subscribe: async () => ({ data: null }) },
    gatekeeper: openGate({ caller: 'anyone' }),
    ...options,
  });
  closing.push(http.close);
  return http.url;
}

const answered = (n: unknown) => ({ data: { a: n } });
const line = (place: number, n: unknown) => `${JSON.stringify([place, answered(n)])}\n`;
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('what is asked in one turn is one POST, in the next another', async () => {
  const posts: number[][] = [];
  const { url } = await told((asked, response) => {
    posts.push(asked);
    response.end(asked.map((n, place) => line(place, n)).join(''));
  });
  const ask = askerOf(url);
  const first = [ask(1), ask(2), ask(3)];
  await turn();
  const second = [ask(4)];
  expect(await outcomes([...first, ...second])).toEqual([1, 2, 3, 4].map(answered));
  expect(posts.sort()).toEqual([[1, 2, 3], [4]]);
});

test('a POST holds 128 calls and a mebibyte at most, and a longer call goes alone', async () => {
  const posts: number[] = [];
  const url = await serve(async ({ variables }) => answered(String(variables.n).length), {
    gatekeeper: {
      ...openGate({ caller: 'anyone' }),
      verifyGathered: (_request, body) => {
        posts.push(readCalls(body.toString())?.length ?? 0);
        return { identityOf: () => ({ caller: 'anyone' }) };
      },
    },
  });
  const ask = askerOf(url);
  const lengths = [...Array.from({ length: 300 }, () => 1), 600_000, 600_000, 3_000_000, 1];
  expect(await outcomes(lengths.map((length) => ask('x'.repeat(length))))).toEqual(lengths.map(answered));
  expect(posts.sort((a, b) => a - b)).toEqual([1, 1, 1, 45, 128, 128]);
});

test('a slow call keeps nobody waiting', async () => {
  let release: (result: ExecutionResult) => void = () => {};
  const url = await serve(({ variables }) =>
    variables.n === 'slow'
      ? new Promise((resolve) => {
          release = resolve;
        })
      : Promise.resolve(answered(variables.n)),
  );
  const ask = askerOf(url);
  const slow = ask('slow');
  expect(await outcomes([ask(1), ask(2)])).toEqual([answered(1), answered(2)]);
  release(answered('late'));
  expect(await slow).toEqual(answered('late'));
});

test('an aborted call is told at once and the others go on; when nobody waits any more, the POST is cut', async () => {
  const open: { asked: number[]; response: ServerResponse; closed: Promise<unknown> }[] = [];
  const { url } = await told((asked, response) => {
    open.push({ asked, response, closed: once(response, 'close') });
  });
  const ask = askerOf(url);
  const aborts = [new AbortController(), new AbortController()];
  const aborted = aborts.map(({ signal }, n) => outcomes([ask(n, signal)]));
  const left = ask(2);
  await expect.poll(() => open.length).toBe(1);
  aborts[0]?.abort();
  expect(await aborted[0]).toEqual(['Error: The request was aborted']);
  // Its answer may still come, and is nobody's.
  open[0]?.response.write(line(0, 0) + line(2, 2));
  expect(await left).toEqual(answered(2));
  aborts[1]?.abort();
  expect(await aborted[1]).toEqual(['Error: The request was aborted']);
  await open[0]?.closed;

  const gone = AbortSignal.abort();
  expect(await outcomes([ask(3, gone)])).toEqual(['Error: The request was aborted']);
  const beside = outcomes([ask(4, gone), ask(5)]);
  await expect.poll(() => open.length).toBe(2);
  expect(open[1]?.asked).toEqual([5]);
  open[1]?.response.end(line(0, 5));
  expect(await beside).toEqual(['Error: The request was aborted', answered(5)]);

  // On a connection that was used before, a cut looks like one that the subgraph closed: it is not asked again for nobody.
  const last = new AbortController();
  const cut = outcomes([ask(6, last.signal)]);
  await expect.poll(() => open.length).toBe(3);
  last.abort();
  expect(await cut).toEqual(['Error: The request was aborted']);
  await open[2]?.closed;
  const after = ask(7);
  await expect.poll(() => open.at(-1)?.asked).toEqual([7]);
  open.at(-1)?.response.end(line(0, 7));
  expect(await after).toEqual(answered(7));
  expect(open.map(({ asked }) => asked)).toEqual([[0, 1, 2], [5], [6], [7]]);
});

test('calls are answered within their time or fail, whatever became of others', async () => {
  const { url } = await told((_asked, response) => response.write(line(1, 1)));
  const ask = askerOf(url, { timeoutMillis: 50 });
  expect(await outcomes([ask(0), ask(1)])).toEqual(['Error: No answer within 50 ms', answered(1)]);
});

test('an answer that is too long fails alone', async () => {
  const long = 'x'.repeat(200_000);
  const url = await serve(async ({ variables }) => answered(variables.n === 1 ? long : variables.n));
  const ask = askerOf(url, { maxResponseBytes: 100_000 });
  expect(await outcomes([ask(0), ask(1), ask(2)])).toEqual([
    answered(0),
    'Error: The answer is longer than 100000 bytes',
    answered(2),
  ]);
});

test('a call that fails in the subgraph fails alone', async () => {
  const faults: unknown[] = [];
  const url = await serve(
    async ({ variables }) => {
      if (variables.n === 1) throw new Error('the database went away');
      return variables.n === 2 ? ({ data: { a: 1n } } as ExecutionResult) : answered(variables.n);
    },
    { onFault: (fault) => faults.push(String(fault)) },
  );
  const ask = askerOf(url);
  expect(await outcomes([ask(0), ask(1), ask(2), ask(3)])).toEqual([
    answered(0),
    'Error: The subgraph did not answer in GraphQL: 200',
    'Error: The subgraph did not answer in GraphQL: 200',
    answered(3),
  ]);
  expect(faults).toEqual(['Error: the database went away', expect.stringContaining('TypeError')]);
});

/** Each answers three calls; the first is always answered well. */
describe('what a subgraph must not answer fails the calls that are still open', () => {
  const first = line(0, 0);
  test.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['nothing more', (response) => response.end(first), /left a call without an answer/],
    ['a line that is no JSON', (response) => response.write(`${first}[1,{"data"\n`), /not answer in JSON lines/],
    ['a line that is no list', (response) => response.write(`${first}{"data":null}\n`), /not answer in JSON lines/],
    ['an empty line', (response) => response.write(`${first}\n`), /not answer in JSON lines/],
    ['to a place that nobody asked', (response) => response.write(first + line(3, 3)), /what it was not asked: 3/],
    ['to a place below all', (response) => response.write(first + line(-1, 3)), /what it was not asked: -1/],
    ['to half a place', (response) => response.write(first + line(0.5, 3)), /not answer in JSON lines/],
    ['to a place twice', (response) => response.write(first + first), /what it was not asked: 0/],
    [
      'at length, to no place',
      (response) => response.write(`${first}[one,${'x'.repeat(5_000)}\n`),
      /what it was not asked: null/,
    ],
    ['half a line, in full', (response) => response.end(`${first}[1,{"data":{"a":1}}]`), /cut off/],
    [
      'half a line, cut',
      (response) => response.write(`${first}[1,{"data"`, () => response.destroy()),
      /cut off|aborted/,
    ],
  ])('%s', async (_what, answer, reason) => {
    const { url } = await told((_asked, response) => answer(response));
    const ask = askerOf(url, { maxResponseBytes: 1_000 });
    const [good, ...rest] = await outcomes([ask(0), ask(1), ask(2)]);
    expect(good).toEqual(answered(0));
    expect(rest).toEqual([expect.stringMatching(reason), expect.stringMatching(reason)]);
  });

  test('a call that is answered with no GraphQL fails alone', async () => {
    const { url } = await told((_asked, response) => response.end(`[1,{"a":1}]\n[2,null]\n${line(0, 0)}`));
    const ask = askerOf(url);
    expect(await outcomes([ask(0), ask(1), ask(2)])).toEqual([
      answered(0),
      'Error: The subgraph did not answer in GraphQL: 200',
      'Error: The subgraph did not answer in GraphQL: 200',
    ]);
  });
});

test.each([401, 403, 500])('a subgraph that answers %i answers nobody', async (status) => {
  const { url } = await told((_asked, response) => response.writeHead(status).end(line(0, 0)));
  const ask = askerOf(url);
  for (const outcome of await outcomes([ask(0), ask(1)])) expect(outcome).toContain(String(status));
});

test('on a connection that turns out closed all of them are asked once more, and no third time', async () => {
  const posts: number[][] = [];
  const fresh = new WeakSet<object>();
  let refuses = false;
  const { url } = await told((asked, response) => {
    posts.push(asked);
    const { socket } = response;
    if (!socket || refuses || fresh.has(socket)) return socket?.destroy();
    fresh.add(socket);
    response.end(asked.map((n, place) => line(place, n)).join(''));
  });
  const ask = askerOf(url);
  await ask(0);
  expect(await outcomes([ask(1), ask(2)])).toEqual([answered(1), answered(2)]);
  refuses = true;
  for (const outcome of await outcomes([ask(3), ask(4)])) expect(outcome).toMatch(/socket hang up|ECONNRESET/);
  expect(posts).toEqual([[0], [1, 2], [1, 2], [3, 4], [3, 4]]);
});

test('answers arrive whole wherever the bytes are cut', async () => {
  const texts = ['plain', 'Zoë 🎁 naïve', '"\\\n', ''];
  const bytes = Buffer.from(texts.map((text, place) => line(place, text)).join(''));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(bytes.length), { maxLength: 12 }), async (cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const { url } = await told(async (_asked, response) => {
        response.socket?.setNoDelay(true);
        for (const [at, from] of edges.entries()) {
          response.write(bytes.subarray(from, edges[at + 1]));
          await turn();
        }
        response.end();
      });
      const ask = askerOf(url);
      expect(await outcomes(texts.map((text) => ask(text)))).toEqual(texts.map(answered));
    }),
    { numRuns: 30 },
  );
});

test('a subgraph takes many calls as JSON lines of bounded length, all of them or none', async () => {
  let executed = 0;
  const url = await serve(
    async () => {
      executed += 1;
      return answered(1);
    },
    { maxBodyBytes: 1_000 },
  );
  const post = (body: string) =>
    fetch(url, { method: 'POST', body, headers: { 'content-type': CALLS_TYPE } }).then(({ status }) => status);
  const good = '{"identity":null,"trace":{},"query":"{ a }","variables":{}}\n';
  const bad = [
    '',
    '\n',
    good.trimEnd(),
    `${good}{"identity":\n`,
    `${good}[]\n`,
    good.replace('"{ a }"', '1'),
    good.replace('"variables":{}', '"variables":[]'),
    good.replace('"identity":null,', ''),
    good.replace('"trace":{}', '"trace":null'),
  ];
  for (const body of bad) expect([body, await post(body)]).toEqual([body, 400]);
  expect(await post(good.repeat(100))).toBe(413);
  expect(executed).toBe(0);
  expect(await post(good + good)).toBe(200);
  expect(executed).toBe(2);
});

test('each call is a part of its own trace', async () => {
  const exporter = new InMemorySpanExporter();
  const stop = registerTracing(new SimpleSpanProcessor(exporter), 1, 'test');
  closing.push(stop);
  const url = await serve(({ variables }) =>
    inSpan('executes', {}, async () => answered([variables.n, trace.getActiveSpan()?.spanContext().traceId])),
  );
  const secrets = readSigningSecrets(`test:${'s'.repeat(32)}`);
  const remote = callRemote({ urls: new Map([['ledger', url]]), secrets }, systemClock);
  closing.push(remote.close);
  const callSubgraph = tracedCalls(remote.callSubgraph);
  const ask = (n: number) =>
    inSpan(`request ${n}`, {}, async (span) => {
      const context: RequestContext = { caller: null, requestId: `request-${n}` };
      const call = {
        query: '{ a }',
        document: parse('{ a }'),
        variables: { n },
        operationType: 'query',
        context,
      } as const;
      expect(await callSubgraph('ledger', call)).toEqual(answered([n, span.spanContext().traceId]));
    });
  await Promise.all([ask(0), ask(1), ask(2)]);
  const spans = exporter.getFinishedSpans();
  const nameOf = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
  const parents = spans.map(({ name, parentSpanContext }) => [name, nameOf.get(parentSpanContext?.spanId ?? '')]);
  expect(parents.filter(([name]) => name === 'executes')).toEqual(Array(3).fill(['executes', 'call ledger']));
  expect(parents.filter(([name]) => name === 'call ledger').map(([, parent]) => parent)).toEqual(
    expect.arrayContaining(['request 0', 'request 1', 'request 2']),
  );
});

describe('random callers at once', () => {
  const secrets = readSigningSecrets(`test:${'s'.repeat(32)}`);
  const callerOf = (member: number): Caller | null =>
    member === 0
      ? null
      : {
          subject: `member ${member}`,
          clientId: 'app',
          role: 'member',
          programmeId: '01890000-0000-7000-8000-000000000001',
          partnerId: null,
          storeIds: [],
          memberId: `01890000-0000-7000-8000-00000000000${member}`,
          person: null,
          // Some of them, so that callers may do different things.
          scopes: scopesOfRole('member').slice(0, member),
          expiresAt: new Date(Date.UTC(2030, 0, member)),
          requestId: `token of ${member}`,
        };
  const call = fc.record({
    member: fc.nat(7),
    /** In which turn it is asked, and after how many the subgraph answers. */
    turn: fc.nat(3),
    delay: fc.nat(4),
    how: fc.constantFrom('data', 'data', 'data', 'error', 'fault', 'abort'),
    payload: fc.string({ unit: 'grapheme', maxLength: 40 }),
  });

  test('everybody is answered as who they are, with what they asked, and nobody fails for another', async () => {
    let most = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 40 }), async (calls) => {
        const running = await serveSubgraphOverHttp<{ caller: Caller | null; requestId: string }>({
          subgraph: {
            execute: async ({ variables, caller, requestId }) => {
              const { delay, how, payload } = variables as (typeof calls)[number];
              for (let turns = 0; turns < delay; turns += 1) await turn();
              if (how === 'fault') throw new Error('the database went away');
              if (how === 'error') return { data: null, errors: [{ message: payload } as never] };
              return { data: { caller, requestId, payload } };
            },
            subscribe: async () => ({ data: null }),
          },
          gatekeeper: {
            verify: ({ headers }, body) => {
              const identity = verifyCaller(secrets, { subgraph: 'ledger', headers, body, now: new Date() });
              return identity ? { identity } : { refusedWith: 401 };
            },
            verifyGathered: ({ headers }, body) => {
              most = Math.max(most, readCalls(body.toString())?.length ?? 0);
              return verifyGathered(secrets, { subgraph: 'ledger', headers, body, now: new Date() })
                ? { identityOf: readGatheredIdentity }
                : { refusedWith: 401 };
            },
          },
        });
        const remote = callRemote({ urls: new Map([['ledger', running.url]]), secrets }, systemClock);
        const callers = Array.from({ length: 8 }, (_, member) => callerOf(member));
        const asked = calls.map(async (one, index) => {
          for (let turns = 0; turns < one.turn; turns += 1) await turn();
          const abort = new AbortController();
          const answer = remote.callSubgraph('ledger', {
            query: '{ a }',
            document: parse('{ a }'),
            variables: one,
            operationType: 'query',
            context: { caller: callers[one.member] ?? null, requestId: `request ${index}` } satisfies RequestContext,
            signal: abort.signal,
          });
          if (one.how === 'abort') turn().then(() => abort.abort());
          return answer;
        });
        const got = await outcomes(asked);
        remote.close();
        await running.close();
        for (const [index, one] of calls.entries()) {
          const answers = {
            data: {
              data: {
                caller: JSON.parse(JSON.stringify(callers[one.member])),
                requestId: `request ${index}`,
                payload: one.payload,
              },
            },
            error: { data: null, errors: [{ message: one.payload }] },
            fault: 'Error: The subgraph did not answer in GraphQL: 200',
            abort: 'Error: The request was aborted',
          };
          expect(got[index]).toEqual(answers[one.how]);
        }
      }),
      { numRuns: 60 },
    );
    expect(most).toBeGreaterThan(5);
  });
});
