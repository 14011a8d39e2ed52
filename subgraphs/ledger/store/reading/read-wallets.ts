import type { AnySql } from '../../../../db/client.ts';
import type { WalletView } from '../../reading/wallet-view.ts';

/**
 * Wallets of members now, read for a caller; a member that has nothing yet has zeros. Points whose last day is before `today` do not
 * count as available, whether the sweep has been there or not. Cost: the wallet's row and the member's open lots.
 */
export async function readWallets(
  sql: AnySql,
  programmeId: string,
  memberIds: readonly string[],
  today: string,
): Promise<readonly WalletView[]> {
  return sql<WalletView[]>`
    SELECT member.member_id AS "memberId", coalesce(wallet.available - ledger.lapsed_points(member_id, ${today}::date), 0) AS available, coalesce(wallet.held, 0) AS held,
           coalesce(wallet.pending, 0) AS pending, coalesce(wallet.arrears, 0) AS arrears, coalesce(wallet.qualifying, 0) AS qualifying,
           NULL AS "asOf"
    FROM members.member_in_scope AS member
    LEFT JOIN ledger.wallet USING (member_id)
    WHERE member.member_id = ANY(${memberIds as string[]}::uuid[]) AND member.programme_id = ${programmeId}`;
}
