// Every invariant of the books finds what it claims to find: a row edited by hand is named by its check (ledger.md failure mode 25).
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Database, openDatabase, type Sql } from '../../db/client.ts';
import { ALL_CHECKS } from '../../subgraphs/ledger/audit/all-checks.ts';
import { auditBooks, describeAudit } from '../../subgraphs/ledger/audit/audit-books.ts';
import { closeSettlementWindow } from '../../subgraphs/ledger/commands/close-settlement-window.ts';
import { settleWindow } from '../../subgraphs/ledger/commands/settle-window.ts';
import { ensureOpenWindow } from '../../subgraphs/ledger/store/windows/ensure-open-window.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { spawnScript } from '../support/spawn-script.ts';

let test: TestDatabase;
let ledger: Database;
let books: Books;

beforeEach(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger' });
  books = await writeBooks(test.sql, ledger);
});
afterEach(async () => {
  await ledger.close();
  await test.close();
});

it('books that nobody touched balance, and every check says so', async () => {
  const report = await auditBooks(ledger);
  expect(report.checks.filter((check) => !check.ok)).toEqual([]);
  expect(report.ok).toBe(true);
  expect(report.checks.map((check) => check.name)).toEqual(ALL_CHECKS.map((check) => check.name));
  await expectBooksBalanced(ledger);
});

it('every check has a name of its own', () => {
  expect(new Set(ALL_CHECKS.map((check) => check.name)).size).toBe(ALL_CHECKS.length);
});

it('only the programme that was asked for is looked at', async () => {
  await test.sql`UPDATE ledger.wallet SET available = available + 1 WHERE member_id = ${books.m1}`;
  expect((await auditBooks(ledger, books.programme)).ok).toBe(false);
  expect((await auditBooks(ledger, randomUUID())).ok).toBe(true);
});

it('the snapshot is one: what is posted meanwhile is not seen half', async () => {
  // The lots are read, then both sides of the same figure change, then the wallets are read.
  const changed = new Proxy(ledger, {
    get(target, key, receiver) {
      if (key !== 'withTransaction') return Reflect.get(target, key, receiver);
      return (work: Parameters<Database['withTransaction']>[0], options: object) =>
        target.withTransaction(async (tx) => {
          await tx.sql`SELECT 1`;
          await test.sql`UPDATE ledger.wallet SET available = available + 5 WHERE member_id = ${books.m1}`;
          return work(tx);
        }, options);
    },
  });
  expect((await auditBooks(changed)).ok).toBe(true);
  expect((await auditBooks(ledger)).ok).toBe(false);
});

describe('npm run audit', () => {
  it('says that the books balance, and ends with 0', async () => {
    const { code, stdout } = await spawnScript('audit', [], { DATABASE_URL: test.url, DATA_DIR: dataDir() }).ended;
    expect(stdout).toContain('The books balance');
    expect(code).toBe(0);
  });

  it('names the wrong row, and ends with 1', async () => {
    await test.sql`UPDATE ledger.wallet SET available = available + 1 WHERE member_id = ${books.m1}`;
    const { code, stdout } = await spawnScript('audit', [], { DATABASE_URL: test.url, DATA_DIR: dataDir() }).ended;
    expect(stdout).toContain(`BROKEN wallets-equal-lots`);
    expect(stdout).toContain(books.m1);
    expect(code).toBe(1);
  });
});

