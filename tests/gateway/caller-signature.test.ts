import { describe, expect, test } from 'vitest';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import {
  gatheredIdentity,
  readGatheredIdentity,
  readSigningSecrets,
  signCaller,
  signGathered,
  verifyCaller,
  verifyGathered,
} from '../../subgraphs/serving/caller-signature.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const SECRETS = readSigningSecrets(`new:${'n'.repeat(32)},old:${'o'.repeat(32)}`);
const CALLER: Caller = {
  subject: 's',
  clientId: 'c',
  role: 'partner',
  programmeId: '01890000-0000-7000-8000-000000000001',
  partnerId: '01890000-0000-7000-8000-000000000002',
  storeIds: [],
  memberId: null,
  person: null,
  scopes: ['ledger:read'],
  expiresAt: new Date('2026-03-01T13:00:00Z'),
  requestId: 'request-1',
};
const body = '{"query":"{ a }"}';
const request = { subgraph: 'ledger', caller: CALLER, requestId: 'request-1', body, now: NOW };
const verify = (
  headers: Record<string, string>,
  changes: Partial<{ subgraph: string; body: string; now: Date; secrets: typeof SECRETS }> = {},
) =>
  verifyCaller(changes.secrets ?? SECRETS, {
    subgraph: changes.subgraph ?? 'ledger',
    headers,
    body: changes.body ?? body,
    now: changes.now ?? NOW,
  });

describe('a signed caller', () => {
  test('arrives as it was sent, and so does nobody', () => {
    expect(verify(signCaller(SECRETS, request))).toEqual({ caller: CALLER, requestId: 'request-1' });
    expect(verify(signCaller(SECRETS, { ...request, caller: null }))).toEqual({ caller: null, requestId: 'request-1' });
  });

  const headers = signCaller(SECRETS, request);
  const other = signCaller(SECRETS, { ...request, caller: { ...CALLER, role: 'operator' } });
  test.each<[string, () => unknown]>([
    ['another body', () => verify(headers, { body: `${body} ` })],
    ['another subgraph', () => verify(headers, { subgraph: 'partners' })],
    ['another caller', () => verify({ ...headers, 'x-loyalty-caller': other['x-loyalty-caller'] ?? '' })],
    ['another request id', () => verify({ ...headers, 'x-request-id': 'request-2' })],
    [
      'a later time than signed',
      () =>
        verify({
          ...headers,
          'x-loyalty-signature': (headers['x-loyalty-signature'] ?? '').replace(
            /;(\d+);/,
            (_m, t) => `;${Number(t) + 1};`,
          ),
        }),
    ],
    ['31 seconds later', () => verify(headers, { now: new Date(NOW.getTime() + 31_000) })],
    ['31 seconds earlier', () => verify(headers, { now: new Date(NOW.getTime() - 31_000) })],
    ['a secret that was removed', () => verify(headers, { secrets: SECRETS.slice(1) })],
    ['no signature', () => verify({ ...headers, 'x-loyalty-signature': '' })],
    ['no headers', () => verify({})],
  ])('is refused with %s', (_what, attempt) => {
    expect(attempt()).toBeNull();
  });

  test('a secret can be changed without a gap: the old one still verifies while it is listed', () => {
    const signedWithOld = signCaller(SECRETS.slice(1), request);
    expect(verify(signedWithOld)).not.toBeNull();
    expect(verify(signedWithOld, { now: new Date(NOW.getTime() + 29_000) })).not.toBeNull();
  });

  test('secrets that are short, nameless or missing are refused at the start', () => {
    for (const text of ['', 'a:short', 'no-colon', `:${'x'.repeat(40)}`]) {
      expect(() => readSigningSecrets(text)).toThrow();
    }
  });
});

describe('a signed body that names its callers', () => {
  const many = `{"identity":${gatheredIdentity(CALLER, 'request-1')}}\n{"identity":${gatheredIdentity(null, 'request-2')}}\n`;
  const signed = signGathered(SECRETS, { subgraph: 'ledger', body: many, now: NOW });
  const isGood = (changes: Partial<Parameters<typeof verifyGathered>[1]> = {}, secrets = SECRETS) =>
    verifyGathered(secrets, { subgraph: 'ledger', headers: signed, body: many, now: NOW, ...changes });

  test('arrives as it was sent, each call with its caller', () => {
    expect(isGood()).toBe(true);
    const identities = many
      .split('\n')
      .filter(Boolean)
      .map((line) => readGatheredIdentity(JSON.parse(line).identity));
    expect(identities).toEqual([
      { caller: CALLER, requestId: 'request-1' },
      { caller: null, requestId: 'request-2' },
    ]);
  });

  const alone = signCaller(SECRETS, { ...request, body: many });
  const time = (headers: Record<string, string>, by: number) => ({
    'x-loyalty-signature': (headers['x-loyalty-signature'] ?? '').replace(/;(\d+);/, (_m, t) => `;${Number(t) + by};`),
  });
  test.each<[string, () => boolean]>([
    ['one of its calls only', () => isGood({ body: many.slice(0, many.indexOf('\n') + 1) })],
    [
      'its calls in another order',
      () =>
        isGood({
          body: many
            .split(/(?<=\n)/)
            .reverse()
            .join(''),
        }),
    ],
    ['a call more', () => isGood({ body: many + many })],
    ['another caller', () => isGood({ body: many.replace('"partner"', '"operator"') })],
    ['another request id', () => isGood({ body: many.replace('request-2', 'request-3') })],
    ['another subgraph', () => isGood({ subgraph: 'partners' })],
    ['a later time than signed', () => isGood({ headers: time(signed, 1) })],
    ['31 seconds later', () => isGood({ now: new Date(NOW.getTime() + 31_000) })],
    ['31 seconds earlier', () => isGood({ now: new Date(NOW.getTime() - 31_000) })],
    ['a secret that was removed', () => isGood({}, SECRETS.slice(1))],
    ['the signature of a single request with this body', () => isGood({ headers: alone })],
    [
      'the same, called a signature of many',
      () =>
        isGood({
          headers: { 'x-loyalty-signature': (alone['x-loyalty-signature'] ?? '').replace(/^v1/, 'gathered-v1') },
        }),
    ],
    ['no signature', () => isGood({ headers: {} })],
  ])('is refused with %s', (_what, attempt) => {
    expect(attempt()).toBe(false);
  });

  test('is no single request either, whatever it is called', () => {
    const asSingle = { ...alone, 'x-loyalty-signature': signed['x-loyalty-signature'] ?? '' };
    expect(verify(alone, { body: many })).not.toBeNull();
    expect(verify(asSingle, { body: many })).toBeNull();
    const renamed = asSingle['x-loyalty-signature'].replace(/^gathered-v1/, 'v1');
    expect(verify({ ...asSingle, 'x-loyalty-signature': renamed }, { body: many })).toBeNull();
  });
});
