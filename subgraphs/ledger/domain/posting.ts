// What one transaction writes, collected by the posting rules as they decide.
//
// A rule works on the book in place and says here what happened: points movements, money entries, obligations, and which rows of the
// book were opened or changed (sets: one row each, however often a rule touches it). The engine collects many postings per batch and
// writes them together. A rule that refuses has touched nothing.
import { assert } from '../../shared/assert.ts';
import type { IdSource } from '../../shared/ids.ts';
import type {
  Debt,
  Hold,
  JournalEntry,
  JournalEntryType,
  Lot,
  LotBucket,
  MemberBook,
  MoneyComponent,
  MoneyLeg,
  Obligation,
  RedemptionLine,
  Repayment,
  Transfer,
} from './book.ts';
import { type ContractTerms, OPERATOR, type ProgrammeTerms } from './terms.ts';

/** The terms that a transaction is decided under. */
export interface PostingTerms {
  readonly programme: ProgrammeTerms;
  /** A version that is pinned on a lot or hold. A version that is not known is a fault. */
  contractVersion(contractVersionId: string): ContractTerms;
  /** A partner's contract at the event's time, for the clearing fee (R7); null when none is in force. */
  contractInForce(partnerId: string): ContractTerms | null;
}

/** Change of a member's wallet. `available` counts confirmed points, those included that have lapsed and not been swept. */
export interface WalletChange {
  available: bigint;
  held: bigint;
  pending: bigint;
  arrears: bigint;
}

export interface Posting {
  readonly transactionId: string;
  /** Date of the event in the programme's time zone, YYYY-MM-DD: decides which lots are usable. */
  readonly businessDate: string;
  readonly terms: PostingTerms;
  readonly newId: IdSource;
  readonly transfers: Transfer[];
  readonly journal: JournalEntry[];
  readonly obligations: Obligation[];
  readonly repayments: Repayment[];
  readonly openedLots: Set<Lot>;
  /** None of them is in `openedLots`. */
  readonly changedLots: Set<Lot>;
  /** Opened or changed, as are debts and holds. */
  readonly lines: Set<RedemptionLine>;
  readonly debts: Set<Debt>;
  readonly holds: Set<Hold>;
  /** By member. */
  readonly wallets: Map<string, WalletChange>;
}

/** An empty record of a transaction, to be filled by one posting rule or several. */
export function openPosting(facts: {
  transactionId: string;
  businessDate: string;
  terms: PostingTerms;
  newId: IdSource;
}): Posting {
  return {
    transactionId: facts.transactionId,
    businessDate: facts.businessDate,
    terms: facts.terms,
    newId: facts.newId,
    transfers: [],
    journal: [],
    obligations: [],
    repayments: [],
    openedLots: new Set(),
    changedLots: new Set(),
    lines: new Set(),
    debts: new Set(),
    holds: new Set(),
    wallets: new Map(),
  };
}

/** A member that has nothing yet. */
export function emptyBook(memberId: string): MemberBook {
  return { memberId, lots: new Map(), lines: new Map(), debts: new Map(), holds: new Map() };
}

/** The lot of a book by its id; that it is there is a promise of whoever loaded the book. */
export function lotOf(book: MemberBook, lotId: string): Lot {
  const lot = book.lots.get(lotId);
  assert(lot !== undefined, `lot ${lotId} is not in the book of ${book.memberId}`);
  return lot;
}

// Points

/** Moves points of a lot from one bucket to another and writes the transfer. `acceptorId` names the partner of redeemed points. */
export function movePoints(
  posting: Posting,
  lot: Lot,
  from: LotBucket,
  to: LotBucket,
  points: bigint,
  acceptorId?: string,
): void {
  assert(points > 0n && lot[from] >= points, `lot ${lot.lotId} has no ${points} points ${from}`);
  lot[from] -= points;
  lot[to] += points;
  posting.transfers.push({
    lotId: lot.lotId,
    memberId: lot.memberId,
    debit: pointsAccount(lot, from, acceptorId),
    credit: pointsAccount(lot, to, acceptorId),
    points,
  });
  noteChange(posting, lot);
  const wallet = walletChange(posting, lot.memberId);
  if (from === 'available' || from === 'held' || from === 'pending') wallet[from] -= points;
  if (to === 'available' || to === 'held' || to === 'pending') wallet[to] += points;
}

