import type { AnySql } from '../../../../db/client.ts';

/** One payment as its file has it. */
export interface FiledPayment {
  readonly partnerId: string;
  readonly endToEndId: string;
  /** Decimal text. */
  readonly amountMinor: string;
  readonly name: string;
  /** IBAN, or a number of another kind. */
  readonly account: string;
  readonly bic: string | null;
}

/** A file of pay-outs as it was made for a proposed release. */
export interface PaymentFileRow {
  readonly programmeId: string;
  readonly messageId: string;
  readonly proposalId: string;
  readonly windowId: string;
  readonly currency: string;
  /** YYYY-MM-DD. */
  readonly executionDate: string;
  readonly sumMinor: bigint;
  readonly payments: readonly FiledPayment[];
  readonly sha256: Uint8Array;
  readonly xml: string;
  readonly madeAt: Date;
}

/** A file without its bytes, and whether two persons released it. */
export type PaymentFileView = Omit<PaymentFileRow, 'xml'> & { readonly released: boolean };

export async function insertPaymentFile(sql: AnySql, row: PaymentFileRow): Promise<void> {
  await sql`
    INSERT INTO ledger.payment_file (programme_id, message_id, proposal_id, window_id, currency, execution_date, sum_minor, payments, sha256,
      xml, made_at)
    VALUES (${row.programmeId}, ${row.messageId}, ${row.proposalId}, ${row.windowId}, ${row.currency}, ${row.executionDate}, ${row.sumMinor},
      ${JSON.stringify(row.payments)}::jsonb, ${row.sha256}, ${row.xml}, ${row.madeAt})`;
}

/** Files of windows, in the order in which they were made. */
export async function readPaymentFilesOf(
  sql: AnySql,
  windowIds: readonly string[],
): Promise<readonly PaymentFileView[]> {
  return sql<PaymentFileView[]>`
    SELECT file.programme_id AS "programmeId", message_id AS "messageId", proposal_id AS "proposalId", file.window_id AS "windowId", currency,
           execution_date::text AS "executionDate", sum_minor AS "sumMinor", payments, sha256, made_at AS "madeAt",
           state = 'APPROVED' AS released
    FROM ledger.payment_file AS file JOIN ledger.settlement_proposal USING (proposal_id)
    WHERE file.window_id = ANY(${windowIds as string[]}::uuid[])
    ORDER BY made_at, message_id`;
}

/** So many characters of a file from a place on (from 0); it has no others than those of ASCII, so they are its bytes, too. */
export async function readPaymentFilePart(
  sql: AnySql,
  file: Pick<PaymentFileRow, 'programmeId' | 'messageId'>,
  after: number,
  most: number,
): Promise<{ readonly text: string; readonly length: number } | null> {
  const [row] = await sql<{ text: string; length: number }[]>`
    SELECT substring(xml FROM ${after + 1}::integer FOR ${most}::integer) AS text, length(xml) AS length
    FROM ledger.payment_file WHERE programme_id = ${file.programmeId} AND message_id = ${file.messageId}`;
  return row ?? null;
}
