// A transaction as it is kept and as it is answered. The reply to a command is made from this record alone, the first time and
// every later time, so that a retry gets the same answer for ever.
import type { Refusal } from '../../shared/refusal.ts';

export type PostingKind =
  | 'PURCHASE'
  | 'GRANT'
  | 'CONFIRMATION'
  | 'CANCELLATION'
  | 'RETURN'
  | 'REDEMPTION'
  | 'AUTHORISATION'
  | 'CAPTURE'
  | 'VOID'
  | 'REFUND'
  | 'EXPIRY'
  | 'TRANSFER'
  | 'ADJUSTMENT'
  | 'MEMBERSHIP_FEE'
  | 'MEMBERSHIP_REFUND'
  | 'BENEFIT'
  | 'REVERSAL';

/** Kinds that are remembered for their key and move no points (status NOTED), or that others write. */
export type RecordKind =
  | PostingKind
  | 'PROPOSAL'
  | 'SWEEP'
  | 'WINDOW_CLOSE'
  | 'WINDOW_REVIEW'
  | 'WINDOW_PROPOSAL'
  | 'WINDOW_DECISION'
  | 'PAYMENT_REPORT'
  | 'SETTLEMENT'
  | 'REINCLUSION'
  | 'OPENING_BALANCE'
  | 'DISPUTE_HOLD'
  | 'DISPUTE_RELEASE'
  | 'DISPUTE_CHANGE';

/** Points and money inside `details` are decimal text, everywhere: no reader of JSON can round it. */
export type Decimal = string;

/** One rule's part in a transaction. */
export interface ExplanationStep {
  /** An earn rule is named with its version, `code/version`: that pins it, for neither ever changes. */
  readonly rule: string;
  readonly points: Decimal;
  readonly reason: string;
}

export interface Explanation {
  readonly sentence: string;
  readonly contractVersionId: string | null;
  readonly steps: readonly ExplanationStep[];
}

/** A member's totals after a transaction. */
export interface WalletTotals {
  readonly available: Decimal;
  readonly held: Decimal;
  readonly pending: Decimal;
  readonly arrears: Decimal;
  readonly qualifying: Decimal;
}

export interface PurchaseLineRecord {
  readonly sku: string;
  readonly quantity: number;
  readonly amountMinor: Decimal;
  readonly category: string | null;
  readonly brand?: string;
  /** The line's part of the points, split by largest remainder. */
  readonly points: Decimal;
  /** The same by component, where the purchase has more than one; a component that gave the line nothing is left out. */
  readonly earned?: Readonly<Record<string, Decimal>>;
}

/** What a purchase told of itself, and what was known of the member, for those who evaluate it again. */
export interface TillRecord {
  /** Whether rules asked about the member: what is left out then was not so. */
  readonly asked?: boolean;
  readonly channel?: string;
  readonly paymentMethod?: string;
  readonly paidWithPointsMinor?: Decimal;
  readonly codes?: readonly string[];
  readonly tier?: string;
  /** Left out where no rule asked. */
  readonly plans?: readonly string[];
  readonly segments?: readonly string[];
  readonly householdId?: string;
  /** What the member's tier or membership multiplied by; left out where it was nothing. */
  readonly benefitBasisPoints?: Decimal;
  readonly firstPurchase?: boolean;
  readonly optedIn?: readonly string[];
}

export interface ReturnedLineRecord {
  /** From 1. */
  readonly line: number;
  readonly quantity: number;
  readonly points: Decimal;
  readonly amountMinor: Decimal;
  /** The points by component, where the purchase had more than one. */
  readonly earned?: Readonly<Record<string, Decimal>>;
}

export interface HoldRecord {
  readonly holdId: string;
  readonly points: Decimal;
  readonly held: Decimal;
  readonly state: 'OPEN' | 'CAPTURED' | 'VOIDED' | 'EXPIRED';
  readonly expiresAt: string;
}

export interface AdjustmentRecord {
  readonly adjustmentId: string;
  readonly points: Decimal;
  readonly reason: string;
  readonly state: 'PROPOSED' | 'POSTED';
  readonly proposedBy: string;
  readonly approvedBy: string | null;
  readonly memberId: string;
}

/** What became of the points that a return or a refund asked of one lot. */
export interface LotAllocationRecord {
  readonly lotId: string;
  /** Partner, or OPERATOR. */
  readonly funderId: string;
  /** Refund: points given back. Return: points asked of the lot. */
  readonly points: Decimal;
  /** Refund: the acceptor's money that belongs to them. */
  readonly amountMinor?: Decimal;
  /** Return: taken back, owed by the member, borne by the issuer, lapsed before. */
  readonly reversed?: Decimal;
  readonly debt?: Decimal;
  readonly absorbed?: Decimal;
  readonly expired?: Decimal;
}

