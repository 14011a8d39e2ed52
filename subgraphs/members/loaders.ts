import { type Caller, mayActForMember } from '../serving/caller.ts';
import { entityLoader, listLoader } from '../serving/loaders.ts';
import type { MembersDeps, MembersLoaders } from './context.ts';
import { readIdentitiesOf } from './store/identities.ts';
import { readMembers } from './store/members.ts';

/** Loaders of one request: members of the caller's programme that the caller may see, and nothing of another. */
export function makeLoaders({ database: { db }, personalData }: MembersDeps, caller: Caller | null): MembersLoaders {
  const programmeId = caller?.programmeId ?? null;
  return {
    members: entityLoader(
      async (ids) => {
        if (caller === null || programmeId === null) return [];
        const seen = ids.filter((id) => mayActForMember(caller, id));
        return seen.length === 0 ? [] : readMembers(db, programmeId, seen);
      },
      (row) => row.memberId,
    ),
    identitiesOf: listLoader(
      (ids) => readIdentitiesOf(db, personalData, ids),
      (row) => row.memberId,
    ),
  };
}
