/**
 * Real purchases replayed in posting order, once by the rules that were in force and once with drafts among them.
 *
 * Both sides begin with caps and budgets unused. A draft counts for the whole period, whatever its own dates: the question is what it would
 * have done. What a member was is taken from the purchase where it was kept, else, and for birthdays always, from what the member is
 * now. Purchases whose points an outside engine decided are left out; returns
 * are not replayed, for they take back what either side gave.
 */
import { type CompiledRules, compileRules } from '../../partners/domain/rules/compile-rules.ts';
import type { Evaluation, MemberFacts } from '../../partners/domain/rules/evaluate-purchase.ts';
import { costOfPoints } from '../../partners/domain/rules/promotion-funding.ts';
import type { RuleVersion } from '../../partners/domain/rules/rule-terms.ts';
import { businessDate } from './business-calendar.ts';
import { earnedPoints } from './earned-points.ts';
import type { Decimal, PurchaseLineRecord, TillRecord } from './record.ts';
import { contractAt, type Reference } from './reference.ts';
import type { Purchase } from './requests.ts';
import { NO_RULE_FACTS, RuleUsageBook } from './rule-usage.ts';
import type { ContractTerms } from './terms.ts';

/** A purchase as it was posted. */
export interface PostedPurchase {
  readonly transactionId: string;
  readonly memberId: string;
  readonly partnerId: string;
  readonly storeId: string;
  readonly points: bigint;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly contractVersionId: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly lines: readonly PurchaseLineRecord[];
  readonly till: TillRecord | null;
  /** Whether an outside engine decided its points. */
  readonly awarded: boolean;
}

/** What a member is now, as the members subgraph publishes it. */
export interface CurrentFacts {
  readonly tier: string | null;
  readonly plans: readonly string[] | null;
  readonly segments: readonly string[] | null;
  readonly birthday: string | null;
  readonly householdId: string | null;
  readonly benefitBasisPoints: bigint;
}

/** Amounts are minor units of the programme's currency, everything is decimal text: the report is kept as JSON. */
export interface BacktestSide {
  readonly points: Decimal;
  readonly funders: readonly { readonly funderId: string; readonly points: Decimal; readonly moneyMinor: Decimal }[];
}

export interface BacktestReport {
  readonly purchases: Decimal;
  /** Left out: their points were decided outside. */
  readonly skipped: Decimal;
  /** What was really given. */
  readonly postedPoints: Decimal;
  /** Purchases whose points the rules in force do not reproduce: rules or contracts changed backwards, caps had been counted before. */
  readonly notReproduced: Decimal;
  readonly current: BacktestSide;
  readonly draft: BacktestSide;
  readonly membersBetter: Decimal;
  readonly membersWorse: Decimal;
  readonly membersSame: Decimal;
  /** Promotions with a budget under the draft: how much of it, and the day on which it ran out. */
  readonly budgets: readonly { readonly rule: string; readonly points: Decimal; readonly exhaustedOn: string | null }[];
  /** Up to ten, the largest first. */
  readonly largest: readonly {
    readonly transactionId: string;
    readonly memberId: string;
    readonly current: Decimal;
    readonly draft: Decimal;
  }[];
}

const LARGEST = 10;
const EVER = new Date(0);

/** A version as if it were published and in force at all times. */
export function asIfInForce(version: RuleVersion): RuleVersion {
  return { ...version, publishedAt: EVER, ended: null, terms: { ...version.terms, validFrom: EVER, validUntil: null } };
}

class Side {
  points = 0n;
  readonly funders = new Map<string, { points: bigint; moneyMinor: bigint }>();
  readonly usage = new RuleUsageBook(NO_RULE_FACTS);
  readonly exhausted = new Map<string, string>();
  readonly rules: CompiledRules;
  /** Whether what became of the rules must be noted, to see budgets run out. */
  readonly hasBudgets: boolean;

  constructor(rules: CompiledRules) {
    this.rules = rules;
    this.hasBudgets = [...rules.versions.values()].some(({ terms }) => terms.budget !== null);
  }

