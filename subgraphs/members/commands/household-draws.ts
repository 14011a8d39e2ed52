/**
 * What a member is short of it draws from the others of its household, heads first, up to its monthly limit.
 *
 * A draw is noted with its limit under the household's lock, then each giver's part is a transfer of the ledger under a key of its own, lots with
 * origin, price and expiry; what came over is what counts. A crash between is gone on after (`resumeDraws`).
 */
import { type Caller, isInProgramme } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { isId } from '../../shared/ids.ts';
import { isPositivePoints, MAX_POINTS } from '../../shared/points.ts';
import { accepted, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import {
  type DrawRow,
  drawsWentBack,
  finishDraw,
  insertDraw,
  keepOfDraw,
  lockHouseholdOf,
  readDraw,
  readDrawsGoingBack,
  readGivers,
  readHouseholdMember,
  readOpenDraws,
  sumDraws,
} from '../store/households.ts';
import { readProgramme } from '../store/programmes.ts';
import { dayIn } from '../tiers/programme-day.ts';
import { aboutMember, type MemberWork } from './member-command.ts';

const REQUEST = 'household';

export interface DrawFromHousehold {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly points: bigint;
}

/**
 * Draws points of the others, to spend them. What came over may be less than was asked, when the others spent meanwhile. Refusals in the published order:
 * those of a member's command, INVALID_POINTS, HOUSEHOLD_UNKNOWN, LIMIT_EXCEEDED (the month's), INSUFFICIENT_POINTS (all the others have fewer).
 */
export async function drawFromHousehold(
  deps: MembersDeps,
  caller: Caller,
  input: DrawFromHousehold,
): Promise<Outcome<{ memberId: string; drawId: string }>> {
  const { points } = input;
  const check = createInputCheck();
  check.require(isPositivePoints(points), 'INVALID_POINTS', `Points are 1 to ${MAX_POINTS}.`, ['input', 'points']);
  const pool =
    check.first() === null && isInProgramme(caller) ? await poolOf(deps, caller.programmeId, input.memberId) : [];
  const outcome = await aboutMember<{ memberId: string; drawId: string }>(
    deps,
    caller,
    {
      name: 'drawFromHousehold',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { points },
      who: ['operator', 'partner', 'member'],
      check,
    },
    async (work) => {
      const noted = await noteDraw(deps, work, pool, points);
      return typeof noted === 'string' ? accepted({ memberId: work.member.memberId, drawId: noted }) : refused(noted);
    },
  );
  if (outcome.ok) await doDraw(deps, outcome.result.drawId);
  return outcome;
}

/**
 * Notes a draw under the household's lock, its limit counted and its parts fixed; answers with its id, or with why there is none: HOUSEHOLD_UNKNOWN,
 * LIMIT_EXCEEDED, INSUFFICIENT_POINTS.
 */
export async function noteDraw(
  deps: MembersDeps,
  { tx: { sql }, member: { programmeId, memberId }, at }: MemberWork,
  pool: readonly Part[],
  points: bigint,
): Promise<string | Refusal> {
  const household = await lockHouseholdOf(sql, memberId);
  const me = await readHouseholdMember(sql, memberId);
  if (household === null || me === null) return refuse('HOUSEHOLD_UNKNOWN', 'The member is in no household.');
  const today = dayIn((await readProgramme(sql, programmeId))?.timeZone ?? 'UTC', at);
  const month = `${today.slice(0, 7)}-01`;
  if (me.monthlyLimit !== null && (await sumDraws(sql, memberId, month)) + points > me.monthlyLimit)
    return refuse('LIMIT_EXCEEDED', "The member's monthly limit forbids this.", ['input', 'points']);
  const parts = share(pool, points);
  if (parts === null) return refuse('INSUFFICIENT_POINTS', 'The others have fewer points.', ['input', 'points']);
  const drawId = deps.ids();
  const { householdId } = household;
  await insertDraw(sql, {
    ...{ drawId, programmeId, householdId, memberId, month, asked: points, drawn: 0n, state: 'OPEN', askedAt: at },
    givers: parts.map((part) => part.memberId),
    parts: parts.map((part) => part.points),
  });
  return drawId;
}

/** Goes on with draws that a crash left on their way. */
export async function resumeDraws(deps: MembersDeps, before: Date): Promise<void> {
  for (const drawId of await readOpenDraws(deps.database.sql, before)) await doDraw(deps, drawId);
  await giveBack(deps, await readDrawsGoingBack(deps.database.sql, before));
}

/** Gives draws of who left the household back, one after the other; again and again the same. */
export async function giveBack(deps: MembersDeps, drawIds: readonly string[]): Promise<void> {
  for (const drawId of drawIds) {
    await doDraw(deps, drawId);
    await undoDraw(deps, drawId, 'The member that drew it left the household.');
    await drawsWentBack(deps.database.sql, drawId);
  }
}

/** Has the ledger move the parts of a draw; nothing when that was done. */
export async function doDraw(deps: MembersDeps, drawId: string): Promise<void> {
  const { sql } = deps.database;
  const draw = await readDraw(sql, drawId);
  if (draw === null || draw.state === 'DONE') return;
  let drawn = 0n;
  for (const [index, giver] of draw.givers.entries())
    if ((await takePart(deps, draw, giver, draw.parts[index] ?? 0n)).ok) drawn += draw.parts[index] ?? 0n;
  await finishDraw(sql, drawId, drawn);
}

/** Gives the parts of a draw back to those who gave them, their own lots; what was spent meanwhile stays, and counts. */
export async function undoDraw(
  deps: MembersDeps,
  drawId: string,
  reason = 'The redemption that it was drawn for was refused.',
): Promise<void> {
  const { sql } = deps.database;
  const draw = await readDraw(sql, drawId);
  if (draw === null) return;
  let kept = 0n;
  for (const [index, giver] of draw.givers.entries()) {
    const points = draw.parts[index] ?? 0n;
    // Asked again under its key, the ledger says which transfer it was.
    const moved = await takePart(deps, draw, giver, points);
    if (!moved.ok) continue;
    const back = await deps.ledger.reverse({
      programmeId: draw.programmeId,
      requestId: REQUEST,
      idempotencyKey: `draw:${drawId}:${giver}:back`,
      transactionId: moved.result.transactionId,
      reason,
    });
    if (!back.ok) kept += points;
  }
  await keepOfDraw(sql, drawId, kept);
}

function takePart(deps: MembersDeps, { programmeId, drawId, memberId }: DrawRow, giver: string, points: bigint) {
  return deps.ledger.transfer({
    ...{ programmeId, requestId: REQUEST, idempotencyKey: `draw:${drawId}:${giver}` },
    ...{ fromMemberId: giver, toMemberId: memberId, points },
  });
}

export interface Part {
  readonly memberId: string;
  readonly points: bigint;
}

/** What the others of the member's household have, in the order in which they give. */
export async function poolOf(deps: MembersDeps, programmeId: string, memberId: string): Promise<Part[]> {
  const me = isId(memberId) ? await readHouseholdMember(deps.database.sql, memberId.toLowerCase()) : null;
  if (me === null) return [];
  const givers = await readGivers(deps.database.sql, me.householdId);
  return Promise.all(
    givers
      .filter((giver) => giver !== me.memberId)
      .map(async (giver) => {
        const wallet = await deps.ledger.wallet({ programmeId, memberId: giver, requestId: REQUEST });
        return { memberId: giver, points: wallet.available };
      }),
  );
}

/** So many points of the pool, the first givers first; null when it has fewer. */
function share(pool: readonly Part[], points: bigint): Part[] | null {
  let missing = points;
  const parts: Part[] = [];
  for (const giver of pool) {
    const part = giver.points < missing ? giver.points : missing;
    if (part > 0n) parts.push({ memberId: giver.memberId, points: part });
    missing -= part;
  }
  return missing === 0n ? parts : null;
}
