/**
 * People who collect and spend together. Everybody's points stay their own until they are needed (household-draws.ts). So leaving is leaving, with
 * one's own lots.
 */
import type { Caller } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { DISPLAY_NAME } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { MAX_POINTS } from '../../shared/points.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { readKnownTo } from '../store/consents.ts';
import {
  deleteHousehold,
  deleteHouseholdMember,
  type HouseholdRole,
  insertHousehold,
  insertHouseholdMember,
  lockHouseholdOf,
  readDrawsGoingBackOf,
  readHouseholdMembers,
  sendDrawsBack,
} from '../store/households.ts';
import { lockMember } from '../store/members.ts';
import { giveBack } from './household-draws.ts';
import { aboutMember } from './member-command.ts';

const MOST_MEMBERS = 10;

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
 * Brings a member into the household of a head. The operator does, and a partner that both let know who they are, with both before them: anybody could otherwise bring in others who
 * never asked, and draw from them. A child draws nothing unless it is given a limit. Refusals in the published order: those of a member's command (also about the head: a household
 * of a closed member takes nobody), HOUSEHOLD_UNKNOWN, CONSENT_MISSING, HOUSEHOLD_STATE, LIMIT_EXCEEDED.
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
      if (caller.role === 'partner' && (await readKnownTo(sql, caller.partnerId ?? '', [memberId, headId])).length < 2)
        return refused(refuse('CONSENT_MISSING', 'They have not both told this partner who they are.'));
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
 * Leaves the household, with one's own points: what was drawn and not spent goes back, the same lots, each giver's part of a draw whole or, where some of it was spent, not. The last head
 * leaves last; a household that nobody is in is gone. Refusals in the published order: those of a member's command, HOUSEHOLD_UNKNOWN, HOUSEHOLD_STATE (others would be left without
 * a head).
 */
export async function leaveHousehold(
  deps: MembersDeps,
  caller: Caller,
  input: LeaveHousehold,
): Promise<Outcome<{ memberId: string }>> {
  const outcome = await aboutMember(
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
      const { householdId } = household;
      const others = (await readHouseholdMembers(sql, householdId)).filter((one) => one.memberId !== memberId);
      if (others.length > 0 && !others.some((one) => one.role === 'HEAD')) {
        return refused(refuse('HOUSEHOLD_STATE', 'The others would be left without a head.'));
      }
      await deleteHouseholdMember(sql, memberId);
      if (others.length === 0) await deleteHousehold(sql, householdId);
      await sendDrawsBack(sql, householdId, memberId);
      return accepted({ memberId });
    },
  );
  // The ledger's locks are not waited for within the command. What a crash leaves is gone on with every minute.
  if (outcome.ok) await giveBack(deps, await readDrawsGoingBackOf(deps.database.sql, outcome.result.memberId));
  return outcome;
}

function inOneAlready() {
  return refuse('HOUSEHOLD_STATE', 'The member is in a household already.', ['input', 'memberId']);
}
