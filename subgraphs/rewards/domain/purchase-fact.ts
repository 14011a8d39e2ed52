/** A purchase or a return as missions, leaderboards and offers look at it. */
export interface PurchaseFact {
  readonly transactionId: string;
  readonly programmeId: string;
  readonly kind: 'PURCHASE' | 'RETURN';
  readonly memberId: string;
  readonly partnerId: string | null;
  readonly storeId: string | null;
  /** What it changed in the member's points: below zero for a return. */
  readonly points: bigint;
  /** What was paid, above zero; of a return what was given back, above zero. Minor units. */
  readonly amountMinor: bigint;
  readonly currency: string | null;
  readonly occurredAt: Date;
  /** The day of it in the programme, `YYYY-MM-DD`. */
  readonly day: string;
  /** Whether a return gave back all of its purchase. */
  readonly whole: boolean;
  /** What was paid in each category; empty where the till names none. */
  readonly categories: readonly { readonly category: string; readonly amountMinor: bigint }[];
}
