import type { Caller } from '../../serving/caller.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { eraseMember as erase } from '../store/erase.ts';
import { readMergedInto } from '../store/merges.ts';
import { aboutMember } from './member-command.ts';
import { endForErasure, payRefunds } from './memberships.ts';

export interface EraseMember {
  readonly idempotencyKey: string;
  readonly memberId: string;
}

/**
 * Forgets who a member is, for good, and closes it. What it pays for is cancelled first, as its plan's refund rule says. Transactions, lots and statements
 * stay: they name a member's id, which from now on is nobody's. Members that were merged into it are the same person, and forgotten with it. Erasing an erased
 * member changes nothing. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MERGE_STATE (it was merged into another,
 * who is the one to erase).
 */
export async function eraseMember(
  deps: MembersDeps,
  caller: Caller,
  input: EraseMember,
): Promise<Outcome<{ memberId: string; refunds: readonly string[] }>> {
  const outcome = await aboutMember<{ memberId: string; refunds: readonly string[] }>(
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
    async (work) => {
      const { memberId, erasedAt, status } = work.member;
      if (status === 'MERGED')
        return refused(refuse('MERGE_STATE', 'It was merged into another: erase that one.', ['input', 'memberId']));
      if (erasedAt !== null) return accepted({ memberId, refunds: [] });
      const refunds = await endForErasure(work);
      const { db, sql } = work.tx;
      for (const duplicateId of await readMergedInto(sql, memberId)) await erase(db, duplicateId, work.at);
      await erase(db, memberId, work.at);
      return accepted({ memberId, refunds });
    },
  );
  if (outcome.ok) await payRefunds(deps, outcome.result.refunds);
  return outcome;
}
