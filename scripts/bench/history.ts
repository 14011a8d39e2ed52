/**
 * A long history written by SQL: what months of trade leave behind, in minutes, for benches of how the ledger behaves when it is large.
 *
 * Every member has the same: 12 times four purchases of 100 points and one redemption that spends the four lots, then four purchases whose
 * lots are still open. That is 100 transfers a member (52 lots, 12 redemptions of four lines each), in 64 transactions with their
 * journal entries and explanations; partners take turns as issuer and acceptor. Keys are random, as clients make them. Two times four
 * purchases and a redemption of everybody make a window: six windows of 16 transfers a member, and the last with the open lots.
 * Slots say what the rows add up to, so that the windows can be closed by the product's own command; the auditor agrees with all of it
 * (tests/subgraphs/bench-history.test.ts).
 *
 * Indexes are dropped before and made again after, which does not change what is there. Cost: about half a minute a million transfers.
 */
import { v7 } from 'uuid';
import type { Sql } from '../../db/client.ts';
import type { LoadCoalition } from '../load/coalition.ts';

export const TRANSFERS_PER_MEMBER = 100;
const CYCLES = 12;
const LOTS_PER_CYCLE = 4;
const CYCLES_PER_WINDOW = 2;
/** Windows of the history; the last one holds the open lots. */
export const HISTORY_WINDOWS = CYCLES / CYCLES_PER_WINDOW + 1;
const EVENT_MILLIS = 500;

const BULK_TABLES = ['transaction', 'transfer', 'lot', 'journal', 'redemption_line'] as const;

export interface History {
  readonly transfers: number;
  readonly transactions: number;
  /** The first is open; the others are to be opened by closing it with these ids, in this order. */
  readonly windowIds: readonly string[];
  /** Transfers in each window but the last. */
  readonly transfersPerWindow: number;
}

/**
 * Writes the history of the first `members` members of a coalition that has none. `sql` is the owner's, with two connections at least.
 * @param tell hears what is being made
 */
export async function writeHistory(
  sql: Sql,
  coalition: LoadCoalition,
  members: number,
  tell: (sentence: string) => void,
): Promise<History> {
  const windowIds = Array.from({ length: HISTORY_WINDOWS }, () => v7());
  const events = members * (CYCLES * (LOTS_PER_CYCLE + 1) + LOTS_PER_CYCLE);
  const facts: Facts = {
    ...coalition,
    members,
    windowIds,
    firstMillis: Date.now() - 24 * 60 * 60 * 1000 - events * EVENT_MILLIS,
  };
  await sql`
    INSERT INTO ledger.settlement_window (programme_id, window_id, number, state, opened_at)
    VALUES (${coalition.programmeId}, ${windowIds[0]!}, 1, 'OPEN', ${new Date(facts.firstMillis)})`;
  await writeFunctions(sql);
  const indexes = await dropIndexes(sql);
  const big = members >= 10_000;
  if (big) tell(`writing ${members * TRANSFERS_PER_MEMBER} transfers`);
  await inPairs([
    () => writePurchases(sql, facts),
    () => writeLots(sql, facts),
    () => writeEarnJournal(sql, facts),
    () => writeEarnTransfers(sql, facts),
    () => writeRedemptions(sql, facts),
    () => writeSpendTransfers(sql, facts),
    () => writeSpendLines(sql, facts),
    () => writeSpendJournal(sql, facts),
  ]);
  await writeWallets(sql, facts, events);
  await writeSlots(sql, facts);
  if (big) tell('making its indexes');
  await makeIndexes(sql, indexes);
  for (const table of [...BULK_TABLES, 'wallet', 'money_slot']) await sql.unsafe(`VACUUM (ANALYZE) ledger.${table}`);
  await sql`CHECKPOINT`;
  return {
    transfers: members * TRANSFERS_PER_MEMBER,
    transactions: members * (CYCLES * (LOTS_PER_CYCLE + 1) + LOTS_PER_CYCLE),
    windowIds,
    transfersPerWindow: members * CYCLES_PER_WINDOW * LOTS_PER_CYCLE * 2,
  };
}

interface Facts extends LoadCoalition {
  readonly members: number;
  readonly windowIds: readonly string[];
  readonly firstMillis: number;
}

