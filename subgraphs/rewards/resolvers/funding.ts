import { isOperator } from '../../serving/caller.ts';
import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { assert } from '../../shared/assert.ts';
import { approveFunding, ownFunder } from '../commands/funding.ts';
import { isMaker } from '../commands/once.ts';
import type { RewardsContext } from '../context.ts';
import { type Funding, funderName, missingOf, OPERATOR_FUNDER } from '../domain/funding.ts';
import type {
  FundedBenefitResolvers,
  FundingApprovalResolvers,
  FundingRequestResolvers,
  MutationResolvers,
  QueryResolvers,
  RewardFundingResolvers,
} from '../generated.ts';
import { readActivities } from '../store/activities.ts';
import { readDraws } from '../store/draws.ts';
import {
  type ApprovalRow,
  promiseToAgreeTo,
  readApprovals,
  readFunded,
  readPromised,
  readWaitingFor,
} from '../store/funding-approvals.ts';
import { readMissions } from '../store/missions.ts';
import { readOffers } from '../store/offers.ts';
import { readSurveys } from '../store/surveys.ts';

const MOST_LISTED = 100;

interface Funded {
  readonly funding: readonly Funding[];
  readonly agreed_at: Date | null;
}

/** What mission, activity, survey, offer and draw say alike of who pays. Who agreed for whom is for those who pay and the operator. */
export function fundingFields<Row extends Funded>(idOf: (row: Row) => string) {
  return {
    funding: ({ funding }: Row): Funding[] => [...funding],
    async approvals(row: Row, _: unknown, context: RewardsContext): Promise<ApprovalRow[]> {
      const caller = requireCaller(context);
      const own = ownFunder(caller);
      const pays = isMaker(caller) && row.funding.some(({ funderId }) => funderId === own);
      return pays || isOperator(caller) ? readApprovals(context.reads.sql, idOf(row)) : [];
    },
    async approvalsMissing(row: Row, _: unknown, { reads }: RewardsContext): Promise<Funding[]> {
      return row.agreed_at === null ? missingOf(row.funding, await readApprovals(reads.sql, idOf(row))) : [];
    },
    agreedAt: ({ agreed_at }: Row): Date | null => agreed_at,
  };
}

const partnerNamed = (funderId: string | null) =>
  funderId === null ? null : { __typename: 'Partner' as const, id: funderId };

export const RewardFunding: RewardFundingResolvers = { funder: ({ funderId }) => partnerNamed(funderId) };

export const FundingApproval: FundingApprovalResolvers = {
  partner: ({ funder }) => partnerNamed(funder === OPERATOR_FUNDER ? null : funder),
  approvedBy: ({ approved_by }) => approved_by,
  approvedAt: ({ approved_at }) => approved_at,
};

export const FundingRequest: FundingRequestResolvers = {
  id: ({ subject_id }) => subject_id,
  mission: async ({ kind, subject_id }, _, { reads }) =>
    kind === 'MISSION' ? ((await readMissions(reads.sql, [subject_id]))[0] ?? null) : null,
  activity: async ({ kind, subject_id }, _, { reads }) =>
    kind === 'ACTIVITY' ? ((await readActivities(reads.sql, [subject_id]))[0] ?? null) : null,
  survey: async ({ kind, subject_id }, _, { reads }) =>
    kind === 'SURVEY' ? ((await readSurveys(reads.sql, [subject_id]))[0] ?? null) : null,
  offer: async ({ kind, subject_id }, _, { reads }) =>
    kind === 'OFFER' ? ((await readOffers(reads.sql, [subject_id]))[0] ?? null) : null,
  // What members publishes is read past the row scope: whoever sees a request is asked to pay for it.
  benefit: async ({ kind, subject_id, programme_id }, _, { deps }) =>
    kind === 'TIER' || kind === 'PLAN'
      ? ((await readPromised(deps.database.sql, programme_id, { subjectId: subject_id }))[0] ?? null)
      : null,
  draw: async ({ kind, subject_id }, _, { reads }) =>
    kind === 'DRAW' ? ((await readDraws(reads.sql, [subject_id]))[0] ?? null) : null,
};

/** A request by its id, for whoever has just agreed to it. */
async function requestOf({ reads, deps }: RewardsContext, programmeId: string, subjectId: string) {
  const made = await readFunded(reads.sql, programmeId, subjectId);
  if (made !== null) return made;
  const [promised] = await readPromised(deps.database.sql, programmeId, { subjectId });
  return promised === undefined ? null : promiseToAgreeTo(promised);
}

export const FundedBenefit: FundedBenefitResolvers = {
  plan: ({ kind, code }) => (kind === 'PLAN' ? code : null),
  tier: ({ kind, code }) => (kind === 'TIER' ? code : null),
  reward: async ({ reward_id }, _, { loaders }) => {
    const reward = await loaders.rewards.load(reward_id);
    assert(reward !== null, 'a reward that is promised exists');
    return reward;
  },
  funding: ({ funding }) => [...funding],
  approvals: ({ subject_id }, _, { reads }) => readApprovals(reads.sql, subject_id),
};

export const fundingQueries: QueryResolvers = {
  async fundingRequests(_root, _args, context) {
    const caller = requireCaller(context);
    if (!isMaker(caller)) return [];
    const funderId = ownFunder(caller);
    const who = { funderId, funder: funderName(funderId) };
    const made = await readWaitingFor(context.reads.sql, caller.programmeId, who, context.deps.clock(), MOST_LISTED);
    const promised = await readPromised(context.deps.database.sql, caller.programmeId, { funder: who.funder });
    return [...made, ...promised.map(promiseToAgreeTo)].slice(0, MOST_LISTED);
  },
};

export const fundingMutations: MutationResolvers = {
  approveFunding: async (_root, { input }, context) => {
    const caller = requireCaller(context);
    return toPayload(
      await approveFunding(context.deps, caller, input),
      async ({ subjectId }) => ({ request: await requestOf(context, caller.programmeId ?? '', subjectId) }),
      { request: null },
    );
  },
};
