/**
 * Goes on with what takes more than one step: merges, draws, redemptions and fees that a crash left on their way, and memberships that renew or lapse, every minute; points
 * that came into the wallets of merged members, every hour. Each step knows whether it was done.
 */
import type { MembersDeps } from '../context.ts';
import { resumeDraws } from './household-draws.ts';
import { resumeMemberships } from './memberships.ts';
import { forwardMerged } from './merge-members.ts';
import { resumeRedemptions } from './redeem-with-household.ts';
import { renewOnTime } from './renew-on-time.ts';

const EVERY_MILLIS = 60_000;
const EVERYTHING_EVERY = 60;

/** Looks regularly until it is stopped. */
export function startGoingOn(deps: MembersDeps): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let rounds = 0;
  const timer = setInterval(() => {
    rounds += 1;
    const everything = rounds % EVERYTHING_EVERY === 0;
    running = running
      .then(() => goOn(deps, everything))
      .catch((error: unknown) => deps.logger.warn({ err: error }, 'merges, draws and fees are gone on with later'));
  }, EVERY_MILLIS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** One round; `everything` looks into the wallets of all merged members, too. */
export async function goOn(deps: MembersDeps, everything: boolean): Promise<void> {
  await forwardMerged(deps, !everything);
  const before = new Date(deps.clock().getTime() - EVERY_MILLIS);
  await resumeDraws(deps, before);
  await resumeRedemptions(deps, before);
  await resumeMemberships(deps, before);
  await renewOnTime(deps);
}
