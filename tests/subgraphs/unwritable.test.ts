// What the database refuses whoever asks: the second line behind the decisions (style.md 9). Each row is tried on books that are right.
import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase, type Sql } from '../../db/client.ts';
import { classifyFailure, type DatabaseFailure } from '../../db/failures.ts';
import { type LoadCoalition, writeCoalition } from '../../scripts/load/coalition.ts';
import { partnerActor, purchaseOf, redemptionOf, requestOf } from '../../scripts/load/requests.ts';
import { createPostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let test: TestDatabase;
let ledger: Database;
let coalition: LoadCoalition;
beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger', max: 4 });
  coalition = await writeCoalition(test.sql, { partners: 3, members: 3 });
  const engine = createPostingEngine({ sql: ledger.sql, clock: () => new Date() });
  const [partner] = coalition.partners;
  const [memberId] = coalition.memberIds;
  const bought = purchaseOf(partner!, { memberId: memberId! }, 10_000n);
  const spent = redemptionOf(partner!, { memberId: memberId! }, 40n);
  for (const [key, instruction] of Object.entries({ bought, spent })) {
    const reply = await engine.submit(requestOf(coalition, partnerActor(partner!), key, instruction));
    expect(reply.ok).toBe(true);
  }
  await engine.stop();
});
afterEach(() => expectBooksBalanced(test.url));
afterAll(async () => {
  await ledger.close();
  await test.close();
});

const entry = (sql: Sql, amounts: readonly bigint[]) => sql`
  INSERT INTO ledger.journal (transaction_id, entry, programme_id, window_id, type, accounts, components, amounts)
  SELECT ${v7()}, 1, ${coalition.programmeId}, ${v7()}, 'EARN', array_fill('OP:BANK'::text, ARRAY[${amounts.length}::int]),
    array_fill('ISSUANCE'::text, ARRAY[${amounts.length}::int]), ${sql.array([...amounts])}::bigint[]`;
const unevenEntry = (sql: Sql, accounts: number, amounts: string) => sql`
  INSERT INTO ledger.journal (transaction_id, entry, programme_id, window_id, type, accounts, components, amounts)
  SELECT ${v7()}, 1, ${coalition.programmeId}, ${v7()}, 'EARN', array_fill('OP:BANK'::text, ARRAY[${accounts}::int]),
    array_fill('ISSUANCE'::text, ARRAY[2]), ${amounts}::bigint[]`;
const transfer = (sql: Sql, points: bigint, credit = 'member:y') => sql`
  INSERT INTO ledger.transfer (transaction_id, leg, member_id, lot_id, debit, credit, points)
  VALUES (${v7()}, 1, ${v7()}, ${v7()}, 'member:x', ${credit}, ${points})`;

