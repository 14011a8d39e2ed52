/**
 * Closes the open window and opens the next, then seals every partner's net: posting goes on around it.
 *
 * cut    lock the programme's posting -> the window is CLOSING, the next is open -> remember                    (one transaction)
 * seal   lock -> levy -> net (settlement R20) from the slots -> nets, items, state -> CLOSED                      (another)
 *
 * Exact because of the lock: every batch that fell in the window has committed, and none can still fall in it. Cheap because
 * of the slots: partners x components x lanes rows are read, never the history; a million transfers cost what ten cost.
 *
 * A process that dies in between leaves a window that is CLOSING: whoever comes next seals it (the same request again, the next close,
 * or the scheduler), once. The sums are asserted to be zero with the operator's own side counted for itself; a window whose journal does
 * not balance is a fault and stays CLOSING. A window without any transaction, where nothing is to be paid either, is settled at once
 * (settlement.md 5.1).
 *
 * Two closers at once: the second waits, then finds the window closed and gets WINDOW_STATE.
 */
import type { AnySql, TransactionSql } from '../../../db/client.ts';
import { assert } from '../../shared/assert.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import { businessDate } from '../domain/business-calendar.ts';
import { endOfDay } from '../domain/close-schedule.ts';
import { levyLegs, levyShares, type NettingPartner, netWindow } from '../domain/netting.ts';
import { stateWhenFinal } from '../domain/settlement-items.ts';
import type { WindowTerms } from '../domain/window-terms.ts';
import { decideItems, upsertItems } from '../store/settlement/items.ts';
import { lockWindowsForClosing } from '../store/window-lock.ts';
import { countTransactions } from '../store/windows/count-transactions.ts';
import { appendEntries } from '../store/windows/entries.ts';
import { readLevyBases } from '../store/windows/read-levy-bases.ts';
import { readOpenings } from '../store/windows/read-openings.ts';
import { readWindowTotals } from '../store/windows/read-window-totals.ts';
import { allBeforeAre, readClosingWindows, readWindows } from '../store/windows/read-windows.ts';
import type { WindowRow } from '../store/windows/window-row.ts';
import { insertNetPositions, markClosing, openNextWindow, sealWindow } from '../store/windows/write-close.ts';
import { runWindowCommand, type WindowCommand, type WindowCommandServices } from './window-command.ts';

export interface CloseWindow extends WindowCommand {
  /** Name of the window that is closed, 1 to 100 characters. */
  readonly label: string | null;
  /** The cut-off of the programme's schedule that this stands for; left out when somebody closes by hand. */
  readonly cutOffAt?: Date | null;
  /** The window's last day, where somebody closes by hand before or after that day's end. From the day it opened to the day of the close. */
  readonly closeDate?: string | null;
  /** The programme's terms: levy, thresholds, review. */
  readonly terms: WindowTerms;
}

/** Ids, so that a replay shows the windows as they are by then. */
export interface ClosedWindow {
  readonly windowId: string;
  readonly openedId: string;
}

/** Refusals in order: IDEMPOTENCY_KEY_REUSED, WINDOW_UNKNOWN, WINDOW_STATE, INVALID_INPUT (a `closeDate` on which the window was not open). */
export async function closeSettlementWindow(
  services: WindowCommandServices,
  command: CloseWindow,
): Promise<Outcome<ClosedWindow>> {
  const outcome = await cutWindow(services, command);
  if (outcome.ok) await sealClosingWindows(services, command.programmeId, command.terms);
  return outcome;
}

/** The first half of a close: the window takes no more postings, the next one does. */
export async function cutWindow(services: WindowCommandServices, command: CloseWindow): Promise<Outcome<ClosedWindow>> {
  const { windowId, label, closeDate = null, terms } = command;
  return runWindowCommand<ClosedWindow>(
    services,
    { ...command, kind: 'WINDOW_CLOSE', statusWhenDone: 'NOTED', body: { windowId, label, closeDate } },
    async (sql, transactionId, at) => {
      const [window] = await readWindows(sql, command.programmeId, [windowId]);
      const refusal = refusalOf(window);
      if (window === undefined || refusal !== null) {
        return { outcome: refused(refusal ?? unknownWindow()), sentence: 'The window was not closed.' };
      }
      // The clock of another machine may be behind the one that opened the window.
      const closingAt = new Date(Math.max(at.getTime(), window.openedAt.getTime()));
      if (closeDate !== null && !wasOpenOn(window, closeDate, closingAt, terms.timeZone))
        return { outcome: refused(noSuchDay()), sentence: 'The window was not closed.' };
      const cutOffAt = closeDate === null ? (command.cutOffAt ?? null) : endOfDay(closeDate, terms.timeZone);
      const openedId = services.ids();
      await markClosing(sql, windowId, { label, closingAt, cutOffAt, transactionId });
      await openNextWindow(sql, window, { windowId: openedId, openedAt: closingAt });
      return {
        outcome: accepted({ windowId, openedId }),
        sentence: `Window ${window.number} was closed and window ${window.number + 1} opened.`,
      };
    },
  );
}

