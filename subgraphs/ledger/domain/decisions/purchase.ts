// A purchase gives points: the base rule of the issuer's contract, as one lot of the member.
//
// Order of refusals: date, partner, store, contract, currency, member, late, limit, cap. Where the cap leaves no room, a bonus is dropped
// before the purchase is refused. A purchase that earns nothing is recorded all the same: its goods may come back.
import { evaluateBaseEarn } from '../../../partners/domain/earn-terms.ts';
import { formatAmount } from '../../../shared/money.ts';
import { type Refusal, refuse } from '../../../shared/refusal.ts';
import type { Batch, RecordKey } from '../batch.ts';
import {
  checkLate,
  checkMayActAtStore,
  checkOccurredAt,
  checkRoom,
  findContract,
  findMember,
  findTill,
} from '../checks.ts';
import { lastUsableDate } from '../expiry.ts';
import { checkCap, copyOfBook } from '../exposure.ts';
import type { Posting } from '../posting.ts';
import { earn } from '../posting-rules/earn.ts';
import type { TransactionRecord } from '../record.ts';
import type { Actor, Purchase } from '../requests.ts';
import { slideExpiries } from '../sliding-expiry.ts';
import type { ContractTerms } from '../terms.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export function decidePurchase(
  batch: Batch,
  key: RecordKey,
  actor: Actor,
  purchase: Purchase,
): TransactionRecord | Refusal {
  const notAllowed = checkMayActAtStore(batch, actor, purchase.storeId);
  if (notAllowed !== null) return notAllowed;
  const { found: occurredAt, refusal: inFuture } = checkOccurredAt(batch, purchase.occurredAt);
  if (inFuture !== undefined) return inFuture;
  const { found: till, refusal: noTill } = findTill(batch, purchase.storeId, occurredAt, 'issuing');
  if (noTill !== undefined) return noTill;
  const { partner, store } = till;
  const { found: contract, refusal: noContract } = findContract(batch, partner.partnerId, occurredAt, 'issuer');
  if (noContract !== undefined) return noContract;
  if (contract.purchaseCurrency !== purchase.currency)
    return refuse('CURRENCY_NOT_ACCEPTED', `The contract covers purchases in ${contract.purchaseCurrency}.`, [
      'input',
      'amount',
      'currency',
    ]);
  const { found: memberId, refusal: noMember } = findMember(batch, purchase.member);
  if (noMember !== undefined) return noMember;
  const late = checkLate(batch, contract, occurredAt);
  if (late !== null) return late;

  const { lines } = purchase;
  const base = evaluateBaseEarn(
    lines.length === 0 ? [purchase.amountMinor] : lines.map((line) => line.amountMinor),
    contract,
  );
  const noRoom = checkRoom(batch.wallet(memberId), base.points);
  if (noRoom !== null) return noRoom;

  const posting = batch.open(occurredAt);
  const expiresOn = lastUsableDate(contract.expiry, posting.businessDate);
  const pending = pendingOf(purchase, contract, occurredAt, batch.now);
  if (base.points > 0n) {
    const book = batch.book(memberId);
    const give = (to: Posting, member: typeof book): void => {
      earn(to, member, {
        issuerId: partner.partnerId,
        components: [{ component: 'BASE', funderId: partner.partnerId, contract, points: base.points, expiresOn }],
        pending,
      });
    };
    if (batch.position(partner.partnerId) !== null) {
      const trial = batch.open(occurredAt);
      give(trial, copyOfBook(book));
      const capped = checkCap(batch, trial, 'issue');
      if (capped !== null) return capped;
    }
    slideExpiries(batch, posting, memberId);
    give(posting, book);
    if (contract.expiry.model === 'INACTIVITY') batch.wallet(memberId).sliding = true;
  } else slideExpiries(batch, posting, memberId);

  const rule = `${contract.earnPoints} points per ${formatAmount(contract.earnPerMinor, contract.purchaseCurrency)} ${contract.purchaseCurrency}`;
  const paid = `${formatAmount(purchase.amountMinor, purchase.currency)} ${purchase.currency}`;
  return batch.post(key, posting, {
    kind: 'PURCHASE',
    memberId,
    partnerId: partner.partnerId,
    storeId: store.storeId,
    amountMinor: purchase.amountMinor,
    currency: purchase.currency,
    originalId: null,
    contractVersionId: contract.contractVersionId,
    occurredAt,
    reference: purchase.reference,
    qualifying: base.points,
    details: {
      explanation: {
        sentence: `${paid} at ${partner.name} earned ${base.points} points: ${rule}${pending === null ? '' : '; they are pending'}.`,
        contractVersionId: contract.contractVersionId,
        steps: [
          {
            rule: 'base-earn',
            points: base.points.toString(),
            reason: `${rule}, contract version ${contract.version}.`,
            line: null,
          },
        ],
      },
      ...(lines.length === 0
        ? {}
        : {
            lines: lines.map((line, at) => ({
              sku: line.sku,
              quantity: Number(line.quantity),
              amountMinor: line.amountMinor.toString(),
              category: line.category,
              points: base.byLine[at]!.toString(),
            })),
          }),
    },
  });
}

/** Whether and until when points stay pending: the purchase's own wish, else the contract's days from the business time. */
function pendingOf(
  purchase: Purchase,
  contract: ContractTerms,
  occurredAt: Date,
  now: Date,
): null | { until: Date | null } {
  if (purchase.pendingUntilConfirmed) return { until: null };
  const until =
    purchase.pendingUntil ??
    (contract.pendingDays === 0 ? null : new Date(occurredAt.getTime() + contract.pendingDays * DAY_MS));
  return until === null || until <= now ? null : { until };
}
