import type { Caller } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { MAX_POINTS } from '../../shared/points.ts';
import { accepted, type Outcome } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { sayConfirmationLimit } from '../store/members.ts';
import { aboutMember } from './member-command.ts';

export interface SetConfirmationLimit {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly confirmAbove?: bigint | null | undefined;
}

/**
 * Says above how many points a redemption needs the member's word; null is never, 0 is always. Only the member itself may: who could lower the wall could
 * climb it. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE.
 */
export function setConfirmationLimit(
  deps: MembersDeps,
  caller: Caller,
  input: SetConfirmationLimit,
): Promise<Outcome<{ memberId: string }>> {
  const { confirmAbove = null } = input;
  const check = createInputCheck();
  check.require(
    confirmAbove === null || (confirmAbove >= 0n && confirmAbove <= MAX_POINTS),
    'INVALID_INPUT',
    'A limit is 0 to 2^53 - 1.',
    ['input', 'confirmAbove'],
  );
  return aboutMember(
    deps,
    caller,
    {
      name: 'setConfirmationLimit',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { confirmAbove },
      who: ['member'],
      check,
    },
    async ({ tx: { sql }, member: { memberId }, at }) => {
      await sayConfirmationLimit(sql, memberId, confirmAbove, at);
      return accepted({ memberId });
    },
  );
}
