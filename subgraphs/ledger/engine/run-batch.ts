/**
 * One batch is one transaction in two trips to the database, whatever its size:
 *
 * | trip | statements                                                                                                     |
 * |------|----------------------------------------------------------------------------------------------------------------|
 * | (0)  | only when a request names a card, a transaction or a hold instead of a member: who that is (immutable, no lock) |
 * | 1    | BEGIN; all locks, in order: window and member statuses (shared), wallets, exposures (store/posting/lock-batch.ts); |
 * |      | then what may have changed while waiting: window, keys, wallets;      in later statements lots, debts, lines   |
 * | 2    | the writes of all tables as one statement; COMMIT                                                                |
 *
 * Between the trips everything is decided in memory (domain/decide.ts), at one decision time taken after the locks.
 * One trip more where live earn rules ask for it (engine/rule-reading.ts): facts of members, counters behind caps, budgets of promotions.
 * Rare and one trip more each: members without a wallet yet (made, locked, read again), members in arrears or with sliding lots among
 * mere purchases, keys that were used before, a programme without a window. Rarer: reference data that changed, and points that moved
 * to a member who is not locked, end the transaction and begin again with what was learnt.
 *
 * After an error nothing more is sent on the connection but ROLLBACK, and after a lost connection nothing at all: postgres.js would open
 * another one under the same handle, outside the transaction.
 */
import type { Sql } from '../../../db/client.ts';
import type { WireStatement } from '../../../db/exchange.ts';
import { classifyFailure, connectionLost } from '../../../db/failures.ts';
import type { HeldConnection } from '../../../db/held-connections.ts';
import { auditEntries } from '../../serving/audit-trail.ts';
import { assert } from '../../shared/assert.ts';
import type { Clock } from '../../shared/clock.ts';
import type { IdSource } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { type AdjustmentState, Batch, type BatchFacts, type HoldState, keyName } from '../domain/batch.ts';
import type { Debt, Hold, Lot, MemberBook, RedemptionLine } from '../domain/book.ts';
import { addDays, businessDate } from '../domain/business-calendar.ts';
import { decideBatch } from '../domain/decide.ts';
import { emptyBook } from '../domain/posting.ts';
import type { Reply, TransactionRecord } from '../domain/record.ts';
import type { Reference } from '../domain/reference.ts';
import { NO_RULE_FACTS } from '../domain/rule-usage.ts';
import type { Wallet } from '../domain/wallet.ts';
import { plainArray } from '../store/posting/array-literals.ts';
import { wireOf } from '../store/posting/batch-sql.ts';
import {
  findAdjusted,
  findHolders,
  findIdentities,
  findMovedTo,
  findTransactions,
  type IdentityKey,
} from '../store/posting/find-named.ts';
import { insertWallets } from '../store/posting/insert-wallets.ts';
import { lockBatch, toLockedBatch } from '../store/posting/lock-batch.ts';
import { readDebts } from '../store/posting/read-debts.ts';
import { readFollowers } from '../store/posting/read-followers.ts';
import { type HoldLotRow, readHolds } from '../store/posting/read-holds.ts';
import { readLines } from '../store/posting/read-lines.ts';
import { type Named, readLots } from '../store/posting/read-lots.ts';
import { readRemembered } from '../store/posting/read-remembered.ts';
import { readSpendableLots } from '../store/posting/read-spendable-lots.ts';
import type { MemberRow } from '../store/posting/read-wallets.ts';
import { toRecord } from '../store/posting/transaction-row.ts';
import { readAdjustments } from '../store/posting/upsert-adjustments.ts';
import type { ReferenceCache } from '../store/reference/reference-cache.ts';
import { lockBudgets } from '../store/rules/lock-budgets.ts';
import { ensureOpenWindow } from '../store/windows/ensure-open-window.ts';
import { type PositionRow, readPositions } from '../store/windows/read-positions.ts';
import { addFound, type BatchPlan, exposedPartners, needsFinding, planBatch } from './batch-plan.ts';
import { type TrailedRequest, trailOfBatch } from './batch-trail.ts';
import { inOneTrip } from './pipeline.ts';
import { planRules, readRuleFacts } from './rule-reading.ts';
import { writeBatch } from './write-batch.ts';

