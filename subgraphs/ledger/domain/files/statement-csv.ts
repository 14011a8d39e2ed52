// A partner's statement as CSV, for spreadsheets and for import into its books (settlement.md 8.1).
//
// RFC 4180, CRLF, UTF-8 without a byte order mark, ISO dates, dot decimals without grouping; amounts are signed, > 0 in the partner's
// favour. Columns are stable: new ones are added at the end, and a change of meaning would be a new version in the file's name.
// Text is escaped against formula injection (formula-text.ts), the nonce too, since base64url may start with a hyphen; amounts never.
// A partner_ref that was given empty is an apostrophe, one that was not given is nothing at all: with that, every line of the statement
// can be had back from the file exactly, and its leaf hash with it.
// Cost: about 15 us a line to write, 40 us to read; written in pieces, so a statement of a million lines is never in memory as text.

import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { formatAmount } from '../../../shared/money.ts';
import { LINE_VERSION } from '../canonical-line.ts';
import { readLine, type StatementHeader, type StatementLine, settlementOf } from '../statement.ts';
import { escapeFormula, unescapeFormula } from './formula-text.ts';
import { asFileName, statementId } from './statement-id.ts';

/**
 * The columns in order. The first thirteen are the statement's lines, the next four help to find a line again. The last three are of the statement as a
 * whole, the same in every line: what its net is paid in, at which rate, and how much that is; empty where that is the statement's currency.
 */
export const STATEMENT_COLUMNS = [
  'statement_id',
  'line_no',
  'entry_id',
  'entry_leg',
  'tx_id',
  'entry_type',
  'component',
  'partner_ref',
  'business_at',
  'currency',
  'amount',
  'amount_minor',
  'nonce',
  'points',
  'lot',
  'member_token',
  'contract_version',
  'settlement_currency',
  'settlement_rate',
  'settlement_net',
] as const;

/** What is known of a line beyond the statement; none of it is signed. */
export interface LineDetails {
  readonly points: bigint | null;
  readonly lot: string | null;
  /** Never a member's name or identity. */
  readonly memberToken: string | null;
  readonly contractVersion: string | null;
}

const NO_DETAILS: LineDetails = { points: null, lot: null, memberToken: null, contractVersion: null };
const LINES_A_PIECE = 1000;
const CRLF = '\r\n';

/** Name of the file, with the version of its columns. */
export function statementCsvName(header: StatementHeader): string {
  return asFileName(`statement-v1-${statementId(header)}.csv`);
}

/** The file in pieces, to be encoded as UTF-8. `lines` are the lines of `header`'s statement in order; line_no counts them from 1. */
export function* statementCsv(
  header: StatementHeader,
  lines: Iterable<StatementLine>,
  detailsOf: (line: StatementLine) => LineDetails = () => NO_DETAILS,
): Generator<string> {
  yield piece([[...STATEMENT_COLUMNS]]);
  const id = escapeFormula(statementId(header));
  const settlement = settlementFields(header);
  let rows: (string | null)[][] = [];
  for (const line of lines) {
    const details = detailsOf(line);
    rows.push([
      id,
      String(line.seq + 1),
      escapeFormula(line.entry),
      String(line.leg),
      escapeFormula(line.tx),
      escapeFormula(line.entryType),
      escapeFormula(line.component),
      textOrNothing(line.partnerRef),
      line.businessAt,
      line.currency,
      formatAmount(BigInt(line.amountMinor), line.currency),
      String(line.amountMinor),
      escapeFormula(line.nonce),
      details.points?.toString() ?? null,
      textOrNothing(details.lot),
      textOrNothing(details.memberToken),
      textOrNothing(details.contractVersion),
      ...settlement,
    ]);
    if (rows.length === LINES_A_PIECE) {
      yield piece(rows);
      rows = [];
    }
  }
  if (rows.length > 0) yield piece(rows);
}

/** The last three columns. */
function settlementFields(header: StatementHeader): readonly (string | null)[] {
  const settlement = settlementOf(header);
  if (settlement === null) return [null, null, null];
  const { currency, rate, netMinor } = settlement;
  return [currency, rate, formatAmount(BigInt(netMinor), currency)];
}

function textOrNothing(text: string | null): string | null {
  return text === null ? null : escapeFormula(text);
}

function piece(rows: readonly (readonly (string | null)[])[]): string {
  return stringify([...rows], { record_delimiter: CRLF, quoted_match: /[\r\n]/ });
}

export type StatementCsv =
  | { readonly ok: true; readonly lines: readonly { readonly line: StatementLine; readonly details: LineDetails }[] }
  /** `line` of the file in which the record at fault begins, from 1, the line of the columns included. */
  | { readonly ok: false; readonly line: number; readonly problem: string };

/**
 * Reads a file back into the lines of the statement that it says it is, so that they can be verified against the signed header.
 * Takes further columns at the end, which a later version may have. Refuses anything that `statementCsv` would not have written.
 */
export function readStatementCsv(header: StatementHeader, text: string): StatementCsv {
  const reader = new StatementCsvReader(header);
  const first = reader.take(text);
  if (!first.ok) return first;
  const last = reader.end();
  return last.ok ? { ok: true, lines: [...first.lines, ...last.lines] } : last;
}

