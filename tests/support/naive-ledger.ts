// The simplest ledger that could be right: every single point is an object that is somewhere. No buckets, no netting, no batches; what
// happens is said by moving points one by one. Slow, and easy to check by eye. Random histories compare the real thing with it.
//
// It knows points, not money: which refusal comes first, whose points are where, what a wallet says. Bonus awards, sliding expiry and net
// debit caps are left to their own tests.

import type { Actor, Instruction, LedgerRequest } from '../../subgraphs/ledger/domain/requests.ts';
import { MOST_POINTS_AT_ONCE } from '../../subgraphs/shared/points.ts';
import { allocateByLargestRemainder, takeProRata } from '../../subgraphs/shared/rounding.ts';

export interface NaivePartner {
  readonly partnerId: string;
  readonly storeId: string;
  readonly standing: 'ACTIVE' | 'SUSPENDED' | 'LEFT';
  readonly issuer: boolean;
  readonly acceptor: boolean;
  readonly absorbs: boolean;
  readonly pendingDays: number;
  /** Months after which points lapse, to the day; null never. */
  readonly months: number | null;
  readonly lateDays: number | null;
}

export interface NaiveTerms {
  readonly order: 'SOONEST_EXPIRY' | 'OLDEST_FIRST';
  readonly graceDays: number;
  readonly partners: readonly NaivePartner[];
  /** Status by member. */
  readonly members: ReadonlyMap<string, string>;
}

type Place = 'pending' | 'available' | 'held' | 'redeemed' | 'expired' | 'reversed' | 'moved';

interface Point {
  place: Place;
  /** Of a redeemed point: its redemption, and its place in the order of lines. */
  redemption: string;
  line: number;
  /** Of a held point: its hold, and which part of the hold it is. */
  hold: string;
  seat: number;
}

interface Lot {
  readonly owner: string;
  readonly earn: string;
  readonly issuer: string;
  readonly parent: Lot | null;
  readonly adjustment: boolean;
  readonly absorbs: boolean;
  readonly points: Point[];
  expiresOn: string | null;
  pendingUntil: Date | null;
  askedBack: number;
}

interface Happened {
  readonly kind: string;
  readonly member: string;
  readonly partner: string | null;
  readonly store: string | null;
  readonly to?: string;
  readonly opened: Lot[];
  readonly earned: number;
  /** Of a purchase: what may still come back. */
  left: { points: bigint; amount: bigint; lines: { quantity: bigint; points: bigint; amount: bigint }[] };
  readonly hasLines: boolean;
  reversed: boolean;
  readonly taken: { lot: Lot; points: number }[];
}

interface NaiveHold {
  readonly member: string;
  readonly partner: string;
  readonly store: string;
  readonly expiresAt: Date;
  state: 'OPEN' | 'CAPTURED' | 'VOIDED' | 'EXPIRED';
  seats: number;
}

interface NaiveDebt {
  readonly owner: string;
  readonly lot: Lot;
  open: number;
}

export interface NaiveWallet {
  readonly available: string;
  readonly held: string;
  readonly pending: string;
  readonly arrears: string;
  readonly qualifying: string;
}

/** What the real reply must say: a refusal by its code, or the wallet after it. A sweep: what it did. */
export type Expected =
  | { readonly ok: false; readonly code: string }
  | { readonly ok: true; readonly wallet: NaiveWallet; readonly counterparty?: NaiveWallet }
  | { readonly ok: true; readonly noted: true }
  | {
      readonly ok: true;
      readonly sweep: { readonly expired: string; readonly confirmed: string; readonly holds: string };
    };

const DAY = 24 * 60 * 60 * 1000;
const dateOf = (at: Date): string => at.toISOString().slice(0, 10);
const plusDays = (date: string, days: number): string => dateOf(new Date(Date.parse(date) + days * DAY));

function plusMonths(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dateOf(new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))));
}

class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

function no(code: string): never {
  throw new Refused(code);
}

