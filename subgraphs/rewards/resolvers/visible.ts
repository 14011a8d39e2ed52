// Who sees what of rewards. What a caller may not see does not exist.
import type { Reward, RewardOrder, Voucher } from '../../../db/tables/rewards.ts';
import { isOperator, mayActForPartner } from '../../serving/caller.ts';
import { isOwn } from '../../serving/persons.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { assert } from '../../shared/assert.ts';
import { isId } from '../../shared/ids.ts';
import { formatAmount } from '../../shared/money.ts';
import type { RewardsContext } from '../context.ts';
import { readProgramme } from '../store/programmes.ts';

/** A reward of the caller's programme; rewards of other programmes do not exist. */
export async function visibleReward(context: RewardsContext, rewardId: string): Promise<Reward | null> {
  const reward = await context.loaders.rewards.load(rewardId);
  return reward !== null && reward.programmeId === requireCaller(context).programmeId ? reward : null;
}

/** Whether the caller sees all of what a member ordered and holds: the operator, and whose it is, also by a merge. */
export async function isHolder({ caller, loaders }: RewardsContext, memberId: string): Promise<boolean> {
  return caller !== null && (isOperator(caller) || (await isOwn(caller, loaders.persons, memberId)));
}

/** Orders are seen by the member, the operator, and the partner that honours them. */
export async function visibleOrder(context: RewardsContext, orderId: string): Promise<RewardOrder | null> {
  const caller = requireCaller(context);
  const order = await context.loaders.orders.load(orderId);
  if (order === null || order.programmeId !== caller.programmeId) return null;
  if (await isHolder(context, order.memberId)) return order;
  const reward = await context.loaders.rewards.load(order.rewardId);
  return reward !== null && mayActForPartner(caller, reward.partnerId) ? order : null;
}

/** Vouchers are seen by their holder, the operator, and the partner that honours them, once they are valid. */
export async function visibleVoucher(context: RewardsContext, voucher: Voucher | null): Promise<Voucher | null> {
  const caller = requireCaller(context);
  if (voucher === null || voucher.programmeId !== caller.programmeId || voucher.state === 'DRAWN') return null;
  if (await isHolder(context, voucher.memberId)) return voucher;
  const reward = await context.loaders.rewards.load(voucher.rewardId);
  return reward !== null && mayActForPartner(caller, reward.partnerId) ? voucher : null;
}

/** The order as a command left it, for whoever asked for the command; what was read of it before is forgotten. */
export function keepOrder({ loaders }: RewardsContext, order: RewardOrder): RewardOrder {
  loaders.orders.clear(order.orderId).prime(order.orderId, order);
  loaders.rewards.clear(order.rewardId);
  return order;
}

/** `Money` of the schema from minor units in the programme's currency; null where there are none. */
export async function moneyOf(context: RewardsContext, programmeId: string, minorUnits: bigint | null) {
  if (minorUnits === null) return null;
  const programme = await readProgramme(context.deps.database.sql, programmeId);
  assert(programme !== null, 'what a reward says of money is said in a programme');
  const { currency } = programme;
  return { amount: formatAmount(minorUnits, currency), minorUnits, currency };
}

/** A thing of the caller's programme by id; things of other programmes do not exist. */
export async function visibleHere<Row extends { readonly programme_id: string }>(
  context: RewardsContext,
  id: string,
  read: (ids: readonly string[]) => Promise<Row | undefined>,
): Promise<Row | null> {
  const row = isId(id) ? await read([id.toLowerCase()]) : undefined;
  return row?.programme_id === requireCaller(context).programmeId ? (row ?? null) : null;
}
