import { isMember, isOperator } from '../../serving/caller.ts';
import { connectionOf, readPage } from '../../serving/connections.ts';
import { badUserInput } from '../../serving/errors.ts';
import { identityLookup } from '../../serving/personal-data.ts';
import { requireCaller, requireProgrammeCaller } from '../../serving/required-caller.ts';
import { isCalendarDay } from '../../serving/scalars.ts';
import { isId } from '../../shared/ids.ts';
import { MOST_MESSAGES } from '../commands/acknowledge-messages.ts';
import { readIdentity } from '../commands/read-identity.ts';
import type { QueryResolvers } from '../generated.ts';
import { exportMember } from '../reading/export-member.ts';
import { readMemberByIdentity } from '../store/members.ts';
import { readDue, readPlans } from '../store/memberships.ts';
import { readOutgoingMessages } from '../store/outgoing-messages.ts';
import { readLadder } from '../store/tiers.ts';

export const Query: QueryResolvers = {
  tierLadder: (_, __, context) => readLadder(context.reads.sql, requireProgrammeCaller(context).programmeId),
  membershipPlans: (_, __, context) => readPlans(context.reads.sql, requireProgrammeCaller(context).programmeId),
  dueMemberships: async (_, { by, first, after }, context) => {
    const caller = requireProgrammeCaller(context);
    const page = readPage({ first, after }, 'dueMemberships', 2);
    const [day, id] = page.after ?? [];
    if (day !== undefined && (!isCalendarDay(day) || !isId(id ?? '')))
      throw badUserInput('`after` is no cursor of these.');
    const rows = isOperator(caller)
      ? await readDue(context.reads.sql, caller.programmeId, by, page.after, page.limit + 1)
      : [];
    return connectionOf(rows, page, ({ coveredUntil, membershipId }) => [coveredUntil ?? '', membershipId]);
  },
  memberExport: async (_, { id }, context) => {
    const caller = requireProgrammeCaller(context);
    if (!isOperator(caller) && !isMember(caller, id)) return null;
    const member = await context.loaders.members.load(id);
    return member === null ? null : exportMember(context.deps, context.reads, member, context.requestId);
  },
  outgoingMessages: async (_, { first }, context) => {
    const caller = requireCaller(context);
    if (!isOperator(caller)) return [];
    if (first < 1 || first > MOST_MESSAGES) throw badUserInput(`\`first\` is 1 to ${MOST_MESSAGES}.`);
    const { personalData, clock } = context.deps;
    const rows = await readOutgoingMessages(context.reads.db, caller.programmeId, clock(), first);
    return rows.map(({ sealed, messageId, ...row }) => {
      const { to, values } = JSON.parse(personalData.open(sealed, messageId)) as { to: string; values: object };
      return { ...row, id: messageId, to, values };
    });
  },
  me: (_, __, context) => {
    const { memberId } = requireCaller(context);
    return memberId === null ? null : context.loaders.members.load(memberId);
  },
  member: (_, { id }, context) => {
    requireProgrammeCaller(context);
    return context.loaders.members.load(id);
  },
  memberByIdentity: async (_, { identity }, context) => {
    const caller = requireProgrammeCaller(context);
    // What cannot be an identity belongs to nobody.
    const reading = readIdentity(identity, ['identity']);
    if (!reading.ok) return null;
    const { database, personalData } = context.deps;
    const lookup = identityLookup(personalData, caller.programmeId, reading.result);
    const row = await readMemberByIdentity(database.db, caller.programmeId, reading.result.kind, lookup);
    // A member finds itself only: others' keys are not for trying out.
    return row === null ? null : context.loaders.members.load(row.memberId);
  },
};
