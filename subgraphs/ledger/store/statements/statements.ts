import type { AnySql } from '../../../../db/client.ts';

/** ADVICE: over the lines until the close. FINAL: over all of them, once nothing is appended any more. */
export type StatementKind = 'ADVICE' | 'FINAL';

/** A statement as it was issued, with its latest signature. */
export interface StatementRow {
  readonly statementId: string;
  readonly programmeId: string;
  readonly windowId: string;
  readonly partnerId: string;
  readonly kind: StatementKind;
  readonly revision: number;
  readonly size: number;
  /** Signed sums by component, as decimal texts. */
  readonly components: Readonly<Record<string, string>>;
  /** Canonical JSON. */
  readonly header: string;
  readonly headerDigest: string;
  readonly issuedAt: Date;
  readonly jws: string;
  readonly keyId: string;
}

export type IssuedStatement = Omit<StatementRow, 'issuedAt'>;

const columns = (sql: AnySql) => sql`
  statement.statement_id AS "statementId", statement.programme_id AS "programmeId", statement.window_id AS "windowId",
  statement.partner_id AS "partnerId", kind, revision, size, components, header, header_digest AS "headerDigest",
  issued_at AS "issuedAt", signature.jws, signature.key_id AS "keyId"`;

/** The latest signature of each statement, by a key that is good where there is one. */
const signatures = (sql: AnySql) => sql`
  JOIN LATERAL (
    SELECT jws, key_id FROM ledger.statement_signature JOIN ledger.statement_key USING (key_id)
    WHERE statement_id = statement.statement_id ORDER BY revoked_at DESC NULLS FIRST, signed_at DESC, key_id LIMIT 1
  ) AS signature ON true`;

/** The latest revision of each statement of windows, by partner; final ones before advices. */
export async function readStatements(
  sql: AnySql,
  programmeId: string,
  windowIds: readonly string[],
  partnerId: string | null,
): Promise<readonly StatementRow[]> {
  return sql<StatementRow[]>`
    SELECT DISTINCT ON (statement.window_id, statement.partner_id, kind) ${columns(sql)}
    FROM ledger.statement AS statement ${signatures(sql)}
    WHERE statement.programme_id = ${programmeId} AND statement.window_id = ANY(${windowIds as string[]}::uuid[])
      AND (${partnerId}::uuid IS NULL OR statement.partner_id = ${partnerId}::uuid)
    ORDER BY statement.window_id, statement.partner_id, kind DESC, revision DESC`;
}

/** The last final statement of each partner in the windows before a number: what the next one follows. */
export async function readStatementsBefore(
  sql: AnySql,
  programmeId: string,
  number: number,
  partnerIds: readonly string[],
): Promise<readonly StatementRow[]> {
  return sql<StatementRow[]>`
    SELECT before.* FROM unnest(${partnerIds as string[]}::uuid[]) AS asked (partner_id)
    JOIN LATERAL (
      SELECT ${columns(sql)}
      FROM ledger.statement AS statement JOIN ledger.settlement_window AS own USING (window_id) ${signatures(sql)}
      WHERE statement.partner_id = asked.partner_id AND kind = 'FINAL' AND statement.programme_id = ${programmeId} AND own.number < ${number}
      ORDER BY own.number DESC, revision DESC LIMIT 1
    ) AS before ON true`;
}

/** Statements with their first signature. */
export async function insertStatements(sql: AnySql, at: Date, statements: readonly IssuedStatement[]): Promise<void> {
  if (statements.length === 0) return;
  await sql`
    INSERT INTO ledger.statement (statement_id, programme_id, window_id, partner_id, kind, revision, size, components, header, header_digest, issued_at)
    SELECT statement_id, programme_id, window_id, partner_id, kind, revision, size, components::jsonb, header, header_digest, ${at}
    FROM unnest(
      ${statements.map((row) => row.statementId)}::uuid[], ${statements.map((row) => row.programmeId)}::uuid[],
      ${statements.map((row) => row.windowId)}::uuid[], ${statements.map((row) => row.partnerId)}::uuid[],
      ${statements.map((row) => row.kind)}::text[], ${statements.map((row) => row.revision)}::smallint[],
      ${statements.map((row) => row.size)}::integer[], ${statements.map((row) => JSON.stringify(row.components))}::text[],
      ${statements.map((row) => row.header)}::text[], ${statements.map((row) => row.headerDigest)}::text[]
    ) AS issued (statement_id, programme_id, window_id, partner_id, kind, revision, size, components, header, header_digest)`;
  await insertSignatures(sql, at, statements);
}

/** Signatures; one that the same key made before stays. */
export async function insertSignatures(
  sql: AnySql,
  at: Date,
  signed: readonly Pick<StatementRow, 'statementId' | 'keyId' | 'jws'>[],
): Promise<void> {
  await sql`
    INSERT INTO ledger.statement_signature (statement_id, key_id, jws, signed_at)
    SELECT statement_id, key_id, jws, ${at}
    FROM unnest(
      ${signed.map((row) => row.statementId)}::uuid[], ${signed.map((row) => row.keyId)}::text[], ${signed.map((row) => row.jws)}::text[]
    ) AS signed (statement_id, key_id, jws)
    ON CONFLICT DO NOTHING`;
}
