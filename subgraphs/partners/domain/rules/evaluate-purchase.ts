/**
 * How many points a purchase gives, under which rules, and who pays: the one evaluator that posting, quotes, simulation and backtests use.
 *
 * | step | what                                                                                                                     |
 * |------|--------------------------------------------------------------------------------------------------------------------------|
 * | 1    | exclusions: lines that earn nothing; the part paid with points, taken off the lines by largest remainder                   |
 * | 2    | base: each line goes to the first base rule (by order) that matches it and whose conditions hold, the rest to the contract's rate |
 * | 3    | base extras: visits, fixed points, multipliers of what step 2 gave to the lines they match                                 |
 * | 4    | promotions: each by itself, within its caps and its budget; then its stacking group decides which of them count            |
 *
 * A rule's points are one exact fraction of all the lines it pays for, rounded once, and then split over those lines by largest remainder with
 * the amounts as weights (settlement R3). So the lines add up, and the order of the lines never changes the total: where a remainder must fall on
 * one of several lines before the total is known (step 1), they are taken in an order of their own.
 *
 * Pure. What the member is, what its caps have counted and what budgets have given comes in as arguments; what this purchase adds to them goes out.
 */
import { counted } from '../../../shared/counted.ts';
import { formatAmount } from '../../../shared/money.ts';
import { allocateByLargestRemainder, divideFloor } from '../../../shared/rounding.ts';
import { zoneOffsetMs } from '../../../shared/zone-offset.ts';
import { basePointsOfAmount, type EarnTerms } from '../earn-terms.ts';
import { capPeriodName, visitName } from './cap-period.ts';
import { type CompiledRule, type CompiledRules, isInForce } from './compile-rules.ts';
import {
  type BudgetSpent,
  type FundedPart,
  NOTHING_SPENT,
  type Prices,
  pointsWithinBudget,
  splitOverFunders,
} from './promotion-funding.ts';

export interface BasketLine {
  readonly sku: string;
  readonly quantity: bigint;
  readonly amountMinor: bigint;
  readonly category: string | null;
  readonly brand?: string | null;
}

export interface PurchaseFacts {
  readonly partnerId: string;
  readonly storeId: string;
  /** Of the store. */
  readonly timeZone: string;
  readonly occurredAt: Date;
  /** When it is decided: rules published later are not known yet. */
  readonly decidedAt: Date;
  /** Business date of `occurredAt` in the programme: caps count by it. */
  readonly businessDate: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** Sum to the amount; empty when the till tells only the amount. */
  readonly lines: readonly BasketLine[];
  readonly channel: string | null;
  readonly paymentMethod: string | null;
  /** The part of the amount that was paid with points. */
  readonly paidWithPointsMinor: bigint;
  readonly codes: readonly string[];
}

/** What rules may ask about a member. Read only where a live rule asks (`RuleNeeds`). */
export interface MemberFacts {
  readonly memberId: string;
  readonly tier: string | null;
  /** Plans of paid memberships that count on the day; null when no rule asks. */
  readonly plans: readonly string[] | null;
  readonly segments: readonly string[];
  /** `MM-DD`; null when unknown. */
  readonly birthday: string | null;
  /** Whose caps count together with the member's; null when it belongs to none. */
  readonly householdId: string | null;
  /** What its tier or paid membership multiplies base points by, whichever is more; 10,000 is nothing. */
  readonly benefitBasisPoints: bigint;
  /** Whether nothing was bought before in the programme. */
  readonly firstPurchase: boolean;
  /** Rules that the member opted in to. */
  readonly optedIn: ReadonlySet<string>;
}

/** What was given before. */
export interface RuleUsage {
  counted(ruleId: string, subjectId: string, period: string): bigint;
  spent(ruleId: string): BudgetSpent;
}

/** A counter's increase. */
export interface CounterRise {
  readonly ruleId: string;
  /** Member or household. */
  readonly subjectId: string;
  readonly period: string;
  readonly points: bigint;
}

/** What one rule, or the contract's rate (`rule` is null), gives. */
export interface RulePart {
  readonly rule: CompiledRule | null;
  readonly component: string;
  readonly points: bigint;
  /** By basket line; one element for a purchase without lines. Sums to `points`. */
  readonly byLine: readonly bigint[];
  /** Funders of a promotion; empty for base points. */
  readonly funding: readonly FundedPart[];
}

