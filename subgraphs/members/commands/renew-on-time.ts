/**
 * What time does to paid memberships: on its last paid day one that renews is renewed, the fee collected by the operator; what was not renewed in its days of
 * grace lapses.
 *
 * Everything it knows stands in the database, so it survives restarts by having nothing to remember. Any number of processes may run it: who keeps a
 * membership's row notes its next period, others pass it by, and the noted period (one of a number, by a unique key) is what the fee is booked under. A
 * crash after that is gone on after by `resumeMemberships`. What the ledger refuses is tried again the next day, until it lapses.
 */
import type { MembersDeps } from '../context.ts';
import { renewalOn } from '../domain/membership.ts';
import {
  type DueMembership,
  insertPeriod,
  lapseMemberships,
  lockRenewals,
  readMembershipProgrammes,
  readPlans,
} from '../store/memberships.ts';
import { readProgramme } from '../store/programmes.ts';
import { dayIn } from '../tiers/programme-day.ts';
import { payFee } from './memberships.ts';

const AT_ONCE = 500;

/** Renews what is due and lapses what is over, in every programme. Doing it again, or at the same time elsewhere, changes nothing. */
export async function renewOnTime(deps: MembersDeps): Promise<void> {
  const { sql } = deps.database;
  for (const programmeId of await readMembershipProgrammes(sql)) {
    const { timeZone } = (await readProgramme(sql, programmeId)) ?? { timeZone: 'UTC' };
    const at = deps.clock();
    const today = dayIn(timeZone, at);
    let page: Page | null = null;
    do {
      page = await noteRenewals(deps, programmeId, timeZone, today, at, page?.last ?? null);
      for (const periodId of page.periodIds)
        await payFee(deps, periodId).catch((error: unknown) =>
          deps.logger.warn({ periodId, err: error }, 'a renewal is gone on with later'),
        );
    } while (page.last !== null);
    while ((await lapseMemberships(sql, programmeId, today, AT_ONCE)) === AT_ONCE);
  }
}

interface Page {
  readonly periodIds: readonly string[];
  /** Null when it was the last page. */
  readonly last: DueMembership | null;
}

async function noteRenewals(
  deps: MembersDeps,
  programmeId: string,
  timeZone: string,
  today: string,
  askedAt: Date,
  after: DueMembership | null,
): Promise<Page> {
  return deps.database.withTransaction(async ({ sql }) => {
    const due = await lockRenewals(sql, programmeId, timeZone, today, after, AT_ONCE);
    const plans = new Map((await readPlans(sql, programmeId)).map((plan) => [plan.planId, plan] as const));
    const periodIds: string[] = [];
    for (const { membershipId, memberId, planId, paidPeriods, startedOn, coveredUntil } of due) {
      const plan = plans.get(planId);
      if (plan === undefined) throw new Error('Broken promise: a membership has its plan');
      const number = paidPeriods + 1;
      const days = renewalOn({ startedOn, coveredUntil }, plan.periodMonths, number, today);
      if (days === null) continue;
      const periodId = deps.ids();
      // Another may have noted it after this one began to look for what is due: its row was free again then.
      const noted = await insertPeriod(sql, {
        ...{ periodId, membershipId, programmeId, memberId, number, ...days, feeMinor: plan.priceMinor },
        ...{ storeId: null, askedAt },
      });
      if (noted) periodIds.push(periodId);
    }
    return { periodIds, last: due.length === AT_ONCE ? (due.at(-1) ?? null) : null };
  });
}
