import type { MemberResolvers } from '../generated.ts';

export const Member: MemberResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.members.load(id),
  id: ({ memberId }) => memberId,
  identities: ({ memberId }, _, { loaders }) => loaders.identitiesOf.load(memberId),
};
