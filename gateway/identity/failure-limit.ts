/**
 * Slows down guessing: who fails too often within a minute is refused for the rest of it, right or wrong.
 *
 * Kept in memory, per process and bounded: the oldest entry goes when the table is full. That is enough against guessing
 * a secret of 256 bits, whose real wall is its length; it is here so that trying is pointless and shows.
 */
import type { Clock } from '../../subgraphs/shared/clock.ts';

export interface FailureLimit {
  /** Seconds to wait when the key has failed too often, else 0. */
  waitFor(key: string): number;
  /** Counts a failure. */
  failed(key: string): void;
}

/** Allows `allowed` failures per key in each window of `windowMillis`, and remembers at most `maxKeys` keys. */
export function createFailureLimit(
  clock: Clock,
  allowed: number,
  windowMillis = 60_000,
  maxKeys = 10_000,
): FailureLimit {
  const windows = new Map<string, { failures: number; endsAt: number }>();
  const open = (key: string) => {
    const window = windows.get(key);
    if (!window || window.endsAt > clock().getTime()) return window;
    windows.delete(key);
    return undefined;
  };
  return {
    waitFor(key) {
      const window = open(key);
      if (!window || window.failures < allowed) return 0;
      return Math.max(1, Math.ceil((window.endsAt - clock().getTime()) / 1000));
    },
    failed(key) {
      const window = open(key);
      if (window) {
        window.failures += 1;
        return;
      }
      if (windows.size >= maxKeys) windows.delete(windows.keys().next().value as string);
      windows.set(key, { failures: 1, endsAt: clock().getTime() + windowMillis });
    },
  };
}
