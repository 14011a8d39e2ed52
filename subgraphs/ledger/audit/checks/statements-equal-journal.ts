import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/** A signed statement counts the partner's legs of its window as the journal has them: an advice those until the close, a final one all. */
export const statementsEqualJournal: Check = {
  name: 'statements-equal-journal',
  claim: 'A signed statement has as many lines, credits and debits as the journal has for the partner in its window.',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH signed AS (
      SELECT statement.window_id, partner_id, kind, size, header::jsonb AS header, last_batch
      FROM ledger.statement JOIN ledger.settlement_window USING (window_id)
      WHERE ${isOf(sql, programmeId, 'statement')}
    ),
    legs AS (
      SELECT window_id, batch, substr(account, 9)::uuid AS partner_id, amount
      FROM ledger.journal, unnest(accounts, components, amounts) AS leg (account, component, amount)
      WHERE account LIKE 'PARTNER:%' AND component <> 'SETTLEMENT' AND window_id IN (SELECT window_id FROM signed)
    ),
    counted AS (
      SELECT signed.window_id, signed.partner_id, kind, size, (header ->> 'creditsMinor')::numeric AS credits_signed,
             (header ->> 'debitsMinor')::numeric AS debits_signed, count(amount) AS lines,
             coalesce(sum(greatest(amount, 0)), 0) AS credits, coalesce(sum(greatest(-amount, 0)), 0) AS debits
      FROM signed LEFT JOIN legs ON legs.window_id = signed.window_id AND legs.partner_id = signed.partner_id
        AND (kind = 'FINAL' OR last_batch IS NULL OR batch <= last_batch)
      GROUP BY signed.window_id, signed.partner_id, kind, size, header
    )
    SELECT format('%s of partner %s in window %s: signed [lines, credits, debits] = [%s, %s, %s]; the journal has [%s, %s, %s]',
                  kind, partner_id, window_id, size, credits_signed, debits_signed, lines, credits, debits) AS finding
    FROM counted WHERE (size, credits_signed, debits_signed) IS DISTINCT FROM (lines, credits, debits)
    ORDER BY window_id, partner_id, kind LIMIT ${MAX_FINDINGS}`,
};
