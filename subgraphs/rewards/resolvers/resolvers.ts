import type { Reward, RewardOrder } from '../../../db/tables/rewards.ts';
import { type Caller, isInProgramme, isMember, isOperator, mayActForPartner } from '../../serving/caller.ts';
import { connectionOf, readPage } from '../../serving/connections.ts';
import { unauthenticated } from '../../serving/errors.ts';
import { toPayload } from '../../serving/refusal.ts';
import { assert } from '../../shared/assert.ts';
import { isId } from '../../shared/ids.ts';
import { createReward } from '../commands/create-reward.ts';
import { orderReward } from '../commands/order-reward.ts';
import type { RewardsContext } from '../context.ts';
import type { Resolvers } from '../generated.ts';
import { listRewards } from '../store/rewards.ts';

function callerOf(context: RewardsContext): Caller {
  if (context.caller === null) throw unauthenticated();
  return context.caller;
}

/** A reward of the caller's programme; rewards of other programmes do not exist. */
async function visibleReward(context: RewardsContext, rewardId: string): Promise<Reward | null> {
  const reward = await context.loaders.rewards.load(rewardId);
  return reward !== null && reward.programmeId === callerOf(context).programmeId ? reward : null;
}

/** Orders are seen by the member, the operator, and the partner that honours them. */
async function visibleOrder(context: RewardsContext, orderId: string): Promise<RewardOrder | null> {
  const caller = callerOf(context);
  const order = await context.loaders.orders.load(orderId);
  if (order === null || order.programmeId !== caller.programmeId) return null;
  if (isOperator(caller) || isMember(caller, order.memberId)) return order;
  const reward = await context.loaders.rewards.load(order.rewardId);
  return reward !== null && mayActForPartner(caller, reward.partnerId) ? order : null;
}

async function loadOrder(context: RewardsContext, orderId: string): Promise<RewardOrder> {
  context.loaders.orders.clear(orderId);
  const order = await context.loaders.orders.load(orderId);
  assert(order !== null, 'an order that was just made exists');
  return order;
}

export const resolvers: Resolvers = {
  Query: {
    reward: (_root, { id }, context) => visibleReward(context, id),
    async rewards(_root, args, context) {
      const caller = callerOf(context);
      const page = readPage(args, 'reward', 2);
      const known = isInProgramme(caller) && (args.partnerId == null || isId(args.partnerId));
      const after = page.after as readonly [string, string] | null;
      const rows =
        known && (after === null || isId(after[1]))
          ? await listRewards(context.deps.database.db, {
              programmeId: caller.programmeId,
              partnerId: args.partnerId ?? null,
              maxPoints: args.maxPoints ?? null,
              offeredAt: isOperator(caller) ? null : context.deps.clock(),
              after,
              limit: page.limit + 1,
            })
          : [];
      return connectionOf(rows, page, (row) => [row.name, row.rewardId]);
    },
    rewardOrder: (_root, { id }, context) => visibleOrder(context, id),
  },
  Mutation: {
    async createReward(_root, { input }, context) {
      const outcome = await createReward(context.deps, callerOf(context), input);
      return toPayload(outcome, async ({ rewardId }) => ({ reward: await context.loaders.rewards.load(rewardId) }), {
        reward: null,
      });
    },
    async orderReward(_root, { input }, context) {
      const outcome = await orderReward(context.deps, callerOf(context), input);
      return toPayload(outcome, async ({ orderId }) => ({ order: await loadOrder(context, orderId) }), { order: null });
    },
  },
  Reward: {
    __resolveReference: ({ id }, context) => visibleReward(context, id),
    id: (reward) => reward.rewardId,
    partner: (reward) => ({ __typename: 'Partner', id: reward.partnerId }),
  },
  RewardOrder: {
    __resolveReference: ({ id }, context) => visibleOrder(context, id),
    id: (order) => order.orderId,
    async reward(order, _args, context) {
      const reward = await context.loaders.rewards.load(order.rewardId);
      assert(reward !== null, 'an order names a reward');
      return reward;
    },
    member: (order) => ({ __typename: 'Member', id: order.memberId }),
    // Drawn when the order is made, shown when it is paid, to the member and the operator.
    voucherCode(order, _args, context) {
      const caller = callerOf(context);
      const mayRead = isOperator(caller) || isMember(caller, order.memberId);
      return order.state === 'FULFILLED' && mayRead ? order.voucherCode : null;
    },
    transaction: (order) =>
      order.transactionId === null ? null : { __typename: 'Transaction', id: order.transactionId },
  },
  Member: {
    async rewardOrders(member, args, context) {
      const caller = callerOf(context);
      if (!isOperator(caller) && !isMember(caller, member.id)) return null;
      const page = readPage(args, 'reward-order', 1);
      const after = page.after?.[0] ?? null;
      const found =
        after === null || isId(after)
          ? await context.loaders.ordersOfMember({ limit: page.limit + 1, after }).load(member.id)
          : null;
      const orders = found?.orders.filter((order) => order.programmeId === caller.programmeId) ?? [];
      return connectionOf(orders, page, (order) => [order.orderId]);
    },
  },
};
