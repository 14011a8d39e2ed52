// Fees of memberships through the engine and PostgreSQL: who owes, whose it is, what is refused, and that the books balance after it.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import type { Reply } from '../../subgraphs/ledger/domain/record.ts';
import type { Instruction, MembershipFee, MembershipRefund } from '../../subgraphs/ledger/domain/requests.ts';
import { OPERATOR } from '../../subgraphs/ledger/domain/terms.ts';
import { createPostingEngine, type PostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { type Coalition, makeCoalition, type TestPartner } from '../support/coalition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { codeOf, memberActor, partnerActor, posted, request } from '../support/ledger-requests.ts';

let test: TestDatabase;
let ledger: Database;
let engine: PostingEngine;
let now: Date;
let coalition: Coalition;
let acme: TestPartner;
let best: TestPartner;
let member: string;

beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger' });
  engine = createPostingEngine({ sql: ledger.sql, clock: () => now });
});
afterAll(async () => {
  await engine.stop();
  await ledger.close();
  await test.close();
});
beforeEach(async () => {
  now = new Date('2026-03-10T12:00:00Z');
  coalition = await makeCoalition(test.sql);
  acme = await coalition.partner('Acme');
  best = await coalition.partner('Best');
  member = await coalition.member();
});
afterEach(() => expectBooksBalanced(ledger));

function submit(instruction: Instruction, key?: string): Promise<Reply> {
  return engine.submit(request(coalition.programmeId, instruction, key === undefined ? {} : { key }));
}

const fee = (more: Partial<MembershipFee> = {}): MembershipFee => ({
  kind: 'MEMBERSHIP_FEE',
  memberId: member,
  storeId: acme.storeId,
  amountMinor: 1_001n,
  currency: 'EUR',
  shares: [
    { partyId: acme.partnerId, basisPoints: 3_333n },
    { partyId: best.partnerId, basisPoints: 3_333n },
    { partyId: OPERATOR, basisPoints: 3_334n },
  ],
  occurredAt: null,
  reference: null,
  ...more,
});
const refund = (feeId: string, amountMinor: bigint, more: Partial<MembershipRefund> = {}): MembershipRefund => ({
  kind: 'MEMBERSHIP_REFUND',
  feeId,
  storeId: acme.storeId,
  amountMinor,
  currency: 'EUR',
  occurredAt: null,
  ...more,
});

/** Legs of a transaction's entries, accounts by name. */
async function legsOf(transactionId: string): Promise<string[]> {
  const rows = await test.sql<{ accounts: string[]; components: string[]; amounts: bigint[] }[]>`
    SELECT accounts, components, amounts FROM ledger.journal WHERE transaction_id = ${transactionId} ORDER BY entry`;
  const names = new Map([
    [acme.partnerId, 'acme'],
    [best.partnerId, 'best'],
  ]);
  return rows.flatMap(({ accounts, components, amounts }) =>
    accounts.map((account, at) => {
      const [kind, of] = account.split(':') as [string, string];
      return `${kind === 'PARTNER' ? names.get(of) : of} ${components[at]} ${amounts[at]}`;
    }),
  );
}

