/**
 * Whose rows a caller sees is said by policies, and what most requests read goes short ways through them (migrations/600). Over random
 * books, with merges, transfers, reversals and returns of goods whose points had been given on:
 *
 * - what the policies show is compared with who sees what, said once more here in plain words;
 * - what the short ways find is compared, row by row and in order, with one statement under the policies that knows no short way;
 * - a first page and a wallet look at as many pages of the database among many rows as among few, by plans that were made when there were none.
 *
 * `RANDOM_SEED=7` tries other books.
 */
import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AnySql, type Database, openDatabase } from '../../db/client.ts';
import { NO_ROWS, type RowScope, scopeText } from '../../db/row-scope.ts';
import { readerRoleOf } from '../../db/schemas.ts';
import { readTransactionsOfMember } from '../../subgraphs/ledger/store/reading/read-transactions-of-member.ts';
import { readWallets } from '../../subgraphs/ledger/store/reading/read-wallets.ts';
import { readSeenMembers } from '../../subgraphs/members/store/members.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type SeededRandom, seededRandom } from '../support/random-federation/seeded-random.ts';

const SEED = Number(process.env.RANDOM_SEED ?? 1);
const TODAY = '2026-06-30';
const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const HOURS = 40;
const timeOf = (hour: number): Date => new Date(START + hour * HOUR);

interface Member {
  readonly id: string;
  readonly mergedInto: string | null;
}
interface Posted {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly memberId: string | null;
  readonly partnerId: string | null;
  readonly storeId: string | null;
  readonly counterpartyId: string | null;
  readonly originalId: string | null;
  /** Members whose points it moved. */
  readonly touched: readonly string[];
  readonly hour: number;
}
interface Lot {
  readonly memberId: string;
  readonly earnId: string;
  readonly isGiven: boolean;
  readonly points: number;
  readonly expiresOn: string | null;
}
interface World {
  readonly programmeId: string;
  readonly partners: readonly { readonly id: string; readonly stores: readonly string[] }[];
  readonly members: readonly Member[];
  readonly posted: readonly Posted[];
  readonly lots: readonly Lot[];
  /** Who of them has a wallet. */
  readonly wallets: readonly string[];
}

let test: TestDatabase;
let ledger: Database;
let members: Database;
let worlds: readonly World[];
const random = seededRandom(SEED);

beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger', readers: 2 });
  members = openDatabase({ url: test.url, role: 'members', readers: 2 });
  // Many small ones: so some members are touched by one kind of transaction alone.
  worlds = Array.from({ length: 8 }, () => randomWorld(random));
  for (const world of worlds) await write(test.sql, world);
});
afterAll(async () => {
  await Promise.all([ledger.close(), members.close()]);
  await test.close();
});

