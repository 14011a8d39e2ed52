// A refusal is a value: the answer to a command that may not be done. Faults are thrown instead.

/**
 * Every reason for a refusal, in the order in which a command is checked (schema/common.graphql `RefusalCode`, the same
 * list; a test compares them). The first that applies is the answer.
 */
export const REFUSAL_CODES = [
  'NOT_ALLOWED',
  'INVALID_INPUT',
  'INVALID_POINTS',
  'INVALID_AMOUNT',
  'UNKNOWN_CURRENCY',
  'DATE_IN_FUTURE',
  'INVALID_BATCH_SIZE',
  'IDEMPOTENCY_KEY_REUSED',
  'TOO_MANY_ATTEMPTS',
  'PARTNER_UNKNOWN',
  'PARTNER_INACTIVE',
  'STORE_UNKNOWN',
  'STORE_CLOSED',
  'TERMINAL_UNKNOWN',
  'TERMINAL_RETIRED',
  'CONTRACT_MISSING',
  'ROLE_NOT_GRANTED',
  'CURRENCY_NOT_ACCEPTED',
  'CONTRACT_OVERLAP',
  'CODE_TAKEN',
  'CLIENT_UNKNOWN',
  'CATEGORY_UNKNOWN',
  'RULE_UNKNOWN',
  'RULE_STATE',
  'APPROVAL_MISSING',
  'BACKTEST_UNKNOWN',
  'BACKTEST_MISSING',
  'MEMBER_UNKNOWN',
  'MEMBER_INACTIVE',
  'IDENTITY_TAKEN',
  'IDENTITY_UNKNOWN',
  'VERIFICATION_UNKNOWN',
  'CODE_WRONG',
  'MERGE_STATE',
  'HOUSEHOLD_UNKNOWN',
  'HOUSEHOLD_STATE',
  'CONSENT_MISSING',
  'TIER_UNKNOWN',
  'TIER_OVERLAP',
  'PLAN_UNKNOWN',
  'MEMBERSHIP_STATE',
  'TRANSACTION_UNKNOWN',
  'TRANSACTION_NOT_REVERSIBLE',
  'HOLD_UNKNOWN',
  'HOLD_EXPIRED',
  'HOLD_RESOLVED',
  'DISPUTE_UNKNOWN',
  'DISPUTE_STATE',
  'SETTLEMENT_KEY_UNKNOWN',
  'CAPTURE_EXCEEDS_HOLD',
  'RETURN_EXCEEDS_PURCHASE',
  'REFUND_EXCEEDS_REDEMPTION',
  'LATE_SUBMISSION',
  'LIMIT_EXCEEDED',
  'CONFIRMATION_REQUIRED',
  'CONFIRMATION_UNKNOWN',
  'PROPOSAL_UNKNOWN',
  'PROPOSAL_STATE',
  'FOUR_EYES',
  'APPROVAL_STALE',
  'WINDOW_UNKNOWN',
  'WINDOW_STATE',
  'RATE_MISSING',
  'RATE_NOT_NEEDED',
  'RATE_STALE',
  'ITEM_UNKNOWN',
  'ITEM_STATE',
  'BANK_DETAILS',
  'FILE_REFUSED',
  'RECONCILIATION_UNKNOWN',
  'BREAK_STATE',
  'WEBHOOK_UNKNOWN',
  'REWARD_UNKNOWN',
  'REWARD_UNAVAILABLE',
  'ORDER_UNKNOWN',
  'ORDER_STATE',
  'VOUCHER_UNKNOWN',
  'VOUCHER_EXPIRED',
  'VOUCHER_USED',
  'VOUCHER_NOT_APPLICABLE',
  'BADGE_UNKNOWN',
  'CIRCLE_UNKNOWN',
  'CIRCLE_STATE',
  'LEADERBOARD_UNKNOWN',
  'LEADERBOARD_STATE',
  'NICKNAME_TAKEN',
  'DRAW_UNKNOWN',
  'DRAW_STATE',
  'ACTIVITY_UNKNOWN',
  'PROOF_REFUSED',
  'REFERRAL_REFUSED',
  'SURVEY_UNKNOWN',
  'SURVEY_ANSWERED',
  'CASE_UNKNOWN',
  'CASE_STATE',
  'OFFER_UNKNOWN',
  'OFFER_UNAVAILABLE',
  'FUNDING_UNKNOWN',
  'FUNDING_STATE',
  'INSUFFICIENT_POINTS',
  'NET_DEBIT_CAP_EXCEEDED',
  'TRY_AGAIN',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

export interface Refusal {
  readonly code: RefusalCode;
  /** One sentence for a developer; not stable. Never holds another party's data. */
  readonly message: string;
  /** Path of the input field at fault, such as `['input', 'amount']`. */
  readonly field?: readonly string[];
}

/** Makes a refusal. */
export function refuse(code: RefusalCode, message: string, field?: readonly string[]): Refusal {
  return field === undefined ? { code, message } : { code, message, field };
}

/** What a command ends in: a result, or the one reason why not. */
export type Outcome<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly refusal: Refusal };

export function accepted<Result>(result: Result): Outcome<Result> {
  return { ok: true, result };
}

export function refused(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}

const PRECEDENCE = new Map(REFUSAL_CODES.map((code, index) => [code, index]));

/** Of several refusals the one that comes first in the published order; of equals the one found first. Null when there is none. */
export function firstInOrder(refusals: readonly Refusal[]): Refusal | null {
  const rank = (refusal: Refusal): number => PRECEDENCE.get(refusal.code) ?? REFUSAL_CODES.length;
  return refusals.reduce<Refusal | null>(
    (first, next) => (first === null || rank(next) < rank(first) ? next : first),
    null,
  );
}
