/**
 * Draws: made with a committed seed, entered by members, closed with the hash of the entries, drawn by revealing the seed (domain/draw.ts).
 *
 * An entry that costs points is a small saga: PENDING with a place kept, then the points are spent under the entry's own key, then it has its number, or is
 * refused. A draw closes only when no entry is on its way, and an entry is begun only while it is open: the draw's row is the lock of both.
 */
import { createHash } from 'node:crypto';
import { type Caller, isInProgramme, isOperator } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { assert } from '../../shared/assert.ts';
import { isId } from '../../shared/ids.ts';
import { MOST_POINTS_AT_ONCE } from '../../shared/points.ts';
import { accepted, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { entriesHashOf, type HexHash, winningNumbers } from '../domain/draw.ts';
import type { CloseDrawInput, CreateDrawInput, DrawWinnersInput, EnterDrawInput } from '../generated.ts';
import { insertAwards } from '../store/awards.ts';
import {
  closeDraw as close,
  countEntriesOf,
  type DrawRow,
  endDraw,
  insertDraw,
  insertEntry,
  listPendingEntries,
  lockDraw,
  numberEntry,
  readDraws,
  readEntries,
  readEntryLines,
  refuseEntry,
} from '../store/draws.ts';
import { readConfirmAbove } from '../store/members.ts';
import { readStore } from '../store/stores.ts';
import { agreeAsMaker, readFunding } from './funding.ts';
import { giveAwards } from './give-awards.ts';
import { actingFor, once, refuseMember, refusePartners, requireGregorian } from './once.ts';

const sha256: HexHash = (text) => createHash('sha256').update(text).digest('hex');
const SEED_BYTES = 32;
const DRAW_AT = ['input', 'drawId'];
const UNKNOWN = refuse('DRAW_UNKNOWN', 'No such draw in this programme.', DRAW_AT);
const PENDING_PAGE = 100;

/** Makes a draw. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, STORE_UNKNOWN. For the operator. */
export async function createDraw(
  deps: RewardsDeps,
  caller: Caller,
  input: CreateDrawInput,
): Promise<Outcome<{ drawId: string }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'Draws are for the operator to make.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
  const prize = check.text(input.prize, ['input', 'prize'], { max: 2_000 });
  const { winners, prizePoints, pricePoints, maxPerMember, opensAt, closesAt } = input;
  const within = (value: number, most: number): boolean => value >= 1 && value <= most;
  check.require(within(winners, 1_000), 'INVALID_INPUT', 'There are 1 to 1,000 winners.', ['input', 'winners']);
  check.require(within(maxPerMember, 1_000), 'INVALID_INPUT', 'A member has 1 to 1,000 entries.', [
    'input',
    'maxPerMember',
  ]);
  for (const [field, points] of Object.entries({ prizePoints, pricePoints }))
    check.require(points >= 0n && points <= MOST_POINTS_AT_ONCE, 'INVALID_INPUT', `\`${field}\` is not below zero.`, [
      'input',
      field,
    ]);
  requireGregorian(check, opensAt, ['input', 'opensAt']);
  requireGregorian(check, closesAt, ['input', 'closesAt']);
  check.require(opensAt < closesAt, 'INVALID_INPUT', '`closesAt` comes after `opensAt`.', ['input', 'closesAt']);
  const storeId = input.storeId?.toLowerCase() ?? null;
  const booked = pricePoints === 0n || storeId !== null;
  check.require(booked, 'INVALID_INPUT', 'An entry that costs points is booked at a store.', ['input', 'storeId']);
  const funding = readFunding(caller, input.funding, check);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const { programmeId } = caller;
  const body = { name, prize, winners, prizePoints, pricePoints, maxPerMember, opensAt, closesAt, storeId, funding };
  return once(deps, caller, { command: 'createDraw', key, body }, async (tx, at) => {
    const stranger = await refusePartners(
      tx,
      programmeId,
      funding.map(({ funderId }) => funderId),
      ['input', 'funding'],
    );
    if (stranger !== null) return refused(stranger);
    if (storeId !== null && (!isId(storeId) || (await readStore(tx.sql, programmeId, storeId)) === null))
      return refused(refuse('STORE_UNKNOWN', 'No such store in this programme.', ['input', 'storeId']));
    const drawId = deps.ids();
    const seed = Buffer.from(deps.random(SEED_BYTES)).toString('hex');
    await insertDraw(tx.sql, {
      ...{ draw_id: drawId, programme_id: programmeId, name, prize, prize_points: prizePoints, funding, winners },
      ...{
        price_points: pricePoints,
        store_id: storeId,
        max_per_member: maxPerMember,
        opens_at: opensAt,
        closes_at: closesAt,
      },
      ...{ seed, seed_commitment: sha256(seed), created_at: at },
      agreed_at: await agreeAsMaker(tx, caller, { subjectId: drawId, funding }, at),
    });
    return accepted({ drawId });
  });
}

