export interface Offer {
  /** How many are left; null is without limit. */
  readonly stock: bigint | null;
  /** Until when it can be ordered, exclusive; null is open-ended. */
  readonly availableUntil: Date | null;
}

/** Whether a reward can be ordered at an instant. */
export function isOffered(offer: Offer, at: Date): boolean {
  return (offer.stock === null || offer.stock > 0n) && (offer.availableUntil === null || at < offer.availableUntil);
}
