// A purchase gives points: by the issuer's contract and the earn rules, or as awards of an outside engine say.
//
// Order of refusals: date, partner, store, contract, currency, member, late, limit, cap. Where the cap leaves no room, promotions are dropped
// before the purchase is refused (settlement 2.8). A purchase that earns nothing is recorded all the same: its goods may come back.
//
// `planPurchase` decides and changes nothing, so that a quote is what a posting would be.

import type { Evaluation, RulePart } from '../../../partners/domain/rules/evaluate-purchase.ts';
import { counted } from '../../../shared/counted.ts';
import { formatAmount } from '../../../shared/money.ts';
import { type Refusal, refuse } from '../../../shared/refusal.ts';
import { allocateByLargestRemainder } from '../../../shared/rounding.ts';
import type { Batch, RecordKey } from '../batch.ts';
import { businessDate } from '../business-calendar.ts';
import {
  checkGain,
  checkLate,
  checkMayActAtStore,
  checkOccurredAt,
  type Found,
  findContract,
  findMember,
  findTill,
  type Till,
} from '../checks.ts';
import { earnedPoints } from '../earned-points.ts';
import { lastUsableDate } from '../expiry.ts';
import { checkCap, copyOfBook } from '../exposure.ts';
import type { Posting } from '../posting.ts';
import { type EarnComponent, type EarnFacts, earn } from '../posting-rules/earn.ts';
import type { ExplanationStep, PurchaseLineRecord, TillRecord, TransactionRecord } from '../record.ts';
import { contractAt } from '../reference.ts';
import type { Actor, Award, Purchase } from '../requests.ts';
import { slideExpiries } from '../sliding-expiry.ts';
import type { ContractTerms } from '../terms.ts';
import { awardSteps, componentsOf } from './award.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** All that is decided about a purchase before anything is written. */
export interface PlannedPurchase {
  readonly till: Till;
  readonly contract: ContractTerms;
  readonly memberId: string;
  readonly occurredAt: Date;
  readonly pending: EarnFacts['pending'];
  readonly earned: EarnedPoints;
  /** Promotions were dropped, for the issuer's or a funder's net debit cap leaves room for the base points only. */
  readonly promotionsDropped: boolean;
}

interface EarnedPoints {
  readonly points: bigint;
  /** The part that counts for tiers. */
  readonly qualifying: bigint;
  /** Parts of the points by basket line; empty without lines. */
  readonly byLine: readonly bigint[];
  readonly components: readonly EarnComponent[];
  /** How the rules came to it; null where an outside engine decided. */
  readonly evaluation: Evaluation | null;
}

/** Decides a purchase without writing anything. `explain` says of every rule what became of it. */
export function planPurchase(batch: Batch, actor: Actor, purchase: Purchase, explain = false): Found<PlannedPurchase> {
  const notAllowed = checkMayActAtStore(batch, actor, purchase.storeId);
  if (notAllowed !== null) return { refusal: notAllowed };
  const { found: occurredAt, refusal: inFuture } = checkOccurredAt(batch, purchase.occurredAt);
  if (inFuture !== undefined) return { refusal: inFuture };
  const { found: till, refusal: noTill } = findTill(batch, purchase, occurredAt, 'issuing');
  if (noTill !== undefined) return { refusal: noTill };
  const { partnerId } = till.partner;
  const { found: contract, refusal: noContract } = findContract(batch, partnerId, occurredAt, 'issuer');
  if (noContract !== undefined) return { refusal: noContract };
  if (contract.purchaseCurrency !== purchase.currency) {
    const why = `The contract covers purchases in ${contract.purchaseCurrency}.`;
    return { refusal: refuse('CURRENCY_NOT_ACCEPTED', why, ['input', 'amount', 'currency']) };
  }
  const { found: memberId, refusal: noMember } = findMember(batch, purchase.member);
  if (noMember !== undefined) return { refusal: noMember };
  const late = checkLate(batch, contract, occurredAt);
  if (late !== null) return { refusal: late };

  const awards = purchase.awards ?? [];
  const { found: earned, refusal: noFunder } =
    awards.length === 0
      ? { found: earnedByRules(batch, purchase, contract, memberId, occurredAt, explain) }
      : earnedByAwards(batch, awards, purchase.lines, occurredAt);
  if (noFunder !== undefined) return { refusal: noFunder };
  const noRoom = checkGain(batch.wallet(memberId), earned.points);
  if (noRoom !== null) return { refusal: noRoom };

  const pending = pendingOf(purchase, contract, occurredAt, batch.now);
  const plan = { till, contract, memberId, occurredAt, pending, earned, promotionsDropped: false };
  const capped = capOf(batch, plan);
  if (capped === null) return { found: plan };
  const base = withoutPromotions(earned);
  if (base === null) return { refusal: capped };
  const plainPlan = { ...plan, earned: base, promotionsDropped: true };
  const cappedStill = capOf(batch, plainPlan);
  return cappedStill === null ? { found: plainPlan } : { refusal: cappedStill };
}

