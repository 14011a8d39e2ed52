import type { AnySql } from '../../../../db/client.ts';

export interface ObligationRow {
  readonly windowId: string;
  /** Partner, or OP. */
  readonly funderId: string;
  readonly acceptorId: string;
  readonly amountMinor: bigint;
}

/** Who owes whom in windows, gross, from the slots; what came to nothing is left out. */
export async function readObligations(sql: AnySql, windowIds: readonly string[]): Promise<readonly ObligationRow[]> {
  return sql<ObligationRow[]>`
    SELECT window_id AS "windowId", funder AS "funderId", acceptor AS "acceptorId", sum(amount_minor)::bigint AS "amountMinor"
    FROM ledger.obligation_slot
    WHERE window_id = ANY(${windowIds as string[]}::uuid[])
    GROUP BY window_id, funder, acceptor HAVING sum(amount_minor) <> 0
    ORDER BY window_id, funder, acceptor`;
}
