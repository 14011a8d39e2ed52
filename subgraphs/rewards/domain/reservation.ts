/**
 * Who gets what is left: orders are served in the order in which they came, each counted against its member's limit and taken out of stock, or
 * neither. One that gets nothing takes nothing from those behind it. The last one is only for orders whose points are secured: however many come that
 * cannot pay, who can finds one.
 */

/** What an order asks for. */
export interface Wanted {
  readonly orderId: string;
  readonly rewardId: string;
  readonly memberId: string;
  /** The period in which it counts towards the member's limit. */
  readonly limitPeriod: string;
  /** Whether its points are held for it, or it needs none. */
  readonly secured: boolean;
}

/** What a reward has left, and lets a member have. */
export interface Supply {
  /** Null is without limit. */
  readonly stock: bigint | null;
  readonly perMemberLimit: number | null;
}

export type Served = 'RESERVED' | 'OUT_OF_STOCK' | 'OVER_LIMIT' | 'LAST_ONE';

/** How orders are served, and what that leaves. */
export interface Reservations {
  readonly served: readonly Served[];
  /** What was taken of each reward with a stock. */
  readonly taken: ReadonlyMap<string, bigint>;
  /** What was counted against each limit, by `limitKey`. */
  readonly counted: ReadonlyMap<string, number>;
}

/** Name of a member's count for a reward in a period. */
export function limitKey({
  memberId,
  rewardId,
  limitPeriod,
}: Pick<Wanted, 'memberId' | 'rewardId' | 'limitPeriod'>): string {
  return `${memberId} ${rewardId} ${limitPeriod}`;
}

/**
 * Serves orders.
 * @param supplyOf what is left of each reward
 * @param takenBefore what members have had, by `limitKey`; none where nothing is said
 */
export function reserve(
  orders: readonly Wanted[],
  supplyOf: ReadonlyMap<string, Supply>,
  takenBefore: ReadonlyMap<string, number>,
): Reservations {
  const taken = new Map<string, bigint>();
  const counted = new Map<string, number>();
  const served = orders.map((order): Served => {
    const { stock, perMemberLimit } = supplyOf.get(order.rewardId) ?? NOTHING_LEFT;
    const key = limitKey(order);
    const had = (takenBefore.get(key) ?? 0) + (counted.get(key) ?? 0);
    if (perMemberLimit !== null && had >= perMemberLimit) return 'OVER_LIMIT';
    const gone = taken.get(order.rewardId) ?? 0n;
    if (stock !== null && gone >= stock) return 'OUT_OF_STOCK';
    if (stock !== null && gone + 1n === stock && !order.secured) return 'LAST_ONE';
    if (stock !== null) taken.set(order.rewardId, gone + 1n);
    if (perMemberLimit !== null) counted.set(key, (counted.get(key) ?? 0) + 1);
    return 'RESERVED';
  });
  return { served, taken, counted };
}

const NOTHING_LEFT: Supply = { stock: 0n, perMemberLimit: null };
