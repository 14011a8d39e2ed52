import { assert } from '../../shared/assert.ts';
import type { RewardOrderResolvers } from '../generated.ts';
import { moneyOf, visibleOrder, visibleVoucher } from './visible.ts';

export const RewardOrder: RewardOrderResolvers = {
  __resolveReference: ({ id }, context) => visibleOrder(context, id),
  id: ({ orderId }) => orderId,
  async reward({ rewardId }, _, { loaders }) {
    const reward = await loaders.rewards.load(rewardId);
    assert(reward !== null, 'an order names a reward');
    return reward;
  },
  member: ({ memberId }) => ({ __typename: 'Member', id: memberId }),
  money: ({ programmeId, moneyMinor }, _, context) => moneyOf(context, programmeId, moneyMinor),
  // Drawn with the order, valid and shown when it is paid.
  async voucher({ orderId, fulfilment }, _, context) {
    if (fulfilment === 'NOTHING') return null;
    return visibleVoucher(context, await context.loaders.voucherOfOrder.load(orderId));
  },
  transaction: ({ transactionId }) =>
    transactionId === null ? null : { __typename: 'Transaction', id: transactionId },
  refund: ({ refundTransactionId }) =>
    refundTransactionId === null ? null : { __typename: 'Transaction', id: refundTransactionId },
  cancelledBecause: ({ state, refusal }) =>
    state === 'CANCELLED' || state === 'UNDOING' ? (refusal?.message ?? null) : null,
};