export type OutcomeStatus = 'APPLIED' | 'CAPPED' | 'NOT_QUALIFIED' | 'EXCLUDED' | 'OUTRANKED' | 'BUDGET_EXHAUSTED';

/** What became of a rule, for people. */
export interface RuleOutcome {
  readonly rule: CompiledRule | null;
  readonly status: OutcomeStatus;
  readonly points: bigint;
  readonly reason: string;
  /** What was missing, in money of the purchase; null where money would not help. */
  readonly missingMinor: bigint | null;
}

export interface Evaluation {
  readonly points: bigint;
  readonly basePoints: bigint;
  readonly byLine: readonly bigint[];
  /** Those that give points, base first. */
  readonly parts: readonly RulePart[];
  /** Every rule that gives points with how many, base rules one by one; null is the contract's rate. */
  readonly applied: readonly { readonly rule: CompiledRule | null; readonly points: bigint }[];
  readonly counters: readonly CounterRise[];
  /** Rules looked at, when asked to explain. */
  readonly outcomes: readonly RuleOutcome[];
}

export const NO_USAGE: RuleUsage = { counted: () => 0n, spent: () => NOTHING_SPENT };

interface Weighed {
  readonly rule: CompiledRule | null;
  points: bigint;
  /** What each line weighs in it: amounts or quantities; zero where it pays nothing. */
  readonly weights: readonly bigint[];
}

/** Evaluates a purchase. `base` is the issuer's contract; `explain` adds an outcome for every rule that was looked at. */
export function evaluatePurchase(
  rules: CompiledRules,
  base: EarnTerms,
  purchase: PurchaseFacts,
  member: MemberFacts,
  usage: RuleUsage,
  prices: Prices,
  explain = false,
): Evaluation {
  return new PurchaseEvaluation(rules, base, purchase, member, usage, prices, explain).run();
}

class PurchaseEvaluation {
  private readonly at: number;
  private readonly decidedAt: number;
  private readonly lines: readonly BasketLine[];
  private readonly passes: Uint8Array[];
  /** What of each line may earn. */
  private readonly eligible: bigint[];
  /** Rule that excluded the line. */
  private readonly excludedBy: (CompiledRule | null)[];
  private readonly sums = new Map<number, bigint>();
  private readonly outcomes: RuleOutcome[] = [];
  private readonly counters: CounterRise[] = [];
  private local: { readonly day: number; readonly minute: number; readonly date: string } | null = null;

  private readonly rules: CompiledRules;
  private readonly base: EarnTerms;
  private readonly purchase: PurchaseFacts;
  private readonly member: MemberFacts;
  private readonly usage: RuleUsage;
  private readonly prices: Prices;
  private readonly explain: boolean;

  constructor(
    rules: CompiledRules,
    base: EarnTerms,
    purchase: PurchaseFacts,
    member: MemberFacts,
    usage: RuleUsage,
    prices: Prices,
    explain: boolean,
  ) {
    this.rules = rules;
    this.base = base;
    this.purchase = purchase;
    this.member = member;
    this.usage = usage;
    this.prices = prices;
    this.explain = explain;
    this.at = purchase.occurredAt.getTime();
    this.decidedAt = purchase.decidedAt.getTime();
    const whole = { sku: '', quantity: 1n, amountMinor: purchase.amountMinor, category: null, brand: null };
    this.lines = purchase.lines.length === 0 ? [whole] : purchase.lines;
    this.passes =
      purchase.lines.length === 0 ? [rules.passesWithoutLines] : this.lines.map((line) => rules.passes(line));
    this.eligible = this.lines.map((line) => line.amountMinor);
    this.excludedBy = this.lines.map(() => null);
  }

