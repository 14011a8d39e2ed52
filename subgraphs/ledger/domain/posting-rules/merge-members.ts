// A member was found to be another (members/commands/merge-members.ts): everything that is alive of it moves over as it stands. Pending points stay
// pending, held ones held by the same hold, what is owed is owed on; to be undone as long as nothing of it was spent.
//
//   points    debit pending:, member:, held:<giver>    credit the same of <receiver>      one row for each bucket of the receiver's lot
//             where a return had asked for spent points: debit accepted:<a>, credit member:<giver>; debit member:<giver>, credit member:<receiver>;
//             debit member:<receiver>, credit accepted:<a>: the debt goes with the redemption lines that it will be repaid by taking over
//   money     none: what stood behind the points stands behind them still (R4, R5 as transfer-points.ts; a cent of R5's rounding goes to the margin)
//
// Each lot of the giver becomes one of the receiver. Nothing is repaid here, though one of the two may owe and the other have points: that waits for
// the next movement of the receiver (repay-debts.ts), so that a merge by mistake can be undone.
import { assert } from '../../../shared/assert.ts';
import type { Debt, Hold, Lot, MemberBook, MoneyLeg, RedemptionLine } from '../book.ts';
import { addLeg, lotOf, noteChange, type Posting, pointsAccount, walletChange, writeEntry } from '../posting.ts';
import { reserveLeft, takeRefundable } from './lot-money.ts';
import { openDebtOn, repayDebts } from './repay-debts.ts';

const LIVE = ['pending', 'available', 'held'] as const;

/** What moved over, as its undoing needs to know it. */
interface Merged {
  readonly lotIds: readonly string[];
  readonly lineIds: readonly string[];
  readonly holdIds: readonly string[];
  /** What was owed then, by debt: a debt keeps its id. */
  readonly owed: readonly { readonly debtId: string; readonly points: bigint }[];
}

/** Moves all that the giver has and owes. Lapsed points that no sweep has taken go along, and lapse there. */
export function mergeBooks(posting: Posting, giver: MemberBook, receiver: MemberBook): Merged {
  const legs: MoneyLeg[] = [];
  const children = new Map<string, Lot>();
  const lineIds: string[] = [];
  for (const lot of [...giver.lots.values()]) {
    const owes = openDebtOn(giver, lot.lotId) > 0n;
    if (!owes && LIVE.every((bucket) => lot[bucket] === 0n)) continue;
    const child = moveLot(posting, lot, receiver, owes ? lot.redeemed : 0n, legs);
    children.set(lot.lotId, child);
    if (owes)
      for (const line of linesOf(giver, lot)) lineIds.push(moveLine(posting, line, lot, child, receiver).lineId);
  }
  writeDrift(posting, legs);
  const holdIds = [...giver.holds.values()].filter(({ state }) => state === 'OPEN').map(({ holdId }) => holdId);
  for (const holdId of holdIds)
    moveHold(posting, holdId, giver, receiver, (lotId) => children.get(lotId)?.lotId ?? lotId);
  const debts = [...giver.debts.values()].filter(({ open }) => open > 0n);
  for (const debt of debts) moveDebt(posting, debt, giver, receiver, children.get(debt.lotId)!.lotId);
  return {
    lotIds: [...children.values()].map(({ lotId }) => lotId),
    lineIds,
    holdIds,
    owed: debts.map(({ debtId }) => ({ debtId, points: receiver.debts.get(debtId)!.open })),
  };
}

/**
 * Undoes a merge: what is left of the lots that came over goes back to those they came from, in the state in which it is now. Refuses when any of it
 * was spent, reserved or passed on since, or went into a debt, and when what was owed was repaid.
 */