/** A debt that a return opened on a lot (settlement R10). */
export interface DebtRecord {
  readonly debtId: string;
  readonly lotId: string;
  readonly points: Decimal;
}

/** Points of a lot that repaid a debt (settlement R11, R12). */
export interface RecoveryRecord {
  readonly debtId: string;
  readonly lotId: string;
  readonly points: Decimal;
}

/** A party's part of a membership fee, or of what is given back of one. */
export interface FeePartRecord {
  /** Partner, or OPERATOR. */
  readonly partyId: string;
  readonly amountMinor: Decimal;
}

/** What of a merged member moved over beside its lots. */
export interface MergedRecord {
  readonly lineIds: readonly string[];
  readonly holdIds: readonly string[];
  readonly owed: readonly { readonly debtId: string; readonly points: Decimal }[];
  readonly qualifying: Decimal;
}

/** What a reply says beyond the columns (jsonb `details`). Fields that do not apply are left out. */
export interface TransactionDetails {
  readonly refusal?: Refusal;
  /** At which device of the store, where the till said so. */
  readonly terminalId?: string;
  readonly explanation?: Explanation;
  /** The member's wallet after it; of a transfer, the giver's. */
  readonly wallet?: WalletTotals;
  /** Purchase: the basket with each line's points. */
  readonly lines?: readonly PurchaseLineRecord[];
  /** Purchase: what rules looked at; left out where there is nothing to say. */
  readonly till?: TillRecord;
  /** Return: what came back, line by line. */
  readonly returned?: readonly ReturnedLineRecord[];
  /** Return: points that the goods had earned, and what became of asking for them. */
  readonly asked?: Decimal;
  /** Return and refund: lot by lot. */
  readonly allocation?: readonly LotAllocationRecord[];
  readonly debts?: readonly DebtRecord[];
  readonly recoveries?: readonly RecoveryRecord[];
  readonly clawedBack?: Decimal;
  readonly arrears?: Decimal;
  readonly unrecovered?: Decimal;
  /** Transfer and adjustment: the lots it opened, or took points from with the money that belonged to them. */
  readonly opened?: readonly string[];
  readonly taken?: readonly {
    readonly lotId: string;
    readonly points: Decimal;
    readonly reserveMinor: Decimal;
    readonly serviceMinor: Decimal;
  }[];
  readonly hold?: HoldRecord;
  readonly adjustment?: AdjustmentRecord;
  /** Transfer: who gets. */
  readonly counterpartyId?: string;
  readonly counterpartyWallet?: WalletTotals;
  /** Transfer of all that a merged member had: what its undoing needs to know beside `opened`. */
  readonly merged?: MergedRecord;
  /** Reversal of such a transfer. */
  readonly unmerged?: true;
  /** Reversal and adjustment: why, in the words of who asked. */
  readonly reason?: string;
  /** Confirmation: how many points can be spent now. */
  readonly confirmed?: Decimal;
  /** Expiry: what lapsed of which lot, and what its funder got back. */
  readonly lapsed?: readonly {
    readonly lotId: string;
    readonly points: Decimal;
    /** Partner, or OPERATOR; this and the next are left out in records from before they were kept. */
    readonly funderId?: string;
    readonly reserveReleasedMinor?: Decimal;
    readonly returnedToFunderMinor: Decimal;
  }[];
  /** Membership fee and its refund: whose it is, and how much. Benefit: who pays how much. */
  readonly feeParts?: readonly FeePartRecord[];
  /** Sweep: what it did. */
  readonly sweep?: {
    readonly members: Decimal;
    readonly expired: Decimal;
    readonly confirmed: Decimal;
    readonly holds: Decimal;
  };
}

export interface TransactionRecord {
  readonly transactionId: string;
  readonly programmeId: string;
  /** Null when refused or noted. */
  readonly windowId: string | null;
  readonly kind: RecordKind;
  readonly status: 'OK' | 'REFUSED' | 'NOTED';
  readonly keySpace: string;
  readonly key: string;
  readonly hash: Uint8Array;
  readonly memberId: string | null;
  readonly partnerId: string | null;
  readonly storeId: string | null;
  /** Change of the member's wallet in total. */
  readonly points: bigint;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  readonly originalId: string | null;
  readonly contractVersionId: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly reference: string | null;
  readonly details: TransactionDetails;
}

/** What a command ends in. `TRY_AGAIN` has no record: nothing of it was kept. */
export type Reply =
  | { readonly ok: true; readonly record: TransactionRecord }
  | { readonly ok: false; readonly refusal: Refusal };

/** The reply that a kept record gives, the first time and ever after. */
export function replyOf(record: TransactionRecord): Reply {
  const { refusal } = record.details;
  return refusal === undefined ? { ok: true, record } : { ok: false, refusal };
}
