import type { AnySql } from '../../../../db/client.ts';

export interface OpeningRow {
  readonly partnerId: string;
  readonly openingMinor: bigint;
}

/** What the window before this number carried forward, by partner. None for the first window. */
export async function readOpenings(sql: AnySql, programmeId: string, number: number): Promise<readonly OpeningRow[]> {
  return sql<OpeningRow[]>`
    SELECT partner_id AS "partnerId", net_minor AS "openingMinor"
    FROM ledger.net_position JOIN ledger.settlement_window USING (window_id)
    WHERE programme_id = ${programmeId} AND number = ${number - 1} AND action = 'CARRY_FORWARD'
    ORDER BY partner_id`;
}