export function unmergeBooks(
  posting: Posting,
  receiver: MemberBook,
  giver: MemberBook,
  merged: Merged,
): { points: bigint } | 'INSUFFICIENT_POINTS' {
  const children = merged.lotIds.map((lotId) => lotOf(receiver, lotId));
  const holds = [...receiver.holds.values()].filter(
    ({ holdId, state }) => state === 'OPEN' && merged.holdIds.includes(holdId),
  );
  const spent = children.some(
    (lot) =>
      lot.transferred > 0n ||
      lot.redeemed > sum(linesOf(receiver, lot).filter(({ lineId }) => merged.lineIds.includes(lineId))) ||
      lot.held > heldOn(holds, lot.lotId),
  );
  const repaid = merged.owed.some(({ debtId, points }) => (receiver.debts.get(debtId)?.open ?? 0n) < points);
  if (spent || repaid) return 'INSUFFICIENT_POINTS';
  const legs: MoneyLeg[] = [];
  const parents = new Map<string, string>();
  let points = 0n;
  for (const child of children) {
    assert(child.parentLotId !== null, `lot ${child.lotId} came by no transfer`);
    const parent = lotOf(giver, child.parentLotId);
    parents.set(child.lotId, parent.lotId);
    points += LIVE.reduce((all, bucket) => all + child[bucket], 0n);
    const lines = linesOf(receiver, child);
    moveBack(posting, child, parent, legs);
    for (const line of lines) moveLine(posting, line, child, parent, giver);
  }
  writeDrift(posting, legs);
  const parentOf = (lotId: string): string => parents.get(lotId) ?? lotId;
  for (const { holdId } of holds) moveHold(posting, holdId, receiver, giver, parentOf);
  for (const debt of [...receiver.debts.values()])
    if (debt.open > 0n && parents.has(debt.lotId)) moveDebt(posting, debt, receiver, giver, parentOf(debt.lotId));
  repayDebts(posting, giver);
  return { points };
}

/** A lot of the receiver with all that is alive of the giver's, and with room for so many redeemed points, whose lines are moved next. */
function moveLot(posting: Posting, lot: Lot, receiver: MemberBook, redeemed: bigint, legs: MoneyLeg[]): Lot {
  const { pending, available, held } = lot;
  const points = pending + available + held + redeemed;
  const reserveBefore = reserveLeft(lot);
  // What the pool would set aside again for the redeemed points, if they were refunded.
  const asideMinor = reserveLeft({ ...lot, available: available + redeemed }) - reserveBefore;
  const refundable = takeRefundable(lot, points);
  const child: Lot = {
    ...lot,
    lotId: posting.newId(),
    memberId: receiver.memberId,
    parentLotId: lot.lotId,
    points,
    redeemed: 0n,
    expired: 0n,
    reversed: 0n,
    transferred: 0n,
    askedBack: 0n,
    pricedPoints: points - pending,
    serviceMinor: refundable.serviceMinor,
    reserveRefundableMinor: refundable.reserveMinor,
    serviceRefundableMinor: refundable.serviceMinor,
  };
  for (const bucket of LIVE) lot[bucket] = 0n;
  lot.transferred += points - redeemed;
  lot.pendingUntil = null;
  const movedMinor = reserveBefore - reserveLeft(lot);
  child.reserveMinor = movedMinor + asideMinor;
  noteChange(posting, lot);
  receiver.lots.set(child.lotId, child);
  posting.openedLots.add(child);
  for (const bucket of LIVE) writeMove(posting, child, lot, child, bucket, child[bucket]);
  noteDrift(legs, reserveLeft(child) - movedMinor);
  return child;
}

/** Gives back to a lot what is left of the one that was split from it by a merge. */
function moveBack(posting: Posting, child: Lot, parent: Lot, legs: MoneyLeg[]): void {
  const points = child.pending + child.available + child.held + child.redeemed;
  if (points === 0n) return;
  const reserveBefore = reserveLeft(child) + reserveLeft(parent);
  const refundable = takeRefundable(child, points);
  if (parent.pricedPoints === 0n && child.pricedPoints > 0n) {
    // It became real meanwhile: its price goes back with it.
    parent.pricedPoints = child.pricedPoints;
    parent.reserveMinor = child.reserveMinor;
    parent.serviceMinor = child.serviceMinor;
  }
  const { redeemed } = child;
  for (const bucket of LIVE) {
    const part = child[bucket];
    child[bucket] = 0n;
    parent[bucket] += part;
    writeMove(posting, child, child, parent, bucket, part);
  }
  child.transferred += points - redeemed;
  parent.transferred -= points - redeemed;
  parent.pendingUntil = child.pendingUntil;
  child.pendingUntil = null;
  parent.reserveRefundableMinor += refundable.reserveMinor;
  parent.serviceRefundableMinor += refundable.serviceMinor;
  // An activity of the person may have moved its last day on.
  if (child.expiresOn !== null && parent.expiresOn !== null && child.expiresOn > parent.expiresOn)
    parent.expiresOn = child.expiresOn;
  noteDrift(legs, reserveLeft(child) + reserveLeft(parent) - reserveBefore);
  noteChange(posting, child);
  noteChange(posting, parent);
}

