import type { JournalRow } from '../../domain/batch.ts';
import type { JournalEntry } from '../../domain/book.ts';
import { integerArray, plainArray, textArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';

/** All entries get one number of the order of posting (db/migrations/ledger/030): call it under the lock on the programme's windows. */
export function insertJournal(
  sql: AnySql,
  programmeId: string,
  windowId: string,
  rows: readonly JournalRow[],
): Statement<object> {
  return sql<object[]>`
    INSERT INTO ledger.journal (transaction_id, entry, programme_id, window_id, type, accounts, components, amounts, memo, batch)
    SELECT transaction_id, entry, ${programmeId}::uuid, ${windowId}::uuid, type, accounts::text[], components::text[], amounts::bigint[], memo,
      (SELECT nextval('ledger.journal_batch'))
    FROM unnest(
      ${plainArray(rows, (row) => row.transactionId)}::uuid[],
      ${integerArray(rows, (row) => row.entry)}::smallint[],
      ${plainArray(rows, (row) => row.journal.type)}::text[],
      ${plainArray(rows, (row) => nested(row.journal, (leg) => leg.account))}::text[],
      ${plainArray(rows, (row) => nested(row.journal, (leg) => leg.component))}::text[],
      ${plainArray(rows, (row) => nested(row.journal, (leg) => leg.amountMinor.toString()))}::text[],
      ${textArray(rows, (row) => row.journal.memo ?? null)}::text[]
    ) AS row (transaction_id, entry, type, accounts, components, amounts, memo)`;
}

/** An array in an element of an array: quoted. Accounts and components are codes and ids. */
function nested(journal: JournalEntry, of: (leg: JournalEntry['legs'][number]) => string): string {
  return `"{${journal.legs.map(of).join(',')}}"`;
}
