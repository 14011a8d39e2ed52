/**
 * Ends the review of a closed window: from here on nothing is appended to it, and what it carries forward is what the next one brings in.
 *
 * lock -> the window is closed, and every one before it is final -> state. Money moves when it is settled (settle-window.ts).
 */
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import { allFinalBefore, readWindows } from '../store/windows/read-windows.ts';
import { markFinalised } from '../store/windows/write-close.ts';
import { runWindowCommand, type WindowCommand, type WindowCommandServices } from './window-command.ts';

/** Refusals in order: IDEMPOTENCY_KEY_REUSED, WINDOW_UNKNOWN, WINDOW_STATE. */
export async function finaliseWindow(
  services: WindowCommandServices,
  command: WindowCommand,
): Promise<Outcome<{ readonly windowId: string }>> {
  const { programmeId, windowId } = command;
  return runWindowCommand<{ readonly windowId: string }>(
    services,
    { ...command, kind: 'WINDOW_FINALISE', statusWhenDone: 'NOTED', body: { windowId } },
    async (sql, _transactionId, at) => {
      const not = (code: 'WINDOW_UNKNOWN' | 'WINDOW_STATE', message: string) => ({
        outcome: refused(refuse(code, message, ['input', 'windowId'])),
        sentence: 'The window was not finalised.',
      });
      const [window] = await readWindows(sql, programmeId, [windowId]);
      if (window === undefined) return not('WINDOW_UNKNOWN', 'No such settlement window in this programme.');
      if (window.state !== 'CLOSED' && window.state !== 'IN_REVIEW')
        return not(
          'WINDOW_STATE',
          window.state === 'OPEN' ? 'The window is still open: close it first.' : 'The window is final already.',
        );
      if (!(await allFinalBefore(sql, programmeId, window.number, false)))
        return not('WINDOW_STATE', 'A window before this one is still in review: finalise that first.');
      await markFinalised(sql, windowId, at);
      return { outcome: accepted({ windowId }), sentence: `The review of window ${window.number} is over.` };
    },
  );
}
