import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

export const walletsEqualLots: Check = {
  name: 'wallets-equal-lots',
  claim:
    'A wallet’s available, held and pending points are those of its lots, its arrears are its open debts, and none is negative.',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH lots AS (
      SELECT member_id, min(programme_id::text)::uuid AS programme_id, sum(available) AS available, sum(held) AS held, sum(pending) AS pending
      FROM ledger.lot GROUP BY member_id
    ),
    debts AS (SELECT member_id, sum(open) AS arrears FROM ledger.debt GROUP BY member_id),
    compared AS (
      SELECT coalesce(wallet.member_id, lots.member_id) AS member_id, coalesce(wallet.programme_id, lots.programme_id) AS programme_id,
             ARRAY[wallet.available, wallet.held, wallet.pending, wallet.arrears]::numeric[] AS says,
             ARRAY[coalesce(lots.available, 0), coalesce(lots.held, 0), coalesce(lots.pending, 0), coalesce(debts.arrears, 0)]::numeric[] AS added
      FROM ledger.wallet FULL JOIN lots USING (member_id) LEFT JOIN debts ON debts.member_id = coalesce(wallet.member_id, lots.member_id)
    )
    SELECT format('wallet of member %s says [available, held, pending, arrears] = %s; its lots and debts say %s',
                  member_id, coalesce(says::text, 'nothing: there is no such wallet'), added::text) AS finding
    FROM compared
    WHERE ${isOf(sql, programmeId)} AND (says IS DISTINCT FROM added OR 0 > ANY(says))
    ORDER BY member_id LIMIT ${MAX_FINDINGS}`,
};
