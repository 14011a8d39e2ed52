import { assert } from '../../shared/assert.ts';
import type { RewardsContext } from '../context.ts';
import { type MissionState, roundOf, together, UNTOUCHED } from '../domain/mission.ts';
import { dayIn } from '../domain/programme-day.ts';
import type {
  BadgeResolvers,
  CircleResolvers,
  MemberBadgeResolvers,
  MissionCompletionResolvers,
  MissionGoalResolvers,
  MissionLevelResolvers,
  MissionProgressResolvers,
  MissionResolvers,
} from '../generated.ts';
import { type AwardRow, readAwardsOf } from '../store/awards.ts';
import { readBadges } from '../store/badges.ts';
import { readOwnGroups } from '../store/mission-groups.ts';
import {
  type CompletionRow,
  type MissionRow,
  readCompletions,
  readMissions,
  readMissionsRunning,
  readProgress,
} from '../store/missions.ts';
import { readProgramme } from '../store/programmes.ts';
import { fundingFields } from './funding.ts';
import { moneyOf, visibleHere } from './visible.ts';

export interface MissionProgressView {
  readonly mission: MissionRow;
  readonly state: MissionState;
}

export interface MissionCompletionView {
  readonly completion: CompletionRow;
  readonly mission: MissionRow;
  readonly award: AwardRow | null;
}

/** The circle and household of a member whom the caller may see whole: households are told by the members subgraph, whatever the caller's rows. */
function groupsOf({ deps }: RewardsContext, memberId: string) {
  return readOwnGroups(deps.database.sql, memberId);
}

/** Where a member stands in the missions that run now, its own and those of its circle and household. */
export async function progressOf(
  context: RewardsContext,
  programmeId: string,
  memberId: string,
): Promise<MissionProgressView[]> {
  const { sql } = context.reads;
  const now = context.deps.clock();
  const missions = await readMissionsRunning(sql, [programmeId], now, now);
  const groups = await groupsOf(context, memberId);
  const persons = await context.loaders.persons.load(memberId);
  const subjects = [...persons, ...groups.values()];
  const programme = await readProgramme(context.deps.database.sql, programmeId);
  const day = dayIn(programme?.time_zone ?? 'UTC', now);
  const rounds = new Set(missions.map(({ repeats }) => roundOf(repeats, day)));
  const rows = await readProgress(sql, missions, subjects, [...rounds]);
  return missions.flatMap((mission) => {
    const subject = mission.scope === 'MEMBER' ? memberId : groups.get(mission.scope);
    if (subject === undefined) return [];
    const round = roundOf(mission.repeats, day);
    const stateOf = (subjectId: string): MissionState =>
      rows.find((one) => one.mission_id === mission.mission_id && one.subject_id === subjectId && one.round === round)
        ?.state ?? UNTOUCHED;
    const others = mission.scope === 'MEMBER' ? persons.filter((id) => id !== memberId) : [];
    const parts = others.map((id) => ({ memberId: id, state: stateOf(id) }));
    return [{ mission, state: together(mission.goal, stateOf(subject), parts) }];
  });
}

/** Levels that a member, its circle or household reached, the latest first. */
export async function completionsOf(
  context: RewardsContext,
  programmeId: string,
  memberId: string,
  limit: number,
): Promise<MissionCompletionView[]> {
  const { sql } = context.reads;
  const groups = await groupsOf(context, memberId);
  const persons = await context.loaders.persons.load(memberId);
  const completions = await readCompletions(sql, [...persons, ...groups.values()], limit);
  const missions = new Map(
    (await readMissions(sql, [...new Set(completions.map(({ mission_id }) => mission_id))])).map((row) => [
      row.mission_id,
      row,
    ]),
  );
  const awards = await readAwardsOf(
    sql,
    completions.map(({ completion_id }) => completion_id),
  );
  return completions.flatMap((completion) => {
    const mission = missions.get(completion.mission_id);
    if (mission?.programme_id !== programmeId) return [];
    const award =
      awards.find((one) => one.reason_id === completion.completion_id && persons.includes(one.member_id)) ?? null;
    return [{ completion, mission, award }];
  });
}

export const Mission: MissionResolvers = {
  __resolveReference: async ({ id }, context) =>
    visibleHere(context, id, async (ids) => (await readMissions(context.reads.sql, ids))[0]),
  id: ({ mission_id }) => mission_id,
  goal: (mission) => mission,
  levels: ({ levels }) => [...levels],
  ...fundingFields(({ mission_id }) => mission_id),
  badge: async ({ badge_id }, _, { reads }) =>
    badge_id === null ? null : ((await readBadges(reads.sql, [badge_id]))[0] ?? null),
  startsAt: ({ starts_at }) => starts_at,
  endsAt: ({ ends_at }) => ends_at,
};

export const MissionGoal: MissionGoalResolvers = {
  kind: ({ goal }) => goal.kind,
  partners: ({ goal }) => goal.partnerIds.map((id) => ({ __typename: 'Partner' as const, id })),
  categories: ({ goal }) => [...goal.categories],
  minAmount: ({ goal, programme_id }, _, context) =>
    moneyOf(context, programme_id, goal.minMinor === null ? null : BigInt(goal.minMinor)),
  streakUnit: ({ goal }) => goal.streakUnit,
  collect: ({ goal }) => goal.collect,
};

export const MissionLevel: MissionLevelResolvers = {
  target: ({ target }) => BigInt(target),
  points: ({ points }) => BigInt(points),
};

export const MissionProgress: MissionProgressResolvers = {
  value: ({ state }) => BigInt(state.value),
  levelsReached: ({ state }) => state.levels,
  next: ({ mission, state }) => mission.levels[state.levels] ?? null,
  missing: ({ mission, state }) => {
    const next = mission.levels[state.levels];
    if (next === undefined) return null;
    const missing = BigInt(next.target) - BigInt(state.value);
    return missing > 0n ? missing : 0n;
  },
  collected: ({ mission, state }) => (mission.goal.kind === 'COLLECT' ? Object.keys(state.counts).sort() : []),
};

export const MissionCompletion: MissionCompletionResolvers = {
  id: ({ completion }) => completion.completion_id,
  level({ completion, mission }) {
    const level = mission.levels[completion.level];
    assert(level !== undefined, 'a completion names a level of its mission');
    return level;
  },
  completedAt: ({ completion }) => completion.completed_at,
  purchase: ({ completion }) => ({ __typename: 'Transaction', id: completion.transaction_id }),
  award: ({ award }) =>
    award?.transaction_id == null ? null : { __typename: 'Transaction', id: award.transaction_id },
};

export const Badge: BadgeResolvers = {
  __resolveReference: async ({ id }, context) =>
    visibleHere(context, id, async (ids) => (await readBadges(context.reads.sql, ids))[0]),
  id: ({ badge_id }) => badge_id,
  pictureUrl: ({ picture_url }) => picture_url,
};

export const MemberBadge: MemberBadgeResolvers = {
  async badge({ badge_id }, _, { reads }) {
    const [badge] = await readBadges(reads.sql, [badge_id]);
    assert(badge !== undefined, 'a badge that was earned exists');
    return badge;
  },
  earnedAt: ({ earned_at }) => earned_at,
};

export const Circle: CircleResolvers = {
  id: ({ circle_id }) => circle_id,
  inviteCode: ({ invite_code }) => invite_code,
  size: async ({ circle_id }, _, { loaders }) => loaders.circleSizes.load(circle_id),
};
