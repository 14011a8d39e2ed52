import type { AnySql } from '../../../../db/client.ts';

export interface BurnRow {
  /** Partner id, or OP for the operator. */
  readonly funder: string;
  readonly day: string;
  readonly points: bigint;
  readonly moneyMinor: bigint;
}

/** What a promotion has given, by day and funder. */
export async function readBurnDown(sql: AnySql, programmeId: string, ruleId: string): Promise<BurnRow[]> {
  return sql<BurnRow[]>`
    SELECT funder, day, points, money_minor AS "moneyMinor" FROM ledger.promotion_budget
    WHERE programme_id = ${programmeId} AND rule_id = ${ruleId} ORDER BY day, funder`;
}
