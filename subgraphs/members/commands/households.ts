/**
 * People who collect and spend together. Everybody's points stay their own until they are needed: who spends draws what it is short of from the
 * others, heads first, up to its monthly limit. So leaving is leaving, with one's own lots.
 *
 * A draw is noted with its limit under the household's lock, then each giver's part is a transfer of the ledger under a key of its own, lots with
 * origin, price and expiry; what came over is what counts. A crash between is gone on after (`resumeDraws`).
 */
import { type Caller, isInProgramme } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { DISPLAY_NAME } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { isPositivePoints, MAX_POINTS } from '../../shared/points.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import {
  deleteHouseholdMember,
  finishDraw,
  type HouseholdRole,
  insertDraw,
  insertHousehold,
  insertHouseholdMember,
  lockHouseholdOf,
  readDraw,
  readHouseholdMember,
  readHouseholdMembers,
  readOpenDraws,
  sumDraws,
} from '../store/households.ts';
import { lockMember } from '../store/members.ts';
import { readProgramme } from '../store/programmes.ts';
import { dayIn } from '../tiers/programme-day.ts';
import { aboutMember } from './member-command.ts';

const MOST_MEMBERS = 10;
const REQUEST = 'household';

export interface MakeHousehold {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly name: string;
}

/** Makes a household with the member as its head. Refusals in the published order: those of a member's command, HOUSEHOLD_STATE. */
export function makeHousehold(
  deps: MembersDeps,
  caller: Caller,
  input: MakeHousehold,
): Promise<Outcome<{ memberId: string }>> {
  const check = createInputCheck();
  const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
  return aboutMember(
    deps,
    caller,
    {
      name: 'makeHousehold',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { name },
      who: ['operator', 'partner', 'member'],
      check,
    },
    async ({ tx: { sql }, member: { programmeId, memberId }, at }) => {
      const householdId = deps.ids();
      await insertHousehold(sql, { householdId, programmeId, name, madeAt: at });
      const head = { memberId, householdId, role: 'HEAD', monthlyLimit: null, joinedAt: at } as const;
      return (await insertHouseholdMember(sql, programmeId, head)) ? accepted({ memberId }) : refused(inOneAlready());
    },
  );
}

export interface JoinHousehold {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly headId: string;
  readonly role: HouseholdRole;
  readonly monthlyLimit?: bigint | null | undefined;
}

/**
 * Brings a member into the household of a head. The operator and partners do, with both before them: a member could otherwise bring others in who never asked. A child draws nothing
 * unless it is given a limit. Refusals in the published order: those of a member's command (also about the head: a household of a closed member takes nobody),
 * HOUSEHOLD_UNKNOWN, HOUSEHOLD_STATE, LIMIT_EXCEEDED.
 */
export function joinHousehold(
  deps: MembersDeps,
  caller: Caller,
  input: JoinHousehold,
): Promise<Outcome<{ memberId: string }>> {
  const { role, monthlyLimit = null } = input;
  const headId = input.headId.toLowerCase();
  const check = createInputCheck();
  check.require(
    monthlyLimit === null || (monthlyLimit >= 0n && monthlyLimit <= MAX_POINTS),
    'INVALID_INPUT',
    'A limit is 0 to 2^53 - 1.',
    ['input', 'monthlyLimit'],
  );
  return aboutMember(
    deps,
    caller,
    {
      name: 'joinHousehold',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { headId, role, monthlyLimit },
      who: ['operator', 'partner'],
      check,
    },
    async ({ tx: { db, sql }, member: { programmeId, memberId }, at }) => {
      const head = isId(headId) ? await lockMember(db, programmeId, headId) : null;
      if (head === null) return refused(refuse('MEMBER_UNKNOWN', 'No such member.', ['input', 'headId']));
      if (head.status !== 'ACTIVE') {
        return refused(refuse('MEMBER_INACTIVE', 'The head of the household is not active.', ['input', 'headId']));
      }
      const household = await lockHouseholdOf(sql, headId);
      const members = household === null ? [] : await readHouseholdMembers(sql, household.householdId);
      if (household === null || !members.some((one) => one.memberId === headId && one.role === 'HEAD')) {
        return refused(refuse('HOUSEHOLD_UNKNOWN', 'This member is head of no household.', ['input', 'headId']));
      }
      const { householdId } = household;
      const limit = role === 'CHILD' ? (monthlyLimit ?? 0n) : monthlyLimit;
      const joined = await insertHouseholdMember(sql, programmeId, {
        memberId,
        householdId,
        role,
        monthlyLimit: limit,
        joinedAt: at,
      });
      if (!joined) return refused(inOneAlready());
      return members.length < MOST_MEMBERS
        ? accepted({ memberId })
        : refused(refuse('LIMIT_EXCEEDED', `A household has at most ${MOST_MEMBERS} members.`));
    },
  );
}