export interface BatchServices {
  readonly clock: Clock;
  /** Ids that follow the decision time. */
  readonly idsAt: (at: Date) => IdSource;
  readonly references: ReferenceCache;
  /** What the index of members' keys holds for an identity of this programme. */
  readonly identityLookup: (programmeId: string, identity: IdentityKey) => string;
  /** Latest decision time of this process by programme: times never go back, whatever the clock does. */
  readonly lastDecided: Map<string, number>;
}

export interface BatchResult {
  readonly replies: readonly Reply[];
  /** Whether anybody's points changed: there is something to tell. */
  readonly changed: boolean;
}

const BEGIN: WireStatement = { text: 'BEGIN', parameters: [] };
const COMMIT: WireStatement = { text: 'COMMIT', parameters: [] };
const MAX_RESTARTS = 8;

/** Runs a batch of one programme. Throws what the database throws; nothing was then written, unless the connection was lost at COMMIT. */
export async function runBatch(
  services: BatchServices,
  held: HeldConnection,
  programmeId: string,
  lane: number,
  requests: readonly TrailedRequest[],
): Promise<BatchResult> {
  const learnt = new Set<string>();
  for (let restart = 0; restart < MAX_RESTARTS; restart += 1) {
    const reference = await services.references.latest(programmeId);
    if (reference === null) {
      const refusal = refuse('NOT_ALLOWED', 'There is no such programme.');
      return { replies: requests.map(() => ({ ok: false, refusal })), changed: false };
    }
    try {
      const outcome = await attempt(services, held, programmeId, lane, requests, reference, learnt);
      if (outcome !== 'REFERENCE_CHANGED' && outcome !== 'MEMBERS_MOVED') return outcome;
      await held.sql`ROLLBACK`;
      if (outcome === 'REFERENCE_CHANGED') await services.references.refresh(programmeId);
    } catch (error) {
      if (classifyFailure(error)?.kind !== 'connection-lost') await held.sql`ROLLBACK`.catch(() => {});
      throw error;
    }
  }
  throw new Error('The batch had to begin again too often: reference data or points keep moving.');
}

