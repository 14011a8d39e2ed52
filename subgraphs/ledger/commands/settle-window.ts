/**
 * Says that all money of a window has moved: every item that is not done is settled, once.
 *
 * lock -> the items -> one SETTLEMENT entry per partner (PARTNER against OP:BANK) -> journal, slots, items, state.
 *
 * Where the programme has a review, two persons have released the payments before (settlement-steps.ts), and this is the bank's word for
 * all of them at once; report-payment.ts is for one. A programme without dispute days has no review: its closed window is settled as it is.
 *
 * The entries carry the id of the window that they settle, not of the open one: they are the end of that window's items
 * (settlement.md's example posts SETTLE-W1 in W1) and leave the open window's net alone. A net leaves out the component
 * SETTLEMENT, so what was sealed stays what it was; a running position counts it, so that partners owe nothing they have paid.
 * What is carried forward is not paid here: it is the opening of the next window already.
 *
 * The same key again gets the same answer. Another key on a window that is settled gets WINDOW_STATE: money moves once.
 */
import { counted } from '../../shared/counted.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { WindowState } from '../domain/window-states.ts';
import type { WindowTerms } from '../domain/window-terms.ts';
import { moveItems, readItemsOf } from '../store/settlement/items.ts';
import { readWindows } from '../store/windows/read-windows.ts';
import { approveItems, bookPayments } from './settlement-items.ts';
import { runWindowCommand, type WindowCommand, type WindowCommandServices } from './window-command.ts';

export interface SettledWindow {
  readonly windowId: string;
}

/** Refusals in order: IDEMPOTENCY_KEY_REUSED, WINDOW_UNKNOWN, WINDOW_STATE. */
export async function settleWindow(
  services: WindowCommandServices,
  command: WindowCommand & {
    /** Whether a window has a review: its payments must have been released. Left out, none has. */
    readonly hasReview?: WindowTerms['hasReview'];
  },
): Promise<Outcome<SettledWindow>> {
  const { programmeId, windowId, hasReview = () => false } = command;
  return runWindowCommand<SettledWindow>(
    services,
    { ...command, kind: 'SETTLEMENT', statusWhenDone: 'OK', body: { windowId } },
    async (sql, transactionId, at) => {
      const [window] = await readWindows(sql, programmeId, [windowId]);
      if (window === undefined) {
        const refusal = refuse('WINDOW_UNKNOWN', 'No such settlement window in this programme.', ['input', 'windowId']);
        return { outcome: refused(refusal), sentence: 'The window was not settled.' };
      }
      const direct = window.state === 'CLOSED' && !hasReview(window);
      if (!direct && window.state !== 'SETTLING') {
        const refusal = refuse('WINDOW_STATE', whyNot(window.state), ['input', 'windowId']);
        return { outcome: refused(refusal), sentence: 'The window was not settled.' };
      }
      const settledAt = new Date(Math.max(at.getTime(), window.closedAt?.getTime() ?? 0));
      // Without a review nobody fixes rates: everybody is settled in the programme's currency.
      if (direct) await approveItems(sql, window, { dueOn: null, at: settledAt, conversions: [], ratesOf: null });
      // A payment that the bank refused has not moved: the word for the others leaves it as it is.
      const due = (await readItemsOf(sql, [windowId])).filter(({ state }) =>
        direct ? state === 'APPROVED' : state === 'INSTRUCTED' || state === 'OVERDUE',
      );
      if (due.length === 0 && !direct) {
        const refusal = refuse('WINDOW_STATE', 'No payment of the window is under way: release what is left.', [
          'input',
          'windowId',
        ]);
        return { outcome: refused(refusal), sentence: 'The window was not settled.' };
      }
      if (direct) {
        const itemIds = due.map(({ itemId }) => itemId);
        await moveItems(sql, itemIds, 'INSTRUCTED', null);
      }
      if (due.length > 0) {
        const payments = due.map((item) => ({ item, bankReference: null, bookedMinor: null }));
        await bookPayments(sql, window, payments, transactionId, settledAt);
      }
      return {
        outcome: accepted({ windowId }),
        sentence: `Window ${window.number} was settled: ${counted(due.length, 'partner paid or was paid', 'partners paid or were paid')}.`,
      };
    },
  );
}

function whyNot(state: WindowState): string {
  switch (state) {
    case 'OPEN':
      return 'The window is still open: close it first.';
    case 'CLOSING':
      return 'The window is being sealed: send the same under another key in a moment.';
    case 'SETTLED':
      return 'The window is settled already.';
    case 'FINALISED':
      return 'No payment of the window has been released.';
    case 'SUSPENDED':
    case 'ABORTED':
      return `The window is ${state}: nothing of it is paid.`;
    default:
      return 'The window is in review: it must be finalised and its payments released first.';
  }
}
