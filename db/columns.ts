/**
 * Reads that are asked for again and again, as prepared statements over the same table shapes that Drizzle has. Drizzle builds the text of a
 * statement anew for every read and PostgreSQL parses and plans it anew, in a round trip of its own: ten times what finding a row costs.
 */
import { type Column, getTableColumns, getViewSelectedFields, is, type Table, View } from 'drizzle-orm';
import type postgres from 'postgres';
import type { AnySql } from './client.ts';

const texts = new WeakMap<Table | View, string>();

/** The columns of a table or view under the names of its rows, for a SELECT: `"member_id" AS "memberId", ...`. */
export function columnsText(table: Table | View): string {
  let text = texts.get(table);
  if (text === undefined) {
    const columns = Object.entries(
      (is(table, View) ? getViewSelectedFields(table) : getTableColumns(table)) as Record<string, Column>,
    );
    text = columns.map(([name, column]) => `"${column.name}" AS "${name}"`).join(', ');
    texts.set(table, text);
  }
  return text;
}

/** The same in a statement: `SELECT ${columnsOf(sql, member)} FROM members.member`. */
export function columnsOf(sql: AnySql, table: Table | View): postgres.PendingQuery<postgres.Row[]> {
  return sql.unsafe(columnsText(table));
}
