/** Where a webhook may go, what it is told, and when it is tried again: tables. */
import { lookup as lookUp } from 'node:dns';
import { type AddressInfo, createServer } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderingOf, toldOf } from '../../subgraphs/ledger/domain/webhook-event.ts';
import { isDelivered, MOST_ATTEMPTS, nextAttempt } from '../../subgraphs/ledger/domain/webhook-schedule.ts';
import { guardedLookup, isPublicAddress, urlProblem } from '../../subgraphs/ledger/webhooks/address-guard.ts';
import { postSigned } from '../../subgraphs/ledger/webhooks/post-signed.ts';

describe('an address is public or it is not', () => {
  it.each([
    '127.0.0.1',
    '127.255.1.2',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '192.0.2.1',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '64:ff9b:1::7f00:1',
    '::7f00:1',
    '::a00:1',
    'fec0::1',
    '3fff::1',
    '2002:7f00:1::',
    '2001:db8::1',
    'localhost',
    '',
    '1',
    '0x7f.1',
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
});

describe('a URL in production', () => {
  it.each([
    'http://shop.example/hook',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://127.1/',
    'https://localhost/',
    'https://db.internal/',
    'https://printer.local/',
    'https://intranet/',
    'https://user:pass@shop.example/',
    'https://shop.example/#x',
    'ftp://shop.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://[::ffff:10.0.0.1]/',
    'https://[::7f00:1]/',
    'https://localhost./',
    'https://db.internal./',
    'https://127.0.0.1./',
    'https://①②⑦.⓪.⓪.①/',
    'https://017700000001/',
    'https://0/',
    'nonsense',
    '',
    'https://shop.example/\0',
    'https://shop.example/a b',
    ' https://shop.example/',
    'https://shop.exam\nple/',
    'https://shop.example/\ud800',
  ])('%j is refused', (url) => expect(urlProblem(url, false)).not.toBeNull());
  it.each(['https://shop.example/hook', 'https://shop.example:8443/hook?x=1', 'https://8.8.8.8/'])(
    '%s is taken',
    (url) => expect(urlProblem(url, false)).toBeNull(),
  );
  it('in development private targets and http are taken, credentials are not', () => {
    expect(urlProblem('http://127.0.0.1:3000/', true)).toBeNull();
    expect(urlProblem('http://a:b@127.0.0.1:3000/', true)).not.toBeNull();
  });
});

describe('a name that leads inside is not connected to, whatever else it leads to', () => {
  const lookUp = (addresses: string[]) =>
    ((_name: string, _options: unknown, callback: (error: null, found: object[]) => void) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )) as never;
  const ask = (addresses: string[], all: boolean) =>
    new Promise((resolve) => {
      guardedLookup(lookUp(addresses))('name.example', { all } as never, (error, found) =>
        resolve(error?.name ?? found),
      );
    });
  it.each([
    [['8.8.8.8'], false, '8.8.8.8'],
    [['8.8.8.8', '10.0.0.1'], false, 'ForbiddenTarget'],
    [['127.0.0.1'], false, 'ForbiddenTarget'],
    [['8.8.8.8', '::1'], true, 'ForbiddenTarget'],
    [[], true, 'ForbiddenTarget'],
  ] as const)('%j', async (addresses, all, expected) => expect(await ask([...addresses], all)).toEqual(expected));
});

it('a name that changes its mind between look-ups is looked at each time, and led where it was looked at', async () => {
  const answers = ['8.8.8.8', '127.0.0.1'];
  const lookUp = ((_name: string, _options: unknown, callback: (error: null, found: object[]) => void) =>
    callback(null, [{ address: answers.shift(), family: 4 }])) as never;
  const ask = () =>
    new Promise((resolve) =>
      guardedLookup(lookUp)('name.example', {}, (error, found) => resolve(error?.name ?? found)),
    );
  expect([await ask(), await ask()]).toEqual(['8.8.8.8', 'ForbiddenTarget']);
});

it('in production a name that leads inside is never connected to, and an address inside is not looked up', async () => {
  let connections = 0;
  const inside = createServer(() => {
    connections += 1;
  });
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
  const { port } = inside.address() as AddressInfo;
  const message = { id: 'msg', body: '{}', secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`] };
  for (const host of ['127.0.0.1', '[::1]', '[::ffff:7f00:1]', '[::7f00:1]', 'localhost', 'localhost.', '2130706433'])
    expect([
      host,
      await postSigned({ ...message, url: `https://${host}:${port}/` }, new Date(), { privateTargets: false, lookUp }),
    ]).toEqual([host, { status: null, failure: 'FORBIDDEN_TARGET' }]);
  expect(connections).toBe(0);
  await new Promise((resolve) => inside.close(resolve));
});

