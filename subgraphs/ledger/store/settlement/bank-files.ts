import type { AnySql } from '../../../../db/client.ts';
import type { NamedPayment, WordOutcome } from '../../domain/bank-words.ts';
import type { BankMessage } from '../../domain/files/bank-answer.ts';

/** A message of the operator's bank as it was handed in, without its bytes. */
export interface BankFileRow {
  readonly bankFileId: string;
  readonly programmeId: string;
  readonly sha256: Uint8Array;
  readonly message: BankMessage;
  /** The bank's name for it. */
  readonly messageId: string;
  /** Rows of `bank_word`. */
  readonly words: number;
  readonly reportedAt: Date;
  readonly reportedBy: string;
}

/** What became of one thing that a message says. */
export interface BankWordRow {
  readonly bankFileId: string;
  readonly ordinal: number;
  readonly outcome: WordOutcome;
  readonly endToEndId: string | null;
  readonly messageId: string | null;
  readonly result: 'EXECUTED' | 'REJECTED' | 'PENDING';
  readonly direction: 'OUT' | 'IN' | null;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  /** What the bank moved in the programme's currency for a payment in another, without a sign. */
  readonly bookedMinor: bigint | null;
  readonly bankReference: string | null;
  readonly reason: string | null;
  readonly itemId: string | null;
}

const columns = (sql: AnySql) => sql`
  bank_file_id AS "bankFileId", programme_id AS "programmeId", sha256, message, message_id AS "messageId", words, reported_at AS "reportedAt",
  reported_by AS "reportedBy"`;

/** Messages by id, of one programme. */
export async function readBankFiles(
  sql: AnySql,
  programmeId: string,
  ids: readonly string[],
): Promise<readonly BankFileRow[]> {
  return sql<BankFileRow[]>`
    SELECT ${columns(sql)} FROM ledger.bank_file
    WHERE bank_file_id = ANY(${ids as string[]}::uuid[]) AND programme_id = ${programmeId}`;
}

/** The message of these bytes; null when it was not handed in before. */
export async function readBankFileOf(
  sql: AnySql,
  programmeId: string,
  sha256: Uint8Array,
): Promise<BankFileRow | null> {
  const [row] = await sql<BankFileRow[]>`
    SELECT ${columns(sql)} FROM ledger.bank_file WHERE programme_id = ${programmeId} AND sha256 = ${sha256}`;
  return row ?? null;
}

/** A page, the newest first, below an id. */
export async function readBankFilePage(
  sql: AnySql,
  asked: { readonly programmeId: string; readonly before: string | null; readonly limit: number },
): Promise<readonly BankFileRow[]> {
  return sql<BankFileRow[]>`
    SELECT ${columns(sql)} FROM ledger.bank_file
    WHERE programme_id = ${asked.programmeId} ${asked.before === null ? sql`` : sql`AND bank_file_id < ${asked.before}::uuid`}
    ORDER BY bank_file_id DESC LIMIT ${asked.limit}`;
}

/** Words of a message after a place (-1 for the first), only those of `outcomes` unless null. */
export async function readBankWords(
  sql: AnySql,
  bankFileId: string,
  asked: { readonly outcomes: readonly WordOutcome[] | null; readonly after: number; readonly limit: number },
): Promise<readonly BankWordRow[]> {
  return sql<BankWordRow[]>`
    SELECT bank_file_id AS "bankFileId", ordinal, outcome, end_to_end_id AS "endToEndId", message_id AS "messageId", result, direction,
           amount_minor AS "amountMinor", currency, booked_minor AS "bookedMinor", bank_reference AS "bankReference", reason,
           item_id AS "itemId"
    FROM ledger.bank_word
    WHERE bank_file_id = ${bankFileId} AND ordinal > ${asked.after}
      ${asked.outcomes === null ? sql`` : sql`AND outcome = ANY(${asked.outcomes as string[]}::text[])`}
    ORDER BY ordinal LIMIT ${asked.limit}`;
}

/** Payments by their names, and those of files of ours by the names of the files. */
export async function readNamedPayments(
  sql: AnySql,
  programmeId: string,
  named: { readonly endToEndIds: readonly string[]; readonly messageIds: readonly string[] },
): Promise<readonly NamedPayment[]> {
  return sql<NamedPayment[]>`
    SELECT end_to_end_id AS "endToEndId", item_id AS "itemId", item.window_id AS "windowId", partner_id AS "partnerId",
           payment.amount_minor AS "amountMinor", coalesce(item.settlement_currency, item.currency) AS currency,
           item.amount_minor AS "netMinor", item.currency AS "netCurrency", booked_minor AS "bookedMinor", state, result,
           file.message_id AS "messageId"
    FROM ledger.payment_instruction AS payment
    JOIN ledger.settlement_item AS item USING (item_id)
    LEFT JOIN ledger.payment_file AS file
      ON file.proposal_id = payment.released_by AND file.currency = coalesce(item.settlement_currency, item.currency) AND payment.amount_minor > 0
    WHERE payment.programme_id = ${programmeId}
      AND (end_to_end_id = ANY(${named.endToEndIds as string[]}::text[]) OR file.message_id = ANY(${named.messageIds as string[]}::text[]))
    ORDER BY end_to_end_id`;
}

export async function insertBankFile(sql: AnySql, row: BankFileRow, bytes: Uint8Array): Promise<void> {
  await sql`
    INSERT INTO ledger.bank_file (bank_file_id, programme_id, sha256, message, message_id, bytes, words, reported_at, reported_by)
    VALUES (${row.bankFileId}, ${row.programmeId}, ${row.sha256}, ${row.message}, ${row.messageId}, ${bytes}, ${row.words}, ${row.reportedAt},
      ${row.reportedBy})`;
}

export async function insertBankWords(
  sql: AnySql,
  bankFileId: string,
  rows: readonly Omit<BankWordRow, 'bankFileId'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    INSERT INTO ledger.bank_word (bank_file_id, ordinal, outcome, end_to_end_id, message_id, result, direction, amount_minor, currency,
      booked_minor, bank_reference, reason, item_id)
    SELECT ${bankFileId}, * FROM unnest(
      ${rows.map((row) => row.ordinal)}::integer[],
      ${rows.map((row) => row.outcome)}::text[],
      ${rows.map((row) => row.endToEndId)}::text[],
      ${rows.map((row) => row.messageId)}::text[],
      ${rows.map((row) => row.result)}::text[],
      ${rows.map((row) => row.direction)}::text[],
      ${rows.map((row) => row.amountMinor?.toString() ?? null)}::bigint[],
      ${rows.map((row) => row.currency)}::text[],
      ${rows.map((row) => row.bookedMinor?.toString() ?? null)}::bigint[],
      ${rows.map((row) => row.bankReference)}::text[],
      ${rows.map((row) => row.reason)}::text[],
      ${rows.map((row) => row.itemId)}::uuid[]
    ) AS word (ordinal, outcome, end_to_end_id, message_id, result, direction, amount_minor, currency, booked, bank_reference, reason, item_id)`;
}
