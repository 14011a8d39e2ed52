// A partner contests an entry: while it is decided, what the entry did to partners is held back (settlement R15).
//
//   hold       the exact mirror of the entry's PARTNER legs, each against OP:DISPUTE_SUSPENSE
//   release    the inverse of the hold
//
// The same in both funding models. What partners owe each other for the entry is held back with it. One open hold per entry. No points move:
// "upheld for k points" is a release and then a refund of k (refund-redemption.ts). The hold is posted to the window of the original while
// that is not FINALISED, else to the open one.
import type { JournalEntry, MoneyLeg, Obligation } from '../book.ts';
import { type Posting, writeEntry } from '../posting.ts';
import { OPERATOR } from '../terms.ts';

/** Holds back a disputed entry. Writes nothing for an entry that touched no partner. */
export function holdDisputed(posting: Posting, disputed: JournalEntry, memo?: string): void {
  mirror(posting, disputed, 'DISPUTE_HOLD', -1n, memo);
}

/** Ends the hold of a disputed entry. */
export function releaseDisputed(posting: Posting, disputed: JournalEntry, memo?: string): void {
  mirror(posting, disputed, 'DISPUTE_RELEASE', 1n, memo);
}

function mirror(
  posting: Posting,
  disputed: JournalEntry,
  type: 'DISPUTE_HOLD' | 'DISPUTE_RELEASE',
  sign: 1n | -1n,
  memo: string | undefined,
): void {
  const legs: MoneyLeg[] = [];
  for (const { account, amountMinor } of disputed.legs) {
    if (partnerOf(account) === null) continue;
    legs.push({ account, component: type, amountMinor: sign * amountMinor });
    legs.push({ account: 'OP:DISPUTE_SUSPENSE', component: type, amountMinor: -sign * amountMinor });
  }
  writeEntry(posting, type, legs, memo);
  for (const { funderId, acceptorId, amountMinor } of obligationsIn(disputed)) {
    posting.obligations.push({ funderId, acceptorId, points: 0n, amountMinor: sign * amountMinor });
  }
}

/** What an entry made funders owe the partner that was paid, read from its legs: nothing under OPERATOR_POOL. */
function obligationsIn(entry: JournalEntry): Omit<Obligation, 'points'>[] {
  const funded: { funderId: string; amountMinor: bigint }[] = [];
  let acceptorId: string | null = null;
  for (const { account, component, amountMinor } of entry.legs) {
    const payer = account === 'OP:MARKETING' ? OPERATOR : partnerOf(account);
    if (payer === null) continue;
    if (component === 'REDEMPTION' || component === 'REDEMPTION_REVERSAL') acceptorId = payer;
    else if (component === 'REDEMPTION_FUNDING') funded.push({ funderId: payer, amountMinor: -amountMinor });
  }
  if (acceptorId === null) return [];
  const paid = acceptorId;
  return funded.map((part) => ({ ...part, acceptorId: paid }));
}

function partnerOf(account: string): string | null {
  return account.startsWith('PARTNER:') ? account.slice('PARTNER:'.length) : null;
}
