// Points pay at a partner's till (settlement R7).
//
// Lots in spending order; the acceptor's rate prices all points at once, and the amount is split over the lots' lines by largest
// remainder (R3): A = sum of a_i. Every line keeps its lot, so its funder and price are known for ever.
//
//   points                 debit member:<member>       credit accepted:<acceptor>
//   OPERATOR_POOL          Dr OP:RESERVE released      Cr PARTNER:a A; released - A to OP:REV_REDEMPTION_MARGIN
//   PAYS_ON_REDEMPTION     Dr PARTNER:f_i a_i          Cr PARTNER:a A         (operator: Dr OP:MARKETING)
//                          Dr PARTNER:f_i fee_i        Cr OP:REV_CLEARING     one fee per funder
//
// The clearing fee is of the funder's contract in force at the redemption, which may make it the acceptor's (Dr PARTNER:a) instead of the
// funder's; for its own points the operator pays none, and neither does a funder for its
// own brand where its contract says so. A redemption may mix both models: each line follows its lot.
import { assert } from '../../../shared/assert.ts';
import { priceOfPoints } from '../../../shared/money.ts';
import { allocateByLargestRemainder, divideHalfUp } from '../../../shared/rounding.ts';
import type { MemberBook, MoneyLeg, RedemptionLine } from '../book.ts';
import { addLeg, funderAccount, movePoints, type Posting, type PostingTerms, writeEntry } from '../posting.ts';
import type { ContractTerms } from '../terms.ts';
import { reserveLeft } from './lot-money.ts';
import { repayBeforeSpending } from './repay-debts.ts';
import { type Allocation, allocate, usableLots } from './spending-order.ts';

export interface RedeemFacts {
  readonly acceptorId: string;
  /** The acceptor's contract at the event's time: it must accept points. */
  readonly contract: ContractTerms;
  /** Above zero. */
  readonly points: bigint;
}

export interface LinePart {
  readonly lotId: string;
  readonly funderId: string;
  readonly points: bigint;
  readonly amountMinor: bigint;
}

export interface Redeemed {
  /** What the acceptor is paid. */
  readonly amountMinor: bigint;
  readonly allocation: readonly LinePart[];
  /** Clearing fee by funder that pays on redemption, those of zero included. */
  readonly clearingFees: ReadonlyMap<string, bigint>;
}

/** Posts a redemption in one step; refuses when the member's usable points are fewer. */
export function redeem(posting: Posting, book: MemberBook, facts: RedeemFacts): Redeemed | 'INSUFFICIENT_POINTS' {
  if (repayBeforeSpending(posting, book, facts.points) !== null) return 'INSUFFICIENT_POINTS';
  const lots = usableLots(book, posting.terms.programme.spendingOrder, posting.businessDate, facts.points);
  const allocation = allocate(lots, facts.points);
  return allocation === null ? 'INSUFFICIENT_POINTS' : spend(posting, book, facts, allocation, 'available');
}

/** What `redeem` would take from which lots and pay, now. Writes nothing. */
export function quoteRedemption(
  terms: PostingTerms,
  businessDate: string,
  book: MemberBook,
  facts: RedeemFacts,
): Redeemed | 'INSUFFICIENT_POINTS' {
  const allocation = allocate(
    usableLots(book, terms.programme.spendingOrder, businessDate, facts.points),
    facts.points,
  );
  if (allocation === null) return 'INSUFFICIENT_POINTS';
  const { amountMinor, parts, shares } = priceRedemption(terms, facts, allocation);
  return { amountMinor, allocation: parts, clearingFees: feesOf(shares) };
}

