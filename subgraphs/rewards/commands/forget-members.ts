import type { RewardsDeps } from '../context.ts';
import { countChanges } from '../domain/leaderboard.ts';
import { leaveCircle } from '../store/circles.ts';
import { listClosedCircleMembers, listClosedWriters, stripWords } from '../store/closed-members.ts';
import { changeCounts, deleteEntry, listClosedEntries } from '../store/leaderboards.ts';

const PAGE = 100;

/**
 * Takes members who left since an instant out of what shows them to others: nicknames on leaderboards, circles, their words in surveys and what a partner wrote about them.
 * Scores of surveys stay: they are nobody's any more. Safe beside itself; what a member did stays in the ledger.
 */
export async function forgetClosedMembers(deps: RewardsDeps, since: Date): Promise<void> {
  const { sql } = deps.database;
  for (const { board_id: boardId, member_id: memberId } of await listClosedEntries(sql, since, PAGE))
    await deps.database.withTransaction(
      async (tx) => {
        const score = await deleteEntry(tx.sql, boardId, memberId);
        if (score !== null) await changeCounts(tx.sql, countChanges([{ boardId, from: score, to: null }]));
      },
      { attempts: 3 },
    );
  for (const memberId of await listClosedCircleMembers(sql, since, PAGE))
    await deps.database.withTransaction((tx) => leaveCircle(tx.sql, memberId), { attempts: 3 });
  for (const memberId of await listClosedWriters(sql, since, PAGE)) await stripWords(sql, memberId);
}
