/**
 * Scores and the counts that give exact ranks. A score of 48 bits is eight digits of six bits; for each beginning of a score it is counted how many
 * entries begin so. The rank is one more than the entries with a higher score: at each depth those that share the digits before and have a
 * higher one there.
 */
import type { PurchaseFact } from './purchase-fact.ts';

export const DEPTHS = 8;
const DIGIT_BITS = 6n;
export const MAX_SCORE = (1n << (BigInt(DEPTHS) * DIGIT_BITS)) - 1n;

export interface BoardTerms {
  readonly measure: 'POINTS' | 'SPEND' | 'PURCHASES';
  readonly partnerId: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** What a fact adds to a score; below zero for a return. */
export function scoreOf(board: BoardTerms, fact: PurchaseFact): bigint {
  const inside = fact.occurredAt >= board.startsAt && fact.occurredAt < board.endsAt;
  if (!inside || (board.partnerId !== null && board.partnerId !== fact.partnerId)) return 0n;
  const sign = fact.kind === 'PURCHASE' ? 1n : -1n;
  switch (board.measure) {
    case 'POINTS':
      return fact.points;
    case 'SPEND':
      return sign * fact.amountMinor;
    case 'PURCHASES':
      return sign === 1n || fact.whole ? sign : 0n;
  }
}

/** A score after a change, within what can be counted. */
export function changedScore(score: bigint, by: bigint): bigint {
  const next = score + by;
  if (next < 0n) return 0n;
  return next > MAX_SCORE ? MAX_SCORE : next;
}

/** The beginnings under which a score is counted, the shortest first. */
export function prefixesOf(score: bigint): { readonly depth: number; readonly prefix: bigint }[] {
  return Array.from({ length: DEPTHS }, (_, depth) => ({
    depth,
    prefix: score >> (DIGIT_BITS * BigInt(DEPTHS - 1 - depth)),
  }));
}

/** What to change of the counts when scores change; null is no entry. Sorted, so that two writers wait in one order. */
export function countChanges(
  changes: readonly { readonly boardId: string; readonly from: bigint | null; readonly to: bigint | null }[],
): { readonly boardId: string; readonly depth: number; readonly prefix: bigint; readonly by: bigint }[] {
  const sums = new Map<string, { boardId: string; depth: number; prefix: bigint; by: bigint }>();
  const add = (boardId: string, score: bigint | null, by: bigint): void => {
    if (score === null) return;
    for (const { depth, prefix } of prefixesOf(score)) {
      const key = `${boardId} ${depth} ${prefix}`;
      const sum = sums.get(key) ?? { boardId, depth, prefix, by: 0n };
      sum.by += by;
      sums.set(key, sum);
    }
  };
  for (const { boardId, from, to } of changes) {
    add(boardId, from, -1n);
    add(boardId, to, 1n);
  }
  const compare = (a: bigint | number | string, b: bigint | number | string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...sums.values()]
    .filter(({ by }) => by !== 0n)
    .sort((a, b) => compare(a.boardId, b.boardId) || a.depth - b.depth || compare(a.prefix, b.prefix));
}
