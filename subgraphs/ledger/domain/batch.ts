// A batch while it is decided: what was read under lock, changed operation by operation, and what is to be written for it.
//
// Decisions go in arrival order on this one state, so that each sees what those before it did; only at the end is anything netted. An
// overdraft in the middle of a batch is therefore seen, although the row's new total would not show it.
import { assert } from '../../shared/assert.ts';
import type { IdSource } from '../../shared/ids.ts';
import type { PlatformEvent } from '../../shared/platform-event.ts';
import type { Debt, Hold, JournalEntry, Lot, MemberBook, RedemptionLine, Transfer } from './book.ts';
import { businessDate } from './business-calendar.ts';
import { emptyBook, openPosting, type Posting, positionEffect, walletChange } from './posting.ts';
import type { RecordKind, TransactionDetails, TransactionRecord } from './record.ts';
import { contractAt, type Reference } from './reference.ts';
import type { LedgerRequest } from './requests.ts';
import { NO_RULE_FACTS, type RuleFacts, RuleUsageBook } from './rule-usage.ts';
import { totalsOf, type Wallet } from './wallet.ts';

/** An adjustment as it is kept. */
export interface AdjustmentState {
  readonly adjustmentId: string;
  readonly memberId: string;
  readonly points: bigint;
  /** Partner or OPERATOR. */
  readonly funderId: string;
  readonly reason: string;
  readonly expiresOn: string | null;
  /** Where and when a missed earn should have happened; null for other adjustments. */
  readonly storeId: string | null;
  readonly occurredAt: Date | null;
  readonly reference: string | null;
  readonly state: 'PROPOSED' | 'POSTED';
  readonly proposedBy: string;
  readonly approvedBy: string | null;
  readonly transactionId: string | null;
}

/** A hold with what its row says beside the book's. */
export interface HoldState {
  readonly hold: Hold;
  readonly storeId: string | null;
  /** Points reserved at first. */
  readonly points: bigint;
}

/** What a batch has read, all of it under the locks of its members. Ids are lower case. */
export interface BatchFacts {
  readonly programmeId: string;
  readonly windowId: string;
  readonly reference: Reference;
  /** Kept records of keys that were used before, by `keyName`. */
  readonly remembered: ReadonlyMap<string, TransactionRecord>;
  /** Members by `identityName`. */
  readonly identities: ReadonlyMap<string, string>;
  /** Status of members of this programme; others are not in it. */
  readonly statuses: ReadonlyMap<string, string>;
  readonly wallets: ReadonlyMap<string, Wallet>;
  readonly books: Map<string, MemberBook>;
  /** Transactions that were named, of this programme. */
  readonly originals: ReadonlyMap<string, TransactionRecord>;
  /** What was posted about them since: returns, captures, refunds, reversals, in posting order. */
  readonly followers: ReadonlyMap<string, readonly TransactionRecord[]>;
  readonly holds: ReadonlyMap<string, HoldState>;
  readonly adjustments: ReadonlyMap<string, AdjustmentState>;
  /** Money position of partners whose contract blocks at a cap: credits less debits. */
  readonly positions: ReadonlyMap<string, bigint>;
  /** What earn rules ask for; left out where none asks. */
  readonly rules?: RuleFacts;
}

export interface TransferRow {
  readonly transactionId: string;
  /** From 1 within the transaction. */
  readonly leg: number;
  readonly transfer: Transfer;
}

export interface JournalRow {
  readonly transactionId: string;
  /** From 1 within the transaction. */
  readonly entry: number;
  readonly journal: JournalEntry;
}

export interface LineRow {
  readonly line: RedemptionLine;
  /** As its redemption made it; 0 for a line that another lot took over, for it was redeemed as another line. */
  readonly redeemedPoints: bigint;
  readonly redeemedAmountMinor: bigint;
}

export interface MoneySlot {
  readonly account: string;
  readonly component: string;
  debits: bigint;
  credits: bigint;
}

export interface PointsSlot {
  readonly account: string;
  debits: bigint;
  credits: bigint;
}

export interface ObligationSlot {
  readonly funderId: string;
  readonly acceptorId: string;
  points: bigint;
  amountMinor: bigint;
}