/** Spends lots that were chosen: points that are available, or held since the redemption was authorised (hold.ts). */
export function spend(
  posting: Posting,
  book: MemberBook,
  facts: RedeemFacts,
  allocation: readonly Allocation[],
  from: 'available' | 'held',
): Redeemed {
  const { acceptorId } = facts;
  const { amountMinor, parts, shares } = priceRedemption(posting.terms, facts, allocation);
  let released = 0n;
  let pooled = 0n;
  for (const [index, { lot, points }] of allocation.entries()) {
    const part = parts[index]!;
    const reserveBefore = reserveLeft(lot);
    movePoints(posting, lot, from, 'redeemed', points, acceptorId);
    released += reserveBefore - reserveLeft(lot);
    if (lot.fundingModel === 'OPERATOR_POOL') pooled += part.amountMinor;
    const share = shares.get(shareKey(lot))!;
    const charged = share.refundableFeeMinor > 0n;
    const line: RedemptionLine = {
      lineId: posting.newId(),
      memberId: book.memberId,
      redemptionId: posting.transactionId,
      lotId: lot.lotId,
      funderId: lot.funderId,
      acceptorId,
      points,
      amountMinor: part.amountMinor,
      feeMinor: share.lines === 0 ? share.refundableFeeMinor : 0n,
      feePoints: charged ? points : 0n,
      feeFromAcceptor: share.feeFromAcceptor,
    };
    share.lines += 1;
    book.lines.set(line.lineId, line);
    posting.lines.add(line);
  }

  const legs: MoneyLeg[] = [];
  addLeg(legs, 'OP:RESERVE', 'REDEMPTION', -released);
  for (const share of shares.values()) {
    if (share.paysOnRedemption) addLeg(legs, funderAccount(share.funderId), 'REDEMPTION_FUNDING', -share.amountMinor);
  }
  addLeg(legs, `PARTNER:${acceptorId}`, 'REDEMPTION', amountMinor);
  addLeg(legs, 'OP:REV_REDEMPTION_MARGIN', 'REDEMPTION', released - pooled);
  for (const share of shares.values()) {
    const payer = share.feeFromAcceptor ? acceptorId : share.funderId;
    addLeg(legs, funderAccount(payer), 'CLEARING_FEE', -share.feeMinor);
    addLeg(legs, 'OP:REV_CLEARING', 'CLEARING_FEE', share.feeMinor);
  }
  writeEntry(posting, 'REDEEM', legs);
  for (const { funderId, points, amountMinor } of shares.values()) {
    posting.obligations.push({ funderId, acceptorId, points, amountMinor });
  }
  return { amountMinor, allocation: parts, clearingFees: feesOf(shares) };
}

/** What one funder pays for, under one model. */
interface FunderShare {
  readonly funderId: string;
  readonly paysOnRedemption: boolean;
  points: bigint;
  amountMinor: bigint;
  feeMinor: bigint;
  refundableFeeMinor: bigint;
  feeFromAcceptor: boolean;
  lines: number;
}

function shareKey({ funderId, fundingModel }: { funderId: string; fundingModel: string }): string {
  return fundingModel === 'OPERATOR_POOL' ? `pool ${funderId}` : funderId;
}

function feesOf(shares: ReadonlyMap<string, FunderShare>): Map<string, bigint> {
  const fees = new Map<string, bigint>();
  for (const { funderId, paysOnRedemption, feeMinor } of shares.values())
    if (paysOnRedemption) fees.set(funderId, feeMinor);
  return fees;
}

function priceRedemption(
  terms: PostingTerms,
  facts: RedeemFacts,
  allocation: readonly Allocation[],
): { amountMinor: bigint; parts: LinePart[]; shares: Map<string, FunderShare> } {
  const { reimbursementMicros } = facts.contract;
  assert(reimbursementMicros !== null, `contract ${facts.contract.contractVersionId} does not accept points`);
  const amountMinor = priceOfPoints(facts.points, reimbursementMicros, terms.programme.exponent);
  const weights = allocation.map(({ points }) => points);
  const amounts = allocateByLargestRemainder(amountMinor, weights);
  const parts: LinePart[] = [];
  const shares = new Map<string, FunderShare>();
  for (const [index, { lot, points }] of allocation.entries()) {
    const part = amounts[index]!;
    parts.push({ lotId: lot.lotId, funderId: lot.funderId, points, amountMinor: part });
    const key = shareKey(lot);
    const share = shares.get(key);
    if (share === undefined) {
      shares.set(key, {
        funderId: lot.funderId,
        paysOnRedemption: lot.fundingModel === 'ISSUER_PAYS_ON_REDEMPTION',
        points,
        amountMinor: part,
        feeMinor: 0n,
        refundableFeeMinor: 0n,
        feeFromAcceptor: false,
        lines: 0,
      });
    } else {
      share.points += points;
      share.amountMinor += part;
    }
  }
  for (const { lot } of allocation) {
    const share = shares.get(shareKey(lot))!;
    // Without a contract the operator funds, and pays no fee to itself.
    if (!share.paysOnRedemption || share.feeMinor !== 0n || lot.contractVersionId === null) continue;
    const contract = terms.contractInForce(lot.funderId) ?? terms.contractVersion(lot.contractVersionId);
    if (lot.funderId === facts.acceptorId && contract.ownBrandFeeExempt) continue;
    share.feeMinor = divideHalfUp(share.amountMinor * contract.clearingFeeBasisPoints, 10_000n);
    share.feeFromAcceptor = contract.clearingFeePayer === 'ACCEPTOR';
    share.refundableFeeMinor = contract.redemptionReversalRefundsClearingFee ? share.feeMinor : 0n;
  }
  return { amountMinor, parts, shares };
}
