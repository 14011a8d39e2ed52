// The second wall: what a read on behalf of a caller finds when it forgets its WHERE (ledger.md, failure mode 27), asked of the database itself.
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnySql, type Database, openDatabase } from '../../db/client.ts';
import { classifyFailure } from '../../db/failures.ts';
import { keptRead } from '../../db/gathered-reads.ts';
import { NO_ROWS, type RowScope, scopeText } from '../../db/row-scope.ts';
import { readerRoleOf, roleOf, SCHEMAS } from '../../db/schemas.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type Books, writeBooks } from '../support/written-books.ts';

let test: TestDatabase;
let ledger: Database;
let one: Books;
let other: Books;
let scopes: Record<'A' | 'B' | 'm1' | 'm2' | 'operator' | 'till' | 'stranger', RowScope>;

beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger', readers: 3 });
  one = await writeBooks(test.sql, ledger);
  other = await writeBooks(test.sql, ledger);
  const here = { ...NO_ROWS, programmeId: one.programme };
  scopes = {
    A: { ...here, partnerId: one.a },
    B: { ...here, partnerId: one.b },
    till: { ...here, partnerId: one.b, storeIds: [one.stray] },
    m1: { ...here, memberId: one.m1 },
    m2: { ...here, memberId: one.m2 },
    operator: { ...here, wholeProgramme: true },
    stranger: { ...NO_ROWS, programmeId: other.programme, wholeProgramme: true },
  };
});
afterAll(async () => {
  await ledger.close();
  await test.close();
});

const idsIn = async (sql: AnySql, table: string, column: string): Promise<string[]> =>
  (await sql<{ id: string }[]>`SELECT DISTINCT ${sql(column)}::text AS id FROM ${sql(table)}`)
    .map(({ id }) => id)
    .sort();

const sorted = (...ids: string[]): string[] => ids.sort();

describe('a select without a WHERE finds', () => {
  it.each<[who: keyof typeof scopes, table: string, column: string, found: () => string[]]>([
    ['A', 'ledger.transaction', 'partner_id', () => [one.a]],
    ['B', 'ledger.transaction', 'partner_id', () => [one.b]],
    ['till', 'ledger.transaction', 'partner_id', () => []],
    [
      'm1',
      'ledger.transaction',
      'transaction_id',
      () => sorted(one.earlyPurchase, one.purchase, one.redemption, one.hold, one.gift, one.refused),
    ],
    ['m2', 'ledger.transaction', 'transaction_id', () => sorted(one.gift, one.pendingPurchase)],
    ['operator', 'ledger.transaction', 'programme_id', () => [one.programme]],
    ['stranger', 'ledger.transaction', 'programme_id', () => [other.programme]],
    ['A', 'ledger.lot', 'lot_id', () => sorted(one.lot1, one.lot2, one.lot3)],
    ['B', 'ledger.lot', 'lot_id', () => [one.lot4]],
    ['m1', 'ledger.lot', 'member_id', () => [one.m1]],
    ['m2', 'ledger.wallet', 'member_id', () => [one.m2]],
    ['A', 'ledger.wallet', 'programme_id', () => [one.programme]],
    ['A', 'ledger.hold', 'partner_id', () => []],
    ['B', 'ledger.hold', 'partner_id', () => [one.b]],
    ['m2', 'ledger.hold', 'member_id', () => []],
    ['A', 'ledger.net_position', 'partner_id', () => [one.a]],
    ['till', 'ledger.net_position', 'partner_id', () => []],
    ['m1', 'ledger.net_position', 'partner_id', () => []],
    ['m1', 'ledger.settlement_window', 'window_id', () => []],
    ['stranger', 'ledger.settlement_window', 'programme_id', () => [other.programme]],
    ['m2', 'ledger.transfer', 'transaction_id', () => sorted(one.gift, one.pendingPurchase)],
    ['A', 'ledger.redemption_line', 'redemption_id', () => []],
    ['B', 'ledger.redemption_line', 'redemption_id', () => [one.redemption]],
  ])('%s, in %s, by %s', async (who, table, column, found) => {
    expect(await idsIn(ledger.readAs(scopes[who]).sql, table, column)).toEqual(found());
  });

  it('nothing without a scope, in any table that readers may read', async () => {
    const { sql } = ledger.readAs(NO_ROWS);
    for (const table of await shownTables('ledger')) {
      expect([table, (await sql`SELECT 1 FROM ${sql(table)} LIMIT 1`).length]).toEqual([table, 0]);
    }
  });

  it('nothing of another programme, in any table that says whose it is', async () => {
    const { sql } = ledger.readAs(scopes.operator);
    const told = await test.sql<{ name: string }[]>`
      SELECT table_schema || '.' || table_name AS name FROM information_schema.columns
      WHERE table_schema = 'ledger' AND column_name = 'programme_id'`;
    const shown = await shownTables('ledger');
    for (const { name } of told.filter((table) => shown.includes(table.name))) {
      const found = await idsIn(sql, name, 'programme_id');
      expect([name, found.filter((id) => id !== one.programme)]).toEqual([name, []]);
    }
  });
});

