import type { RewardOrder } from '../../../db/tables/rewards.ts';
import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { changeReward } from '../commands/change-reward.ts';
import { createReward } from '../commands/create-reward.ts';
import { cancelRewardOrder, fulfilRewardOrder } from '../commands/end-order.ts';
import { orderReward } from '../commands/order-reward.ts';
import { redeemVoucher } from '../commands/redeem-voucher.ts';
import { transferVoucher } from '../commands/transfer-voucher.ts';
import type { RewardsContext } from '../context.ts';
import type { MutationResolvers } from '../generated.ts';
import { keepOrder, visibleVoucher } from './visible.ts';

const rewardPayload =
  (context: RewardsContext) =>
  async ({ rewardId }: { rewardId: string }) => ({ reward: await context.loaders.rewards.load(rewardId) });
const orderPayload = (context: RewardsContext) => async (order: RewardOrder) => ({ order: keepOrder(context, order) });

export const Mutation: MutationResolvers = {
  createReward: async (_root, { input }, context) =>
    toPayload(await createReward(context.deps, requireCaller(context), input), rewardPayload(context), {
      reward: null,
    }),
  changeReward: async (_root, { input }, context) =>
    toPayload(await changeReward(context.deps, requireCaller(context), input), rewardPayload(context), {
      reward: null,
    }),
  orderReward: async (_root, { input }, context) =>
    toPayload(await orderReward(context.deps, requireCaller(context), input), orderPayload(context), { order: null }),
  fulfilRewardOrder: async (_root, { input }, context) =>
    toPayload(await fulfilRewardOrder(context.deps, requireCaller(context), input), orderPayload(context), {
      order: null,
    }),
  cancelRewardOrder: async (_root, { input }, context) =>
    toPayload(await cancelRewardOrder(context.deps, requireCaller(context), input), orderPayload(context), {
      order: null,
    }),
  redeemVoucher: async (_root, { input }, context) =>
    toPayload(
      await redeemVoucher(context.deps, requireCaller(context), input),
      async ({ voucherId, useId }) => {
        const voucher = await context.loaders.vouchers.load(voucherId);
        const use = (await context.loaders.usesOfVoucher.load(voucherId)).find((one) => one.use_id === useId);
        const programmeId = voucher?.programmeId;
        return { voucher, use: use === undefined || programmeId === undefined ? null : { ...use, programmeId } };
      },
      { voucher: null, use: null },
    ),
  transferVoucher: async (_root, { input }, context) =>
    toPayload(
      await transferVoucher(context.deps, requireCaller(context), input),
      // Whoever gave it away sees that it went, not what it says now.
      async ({ voucherId }) => ({
        voucher: await visibleVoucher(context, await context.loaders.vouchers.load(voucherId)),
      }),
      { voucher: null },
    ),
};
