/** What Apollo Server has read before is answered without it (gateway/operations/short-way.ts), and nobody can tell. */
import { ApolloServer } from '@apollo/server';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type GatewayUnderTest, gatewayUnderTest } from '../support/gateway-under-test.ts';
import { MEMBER_FRONT_END, OPERATOR } from '../support/test-tokens.ts';

const asked = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');

let under: GatewayUnderTest;
const tokens = new Map<string, string>();
beforeAll(async () => {
  under = await gatewayUnderTest({ limits: { operationMillis: 200 }, production: true });
  tokens.set('operator', await under.issuer.token(OPERATOR));
  tokens.set('member', await under.issuer.token({ ...MEMBER_FRONT_END, scopes: [] }));
});
afterAll(() => under.gateway.close(0));
beforeEach(() => void asked.mockClear());

type Sent = { readonly who?: string; readonly headers?: Record<string, string> };

/** Everything of an answer that a client can see and that is not of the moment. */
async function tell(body: object, { who, headers = {} }: Sent = {}) {
  const response = await fetch(under.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-request-id': 'one-and-the-same',
      ...(who === undefined ? {} : { authorization: `Bearer ${tokens.get(who)}` }),
      ...headers,
    },
    body: JSON.stringify(body),
  });
  const { date: _, ratelimit: __, ...rest } = Object.fromEntries(response.headers);
  return { status: response.status, headers: rest, text: await response.text() };
}

let texts = 0;
/** A text that nobody sent before: Apollo Server is asked. */
function unknown(query: string): string {
  texts += 1;
  return `${query} # ${texts}`;
}

const ITEMS = { items: [1, 2] };
const RECORD = 'mutation ($input: RecordInput!) { record(input: $input) { results { id author { name } } } }';

describe('an answer is the same, to the byte and the header, whichever way it went', () => {
  const rows: [what: string, query: string, more: object, sent: Sent, short: boolean][] = [
    ['a query', '{ hello }', {}, {}, true],
    ['one of two subgraphs', '{ notes(first: 2) { id author { name } } }', {}, {}, true],
    ['a mutation with variables', RECORD, { variables: { input: ITEMS } }, {}, true],
    ['variables that are null', '{ hello }', { variables: null }, {}, true],
    ['one of several operations', 'query A { hello } query B { scoped }', { operationName: 'A' }, {}, true],
    ['introspection of a name', '{ __typename hello }', {}, {}, true],
    ['a caller', '{ secret whoami { role requestId } }', {}, { who: 'operator' }, true],
    ['unescaped text', 'query ($points: Points) { echo(points: $points) }', { variables: { points: 7 } }, {}, true],
    ['extensions that mean nothing', '{ hello }', { extensions: { client: 'x' } }, {}, true],
    ['GraphQL over HTTP', '{ hello }', {}, { headers: { accept: 'application/graphql-response+json' } }, true],
    ['a choice', '{ hello }', {}, { headers: { accept: 'text/html;q=0.1, application/json;q=0.2, */*;q=0.1' } }, true],
    ['nothing that we have', '{ hello }', {}, { headers: { accept: 'image/png' } }, false],
    ['an operation that is not there', 'query A { hello }', { operationName: 'B' }, {}, false],
    ['an operation that is not named', 'query A { hello } query B { hello }', {}, {}, false],
    ['a name that is none', '{ hello }', { operationName: 7 }, {}, false],
    ['variables that are none', '{ hello }', { variables: [] }, {}, false],
    ['variables as text', '{ hello }', { variables: '{}' }, {}, false],
    [
      'a value that a variable cannot have',
      'query ($count: Int) { echo(count: $count) }',
      { variables: { count: 'x' } },
      {},
      false,
    ],
    ['a variable that is missing', 'query ($first: Int!) { notes(first: $first) { id } }', {}, {}, false],
    ['nobody where somebody is needed', '{ secret }', {}, {}, false],
    ['a caller without the scope', '{ scoped }', {}, { who: 'member' }, false],
    ['too much', '{ heavy }', {}, {}, false],
    [
      'too much by a variable',
      'query ($n: Int!) { notes(first: $n) { replies(first: 50) { id } } }',
      { variables: { n: 9_000 } },
      {},
      false,
    ],
    ['a fault', '{ hello fault }', {}, {}, false],
    ['too slow', '{ slow }', {}, {}, false],
    ['a subscription', 'subscription { quiet { n } }', {}, {}, false],
  ];
  test.each(rows)('%s', async (_, query, more, sent, short) => {
    const known = unknown(query);
    // Of these two the second may go the short way: its document and its `Accept` are known.
    await tell({ query: known, ...more }, sent);
    asked.mockClear();
    const again = await tell({ query: known, ...more }, sent);
    expect(asked).toHaveBeenCalledTimes(short ? 0 : 1);
    asked.mockClear();
    const anew = await tell({ query: unknown(query), ...more }, sent);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(again).toEqual(anew);
  });
});

test('a document is known by its text, not by who sent it: access and cost are asked for every time', async () => {
  const query = unknown('query ($n: Int!) { notes(first: $n) { id } secret }');
  const ask = (who: string | undefined, n: number) =>
    tell({ query, variables: { n } }, who === undefined ? {} : { who });
  const answers = [
    await ask('operator', 1),
    await ask('operator', 1),
    await ask(undefined, 1),
    await ask('operator', 20_000),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 401, 400]);
  expect(asked).toHaveBeenCalledTimes(3);
});

test('what went wrong is told by Apollo Server, and the operation does not run again', async () => {
  const { log } = under.federation;
  const failing = unknown('mutation { count(by: 1) }');
  await tell({ query: failing });
  vi.spyOn(log.executed, 'push').mockImplementationOnce(() => {
    log.counted += 1;
    throw new Error('lost on the way back');
  });
  asked.mockClear();
  const { text } = await tell({ query: failing });
  expect(JSON.parse(text).errors[0].extensions.code).toBe('DOWNSTREAM_SERVICE_ERROR');
  expect([log.counted, asked.mock.calls.length]).toEqual([2, 1]);
});

test('documents that are known are a bounded number: the first are forgotten', async () => {
  const small = await gatewayUnderTest({ limits: { documentsKept: 2 } });
  const ask = (query: string) => small.ask(query);
  await ask('{ hello }');
  await ask('{ a: hello }');
  await ask('{ b: hello }');
  asked.mockClear();
  await ask('{ b: hello }');
  expect(asked).toHaveBeenCalledTimes(0);
  await ask('{ hello }');
  expect(asked).toHaveBeenCalledTimes(1);
  await small.gateway.close(0);
});