  run(): Evaluation {
    const { exclusions, rates, extras, promotions } =
      this.rules.byPartner.get(this.purchase.partnerId) ?? this.rules.everywhere;
    for (const rule of exclusions) if (isInForce(rule, this.at, this.decidedAt)) this.exclude(rule);
    const base = this.baseOfLines(rates);
    const rated = base.length;
    for (const rule of extras) {
      if (!isInForce(rule, this.at, this.decidedAt)) continue;
      const extra = this.tryRule(rule, base.slice(0, rated), null);
      if (extra !== null) base.push(extra);
    }
    const basePart = this.partOfBase(base);
    const parts: RulePart[] = basePart === null ? [] : [basePart];
    const applied = base.filter(({ points }) => points > 0n).map(({ rule, points }) => ({ rule, points }));
    for (const { rule, points, weights, funding } of this.promotions(promotions, base)) {
      applied.push({ rule, points });
      const byLine = allocateByLargestRemainder(points, weights);
      parts.push({ rule, component: rule.component, points, byLine, funding });
    }
    let points = 0n;
    const byLine = new Array<bigint>(this.lines.length).fill(0n);
    for (const part of parts) {
      points += part.points;
      for (let at = 0; at < byLine.length; at += 1) byLine[at]! += part.byLine[at]!;
    }
    return {
      points,
      basePoints: basePart?.points ?? 0n,
      byLine,
      parts,
      applied,
      counters: this.counters,
      outcomes: this.outcomes,
    };
  }

  // Step 1

  private exclude(rule: CompiledRule): void {
    const miss = this.missOf(rule);
    if (miss !== null) this.note(rule, 'NOT_QUALIFIED', 0n, miss);
    else if (rule.terms.excludes === 'PART_PAID_WITH_POINTS') this.excludePaidWithPoints(rule);
    else this.excludeLines(rule);
  }

  private excludeLines(rule: CompiledRule): void {
    let some = false;
    for (let at = 0; at < this.lines.length; at += 1) {
      if (this.passes[at]![rule.filter] === 0) continue;
      this.eligible[at] = 0n;
      this.excludedBy[at] ??= rule;
      some = true;
    }
    if (some) this.note(rule, 'APPLIED', 0n, 'the lines that it names earn nothing');
    else this.note(rule, 'NOT_QUALIFIED', 0n, 'nothing in the basket is excluded');
  }

  private excludePaidWithPoints(rule: CompiledRule): void {
    const { paidWithPointsMinor } = this.purchase;
    if (paidWithPointsMinor <= 0n) {
      this.note(rule, 'NOT_QUALIFIED', 0n, 'nothing was paid with points');
      return;
    }
    const order = this.canonicalOrder();
    const shares = allocateByLargestRemainder(
      paidWithPointsMinor,
      order.map((at) => this.lines[at]!.amountMinor),
    );
    for (const [index, at] of order.entries()) {
      const left = this.eligible[at]! - shares[index]!;
      this.eligible[at] = left > 0n ? left : 0n;
    }
    const paid = formatAmount(paidWithPointsMinor, this.purchase.currency);
    this.note(rule, 'APPLIED', 0n, `${paid} was paid with points and earns nothing`);
  }

  /** Lines in an order that does not depend on the till's. */
  private canonicalOrder(): number[] {
    const nameOf = (line: BasketLine) =>
      `${line.category ?? ''}\n${line.brand ?? ''}\n${line.sku}\n${line.amountMinor}\n${line.quantity}`;
    const names = this.lines.map(nameOf);
    return this.lines.map((_, at) => at).sort((a, b) => (names[a]! < names[b]! ? -1 : names[a]! > names[b]! ? 1 : 0));
  }

  // Steps 2 and 3

  private baseOfLines(rates: readonly CompiledRule[]): Weighed[] {
    const base: Weighed[] = [];
    const claimed = new Uint8Array(this.lines.length);
    for (const rule of rates) {
      if (!isInForce(rule, this.at, this.decidedAt)) continue;
      const weighed = this.tryRule(rule, [], claimed);
      if (weighed === null) continue;
      base.push(weighed);
      for (let at = 0; at < claimed.length; at += 1) if (this.passes[at]![rule.filter] === 1) claimed[at] = 1;
    }
    const weights = this.eligible.map((amount, at) => (claimed[at] === 1 ? 0n : amount));
    let amount = 0n;
    for (const weight of weights) amount += weight;
    const points = basePointsOfAmount(amount, this.base);
    base.push({ rule: null, points, weights });
    return base;
  }

