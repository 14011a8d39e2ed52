// The operator gives points without a purchase: a welcome, a birthday, goodwill of a partner.
//
// Order of refusals: date, funder, member, limit. Lots are the operator's issue, whoever funds them, and usable at once.
import { counted } from '../../../shared/counted.ts';
import type { Refusal } from '../../../shared/refusal.ts';
import type { Batch, RecordKey } from '../batch.ts';
import { checkEverUsable, checkGain, checkOccurredAt, findMember } from '../checks.ts';
import { checkCap, copyOfBook } from '../exposure.ts';
import { earn } from '../posting-rules/earn.ts';
import type { TransactionRecord } from '../record.ts';
import type { Grant } from '../requests.ts';
import { slideExpiries } from '../sliding-expiry.ts';
import { OPERATOR } from '../terms.ts';
import { awardSteps, componentsOf } from './award.ts';

export function decideGrant(batch: Batch, key: RecordKey, asked: Grant): TransactionRecord | Refusal {
  for (const [at, { expiresOn }] of asked.awards.entries()) {
    const givenAt = asked.occurredAt ?? batch.now;
    const lapsed = checkEverUsable(batch, expiresOn, givenAt, ['input', 'awards', String(at), 'expiresOn']);
    if (lapsed !== null) return lapsed;
  }
  const { found: occurredAt, refusal: inFuture } = checkOccurredAt(batch, asked.occurredAt);
  if (inFuture !== undefined) return inFuture;
  const { found: components, refusal: noFunder } = componentsOf(batch, asked.awards, occurredAt);
  if (noFunder !== undefined) return noFunder;
  const { found: memberId, refusal: noMember } = findMember(batch, asked.member);
  if (noMember !== undefined) return noMember;
  const points = asked.awards.reduce((sum, award) => sum + award.points, 0n);
  const noRoom = checkGain(batch.wallet(memberId), points);
  if (noRoom !== null) return noRoom;

  const facts = { issuerId: OPERATOR, type: 'BONUS', components, pending: null } as const;
  const book = batch.book(memberId);
  if (components.some(({ funderId }) => batch.position(funderId) !== null)) {
    const trial = batch.open(occurredAt);
    earn(trial, copyOfBook(book), facts);
    const capped = checkCap(batch, trial, 'issue');
    if (capped !== null) return capped;
  }
  const posting = batch.open(occurredAt);
  slideExpiries(batch, posting, memberId);
  earn(posting, book, facts);
  return batch.post(key, posting, {
    kind: 'GRANT',
    memberId,
    partnerId: null,
    storeId: null,
    amountMinor: null,
    currency: null,
    originalId: null,
    contractVersionId: null,
    occurredAt,
    reference: asked.reference,
    qualifying: 0n,
    details: {
      explanation: {
        sentence: `${counted(points, 'point was', 'points were')} given by the programme.`,
        contractVersionId: null,
        steps: awardSteps(asked.awards),
      },
    },
  });
}