/** Dates are those of UTC. Ids of new transactions are told by whoever asks, after the real ledger has chosen them. */
export class NaiveLedger {
  private readonly terms: NaiveTerms;
  private readonly lots: Lot[] = [];
  private readonly debts: NaiveDebt[] = [];
  private readonly holds = new Map<string, NaiveHold>();
  private readonly happened = new Map<string, Happened>();
  private readonly proposals = new Map<
    string,
    { member: string; points: number; by: string; posted: boolean; expiresOn: string | null }
  >();
  private readonly qualifying = new Map<string, bigint>();
  private readonly remembered = new Map<string, { hash: string; answer: Expected }>();
  private lines = 0;
  private now = new Date(0);
  private id = '';
  private adjustmentId = '';

  constructor(terms: NaiveTerms) {
    this.terms = terms;
  }

  answer(request: LedgerRequest, now: Date, transactionId: string, adjustmentId: string): Expected {
    this.now = now;
    this.id = transactionId;
    this.adjustmentId = adjustmentId;
    const key = `${request.keySpace} ${request.key}`;
    const hash = Buffer.from(request.hash).toString('hex');
    const known = this.remembered.get(key);
    if (known !== undefined) {
      if (known.hash === hash) return known.answer;
      const { instruction } = request;
      if (!this.mayAsk(request.actor, instruction)) return { ok: false, code: 'NOT_ALLOWED' };
      return { ok: false, code: instruction.kind === 'REJECTED' ? instruction.refusal.code : 'IDEMPOTENCY_KEY_REUSED' };
    }
    let answer: Expected;
    try {
      answer = this.act(request.actor, request.instruction);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      answer = { ok: false, code: error.code };
    }
    if (request.instruction.kind !== 'LAPSE') this.remembered.set(key, { hash, answer });
    return answer;
  }

  wallet(member: string): NaiveWallet {
    const count = { available: 0, held: 0, pending: 0 };
    for (const lot of this.lots) {
      if (lot.owner !== member) continue;
      for (const { place } of lot.points)
        if (place === 'available' || place === 'held' || place === 'pending') count[place] += 1;
    }
    const arrears = this.debts.reduce((sum, debt) => sum + (debt.owner === member ? debt.open : 0), 0);
    return {
      available: String(count.available),
      held: String(count.held),
      pending: String(count.pending),
      arrears: String(arrears),
      qualifying: String(this.qualifying.get(member) ?? 0n),
    };
  }

  /** What is open of a member's points, by issuer and last day: which points were taken shows here, and in no total. */
  openPoints(member: string): Record<string, { available: string; held: string; pending: string }> {
    const byLot: Record<string, { available: string; held: string; pending: string }> = {};
    for (const lot of this.lots) {
      if (lot.owner !== member) continue;
      const key = `${lot.issuer} ${lot.expiresOn ?? 'never'}`;
      const before = byLot[key] ?? { available: '0', held: '0', pending: '0' };
      const after = { ...before };
      for (const place of ['available', 'held', 'pending'] as const)
        after[place] = String(Number(before[place]) + this.pointsOf([lot], place).length);
      if (Object.values(after).some((count) => count !== '0')) byLot[key] = after;
    }
    return byLot;
  }