async function attempt(
  services: BatchServices,
  held: HeldConnection,
  programmeId: string,
  lane: number,
  requests: readonly TrailedRequest[],
  reference: Reference,
  learnt: Set<string>,
): Promise<BatchResult | 'REFERENCE_CHANGED' | 'MEMBERS_MOVED'> {
  const { sql } = held;
  const begun = held.mark();
  const { timeZone } = reference.programme;
  const soonestFirst = reference.programme.spendingOrder === 'SOONEST_EXPIRY';
  const today = businessDate(services.clock(), timeZone);
  const plan = planBatch(requests, (at) => at === null || businessDate(at, timeZone) >= today);
  const found = await findNamed(services, sql, programmeId, plan);
  for (const memberId of learnt) {
    plan.memberIds.add(memberId);
    plan.spenderIds.add(memberId);
  }
  const exposed = exposedPartners(plan, requests, reference);
  const memberIds = idList(plan.memberIds);
  const rulePlan = planRules(
    requests.map(({ instruction }) => instruction),
    reference,
  );
  const budgets = rulePlan?.needs.budgets ?? [];

  // Trip 1.
  const detailed = (): Promise<Detail> => readDetail(sql, programmeId, plan, memberIds, exposed, soonestFirst, today);
  const spendsAlone = onlySpends(plan) && exposed.length === 0;
  const locks = lockBatch(programmeId, memberIds, exposed, requests);
  const [lockAnswers, , spendable, detailRead] = await inOneTrip(
    held.exchange([BEGIN, ...locks]),
    budgets.length === 0 ? null : lockBudgets(sql, idList(budgets)),
    spendsAlone ? readSpendableLots(sql, spendOf(plan, soonestFirst, today)) : null,
    nobodySpends(plan) || spendsAlone ? null : detailed,
  );
  let locked = toLockedBatch(lockAnswers, exposed);
  let detail: Detail | null = spendable === null ? detailRead : { ...NO_DETAIL, lots: spendable };
  const lockAgain = async (...before: WireStatement[]): Promise<void> => {
    locked = toLockedBatch(await held.exchange([...before, ...locks]), exposed);
  };

  if (locked.members.length < plan.memberIds.size) {
    // Members without a wallet yet, and ids of nobody, for whom none is made.
    await lockAgain(wireOf(insertWallets(programmeId, memberIds)));
    // What was read of these members was read before their wallets could be locked.
    detail = null;
  }
  // Who owes points or has lots that slide needs more than its spend, or its purchase, would.
  const owing = locked.members.some((row) => row.sliding === true || (row.arrears ?? 0n) > 0n);
  if (detail === null ? owing || exposed.length > 0 || !nobodySpends(plan) : owing && spendsAlone)
    detail = await detailed();
  if (locked.state.windowId === null) {
    const openedAt = services.clock();
    await ensureOpenWindow(sql, programmeId, services.idsAt(openedAt)(), openedAt);
    await lockAgain();
  }
  const { members } = locked;
  const { windowId, version, used } = locked.state;
  const remembered = used ? await readRemembered(sql, programmeId, requests) : [];
  assert(windowId !== null, 'the programme has an open window');
  const current = services.references.at(programmeId, version ?? 0n);
  if (current === null || current !== reference) return 'REFERENCE_CHANGED';
  const books = detail === null ? new Map<string, MemberBook>() : toBooks(detail);
  const lockedIds = new Set(members.map((row) => row.memberId));
  const moved = [...books.keys()].filter((memberId) => !lockedIds.has(memberId));
  if (moved.length > 0) {
    for (const memberId of moved) learnt.add(memberId);
    return 'MEMBERS_MOVED';
  }

  // A card was looked up before the locks: its member was merged meanwhile, and the card finds the other now.
  const named = new Set(found.identities.values());
  if (members.some(({ memberId, status }) => status === 'MERGED' && named.has(memberId))) return 'MEMBERS_MOVED';

  const now = decisionTime(services, programmeId, members);
  const bounded = boundedSpends(plan);
  if (bounded.length > 0 && businessDate(now, timeZone) > lastDateNotCounted(today)) {
    // Times of members are ahead of this clock by days: which lots can be spent must be asked of all.
    for (const [memberId] of bounded) learnt.add(memberId);
    return 'MEMBERS_MOVED';
  }
  const rules =
    rulePlan === null ? NO_RULE_FACTS : await readRuleFacts(sql, rulePlan, reference, [...plan.memberIds], now, true);
  const facts: BatchFacts = {
    programmeId,
    windowId,
    reference,
    rules,
    remembered: new Map(remembered.map((row) => [keyName(row.keySpace, row.key), toRecord(row)])),
    identities: found.identities,
    statuses: new Map(members.flatMap((row) => (row.status === null ? [] : [[row.memberId, row.status]]))),
    wallets: new Map(
      members.flatMap((row) => (row.available === null ? [] : [[row.memberId, toWallet(row, programmeId)]])),
    ),
    books,
    originals: new Map(found.originals.map((record) => [record.transactionId, record])),
    followers: groupByOriginal(detail?.followers ?? []),
    holds: new Map(detail?.holds.map((hold) => [hold.hold.holdId, hold])),
    adjustments: new Map(detail?.adjustments.map((adjustment) => [adjustment.adjustmentId, adjustment])),
    positions: new Map(detail?.positions.map((row) => [row.partnerId, row.creditsMinor - row.debitsMinor])),
  };
  const batch = new Batch(facts, now, services.idsAt(now));
  const replies = decideBatch(batch, requests);

  // Trip 2, on the connection that has the locks or on none.
  const written = writeBatch(batch, { windowId, lane });
  const trail = trailOfBatch(requests, replies, facts.remembered.values(), now);
  if (!held.isSame(begun)) throw connectionLost();
  if (trail.length > 0) {
    await auditEntries(sql, trail);
    if (!held.isSame(begun)) throw connectionLost();
  }
  await held.exchange(written === null ? [COMMIT] : [written, COMMIT]);
  return { replies, changed: batch.events.length > 0 };
}

