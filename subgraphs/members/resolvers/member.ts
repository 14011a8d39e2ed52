import type DataLoader from 'dataloader';
import { mayActForPartner } from '../../serving/caller.ts';
import { badUserInput } from '../../serving/errors.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import type { MembersContext } from '../context.ts';
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
  identities: async ({ memberId }, _, context) => {
    const { loaders } = context;
    if (!(await loaders.mayKnow.load(memberId))) return [];
    return ofPerson(context, memberId, loaders.identitiesOf);
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
    const current = await context.loaders.consentsThatCount.load(memberId);
    return caller.role === 'partner'
      ? current.filter(({ partnerId }) => partnerId !== null && mayActForPartner(caller, partnerId))
      : current;
  },
  consentHistory: async ({ memberId }, _, context) => {
    const caller = requireCaller(context);
    if (caller.role === 'partner') return null;
    const said = await ofPerson(context, memberId, context.loaders.consentsOf);
    return said.sort((left, right) => (left.consentId < right.consentId ? -1 : 1));
  },
  tags: async ({ memberId }, _, context) => {
    const caller = requireCaller(context);
    if (caller.role === 'partner') return [];
    return [...new Set((await ofPerson(context, memberId, context.loaders.tagsOf)).map(({ tag }) => tag))].sort();
  },
};

/** What there is of a member, and of those that were merged into it. */
async function ofPerson<Row>(
  { loaders }: MembersContext,
  memberId: string,
  rows: DataLoader<string, Row[]>,
): Promise<Row[]> {
  const persons = await loaders.persons.load(memberId);
  return (await Promise.all(persons.map((id) => rows.load(id)))).flat();
}
