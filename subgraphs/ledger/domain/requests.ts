// What the ledger can be asked to do: one shape for everything that moves points. Commands make these from the API's input, the
// engine queues them, `decide` answers them. All amounts are integers already; what could not be read is a `Rejected` instruction,
// so that its refusal is remembered under its key like every other.
import type { Refusal } from '../../shared/refusal.ts';

/** Who asks. `system` is the ledger itself: the sweeps. */
export interface Actor {
  readonly role: 'operator' | 'partner' | 'member' | 'system';
  readonly partnerId: string | null;
  /** Stores the caller is limited to; empty is all of the partner's. */
  readonly storeIds: readonly string[];
  readonly memberId: string | null;
  /** Subject of the token: the person or service behind four eyes. */
  readonly subject: string;
}

/** A member by id, or by an identity whose value is in its normal form (subgraphs/shared/identity.ts). */
export type MemberRef = { readonly memberId: string } | { readonly kind: string; readonly value: string };

export interface PurchaseLine {
  readonly sku: string;
  readonly quantity: bigint;
  readonly amountMinor: bigint;
  readonly category: string | null;
  readonly brand?: string | null;
}

export interface ReturnedLine {
  /** From 1. */
  readonly line: number;
  readonly quantity: bigint;
}

/** The part of an award that one funder pays for. */
export interface AwardFunding {
  /** Partner id, or OPERATOR. */
  readonly funderId: string;
  readonly basisPoints: bigint;
}

/** Points that an outside engine decided: one component of an earn, split over its funders. */
export interface Award {
  /** BASE, BONUS or CAMPAIGN:<id>. */
  readonly component: string;
  readonly points: bigint;
  /** Shares sum to 10,000. */
  readonly funding: readonly AwardFunding[];
  /** Null never lapses. */
  readonly expiresOn: string | null;
}

export interface Purchase {
  readonly kind: 'PURCHASE';
  readonly storeId: string;
  /** Device of the store; null or left out where the till does not say. */
  readonly terminalId?: string | null;
  readonly member: MemberRef;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Null is the time of posting. */
  readonly occurredAt: Date | null;
  readonly lines: readonly PurchaseLine[];
  readonly pendingUntil: Date | null;
  readonly pendingUntilConfirmed: boolean;
  readonly reference: string | null;
  /** How it was bought and paid, as the till names it: for earn rules. */
  readonly channel?: string | null;
  readonly paymentMethod?: string | null;
  /** The part of the amount that was paid with points. */
  readonly paidWithPointsMinor?: bigint;
  /** Promotion codes that came with it. */
  readonly codes?: readonly string[];
  /** Given instead of the contract's rate and the earn rules; left out or empty, those decide. */
  readonly awards?: readonly Award[];
}

/** Points that the operator gives without a purchase: a welcome, a birthday. */
export interface Grant {
  readonly kind: 'GRANT';
  readonly member: MemberRef;
  readonly awards: readonly Award[];
  readonly occurredAt: Date | null;
  readonly reference: string | null;
}

export interface Return {
  readonly kind: 'RETURN';
  /** Null where points of a grant are taken back: there was no till. */
  readonly storeId: string | null;
  /** Device of the store; null or left out where the till does not say. */
  readonly terminalId?: string | null;
  /** Null is a return without a receipt; `member` and the amount are then given. */
  readonly purchaseId: string | null;
  readonly member: MemberRef | null;
  readonly lines: readonly ReturnedLine[];
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  /** How many of the points come back, instead of lines or an amount; null or left out where these say it. */
  readonly points?: bigint | null;
  readonly occurredAt: Date | null;
  readonly reference: string | null;
}

export interface Redemption {
  readonly kind: 'REDEMPTION';
  readonly storeId: string;
  /** Device of the store; null or left out where the till does not say. */
  readonly terminalId?: string | null;
  readonly member: MemberRef;
  readonly points: bigint;
  readonly occurredAt: Date | null;
  readonly reference: string | null;
}

export interface Authorisation {
  readonly kind: 'AUTHORISATION';
  readonly storeId: string;
  /** Device of the store; null or left out where the till does not say. */
  readonly terminalId?: string | null;
  readonly member: MemberRef;
  readonly points: bigint;
  readonly timeToLiveSeconds: number;
  readonly reference: string | null;
}

export interface Capture {
  readonly kind: 'CAPTURE';
  readonly holdId: string;
  /** Null is all that is held. */
  readonly points: bigint | null;
}

export interface Void {
  readonly kind: 'VOID';
  readonly holdId: string;
}

