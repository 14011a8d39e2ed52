// What earn rules have given so far as a batch sees it: read under its locks, and raised by what it posts.
import type { CounterRise, MemberFacts, RuleUsage } from '../../partners/domain/rules/evaluate-purchase.ts';
import { type BudgetSpent, type FundedPart, NOTHING_SPENT } from '../../partners/domain/rules/promotion-funding.ts';

/** What a promotion has spent of one funder's points and money. */
export interface BudgetRow {
  readonly ruleId: string;
  /** Partner id, or OPERATOR. */
  readonly funderId: string;
  readonly points: bigint;
  /** Minor units of the programme's currency. */
  readonly moneyMinor: bigint;
}

/** What a purchase adds to a promotion's budget, by business day. */
export interface BudgetRise extends BudgetRow {
  readonly day: string;
}

/** What the rules of a batch's purchases ask for; nothing of it is read where no rule asks. */
export interface RuleFacts {
  readonly members: ReadonlyMap<string, MemberFacts>;
  readonly counters: readonly CounterRise[];
  readonly budgets: readonly BudgetRow[];
}

export const NO_RULE_FACTS: RuleFacts = { members: new Map(), counters: [], budgets: [] };

/** Facts of a member that nothing was asked about. */
function unasked(memberId: string): MemberFacts {
  return {
    memberId,
    tier: null,
    plans: null,
    segments: [],
    birthday: null,
    householdId: null,
    benefitBasisPoints: 10_000n,
    firstPurchase: false,
    optedIn: new Set(),
  };
}

export class RuleUsageBook implements RuleUsage {
  /** What this batch adds, for its write. */
  readonly counterRises = new Map<string, CounterRise>();
  readonly budgetRises = new Map<string, BudgetRise>();

  private readonly members: ReadonlyMap<string, MemberFacts>;
  private readonly counters = new Map<string, bigint>();
  private readonly budgets = new Map<string, { points: bigint; readonly money: Map<string, bigint> }>();
  private readonly bought = new Set<string>();

  constructor(facts: RuleFacts) {
    this.members = facts.members;
    for (const { ruleId, subjectId, period, points } of facts.counters)
      this.counters.set(counterName(ruleId, subjectId, period), points);
    for (const row of facts.budgets) this.spend(row);
  }

  member(memberId: string): MemberFacts {
    const facts = this.members.get(memberId) ?? unasked(memberId);
    return facts.firstPurchase && this.bought.has(memberId) ? { ...facts, firstPurchase: false } : facts;
  }

  counted(ruleId: string, subjectId: string, period: string): bigint {
    return this.counters.get(counterName(ruleId, subjectId, period)) ?? 0n;
  }

  spent(ruleId: string): BudgetSpent {
    return this.budgets.get(ruleId) ?? NOTHING_SPENT;
  }

  /** Counts what a purchase was given. */
  raise(
    memberId: string,
    day: string,
    counters: readonly CounterRise[],
    budgets: readonly { readonly ruleId: string; readonly funding: readonly FundedPart[] }[],
  ): void {
    this.bought.add(memberId);
    for (const rise of counters) {
      const name = counterName(rise.ruleId, rise.subjectId, rise.period);
      this.counters.set(name, (this.counters.get(name) ?? 0n) + rise.points);
      const before = this.counterRises.get(name)?.points ?? 0n;
      this.counterRises.set(name, { ...rise, points: before + rise.points });
    }
    for (const { ruleId, funding } of budgets) {
      for (const { funderId, points, moneyMinor } of funding) {
        this.spend({ ruleId, funderId, points, moneyMinor });
        const name = `${ruleId} ${funderId} ${day}`;
        const before = this.budgetRises.get(name);
        this.budgetRises.set(name, {
          ruleId,
          funderId,
          day,
          points: (before?.points ?? 0n) + points,
          moneyMinor: (before?.moneyMinor ?? 0n) + moneyMinor,
        });
      }
    }
  }

  private spend({ ruleId, funderId, points, moneyMinor }: BudgetRow): void {
    let budget = this.budgets.get(ruleId);
    if (budget === undefined) {
      budget = { points: 0n, money: new Map() };
      this.budgets.set(ruleId, budget);
    }
    budget.points += points;
    budget.money.set(funderId, (budget.money.get(funderId) ?? 0n) + moneyMinor);
  }
}

function counterName(ruleId: string, subjectId: string, period: string): string {
  return `${ruleId} ${subjectId} ${period}`;
}
