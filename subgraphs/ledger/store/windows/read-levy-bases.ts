import type { AnySql } from '../../../../db/client.ts';

export interface LevyBaseRow {
  readonly partnerId: string;
  readonly points: bigint;
}

/** Points that each partner funded in a window, gross: what it issued, what came back not deducted (settlement R19). From the slots. */
export async function readLevyBases(sql: AnySql, windowId: string): Promise<readonly LevyBaseRow[]> {
  return sql<LevyBaseRow[]>`
    SELECT substr(account, 8) AS "partnerId", sum(debits)::bigint AS points
    FROM ledger.points_slot
    WHERE window_id = ${windowId} AND account LIKE 'issued:%' AND account <> 'issued:OP'
    GROUP BY account HAVING sum(debits) > 0
    ORDER BY account`;
}
