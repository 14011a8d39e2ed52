import DataLoader from 'dataloader';
import type { Reads } from '../../db/client.ts';
import { type Caller, isMember, isOperator, mayActForMember } from '../serving/caller.ts';
import { entityLoader, lazyLoaders, listLoader } from '../serving/loaders.ts';
import { personLoader } from '../serving/persons.ts';
import { readsOf } from '../serving/reads.ts';
import type { SubgraphContext } from '../serving/subgraph.ts';
import type { MembersContext, MembersDeps, MembersLoaders } from './context.ts';
import { type CountingConsent, readConsentsOf, readConsentsThatCount, readKnownTo } from './store/consents.ts';
import { readIdentitiesOf } from './store/identities.ts';
import { readSeenMembers } from './store/members.ts';
import { readPlans } from './store/memberships.ts';
import { readTagsOf } from './store/tags.ts';

/** What the resolvers of one request work with. */
export function contextOf(deps: MembersDeps, request: SubgraphContext): MembersContext {
  const reads = readsOf(deps.database, request.caller);
  return { ...request, deps, reads, loaders: loadersOf({ deps, reads, caller: request.caller }) };
}

interface MembersRequest {
  readonly deps: MembersDeps;
  readonly reads: Reads;
  readonly caller: Caller | null;
}

/** Members of the caller's programme that the caller may see, and nothing of another. */
const loadersOf = lazyLoaders<MembersRequest, MembersLoaders>({
  persons: ({ reads }) => personLoader(reads.sql),
  members: ({ reads, caller }) =>
    entityLoader(
      async (ids) => {
        const programmeId = caller?.programmeId ?? null;
        if (caller === null || programmeId === null) return [];
        const seen = ids.filter((id) => mayActForMember(caller, id));
        return seen.length === 0 ? [] : readSeenMembers(reads, programmeId, seen);
      },
      (row) => row.memberId,
    ),
  mayKnow: ({ reads, caller }) =>
    new DataLoader(async (ids) => {
      if (caller === null) return ids.map(() => false);
      if (caller.role !== 'partner') return ids.map((id) => isOperator(caller) || isMember(caller, id));
      const known = new Set(caller.partnerId === null ? [] : await readKnownTo(reads.sql, caller.partnerId, ids));
      return ids.map((id) => known.has(id));
    }),
  identitiesOf: ({ deps, reads }) =>
    listLoader(
      (ids) => readIdentitiesOf(reads.db, deps.personalData, ids),
      (row) => row.memberId,
    ),
  consentsThatCount: ({ reads }) =>
    listLoader<CountingConsent>(
      (ids) => readConsentsThatCount(reads.sql, ids),
      (row) => row.ofMember,
    ),
  consentsOf: ({ reads }) =>
    listLoader(
      (ids) => readConsentsOf(reads.db, ids),
      (row) => row.memberId,
    ),
  membershipPlans: ({ reads, caller }) =>
    new DataLoader(async (ids) => {
      const programmeId = caller?.programmeId ?? null;
      const plans = programmeId === null ? [] : await readPlans(reads.sql, programmeId, ids);
      const byId = new Map(plans.map((plan) => [plan.planId, plan]));
      return ids.map((id) => byId.get(id) ?? new Error(`Broken promise: plan ${id} is there`));
    }),
  tagsOf: ({ reads }) =>
    listLoader(
      (ids) => readTagsOf(reads.db, ids),
      (row) => row.memberId,
    ),
});
