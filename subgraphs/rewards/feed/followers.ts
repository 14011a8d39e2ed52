import type { Transaction } from '../../../db/client.ts';
import type { RewardsDeps } from '../context.ts';
import type { PurchaseFact } from '../domain/purchase-fact.ts';
import { followLeaderboards } from './follow-leaderboards.ts';
import { followMissions } from './follow-missions.ts';
import { followOffers } from './follow-offers.ts';
import { followReferrals } from './follow-referrals.ts';
import { followSurveys } from './follow-surveys.ts';

/** Writes what purchases and returns mean for one thing, in the transaction that moves the cursor. May run again after a deadlock. */
export type Follower = (deps: RewardsDeps, tx: Transaction, facts: readonly PurchaseFact[]) => Promise<void>;

/** Everything that follows the feed. */
export const FOLLOWERS: readonly Follower[] = [
  followMissions,
  followLeaderboards,
  followReferrals,
  followSurveys,
  followOffers,
];
