// Free rewards of tiers and memberships through the engine and PostgreSQL: who pays, who gets it, what is refused, and that the books balance after it.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import type { Reply } from '../../subgraphs/ledger/domain/record.ts';
import type { Benefit, Instruction } from '../../subgraphs/ledger/domain/requests.ts';
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

/** 126 points, for which a partner is paid 0.008 EUR each: 1.01 EUR. */
const benefit = (more: Partial<Benefit> = {}): Benefit => ({
  kind: 'BENEFIT',
  memberId: member,
  storeId: acme.storeId,
  points: 126n,
  funding: [
    { funderId: acme.partnerId, basisPoints: 3_333n },
    { funderId: best.partnerId, basisPoints: 3_333n },
    { funderId: OPERATOR, basisPoints: 3_334n },
  ],
  occurredAt: null,
  reference: null,
  ...more,
});
const paidBy = (funderId: string) => ({ funding: [{ funderId, basisPoints: 10_000n }] });
const reversal = (transactionId: string): Instruction => ({ kind: 'REVERSAL', transactionId, reason: 'given back' });

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

it('the partner that honours it is paid what its contract pays for the points, by each funder its share to the cent; no points move', async () => {
  const given = posted(await submit(benefit()));
  expect(given).toMatchObject({ kind: 'BENEFIT', points: 0n, amountMinor: 101n, partnerId: acme.partnerId });
  expect(await legsOf(given.transactionId)).toEqual([
    'acme BENEFIT_FUNDING -34',
    'best BENEFIT_FUNDING -33',
    'MARKETING BENEFIT_FUNDING -34',
    'acme BENEFIT 101',
  ]);
  const own = posted(await submit(benefit(paidBy(acme.partnerId))));
  expect(await legsOf(own.transactionId)).toEqual(['acme BENEFIT_FUNDING -101', 'acme BENEFIT 101']);
});

it('undoing it leaves nothing, once', async () => {
  const given = posted(await submit(benefit()));
  const undone = posted(await submit(reversal(given.transactionId)));
  expect(undone).toMatchObject({ kind: 'REVERSAL', points: 0n, originalId: given.transactionId });
  expect(await balances()).toEqual({});
  for (const id of [given.transactionId, undone.transactionId])
    expect(codeOf(await submit(reversal(id)))).toBe('TRANSACTION_NOT_REVERSIBLE');
  expect(await balances()).toEqual({});
});

it('the same key is one benefit, another body under it is refused', async () => {
  const replies = await Promise.all([1, 2, 3, 4].map(() => submit(benefit(), 'order-1')));
  expect(new Set(replies.map((reply) => posted(reply).transactionId)).size).toBe(1);
  expect(codeOf(await submit(benefit({ points: 127n }), 'order-1'))).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(await balances()).toEqual({
    [`PARTNER:${acme.partnerId}`]: 67n,
    [`PARTNER:${best.partnerId}`]: -33n,
    'OP:MARKETING': -34n,
  });
});

it('a cap of a funder that stops issuing stops it, exactly, also when many are given at once', async () => {
  const capped = await coalition.partner('Capped', { netDebitCapMinor: 250n, capMode: 'BLOCK_ISSUE' });
  const give = () => submit(benefit(paidBy(capped.partnerId)));
  const codes = (await Promise.all(Array.from({ length: 10 }, give))).map(codeOf).sort();
  expect(codes).toEqual([...Array<string>(8).fill('NET_DEBIT_CAP_EXCEEDED'), 'OK', 'OK']);
  expect((await balances())[`PARTNER:${capped.partnerId}`]).toBe(-202n);
});

it('what cannot be is refused in the published order and writes no money', async () => {
  const before = await balances();
  const closed = await coalition.member('CLOSED');
  const stranger = '00000000-0000-7000-8000-000000000000';
  const unsigned = await coalition.partner('Unsigned', { validFrom: new Date('2027-01-01T00:00:00Z') });
  const giving = await coalition.partner('Giving', { acceptor: false });
  const table: [string, Benefit][] = [
    ['DATE_IN_FUTURE', benefit({ occurredAt: new Date('2026-03-10T12:03:00Z'), storeId: stranger })],
    ['STORE_UNKNOWN', benefit({ storeId: stranger, ...paidBy(stranger) })],
    ['CONTRACT_MISSING', benefit({ storeId: unsigned.storeId, ...paidBy(stranger) })],
    ['ROLE_NOT_GRANTED', benefit({ storeId: giving.storeId })],
    ['PARTNER_UNKNOWN', benefit({ ...paidBy(stranger), memberId: stranger })],
    ['CONTRACT_MISSING', benefit({ ...paidBy(unsigned.partnerId), memberId: stranger })],
    ['MEMBER_UNKNOWN', benefit({ memberId: stranger })],
    ['MEMBER_INACTIVE', benefit({ memberId: closed })],
  ];
  for (const [code, instruction] of table)
    expect([text(instruction), codeOf(await submit(instruction))]).toEqual([text(instruction), code]);
  for (const actor of [partnerActor(acme.partnerId), memberActor(member)])
    expect(codeOf(await engine.submit(request(coalition.programmeId, benefit(), { actor })))).toBe('NOT_ALLOWED');
  await test.sql`UPDATE partners.partner SET standing = 'LEFT' WHERE partner_id = ${acme.partnerId}`;
  expect(codeOf(await submit(benefit()))).toBe('PARTNER_INACTIVE');
  expect(await balances()).toEqual(before);
});
