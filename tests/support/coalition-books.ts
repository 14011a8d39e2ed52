// A coalition's books in memory for tests of the posting rules: terms, members' books, and every posting written so far. Nothing here
// decides anything; `checkBooks` adds up what the rules wrote in two ways and says where they differ.
import { expect } from 'vitest';
import type { JournalEntry, MemberBook, Obligation, Repayment, Transfer } from '../../subgraphs/ledger/domain/book.ts';
import {
  emptyBook,
  openPosting,
  type Posting,
  type PostingTerms,
  type WalletChange,
  walletOf,
} from '../../subgraphs/ledger/domain/posting.ts';
import { heldPoints } from '../../subgraphs/ledger/domain/posting-rules/hold.ts';
import { reserveLeft } from '../../subgraphs/ledger/domain/posting-rules/lot-money.ts';
import type { ContractTerms, ProgrammeTerms } from '../../subgraphs/ledger/domain/terms.ts';

/** A contract with the terms that most tests do not care about filled in. */
export function contractOf(partnerId: string, terms: Partial<ContractTerms> = {}): ContractTerms {
  return {
    contractVersionId: `${partnerId}/${terms.version ?? 1}`,
    partnerId,
    version: 1,
    validFrom: new Date('2020-01-01T00:00:00Z'),
    validUntil: null,
    issuer: true,
    acceptor: true,
    fundingModel: 'OPERATOR_POOL',
    issuePriceMicros: 10_000n,
    reserveRateMicros: 8_300n,
    serviceFeeMicros: 700n,
    reimbursementMicros: 8_000n,
    clearingFeeBasisPoints: 150n,
    ownBrandFeeExempt: true,
    expiryShareBasisPoints: 0n,
    earnReversalRefundsServiceFee: true,
    redemptionReversalRefundsClearingFee: true,
    refundShortfall: 'MEMBER_DEBT',
    purchaseCurrency: 'EUR',
    earnPoints: 1n,
    earnPerMinor: 100n,
    earnRounding: 'DOWN',
    pendingDays: 0,
    expiry: { model: 'NONE' },
    lateSubmissionDays: null,
    netDebitCapMinor: null,
    capMode: 'ALERT',
    ...terms,
  };
}

export function programmeOf(terms: Partial<ProgrammeTerms> = {}): ProgrammeTerms {
  return {
    programmeId: 'COAL1',
    currency: 'EUR',
    exponent: 2,
    timeZone: 'Europe/Berlin',
    spendingOrder: 'OLDEST_FIRST',
    operatorFundingModel: 'OPERATOR_POOL',
    operatorReserveRateMicros: 8_300n,
    restoreGraceDays: 30,
    ...terms,
  };
}

export interface PostedEntry extends JournalEntry {
  readonly transactionId: string;
}

export interface Coalition {
  readonly terms: PostingTerms;
  readonly contracts: ReadonlyMap<string, ContractTerms>;
  readonly books: Map<string, MemberBook>;
  readonly journal: PostedEntry[];
  readonly transfers: Transfer[];
  readonly obligations: (Obligation & { readonly transactionId: string })[];
  readonly repayments: (Repayment & { readonly transactionId: string })[];
  readonly wallets: Map<string, WalletChange>;
  contract(partnerId: string): ContractTerms;
  book(memberId: string): MemberBook;
  /** Runs one posting rule, or several, as one transaction, and keeps what it wrote. */
  post<Result>(businessDate: string, rule: (posting: Posting) => Result, transactionId?: string): Result;
  /** The operator's accounts and the partners': credits less debits. */
  balances(): Map<string, bigint>;
  checkBooks(): void;
}

