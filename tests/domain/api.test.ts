/** How the product's own scripts meet a server that is busy, away or wrong: what they wait for, and when they give up. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Api, ApiError, openApi } from '../../scripts/api.ts';

type Answer = { status: number; retryAfter?: string; body?: unknown } | 'hang up';

let server: Server;
let api: Api;
let answers: Answer[];
const bodies: string[] = [];
const pauses: number[] = [];
const DATA = { status: 200, body: { data: { ok: true } } };
const TOO_MANY = { errors: [{ message: 'Too many requests.', extensions: { code: 'TOO_MANY_REQUESTS' } }] };

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => {
      body += data;
    });
    request.on('end', () => {
      bodies.push(body);
      const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
      if (answer === 'hang up') {
        request.socket.destroy();
        return;
      }
      const { status, retryAfter } = answer;
      response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
      response.end(JSON.stringify(answer.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = openApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 4, async (millis) => pauses.push(millis));
});
afterAll(() => {
  api.close();
  server.close();
});
beforeEach(() => {
  bodies.length = 0;
  pauses.length = 0;
});

const ask = (): Promise<unknown> =>
  api
    .withToken('token')
    .ask('{ ok }')
    .catch((error: unknown) => (error instanceof ApiError ? error.code : error));

it('waits for as long as it is told and sends the same again', async () => {
  answers = [{ status: 429, retryAfter: '7' }, { status: 429, retryAfter: '0' }, DATA];
  expect(await ask()).toEqual({ ok: true });
  expect(pauses).toEqual([7_000, 400]);
  expect(new Set(bodies).size).toBe(1);
});

it.each([
  ['no', undefined],
  ['a dated', 'Fri, 31 Dec 2027 23:59:59 GMT'],
  ['a negative', '-5'],
  ['a nonsensical', '1e9'],
])('with %s Retry-After it has a pause of its own', async (_what, retryAfter) => {
  answers = [{ status: 429, ...(retryAfter === undefined ? {} : { retryAfter }) }, DATA];
  expect(await ask()).toEqual({ ok: true });
  expect(pauses).toEqual([200]);
});

it("gives up, with the server's words, after six times or when told to wait for hours", async () => {
  answers = [{ status: 429, retryAfter: '60', body: TOO_MANY }];
  expect(await ask()).toBe('TOO_MANY_REQUESTS');
  expect([bodies.length, pauses]).toEqual([6, [60_000, 60_000, 60_000, 60_000, 60_000]]);
  bodies.length = 0;
  answers = [{ status: 429, retryAfter: '7200', body: TOO_MANY }];
  expect(await ask()).toBe('TOO_MANY_REQUESTS');
  expect(bodies.length).toBe(1);
});

it('a server that is restarted is asked again, one that stays away is unreachable', async () => {
  answers = ['hang up', { status: 503, retryAfter: '2' }, { status: 502 }, DATA];
  expect(await ask()).toEqual({ ok: true });
  expect(pauses).toEqual([200, 2_000, 800]);
  answers = ['hang up'];
  expect(await ask()).toBe('UNREACHABLE');
});

it('what is wrong with the request itself is not sent again; tokens wait like everything else', async () => {
  answers = [{ status: 400, body: { errors: [{ message: 'No.', extensions: { code: 'BAD_USER_INPUT' } }] } }];
  expect(await ask()).toBe('BAD_USER_INPUT');
  expect(bodies.length).toBe(1);
  answers = [
    { status: 429, retryAfter: '3' },
    { status: 200, body: { access_token: 'new', expires_in: 60 } },
  ];
  expect(await api.token({ clientId: 'c', clientSecret: 's' })).toEqual({ accessToken: 'new', expiresInSeconds: 60 });
  expect(pauses).toEqual([3_000]);
});
