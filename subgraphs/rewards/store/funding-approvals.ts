import type { AnySql } from '../../../db/client.ts';
import type { Funding } from '../domain/funding.ts';

/** What is made here: its row says when all who pay agreed. */
type MadeKind = 'MISSION' | 'ACTIVITY' | 'SURVEY' | 'OFFER' | 'DRAW';
/** And free rewards that members promises with a tier or a plan. */
export type FundedKind = MadeKind | 'TIER' | 'PLAN';

/** Something whose points somebody pays for. */
export interface FundedRow {
  readonly kind: FundedKind;
  readonly subject_id: string;
  readonly programme_id: string;
  readonly funding: readonly Funding[];
  readonly agreed_at: Date | null;
  /** When it is over; null is not by a date. */
  readonly ends_at: Date | null;
}

/** A free reward that comes with a tier or a paid membership. Where nobody is named to pay, the partner that honours it does. */
export interface PromisedRow {
  readonly kind: 'TIER' | 'PLAN';
  readonly subject_id: string;
  readonly programme_id: string;
  /** Of the tier or plan. */
  readonly code: string;
  readonly reward_id: string;
  readonly funding: readonly Funding[];
}

/** Free rewards that are promised: one, or those of a programme that a funder is to pay for and has not agreed to. */
export async function readPromised(
  sql: AnySql,
  programmeId: string,
  asked: { readonly subjectId: string } | { readonly funder: string },
): Promise<PromisedRow[]> {
  const subjectId = 'subjectId' in asked ? asked.subjectId : null;
  const funder = 'funder' in asked ? asked.funder : null;
  return sql<PromisedRow[]>`
    SELECT kind, subject_id, programme_id, code, reward_id,
      (SELECT jsonb_agg(jsonb_build_object('funderId', share -> 'partnerId', 'basisPoints', share -> 'basisPoints'))
       FROM jsonb_array_elements(shares) AS share) AS funding
    FROM (
      SELECT promised.*, coalesce(funding, jsonb_build_array(jsonb_build_object('partnerId', partner_id, 'basisPoints', 10000))) AS shares
      FROM members.promised_reward_reference AS promised JOIN rewards.reward USING (reward_id, programme_id)
    ) AS promised
    WHERE programme_id = ${programmeId} AND (${subjectId}::uuid IS NULL OR subject_id = ${subjectId}::uuid) AND (${funder}::text IS NULL OR (
      EXISTS (SELECT FROM jsonb_array_elements(shares) AS share WHERE share ->> 'partnerId' = ${funder}::text)
      AND NOT EXISTS (
        SELECT FROM rewards.funding_approval AS agreed WHERE agreed.subject_id = promised.subject_id AND agreed.funder = ${funder}::text)))
    ORDER BY kind, code`;
}

/** A promise as something to agree to: the operator agreed by making it, and it lasts as long as it is made. */
export function promiseToAgreeTo({ kind, subject_id, programme_id, funding }: PromisedRow): FundedRow {
  const others = funding.filter(({ funderId }) => funderId !== null);
  return { kind, subject_id, programme_id, funding: others, agreed_at: null, ends_at: null };
}

const TABLES: Readonly<Record<MadeKind, { readonly table: string; readonly id: string; readonly ends: string }>> = {
  MISSION: { table: 'mission', id: 'mission_id', ends: 'ends_at' },
  ACTIVITY: { table: 'activity', id: 'activity_id', ends: 'ends_at' },
  SURVEY: { table: 'survey', id: 'survey_id', ends: 'ends_at' },
  OFFER: { table: 'offer', id: 'offer_id', ends: 'ends_at' },
  DRAW: { table: 'draw', id: 'draw_id', ends: 'closes_at' },
};

function columns(sql: AnySql, kind: MadeKind) {
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
  for (const kind of Object.keys(TABLES) as MadeKind[]) {
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
  for (const kind of Object.keys(TABLES) as MadeKind[]) {
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

/** Everybody who pays has agreed. Of a free reward nothing more is to be written. */
export async function agree(sql: AnySql, { kind, subject_id }: FundedRow, at: Date): Promise<void> {
  if (kind === 'TIER' || kind === 'PLAN') return;
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