  take(memberId: string, day: string, evaluation: Evaluation, contract: ContractTerms, exponent: number): void {
    this.points += evaluation.points;
    const budgets = [];
    for (const part of evaluation.parts) {
      if (part.rule === null) {
        this.fund(contract.partnerId, part.points, costOfPoints(part.points, contract.issuePriceMicros, exponent));
        continue;
      }
      for (const { funderId, points, moneyMinor } of part.funding) this.fund(funderId, points, moneyMinor);
      if (part.rule.terms.budget !== null) budgets.push({ ruleId: part.rule.version.ruleId, funding: part.funding });
    }
    for (const { rule, status } of evaluation.outcomes)
      if (rule !== null && status === 'BUDGET_EXHAUSTED') this.exhaust(rule.name, day);
    this.usage.raise(memberId, day, evaluation.counters, budgets);
    for (const { rule } of evaluation.parts) {
      const limit = rule?.terms.budget?.points ?? null;
      if (rule !== null && limit !== null && this.usage.spent(rule.version.ruleId).points >= limit)
        this.exhaust(rule.name, day);
    }
  }

  private exhaust(name: string, day: string): void {
    if (!this.exhausted.has(name)) this.exhausted.set(name, day);
  }

  private fund(funderId: string, points: bigint, moneyMinor: bigint): void {
    const before = this.funders.get(funderId) ?? { points: 0n, moneyMinor: 0n };
    this.funders.set(funderId, { points: before.points + points, moneyMinor: before.moneyMinor + moneyMinor });
  }

  report(): BacktestSide {
    return {
      points: this.points.toString(),
      funders: [...this.funders]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([funderId, { points, moneyMinor }]) => ({
          funderId,
          points: points.toString(),
          moneyMinor: moneyMinor.toString(),
        })),
    };
  }
}

export class BacktestRun {
  private readonly reference: Reference;
  private readonly current: Side;
  private readonly draft: Side;
  /** Null where nothing is drafted: both sides are one. */
  private readonly drafted: boolean;
  private readonly asksForFirst: boolean;
  private readonly boughtBefore: Set<string>;
  private readonly facts: ReadonlyMap<string, CurrentFacts>;
  private readonly differences = new Map<string, bigint>();
  private largest: { transactionId: string; memberId: string; current: bigint; draft: bigint }[] = [];
  private purchases = 0n;
  private skipped = 0n;
  private posted = 0n;
  private notReproduced = 0n;

  /** `boughtBefore` are members who bought before the period; it is added to. `facts` are what members are now. */
  constructor(
    reference: Reference,
    drafts: readonly RuleVersion[],
    boughtBefore: Set<string>,
    facts: ReadonlyMap<string, CurrentFacts>,
  ) {
    this.facts = facts;
    this.reference = reference;
    this.drafted = drafts.length > 0;
    const published = [...reference.rules.versions.values()].map(({ version }) => version);
    const ids = new Set(drafts.map(({ ruleVersionId }) => ruleVersionId));
    const others = published.filter(({ ruleVersionId }) => !ids.has(ruleVersionId));
    this.current = new Side(reference.rules);
    this.draft = this.drafted ? new Side(compileRules([...others, ...drafts.map(asIfInForce)])) : this.current;
    this.asksForFirst = asksForFirstPurchase(this.draft.rules) || asksForFirstPurchase(this.current.rules);
    this.boughtBefore = boughtBefore;
  }

  /** Replays the next purchase in posting order. */
  add(posted: PostedPurchase): void {
    const contract =
      this.reference.contracts.get(posted.contractVersionId) ??
      contractAt(this.reference, posted.partnerId, posted.occurredAt);
    if (posted.awarded || contract === null) {
      this.skipped += 1n;
      return;
    }
    this.purchases += 1n;
    this.posted += posted.points;
    const day = businessDate(posted.occurredAt, this.reference.programme.timeZone);
    const purchase = purchaseOf(posted);
    const member = this.factsOf(posted);
    const current = this.evaluate(this.current, posted, purchase, member, contract, day);
    if (current !== posted.points) this.notReproduced += 1n;
    const draft = this.drafted ? this.evaluate(this.draft, posted, purchase, member, contract, day) : current;
    this.compare(posted, current, draft);
  }

