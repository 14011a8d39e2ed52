import type { AnySql } from '../../../../db/client.ts';

export type DisputeOutcome = 'UPHELD' | 'PARTIALLY_UPHELD' | 'REJECTED' | 'WITHDRAWN';
export type DisputeState = 'HELD' | 'UNDER_REVIEW' | DisputeOutcome | 'POSTED';

/** What a party gave to be considered. */
export interface Evidence {
  readonly text: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface DisputeRow {
  readonly disputeId: string;
  readonly programmeId: string;
  readonly transactionId: string;
  readonly windowId: string | null;
  readonly entry: number;
  /** Null is the operator. */
  readonly raisedBy: string | null;
  readonly openedBy: string | null;
  readonly openedAt: Date;
  readonly reason: string;
  readonly reference: string | null;
  readonly evidence: readonly Evidence[];
  readonly state: DisputeState;
  readonly answerBy: string | null;
  readonly decideBy: string | null;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
  readonly outcome: DisputeOutcome | null;
  readonly decision: string | null;
  readonly decidedAt: Date | null;
  readonly upheldPoints: bigint | null;
  readonly holdTransactionId: string;
  readonly releaseTransactionId: string | null;
  readonly outcomeTransactionId: string | null;
  readonly outcomeRefusal: string | null;
}

const columns = (sql: AnySql) => sql`
  dispute.dispute_id AS "disputeId", dispute.programme_id AS "programmeId", dispute.transaction_id AS "transactionId",
  dispute.window_id AS "windowId", entry, raised_by AS "raisedBy", opened_by AS "openedBy", opened_at AS "openedAt", reason,
  dispute.reference, evidence, dispute.state, answer_by::text AS "answerBy", decide_by::text AS "decideBy", answer,
  answered_at AS "answeredAt", outcome, decision, decided_at AS "decidedAt", upheld_points AS "upheldPoints",
  hold_transaction_id AS "holdTransactionId", release_transaction_id AS "releaseTransactionId",
  outcome_transaction_id AS "outcomeTransactionId", outcome_refusal AS "outcomeRefusal"`;

/** Disputes by id, of one programme. */
export async function readDisputes(
  sql: AnySql,
  programmeId: string,
  disputeIds: readonly string[],
): Promise<readonly DisputeRow[]> {
  return sql<DisputeRow[]>`
    SELECT ${columns(sql)} FROM ledger.dispute
    WHERE programme_id = ${programmeId} AND dispute_id = ANY(${disputeIds as string[]}::uuid[])`;
}

export interface DisputePage {
  readonly programmeId: string;
  /** Null is all windows. */
  readonly windowId: string | null;
  /** Only those that concern the partner: it opened them, or they are about what happened at its tills. Null is all. */
  readonly partnerId: string | null;
  /** Only those that are not decided, or only those that are; null is both. */
  readonly open: boolean | null;
  readonly before: string | null;
  readonly limit: number;
}

/** Disputes, the newest first. */
export async function listDisputes(sql: AnySql, page: DisputePage): Promise<readonly DisputeRow[]> {
  return sql<DisputeRow[]>`
    SELECT ${columns(sql)}
    FROM ledger.dispute
    WHERE programme_id = ${page.programmeId}
      AND (${page.windowId}::uuid IS NULL OR window_id = ${page.windowId}::uuid)
      AND (${page.partnerId}::uuid IS NULL OR raised_by = ${page.partnerId}::uuid OR EXISTS (
        SELECT FROM ledger.transaction AS disputed
        WHERE disputed.transaction_id = dispute.transaction_id AND disputed.partner_id = ${page.partnerId}::uuid))
      AND (${page.open}::boolean IS NULL OR (release_transaction_id IS NULL) = ${page.open}::boolean)
      AND (${page.before}::uuid IS NULL OR dispute_id < ${page.before}::uuid)
    ORDER BY dispute_id DESC LIMIT ${page.limit}`;
}

/** Whether an entry is held back by an open dispute. Read under the closing lock, so nobody is opening one. */
export async function isHeld(sql: AnySql, transactionId: string, entry: number): Promise<boolean> {
  const rows = await sql`
    SELECT FROM ledger.dispute
    WHERE transaction_id = ${transactionId} AND entry = ${entry} AND release_transaction_id IS NULL`;
  return rows.length > 0;
}

export type NewDispute = Pick<
  DisputeRow,
  | 'disputeId'
  | 'programmeId'
  | 'transactionId'
  | 'windowId'
  | 'entry'
  | 'raisedBy'
  | 'openedBy'
  | 'openedAt'
  | 'reason'
  | 'reference'
  | 'evidence'
  | 'answerBy'
  | 'decideBy'
  | 'holdTransactionId'
>;

/** A dispute whose money is held back. */
export async function insertDispute(sql: AnySql, row: NewDispute): Promise<void> {
  await sql`
    INSERT INTO ledger.dispute (dispute_id, programme_id, transaction_id, window_id, entry, raised_by, opened_by, opened_at, reason, reference,
                                evidence, state, answer_by, decide_by, hold_transaction_id)
    VALUES (${row.disputeId}, ${row.programmeId}, ${row.transactionId}, ${row.windowId}, ${row.entry}, ${row.raisedBy}, ${row.openedBy},
            ${row.openedAt}, ${row.reason}, ${row.reference}, ${JSON.stringify(row.evidence)}::jsonb, 'HELD', ${row.answerBy}, ${row.decideBy},
            ${row.holdTransactionId})`;
}

/** Adds to what is to be considered. */
export async function addEvidence(sql: AnySql, disputeId: string, evidence: readonly Evidence[]): Promise<void> {
  await sql`
    UPDATE ledger.dispute SET evidence = evidence || ${JSON.stringify(evidence)}::jsonb WHERE dispute_id = ${disputeId}`;
}

/** The operator's first answer: from here on the dispute is under review. */
export async function answerDispute(
  sql: AnySql,
  disputeId: string,
  answer: { readonly text: string; readonly by: string; readonly at: Date },
): Promise<void> {
  await sql`
    UPDATE ledger.dispute SET state = 'UNDER_REVIEW', answer = ${answer.text}, answered_by = ${answer.by}, answered_at = ${answer.at}
    WHERE dispute_id = ${disputeId}`;
}

/** A dispute is over: what was held back is released. POSTED where nothing more follows. */
export async function endDispute(
  sql: AnySql,
  disputeId: string,
  end: {
    readonly outcome: DisputeOutcome;
    readonly decision: string | null;
    readonly upheldPoints: bigint | null;
    readonly by: string;
    readonly at: Date;
    readonly releaseTransactionId: string;
  },
): Promise<void> {
  const state = end.outcome === 'REJECTED' || end.outcome === 'WITHDRAWN' ? 'POSTED' : end.outcome;
  await sql`
    UPDATE ledger.dispute
    SET state = ${state}, outcome = ${end.outcome}, decision = ${end.decision}, upheld_points = ${end.upheldPoints},
        decided_by = ${end.by}, decided_at = ${end.at}, release_transaction_id = ${end.releaseTransactionId}
    WHERE dispute_id = ${disputeId}`;
}

/** Disputes of a programme of which the points that were upheld are not given back yet. */
export async function readDisputesToPost(sql: AnySql, programmeId: string): Promise<readonly DisputeRow[]> {
  return sql<DisputeRow[]>`
    SELECT ${columns(sql)} FROM ledger.dispute
    WHERE programme_id = ${programmeId} AND upheld_points IS NOT NULL AND state IN ('UPHELD', 'PARTIALLY_UPHELD') AND outcome_refusal IS NULL
    ORDER BY dispute_id`;
}

/** What followed from a decision, or why it could not be posted. */
export async function markOutcome(
  sql: AnySql,
  disputeId: string,
  outcome: { readonly transactionId: string } | { readonly refusal: string },
): Promise<void> {
  if ('refusal' in outcome)
    await sql`UPDATE ledger.dispute SET outcome_refusal = ${outcome.refusal} WHERE dispute_id = ${disputeId}`;
  else
    await sql`
      UPDATE ledger.dispute SET state = 'POSTED', outcome_transaction_id = ${outcome.transactionId}
      WHERE dispute_id = ${disputeId}`;
}
