// Reading what a member paid for its membership, and what it is given back.
import type { InputCheck } from '../../serving/input-check.ts';
import type { FeeShare } from '../domain/requests.ts';
import { OPERATOR } from '../domain/terms.ts';
import type { FeeShareInput, PostMembershipFeeInput, RefundMembershipFeeInput } from '../generated.ts';
import type { LedgerCommand } from './ledger-command.ts';
import { readId, readMoney, readReference } from './read-input.ts';

const MAX_SHARES = 20;
const WHOLE = 10_000;

export const postMembershipFee: LedgerCommand<PostMembershipFeeInput> = {
  kind: 'MEMBERSHIP_FEE',
  read: (input, check, at) => ({
    kind: 'MEMBERSHIP_FEE',
    memberId: readId(input.memberId),
    storeId: input.storeId == null ? null : readId(input.storeId),
    ...readMoney(input.amount, check, [...at, 'amount']),
    shares: readShares(input.shares, check, [...at, 'shares']),
    occurredAt: input.occurredAt ?? null,
    reference: readReference(input.reference, check, at),
  }),
};

export const refundMembershipFee: LedgerCommand<RefundMembershipFeeInput> = {
  kind: 'MEMBERSHIP_REFUND',
  read: (input, check, at) => ({
    kind: 'MEMBERSHIP_REFUND',
    feeId: readId(input.transactionId),
    storeId: input.storeId == null ? null : readId(input.storeId),
    ...readMoney(input.amount, check, [...at, 'amount']),
    occurredAt: input.occurredAt ?? null,
  }),
};

function readShares(inputs: readonly FeeShareInput[], check: InputCheck, at: readonly string[]): FeeShare[] {
  const sum = inputs.reduce((total, { basisPoints }) => total + basisPoints, 0);
  const whole = inputs.length <= MAX_SHARES && sum === WHOLE && inputs.every(({ basisPoints }) => basisPoints >= 1);
  check.require(whole, 'INVALID_INPUT', `The shares, 1 to ${MAX_SHARES}, are above zero and sum to ${WHOLE}.`, at);
  const shares = inputs.map(({ partnerId, basisPoints }) => ({
    partyId: partnerId == null ? OPERATOR : readId(partnerId),
    basisPoints: BigInt(basisPoints),
  }));
  const parties = new Set(shares.map(({ partyId }) => partyId));
  check.require(parties.size === shares.length, 'INVALID_INPUT', 'Each party has one share.', at);
  return shares;
}
