/**
 * How fast points are posted, beside a plain double entry in SQL, and whether that stays so.
 *
 * | figure          | A                                                       | B                                                  |
 * |-----------------|---------------------------------------------------------|----------------------------------------------------|
 * | ratioToPlain64  | purchases at 4 busy partners, 64 in flight              | plain-double-entry.ts with 64 in flight, too: 64   |
 * |                 |                                                         | connections of the driver, or pgbench -c 64        |
 * | ratioToPlainFastestPool64 | the same                                      | plain-double-entry.ts, its pool chosen for it      |
 * | ratioToPlain1   | one purchase after the other                            | the same through plain-double-entry.ts             |
 * | ratioOnePartner | all purchases at one partner, 64 in flight              | spread over 50 partners                            |
 * | ratioMixed      | four purchases to one redemption, 64 in flight          | purchases alone                                    |
 * | ratioTenMillion | purchases into a ledger of 10,000,000 transfers         | into one of 10,000                                 |
 * | closeMillis     | closing a window of more than a million transfers while 16 requests are in flight                            |
 * | hotUpdateRatio  | updates of wallets and slots that stayed in place (HOT), of all of them                                      |
 *
 * Histories have been in service for a while when they are measured: posted to since their checkpoint, so that most pages which postings change
 * have been logged whole and are in the buffers. `longHistoryLoggedBytesPerPurchase` says what was left of that, `...Warming` how it was before.
 *
 * A and B run in turn, round after round, on one durable server; a ratio is the median of the rounds' ratios. `ratioToPlain64` is the
 * comparison as it is usually meant: 64 tills, 64 transactions at once, by the faster of the two clients (pgbench where the machine has
 * it). `ratioToPlainFastestPool64` is harder: somebody has measured how many connections are best for the plain ledger's hot rows, and
 * lets the rest of the 64 wait outside of the database. The plain ledger's statements are awaited one by one as ordinary code does; what it
 * would reach with its statements pipelined stands beside it, but not with `--quick`.
 */

