import type { Caller } from '../../serving/caller.ts';
import { accepted, type Outcome } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { eraseMember as erase } from '../store/erase.ts';
import { aboutMember } from './member-command.ts';

export interface EraseMember {
  readonly idempotencyKey: string;
  readonly memberId: string;
}

/**
 * Forgets who a member is, for good, and closes it. Transactions, lots and statements stay: they name a member's id, which from now on is
 * nobody's. Erasing an erased member changes nothing. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN.
 */
export function eraseMember(
  deps: MembersDeps,
  caller: Caller,
  input: EraseMember,
): Promise<Outcome<{ memberId: string }>> {
  return aboutMember(
    deps,
    caller,
    {
      name: 'eraseMember',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: {},
      who: ['operator', 'member'],
      whateverStatus: true,
      changesStatus: true,
    },
    async ({ tx: { db }, member: { memberId, erasedAt }, at }) => {
      if (erasedAt === null) await erase(db, memberId, at);
      return accepted({ memberId });
    },
  );
}
