// Columns of the rows that a batch writes, by what their values look like (batch-sql.ts). The value of a single row is cast from text where the
// driver, which sends some of these statements, would have its own idea of how the type is written.
import type { WireParameter } from '../../../../db/exchange.ts';
import { bytesArray, instantArray, integerArray, joinedJson, plainArray, textArray } from './array-literals.ts';
import type { Column } from './batch-sql.ts';

type Rows<Row> = readonly Row[];

/** For ids, small codes and dates: text that holds no quote, comma, brace or backslash. Null is NULL. */
export function plainColumn<Row>(
  type: 'uuid' | 'text' | 'date',
  rows: Rows<Row>,
  of: (row: Row) => string | null,
): Column {
  return rows.length === 1 ? single(of(rows[0]!), type) : several(plainArray(rows, of), type);
}

export function booleanColumn<Row>(rows: Rows<Row>, of: (row: Row) => boolean): Column {
  const letter = (row: Row): string => (of(row) ? 't' : 'f');
  return rows.length === 1 ? single(letter(rows[0]!), 'text::boolean') : several(plainArray(rows, letter), 'boolean');
}

export function integerColumn<Row>(
  type: 'bigint' | 'smallint',
  rows: Rows<Row>,
  of: (row: Row) => bigint | number | null,
): Column {
  return rows.length === 1 ? single(of(rows[0]!)?.toString() ?? null, type) : several(integerArray(rows, of), type);
}

export function instantColumn<Row>(rows: Rows<Row>, of: (row: Row) => Date | null): Column {
  return rows.length === 1
    ? single(of(rows[0]!)?.toISOString() ?? null, 'timestamptz')
    : several(instantArray(rows, of), 'timestamptz');
}

export function textColumn<Row>(rows: Rows<Row>, of: (row: Row) => string | null): Column {
  return rows.length === 1 ? single(of(rows[0]!), 'text') : several(textArray(rows, of), 'text');
}

export function bytesColumn<Row>(rows: Rows<Row>, of: (row: Row) => Uint8Array): Column {
  if (rows.length !== 1) return several(bytesArray(rows, of), 'bytea');
  const bytes = of(rows[0]!);
  return single(`\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`, 'text::bytea');
}

export function jsonColumn<Row>(rows: Rows<Row>, of: (row: Row) => object): Column {
  if (rows.length === 1) return single(JSON.stringify(of(rows[0]!)), 'jsonb');
  return {
    parameter: joinedJson(rows, of),
    before: 'unnest(string_to_array(',
    after: ', chr(1)))::jsonb',
    single: false,
  };
}

/** An array in each row, of codes, ids or numbers. */
export function listColumn<Row>(type: 'text' | 'bigint', rows: Rows<Row>, of: (row: Row) => readonly string[]): Column {
  if (rows.length === 1) return single(`{${of(rows[0]!).join(',')}}`, `${type}[]`);
  const quoted = plainArray(rows, (row) => `"{${of(row).join(',')}}"`);
  return { parameter: quoted, before: 'unnest(', after: `::text[])::${type}[]`, single: false };
}

function single(parameter: WireParameter, type: string): Column {
  return { parameter, before: '', after: `::${type}`, single: true };
}

function several(parameter: string, type: string): Column {
  return { parameter, before: 'unnest(', after: `::${type}[])`, single: false };
}