/** Runs all of it, two at a time. */
async function inPairs(jobs: readonly (() => Promise<unknown>)[]): Promise<void> {
  const left = [...jobs];
  const worker = async (): Promise<void> => {
    for (let job = left.shift(); job !== undefined; job = left.shift()) await job();
  };
  await Promise.all([worker(), worker()]);
}

/** Ids that are UUIDv7 by form and order: time, then kind (1 purchase, 2 redemption, 3 lot, 4 line) and number. */
async function writeFunctions(sql: Sql): Promise<void> {
  await sql`CREATE SCHEMA IF NOT EXISTS bench`;
  await sql`
    CREATE OR REPLACE FUNCTION bench.id(millis bigint, kind bigint, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN encode(int8send((millis << 16) | 28672) || int8send((-9223372036854775807 - 1) + (kind << 48) + number), 'hex')::uuid`;
}

/**
 * All purchases: the number, the member (from 0), the cycle (the last is 12), the partner (from 0), the time. Lot number = purchase number.
 */
const purchases = (sql: Sql, { members, partners, firstMillis }: Facts) => sql`
  SELECT number, member, cycle, (member + cycle * ${LOTS_PER_CYCLE} + turn) % ${partners.length} AS partner,
         ${firstMillis}::bigint + (cycle * ${(LOTS_PER_CYCLE + 1) * members}::bigint + turn * ${members}::bigint + member) * ${EVENT_MILLIS} AS millis
  FROM (
    SELECT number, number % ${members} AS member, number / ${members * LOTS_PER_CYCLE} AS cycle,
           number / ${members} % ${LOTS_PER_CYCLE} AS turn
    FROM generate_series(0::bigint, ${members * LOTS_PER_CYCLE * (CYCLES + 1) - 1}::bigint) AS number
  ) AS one`;

/** All redemptions: the number, the member, the cycle, the acceptor, the time. */
const redemptions = (sql: Sql, { members, partners, firstMillis }: Facts) => sql`
  SELECT number, member, cycle, (member + cycle * 7) % ${partners.length} AS acceptor,
         ${firstMillis}::bigint
           + (cycle * ${(LOTS_PER_CYCLE + 1) * members}::bigint + ${LOTS_PER_CYCLE * members}::bigint + member) * ${EVENT_MILLIS} AS millis
  FROM (
    SELECT number, number % ${members} AS member, number / ${members} AS cycle
    FROM generate_series(0::bigint, ${members * CYCLES - 1}::bigint) AS number
  ) AS one`;

/** The four lots of each redemption: its turn, number, funder and time. */
const spentLots = (sql: Sql, facts: Facts) => sql`
  SELECT redemption.*, turn, lot.number AS lot, lot.millis AS lot_millis, lot.partner AS funder
  FROM (${redemptions(sql, facts)}) AS redemption
  CROSS JOIN generate_series(0, ${LOTS_PER_CYCLE - 1}) AS turn
  CROSS JOIN LATERAL (
    SELECT cycle * ${LOTS_PER_CYCLE * facts.members} + turn * ${facts.members} + member AS number,
           (member + cycle * ${LOTS_PER_CYCLE} + turn) % ${facts.partners.length} AS partner,
           ${facts.firstMillis}::bigint
             + (cycle * ${(LOTS_PER_CYCLE + 1) * facts.members}::bigint + turn * ${facts.members}::bigint + member) * ${EVENT_MILLIS} AS millis
  ) AS lot`;

const ofArray = (sql: Sql, ids: readonly string[], index: string) =>
  sql`(${ids as string[]}::uuid[])[${sql.unsafe(index)} + 1]`;
const windowOf = (sql: Sql, { windowIds }: Facts) => ofArray(sql, windowIds, `cycle / ${CYCLES_PER_WINDOW}`);
const memberOf = (sql: Sql, facts: Facts) => ofArray(sql, facts.memberIds.slice(0, facts.members), 'member');
const partnerOf = (sql: Sql, facts: Facts, index: string) =>
  ofArray(
    sql,
    facts.partners.map((partner) => partner.partnerId),
    index,
  );
const storeOf = (sql: Sql, facts: Facts, index: string) =>
  ofArray(
    sql,
    facts.partners.map((partner) => partner.storeId),
    index,
  );
const contractOf = (sql: Sql, facts: Facts, index: string) =>
  ofArray(
    sql,
    facts.partners.map((partner) => partner.contractVersionId),
    index,
  );

