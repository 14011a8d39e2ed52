/*
 * Plans by the text of their operation. A plan holds no values and no identity, so all callers share it, and callers
 * that ask for the same plan while it is being made wait for the one.
 *
 * Anyone can send operations that nobody sent before, so the cache is bounded twice, by the number of plans and by what
 * they weigh (opened fragments can make a plan many times larger than its text), and the least recently used go first.
 * Cost: a map look-up; a plan that is made is weighed once.
 */
import type { PlanNode, PlanOperation } from './query-planner.ts';

export interface PlanCache {
  /** At once where it is kept. Rejects where there is no plan for the operation. */
  planFor(text: string): PlanNode | undefined | Promise<PlanNode | undefined>;
  /** How many plans are held, and their weight in characters of JSON. */
  size(): { plans: number; weight: number };
}

/** @param maxWeight in characters of the plans' JSON; a plan that alone is heavier is used and not kept */
export function createPlanCache(plan: PlanOperation, maxPlans = 1_000, maxWeight = 16_000_000): PlanCache {
  const kept = new Map<string, { node: PlanNode | undefined; weight: number }>();
  const inTheMaking = new Map<string, Promise<PlanNode | undefined>>();
  let weight = 0;

  function keep(text: string, node: PlanNode | undefined): void {
    const entry = { node, weight: text.length + (node ? JSON.stringify(node).length : 0) };
    if (entry.weight > maxWeight) return;
    kept.set(text, entry);
    weight += entry.weight;
    for (const [oldest, { weight: freed }] of kept) {
      if (kept.size <= maxPlans && weight <= maxWeight) break;
      kept.delete(oldest);
      weight -= freed;
    }
  }

  async function make(text: string): Promise<PlanNode | undefined> {
    try {
      const node = await plan(text);
      keep(text, node);
      return node;
    } finally {
      inTheMaking.delete(text);
    }
  }

  return {
    planFor(text) {
      const hit = kept.get(text);
      if (hit) {
        kept.delete(text); // a map is in order of insertion: to the back, as the most recently used
        kept.set(text, hit);
        return hit.node;
      }
      const making = inTheMaking.get(text) ?? make(text);
      inTheMaking.set(text, making);
      return making;
    },
    size: () => ({ plans: kept.size, weight }),
  };
}