  private partOfBase(base: readonly Weighed[]): RulePart | null {
    const byLine = new Array<bigint>(this.lines.length).fill(0n);
    let points = 0n;
    for (const weighed of base) {
      if (weighed.points === 0n) continue;
      points += weighed.points;
      const shares = allocateByLargestRemainder(weighed.points, weighed.weights);
      for (let at = 0; at < byLine.length; at += 1) byLine[at]! += shares[at]!;
    }
    if (this.explain) {
      const rate = base.find(({ rule }) => rule === null);
      this.outcomes.push({
        rule: null,
        status: rate !== undefined && rate.points > 0n ? 'APPLIED' : 'NOT_QUALIFIED',
        points: rate?.points ?? 0n,
        reason: "the contract's rate for what no base rule pays for",
        missingMinor: null,
      });
    }
    return points === 0n ? null : { rule: null, component: 'BASE', points, byLine, funding: [] };
  }

  // Step 4

  private promotions(
    promotions: readonly CompiledRule[],
    base: readonly Weighed[],
  ): (Weighed & { readonly rule: CompiledRule; readonly funding: readonly FundedPart[] })[] {
    const found: (Weighed & { readonly rule: CompiledRule; readonly funding: readonly FundedPart[] })[] = [];
    const groups = new Map<string, number>();
    for (const rule of promotions) {
      if (!isInForce(rule, this.at, this.decidedAt)) continue;
      const { stacking } = rule.terms;
      const taken = stacking === null || stacking.mode === 'ALL' ? undefined : groups.get(stacking.group);
      if (taken !== undefined && stacking?.mode === 'FIRST') {
        this.note(rule, 'OUTRANKED', 0n, `${found[taken]!.rule.name} came first in the group ${stacking.group}`);
        continue;
      }
      const outcomesBefore = this.outcomes.length;
      const countersBefore = this.counters.length;
      const weighed = this.tryRule(rule, base, null);
      if (weighed === null || weighed.points === 0n) continue;
      const funding = splitOverFunders(weighed.points, rule.terms.funding, this.prices) ?? [];
      const counted = { rule, points: weighed.points, weights: weighed.weights, funding };
      if (taken !== undefined && stacking !== null) {
        const best = found[taken]!;
        if (weighed.points <= best.points) {
          this.counters.length = countersBefore;
          this.outcomes.length = outcomesBefore;
          this.note(rule, 'OUTRANKED', 0n, `${best.rule.name} gives no fewer points in the group ${stacking.group}`);
          continue;
        }
        this.dropFrom(best.rule, stacking.group, rule);
        found[taken] = counted;
        continue;
      }
      if (stacking !== null && stacking.mode !== 'ALL') groups.set(stacking.group, found.length);
      found.push(counted);
    }
    return found;
  }

  /** A promotion that was the best so far is not any more. */
  private dropFrom(rule: CompiledRule, group: string, better: CompiledRule): void {
    const { ruleId } = rule.version;
    for (let at = this.counters.length - 1; at >= 0; at -= 1)
      if (this.counters[at]!.ruleId === ruleId) this.counters.splice(at, 1);
    if (!this.explain) return;
    const at = this.outcomes.findIndex((outcome) => outcome.rule === rule);
    const reason = `${rule.name}: ${better.name} gives more points in the group ${group}`;
    this.outcomes[at] = { rule, status: 'OUTRANKED', points: 0n, reason, missingMinor: null };
  }

  // One rule