export function openCoalition(programme: ProgrammeTerms, contracts: readonly ContractTerms[]): Coalition {
  const byPartner = new Map(contracts.map((contract) => [contract.partnerId, contract]));
  const byVersion = new Map(contracts.map((contract) => [contract.contractVersionId, contract]));
  const terms: PostingTerms = {
    programme,
    contractVersion: (contractVersionId) => byVersion.get(contractVersionId)!,
    contractInForce: (partnerId) => byPartner.get(partnerId) ?? null,
  };
  let made = 0;
  const newId = () => `id${String(++made).padStart(6, '0')}`;
  const books = new Map<string, MemberBook>();
  const journal: PostedEntry[] = [];
  const transfers: Transfer[] = [];
  const obligations: (Obligation & { readonly transactionId: string })[] = [];
  const repayments: (Repayment & { readonly transactionId: string })[] = [];
  const wallets = new Map<string, WalletChange>();

  function book(memberId: string): MemberBook {
    const found = books.get(memberId) ?? emptyBook(memberId);
    books.set(memberId, found);
    return found;
  }

  function post<Result>(businessDate: string, rule: (posting: Posting) => Result, transactionId = newId()): Result {
    const posting = openPosting({ transactionId, businessDate, terms, newId });
    const result = rule(posting);
    journal.push(...posting.journal.map((entry) => ({ ...entry, transactionId })));
    transfers.push(...posting.transfers);
    obligations.push(...posting.obligations.map((obligation) => ({ ...obligation, transactionId })));
    repayments.push(...posting.repayments.map((repayment) => ({ ...repayment, transactionId })));
    for (const lot of posting.changedLots) expect(posting.openedLots.has(lot)).toBe(false);
    for (const [memberId, change] of posting.wallets) {
      const wallet = wallets.get(memberId) ?? { available: 0n, held: 0n, pending: 0n, arrears: 0n };
      wallet.available += change.available;
      wallet.held += change.held;
      wallet.pending += change.pending;
      wallet.arrears += change.arrears;
      wallets.set(memberId, wallet);
    }
    return result;
  }

  function balances(): Map<string, bigint> {
    const sums = new Map<string, bigint>();
    for (const entry of journal) {
      for (const { account, amountMinor } of entry.legs) sums.set(account, (sums.get(account) ?? 0n) + amountMinor);
    }
    return sums;
  }

  function checkBooks(): void {
    let trial = 0n;
    for (const sum of balances().values()) trial += sum;
    expect(trial, 'trial balance').toBe(0n);
    for (const { legs } of journal) expect(legs.every((leg) => leg.amountMinor !== 0n)).toBe(true);

    const accounts = new Map<string, bigint>();
    const add = (sums: Map<string, bigint>, key: string, points: bigint) =>
      sums.set(key, (sums.get(key) ?? 0n) + points);
    for (const { debit, credit, points } of transfers) {
      expect(points > 0n && debit !== credit).toBe(true);
      add(accounts, debit, -points);
      add(accounts, credit, points);
    }

    let reserve = 0n;
    const expected = new Map<string, bigint>();
    for (const member of books.values()) {
      const onLines = new Map<string, bigint>();
      for (const line of member.lines.values()) {
        expect(line.points >= 0n && line.amountMinor >= 0n && line.feeMinor >= 0n && line.feePoints >= 0n).toBe(true);
        if (line.points === 0n) expect(line.amountMinor, `line ${line.lineId} is empty`).toBe(0n);
        add(onLines, line.lotId, line.points);
        add(expected, `accepted:${line.acceptorId}`, line.points);
      }
      const onHolds = new Map<string, bigint>();
      for (const hold of member.holds.values()) {
        expect(hold.state === 'OPEN', `hold ${hold.holdId}`).toBe(heldPoints(hold) > 0n);
        for (const held of hold.lots) add(onHolds, held.lotId, held.points);
      }
      const onDebts = new Map<string, bigint>();
      for (const debt of member.debts.values()) {
        expect(debt.open >= 0n && debt.open <= debt.points).toBe(true);
        add(onDebts, debt.lotId, debt.open);
        const repaid = repayments.filter(({ debtId }) => debtId === debt.debtId);
        expect(repaid.reduce((sum, { points }) => sum + points, debt.open)).toBe(debt.points);
      }
      for (const lot of member.lots.values()) {
        const buckets = [
          lot.pending,
          lot.available,
          lot.held,
          lot.redeemed,
          lot.expired,
          lot.reversed,
          lot.transferred,
        ];
        expect(
          buckets.every((points) => points >= 0n),
          `lot ${lot.lotId}`,
        ).toBe(true);
        expect(
          buckets.reduce((sum, points) => sum + points, 0n),
          `lot ${lot.lotId}`,
        ).toBe(lot.points);
        expect(lot.redeemed, `lines of lot ${lot.lotId}`).toBe(onLines.get(lot.lotId) ?? 0n);
        expect(lot.held, `holds of lot ${lot.lotId}`).toBe(onHolds.get(lot.lotId) ?? 0n);
        expect((onDebts.get(lot.lotId) ?? 0n) <= lot.redeemed + lot.held, `debt on lot ${lot.lotId}`).toBe(true);
        expect(lot.askedBack <= lot.points).toBe(true);
        expect(lot.reserveRefundableMinor >= 0n && lot.serviceRefundableMinor >= 0n).toBe(true);
        if (lot.pricedPoints > 0n && lot.points === lot.reversed + lot.transferred) {
          expect(lot.reserveRefundableMinor + lot.serviceRefundableMinor, `credit of lot ${lot.lotId}`).toBe(0n);
        }
        reserve += reserveLeft(lot);
        add(expected, `pending:${lot.memberId}`, lot.pending);
        add(expected, `member:${lot.memberId}`, lot.available);
        add(expected, `held:${lot.memberId}`, lot.held);
        add(expected, `breakage:${lot.funderId}`, lot.expired);
        if (lot.parentLotId === null) add(expected, `issued:${lot.funderId}`, -lot.points);
        add(expected, `issued:${lot.funderId}`, lot.reversed);
      }
      const wallet = walletOf(member);
      expect(wallets.get(member.memberId) ?? { available: 0n, held: 0n, pending: 0n, arrears: 0n }).toEqual(wallet);
    }
    expect(balances().get('OP:RESERVE') ?? 0n, 'reserve account').toBe(reserve);
    const nonZero = (sums: Map<string, bigint>) =>
      Object.fromEntries([...sums].filter(([, points]) => points !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)));
    expect(nonZero(accounts), 'points accounts').toEqual(nonZero(expected));
  }

  return {
    terms,
    contracts: byPartner,
    books,
    journal,
    transfers,
    obligations,
    repayments,
    wallets,
    contract: (partnerId) => byPartner.get(partnerId)!,
    book,
    post,
    balances,
    checkBooks,
  };
}
