import type { AnySql } from '../../../db/client.ts';
import type { DrawEntryLine } from '../domain/draw.ts';
import type { Funding } from '../domain/funding.ts';

export interface DrawRow {
  readonly draw_id: string;
  readonly programme_id: string;
  readonly name: string;
  readonly prize: string;
  readonly prize_points: bigint;
  readonly funding: readonly Funding[];
  /** When the last of those who pay agreed; null until then: it does not count. */
  readonly agreed_at: Date | null;
  readonly winners: number;
  readonly price_points: bigint;
  readonly store_id: string | null;
  readonly max_per_member: number;
  readonly opens_at: Date;
  readonly closes_at: Date;
  readonly state: 'OPEN' | 'CLOSED' | 'DRAWN';
  readonly seed: string;
  readonly seed_commitment: string;
  readonly entries: number;
  readonly entries_hash: string | null;
  readonly drawn_at: Date | null;
}

export async function insertDraw(
  sql: AnySql,
  row: Omit<DrawRow, 'state' | 'entries' | 'entries_hash' | 'drawn_at'> & { readonly created_at: Date },
): Promise<void> {
  await sql`
    INSERT INTO rewards.draw (draw_id, programme_id, name, prize, prize_points, funding, winners, price_points, store_id, max_per_member, opens_at,
      closes_at, state, seed, seed_commitment, created_at, agreed_at)
    VALUES (${row.draw_id}, ${row.programme_id}, ${row.name}, ${row.prize}, ${row.prize_points}, ${JSON.stringify(row.funding)}::jsonb, ${row.winners},
      ${row.price_points}, ${row.store_id}, ${row.max_per_member}, ${row.opens_at}, ${row.closes_at}, 'OPEN', ${row.seed}, ${row.seed_commitment},
      ${row.created_at}, ${row.agreed_at})`;
}

export async function readDraws(sql: AnySql, drawIds: readonly string[]): Promise<DrawRow[]> {
  return sql<DrawRow[]>`SELECT * FROM rewards.draw WHERE draw_id = ANY (${[...drawIds]}::uuid[])`;
}

/** Draws of a programme, the newest first. */
export async function listDraws(sql: AnySql, programmeId: string, limit: number): Promise<DrawRow[]> {
  return sql<DrawRow[]>`
    SELECT * FROM rewards.draw WHERE programme_id = ${programmeId} ORDER BY draw_id DESC LIMIT ${limit}`;
}

/** Reads a draw of a programme and keeps others from entering or ending it until the transaction ends. */
export async function lockDraw(sql: AnySql, programmeId: string, drawId: string): Promise<DrawRow | null> {
  const [row] = await sql<DrawRow[]>`
    SELECT * FROM rewards.draw WHERE draw_id = ${drawId} AND programme_id = ${programmeId} FOR NO KEY UPDATE`;
  return row ?? null;
}

export interface EntryRow {
  readonly entry_id: string;
  readonly draw_id: string;
  readonly member_id: string;
  readonly word: string;
  readonly state: 'PENDING' | 'ENTERED' | 'REFUSED';
  readonly number: number | null;
  readonly place: number | null;
  readonly refusal: { readonly code: string; readonly message: string } | null;
  readonly entered_at: Date;
}

export async function insertEntry(
  sql: AnySql,
  row: Pick<EntryRow, 'entry_id' | 'draw_id' | 'member_id' | 'word' | 'entered_at'>,
): Promise<void> {
  await sql`
    INSERT INTO rewards.draw_entry (entry_id, draw_id, member_id, word, state, entered_at)
    VALUES (${row.entry_id}, ${row.draw_id}, ${row.member_id}, ${row.word}, 'PENDING', ${row.entered_at})`;
}

export async function readEntries(sql: AnySql, entryIds: readonly string[]): Promise<EntryRow[]> {
  return sql<EntryRow[]>`SELECT * FROM rewards.draw_entry WHERE entry_id = ANY (${[...entryIds]}::uuid[])`;
}