/** NET_DEBIT_CAP_EXCEEDED where the plan's points cost a funder more than its cap leaves, found by trying on a copy; or null. */
function capOf(batch: Batch, plan: PlannedPurchase): Refusal | null {
  const { components } = plan.earned;
  if (!components.some(({ funderId }) => batch.position(funderId) !== null)) return null;
  const trial = batch.open(plan.occurredAt);
  give(plan, trial, copyOfBook(batch.book(plan.memberId)));
  return checkCap(batch, trial, 'issue');
}

function give({ till, earned, pending }: PlannedPurchase, posting: Posting, book: Parameters<typeof earn>[1]): void {
  earn(posting, book, { issuerId: till.partner.partnerId, components: earned.components, pending });
}

export function decidePurchase(
  batch: Batch,
  key: RecordKey,
  actor: Actor,
  purchase: Purchase,
): TransactionRecord | Refusal {
  const { found: plan, refusal } = planPurchase(batch, actor, purchase);
  if (refusal !== undefined) return refusal;
  const { till, contract, memberId, occurredAt, earned } = plan;
  const { evaluation, points } = earned;
  const posting = batch.open(occurredAt);
  slideExpiries(batch, posting, memberId);
  if (points > 0n) {
    give(plan, posting, batch.book(memberId));
    if (contract.expiry.model === 'INACTIVITY') batch.wallet(memberId).sliding = true;
  }
  const record = batch.post(key, posting, {
    kind: 'PURCHASE',
    memberId,
    partnerId: till.partner.partnerId,
    storeId: till.store.storeId,
    terminalId: till.terminalId,
    amountMinor: purchase.amountMinor,
    currency: purchase.currency,
    originalId: null,
    contractVersionId: contract.contractVersionId,
    occurredAt,
    reference: purchase.reference,
    qualifying: earned.qualifying,
    details: {
      explanation: {
        sentence: sentenceOf(purchase, plan),
        contractVersionId: contract.contractVersionId,
        steps: stepsOf(purchase, plan),
      },
      ...tillRecord(batch, purchase, memberId),
      ...(purchase.lines.length === 0 ? {} : { lines: lineRecords(purchase, earned) }),
    },
  });
  if (evaluation !== null) {
    const budgets = evaluation.parts.flatMap(({ rule, funding }) =>
      rule === null || rule.terms.budget === null ? [] : [{ ruleId: rule.version.ruleId, funding }],
    );
    batch.usage.raise(memberId, posting.businessDate, evaluation.counters, budgets);
  }
  return record;
}

