/**
 * Settles a closed window: every net amount is paid or collected, once.
 *
 * lock -> read the sealed nets -> one SETTLEMENT entry per partner (PARTNER against OP:BANK) -> journal, slots, state.
 *
 * The entries carry the id of the window that they settle, not of the open one: they are the end of that window's items
 * (settlement.md's example posts SETTLE-W1 in W1) and leave the open window's net alone. A net leaves out the component
 * SETTLEMENT, so what was sealed stays what it was; a running position counts it, so that partners owe nothing they have paid.
 * What is carried forward is not paid here: it is the opening of the next window already.
 *
 * The same key again gets the same answer. Another key on a window that is settled gets WINDOW_STATE: money moves once.
 */
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import { settlementEntries } from '../domain/settlement-entries.ts';
import { readNetPositions } from '../store/windows/read-net-positions.ts';
import { readWindows } from '../store/windows/read-windows.ts';
import { addSettlementToSlots, insertSettlementEntries, markSettled } from '../store/windows/write-settlement.ts';
import { runWindowCommand, type WindowCommand, type WindowCommandServices } from './window-command.ts';

export interface SettledWindow {
  readonly windowId: string;
}

/** Refusals in order: IDEMPOTENCY_KEY_REUSED, WINDOW_UNKNOWN, WINDOW_STATE. */
export async function settleWindow(
  services: WindowCommandServices,
  command: WindowCommand & {
    /** The programme has a review: the window must be FINALISED, not merely CLOSED. */
    readonly hasReview?: boolean;
  },
): Promise<Outcome<SettledWindow>> {
  const body = { windowId: command.windowId };
  return runWindowCommand<SettledWindow>(
    services,
    { ...command, kind: 'SETTLEMENT', statusWhenDone: 'OK', body },
    async (sql, transactionId, at) => {
      const [window] = await readWindows(sql, command.programmeId, [command.windowId]);
      if (window === undefined) {
        const refusal = refuse('WINDOW_UNKNOWN', 'No such settlement window in this programme.', ['input', 'windowId']);
        return { outcome: refused(refusal), sentence: 'The window was not settled.' };
      }
      const ready = window.state === 'FINALISED' || (window.state === 'CLOSED' && command.hasReview !== true);
      if (!ready) {
        const message =
          window.state === 'OPEN'
            ? 'The window is still open: close it first.'
            : window.state === 'SETTLED'
              ? 'The window is settled already.'
              : 'The window is in review: finalise it first.';
        const refusal = refuse('WINDOW_STATE', message, ['input', 'windowId']);
        return { outcome: refused(refusal), sentence: 'The window was not settled.' };
      }
      const entries = settlementEntries(await readNetPositions(sql, [window.windowId]));
      if (entries.length > 0) {
        await insertSettlementEntries(sql, { transactionId, ...command }, entries);
        await addSettlementToSlots(sql, window.windowId, entries);
      }
      await markSettled(sql, window.windowId, new Date(Math.max(at.getTime(), window.closedAt?.getTime() ?? 0)));
      return {
        outcome: accepted({ windowId: window.windowId }),
        sentence: `Window ${window.number} was settled: ${entries.length} partners paid or were paid.`,
      };
    },
  );
}
