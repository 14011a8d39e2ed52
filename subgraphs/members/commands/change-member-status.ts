import { type Caller, isOperator, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { type MemberStatus, refuseStatusChange } from '../domain/member-status.ts';
import { lockMember, updateStatus } from '../store/members.ts';
import { lockMemberStatuses } from '../store/status-lock.ts';

export interface ChangeMemberStatus {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly status: MemberStatus;
}

/**
 * Suspends, closes or reactivates a member; for the operator. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT,
 * IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE (closed, for good). When it is acknowledged, no posting that saw the
 * old status is still open and none that begins later sees it: the lock of member statuses is taken before the row.
 */
export async function changeMemberStatus(
  deps: MembersDeps,
  caller: Caller,
  input: ChangeMemberStatus,
): Promise<Outcome<{ memberId: string }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', "Only the operator changes a member's status."));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const refusal = check.first();
  if (refusal !== null) return refused(refusal);

  const at = deps.clock();
  const { status } = input;
  const memberId = input.memberId.toLowerCase();
  const { programmeId } = caller;
  const { outcome } = await rememberCommand(
    deps.database,
    'members',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'changeMemberStatus',
      body: { memberId, status },
      at,
    },
    async ({ db }) => {
      await lockMemberStatuses(db, programmeId);
      const member = isId(memberId) ? await lockMember(db, programmeId, memberId) : null;
      if (member === null) {
        return refused(refuse('MEMBER_UNKNOWN', 'No such member in this programme.', ['input', 'memberId']));
      }
      const forbidden = refuseStatusChange(member.status, status);
      if (forbidden !== null) return refused(forbidden);
      if (member.status !== status) await updateStatus(db, memberId, status, at);
      return accepted({ memberId });
    },
  );
  return outcome;
}
