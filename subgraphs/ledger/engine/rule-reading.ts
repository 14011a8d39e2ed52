// What the earn rules of a batch's purchases ask for, known from its requests; read in a trip of its own, and only where a live rule asks.

import { capPeriodName, visitName } from '../../partners/domain/rules/cap-period.ts';
import {
  type CompiledRule,
  NO_NEEDS,
  type PartnerRules,
  type RuleNeeds,
} from '../../partners/domain/rules/compile-rules.ts';
import type { MemberFacts } from '../../partners/domain/rules/evaluate-purchase.ts';
import { businessDate } from '../domain/business-calendar.ts';
import type { Reference } from '../domain/reference.ts';
import type { Instruction } from '../domain/requests.ts';
import type { RuleFacts } from '../domain/rule-usage.ts';
import { plainArray } from '../store/posting/array-literals.ts';
import type { AnySql } from '../store/posting/batch-sql.ts';
import { lockHouseholds } from '../store/rules/lock-households.ts';
import { readBudgets } from '../store/rules/read-budgets.ts';
import { type CountedPeriod, readCounters } from '../store/rules/read-counters.ts';
import { readMemberFacts } from '../store/rules/read-member-facts.ts';
import { inOneTrip } from './pipeline.ts';

/** What must be locked and read for the purchases of a batch. */
export interface RulePlan {
  readonly needs: RuleNeeds;
  /** Purchases with the rules of their partner, for the periods that count at the time of decision. */
  readonly purchases: readonly {
    readonly partnerId: string;
    readonly occurredAt: Date | null;
    readonly rules: PartnerRules;
  }[];
}

/** Null where no rule asks for anything: then nothing more is locked or read than without rules. */
export function planRules(instructions: readonly Instruction[], reference: Reference): RulePlan | null {
  const { rules } = reference;
  if (rules.versions.size === 0) return null;
  const purchases: RulePlan['purchases'][number][] = [];
  let needs = NO_NEEDS;
  for (const instruction of instructions) {
    if (instruction.kind !== 'PURCHASE' || (instruction.awards ?? []).length > 0) continue;
    const partnerId = reference.stores.get(instruction.storeId)?.partnerId;
    if (partnerId === undefined) continue;
    const own = rules.byPartner.get(partnerId) ?? rules.everywhere;
    if (!asksAnything(own.needs)) continue;
    needs = together(needs, own.needs);
    purchases.push({ partnerId, occurredAt: instruction.occurredAt, rules: own });
  }
  return purchases.length === 0 ? null : { needs, purchases };
}

function asksAnything(needs: RuleNeeds): boolean {
  return (
    needs.facts ||
    needs.plans ||
    needs.benefits ||
    needs.firstPurchase ||
    needs.optIns ||
    needs.counters ||
    needs.budgets.length > 0
  );
}

function together(left: RuleNeeds, right: RuleNeeds): RuleNeeds {
  return {
    facts: left.facts || right.facts,
    plans: left.plans || right.plans,
    benefits: left.benefits || right.benefits,
    firstPurchase: left.firstPurchase || right.firstPurchase,
    optIns: left.optIns || right.optIns,
    counters: left.counters || right.counters,
    households: left.households || right.households,
    budgets: [...new Set([...left.budgets, ...right.budgets])].sort(),
  };
}

/**
 * Reads it, under the locks and at the time of decision. `memberIds` are all members of the batch. `locking` takes the households' locks before their
 * counters are read: for a posting, not for a quote.
 */
export async function readRuleFacts(
  sql: AnySql,
  plan: RulePlan,
  reference: Reference,
  memberIds: readonly string[],
  now: Date,
  locking: boolean,
): Promise<RuleFacts> {
  const { needs } = plan;
  const asksPaid = needs.plans || needs.benefits;
  const asked = needs.facts || asksPaid || needs.firstPurchase || needs.optIns || needs.households;
  const paidOn = asksPaid ? businessDate(now, reference.programme.timeZone) : null;
  const rows = asked ? await readMemberFacts(sql, idArray(memberIds), paidOn) : [];
  const households = needs.households
    ? [...new Set(rows.flatMap(({ householdId }) => (householdId === null ? [] : [householdId])))]
    : [];
  const counted = needs.counters ? countedPeriods(plan, reference.programme.timeZone, now) : [];
  const [, counters, budgets] = await inOneTrip(
    locking && households.length > 0 ? lockHouseholds(sql, idArray(households)) : null,
    counted.length === 0 ? [] : readCounters(sql, idArray([...memberIds, ...households]), counted),
    needs.budgets.length === 0 ? [] : readBudgets(sql, idArray(needs.budgets)),
  );
  const members = new Map<string, MemberFacts>(
    rows.map(({ optedIn, segments, ...facts }) => [
      facts.memberId,
      { ...facts, segments: segments ?? [], optedIn: new Set(optedIn) },
    ]),
  );
  return { members, counters, budgets };
}

function idArray(ids: readonly string[]): string {
  return plainArray(ids, (id) => id);
}

function countedPeriods({ purchases }: RulePlan, timeZone: string, now: Date): CountedPeriod[] {
  const counted = new Map<string, CountedPeriod>();
  for (const { partnerId, occurredAt, rules } of purchases) {
    const date = businessDate(occurredAt ?? now, timeZone);
    for (const list of [rules.rates, rules.extras, rules.promotions])
      for (const rule of list)
        for (const one of periodsOf(rule, partnerId, date)) counted.set(`${one.ruleId} ${one.period}`, one);
  }
  return [...counted.values()];
}

function periodsOf({ terms, version: { ruleId } }: CompiledRule, partnerId: string, date: string): CountedPeriod[] {
  const periods = terms.caps.flatMap(({ per }) =>
    per === 'PURCHASE' ? [] : [{ ruleId, period: capPeriodName(per, date) }],
  );
  return terms.award?.type === 'PER_VISIT' ? [...periods, { ruleId, period: visitName(partnerId, date) }] : periods;
}
