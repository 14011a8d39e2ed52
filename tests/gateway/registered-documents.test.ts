import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { StartFailure } from '../../db/start-failure.ts';
import { readDocuments } from '../../gateway/operations/registered-documents.ts';
import { askGateway, codesOf, type GatewayUnderTest, gatewayUnderTest } from '../support/gateway-under-test.ts';

const HELLO = 'query Hello { hello }\n';
const COUNT = 'mutation Count($by: Int!) { count(by: $by) }\n';
const TICKS = 'subscription Ticks { ticks(to: 2) { n } }\n';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const documents = new Map([HELLO, COUNT, TICKS].map((text) => [hash(text), text]));

let also: GatewayUnderTest;
let only: GatewayUnderTest;
let folder: string;
beforeAll(async () => {
  also = await gatewayUnderTest({ documents: { documents, only: false } });
  only = await gatewayUnderTest({ documents: { documents, only: true } });
  folder = await mkdtemp(join(tmpdir(), 'documents-'));
});
afterAll(async () => {
  await Promise.all([also.gateway.close(0), only.gateway.close(0)]);
  await rm(folder, { recursive: true });
});

const apollo = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash(text) } } });

describe('a document is asked for by its name', () => {
  test.each<[string, object]>([
    ['as documentId', { documentId: `sha256:${hash(HELLO)}` }],
    ['as documentId without its prefix, in capitals', { documentId: hash(HELLO).toUpperCase() }],
    ["as Apollo's clients do", apollo(HELLO)],
    ['beside its text', { ...apollo(HELLO), query: HELLO }],
    ['beside an empty text', { ...apollo(HELLO), query: '' }],
  ])('%s', async (_, body) => {
    for (const it of [also, only])
      expect(await askGateway(it.url, body)).toMatchObject({ status: 200, data: { hello: 'hello' } });
  });

  test('over GET', async () => {
    const search = new URLSearchParams({ documentId: `sha256:${hash(HELLO)}` });
    const answer = await fetch(`${only.url}?${search}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(await answer.json()).toEqual({ data: { hello: 'hello' } });
  });

  test('over GET, a mutation does nothing all the same', async () => {
    const search = new URLSearchParams({ documentId: `sha256:${hash(COUNT)}`, variables: '{"by":1}' });
    const answer = await fetch(`${only.url}?${search}`, { headers: { 'apollo-require-preflight': '1' } });
    expect([answer.status, only.federation.log.counted]).toEqual([405, 0]);
  });

  test('with variables, as a stream, and on a socket', async () => {
    const counted = await askGateway(also.url, { documentId: hash(COUNT), variables: { by: 3 } });
    expect(counted.data).toEqual({ count: 3 });
    const stream = await fetch(only.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ documentId: hash(TICKS) }),
    });
    expect(await stream.text()).toContain('{"data":{"ticks":{"n":2}}}');
    const client = createClient({ url: only.url.replace('http', 'ws'), webSocketImpl: WebSocket });
    const ticks: unknown[] = [];
    for await (const { data } of client.iterate({ query: '', ...apollo(TICKS) })) ticks.push(data);
    await client.dispose();
    expect(ticks.at(-1)).toEqual({ ticks: { n: 2 } });
  });
});

describe('what is refused', () => {
  test.each<[string, object, string]>([
    ['a name that is not known', apollo('{ hello }'), 'PERSISTED_QUERY_NOT_FOUND'],
    ['a text that is not the one named', { ...apollo(HELLO), query: '{ hello }' }, 'BAD_REQUEST'],
    ['two names', { ...apollo(HELLO), documentId: hash(HELLO) }, 'BAD_REQUEST'],
    ['a name that is none', { documentId: 'sha256:abc' }, 'BAD_REQUEST'],
    ['a name that is a number', { documentId: 7 }, 'BAD_REQUEST'],
    ['a hash that is an object', { extensions: { persistedQuery: { sha256Hash: {} } } }, 'BAD_REQUEST'],
    ['a name from the prototype', { documentId: '__proto__' }, 'BAD_REQUEST'],
  ])('%s', async (_, body, code) => {
    for (const it of [also, only]) {
      const executed = it.federation.log.executed.length;
      const answer = await askGateway(it.url, body);
      expect([answer.status, codesOf(answer)]).toEqual([400, [code]]);
      expect(it.federation.log.executed.length).toBe(executed);
    }
  });

  test('any other text where only registered ones are served, by every way in', async () => {
    const answer = await only.ask('{ hello }');
    expect([answer.status, codesOf(answer)]).toEqual([400, ['PERSISTED_QUERY_REQUIRED']]);
    const got = await fetch(`${only.url}?query={hello}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(await got.text()).toContain('PERSISTED_QUERY_REQUIRED');
    const stream = await fetch(only.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { ticks(to: 1) { n } }' }),
    });
    expect(await stream.text()).toContain('PERSISTED_QUERY_REQUIRED');
    const client = createClient({ url: only.url.replace('http', 'ws'), webSocketImpl: WebSocket });
    const refused = await new Promise((resolve) => {
      client.subscribe({ query: '{ hello }' }, { next: resolve, complete: () => {}, error: resolve });
    });
    await client.dispose();
    expect(refused).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_REQUIRED' } }]);
    // The text itself is a name, too: whoever sends a registered one asks for nothing else.
    expect((await only.ask(HELLO)).data).toEqual({ hello: 'hello' });
  });

  test('a registered document that could not be served stops the start', async () => {
    const wrong = 'query Old { goodbye }';
    await expect(
      gatewayUnderTest({ documents: { documents: new Map([[hash(wrong), wrong]]), only: false } }),
    ).rejects.toThrow(`The registered document ${hash(wrong)} cannot be served: Cannot query field "goodbye"`);
  });
});

describe('documents are read', () => {
  test('from a folder, and from a manifest', async () => {
    await writeFile(join(folder, 'hello.graphql'), HELLO);
    await writeFile(join(folder, 'notes.txt'), 'no document');
    expect([...(await readDocuments(folder))]).toEqual([[hash(HELLO), HELLO]]);
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ [hash(COUNT)]: COUNT }));
    expect([...(await readDocuments(join(folder, 'manifest.json')))]).toEqual([[hash(COUNT), COUNT]]);
  });

  test.each([
    ['nothing.json', null, 'There are no documents at'],
    ['empty.json', '{}', 'There are no documents at'],
    ['broken.json', '{', 'must be JSON that reads'],
    ['list.json', '[]', 'must be JSON that reads'],
    ['named.json', JSON.stringify({ hello: HELLO }), 'must be JSON that reads'],
    ['other.json', JSON.stringify({ [hash(HELLO)]: COUNT }), 'is not the one that its name says'],
  ])('%s is refused', async (name, text, sentence) => {
    if (text !== null) await writeFile(join(folder, name), text);
    const refused = expect(readDocuments(join(folder, name))).rejects;
    await refused.toThrow(sentence);
    await refused.toBeInstanceOf(StartFailure);
  });
});
