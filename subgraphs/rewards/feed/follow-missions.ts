/**
 * Missions: a page of purchases moves every running mission it counts for. What stood there is read in one statement, the steps are taken in
 * memory in the order of the feed (domain/mission.ts), and where they end is written in one statement: the cost is by member and mission, not by purchase.
 */
import type { Transaction } from '../../../db/client.ts';
import type { RewardsDeps } from '../context.ts';
import { advance, counts, type MissionState, type MissionTerms, roundOf, UNTOUCHED } from '../domain/mission.ts';
import type { PurchaseFact } from '../domain/purchase-fact.ts';
import { insertAwards, type NewAward } from '../store/awards.ts';
import { giveBadges, type MemberBadgeRow } from '../store/badges.ts';
import { readCirclesOf } from '../store/circles.ts';
import {
  type CompletionRow,
  insertCompletions,
  type MissionRow,
  readMissionsRunning,
  readProgress,
  upsertProgress,
} from '../store/missions.ts';

export async function followMissions(
  deps: RewardsDeps,
  { sql }: Transaction,
  facts: readonly PurchaseFact[],
): Promise<void> {
  const times = facts.map(({ occurredAt }) => occurredAt.getTime());
  const programmeIds = [...new Set(facts.map(({ programmeId }) => programmeId))];
  const [from, to] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  const missions = (await readMissionsRunning(sql, programmeIds, from, to)).map((row) => ({
    row,
    terms: termsOf(row),
  }));
  if (missions.length === 0) return;
  const members = [...new Set(facts.map(({ memberId }) => memberId))];
  const circled = missions.some(({ row }) => row.scope === 'CIRCLE') ? await readCirclesOf(sql, members) : [];
  const circleOf = new Map(circled.map(({ member_id, circle_id }) => [member_id, circle_id]));
  const subjects = [...members, ...new Set(circleOf.values())];
  const missionIds = missions.map(({ row }) => row.mission_id);
  const states = new Map<string, MissionState>();
  for (const row of await readProgress(sql, missionIds, subjects))
    states.set(`${row.mission_id} ${row.subject_id} ${row.round}`, row.state);

  const moved = new Map<string, { mission_id: string; subject_id: string; round: string; state: MissionState }>();
  const completions: CompletionRow[] = [];
  const awards: NewAward[] = [];
  const badges: MemberBadgeRow[] = [];
  const now = deps.clock();
  for (const fact of facts) {
    for (const { row, terms } of missions) {
      if (row.programme_id !== fact.programmeId || !counts(terms, fact)) continue;
      const subjectId = row.scope === 'MEMBER' ? fact.memberId : circleOf.get(fact.memberId);
      if (subjectId === undefined) continue;
      const round = roundOf(row.repeats, fact.day);
      const key = `${row.mission_id} ${subjectId} ${round}`;
      const before = states.get(key) ?? UNTOUCHED;
      const { state, reached } = advance(terms, before, fact);
      if (state === before) continue;
      states.set(key, state);
      moved.set(key, { mission_id: row.mission_id, subject_id: subjectId, round, state });
      const people =
        row.scope === 'MEMBER'
          ? [fact.memberId]
          : circled.filter((one) => one.circle_id === subjectId).map((one) => one.member_id);
      for (const { turn, level } of reached) {
        const completionId = deps.ids();
        completions.push({
          ...{ completion_id: completionId, mission_id: row.mission_id, subject_id: subjectId, round, turn, level },
          transaction_id: fact.transactionId,
          completed_at: fact.occurredAt,
        });
        const points = BigInt(row.levels[level]?.points ?? '0');
        for (const memberId of people) {
          if (points > 0n) awards.push(awardOf(deps.ids(), row, memberId, points, completionId, now));
          const last = level === row.levels.length - 1;
          if (last && row.badge_id !== null)
            badges.push({ member_id: memberId, badge_id: row.badge_id, earned_at: fact.occurredAt });
        }
      }
    }
  }
  await upsertProgress(sql, [...moved.values()], now);
  await insertCompletions(sql, completions);
  await insertAwards(sql, awards);
  await giveBadges(sql, badges);
}

export function termsOf(row: MissionRow): MissionTerms {
  return { goal: row.goal, levels: row.levels, repeats: row.repeats, startsAt: row.starts_at, endsAt: row.ends_at };
}

function awardOf(
  awardId: string,
  row: MissionRow,
  memberId: string,
  points: bigint,
  reasonId: string,
  madeAt: Date,
): NewAward {
  const { programme_id: programmeId, funding } = row;
  const component = `CAMPAIGN:mission-${row.mission_id}`;
  return { awardId, programmeId, memberId, points, component, funding, reason: 'MISSION', reasonId, madeAt };
}
