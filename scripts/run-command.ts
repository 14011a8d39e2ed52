/**
 * The frame of a command that starts things: runs it, and whatever happens closes what it opened and sets the exit code.
 * A `StartFailure` is one sentence on standard error; any other error is a fault of ours and shows its stack.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { StartFailure } from '../db/start-failure.ts';
import { listenForStop, type Shutdown } from './shutdown.ts';

/** How long a command that was asked to stop may go on once everything that it opened is closed, in milliseconds. */
const LAST_WORD_MILLIS = 2_000;

/** Runs `command` and ends the process: with what it returned (nothing is 0), 0 when it was asked to stop, 1 when it failed. */
export async function runCommand(command: (shutdown: Shutdown) => Promise<number | undefined>): Promise<never> {
  const shutdown = listenForStop();
  let exitCode = 0;
  try {
    const closed = shutdown.stopped.then(() => delay(LAST_WORD_MILLIS, 0));
    exitCode = (await Promise.race([command(shutdown), closed])) ?? 0;
  } catch (error) {
    // What fails because everything is being closed around it is no failure.
    if (!shutdown.requested) {
      exitCode = 1;
      console.error(error instanceof StartFailure ? error.message : error);
    }
  }
  await shutdown.stop();
  process.exit(exitCode);
}
