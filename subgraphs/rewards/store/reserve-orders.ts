/**
 * Reserving what orders want, all of a batch in one transaction: lock, read, decide, write.
 *
 * Locks are taken in the order orders, members' counts, rewards, each by id, here and in `end-orders.ts`: the stock's row, which every order of a reward
 * wants, comes last. What a lock waited for is read with it or after it. The locks are asked for in one trip, each statement behind the one before.
 */
import type { AnySql, TransactionSql } from '../../../db/client.ts';
import type { RewardOrder } from '../../../db/tables/rewards.ts';
import { limitKey, type Reservations, reserve, type Served, type Supply } from '../domain/reservation.ts';

export interface Reservation {
  readonly orderId: string;
  /** What reserves its points; null when they are spent in one step. */
  readonly holdId: string | null;
  readonly holdExpiresAt: Date | null;
  /** Whether it stays PENDING where none is left now, but one may come back: an order took it that is not paid yet. */
  readonly mayWait: boolean;
  readonly at: Date;
  readonly voucher: {
    readonly voucherId: string;
    readonly code: string;
    readonly digest: Buffer;
  };
}

/** What reserving changed of an order. */
export type Reserved = Pick<RewardOrder, 'state' | 'stockTaken' | 'limitTaken' | 'refusal'>;

/** Why an order that got nothing is undone. */
export type WhyNot = Readonly<Record<Exclude<Served, 'RESERVED' | 'LAST_ONE'>, NonNullable<RewardOrder['refusal']>>>;

interface OrderRow {
  readonly orderId: string;
  readonly programmeId: string;
  readonly rewardId: string;
  readonly memberId: string;
  readonly limitPeriod: string;
  readonly fulfilment: RewardOrder['fulfilment'];
  readonly points: bigint;
}

interface RewardRow extends Supply {
  readonly rewardId: string;
  readonly voucherUses: number;
  readonly voucherDays: number | null;
}

interface Move {
  readonly reservation: Reservation;
  readonly order: OrderRow;
  readonly reward: RewardRow | undefined;
  readonly reserved: Reserved;
}

interface TakeRow {
  readonly rewardId: string;
  readonly memberId: string;
  readonly limitPeriod: string;
  readonly orders: number;
}

/**
 * Counts each order against its member's limit, takes one out of stock and draws the voucher, all or nothing, and moves the order on from
 * PENDING; to UNDOING when there is none left or the limit is reached. One that may wait stays PENDING where one may come back, and so does one
 * that is to be paid first where the last one is left. What was taken is noted on the order, so that it is given back once.
 * Orders are served in the order in which they are given.
 * @returns what changed of each order; null where somebody else moved it first
 */
export async function reserveOrders(
  sql: TransactionSql,
  wanted: readonly Reservation[],
  whyNot: WhyNot,
): Promise<(Reserved | null)[]> {
  const orderIds = wanted.map(({ orderId }) => orderId);
  const [pending, , takes, rewards] = await Promise.all([
    lockOrders(sql, orderIds),
    beginCounts(sql, orderIds),
    lockCounts(sql, orderIds),
    lockRewards(sql, orderIds),
  ]);
  const orders = new Map(pending.map((order) => [order.orderId, order]));
  const rewardOf = new Map(rewards.map((reward) => [reward.rewardId, reward]));
  const firsts = new Map(wanted.toReversed().map((reservation) => [reservation.orderId, reservation]));
  const waiting = wanted.flatMap((reservation) => {
    const order = orders.get(reservation.orderId);
    return order === undefined || firsts.get(order.orderId) !== reservation ? [] : [{ reservation, order }];
  });
  const decided = reserve(
    waiting.map(({ reservation: { holdId }, order }) => ({
      ...order,
      secured: holdId !== null || order.points === 0n,
    })),
    rewardOf,
    new Map(takes.map((take) => [limitKey(take), take.orders])),
  );
  const soldOut = new Set(
    waiting.flatMap(({ reservation: { mayWait }, order: { rewardId } }, at) =>
      mayWait && decided.served[at] === 'OUT_OF_STOCK' ? [rewardId] : [],
    ),
  );
  // Whoever took one before has committed, or is in this batch: the rewards are locked.
  const comingBack = soldOut.size === 0 ? new Set<string>() : await readComingBack(sql, [...soldOut]);
  for (const [at, { reservation, order }] of waiting.entries())
    if (decided.served[at] === 'RESERVED' && reservation.holdId === null) comingBack.add(order.rewardId);
  const moves = waiting.flatMap(({ reservation, order }, at): Move[] => {
    const served = decided.served[at] as Served;
    if (served === 'LAST_ONE') return [];
    if (reservation.mayWait && served === 'OUT_OF_STOCK' && comingBack.has(order.rewardId)) return [];
    const reward = rewardOf.get(order.rewardId);
    const got = served === 'RESERVED';
    const reserved: Reserved = {
      state: !got ? 'UNDOING' : order.fulfilment === 'BY_PARTNER' ? 'AWAITING_PARTNER' : 'RESERVED',
      stockTaken: got && reward?.stock != null,
      limitTaken: got && reward?.perMemberLimit != null,
      refusal: got ? null : whyNot[served],
    };
    return [{ reservation, order, reward, reserved }];
  });
  await Promise.all([
    ...takeOut(
      sql,
      waiting.map(({ order }) => order),
      decided,
    ),
    drawVouchers(sql, moves),
    moveOrders(sql, moves),
  ]);
  const reservedOf = new Map<Reservation, Reserved>(waiting.map(({ reservation }) => [reservation, WAITING]));
  for (const { reservation, reserved } of moves) reservedOf.set(reservation, reserved);
  return wanted.map((reservation) => reservedOf.get(reservation) ?? null);
}

