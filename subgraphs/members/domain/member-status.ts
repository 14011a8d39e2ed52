import { type Refusal, refuse } from '../../shared/refusal.ts';

export type MemberStatus = 'ACTIVE' | 'SUSPENDED' | 'CLOSED' | 'MERGED';

/** Why a member's status cannot become `next`, or null when it can. A closed member stays closed; to be what one is is no change. */
export function refuseStatusChange(current: MemberStatus, next: MemberStatus): Refusal | null {
  if (current === 'MERGED' || next === 'MERGED') {
    return refuse('MERGE_STATE', 'A member is merged, and made itself again, by commands of their own.', [
      'input',
      'memberId',
    ]);
  }
  return current === 'CLOSED' && next !== 'CLOSED'
    ? refuse('MEMBER_INACTIVE', 'The member left for good.', ['input', 'memberId'])
    : null;
}