/** Puts a new lot into the book and writes where its points came from. */
export function openLot(posting: Posting, book: MemberBook, lot: Lot, debit: string): void {
  const bucket = lot.pending > 0n ? 'pending' : 'available';
  assert(lot.points > 0n && lot[bucket] === lot.points, 'a lot begins whole');
  book.lots.set(lot.lotId, lot);
  posting.openedLots.add(lot);
  posting.transfers.push({
    lotId: lot.lotId,
    memberId: lot.memberId,
    debit,
    credit: pointsAccount(lot, bucket),
    points: lot.points,
  });
  walletChange(posting, lot.memberId)[bucket] += lot.points;
}

/** Says that a lot's row is to be written. */
export function noteChange(posting: Posting, lot: Lot): void {
  if (!posting.openedLots.has(lot)) posting.changedLots.add(lot);
}

/** Account on which a bucket of a lot stands. */
export function pointsAccount(lot: Lot, bucket: LotBucket, acceptorId?: string): string {
  switch (bucket) {
    case 'pending':
      return `pending:${lot.memberId}`;
    case 'available':
      return `member:${lot.memberId}`;
    case 'held':
      return `held:${lot.memberId}`;
    case 'redeemed':
      assert(acceptorId !== undefined, 'redeemed points were accepted by somebody');
      return `accepted:${acceptorId}`;
    case 'expired':
      return `breakage:${lot.funderId}`;
    case 'reversed':
      return `issued:${lot.funderId}`;
    case 'transferred':
      throw new Error('Broken promise: points that move between members are written by that rule');
  }
}

/** The member's part of what the posting does to wallets. */
export function walletChange(posting: Posting, memberId: string): WalletChange {
  let change = posting.wallets.get(memberId);
  if (change === undefined) {
    change = { available: 0n, held: 0n, pending: 0n, arrears: 0n };
    posting.wallets.set(memberId, change);
  }
  return change;
}

/** What a wallet must say, added up from lots and debts: complete books only. */
export function walletOf(book: MemberBook): WalletChange {
  const wallet = { available: 0n, held: 0n, pending: 0n, arrears: 0n };
  for (const lot of book.lots.values()) {
    wallet.available += lot.available;
    wallet.held += lot.held;
    wallet.pending += lot.pending;
  }
  for (const debt of book.debts.values()) wallet.arrears += debt.open;
  return wallet;
}

// Money

/** Account that pays for a funder's points: the partner's own, or the operator's marketing expense. */
export function funderAccount(funderId: string): string {
  return funderId === OPERATOR ? 'OP:MARKETING' : `PARTNER:${funderId}`;
}

/** Adds a leg (above zero a credit); a leg of zero is left out. */
export function addLeg(legs: MoneyLeg[], account: string, component: MoneyComponent, amountMinor: bigint): void {
  if (amountMinor !== 0n) legs.push({ account, component, amountMinor });
}

/** Writes a money entry; an event that moves no money has none. */
export function writeEntry(posting: Posting, type: JournalEntryType, legs: readonly MoneyLeg[], memo?: string): void {
  if (legs.length === 0) return;
  let sum = 0n;
  for (const leg of legs) sum += leg.amountMinor;
  assert(sum === 0n, `the legs of ${type} sum to ${sum}`);
  posting.journal.push(memo === undefined ? { type, legs } : { type, legs, memo });
}

/** What entries do to partners' positions: sum of the PARTNER legs, by partner id. */
export function positionEffect(journal: Iterable<JournalEntry>): Map<string, bigint> {
  const effect = new Map<string, bigint>();
  for (const entry of journal) {
    for (const { account, amountMinor } of entry.legs) {
      if (!account.startsWith('PARTNER:')) continue;
      const partnerId = account.slice('PARTNER:'.length);
      effect.set(partnerId, (effect.get(partnerId) ?? 0n) + amountMinor);
    }
  }
  return effect;
}
