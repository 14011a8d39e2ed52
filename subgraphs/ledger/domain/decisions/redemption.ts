// A redemption spends points as payment at an acceptor, in one step. Every point is taken from a lot, so who pays for it is known.
//
// Order of refusals: date, partner, store, contract, member, late, points, cap.
import { counted } from '../../../shared/counted.ts';
import { formatAmount } from '../../../shared/money.ts';
import type { Refusal } from '../../../shared/refusal.ts';
import type { Batch, RecordKey } from '../batch.ts';
import {
  checkLate,
  checkMayActAtStore,
  checkOccurredAt,
  findContract,
  findMember,
  findTill,
  insufficient,
  type Till,
} from '../checks.ts';
import { checkCap, copyOfBook } from '../exposure.ts';
import type { Posting } from '../posting.ts';
import { redeem } from '../posting-rules/redeem.ts';
import type { ExplanationStep, TransactionRecord } from '../record.ts';
import type { Actor, Redemption } from '../requests.ts';
import { slideExpiries } from '../sliding-expiry.ts';
import type { ContractTerms } from '../terms.ts';

export function decideRedemption(
  batch: Batch,
  key: RecordKey,
  actor: Actor,
  redemption: Redemption,
): TransactionRecord | Refusal {
  const { found: spend, refusal } = findSpend(batch, actor, redemption);
  if (refusal !== undefined) return refusal;
  const { till, contract, memberId, occurredAt } = spend;
  const book = batch.book(memberId);
  const terms = { acceptorId: till.partner.partnerId, contract, points: redemption.points };

  const capped = checkSpendCap(
    batch,
    occurredAt,
    (trial) => redeem(trial, copyOfBook(book), terms) !== 'INSUFFICIENT_POINTS',
  );
  if (capped !== null) return capped;
  const posting = batch.open(occurredAt);
  const redeemed = redeem(posting, book, terms);
  if (redeemed === 'INSUFFICIENT_POINTS') return insufficient();
  slideExpiries(batch, posting, memberId);

  const { currency } = batch.facts.reference.programme;
  return batch.post(key, posting, {
    kind: 'REDEMPTION',
    memberId,
    partnerId: till.partner.partnerId,
    storeId: till.store.storeId,
    terminalId: till.terminalId,
    amountMinor: redeemed.amountMinor,
    currency,
    originalId: null,
    contractVersionId: contract.contractVersionId,
    occurredAt,
    reference: redemption.reference,
    qualifying: 0n,
    details: {
      explanation: {
        sentence: `${counted(redemption.points, 'point')} paid ${formatAmount(redeemed.amountMinor, currency)} ${currency} at ${till.partner.name}, from ${counted(redeemed.allocation.length, 'lot')} in spending order.`,
        contractVersionId: contract.contractVersionId,
        steps: spendSteps(batch, redeemed.allocation),
      },
    },
  });
}

export interface Spend {
  readonly till: Till;
  readonly contract: ContractTerms;
  readonly memberId: string;
  readonly occurredAt: Date;
}

/** The checks before points are spent or held, in their order. */
export function findSpend(
  batch: Batch,
  actor: Actor,
  asked: Pick<Redemption, 'storeId' | 'terminalId' | 'member'> & { readonly occurredAt: Date | null },
): { readonly found: Spend; readonly refusal?: never } | { readonly refusal: Refusal; readonly found?: never } {
  const notAllowed = checkMayActAtStore(batch, actor, asked.storeId);
  if (notAllowed !== null) return { refusal: notAllowed };
  const { found: occurredAt, refusal: inFuture } = checkOccurredAt(batch, asked.occurredAt);
  if (inFuture !== undefined) return { refusal: inFuture };
  const { found: till, refusal: noTill } = findTill(batch, asked, occurredAt, 'accepting');
  if (noTill !== undefined) return { refusal: noTill };
  const { found: contract, refusal: noContract } = findContract(batch, till.partner.partnerId, occurredAt, 'acceptor');
  if (noContract !== undefined) return { refusal: noContract };
  const { found: memberId, refusal: noMember } = findMember(batch, asked.member);
  if (noMember !== undefined) return { refusal: noMember };
  const late = checkLate(batch, contract, occurredAt);
  if (late !== null) return { refusal: late };
  return { found: { till, contract, memberId, occurredAt } };
}

/**
 * NET_DEBIT_CAP_EXCEEDED when spending would take a funder beyond a cap that blocks everything. `spend` does it on copies and says whether
 * the points were enough: when they are not, that is the refusal, and it comes first.
 */
export function checkSpendCap(batch: Batch, occurredAt: Date, spend: (trial: Posting) => boolean): Refusal | null {
  if (batch.facts.positions.size === 0) return null;
  const trial = batch.open(occurredAt);
  return spend(trial) ? checkCap(batch, trial, 'redeem') : null;
}

/** What each funder's lots gave, in spending order. */
export function spendSteps(
  batch: Batch,
  allocation: readonly { readonly funderId: string; readonly points: bigint }[],
): ExplanationStep[] {
  const byFunder = new Map<string, { points: bigint; lots: number }>();
  for (const { funderId, points } of allocation) {
    const sum = byFunder.get(funderId) ?? { points: 0n, lots: 0 };
    sum.points += points;
    sum.lots += 1;
    byFunder.set(funderId, sum);
  }
  const { spendingOrder } = batch.facts.reference.programme;
  return [...byFunder].map(([funderId, { points, lots }]) => ({
    rule: 'spending-order',
    points: (-points).toString(),
    reason: `${counted(lots, 'lot')} funded by ${batch.facts.reference.partners.get(funderId)?.name ?? 'the operator'}, ${spendingOrder}.`,
  }));
}
