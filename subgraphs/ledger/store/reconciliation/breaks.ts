import type { AnySql, Sql } from '../../../../db/client.ts';
import { type BreakAction, type BreakResult, type BreakState, OPEN_STATES } from '../../domain/reconciliation-break.ts';

/** What was proposed, as it is kept: points as decimal text. */
export interface KeptProposal {
  readonly action: BreakAction;
  readonly points: string | null;
  readonly transactionId: string | null;
  readonly memberId: string | null;
  readonly storeId: string | null;
  readonly reason: string;
}

export interface BreakRow {
  readonly breakId: string;
  readonly reconciliationId: string;
  readonly ordinal: number;
  readonly programmeId: string;
  readonly partnerId: string;
  readonly windowId: string;
  readonly result: BreakResult;
  readonly state: BreakState;
  readonly line: number | null;
  readonly partnerPoints: bigint | null;
  readonly partnerAmountMinor: bigint | null;
  readonly currency: string | null;
  readonly businessAt: Date;
  readonly till: string | null;
  readonly memberToken: string | null;
  readonly transactionId: string | null;
  readonly operatorPoints: bigint | null;
  readonly reference: string | null;
  readonly type: string;
  readonly valuePoints: bigint;
  readonly valueMinor: bigint;
  readonly seconds: number | null;
  readonly since: string;
  readonly assignee: string | null;
  readonly note: string | null;
  readonly proposal: KeptProposal | null;
  readonly shownHash: string | null;
  readonly proposedBy: string | null;
  readonly approvedBy: string | null;
  readonly postedId: string | null;
}

const columns = (sql: AnySql) => sql`
  break_id AS "breakId", reconciliation_id AS "reconciliationId", ordinal, programme_id AS "programmeId", partner_id AS "partnerId",
  window_id AS "windowId", result, state, line, partner_points AS "partnerPoints", partner_amount_minor AS "partnerAmountMinor", currency,
  business_at AS "businessAt", till, member_token AS "memberToken", transaction_id AS "transactionId", operator_points AS "operatorPoints",
  reference, type, value_points AS "valuePoints", value_minor AS "valueMinor", seconds, since, assignee, note, proposal,
  shown_hash AS "shownHash", proposed_by AS "proposedBy", approved_by AS "approvedBy", posted_id AS "postedId"`;

/** Breaks by id, of one programme. */
export async function readBreaks(
  sql: AnySql,
  programmeId: string,
  ids: readonly string[],
): Promise<readonly BreakRow[]> {
  return sql<BreakRow[]>`
    SELECT ${columns(sql)} FROM ledger.reconciliation_break
    WHERE programme_id = ${programmeId} AND break_id = ANY(${ids as string[]}::uuid[])`;
}

/** One break, locked until the transaction ends. */
export async function lockBreak(sql: AnySql, programmeId: string, breakId: string): Promise<BreakRow | null> {
  const [row] = await sql<BreakRow[]>`
    SELECT ${columns(sql)} FROM ledger.reconciliation_break
    WHERE programme_id = ${programmeId} AND break_id = ${breakId} FOR NO KEY UPDATE`;
  return row ?? null;
}

/** A page of a reconciliation's breaks in order, after a place; in these states where given. */
export async function readBreakPage(
  sql: AnySql,
  asked: {
    readonly reconciliationId: string;
    readonly states: readonly BreakState[] | null;
    readonly after: number | null;
    readonly limit: number;
  },
): Promise<readonly BreakRow[]> {
  return sql<BreakRow[]>`
    SELECT ${columns(sql)} FROM ledger.reconciliation_break
    WHERE reconciliation_id = ${asked.reconciliationId} AND ordinal > ${asked.after ?? -1}
      ${asked.states === null ? sql`` : sql`AND state = ANY(${asked.states as string[]}::text[])`}
    ORDER BY ordinal LIMIT ${asked.limit}`;
}

/** The open breaks of windows, of one partner or (null) of all, in order. */
export async function readOpenBreaks(
  sql: AnySql,
  windowIds: readonly string[],
  partnerId: string | null = null,
): Promise<readonly BreakRow[]> {
  return sql<BreakRow[]>`
    SELECT ${columns(sql)} FROM ledger.reconciliation_break
    WHERE window_id = ANY(${windowIds as string[]}::uuid[]) AND state = ANY(${OPEN_STATES as string[]}::text[])
      ${partnerId === null ? sql`` : sql`AND partner_id = ${partnerId}`}
    ORDER BY window_id, partner_id, reconciliation_id, ordinal`;
}

/** How many breaks of reconciliations are open. */
export async function countOpenBreaks(
  sql: AnySql,
  reconciliationIds: readonly string[],
): Promise<readonly { readonly reconciliationId: string; readonly open: number }[]> {
  return sql<{ reconciliationId: string; open: number }[]>`
    SELECT reconciliation_id AS "reconciliationId", count(*)::int AS open FROM ledger.reconciliation_break
    WHERE reconciliation_id = ANY(${reconciliationIds as string[]}::uuid[]) AND state = ANY(${OPEN_STATES as string[]}::text[])
    GROUP BY reconciliation_id`;
}

