import type { AnySql } from '../../../db/client.ts';

export interface BoardRow {
  readonly board_id: string;
  readonly programme_id: string;
  readonly name: string;
  readonly measure: 'POINTS' | 'SPEND' | 'PURCHASES';
  readonly partner_id: string | null;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly created_at: Date;
}

export async function insertBoard(sql: AnySql, row: BoardRow): Promise<void> {
  await sql`
    INSERT INTO rewards.leaderboard (board_id, programme_id, name, measure, partner_id, starts_at, ends_at, created_at)
    VALUES (${row.board_id}, ${row.programme_id}, ${row.name}, ${row.measure}, ${row.partner_id}, ${row.starts_at}, ${row.ends_at}, ${row.created_at})`;
}

export async function readBoards(sql: AnySql, boardIds: readonly string[]): Promise<BoardRow[]> {
  return sql<BoardRow[]>`SELECT * FROM rewards.leaderboard WHERE board_id = ANY (${[...boardIds]}::uuid[])`;
}

/** Leaderboards of a programme, the newest first. */
export async function listBoards(sql: AnySql, programmeId: string, limit: number): Promise<BoardRow[]> {
  return sql<BoardRow[]>`
    SELECT * FROM rewards.leaderboard WHERE programme_id = ${programmeId} ORDER BY board_id DESC LIMIT ${limit}`;
}

export interface EntryRow {
  readonly board_id: string;
  readonly member_id: string;
  readonly nickname: string;
  readonly score: bigint;
}

/** Entries of these members, kept from other writers until the transaction ends, in one order for all. */
export async function lockEntries(
  sql: AnySql,
  memberIds: readonly string[],
): Promise<(EntryRow & { readonly joined_at: Date })[]> {
  return sql<(EntryRow & { readonly joined_at: Date })[]>`
    SELECT board_id, member_id, nickname, score, joined_at FROM rewards.leaderboard_entry
    WHERE member_id = ANY (${[...memberIds]}::uuid[])
    ORDER BY board_id, member_id FOR NO KEY UPDATE`;
}

export async function readEntry(sql: AnySql, boardId: string, memberId: string): Promise<EntryRow | null> {
  const [row] = await sql<EntryRow[]>`
    SELECT board_id, member_id, nickname, score FROM rewards.leaderboard_entry
    WHERE board_id = ${boardId} AND member_id = ${memberId}`;
  return row ?? null;
}

/** Puts a member on a leaderboard. The name of the conflict when it cannot: it is there already, or the nickname is taken. */
export async function insertEntry(
  sql: AnySql,
  entry: EntryRow & { readonly nickname_key: string; readonly joined_at: Date },
): Promise<'joined' | 'there' | 'taken'> {
  const [there] = await sql`
    SELECT 1 FROM rewards.leaderboard_entry WHERE board_id = ${entry.board_id} AND member_id = ${entry.member_id}`;
  if (there !== undefined) return 'there';
  const joined = await sql`
    INSERT INTO rewards.leaderboard_entry (board_id, member_id, nickname, nickname_key, score, joined_at)
    VALUES (${entry.board_id}, ${entry.member_id}, ${entry.nickname}, ${entry.nickname_key}, ${entry.score}, ${entry.joined_at})
    ON CONFLICT DO NOTHING`;
  return joined.count === 1 ? 'joined' : 'taken';
}

/** Takes a member off a leaderboard; the score it had, null when it was not there. */
export async function deleteEntry(sql: AnySql, boardId: string, memberId: string): Promise<bigint | null> {
  const [row] = await sql<{ score: bigint }[]>`
    DELETE FROM rewards.leaderboard_entry WHERE board_id = ${boardId} AND member_id = ${memberId} RETURNING score`;
  return row?.score ?? null;
}

