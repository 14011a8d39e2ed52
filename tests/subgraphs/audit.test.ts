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
import { keepAuditing } from '../../subgraphs/ledger/audit/keep-auditing.ts';
import { buildReference } from '../../subgraphs/ledger/domain/reference.ts';
import { issueStatements } from '../../subgraphs/ledger/statements/issue-statements.ts';
import { createStatementKeys } from '../../subgraphs/ledger/statements/statement-keys.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { programmeOf } from '../support/coalition-books.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { spawnScript } from '../support/spawn-script.ts';
import { type Books, writeBooks } from '../support/written-books.ts';

let test: TestDatabase;
let ledger: Database;
let books: Books;
const keys = createStatementKeys([{ keyId: 'test', secret: 'k'.repeat(32) }]);

beforeEach(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger' });
  books = await writeBooks(test.sql, ledger);
  const reference = buildReference(programmeOf({ programmeId: books.programme }), [], [], []);
  const services = { database: ledger, clock: () => new Date(), ids: v7, keys, reference: async () => reference };
  expect(await issueStatements(services, books.w1)).toEqual(['FINAL']);
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

it('a journal row that was changed by hand is named by the line that it was signed as, whatever was changed to match', async () => {
  expect((await auditBooks(ledger, books.programme, keys)).ok).toBe(true);
  await dropGuards(test.sql);
  await test.sql`UPDATE ledger.transaction SET reference = 'another receipt' WHERE transaction_id = ${books.purchase}`;
  expect((await auditBooks(ledger, books.programme)).ok).toBe(true);
  const report = await auditBooks(ledger, books.programme, keys);
  const broken = report.checks.filter((check) => !check.ok);
  expect(broken.map((check) => [check.name, check.findings])).toEqual([
    [
      'statements-are-what-was-signed',
      [
        `Line 0 of partner ${books.a} in window ${books.w1} (transaction ${books.purchase}, entry 1, leg 0) is not what was hashed when it was posted`,
      ],
    ],
  ]);
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

it('audits again and again, tells what it found, and stops', async () => {
  const verdicts: boolean[] = [];
  let heard = (): void => {};
  const next = (): Promise<void> => new Promise((resolve) => (heard = resolve));
  const stop = keepAuditing({
    database: ledger,
    every: 1,
    draw: () => 0.5,
    onReport: (report) => {
      verdicts.push(report.ok);
      heard();
    },
    onFault: (fault) => {
      throw fault;
    },
  });
  await next();
  await test.sql`UPDATE ledger.wallet SET available = available + 1 WHERE member_id = ${books.m1}`;
  while (verdicts.at(-1) !== false) await next();
  await stop();
  const told = verdicts.length;
  expect(verdicts[0]).toBe(true);
  await auditBooks(ledger);
  expect(verdicts).toHaveLength(told);
  const kept = await test.sql`SELECT broken FROM ledger.audit_report ORDER BY taken_at`;
  expect(kept[0]?.broken).toEqual([]);
  expect(JSON.stringify(kept.at(-1)?.broken)).toContain(books.m1);
});

it('an audit that another process has just made is not made again, and what was found is not changed', async () => {
  await ledger.sql`INSERT INTO ledger.audit_report (taken_at, checks, broken) VALUES (clock_timestamp(), 1, '[]')`;
  const faults: unknown[] = [];
  let looks = 0;
  const watched: Database = Object.assign(Object.create(ledger), {
    sql: new Proxy(ledger.sql, {
      apply(target, self, args) {
        looks += 1;
        return Reflect.apply(target, self, args);
      },
    }),
  });
  const stop = keepAuditing({
    database: watched,
    every: 3_600_000,
    draw: () => -0.5 + 1 / 60_000,
    onReport: () => faults.push('audited'),
    onFault: (fault) => faults.push(fault),
  });
  await expect.poll(() => looks).toBeGreaterThan(2);
  await stop();
  expect(faults).toEqual([]);
  await expect(ledger.sql`DELETE FROM ledger.audit_report`).rejects.toThrow('permission denied');
  await expect(ledger.sql`UPDATE ledger.audit_report SET checks = 2`).rejects.toThrow('permission denied');
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
      'budgets-equal-lots',
      'a budget was given a point back',
      async (sql) => {
        await promote(sql, books);
        await sql`UPDATE ledger.promotion_budget SET points = points - 1`;
      },
      () => PROMOTION,
    ],
    [
      'budgets-equal-lots',
      'a cent of a budget went missing',
      async (sql) => {
        await promote(sql, books);
        await sql`UPDATE ledger.promotion_budget SET money_minor = money_minor + 1`;
      },
      (b) => b.a,
    ],
    [
      'budgets-equal-lots',
      'what was spent was deleted',
      async (sql) => {
        await promote(sql, books);
        await sql`DELETE FROM ledger.promotion_budget`;
      },
      () => PROMOTION,
    ],
    [
      'budgets-equal-lots',
      'points were spent that no purchase got',
      (sql) =>
        sql`INSERT INTO ledger.promotion_budget VALUES (${PROMOTION}, 'OP', '2026-01-10', ${books.programme}, 5, 5)`,
      () => PROMOTION,
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
      'statements-equal-journal',
      'an entry was deleted after it was signed',
      (sql) => sql`DELETE FROM ledger.journal WHERE transaction_id = ${books.purchase}`,
      (b) => b.a,
    ],
    [
      'statements-are-what-was-signed',
      'a bit of a hash was changed',
      (sql) =>
        sql`UPDATE ledger.statement_tile SET hashes = set_byte(hashes, 3, get_byte(hashes, 3) # 1) WHERE partner_id = ${books.b}`,
      (b) => b.b,
    ],
    [
      'statements-are-what-was-signed',
      'hashes were deleted',
      (sql) => sql`DELETE FROM ledger.statement_tile WHERE partner_id = ${books.a}`,
      (b) => b.a,
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
      'foreign-amounts-are-nets-at-their-rate',
      'a converted amount was rounded the other way',
      (sql) => convert(sql, books, 0n),
      (b) => b.b,
    ],
    [
      'foreign-amounts-are-nets-at-their-rate',
      'a net was converted after its statement was signed',
      (sql) => convert(sql, books, 1n),
      (b) => `partner ${b.b}: the statement says nothing`,
    ],
    [
      'exchange-differences-are-the-banks',
      'a difference was posted of which no bank spoke',
      (sql) => sql`
        UPDATE ledger.journal SET accounts = array_replace(accounts, 'OP:BANK', 'OP:FX_DIFF')
        WHERE type = 'SETTLEMENT' AND accounts[1] = ${`PARTNER:${books.b}`}`,
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
      'transactions-are-in-one-window',
      'the bounds of a window leave its first transaction out',
      (sql) => sql`UPDATE ledger.window_slot SET first_id = last_id WHERE window_id = ${books.w1}`,
      (b) => b.w1,
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

const PROMOTION = randomUUID();

/** Makes the points of member 1's purchase at A those of a promotion with a budget, as its publishing and its posting would have. */
async function promote(sql: Sql, { programme, a, lot1, purchase }: Books): Promise<void> {
  const [version, contract] = [randomUUID(), randomUUID()];
  await sql`
    INSERT INTO partners.programme (programme_id, code, name, currency, exponent, time_zone, spending_order, restore_grace_days, created_at)
    VALUES (${programme}, 'audited', 'Audited', 'EUR', 2, 'UTC', 'SOONEST_EXPIRY', 0, now())`;
  await sql`
    INSERT INTO partners.partner (partner_id, programme_id, code, name, registered_at) VALUES (${a}, ${programme}, 'a', 'A', now())`;
  await sql`
    INSERT INTO partners.contract (contract_version_id, programme_id, partner_id, version, valid_from, issuer, acceptor, funding_model,
      issue_price_micros, reserve_rate_micros, service_fee_micros, clearing_fee_basis_points, own_brand_fee_exempt, expiry_share_basis_points,
      refund_shortfall, purchase_currency, earn_points, earn_per_minor, earn_rounding, pending_days, expiry_model, expiry_rounding, cap_mode, signed_at)
    VALUES (${contract}, ${programme}, ${a}, 1, '2026-01-01', true, false, 'OPERATOR_POOL', 150, 0, 0, 0, true, 0, 'MEMBER_DEBT', 'EUR', 1, 100,
      'DOWN', 0, 'NONE', 'MONTH', 'ALERT', now())`;
  await sql`INSERT INTO partners.earn_rule VALUES (${PROMOTION}, ${programme}, 'spring', NULL, now())`;
  await sql`
    INSERT INTO partners.earn_rule_version (rule_version_id, programme_id, rule_id, version, terms, drafted_by, drafted_at, published_by, published_at)
    VALUES (${version}, ${programme}, ${PROMOTION}, 1, '{"budget": {"points": 1000}}', 'x', now(), 'x', now())`;
  await sql`UPDATE ledger.lot SET component = 'CAMPAIGN:spring/1', contract_version_id = ${contract} WHERE lot_id = ${lot1}`;
  const steps = JSON.stringify([{ rule: 'spring/1', points: '100', reason: 'Spring.' }]);
  await sql`
    UPDATE ledger.transaction SET details = jsonb_set(details, '{explanation,steps}', ${steps}::text::jsonb) WHERE transaction_id = ${purchase}`;
  // 100 points at 0.00015 are a cent and a half, rounded up.
  await sql`INSERT INTO ledger.promotion_budget VALUES (${PROMOTION}, ${a}, '2026-01-10', ${programme}, 100, 2)`;
  const { checks } = await auditBooks(ledger, programme);
  expect(checks.find(({ name }) => name === 'budgets-equal-lots')).toMatchObject({ ok: true });
}

/** Says that B's net was paid in a currency of which half a unit is a hundredth of the programme's: the exact amount is a half, and `minor` what it became. */
async function convert(sql: Sql, { programme, b, w1 }: Books, minor: bigint): Promise<void> {
  const proposal = randomUUID();
  await sql`
    INSERT INTO ledger.settlement_proposal (proposal_id, programme_id, window_id, step, shown_hash, state, proposed_by, proposed_at, decided_by, decided_at)
    VALUES (${proposal}, ${programme}, ${w1}, 'FINALISE', '', 'APPROVED', 'ann', now(), 'bert', now())`;
  await sql`
    INSERT INTO ledger.settlement_rate (proposal_id, programme_id, base, quote, rate, source, quoted_at)
    VALUES (${proposal}, ${programme}, 'EUR', 'JPY', '50', 'ECB', now())`;
  await sql`
    UPDATE ledger.settlement_item SET amount_minor = 1, settlement_currency = 'JPY', settlement_minor = ${minor}, rates_of = ${proposal}
    WHERE partner_id = ${b} AND window_id = ${w1}`;
}

/** What the database itself would refuse is let through, as after a restore with constraints off. */
async function dropGuards(sql: Sql): Promise<void> {
  const guards = await sql<{ statement: string }[]>`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS statement
    FROM pg_constraint WHERE connamespace = 'ledger'::regnamespace AND contype IN ('c', 'u')
    UNION ALL
    SELECT format('DROP INDEX %s', indexrelid::regclass)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE relnamespace = 'ledger'::regnamespace AND indisunique AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    UNION ALL
    SELECT format('ALTER TABLE %s DISABLE TRIGGER USER', oid::regclass)
    FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r'`;
  for (const { statement } of guards) await sql.unsafe(statement);
}
