/**
 * A purchase or a return as missions, leaderboards, referrals and offers look at it. A return is told by its purchase, so that what the purchase did is taken back
 * where it was done: time, day, partner, store and categories are the purchase's. A purchase that was undone or never confirmed is one that came back whole.
 */
export interface PurchaseFact {
  readonly transactionId: string;
  readonly programmeId: string;
  readonly kind: 'PURCHASE' | 'RETURN';
  /** Who bought. */
  readonly memberId: string;
  readonly partnerId: string | null;
  readonly storeId: string | null;
  /** What it changed in the member's points: below zero for a return. */
  readonly points: bigint;
  /** What was paid, above zero; of a return what was given back, above zero. Minor units. */
  readonly amountMinor: bigint;
  readonly currency: string | null;
  /** When it was bought; of a return without a receipt when it came back. */
  readonly occurredAt: Date;
  /** The day of that in the programme, `YYYY-MM-DD`. */
  readonly day: string;
  /** The purchase; null for a return without a receipt. */
  readonly purchaseId: string | null;
  /** What was paid for the purchase, minor units; null for a return without a receipt. */
  readonly purchaseMinor: bigint | null;
  /** When the purchase was posted. */
  readonly purchaseRecordedAt: Date;
  /** Of a return what had been left of the purchase and what is left now, minor units; null for a purchase and without a receipt. */
  readonly left: { readonly before: bigint; readonly after: bigint } | null;
  /** Whether with a return the last of its purchase came back. */
  readonly whole: boolean;
  /** What was paid in each category, of a return what was given back in each; empty where the till names none. */
  readonly categories: readonly { readonly category: string; readonly amountMinor: bigint }[];
  /** Categories of the purchase, each once. */
  readonly bought: readonly string[];
}
