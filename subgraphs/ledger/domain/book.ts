// The working state of a batch: what was read under lock, and what the rules change as they decide, operation by operation.
// Every change is a movement between two buckets of a lot, so a lot's points are conserved by construction:
//   points = pending + available + held + redeemed + expired + reversed + transferred
// Ids are time-ordered, so the maps of a book stand in the order in which things were made: loaded sorted by id, added to at the end.
import type { FundingModel } from './terms.ts';

export type LotBucket = 'pending' | 'available' | 'held' | 'redeemed' | 'expired' | 'reversed' | 'transferred';

/** The points of one earn that one funder pays for. Amounts are minor units of the programme currency. */
export interface Lot {
  readonly lotId: string;
  readonly memberId: string;
  readonly earnTransactionId: string;
  /** The lot these points were split from by a transfer between members; null for a lot that was earned. */
  readonly parentLotId: string | null;
  /** Partner at whose till the points were earned, or OPERATOR. */
  readonly issuerId: string;
  /** Partner that pays for them, or OPERATOR. */
  readonly funderId: string;
  /** BASE, BONUS or CAMPAIGN:<id>. */
  readonly component: string;
  /** The funder's contract version at the earn; null when the operator funds. */
  readonly contractVersionId: string | null;
  /** Who holds the money behind the points: snapshot of the contract version, or of the programme when the operator funds. */
  readonly fundingModel: FundingModel;
  readonly points: bigint;
  pending: bigint;
  available: bigint;
  held: bigint;
  redeemed: bigint;
  expired: bigint;
  reversed: bigint;
  transferred: bigint;
  /** Points that returns have asked back so far, whether they could be taken or not (R9 weights). Kept on the earn's own lots only. */
  askedBack: bigint;
  /** Points that the money below is for: 0 while pending, then `points` less what was cancelled while pending. */
  pricedPoints: bigint;
  /** R5: reserve of `pricedPoints`. 0 under ISSUER_PAYS_ON_REDEMPTION. */
  reserveMinor: bigint;
  /** Service fee of `pricedPoints`. */
  serviceMinor: bigint;
  /** What a return of all points not yet reversed would credit of reserve and service (R4 states over points - reversed - transferred). */
  reserveRefundableMinor: bigint;
  serviceRefundableMinor: bigint;
  /** Last business date on which the points are usable, YYYY-MM-DD in the programme's time zone; null never lapses. */
  expiresOn: string | null;
  /** When pending points become available by themselves; null when only a confirmation does it. */
  pendingUntil: Date | null;
}

/** Part of a redemption paid by one lot. Shrinks by refunds and substitutions. In order of their redemptions, then of their own ids. */
export interface RedemptionLine {
  readonly lineId: string;
  readonly memberId: string;
  readonly redemptionId: string;
  readonly lotId: string;
  readonly funderId: string;
  readonly acceptorId: string;
  /** Points still redeemed by this line, and the money that belongs to them (R4 state). */
  points: bigint;
  amountMinor: bigint;
  /**
   * Clearing fee that a refund would give back: an R4 state per redemption and funder, its amount on the funder's first line, its units
   * on each line that was charged. Units do not shrink when a line is taken over: the fee stays where it was charged. Both are 0 where
   * there is nothing to give back, on taken-over lines above all.
   */
  feeMinor: bigint;
  feePoints: bigint;
  /** Whether the acceptor was charged the fee, and gets it back; else the funder. */
  readonly feeFromAcceptor?: boolean;
}

/** Points that a return asked back from a lot that had been spent or was held: repaid by the next usable points (R10, R11). */
export interface Debt {
  readonly debtId: string;
  readonly memberId: string;
  readonly lotId: string;
  readonly returnTransactionId: string;
  readonly points: bigint;
  open: bigint;
}

/** Points that went into a debt, and the lot they came from: the indebted one itself where its own points came back. */
export interface Repayment {
  readonly debtId: string;
  readonly lotId: string;
  readonly points: bigint;
}