async function writePurchases(sql: Sql, facts: Facts): Promise<void> {
  await sql`
    INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key, request_hash,
      member_id, partner_id, store_id, points, amount_minor, currency, contract_version_id, occurred_at, recorded_at, details)
    SELECT bench.id(millis, 1, number), ${facts.programmeId}::uuid, ${windowOf(sql, facts)}, 'PURCHASE', 'OK',
      ${partnerOf(sql, facts, 'partner')}::text, md5('purchase' || number), decode(md5(number::text) || md5(number::text), 'hex'),
      ${memberOf(sql, facts)}, ${partnerOf(sql, facts, 'partner')}, ${storeOf(sql, facts, 'partner')}, 100, 10000, 'EUR',
      ${contractOf(sql, facts, 'partner')}, at, at,
      ('{"wallet": {"held": "0", "arrears": "0", "pending": "0", "available": "' || cycle * 100 || '", "qualifying": "' || cycle * 400
        || '"}, "explanation": {"steps": [{"line": null, "rule": "base-earn", "points": "100", "reason": "1 point per 1.00 EUR, contract version 1."}], "sentence": "100.00 EUR at Partner '
        || partner || ' earned 100 points: 1 point per 1.00 EUR.", "contractVersionId": "' || ${contractOf(sql, facts, 'partner')} || '"}}')::jsonb
    FROM (${purchases(sql, facts)}) AS purchase CROSS JOIN LATERAL (SELECT to_timestamp(millis / 1000.0) AS at) AS time`;
}

async function writeLots(sql: Sql, facts: Facts): Promise<void> {
  await sql`
    INSERT INTO ledger.lot (member_id, lot_id, programme_id, earn_transaction_id, issuer_id, funder_id, component, contract_version_id,
      points, pending, available, held, redeemed, expired, reversed, transferred, asked_back, funding_model, priced_points, reserve_minor,
      service_minor, reserve_refundable_minor, service_refundable_minor, opened_at, open)
    SELECT ${memberOf(sql, facts)}, bench.id(millis, 3, number), ${facts.programmeId}::uuid, bench.id(millis, 1, number),
      ${partnerOf(sql, facts, 'partner')}, ${partnerOf(sql, facts, 'partner')}, 'BASE', ${contractOf(sql, facts, 'partner')},
      100, 0, CASE WHEN open THEN 100 ELSE 0 END, 0, CASE WHEN open THEN 0 ELSE 100 END, 0, 0, 0, 0, 'OPERATOR_POOL', 100, 80, 20, 80, 20,
      to_timestamp(millis / 1000.0), open
    FROM (${purchases(sql, facts)}) AS purchase CROSS JOIN LATERAL (SELECT cycle = ${CYCLES} AS open) AS state`;
}

async function writeEarnTransfers(sql: Sql, facts: Facts): Promise<void> {
  await sql`
    INSERT INTO ledger.transfer (transaction_id, leg, member_id, lot_id, debit, credit, points)
    SELECT bench.id(millis, 1, number), 1, ${memberOf(sql, facts)}, bench.id(millis, 3, number),
      'issued:' || ${partnerOf(sql, facts, 'partner')}, 'member:' || ${memberOf(sql, facts)}, 100
    FROM (${purchases(sql, facts)}) AS purchase`;
}

async function writeEarnJournal(sql: Sql, facts: Facts): Promise<void> {
  await sql`
    INSERT INTO ledger.journal (transaction_id, entry, programme_id, window_id, type, accounts, components, amounts)
    SELECT bench.id(millis, 1, number), 1, ${facts.programmeId}::uuid, ${windowOf(sql, facts)}, 'EARN',
      ARRAY['PARTNER:' || ${partnerOf(sql, facts, 'partner')}, 'OP:RESERVE', 'OP:REV_SERVICE'], ARRAY['ISSUANCE', 'ISSUANCE', 'ISSUANCE'],
      ARRAY[-100, 80, 20]::bigint[]
    FROM (${purchases(sql, facts)}) AS purchase`;
}