  private evaluate(
    side: Side,
    { recordedAt: decidedAt, occurredAt, memberId }: PostedPurchase,
    purchase: Purchase,
    member: MemberFacts,
    contract: ContractTerms,
    day: string,
  ): bigint {
    const moment = { contract, occurredAt, decidedAt, businessDate: day };
    const evaluation = earnedPoints(this.reference, side.rules, purchase, moment, member, side.usage, side.hasBudgets);
    side.take(memberId, day, evaluation, contract, this.reference.programme.exponent);
    return evaluation.points;
  }

  private factsOf({ memberId, till }: PostedPurchase): MemberFacts {
    const now = this.facts.get(memberId);
    let firstPurchase = till?.firstPurchase === true;
    if (this.asksForFirst && !this.boughtBefore.has(memberId)) {
      this.boughtBefore.add(memberId);
      firstPurchase = true;
    }
    return {
      memberId,
      tier: (till?.asked === true ? till.tier : now?.tier) ?? null,
      plans: till?.plans ?? now?.plans ?? null,
      segments: (till?.asked === true ? till.segments : now?.segments) ?? [],
      birthday: now?.birthday ?? null,
      householdId: (till?.asked === true ? till.householdId : now?.householdId) ?? null,
      benefitBasisPoints: BigInt(
        till?.benefitBasisPoints ?? (till?.asked === true ? 10_000n : (now?.benefitBasisPoints ?? 10_000n)),
      ),
      firstPurchase,
      optedIn: new Set(till?.optedIn ?? []),
    };
  }

  private compare({ transactionId, memberId }: PostedPurchase, current: bigint, draft: bigint): void {
    const difference = draft - current;
    this.differences.set(memberId, (this.differences.get(memberId) ?? 0n) + difference);
    if (difference === 0n) return;
    const size = absolute(difference);
    const last = this.largest[LARGEST - 1];
    if (last !== undefined && absolute(last.draft - last.current) >= size) return;
    const at = this.largest.findIndex((one) => absolute(one.draft - one.current) < size);
    const entry = { transactionId, memberId, current, draft };
    if (at === -1) this.largest.push(entry);
    else this.largest.splice(at, 0, entry);
    this.largest = this.largest.slice(0, LARGEST);
  }

  report(): BacktestReport {
    let [better, worse, same] = [0n, 0n, 0n];
    for (const difference of this.differences.values()) {
      if (difference > 0n) better += 1n;
      else if (difference < 0n) worse += 1n;
      else same += 1n;
    }
    const budgets = [...this.draft.rules.versions.values()]
      .filter(({ terms }) => terms.budget !== null)
      .map(({ name, version }) => ({
        rule: name,
        points: this.draft.usage.spent(version.ruleId).points.toString(),
        exhaustedOn: this.draft.exhausted.get(name) ?? null,
      }));
    return {
      purchases: this.purchases.toString(),
      skipped: this.skipped.toString(),
      postedPoints: this.posted.toString(),
      notReproduced: this.notReproduced.toString(),
      current: this.current.report(),
      draft: this.draft.report(),
      membersBetter: better.toString(),
      membersWorse: worse.toString(),
      membersSame: same.toString(),
      budgets,
      largest: this.largest.map(({ current, draft, ...one }) => ({
        ...one,
        current: current.toString(),
        draft: draft.toString(),
      })),
    };
  }
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function asksForFirstPurchase({ versions }: CompiledRules): boolean {
  return [...versions.values()].some(({ terms }) => terms.conditions.firstPurchase);
}

function purchaseOf({ storeId, memberId, amountMinor, currency, occurredAt, lines, till }: PostedPurchase): Purchase {
  return {
    kind: 'PURCHASE',
    storeId,
    member: { memberId },
    amountMinor,
    currency,
    occurredAt,
    lines: lines.map((line) => ({
      sku: line.sku,
      quantity: BigInt(line.quantity),
      amountMinor: BigInt(line.amountMinor),
      category: line.category,
      brand: line.brand ?? null,
    })),
    pendingUntil: null,
    pendingUntilConfirmed: false,
    reference: null,
    channel: till?.channel ?? null,
    paymentMethod: till?.paymentMethod ?? null,
    paidWithPointsMinor: BigInt(till?.paidWithPointsMinor ?? '0'),
    codes: till?.codes ?? [],
  };
}
