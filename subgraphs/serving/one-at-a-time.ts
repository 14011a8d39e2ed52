/**
 * Work that is woken: one run at a time, and once more when it was woken meanwhile, so that a wake costs nothing and none is lost.
 */
import { setTimeout as rest } from 'node:timers/promises';

const GRACE_MILLIS = 1_000;

export interface Woken {
  /** There may be something to do. */
  wake(): void;
  /** Wakes do nothing from now on; resolves when the run under way has ended, or a second later. */
  stop(): Promise<void>;
}

/**
 * @param run ends when there is nothing to do for now; it is to leave off when `stopped()` says so
 * @param onFault is told what a run failed with; the next wake tries again
 */
export function oneAtATime(run: (stopped: () => boolean) => Promise<void>, onFault: (fault: unknown) => void): Woken {
  let stopped = false;
  let again = false;
  let running: Promise<void> | null = null;
  const runs = async (): Promise<void> => {
    do {
      again = false;
      await run(() => stopped);
    } while (again && !stopped);
  };
  return {
    wake() {
      if (stopped) return;
      if (running !== null) {
        again = true;
        return;
      }
      running = runs()
        .catch((fault: unknown) => {
          if (!stopped) onFault(fault);
        })
        .finally(() => {
          running = null;
        });
    },
    async stop() {
      stopped = true;
      await Promise.race([running, rest(GRACE_MILLIS, undefined, { ref: false })]);
    },
  };
}