const CASES: [what: string, kind: DatabaseFailure['kind'], attempt: (sql: Sql) => PromiseLike<unknown>][] = [
  ['an overdrawn wallet', 'check-violation', (sql) => sql`UPDATE ledger.wallet SET available = -1`],
  ['held points below zero', 'check-violation', (sql) => sql`UPDATE ledger.wallet SET held = -1`],
  ['arrears below zero', 'check-violation', (sql) => sql`UPDATE ledger.wallet SET arrears = -1`],
  ['a lot whose points are not all somewhere', 'check-violation', (sql) => sql`UPDATE ledger.lot SET expired = 1`],
  ['a lot that is closed with points in it', 'check-violation', (sql) => sql`UPDATE ledger.lot SET open = NOT open`],
  [
    'a lot with less than nothing in one place and more in another',
    'check-violation',
    (sql) => sql`UPDATE ledger.lot SET held = -1, available = available + 1`,
  ],
  [
    'a lot that is paid for more points than it has',
    'check-violation',
    (sql) => sql`UPDATE ledger.lot SET priced_points = points + 1`,
  ],
  ['a lot with a reserve below zero', 'check-violation', (sql) => sql`UPDATE ledger.lot SET reserve_minor = -1`],
  [
    'a lot of a funding model that there is not',
    'check-violation',
    (sql) => sql`UPDATE ledger.lot SET funding_model = 'GIFT'`,
  ],
  ['a redemption line below zero', 'check-violation', (sql) => sql`UPDATE ledger.redemption_line SET points = -1`],
  [
    'a clearing fee over less than no points',
    'check-violation',
    (sql) => sql`UPDATE ledger.redemption_line SET fee_points = -1`,
  ],
  ['a transfer of nothing', 'check-violation', (sql) => transfer(sql, 0n)],
  ['a transfer of less than nothing', 'check-violation', (sql) => transfer(sql, -5n)],
  ['a transfer from an account to itself', 'check-violation', (sql) => transfer(sql, 5n, 'member:x')],
  ['an entry of two legs that does not balance', 'check-violation', (sql) => entry(sql, [-100n, 99n])],
  [
    'an entry of seven legs that does not balance',
    'check-violation',
    (sql) => entry(sql, [-6n, 1n, 1n, 1n, 1n, 1n, 2n]),
  ],
  ['an entry with more accounts than amounts', 'check-violation', (sql) => unevenEntry(sql, 3, '{1,-1}')],
  ['an entry with a leg of which nobody knows the amount', 'check-violation', (sql) => unevenEntry(sql, 2, '{0,null}')],
  ['an entry whose legs are counted from two', 'check-violation', (sql) => unevenEntry(sql, 2, '[2:3]={1,-1}')],
  [
    'a posted transaction outside of every window',
    'check-violation',
    (sql) => sql`
      INSERT INTO ledger.transaction (transaction_id, programme_id, kind, status, client_id, idempotency_key, request_hash, occurred_at, recorded_at, details)
      SELECT ${randomUUID()}, programme_id, kind, 'OK', client_id, 'another', request_hash, now(), now(), '{}' FROM ledger.transaction LIMIT 1`,
  ],
  [
    'a transaction in a state that there is not',
    'check-violation',
    (sql) => sql`
      INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key, request_hash, occurred_at,
        recorded_at, details)
      SELECT ${randomUUID()}, programme_id, window_id, kind, 'MAYBE', client_id, 'another', request_hash, now(), now(), '{}'
      FROM ledger.transaction LIMIT 1`,
  ],
  [
    'a second record under a key',
    'unique-violation',
    (sql) => sql`
      INSERT INTO ledger.transaction (transaction_id, programme_id, kind, status, client_id, idempotency_key, request_hash, occurred_at, recorded_at, details)
      SELECT ${randomUUID()}, programme_id, 'PURCHASE', 'REFUSED', client_id, idempotency_key, request_hash, now(), now(), '{}'
      FROM ledger.transaction LIMIT 1`,
  ],
  [
    'a second open window',
    'unique-violation',
    (sql) => sql`
      INSERT INTO ledger.settlement_window (programme_id, window_id, number, state, opened_at)
      SELECT programme_id, ${randomUUID()}, 99, 'OPEN', now() FROM ledger.settlement_window WHERE state = 'OPEN'`,
  ],
  ['a change of what happened', 'not-permitted', (sql) => sql`UPDATE ledger.transaction SET points = 1`],
  ['a change of a transfer', 'not-permitted', (sql) => sql`UPDATE ledger.transfer SET points = 1`],
  ['a change of the journal', 'not-permitted', (sql) => sql`UPDATE ledger.journal SET memo = 'x'`],
  ['less history', 'not-permitted', (sql) => sql`DELETE FROM ledger.transfer`],
  ['a lot less', 'not-permitted', (sql) => sql`DELETE FROM ledger.lot`],
];

it.each(CASES)('the ledger cannot write %s', async (_, kind, attempt) => {
  const failure = await Promise.resolve(attempt(ledger.sql)).then(
    () => null,
    (error: unknown) => classifyFailure(error),
  );
  expect(failure?.kind).toBe(kind);
});
