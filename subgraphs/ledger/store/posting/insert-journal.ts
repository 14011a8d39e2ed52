import type { JournalRow } from '../../domain/batch.ts';
import type { JournalEntry } from '../../domain/book.ts';
import { integerArray, plainArray, textArray } from './array-literals.ts';
import { type Part, part } from './batch-sql.ts';

/** All entries get one number of the order of posting (db/migrations/ledger/030): call it under the lock on the programme's windows. */
export function insertJournal(programmeId: string, windowId: string, rows: readonly JournalRow[]): Part {
  return part`
    INSERT INTO ledger.journal (transaction_id, entry, programme_id, window_id, type, accounts, components, amounts, memo, batch)
    SELECT
      unnest(${plainArray(rows, (row) => row.transactionId)}::uuid[]),
      unnest(${integerArray(rows, (row) => row.entry)}::smallint[]),
      ${programmeId}::uuid,
      ${windowId}::uuid,
      unnest(${plainArray(rows, (row) => row.journal.type)}::text[]),
      unnest(${plainArray(rows, (row) => nested(row.journal, (leg) => leg.account))}::text[])::text[],
      unnest(${plainArray(rows, (row) => nested(row.journal, (leg) => leg.component))}::text[])::text[],
      unnest(${plainArray(rows, (row) => nested(row.journal, (leg) => leg.amountMinor.toString()))}::text[])::bigint[],
      unnest(${textArray(rows, (row) => row.journal.memo ?? null)}::text[]),
      (SELECT nextval('ledger.journal_batch'))`;
}

/** An array in an element of an array: quoted. Accounts and components are codes and ids. */
function nested(journal: JournalEntry, of: (leg: JournalEntry['legs'][number]) => string): string {
  return `"{${journal.legs.map(of).join(',')}}"`;
}