/** Points that a hold still reserves. */
export function heldOf(hold: Hold): bigint {
  return hold.lots.reduce((sum, lot) => sum + lot.points, 0n);
}

export function keyName(keySpace: string, key: string): string {
  return `${keySpace}\n${key}`;
}

export function identityName(kind: string, value: string): string {
  return `${kind}\n${value}`;
}

/** What an accepted operation says of itself beside its posting. */
export interface RecordFields {
  readonly kind: RecordKind;
  readonly memberId: string;
  readonly partnerId: string | null;
  readonly storeId: string | null;
  readonly terminalId?: string | null;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  readonly originalId: string | null;
  readonly contractVersionId: string | null;
  readonly occurredAt: Date;
  readonly reference: string | null;
  /** Change of the points that count for tiers. */
  readonly qualifying: bigint;
  readonly details: TransactionDetails;
  /** Transfer: who gets. */
  readonly counterpartyId?: string;
}

/** Identity of a record: whose key, which body. */
export type RecordKey = Pick<LedgerRequest, 'keySpace' | 'key' | 'hash'>;

export class Batch {
  readonly facts: BatchFacts;
  /** The one decision time of the batch, taken after its locks. */
  readonly now: Date;
  readonly newId: IdSource;
  /** Business date of `now`. */
  readonly today: string;

  readonly records: TransactionRecord[] = [];
  readonly transfers: TransferRow[] = [];
  readonly journal: JournalRow[] = [];
  readonly openedLots = new Set<Lot>();
  readonly changedLots = new Set<Lot>();
  readonly lines = new Map<string, LineRow>();
  readonly debts = new Set<Debt>();
  readonly holds = new Map<string, HoldState>();
  readonly adjustments = new Map<string, AdjustmentState>();
  readonly wallets = new Map<string, Wallet>();
  readonly moneySlots = new Map<string, MoneySlot>();
  readonly pointsSlots = new Map<string, PointsSlot>();
  readonly obligationSlots = new Map<string, ObligationSlot>();
  readonly events: PlatformEvent[] = [];
  /** What earn rules have given, before this batch and in it. */
  readonly usage: RuleUsageBook;

  private readonly positions: Map<string, bigint>;
  private readonly newFollowers = new Map<string, TransactionRecord[]>();
  /** Members who got points of an earn by transfer, by the earn. */
  private readonly holders = new Map<string, Set<string>>();

  constructor(facts: BatchFacts, now: Date, newId: IdSource) {
    this.facts = facts;
    this.now = now;
    this.newId = newId;
    this.today = businessDate(now, facts.reference.programme.timeZone);
    this.positions = new Map(facts.positions);
    this.usage = new RuleUsageBook(facts.rules ?? NO_RULE_FACTS);
    for (const book of facts.books.values()) for (const lot of book.lots.values()) this.noteHolder(lot);
  }

  wallet(memberId: string): Wallet {
    const wallet = this.facts.wallets.get(memberId);
    assert(wallet !== undefined, `the wallet of member ${memberId} was not locked`);
    return wallet;
  }

  book(memberId: string): MemberBook {
    let book = this.facts.books.get(memberId);
    if (book === undefined) {
      book = emptyBook(memberId);
      this.facts.books.set(memberId, book);
    }
    return book;
  }

  adjustment(adjustmentId: string): AdjustmentState | undefined {
    return this.adjustments.get(adjustmentId) ?? this.facts.adjustments.get(adjustmentId);
  }

  /** What was posted about a transaction, before this batch and in it. */
  followers(originalId: string): readonly TransactionRecord[] {
    const before = this.facts.followers.get(originalId) ?? [];
    const inBatch = this.newFollowers.get(originalId);
    return inBatch === undefined ? before : [...before, ...inBatch];
  }

  holdersOf(earnTransactionId: string): ReadonlySet<string> {
    return this.holders.get(earnTransactionId) ?? new Set();
  }

  private noteHolder(lot: Lot): void {
    if (lot.parentLotId === null) return;
    const holders = this.holders.get(lot.earnTransactionId);
    if (holders === undefined) this.holders.set(lot.earnTransactionId, new Set([lot.memberId]));
    else holders.add(lot.memberId);
  }

