// A partner's own records of a window, as it uploads them to be reconciled (settlement.md 7).
//
//   CSV   H,coalition.partner-file.v1,PARTNER,WINDOW,COUNT
//         partner_ref,type,points,amount_minor,currency,business_at[,till][,member_token]
//         one record a line
//         T,COUNT,SUM OF POINTS,SUM OF amount_minor
//   JSON  { "header": { version, partner, window, count }, "records": [ { partner_ref, type, ... } ], "trailer": { count, points, amount_minor } }
//
// UTF-8 without a byte order mark; one kind of line end throughout (CRLF or LF), no line break inside a field; whole numbers; times
// with their offset from UTC; amount_minor and currency both or neither; text that a spreadsheet would run is written with an
// apostrophe before it, as in our statements (formula-text.ts). A reference may stand twice: which copy counts is for reconciliation to say.
//
// A file is taken as a whole or refused as a whole, with the first thing that is wrong, in the order of the file; header and trailer
// are compared with what was read at the end. Nothing is corrected or guessed: a file that was cut, merged or opened and saved in a
// spreadsheet is to be sent again, not to be half understood.
// Cost: about 20 us a record. Of a CSV only one piece is in memory beside the records; a line is given up at 64 KiB, a file at 128 MiB.

import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { currencyExponent, type Money } from '../../../shared/money.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseStrictJson } from '../canonical-json.ts';
import type { PartnerRecord } from '../reconciliation.ts';
import { looksLikeFormula, unescapeFormula } from './formula-text.ts';

export const PARTNER_FILE_VERSION = 'coalition.partner-file.v1';

const REQUIRED_COLUMNS = ['partner_ref', 'type', 'points', 'amount_minor', 'currency', 'business_at'] as const;
const OPTIONAL_COLUMNS = ['till', 'member_token'] as const;
export type PartnerFileColumn = (typeof REQUIRED_COLUMNS)[number] | (typeof OPTIONAL_COLUMNS)[number];

/** The columns of a CSV, in order; the last two may be left out. */
export const PARTNER_FILE_COLUMNS: readonly PartnerFileColumn[] = [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS];

/** Columns of numbers: a sign in front makes them wrong, but no formula. */
const NUMBERS: ReadonlySet<PartnerFileColumn> = new Set(['points', 'amount_minor']);

/** A record, numbered from 1 in its `line`; `till` and `memberToken` are for people who look into a break. */
export interface PartnerFileRecord extends PartnerRecord {
  readonly till: string | null;
  readonly memberToken: string | null;
}

export type PartnerFileProblemCode =
  | 'EMPTY_FILE'
  | 'FILE_TOO_LARGE'
  | 'BYTE_ORDER_MARK'
  | 'OTHER_ENCODING'
  | 'MIXED_LINE_ENDS'
  | 'LINE_TOO_LONG'
  | 'CSV_MALFORMED'
  | 'JSON_MALFORMED'
  | 'HEADER_WRONG'
  | 'OTHER_PARTNER'
  | 'OTHER_WINDOW'
  | 'COLUMNS_WRONG'
  | 'FIELD_COUNT_WRONG'
  | 'REFERENCE_WRONG'
  | 'TYPE_WRONG'
  | 'POINTS_WRONG'
  | 'AMOUNT_WRONG'
  | 'DECIMAL_COMMA'
  | 'CURRENCY_WRONG'
  | 'TIME_WRONG'
  | 'TEXT_TOO_LONG'
  | 'FORMULA_LIKE_TEXT'
  | 'TRAILER_MISSING'
  | 'TRAILER_WRONG'
  | 'TEXT_AFTER_TRAILER'
  | 'HEADER_COUNT_WRONG'
  | 'TRAILER_COUNT_WRONG'
  | 'TRAILER_POINTS_WRONG'
  | 'TRAILER_AMOUNT_WRONG';

