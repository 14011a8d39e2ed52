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
import {
  deleteHouseholdMember,
  type HouseholdRole,
  insertHousehold,
  insertHouseholdMember,
  lockHouseholdOf,
  readHouseholdMembers,
} from '../store/households.ts';
import { lockMember } from '../store/members.ts';
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

function inOneAlready() {
  return refuse('HOUSEHOLD_STATE', 'The member is in a household already.', ['input', 'memberId']);
}