  /** Money position of a partner with a blocking cap as it stands at this point of the batch; null for others. */
  position(partnerId: string): bigint | null {
    return this.positions.get(partnerId) ?? null;
  }

  /** A posting for something that happened at `occurredAt`. Nothing of it counts before `post`. */
  open(occurredAt: Date): Posting {
    const { reference } = this.facts;
    return openPosting({
      transactionId: this.newId(),
      businessDate: businessDate(occurredAt, reference.programme.timeZone),
      terms: {
        programme: reference.programme,
        contractVersion: (id) => {
          const contract = reference.contracts.get(id);
          assert(contract !== undefined, `contract version ${id} is pinned and unknown`);
          return contract;
        },
        contractInForce: (partnerId) => contractAt(reference, partnerId, occurredAt),
      },
      newId: this.newId,
    });
  }

  /** Takes a finished posting into the batch and makes its record. After this the operation is done. */
  post(key: RecordKey, posting: Posting, fields: RecordFields): TransactionRecord {
    const { transactionId } = posting;
    this.collect(posting, fields.storeId);

    // What counts for a merged member's tier goes on to the one that it was merged into: whoever follows is told.
    if (fields.qualifying !== 0n && this.facts.statuses.get(fields.memberId) === 'MERGED')
      walletChange(posting, fields.memberId);
    const change = posting.wallets.get(fields.memberId);
    const points = change === undefined ? 0n : change.available + change.held + change.pending - change.arrears;
    const wallet = this.wallet(fields.memberId);
    wallet.qualifying += fields.qualifying;
    this.wallets.set(wallet.memberId, wallet);
    const counterparty = fields.counterpartyId === undefined ? null : this.wallet(fields.counterpartyId);

    const totals = totalsOf(wallet);
    const record: TransactionRecord = {
      transactionId,
      programmeId: this.facts.programmeId,
      windowId: this.facts.windowId,
      kind: fields.kind,
      status: 'OK',
      keySpace: key.keySpace,
      key: key.key,
      hash: key.hash,
      memberId: fields.memberId,
      partnerId: fields.partnerId,
      storeId: fields.storeId,
      points,
      amountMinor: fields.amountMinor,
      currency: fields.currency,
      originalId: fields.originalId,
      contractVersionId: fields.contractVersionId,
      occurredAt: fields.occurredAt,
      recordedAt: this.now,
      reference: fields.reference,
      details: {
        ...fields.details,
        ...(fields.terminalId == null ? {} : { terminalId: fields.terminalId }),
        ...debtsOf(posting),
        wallet: totals,
        ...(counterparty === null
          ? {}
          : { counterpartyId: counterparty.memberId, counterpartyWallet: totalsOf(counterparty) }),
      },
    };
    this.records.push(record);
    if (fields.originalId !== null) {
      const followers = this.newFollowers.get(fields.originalId);
      if (followers === undefined) this.newFollowers.set(fields.originalId, [record]);
      else followers.push(record);
    }
    for (const memberId of posting.wallets.keys()) this.tell(record, memberId);
    return record;
  }

  /** Keeps a record that moved nothing: a refusal, a proposal, a sweep. */
  keep(record: TransactionRecord): void {
    this.records.push(record);
  }