async function writeRedemptions(sql: Sql, facts: Facts): Promise<void> {
  await sql`
    INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key, request_hash,
      member_id, partner_id, store_id, points, amount_minor, currency, contract_version_id, occurred_at, recorded_at, details)
    SELECT bench.id(millis, 2, number), ${facts.programmeId}::uuid, ${windowOf(sql, facts)}, 'REDEMPTION', 'OK',
      ${partnerOf(sql, facts, 'acceptor')}::text, md5('redemption' || number), decode(md5(number::text) || md5(number::text), 'hex'),
      ${memberOf(sql, facts)}, ${partnerOf(sql, facts, 'acceptor')}, ${storeOf(sql, facts, 'acceptor')}, -400, 320, 'EUR',
      ${contractOf(sql, facts, 'acceptor')}, at, at,
      ('{"wallet": {"held": "0", "arrears": "0", "pending": "0", "available": "0", "qualifying": "' || (cycle + 1) * 400
        || '"}, "explanation": {"steps": [{"line": null, "rule": "spending-order", "points": "-400", "reason": "4 lots, OLDEST_FIRST."}], "sentence": "400 points paid 3.20 EUR at Partner '
        || acceptor || ', from 4 lots in spending order.", "contractVersionId": "' || ${contractOf(sql, facts, 'acceptor')} || '"}}')::jsonb
    FROM (${redemptions(sql, facts)}) AS redemption CROSS JOIN LATERAL (SELECT to_timestamp(millis / 1000.0) AS at) AS time`;
}

async function writeSpendTransfers(sql: Sql, facts: Facts): Promise<void> {
  await sql`
    INSERT INTO ledger.transfer (transaction_id, leg, member_id, lot_id, debit, credit, points)
    SELECT bench.id(millis, 2, number), turn + 1, ${memberOf(sql, facts)}, bench.id(lot_millis, 3, lot),
      'member:' || ${memberOf(sql, facts)}, 'accepted:' || ${partnerOf(sql, facts, 'acceptor')}, 100
    FROM (${spentLots(sql, facts)}) AS spent`;
}

async function writeSpendLines(sql: Sql, facts: Facts): Promise<void> {
  await sql`
    INSERT INTO ledger.redemption_line (member_id, line_id, redemption_id, lot_id, funder_id, acceptor_id, redeemed_points,
      redeemed_amount_minor, points, amount_minor, fee_minor, fee_points)
    SELECT ${memberOf(sql, facts)}, bench.id(millis, 4, number * ${LOTS_PER_CYCLE} + turn), bench.id(millis, 2, number),
      bench.id(lot_millis, 3, lot), ${partnerOf(sql, facts, 'funder')}, ${partnerOf(sql, facts, 'acceptor')}, 100, 80, 100, 80, 0, 0
    FROM (${spentLots(sql, facts)}) AS spent`;
}

async function writeSpendJournal(sql: Sql, facts: Facts): Promise<void> {
  await sql`
    INSERT INTO ledger.journal (transaction_id, entry, programme_id, window_id, type, accounts, components, amounts)
    SELECT bench.id(millis, 2, number), 1, ${facts.programmeId}::uuid, ${windowOf(sql, facts)}, 'REDEEM',
      ARRAY['OP:RESERVE', 'PARTNER:' || ${partnerOf(sql, facts, 'acceptor')}], ARRAY['REDEMPTION', 'REDEMPTION'], ARRAY[-320, 320]::bigint[]
    FROM (${redemptions(sql, facts)}) AS redemption`;
}

/** Members with history, and empty wallets for those without: the first posting of a member is not what is measured. */
async function writeWallets(
  sql: Sql,
  { memberIds, members, programmeId, firstMillis }: Facts,
  events: number,
): Promise<void> {
  const lastAt = new Date(firstMillis + events * EVENT_MILLIS);
  for (let from = 0; from < memberIds.length; from += 20_000) {
    await sql`
      INSERT INTO ledger.wallet (member_id, programme_id, available, qualifying, version, posted_at)
      SELECT member_id, ${programmeId}::uuid, CASE WHEN old THEN 400 ELSE 0 END, CASE WHEN old THEN 5200 ELSE 0 END,
        CASE WHEN old THEN 64 ELSE 0 END, CASE WHEN old THEN ${lastAt}::timestamptz END
      FROM unnest(${memberIds.slice(from, from + 20_000) as string[]}::uuid[]) WITH ORDINALITY AS member (member_id, ordinal)
      CROSS JOIN LATERAL (SELECT ordinal + ${from} <= ${members} AS old) AS state`;
  }
}