  private act(actor: Actor, asked: Instruction): Expected {
    switch (asked.kind) {
      case 'PURCHASE': {
        const at = this.till(actor, asked.storeId, asked.occurredAt, 'issuer');
        if (asked.currency !== 'EUR') no('CURRENCY_NOT_ACCEPTED');
        const member = this.member(asked.member);
        this.late(at);
        const points = asked.amountMinor / 100n;
        if (points > MOST_POINTS_AT_ONCE) no('LIMIT_EXCEEDED');
        const { months, pendingDays } = at.partner;
        const wish = asked.pendingUntil ?? (pendingDays === 0 ? null : new Date(at.at.getTime() + pendingDays * DAY));
        const until = wish === null || wish <= this.now ? null : wish;
        const pending = asked.pendingUntilConfirmed || until !== null;
        const lot = this.open(member, Number(points), {
          issuer: at.partner.partnerId,
          absorbs: at.partner.absorbs,
          expiresOn: months === null ? null : plusMonths(at.date, months),
          pending,
          pendingUntil: asked.pendingUntilConfirmed ? null : until,
        });
        this.qualify(member, points);
        if (points > 0n && !pending) this.repay(member, at.date);
        const amounts = asked.lines.map((line) => line.amountMinor);
        const byLine = allocateByLargestRemainder(points, amounts.length === 0 ? [1n] : amounts);
        return this.done(asked.kind, member, at.partner, {
          opened: lot === null ? [] : [lot],
          earned: Number(points),
          hasLines: asked.lines.length > 0,
          left: {
            points,
            amount: asked.amountMinor,
            lines: asked.lines.map((line, index) => ({
              quantity: line.quantity,
              points: byLine[index]!,
              amount: line.amountMinor,
            })),
          },
        });
      }
      case 'RETURN':
        return this.goodsBack(actor, asked);
      case 'CONFIRMATION':
      case 'CANCELLATION': {
        const purchase = this.original(actor, asked.purchaseId, ['PURCHASE']);
        const pending = this.pointsOf(purchase.opened, 'pending');
        if (pending.length === 0) no('TRANSACTION_NOT_REVERSIBLE');
        for (const lot of purchase.opened) lot.pendingUntil = null;
        if (asked.kind === 'CONFIRMATION') {
          for (const point of pending) point.place = 'available';
          this.repay(purchase.member, dateOf(this.now));
        } else {
          for (const point of pending) point.place = 'reversed';
          purchase.opened[0]!.askedBack += pending.length;
          purchase.left = { points: 0n, amount: 0n, lines: [] };
          this.qualify(purchase.member, BigInt(-pending.length));
        }
        return this.done(asked.kind, purchase.member, this.ownerOf(purchase));
      }
      case 'REDEMPTION':
      case 'AUTHORISATION': {
        const at = this.till(actor, asked.storeId, asked.kind === 'REDEMPTION' ? asked.occurredAt : null, 'acceptor');
        const member = this.member(asked.member);
        this.late(at);
        const parts = this.choose(member, at.date, Number(asked.points));
        if (asked.kind === 'REDEMPTION') {
          for (const { points } of parts) this.redeem(points, this.id);
        } else {
          const expiresAt = new Date(this.now.getTime() + asked.timeToLiveSeconds * 1000);
          const { partnerId, storeId } = at.partner;
          this.holds.set(this.id, {
            member,
            partner: partnerId,
            store: storeId,
            expiresAt,
            state: 'OPEN',
            seats: parts.length,
          });
          for (const [seat, { points }] of parts.entries())
            for (const point of points) Object.assign(point, { place: 'held', hold: this.id, seat });
        }
        return this.done(asked.kind, member, at.partner);
      }
      case 'CAPTURE':
      case 'VOID': {
        const hold = this.holds.get(asked.holdId);
        if (hold === undefined || !mayAct(actor, hold.partner)) no('HOLD_UNKNOWN');
        if (hold.state === 'EXPIRED' || (hold.state === 'OPEN' && hold.expiresAt <= this.now)) no('HOLD_EXPIRED');
        if (hold.state !== 'OPEN') no('HOLD_RESOLVED');
        if (asked.kind === 'VOID') this.release(asked.holdId, hold, 'VOIDED');
        else {
          const held = this.heldIn(asked.holdId);
          const wanted = Number(asked.points ?? BigInt(held.length));
          if (wanted > held.length) no('CAPTURE_EXCEEDS_HOLD');
          const taken = held.slice(0, wanted);
          for (const seat of new Set(taken.map((point) => point.seat)))
            this.redeem(
              taken.filter((point) => point.seat === seat),
              this.id,
            );
          if (wanted === held.length) hold.state = 'CAPTURED';
        }
        return this.done(asked.kind, hold.member, this.partnerOf(hold.partner));
      }
      case 'REFUND': {
        const at = this.time(asked.occurredAt);
        const original = this.original(actor, asked.redemptionId, ['REDEMPTION', 'CAPTURE']);
        const spent = this.redeemedBy(asked.redemptionId);
        const points = Number(asked.points ?? BigInt(spent.length));
        if (points > spent.length || spent.length === 0) no('REFUND_EXCEEDS_REDEMPTION');
        this.late({ at, date: dateOf(at), partner: this.partnerOf(original.partner!) });
        this.giveBack(original.member, spent.slice(0, points), dateOf(at));
        return this.done(asked.kind, original.member, this.ownerOf(original));
      }
      case 'TRANSFER': {
        if (actor.role !== 'operator' && !(actor.role === 'member' && actor.memberId === asked.fromMemberId))
          no('NOT_ALLOWED');
        if (asked.fromMemberId === asked.toMemberId) no('INVALID_INPUT');
        const from = this.member({ memberId: asked.fromMemberId });
        const to = this.member({ memberId: asked.toMemberId });
        const date = dateOf(this.now);
        const opened: Lot[] = [];
        for (const { lot, points } of this.choose(from, date, Number(asked.points))) {
          for (const point of points) point.place = 'moved';
          opened.push(
            this.openOf(
              { ...lot, owner: to, parent: lot, askedBack: 0, pendingUntil: null },
              points.length,
              'available',
            ),
          );
        }
        this.repay(to, date);
        return {
          ...this.done(asked.kind, from, null, { opened, to }),
          ok: true,
          counterparty: this.wallet(to),
          wallet: this.wallet(from),
        };
      }
      case 'PROPOSAL': {
        if (actor.role !== 'operator') no('NOT_ALLOWED');
        const member = this.member({ memberId: asked.memberId });
        const { expiresOn } = asked;
        this.proposals.set(this.adjustmentId, {
          member,
          points: Number(asked.points),
          by: actor.subject,
          posted: false,
          expiresOn,
        });
        return { ok: true, noted: true };
      }
      case 'ADJUSTMENT': {
        if (actor.role !== 'operator') no('NOT_ALLOWED');
        const proposal = this.proposals.get(asked.adjustmentId);
        if (proposal === undefined) no('TRANSACTION_UNKNOWN');
        if (proposal.posted) no('TRANSACTION_NOT_REVERSIBLE');
        if (proposal.by === actor.subject) no('FOUR_EYES');
        const { member, points, expiresOn } = proposal;
        const date = dateOf(this.now);
        const opened: Lot[] = [];
        const taken: { lot: Lot; points: number }[] = [];
        if (points > 0) {
          const lot = this.open(member, points, {
            issuer: 'OP',
            absorbs: false,
            expiresOn,
            pending: false,
            pendingUntil: null,
            adjustment: true,
          });
          if (lot !== null) opened.push(lot);
          this.repay(member, date);
        } else {
          for (const part of this.choose(member, date, -points)) {
            for (const point of part.points) point.place = 'reversed';
            taken.push({ lot: part.lot, points: part.points.length });
          }
        }
        proposal.posted = true;
        return this.done(asked.kind, member, null, { opened, taken, earned: points });
      }
      case 'REVERSAL':
        return this.reverse(actor, asked.transactionId);
      case 'LAPSE':
        return this.lapse(asked.memberId, asked.asOf);
      case 'REJECTED':
        return no(asked.refusal.code);
      default:
        throw new Error(`The naive ledger does not know ${asked.kind}`);
    }
  }