/** Tables that the reader of a schema may read, wherever they are. */
async function shownTables(schema: (typeof SCHEMAS)[number]): Promise<string[]> {
  const rows = await test.sql<{ name: string }[]>`
    SELECT DISTINCT table_schema || '.' || table_name AS name FROM information_schema.column_privileges
    WHERE grantee = ${readerRoleOf(schema)} ORDER BY 1`;
  return rows.map(({ name }) => name);
}

describe('the roles', () => {
  it('own nothing, are no superusers, cannot bypass row-level security and cannot log in', async () => {
    const names = SCHEMAS.flatMap((schema) => [roleOf(schema), readerRoleOf(schema)]);
    const roles = await test.sql<{ name: string; free: boolean; owned: bigint }[]>`
      SELECT rolname AS name, rolsuper OR rolbypassrls OR rolcanlogin AS free, (SELECT count(*) FROM pg_class WHERE relowner = role.oid) AS owned
      FROM pg_roles AS role WHERE rolname = ANY (${names}::text[])`;
    expect(roles.length).toBe(SCHEMAS.length * 2 - 1); // The platform answers no caller.
    expect(roles.filter(({ free, owned }) => free || owned > 0n)).toEqual([]);
  });

  it('may read a table on behalf of callers only where it has row-level security, or is a view that says whose rows it shows', async () => {
    const unguarded = await test.sql`
      SELECT DISTINCT grantee, table_schema || '.' || table_name AS name
      FROM information_schema.column_privileges AS granted
      JOIN pg_class AS shown ON shown.oid = (quote_ident(table_schema) || '.' || quote_ident(table_name))::regclass
      WHERE grantee LIKE 'loyalty\\_%\\_reader' AND NOT shown.relrowsecurity
        AND NOT (shown.relkind = 'v' AND table_name LIKE '%\\_in\\_scope' AND 'security_barrier=true' = ANY (shown.reloptions))`;
    expect([...unguarded]).toEqual([]);
    for (const schema of ['ledger', 'members', 'partners', 'rewards'] as const) {
      expect((await shownTables(schema)).length).toBeGreaterThan(10);
    }
  });

  it('cannot write on behalf of a caller', async () => {
    const writes = await test.sql`
      SELECT DISTINCT grantee, table_name FROM information_schema.table_privileges
      WHERE grantee LIKE 'loyalty\\_%\\_reader' AND privilege_type <> 'SELECT'`;
    expect([...writes]).toEqual([]);
    const { sql } = ledger.readAs(scopes.operator);
    const failure = await sql`UPDATE ledger.wallet SET available = 0`.catch((error: unknown) => error);
    expect(classifyFailure(failure)).not.toBeNull();
  });

  it('of a caller cannot reach accumulators, the outbox, keys and secrets', async () => {
    const { sql } = ledger.readAs(scopes.operator);
    for (const hidden of ['money_slot', 'outbox', 'statement_secret', 'remembered_command', 'partner_file_piece']) {
      const failure = await sql`SELECT * FROM ${sql(`ledger.${hidden}`)}`.catch((error: unknown) => error);
      expect([hidden, classifyFailure(failure)?.kind]).toEqual([hidden, 'not-permitted']);
    }
    const failure = await sql`SELECT sealed_private FROM ledger.statement_key`.catch((error: unknown) => error);
    expect(classifyFailure(failure)?.kind).toBe('not-permitted');
  });
});