/** What the rows add up to, counted from the same series that made them. */
async function writeSlots(sql: Sql, facts: Facts): Promise<void> {
  const earns = sql`
    SELECT ${windowOf(sql, facts)} AS window_id, partner_id, earns FROM (
      SELECT cycle / ${CYCLES_PER_WINDOW} * ${CYCLES_PER_WINDOW} AS cycle, ${partnerOf(sql, facts, 'partner')} AS partner_id, count(*) AS earns
      FROM (${purchases(sql, facts)}) AS purchase GROUP BY 1, 2) AS counted`;
  const spends = sql`
    SELECT ${windowOf(sql, facts)} AS window_id, acceptor_id, funder_id, lots FROM (
      SELECT cycle / ${CYCLES_PER_WINDOW} * ${CYCLES_PER_WINDOW} AS cycle, ${partnerOf(sql, facts, 'acceptor')} AS acceptor_id,
             ${partnerOf(sql, facts, 'funder')} AS funder_id, count(*) AS lots
      FROM (${spentLots(sql, facts)}) AS spent GROUP BY 1, 2, 3) AS counted`;
  await sql`CREATE TABLE bench.earns AS ${earns}`;
  await sql`CREATE TABLE bench.spends AS ${spends}`;
  await sql`
    INSERT INTO ledger.money_slot (window_id, account, component, lane, debits, credits)
    SELECT window_id, account, component, 0, sum(debits), sum(credits)
    FROM (
      SELECT window_id, account, 'ISSUANCE' AS component, debits, credits FROM bench.earns CROSS JOIN LATERAL (VALUES
        ('PARTNER:' || partner_id, earns * 100, 0), ('OP:RESERVE', 0, earns * 80), ('OP:REV_SERVICE', 0, earns * 20)) AS leg (account, debits, credits)
      UNION ALL
      SELECT window_id, account, 'REDEMPTION', debits, credits FROM bench.spends CROSS JOIN LATERAL (VALUES
        ('OP:RESERVE', lots * 80, 0), ('PARTNER:' || acceptor_id, 0, lots * 80)) AS leg (account, debits, credits)
    ) AS legs GROUP BY window_id, account, component`;
  await sql`
    INSERT INTO ledger.points_slot (window_id, account, lane, debits, credits)
    SELECT window_id, account, 0, sum(debits), sum(credits)
    FROM (
      SELECT window_id, account, debits, credits FROM bench.earns CROSS JOIN LATERAL (VALUES
        ('issued:' || partner_id, earns * 100, 0), ('member', 0, earns * 100)) AS side (account, debits, credits)
      UNION ALL
      SELECT window_id, account, debits, credits FROM bench.spends CROSS JOIN LATERAL (VALUES
        ('member', lots * 100, 0), ('accepted:' || acceptor_id, 0, lots * 100)) AS side (account, debits, credits)
    ) AS sides GROUP BY window_id, account`;
  await sql`
    INSERT INTO ledger.obligation_slot (window_id, funder, acceptor, lane, points, amount_minor)
    SELECT window_id, funder_id, acceptor_id, 0, sum(lots) * 100, sum(lots) * 80 FROM bench.spends GROUP BY 1, 2, 3`;
  await sql`
    INSERT INTO ledger.window_slot (window_id, lane, transactions, first_id, last_id)
    SELECT window_id, 0, count(*), min(transaction_id::text)::uuid, max(transaction_id::text)::uuid
    FROM ledger.transaction WHERE window_id IS NOT NULL GROUP BY window_id`;
}

interface DroppedIndexes {
  readonly statements: readonly string[];
}

async function dropIndexes(sql: Sql): Promise<DroppedIndexes> {
  const tables = BULK_TABLES.map((table) => `ledger.${table}`);
  const constraints = await sql<{ table: string; name: string; definition: string }[]>`
    SELECT conrelid::regclass::text AS "table", conname AS name, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype IN ('p', 'u') AND conrelid = ANY(${tables}::regclass[])`;
  const indexes = await sql<{ name: string; definition: string }[]>`
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
    FROM pg_index WHERE indrelid = ANY(${tables}::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`;
  for (const { name } of indexes) await sql.unsafe(`DROP INDEX ${name}`);
  for (const { table, name } of constraints) await sql.unsafe(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  return {
    statements: [
      ...constraints.map(({ table, name, definition }) => `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`),
      ...indexes.map(({ definition }) => definition),
    ],
  };
}

/** One after the other: each sort takes a second process by itself. */
async function makeIndexes(sql: Sql, { statements }: DroppedIndexes): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`SET LOCAL maintenance_work_mem = '1GB'`;
    for (const statement of statements) await tx.unsafe(statement);
  });
}
