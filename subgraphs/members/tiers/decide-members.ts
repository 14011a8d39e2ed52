/**
 * Decides the tiers of many members in one transaction: lock the standings, read the sums in a later statement, decide each, write what changed.
 */
import type { Transaction } from '../../../db/client.ts';
import type { IdSource } from '../../shared/ids.ts';
import { decideTier, firstStanding, type TierStanding, tierEventOf, windowStart } from '../domain/tiers.ts';
import {
  insertTierChanges,
  type MemberTierRow,
  type PublishedLadder,
  readBroughtTiers,
  readMemberTiers,
  readQualifying,
  sumLifetime,
  sumMergedLifetime,
  type TierChangeRow,
  upsertMemberTiers,
} from '../store/tiers.ts';

/** How a row stood before a day: what is decided on that day begins there. */
export function standingBefore(row: MemberTierRow, day: string): TierStanding {
  const { tier, since, until, source } = row;
  return row.decidedOn === day && row.before !== null ? row.before : { tier, since, until, source };
}

/**
 * Decides members of one programme on `day`. `earned` are points, in the sums already, to add to what they ever earned. Answers with how many tiers changed. Members that were
 * merged into one count for it (store/tiers.ts), and it has the best of their tiers; what is kept as its lifetime is its own. `from` are standings to decide from instead of those
 * that are kept; null is the first one.
 */
export async function decideMembers(
  { sql }: Transaction,
  ids: IdSource,
  ladder: PublishedLadder,
  memberIds: readonly string[],
  day: string,
  earned: ReadonlyMap<string, bigint> = new Map(),
  from: ReadonlyMap<string, TierStanding | null> = new Map(),
): Promise<number> {
  const known = await readMemberTiers(sql, memberIds, true);
  const lifetimes = await sumLifetime(
    sql,
    memberIds.filter((memberId) => !known.has(memberId)),
  );
  const merged = await sumMergedLifetime(sql, memberIds);
  const brought = await readBroughtTiers(sql, memberIds);
  const standings = [...known.values(), ...[...from.values()].flatMap((one) => one ?? [])];
  const days = await readQualifying(sql, memberIds, earliestWindow(ladder, standings, day));
  const rows: MemberTierRow[] = [];
  const changes: TierChangeRow[] = [];
  for (const memberId of memberIds) {
    const row = known.get(memberId);
    const kept = row === undefined ? null : standingBefore(row, day);
    const before = (from.has(memberId) ? from.get(memberId) : kept) ?? firstStanding(ladder, day);
    const lifetime = row ? row.lifetime + (earned.get(memberId) ?? 0n) : (lifetimes.get(memberId) ?? 0n);
    const ofPerson = lifetime + (merged.get(memberId) ?? 0n);
    const after = decideTier(ladder, before, days.get(memberId) ?? [], ofPerson, day, brought.get(memberId));
    const rank = ladder.tiers.find(({ code }) => code === after.tier)?.rank ?? 0;
    const { programmeId } = ladder;
    const now = row ?? { ...firstStanding(ladder, day), rank: 0 };
    // Where everybody begins needs no row: what was ever earned is in the sums of days.
    if (row === undefined && rank === 0) continue;
    rows.push({ memberId, programmeId, ...after, rank, lifetime, decidedOn: day, before });
    const event = tierEventOf(ladder, now, after);
    if (event === null) continue;
    changes.push({
      changeId: ids(),
      programmeId,
      memberId,
      event: event === 'DOWNGRADED' && row?.decidedOn === day && row.before !== null ? 'TAKEN_BACK' : event,
      fromTier: row?.tier ?? null,
      toTier: after.tier,
      onDay: day,
      reason: `${after.source === 'LIFETIME' ? 'Points ever earned' : `${ladder.measure} of the period`}, ladder version ${ladder.version}.`,
    });
  }
  await upsertMemberTiers(sql, rows);
  await insertTierChanges(sql, changes);
  return changes.length;
}

/** The first day that a decision may look at: of the present window, and of those that ended with a member's tier. */
function earliestWindow(
  ladder: PublishedLadder,
  standings: readonly (TierStanding & { readonly before?: TierStanding | null })[],
  day: string,
): string {
  return standings.reduce(
    (earliest, { until, before }) =>
      [until, before?.until ?? null].reduce<string>((first, end) => {
        const start = end === null || end >= day ? first : windowStart(ladder, end);
        return start < first ? start : first;
      }, earliest),
    windowStart(ladder, day),
  );
}
