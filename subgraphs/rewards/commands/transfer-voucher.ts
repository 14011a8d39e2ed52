import { type Caller, isInProgramme, isOperator, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { IDEMPOTENCY_KEY, readText } from '../../serving/text.ts';
import { assert } from '../../shared/assert.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { VOUCHER_BYTES, voucherCode } from '../domain/voucher-code.ts';
import { actsFor, readMemberStatus } from '../store/members.ts';
import { readReward } from '../store/rewards.ts';
import { lockVoucher, passOnVoucher } from '../store/vouchers.ts';
import { codeDigest } from './order-saga.ts';

export interface TransferVoucher {
  readonly idempotencyKey: string;
  readonly voucherId: string;
  readonly toMemberId: string;
}

const VOUCHER_AT = ['input', 'voucherId'];
const TO_AT = ['input', 'toMemberId'];

/**
 * Passes a voucher on to another member. Its code changes, so that whoever saw the old one has nothing. Refusals: NOT_ALLOWED, INVALID_INPUT,
 * IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE, VOUCHER_UNKNOWN, VOUCHER_EXPIRED, VOUCHER_USED, VOUCHER_NOT_APPLICABLE.
 */
export async function transferVoucher(
  deps: RewardsDeps,
  caller: Caller,
  input: TransferVoucher,
): Promise<Outcome<{ voucherId: string }>> {
  if (!isInProgramme(caller) || caller.role === 'partner')
    return refused(refuse('NOT_ALLOWED', 'The member that holds a voucher passes it on.'));
  const key = readText(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  if (!key.ok) return key;
  const voucherId = input.voucherId.toLowerCase();
  const toMemberId = input.toMemberId.toLowerCase();
  const at = deps.clock();
  const { programmeId } = caller;
  const { outcome } = await rememberCommand<{ voucherId: string }>(
    deps.database,
    'rewards',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key.text,
      command: 'transferVoucher',
      body: { voucherId, toMemberId },
      at,
    },
    async ({ db, sql }) => {
      const status = isId(toMemberId) ? await readMemberStatus(sql, programmeId, toMemberId) : null;
      if (status === null) return refused(refuse('MEMBER_UNKNOWN', 'No such member in this programme.', TO_AT));
      if (status !== 'ACTIVE') return refused(refuse('MEMBER_INACTIVE', 'The member does not take part.', TO_AT));
      const voucher = isId(voucherId) ? await lockVoucher(db, programmeId, voucherId) : null;
      const mine = voucher !== null && (isOperator(caller) || (await actsFor(sql, caller, voucher.memberId)));
      if (!mine || voucher.state !== 'ACTIVE')
        return refused(refuse('VOUCHER_UNKNOWN', 'No such voucher.', VOUCHER_AT));
      if (voucher.expiresAt !== null && at >= voucher.expiresAt)
        return refused(refuse('VOUCHER_EXPIRED', 'The voucher is no longer valid.', VOUCHER_AT));
      if (voucher.usesLeft === 0) return refused(refuse('VOUCHER_USED', 'The voucher was used already.', VOUCHER_AT));
      const reward = await readReward(db, programmeId, voucher.rewardId);
      assert(reward !== null, 'a voucher is of a reward');
      if (!reward.transferable || voucher.memberId === toMemberId)
        return refused(refuse('VOUCHER_NOT_APPLICABLE', 'The voucher cannot be passed on.', VOUCHER_AT));
      const code = voucherCode(deps.random(VOUCHER_BYTES));
      await passOnVoucher(db, voucherId, { memberId: toMemberId, code, codeDigest: codeDigest(code) });
      return accepted({ voucherId });
    },
  );
  return outcome;
}