/** The second half: seals whatever is CLOSING, the oldest first, each once. Does nothing when there is none. */
export async function sealClosingWindows(
  { database, ids }: WindowCommandServices,
  programmeId: string,
  terms: WindowTerms,
): Promise<void> {
  for (const { windowId } of await readClosingWindows(database.sql, programmeId)) {
    await database.withTransaction(
      async ({ sql }) => {
        await lockWindowsForClosing(sql, programmeId);
        const [window] = await readWindows(sql, programmeId, [windowId]);
        if (window?.state === 'CLOSING') await seal(sql, window, terms, ids);
      },
      { attempts: 3 },
    );
  }
}

async function seal(sql: TransactionSql, window: WindowRow, terms: WindowTerms, ids: () => string): Promise<void> {
  const { closingAt, closeTransactionId, windowId, programmeId, number } = window;
  assert(closingAt !== null && closeTransactionId !== null, 'a closing window knows when and by what it is closed');
  await levy(sql, window, closeTransactionId, terms);
  const netting = await netOf(sql, window, (partnerId) => terms.carryForwardBelowMinor(partnerId, closingAt));
  const counted = await countTransactions(sql, [windowId]);
  const nothingToPay = netting.positions.every((position) => position.settledMinor === 0n);
  // What may still be appended to an earlier window, or carried on from it, would change what this one brings in.
  const nothingComes =
    !terms.hasReview(window) || (await allBeforeAre(sql, programmeId, number, ['SETTLING', 'SETTLED', 'ABORTED']));
  const settled = counted.length === 0 && nothingToPay && nothingComes;
  await sealWindow(sql, window, netting, settled);
  await insertNetPositions(sql, windowId, netting);
  const items = netting.positions.map(({ partnerId, netMinor }) => ({
    itemId: ids(),
    partnerId,
    amountMinor: netMinor,
  }));
  await upsertItems(sql, { programmeId, windowId, currency: terms.currency }, items);
  if (!settled) return;
  const decided = netting.positions.map(({ partnerId, action }) => ({
    partnerId,
    ...{ state: stateWhenFinal(action), settlement: null },
  }));
  await decideItems(sql, windowId, decided, { dueOn: null, ratesOf: null, at: closingAt });
}

/** Settlement R19: what the window costs, split over the partners by the points they funded in it. Nobody funded any: no levy. */
async function levy(sql: AnySql, window: WindowRow, transactionId: string, terms: WindowTerms): Promise<void> {
  if (terms.levyMinor === 0n) return;
  const funded = new Map((await readLevyBases(sql, window.windowId)).map((base) => [base.partnerId, base.points]));
  const bases = terms.partnerIds.map((partnerId) => ({ partnerId, points: funded.get(partnerId) ?? 0n }));
  const legs = levyLegs(levyShares(terms.levyMinor, bases));
  if (legs.length === 0) return;
  await appendEntries(sql, { ...window, transactionId }, [{ type: 'LEVY', legs }]);
}

/**
 * A window's netting from the slots and what the window before carried forward; also what an open window would come to now. The threshold
 * is one for all, or each partner's own.
 */
export async function netOf(
  sql: AnySql,
  window: WindowRow,
  carryForwardBelow: bigint | ((partnerId: string) => bigint),
) {
  const belowOf = typeof carryForwardBelow === 'bigint' ? () => carryForwardBelow : carryForwardBelow;
  const totals = await readWindowTotals(sql, [window.windowId]);
  const openings = await readOpenings(sql, window.programmeId, window.number);
  const partners = new Map<string, NettingPartner>();
  for (const { partnerId, openingMinor } of openings) {
    partners.set(partnerId, { partnerId, openingMinor, carryForwardBelowMinor: belowOf(partnerId) });
  }
  for (const { account } of totals) {
    const partnerId = account.startsWith('PARTNER:') ? account.slice('PARTNER:'.length) : null;
    if (partnerId === null || partners.has(partnerId)) continue;
    partners.set(partnerId, { partnerId, openingMinor: 0n, carryForwardBelowMinor: belowOf(partnerId) });
  }
  const inOrder = [...partners.values()].sort((left, right) => (left.partnerId < right.partnerId ? -1 : 1));
  return netWindow(inOrder, totals);
}

function refusalOf(window: WindowRow | undefined) {
  if (window === undefined) return unknownWindow();
  if (window.state === 'OPEN') return null;
  return refuse('WINDOW_STATE', 'This window is closed already; only the open one can be closed.', [
    'input',
    'windowId',
  ]);
}

function wasOpenOn(window: WindowRow, day: string, closingAt: Date, timeZone: string): boolean {
  return businessDate(window.openedAt, timeZone) <= day && day <= businessDate(closingAt, timeZone);
}

function noSuchDay() {
  const sentence = 'The last day of a window is a day on which it was open, in the programme’s time zone.';
  return refuse('INVALID_INPUT', sentence, ['input', 'closeDate']);
}

function unknownWindow() {
  return refuse('WINDOW_UNKNOWN', 'No such settlement window in this programme.', ['input', 'windowId']);
}