/** A partner's open breaks of other windows that are a matter of when: what this window's file may explain. */
export async function readOpenTimingElsewhere(
  sql: AnySql,
  partnerId: string,
  windowId: string,
): Promise<readonly BreakRow[]> {
  return sql<BreakRow[]>`
    SELECT ${columns(sql)} FROM ledger.reconciliation_break
    WHERE partner_id = ${partnerId} AND window_id <> ${windowId} AND state = ANY(${OPEN_STATES as string[]}::text[])
      AND result IN ('TIMING', 'MISSING_AT_PARTNER') AND transaction_id IS NOT NULL AND state <> 'APPROVED'`;
}

/** All breaks of one reconciliation, in order. */
export async function readBreaksOf(sql: AnySql, reconciliationId: string): Promise<readonly BreakRow[]> {
  return sql<BreakRow[]>`
    SELECT ${columns(sql)} FROM ledger.reconciliation_break WHERE reconciliation_id = ${reconciliationId} ORDER BY ordinal`;
}

/** Writes the breaks of a new version. */
export async function insertBreaks(sql: Sql | AnySql, rows: readonly BreakRow[]): Promise<void> {
  const integers = (values: readonly (bigint | null)[]) => sql.array(values as bigint[]);
  const column = <Value>(of: (row: BreakRow) => Value): Value[] => rows.map(of);
  await sql`
    INSERT INTO ledger.reconciliation_break (break_id, reconciliation_id, ordinal, programme_id, partner_id, window_id, result, state, line,
      partner_points, partner_amount_minor, currency, business_at, till, member_token, transaction_id, operator_points, reference, type,
      value_points, value_minor, seconds, since, assignee, note, proposal, shown_hash, proposed_by, approved_by, posted_id)
    SELECT * FROM unnest(
      ${column((row) => row.breakId)}::uuid[], ${column((row) => row.reconciliationId)}::uuid[], ${column((row) => row.ordinal)}::int[],
      ${column((row) => row.programmeId)}::uuid[], ${column((row) => row.partnerId)}::uuid[], ${column((row) => row.windowId)}::uuid[],
      ${column((row) => row.result)}::text[], ${column((row) => row.state)}::text[], ${column((row) => row.line)}::int[],
      ${integers(column((row) => row.partnerPoints))}::bigint[], ${integers(column((row) => row.partnerAmountMinor))}::bigint[],
      ${column((row) => row.currency)}::text[], ${sql.array(column((row) => row.businessAt))}::timestamptz[],
      ${column((row) => row.till)}::text[], ${column((row) => row.memberToken)}::text[],
      ${column((row) => row.transactionId)}::uuid[], ${integers(column((row) => row.operatorPoints))}::bigint[],
      ${column((row) => row.reference)}::text[], ${column((row) => row.type)}::text[],
      ${integers(column((row) => row.valuePoints))}::bigint[], ${integers(column((row) => row.valueMinor))}::bigint[],
      ${column((row) => row.seconds)}::int[], ${column((row) => row.since)}::date[], ${column((row) => row.assignee)}::text[],
      ${column((row) => row.note)}::text[],
      ${column((row) => (row.proposal === null ? null : JSON.stringify(row.proposal)))}::jsonb[],
      ${column((row) => row.shownHash)}::text[], ${column((row) => row.proposedBy)}::text[],
      ${column((row) => row.approvedBy)}::text[], ${column((row) => row.postedId)}::uuid[])`;
}

/** What a decision changes of a break; the rest stays. */
export type BreakChange = Partial<
  Pick<BreakRow, 'state' | 'assignee' | 'note' | 'proposal' | 'shownHash' | 'proposedBy' | 'approvedBy' | 'postedId'>
>;

/** Changes one break. */
export async function updateBreak(sql: AnySql, before: BreakRow, change: BreakChange): Promise<void> {
  const row = { ...before, ...change };
  await sql`
    UPDATE ledger.reconciliation_break
    SET state = ${row.state}, assignee = ${row.assignee}, note = ${row.note},
        proposal = ${row.proposal === null ? null : JSON.stringify(row.proposal)}::jsonb, shown_hash = ${row.shownHash},
        proposed_by = ${row.proposedBy}, approved_by = ${row.approvedBy}, posted_id = ${row.postedId}
    WHERE break_id = ${row.breakId}`;
}

/** Ends many breaks at once. */
export async function endBreaks(
  sql: AnySql,
  breakIds: readonly string[],
  state: 'SUPERSEDED' | 'AUTO_CLOSED',
  note: string,
): Promise<void> {
  if (breakIds.length === 0) return;
  await sql`
    UPDATE ledger.reconciliation_break SET state = ${state}, note = coalesce(note, ${note})
    WHERE break_id = ANY(${breakIds as string[]}::uuid[])`;
}

/** Approved proposals whose posting is not noted yet: a process ended in between. */
export async function readApprovedBreaks(sql: AnySql, programmeId: string): Promise<readonly BreakRow[]> {
  return sql<BreakRow[]>`
    SELECT ${columns(sql)} FROM ledger.reconciliation_break WHERE programme_id = ${programmeId} AND state = 'APPROVED' ORDER BY break_id`;
}
