/**
 * Rows of a purchase-card file: CSV with a header, plain or gzip, UTF-8.
 *
 * | column          | becomes                                                          |
 * | ---             | ---                                                              |
 * | trans_date      | the business date                                                |
 * | statement_month | the settlement window                                            |
 * | card_id         | the member                                                       |
 * | merchant        | the store                                                        |
 * | brand           | the partner; a row without one is none of ours and is passed over |
 * | amount_<iso>    | the amount in that currency; negative is a return, zero is nothing |
 *
 * Other columns are ignored. A line that cannot be read is reported with its number and the reason, and spoils no other: an
 * unclosed quote ends with its line. So a field may not span lines.
 */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { isCalendarDay } from '../../subgraphs/serving/scalars.ts';
import { currencyExponent, MOST_MINOR_AT_ONCE, parseAmount } from '../../subgraphs/shared/money.ts';

export interface PurchaseRow {
  /** Line in the file, the header being line 1: the row's position and its key. */
  readonly line: number;
  readonly date: string;
  readonly month: string;
  readonly card: string;
  readonly merchant: string;
  readonly brand: string;
  /** Minor units; below zero is a return. Never zero. */
  readonly minor: bigint;
}

export interface MalformedRow {
  readonly line: number;
  readonly reason: string;
}

export interface PurchaseFile {
  readonly currency: string;
  readonly rows: readonly PurchaseRow[];
  readonly malformed: readonly MalformedRow[];
  /** Rows without a brand. */
  readonly unbranded: number;
  /** Rows with a brand and an amount of zero: nothing was bought or returned. */
  readonly zero: number;
}

/** A file that cannot be replayed at all, said in one sentence. */
export class UnreadableFile extends Error {}

const CHUNK_LINES = 2_000;
const LIMITS = { card: 100, brand: 200, merchant: 2_000 } as const;

interface Line {
  readonly number: number;
  readonly bytes: Buffer;
}

/** Reads a whole file. @throws UnreadableFile */
export async function readPurchaseFile(path: string): Promise<PurchaseFile> {
  const rows: PurchaseRow[] = [];
  const malformed: MalformedRow[] = [];
  const interned = new Map<string, string>();
  const intern = (text: string): string => {
    const known = interned.get(text);
    if (known !== undefined) return known;
    interned.set(text, text);
    return text;
  };
  let columns: Columns | null = null;
  let unbranded = 0;
  let zero = 0;

  for await (const chunk of chunksOf(linesOf(path))) {
    for (const { line, fields, reason } of readRecords(chunk)) {
      if (columns === null) {
        columns = readHeader(path, fields ?? []);
        continue;
      }
      const row = fields === undefined ? { reason } : readRow(columns, line, fields);
      if ('reason' in row) malformed.push({ line, reason: row.reason ?? 'cannot be read' });
      else if (row.brand === '') unbranded += 1;
      else if (row.minor === 0n) zero += 1;
      else
        rows.push({
          ...row,
          card: intern(row.card),
          merchant: intern(row.merchant),
          brand: intern(row.brand),
          month: intern(row.month),
          date: intern(row.date),
        });
    }
  }
  if (columns === null) throw new UnreadableFile(`${path} is empty.`);
  return { currency: columns.currency, rows, malformed, unbranded, zero };
}

interface Columns {
  readonly count: number;
  readonly currency: string;
  readonly index: Readonly<Record<'date' | 'month' | 'card' | 'merchant' | 'brand' | 'amount', number>>;
}

function readHeader(path: string, fields: readonly string[]): Columns {
  const names = fields.map((field) => field.trim().toLowerCase());
  const amount = names.findIndex((name) => /^amount_[a-z]{3}$/.test(name));
  const index = {
    date: names.indexOf('trans_date'),
    month: names.indexOf('statement_month'),
    card: names.indexOf('card_id'),
    merchant: names.indexOf('merchant'),
    brand: names.indexOf('brand'),
    amount,
  };
  const wanted = {
    date: 'trans_date',
    month: 'statement_month',
    card: 'card_id',
    merchant: 'merchant',
    brand: 'brand',
    amount: 'amount_<currency>',
  };
  const missing = Object.entries(index).flatMap(([key, at]) => (at < 0 ? [wanted[key as keyof typeof wanted]] : []));
  if (missing.length > 0)
    throw new UnreadableFile(`${path} lacks the columns ${missing.join(', ')} in its first line.`);
  const currency = (names[amount] ?? '').slice('amount_'.length).toUpperCase();
  if (currencyExponent(currency) === null)
    throw new UnreadableFile(`${path} has amounts in ${currency}, which is no currency.`);
  return { count: names.length, currency, index };
}