const WAITING: Reserved = { state: 'PENDING', stockTaken: false, limitTaken: false, refusal: null };

/** Of these rewards those of which one may come back: an order took it whose points are neither spent nor held, or that gives it back. */
export async function readComingBack(sql: AnySql, rewardIds: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ rewardId: string }[]>`
    SELECT DISTINCT reward_id AS "rewardId" FROM rewards.reward_order
    WHERE reward_id = ANY (${[...rewardIds]}::uuid[]) AND stock_taken AND (state = 'UNDOING' OR (state = 'RESERVED' AND hold_id IS NULL))`;
  return new Set(rows.map(({ rewardId }) => rewardId));
}

function lockOrders(sql: TransactionSql, orderIds: readonly string[]) {
  return sql<OrderRow[]>`
    SELECT order_id AS "orderId", programme_id AS "programmeId", reward_id AS "rewardId", member_id AS "memberId",
      limit_period AS "limitPeriod", fulfilment, points
    FROM rewards.reward_order
    WHERE order_id = ANY (${[...orderIds]}::uuid[]) AND state = 'PENDING'
    ORDER BY order_id FOR NO KEY UPDATE`;
}

/** A count of zero where a member orders for the first time what is limited: there is something to lock then. */
function beginCounts(sql: TransactionSql, orderIds: readonly string[]) {
  return sql`
    INSERT INTO rewards.member_take (reward_id, member_id, period, orders)
    SELECT DISTINCT o.reward_id, o.member_id, o.limit_period, 0
    FROM rewards.reward_order o JOIN rewards.reward r USING (reward_id)
    WHERE o.order_id = ANY (${[...orderIds]}::uuid[]) AND r.per_member_limit IS NOT NULL AND o.state = 'PENDING'
    ORDER BY 2, 1, 3
    ON CONFLICT DO NOTHING`;
}

/** What members took, with what those took that were merged into them: a limit is a person's. */
function lockCounts(sql: TransactionSql, orderIds: readonly string[]) {
  return sql<TakeRow[]>`
    SELECT reward_id AS "rewardId", member_id AS "memberId", period AS "limitPeriod",
      (orders + coalesce((
        SELECT sum(merged.orders) FROM rewards.member_take AS merged
        WHERE merged.reward_id = take.reward_id AND merged.period = take.period
          AND merged.member_id IN (SELECT same.member_id FROM members.member_reference AS same WHERE same.merged_into = take.member_id)), 0))::int AS orders
    FROM rewards.member_take AS take
    WHERE (member_id, reward_id, period) IN (
      SELECT member_id, reward_id, limit_period FROM rewards.reward_order WHERE order_id = ANY (${[...orderIds]}::uuid[]))
    ORDER BY member_id, reward_id, period FOR NO KEY UPDATE`;
}