function randomWorld({ below, chance, pick }: SeededRandom): World {
  const partners = [1, 2].map(() => ({ id: randomUUID(), stores: [randomUUID(), randomUUID()] }));
  const survivors: Member[] = Array.from({ length: 7 }, () => ({ id: randomUUID(), mergedInto: null }));
  const duplicates = [1, 2, 3].map(() => ({ id: randomUUID(), mergedInto: pick(survivors).id }));
  const everybody = [...survivors, ...duplicates];
  const posted: Posted[] = [];
  const lots: Lot[] = [];
  const post = (hour: number, kind: string, row: Partial<Posted>): string => {
    const id = v7({ msecs: timeOf(hour).getTime() });
    const { id: partnerId, stores } = pick(partners);
    const none = { status: 'OK', memberId: null, counterpartyId: null, originalId: null, touched: [] };
    posted.push({ id, kind, hour, partnerId, storeId: chance(0.8) ? pick(stores) : null, ...none, ...row });
    return id;
  };
  const open = (memberId: string, earnId: string, isGiven: boolean): void => {
    lots.push({ memberId, earnId, isGiven, points: 1 + below(50), expiresOn: pick([null, '2026-06-29', TODAY]) });
  };
  for (let hour = 0; hour < HOURS; hour += 1) {
    const memberId = pick(everybody).id;
    const past = posted.filter(({ status }) => status === 'OK');
    const given = lots.filter((lot) => lot.isGiven && survivors.some(({ id }) => id === lot.memberId));
    const purchases = past.filter(({ kind }) => kind === 'PURCHASE');
    const transfers = past.filter(({ kind }) => kind === 'TRANSFER');
    const what = below(10);
    if (what < 5 || purchases.length === 0) {
      open(memberId, post(hour, 'PURCHASE', { memberId, touched: [memberId] }), false);
    } else if (what === 5) {
      post(hour, 'PURCHASE', { memberId, status: 'REFUSED' });
    } else if (what === 6) {
      post(hour, 'SWEEP', { status: 'NOTED', partnerId: null, storeId: null });
    } else if (what === 7) {
      const giver = pick(purchases);
      const receiver = pick(everybody.filter(({ id }) => id !== giver.memberId)).id;
      // Merging somebody who has no points moves none.
      const movesPoints = chance(0.7);
      const moved = { memberId: giver.memberId, counterpartyId: receiver, touched: movesPoints ? [receiver] : [] };
      post(hour, 'TRANSFER', { ...moved, partnerId: null, storeId: null });
      if (movesPoints) open(receiver, giver.id, true);
    } else if (what === 8 && transfers.length > 0) {
      const { id: originalId, memberId: giver, counterpartyId } = pick(transfers);
      const moved = { memberId: giver, counterpartyId, touched: [counterpartyId!, giver!] };
      post(hour, 'REVERSAL', { ...moved, originalId, partnerId: null, storeId: null });
      if (chance(0.5)) open(giver!, pick(purchases).id, true);
    } else {
      const earn = pick(
        chance(0.7) && given.length > 0 ? given.map(({ earnId }) => earnId) : purchases.map(({ id }) => id),
      );
      const holders = given.filter(({ earnId }) => earnId === earn).map(({ memberId: holder }) => holder);
      const buyer = purchases.find(({ id }) => id === earn)!.memberId!;
      post(hour, 'RETURN', { memberId: buyer, originalId: earn, touched: [buyer, ...holders.slice(0, 1)] });
    }
  }
  const wallets = everybody.filter(() => chance(0.8)).map(({ id }) => id);
  return { programmeId: randomUUID(), partners, members: everybody, posted, lots, wallets };
}

async function write(sql: AnySql, world: World): Promise<void> {
  const { programmeId: programme_id } = world;
  await sql`INSERT INTO members.member ${sql(
    world.members.map(({ id, mergedInto }) => ({
      ...{ member_id: id, programme_id, display_name: null, locale: 'en', merged_into: mergedInto },
      ...{ status: mergedInto === null ? 'ACTIVE' : 'MERGED', enrolled_at: timeOf(0), status_changed_at: timeOf(0) },
    })),
  )}`;
  await sql`INSERT INTO ledger.transaction ${sql(
    world.posted.map((row) => ({
      ...{ transaction_id: row.id, programme_id, window_id: programme_id, kind: row.kind, status: row.status },
      ...{ client_id: 'till', idempotency_key: row.id, request_hash: Buffer.alloc(0), member_id: row.memberId },
      ...{ partner_id: row.partnerId, store_id: row.storeId, original_id: row.originalId },
      ...{ occurred_at: timeOf(row.hour), recorded_at: timeOf(row.hour) },
      details: (row.counterpartyId === null ? {} : { counterpartyId: row.counterpartyId }) as never,
    })),
  )}`;
  await sql`INSERT INTO ledger.transfer ${sql(
    world.posted.flatMap(({ id, touched }) =>
      touched.map((member_id, leg) => ({
        ...{ transaction_id: id, leg, member_id, lot_id: randomUUID(), points: 1 },
        ...{ debit: 'issued:x', credit: `member:${member_id}` },
      })),
    ),
  )}`;
  const none = { pending: 0, held: 0, redeemed: 0, expired: 0, reversed: 0, transferred: 0, asked_back: 0 };
  const money = { reserve_minor: 0, service_minor: 0, reserve_refundable_minor: 0, service_refundable_minor: 0 };
  await sql`INSERT INTO ledger.lot ${sql(
    world.lots.map(({ memberId, earnId, isGiven, points, expiresOn }) => ({
      ...{
        member_id: memberId,
        lot_id: randomUUID(),
        programme_id,
        earn_transaction_id: earnId,
        points,
        available: points,
      },
      ...{
        parent_lot_id: isGiven ? randomUUID() : null,
        component: 'BASE',
        funding_model: 'OPERATOR_POOL',
        priced_points: 0,
      },
      ...{ ...none, ...money, expires_on: expiresOn, opened_at: timeOf(0), open: true },
    })),
  )}`;
  await sql`INSERT INTO ledger.wallet ${sql(
    world.wallets.map((member_id) => ({ member_id, programme_id, available: availableOf(world, member_id), held: 3 })),
  )}`;
}

