import type { MemberRow } from '../../../db/tables/members.ts';
import type { MembersContext } from '../context.ts';

/** The payload of a command about one member: the member as it is now. */
export function memberOf({ loaders }: MembersContext) {
  return async ({ memberId }: { readonly memberId: string }): Promise<{ member: MemberRow | null }> => ({
    member: await loaders.members.load(memberId),
  });
}
