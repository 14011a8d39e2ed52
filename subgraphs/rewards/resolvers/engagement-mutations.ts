import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { createCircle, joinCircle, leaveCircle } from '../commands/circles.ts';
import { createLeaderboard, joinLeaderboard, leaveLeaderboard } from '../commands/leaderboards.ts';
import { createBadge, createMission } from '../commands/missions.ts';
import type { RewardsContext } from '../context.ts';
import type { MutationResolvers } from '../generated.ts';
import { readBadges } from '../store/badges.ts';
import { readCircle } from '../store/circles.ts';
import { readBoards, readEntry } from '../store/leaderboards.ts';
import { readMissions } from '../store/missions.ts';

/** The circle that a command was about, also when the member has just left it. */
const circlePayload =
  ({ deps }: RewardsContext) =>
  async ({ circleId }: { circleId: string }) => ({ circle: await readCircle(deps.database.sql, circleId) });

/** Missions, badges, circles and leaderboards. */
export const engagementMutations: MutationResolvers = {
  createMission: async (_root, { input }, context) =>
    toPayload(
      await createMission(context.deps, requireCaller(context), input),
      async ({ missionId }) => ({ mission: (await readMissions(context.reads.sql, [missionId]))[0] ?? null }),
      { mission: null },
    ),
  createBadge: async (_root, { input }, context) =>
    toPayload(
      await createBadge(context.deps, requireCaller(context), input),
      async ({ badgeId }) => ({ badge: (await readBadges(context.reads.sql, [badgeId]))[0] ?? null }),
      { badge: null },
    ),
  createCircle: async (_root, { input }, context) =>
    toPayload(await createCircle(context.deps, requireCaller(context), input), circlePayload(context), {
      circle: null,
    }),
  joinCircle: async (_root, { input }, context) =>
    toPayload(await joinCircle(context.deps, requireCaller(context), input), circlePayload(context), { circle: null }),
  leaveCircle: async (_root, { input }, context) =>
    toPayload(await leaveCircle(context.deps, requireCaller(context), input), () => ({ left: true }), { left: null }),
  createLeaderboard: async (_root, { input }, context) =>
    toPayload(
      await createLeaderboard(context.deps, requireCaller(context), input),
      async ({ boardId }) => ({ leaderboard: (await readBoards(context.reads.sql, [boardId]))[0] ?? null }),
      { leaderboard: null },
    ),
  joinLeaderboard: async (_root, { input }, context) =>
    toPayload(
      await joinLeaderboard(context.deps, requireCaller(context), input),
      async ({ boardId, memberId }) => ({ entry: await readEntry(context.reads.sql, boardId, memberId) }),
      { entry: null },
    ),
  leaveLeaderboard: async (_root, { input }, context) =>
    toPayload(await leaveLeaderboard(context.deps, requireCaller(context), input), () => ({ left: true }), {
      left: null,
    }),
};
