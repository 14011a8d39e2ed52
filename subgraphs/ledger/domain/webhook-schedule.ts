// When a webhook's message is sent again after an attempt that was not answered with 2xx, and when it is given up.

/** Seconds from one attempt to the next: a minute of hiccups, an hour of restarts, a day and a half of an outage. */
const PAUSES = [5, 30, 120, 600, 3_600, 10_800, 28_800, 86_400] as const;

const MOST_ASKED = 86_400;

/** Attempts at most, the first one included. */
export const MOST_ATTEMPTS = PAUSES.length + 1;

/**
 * When to try again after `attempts` attempts; null gives up.
 * @param askedSeconds for how long the receiver asks to be left alone (`Retry-After`): a day at most
 * @param draw 0 up to 1: pauses are up to a fifth shorter or longer, so that a server that comes back is not met by everything at once
 */
export function nextAttempt(attempts: number, at: Date, draw: number, askedSeconds = 0): Date | null {
  const pause = PAUSES[attempts - 1];
  if (pause === undefined) return null;
  const own = Math.round(pause * 1_000 * (0.8 + 0.4 * draw));
  return new Date(at.getTime() + Math.max(own, Math.min(askedSeconds, MOST_ASKED) * 1_000));
}

/** Whether the receiver says that nobody is there any more and none will be. */
export function isGone(status: number | null): boolean {
  return status === 410;
}

/** Whether the receiver has it: any 2xx. Everything else, redirects included, is no. */
export function isDelivered(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}
