// An earn rule as it is evaluated: amounts in minor units, partners and stores by id. `read-rule.ts` makes these from what people write.
import type { EarnRounding } from '../earn-terms.ts';

/** BASE points are the issuer's own; PROMOTION points come on top and are paid for by its funders; an EXCLUSION keeps lines from earning. */
export type RuleKind = 'BASE' | 'PROMOTION' | 'EXCLUSION';

export type RuleAward =
  /** `points` for every `perMinor` spent on the lines the rule matches, rounded once. */
  | {
      readonly type: 'PER_AMOUNT';
      readonly points: bigint;
      readonly perMinor: bigint;
      readonly currency: string;
      readonly rounding: EarnRounding;
    }
  /** `points` for every `perQuantity` whole pieces. */
  | { readonly type: 'PER_QUANTITY'; readonly points: bigint; readonly perQuantity: bigint }
  /** Once per member, partner and business day. */
  | { readonly type: 'PER_VISIT'; readonly points: bigint }
  /** Each purchase that qualifies. */
  | { readonly type: 'FIXED'; readonly points: bigint }
  /** Base points of the lines it matches, `basisPoints` times: 20,000 doubles them, the part above 10,000 is what it adds. */
  | { readonly type: 'MULTIPLIER'; readonly basisPoints: bigint }
  /** The same with what the member's tier or paid membership multiplies by, whichever is more. */
  | { readonly type: 'BENEFIT_MULTIPLIER' };

/** Which lines of a basket: all when nothing is included; what is excluded never. A list that is empty says nothing. */
export interface ItemFilter {
  readonly categories: readonly string[];
  readonly skus: readonly string[];
  readonly brands: readonly string[];
  readonly excludeCategories: readonly string[];
  readonly excludeSkus: readonly string[];
  readonly excludeBrands: readonly string[];
}

/** All of them must hold. An empty list, and null, say nothing. */
export interface RuleConditions {
  readonly partnerIds: readonly string[];
  readonly storeIds: readonly string[];
  readonly channels: readonly string[];
  readonly items: ItemFilter;
  /** Minor units of the rule's currency spent on the lines it matches. */
  readonly minimumSpendMinor: bigint | null;
  /** 1 is Monday, in the store's time zone. */
  readonly days: readonly number[];
  /** Minutes after midnight in the store's time zone; `until` is exclusive, and before `from` it is the next morning. */
  readonly hours: { readonly from: number; readonly until: number } | null;
  readonly tiers: readonly string[];
  /** Codes of paid memberships' plans: the member has one of them. */
  readonly plans: readonly string[];
  readonly segments: readonly string[];
  readonly firstPurchase: boolean;
  readonly birthday: 'DAY' | 'MONTH' | null;
  readonly paymentMethods: readonly string[];
}

export type CapPeriod = 'PURCHASE' | 'DAY' | 'WEEK' | 'MONTH' | 'YEAR' | 'PERIOD';

export interface RuleCap {
  readonly per: CapPeriod;
  readonly of: 'MEMBER' | 'HOUSEHOLD';
  readonly points: bigint;
  /** TRUNCATE gives what is left; REJECT gives nothing of the rule to a purchase that would go beyond. */
  readonly onExceed: 'TRUNCATE' | 'REJECT';
}

export interface FundingPart {
  /** Partner id, or `OP` for the operator. */
  readonly funderId: string;
  readonly basisPoints: bigint;
}

export interface RuleBudget {
  /** In all; null is no limit in points. */
  readonly points: bigint | null;
  /** Per funder, minor units of the programme's currency, at the funder's price per point. */
  readonly money: readonly { readonly funderId: string; readonly amountMinor: bigint }[];
}

export type Activation =
  | { readonly type: 'AUTOMATIC' | 'OPT_IN' }
  /** The code comes with the purchase. */
  | { readonly type: 'CODE'; readonly code: string };

export interface Stacking {
  /** Rules of one group stand in for each other as `mode` says; groups add up. */
  readonly group: string;
  readonly mode: 'ALL' | 'FIRST' | 'BEST';
}

export interface RuleTerms {
  readonly kind: RuleKind;
  readonly name: string;
  readonly validFrom: Date;
  /** Exclusive; null is open-ended. */
  readonly validUntil: Date | null;
  /** Lower comes first: among base rules that want the same line, and in a group of FIRST. */
  readonly order: number;
  /** Null for an EXCLUSION only. */
  readonly award: RuleAward | null;
  /** What an EXCLUSION keeps from earning: the lines it matches, or the part that was paid with points. */
  readonly excludes: 'ITEMS' | 'PART_PAID_WITH_POINTS' | null;
  /** Of `minimumSpendMinor` and of an award per amount; null where the rule names no money. */
  readonly currency: string | null;
  readonly conditions: RuleConditions;
  readonly caps: readonly RuleCap[];
  readonly activation: Activation;
  /** Null: it adds to everything. */
  readonly stacking: Stacking | null;
  /** PROMOTION: sums to 10,000. Empty for others: BASE is paid for by whose till it is. */
  readonly funding: readonly FundingPart[];
  readonly budget: RuleBudget | null;
}

/** The operator as a funder, as in the ledger. */
export const OPERATOR_FUNDER = 'OP';

/** A version of a rule with its place in the rule's life. */
export interface RuleVersion {
  readonly ruleId: string;
  readonly ruleVersionId: string;
  readonly code: string;
  readonly version: number;
  readonly terms: RuleTerms;
  /** Null is a draft: it counts only where somebody tries it out. */
  readonly publishedAt: Date | null;
  /** The partner that made the rule; null or left out is the operator. */
  readonly ownerPartnerId?: string | null;
  /** When the rule was ended by hand, and from when; null where it was not. */
  readonly ended: { readonly at: Date; readonly decidedAt: Date } | null;
}

/** Name of a rule version in components and explanations. */
export function ruleName(rule: { readonly code: string; readonly version: number }): string {
  return `${rule.code}/${rule.version}`;
}
