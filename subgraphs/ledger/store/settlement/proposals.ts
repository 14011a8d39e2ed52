import type { AnySql } from '../../../../db/client.ts';
import type { ProposedStep } from '../../domain/window-states.ts';

export interface ProposalRow {
  readonly proposalId: string;
  readonly programmeId: string;
  readonly windowId: string;
  readonly step: ProposedStep;
  /** Null is all partners. */
  readonly partnerIds: readonly string[] | null;
  /** Of an opening balance, minor units: above zero the operator owes the partner. */
  readonly amountMinor: bigint | null;
  readonly reason: string | null;
  readonly shownHash: Buffer;
  readonly state: 'PROPOSED' | 'APPROVED' | 'REJECTED' | 'WITHDRAWN' | 'VOID';
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly doneAt: Date | null;
  readonly breakGlass: string | null;
}

const columns = (sql: AnySql) => sql`
  proposal_id AS "proposalId", programme_id AS "programmeId", window_id AS "windowId", step, partner_ids AS "partnerIds", amount_minor AS "amountMinor", reason,
  shown_hash AS "shownHash", state, proposed_by AS "proposedBy", proposed_at AS "proposedAt", decided_by AS "decidedBy",
  decided_at AS "decidedAt", done_at AS "doneAt", break_glass AS "breakGlass"`;

/** Proposals by id, of one programme. */
export async function readProposals(
  sql: AnySql,
  programmeId: string,
  proposalIds: readonly string[],
): Promise<readonly ProposalRow[]> {
  return sql<ProposalRow[]>`
    SELECT ${columns(sql)} FROM ledger.settlement_proposal
    WHERE proposal_id = ANY(${proposalIds as string[]}::uuid[]) AND programme_id = ${programmeId}`;
}

/** Proposals of windows, in the order in which they were made. */
export async function readProposalsOf(sql: AnySql, windowIds: readonly string[]): Promise<readonly ProposalRow[]> {
  return sql<ProposalRow[]>`
    SELECT ${columns(sql)} FROM ledger.settlement_proposal
    WHERE window_id = ANY(${windowIds as string[]}::uuid[])
    ORDER BY window_id, proposed_at, proposal_id`;
}

/** What was proposed of a window and these partners and is not done with; null when nothing was. */
export async function readOpenProposal(
  sql: AnySql,
  windowId: string,
  step: ProposedStep,
  partnerIds: readonly string[] | null,
): Promise<ProposalRow | null> {
  const [row] = await sql<ProposalRow[]>`
    SELECT ${columns(sql)} FROM ledger.settlement_proposal
    WHERE window_id = ${windowId} AND step = ${step} AND partner_ids IS NOT DISTINCT FROM ${partnerIds as string[] | null}::uuid[]
      AND (state = 'PROPOSED' OR (state = 'APPROVED' AND done_at IS NULL))`;
  return row ?? null;
}

export async function insertProposal(
  sql: AnySql,
  row: Omit<ProposalRow, 'state' | 'decidedBy' | 'decidedAt' | 'doneAt' | 'breakGlass'>,
): Promise<void> {
  await sql`
    INSERT INTO ledger.settlement_proposal (proposal_id, programme_id, window_id, step, partner_ids, amount_minor, reason, shown_hash, state, proposed_by, proposed_at)
    VALUES (${row.proposalId}, ${row.programmeId}, ${row.windowId}, ${row.step}, ${row.partnerIds as string[] | null}::uuid[], ${row.amountMinor},
            ${row.reason}, ${row.shownHash}, 'PROPOSED', ${row.proposedBy}, ${row.proposedAt})`;
}

export async function decideProposal(
  sql: AnySql,
  proposalId: string,
  decision: {
    readonly state: 'APPROVED' | 'REJECTED' | 'WITHDRAWN' | 'VOID';
    readonly decidedBy: string | null;
    readonly decidedAt: Date;
    readonly breakGlass?: string | null;
  },
): Promise<void> {
  await sql`
    UPDATE ledger.settlement_proposal
    SET state = ${decision.state}, decided_by = ${decision.decidedBy}, decided_at = ${decision.decidedAt},
        break_glass = ${decision.breakGlass ?? null}
    WHERE proposal_id = ${proposalId}`;
}

/** What was approved has been done. */
export async function markDone(sql: AnySql, proposalId: string, doneAt: Date): Promise<void> {
  await sql`UPDATE ledger.settlement_proposal SET done_at = ${doneAt} WHERE proposal_id = ${proposalId}`;
}

/** What two persons approved of windows and waits for its day, the oldest first. */
export async function readWaitingApprovals(sql: AnySql, programmeId: string): Promise<readonly ProposalRow[]> {
  return sql<ProposalRow[]>`
    SELECT ${columns(sql)} FROM ledger.settlement_proposal
    WHERE programme_id = ${programmeId} AND state = 'APPROVED' AND done_at IS NULL
    ORDER BY proposed_at, proposal_id`;
}