interface Found {
  readonly identities: ReadonlyMap<string, string>;
  readonly originals: readonly TransactionRecord[];
}

/** Trip 0: who and what the requests mean. */
export async function findNamed(
  services: Pick<BatchServices, 'identityLookup'>,
  sql: Sql,
  programmeId: string,
  plan: BatchPlan,
): Promise<Found> {
  if (!needsFinding(plan)) return { identities: new Map(), originals: [] };
  const transactionIds = idList(plan.transactionIds);
  const asked = [...plan.identities];
  const hashed = asked.map(([, identity]) => ({
    kind: identity.kind,
    lookup: services.identityLookup(programmeId, identity),
  }));
  const [identityRows, transactionRows, holders, adjusted, movedTo] = await inOneTrip(
    asked.length === 0 ? [] : findIdentities(sql, programmeId, hashed),
    plan.transactionIds.size === 0 ? [] : findTransactions(sql, programmeId, transactionIds),
    plan.holdIds.size === 0 ? [] : findHolders(sql, programmeId, idList(plan.holdIds)),
    plan.adjustmentIds.size === 0 ? [] : findAdjusted(sql, programmeId, idList(plan.adjustmentIds)),
    plan.transactionIds.size === 0 ? [] : findMovedTo(sql, transactionIds),
  );
  const identities = new Map(identityRows.map((row) => [asked[Number(row.at) - 1]![0], row.memberId]));
  const originals = transactionRows.map(toRecord);
  // Points move between members of one programme only, and only then are there originals that name them.
  const others = originals.length === 0 ? [] : movedTo;
  addFound(
    plan,
    identities,
    originals,
    [...holders, ...adjusted, ...others].map((row) => row.memberId),
  );
  return { identities, originals };
}

/** Whether no lot is needed but by who owes points or has lots that slide. */
function nobodySpends(plan: BatchPlan): boolean {
  return plan.spenderIds.size === 0 && plan.spends.size === 0;
}

/** Members of whose lots only as many are read as their spends take. */
function boundedSpends(plan: BatchPlan): (readonly [string, bigint])[] {
  return [...plan.spends].filter(([memberId]) => !plan.spenderIds.has(memberId));
}

/** Whether lots are needed for nothing but spends of members who name nothing else: then those of `spendOf` are all that is needed. */
function onlySpends(plan: BatchPlan): boolean {
  const named = [plan.spenderIds, plan.wholeIds, plan.transactionIds, plan.holdIds, plan.adjustmentIds];
  return plan.spends.size > 0 && named.every((ids) => ids.size === 0);
}

/** The spends of a batch, as what is read for them asks. */
function spendOf(plan: BatchPlan, soonestExpiryFirst: boolean, today: string) {
  return { spends: boundedSpends(plan), soonestExpiryFirst, countedAfter: lastDateNotCounted(today) };
}

/** A day more than today: the date may change before the batch is decided, and a lot that lapses then must not have been counted on. */
function lastDateNotCounted(today: string): string {
  return addDays(today, 1);
}

/** What only some batches need: lots and what hangs on them. */
interface Detail {
  readonly lots: readonly Lot[];
  readonly debts: readonly Debt[];
  readonly lines: readonly RedemptionLine[];
  readonly holds: readonly HoldState[];
  readonly followers: readonly TransactionRecord[];
  readonly adjustments: readonly AdjustmentState[];
  readonly positions: readonly PositionRow[];
}

const NO_DETAIL: Detail = { lots: [], debts: [], lines: [], holds: [], followers: [], adjustments: [], positions: [] };

