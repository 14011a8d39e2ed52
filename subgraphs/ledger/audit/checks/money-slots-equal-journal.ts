import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/** What a close adds up instead of the history, against the history. */
export const moneySlotsEqualJournal: Check = {
  name: 'money-slots-equal-journal',
  claim: 'Per window, account and component, the accumulated debits and credits are those of the journal.',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH slots AS (
      SELECT window_id, account, component, sum(debits) AS debits, sum(credits) AS credits
      FROM ledger.money_slot GROUP BY window_id, account, component
    ),
    legs AS (
      SELECT window_id, account, component, sum(greatest(-amount, 0)) AS debits, sum(greatest(amount, 0)) AS credits
      FROM ledger.journal, unnest(accounts, components, amounts) AS leg (account, component, amount)
      GROUP BY window_id, account, component
    )
    SELECT format('window %s, account %s, %s: the slots say debits %s, credits %s; the journal says debits %s, credits %s', window_id,
                  account, component, coalesce(slots.debits, 0), coalesce(slots.credits, 0), coalesce(legs.debits, 0),
                  coalesce(legs.credits, 0)) AS finding
    FROM slots FULL JOIN legs USING (window_id, account, component) LEFT JOIN ledger.settlement_window USING (window_id)
    WHERE (coalesce(slots.debits, 0), coalesce(slots.credits, 0)) IS DISTINCT FROM (coalesce(legs.debits, 0), coalesce(legs.credits, 0))
      AND (programme_id IS NULL OR ${isOf(sql, programmeId)})
    ORDER BY window_id, account, component LIMIT ${MAX_FINDINGS}`,
};
