import { isInProgramme, isOperator } from '../../serving/caller.ts';
import { connectionOf, readPage } from '../../serving/connections.ts';
import { badUserInput } from '../../serving/errors.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { isId } from '../../shared/ids.ts';
import { searchable } from '../domain/localised-text.ts';
import { dayIn } from '../domain/programme-day.ts';
import type { QueryResolvers } from '../generated.ts';
import { listActivities } from '../store/activities.ts';
import { listDraws, readDraws } from '../store/draws.ts';
import { listBoards, readBoards } from '../store/leaderboards.ts';
import { readLongestEarlyAccess } from '../store/members.ts';
import { listMissions } from '../store/missions.ts';
import { readProgramme } from '../store/programmes.ts';
import { listRewards, sortKeyOf } from '../store/rewards.ts';
import { visibleHere, visibleOrder, visibleReward, visibleVoucher } from './visible.ts';

const MAX_SEARCH = 200;
const MOST_LISTED = 100;
const HOUR_MILLIS = 3_600_000;

export const Query: QueryResolvers = {
  reward: (_root, { id }, context) => visibleReward(context, id),
  async rewards(_root, args, context) {
    const caller = requireCaller(context);
    const { orderBy } = args;
    const page = readPage(args, `reward-${orderBy}`, 2);
    const after = page.after as readonly [string, string] | null;
    if (args.search != null && args.search.length > MAX_SEARCH)
      throw badUserInput(`\`search\` has at most ${MAX_SEARCH} characters.`);
    const possible =
      (args.partnerId == null || isId(args.partnerId)) &&
      (args.storeId == null || isId(args.storeId)) &&
      (after === null || (isId(after[1]) && (orderBy !== 'POINTS' || /^\d{1,16}$/.test(after[0]))));
    if (!isInProgramme(caller) || !possible) return connectionOf([], page, () => []);
    const programme = await readProgramme(context.deps.database.sql, caller.programmeId);
    const at = context.deps.clock();
    const { sql } = context.deps.database;
    const hours = await readLongestEarlyAccess(sql, caller.programmeId);
    const earliest = new Date(at.getTime() + hours * HOUR_MILLIS);
    const rows = await listRewards(context.reads.db, {
      programmeId: caller.programmeId,
      partnerId: args.partnerId?.toLowerCase() ?? null,
      storeId: args.storeId?.toLowerCase() ?? null,
      kinds: args.kinds ?? null,
      maxPoints: args.maxPoints ?? null,
      text: args.search == null || searchable(args.search) === '' ? null : searchable(args.search),
      offered: isOperator(caller) ? null : { at, earliest, day: dayIn(programme?.time_zone ?? 'UTC', at) },
      ordering: orderBy,
      after,
      limit: page.limit + 1,
    });
    return connectionOf(rows, page, (row) => [sortKeyOf(row, orderBy), row.rewardId]);
  },
  rewardOrder: (_root, { id }, context) => visibleOrder(context, id),
  voucher: async (_root, { id }, context) => visibleVoucher(context, await context.loaders.vouchers.load(id)),
  voucherKeys: (_root, _args, context) => context.signer.published(),
  async missions(_root, _args, context) {
    const caller = requireCaller(context);
    if (!isInProgramme(caller)) return [];
    return listMissions(context.reads.sql, caller.programmeId, context.deps.clock(), MOST_LISTED);
  },
  leaderboard: (_root, { id }, context) =>
    visibleHere(context, id, async (ids) => (await readBoards(context.reads.sql, ids))[0]),
  async leaderboards(_root, _args, context) {
    const caller = requireCaller(context);
    return isInProgramme(caller) ? listBoards(context.reads.sql, caller.programmeId, MOST_LISTED) : [];
  },
  draw: (_root, { id }, context) =>
    visibleHere(context, id, async (ids) => (await readDraws(context.reads.sql, ids))[0]),
  async draws(_root, _args, context) {
    const caller = requireCaller(context);
    return isInProgramme(caller) ? listDraws(context.reads.sql, caller.programmeId, MOST_LISTED) : [];
  },
  async activities(_root, _args, context) {
    const caller = requireCaller(context);
    const { clock } = context.deps;
    return isInProgramme(caller) ? listActivities(context.reads.sql, caller.programmeId, clock(), MOST_LISTED) : [];
  },
};
