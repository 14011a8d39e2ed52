import { describe, expect, test } from 'vitest';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { readSigningSecrets, signCaller, verifyCaller } from '../../subgraphs/serving/caller-signature.ts';

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
