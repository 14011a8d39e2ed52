import type { HouseholdResolvers, MemberMergeResolvers } from '../generated.ts';
import { readHouseholdMembers } from '../store/households.ts';

export const Household: HouseholdResolvers = {
  id: ({ householdId }) => householdId,
  members: ({ householdId }, _, { reads }) => readHouseholdMembers(reads.sql, householdId),
};

export const MemberMerge: MemberMergeResolvers = {
  id: ({ mergeId }) => mergeId,
  duplicate: ({ duplicateId }, _, { loaders }) => loaders.members.load(duplicateId),
};
