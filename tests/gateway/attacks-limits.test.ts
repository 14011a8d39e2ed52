/** What a stranger may send to tire the gateway: every one gets an answer with a code or a closed connection, and the next request is served. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { codesOf, type GatewayUnderTest, gatewayUnderTest } from '../support/gateway-under-test.ts';

let it: GatewayUnderTest;
beforeAll(async () => {
  it = await gatewayUnderTest({ production: true, limits: { requestMillis: 1_000 } });
});
afterAll(() => it.gateway.close(0));
afterEach(async () => {
  expect((await it.ask('{ hello }')).data).toEqual({ hello: 'hello' });
  expect(it.logged.join('')).not.toMatch(/RangeError|call stack/);
});

const post = async (body: string) => {
  const response = await fetch(it.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return { status: response.status, text: await response.text() };
};
const nested = (levels: number, inside = '1'): string => `${'['.repeat(levels)}${inside}${']'.repeat(levels)}`;

/** What comes back on a bare connection until it closes. */
async function raw(send: (write: (text: string) => void) => void): Promise<string> {
  const socket = connect(Number(new URL(it.gateway.url).port), '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  socket.on('error', () => {});
  await once(socket, 'connect');
  send((part) => void (socket.destroyed || socket.write(part)));
  await once(socket, 'close');
  return text;
}

describe('bodies', () => {
  test.each([
    [
      'variables nested 100,000 deep',
      `{"query":"query ($p: Points) { echo(points: $p) }","variables":{"p":${nested(100_000)}}}`,
    ],
    [
      'an input nested 100,000 deep',
      `{"query":"mutation ($i: RecordInput!) { record(input: $i) { results { id } } }","variables":{"i":{"items":${nested(100_000)}}}}`,
    ],
    ['extensions nested 100,000 deep', `{"query":"{ hello }","extensions":${nested(100_000)}}`],
    ['a body that is nested and nothing else', nested(500_000)],
    ['a number that is no number', '{"query":"query ($c: Int) { echo(count: $c) }","variables":{"c":1e999}}'],
    [
      'keys of the prototype',
      '{"query":"{ hello }","__proto__":{"query":"{ fault }"},"constructor":1,"variables":{"__proto__":{"a":1}}}',
    ],
    [
      '100,000 variables that nobody asked for',
      `{"query":"{ hello }","variables":{${Array.from({ length: 100_000 }, (_, i) => `"v${i}":1`)}}}`,
    ],
    ['half a surrogate', '{"query":"query ($c: Int) { echo(count: $c) }","variables":{"c":"\\ud800"}}'],
    ['NUL in a name', '{"query":"{ hello }","operationName":"\\u0000"}'],
  ])('%s', async (_, body) => {
    const { status, text } = await post(body);
    expect([200, 400]).toContain(status);
    expect(text).not.toMatch(/INTERNAL_SERVER_ERROR|RangeError|node_modules|at .+\.ts/);
  });
});

describe('documents', () => {
  const fields = (count: number): string => Array.from({ length: count }, (_, i) => `f${i}: hello`).join(' ');
  test.each([
    ['lists nested as deep as tokens allow', `{ echo(points: ${nested(900)}) }`],
    ['a selection nested as deep as tokens allow', `${'{ notes '.repeat(600)}${'}'.repeat(600)}`],
    ['300 operations', Array.from({ length: 300 }, (_, i) => `query Q${i} { hello }`).join(' ')],
    ['a fragment that spreads itself', '{ ...A } fragment A on Query { hello ...A }'],
    ['fragments in a circle', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
    ['a directive 400 times', `{ hello ${'@skip(if: false) '.repeat(400)} }`],
    ['unknown directives', `{ hello ${'@x '.repeat(400)} }`],
    ['400 aliases of one field', `{ ${fields(400)} }`],
    ['a list of a million', '{ notes(first: 1000000) { id } }'],
    ['lists in lists', `{ notes(first: 100) { replies(first: 100) { replies(first: 100) { id } } } }`],
    ['introspection, aliased', '{ a: __schema { types { name } } }'],
    ['a type by name', '{ __type(name: "Query") { fields { name } } }'],
    ['federation machinery', '{ _service { sdl } }'],
    ['entities', '{ _entities(representations: []) { __typename } }'],
    ['nothing', ' '],
    ['a schema', 'type Query { a: Int }'],
  ])('%s is refused with a code, and nothing is executed', async (_, query) => {
    const executed = it.federation.log.executed.length;
    const answer = await it.ask(query);
    expect(answer.status).toBe(400);
    expect(codesOf(answer)[0]).toMatch(
      /^(OPERATION_TOO_COMPLEX|OPERATION_TOO_LARGE|GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED|OPERATION_RESOLUTION_FAILURE|BAD_USER_INPUT|BAD_REQUEST)$/,
    );
    expect(JSON.stringify(answer)).not.toContain('Did you mean');
    expect(it.federation.log.executed.length).toBe(executed);
  });
});

describe('connections', () => {
  test('a body that never ends is cut off in time', async () => {
    const text = await raw((write) =>
      write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{'),
    );
    expect(text).toMatch(/^(HTTP\/1\.1 408|HTTP\/1\.1 400|$)/);
  });

  test('headers that never end are cut off in time', async () => {
    expect(await raw((write) => write('POST /graphql HTTP/1.1\r\nhost: x\r\nx-a: '))).toMatch(/^HTTP\/1\.1 408/);
  });

  test('headers that are too large', async () => {
    expect(
      await raw((write) => write(`GET /graphql HTTP/1.1\r\nhost: x\r\nx-a: ${'a'.repeat(20_000)}\r\n\r\n`)),
    ).toMatch(/^HTTP\/1\.1 431/);
  });

  test('two lengths, or a length and chunks, as smugglers send', async () => {
    const head = 'POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n';
    expect(await raw((write) => write(`${head}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`))).toMatch(
      /^HTTP\/1\.1 400/,
    );
    expect(
      await raw((write) => write(`${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`)),
    ).toMatch(/^HTTP\/1\.1 400/);
  });
});
