// Who has which part: of a fee, of what a free reward costs.
import type { AnySql } from '../../../db/client.ts';
import type { InputCheck } from '../../serving/input-check.ts';
import { isId } from '../../shared/ids.ts';
import { type Refusal, refuse } from '../../shared/refusal.ts';
import { readKnownPartners } from '../store/memberships.ts';
import { readKnownRewards } from '../store/rewards.ts';
import type { FeeShareRow, TierBenefits } from '../store/tiers.ts';

const MOST_SHARES = 20;
const WHOLE = 10_000;

export interface ShareInput {
  readonly partnerId?: string | null | undefined;
  readonly basisPoints: number;
}

/** 1 to 20 parties, each once, with shares above zero that sum to the whole. */
export function readShares(shares: readonly ShareInput[], check: InputCheck, field: readonly string[]): FeeShareRow[] {
  const sum = shares.reduce((total, { basisPoints }) => total + basisPoints, 0);
  const whole = shares.length <= MOST_SHARES && sum === WHOLE && shares.every(({ basisPoints }) => basisPoints >= 1);
  check.require(whole, 'INVALID_INPUT', `The shares, 1 to ${MOST_SHARES}, are above zero and sum to ${WHOLE}.`, field);
  const read = shares.map(({ partnerId, basisPoints }) => ({
    partnerId: partnerId?.toLowerCase() ?? null,
    basisPoints,
  }));
  const parties = new Set(read.map(({ partnerId }) => partnerId));
  check.require(parties.size === read.length, 'INVALID_INPUT', 'Each party has one share.', field);
  for (const [index, { partnerId }] of read.entries())
    check.require(partnerId === null || isId(partnerId), 'INVALID_INPUT', 'This is no id of a partner.', [
      ...field,
      String(index),
      'partnerId',
    ]);
  return read;
}

type FreeReward = Pick<TierBenefits, 'freeRewardId' | 'freeRewardFunding'>;

/** The reward that comes with a tier or a plan, and who pays for it. */
export function readFreeReward(
  given: {
    readonly freeRewardId?: string | null | undefined;
    readonly freeRewardFunding?: readonly ShareInput[] | null | undefined;
  },
  check: InputCheck,
  at: readonly string[],
): FreeReward {
  const { freeRewardId = null, freeRewardFunding = null } = given;
  const field = [...at, 'freeRewardId'];
  check.require(freeRewardId === null || isId(freeRewardId), 'INVALID_INPUT', 'This is no id of a reward.', field);
  const fundingAt = [...at, 'freeRewardFunding'];
  const funds = freeRewardFunding === null || freeRewardId !== null;
  check.require(funds, 'INVALID_INPUT', 'There is no free reward to pay for.', fundingAt);
  return {
    freeRewardId: freeRewardId?.toLowerCase() ?? null,
    freeRewardFunding: freeRewardFunding === null ? null : readShares(freeRewardFunding, check, fundingAt),
  };
}

/** PARTNER_UNKNOWN for the first share of a stranger; null when there is none. */
export async function refuseShares(
  sql: AnySql,
  programmeId: string,
  shares: readonly FeeShareRow[],
  field: readonly string[],
): Promise<Refusal | null> {
  const known = await readKnownPartners(
    sql,
    programmeId,
    shares.flatMap(({ partnerId }) => partnerId ?? []),
  );
  const unknown = shares.findIndex(({ partnerId }) => partnerId !== null && !known.has(partnerId));
  if (unknown < 0) return null;
  return refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', [...field, String(unknown), 'partnerId']);
}

/** REWARD_UNKNOWN for a free reward that the programme does not have, or has no more; null otherwise. */
export async function refuseFreeReward(
  sql: AnySql,
  programmeId: string,
  { freeRewardId }: FreeReward,
  at: readonly string[],
): Promise<Refusal | null> {
  if (freeRewardId === null || (await readKnownRewards(sql, programmeId, [freeRewardId])).has(freeRewardId))
    return null;
  return refuse('REWARD_UNKNOWN', 'No such reward in this programme.', [...at, 'freeRewardId']);
}
