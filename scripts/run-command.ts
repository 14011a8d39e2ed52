/**
 * The frame of a command that starts things: runs it, and whatever happens closes what it opened and sets the exit code.
 * A `StartFailure` is one sentence on standard error; any other error is a fault of ours and shows its stack.
 */
import { StartFailure } from '../db/start-failure.ts';
import { listenForStop, type Shutdown } from './shutdown.ts';

/** Runs `command` and ends the process: with what it returned (nothing is 0), 0 when it was asked to stop, 1 when it failed. */
export async function runCommand(command: (shutdown: Shutdown) => Promise<number | undefined>): Promise<never> {
  const shutdown = listenForStop();
  let exitCode = 0;
  try {
    exitCode = (await command(shutdown)) ?? 0;
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