const availableOf = ({ lots }: Pick<World, 'lots'>, memberId: string): number =>
  lots.filter((lot) => lot.memberId === memberId).reduce((sum, { points }) => sum + points, 0);
const lapsedOf = ({ lots }: World, memberId: string): number =>
  availableOf({ lots: lots.filter(({ expiresOn }) => expiresOn !== null && expiresOn < TODAY) }, memberId);

/** Every kind of caller of a world. */
function callersOf({ programmeId, partners, members: all }: World): RowScope[] {
  const here = { ...NO_ROWS, programmeId };
  return [
    { ...here, wholeProgramme: true },
    ...partners.map(({ id }) => ({ ...here, partnerId: id })),
    ...partners.map(({ id, stores }) => ({ ...here, partnerId: id, storeIds: stores.slice(0, 1) })),
    ...all.map(({ id }) => ({ ...here, memberId: id })),
    here,
    NO_ROWS,
  ];
}
const callers = (): RowScope[] => worlds.flatMap(callersOf);

/** The member of a scope with those that were merged into it. */
const personsOf = ({ members: all }: World, { memberId }: RowScope): (string | null)[] =>
  memberId === null ? [] : [memberId, ...all.filter((one) => one.mergedInto === memberId).map(({ id }) => id)];
const isEverybody = ({ wholeProgramme, partnerId }: RowScope): boolean => wholeProgramme || partnerId !== null;

function seesTransaction(world: World, scope: RowScope, row: Posted): boolean {
  if (scope.programmeId !== world.programmeId) return false;
  if (scope.wholeProgramme) return true;
  if (scope.partnerId !== null && scope.partnerId === row.partnerId) {
    return scope.storeIds.length === 0 || (row.storeId !== null && scope.storeIds.includes(row.storeId));
  }
  const persons = personsOf(world, scope);
  return (
    (row.memberId !== null && persons.includes(row.memberId)) ||
    (row.counterpartyId !== null && persons.includes(row.counterpartyId)) ||
    (scope.memberId !== null && row.touched.includes(scope.memberId))
  );
}
const seesMember = (world: World, scope: RowScope, { id }: Member): boolean =>
  scope.programmeId === world.programmeId && (isEverybody(scope) || personsOf(world, scope).includes(id));
const seesWallet = (world: World, scope: RowScope, id: string): boolean =>
  scope.programmeId === world.programmeId && (isEverybody(scope) || scope.memberId === id);

