import type { AnySql } from '../../../../db/client.ts';

/** What is not agreed about a window: disputes that are not decided, and differences that nobody has resolved. */
export interface OpenMatters {
  readonly disputes: readonly { readonly disputeId: string; readonly state: string }[];
  readonly breaks: readonly { readonly breakId: string; readonly state: string; readonly valueMinor: bigint }[];
}

/** What two persons who sign a window off are shown beside its nets. */
export async function readOpenMatters(sql: AnySql, windowId: string): Promise<OpenMatters> {
  const disputes = await sql<OpenMatters['disputes'][number][]>`
    SELECT dispute_id AS "disputeId", dispute.state
    FROM ledger.dispute JOIN ledger.transaction AS disputed USING (transaction_id)
    WHERE disputed.window_id = ${windowId} AND release_transaction_id IS NULL
    ORDER BY dispute_id`;
  const breaks = await sql<OpenMatters['breaks'][number][]>`
    SELECT break_id AS "breakId", state, value_minor AS "valueMinor" FROM ledger.reconciliation_break
    WHERE window_id = ${windowId} AND state IN ('DETECTED', 'ASSIGNED', 'ACCEPTED_TIMING', 'ADJUSTMENT_PROPOSED', 'APPROVED')
    ORDER BY break_id`;
  return { disputes, breaks };
}