  /** The rule's points within its caps and budget; null when it gives nothing because it does not apply. `claimed` lines are not its own. */
  private tryRule(rule: CompiledRule, base: readonly Weighed[], claimed: Uint8Array | null): Weighed | null {
    const miss = this.missOf(rule);
    if (miss !== null) return this.reject(rule, 'NOT_QUALIFIED', miss);
    const { minimumSpendMinor } = rule.terms.conditions;
    const amount = this.amountOf(rule, claimed);
    if (amount === null) {
      if (!this.explain) return null;
      const excluded = this.excluder(rule);
      return excluded === null
        ? this.reject(rule, 'NOT_QUALIFIED', 'nothing in the basket matches it')
        : this.reject(rule, 'EXCLUDED', `what it matches is excluded by ${excluded.name}`);
    }
    if (minimumSpendMinor !== null && amount < minimumSpendMinor) {
      const missing = minimumSpendMinor - amount;
      const text = this.explain ? `${formatAmount(missing, this.purchase.currency)} more` : '';
      return this.reject(rule, 'NOT_QUALIFIED', text, missing);
    }
    const weighed = this.award(rule, amount, base, claimed);
    if (weighed.points === 0n)
      return this.reject(rule, 'NOT_QUALIFIED', 'it comes to no point', null, weighed, claimed);
    const asked = weighed.points;
    const capped = this.capPoints(rule, asked);
    if (capped === 0n)
      return this.reject(rule, 'CAPPED', 'its cap is reached', null, { ...weighed, points: 0n }, claimed);
    weighed.points = capped;
    const { budget, funding } = rule.terms;
    if (rule.terms.kind === 'PROMOTION') {
      if (splitOverFunders(capped, funding, this.prices) === null)
        return this.reject(rule, 'NOT_QUALIFIED', 'a funder has no contract in force');
      if (budget !== null) {
        const spent = this.usage.spent(rule.version.ruleId);
        weighed.points = pointsWithinBudget(capped, funding, this.prices, budget, spent);
        if (weighed.points === 0n) return this.reject(rule, 'BUDGET_EXHAUSTED', 'its budget is used up');
      }
    }
    this.count(rule, weighed.points);
    if (this.explain) {
      if (weighed.points === asked) this.note(rule, 'APPLIED', weighed.points, describeAward(rule));
      else {
        const by = weighed.points === capped ? 'its cap' : 'what is left of its budget';
        this.note(
          rule,
          weighed.points === capped ? 'CAPPED' : 'BUDGET_EXHAUSTED',
          weighed.points,
          `${counted(asked, 'point')}, cut by ${by}`,
        );
      }
    }
    return weighed;
  }

  /** What the rule's lines cost, of what may earn; null when no line is its own. */
  private amountOf(rule: CompiledRule, claimed: Uint8Array | null): bigint | null {
    if (claimed === null) {
      const known = this.sums.get(rule.filter);
      if (known !== undefined) return known < 0n ? null : known;
    }
    let sum = 0n;
    let some = false;
    for (let at = 0; at < this.lines.length; at += 1) {
      if (this.passes[at]![rule.filter] === 0 || this.excludedBy[at] !== null || claimed?.[at] === 1) continue;
      sum += this.eligible[at]!;
      some = true;
    }
    if (claimed === null) this.sums.set(rule.filter, some ? sum : -1n);
    return some ? sum : null;
  }

  /** What each line weighs: what of it may earn, or its pieces; zero for lines that are not the rule's. */
  private weightsOf(rule: CompiledRule, claimed: Uint8Array | null, by: 'AMOUNT' | 'QUANTITY'): bigint[] {
    const weights = new Array<bigint>(this.lines.length).fill(0n);
    for (let at = 0; at < weights.length; at += 1) {
      if (this.passes[at]![rule.filter] === 0 || this.excludedBy[at] !== null || claimed?.[at] === 1) continue;
      weights[at] = by === 'AMOUNT' ? this.eligible[at]! : this.lines[at]!.quantity;
    }
    return weights;
  }

  private award(rule: CompiledRule, amount: bigint, base: readonly Weighed[], claimed: Uint8Array | null): Weighed {
    const { award } = rule.terms;
    if (award === null) return { rule, points: 0n, weights: [] };
    switch (award.type) {
      case 'PER_AMOUNT': {
        const terms = { earnPoints: award.points, earnPerMinor: award.perMinor, earnRounding: award.rounding };
        return { rule, points: basePointsOfAmount(amount, terms), weights: this.weightsOf(rule, claimed, 'AMOUNT') };
      }
      case 'PER_QUANTITY': {
        const weights = this.weightsOf(rule, claimed, 'QUANTITY');
        let quantity = 0n;
        for (const weight of weights) quantity += weight;
        return { rule, points: divideFloor(quantity, award.perQuantity) * award.points, weights };
      }
      case 'PER_VISIT':
      case 'FIXED':
        return {
          rule,
          points: award.points,
          weights: this.weightsOf(rule, claimed, amount > 0n ? 'AMOUNT' : 'QUANTITY'),
        };
      case 'MULTIPLIER':
      case 'BENEFIT_MULTIPLIER': {
        const basisPoints = award.type === 'MULTIPLIER' ? award.basisPoints : this.member.benefitBasisPoints;
        return {
          rule,
          points: this.multiplied(rule, basisPoints, base),
          weights: this.weightsOf(rule, claimed, amount > 0n ? 'AMOUNT' : 'QUANTITY'),
        };
      }
    }
  }

