/**
 * Keeps the statements of every window up with its postings, and signs what is due: a watch that runs beside posting.
 *
 * open    how far entries are surely committed -> passes of grow-statements.ts until there. At full load a window is never more than about
 *         a second of postings behind, and a close finds as much left to hash
 * closed  issue-statements.ts: what the close itself did not come to, because its process died or somebody else closed
 *
 * Every process runs one; of a window one takes a pass at a time, the others go on to the next. A failure is told and tried again.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from '../../../db/client.ts';
import { windowTermsOf } from '../domain/window-terms.ts';
import { readLastBatch, readPosters } from '../store/statements/posting-frontier.ts';
import { tryLockStatements } from '../store/statements/statement-progress.ts';
import { readWindowsToState, type WindowToState } from '../store/statements/windows-to-state.ts';
import { countTransactions } from '../store/windows/count-transactions.ts';
import { growStatements } from './grow-statements.ts';
import { issueStatements, type StatementServices, statementDue } from './issue-statements.ts';
import { signAgain } from './sign-again.ts';

/** Milliseconds to wait for batches in flight, one step after the other: 2 s in all. */
const WAITS = [5, 10, 20, 40, 80, 160, 320, 640, 725];
/** Transactions that must be waiting: fewer are left to the close, for every pass writes the last tile of each partner again. */
const WORTH_A_PASS = 500n;

/**
 * The last number of the order of posting up to which every entry of the programme is committed or never will be; null when somebody who
 * posts takes longer than two seconds.
 */
export async function settledBatch(sql: Sql, programmeId: string): Promise<bigint | null> {
  const batch = await readLastBatch(sql);
  let posters = await readPosters(sql, programmeId);
  for (const wait of WAITS) {
    if (posters.length === 0) return batch;
    await delay(wait);
    const still = new Set(await readPosters(sql, programmeId));
    posters = posters.filter((poster) => still.has(poster));
  }
  return null;
}

/** Takes what is surely committed of an open window over into its statements. False when it has to be left for later. */
export async function followWindow(services: StatementServices, window: WindowToState): Promise<boolean> {
  const { database, clock, keys } = services;
  const { windowId, programmeId } = window;
  const reference = await services.reference(programmeId);
  const through = await settledBatch(database.sql, programmeId);
  if (reference === null || through === null) return false;
  const growing = { ...window, currency: reference.programme.currency };
  for (;;) {
    const pass = await database.withTransaction(async ({ sql }) =>
      (await tryLockStatements(sql, windowId)) ? growStatements(sql, keys, growing, through, clock()) : null,
    );
    // Another process is at it.
    if (pass === null) return false;
    if (!pass) return true;
  }
}

/** Signs what is due of a window that is closed. */
async function issueIfDue(services: StatementServices, window: WindowToState): Promise<void> {
  if (window.closedAt === null) return;
  const reference = await services.reference(window.programmeId);
  if (reference !== null && statementDue(window, windowTermsOf(reference)) !== null)
    await issueStatements(services, window.windowId);
}

/** Follows until stopped; stopping waits for the round under way. */
export function startFollowing(
  services: StatementServices,
  everyMillis: number,
  onFault: (fault: unknown) => void,
): () => Promise<void> {
  let stopped = false;
  let running: Promise<void> | null = null;
  /** Transactions that open windows had when they were last followed. */
  const followed = new Map<string, bigint>();

  const follow = async (window: WindowToState): Promise<void> => {
    const { windowId } = window;
    for (;;) {
      const [count] = await countTransactions(services.database.sql, [windowId]);
      const transactions = count?.transactions ?? 0n;
      if (stopped || transactions - (followed.get(windowId) ?? 0n) < WORTH_A_PASS) return;
      if (!(await followWindow(services, window))) return;
      followed.set(windowId, transactions);
    }
  };

  const round = async (): Promise<void> => {
    await signAgain(services, null);
    // The earlier windows first: a statement follows the one before.
    for (const window of await readWindowsToState(services.database.sql)) {
      if (stopped) return;
      try {
        if (window.closedAt === null) await follow(window);
        else {
          followed.delete(window.windowId);
          await issueIfDue(services, window);
        }
      } catch (fault) {
        // One programme's trouble is not the others'.
        if (!stopped) onFault(fault);
      }
    }
  };

  const timer = setInterval(() => {
    running ??= round()
      .catch((fault: unknown) => {
        if (!stopped) onFault(fault);
      })
      .finally(() => {
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
