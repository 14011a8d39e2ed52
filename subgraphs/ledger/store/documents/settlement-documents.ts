import type { AnySql } from '../../../../db/client.ts';
import type { DocumentKind } from '../../domain/files/invoices.ts';

/** A document as it was issued. */
export interface DocumentRow {
  readonly programmeId: string;
  /** From 1 within the programme, without gaps. */
  readonly sequence: bigint;
  readonly number: string;
  readonly windowId: string;
  readonly partnerId: string;
  readonly kind: DocumentKind;
  readonly currency: string;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly issuedOn: string;
  readonly issuedBy: string;
  readonly sha256: Uint8Array;
  readonly xml: string;
}

/** Documents are numbered one command at a time: the lock of the transaction. */
export async function lockNumbering(sql: AnySql, programmeId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('ledger.settlement_document:' || ${programmeId}, 0))`;
}

/** The last number given; 0 before the first. */
export async function readLastSequence(sql: AnySql, programmeId: string): Promise<bigint> {
  const [row] = await sql<{ last: bigint | null }[]>`
    SELECT max(sequence) AS last FROM ledger.settlement_document WHERE programme_id = ${programmeId}`;
  return row?.last ?? 0n;
}

/** The documents of a window, of one partner or (null) of all, by number. */
export async function readDocuments(
  sql: AnySql,
  asked: { readonly programmeId: string; readonly windowId: string; readonly partnerId: string | null },
): Promise<readonly DocumentRow[]> {
  return sql<DocumentRow[]>`
    SELECT programme_id AS "programmeId", sequence, number, window_id AS "windowId", partner_id AS "partnerId", kind, currency,
           net_minor AS "netMinor", tax_minor AS "taxMinor", issued_on AS "issuedOn", issued_by AS "issuedBy", sha256, xml
    FROM ledger.settlement_document
    WHERE programme_id = ${asked.programmeId} AND window_id = ${asked.windowId}
      ${asked.partnerId === null ? sql`` : sql`AND partner_id = ${asked.partnerId}`}
    ORDER BY sequence`;
}

export async function insertDocument(sql: AnySql, row: DocumentRow): Promise<void> {
  await sql`
    INSERT INTO ledger.settlement_document (programme_id, sequence, number, window_id, partner_id, kind, currency, net_minor, tax_minor,
      issued_on, issued_by, sha256, xml)
    VALUES (${row.programmeId}, ${row.sequence}, ${row.number}, ${row.windowId}, ${row.partnerId}, ${row.kind}, ${row.currency},
      ${row.netMinor}, ${row.taxMinor}, ${row.issuedOn}, ${row.issuedBy}, ${row.sha256}, ${row.xml})`;
}