/**
 * Enters a draw. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE, DRAW_UNKNOWN, DRAW_STATE, LIMIT_EXCEEDED,
 * CONFIRMATION_REQUIRED (the operator enters it for more than the member wants to spend unasked), then the ledger's where it costs points. Throws when the ledger cannot be asked: the same request goes on with it.
 */
export async function enterDraw(
  deps: RewardsDeps,
  asker: Caller,
  input: EnterDrawInput,
): Promise<Outcome<{ entryId: string }>> {
  const acting = actingFor(asker, input.memberId);
  if (!acting.ok) return acting;
  const { caller, memberId } = acting.result;
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const word = check.text(input.word, ['input', 'word'], { min: 0, max: 100 });
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const drawId = input.drawId.toLowerCase();
  const { programmeId } = caller;
  const body = { drawId, memberId, word };
  const outcome = await once<{ entryId: string }>(deps, caller, { command: 'enterDraw', key, body }, async (tx, at) => {
    const absent = await refuseMember(tx, programmeId, memberId);
    if (absent !== null) return refused(absent);
    const draw = isId(drawId) ? await lockDraw(tx.sql, programmeId, drawId) : null;
    if (draw === null || draw.agreed_at === null) return refused(UNKNOWN);
    if (draw.state !== 'OPEN' || at < draw.opens_at || at >= draw.closes_at)
      return refused(refuse('DRAW_STATE', 'The draw takes no entries now.', DRAW_AT));
    if ((await countEntriesOf(tx.sql, drawId, memberId)) >= draw.max_per_member)
      return refused(refuse('LIMIT_EXCEEDED', 'The member has as many entries as one may.', DRAW_AT));
    const [above = null] = caller.role === 'member' ? [] : await readConfirmAbove(tx.sql, [{ programmeId, memberId }]);
    if (above !== null && draw.price_points > above)
      return refused(refuse('CONFIRMATION_REQUIRED', 'The member enters a draw itself that costs this much.', DRAW_AT));
    const entryId = deps.ids();
    await insertEntry(tx.sql, { entry_id: entryId, draw_id: drawId, member_id: memberId, word, entered_at: at });
    if (draw.price_points === 0n) await numberEntry(tx.sql, entryId);
    return accepted({ entryId });
  });
  return outcome.ok ? driveEntry(deps, outcome.result.entryId) : outcome;
}

/** Brings an entry to its end: with its number, or refused. */
async function driveEntry(deps: RewardsDeps, entryId: string): Promise<Outcome<{ entryId: string }>> {
  const { sql } = deps.database;
  const [entry] = await readEntries(sql, [entryId]);
  assert(entry !== undefined, 'an entry that is driven exists');
  if (entry.state === 'REFUSED') return refused(entry.refusal as Refusal);
  if (entry.state === 'ENTERED') return accepted({ entryId });
  const [draw] = await readDraws(sql, [entry.draw_id]);
  assert(draw?.store_id != null, 'a draw that costs points names a store');
  const spent = await deps.ledger.redeem({
    ...{ programmeId: draw.programme_id, storeId: draw.store_id, memberId: entry.member_id, points: draw.price_points },
    ...{ idempotencyKey: `draw-entry:${entryId}`, reference: entryId, requestId: `draw-entry:${entryId}` },
  });
  await deps.reached?.('captured');
  if (!spent.ok) {
    await refuseEntry(sql, entryId, { code: spent.refusal.code, message: spent.refusal.message });
    return spent;
  }
  await deps.database.withTransaction(
    async (tx) => {
      await lockDraw(tx.sql, draw.programme_id, draw.draw_id);
      await numberEntry(tx.sql, entryId);
    },
    { attempts: 3 },
  );
  return accepted({ entryId });
}

