import type { AnySql } from '../../../../db/client.ts';
import type { WalletView } from '../../reading/wallet-view.ts';

/**
 * Wallets of a programme's members now; a member that has nothing yet has zeros. Points whose last day is before `today` do not
 * count as available, whether the sweep has been there or not. Cost: the wallet's row and the member's open lots.
 */
export async function readWallets(
  sql: AnySql,
  programmeId: string,
  memberIds: readonly string[],
  today: string,
): Promise<readonly WalletView[]> {
  return sql<WalletView[]>`
    SELECT member.member_id AS "memberId", coalesce(wallet.available - lapsed.points, 0) AS available, coalesce(wallet.held, 0) AS held,
           coalesce(wallet.pending, 0) AS pending, coalesce(wallet.arrears, 0) AS arrears, coalesce(wallet.qualifying, 0) AS qualifying,
           NULL AS "asOf"
    FROM members.member_reference AS member
    LEFT JOIN ledger.wallet USING (member_id)
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(lot.available), 0)::bigint AS points FROM ledger.lot
      WHERE lot.member_id = member.member_id AND lot.open AND lot.expires_on < ${today}::date
    ) AS lapsed
    WHERE member.member_id = ANY(${memberIds as string[]}::uuid[]) AND member.programme_id = ${programmeId}`;
}
