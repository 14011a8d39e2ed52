import type { HouseholdResolvers, MemberMergeResolvers } from '../generated.ts';
import { readHouseholdMembers } from '../store/households.ts';

export const Household: HouseholdResolvers = {
  id: ({ householdId }) => householdId,
  members: ({ householdId }, _, { deps }) => readHouseholdMembers(deps.database.sql, householdId),
};

export const MemberMerge: MemberMergeResolvers = {
  id: ({ mergeId }) => mergeId,
  duplicate: ({ duplicateId }, _, { loaders }) => loaders.members.load(duplicateId),
};