/** How many entries a member has in a draw, those on their way included. */
export async function countEntriesOf(sql: AnySql, drawId: string, memberId: string): Promise<number> {
  const [row] = await sql<{ entries: number }[]>`
    SELECT count(*)::int AS entries FROM rewards.draw_entry
    WHERE draw_id = ${drawId} AND member_id = ${memberId} AND state <> 'REFUSED'`;
  return row?.entries ?? 0;
}

/** Gives a pending entry the next number of its draw, whose row is locked. */
export async function numberEntry(sql: AnySql, entryId: string): Promise<void> {
  await sql`
    WITH entry AS (SELECT entry_id, draw_id FROM rewards.draw_entry WHERE entry_id = ${entryId} AND state = 'PENDING' FOR UPDATE),
    counted AS (
      UPDATE rewards.draw SET entries = entries + 1 FROM entry WHERE draw.draw_id = entry.draw_id
      RETURNING draw.draw_id, draw.entries
    )
    UPDATE rewards.draw_entry SET state = 'ENTERED', number = counted.entries
    FROM counted WHERE draw_entry.entry_id = ${entryId}`;
}

export async function refuseEntry(sql: AnySql, entryId: string, refusal: object): Promise<void> {
  await sql`
    UPDATE rewards.draw_entry SET state = 'REFUSED', refusal = ${JSON.stringify(refusal)}::jsonb
    WHERE entry_id = ${entryId} AND state = 'PENDING'`;
}

/** Entries whose points are on their way since before an instant; of one draw where it is named. */
export async function listPendingEntries(
  sql: AnySql,
  drawId: string | null,
  before: Date,
  limit: number,
): Promise<string[]> {
  const rows = await sql<{ entry_id: string }[]>`
    SELECT entry_id FROM rewards.draw_entry
    WHERE state = 'PENDING' AND entered_at <= ${before} AND (${drawId}::uuid IS NULL OR draw_id = ${drawId}::uuid)
    ORDER BY entered_at LIMIT ${limit}`;
  return rows.map(({ entry_id }) => entry_id);
}

/** The entries of a draw as they are hashed, in the order of their numbers. */
export async function readEntryLines(sql: AnySql, drawId: string): Promise<DrawEntryLine[]> {
  return sql<DrawEntryLine[]>`
    SELECT number, entry_id AS "entryId", word FROM rewards.draw_entry
    WHERE draw_id = ${drawId} AND state = 'ENTERED' ORDER BY number`;
}

export async function closeDraw(sql: AnySql, drawId: string, entriesHash: string): Promise<void> {
  await sql`UPDATE rewards.draw SET state = 'CLOSED', entries_hash = ${entriesHash} WHERE draw_id = ${drawId}`;
}

/** Ends a draw: gives the winning numbers their places, the first first. */
export async function endDraw(sql: AnySql, drawId: string, winning: readonly number[], at: Date): Promise<EntryRow[]> {
  await sql`UPDATE rewards.draw SET state = 'DRAWN', drawn_at = ${at} WHERE draw_id = ${drawId}`;
  return sql<EntryRow[]>`
    UPDATE rewards.draw_entry SET place = won.place
    FROM unnest(${[...winning]}::int[]) WITH ORDINALITY AS won (number, place)
    WHERE draw_id = ${drawId} AND draw_entry.number = won.number
    RETURNING draw_entry.*`;
}

/** The entries that won, the first prize first. */
export async function readWinners(sql: AnySql, drawId: string): Promise<EntryRow[]> {
  return sql<EntryRow[]>`
    SELECT * FROM rewards.draw_entry WHERE draw_id = ${drawId} AND place IS NOT NULL ORDER BY place`;
}

/** Entries of members in a draw, the first one first. */
export async function readEntriesOf(sql: AnySql, drawId: string, memberIds: readonly string[]): Promise<EntryRow[]> {
  return sql<EntryRow[]>`
    SELECT * FROM rewards.draw_entry WHERE draw_id = ${drawId} AND member_id = ANY (${[...memberIds]}::uuid[]) AND state = 'ENTERED' ORDER BY number LIMIT 100`;
}