/** The one reason why a file is refused. */
export interface PartnerFileProblem {
  readonly code: PartnerFileProblemCode;
  /** Line of the file, from 1, as an editor shows it; null where it has none to name (a JSON record, an empty file). */
  readonly line: number | null;
  /** Record, from 1; null outside the records. */
  readonly record: number | null;
  /** For the partner, in words; never longer than a few lines, whatever the file holds. */
  readonly sentence: string;
}

export type PartnerFileReading =
  | { readonly ok: true; readonly records: readonly PartnerFileRecord[] }
  | { readonly ok: false; readonly problem: PartnerFileProblem };

/** Whose file of which window it must be: the names by which its header may call them, the one to tell a reader first. */
export interface ExpectedFile {
  readonly partner: readonly string[];
  readonly window: readonly string[];
}

const MOST_BYTES_A_LINE = 65_536;
const MOST_BYTES = 134_217_728;
const MOST_CHARACTERS = 1000;
const LINES_A_PIECE = 1000;

/** Reads a file from its bytes, in whatever pieces these come. */
export async function readPartnerFile(
  format: 'CSV' | 'JSON',
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  expected: ExpectedFile,
): Promise<PartnerFileReading> {
  try {
    return { ok: true, records: format === 'CSV' ? await readCsv(bytes, expected) : await readJson(bytes, expected) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** Carries the one problem out of the reading; never leaves this module. */
class Refused extends Error {
  readonly problem: PartnerFileProblem;
  constructor(code: PartnerFileProblemCode, place: Place, clause: string) {
    super(code);
    const { line, record } = place;
    const where = [line === null ? null : `line ${line}`, record === null ? null : `record ${record}`]
      .filter((part) => part !== null)
      .join(', ');
    const sentence = `${where === '' ? 'The file' : where}: ${clause}.`;
    this.problem = { code, line, record, sentence: sentence[0]!.toUpperCase() + sentence.slice(1) };
  }
}

interface Place {
  readonly line: number | null;
  readonly record: number | null;
}

const NOWHERE: Place = { line: null, record: null };

function atLine(line: number): Place {
  return { line, record: null };
}

// The records and their sums, for both formats.

class Collected {
  readonly records: PartnerFileRecord[] = [];
  private points = 0n;
  private amountMinor = 0n;

  add(place: Place, fields: Partial<Record<PartnerFileColumn, string>>): void {
    const record = readRecord({ ...place, record: this.records.length + 1 }, fields);
    this.records.push(record);
    this.points += record.points;
    this.amountMinor += record.amount?.minor ?? 0n;
  }

  /** Compares what was read with what header and trailer say. */
  compare(
    header: { at: Place; count: bigint },
    trailer: { at: Place; count: bigint; points: bigint; amountMinor: bigint },
  ): void {
    const count = BigInt(this.records.length);
    const differs = (code: PartnerFileProblemCode, at: Place, said: bigint, read: bigint, what: string) => {
      if (said !== read) throw new Refused(code, at, `it says ${said} ${what}, but the file holds ${read}`);
    };
    differs('TRAILER_COUNT_WRONG', trailer.at, trailer.count, count, 'records');
    differs('HEADER_COUNT_WRONG', header.at, header.count, count, 'records');
    differs('TRAILER_POINTS_WRONG', trailer.at, trailer.points, this.points, 'points in all');
    differs('TRAILER_AMOUNT_WRONG', trailer.at, trailer.amountMinor, this.amountMinor, 'minor units in all');
  }
}

const instant = z.iso.datetime({ offset: true });

function readRecord(at: Place, fields: Partial<Record<PartnerFileColumn, string>>): PartnerFileRecord {
  const partnerRef = textOf(at, 'partner_ref', fields.partner_ref ?? '');
  if (partnerRef === '') throw new Refused('REFERENCE_WRONG', at, 'partner_ref is empty');
  const type = textOf(at, 'type', fields.type ?? '');
  if (!/^[A-Z][A-Z_]{0,39}$/.test(type)) {
    throw new Refused('TYPE_WRONG', at, `type ${shown(type)} is no name in capitals such as EARN`);
  }
  const points = wholeNumber(at, 'POINTS_WRONG', 'points', fields.points ?? '');
  const businessAt = fields.business_at ?? '';
  if (!instant.safeParse(businessAt).success) {
    throw new Refused('TIME_WRONG', at, `business_at ${shown(businessAt)} is no time such as 2026-09-02T10:15:00Z`);
  }
  return {
    line: at.record!,
    partnerRef,
    type,
    points,
    amount: amountOf(at, fields.amount_minor ?? '', fields.currency ?? ''),
    businessAt: new Date(businessAt),
    till: textOf(at, 'till', fields.till ?? '') || null,
    memberToken: textOf(at, 'member_token', fields.member_token ?? '') || null,
  };
}

function amountOf(at: Place, amountMinor: string, currency: string): Money | null {
  if (amountMinor === '' && currency === '') return null;
  const minor = wholeNumber(at, 'AMOUNT_WRONG', 'amount_minor', amountMinor);
  if (currencyExponent(currency) === null) {
    throw new Refused('CURRENCY_WRONG', at, `currency ${shown(currency)} is no code of ISO 4217`);
  }
  return { minor, currency };
}

/** Whole numbers from 0 to what JSON carries exactly: which way points go is said by the type. */
function wholeNumber(at: Place, code: PartnerFileProblemCode, field: string, text: string): bigint {
  if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text))) return BigInt(text);
  if (/^[-+]?\d[\d.]*,\d+$/.test(text)) {
    throw new Refused('DECIMAL_COMMA', at, `${field} ${shown(text)} has a decimal comma; it is a whole number`);
  }
  const hint = field === 'amount_minor' ? ' of minor units (cents), without a point' : '';
  throw new Refused(code, at, `${field} ${shown(text)} is no whole number from 0 to 2^53-1${hint}`);
}