function takeOut(sql: TransactionSql, orders: readonly OrderRow[], { taken, counted }: Reservations) {
  const counts = new Map(orders.map((order) => [limitKey(order), order]));
  const members = [...counted].map(([key, orders]) => {
    const { memberId, rewardId, limitPeriod } = counts.get(key) as OrderRow;
    return { memberId, rewardId, limitPeriod, orders };
  });
  const stocks = [...taken];
  return [
    members.length === 0
      ? null
      : sql`
          UPDATE rewards.member_take take SET orders = take.orders + counted.orders
          FROM jsonb_to_recordset(${JSON.stringify(members)}::jsonb) AS counted ("memberId" uuid, "rewardId" uuid, "limitPeriod" text, orders integer)
          WHERE take.member_id = counted."memberId" AND take.reward_id = counted."rewardId" AND take.period = counted."limitPeriod"`,
    stocks.length === 0
      ? null
      : sql`
          UPDATE rewards.reward r SET stock = r.stock - taken.orders
          FROM unnest(${stocks.map(([rewardId]) => rewardId)}::uuid[], ${stocks.map(([, orders]) => orders.toString())}::bigint[]) AS taken (reward_id, orders)
          WHERE r.reward_id = taken.reward_id`,
  ];
}

function drawVouchers(sql: TransactionSql, moves: readonly Move[]) {
  const rows = moves.flatMap(({ reservation, order, reward, reserved }) =>
    reserved.refusal !== null || order.fulfilment === 'NOTHING'
      ? []
      : [
          {
            ...{ voucher_id: reservation.voucher.voucherId, code: reservation.voucher.code },
            ...{ code_digest: reservation.voucher.digest.toString('hex'), issued_at: reservation.at },
            ...{ programme_id: order.programmeId, order_id: order.orderId, reward_id: order.rewardId },
            ...{ member_id: order.memberId, uses: reward?.voucherUses, days: reward?.voucherDays },
          },
        ],
  );
  if (rows.length === 0) return null;
  return sql`
    INSERT INTO rewards.voucher
      (voucher_id, programme_id, order_id, reward_id, member_id, code, code_digest, state, uses, uses_left, issued_at, expires_at)
    SELECT voucher_id, programme_id, order_id, reward_id, member_id, code, decode(code_digest, 'hex'), 'DRAWN', uses, uses, issued_at,
      issued_at + make_interval(days => days)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS drawn (voucher_id uuid, programme_id uuid, order_id uuid, reward_id uuid,
      member_id uuid, code text, code_digest text, uses integer, days integer, issued_at timestamptz)`;
}

function moveOrders(sql: TransactionSql, moves: readonly Move[]) {
  if (moves.length === 0) return null;
  const rows = moves.map(({ reservation: { orderId, holdId, holdExpiresAt, at }, reserved }) => ({
    ...{ order_id: orderId, hold_id: holdId, hold_expires_at: holdExpiresAt, moved_at: at, state: reserved.state },
    ...{ stock_taken: reserved.stockTaken, limit_taken: reserved.limitTaken, refusal: reserved.refusal },
  }));
  return sql`
    UPDATE rewards.reward_order o SET state = moved.state, hold_id = moved.hold_id, hold_expires_at = moved.hold_expires_at,
      stock_taken = moved.stock_taken, limit_taken = moved.limit_taken, refusal = moved.refusal, moved_at = moved.moved_at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS moved (order_id uuid, state text, hold_id uuid, hold_expires_at timestamptz,
      stock_taken boolean, limit_taken boolean, refusal jsonb, moved_at timestamptz)
    WHERE o.order_id = moved.order_id`;
}

function lockRewards(sql: TransactionSql, orderIds: readonly string[]) {
  return sql<RewardRow[]>`
    SELECT reward_id AS "rewardId", stock, per_member_limit AS "perMemberLimit", voucher_uses AS "voucherUses", voucher_days AS "voucherDays"
    FROM rewards.reward
    WHERE reward_id IN (SELECT reward_id FROM rewards.reward_order WHERE order_id = ANY (${[...orderIds]}::uuid[]) AND state = 'PENDING')
    ORDER BY reward_id FOR NO KEY UPDATE`;
}
