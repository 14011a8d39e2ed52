// How a batch's SQL is put together.
import type postgres from 'postgres';
import type { AnySql } from '../../../../db/client.ts';

/** A statement of a batch: built now, sent when `execute` is called, so that many go out in one trip. */
export type Statement<Row extends object> = postgres.PendingQuery<Row[]>;

export type { AnySql };

/**
 * A statement that writes one table, alone or as one of many in a statement: its text, which never changes, and its parameters.
 *
 * Why not the driver's own fragments: it puts their text together anew for every batch, which is most of the price of a small one.
 */
export interface Part {
  readonly strings: TemplateStringsArray;
  readonly parameters: readonly (string | number)[];
}

/** Tag of a part: what stands in `${}` is a parameter. */
export function part(strings: TemplateStringsArray, ...parameters: (string | number)[]): Part {
  return { strings, parameters };
}

/** The part alone. */
export function statementOf({ strings, parameters }: Part, sql: AnySql): Statement<object> {
  return send(sql, textOf(strings, 1), parameters);
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
export function statementOfAll(writes: readonly Write[], sql: AnySql): Statement<object> {
  const shape = writes.map(({ part, changes }) => `${numberOf(part.strings)}${changes === null ? '' : '!'}`).join(' ');
  let text = texts.get(shape);
  if (text === undefined) {
    text = textOfAll(writes);
    texts.set(shape, text);
  }
  const parameters: (string | number)[] = [];
  for (const write of writes) parameters.push(...write.part.parameters);
  for (const { changes } of writes) if (changes !== null) parameters.push(changes);
  return send(sql, text, parameters);
}

/** By what is written. There are as many as there are kinds of batches: some dozens. */
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
  const parts = writes.map(({ part: { strings, parameters } }, at) => {
    const text = `w${at} AS (${textOf(strings, next)})`;
    next += parameters.length;
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
function textOf(strings: TemplateStringsArray, first: number): string {
  return strings.reduce((text, string, at) => `${text}$${first + at - 1}${string}`);
}

function send(sql: AnySql, text: string, parameters: readonly (string | number)[]): Statement<object> {
  return sql.unsafe<object[]>(text, parameters as (string | number)[], { prepare: true });
}