function textOf(at: Place, field: string, text: string): string {
  if (text.length > MOST_CHARACTERS) {
    throw new Refused('TEXT_TOO_LONG', at, `${field} is longer than ${MOST_CHARACTERS} characters`);
  }
  return text;
}

/** A value in a sentence: quoted, short, and without characters that a terminal or a log would obey. */
function shown(text: string): string {
  const quoted = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
  return quoted.replace(/[\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g, '?');
}

// CSV.

async function readCsv(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  expected: ExpectedFile,
): Promise<PartnerFileRecord[]> {
  const reader = new CsvReader(expected);
  let piece: Line[] = [];
  for await (const line of linesOf(bytes)) {
    // What came before a line that can not be read is read first, so that the first problem of the file is the answer.
    if (line instanceof Refused) {
      reader.take(piece);
      throw line;
    }
    piece.push(line);
    if (piece.length === LINES_A_PIECE) {
      reader.take(piece);
      piece = [];
    }
  }
  reader.take(piece);
  return reader.finish();
}

interface Line {
  readonly number: number;
  readonly text: string;
}

class CsvReader {
  private readonly expected: ExpectedFile;
  private readonly collected = new Collected();
  private header: { at: Place; count: bigint } | null = null;
  private columns: readonly PartnerFileColumn[] | null = null;
  private trailer: { at: Place; count: bigint; points: bigint; amountMinor: bigint } | null = null;
  private lastLine = 0;

  constructor(expected: ExpectedFile) {
    this.expected = expected;
  }

  take(lines: readonly Line[]): void {
    const split = fieldsOfAll(lines);
    lines.forEach((line, place) => {
      this.takeLine(line.number, split === null ? fieldsOf(line) : split[place]!);
    });
  }

  private takeLine(number: number, fields: readonly string[]): void {
    const at = atLine(number);
    this.lastLine = number;
    if (this.trailer !== null) {
      throw new Refused('TEXT_AFTER_TRAILER', at, 'there is more after the trailer, which must be the last line');
    }
    if (this.header === null) {
      this.header = { at, count: readHeader(at, fields, this.expected) };
    } else if (this.columns === null) {
      this.columns = readColumns(at, fields);
    } else if (fields[0] === 'T' && fields.length === 4) {
      this.trailer = {
        at,
        count: wholeNumber(at, 'TRAILER_WRONG', 'the count', fields[1]!),
        points: sumOf(at, 'the sum of points', fields[2]!),
        amountMinor: sumOf(at, 'the sum of amount_minor', fields[3]!),
      };
    } else {
      this.takeRecord(at, this.columns, fields);
    }
  }

  private takeRecord(at: Place, columns: readonly PartnerFileColumn[], fields: readonly string[]): void {
    if (fields.length !== columns.length) {
      const hint =
        fields.length > columns.length
          ? ': a comma inside a field (a decimal comma?) must not be there, or the field must be quoted'
          : '';
      const place = { ...at, record: this.collected.records.length + 1 };
      throw new Refused('FIELD_COUNT_WRONG', place, `it has ${fields.length} fields, not ${columns.length}${hint}`);
    }
    const named: Partial<Record<PartnerFileColumn, string>> = {};
    columns.forEach((column, place) => {
      const raw = fields[place]!;
      if (looksLikeFormula(raw) && !NUMBERS.has(column)) {
        throw new Refused(
          'FORMULA_LIKE_TEXT',
          { ...at, record: this.collected.records.length + 1 },
          `${column} ${shown(raw)} would run as a formula in a spreadsheet; write an apostrophe before it`,
        );
      }
      named[column] = unescapeFormula(raw);
    });
    this.collected.add(at, named);
  }

  finish(): PartnerFileRecord[] {
    if (this.lastLine === 0) throw new Refused('EMPTY_FILE', NOWHERE, 'it is empty');
    if (this.header === null || this.columns === null || this.trailer === null) {
      throw new Refused(
        'TRAILER_MISSING',
        atLine(this.lastLine),
        'the file ends here without its trailer T,COUNT,POINTS,AMOUNT: it was cut, or never finished',
      );
    }
    this.collected.compare(this.header, this.trailer);
    return this.collected.records;
  }
}

function readHeader(at: Place, fields: readonly string[], expected: ExpectedFile): bigint {
  const [mark, version, partner, window, count] = fields;
  if (mark !== 'H' || fields.length !== 5) {
    throw new Refused('HEADER_WRONG', at, `the first line is not H,${PARTNER_FILE_VERSION},PARTNER,WINDOW,COUNT`);
  }
  checkIdentity(at, version!, unescapeFormula(partner!), unescapeFormula(window!), expected);
  return wholeNumber(at, 'HEADER_WRONG', 'the count', count!);
}

function checkIdentity(at: Place, version: string, partner: string, window: string, expected: ExpectedFile): void {
  if (version !== PARTNER_FILE_VERSION) {
    throw new Refused('HEADER_WRONG', at, `version ${shown(version)} is not ${PARTNER_FILE_VERSION}`);
  }
  if (!expected.partner.includes(partner)) {
    throw new Refused(
      'OTHER_PARTNER',
      at,
      `the file is of partner ${shown(partner)}, not ${shown(expected.partner[0] ?? '')}`,
    );
  }
  if (!expected.window.includes(window)) {
    throw new Refused(
      'OTHER_WINDOW',
      at,
      `the file is of window ${shown(window)}, not ${shown(expected.window[0] ?? '')}`,
    );
  }
}

function readColumns(at: Place, fields: readonly string[]): readonly PartnerFileColumn[] {
  const right =
    fields.length >= REQUIRED_COLUMNS.length &&
    REQUIRED_COLUMNS.every((column, place) => fields[place] === column) &&
    isOneOf([[], ['till'], ['member_token'], ['till', 'member_token']], fields.slice(REQUIRED_COLUMNS.length));
  if (!right) {
    const hint = fields.length === 1 && fields[0]!.includes(';') ? ', separated by commas' : '';
    throw new Refused(
      'COLUMNS_WRONG',
      at,
      `the second line is not ${REQUIRED_COLUMNS.join(',')}[,till][,member_token]${hint}`,
    );
  }
  return fields as PartnerFileColumn[];
}

function isOneOf(lists: readonly (readonly string[])[], list: readonly string[]): boolean {
  return lists.some((other) => other.length === list.length && other.every((item, place) => item === list[place]));
}

/** Sums may be longer than a number that JSON carries exactly: they are sums of many. */
function sumOf(at: Place, name: string, text: string): bigint {
  if (!/^\d{1,30}$/.test(text)) throw new Refused('TRAILER_WRONG', at, `${name} ${shown(text)} is no whole number`);
  return BigInt(text);
}

/** The fields of each line, split at once; null when a line is malformed, or a quote would let one run into the next. */
function fieldsOfAll(lines: readonly Line[]): string[][] | null {
  try {
    const records = parse(lines.map(({ text }) => text).join('\n'), {
      record_delimiter: '\n',
      relax_column_count: true,
    });
    return records.length === lines.length ? records : null;
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

function fieldsOf({ number, text }: Line): string[] {
  try {
    const [record = ['']] = parse(text, { record_delimiter: '\n', relax_column_count: true });
    return record;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const clause =
      error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is not closed on its line' : 'a quote stands inside a field';
    throw new Refused('CSV_MALFORMED', atLine(number), `${clause} (RFC 4180; a field holds no line break here)`);
  }
}

// Lines from bytes.

const LF = 0x0a;
const CR = 0x0d;

/** The lines of a file without their ends, and what is wrong with the first that can not be read, which is then the last item. */
async function* linesOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Line | Refused> {
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let bytes = 0;
  let number = 1;
  let end: 'CRLF' | 'LF' | null = null;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES)
      return yield new Refused('FILE_TOO_LARGE', atLine(number), 'the file is larger than 128 MiB');
    let from = 0;
    for (let to = chunk.indexOf(LF); to >= 0; to = chunk.indexOf(LF, from)) {
      const raw = joined([...pending, chunk.subarray(from, to)]);
      pending = [];
      pendingBytes = 0;
      from = to + 1;
      const thisEnd = raw.at(-1) === CR ? 'CRLF' : 'LF';
      const line = decoded(number, thisEnd === 'CRLF' ? raw.subarray(0, -1) : raw);
      if (line instanceof Refused) return yield line;
      if (end !== null && thisEnd !== end) {
        return yield new Refused(
          'MIXED_LINE_ENDS',
          atLine(number),
          `it ends in ${thisEnd}, the lines before in ${end}`,
        );
      }
      end = thisEnd;
      yield line;
      number += 1;
    }
    pending.push(chunk.subarray(from));
    pendingBytes += chunk.length - from;
    // Given up before it has arrived in full: a line of ten megabytes is never held.
    if (pendingBytes > MOST_BYTES_A_LINE) return yield decoded(number, joined(pending));
  }
  if (pendingBytes > 0) yield decoded(number, joined(pending));
}

function decoded(number: number, raw: Uint8Array): Line | Refused {
  const at = atLine(number);
  const foreign = number === 1 ? foreignStart(raw) : null;
  if (foreign !== null) return new Refused(foreign.code, at, foreign.clause);
  if (raw.length > MOST_BYTES_A_LINE) {
    return new Refused('LINE_TOO_LONG', at, `it is longer than ${MOST_BYTES_A_LINE} bytes`);
  }
  const text = utf8(raw);
  if (text === null) return new Refused('OTHER_ENCODING', at, 'it is not UTF-8');
  if (text.includes('\0')) return new Refused('OTHER_ENCODING', at, 'it holds zero bytes: UTF-16, or no text at all');
  if (text.includes('\r')) {
    return new Refused('MIXED_LINE_ENDS', at, 'a carriage return stands inside it: lines end in CRLF or in LF');
  }
  return { number, text };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function utf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** What the first bytes of a file say against it. */
function foreignStart(raw: Uint8Array): { code: 'BYTE_ORDER_MARK' | 'OTHER_ENCODING'; clause: string } | null {
  const [first, second, third] = raw;
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return { code: 'BYTE_ORDER_MARK', clause: 'the file starts with a byte order mark; save it as UTF-8 without one' };
  }
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { code: 'OTHER_ENCODING', clause: 'the file is UTF-16; save it as UTF-8' };
  }
  return null;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// JSON.

async function readJson(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  expected: ExpectedFile,
): Promise<PartnerFileRecord[]> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    length += part.length;
    if (length > MOST_BYTES) throw new Refused('FILE_TOO_LARGE', NOWHERE, 'it is larger than 128 MiB');
    parts.push(part);
  }
  if (length === 0) throw new Refused('EMPTY_FILE', NOWHERE, 'it is empty');
  const raw = joined(parts);
  const foreign = foreignStart(raw);
  if (foreign !== null) throw new Refused(foreign.code, atLine(1), foreign.clause);
  const text = utf8(raw);
  if (text === null) throw new Refused('OTHER_ENCODING', atLine(firstLineNotUtf8(raw)), 'it is not UTF-8');
  const json = parseStrictJson(text);
  if (!json.ok) {
    const line = text.slice(0, json.offset).split('\n').length;
    throw new Refused('JSON_MALFORMED', atLine(line), `it is no JSON with one meaning, ${json.problem}`);
  }
  return recordsOfDocument(json.value, expected);
}

