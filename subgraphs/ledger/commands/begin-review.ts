/**
 * Partners have their advice of a closed window: from here on it is in review, until the last day for disputes is over and two persons
 * have signed it off.
 *
 * lock -> the window is CLOSED, its advice is signed -> IN_REVIEW.
 */
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { WindowTerms } from '../domain/window-terms.ts';
import { readWindows } from '../store/windows/read-windows.ts';
import { markInReview } from '../store/windows/write-close.ts';
import { runWindowCommand, type WindowCommand, type WindowCommandServices } from './window-command.ts';

/** Refusals in order: IDEMPOTENCY_KEY_REUSED, WINDOW_UNKNOWN, WINDOW_STATE. `hasReview`: whether the cycle of a window has dispute days. */
export async function beginReview(
  services: WindowCommandServices,
  command: WindowCommand & { readonly hasReview: WindowTerms['hasReview'] },
): Promise<Outcome<{ readonly windowId: string }>> {
  const { programmeId, windowId, hasReview } = command;
  return runWindowCommand<{ readonly windowId: string }>(
    services,
    { ...command, kind: 'WINDOW_REVIEW', statusWhenDone: 'NOTED', body: { windowId } },
    async (sql, _transactionId, at) => {
      const not = (code: 'WINDOW_UNKNOWN' | 'WINDOW_STATE', message: string) => ({
        outcome: refused(refuse(code, message, ['input', 'windowId'])),
        sentence: 'The review did not begin.',
      });
      const [window] = await readWindows(sql, programmeId, [windowId]);
      if (window === undefined) return not('WINDOW_UNKNOWN', 'No such settlement window in this programme.');
      if (window.state !== 'CLOSED') return not('WINDOW_STATE', `The window is ${window.state}, not CLOSED.`);
      if (!hasReview(window))
        return not('WINDOW_STATE', 'The window’s cycle has no dispute days: a closed window is settled.');
      if (window.advisedAt === null)
        return not('WINDOW_STATE', 'The advice is not signed yet: send the same under another key in a moment.');
      await markInReview(sql, windowId, at);
      return { outcome: accepted({ windowId }), sentence: `The review of window ${window.number} begins.` };
    },
  );
}
