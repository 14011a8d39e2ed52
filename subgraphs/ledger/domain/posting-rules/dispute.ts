// A partner contests an entry: while it is decided, what the entry did to partners is held back (settlement R15).
//
//   hold       the exact mirror of the entry's PARTNER legs, each against OP:DISPUTE_SUSPENSE
//   release    the inverse of the hold
//
// The same in both funding models. One open hold per entry. No points move: "upheld for k points" is a release and then a refund of k
// (refund-redemption.ts). The hold is posted to the window of the original while that is not FINALISED, else to the open one.
import type { JournalEntry, MoneyLeg } from '../book.ts';

/** The entry that holds back a disputed one; null when that touched no partner. */
export function disputeHold(disputed: JournalEntry): JournalEntry | null {
  return mirror(disputed, 'DISPUTE_HOLD', -1n);
}

/** The entry that ends the hold of a disputed one; null when there was none. */
export function disputeRelease(disputed: JournalEntry): JournalEntry | null {
  return mirror(disputed, 'DISPUTE_RELEASE', 1n);
}

function mirror(disputed: JournalEntry, type: 'DISPUTE_HOLD' | 'DISPUTE_RELEASE', sign: 1n | -1n): JournalEntry | null {
  const legs: MoneyLeg[] = [];
  for (const { account, amountMinor } of disputed.legs) {
    if (!account.startsWith('PARTNER:')) continue;
    legs.push({ account, component: type, amountMinor: sign * amountMinor });
    legs.push({ account: 'OP:DISPUTE_SUSPENSE', component: type, amountMinor: -sign * amountMinor });
  }
  return legs.length === 0 ? null : { type, legs };
}
