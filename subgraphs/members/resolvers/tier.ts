// A member's tier and the ladder it stands on.
import type { MemberTierResolvers, TierLadderResolvers, TierResolvers } from '../generated.ts';
import { readTierChanges } from '../store/tiers.ts';

export const TierLadder: TierLadderResolvers = {
  id: ({ ladderId }) => ladderId,
};

export const Tier: TierResolvers = {
  freeReward: ({ freeRewardId }) => (freeRewardId === null ? null : { id: freeRewardId }),
};

export const MemberTier: MemberTierResolvers = {
  since: ({ standing }) => standing.since,
  until: ({ standing }) => standing.until,
  source: ({ standing }) => standing.source,
  measured: ({ progress }) => progress.measured,
  next: ({ ladder, progress }) => ladder.tiers.find(({ code }) => code === progress.next?.tier.code) ?? null,
  missingForNext: ({ progress }) => progress.next?.missing ?? null,
  keepBy: ({ progress }) => progress.keep?.by ?? null,
  missingToKeep: ({ progress }) => progress.keep?.missing ?? null,
  changes: ({ memberId }, _, { reads }) => readTierChanges(reads.sql, [memberId]),
};
