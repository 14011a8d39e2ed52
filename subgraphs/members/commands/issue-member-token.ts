import { type Caller, isInProgramme, scopesOfRole } from '../../serving/caller.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { readMembers } from '../store/members.ts';

export interface IssueMemberToken {
  readonly memberId: string;
}

/**
 * Gives a short-lived token for a member's own front end. It names the client that asked, so that what a front end does can be
 * traced to the app behind it. Refusals in the published order: NOT_ALLOWED, MEMBER_UNKNOWN, MEMBER_INACTIVE.
 */
export async function issueMemberToken(
  deps: MembersDeps,
  caller: Caller,
  input: IssueMemberToken,
): Promise<Outcome<{ accessToken: string; expiresAt: Date }>> {
  if (!isInProgramme(caller) || caller.role === 'member') {
    return refused(refuse('NOT_ALLOWED', "The operator and partners' apps ask for members' tokens."));
  }
  const memberId = input.memberId.toLowerCase();
  const { programmeId, clientId } = caller;
  const [member] = isId(memberId) ? await readMembers(deps.database.sql, programmeId, [memberId]) : [];
  if (member === undefined) {
    return refused(refuse('MEMBER_UNKNOWN', 'No such member in this programme.', ['input', 'memberId']));
  }
  if (member.status !== 'ACTIVE') {
    return refused(refuse('MEMBER_INACTIVE', 'The member is suspended or closed.', ['input', 'memberId']));
  }
  const token = await deps.issueToken({
    subject: memberId,
    clientId,
    role: 'member',
    programmeId,
    partnerId: null,
    storeIds: [],
    memberId,
    person: null,
    scopes: scopesOfRole('member'),
  });
  return accepted({ accessToken: token.accessToken, expiresAt: token.expiresAt });
}
