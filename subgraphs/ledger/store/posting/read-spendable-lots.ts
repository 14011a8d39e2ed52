import type { Lot } from '../../domain/book.ts';
import { integerArray, plainArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';
import { LOT_COLUMNS, type Named } from './read-lots.ts';

/**
 * For members who only spend: the first of their open lots in spending order, as many as their points take (`Named.spends`), the oldest
 * first. That is all of the member that a spend looks at, unless it owes points or has lots that slide: then `readLots` is asked.
 */
export function readSpendableLots(
  sql: AnySql,
  { spends, soonestExpiryFirst, countedAfter }: Pick<Named, 'spends' | 'soonestExpiryFirst' | 'countedAfter'>,
): Statement<Lot> {
  const memberIds = plainArray(spends, ([memberId]) => memberId);
  const points = integerArray(spends, ([, wanted]) => wanted);
  return sql.unsafe<Lot[]>(TEXT, [memberIds, points, soonestExpiryFirst, countedAfter], { prepare: true });
}

const TEXT = `
  SELECT ${LOT_COLUMNS}
  FROM (
    SELECT lot.*, spend.points AS wanted,
           sum(CASE WHEN expires_on IS NULL OR expires_on > $4::date THEN available ELSE 0 END) OVER (
             PARTITION BY lot.member_id
             ORDER BY CASE WHEN $3::boolean THEN expires_on END NULLS LAST, lot_id
             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM unnest($1::uuid[], $2::bigint[]) AS spend (member_id, points)
    JOIN ledger.lot ON lot.member_id = spend.member_id AND lot.open
  ) AS in_order
  WHERE coalesce(before, 0) < wanted
  ORDER BY lot_id`;
