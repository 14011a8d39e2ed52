import { requirePersonalDataKey } from '../serving/personal-data.ts';
import { type Subgraph, startSubgraph } from '../serving/subgraph.ts';
import { startGoingOn } from './commands/go-on.ts';
import type { MembersContext, MembersDeps } from './context.ts';
import type { Resolvers } from './generated.ts';
import { contextOf } from './loaders.ts';
import { Consent } from './resolvers/consent.ts';
import { Household, MemberMerge } from './resolvers/household.ts';
import { Member } from './resolvers/member.ts';
import { MemberIdentity } from './resolvers/member-identity.ts';
import { Membership, MembershipFeeShare, MembershipPeriod, MembershipPlan } from './resolvers/membership.ts';
import { Mutation } from './resolvers/mutation.ts';
import { Query } from './resolvers/query.ts';
import { MemberTier, Tier, TierLadder } from './resolvers/tier.ts';
import { followFeed } from './tiers/follow-feed.ts';
import { keepDeciding } from './tiers/recompute-tiers.ts';

const resolvers: Resolvers = {
  Query,
  Mutation,
  Consent,
  Member,
  MemberIdentity,
  MemberMerge,
  Household,
  Membership,
  MembershipFeeShare,
  MembershipPeriod,
  MembershipPlan,
  MemberTier,
  Tier,
  TierLadder,
};

/** Starts the members subgraph. `database` is a pool with the role `members`; it stays the caller's to close. */
export async function startMembers(deps: MembersDeps): Promise<Subgraph> {
  await requirePersonalDataKey(deps.database.sql, deps.personalData, true);
  const goingOn = startGoingOn(deps);
  const following = deps.followsFeed === false ? null : await followFeed(deps);
  const deciding = deps.followsFeed === false ? null : keepDeciding(deps);
  return startSubgraph<MembersContext>({
    name: 'members',
    resolvers,
    contextFor: (request) => contextOf(deps, request),
    logger: deps.logger,
    stop: async () => {
      await Promise.all([following?.stop(), deciding?.stop(), goingOn.stop()]);
    },
  });
}
