// The operator's ladder of tiers, and whom it invites.
import { type Caller, isOperator, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { CODE, DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { MAX_POINTS } from '../../shared/points.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { decideTier, firstStanding, refuseLadder, type TierMeasure } from '../domain/tiers.ts';
import { keepTierOfSurvivor } from '../store/merges.ts';
import { readProgramme } from '../store/programmes.ts';
import {
  beginRecompute,
  insertLadder,
  insertTierChanges,
  lockLadder,
  readLadder,
  readMemberTiers,
  sumLifetime,
  upsertMemberTiers,
} from '../store/tiers.ts';
import { standingBefore } from '../tiers/decide-members.ts';
import { dayIn } from '../tiers/programme-day.ts';
import { aboutMember } from './member-command.ts';
import { readFreeReward, refuseFreeReward, refuseShares, type ShareInput } from './read-shares.ts';

const MOST_TIERS = 20;

export interface TierInput {
  readonly code: string;
  readonly rank: number;
  readonly name: string;
  readonly threshold?: bigint | null | undefined;
  readonly lifetimePoints?: bigint | null | undefined;
  readonly multiplierBasisPoints: number;
  readonly earlyAccessHours: number;
  readonly freeRewardId?: string | null | undefined;
  readonly freeRewardFunding?: readonly ShareInput[] | null | undefined;
}

export interface PublishTierLadder {
  readonly idempotencyKey: string;
  readonly measure: TierMeasure;
  readonly windowMonths?: number | null | undefined;
  readonly graceDays: number;
  readonly landing: 'ONE_DOWN' | 'AS_QUALIFIED';
  readonly tiers: readonly TierInput[];
}

/**
 * Publishes the next version of the programme's ladder; everybody is decided anew in the background. Refusals in the published order: NOT_ALLOWED,
 * INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, TIER_OVERLAP, then of each tier PARTNER_UNKNOWN (of who pays for its reward), REWARD_UNKNOWN.
 */
export async function publishTierLadder(
  deps: MembersDeps,
  caller: Caller,
  input: PublishTierLadder,
): Promise<Outcome<{ ladderId: string }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'The operator publishes the ladder of tiers.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const { measure, windowMonths = null, graceDays, landing } = input;
  const within = (value: number, least: number, most: number, field: readonly string[]): void =>
    check.require(value >= least && value <= most, 'INVALID_INPUT', `It is ${least} to ${most}.`, ['input', ...field]);
  if (windowMonths !== null) within(windowMonths, 1, 60, ['windowMonths']);
  within(graceDays, 0, 366, ['graceDays']);
  within(input.tiers.length, 1, MOST_TIERS, ['tiers']);
  const tiers = input.tiers.slice(0, MOST_TIERS).map((tier, index) => {
    const at = ['tiers', String(index)];
    within(tier.rank, 0, 1_000, [...at, 'rank']);
    within(tier.multiplierBasisPoints, 10_000, 1_000_000, [...at, 'multiplierBasisPoints']);
    within(tier.earlyAccessHours, 0, 8_760, [...at, 'earlyAccessHours']);
    const { threshold = null, lifetimePoints = null } = tier;
    const counts = (quantity: bigint | null, least: bigint): boolean =>
      quantity === null || (quantity >= least && quantity <= MAX_POINTS);
    check.require(counts(threshold, 0n), 'INVALID_INPUT', 'A threshold is 0 to 2^53 - 1.', [
      'input',
      ...at,
      'threshold',
    ]);
    check.require(counts(lifetimePoints, 1n), 'INVALID_INPUT', 'Points ever earned are 1 to 2^53 - 1.', [
      'input',
      ...at,
      'lifetimePoints',
    ]);
    const free = readFreeReward(tier, check, ['input', ...at]);
    const fits = free.freeRewardId === null || tier.rank > 0;
    check.require(fits, 'INVALID_INPUT', 'Where everybody begins nothing is given.', ['input', ...at, 'freeRewardId']);
    return {
      code: check.text(tier.code, ['input', ...at, 'code'], CODE),
      rank: tier.rank,
      name: check.text(tier.name, ['input', ...at, 'name'], DISPLAY_NAME),
      threshold,
      lifetimePoints,
      multiplierBasisPoints: tier.multiplierBasisPoints,
      earlyAccessHours: tier.earlyAccessHours,
      ...free,
    };
  });
  const refusal = check.first();
  if (refusal !== null) return refused(refusal);
  const { programmeId } = caller;
  const at = deps.clock();
  const ladder = { measure, windowMonths, graceDays, landing, tiers };
  const { outcome } = await rememberCommand(
    deps.database,
    'members',
    { keySpace: keySpaceOf(caller), caller, idempotencyKey: key, command: 'publishTierLadder', body: ladder, at },
    async ({ sql }) => {
      const overlap = refuseLadder(tiers);
      if (overlap !== null) return refused(refuse('TIER_OVERLAP', overlap, ['input', 'tiers']));
      for (const [index, tier] of tiers.entries()) {
        const at = ['input', 'tiers', String(index)];
        const stranger =
          (await refuseShares(sql, programmeId, tier.freeRewardFunding ?? [], [...at, 'freeRewardFunding'])) ??
          (await refuseFreeReward(sql, programmeId, tier, at));
        if (stranger !== null) return refused(stranger);
      }
      await lockLadder(sql, programmeId, 'alone');
      const version = ((await readLadder(sql, programmeId))?.version ?? 0) + 1;
      const ladderId = deps.ids();
      await insertLadder(sql, { ...ladder, ladderId, programmeId, version, publishedAt: at });
      await beginRecompute(sql, ladderId, programmeId);
      return accepted({ ladderId });
    },
  );
  return outcome;
}

export interface InviteToTier {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly tier: string;
  readonly until?: string | null | undefined;
}

/**
 * Gives a member a tier by invitation, until a day or for good; a higher one that it reaches by itself takes its place. Refusals in the published order:
 * NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE, TIER_UNKNOWN.
 */
export function inviteToTier(
  deps: MembersDeps,
  caller: Caller,
  input: InviteToTier,
): Promise<Outcome<{ memberId: string }>> {
  const { tier, until = null } = input;
  return aboutMember(
    deps,
    caller,
    {
      name: 'inviteToTier',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { tier, until },
      who: ['operator'],
    },
    async ({ tx: { sql }, member: { programmeId, memberId }, at }) => {
      await lockLadder(sql, programmeId, 'shared');
      const ladder = await readLadder(sql, programmeId);
      const invited = ladder?.tiers.find(({ code }) => code === tier);
      if (ladder === null || invited === undefined) {
        return refused(refuse('TIER_UNKNOWN', 'No such tier in this programme.', ['input', 'tier']));
      }
      const today = dayIn((await readProgramme(sql, programmeId))?.timeZone ?? 'UTC', at);
      if (until !== null && until < today) {
        return refused(refuse('INVALID_INPUT', 'The invitation would have ended already.', ['input', 'until']));
      }
      const row = (await readMemberTiers(sql, [memberId], true)).get(memberId);
      const lifetime = row?.lifetime ?? (await sumLifetime(sql, [memberId])).get(memberId) ?? 0n;
      const standing = { tier, since: today, until, source: 'INVITATION' } as const;
      // The invitation is where the day begins: what the member reaches today by itself counts beside it.
      const after = decideTier(ladder, standing, [], lifetime, today);
      await upsertMemberTiers(sql, [
        {
          memberId,
          programmeId,
          ...after,
          rank: invited.rank,
          lifetime,
          decidedOn: today,
          before: after,
        },
      ]);
      await keepTierOfSurvivor(sql, memberId, after);
      const before = row === undefined ? firstStanding(ladder, today) : standingBefore(row, today);
      await insertTierChanges(sql, [
        {
          changeId: deps.ids(),
          programmeId,
          memberId,
          event: invited.rank >= (row?.rank ?? 0) ? 'UPGRADED' : 'DOWNGRADED',
          fromTier: row?.tier ?? before.tier,
          toTier: tier,
          onDay: today,
          reason: 'Invited by the operator.',
        },
      ]);
      return accepted({ memberId });
    },
  );
}
