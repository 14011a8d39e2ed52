import { isMember, isOperator } from '../../serving/caller.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { maskIdentity } from '../domain/mask-identity.ts';
import type { MemberIdentityResolvers } from '../generated.ts';

export const MemberIdentity: MemberIdentityResolvers = {
  id: ({ identityId }) => identityId,
  value: (identity, _, context) => {
    const caller = requireCaller(context);
    return isOperator(caller) || isMember(caller, identity.memberId) ? identity.value : maskIdentity(identity);
  },
};
