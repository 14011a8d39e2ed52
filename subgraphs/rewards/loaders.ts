import DataLoader from 'dataloader';
import type { AnySql, Reads } from '../../db/client.ts';
import type { RewardOrder, Voucher } from '../../db/tables/rewards.ts';
import { type EntityLoader, entityLoader, lazyLoaders, listLoader } from '../serving/loaders.ts';
import { personLoader } from '../serving/persons.ts';
import { readsOf } from '../serving/reads.ts';
import type { SubgraphContext } from '../serving/subgraph.ts';
import type { OrdersOfMember, RewardsContext, RewardsDeps, RewardsLoaders } from './context.ts';
import { dayIn } from './domain/programme-day.ts';
import { countCircles } from './store/circles.ts';
import { readStanding } from './store/members.ts';
import { listOrderIdsOfMembers, readOrders } from './store/orders.ts';
import { readProgramme } from './store/programmes.ts';
import { readRewards } from './store/rewards.ts';
import { readVouchers, readVouchersOfOrders, readVoucherUses, type VoucherUseRow } from './store/vouchers.ts';
import type { VoucherSigner } from './vouchers/voucher-signer.ts';

/** What the resolvers of one request work with. */
export function contextOf(deps: RewardsDeps, signer: VoucherSigner, request: SubgraphContext): RewardsContext {
  const reads = readsOf(deps.database, request.caller);
  return { ...request, deps, signer, reads, loaders: loadersOf({ deps, reads, caller: request.caller }) };
}

interface RewardsRequest {
  readonly deps: RewardsDeps;
  readonly reads: Reads;
  readonly caller: SubgraphContext['caller'];
}

/** What the caller may see, by ids. */
const loadersOf = lazyLoaders<RewardsRequest, RewardsLoaders>({
  callersStanding: ({ deps, caller }) => {
    let standing: ReturnType<RewardsLoaders['callersStanding']> | undefined;
    return () => {
      standing ??= callersStanding(deps, caller);
      return standing;
    };
  },
  persons: ({ reads }) => personLoader(reads.sql),
  orders: ({ reads }) =>
    entityLoader<RewardOrder>(
      (ids) => readOrders(reads.sql, ids),
      (row) => row.orderId,
    ),
  vouchers: ({ reads }) =>
    entityLoader<Voucher>(
      (ids) => readVouchers(reads.sql, ids),
      (row) => row.voucherId,
    ),
  voucherOfOrder: ({ reads }) =>
    entityLoader<Voucher>(
      (ids) => readVouchersOfOrders(reads.sql, ids),
      (row) => row.orderId,
    ),
  circleSizes: ({ reads }) =>
    new DataLoader<string, number>(async (ids) => {
      const sizes = new Map((await countCircles(reads.sql, ids)).map((row) => [row.circle_id, row.size]));
      return ids.map((id) => sizes.get(id) ?? 0);
    }),
  usesOfVoucher: ({ reads }) =>
    listLoader<VoucherUseRow>(
      (ids) => readVoucherUses(reads.sql, ids),
      (row) => row.voucher_id,
    ),
  rewards: ({ reads }) =>
    entityLoader(
      (ids) => readRewards(reads.sql, ids),
      (row) => row.rewardId,
    ),
  ordersOfMember: ({ reads }) => {
    const pages = new Map<string, EntityLoader<OrdersOfMember>>();
    return (page) => {
      const key = `${page.limit} ${page.after ?? ''}`;
      let loader = pages.get(key);
      if (loader === undefined) {
        loader = entityLoader<OrdersOfMember>(
          (memberIds) => readOrdersOfMembers(reads.sql, memberIds, page),
          (row) => row.memberId,
        );
        pages.set(key, loader);
      }
      return loader;
    };
  },
});

async function readOrdersOfMembers(
  sql: AnySql,
  memberIds: readonly string[],
  page: Parameters<RewardsLoaders['ordersOfMember']>[0],
): Promise<OrdersOfMember[]> {
  const found = await listOrderIdsOfMembers(sql, memberIds, page);
  const rows = await readOrders(
    sql,
    found.map((row) => row.order_id),
  );
  const byId = new Map(rows.map((row) => [row.orderId, row]));
  const byMember = new Map<string, RewardOrder[]>();
  for (const { member_id, order_id } of found) {
    const order = byId.get(order_id);
    if (order !== undefined) byMember.set(member_id, [...(byMember.get(member_id) ?? []), order]);
  }
  return [...byMember].map(([memberId, orders]) => ({ memberId, orders }));
}

async function callersStanding(
  { database, clock }: RewardsDeps,
  caller: SubgraphContext['caller'],
): ReturnType<RewardsLoaders['callersStanding']> {
  if (caller?.role !== 'member' || caller.memberId === null || caller.programmeId === null) return null;
  const { programmeId, memberId } = caller;
  const programme = await readProgramme(database.sql, programmeId);
  const at = clock();
  const day = dayIn(programme?.time_zone ?? 'UTC', at);
  return { at, day, standing: await readStanding(database.sql, programmeId, memberId, day) };
}
