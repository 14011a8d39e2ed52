import { isMember } from '../../serving/caller.ts';
import { requireCaller, requireProgrammeCaller } from '../../serving/required-caller.ts';
import { readIdentity } from '../commands/read-identity.ts';
import type { QueryResolvers } from '../generated.ts';
import { readMemberByIdentity } from '../store/members.ts';

export const Query: QueryResolvers = {
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
    const row = await readMemberByIdentity(context.deps.database.db, caller.programmeId, reading.result);
    // A member finds itself only: others' keys are not for trying out.
    return row === null || (caller.role === 'member' && !isMember(caller, row.memberId)) ? null : row;
  },
};