export interface Hold {
  readonly holdId: string;
  /** Changes when members are merged or told apart again. */
  memberId: string;
  readonly partnerId: string;
  readonly contractVersionId: string;
  readonly expiresAt: Date;
  /**
   * Allocated when the hold was taken, in spending order; `points` is what is still held of each lot. Grows at the end when a debt on
   * held points is repaid: another lot then stands in.
   */
  readonly lots: { readonly lotId: string; points: bigint }[];
  state: 'OPEN' | 'CAPTURED' | 'VOIDED' | 'EXPIRED';
}

/** One row: one debit, one credit, points > 0. Unbalanced cannot be said. */
export interface Transfer {
  readonly lotId: string;
  readonly memberId: string;
  /**
   * Accounts: issued:<funder>, pending:<member>, member:<member>, held:<member>, accepted:<partner>, breakage:<funder>. The debit gives,
   * the credit gets. Points that move between members are one row from member to member that names the receiver's lot.
   */
  readonly debit: string;
  readonly credit: string;
  readonly points: bigint;
}

export type JournalEntryType =
  | 'EARN'
  | 'BONUS'
  | 'EARN_REVERSAL'
  | 'REDEEM'
  | 'REDEEM_REVERSAL'
  | 'DEBT_RECOVERY'
  | 'EXPIRY'
  | 'DISPUTE_HOLD'
  | 'DISPUTE_RELEASE'
  | 'LEVY'
  | 'SETTLEMENT'
  | 'REINCLUSION'
  | 'OPENING_BALANCE'
  | 'ADJUSTMENT'
  | 'MEMBERSHIP_FEE'
  | 'MEMBERSHIP_REFUND'
  | 'BENEFIT';

export type MoneyComponent =
  | 'ISSUANCE'
  | 'ISSUANCE_REVERSAL'
  | 'SERVICE_FEE'
  | 'REDEMPTION'
  | 'REDEMPTION_FUNDING'
  | 'REDEMPTION_REVERSAL'
  | 'CLEARING_FEE'
  | 'DEBT_RECOVERY'
  | 'EXPIRY'
  | 'DISPUTE_HOLD'
  | 'DISPUTE_RELEASE'
  | 'LEVY'
  | 'SETTLEMENT'
  | 'REINCLUSION'
  | 'OPENING_BALANCE'
  | 'ADJUSTMENT'
  | 'MEMBERSHIP_FEE'
  | 'MEMBERSHIP_SHARE'
  | 'BENEFIT'
  | 'BENEFIT_FUNDING';

/** A leg of the operator's money journal: negative is a debit, positive a credit. PARTNER:x debited means x owes more. */
export interface MoneyLeg {
  readonly account: string;
  readonly component: MoneyComponent;
  readonly amountMinor: bigint;
}

/** Legs sum to zero, and none of them is zero. */
export interface JournalEntry {
  readonly type: JournalEntryType;
  /** What it is about where the type does not say it, in a sentence with lot ids. */
  readonly memo?: string;
  readonly legs: readonly MoneyLeg[];
}

/**
 * Who pays whom for which redemption: owed as such under ISSUER_PAYS_ON_REDEMPTION, the bilateral view of the pool otherwise. Below
 * zero for refunds. When a debt is repaid, the funder of the lot that takes over owes the funder of the lot it relieves.
 */
export interface Obligation {
  readonly funderId: string;
  /** Partner that is paid: the acceptor, or the relieved funder. */
  readonly acceptorId: string;
  readonly points: bigint;
  readonly amountMinor: bigint;
}

/** All of a member that a batch has read. Lapsed and closed lots only where a rule needs them. */
export interface MemberBook {
  readonly memberId: string;
  readonly lots: Map<string, Lot>;
  readonly lines: Map<string, RedemptionLine>;
  readonly debts: Map<string, Debt>;
  readonly holds: Map<string, Hold>;
}