  // Checks, in the published order.

  private time(occurredAt: Date | null): Date {
    if (occurredAt !== null && occurredAt.getTime() > this.now.getTime() + 120_000) no('DATE_IN_FUTURE');
    return occurredAt ?? this.now;
  }

  /** Whether the caller may ask for such a thing at all: looked at before a used key. */
  private mayAsk(actor: Actor, asked: Instruction): boolean {
    const atStore = (storeId: string): boolean => {
      const partner = this.terms.partners.find((one) => one.storeId === storeId);
      return actor.role !== 'member' && (partner === undefined || mayAct(actor, partner.partnerId));
    };
    if (asked.kind === 'TRANSFER')
      return actor.role === 'operator' || (actor.role === 'member' && actor.memberId === asked.fromMemberId);
    if (asked.kind === 'GRANT' || asked.kind === 'PROPOSAL' || asked.kind === 'ADJUSTMENT' || asked.kind === 'REVERSAL')
      return actor.role === 'operator';
    return !('storeId' in asked) || asked.storeId == null || atStore(asked.storeId);
  }

  private till(actor: Actor, storeId: string, occurredAt: Date | null, role: 'issuer' | 'acceptor' | null) {
    const partner = this.terms.partners.find((one) => one.storeId === storeId);
    if (actor.role === 'member' || (partner !== undefined && !mayAct(actor, partner.partnerId))) no('NOT_ALLOWED');
    const at = this.time(occurredAt);
    if (partner === undefined) no('STORE_UNKNOWN');
    if (role !== null && (partner.standing === 'LEFT' || (partner.standing === 'SUSPENDED' && role === 'issuer')))
      no('PARTNER_INACTIVE');
    if (role !== null && !partner[role]) no('ROLE_NOT_GRANTED');
    return { partner, at, date: dateOf(at) };
  }

