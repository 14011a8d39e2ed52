import { mayActForPartner } from '../../serving/caller.ts';
import { badUserInput } from '../../serving/errors.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { currentConsents } from '../domain/consent-view.ts';
import type { MemberResolvers } from '../generated.ts';
import { previewTier, readTierView } from '../reading/tier-view.ts';
import { readHouseholdMember, readHouseholds } from '../store/households.ts';
import { readMembershipsOf } from '../store/memberships.ts';
import { readMergesInto } from '../store/merges.ts';

/** What is personal is null for a partner whom the member has not told who it is: to that partner a member is a number. */
export const Member: MemberResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.members.load(id),
  id: ({ memberId }) => memberId,
  displayName: async ({ memberId, displayName }, _, { loaders }) =>
    (await loaders.mayKnow.load(memberId)) ? displayName : null,
  birthDate: async ({ memberId, birthDate }, _, { loaders }) =>
    (await loaders.mayKnow.load(memberId)) ? birthDate : null,
  preferredChannel: async ({ memberId, preferredChannel }, _, { loaders }) =>
    (await loaders.mayKnow.load(memberId)) ? preferredChannel : null,
  preferredHour: async ({ memberId, preferredHour }, _, { loaders }) =>
    (await loaders.mayKnow.load(memberId)) ? preferredHour : null,
  identities: async ({ memberId }, _, { loaders }) => {
    if (!(await loaders.mayKnow.load(memberId))) return [];
    const persons = await loaders.persons.load(memberId);
    return (await Promise.all(persons.map((id) => loaders.identitiesOf.load(id)))).flat();
  },
  mergedInto: ({ mergedInto }, _, { loaders }) => (mergedInto === null ? null : loaders.members.load(mergedInto)),
  merges: ({ memberId }, _, context) =>
    requireCaller(context).role === 'partner' ? null : readMergesInto(context.reads.sql, memberId),
  confirmAbove: ({ confirmAbove }, _, context) => (requireCaller(context).role === 'partner' ? null : confirmAbove),
  household: async ({ memberId }, _, { loaders, reads: { sql } }) => {
    if (!(await loaders.mayKnow.load(memberId))) return null;
    const me = await readHouseholdMember(sql, memberId);
    return me === null ? null : ((await readHouseholds(sql, [me.householdId]))[0] ?? null);
  },
  tier: ({ programmeId, memberId }, _, { deps }) =>
    readTierView(deps.database.sql, programmeId, memberId, deps.clock()),
  membership: async ({ memberId }, _, { reads }) => (await readMembershipsOf(reads.sql, memberId))[0] ?? null,
  tierAfter: ({ programmeId, memberId }, { partnerId, points, spendMinorUnits }, { deps }) => {
    if (points < 0n || spendMinorUnits < 0n) throw badUserInput('A purchase earns and costs nothing below zero.');
    return previewTier(deps.database.sql, programmeId, memberId, deps.clock(), {
      partnerId: partnerId.toLowerCase(),
      points,
      spendMinor: spendMinorUnits,
    });
  },
  consents: async ({ memberId }, _, context) => {
    const caller = requireCaller(context);
    const current = currentConsents(await context.loaders.consentsOf.load(memberId));
    return caller.role === 'partner'
      ? current.filter(({ partnerId }) => partnerId !== null && mayActForPartner(caller, partnerId))
      : current;
  },
  consentHistory: async ({ memberId }, _, context) => {
    const caller = requireCaller(context);
    return caller.role === 'partner' ? null : context.loaders.consentsOf.load(memberId);
  },
  tags: async ({ memberId }, _, context) => {
    const caller = requireCaller(context);
    if (caller.role === 'partner') return [];
    return (await context.loaders.tagsOf.load(memberId)).map(({ tag }) => tag);
  },
};
