// A purchase gives points: by the base rule of the issuer's contract, as one lot of the member, or as awards of an outside engine say.
//
// Order of refusals: date, partner, store, contract, currency, member, late, limit, cap. Where the cap leaves no room, a bonus is dropped
// before the purchase is refused. A purchase that earns nothing is recorded all the same: its goods may come back.
import { evaluateBaseEarn } from '../../../partners/domain/earn-terms.ts';
import { formatAmount } from '../../../shared/money.ts';
import { type Refusal, refuse } from '../../../shared/refusal.ts';
import { allocateByLargestRemainder } from '../../../shared/rounding.ts';
import type { Batch, RecordKey } from '../batch.ts';
import {
  checkLate,
  checkMayActAtStore,
  checkOccurredAt,
  checkRoom,
  type Found,
  findContract,
  findMember,
  findTill,
} from '../checks.ts';
import { lastUsableDate } from '../expiry.ts';
import { checkCap, copyOfBook } from '../exposure.ts';
import type { Posting } from '../posting.ts';
import { type EarnComponent, earn } from '../posting-rules/earn.ts';
import type { TransactionRecord } from '../record.ts';
import type { Actor, Award, Purchase } from '../requests.ts';
import { slideExpiries } from '../sliding-expiry.ts';
import type { ContractTerms } from '../terms.ts';
import { awardSteps, componentsOf } from './award.ts';

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
  const awards = purchase.awards ?? [];
  const posting = batch.open(occurredAt);
  const { found: earned, refusal: noFunder } =
    awards.length === 0
      ? { found: earnedByRule(purchase, contract, posting.businessDate) }
      : earnedByAwards(batch, awards, lines, occurredAt);
  if (noFunder !== undefined) return noFunder;
  const { components, qualifying, points } = earned;
  const noRoom = checkRoom(batch.wallet(memberId), points);
  if (noRoom !== null) return noRoom;

  const pending = pendingOf(purchase, contract, occurredAt, batch.now);
  if (points > 0n) {
    const book = batch.book(memberId);
    const give = (to: Posting, member: typeof book): void => {
      earn(to, member, { issuerId: partner.partnerId, components, pending });
    };
    if (components.some(({ funderId }) => batch.position(funderId) !== null)) {
      const trial = batch.open(occurredAt);
      give(trial, copyOfBook(book));
      const capped = checkCap(batch, trial, 'issue');
      if (capped !== null) return capped;
    }
    slideExpiries(batch, posting, memberId);
    give(posting, book);
    if (contract.expiry.model === 'INACTIVITY') batch.wallet(memberId).sliding = true;
  } else slideExpiries(batch, posting, memberId);

  const rule =
    awards.length === 0
      ? `${contract.earnPoints} points per ${formatAmount(contract.earnPerMinor, contract.purchaseCurrency)} ${contract.purchaseCurrency}`
      : 'as awarded by the programme';
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
    qualifying,
    details: {
      explanation: {
        sentence: `${paid} at ${partner.name} earned ${points} points: ${rule}${pending === null ? '' : '; they are pending'}.`,
        contractVersionId: contract.contractVersionId,
        steps:
          awards.length === 0
            ? [
                {
                  rule: 'base-earn',
                  points: points.toString(),
                  reason: `${rule}, contract version ${contract.version}.`,
                  line: null,
                },
              ]
            : awardSteps(awards),
      },
      ...(lines.length === 0
        ? {}
        : {
            lines: lines.map((line, at) => ({
              sku: line.sku,
              quantity: Number(line.quantity),
              amountMinor: line.amountMinor.toString(),
              category: line.category,
              points: earned.byLine[at]!.toString(),
            })),
          }),
    },
  });
}

interface EarnedPoints {
  readonly points: bigint;
  /** The part that counts for tiers. */
  readonly qualifying: bigint;
  /** Parts of the points by basket line; empty without lines. */
  readonly byLine: readonly bigint[];
  readonly components: readonly EarnComponent[];
}

/** The base rule of the issuer's contract: one component. */
function earnedByRule(purchase: Purchase, contract: ContractTerms, businessDate: string): EarnedPoints {
  const { lines } = purchase;
  const { points, byLine } = evaluateBaseEarn(
    lines.length === 0 ? [purchase.amountMinor] : lines.map((line) => line.amountMinor),
    contract,
  );
  const expiresOn = lastUsableDate(contract.expiry, businessDate);
  return {
    points,
    qualifying: points,
    byLine,
    components: [{ component: 'BASE', funderId: contract.partnerId, contract, points, expiresOn }],
  };
}

/** What an outside engine decided. Lines share the points by what they cost. */
function earnedByAwards(
  batch: Batch,
  awards: readonly Award[],
  lines: Purchase['lines'],
  occurredAt: Date,
): Found<EarnedPoints> {
  const { found: components, refusal } = componentsOf(batch, awards, occurredAt);
  if (refusal !== undefined) return { refusal };
  const points = sumOf(awards);
  return {
    found: {
      points,
      qualifying: sumOf(awards.filter(({ component }) => component === 'BASE')),
      byLine:
        lines.length === 0
          ? []
          : allocateByLargestRemainder(
              points,
              lines.map((line) => line.amountMinor),
            ),
      components,
    },
  };
}

function sumOf(awards: readonly Award[]): bigint {
  return awards.reduce((sum, { points }) => sum + points, 0n);
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