it('a statement without a WHERE finds what the caller may see, and nothing else', async () => {
  const shown = async (sql: AnySql, table: string, column: string): Promise<string[]> =>
    (await sql<{ id: string }[]>`SELECT ${sql(column)} AS id FROM ${sql(table)}`).map(({ id }) => id).sort();
  const count = { transactions: 0, wallets: 0, members: 0 };
  for (const scope of callers()) {
    const seen = {
      transactions: worlds.flatMap((w) => w.posted.filter((row) => seesTransaction(w, scope, row)).map(({ id }) => id)),
      wallets: worlds.flatMap((w) => w.wallets.filter((id) => seesWallet(w, scope, id))),
      members: worlds.flatMap((w) => w.members.filter((one) => seesMember(w, scope, one)).map(({ id }) => id)),
    };
    const { sql } = ledger.readAs(scope);
    expect(await shown(sql, 'ledger.transaction', 'transaction_id')).toEqual(seen.transactions.sort());
    expect(await shown(sql, 'ledger.wallet', 'member_id')).toEqual(seen.wallets.sort());
    expect(await shown(sql, 'members.member_in_scope', 'member_id')).toEqual(seen.members.sort());
    expect(await shown(members.readAs(scope).sql, 'members.member', 'member_id')).toEqual(seen.members);
    count.transactions += seen.transactions.length;
    count.wallets += seen.wallets.length;
    count.members += seen.members.length;
  }
  expect(Math.min(...Object.values(count))).toBeGreaterThan(50);
});

it('a page of a history is that of one plain statement: the same rows, in the same order', async () => {
  const { pick, chance, below } = random;
  let short = 0;
  let long = 0;
  for (let n = 0; n < 800; n += 1) {
    const world = pick(worlds);
    const scope = pick(callersOf(chance(0.9) ? world : pick(worlds)));
    const member = pick(world.members);
    const at = scope.partnerId !== null ? { partnerId: scope.partnerId, storeIds: scope.storeIds } : null;
    const from = timeOf(below(HOURS));
    const asked = {
      ...{
        programmeId: world.programmeId,
        memberId: scope.memberId !== null && chance(0.7) ? scope.memberId : member.id,
      },
      ...{ before: chance(0.4) ? pick(world.posted).id : null, limit: pick([1, 2, 6, 100]), at },
      period: chance(0.3) ? { from, to: new Date(from.getTime() + below(HOURS) * HOUR) } : null,
      withDetails: chance(0.5),
    };
    const [fast, plain] = await Promise.all([
      readTransactionsOfMember(ledger.readAs(scope), asked),
      plainPage(ledger.readAs(scope).sql, asked),
    ]);
    expect(fast.map(({ transactionId }) => transactionId)).toEqual(plain);
    expect(fast.every((row) => 'details' in row === asked.withDetails)).toBe(true);
    if (fast.length > 0 && fast.every(({ memberId }) => memberId === asked.memberId)) short += 1;
    else if (fast.length > 0) long += 1;
  }
  expect(Math.min(short, long)).toBeGreaterThan(30);
});