describe('scopes', () => {
  it('of many callers at once on few connections are never mixed up', async () => {
    const callers = [scopes.A, scopes.B, scopes.m1, scopes.m2, scopes.operator, scopes.stranger, NO_ROWS];
    const alone = await Promise.all(callers.map((scope) => idsIn(ledger.readAs(scope).sql, 'ledger.lot', 'lot_id')));
    const asked = Array.from({ length: 400 }, (_, n) => n % callers.length);
    const answers = await Promise.all(
      asked.map(async (who) => {
        const { sql } = ledger.readAs(callers[who]!);
        const [lots, again] = await Promise.all([
          idsIn(sql, 'ledger.lot', 'lot_id'),
          idsIn(sql, 'ledger.lot', 'lot_id'),
        ]);
        expect(again).toEqual(lots);
        return lots;
      }),
    );
    expect(answers).toEqual(asked.map((who) => alone[who]));
    expect(alone.map(({ length }) => length)).toEqual([3, 1, 2, 2, 4, 4, 0]);
  });

  it('that ask at the same moment share a connection, a few of them, each seeing its own rows', async () => {
    const own = openDatabase({ url: test.url, role: 'ledger', readers: 2 });
    const ask = async (scope: RowScope) => {
      const [row] = await own.readAs(scope).sql<{ pid: number; member: string; issuers: string[] }[]>`
        SELECT pg_backend_pid() AS pid, platform.scope_member()::text AS member,
          ARRAY(SELECT DISTINCT member_id::text FROM ledger.wallet) AS issuers`;
      return row!;
    };
    const eight = await Promise.all(Array.from({ length: 8 }, (_, n) => ask(n % 2 === 0 ? scopes.m1 : scopes.m2)));
    expect(new Set(eight.map(({ pid }) => pid)).size).toBe(1);
    for (const [n, { member, issuers }] of eight.entries()) {
      expect([member, issuers]).toEqual(n % 2 === 0 ? [one.m1, [one.m1]] : [one.m2, [one.m2]]);
    }
    const many = await Promise.all(Array.from({ length: 40 }, () => ask(scopes.m1)));
    expect(new Set(many.map(({ pid }) => pid)).size).toBe(2);
    await own.close();
  });

  it('that fail take nobody with them who shares the connection', async () => {
    const own = openDatabase({ url: test.url, role: 'ledger', readers: 1 });
    const answers = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) =>
        n % 3 === 1
          ? own.readAs(scopes.m1).sql`SELECT 1 / 0`
          : own.readAs(scopes.m1).sql`SELECT member_id FROM ledger.wallet`.then((rows) => rows.length),
      ),
    );
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed'))).toEqual([
      1,
      'failed',
      1,
      1,
      'failed',
      1,
      1,
      'failed',
    ]);
    await own.close();
  });

  it('are asked for again where ids are found past the policies: a member has its own transactions, and nobody another programme’s', async () => {
    const found = async (who: keyof typeof scopes, programme: string, member: string): Promise<number> => {
      const rows = await ledger.readAs(scopes[who])
        .sql`SELECT ledger.transactions_of_member(${programme}::uuid, ${member}::uuid, NULL, NULL, NULL, NULL, NULL, 100)`;
      return rows.length;
    };
    expect(await found('m1', one.programme, one.m1)).toBeGreaterThan(0);
    expect(await found('operator', one.programme, one.m1)).toBe(await found('m1', one.programme, one.m1));
    expect(await found('A', one.programme, one.m1)).toBe(await found('m1', one.programme, one.m1));
    expect(await found('m2', one.programme, one.m1)).toBe(0);
    expect(await found('operator', other.programme, other.m1)).toBe(0);
    expect(await found('stranger', one.programme, one.m1)).toBe(0);
    const { sql } = ledger.readAs(NO_ROWS);
    expect(
      await sql`SELECT ledger.transactions_of_member(NULL, ${one.m1}::uuid, NULL, NULL, NULL, NULL, NULL, 100)`,
    ).toEqual([]);
  });

  it('are asked for again where it is found past the policies whether a history is of one name only', async () => {
    const isItsOwn = async (scope: RowScope, programme: string | null, member: string): Promise<boolean> => {
      const [row] = await ledger.readAs(scope).sql<{ own: boolean }[]>`
        SELECT ledger.history_is_its_own(${programme}::uuid, ${member}::uuid) AS own`;
      return row!.own;
    };
    for (const who of ['m1', 'operator', 'A', 'till'] as const)
      expect(await isItsOwn(scopes[who], one.programme, one.m1)).toBe(true);
    // Something was given to the second.
    for (const who of ['m2', 'operator', 'A'] as const)
      expect(await isItsOwn(scopes[who], one.programme, one.m2)).toBe(false);
    expect(await isItsOwn(scopes.m2, one.programme, one.m1)).toBe(false);
    expect(await isItsOwn(scopes.operator, other.programme, other.m1)).toBe(false);
    expect(await isItsOwn(scopes.stranger, one.programme, one.m1)).toBe(false);
    expect(await isItsOwn(NO_ROWS, null, one.m1)).toBe(false);
  });

  it('end with their transaction: the pool itself sees every row, and knows no caller', async () => {
    await idsIn(ledger.readAs(scopes.A).sql, 'ledger.lot', 'lot_id');
    expect((await idsIn(ledger.sql, 'ledger.lot', 'lot_id')).length).toBe(8);
    const [{ scope } = { scope: 'none' }] = await ledger.sql<{ scope: string }[]>`
      SELECT coalesce(current_setting('loyalty.scope', true), '') AS scope`;
    expect(scope).toBe('');
  });

  it('are ids and nothing else', () => {
    for (const programmeId of [`${randomUUID()}'; RESET ROLE; --`, 'x', '']) {
      expect(() => ledger.readAs({ ...NO_ROWS, programmeId }).sql).toThrow('made of ids');
    }
  });

  it('whose connection is lost fail: "nothing" is never answered for "not known"', async () => {
    const own = openDatabase({ url: test.url, role: 'ledger', readers: 2, applicationName: 'cut-off' });
    const cut = () =>
      test.sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut-off'`;
    let failed = 0;
    let answered = 0;
    for (let round = 0; round < 150; round += 1) {
      const asked = Array.from({ length: 5 }, () => idsIn(own.readAs(scopes.A).sql, 'ledger.lot', 'lot_id'));
      const cutting = round % 2 === 0 ? cut() : null;
      for (const answer of await Promise.allSettled(asked)) {
        if (answer.status === 'rejected') failed += 1;
        else {
          answered += 1;
          expect(answer.value).toEqual(sorted(one.lot1, one.lot2, one.lot3));
        }
      }
      await cutting;
    }
    await own.close();
    expect(answered).toBeGreaterThan(150);
    expect(failed).toBeGreaterThan(0);
  });
});