  private late({ date, partner }: { date: string; at: Date; partner: NaivePartner }): void {
    if (partner.lateDays !== null && date < plusDays(dateOf(this.now), -partner.lateDays)) no('LATE_SUBMISSION');
  }

  private member(ref: object, mustBeActive = true): string {
    const memberId = 'memberId' in ref ? String(ref.memberId) : '';
    const status = this.terms.members.get(memberId);
    if (status === undefined) no('MEMBER_UNKNOWN');
    if (mustBeActive && status !== 'ACTIVE') no('MEMBER_INACTIVE');
    return memberId;
  }

  private original(actor: Actor, transactionId: string, kinds: readonly string[] | null): Happened {
    const original = this.happened.get(transactionId);
    if (original === undefined || !mayAct(actor, original.partner)) no('TRANSACTION_UNKNOWN');
    if (kinds !== null && !kinds.includes(original.kind)) no('TRANSACTION_NOT_REVERSIBLE');
    return original;
  }

  private ownerOf({ partner }: Happened): NaivePartner | null {
    return partner === null ? null : this.partnerOf(partner);
  }

  private partnerOf(partnerId: string): NaivePartner {
    return this.terms.partners.find((one) => one.partnerId === partnerId)!;
  }

  // Points, one by one.

  private open(
    owner: string,
    points: number,
    of: {
      issuer: string;
      absorbs: boolean;
      expiresOn: string | null;
      pending: boolean;
      pendingUntil: Date | null;
      adjustment?: boolean;
    },
  ): Lot | null {
    if (points === 0) return null;
    const { issuer, absorbs, expiresOn, pendingUntil, adjustment = false } = of;
    const facts = {
      owner,
      earn: this.id,
      issuer,
      parent: null,
      adjustment,
      absorbs,
      expiresOn,
      pendingUntil,
      askedBack: 0,
    };
    return this.openOf(facts, points, of.pending ? 'pending' : 'available');
  }

  private openOf(facts: Omit<Lot, 'points'>, points: number, place: Place): Lot {
    const lot: Lot = {
      ...facts,
      points: Array.from({ length: points }, () => ({ place, redemption: '', line: 0, hold: '', seat: 0 })),
    };
    this.lots.push(lot);
    return lot;
  }

  private pointsOf(lots: readonly Lot[], place: Place): Point[] {
    return lots.flatMap((lot) => lot.points.filter((point) => point.place === place));
  }

  /** Lots in spending order; lapsed ones cannot be spent. */
  private usable(member: string, date: string): Lot[] {
    const lots = this.lots.filter((lot) => lot.owner === member && (lot.expiresOn === null || lot.expiresOn >= date));
    if (this.terms.order === 'OLDEST_FIRST') return lots;
    const rank = (lot: Lot): string => lot.expiresOn ?? '9999';
    return lots.sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
  }

  private choose(member: string, date: string, wanted: number): { lot: Lot; points: Point[] }[] {
    const parts: { lot: Lot; points: Point[] }[] = [];
    let left = wanted;
    for (const lot of this.usable(member, date)) {
      const points = this.pointsOf([lot], 'available').slice(0, left);
      if (points.length > 0) parts.push({ lot, points });
      left -= points.length;
    }
    if (left > 0) no('INSUFFICIENT_POINTS');
    return parts;
  }

  private redeem(points: readonly Point[], redemption: string): void {
    this.lines += 1;
    for (const point of points) Object.assign(point, { place: 'redeemed', redemption, line: this.lines });
  }

  /** Points of a redemption, the latest line first: as they are given back. */
  private redeemedBy(redemption: string): Point[] {
    return this.pointsOf(this.lots, 'redeemed')
      .filter((point) => point.redemption === redemption)
      .sort((a, b) => b.line - a.line);
  }

  private heldIn(hold: string): Point[] {
    return this.pointsOf(this.lots, 'held')
      .filter((point) => point.hold === hold)
      .sort((a, b) => a.seat - b.seat);
  }

  private giveBack(member: string, points: readonly Point[], date: string): void {
    for (const point of points) {
      point.place = 'available';
      this.grace(this.lots.find((lot) => lot.points.includes(point))!, date);
    }
    this.repay(member, date);
  }

