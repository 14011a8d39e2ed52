import { currencyExponent } from '../../../shared/money.ts';
import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/** The database multiplies decimals exactly and rounds half away from zero: another way than the one in which amounts were converted. */
export const foreignAmountsAreNetsAtTheirRate: Check = {
  name: 'foreign-amounts-are-nets-at-their-rate',
  claim:
    'What is paid in another currency is the net at the rate that was fixed, half up; the final statement says the same.',
  find: async (sql, programmeId) => {
    const rows = await sql<{ currency: string }[]>`
      SELECT base AS currency FROM ledger.settlement_rate UNION SELECT quote FROM ledger.settlement_rate`;
    const currencies = rows.map(({ currency }) => currency);
    const digits = currencies.map((currency) => currencyExponent(currency) ?? 0);
    return sql<Finding[]>`
      WITH digits AS (SELECT * FROM unnest(${currencies}::text[], ${digits}::integer[]) AS currency (code, digits)),
      converted AS (
        SELECT item.programme_id, window_id, partner_id, amount_minor, settlement_currency, settlement_minor, rate.rate, source,
               round(amount_minor * rate.rate::numeric * 10::numeric ^ (other.digits - own.digits)) AS due
        FROM ledger.settlement_item AS item
        LEFT JOIN ledger.settlement_rate AS rate ON rate.proposal_id = item.rates_of AND rate.quote = item.settlement_currency
        LEFT JOIN digits AS own ON own.code = rate.base LEFT JOIN digits AS other ON other.code = rate.quote
      )
      SELECT format('window %s, partner %s: %s at %s is %s %s, not %s', window_id, partner_id, amount_minor, rate, due, settlement_currency,
                    settlement_minor) AS finding
      FROM converted WHERE settlement_minor IS DISTINCT FROM due AND ${isOf(sql, programmeId)}
      UNION ALL
      SELECT format('window %s, partner %s: the statement says %s, and %s %s at %s is due', window_id, partner_id,
                    coalesce(said.settlement::text, 'nothing of another currency'), settlement_minor, settlement_currency, rate)
      FROM (SELECT window_id, partner_id, header::jsonb -> 'settlement' AS settlement FROM ledger.statement
            WHERE kind = 'FINAL' AND header::jsonb ->> 'action' IN ('PAY_PARTNER', 'COLLECT_FROM_PARTNER')) AS said
      JOIN converted USING (window_id, partner_id)
      WHERE (settlement ->> 'currency', (settlement ->> 'netMinor')::bigint, settlement ->> 'rate', settlement ->> 'source')
              IS DISTINCT FROM (settlement_currency, settlement_minor, rate, source) AND ${isOf(sql, programmeId)}
      ORDER BY 1 LIMIT ${MAX_FINDINGS}`;
  },
};