describe('reads that many ask for at the same moment', () => {
  type Wallet = { member: string; pid: number };
  const EVERY_WALLET = keptRead<[], Wallet>('ledger.every_wallet', []);
  const INVERSE = keptRead<[of: number], { inverse: number }>('ledger.inverse', ['integer']);
  const membersIn = (rows: readonly Wallet[]): string[] => sorted(...rows.map(({ member }) => member));

  beforeAll(async () => {
    // The worst of reads: it says nothing of whose rows it means.
    await test.sql`CALL platform.keep_read('ledger.every_wallet', '', 'TABLE (member text, pid integer)', $$
      SELECT member_id::text, pg_backend_pid() FROM ledger.wallet $$)`;
    await test.sql`CALL platform.keep_read('ledger.inverse', 'of_number integer', 'TABLE (inverse integer)', $$ SELECT 1 / of_number $$)`;
  });

  it('find the rows of whoever asks, in any order, in one statement and again in it', async () => {
    const all: (keyof typeof scopes)[] = ['m1', 'm2', 'operator', 'A', 'stranger', 'till', 'm2', 'm1', 'm1'];
    const alone = new Map<string, string[]>();
    for (const who of all) alone.set(who, await idsIn(ledger.readAs(scopes[who]).sql, 'ledger.wallet', 'member_id'));
    expect(alone.get('m1')).toEqual([one.m1]);
    expect(alone.get('m2')).toEqual([one.m2]);
    // More often than a plan is made for the values at hand.
    for (let round = 0; round < 12; round += 1) {
      const order = round % 2 === 0 ? all : all.toReversed();
      const found = await Promise.all(order.map((who) => ledger.readAs(scopes[who]).ask(EVERY_WALLET)));
      expect(found.map(membersIn)).toEqual(order.map((who) => alone.get(who)));
      expect(new Set(found.flat().map(({ pid }) => pid)).size).toBe(1);
    }
    expect(await ledger.readAs(NO_ROWS).ask(EVERY_WALLET)).toEqual([]);
  });

  it('say so in a single statement: the server itself runs it for one after the other', async () => {
    const order = ['m1', 'm2', 'm1', 'm2', 'm2', 'm1'] as const;
    const own = openDatabase({ url: test.url, role: 'ledger', max: 1 });
    const { role, settings } = { role: readerRoleOf('ledger'), settings: { plan_cache_mode: 'force_generic_plan' } };
    const found = await own.withTransaction(
      async ({ sql }) => {
        await sql`SELECT set_config('role', ${role}, true)`;
        const texts = order.map((who) => scopeText(scopes[who]));
        return sql.unsafe<(Wallet & { asker: number })[]>(EVERY_WALLET.text, [texts]);
      },
      { settings },
    );
    expect(found.map(({ asker, member }) => [asker, member])).toEqual(order.map((who, at) => [at, one[who]]));
    await own.close();
  });

  it('of hundreds of callers at once, with other reads in between, are never mixed up', async () => {
    const callers = ['m1', 'm2', 'stranger', 'operator'] as const;
    const alone = await Promise.all(
      callers.map((who) => idsIn(ledger.readAs(scopes[who]).sql, 'ledger.wallet', 'member_id')),
    );
    const answers = await Promise.all(
      Array.from({ length: 700 }, async (_, n) => {
        const reads = ledger.readAs(scopes[callers[n % callers.length]!]);
        const [rows, [inverse]] = await Promise.all([reads.ask(EVERY_WALLET), reads.ask(INVERSE, (n % 7) + 1)]);
        expect(inverse!.inverse).toBe(n % 7 === 0 ? 1 : 0);
        return membersIn(rows);
      }),
    );
    expect(answers).toEqual(Array.from({ length: 700 }, (_, n) => alone[n % callers.length]));
  });

  it('that fail take nobody with them, nor whoever comes behind on the connection', async () => {
    const asked = Promise.allSettled(
      [1, 0, 2, 1, 0].map((of) =>
        ledger
          .readAs(scopes.m1)
          .ask(INVERSE, of)
          .then((rows) => rows[0]?.inverse),
      ),
    );
    expect(membersIn(await ledger.readAs(scopes.m2).ask(EVERY_WALLET))).toEqual([one.m2]);
    const answers = await asked;
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed'))).toEqual([
      1,
      'failed',
      0,
      1,
      'failed',
    ]);
  });

  it('leave no scope behind, and write nothing', async () => {
    await test.sql`CALL platform.keep_read('ledger.left_behind', '', 'TABLE (mode text, runs_as text)', $$
      SELECT current_setting('transaction_read_only'), current_user::text $$)`;
    await ledger.readAs(scopes.operator).ask(EVERY_WALLET);
    const [row] = await ledger
      .readAs(NO_ROWS)
      .ask(keptRead<[], { mode: string; runs_as: string }>('ledger.left_behind', []));
    expect(row).toMatchObject({ mode: 'on', runs_as: readerRoleOf('ledger') });
  });

  it('whose connection is lost fail: "nothing" is never answered for "not known"', async () => {
    const own = openDatabase({ url: test.url, role: 'ledger', readers: 2, applicationName: 'cut-while-gathering' });
    const cut = () =>
      test.sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut-while-gathering'`;
    let failed = 0;
    let answered = 0;
    for (let round = 0; round < 150; round += 1) {
      const asked = Array.from({ length: 5 }, () => own.readAs(scopes.m1).ask(EVERY_WALLET));
      const cutting = round % 2 === 0 ? cut() : null;
      for (const answer of await Promise.allSettled(asked)) {
        if (answer.status === 'rejected') failed += 1;
        else {
          answered += 1;
          expect(membersIn(answer.value)).toEqual([one.m1]);
        }
      }
      await cutting;
    }
    await own.close();
    expect(answered).toBeGreaterThan(150);
    expect(failed).toBeGreaterThan(0);
  });

  it('are functions that enter the scope first, are never put in place, and run as the reader who alone may call them', async () => {
    const kept = await test.sql<
      { name: string; language: string; volatile: boolean; definer: boolean; body: string; acl: string[] }[]
    >`
      SELECT pronamespace::regnamespace || '.' || proname AS name, lanname AS language, provolatile = 'v' AS volatile, prosecdef AS definer,
             prosrc AS body, ARRAY(SELECT grantee::regrole::text FROM aclexplode(proacl) WHERE grantee <> proowner) AS acl
      FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
      WHERE proargnames[1] = 'scope' AND pronamespace::regnamespace::text = ANY (${SCHEMAS as unknown as string[]}::text[])`;
    expect(kept.length).toBeGreaterThan(6);
    for (const { name, language, volatile, definer, body, acl } of kept) {
      expect([name, language, volatile, definer, acl]).toEqual([
        name,
        'plpgsql',
        true,
        false,
        [readerRoleOf(name.split('.')[0] as (typeof SCHEMAS)[number])],
      ]);
      expect(body).toMatch(
        /^\s*#variable_conflict use_column\s+BEGIN\s+scope := set_config\('loyalty\.scope', scope, true\);/,
      );
      expect([name, body.match(/set_config|set\s+local/gi)?.length]).toEqual([name, 1]);
    }
  });
});

