/**
 * What earns points otherwise than by buying: a review, a visit, a share, a profile that is complete, a friend who comes along.
 *
 * | proof     | who says that it was done                                                          |
 * |-----------|------------------------------------------------------------------------------------|
 * | NONE      | the member                                                                         |
 * | REFERENCE | the member, with a reference (a review's address, a ticket) that is good once       |
 * | WITNESS   | the partner's app or the operator; a member alone cannot                           |
 *
 * A profile is looked at, whatever proof is asked for: without a name, a birthday and a phone or e-mail that was proved it is not complete.
 *
 * A friend is brought once, before it ever bought; both get their points when it does (feed/follow-referrals.ts). Nobody brings itself or whoever
 * brought it, through however many others: rings earn nothing.
 */
import { createHash } from 'node:crypto';
import { type Caller, isInProgramme, isMember, mayActForPartner } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { isPositivePoints, MOST_POINTS_AT_ONCE } from '../../shared/points.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { readVoucherCode, voucherCode } from '../domain/voucher-code.ts';
import type {
  AcceptReferralInput,
  ClaimActivityInput,
  CreateActivityInput,
  CreateReferralCodeInput,
} from '../generated.ts';
import { type ActivityRow, insertActivity, insertClaim, lockActivity, readClaimsOf } from '../store/activities.ts';
import { insertAwards } from '../store/awards.ts';
import { hasCompleteProfile } from '../store/members.ts';
import { checkReferral, ensureReferralCode, insertReferral, lockReferrals, readReferrer } from '../store/referrals.ts';
import { agreeAsMaker, readFunding } from './funding.ts';
import { giveAwards } from './give-awards.ts';
import {
  actingFor,
  DESCRIPTION,
  isMaker,
  once,
  readOwner,
  refuseMember,
  refusePartners,
  requirePeriod,
} from './once.ts';

const REFERRAL_BYTES = 5;
const MOST = 1_000_000_000;
const ACTIVITY_AT = ['input', 'activityId'];
const UNKNOWN = refuse('ACTIVITY_UNKNOWN', 'No such activity in this programme, or not now.', ACTIVITY_AT);