export interface Refund {
  readonly kind: 'REFUND';
  readonly redemptionId: string;
  /** Null is all that was not yet refunded. */
  readonly points: bigint | null;
  readonly occurredAt: Date | null;
}

export interface Confirmation {
  readonly kind: 'CONFIRMATION';
  readonly purchaseId: string;
}

export interface Cancellation {
  readonly kind: 'CANCELLATION';
  readonly purchaseId: string;
}

export interface MemberTransfer {
  readonly kind: 'TRANSFER';
  readonly fromMemberId: string;
  readonly toMemberId: string;
  /** Null is all that a merged member has and owes. */
  readonly points: bigint | null;
}

export interface Proposal {
  readonly kind: 'PROPOSAL';
  readonly memberId: string;
  /** Positive gives, negative takes. */
  readonly points: bigint;
  /** Null is the operator. */
  readonly funderId: string | null;
  readonly reason: string;
  readonly expiresOn: string | null;
  /** An earn that was missed at a till; null or left out for other adjustments. */
  readonly missed?: { readonly storeId: string; readonly occurredAt: Date; readonly reference: string | null } | null;
}

export interface Adjustment {
  readonly kind: 'ADJUSTMENT';
  readonly adjustmentId: string;
}

/** A party's part of a membership fee. */
export interface FeeShare {
  /** Partner id, or OPERATOR. */
  readonly partyId: string;
  readonly basisPoints: bigint;
}

/** A member paid for a period of its membership. */
export interface MembershipFee {
  readonly kind: 'MEMBERSHIP_FEE';
  readonly memberId: string;
  /** Where the money was taken; null is the operator. */
  readonly storeId: string | null;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Whose it is by contract: each party once, shares that sum to 10,000. */
  readonly shares: readonly FeeShare[];
  readonly occurredAt: Date | null;
  readonly reference: string | null;
}

/** A member was given back what it had paid, or a part. */
export interface MembershipRefund {
  readonly kind: 'MEMBERSHIP_REFUND';
  readonly feeId: string;
  /** Where the money was handed out; null is the operator. */
  readonly storeId: string | null;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly occurredAt: Date | null;
}

/** A reward that comes with a tier or a paid membership was handed out, for no points. */
export interface Benefit {
  readonly kind: 'BENEFIT';
  readonly memberId: string;
  /** Of the partner that honours it. */
  readonly storeId: string;
  /** What the reward costs others: prices what the partner is paid. */
  readonly points: bigint;
  /** Who pays: shares that sum to 10,000. */
  readonly funding: readonly AwardFunding[];
  readonly occurredAt: Date | null;
  readonly reference: string | null;
}

export interface Reversal {
  readonly kind: 'REVERSAL';
  readonly transactionId: string;
  readonly reason: string;
}

/** One member's part of a sweep: pending points that fell due, holds whose time is over, lots whose last day has passed. */
export interface Lapse {
  readonly kind: 'LAPSE';
  readonly memberId: string;
  /** Lapse lots whose last usable day is this one or earlier; never later than yesterday. */
  readonly asOf: string;
}

/** An input that cannot be acted on: its refusal is remembered all the same. `of` is what was asked. */
export interface Rejected {
  readonly kind: 'REJECTED';
  readonly of: Exclude<Instruction['kind'], 'REJECTED' | 'LAPSE'>;
  readonly refusal: Refusal;
  /** The store it named, if any: whoever may not act there hears that first. */
  readonly storeId?: string | null;
}

/** The end of a sweep, remembered under the key of the command that asked for it. */
export interface SweepNote {
  readonly kind: 'SWEEP';
  readonly members: bigint;
  readonly expired: bigint;
  readonly confirmed: bigint;
  readonly holds: bigint;
}

export type Instruction =
  | Purchase
  | Grant
  | Return
  | Redemption
  | Authorisation
  | Capture
  | Void
  | Refund
  | Confirmation
  | Cancellation
  | MemberTransfer
  | Proposal
  | Adjustment
  | MembershipFee
  | MembershipRefund
  | Benefit
  | Reversal
  | Lapse
  | SweepNote
  | Rejected;

export interface LedgerRequest {
  readonly programmeId: string;
  /** Whose idempotency keys these are (subgraphs/serving/caller.ts `keySpaceOf`). */
  readonly keySpace: string;
  readonly key: string;
  /** SHA-256 of the canonical body as it was sent, the key left out. */
  readonly hash: Uint8Array;
  readonly actor: Actor;
  readonly instruction: Instruction;
}