describe('an event', () => {
  const wish = { partnerId: 'acme', eventTypes: ['POINTS_CHANGED', 'POSITIONS_CHANGED', 'WINDOW_CHANGED'] };
  it.each([
    [
      { type: 'POINTS_CHANGED', memberId: 'm', partnerId: 'acme' },
      { type: 'POINTS_CHANGED', memberId: 'm', partnerId: 'acme' },
    ],
    [{ type: 'POINTS_CHANGED', memberId: 'm', partnerId: 'other' }, null],
    [{ type: 'POINTS_CHANGED', memberId: 'm', partnerId: null }, null],
    [
      { type: 'POSITIONS_CHANGED', partnerIds: ['other', 'acme'] },
      { type: 'POSITIONS_CHANGED', partnerIds: ['acme'] },
    ],
    [{ type: 'POSITIONS_CHANGED', partnerIds: ['other'] }, null],
    [
      { type: 'WINDOW_CHANGED', windowId: 'w' },
      { type: 'WINDOW_CHANGED', windowId: 'w' },
    ],
    [{ type: 'ORDER_CHANGED', partnerId: 'acme' }, null],
  ])('%j is told to the partner as %j', (event, told) => expect(toldOf(event, wish)).toEqual(told));
  it('the operator is told of everything it asked for, in order for each member', () => {
    const event = { type: 'POINTS_CHANGED', memberId: 'm', partnerId: 'other' };
    expect(toldOf(event, { partnerId: null, eventTypes: ['POINTS_CHANGED'] })).toEqual(event);
    expect([
      orderingOf(event),
      orderingOf({ type: 'WINDOW_CHANGED', windowId: 'w' }),
      orderingOf({ type: 'POSITIONS_CHANGED' }),
    ]).toEqual(['m', 'w', 'POSITIONS_CHANGED']);
  });
});

it('pauses grow, vary by a fifth, and end', () => {
  const at = new Date(0);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (draw) => {
      const pauses = Array.from(
        { length: MOST_ATTEMPTS },
        (_, done) => nextAttempt(done + 1, at, draw)?.getTime() ?? null,
      );
      expect(pauses.at(-1)).toBeNull();
      const times = pauses.slice(0, -1) as number[];
      expect(times.every((time, place) => place === 0 || time > times[place - 1]!)).toBe(true);
      expect(times[0]).toBeGreaterThanOrEqual(4_000);
      expect(times[0]).toBeLessThanOrEqual(6_000);
    }),
  );
  expect([null, 199, 200, 204, 299, 301, 302, 404, 500].map(isDelivered)).toEqual([
    false,
    false,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

it('a receiver may ask for more time, a day at most, and never for less', () => {
  const at = new Date(0);
  const pause = (asked: number): number => nextAttempt(1, at, 0.5, asked)!.getTime() / 1_000;
  expect([0, 1, 60, 86_400, 999_999_999].map(pause)).toEqual([5, 5, 60, 86_400, 86_400]);
  expect(nextAttempt(MOST_ATTEMPTS, at, 0.5, 60)).toBeNull();
});