/** Makes an activity. Refusals: NOT_ALLOWED, INVALID_INPUT, INVALID_POINTS, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN. */
export async function createActivity(
  deps: RewardsDeps,
  caller: Caller,
  input: CreateActivityInput,
): Promise<Outcome<{ activityId: string }>> {
  if (!isMaker(caller))
    return refused(refuse('NOT_ALLOWED', 'Activities are for the operator and whole partners to make.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
  const description = check.text(input.description ?? '', ['input', 'description'], DESCRIPTION) || null;
  const { kind, points, friendPoints, proof, cooldownSeconds, startsAt, endsAt } = input;
  check.require(isPositivePoints(points), 'INVALID_POINTS', 'An activity gives at least one point.', [
    'input',
    'points',
  ]);
  const friendly =
    friendPoints === 0n || (kind === 'REFERRAL' && friendPoints > 0n && friendPoints <= MOST_POINTS_AT_ONCE);
  check.require(friendly, 'INVALID_INPUT', 'Only a referral gives a friend points.', ['input', 'friendPoints']);
  const count = (value: number | null | undefined, least: number, field: string): number | null => {
    const fits = value == null || (value >= least && value <= MOST);
    check.require(fits, 'INVALID_INPUT', `\`${field}\` is from ${least} to ${MOST}.`, ['input', field]);
    return value ?? null;
  };
  const cooldown = count(cooldownSeconds, 0, 'cooldownSeconds') ?? 0;
  const maxPerMember = count(input.maxPerMember, 1, 'maxPerMember');
  const maxInAll = count(input.maxInAll, 1, 'maxInAll');
  requirePeriod(check, startsAt, endsAt);
  const funding = readFunding(caller, input.funding, check);
  const partnerId = readOwner(caller, input.partnerId, check);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const { programmeId } = caller;
  const facts = { kind, name, description, points, proof, funding };
  const limits = { friendPoints, cooldown, maxPerMember, maxInAll, startsAt, endsAt, partnerId };
  return once(deps, caller, { command: 'createActivity', key, body: { ...facts, ...limits } }, async (tx, at) => {
    const payers = funding.map(({ funderId }) => funderId);
    const stranger =
      (await refusePartners(tx, programmeId, [partnerId], ['input', 'partnerId'])) ??
      (await refusePartners(tx, programmeId, payers, ['input', 'funding']));
    if (stranger !== null) return refused(stranger);
    const activityId = deps.ids();
    const row = {
      ...{
        activity_id: activityId,
        programme_id: programmeId,
        partner_id: partnerId,
        friend_points: friendPoints,
        ...facts,
      },
      ...{
        cooldown_seconds: cooldown,
        max_per_member: maxPerMember,
        max_in_all: maxInAll,
        starts_at: startsAt,
        ends_at: endsAt,
      },
      agreed_at: await agreeAsMaker(tx, caller, { subjectId: activityId, funding }, at),
    };
    await insertActivity(tx.sql, row, at);
    return accepted({ activityId });
  });
}

/**
 * Claims the points of something done. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE, LIMIT_EXCEEDED (caps,
 * cool-down), ACTIVITY_UNKNOWN, PROOF_REFUSED.
 */
export async function claimActivity(
  deps: RewardsDeps,
  caller: Caller,
  input: ClaimActivityInput,
): Promise<Outcome<{ claimId: string }>> {
  const memberId = (input.memberId ?? caller.memberId)?.toLowerCase() ?? null;
  if (!isInProgramme(caller) || (caller.role === 'member' && (memberId === null || !isMember(caller, memberId))))
    return refused(refuse('NOT_ALLOWED', 'A member claims for itself only.', ['input', 'memberId']));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const proof = check.text(input.proof ?? '', ['input', 'proof'], { min: 0, max: 500 });
  check.require(memberId !== null, 'INVALID_INPUT', '`memberId` is missing.', ['input', 'memberId']);
  const malformed = check.first();
  if (malformed !== null || memberId === null) return refused(malformed ?? UNKNOWN);
  const activityId = input.activityId.toLowerCase();
  const { programmeId } = caller;
  const body = { activityId, memberId, proof };
  const outcome = await once<{ claimId: string }>(
    deps,
    caller,
    { command: 'claimActivity', key, body },
    async (tx, at) => {
      const absent = await refuseMember(tx, programmeId, memberId);
      if (absent !== null) return refused(absent);
      const activity = isId(activityId) ? await lockActivity(tx.sql, programmeId, activityId) : null;
      if (activity === null || activity.kind === 'REFERRAL' || !runs(activity, at)) return refused(UNKNOWN);
      if (caller.role === 'partner' && (activity.partner_id === null || !mayActForPartner(caller, activity.partner_id)))
        return refused(UNKNOWN);
      const done = await readClaimsOf(tx.sql, activityId, memberId);
      const cooled = done.last_at === null || at.getTime() >= done.last_at.getTime() + activity.cooldown_seconds * 1000;
      if (
        done.claims >= (activity.max_per_member ?? MOST) ||
        activity.claims >= (activity.max_in_all ?? MOST) ||
        !cooled
      )
        return refused(refuse('LIMIT_EXCEEDED', 'It was done as often as it may be, or just now.', ACTIVITY_AT));
      const unproved = refused(refuse('PROOF_REFUSED', 'The proof is missing or was used before.', ['input', 'proof']));
      if (activity.kind === 'PROFILE' && !(await hasCompleteProfile(tx.sql, programmeId, memberId))) return unproved;
      if (activity.proof === 'WITNESS' && caller.role === 'member') return unproved;
      if (activity.proof === 'REFERENCE' && proof.trim() === '') return unproved;
      const claimId = deps.ids();
      const digest =
        activity.proof === 'REFERENCE' ? createHash('sha256').update(proof.trim().toLowerCase()).digest() : null;
      if (!(await insertClaim(tx.sql, { claimId, activityId, memberId, digest, at }))) return unproved;
      await insertAwards(tx.sql, [
        {
          ...{ awardId: deps.ids(), programmeId, memberId, points: activity.points, funding: activity.funding },
          ...{ component: `CAMPAIGN:activity-${activityId}`, reason: 'ACTIVITY', reasonId: claimId, madeAt: at },
        },
      ]);
      return accepted({ claimId });
    },
  );
  if (outcome.ok) await giveAwards(deps, outcome.result.claimId);
  return outcome;
}

/** Gives the member a code for friends, always the same one. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE. */
export async function createReferralCode(
  deps: RewardsDeps,
  asker: Caller,
  input: CreateReferralCodeInput,
): Promise<Outcome<{ memberId: string }>> {
  const acting = actingFor(asker, input.memberId);
  if (!acting.ok) return acting;
  const { caller, memberId } = acting.result;
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const { programmeId } = caller;
  return once(deps, caller, { command: 'createReferralCode', key, body: { memberId } }, async (tx) => {
    const absent = await refuseMember(tx, programmeId, memberId);
    if (absent !== null) return refused(absent);
    await ensureReferralCode(tx.sql, { memberId, programmeId, code: voucherCode(deps.random(REFERRAL_BYTES)) });
    return accepted({ memberId });
  });
}

/**
 * A friend says who brought it, before its first purchase. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN,
 * MEMBER_INACTIVE, LIMIT_EXCEEDED, ACTIVITY_UNKNOWN, REFERRAL_REFUSED.
 */
export async function acceptReferral(
  deps: RewardsDeps,
  asker: Caller,
  input: AcceptReferralInput,
): Promise<Outcome<{ referralId: string }>> {
  const acting = actingFor(asker, input.memberId);
  if (!acting.ok) return acting;
  const { caller, memberId: friendId } = acting.result;
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const typed = check.text(input.code, ['input', 'code'], { max: 200 });
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const code = readVoucherCode(typed);
  const activityId = input.activityId.toLowerCase();
  const { programmeId } = caller;
  const body = { activityId, friendId, code: code ?? typed };
  return once(deps, caller, { command: 'acceptReferral', key, body }, async (tx, at) => {
    const absent = await refuseMember(tx, programmeId, friendId);
    if (absent !== null) return refused(absent);
    await lockReferrals(tx.sql, programmeId);
    const activity = isId(activityId) ? await lockActivity(tx.sql, programmeId, activityId) : null;
    if (activity?.kind !== 'REFERRAL' || !runs(activity, at)) return refused(UNKNOWN);
    const not = (why: string) => refused(refuse('REFERRAL_REFUSED', why, ['input', 'code']));
    const referrerId = code === null ? null : await readReferrer(tx.sql, programmeId, code);
    if (referrerId === null) return not('Nobody has this code.');
    if (referrerId === friendId) return not('Nobody brings itself.');
    const found = await checkReferral(tx.sql, { referrerId, friendId, activityId });
    if (found.brought >= (activity.max_per_member ?? MOST))
      return refused(refuse('LIMIT_EXCEEDED', 'The referrer has brought as many as one may.', ['input', 'code']));
    if (found.referred) return not('The member was brought by somebody already.');
    if (found.bought) return not('The member has bought before.');
    if (found.ring) return not('The one who is said to have brought the member was brought by it.');
    const referralId = deps.ids();
    const people = { referrer_id: referrerId, friend_id: friendId };
    await insertReferral(
      tx.sql,
      { referral_id: referralId, programme_id: programmeId, activity_id: activityId, ...people },
      at,
    );
    return accepted({ referralId });
  });
}

function runs({ starts_at, ends_at, agreed_at }: ActivityRow, at: Date): boolean {
  return agreed_at !== null && at >= starts_at && at < ends_at;
}