  /** What a multiplier adds: of each base part the fraction that the matched lines weigh in it, rounded down once a part. */
  private multiplied(rule: CompiledRule, basisPoints: bigint, base: readonly Weighed[]): bigint {
    let points = 0n;
    for (const part of base) {
      if (part.points === 0n) continue;
      let total = 0n;
      let matched = 0n;
      for (let at = 0; at < part.weights.length; at += 1) {
        const weight = part.weights[at]!;
        total += weight;
        if (this.passes[at]![rule.filter] === 1) matched += weight;
      }
      if (matched > 0n) points += divideFloor(part.points * matched * (basisPoints - 10_000n), total * 10_000n);
    }
    return points;
  }

  // Caps

  private subjectOf(of: 'MEMBER' | 'HOUSEHOLD'): string {
    return of === 'HOUSEHOLD' ? (this.member.householdId ?? this.member.memberId) : this.member.memberId;
  }

  private capPoints(rule: CompiledRule, asked: bigint): bigint {
    const { ruleId } = rule.version;
    const { businessDate, partnerId } = this.purchase;
    if (rule.terms.award?.type === 'PER_VISIT') {
      const visit = visitName(partnerId, businessDate);
      if (this.usage.counted(ruleId, this.member.memberId, visit) > 0n) return 0n;
    }
    let points = asked;
    for (const cap of rule.terms.caps) {
      const counted =
        cap.per === 'PURCHASE'
          ? 0n
          : this.usage.counted(ruleId, this.subjectOf(cap.of), capPeriodName(cap.per, businessDate));
      const left = cap.points > counted ? cap.points - counted : 0n;
      if (points <= left) continue;
      points = cap.onExceed === 'REJECT' ? 0n : left;
    }
    return points;
  }

  private count(rule: CompiledRule, points: bigint): void {
    const { ruleId } = rule.version;
    const { businessDate, partnerId } = this.purchase;
    if (rule.terms.award?.type === 'PER_VISIT')
      this.counters.push({
        ruleId,
        subjectId: this.member.memberId,
        period: visitName(partnerId, businessDate),
        points,
      });
    // Two caps that count in the same period of the same subject are one counter.
    const names = new Set<string>();
    for (const { per, of } of rule.terms.caps) {
      if (per === 'PURCHASE') continue;
      const subjectId = this.subjectOf(of);
      const period = capPeriodName(per, businessDate);
      if (names.has(`${subjectId} ${period}`)) continue;
      names.add(`${subjectId} ${period}`);
      this.counters.push({ ruleId, subjectId, period, points });
    }
  }

  // Conditions

  /** Why the rule does not apply, or null. Lists that are empty ask nothing. Items and amounts are asked elsewhere. */
  private missOf(rule: CompiledRule): string | null {
    const { purchase, member } = this;
    const { terms } = rule;
    const { conditions, activation } = terms;
    if (terms.currency !== null && terms.currency !== purchase.currency)
      return `it is for purchases in ${terms.currency}`;
    if (rule.stores !== null && !rule.stores.has(purchase.storeId)) return 'it is for other stores';
    if (rule.channels !== null && (purchase.channel === null || !rule.channels.has(purchase.channel)))
      return 'it is for other channels';
    if (
      rule.paymentMethods !== null &&
      (purchase.paymentMethod === null || !rule.paymentMethods.has(purchase.paymentMethod))
    )
      return 'it is for other ways to pay';
    if (rule.tiers !== null && (member.tier === null || !rule.tiers.has(member.tier))) return 'it is for other tiers';
    const { plans } = rule;
    if (plans !== null && !(member.plans ?? []).some((plan) => plans.has(plan))) return 'it is for other memberships';
    if (activation.type === 'CODE' && !purchase.codes.includes(activation.code)) return 'its code was not given';
    if (activation.type === 'OPT_IN' && !member.optedIn.has(rule.version.ruleId)) return 'the member did not opt in';
    if (conditions.firstPurchase && !member.firstPurchase) return 'it is for the first purchase';
    if (conditions.segments.length > 0 && !conditions.segments.some((tag) => member.segments.includes(tag)))
      return 'it is for other members';
    if (conditions.days.length > 0 && !conditions.days.includes(this.localTime().day)) return 'it is for other days';
    if (conditions.hours !== null && !isWithin(conditions.hours, this.localTime().minute))
      return 'it is for other hours';
    if (conditions.birthday !== null && !this.isBirthday(conditions.birthday)) return "it is for the member's birthday";
    return null;
  }