  private grace(lot: Lot, date: string): void {
    if (lot.expiresOn !== null && lot.expiresOn < date) lot.expiresOn = plusDays(date, this.terms.graceDays);
  }

  private release(holdId: string, hold: NaiveHold, outcome: 'VOIDED' | 'EXPIRED'): void {
    const date = dateOf(this.now);
    const freed = this.heldIn(holdId);
    for (const point of freed) point.place = 'available';
    hold.state = outcome;
    this.repayOwn(hold.member);
    for (const seat of new Set(freed.map((point) => point.seat))) {
      const part = freed.filter((point) => point.seat === seat);
      const lot = this.lots.find((one) => one.points.includes(part[0]!))!;
      if (lot.expiresOn === null || lot.expiresOn >= date) continue;
      for (const point of this.pointsOf([lot], 'available').slice(0, part.length)) point.place = 'expired';
    }
    this.repay(hold.member, date);
  }

  // Debts.

  private repayOwn(member: string): void {
    for (const debt of this.debts) {
      if (debt.owner !== member) continue;
      for (const point of this.pointsOf([debt.lot], 'available').slice(0, debt.open)) {
        point.place = 'reversed';
        debt.open -= 1;
      }
    }
  }

  private repay(member: string, date: string): void {
    this.repayOwn(member);
    const payers = this.usable(member, date);
    for (const debt of this.debts) {
      if (debt.owner !== member) continue;
      for (const payer of payers) {
        const paying = this.pointsOf([payer], 'available').slice(0, debt.open);
        debt.open -= paying.length;
        this.standIn(member, debt.lot, paying);
      }
    }
  }

  /** Other points take the place of spent ones, line by line, the oldest first; then of held ones. */
  private standIn(member: string, indebted: Lot, paying: readonly Point[]): void {
    const spent = this.pointsOf([indebted], 'redeemed').sort((a, b) =>
      a.redemption === b.redemption ? a.line - b.line : a.redemption < b.redemption ? -1 : 1,
    );
    const lines = new Map<number, number>();
    const seats = new Map<string, number>();
    for (const payer of paying) {
      const replaced = spent.shift();
      if (replaced !== undefined) {
        if (!lines.has(replaced.line)) lines.set(replaced.line, ++this.lines);
        Object.assign(payer, { place: 'redeemed', redemption: replaced.redemption, line: lines.get(replaced.line) });
        replaced.place = 'reversed';
        continue;
      }
      const [id, hold] = [...this.holds].find(
        ([holdId, one]) =>
          one.member === member && this.pointsOf([indebted], 'held').some((point) => point.hold === holdId),
      )!;
      if (!seats.has(id)) seats.set(id, hold.seats++);
      const held = this.pointsOf([indebted], 'held').sort((a, b) => a.seat - b.seat);
      held.find((point) => point.hold === id)!.place = 'reversed';
      Object.assign(payer, { place: 'held', hold: id, seat: seats.get(id) });
    }
  }

  // Returns.

  private goodsBack(actor: Actor, asked: Extract<Instruction, { kind: 'RETURN' }>): Expected {
    if (asked.storeId === null) return no('NOT_ALLOWED');
    const at = this.till(actor, asked.storeId, asked.occurredAt, null);
    if (asked.purchaseId === null) return this.withoutReceipt(asked, at);
    const purchase = this.original({ ...actor, storeIds: [] }, asked.purchaseId, ['PURCHASE']);
    if (purchase.partner !== at.partner.partnerId) no('TRANSACTION_UNKNOWN');
    if (asked.currency !== null && asked.currency !== 'EUR') no('CURRENCY_NOT_ACCEPTED');
    const { left } = purchase;
    const back = { points: 0n, amount: 0n };
    const lines = left.lines.map((line) => ({ ...line }));
    if (asked.lines.length > 0) {
      for (const { line, quantity } of asked.lines) {
        const rest = lines[line - 1];
        if (rest === undefined || quantity > rest.quantity) no('RETURN_EXCEEDS_PURCHASE');
        const points = takeProRata(rest.points, quantity, rest.quantity);
        const amount = takeProRata(rest.amount, quantity, rest.quantity);
        lines[line - 1] = {
          quantity: rest.quantity - quantity,
          points: rest.points - points,
          amount: rest.amount - amount,
        };
        back.points += points;
        back.amount += amount;
      }
    } else if (asked.amountMinor !== null) {
      if (purchase.hasLines) no('INVALID_INPUT');
      if (asked.amountMinor > left.amount) no('RETURN_EXCEEDS_PURCHASE');
      back.points = takeProRata(left.points, asked.amountMinor, left.amount);
      back.amount = asked.amountMinor;
    } else {
      if (left.amount === 0n) no('RETURN_EXCEEDS_PURCHASE');
      back.points = left.points;
      back.amount = left.amount;
      for (const line of lines) Object.assign(line, { quantity: 0n, points: 0n, amount: 0n });
    }
    this.late(at);
    purchase.left = { points: left.points - back.points, amount: left.amount - back.amount, lines };
    // What a return without a receipt has asked for already is not asked for again.
    const asking = Math.min(Number(back.points), this.askable(purchase));
    this.askBack(purchase.opened, asking, at.date, purchase.member);
    this.qualify(purchase.member, BigInt(-asking));
    return this.done('RETURN', purchase.member, at.partner);
  }