function readRow(columns: Columns, line: number, fields: readonly string[]): PurchaseRow | { reason: string } {
  if (fields.length !== columns.count) {
    return { reason: `has ${fields.length} fields where the header has ${columns.count}` };
  }
  const field = (name: keyof Columns['index']): string => fields[columns.index[name]]?.trim() ?? '';
  const row = {
    line,
    date: field('date'),
    month: field('month'),
    card: field('card'),
    merchant: field('merchant'),
    brand: field('brand'),
  };
  if (row.brand === '') return { ...row, minor: 0n };
  if (!isCalendarDay(row.date)) return { reason: `trans_date "${short(row.date)}" is no calendar day (YYYY-MM-DD)` };
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(row.month))
    return { reason: `statement_month "${short(row.month)}" is no month (YYYY-MM)` };
  for (const name of ['card', 'merchant', 'brand'] as const) {
    if (row[name] === '') return { reason: `${name === 'card' ? 'card_id' : name} is empty` };
    if (row[name].length > LIMITS[name])
      return { reason: `${name === 'card' ? 'card_id' : name} is longer than ${LIMITS[name]} characters` };
    if (/\p{Cc}/u.test(row[name])) return { reason: `${name === 'card' ? 'card_id' : name} holds a control character` };
  }
  const amount = parseAmount(field('amount'), columns.currency);
  if (typeof amount === 'string' || amount.minor > MOST_MINOR_AT_ONCE)
    return { reason: `amount "${short(field('amount'))}" is no amount in ${columns.currency}` };
  return { ...row, minor: amount.minor };
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

interface CsvRecord {
  readonly line: number;
  readonly fields?: readonly string[];
  readonly reason?: string;
}

/** Records of some lines: all at once when each line is one record, else line by line to find the one at fault. */
function readRecords(lines: readonly Line[]): CsvRecord[] {
  const decoded = lines.map(({ number, bytes }) => ({ line: number, text: decode(bytes) }));
  if (decoded.every(({ text }) => text !== null)) {
    const records = tryParse(decoded.map(({ text }) => text).join('\n'));
    if (Array.isArray(records) && records.length === decoded.length) {
      return decoded.map(({ line }, at) => ({ line, fields: records[at] ?? [] }));
    }
  }
  return decoded.map(({ line, text }) => {
    if (text === null) return { line, reason: 'is not UTF-8' };
    const records = tryParse(text);
    if (Array.isArray(records)) return { line, fields: records[0] ?? [] };
    return { line, reason: records };
  });
}

function tryParse(text: string): string[][] | string {
  try {
    return parse(text, { relax_column_count: true, record_delimiter: '\n' });
  } catch (error) {
    return `cannot be read as CSV: ${(error as { code?: string }).code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is not closed' : 'a quote stands where none may'}`;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

async function* chunksOf(lines: AsyncIterable<Line>): AsyncGenerator<Line[]> {
  let chunk: Line[] = [];
  for await (const line of lines) {
    chunk.push(line);
    if (chunk.length === CHUNK_LINES) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

/** Lines of a file without their ends (LF or CRLF), empty ones left out. */
async function* linesOf(path: string): AsyncGenerator<Line> {
  let number = 0;
  let parts: Buffer[] = [];
  const finish = (): Line | null => {
    number += 1;
    let bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    parts = [];
    if (bytes.at(-1) === 0x0d) bytes = bytes.subarray(0, -1);
    return bytes.length > 0 ? { number, bytes } : null;
  };
  try {
    for await (const data of bytesOf(path)) {
      let from = 0;
      for (let at = data.indexOf(0x0a); at >= 0; at = data.indexOf(0x0a, from)) {
        parts.push(data.subarray(from, at));
        from = at + 1;
        const line = finish();
        if (line !== null) yield line;
      }
      if (from < data.length) parts.push(data.subarray(from));
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UnreadableFile(`There is no file ${path}.`);
    if (code === 'EISDIR') throw new UnreadableFile(`${path} is a folder.`);
    throw new UnreadableFile(`${path} cannot be read: ${message}.`);
  }
  if (parts.length > 0) {
    const line = finish();
    if (line !== null) yield line;
  }
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  const zipped = await isGzip(path);
  const file = createReadStream(path);
  if (!zipped) {
    yield* file;
    return;
  }
  const plain = createGunzip();
  file.on('error', (error) => plain.destroy(error));
  yield* file.pipe(plain);
}

async function isGzip(path: string): Promise<boolean> {
  for await (const data of createReadStream(path, { end: 1 })) {
    return (data as Buffer)[0] === 0x1f && (data as Buffer)[1] === 0x8b;
  }
  return false;
}
