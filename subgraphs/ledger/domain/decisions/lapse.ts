// One member's part of a sweep: pending points that fell due become spendable, holds whose time is over give back what they held, and
// lots whose last usable day has passed lapse. In this order, so that what a hold gives back is judged by its own expiry.
//
// It looks at the member's state under lock and writes what is due, so it is safe twice and at once: the second run finds nothing. Its
// transactions have keys of their own, made from their ids.
import { counted } from '../../../shared/counted.ts';
import type { Batch, RecordKey } from '../batch.ts';
import { addDays } from '../business-calendar.ts';
import { expirePoints } from '../posting-rules/expire.ts';
import type { TransactionRecord } from '../record.ts';
import type { Lapse } from '../requests.ts';
import { endHold } from './hold.ts';
import { confirm } from './pending.ts';

/** What was due; nothing is an empty list. */
export function decideLapse(batch: Batch, key: RecordKey, asked: Lapse): TransactionRecord[] {
  const { memberId } = asked;
  if (!batch.facts.statuses.has(memberId)) return [];
  const book = batch.book(memberId);
  const done: TransactionRecord[] = [];
  const ownKey = (): RecordKey => ({ keySpace: key.keySpace, key: `lapse:${batch.newId()}`, hash: key.hash });

  const due = new Map<string, string | null>();
  for (const lot of book.lots.values()) {
    if (lot.pending > 0n && lot.pendingUntil !== null && lot.pendingUntil <= batch.now)
      due.set(lot.earnTransactionId, lot.contractVersionId);
  }
  for (const [transactionId, contractVersionId] of due) {
    const lot = [...book.lots.values()].find((one) => one.earnTransactionId === transactionId);
    const purchase = {
      transactionId,
      memberId,
      partnerId: lot !== undefined && batch.facts.reference.partners.has(lot.issuerId) ? lot.issuerId : null,
      storeId: null,
      contractVersionId,
    };
    done.push(confirm(batch, ownKey(), purchase, [book], 'The time they were pending for is over.'));
  }

  for (const hold of book.holds.values()) {
    const state = batch.holds.get(hold.holdId) ?? batch.facts.holds.get(hold.holdId);
    if (state !== undefined && hold.state === 'OPEN' && hold.expiresAt <= batch.now)
      done.push(endHold(batch, ownKey(), state, 'EXPIRED'));
  }

  const yesterday = addDays(batch.today, -1);
  const asOf = asked.asOf < yesterday ? asked.asOf : yesterday;
  const lapsing = [...book.lots.values()].some(
    (lot) => lot.available > 0n && lot.expiresOn !== null && lot.expiresOn <= asOf,
  );
  if (lapsing) {
    const posting = batch.open(batch.now);
    const { points, allocation } = expirePoints(posting, book, { asOf });
    done.push(
      batch.post(ownKey(), posting, {
        kind: 'EXPIRY',
        memberId,
        partnerId: null,
        storeId: null,
        amountMinor: null,
        currency: null,
        originalId: null,
        contractVersionId: null,
        occurredAt: batch.now,
        reference: null,
        qualifying: 0n,
        details: {
          explanation: {
            sentence: `${counted(points, 'point')} lapsed unspent: their last usable day was ${asOf} or before.`,
            contractVersionId: null,
            steps: allocation.map((part) => ({
              rule: 'expiry',
              points: (-part.points).toString(),
              reason: `Lot ${part.lotId}.`,
            })),
          },
          lapsed: allocation.map((part) => ({
            lotId: part.lotId,
            points: part.points.toString(),
            funderId: part.funderId,
            reserveReleasedMinor: part.reserveReleasedMinor.toString(),
            returnedToFunderMinor: part.returnedToFunderMinor.toString(),
          })),
        },
      }),
    );
  }
  return done;
}