  private withoutReceipt(
    asked: Extract<Instruction, { kind: 'RETURN' }>,
    at: { partner: NaivePartner; date: string; at: Date },
  ): Expected {
    const { partner } = at;
    if (!partner.issuer) no('ROLE_NOT_GRANTED');
    if (asked.member === null || asked.amountMinor === null || asked.currency === null) no('INVALID_INPUT');
    if (asked.currency !== 'EUR') no('CURRENCY_NOT_ACCEPTED');
    const member = this.member(asked.member, false);
    this.late(at);
    let left = Number(asked.amountMinor / 100n);
    let requested = 0;
    const earned = this.lots.filter(
      (lot) => lot.owner === member && lot.parent === null && lot.issuer === partner.partnerId && !lot.adjustment,
    );
    for (const lot of earned.reverse()) {
      const points = Math.min(left, lot.points.length - lot.askedBack);
      left -= points;
      requested += points;
      this.takeFrom(
        this.familyOf(lot, (one) => one.owner === member),
        points,
      );
    }
    this.repay(member, at.date);
    this.qualify(member, BigInt(-requested));
    return this.done('RETURN', member, partner);
  }

  /** A lot and what transfers split off it, as far as `seen`, in the order of their making. */
  private familyOf(root: Lot, seen: (lot: Lot) => boolean): Lot[] {
    const family = [root];
    for (const lot of this.lots) if (lot.parent !== null && family.includes(lot.parent) && seen(lot)) family.push(lot);
    return family;
  }

  private askable({ opened: [root] }: Happened): number {
    return root === undefined ? 0 : root.points.length - root.askedBack;
  }

  private askBack(opened: readonly Lot[], points: number, date: string, member: string): void {
    const [root] = opened;
    if (root === undefined || points === 0) return;
    const family = this.familyOf(root, () => true);
    this.takeFrom(family, points);
    const others = [...new Set(family.map((lot) => lot.owner))].filter((owner) => owner !== member).sort();
    for (const owner of [member, ...others]) this.repay(owner, date);
  }

  private takeFrom(family: readonly Lot[], points: number): void {
    family[0]!.askedBack += points;
    let left = points;
    for (const place of ['pending', 'available'] as const) {
      for (const point of this.pointsOf(family, place).slice(0, left)) {
        point.place = 'reversed';
        left -= 1;
      }
    }
    for (const lot of family) {
      if (this.pointsOf([lot], 'pending').length === 0) lot.pendingUntil = null;
      const owed = this.debts.reduce((sum, debt) => sum + (debt.lot === lot ? debt.open : 0), 0);
      const gone = this.pointsOf([lot], 'redeemed').length + this.pointsOf([lot], 'held').length;
      const short = Math.min(left, gone - owed);
      left -= short;
      if (short > 0 && !lot.absorbs) this.debts.push({ owner: lot.owner, lot, open: short });
    }
  }

  // The operator and time.

