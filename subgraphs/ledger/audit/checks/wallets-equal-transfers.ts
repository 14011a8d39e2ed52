import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/** Balances against history directly: it would see a lot and a wallet that were edited alike. */
export const walletsEqualTransfers: Check = {
  name: 'wallets-equal-transfers',
  claim: 'A wallet’s available, held and pending points are the balances of the member’s accounts over all transfers.',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH sides AS (
      SELECT credit AS account, points FROM ledger.transfer
      UNION ALL
      SELECT debit, -points FROM ledger.transfer
    ),
    balances AS (
      SELECT split_part(account, ':', 2)::uuid AS member_id,
             coalesce(sum(points) FILTER (WHERE account LIKE 'member:%'), 0) AS available,
             coalesce(sum(points) FILTER (WHERE account LIKE 'held:%'), 0) AS held,
             coalesce(sum(points) FILTER (WHERE account LIKE 'pending:%'), 0) AS pending
      FROM sides WHERE account LIKE ANY (ARRAY['member:%', 'held:%', 'pending:%'])
      GROUP BY 1
    )
    SELECT format('wallet of member %s says [available, held, pending] = [%s, %s, %s]; all transfers say [%s, %s, %s]', wallet.member_id,
                  wallet.available, wallet.held, wallet.pending, coalesce(balances.available, 0), coalesce(balances.held, 0),
                  coalesce(balances.pending, 0)) AS finding
    FROM ledger.wallet LEFT JOIN balances USING (member_id)
    WHERE ${isOf(sql, programmeId)}
      AND (wallet.available, wallet.held, wallet.pending) IS DISTINCT FROM
          (coalesce(balances.available, 0), coalesce(balances.held, 0), coalesce(balances.pending, 0))
    ORDER BY wallet.member_id LIMIT ${MAX_FINDINGS}`,
};