describe('a row edited by hand is named', () => {
  /** Check that must find it, what was done, and a word of the row that the finding must hold. */
  const cases: [check: string, what: string, edit: (sql: Sql) => Promise<unknown>, names: (b: Books) => string][] = [
    [
      'lots-are-whole',
      'a bucket of a lot grew',
      (sql) => sql`UPDATE ledger.lot SET expired = 5 WHERE lot_id = ${books.lot1}`,
      (b) => b.lot1,
    ],
    [
      'lots-are-whole',
      'a lot was closed with points in it',
      (sql) => sql`UPDATE ledger.lot SET open = false WHERE lot_id = ${books.lot1}`,
      (b) => b.lot1,
    ],
    [
      'lots-equal-transfers',
      'points moved between buckets of a lot',
      (sql) => sql`UPDATE ledger.lot SET available = available - 5, expired = 5 WHERE lot_id = ${books.lot1}`,
      (b) => b.lot1,
    ],
    [
      'lots-equal-transfers',
      'a transfer was changed',
      (sql) => sql`UPDATE ledger.transfer SET points = 41 WHERE transaction_id = ${books.redemption}`,
      (b) => b.lot1,
    ],
    [
      'lots-equal-transfers',
      'a transfer was deleted',
      (sql) => sql`DELETE FROM ledger.transfer WHERE transaction_id = ${books.pendingPurchase}`,
      (b) => b.lot3,
    ],
    [
      'lots-equal-transfers',
      'a lot was deleted',
      (sql) => sql`DELETE FROM ledger.lot WHERE lot_id = ${books.lot3}`,
      (b) => b.lot3,
    ],
    [
      'wallets-equal-lots',
      'a wallet grew',
      (sql) => sql`UPDATE ledger.wallet SET available = available + 1 WHERE member_id = ${books.m1}`,
      (b) => b.m1,
    ],
    [
      'wallets-equal-lots',
      'arrears vanished',
      (sql) =>
        sql`INSERT INTO ledger.debt VALUES (${books.m2}, ${randomUUID()}, ${books.lot2}, ${books.redemption}, 3, 3)`,
      (b) => b.m2,
    ],
    [
      'wallets-equal-lots',
      'a wallet was deleted',
      (sql) => sql`DELETE FROM ledger.wallet WHERE member_id = ${books.m2}`,
      (b) => b.m2,
    ],
    [
      'wallets-equal-transfers',
      'wallet and lot were edited alike',
      async (sql) => {
        await sql`UPDATE ledger.wallet SET available = available + 9 WHERE member_id = ${books.m2}`;
        await sql`UPDATE ledger.lot SET available = available + 9, points = points + 9 WHERE lot_id = ${books.lot2}`;
      },
      (b) => b.m2,
    ],
    [
      'transactions-equal-transfers',
      'a transaction says other points',
      (sql) => sql`UPDATE ledger.transaction SET points = -41 WHERE transaction_id = ${books.redemption}`,
      (b) => b.redemption,
    ],
    [
      'issued-points-are-accounted-for',
      'an issuer’s points were redeemed twice',
      (sql) => sql`UPDATE ledger.lot SET redeemed = redeemed + 1 WHERE lot_id = ${books.lot1}`,
      (b) => b.a,
    ],
    [
      'holds-equal-lots',
      'a hold shrank',
      (sql) => sql`UPDATE ledger.hold SET held = 9 WHERE hold_id = ${books.hold}`,
      (b) => b.hold,
    ],
    [
      'holds-equal-lots',
      'a hold’s lot was changed',
      (sql) => sql`UPDATE ledger.hold_lot SET held = 9 WHERE hold_id = ${books.hold}`,
      (b) => b.hold,
    ],
    [
      'holds-equal-lots',
      'a lot holds for nobody',
      (sql) => sql`UPDATE ledger.lot SET held = held + 1, available = available - 1 WHERE lot_id = ${books.lot1}`,
      (b) => b.lot1,
    ],
    [
      'redemption-lines-equal-lots',
      'a redemption line shrank',
      (sql) => sql`UPDATE ledger.redemption_line SET points = 39 WHERE redemption_id = ${books.redemption}`,
      (b) => b.lot1,
    ],
    [
      'redemption-lines-equal-lots',
      'a line is charged to another funder',
      (sql) => sql`UPDATE ledger.redemption_line SET funder_id = ${books.b} WHERE redemption_id = ${books.redemption}`,
      (b) => b.lot1,
    ],
    [
      'obligations-equal-redemption-lines',
      'an obligation was changed',
      (sql) => sql`UPDATE ledger.obligation_slot SET points = 39 WHERE acceptor = ${books.b}`,
      (b) => b.b,
    ],
    [
      'points-slots-equal-transfers',
      'a points slot was changed',
      (sql) =>
        sql`UPDATE ledger.points_slot SET debits = debits + 1 WHERE account = ${`issued:${books.a}`} AND window_id = ${books.w1}`,
      (b) => `issued:${b.a}`,
    ],
    [
      'points-slots-equal-transfers',
      'a member’s slot was changed',
      (sql) => sql`UPDATE ledger.points_slot SET credits = credits + 1 WHERE account = 'held'`,
      () => 'account held',
    ],
    [
      'journal-balances',
      'a leg was changed',
      (sql) => sql`UPDATE ledger.journal SET amounts[1] = amounts[1] - 1 WHERE transaction_id = ${books.purchase}`,
      (b) => b.purchase,
    ],
    [
      'journal-balances',
      'an entry moved to another window',
      (sql) => sql`UPDATE ledger.journal SET window_id = ${books.w2} WHERE transaction_id = ${books.purchase}`,
      (b) => b.purchase,
    ],
    [
      'money-slots-equal-journal',
      'a money slot was changed',
      (sql) =>
        sql`UPDATE ledger.money_slot SET credits = credits + 1 WHERE account = ${`PARTNER:${books.b}`} AND component = 'REDEMPTION'`,
      (b) => `PARTNER:${b.b}`,
    ],
    [
      'reserve-equals-lots',
      'a lot’s reserve was changed',
      (sql) => sql`UPDATE ledger.lot SET reserve_minor = reserve_minor + 2 WHERE lot_id = ${books.lot2}`,
      (b) => b.programme,
    ],
    [
      'reserve-equals-lots',
      'the reserve was booked elsewhere',
      (sql) =>
        sql`UPDATE ledger.money_slot SET account = 'OP:REV_SERVICE2' WHERE account = 'OP:RESERVE' AND component = 'REDEMPTION'`,
      (b) => b.programme,
    ],
    [
      'closed-windows-are-sealed',
      'a sealed net was changed',
      (sql) =>
        sql`UPDATE ledger.net_position SET net_minor = net_minor + 1, credits_minor = credits_minor + 1 WHERE partner_id = ${books.b}`,
      (b) => b.b,
    ],
    [
      'closed-windows-are-sealed',
      'the operator’s net was changed',
      (sql) =>
        sql`UPDATE ledger.settlement_window SET operator_net_minor = operator_net_minor - 1 WHERE window_id = ${books.w1}`,
      (b) => b.w1,
    ],
    [
      'closed-windows-are-sealed',
      'a closed window was posted to',
      (sql) => sql`INSERT INTO ledger.money_slot VALUES (${books.w1}, ${`PARTNER:${books.b}`}, 'EXPIRY', 3, 0, 7)`,
      (b) => b.b,
    ],
    [
      'closed-windows-are-sealed',
      'a component was relabelled',
      (sql) => sql`UPDATE ledger.net_position SET components = '{"REDEMPTION": "31"}' WHERE partner_id = ${books.b}`,
      (b) => b.b,
    ],
    [
      'settlements-pay-nets',
      'a settlement was deleted',
      (sql) => sql`DELETE FROM ledger.journal WHERE type = 'SETTLEMENT' AND accounts[1] = ${`PARTNER:${books.b}`}`,
      (b) => b.b,
    ],
    [
      'settlements-pay-nets',
      'a settled window was marked unsettled',
      (sql) =>
        sql`UPDATE ledger.settlement_window SET state = 'CLOSED', settled_at = NULL WHERE window_id = ${books.w1}`,
      (b) => b.w1,
    ],
    [
      'transactions-are-in-one-window',
      'a transaction lost its window',
      (sql) => sql`UPDATE ledger.transaction SET window_id = NULL WHERE transaction_id = ${books.purchase}`,
      (b) => b.purchase,
    ],
    [
      'transactions-are-in-one-window',
      'a transaction is in a window that does not exist',
      (sql) => sql`UPDATE ledger.transaction SET window_id = ${randomUUID()} WHERE transaction_id = ${books.purchase}`,
      (b) => b.purchase,
    ],
    [
      'transactions-are-in-one-window',
      'a transaction moved to the next window',
      (sql) => sql`UPDATE ledger.transaction SET window_id = ${books.w2} WHERE transaction_id = ${books.purchase}`,
      (b) => b.w1,
    ],
    [
      'transactions-are-in-one-window',
      'a transaction was deleted',
      (sql) => sql`DELETE FROM ledger.transaction WHERE transaction_id = ${books.hold}`,
      (b) => b.w2,
    ],
    [
      'one-window-is-open',
      'no window is open',
      (sql) => sql`UPDATE ledger.settlement_window SET state = 'CLOSING' WHERE window_id = ${books.w2}`,
      (b) => b.programme,
    ],
    [
      'one-window-is-open',
      'a window was deleted',
      (sql) => sql`DELETE FROM ledger.settlement_window WHERE window_id = ${books.w1}`,
      (b) => b.programme,
    ],
    [
      'one-window-is-open',
      'time passed between two windows',
      (sql) =>
        sql`UPDATE ledger.settlement_window SET opened_at = opened_at + interval '1 second' WHERE window_id = ${books.w2}`,
      (b) => b.w2,
    ],
    [
      'refusals-moved-nothing',
      'a refusal moved points',
      (sql) =>
        sql`INSERT INTO ledger.transfer VALUES (${books.refused}, 1, ${books.m1}, ${books.lot1}, 'issued:x', ${`member:${books.m1}`}, 1)`,
      (b) => b.refused,
    ],
    [
      'refusals-moved-nothing',
      'money moved without a transaction',
      (sql) => sql`UPDATE ledger.journal SET transaction_id = ${books.stray} WHERE transaction_id = ${books.purchase}`,
      (b) => b.stray,
    ],
    [
      'keys-are-used-once',
      'a key has two transactions',
      (sql) =>
        sql`UPDATE ledger.transaction SET idempotency_key = ${books.purchase} WHERE transaction_id = ${books.redemption}`,
      (b) => b.redemption,
    ],
  ];

  it.each(cases)('%s: %s', async (check, _what, edit, names) => {
    await dropGuards(test.sql);
    await edit(test.sql);
    const report = await auditBooks(ledger, books.programme);
    const broken = report.checks.find((result) => result.name === check);
    expect(broken, check).toBeDefined();
    expect(broken!.ok, describeAudit(report)).toBe(false);
    expect(broken!.findings.join('\n')).toContain(names(books));
    await expect(expectBooksBalanced(ledger)).rejects.toThrow(check);
  });

  it('every check is proved by at least one case', () => {
    expect([...new Set(cases.map(([check]) => check))].sort()).toEqual(ALL_CHECKS.map((check) => check.name).sort());
  });
});

function dataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'loyalty-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What the database itself would refuse is let through, as after a restore with constraints off. */
async function dropGuards(sql: Sql): Promise<void> {
  const guards = await sql<{ statement: string }[]>`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS statement
    FROM pg_constraint WHERE connamespace = 'ledger'::regnamespace AND contype IN ('c', 'u')`;
  for (const { statement } of guards) await sql.unsafe(statement);
}

interface Books {
  programme: string;
  a: string;
  b: string;
  m1: string;
  m2: string;
  w1: string;
  w2: string;
  lot1: string;
  lot2: string;
  lot3: string;
  purchase: string;
  redemption: string;
  hold: string;
  pendingPurchase: string;
  refused: string;
  stray: string;
}

/**
 * A small programme written row by row, so that the auditor is tested against what the tables mean and not against the engine.
 * W1: member 1 earns 100 at A (reserve 1.00, fee 0.20) and spends 40 at B (0.30); closed and settled.
 * W2: member 1 reserves 10 at B and gives 20 to member 2; member 2 earns 7 at A that are still pending; something is refused.
 */
async function writeBooks(sql: Sql, database: Database): Promise<Books> {
  const [programme, a, b, m1, m2, stray] = Array.from({ length: 6 }, () => randomUUID()) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const [w1, lot1, lot2, lot3, purchase, redemption, hold, gift, pendingPurchase, refused] = Array.from(
    { length: 10 },
    () => v7(),
  ) as [string, string, string, string, string, string, string, string, string, string];
  let window = w1;

  const transact = async (id: string, kind: string, memberId: string, points: bigint, status = 'OK') => {
    await sql`
      INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key, request_hash,
                                      member_id, points, occurred_at, recorded_at, details)
      VALUES (${id}, ${programme}, ${status === 'OK' ? window : null}, ${kind}, ${status}, 'till', ${id}, '', ${memberId}, ${points}, now(), now(), '{}')`;
    if (status === 'OK') {
      await sql`INSERT INTO ledger.window_slot AS slot VALUES (${window}, 1, 1)
                ON CONFLICT (window_id, lane) DO UPDATE SET transactions = slot.transactions + 1`;
    }
  };
  const move = async (id: string, memberId: string, lotId: string, debit: string, credit: string, points: bigint) => {
    await sql`INSERT INTO ledger.transfer VALUES (${id}, 1, ${memberId}, ${lotId}, ${debit}, ${credit}, ${points})`;
    for (const [account, debits, credits] of [
      [debit, points, 0n],
      [credit, 0n, points],
    ] as const) {
      const slot = account.replace(/^(member|held|pending):.*$/, '$1');
      await sql`INSERT INTO ledger.points_slot AS slot VALUES (${window}, ${slot}, 1, ${debits}, ${credits})
                ON CONFLICT (window_id, account, lane) DO UPDATE SET debits = slot.debits + excluded.debits, credits = slot.credits + excluded.credits`;
    }
  };
  const book = async (id: string, type: string, component: string, legs: [string, bigint][]) => {
    await sql`
      INSERT INTO ledger.journal VALUES (${id}, 1, ${programme}, ${window}, ${type}, ${legs.map((leg) => leg[0])}::text[],
        ${legs.map(() => component)}::text[], ${sql.array(legs.map((leg) => leg[1]))}::bigint[])`;
    for (const [account, amount] of legs) {
      await sql`INSERT INTO ledger.money_slot VALUES (${window}, ${account}, ${component}, 1, ${amount < 0n ? -amount : 0n}, ${amount > 0n ? amount : 0n})`;
    }
  };
  const lot = async (row: Record<string, unknown>) => {
    const whole = {
      programme_id: programme,
      issuer_id: a,
      funder_id: a,
      component: 'BASE',
      pending: 0,
      available: 0,
      held: 0,
      redeemed: 0,
      expired: 0,
      reversed: 0,
      transferred: 0,
      asked_back: 0,
      funding_model: 'OPERATOR_POOL',
      priced_points: 0,
      reserve_minor: 0,
      service_minor: 0,
      reserve_refundable_minor: 0,
      service_refundable_minor: 0,
      opened_at: new Date(),
      open: true,
      ...row,
    };
    await sql`INSERT INTO ledger.lot ${sql(whole)}`;
  };

  await ensureOpenWindow(sql, programme, w1, new Date('2026-01-01T00:00:00Z'));
  await transact(purchase, 'PURCHASE', m1, 100n);
  await move(purchase, m1, lot1, `issued:${a}`, `member:${m1}`, 100n);
  await book(purchase, 'EARN', 'ISSUANCE', [
    [`PARTNER:${a}`, -120n],
    ['OP:RESERVE', 100n],
    ['OP:REV_SERVICE', 20n],
  ]);
  await transact(redemption, 'REDEMPTION', m1, -40n);
  await move(redemption, m1, lot1, `member:${m1}`, `accepted:${b}`, 40n);
  await book(redemption, 'REDEEM', 'REDEMPTION', [
    ['OP:RESERVE', -40n],
    [`PARTNER:${b}`, 30n],
    ['OP:REV_REDEMPTION_MARGIN', 10n],
  ]);
  await sql`
    INSERT INTO ledger.redemption_line (member_id, line_id, redemption_id, lot_id, funder_id, acceptor_id, redeemed_points,
                                        redeemed_amount_minor, points, amount_minor, fee_minor, fee_points)
    VALUES (${m1}, ${v7()}, ${redemption}, ${lot1}, ${a}, ${b}, 40, 30, 40, 30, 0, 0)`;
  await sql`INSERT INTO ledger.obligation_slot VALUES (${window}, ${a}, ${b}, 1, 40, 30)`;

  const services = { database, clock: () => new Date(), ids: v7 };
  const command = { programmeId: programme, keySpace: 'operator', windowId: w1 };
  const closed = await closeSettlementWindow(services, {
    ...command,
    idempotencyKey: 'close',
    label: null,
    carryForwardBelowMinor: 0n,
  });
  if (!closed.ok) throw new Error(closed.refusal.message);
  await settleWindow(services, { ...command, idempotencyKey: 'settle' });
  window = closed.result.openedId;

  await transact(hold, 'AUTHORISATION', m1, 0n);
  await move(hold, m1, lot1, `member:${m1}`, `held:${m1}`, 10n);
  await sql`INSERT INTO ledger.hold (member_id, hold_id, programme_id, partner_id, contract_version_id, points, held, state, expires_at)
            VALUES (${m1}, ${hold}, ${programme}, ${b}, ${stray}, 10, 10, 'OPEN', now() + interval '1 hour')`;
  await sql`INSERT INTO ledger.hold_lot VALUES (${hold}, 1, ${lot1}, 10, 10)`;
  await transact(gift, 'TRANSFER', m1, -20n);
  await move(gift, m2, lot2, `member:${m1}`, `member:${m2}`, 20n);
  await transact(pendingPurchase, 'PURCHASE', m2, 7n);
  await move(pendingPurchase, m2, lot3, `issued:${a}`, `pending:${m2}`, 7n);
  await transact(refused, 'REDEMPTION', m1, 0n, 'REFUSED');

  await lot({
    member_id: m1,
    lot_id: lot1,
    earn_transaction_id: purchase,
    points: 100,
    available: 30,
    held: 10,
    redeemed: 40,
    transferred: 20,
    priced_points: 80,
    reserve_minor: 80,
    service_minor: 16,
  });
  await lot({
    member_id: m2,
    lot_id: lot2,
    earn_transaction_id: purchase,
    parent_lot_id: lot1,
    points: 20,
    available: 20,
    priced_points: 20,
    reserve_minor: 20,
    service_minor: 4,
  });
  await lot({ member_id: m2, lot_id: lot3, earn_transaction_id: pendingPurchase, points: 7, pending: 7 });
  await sql`INSERT INTO ledger.wallet (member_id, programme_id, available, held, pending) VALUES
    (${m1}, ${programme}, 30, 10, 0), (${m2}, ${programme}, 20, 0, 7)`;
  return {
    programme,
    a,
    b,
    m1,
    m2,
    w1,
    w2: window,
    lot1,
    lot2,
    lot3,
    purchase,
    redemption,
    hold,
    pendingPurchase,
    refused,
    stray,
  };
}