/** The same page as one statement that says what a person's history is, and leaves whose rows are seen to the policies. */
async function plainPage(
  sql: AnySql,
  { programmeId, memberId, before, limit, at, period }: Parameters<typeof readTransactionsOfMember>[1],
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    WITH person AS (
      SELECT member_id FROM members.member_in_scope WHERE member_id = ${memberId} OR merged_into = ${memberId}
    )
    SELECT transaction_id AS id FROM ledger.transaction AS posted
    WHERE status = 'OK' AND programme_id = ${programmeId}
      AND (member_id IN (SELECT member_id FROM person)
        OR details ->> 'counterpartyId' IN (SELECT member_id::text FROM person)
        OR EXISTS (SELECT FROM ledger.transfer AS moved WHERE moved.transaction_id = posted.transaction_id AND moved.member_id IN (SELECT member_id FROM person)))
      ${before === null ? sql`` : sql`AND transaction_id < ${before}`}
      ${period === null ? sql`` : sql`AND recorded_at > ${period.from} AND recorded_at <= ${period.to}`}
      ${at === null ? sql`` : sql`AND partner_id = ${at.partnerId}`}
      ${at === null || at.storeIds.length === 0 ? sql`` : sql`AND store_id = ANY (${[...at.storeIds]}::uuid[])`}
    ORDER BY transaction_id DESC LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

it('wallets and members by their ids are those that the caller may see, zeros where there is no wallet to see', async () => {
  const { pick, below } = random;
  for (let n = 0; n < 200; n += 1) {
    const world = pick(worlds);
    const scope = pick(callersOf(world));
    const asked = new Set([scope.memberId ?? pick(world.members).id]);
    for (let more = below(4); more > 0; more -= 1) asked.add(pick(pick(worlds).members).id);
    const seen = world.members.filter((one) => asked.has(one.id) && seesMember(world, scope, one)).map(({ id }) => id);
    const [found, faces] = await Promise.all([
      readWallets(ledger.readAs(scope), world.programmeId, [...asked], TODAY),
      readSeenMembers(members.readAs(scope), world.programmeId, [...asked]),
    ]);
    const expected = seen.map((id) => {
      const has = world.wallets.includes(id) && seesWallet(world, scope, id);
      return [id, has ? BigInt(availableOf(world, id) - lapsedOf(world, id)) : 0n, has ? 3n : 0n];
    });
    expect(found.map(({ memberId, available, held }) => [memberId, available, held]).sort()).toEqual(expected.sort());
    expect(faces.map(({ memberId }) => memberId).sort()).toEqual(seen.sort());
  }
});

it('first pages and wallets cost the same among many rows, by plans that were made for empty tables', async () => {
  const empty = await createTestDatabase();
  const own = openDatabase({ url: empty.url, role: 'ledger', max: 1 });
  const [first, ...others] = Array.from({ length: 30 }, () => largeWorld());
  const { programmeId, partners, members: people } = first!;
  const here = { ...NO_ROWS, programmeId };
  const memberId = people[0]!.id;
  const scopes = [
    { ...here, memberId },
    { ...here, partnerId: partners[0]!.id },
    { ...here, wholeProgramme: true },
  ].map(scopeText);
  const costs = (): Promise<number[]> =>
    own.withTransaction(
      async ({ sql }) => {
        await sql`SELECT set_config('role', ${readerRoleOf('ledger')}, true)`;
        const found: number[] = [];
        for (const scope of scopes) {
          found.push(
            await pagesOf(sql, 'page_of_member', [scope, programmeId, memberId, null, null, null, null, null, '6']),
          );
          found.push(await pagesOf(sql, 'wallets_now', [scope, programmeId, `{${memberId}}`, TODAY]));
        }
        return found;
      },
      { settings: GATHERED },
    );
  await costs();
  await write(empty.sql, first!);
  const few = await costs();
  for (const world of others) await write(empty.sql, { ...world, programmeId });
  const many = await costs();
  expect(Math.min(...few)).toBeGreaterThan(2);
  for (const [at, pages] of many.entries()) expect(pages).toBeLessThan(few[at]! + 12);
  await own.close();
  await empty.close();
});

/** As gathered reads plan (db/gathered-reads.ts). */
const GATHERED = {
  ...{ plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off' },
};

/** Random books of many more rows, of which the first member has few. */
function largeWorld(): World {
  const world = randomWorld(random);
  const [one, ...rest] = world.members;
  const posted = Array.from({ length: 200 }, (_, hour) => {
    const memberId = (hour < 5 ? one! : random.pick(rest)).id;
    const none = { storeId: null, counterpartyId: null, originalId: null };
    const id = v7({ msecs: timeOf(hour).getTime() });
    const partnerId = world.partners[0]!.id;
    return { ...none, id, kind: 'PURCHASE', status: 'OK', memberId, partnerId, touched: [memberId], hour };
  });
  const lots = world.lots.map((lot) => ({ ...lot, isGiven: false }));
  const members = world.members.map(({ id }) => ({ id, mergedInto: null }));
  return { ...world, members, posted, lots, wallets: members.map(({ id }) => id) };
}

/** Pages that a kept read looks at, in its steps as well. */
async function pagesOf(sql: AnySql, read: string, given: readonly (string | null)[]): Promise<number> {
  const literals = given.map((value) => (value === null ? 'NULL' : `'${value}'`)).join(', ');
  const [row] = await sql.unsafe<{ 'QUERY PLAN': { Plan: Record<string, number> }[] }[]>(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM ledger.${read}(${literals})`,
  );
  const { Plan: plan } = row!['QUERY PLAN'][0]!;
  return plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!;
}
