import type { AnySql } from '../../../../db/client.ts';
import type { MoneySlot, ObligationSlot } from '../../domain/batch.ts';
import type { JournalEntry, Obligation } from '../../domain/book.ts';
import { addToMoneySlots, addToObligationSlots } from '../posting/add-to-slots.ts';
import { statementOf } from '../posting/batch-sql.ts';
import { insertJournal } from '../posting/insert-journal.ts';

/** Lane of what is written under the closing lock: nobody posts meanwhile, so no lock is met. */
const LANE = 0;

/** Writes entries of one transaction into the journal and the accumulators of a window. Under the closing lock only. */
export async function appendEntries(
  sql: AnySql,
  at: { readonly transactionId: string; readonly programmeId: string; readonly windowId: string },
  entries: readonly JournalEntry[],
  obligations: readonly Obligation[] = [],
): Promise<void> {
  if (entries.length === 0) return;
  const { transactionId, programmeId, windowId } = at;
  const rows = entries.map((journal, index) => ({ transactionId, entry: index + 1, journal }));
  await statementOf(insertJournal(programmeId, windowId, rows), sql);
  const money = new Map<string, MoneySlot>();
  for (const { legs } of entries) {
    for (const { account, component, amountMinor } of legs) {
      const key = `${account} ${component}`;
      const slot = money.get(key) ?? { account, component, debits: 0n, credits: 0n };
      money.set(key, slot);
      if (amountMinor < 0n) slot.debits -= amountMinor;
      else slot.credits += amountMinor;
    }
  }
  await statementOf(addToMoneySlots({ windowId, lane: LANE }, [...money.values()]), sql);
  const owed = new Map<string, ObligationSlot>();
  for (const { funderId, acceptorId, points, amountMinor } of obligations) {
    const key = `${funderId} ${acceptorId}`;
    const slot = owed.get(key) ?? { funderId, acceptorId, points: 0n, amountMinor: 0n };
    owed.set(key, slot);
    slot.points += points;
    slot.amountMinor += amountMinor;
  }
  if (owed.size > 0) await statementOf(addToObligationSlots({ windowId, lane: LANE }, [...owed.values()]), sql);
}
