// How a batch's SQL is put together.
import type postgres from 'postgres';
import type { AnySql } from '../../../../db/client.ts';
import type { WireParameter, WireStatement } from '../../../../db/exchange.ts';

/** A statement of a batch: built now, sent when `execute` is called, so that many go out in one trip. */
export type Statement<Row extends object> = postgres.PendingQuery<Row[]>;

export type { AnySql };

/**
 * A statement that writes one table, alone or as one of many in a statement: its text, and its parameters.
 *
 * Why not the driver's own fragments: it puts their text together anew for every batch, which is most of the price of a small one.
 */
export interface Part {
  readonly strings: TemplateStringsArray;
  readonly values: readonly (WireParameter | Column)[];
}

/**
 * What is written into one column of the rows of a part (columns.ts). Of several rows it is an array, read by `unnest` in the select list: as a
 * function scan each column would have a store of its own. Of a single row it is the value itself, so that a batch of one does not have the
 * server take some 70 arrays of one element apart.
 */
export interface Column {
  readonly parameter: WireParameter;
  /** Around the parameter. */
  readonly before: string;
  readonly after: string;
  readonly single: boolean;
}

/** Tag of a part: what stands in `${}` is a parameter, or a column of the rows. All columns of a part are of the same rows. */
export function part(strings: TemplateStringsArray, ...values: (WireParameter | Column)[]): Part {
  return { strings, values };
}

/** The part alone, for whoever sends one statement at a time. */
export function statementOf(only: Part, sql: AnySql): Statement<object> {
  const { text, parameters } = wireOf(only);
  return sql.unsafe<object[]>(text, parameters as (string | number)[], { prepare: true });
}

/** The part alone, for an exchange. */
export function wireOf(only: Part): WireStatement {
  return { text: textOf(only, 1), parameters: only.values.map(parameterOf) };
}

/** A part of a statement that writes many tables, and how many rows it must change when it changes rows that are there. */
export interface Write {
  readonly part: Part;
  readonly changes: number | null;
}

/**
 * `WITH w0 AS (...), w1 AS (...) SELECT`: parts that write always run, once and to their end; the last line checks the row counts. The same
 * tables, the same text: it is put together once.
 */
export function wireOfAll(writes: readonly Write[]): WireStatement {
  let shape = '';
  for (const { part, changes } of writes)
    shape += `${numberOf(part.strings)}${isSingle(part) ? '=' : ' '}${changes === null ? '' : '!'}`;
  let text = texts.get(shape);
  if (text === undefined) {
    text = textOfAll(writes);
    texts.set(shape, text);
  }
  const parameters: WireParameter[] = [];
  for (const write of writes) for (const value of write.part.values) parameters.push(parameterOf(value));
  for (const { changes } of writes) if (changes !== null) parameters.push(changes);
  return { text, parameters };
}

/** By what is written, each table with one row or several. There are as many as there are kinds of batches: some dozens. */
const texts = new Map<string, string>();
const numbers = new Map<TemplateStringsArray, number>();

function numberOf(strings: TemplateStringsArray): number {
  let number = numbers.get(strings);
  if (number === undefined) {
    number = numbers.size;
    numbers.set(strings, number);
  }
  return number;
}

function textOfAll(writes: readonly Write[]): string {
  let next = 1;
  const parts = writes.map(({ part: written }, at) => {
    const text = `w${at} AS (${textOf(written, next)})`;
    next += written.values.length;
    return text;
  });
  const checks = writes.flatMap(({ changes }, at) => {
    if (changes === null) return [];
    next += 1;
    return [`ledger.expect_rows((SELECT count(*) FROM w${at}), $${next - 1}::bigint)`];
  });
  return `WITH ${parts.join(', ')} SELECT ${checks.length === 0 ? '1' : checks.join(', ')}`;
}

/** Parameters numbered from `first`. */
function textOf({ strings, values }: Part, first: number): string {
  return strings.reduce((text, string, at) => {
    const value = values[at - 1]!;
    const parameter = `$${first + at - 1}`;
    return `${text}${isColumn(value) ? `${value.before}${parameter}${value.after}` : parameter}${string}`;
  });
}

function isColumn(value: WireParameter | Column): value is Column {
  return typeof value === 'object' && value !== null;
}

function parameterOf(value: WireParameter | Column): WireParameter {
  return isColumn(value) ? value.parameter : value;
}

function isSingle({ values }: Part): boolean {
  for (const value of values) if (isColumn(value)) return value.single;
  return false;
}