export async function updateScores(
  sql: AnySql,
  rows: readonly { readonly boardId: string; readonly memberId: string; readonly to: bigint }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    UPDATE rewards.leaderboard_entry AS entry SET score = moved.score
    FROM unnest(${rows.map((row) => row.boardId)}::uuid[], ${rows.map((row) => row.memberId)}::uuid[],
      ${sql.array(rows.map((row) => row.to))}::bigint[]) AS moved (board_id, member_id, score)
    WHERE entry.board_id = moved.board_id AND entry.member_id = moved.member_id`;
}

export interface CountChange {
  readonly boardId: string;
  readonly depth: number;
  readonly prefix: bigint;
  readonly by: bigint;
}

/** Changes the counts by which ranks are read. Given in the order in which all writers lock them. */
export async function changeCounts(sql: AnySql, changes: readonly CountChange[]): Promise<void> {
  if (changes.length === 0) return;
  const given = sql`
    unnest(
      ${changes.map((change) => change.boardId)}::uuid[], ${changes.map((change) => change.depth)}::smallint[],
      ${sql.array(changes.map((change) => change.prefix))}::bigint[], ${sql.array(changes.map((change) => change.by))}::bigint[]
    ) AS change (board_id, depth, prefix, by)`;
  await sql`
    INSERT INTO rewards.leaderboard_count (board_id, depth, prefix, entries)
    SELECT board_id, depth, prefix, 0 FROM ${given} ORDER BY board_id, depth, prefix
    ON CONFLICT DO NOTHING`;
  await sql`
    SELECT FROM rewards.leaderboard_count JOIN ${given} USING (board_id, depth, prefix)
    ORDER BY board_id, depth, prefix FOR NO KEY UPDATE OF leaderboard_count`;
  await sql`
    UPDATE rewards.leaderboard_count AS counted SET entries = counted.entries + change.by FROM ${given}
    WHERE counted.board_id = change.board_id AND counted.depth = change.depth AND counted.prefix = change.prefix`;
}

/** The rank of a score, from 1: one more than the entries with a higher one. Equal scores share a rank. */
export async function readRank(sql: AnySql, boardId: string, score: bigint): Promise<bigint> {
  const [row] = await sql<{ rank: bigint }[]>`
    SELECT 1 + coalesce(sum(above.entries), 0)::bigint AS rank
    FROM generate_series(0, 7) AS level
    CROSS JOIN LATERAL (
      SELECT sum(entries) AS entries FROM rewards.leaderboard_count
      WHERE board_id = ${boardId} AND depth = level::smallint
        AND prefix > (${score}::bigint >> (6 * (7 - level)))
        AND prefix <= ((${score}::bigint >> (6 * (7 - level))) | 63)
    ) AS above`;
  return row?.rank ?? 1n;
}

/** How many entries a leaderboard has. */
export async function countEntries(sql: AnySql, boardId: string): Promise<bigint> {
  const [row] = await sql<{ entries: bigint }[]>`
    SELECT coalesce(sum(entries), 0)::bigint AS entries FROM rewards.leaderboard_count
    WHERE board_id = ${boardId} AND depth = 0`;
  return row?.entries ?? 0n;
}

/** The best of a leaderboard, or those below a place in it. */
export async function listEntries(
  sql: AnySql,
  boardId: string,
  page: { readonly after: { readonly score: bigint; readonly nicknameKey: string } | null; readonly limit: number },
): Promise<(EntryRow & { readonly nickname_key: string })[]> {
  const { after, limit } = page;
  const score = after?.score ?? 0n;
  return sql<(EntryRow & { readonly nickname_key: string })[]>`
    SELECT board_id, member_id, nickname, nickname_key, score FROM rewards.leaderboard_entry
    WHERE board_id = ${boardId} AND (${after === null} OR (score <= ${score}::bigint
      AND (score < ${score}::bigint OR nickname_key COLLATE "C" > ${after?.nicknameKey ?? ''})))
    ORDER BY score DESC, nickname_key COLLATE "C" LIMIT ${limit}`;
}

/** Entries of members who left since then. */
export async function listClosedEntries(
  sql: AnySql,
  since: Date,
  limit: number,
): Promise<{ board_id: string; member_id: string }[]> {
  return sql<{ board_id: string; member_id: string }[]>`
    SELECT board_id, member_id FROM rewards.leaderboard_entry JOIN members.closed_reference USING (member_id)
    WHERE closed_at >= ${since} LIMIT ${limit}`;
}
