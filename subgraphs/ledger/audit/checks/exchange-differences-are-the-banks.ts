import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

export const exchangeDifferencesAreTheBanks: Check = {
  name: 'exchange-differences-are-the-banks',
  claim:
    'Per window, OP:FX_DIFF is what nets were more than the bank moved for payments in other currencies, less what came back.',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH posted AS (
      SELECT window_id, sum(amount) AS minor
      FROM ledger.journal, unnest(accounts, amounts) AS leg (account, amount)
      WHERE account = 'OP:FX_DIFF' GROUP BY window_id
    ),
    moved AS (
      SELECT window_id, sum(item.amount_minor - coalesce(booked_minor, item.amount_minor)
                            + CASE result WHEN 'RETURNED' THEN coalesce(returned_minor, item.amount_minor) - item.amount_minor ELSE 0 END) AS minor
      FROM ledger.payment_instruction JOIN ledger.settlement_item AS item USING (item_id)
      WHERE result IN ('EXECUTED', 'RETURNED') GROUP BY window_id
    )
    SELECT format('window %s: %s was posted on OP:FX_DIFF, the bank’s words come to %s', window_id, coalesce(posted.minor, 0),
                  coalesce(moved.minor, 0)) AS finding
    FROM posted FULL JOIN moved USING (window_id) LEFT JOIN ledger.settlement_window USING (window_id)
    WHERE coalesce(posted.minor, 0) <> coalesce(moved.minor, 0) AND (programme_id IS NULL OR ${isOf(sql, programmeId)})
    ORDER BY window_id LIMIT ${MAX_FINDINGS}`,
};