export async function readDetail(
  sql: Sql,
  programmeId: string,
  plan: BatchPlan,
  memberIds: string,
  exposed: readonly string[],
  soonestExpiryFirst: boolean,
  today: string,
): Promise<Detail> {
  const named: Named = {
    spenderIds: idList(plan.spenderIds),
    ...spendOf(plan, soonestExpiryFirst, today),
    wholeIds: idList(plan.wholeIds),
    transactionIds: idList(plan.transactionIds),
  };
  const [lots, debts, lines, holdRows, followers, adjustments, positions] = await inOneTrip(
    readLots(sql, memberIds, named),
    readDebts(sql, memberIds),
    readLines(sql, memberIds, named),
    readHolds(sql, memberIds, named.spenderIds, idList(plan.holdIds)),
    plan.transactionIds.size === 0 ? [] : readFollowers(sql, named.transactionIds),
    plan.adjustmentIds.size === 0 ? [] : readAdjustments(sql, programmeId, idList(plan.adjustmentIds)),
    exposed.length === 0 ? [] : () => readPositions(sql, programmeId, exposed),
  );
  return { lots, debts, lines, holds: toHolds(holdRows), followers: followers.map(toRecord), adjustments, positions };
}

export function toBooks({ lots, debts, lines, holds }: Detail): Map<string, MemberBook> {
  const books = new Map<string, MemberBook>();
  const bookOf = (memberId: string): MemberBook => {
    let book = books.get(memberId);
    if (book === undefined) {
      book = emptyBook(memberId);
      books.set(memberId, book);
    }
    return book;
  };
  for (const lot of lots) bookOf(lot.memberId).lots.set(lot.lotId, lot);
  for (const debt of debts) bookOf(debt.memberId).debts.set(debt.debtId, debt);
  for (const line of lines) bookOf(line.memberId).lines.set(line.lineId, line);
  for (const { hold } of holds) bookOf(hold.memberId).holds.set(hold.holdId, hold);
  return books;
}

function toHolds(rows: readonly HoldLotRow[]): HoldState[] {
  const holds = new Map<string, HoldState & { readonly hold: Hold }>();
  for (const row of rows) {
    let state = holds.get(row.holdId);
    if (state === undefined) {
      const { holdId, memberId, partnerId, contractVersionId, expiresAt } = row;
      state = {
        hold: { holdId, memberId, partnerId, contractVersionId, expiresAt, lots: [], state: row.state },
        storeId: row.storeId,
        points: row.points,
      };
      holds.set(holdId, state);
    }
    state.hold.lots.push({ lotId: row.lotId, points: row.held });
  }
  return [...holds.values()];
}

export function toWallet(row: MemberRow, programmeId: string): Wallet {
  return {
    memberId: row.memberId,
    programmeId,
    available: row.available ?? 0n,
    held: row.held ?? 0n,
    pending: row.pending ?? 0n,
    arrears: row.arrears ?? 0n,
    qualifying: row.qualifying ?? 0n,
    sliding: row.sliding ?? false,
    postedAt: row.postedAt,
  };
}

/** Never before what this process decided last, nor before the last posting of any member of the batch. */
function decisionTime(services: BatchServices, programmeId: string, wallets: readonly MemberRow[]): Date {
  let at = Math.max(services.clock().getTime(), services.lastDecided.get(programmeId) ?? 0);
  for (const { postedAt } of wallets) if (postedAt !== null && postedAt.getTime() > at) at = postedAt.getTime();
  services.lastDecided.set(programmeId, at);
  return new Date(at);
}

function groupByOriginal(records: readonly TransactionRecord[]): Map<string, TransactionRecord[]> {
  const groups = new Map<string, TransactionRecord[]>();
  for (const record of records) {
    if (record.originalId === null) continue;
    const group = groups.get(record.originalId);
    if (group === undefined) groups.set(record.originalId, [record]);
    else group.push(record);
  }
  return groups;
}

export function idList(values: Iterable<string>): string {
  return plainArray([...values], (value) => value);
}
