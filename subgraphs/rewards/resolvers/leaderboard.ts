import { connectionOf, readPage } from '../../serving/connections.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import type { LeaderboardEntryResolvers, LeaderboardResolvers } from '../generated.ts';
import { type BoardRow, countEntries, listEntries, readBoards, readEntry, readRank } from '../store/leaderboards.ts';
import { visibleHere } from './visible.ts';

const SCORE = /^\d{1,15}$/;

export const Leaderboard: LeaderboardResolvers = {
  __resolveReference: async ({ id }, context) =>
    visibleHere(context, id, async (ids) => (await readBoards(context.reads.sql, ids))[0]),
  id: ({ board_id }) => board_id,
  partner: ({ partner_id }) => (partner_id === null ? null : { __typename: 'Partner', id: partner_id }),
  criteria: (board) => criteriaOf(board),
  startsAt: ({ starts_at }) => starts_at,
  endsAt: ({ ends_at }) => ends_at,
  size: ({ board_id }, _, { reads }) => countEntries(reads.sql, board_id),
  async entries({ board_id }, args, { reads }) {
    const page = readPage(args, 'leaderboard', 2);
    const [score = '', nicknameKey = ''] = page.after ?? [];
    const known = page.after === null || SCORE.test(score);
    const after = page.after === null ? null : { score: BigInt(known ? score : 0), nicknameKey };
    const rows = known ? await listEntries(reads.sql, board_id, { after, limit: page.limit + 1 }) : [];
    // Whoever gets a cursor can read what it holds: no member's id.
    return connectionOf(rows, page, (row) => [row.score.toString(), row.nickname_key]);
  },
  async mine({ board_id }, _, context) {
    const { memberId } = requireCaller(context);
    return memberId === null ? null : readEntry(context.reads.sql, board_id, memberId);
  },
};

export const LeaderboardEntry: LeaderboardEntryResolvers = {
  rank: ({ board_id, score }, _, { reads }) => readRank(reads.sql, board_id, score),
};

const MEASURES = {
  POINTS: 'Points earned by purchases, less those taken back by returns',
  SPEND: 'What was paid for purchases, less what was given back',
  PURCHASES: 'Purchases, less those given back in whole',
} as const;

function criteriaOf({ measure, partner_id, starts_at, ends_at }: BoardRow): string {
  const where = partner_id === null ? 'at every partner' : 'at one partner';
  return `${MEASURES[measure]}, ${where}, from ${starts_at.toISOString()} until ${ends_at.toISOString()}, counted from joining.`;
}
