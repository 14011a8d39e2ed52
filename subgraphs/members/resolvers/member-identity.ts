import { isOperator } from '../../serving/caller.ts';
import { isOwn } from '../../serving/persons.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { maskIdentity } from '../domain/mask-identity.ts';
import type { MemberIdentityResolvers } from '../generated.ts';

export const MemberIdentity: MemberIdentityResolvers = {
  id: ({ identityId }) => identityId,
  value: async (identity, _, context) => {
    const caller = requireCaller(context);
    const whole = isOperator(caller) || (await isOwn(caller, context.loaders.persons, identity.memberId));
    return whole ? identity.value : maskIdentity(identity);
  },
};
