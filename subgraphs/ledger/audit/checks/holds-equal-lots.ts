import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

export const holdsEqualLots: Check = {
  name: 'holds-equal-lots',
  claim: 'What a hold still reserves is what it reserves of its lots, and a lot’s held points are those of open holds.',
  find: (sql, programmeId) => sql<Finding[]>`
    (WITH allocated AS (SELECT hold_id, sum(held) AS held FROM ledger.hold_lot GROUP BY hold_id)
     SELECT format('hold %s of member %s (%s) says %s points are held; its lots say %s', hold_id, member_id, state, hold.held,
                   coalesce(allocated.held, 0)) AS finding
     FROM ledger.hold LEFT JOIN allocated USING (hold_id)
     WHERE ${isOf(sql, programmeId)} AND (hold.held <> coalesce(allocated.held, 0) OR (state = 'OPEN') <> (hold.held > 0))
     ORDER BY hold_id LIMIT ${MAX_FINDINGS})
    UNION ALL
    (WITH reserved AS (
       SELECT member_id, lot_id, sum(hold_lot.held) AS held FROM ledger.hold_lot JOIN ledger.hold USING (hold_id) GROUP BY member_id, lot_id
     )
     SELECT format('lot %s of member %s says %s points are held; holds say %s', lot_id, member_id, coalesce(lot.held, 0), coalesce(reserved.held, 0))
     FROM ledger.lot FULL JOIN reserved USING (member_id, lot_id)
     WHERE coalesce(lot.held, 0) <> coalesce(reserved.held, 0) AND (programme_id IS NULL OR ${isOf(sql, programmeId)})
     ORDER BY lot_id LIMIT ${MAX_FINDINGS})
    LIMIT ${MAX_FINDINGS}`,
};
