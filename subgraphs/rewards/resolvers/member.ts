import { isMember, isOperator } from '../../serving/caller.ts';
import { connectionOf, readPage } from '../../serving/connections.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { isId } from '../../shared/ids.ts';
import type { MemberResolvers } from '../generated.ts';
import { listVouchersOfMember } from '../store/vouchers.ts';

export const Member: MemberResolvers = {
  async rewardOrders(member, args, context) {
    const caller = requireCaller(context);
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
  async vouchers(member, args, context) {
    const caller = requireCaller(context);
    if (!isOperator(caller) && !isMember(caller, member.id)) return null;
    const page = readPage(args, 'voucher', 1);
    const after = page.after?.[0] ?? null;
    const known = isId(member.id) && (after === null || isId(after));
    const rows = known
      ? await listVouchersOfMember(context.deps.database.db, member.id, { limit: page.limit + 1, after })
      : [];
    const vouchers = rows.filter((voucher) => voucher.programmeId === caller.programmeId);
    return connectionOf(vouchers, page, (voucher) => [voucher.voucherId]);
  },
};
