import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/**
 * Settlement R5: what is left of a lot's reserve is a pure function of the lot (domain/posting-rules/lot-money.ts `reserveLeft`), and
 * every event books the difference. Half up, on exact integers.
 */
export const reserveEqualsLots: Check = {
  name: 'reserve-equals-lots',
  claim: 'The reserve account equals the sum of the reserves left over all lots (settlement R5).',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH booked AS (
      SELECT programme_id, sum(credits - debits) AS minor
      FROM ledger.money_slot JOIN ledger.settlement_window USING (window_id) WHERE account = 'OP:RESERVE' GROUP BY programme_id
    ),
    lots AS (
      SELECT programme_id, sum(CASE WHEN priced_points = 0 THEN 0 ELSE reserve_minor - div(
               2 * reserve_minor::numeric * (priced_points - available - held) + priced_points, 2 * priced_points::numeric) END) AS minor
      FROM ledger.lot WHERE reserve_minor <> 0 GROUP BY programme_id
    )
    SELECT format('programme %s: OP:RESERVE is %s, the lots come to %s', programme_id, coalesce(booked.minor, 0), coalesce(lots.minor, 0)) AS finding
    FROM booked FULL JOIN lots USING (programme_id)
    WHERE ${isOf(sql, programmeId)} AND coalesce(booked.minor, 0) <> coalesce(lots.minor, 0)
    ORDER BY programme_id LIMIT ${MAX_FINDINGS}`,
};
