import type { AnySql } from '../../../../db/client.ts';

/** Revoked keys whose signatures were not all made again yet. */
export async function readRevokedKeys(
  sql: AnySql,
  programmeId: string | null,
): Promise<readonly { readonly keyId: string; readonly programmeId: string }[]> {
  return sql<{ keyId: string; programmeId: string }[]>`
    SELECT key_id AS "keyId", programme_id AS "programmeId" FROM ledger.statement_key
    WHERE revoked_at IS NOT NULL AND signed_again_at IS NULL
      AND (${programmeId}::uuid IS NULL OR programme_id = ${programmeId}::uuid)`;
}

/** Statements that this key signed and no key that is good. */
export async function readSignedByOnly(
  sql: AnySql,
  keyId: string,
  limit: number,
): Promise<readonly { readonly statementId: string; readonly header: string }[]> {
  return sql<{ statementId: string; header: string }[]>`
    SELECT statement_id AS "statementId", header
    FROM ledger.statement_signature AS revoked JOIN ledger.statement USING (statement_id)
    WHERE revoked.key_id = ${keyId} AND NOT EXISTS (
      SELECT FROM ledger.statement_signature AS good JOIN ledger.statement_key USING (key_id)
      WHERE good.statement_id = revoked.statement_id AND revoked_at IS NULL)
    ORDER BY statement_id LIMIT ${limit}`;
}

export async function markSignedAgain(sql: AnySql, keyId: string, at: Date): Promise<void> {
  await sql`UPDATE ledger.statement_key SET signed_again_at = ${at} WHERE key_id = ${keyId}`;
}
