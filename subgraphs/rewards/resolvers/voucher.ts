import type { Voucher as VoucherRow } from '../../../db/tables/rewards.ts';
import { assert } from '../../shared/assert.ts';
import type { RewardsContext } from '../context.ts';
import type { VoucherResolvers, VoucherUseResolvers } from '../generated.ts';
import type { VoucherUseRow } from '../store/vouchers.ts';
import { isHolder, moneyOf, visibleVoucher } from './visible.ts';

/** A use with the programme it happened in. */
export interface VoucherUseView extends VoucherUseRow {
  readonly programmeId: string;
}

async function rewardOf({ rewardId }: VoucherRow, { loaders }: RewardsContext) {
  const reward = await loaders.rewards.load(rewardId);
  assert(reward !== null, 'a voucher is of a reward');
  return reward;
}

export const Voucher: VoucherResolvers = {
  __resolveReference: async ({ id }, context) => visibleVoucher(context, await context.loaders.vouchers.load(id)),
  id: ({ voucherId }) => voucherId,
  reward: (voucher, _, context) => rewardOf(voucher, context),
  member: ({ memberId }) => ({ __typename: 'Member', id: memberId }),
  code: async (voucher, _, context) => ((await isHolder(context, voucher.memberId)) ? voucher.code : null),
  offlineToken: async (voucher, _, context) =>
    voucher.state === 'ACTIVE' && (await isHolder(context, voucher.memberId))
      ? context.signer.sign(voucher, await rewardOf(voucher, context))
      : null,
  state({ state, usesLeft, expiresAt }, _, { deps }) {
    if (state === 'CANCELLED') return 'CANCELLED';
    if (usesLeft === 0) return 'USED';
    return expiresAt !== null && deps.clock() >= expiresAt ? 'EXPIRED' : 'ACTIVE';
  },
  used: async ({ voucherId, programmeId }, _, { loaders }) =>
    (await loaders.usesOfVoucher.load(voucherId)).map((use) => ({ ...use, programmeId })),
};

export const VoucherUse: VoucherUseResolvers = {
  id: ({ use_id }) => use_id,
  store: ({ store_id }) => ({ __typename: 'Store', id: store_id }),
  usedAt: ({ used_at }) => used_at,
  purchase: ({ programmeId, purchase_minor }, _, context) => moneyOf(context, programmeId, purchase_minor),
  async discount({ programmeId, discount_minor }, _, context) {
    const money = await moneyOf(context, programmeId, discount_minor);
    assert(money !== null, 'a discount is an amount');
    return money;
  },
};