/** By the contract and the rules that are in force: base points of the issuer, then promotions, one component a funder. */
function earnedByRules(
  batch: Batch,
  purchase: Purchase,
  contract: ContractTerms,
  memberId: string,
  occurredAt: Date,
  explain: boolean,
): EarnedPoints {
  const { reference } = batch.facts;
  const moment = {
    contract,
    occurredAt,
    decidedAt: batch.now,
    businessDate: businessDate(occurredAt, reference.programme.timeZone),
  };
  const member = batch.usage.member(memberId);
  const evaluation = earnedPoints(reference, reference.rules, purchase, moment, member, batch.usage, explain);
  const expiresOn = lastUsableDate(contract.expiry, moment.businessDate);
  const componentOf = (part: RulePart): EarnComponent[] =>
    part.rule === null
      ? [{ component: part.component, funderId: contract.partnerId, contract, points: part.points, expiresOn }]
      : part.funding.map(({ funderId, points }) => ({
          component: part.component,
          funderId,
          contract: contractAt(reference, funderId, occurredAt),
          points,
          expiresOn,
        }));
  return {
    points: evaluation.points,
    qualifying: evaluation.basePoints,
    byLine: purchase.lines.length === 0 ? [] : evaluation.byLine,
    components: evaluation.parts.flatMap(componentOf),
    evaluation,
  };
}

/** The base points alone; null where there is nothing but base points. */
function withoutPromotions({ evaluation, components }: EarnedPoints): EarnedPoints | null {
  if (evaluation === null || evaluation.points === evaluation.basePoints) return null;
  const parts = evaluation.parts.filter(({ rule }) => rule === null);
  const dropped = new Set(evaluation.parts.flatMap(({ rule }) => (rule === null ? [] : [rule.version.ruleId])));
  const byLine = parts[0]?.byLine ?? evaluation.byLine.map(() => 0n);
  return {
    points: evaluation.basePoints,
    qualifying: evaluation.basePoints,
    byLine,
    components: components.filter(({ component }) => component === 'BASE'),
    evaluation: {
      ...evaluation,
      points: evaluation.basePoints,
      byLine,
      parts,
      applied: evaluation.applied.filter(({ rule }) => rule === null || !dropped.has(rule.version.ruleId)),
      counters: evaluation.counters.filter(({ ruleId }) => !dropped.has(ruleId)),
    },
  };
}

/** What an outside engine decided. Lines share the points by what they cost. */
function earnedByAwards(
  batch: Batch,
  awards: readonly Award[],
  lines: Purchase['lines'],
  occurredAt: Date,
): Found<EarnedPoints> {
  const { found: components, refusal } = componentsOf(batch, awards, occurredAt);
  if (refusal !== undefined) return { refusal };
  const points = sumOf(awards);
  return {
    found: {
      points,
      qualifying: sumOf(awards.filter(({ component }) => component === 'BASE')),
      byLine:
        lines.length === 0
          ? []
          : allocateByLargestRemainder(
              points,
              lines.map((line) => line.amountMinor),
            ),
      components,
      evaluation: null,
    },
  };
}

function sumOf(awards: readonly Award[]): bigint {
  return awards.reduce((sum, { points }) => sum + points, 0n);
}

function rateOf({ earnPoints, earnPerMinor, purchaseCurrency }: ContractTerms): string {
  return `${counted(earnPoints, 'point')} per ${formatAmount(earnPerMinor, purchaseCurrency)} ${purchaseCurrency}`;
}

/** Why there are these points, in a sentence. */
export function sentenceOf(
  purchase: Purchase,
  { till, contract, pending, earned, promotionsDropped }: PlannedPurchase,
): string {
  const { evaluation } = earned;
  const names = evaluation?.applied.flatMap(({ rule }) => (rule === null ? [] : [rule.name])) ?? [];
  const rate = evaluation === null || evaluation.applied.some(({ rule }) => rule === null) || names.length === 0;
  const reasons = [
    ...(evaluation === null ? ['as awarded by the programme'] : rate ? [rateOf(contract)] : []),
    ...(names.length === 0 ? [] : [`by ${names.join(', ')}`]),
  ];
  const paid = `${formatAmount(purchase.amountMinor, purchase.currency)} ${purchase.currency}`;
  return [
    `${paid} at ${till.partner.name} earned ${counted(earned.points, 'point')}: ${reasons.join(' and ')}`,
    pending === null ? '' : '; they are pending',
    promotionsDropped ? '; promotions were dropped, a net debit cap leaves no room for them' : '',
    '.',
  ].join('');
}