import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { type AnySql, openDatabase, type Sql } from '../../db/client.ts';
import { NO_ROWS, scopeText } from '../../db/row-scope.ts';
import { closeSettlementWindow } from '../../subgraphs/ledger/commands/close-settlement-window.ts';
import { settleWindow } from '../../subgraphs/ledger/commands/settle-window.ts';
import type { Reply } from '../../subgraphs/ledger/domain/record.ts';
import { createPostingEngine, type PostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { readLots } from '../../subgraphs/ledger/store/reading/read-lots.ts';
import { readWallets } from '../../subgraphs/ledger/store/reading/read-wallets.ts';
import { readPositions } from '../../subgraphs/ledger/store/windows/read-positions.ts';
import { type LoadCoalition, writeCoalition } from '../load/coalition.ts';
import { seededRandom } from '../load/random.ts';
import { partnerActor, purchaseOf, redemptionOf, requestOf } from '../load/requests.ts';
import { plainWindowTerms } from '../load/window-terms.ts';
import { startWireProxy } from '../load/wire-proxy.ts';
import type { Bench, BenchContext, Figures } from './bench.ts';
import type { BenchDatabase, BenchServer } from './bench-server.ts';
import { type History, TRANSFERS_PER_MEMBER, writeHistory } from './history.ts';
import {
  type Compared,
  type Contender,
  compareInTurn,
  median,
  medianMillis,
  percentile,
  ratePerSecond,
  rounded,
} from './measure.ts';
import { pgbenchContender } from './pgbench.ts';
import {
  createPlainLedger,
  type PlainPurchase,
  postPlainPurchase,
  postPlainPurchasePipelined,
} from './plain-double-entry.ts';

const HOT_PARTNERS = 4;
const SPREAD_PARTNERS = 50;

interface Sizes {
  readonly members: number;
  readonly shortTransfers: number;
  readonly longTransfers: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly reads: number;
  /** How long each history is posted to before it is measured. */
  readonly warmSeconds: number;
}

const FULL: Sizes = {
  members: 100_000,
  shortTransfers: 10_000,
  longTransfers: 10_000_000,
  rounds: 5,
  seconds: 3,
  reads: 500,
  warmSeconds: 20,
};
const QUICK: Sizes = {
  members: 10_000,
  shortTransfers: 10_000,
  longTransfers: 200_000,
  rounds: 3,
  seconds: 0.8,
  reads: 100,
  warmSeconds: 1,
};

export const posting: Bench = {
  name: 'posting',
  what: 'the posting engine beside a plain double entry; by partner, mix, history and at a close',
  async run(context) {
    const sizes = context.quick ? QUICK : FULL;
    const server = await context.server();
    return {
      ...(await comparePlain(context, server, sizes)),
      ...(await compareHistories(context, server, sizes)),
      durable: `fsync ${await server.setting('fsync')}, synchronous_commit ${await server.setting('synchronous_commit')}`,
    };
  },
};

interface Ledger {
  readonly coalition: LoadCoalition;
  readonly owner: BenchDatabase;
  /** In the role of the ledger: what the engine uses. */
  readonly sql: Sql;
  readonly engine: PostingEngine;
  readonly history: History;
  close(): Promise<void>;
}

async function openLedger(
  context: BenchContext,
  server: BenchServer,
  name: string,
  members: number,
  transfers: number,
): Promise<Ledger> {
  const owner = await server.createLedger(name);
  const coalition = await writeCoalition(owner.sql, { partners: SPREAD_PARTNERS, members });
  const history = await writeHistory(owner.sql, coalition, transfers / TRANSFERS_PER_MEMBER, context.tell);
  const database = openDatabase({ url: owner.url, role: 'ledger', max: 8, applicationName: 'loyalty-bench' });
  const engine = createPostingEngine({ sql: database.sql, clock: () => new Date() });
  return {
    coalition,
    owner,
    sql: database.sql,
    engine,
    history,
    async close() {
      await engine.stop();
      await database.close(1);
    },
  };
}

/** A stream of requests: `partners` of the coalition take part, `redemptions` of ten are spends. Refusals are counted, faults thrown. */
function load(
  ledger: Ledger,
  seed: number,
  partners: number,
  redemptions: number,
  refused?: { count: number },
): () => Promise<Reply> {
  const random = seededRandom(seed);
  const { coalition, engine } = ledger;
  const some = coalition.partners.slice(0, partners);
  return async () => {
    const partner = random.pick(some);
    const member = { memberId: random.pick(coalition.memberIds) };
    const instruction =
      random.below(10) < redemptions
        ? redemptionOf(partner, member, BigInt(5 + random.below(60)))
        : purchaseOf(partner, member, BigInt(1_000 + random.below(20_000)));
    const reply = await engine.submit(requestOf(coalition, partnerActor(partner), randomUUID(), instruction));
    if (!reply.ok) {
      if (refused === undefined) throw new Error(`A purchase was refused: ${reply.refusal.message}`);
      refused.count += 1;
    }
    return reply;
  };
}

async function comparePlain(context: BenchContext, server: BenchServer, sizes: Sizes): Promise<Figures> {
  context.tell('making the plain double entry and a ledger');
  const plain = await server.createDatabase('plain');
  await createPlainLedger(plain.sql, HOT_PARTNERS, sizes.members);
  const ledger = await openLedger(context, server, 'posting', sizes.members, sizes.shortTransfers);
  const pools = new Map<Contender, { close(): Promise<void> }>();
  const random = seededRandom(1);
  const plainPurchase = (): PlainPurchase => ({
    key: randomUUID(),
    transferId: v7(),
    partner: 1 + random.below(HOT_PARTNERS),
    member: 1 + random.below(sizes.members),
    points: BigInt(10 + random.below(200)),
  });
  const plainOf = (inFlight: number, pool: number, post: typeof postPlainPurchase, name: string): Contender => {
    const database = openDatabase({
      url: plain.url,
      max: pool,
      applicationName: 'loyalty-bench-plain',
      lockTimeout: 0,
    });
    const contender: Contender = {
      name,
      rate: (seconds) => ratePerSecond(() => post(database.sql, plainPurchase()), inFlight, seconds),
    };
    pools.set(contender, database);
    return contender;
  };
  const ours = (inFlight: number, work: () => Promise<unknown>, name: string): Contender => ({
    name,
    rate: (seconds) => ratePerSecond(work, inFlight, seconds),
  });

  context.tell('looking for the fastest way of the plain double entry');
  const literal = [plainOf(64, 64, postPlainPurchase, 'driver, pool of 64')];
  const pgbench = await pgbenchContender(plain.url, 64, HOT_PARTNERS, sizes.members);
  if (pgbench !== null) literal.push(pgbench);
  const smaller = [32, 16, 8].map((pool) => plainOf(64, pool, postPlainPurchase, `driver, pool of ${pool}`));
  const candidates = [...literal, ...smaller];
  const trial = await compareInTurn(candidates, { rounds: context.quick ? 1 : 2, seconds: context.quick ? 0.5 : 2 });
  const rateOf = (candidate: Contender): number => trial.medians[candidates.indexOf(candidate)]!;
  const fastestOf = (some: readonly Contender[]): Contender =>
    some.reduce((best, candidate) => (rateOf(candidate) > rateOf(best) ? candidate : best));
  const best = fastestOf(literal);
  const fastestPool = fastestOf(candidates);
  // The others' connections are wanted elsewhere.
  for (const candidate of candidates) {
    if (candidate === best || candidate === fastestPool) continue;
    await pools.get(candidate)?.close();
    pools.delete(candidate);
  }
  const candidateRates = Object.fromEntries(
    candidates.map((candidate) => [candidate.name, rounded(rateOf(candidate))]),
  );

  context.tell(`64 in flight: ours, plain (${best.name}), plain (${fastestPool.name})`);
  const hot = load(ledger, 2, HOT_PARTNERS, 0);
  const pipelinedOf = (inFlight: number, pool: number): Contender[] =>
    context.quick ? [] : [plainOf(inFlight, pool, postPlainPurchasePipelined, 'pipelined')];
  const at64 = await compareInTurn([ours(64, hot, 'ours'), best, fastestPool, ...pipelinedOf(64, 32)], sizes);

  context.tell('one in flight');
  const at1 = await compareInTurn(
    [ours(1, hot, 'ours'), plainOf(1, 1, postPlainPurchase, 'plain'), ...pipelinedOf(1, 1)],
    sizes,
  );

  context.tell('one partner, then fifty');
  const spread = load(ledger, 3, SPREAD_PARTNERS, 0);
  const byPartner = await compareInTurn([ours(64, load(ledger, 4, 1, 0), 'one'), ours(64, spread, 'fifty')], sizes);

  context.tell('four purchases to one redemption, then purchases alone');
  // Everybody has something to spend.
  const everybody = ledger.coalition.memberIds.map((memberId, index) => {
    const partner = ledger.coalition.partners[index % SPREAD_PARTNERS]!;
    return requestOf(
      ledger.coalition,
      partnerActor(partner),
      `first ${index}`,
      purchaseOf(partner, { memberId }, 30_000n),
    );
  });
  for (let from = 0; from < everybody.length; from += 2_000)
    await ledger.engine.submitAll(everybody.slice(from, from + 2_000));
  const refused = { count: 0 };
  const mixed = load(ledger, 5, SPREAD_PARTNERS, 2, refused);
  const byMix = await compareInTurn([ours(64, mixed, 'mixed'), ours(64, spread, 'purchases')], sizes);

  const hotUpdates = await hotUpdatesOf(ledger.owner.sql);
  const statementsPerBatch = await countStatements(ledger);
  const batches = ledger.engine.figures();
  await ledger.close();
  for (const pool of pools.values()) await pool.close();
  return {
    ratioToPlain64: ratioOf(at64, 0, 1),
    ratioToPlainFastestPool64: ratioOf(at64, 0, 2),
    ratioToPlain1: ratioOf(at1, 0, 1),
    ratioOnePartner: ratioOf(byPartner, 0, 1),
    ratioMixed: ratioOf(byMix, 0, 1),
    hotUpdateRatio: hotUpdates.ratio,
    purchases64PerSecond: rounded(at64.medians[0]!),
    plain64PerSecond: rounded(at64.medians[1]!),
    plain64By: best.name,
    plainFastestPool64PerSecond: rounded(at64.medians[2]!),
    plainFastestPool64By: fastestPool.name,
    plain64CandidatesPerSecond: candidateRates,
    ...(at64.medians[3] === undefined ? {} : { plain64PipelinedPerSecond: rounded(at64.medians[3]) }),
    purchases1PerSecond: rounded(at1.medians[0]!),
    plain1PerSecond: rounded(at1.medians[1]!),
    ...(at1.medians[2] === undefined ? {} : { plain1PipelinedPerSecond: rounded(at1.medians[2]) }),
    onePartnerPerSecond: rounded(byPartner.medians[0]!),
    fiftyPartnersPerSecond: rounded(byPartner.medians[1]!),
    mixedPerSecond: rounded(byMix.medians[0]!),
    purchasesAlonePerSecond: rounded(byMix.medians[1]!),
    mixedRefusedForInsufficientPoints: refused.count,
    requestsPerBatch: rounded(batches.requests / batches.batches, 1),
    hotUpdatesByTable: hotUpdates.byTable,
    statementsPerBatch,
  };
}

/** Median of the rounds' ratios of one contender to another. */
function ratioOf({ rates }: Compared, one: number, other: number): number {
  return rounded(median(rates[one]!.map((rate, round) => rate / rates[other]![round]!)), 2);
}

const BALANCE_TABLES = ['wallet', 'money_slot', 'points_slot', 'obligation_slot', 'window_slot'];

async function hotUpdatesOf(sql: Sql): Promise<{ ratio: number; byTable: Record<string, number> }> {
  // Sessions report what they did when they are idle for a moment.
  await sql`SELECT pg_sleep(1.2)`;
  await sql`SELECT pg_stat_clear_snapshot()`;
  const rows = await sql<{ table: string; updates: bigint; hot: bigint }[]>`
    SELECT relname AS "table", n_tup_upd AS updates, n_tup_hot_upd AS hot FROM pg_stat_user_tables
    WHERE schemaname = 'ledger' AND n_tup_upd > 0`;
  const balances = rows.filter((row) => BALANCE_TABLES.includes(row.table));
  const sum = (of: 'updates' | 'hot'): number => balances.reduce((total, row) => total + Number(row[of]), 0);
  return {
    ratio: rounded(sum('hot') / sum('updates'), 4),
    byTable: Object.fromEntries(rows.map((row) => [row.table, rounded(Number(row.hot) / Number(row.updates), 4)])),
  };
}

/** Statements of one batch by its size, counted on the wire. */
async function countStatements(ledger: Ledger): Promise<Record<string, number>> {
  const proxy = await startWireProxy(ledger.owner.url);
  const database = openDatabase({ url: proxy.url, role: 'ledger', max: 2, applicationName: 'loyalty-bench-counted' });
  const engine = createPostingEngine({ sql: database.sql, clock: () => new Date(), lanes: 1 });
  const { coalition } = ledger;
  const random = seededRandom(9);
  const batch = (size: number, redemptions: number) =>
    Array.from({ length: size }, (_, index) => {
      const partner = random.pick(coalition.partners);
      const member = { memberId: coalition.memberIds[random.below(coalition.memberIds.length)]! };
      const spends = index < redemptions;
      const instruction = spends ? redemptionOf(partner, member, 1n) : purchaseOf(partner, member, 5_000n);
      return requestOf(coalition, partnerActor(partner), randomUUID(), instruction);
    });
  const counts: Record<string, number> = {};
  await engine.submitAll(batch(2, 1));
  for (const size of [1, 10, 100, 1000]) {
    proxy.takeExecuted();
    await engine.submitAll(batch(size, 0));
    counts[`purchases${size}`] = proxy.takeExecuted();
    await engine.submitAll(batch(size, Math.ceil(size / 5)));
    counts[`mixed${size}`] = proxy.takeExecuted();
  }
  await engine.stop();
  await database.close(1);
  await proxy.close();
  return counts;
}

async function compareHistories(context: BenchContext, server: BenchServer, sizes: Sizes): Promise<Figures> {
  context.tell(`making a ledger of ${sizes.shortTransfers} transfers and one of ${sizes.longTransfers}`);
  const members = Math.max(sizes.members, sizes.longTransfers / TRANSFERS_PER_MEMBER);
  const startedAt = performance.now();
  const long = await openLedger(context, server, 'long_history', members, sizes.longTransfers);
  const madeIn = (performance.now() - startedAt) / 1000;
  const short = await openLedger(context, server, 'short_history', members, sizes.shortTransfers);

  const contenders = [long, short].map((ledger) => countingLog(ledger, load(ledger, 6, SPREAD_PARTNERS, 0)));
  // Both were made a moment ago and end with a checkpoint: the first change of every page is logged whole and reads it from outside the
  // buffers. A ledger in service meets that once in half an hour for each page; a run of seconds would measure nothing else.
  context.tell('purchases into both, until they have been in service for a while');
  for (const contender of contenders) await contender.rate(sizes.warmSeconds);
  const loggedWarming = contenders.map((contender) => contender.takeLogged());
  context.tell('purchases into the long history, then into the short one');
  const bySize = await compareInTurn(contenders, sizes);
  const logged = contenders.map((contender) => contender.takeLogged());

  context.tell('reads');
  const reads = { long: await timeReads(long, sizes.reads), short: await timeReads(short, sizes.reads) };
  const closes = await closeUnderLoad(context, long);
  const sizesAfter = await Promise.all(
    [long, short].map(async ({ owner }) => {
      const [row] = await owner.sql<{ megabytes: bigint; transfers: bigint }[]>`
        SELECT (pg_database_size(current_database()) >> 20)::bigint AS megabytes, (SELECT count(*) FROM ledger.transfer) AS transfers`;
      return row!;
    }),
  );
  await long.close();
  await short.close();
  return {
    ratioTenMillion: ratioOf(bySize, 0, 1),
    closeMillis: rounded(median(closes.millis), 1),
    longHistoryTransfers: long.history.transfers,
    longHistoryPerSecond: rounded(bySize.medians[0]!),
    shortHistoryTransfers: short.history.transfers,
    shortHistoryPerSecond: rounded(bySize.medians[1]!),
    longHistoryLoggedBytesPerPurchase: rounded(logged[0]!),
    shortHistoryLoggedBytesPerPurchase: rounded(logged[1]!),
    longHistoryLoggedBytesPerPurchaseWarming: rounded(loggedWarming[0]!),
    shortHistoryLoggedBytesPerPurchaseWarming: rounded(loggedWarming[1]!),
    longHistoryMegabytes: Number(sizesAfter[0]!.megabytes),
    longHistoryTransfersAfter: Number(sizesAfter[0]!.transfers),
    shortHistoryTransfersAfter: Number(sizesAfter[1]!.transfers),
    longHistoryMadeInSeconds: rounded(madeIn),
    balanceReadMillisLong: rounded(reads.long.balance, 3),
    balanceReadMillisShort: rounded(reads.short.balance, 3),
    walletReadMillisLong: rounded(reads.long.wallet, 3),
    walletReadMillisShort: rounded(reads.short.wallet, 3),
    walletReadPagesLong: rounded(reads.long.walletPages, 1),
    walletReadPagesShort: rounded(reads.short.walletPages, 1),
    positionReadMillisLong: rounded(reads.long.position, 3),
    positionReadMillisShort: rounded(reads.short.position, 3),
    closedWindowTransfers: long.history.transfersPerWindow,
    closeMillisEach: closes.millis.map((millis) => rounded(millis, 1)),
    postingWhileClosingMaxMillis: rounded(closes.slowestPosting, 1),
    postingOtherwiseP99Millis: rounded(closes.usualPosting, 1),
  };
}

interface CountingContender extends Contender {
  /** Bytes that the server logged for each purchase since the last call; 8,192 of them for a page that is logged whole. */
  takeLogged(): number;
}

function countingLog({ owner }: Ledger, work: () => Promise<unknown>): CountingContender {
  let bytes = 0;
  let purchases = 0;
  const loggedSoFar = async (): Promise<number> => {
    const [row] = await owner.sql<{ bytes: bigint }[]>`
      SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint AS bytes`;
    return Number(row!.bytes);
  };
  return {
    name: 'purchases',
    async rate(seconds) {
      const before = await loggedSoFar();
      const counted = async (): Promise<void> => {
        await work();
        purchases += 1;
      };
      const rate = await ratePerSecond(counted, 64, seconds);
      bytes += (await loggedSoFar()) - before;
      return rate;
    },
    takeLogged() {
      const each = bytes / purchases;
      bytes = 0;
      purchases = 0;
      return each;
    },
  };
}

interface Reads {
  readonly balance: number;
  readonly wallet: number;
  readonly position: number;
  /** Pages that one read of a wallet looks at, wherever they are: what grows with history if anything does. */
  readonly walletPages: number;
}

/** Medians of single reads of members who have a history, on a quiet ledger, on behalf of the operator as the API reads. */
async function timeReads({ coalition, history, owner, sql: pool }: Ledger, times: number): Promise<Reads> {
  const scope = { ...NO_ROWS, programmeId: coalition.programmeId, wholeProgramme: true };
  const database = openDatabase({ url: owner.url, role: 'ledger', readers: 1, applicationName: 'loyalty-bench-reads' });
  const operator = database.readAs(scope);
  const { sql } = operator;
  const random = seededRandom(7);
  const old = coalition.memberIds.slice(0, history.transfers / TRANSFERS_PER_MEMBER);
  const today = new Date().toISOString().slice(0, 10);
  const { programmeId, partners } = coalition;
  const balance = (): Promise<unknown> => readWallets(operator, programmeId, [random.pick(old)], today);
  const wallet = (): Promise<unknown> => {
    const memberIds = [random.pick(old)];
    return Promise.all([
      readWallets(operator, programmeId, memberIds, today),
      readLots(sql, programmeId, memberIds, today, true),
    ]);
  };
  // The same on one connection, whose pages can be counted.
  const walletOnOne = (): Promise<unknown> => {
    const memberIds = [random.pick(old)];
    return Promise.all([
      sql`SELECT * FROM ledger.wallets_now(${scopeText(scope)}, ${programmeId}::uuid, ${memberIds}::uuid[], ${today}::date)`,
      readLots(sql, programmeId, memberIds, today, true),
    ]);
  };
  const position = (): Promise<unknown> => readPositions(pool, programmeId, [random.pick(partners).partnerId]);
  for (const read of [balance, wallet, walletOnOne, position]) await medianMillis(20, read);
  const pagesBefore = await pagesOf(owner.sql, sql);
  await medianMillis(times, walletOnOne);
  const walletPages = ((await pagesOf(owner.sql, sql)) - pagesBefore) / times;
  const reads = {
    balance: await medianMillis(times, balance),
    wallet: await medianMillis(times, wallet),
    position: await medianMillis(times, position),
    walletPages,
  };
  await database.close(1);
  return reads;
}

/** Pages that the one connection of `sql` has looked at so far, found in memory or read. */
async function pagesOf(owner: Sql, sql: AnySql): Promise<number> {
  const [session] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid, pg_stat_force_next_flush()`;
  const [pages] = await owner<{ pages: bigint }[]>`
    SELECT sum(hits + reads)::bigint AS pages FROM pg_stat_get_backend_io(${session!.pid}) WHERE object = 'relation'`;
  return Number(pages!.pages);
}

/** Closes the windows of the history one after the other by the product's own command; the last three while 16 requests are in flight. */
async function closeUnderLoad(
  context: BenchContext,
  ledger: Ledger,
): Promise<{ millis: number[]; slowestPosting: number; usualPosting: number }> {
  const { coalition, history } = ledger;
  const database = openDatabase({
    url: ledger.owner.url,
    role: 'ledger',
    max: 2,
    applicationName: 'loyalty-bench-close',
  });
  const closable = history.windowIds.slice(0, -1);
  const close = async (index: number): Promise<number> => {
    const windowId = closable[index]!;
    const command = { programmeId: coalition.programmeId, keySpace: 'bench', windowId };
    // A close takes two ids: its own, then that of the window it opens, which the history has filled already.
    const given = [v7(), history.windowIds[index + 1]!];
    const services = { database, clock: () => new Date(), ids: () => given.shift() ?? v7() };
    const startedAt = performance.now();
    const closed = await closeSettlementWindow(services, {
      ...command,
      idempotencyKey: randomUUID(),
      label: null,
      terms: plainWindowTerms(),
    });
    const taken = performance.now() - startedAt;
    if (!closed.ok) throw new Error(`The window was not closed: ${closed.refusal.message}`);
    const settled = await settleWindow({ ...services, ids: v7 }, { ...command, idempotencyKey: randomUUID() });
    if (!settled.ok) throw new Error(`The window was not settled: ${settled.refusal.message}`);
    return taken;
  };

  context.tell('closing windows, then closing while posting goes on');
  const quiet = closable.length - 3;
  for (let index = 0; index < quiet; index += 1) await close(index);
  const work = load(ledger, 8, SPREAD_PARTNERS, 0);
  const millis: number[] = [];
  const during: number[] = [];
  const otherwise: number[] = [];
  let closing = false;
  const timed = async (): Promise<void> => {
    const overlapped = closing;
    const startedAt = performance.now();
    await work();
    (overlapped || closing ? during : otherwise).push(performance.now() - startedAt);
  };
  const posting = ratePerSecond(timed, 16, 3);
  for (let index = quiet; index < closable.length; index += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    closing = true;
    millis.push(await close(index));
    closing = false;
  }
  await posting;
  await database.close(1);
  return { millis, slowestPosting: Math.max(...during), usualPosting: percentile(otherwise, 0.99) };
}