  private collect(posting: Posting, storeId: string | null): void {
    const { transactionId } = posting;
    for (const [memberId, change] of posting.wallets) {
      const wallet = this.wallet(memberId);
      wallet.available += change.available;
      wallet.held += change.held;
      wallet.pending += change.pending;
      wallet.arrears += change.arrears;
      this.wallets.set(memberId, wallet);
    }
    let leg = 0;
    for (const transfer of posting.transfers) {
      leg += 1;
      this.transfers.push({ transactionId, leg, transfer });
      this.addPoints(transfer.debit, transfer.points, 0n);
      this.addPoints(transfer.credit, 0n, transfer.points);
    }
    let entry = 0;
    for (const journal of posting.journal) {
      entry += 1;
      this.journal.push({ transactionId, entry, journal });
      for (const moved of journal.legs) this.addMoney(moved.account, moved.component, moved.amountMinor);
    }
    if (this.positions.size > 0) {
      for (const [partnerId, effect] of positionEffect(posting.journal)) {
        const before = this.positions.get(partnerId);
        if (before !== undefined) this.positions.set(partnerId, before + effect);
      }
    }
    for (const obligation of posting.obligations) {
      const { funderId, acceptorId } = obligation;
      const slot = slotOf(this.obligationSlots, `${funderId} ${acceptorId}`, () => ({
        funderId,
        acceptorId,
        points: 0n,
        amountMinor: 0n,
      }));
      slot.points += obligation.points;
      slot.amountMinor += obligation.amountMinor;
    }
    for (const lot of posting.openedLots) {
      this.openedLots.add(lot);
      this.noteHolder(lot);
    }
    for (const lot of posting.changedLots) this.changeLot(lot);
    for (const line of posting.lines) {
      const made = line.redemptionId === transactionId;
      const known = this.lines.get(line.lineId);
      this.lines.set(line.lineId, {
        line,
        redeemedPoints: known?.redeemedPoints ?? (made ? line.points : 0n),
        redeemedAmountMinor: known?.redeemedAmountMinor ?? (made ? line.amountMinor : 0n),
      });
    }
    for (const debt of posting.debts) this.debts.add(debt);
    for (const hold of posting.holds) {
      const known = this.holds.get(hold.holdId) ?? this.facts.holds.get(hold.holdId);
      this.holds.set(hold.holdId, known ?? { hold, storeId, points: heldOf(hold) });
    }
  }

  /** Marks a lot that was read as changed; a lot opened in this batch is written as it is at the end anyway. */
  changeLot(lot: Lot): void {
    if (!this.openedLots.has(lot)) this.changedLots.add(lot);
  }

  private tell(record: TransactionRecord, memberId: string): void {
    this.events.push({
      type: 'POINTS_CHANGED',
      transactionId: record.transactionId,
      memberId,
      partnerId: record.partnerId,
      storeId: record.storeId,
      wallet: totalsOf(this.wallet(memberId)),
    });
  }

  /** The event of the partners whose money moved in this batch; null when none did. */
  positionsChanged(): PlatformEvent | null {
    const partnerIds = new Set<string>();
    for (const { account } of this.moneySlots.values())
      if (account.startsWith('PARTNER:')) partnerIds.add(account.slice('PARTNER:'.length));
    return partnerIds.size === 0 ? null : { type: 'POSITIONS_CHANGED', partnerIds: [...partnerIds] };
  }

  private addMoney(account: string, component: string, amountMinor: bigint): void {
    const slot = slotOf(this.moneySlots, `${account} ${component}`, () => ({
      account,
      component,
      debits: 0n,
      credits: 0n,
    }));
    if (amountMinor < 0n) slot.debits -= amountMinor;
    else slot.credits += amountMinor;
  }

  /** Members' accounts are added up under one name each: a window has three such slots, not three a member. */
  private addPoints(account: string, debits: bigint, credits: bigint): void {
    const kind = account.slice(0, account.indexOf(':'));
    const name = kind === 'member' || kind === 'held' || kind === 'pending' ? kind : account;
    const slot = slotOf(this.pointsSlots, name, () => ({ account: name, debits: 0n, credits: 0n }));
    slot.debits += debits;
    slot.credits += credits;
  }
}

/** Debts that a posting opened, and what it repaid of any. */
function debtsOf(posting: Posting): Pick<TransactionDetails, 'debts' | 'recoveries'> {
  const opened = [...posting.debts].filter((debt) => debt.returnTransactionId === posting.transactionId);
  return {
    ...(opened.length === 0
      ? {}
      : { debts: opened.map(({ debtId, lotId, points }) => ({ debtId, lotId, points: points.toString() })) }),
    ...(posting.repayments.length === 0
      ? {}
      : { recoveries: posting.repayments.map((part) => ({ ...part, points: part.points.toString() })) }),
  };
}

function slotOf<Slot>(slots: Map<string, Slot>, name: string, make: () => Slot): Slot {
  let slot = slots.get(name);
  if (slot === undefined) {
    slot = make();
    slots.set(name, slot);
  }
  return slot;
}
