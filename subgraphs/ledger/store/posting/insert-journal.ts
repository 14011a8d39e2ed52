import type { JournalRow } from '../../domain/batch.ts';
import { type Part, part } from './batch-sql.ts';
import { integerColumn, listColumn, plainColumn, textColumn } from './columns.ts';

/** All entries get one number of the order of posting (db/migrations/ledger/030): call it under the lock on the programme's windows. */
export function insertJournal(programmeId: string, windowId: string, rows: readonly JournalRow[]): Part {
  return part`
    INSERT INTO ledger.journal (transaction_id, entry, programme_id, window_id, type, accounts, components, amounts, memo, batch)
    SELECT
      ${plainColumn('uuid', rows, (row) => row.transactionId)},
      ${integerColumn('smallint', rows, (row) => row.entry)},
      ${programmeId}::uuid,
      ${windowId}::uuid,
      ${plainColumn('text', rows, (row) => row.journal.type)},
      ${listColumn('text', rows, ({ journal }) => journal.legs.map((leg) => leg.account))},
      ${listColumn('text', rows, ({ journal }) => journal.legs.map((leg) => leg.component))},
      ${listColumn('bigint', rows, ({ journal }) => journal.legs.map((leg) => leg.amountMinor.toString()))},
      ${textColumn(rows, (row) => row.journal.memo ?? null)},
      (SELECT nextval('ledger.journal_batch'))`;
}