/** The same, rule by rule, each with its version: what a purchase was decided by is pinned here. */
export function stepsOf(purchase: Purchase, { contract, earned }: PlannedPurchase): ExplanationStep[] {
  const { evaluation } = earned;
  if (evaluation === null) return awardSteps(purchase.awards ?? []);
  const ofContract = (points: bigint): ExplanationStep => ({
    rule: 'base-earn',
    points: points.toString(),
    reason: `${rateOf(contract)}, contract version ${contract.version}.`,
  });
  const steps = evaluation.applied.map(({ rule, points }) =>
    rule === null ? ofContract(points) : { rule: rule.name, points: points.toString(), reason: `${rule.terms.name}.` },
  );
  return steps.length === 0 ? [ofContract(0n)] : steps;
}

function tillRecord(batch: Batch, purchase: Purchase, memberId: string): { readonly till?: TillRecord } {
  const { channel, paymentMethod, paidWithPointsMinor, codes } = purchase;
  const facts = batch.facts.rules?.members.has(memberId) === true ? batch.usage.member(memberId) : null;
  const till: TillRecord = {
    ...(facts === null ? {} : { asked: true }),
    ...(channel == null ? {} : { channel }),
    ...(paymentMethod == null ? {} : { paymentMethod }),
    ...(paidWithPointsMinor === undefined || paidWithPointsMinor === 0n
      ? {}
      : { paidWithPointsMinor: paidWithPointsMinor.toString() }),
    ...(codes === undefined || codes.length === 0 ? {} : { codes }),
    ...(facts === null || facts.tier === null ? {} : { tier: facts.tier }),
    ...(facts === null || facts.plans === null ? {} : { plans: facts.plans }),
    ...(facts === null || facts.segments.length === 0 ? {} : { segments: facts.segments }),
    ...(facts === null || facts.householdId === null ? {} : { householdId: facts.householdId }),
    ...(facts === null || facts.benefitBasisPoints === 10_000n
      ? {}
      : { benefitBasisPoints: facts.benefitBasisPoints.toString() }),
    ...(facts?.firstPurchase === true ? { firstPurchase: true } : {}),
    ...(facts === null || facts.optedIn.size === 0 ? {} : { optedIn: [...facts.optedIn] }),
  };
  return Object.keys(till).length === 0 ? {} : { till };
}

function lineRecords(purchase: Purchase, { byLine, evaluation }: EarnedPoints): PurchaseLineRecord[] {
  const parts = evaluation?.parts ?? [];
  return purchase.lines.map((line, at) => ({
    sku: line.sku,
    quantity: Number(line.quantity),
    amountMinor: line.amountMinor.toString(),
    category: line.category,
    ...(line.brand == null ? {} : { brand: line.brand }),
    points: byLine[at]!.toString(),
    // One component needs no telling apart.
    ...(parts.length < 2 ? {} : { earned: earnedOfLine(parts, at) }),
  }));
}

/** What each component gave a line; those that gave it nothing are left out. */
function earnedOfLine(parts: readonly RulePart[], at: number): Record<string, string> {
  const earned: Record<string, string> = {};
  for (const { component, byLine } of parts) if (byLine[at]! > 0n) earned[component] = byLine[at]!.toString();
  return earned;
}

/** Whether and until when points stay pending: the purchase's own wish, else the contract's days from the business time. */
function pendingOf(
  purchase: Purchase,
  contract: ContractTerms,
  occurredAt: Date,
  now: Date,
): null | { until: Date | null } {
  if (purchase.pendingUntilConfirmed) return { until: null };
  const until =
    purchase.pendingUntil ??
    (contract.pendingDays === 0 ? null : new Date(occurredAt.getTime() + contract.pendingDays * DAY_MS));
  return until === null || until <= now ? null : { until };
}
