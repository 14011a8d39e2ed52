import type { AnySql } from '../../../../db/client.ts';
import type { SettlementEntry } from '../../domain/settlement-entries.ts';

/** Writes one SETTLEMENT entry per partner into the journal of the window that it settles. */
export async function insertSettlementEntries(
  sql: AnySql,
  settlement: { readonly transactionId: string; readonly programmeId: string; readonly windowId: string },
  entries: readonly SettlementEntry[],
): Promise<void> {
  await sql`
    INSERT INTO ledger.journal (transaction_id, entry, programme_id, window_id, type, accounts, components, amounts)
    SELECT ${settlement.transactionId}, entry, ${settlement.programmeId}, ${settlement.windowId}, 'SETTLEMENT',
           -- The debit first.
           CASE WHEN amount < 0 THEN ARRAY[account, 'OP:BANK'] ELSE ARRAY['OP:BANK', account] END,
           ARRAY['SETTLEMENT', 'SETTLEMENT'], ARRAY[-abs(amount), abs(amount)]
    FROM unnest(
      ${entries.map((entry) => entry.account)}::text[],
      ${sql.array(entries.map((entry) => entry.amountMinor))}::bigint[]
    ) WITH ORDINALITY AS legs (account, amount, entry)`;
}

/**
 * Adds the settlement to the window's slots. One lane of its own, and nobody else writes to a closed window: no lock is met.
 */
export async function addSettlementToSlots(
  sql: AnySql,
  windowId: string,
  entries: readonly SettlementEntry[],
): Promise<void> {
  await sql`
    INSERT INTO ledger.money_slot AS slot (window_id, account, component, lane, debits, credits)
    SELECT ${windowId}, account, 'SETTLEMENT', 0, sum(greatest(-amount, 0))::bigint, sum(greatest(amount, 0))::bigint
    FROM (
      SELECT account, amount FROM unnest(
        ${entries.map((entry) => entry.account)}::text[],
        ${sql.array(entries.map((entry) => entry.amountMinor))}::bigint[]
      ) AS partner_legs (account, amount)
      UNION ALL
      SELECT 'OP:BANK', -amount FROM unnest(${sql.array(entries.map((entry) => entry.amountMinor))}::bigint[]) AS bank_legs (amount)
    ) AS legs
    GROUP BY account
    ON CONFLICT (window_id, account, component, lane)
    DO UPDATE SET debits = slot.debits + excluded.debits, credits = slot.credits + excluded.credits`;
}

/** The last step of a window's life. */
export async function markSettled(sql: AnySql, windowId: string, settledAt: Date): Promise<void> {
  await sql`
    UPDATE ledger.settlement_window SET state = 'SETTLED', settled_at = ${settledAt} WHERE window_id = ${windowId}`;
}
