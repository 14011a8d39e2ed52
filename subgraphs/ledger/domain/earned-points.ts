// From a purchase to its points, by the evaluator that posting, quotes, simulations and backtests share (partners/domain/rules).
import { evaluateBaseEarn } from '../../partners/domain/earn-terms.ts';
import type { CompiledRules } from '../../partners/domain/rules/compile-rules.ts';
import {
  type Evaluation,
  evaluatePurchase,
  type MemberFacts,
  type RuleUsage,
} from '../../partners/domain/rules/evaluate-purchase.ts';
import type { Prices } from '../../partners/domain/rules/promotion-funding.ts';
import { contractAt, type Reference } from './reference.ts';
import type { Purchase } from './requests.ts';
import { type ContractTerms, OPERATOR } from './terms.ts';

/** Where and when a purchase happened, beside what was asked. */
export interface PurchaseMoment {
  readonly contract: ContractTerms;
  readonly occurredAt: Date;
  readonly decidedAt: Date;
  /** Business date of `occurredAt`. */
  readonly businessDate: string;
}

/** Price per point of whoever funds, at an instant: the issue price of a partner's contract, the operator's reserve rate. */
export function pricesAt(reference: Reference, at: Date): Prices {
  return {
    exponent: reference.programme.exponent,
    priceMicros: (funderId) =>
      funderId === OPERATOR
        ? reference.programme.operatorReserveRateMicros
        : (contractAt(reference, funderId, at)?.issuePriceMicros ?? null),
  };
}

/** What a purchase earns under these rules. `rules` are the reference's own, or with drafts among them. */
export function earnedPoints(
  reference: Reference,
  rules: CompiledRules,
  purchase: Purchase,
  { contract, occurredAt, decidedAt, businessDate }: PurchaseMoment,
  member: MemberFacts,
  usage: RuleUsage,
  explain = false,
): Evaluation {
  const { lines, amountMinor } = purchase;
  if (rules.versions.size === 0 && !explain) return byContractAlone(lines, amountMinor, contract);
  return evaluatePurchase(
    rules,
    contract,
    {
      partnerId: contract.partnerId,
      storeId: purchase.storeId,
      timeZone: reference.stores.get(purchase.storeId)?.timeZone ?? reference.programme.timeZone,
      occurredAt,
      decidedAt,
      businessDate,
      currency: purchase.currency,
      amountMinor,
      lines,
      channel: purchase.channel ?? null,
      paymentMethod: purchase.paymentMethod ?? null,
      paidWithPointsMinor: purchase.paidWithPointsMinor ?? 0n,
      codes: purchase.codes ?? [],
    },
    member,
    usage,
    pricesAt(reference, occurredAt),
    explain,
  );
}

/** A programme without rules pays nothing for there being some. */
function byContractAlone(lines: Purchase['lines'], amountMinor: bigint, contract: ContractTerms): Evaluation {
  const { points, byLine } = evaluateBaseEarn(
    lines.length === 0 ? [amountMinor] : lines.map((line) => line.amountMinor),
    contract,
  );
  const given = points > 0n;
  return {
    points,
    basePoints: points,
    byLine,
    parts: given ? [{ rule: null, component: 'BASE', points, byLine, funding: [] }] : [],
    applied: given ? [{ rule: null, points }] : [],
    counters: [],
    outcomes: [],
  };
}