/** Drives entries to their end that a crash left on their way. Safe beside itself. */
export async function resumeEntries(deps: RewardsDeps, before: Date, drawId: string | null = null): Promise<void> {
  for (const entryId of await listPendingEntries(deps.database.sql, drawId, before, PENDING_PAGE))
    await driveEntry(deps, entryId);
}

/**
 * Closes a draw whose time is over: its entries are fixed and their hash published. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED,
 * DRAW_UNKNOWN, DRAW_STATE.
 */
export async function closeDraw(
  deps: RewardsDeps,
  caller: Caller,
  input: CloseDrawInput,
): Promise<Outcome<{ drawId: string }>> {
  if (isInProgramme(caller) && isOperator(caller) && isId(input.drawId))
    await resumeEntries(deps, deps.clock(), input.drawId.toLowerCase());
  return endStage(deps, caller, 'closeDraw', input, async (sql, draw, at) => {
    if (draw.state !== 'OPEN' || at < draw.closes_at)
      return refuse('DRAW_STATE', 'The draw is closed already, or takes entries still.', DRAW_AT);
    if ((await listPendingEntries(sql, draw.draw_id, at, 1)).length > 0)
      return refuse('DRAW_STATE', 'An entry is still on its way.', DRAW_AT);
    await close(sql, draw.draw_id, entriesHashOf(await readEntryLines(sql, draw.draw_id), sha256));
    return null;
  });
}

/** Reveals the seed, and with it the winners. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, DRAW_UNKNOWN, DRAW_STATE. */
export async function drawWinners(
  deps: RewardsDeps,
  caller: Caller,
  input: DrawWinnersInput,
): Promise<Outcome<{ drawId: string }>> {
  const outcome = await endStage(deps, caller, 'drawWinners', input, async (sql, draw, at) => {
    if (draw.state !== 'CLOSED' || draw.entries_hash === null)
      return refuse('DRAW_STATE', 'The draw is not closed, or was drawn already.', DRAW_AT);
    const { seed, entries, winners, entries_hash: entriesHash } = draw;
    const winning = winningNumbers({ seed, entries, winners, entriesHash }, sha256);
    const won = await endDraw(sql, draw.draw_id, winning, at);
    if (draw.prize_points > 0n)
      await insertAwards(
        sql,
        won.map((entry) => ({
          ...{
            awardId: deps.ids(),
            programmeId: draw.programme_id,
            memberId: entry.member_id,
            points: draw.prize_points,
          },
          ...{ component: `CAMPAIGN:draw-${draw.draw_id}`, funding: draw.funding, reason: 'DRAW' as const },
          ...{ reasonId: entry.entry_id, madeAt: at },
        })),
      );
    return null;
  });
  if (outcome.ok) await giveAwards(deps);
  return outcome;
}

async function endStage(
  deps: RewardsDeps,
  caller: Caller,
  command: string,
  input: { readonly idempotencyKey: string; readonly drawId: string },
  stage: (sql: Parameters<typeof lockDraw>[0], draw: DrawRow, at: Date) => Promise<Refusal | null>,
): Promise<Outcome<{ drawId: string }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'Draws are for the operator to end.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const drawId = input.drawId.toLowerCase();
  return once(deps, caller, { command, key, body: { drawId } }, async ({ sql }, at) => {
    const draw = isId(drawId) ? await lockDraw(sql, caller.programmeId, drawId) : null;
    if (draw === null) return refused(UNKNOWN);
    const refusal = await stage(sql, draw, at);
    return refusal === null ? accepted({ drawId }) : refused(refusal);
  });
}