  private reverse(actor: Actor, transactionId: string): Expected {
    if (actor.role !== 'operator') no('NOT_ALLOWED');
    const original = this.original(actor, transactionId, null);
    if (original.reversed) no('TRANSACTION_NOT_REVERSIBLE');
    const { member, opened, taken } = original;
    const date = dateOf(this.now);
    switch (original.kind) {
      case 'PURCHASE': {
        const points = this.askable(original);
        if (points === 0 && original.earned > 0) no('TRANSACTION_NOT_REVERSIBLE');
        this.askBack(opened, points, date, member);
        this.qualify(member, BigInt(-points));
        original.left = { points: 0n, amount: 0n, lines: [] };
        break;
      }
      case 'REDEMPTION':
      case 'CAPTURE': {
        const spent = this.redeemedBy(transactionId);
        if (spent.length === 0) no('TRANSACTION_NOT_REVERSIBLE');
        this.giveBack(member, spent, date);
        break;
      }
      case 'AUTHORISATION': {
        const hold = this.holds.get(transactionId)!;
        if (hold.state !== 'OPEN') no('TRANSACTION_NOT_REVERSIBLE');
        this.release(transactionId, hold, 'VOIDED');
        break;
      }
      case 'TRANSFER': {
        if (opened.some((lot) => lot.points.some(({ place }) => ['redeemed', 'held', 'moved'].includes(place))))
          no('INSUFFICIENT_POINTS');
        for (const lot of opened) {
          const back = this.pointsOf([lot], 'available');
          for (const point of back) point.place = 'moved';
          for (const point of this.pointsOf([lot.parent!], 'moved').slice(0, back.length)) point.place = 'available';
          if (back.length > 0) this.grace(lot.parent!, date);
        }
        this.repay(member, date);
        original.reversed = true;
        const wallets = { wallet: this.wallet(member), counterparty: this.wallet(original.to!) };
        return { ...this.done('REVERSAL', member, null), ok: true, ...wallets };
      }
      case 'ADJUSTMENT': {
        if (taken.length === 0) this.askBack(opened, this.askable(original), date, member);
        for (const part of taken) {
          for (const point of this.pointsOf([part.lot], 'reversed').slice(0, part.points)) point.place = 'available';
          this.grace(part.lot, date);
        }
        this.repay(member, date);
        break;
      }
      default:
        no('TRANSACTION_NOT_REVERSIBLE');
    }
    original.reversed = true;
    return this.done('REVERSAL', member, this.ownerOf(original));
  }

  private lapse(member: string, asOf: string): Expected {
    const did = { expired: 0, confirmed: 0, holds: 0 };
    const date = dateOf(this.now);
    if (this.terms.members.has(member)) {
      const own = this.lots.filter((lot) => lot.owner === member);
      for (const lot of own) {
        if (lot.pendingUntil === null || lot.pendingUntil > this.now) continue;
        const due = this.pointsOf([lot], 'pending');
        for (const point of due) point.place = 'available';
        lot.pendingUntil = null;
        did.confirmed += due.length;
        this.repay(member, date);
      }
      for (const [id, hold] of this.holds) {
        if (hold.member !== member || hold.state !== 'OPEN' || hold.expiresAt > this.now) continue;
        this.release(id, hold, 'EXPIRED');
        did.holds += 1;
      }
      const yesterday = plusDays(date, -1);
      const last = asOf < yesterday ? asOf : yesterday;
      for (const lot of own) {
        if (lot.expiresOn === null || lot.expiresOn > last) continue;
        for (const point of this.pointsOf([lot], 'available')) {
          point.place = 'expired';
          did.expired += 1;
        }
      }
    }
    const { expired, confirmed, holds } = did;
    return { ok: true, sweep: { expired: String(expired), confirmed: String(confirmed), holds: String(holds) } };
  }

  private qualify(member: string, points: bigint): void {
    this.qualifying.set(member, (this.qualifying.get(member) ?? 0n) + points);
  }

  private done(kind: string, member: string, partner: NaivePartner | null, more: Partial<Happened> = {}): Expected {
    this.happened.set(this.id, {
      kind,
      member,
      partner: partner?.partnerId ?? null,
      store: partner?.storeId ?? null,
      opened: [],
      earned: 0,
      left: { points: 0n, amount: 0n, lines: [] },
      hasLines: false,
      reversed: false,
      taken: [],
      ...more,
    });
    return { ok: true, wallet: this.wallet(member) };
  }
}

function mayAct(actor: Actor, partnerId: string | null): boolean {
  return actor.role === 'operator' || (actor.role === 'partner' && partnerId !== null && actor.partnerId === partnerId);
}
