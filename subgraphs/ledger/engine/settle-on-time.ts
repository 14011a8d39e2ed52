/**
 * What time does to settlement windows: they close at their cut-off, their review begins on the day of the advice, what two persons agreed early
 * is done when its day comes, what disputes were upheld for is given back, collections that were not paid are overdue.
 *
 * Everything it knows stands in the database: the states of windows and the programme's schedule. So it survives restarts by having nothing to
 * remember, goes on where a process died (a window that is CLOSING is sealed), and any number of processes may run it: each step is an ordinary
 * command under the programme's lock and a key made of the window, done by the first and found done by the others.
 */
import type { Clock } from '../../shared/clock.ts';
import { beginReview } from '../commands/begin-review.ts';
import { closeSettlementWindow, sealClosingWindows } from '../commands/close-settlement-window.ts';
import { finishApproved } from '../commands/settlement-steps.ts';
import type { WindowCommandServices } from '../commands/window-command.ts';
import { businessDate } from '../domain/business-calendar.ts';
import { cutOffDue, labelAt } from '../domain/close-schedule.ts';
import type { Reference } from '../domain/reference.ts';
import { cycleOf, cycleTermsAt, windowTermsOf } from '../domain/window-terms.ts';
import { anyFallingDue, markOverdue } from '../store/settlement/items.ts';
import { lockWindowsForClosing } from '../store/window-lock.ts';
import { readOpenWindow, readProgrammesWithWindows, readUnsettledWindows } from '../store/windows/read-windows.ts';

export interface SettlingServices extends WindowCommandServices {
  readonly clock: Clock;
  readonly reference: (programmeId: string) => Promise<Reference | null>;
  /** Signs what statements of a window are due. */
  readonly signStatements: (windowId: string) => Promise<void>;
  /** Gives back what decided disputes were upheld for. */
  readonly postDisputeOutcomes: (programmeId: string) => Promise<void>;
}

/** Keys of what nobody asked for. */
const KEY_SPACE = 'schedule';

/** Does what is due in a programme's settlement now. Doing it again, or at the same time elsewhere, changes nothing. */
export async function settleOnTime(services: SettlingServices, programmeId: string): Promise<void> {
  const { database, clock } = services;
  const { sql } = database;
  const reference = await services.reference(programmeId);
  if (reference === null) return;
  const { timeZone } = reference.programme;
  const terms = windowTermsOf(reference);
  await sealClosingWindows(services, programmeId, terms);

  const open = await readOpenWindow(sql, programmeId);
  const { closeSchedule = 'MANUAL' } = open === null ? {} : cycleTermsAt(reference, open.openedAt);
  const cutOffAt = open === null ? null : cutOffDue(closeSchedule, open.openedAt, clock(), timeZone);
  if (open !== null && cutOffAt !== null) {
    const { windowId } = open;
    const label = labelAt(closeSchedule, cutOffAt, timeZone);
    const key = { programmeId, keySpace: KEY_SPACE, idempotencyKey: `close ${windowId}` };
    await closeSettlementWindow(services, { ...key, windowId, label, cutOffAt, terms });
  }

  const today = businessDate(clock(), timeZone);
  for (const window of await readUnsettledWindows(sql, programmeId)) {
    const { windowId, state, closedAt, cutOffAt: from, advisedAt } = window;
    if (state !== 'CLOSED' || closedAt === null) continue;
    if (advisedAt === null) await services.signStatements(windowId);
    else if (terms.hasReview(window) && cycleOf(reference, window, from ?? closedAt).advice <= today) {
      const key = { programmeId, keySpace: KEY_SPACE, idempotencyKey: `review ${windowId}` };
      await beginReview(services, { ...key, windowId, hasReview: terms.hasReview });
    }
  }
  await services.postDisputeOutcomes(programmeId);
  for (const windowId of await finishApproved(services, programmeId, reference))
    await services.signStatements(windowId);
  // The lock keeps posting waiting for a moment: only when something is overdue.
  if (await anyFallingDue(sql, programmeId, today))
    await database.withTransaction(async (tx) => {
      await lockWindowsForClosing(tx.sql, programmeId);
      await markOverdue(tx.sql, programmeId, today);
    });
}

/** Settles every programme on time, one after the other, now and then. Returns how to stop; stopping waits for the round under way. */
export function startSettling(
  services: SettlingServices,
  everyMillis: number,
  onFault: (fault: unknown) => void,
): () => Promise<void> {
  let stopped = false;
  let running: Promise<void> | null = null;
  const settleAll = async (): Promise<void> => {
    try {
      for (const programmeId of await readProgrammesWithWindows(services.database.sql)) {
        if (stopped) return;
        // What is wrong with one programme does not keep the others waiting.
        await settleOnTime(services, programmeId).catch(onFault);
      }
    } catch (fault) {
      onFault(fault);
    }
  };
  const timer = setInterval(() => {
    running ??= settleAll().finally(() => {
      running = null;
    });
  }, everyMillis);
  timer.unref();
  return async () => {
    stopped = true;
    clearInterval(timer);
    await running;
  };
}