/** A row between two members; it names the lot that was split off. */
function writeMove(
  posting: Posting,
  named: Lot,
  from: Lot,
  to: Lot,
  bucket: 'pending' | 'available' | 'held',
  points: bigint,
): void {
  if (points === 0n) return;
  const { lotId, memberId } = named;
  posting.transfers.push({
    ...{ lotId, memberId, points },
    debit: pointsAccount(from, bucket),
    credit: pointsAccount(to, bucket),
  });
  walletChange(posting, from.memberId)[bucket] -= points;
  walletChange(posting, to.memberId)[bucket] += points;
}

/** What a lot paid is paid by another: the whole line with its fee. */
function moveLine(posting: Posting, line: RedemptionLine, from: Lot, to: Lot, book: MemberBook): RedemptionLine {
  const { points, acceptorId } = line;
  const moved: RedemptionLine = { ...line, lineId: posting.newId(), memberId: to.memberId, lotId: to.lotId };
  line.points = 0n;
  line.amountMinor = 0n;
  line.feeMinor = 0n;
  line.feePoints = 0n;
  book.lines.set(moved.lineId, moved);
  posting.lines.add(line).add(moved);
  const child = from.parentLotId === to.lotId ? from : to;
  from.redeemed -= points;
  from.transferred += points;
  to.redeemed += points;
  if (child === from) to.transferred -= points;
  noteChange(posting, from);
  noteChange(posting, to);
  const accepted = pointsAccount(from, 'redeemed', acceptorId);
  const row = (lot: Lot, debit: string, credit: string): void => {
    posting.transfers.push({ lotId: lot.lotId, memberId: lot.memberId, debit, credit, points });
  };
  row(from, accepted, pointsAccount(from, 'available'));
  row(child, pointsAccount(from, 'available'), pointsAccount(to, 'available'));
  row(to, pointsAccount(to, 'available'), accepted);
  return moved;
}

/** The hold goes on as the other member's, on its lots, in the order in which they were allocated. */
function moveHold(
  posting: Posting,
  holdId: string,
  from: MemberBook,
  to: MemberBook,
  lotFor: (lotId: string) => string,
): void {
  const hold = from.holds.get(holdId)!;
  from.holds.delete(holdId);
  hold.memberId = to.memberId;
  for (const held of [...hold.lots]) {
    if (held.points === 0n) continue;
    hold.lots.push({ lotId: lotFor(held.lotId), points: held.points });
    held.points = 0n;
  }
  to.holds.set(holdId, hold);
  posting.holds.add(hold);
}

/** What is owed is owed by the other member, under the same id. */
function moveDebt(posting: Posting, debt: Debt, from: MemberBook, to: MemberBook, lotId: string): void {
  const { open } = debt;
  const moved: Debt = { ...debt, memberId: to.memberId, lotId, open };
  debt.open = 0n;
  to.debts.set(debt.debtId, moved);
  posting.debts.add(debt).add(moved);
  walletChange(posting, from.memberId).arrears -= open;
  walletChange(posting, to.memberId).arrears += open;
}

function linesOf(book: MemberBook, lot: Lot): RedemptionLine[] {
  return [...book.lines.values()].filter((line) => line.lotId === lot.lotId && line.points > 0n);
}

function sum(lines: readonly RedemptionLine[]): bigint {
  return lines.reduce((points, line) => points + line.points, 0n);
}

function heldOn(holds: readonly Hold[], lotId: string): bigint {
  return holds
    .flatMap(({ lots }) => lots)
    .reduce((points, held) => points + (held.lotId === lotId ? held.points : 0n), 0n);
}

function noteDrift(legs: MoneyLeg[], driftMinor: bigint): void {
  addLeg(legs, 'OP:RESERVE', 'ADJUSTMENT', driftMinor);
  addLeg(legs, 'OP:REV_REDEMPTION_MARGIN', 'ADJUSTMENT', -driftMinor);
}

function writeDrift(posting: Posting, legs: readonly MoneyLeg[]): void {
  writeEntry(posting, 'ADJUSTMENT', legs);
}