  private localTime(): { readonly day: number; readonly minute: number; readonly date: string } {
    if (this.local === null) {
      const local = new Date(this.at + zoneOffsetMs(this.at, this.purchase.timeZone));
      const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
      this.local = { day: ((local.getUTCDay() + 6) % 7) + 1, minute, date: local.toISOString().slice(0, 10) };
    }
    return this.local;
  }

  /** Whoever was born on 29 February has their day on the 28th of other years. */
  private isBirthday(within: 'DAY' | 'MONTH'): boolean {
    const { birthday } = this.member;
    if (birthday === null) return false;
    const { date } = this.localTime();
    if (within === 'MONTH') return date.slice(5, 7) === birthday.slice(0, 2);
    if (date.slice(5) === birthday) return true;
    return birthday === '02-29' && date.slice(5) === '02-28' && !isLeapYear(Number(date.slice(0, 4)));
  }

  // Explanation

  private excluder(rule: CompiledRule): CompiledRule | null {
    for (let at = 0; at < this.lines.length; at += 1)
      if (this.passes[at]![rule.filter] === 1 && this.excludedBy[at] !== null) return this.excludedBy[at]!;
    return null;
  }

  /** Notes why a rule gives nothing. A base rule whose lines round or are capped to nothing has claimed them all the same. */
  private reject(
    rule: CompiledRule,
    status: OutcomeStatus,
    reason: string,
    missingMinor: bigint | null = null,
    weighed: Weighed | null = null,
    claimed: Uint8Array | null = null,
  ): Weighed | null {
    this.note(rule, status, 0n, reason, missingMinor);
    return claimed === null ? null : weighed;
  }

  private note(
    rule: CompiledRule,
    status: OutcomeStatus,
    points: bigint,
    reason: string,
    missingMinor: bigint | null = null,
  ): void {
    if (this.explain) this.outcomes.push({ rule, status, points, reason: `${rule.name}: ${reason}`, missingMinor });
  }
}

function isWithin({ from, until }: { readonly from: number; readonly until: number }, minute: number): boolean {
  return from < until ? minute >= from && minute < until : minute >= from || minute < until;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** What a rule gives, in a few words. */
export function describeAward({ terms }: CompiledRule): string {
  const { award } = terms;
  if (award === null) return terms.name;
  switch (award.type) {
    case 'PER_AMOUNT':
      return `${counted(award.points, 'point')} per ${formatAmount(award.perMinor, award.currency)} ${award.currency}`;
    case 'PER_QUANTITY':
      return `${counted(award.points, 'point')} per ${counted(award.perQuantity, 'piece')}`;
    case 'PER_VISIT':
      return `${counted(award.points, 'point')} a visit`;
    case 'FIXED':
      return counted(award.points, 'point');
    case 'MULTIPLIER':
      return `base points times ${formatBasisPoints(award.basisPoints)}`;
    case 'BENEFIT_MULTIPLIER':
      return "base points times what the member's tier or membership gives";
  }
}

function formatBasisPoints(basisPoints: bigint): string {
  const whole = basisPoints / 10_000n;
  const rest = (basisPoints % 10_000n).toString().padStart(4, '0').replace(/0+$/, '');
  return rest === '' ? whole.toString() : `${whole}.${rest}`;
}
