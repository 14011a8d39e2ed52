// What the ledger must know of programmes and contracts to post: reference data, immutable and versioned.

/** Which model pays for points (settlement.md, part 1): at issuance into the operator's reserve, or by the issuer on redemption. */
export type FundingModel = 'OPERATOR_POOL' | 'ISSUER_PAYS_ON_REDEMPTION';

/** A contract may share between the two: its points are split at the earn, and each lot follows one of them. */
export type ContractFundingModel = FundingModel | 'HYBRID';

export type SpendingOrder = 'SOONEST_EXPIRY' | 'OLDEST_FIRST';

export type ExpiryPolicy =
  | { readonly model: 'NONE' }
  | {
      readonly model: 'ROLLING' | 'INACTIVITY';
      readonly months: number;
      readonly roundTo: 'DAY' | 'MONTH' | 'QUARTER' | 'YEAR';
    }
  | { readonly model: 'FIXED'; readonly monthDay: string };

export interface ProgrammeTerms extends CycleTerms {
  readonly programmeId: string;
  /** Short name; what stands in files and payment references. */
  readonly code?: string;
  readonly currency: string;
  /** Digits after the point of `currency`. */
  readonly exponent: number;
  /** IANA zone in which business dates are counted. */
  readonly timeZone: string;
  readonly spendingOrder: SpendingOrder;
  /** Model of the points that the operator funds itself; partners' points follow their contracts. */
  readonly operatorFundingModel: FundingModel;
  /** Reserve that the operator sets aside per point it funds under OPERATOR_POOL (R6). */
  readonly operatorReserveRateMicros: bigint;
  /** Days a lot lives again when a reversal restores points to it after it lapsed (R8). */
  readonly restoreGraceDays: number;
  /** What a window costs all partners together (R19), minor units; left out is nothing. */
  readonly levyPerWindowMinor?: bigint;
  /** Cycles that were replaced, those that ended first first: of windows that opened before `until`. Left out: the cycle never changed. */
  readonly replacedCycles?: readonly (CycleTerms & { readonly until: Date })[];
}

/** When windows close, how long they are in review, when money moves and on which days. */
export interface CycleTerms {
  /** Business days from a window's close to the dates of its cycle; left out is 0. */
  readonly adviceBusinessDays?: number;
  readonly disputeBusinessDays?: number;
  readonly valueBusinessDays?: number;
  /** As close-schedule.ts reads it; MANUAL when left out. */
  readonly closeSchedule?: string;
  /** Business days from a dispute's opening to its first answer and to its decision; left out is 0. */
  readonly disputeAnswerBusinessDays?: number;
  readonly disputeDecisionBusinessDays?: number;
  /** As business-days.ts reads it; TARGET when left out. */
  readonly calendar?: string;
}

/** One immutable version of a partner's contract. Rates are micros of the programme currency per point. */
export interface ContractTerms {
  readonly contractVersionId: string;
  readonly partnerId: string;
  readonly version: number;
  readonly validFrom: Date;
  /** Exclusive; null while no later version or termination is known. */
  readonly validUntil: Date | null;
  readonly issuer: boolean;
  readonly acceptor: boolean;
  readonly fundingModel: ContractFundingModel;
  /** HYBRID: share of the points, in basis points, that the operator's pool stands behind; the funder pays for the rest on redemption. */
  readonly poolShareBasisPoints?: bigint | null;
  readonly issuePriceMicros: bigint;
  readonly reserveRateMicros: bigint;
  readonly serviceFeeMicros: bigint;
  /** What the operator (or funder) pays this partner per point accepted; null when it does not accept. */
  readonly reimbursementMicros: bigint | null;
  readonly clearingFeeBasisPoints: bigint;
  /** Who bears the clearing fee on this partner's points; left out is the funder. */
  readonly clearingFeePayer?: 'FUNDER' | 'ACCEPTOR';
  readonly ownBrandFeeExempt: boolean;
  readonly expiryShareBasisPoints: bigint;
  /** Days after a purchase in which goods may come back; null or left out is no limit. */
  readonly earnReversalDays?: number | null;
  readonly earnReversalRefundsServiceFee: boolean;
  /** Days after a redemption at this partner in which it may be refunded; null or left out is no limit. */
  readonly redemptionReversalDays?: number | null;
  readonly redemptionReversalRefundsClearingFee: boolean;
  readonly refundShortfall: 'MEMBER_DEBT' | 'ISSUER_ABSORBS';
  /** Purchases are in this currency. */
  readonly purchaseCurrency: string;
  /** Base earn: `earnPoints` per `earnPerMinor` minor units of `purchaseCurrency`, rounded as `earnRounding` says. */
  readonly earnPoints: bigint;
  readonly earnPerMinor: bigint;
  readonly earnRounding: 'DOWN' | 'HALF_UP' | 'UP';
  /** Days a purchase's points stay pending; 0 is spendable at once. */
  readonly pendingDays: number;
  readonly expiry: ExpiryPolicy;
  /** Oldest business date accepted, in days before the posting; null is no limit (R17). */
  readonly lateSubmissionDays: number | null;
  /** What becomes of events that come later; left out they are refused. */
  readonly lateBeyondLimit?: 'REJECT' | 'FLAG';
  /** Minor units of the programme currency; null is no cap. */
  readonly netDebitCapMinor: bigint | null;
  readonly capMode: 'ALERT' | 'BLOCK_ISSUE' | 'BLOCK_ALL';
  /** Nets of a window closer to zero than this are carried forward (R20), minor units; left out pays everything. */
  readonly carryForwardBelowMinor?: bigint;
  /** Called when the partner does not pay, minor units; left out is none. */
  readonly collateralMinor?: bigint;
  /** In which the partner pays and is paid; left out is the programme's. */
  readonly settlementCurrency?: string;
}

/** The operator funds points, too: its id stands where a funder's partner id stands. */
export const OPERATOR = 'OP';