function recordsOfDocument(document: JsonValue, expected: ExpectedFile): PartnerFileRecord[] {
  if (!isJsonObject(document) || !isJsonObject(document.header)) {
    throw new Refused('HEADER_WRONG', NOWHERE, 'it has no header { version, partner, window, count }');
  }
  const { header, records, trailer } = document;
  const inHeader: Place = NOWHERE;
  checkIdentity(inHeader, scalarText(header.version), scalarText(header.partner), scalarText(header.window), expected);
  const count = wholeNumber(inHeader, 'HEADER_WRONG', "the header's count", scalarText(header.count));
  if (!Array.isArray(records)) throw new Refused('COLUMNS_WRONG', NOWHERE, 'it has no list of records');
  const collected = new Collected();
  for (const record of records as readonly JsonValue[])
    collected.add(NOWHERE, fieldsOfObject(record, collected.records.length + 1));
  if (!isJsonObject(trailer)) {
    throw new Refused('TRAILER_MISSING', NOWHERE, 'it has no trailer { count, points, amount_minor }');
  }
  collected.compare(
    { at: inHeader, count },
    {
      at: NOWHERE,
      count: wholeNumber(NOWHERE, 'TRAILER_WRONG', "the trailer's count", scalarText(trailer.count)),
      points: sumOf(NOWHERE, "the trailer's points", scalarText(trailer.points)),
      amountMinor: sumOf(NOWHERE, "the trailer's amount_minor", scalarText(trailer.amount_minor)),
    },
  );
  return collected.records;
}

function fieldsOfObject(record: JsonValue, number: number): Partial<Record<PartnerFileColumn, string>> {
  const at: Place = { line: null, record: number };
  if (!isJsonObject(record)) throw new Refused('COLUMNS_WRONG', at, 'it is no object');
  const unknown = Object.keys(record).find((key) => !PARTNER_FILE_COLUMNS.includes(key as PartnerFileColumn));
  if (unknown !== undefined) throw new Refused('COLUMNS_WRONG', at, `it has the unknown field ${shown(unknown)}`);
  const fields: Partial<Record<PartnerFileColumn, string>> = {};
  for (const column of PARTNER_FILE_COLUMNS) {
    const value = (record as JsonObject)[column];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new Refused('COLUMNS_WRONG', at, `${column} is neither text nor a number`);
    }
    fields[column] = String(value);
  }
  return fields;
}

function scalarText(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function firstLineNotUtf8(raw: Uint8Array): number {
  let number = 1;
  let from = 0;
  for (let to = raw.indexOf(LF); to >= 0 && utf8(raw.subarray(from, to)) !== null; to = raw.indexOf(LF, from)) {
    number += 1;
    from = to + 1;
  }
  return number;
}