it('resolvers read as their caller; what is read past that is listed here, and says why where it stands', async () => {
  const past: Record<string, number> = {};
  for (const subgraph of ['ledger', 'members', 'partners', 'rewards']) {
    const folder = `subgraphs/${subgraph}/resolvers`;
    for (const file of await readdir(folder)) {
      const text = await readFile(`${folder}/${file}`, 'utf8');
      const count = text.match(/\bdatabase\.(sql|db|withTransaction)\b|\bdeps\.database\b(?!\.)/g)?.length ?? 0;
      if (count > 0) past[`${subgraph}/${file}`] = count;
    }
  }
  expect(past).toEqual({
    // The outbox: a row holds the events of many.
    'ledger/event.ts': 5,
    'ledger/subscription.ts': 1,
    // A command.
    'ledger/posting-mutations.ts': 1,
    // Accounts: sums over slots and lots of all.
    'ledger/accounting.ts': 1,
    // Reports and the audit of the whole programme, for its operator.
    'ledger/query.ts': 3,
    // Accumulators.
    'ledger/settlement-window.ts': 4,
    // Entries of a statement's lines, keys, the names of the parties.
    'ledger/statement.ts': 3,
    // The card that a command has just given out; a member found by a key; a tier, which is a total.
    'members/identity-mutations.ts': 1,
    // A draw that a till has just made.
    'members/household-mutations.ts': 1,
    'members/query.ts': 1,
    // Terms of the programme.
    'members/membership.ts': 1,
    'members/member.ts': 2,
    // A programme that the platform has just made.
    'partners/mutation.ts': 1,
    // The public proof of a draw; the circle that a member has just left; terms of a programme; a member's household.
    'rewards/draw.ts': 3,
    // Points that the caller has just brought about, for a member whose awards are not its own to see.
    'rewards/activity.ts': 1,
    // Free rewards that members promises: published, and asked for by who pays.
    'rewards/funding.ts': 3,
    'rewards/engagement-mutations.ts': 1,
    'rewards/mission.ts': 2,
    'rewards/query.ts': 2,
    // A member's archive, of tables that no caller reads; whose it is is asked first.
    'rewards/member.ts': 1,
    'rewards/visible.ts': 1,
  });
});
