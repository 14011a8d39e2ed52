import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/**
 * Every bucket of every lot, added up again from the movements that name it. Points that move to another member are one row that
 * names the receiver's lot: it takes from a bucket of the giver's, and gives back to one when the transfer is undone. Points that come from
 * `issued` after the earn undo a reversal.
 */
export const lotsEqualTransfers: Check = {
  name: 'lots-equal-transfers',
  claim:
    'The buckets of every lot equal what its transfers, and those of lots that were split from it, moved into and out of them.',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH moved AS (
      SELECT member_id, lot_id, parent_lot_id,
             sum(CASE WHEN debit LIKE 'issued:%' AND transaction_id = earn_transaction_id THEN transfer.points ELSE 0 END) AS issued,
             sum(CASE WHEN credit LIKE 'issued:%' THEN transfer.points
                      WHEN debit LIKE 'issued:%' AND transaction_id <> earn_transaction_id THEN -transfer.points ELSE 0 END) AS reversed,
             sum(CASE WHEN from_bucket IS NOT NULL THEN transfer.points ELSE 0 END) AS received,
             sum(CASE WHEN to_bucket IS NOT NULL THEN transfer.points ELSE 0 END) AS returned,
             sum(CASE 'pending' WHEN from_bucket THEN transfer.points WHEN to_bucket THEN -transfer.points ELSE 0 END) AS of_pending,
             sum(CASE 'member' WHEN from_bucket THEN transfer.points WHEN to_bucket THEN -transfer.points ELSE 0 END) AS of_available,
             sum(CASE 'held' WHEN from_bucket THEN transfer.points WHEN to_bucket THEN -transfer.points ELSE 0 END) AS of_held,
             sum(CASE 'pending:' || member_id WHEN credit THEN transfer.points WHEN debit THEN -transfer.points ELSE 0 END) AS pending,
             sum(CASE 'member:' || member_id WHEN credit THEN transfer.points WHEN debit THEN -transfer.points ELSE 0 END) AS available,
             sum(CASE 'held:' || member_id WHEN credit THEN transfer.points WHEN debit THEN -transfer.points ELSE 0 END) AS held,
             sum(CASE WHEN credit LIKE 'accepted:%' THEN transfer.points WHEN debit LIKE 'accepted:%' THEN -transfer.points ELSE 0 END) AS redeemed,
             sum(CASE WHEN credit LIKE 'breakage:%' THEN transfer.points WHEN debit LIKE 'breakage:%' THEN -transfer.points ELSE 0 END) AS expired
      FROM ledger.transfer LEFT JOIN ledger.lot USING (member_id, lot_id)
      -- The bucket of another member that a row takes from, or gives to.
      CROSS JOIN LATERAL (SELECT
        CASE WHEN debit ~ '^(pending|member|held):' AND split_part(debit, ':', 2) <> member_id::text THEN split_part(debit, ':', 1) END AS from_bucket,
        CASE WHEN credit ~ '^(pending|member|held):' AND split_part(credit, ':', 2) <> member_id::text THEN split_part(credit, ':', 1) END AS to_bucket
      ) AS others
      GROUP BY member_id, lot_id, parent_lot_id
    ),
    given AS (
      SELECT parent_lot_id AS lot_id, sum(received - returned) AS points, sum(of_pending) AS pending, sum(of_available) AS available,
             sum(of_held) AS held
      FROM moved WHERE parent_lot_id IS NOT NULL GROUP BY parent_lot_id
    ),
    compared AS (
      SELECT lot_id, member_id, programme_id,
             ARRAY[lot.points, lot.pending, lot.available, lot.held, lot.redeemed, lot.expired, lot.reversed, lot.transferred]::numeric[] AS says,
             ARRAY[moved.issued + moved.received, moved.pending - coalesce(given.pending, 0), moved.available - coalesce(given.available, 0),
                   moved.held - coalesce(given.held, 0), moved.redeemed,
                   moved.expired, moved.reversed, moved.returned + coalesce(given.points, 0)]::numeric[] AS moved
      FROM ledger.lot FULL JOIN moved USING (member_id, lot_id) LEFT JOIN given USING (lot_id)
    )
    SELECT format('lot %s of member %s says [points, pending, available, held, redeemed, expired, reversed, transferred] = %s; its transfers say %s',
                  lot_id, member_id, coalesce(says::text, 'nothing: there is no such lot'), coalesce(moved::text, 'nothing')) AS finding
    FROM compared
    WHERE says IS DISTINCT FROM moved AND (programme_id IS NULL OR ${isOf(sql, programmeId)})
    ORDER BY lot_id LIMIT ${MAX_FINDINGS}`,
};
