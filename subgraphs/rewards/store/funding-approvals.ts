import type { AnySql } from '../../../db/client.ts';
import type { Funding } from '../domain/funding.ts';

export type FundedKind = 'MISSION' | 'ACTIVITY' | 'SURVEY' | 'OFFER' | 'DRAW';

/** Something whose points somebody pays for. */
export interface FundedRow {
  readonly kind: FundedKind;
  readonly subject_id: string;
  readonly programme_id: string;
  readonly funding: readonly Funding[];
  readonly agreed_at: Date | null;
  /** When it is over. */
  readonly ends_at: Date;
}

const TABLES: Readonly<Record<FundedKind, { readonly table: string; readonly id: string; readonly ends: string }>> = {
  MISSION: { table: 'mission', id: 'mission_id', ends: 'ends_at' },
  ACTIVITY: { table: 'activity', id: 'activity_id', ends: 'ends_at' },
  SURVEY: { table: 'survey', id: 'survey_id', ends: 'ends_at' },
  OFFER: { table: 'offer', id: 'offer_id', ends: 'ends_at' },
  DRAW: { table: 'draw', id: 'draw_id', ends: 'closes_at' },
};

function columns(sql: AnySql, kind: FundedKind) {
  const { id, ends } = TABLES[kind];
  return sql`${kind}::text AS kind, ${sql(id)} AS subject_id, programme_id, funding, agreed_at, ${sql(ends)} AS ends_at`;
}

/** Whatever has this id; `locked` keeps others from agreeing to it until the transaction ends. */
export async function readFunded(
  sql: AnySql,
  programmeId: string,
  subjectId: string,
  { locked = false }: { readonly locked?: boolean } = {},
): Promise<FundedRow | null> {
  for (const kind of Object.keys(TABLES) as FundedKind[]) {
    const { table, id } = TABLES[kind];
    const [row] = await sql<FundedRow[]>`
      SELECT ${columns(sql, kind)} FROM ${sql(`rewards.${table}`)}
      WHERE ${sql(id)} = ${subjectId} AND programme_id = ${programmeId} ${locked ? sql`FOR NO KEY UPDATE` : sql``}`;
    if (row !== undefined) return row;
  }
  return null;
}

/** What waits for the word of a funder and is not over, the newest first. */
export async function readWaitingFor(
  sql: AnySql,
  programmeId: string,
  { funder, funderId }: { readonly funder: string; readonly funderId: string | null },
  at: Date,
  limit: number,
): Promise<FundedRow[]> {
  const share = JSON.stringify([{ funderId }]);
  const found: FundedRow[] = [];
  for (const kind of Object.keys(TABLES) as FundedKind[]) {
    const { table, id, ends } = TABLES[kind];
    found.push(
      ...(await sql<FundedRow[]>`
        SELECT ${columns(sql, kind)} FROM ${sql(`rewards.${table}`)} AS asked
        WHERE programme_id = ${programmeId} AND agreed_at IS NULL AND ${sql(ends)} > ${at} AND funding @> ${share}::text::jsonb
          AND NOT EXISTS (SELECT FROM rewards.funding_approval WHERE subject_id = asked.${sql(id)} AND funder = ${funder})
        ORDER BY ${sql(id)} DESC LIMIT ${limit}`),
    );
  }
  return found.sort((a, b) => (a.subject_id < b.subject_id ? 1 : -1)).slice(0, limit);
}

/** Everybody who pays has agreed. */
export async function agree(sql: AnySql, { kind, subject_id }: FundedRow, at: Date): Promise<void> {
  const { table, id } = TABLES[kind];
  await sql`UPDATE ${sql(`rewards.${table}`)} SET agreed_at = ${at} WHERE ${sql(id)} = ${subject_id} AND agreed_at IS NULL`;
}

export interface ApprovalRow {
  readonly subject_id: string;
  readonly programme_id: string;
  /** Partner id, or OP for the operator. */
  readonly funder: string;
  readonly approved_by: string;
  readonly approved_at: Date;
}

/** An approval counts once; the first one stays. */
export async function insertApproval(sql: AnySql, row: ApprovalRow): Promise<void> {
  await sql`
    INSERT INTO rewards.funding_approval (subject_id, programme_id, funder, approved_by, approved_at)
    VALUES (${row.subject_id}, ${row.programme_id}, ${row.funder}, ${row.approved_by}, ${row.approved_at})
    ON CONFLICT DO NOTHING`;
}

/** Who agreed to pay for something, the first one first. */
export async function readApprovals(sql: AnySql, subjectId: string): Promise<ApprovalRow[]> {
  return sql<ApprovalRow[]>`
    SELECT * FROM rewards.funding_approval WHERE subject_id = ${subjectId} ORDER BY approved_at, funder`;
}
