// INACTIVITY: points lapse a number of months after the member's last activity. Every activity moves the open lots of such contracts on,
// each by the policy of the contract version it was earned under. Members without such lots (wallet.sliding) pay nothing for this.
import type { Batch } from './batch.ts';
import { lastUsableDate } from './expiry.ts';
import type { Posting } from './posting.ts';

/** Moves the member's sliding lots on from the business date of an activity. Lots that have lapsed stay lapsed; none moves back. */
export function slideExpiries(batch: Batch, posting: Posting, memberId: string): void {
  if (!batch.wallet(memberId).sliding) return;
  for (const lot of batch.book(memberId).lots.values()) {
    if (lot.contractVersionId === null || lot.expiresOn === null || lot.expiresOn < posting.businessDate) continue;
    if (lot.pending + lot.available + lot.held === 0n) continue;
    const policy = batch.facts.reference.contracts.get(lot.contractVersionId)?.expiry;
    if (policy?.model !== 'INACTIVITY') continue;
    const until = lastUsableDate(policy, posting.businessDate);
    if (until !== null && until > lot.expiresOn) {
      lot.expiresOn = until;
      batch.changeLot(lot);
    }
  }
}
