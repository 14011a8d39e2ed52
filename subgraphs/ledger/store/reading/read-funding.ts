/**
 * Who paid for a redemption, in one query: its lines as it made them, with lot, funder and money. For what gives spent points
 * back (a refund, a reversal) the lots that got them; the money of those is in the transaction, not by lot.
 * A line that another lot took over later (settlement R11) is no part of it: the redemption was paid as it was paid.
 */
import type { AnySql } from '../../../../db/client.ts';

export interface FundingRow {
  readonly transactionId: string;
  readonly lotId: string;
  /** Null is the operator. */
  readonly funderId: string | null;
  readonly points: bigint;
  /** Minor units of the programme currency; null where no money is kept by lot. */
  readonly amountMinor: bigint | null;
}

/** The lots behind transactions that spent points or gave spent ones back. */
export async function readFunding(sql: AnySql, transactionIds: readonly string[]): Promise<readonly FundingRow[]> {
  return sql<FundingRow[]>`
    SELECT spent.transaction_id AS "transactionId", line.lot_id AS "lotId", line.funder_id AS "funderId",
           line.redeemed_points AS points, line.redeemed_amount_minor AS "amountMinor", line.line_id AS place
    FROM ledger.transaction AS spent
    JOIN ledger.redemption_line AS line ON line.member_id = spent.member_id AND line.redemption_id = spent.transaction_id
    WHERE spent.transaction_id = ANY(${transactionIds as string[]}::uuid[]) AND line.redeemed_points > 0
    UNION ALL
    SELECT undone.transaction_id, moved.lot_id, ledger.funder_of(moved.member_id, moved.lot_id), sum(moved.points)::bigint, NULL, moved.lot_id
    FROM ledger.transaction AS undone
    JOIN ledger.transfer AS moved ON moved.transaction_id = undone.transaction_id
    WHERE undone.transaction_id = ANY(${transactionIds as string[]}::uuid[]) AND undone.kind IN ('REFUND', 'REVERSAL') AND undone.partner_id IS NOT NULL
      AND moved.debit LIKE 'accepted:%' AND moved.credit LIKE 'member:%'
    GROUP BY undone.transaction_id, moved.member_id, moved.lot_id
    ORDER BY 1, 6`;
}
