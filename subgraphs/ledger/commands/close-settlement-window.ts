/**
 * Closes the open window, seals every partner's net in it, and opens the next: one transaction, posting goes on around it.
 *
 * lock the programme's posting -> read the window and its slots -> net (settlement R20) -> seal, open the next, remember.
 *
 * Exact because of the lock: every batch that fell in the window has committed, and none can still fall in it. Cheap because
 * of the slots: partners x components x lanes rows are read, never the history; a million transfers cost what ten cost.
 *
 * The sums are asserted to be zero with the operator's own side counted for itself; a window whose journal does not balance
 * is a fault and stays open. CLOSING is passed through within the transaction: nobody ever sees it while sealing is this
 * short. A window without any transaction, where nothing is to be paid either, is settled at once (settlement.md 5.1).
 *
 * Two closers at once: the second waits, then finds the window closed and gets WINDOW_STATE.
 */
import type { AnySql } from '../../../db/client.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import { levyLegs, levyShares, type NettingPartner, netWindow } from '../domain/netting.ts';
import type { WindowTerms } from '../domain/window-terms.ts';
import { countTransactions } from '../store/windows/count-transactions.ts';
import { appendEntries } from '../store/windows/entries.ts';
import { readLevyBases } from '../store/windows/read-levy-bases.ts';
import { readOpenings } from '../store/windows/read-openings.ts';
import { readWindowTotals } from '../store/windows/read-window-totals.ts';
import { allFinalBefore, readWindows } from '../store/windows/read-windows.ts';
import type { WindowRow } from '../store/windows/window-row.ts';
import { insertNetPositions, openNextWindow, sealWindow } from '../store/windows/write-close.ts';
import { runWindowCommand, type WindowCommand, type WindowCommandServices } from './window-command.ts';

export interface CloseWindow extends WindowCommand {
  /** Name of the window that is closed, 1 to 100 characters. */
  readonly label: string | null;
  /** Nets closer to zero than this are carried into the next window; 0 pays everything. Minor units. */
  readonly carryForwardBelowMinor: bigint;
  /** The programme's terms: levy, thresholds by contract (instead of the one above), review. Left out: no levy and no review. */
  readonly terms?: WindowTerms;
}

/** Ids, so that a replay shows the windows as they are by then. */
export interface ClosedWindow {
  readonly windowId: string;
  readonly openedId: string;
}

/** Refusals in order: IDEMPOTENCY_KEY_REUSED, WINDOW_UNKNOWN, WINDOW_STATE. */
export async function closeSettlementWindow(
  services: WindowCommandServices,
  command: CloseWindow,
): Promise<Outcome<ClosedWindow>> {
  const body = { windowId: command.windowId, label: command.label };
  return runWindowCommand<ClosedWindow>(
    services,
    { ...command, kind: 'WINDOW_CLOSE', statusWhenDone: 'NOTED', body },
    async (sql, transactionId, at) => {
      const [window] = await readWindows(sql, command.programmeId, [command.windowId]);
      const refusal = refusalOf(window);
      if (window === undefined || refusal !== null) {
        return { outcome: refused(refusal ?? unknownWindow()), sentence: 'The window was not closed.' };
      }
      // The clock of another machine may be behind the one that opened the window.
      const closedAt = new Date(Math.max(at.getTime(), window.openedAt.getTime()));
      const { terms } = command;
      if (terms !== undefined) await levy(sql, window, transactionId, terms);
      const netting = await netOf(
        sql,
        window,
        terms === undefined
          ? command.carryForwardBelowMinor
          : (partnerId) => terms.carryForwardBelowMinor(partnerId, closedAt),
      );
      const counted = await countTransactions(sql, [window.windowId]);
      const nothingToPay = netting.positions.every((position) => position.settledMinor === 0n);
      // What may still be appended to an earlier window would change what this one brings in.
      const nothingComes =
        terms?.hasReview !== true || (await allFinalBefore(sql, window.programmeId, window.number, false));
      const openedId = services.ids();
      await sealWindow(sql, window, netting, {
        label: command.label,
        closedAt,
        settled: counted.length === 0 && nothingToPay && nothingComes,
      });
      await insertNetPositions(sql, window.windowId, netting);
      await openNextWindow(sql, window, { windowId: openedId, openedAt: closedAt });
      return {
        outcome: accepted({ windowId: window.windowId, openedId }),
        sentence: `Window ${window.number} was closed and window ${window.number + 1} opened.`,
      };
    },
  );
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

function unknownWindow() {
  return refuse('WINDOW_UNKNOWN', 'No such settlement window in this programme.', ['input', 'windowId']);
}
