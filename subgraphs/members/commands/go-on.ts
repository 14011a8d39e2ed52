/**
 * Goes on, every minute, with what takes more than one step: merges, draws, redemptions and fees that a crash left on their way, points that came into
 * the wallets of merged members, memberships that renew or lapse. Each step knows whether it was done.
 */
import type { MembersDeps } from '../context.ts';
import { resumeDraws } from './household-draws.ts';
import { resumeMemberships } from './memberships.ts';
import { forwardMerged } from './merge-members.ts';
import { resumeRedemptions } from './redeem-with-household.ts';
import { renewOnTime } from './renew-on-time.ts';

const EVERY_MILLIS = 60_000;

/** Looks regularly until it is stopped. */
export function startGoingOn(deps: MembersDeps): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(() => goOn(deps))
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

/** One round. */
export async function goOn(deps: MembersDeps): Promise<void> {
  await forwardMerged(deps);
  const before = new Date(deps.clock().getTime() - EVERY_MILLIS);
  await resumeDraws(deps, before);
  await resumeRedemptions(deps, before);
  await resumeMemberships(deps, before);
  await renewOnTime(deps);
}
