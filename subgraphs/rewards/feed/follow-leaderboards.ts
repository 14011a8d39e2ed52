import type { Transaction } from '../../../db/client.ts';
import type { RewardsDeps } from '../context.ts';
import { type BoardTerms, changedScore, countChanges, scoreOf } from '../domain/leaderboard.ts';
import type { PurchaseFact } from '../domain/purchase-fact.ts';
import { type BoardRow, changeCounts, lockEntries, readBoards, updateScores } from '../store/leaderboards.ts';

/** Leaderboards: the scores of those who chose to be on one, and the counts that give their ranks. */
export async function followLeaderboards(
  _deps: RewardsDeps,
  { sql }: Transaction,
  facts: readonly PurchaseFact[],
): Promise<void> {
  const entries = await lockEntries(sql, [...new Set(facts.map(({ memberId }) => memberId))]);
  if (entries.length === 0) return;
  const boards = new Map(
    (await readBoards(sql, [...new Set(entries.map((entry) => entry.board_id))])).map((row) => [row.board_id, row]),
  );
  const changes = entries.flatMap((entry) => {
    const board = boards.get(entry.board_id);
    if (board === undefined) return [];
    const mine = facts.filter(
      ({ memberId, programmeId, occurredAt }) =>
        memberId === entry.member_id && programmeId === board.programme_id && occurredAt >= entry.joined_at,
    );
    const to = mine.reduce((score, fact) => changedScore(score, scoreOf(boardTerms(board), fact)), entry.score);
    return to === entry.score ? [] : [{ boardId: entry.board_id, memberId: entry.member_id, from: entry.score, to }];
  });
  await updateScores(sql, changes);
  await changeCounts(sql, countChanges(changes));
}

function boardTerms(row: BoardRow): BoardTerms {
  return { measure: row.measure, partnerId: row.partner_id, startsAt: row.starts_at, endsAt: row.ends_at };
}
