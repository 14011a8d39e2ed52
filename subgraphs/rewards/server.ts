import type { Subgraph } from '../serving/subgraph.ts';
import { startSubgraph } from '../serving/subgraph.ts';
import { resumeEntries } from './commands/draws.ts';
import { forgetClosedMembers } from './commands/forget-members.ts';
import { giveFreeRewards } from './commands/give-free-rewards.ts';
import { resumeOrders } from './commands/order-saga.ts';
import type { RewardsContext, RewardsDeps } from './context.ts';
import { startFeedFollower } from './feed/feed-follower.ts';
import { contextOf } from './loaders.ts';
import { Activity, activityMutations } from './resolvers/activity.ts';
import { Draw, DrawEntry, drawMutations } from './resolvers/draw.ts';
import { engagementMutations } from './resolvers/engagement-mutations.ts';
import {
  FundedBenefit,
  FundingApproval,
  FundingRequest,
  fundingMutations,
  fundingQueries,
  RewardFunding,
} from './resolvers/funding.ts';
import { Leaderboard, LeaderboardEntry } from './resolvers/leaderboard.ts';
import { Member } from './resolvers/member.ts';
import {
  Badge,
  Circle,
  MemberBadge,
  Mission,
  MissionCompletion,
  MissionGoal,
  MissionLevel,
  MissionProgress,
} from './resolvers/mission.ts';
import { Mutation } from './resolvers/mutation.ts';
import { MemberOffer, Offer, OfferArm, OfferReport, offerMutations, offerQueries } from './resolvers/offer.ts';
import { Query } from './resolvers/query.ts';
import { Reward } from './resolvers/reward.ts';
import { RewardOrder } from './resolvers/reward-order.ts';
import {
  FeedbackCase,
  Survey,
  SurveyInvitation,
  SurveyQuestion,
  surveyMutations,
  surveyQueries,
} from './resolvers/survey.ts';
import { Voucher, VoucherUse } from './resolvers/voucher.ts';
import { createVoucherSigner } from './vouchers/voucher-signer.ts';

/** How long an order may be under way before somebody else drives it to its end, and how often that is looked for. */
const PATIENCE_MILLIS = 30_000;
/** How often members who left are looked for. */
const FORGET_MILLIS = 15_000;
const LATELY_MILLIS = 600_000;
const ALL_EVERY = 240;
/** How often free rewards that are due are looked for. */
const GIVE_MILLIS = 600_000;

/**
 * Starts the rewards subgraph. Orders that a crash left on their way are driven to their end at the start and regularly after it,
 * once the ledger can be reached. What purchases mean for missions and leaderboards is followed in the background.
 */
export async function startRewards(deps: RewardsDeps): Promise<Subgraph> {
  let running: Promise<unknown> = Promise.resolve();
  const resume = (): void => {
    running = running
      .then(async () => {
        const before = new Date(deps.clock().getTime() - PATIENCE_MILLIS);
        await resumeOrders(deps, before);
        await resumeEntries(deps, before);
      })
      .catch((error: unknown) => deps.logger.error({ err: error }, 'orders on their way could not be resumed'));
  };
  const timer = setInterval(resume, PATIENCE_MILLIS);
  timer.unref();
  resume();
  let rounds = 0;
  const forget = (): void => {
    // Who left lately at once, and now and then everybody, whatever was missed.
    const since = rounds % ALL_EVERY === 0 ? new Date(0) : new Date(deps.clock().getTime() - LATELY_MILLIS);
    rounds += 1;
    running = running
      .then(() => forgetClosedMembers(deps, since))
      .catch((error: unknown) => deps.logger.error({ err: error }, 'members who left could not be forgotten'));
  };
  const give = (): void => {
    running = running
      .then(() => giveFreeRewards(deps))
      .catch((error: unknown) => deps.logger.error({ err: error }, 'free rewards are given later'));
  };
  const giving = setInterval(give, GIVE_MILLIS);
  giving.unref();
  const forgetting = setInterval(forget, FORGET_MILLIS);
  forgetting.unref();
  const follower = deps.followsFeed === false ? null : await startFeedFollower(deps);
  const signer = createVoucherSigner(deps.database, deps.clock, deps.ids);
  return startSubgraph<RewardsContext>({
    name: 'rewards',
    resolvers: {
      Query: { ...Query, ...surveyQueries, ...offerQueries, ...fundingQueries },
      Mutation: {
        ...{ ...Mutation, ...engagementMutations, ...drawMutations },
        ...{ ...activityMutations, ...surveyMutations, ...offerMutations, ...fundingMutations },
      },
      ...{
        Reward,
        RewardOrder,
        Voucher,
        VoucherUse,
        Member,
        RewardFunding,
        FundedBenefit,
        FundingApproval,
        FundingRequest,
      },
      ...{ Mission, MissionGoal, MissionLevel, MissionProgress, MissionCompletion, Badge, MemberBadge, Circle },
      ...{ Leaderboard, LeaderboardEntry, Draw, DrawEntry, Activity },
      ...{ Survey, SurveyQuestion, SurveyInvitation, FeedbackCase, Offer, MemberOffer, OfferReport, OfferArm },
    },
    contextFor: (request) => contextOf(deps, signer, request),
    logger: deps.logger,
    async stop() {
      clearInterval(timer);
      clearInterval(forgetting);
      clearInterval(giving);
      await follower?.stop();
      await running;
    },
  });
}