export interface LeaveHousehold {
  readonly idempotencyKey: string;
  readonly memberId: string;
}

/**
 * Leaves the household, with one's own points. The last head leaves last. Refusals in the published order: those of a member's command, HOUSEHOLD_UNKNOWN,
 * HOUSEHOLD_STATE (others would be left without a head).
 */
export function leaveHousehold(
  deps: MembersDeps,
  caller: Caller,
  input: LeaveHousehold,
): Promise<Outcome<{ memberId: string }>> {
  return aboutMember(
    deps,
    caller,
    {
      name: 'leaveHousehold',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: {},
      who: ['operator', 'partner', 'member'],
      whateverStatus: true,
    },
    async ({ tx: { sql }, member: { memberId } }) => {
      const household = await lockHouseholdOf(sql, memberId);
      if (household === null) return refused(refuse('HOUSEHOLD_UNKNOWN', 'The member is in no household.'));
      const others = (await readHouseholdMembers(sql, household.householdId)).filter(
        (one) => one.memberId !== memberId,
      );
      if (others.length > 0 && !others.some((one) => one.role === 'HEAD')) {
        return refused(refuse('HOUSEHOLD_STATE', 'The others would be left without a head.'));
      }
      await deleteHouseholdMember(sql, memberId);
      return accepted({ memberId });
    },
  );
}

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
    async ({ tx: { sql }, member: { programmeId, memberId }, at }) => {
      const household = await lockHouseholdOf(sql, memberId);
      const me = await readHouseholdMember(sql, memberId);
      if (household === null || me === null) {
        return refused(refuse('HOUSEHOLD_UNKNOWN', 'The member is in no household.'));
      }
      const today = dayIn((await readProgramme(sql, programmeId))?.timeZone ?? 'UTC', at);
      const month = `${today.slice(0, 7)}-01`;
      if (me.monthlyLimit !== null && (await sumDraws(sql, memberId, month)) + points > me.monthlyLimit) {
        return refused(refuse('LIMIT_EXCEEDED', "The member's monthly limit forbids this.", ['input', 'points']));
      }
      const parts = share(pool, points);
      if (parts === null) {
        return refused(refuse('INSUFFICIENT_POINTS', 'The others have fewer points.', ['input', 'points']));
      }
      const drawId = deps.ids();
      const { householdId } = household;
      await insertDraw(sql, {
        drawId,
        programmeId,
        householdId,
        memberId,
        month,
        asked: points,
        givers: parts.map((part) => part.memberId),
        parts: parts.map((part) => part.points),
        drawn: 0n,
        state: 'OPEN',
        askedAt: at,
      });
      return accepted({ memberId, drawId });
    },
  );
  if (outcome.ok) await doDraw(deps, outcome.result.drawId);
  return outcome;
}

/** Goes on with draws that a crash left on their way. */
export async function resumeDraws(deps: MembersDeps, before: Date): Promise<void> {
  for (const drawId of await readOpenDraws(deps.database.sql, before)) await doDraw(deps, drawId);
}

async function doDraw(deps: MembersDeps, drawId: string): Promise<void> {
  const { sql } = deps.database;
  const draw = await readDraw(sql, drawId);
  if (draw === null || draw.state === 'DONE') return;
  const { programmeId, memberId, givers, parts } = draw;
  let drawn = 0n;
  for (const [index, giver] of givers.entries()) {
    const points = parts[index] ?? 0n;
    const moved = await deps.ledger.transfer({
      programmeId,
      requestId: REQUEST,
      idempotencyKey: `draw:${drawId}:${giver}`,
      fromMemberId: giver,
      toMemberId: memberId,
      points,
    });
    if (moved.ok) drawn += points;
  }
  await finishDraw(sql, drawId, drawn);
}

interface Part {
  readonly memberId: string;
  readonly points: bigint;
}

/** What the others of the member's household have, in the order in which they give. */
async function poolOf(deps: MembersDeps, programmeId: string, memberId: string): Promise<Part[]> {
  const me = isId(memberId) ? await readHouseholdMember(deps.database.sql, memberId.toLowerCase()) : null;
  if (me === null) return [];
  const others = await readHouseholdMembers(deps.database.sql, me.householdId);
  return Promise.all(
    others
      .filter((giver) => giver.memberId !== me.memberId)
      .map(async (giver) => {
        const wallet = await deps.ledger.wallet({ programmeId, memberId: giver.memberId, requestId: REQUEST });
        return { memberId: giver.memberId, points: wallet.available };
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

function inOneAlready() {
  return refuse('HOUSEHOLD_STATE', 'The member is in a household already.', ['input', 'memberId']);
}