/** An instruction as a name for its row. */
const text = (instruction: Instruction): string =>
  JSON.stringify(instruction, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

async function balances(): Promise<Record<string, bigint>> {
  const rows = await test.sql<{ account: string; sum: bigint }[]>`
    SELECT account, sum(credits - debits)::bigint AS sum FROM ledger.money_slot JOIN ledger.settlement_window USING (window_id)
    WHERE programme_id = ${coalition.programmeId} GROUP BY account HAVING sum(credits - debits) <> 0`;
  return Object.fromEntries(rows.map(({ account, sum }) => [account, sum]));
}

it('whoever took the money owes it, each party gets its share to the cent, and no points move', async () => {
  const sold = posted(await submit(fee()));
  expect(sold).toMatchObject({ kind: 'MEMBERSHIP_FEE', points: 0n, amountMinor: 1_001n, partnerId: acme.partnerId });
  expect(await legsOf(sold.transactionId)).toEqual([
    'acme MEMBERSHIP_FEE -1001',
    'acme MEMBERSHIP_SHARE 334',
    'best MEMBERSHIP_SHARE 333',
    'REV_MEMBERSHIP MEMBERSHIP_SHARE 334',
  ]);
  const byOperator = posted(
    await submit(fee({ storeId: null, shares: [{ partyId: best.partnerId, basisPoints: 10_000n }] })),
  );
  expect(byOperator.partnerId).toBeNull();
  expect(await legsOf(byOperator.transactionId)).toEqual([
    'MEMBER_CASH MEMBERSHIP_FEE -1001',
    'best MEMBERSHIP_SHARE 1001',
  ]);
});

it('refunds in parts end where nothing is left, and never beyond', async () => {
  const sold = posted(await submit(fee()));
  for (const amount of [1n, 499n, 7n, 494n]) posted(await submit(refund(sold.transactionId, amount)));
  expect(await balances()).toEqual({});
  expect(codeOf(await submit(refund(sold.transactionId, 1n)))).toBe('REFUND_EXCEEDS_REDEMPTION');
  const again = posted(await submit(fee()));
  expect(codeOf(await submit(refund(again.transactionId, 1_002n)))).toBe('REFUND_EXCEEDS_REDEMPTION');
  posted(await submit(refund(again.transactionId, 1_001n)));
  expect(await balances()).toEqual({});
});

it('a partner may hand out what the operator took: then the operator owes it', async () => {
  const sold = posted(await submit(fee({ storeId: null, shares: [{ partyId: OPERATOR, basisPoints: 10_000n }] })));
  posted(await submit(refund(sold.transactionId, 1_001n, { storeId: best.storeId })));
  expect(await balances()).toEqual({ 'OP:MEMBER_CASH': -1_001n, [`PARTNER:${best.partnerId}`]: 1_001n });
});

it('the same key is one fee, another body under it is refused; many refunds at once give back no more than there was', async () => {
  const replies = await Promise.all([1, 2, 3, 4].map(() => submit(fee(), 'period-1')));
  expect(new Set(replies.map((reply) => posted(reply).transactionId)).size).toBe(1);
  expect(codeOf(await submit(fee({ amountMinor: 1_002n }), 'period-1'))).toBe('IDEMPOTENCY_KEY_REUSED');
  const { transactionId } = posted(replies[0]!);
  const refunds = await Promise.all(Array.from({ length: 20 }, () => submit(refund(transactionId, 200n))));
  expect(refunds.filter(({ ok }) => ok)).toHaveLength(5);
  posted(await submit(refund(transactionId, 1n)));
  expect(await balances()).toEqual({});
});

it('a cap that stops issuing stops selling, exactly, also when many sell at once', async () => {
  const capped = await coalition.partner('Capped', { netDebitCapMinor: 2_500n, capMode: 'BLOCK_ISSUE' });
  const sell = () =>
    submit(
      fee({
        storeId: capped.storeId,
        amountMinor: 1_000n,
        shares: [{ partyId: best.partnerId, basisPoints: 10_000n }],
      }),
    );
  const codes = (await Promise.all(Array.from({ length: 10 }, sell))).map(codeOf).sort();
  expect(codes).toEqual([...Array<string>(8).fill('NET_DEBIT_CAP_EXCEEDED'), 'OK', 'OK']);
  expect((await balances())[`PARTNER:${capped.partnerId}`]).toBe(-2_000n);
});

it('what cannot be is refused in the published order and writes no money', async () => {
  const sold = posted(await submit(fee()));
  const before = await balances();
  const closed = await coalition.member('CLOSED');
  const stranger = '00000000-0000-7000-8000-000000000000';
  const unsigned = await coalition.partner('Unsigned', { validFrom: new Date('2027-01-01T00:00:00Z') });
  const late = await coalition.store(acme.partnerId, { opensAt: new Date('2027-01-01T00:00:00Z') });
  const table: [string, Instruction][] = [
    ['DATE_IN_FUTURE', fee({ occurredAt: new Date('2026-03-10T12:03:00Z'), storeId: stranger })],
    ['STORE_UNKNOWN', fee({ storeId: stranger, memberId: stranger })],
    ['STORE_CLOSED', fee({ storeId: late })],
    ['PARTNER_UNKNOWN', fee({ shares: [{ partyId: stranger, basisPoints: 10_000n }] })],
    ['CONTRACT_MISSING', fee({ shares: [{ partyId: unsigned.partnerId, basisPoints: 10_000n }] })],
    ['CONTRACT_MISSING', fee({ storeId: unsigned.storeId })],
    ['CURRENCY_NOT_ACCEPTED', fee({ currency: 'USD', memberId: stranger })],
    ['MEMBER_UNKNOWN', fee({ memberId: stranger })],
    ['MEMBER_INACTIVE', fee({ memberId: closed })],
    ['STORE_UNKNOWN', refund(stranger, 1n, { storeId: stranger })],
    ['CURRENCY_NOT_ACCEPTED', refund(sold.transactionId, 1n, { currency: 'USD' })],
    ['TRANSACTION_UNKNOWN', refund(stranger, 1n)],
    ['TRANSACTION_NOT_REVERSIBLE', { kind: 'REVERSAL', transactionId: sold.transactionId, reason: 'why not' }],
  ];
  for (const [code, instruction] of table)
    expect([text(instruction), codeOf(await submit(instruction))]).toEqual([text(instruction), code]);
  for (const actor of [partnerActor(acme.partnerId), memberActor(member)])
    for (const instruction of [fee(), refund(sold.transactionId, 1n)])
      expect(codeOf(await engine.submit(request(coalition.programmeId, instruction, { actor })))).toBe('NOT_ALLOWED');
  expect(await balances()).toEqual(before);
});

it('a suspended partner sells nothing, but hands back what it sold', async () => {
  const sold = posted(await submit(fee()));
  await test.sql`UPDATE partners.partner SET standing = 'SUSPENDED' WHERE partner_id = ${acme.partnerId}`;
  expect(codeOf(await submit(fee()))).toBe('PARTNER_INACTIVE');
  posted(await submit(refund(sold.transactionId, 1_001n)));
  expect(await balances()).toEqual({});
});