/** As `readStatementCsv`, piece by piece. After a piece that is wrong nothing more is to be given. */
export class StatementCsvReader {
  private readonly header: StatementHeader;
  private readonly id: string;
  private readonly settlement: readonly (string | null)[];
  private rest = '';
  private nextLine = 1;
  private nextSeq = 0;
  private hasColumns = false;

  constructor(header: StatementHeader) {
    this.header = header;
    this.id = statementId(header);
    this.settlement = settlementFields(header);
  }

  /** The lines that are whole with this piece of the text. */
  take(text: string): StatementCsv {
    this.rest += text;
    const whole = endOfLastRecord(this.rest);
    const records = this.rest.slice(0, whole);
    this.rest = this.rest.slice(whole);
    return this.read(records);
  }

  /** What is left at the end of the text. */
  end(): StatementCsv {
    const last = this.read(this.rest);
    if (!last.ok || this.hasColumns) return last;
    return { ok: false, line: 1, problem: `the first line is not ${STATEMENT_COLUMNS.join(',')}` };
  }

  private read(text: string): StatementCsv {
    const rows: { readonly record: readonly string[]; readonly line: number }[] = [];
    const before = this.nextLine;
    try {
      parse(text, {
        record_delimiter: CRLF,
        on_record: (record: string[], { lines }) => {
          rows.push({ record, line: this.nextLine });
          this.nextLine = before + lines;
        },
      });
    } catch (error) {
      if (error instanceof CsvError) return { ok: false, line: this.nextLine, problem: error.message };
      throw error;
    }
    const lines: { line: StatementLine; details: LineDetails }[] = [];
    for (const { record, line: fileLine } of rows) {
      if (!this.hasColumns) {
        if (STATEMENT_COLUMNS.some((column, place) => record[place] !== column))
          return { ok: false, line: 1, problem: `the first line is not ${STATEMENT_COLUMNS.join(',')}` };
        this.hasColumns = true;
        continue;
      }
      const row = rowOf(record);
      const problem = (clause: string): StatementCsv => ({ ok: false, line: fileLine, problem: clause });
      const line = readLine({
        t: LINE_VERSION,
        programme: this.header.programme,
        window: this.header.window,
        partner: this.header.partner,
        seq: wholeNumber(row.line_no) - 1,
        entry: textOf(row.entry_id),
        leg: wholeNumber(row.entry_leg),
        tx: textOf(row.tx_id),
        entryType: textOf(row.entry_type),
        component: textOf(row.component),
        partnerRef: row.partner_ref === null ? null : textOf(row.partner_ref),
        businessAt: textOf(row.business_at),
        amountMinor: wholeNumber(row.amount_minor),
        currency: textOf(row.currency),
        nonce: textOf(row.nonce),
      });
      if (!line.ok) return problem(line.problem);
      if (textOf(row.statement_id) !== this.id) return problem(`statement_id is not ${this.id}`);
      if (line.value.seq !== this.nextSeq) return problem(`line_no is ${row.line_no}, not ${this.nextSeq + 1}`);
      if (row.amount !== formatAmount(BigInt(line.value.amountMinor), line.value.currency)) {
        return problem('amount and amount_minor differ');
      }
      const told = [row.settlement_currency, row.settlement_rate, row.settlement_net];
      const odd = told.findIndex((field, at) => field !== this.settlement[at]);
      if (odd >= 0)
        return problem(`${STATEMENT_COLUMNS.at(odd - 3)} is not ${this.settlement[odd] ?? 'empty'}, as was signed`);
      if (row.points !== null && !/^-?\d{1,16}$/.test(row.points)) return problem('points is no whole number');
      const details = {
        points: row.points === null ? null : BigInt(row.points),
        lot: row.lot === null ? null : textOf(row.lot),
        memberToken: row.member_token === null ? null : textOf(row.member_token),
        contractVersion: row.contract_version === null ? null : textOf(row.contract_version),
      };
      lines.push({ line: line.value, details });
      this.nextSeq += 1;
    }
    return { ok: true, lines };
  }
}

/** Where the last record that is surely whole ends: after a line end that stands in no quotes. */
function endOfLastRecord(text: string): number {
  let end = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) quoted = !quoted;
    else if (code === 0x0a && !quoted && text.charCodeAt(at - 1) === 0x0d) end = at + 1;
  }
  return end;
}

/** The fields by their columns; null for an empty one. */
function rowOf(record: readonly string[]): Record<(typeof STATEMENT_COLUMNS)[number], string | null> {
  return Object.fromEntries(STATEMENT_COLUMNS.map((column, place) => [column, record[place] || null])) as Record<
    (typeof STATEMENT_COLUMNS)[number],
    string | null
  >;
}

function textOf(field: string | null): string {
  return field === null ? '' : unescapeFormula(field);
}

/** NaN for what is no whole number as we write them; `readLine` refuses it. */
function wholeNumber(field: string | null): number {
  return field !== null && /^-?(0|[1-9]\d*)$/.test(field) ? Number(field) : Number.NaN;
}
