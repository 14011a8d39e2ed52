import type { JWK } from 'jose';
import type { AnySql } from '../../../../db/client.ts';

export interface StatementKeyRow {
  /** RFC 7638 thumbprint. */
  readonly keyId: string;
  readonly programmeId: string;
  readonly publicJwk: JWK;
  /** Null once the key is revoked. */
  readonly sealedPrivate: string | null;
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
  readonly revokedAt: Date | null;
  readonly revokedBecause: string | null;
}

/** Every key of a programme there ever was, the newest first. */
export async function readStatementKeys(sql: AnySql, programmeId: string): Promise<readonly StatementKeyRow[]> {
  return sql<StatementKeyRow[]>`
    SELECT key_id AS "keyId", programme_id AS "programmeId", public_jwk AS "publicJwk", sealed_private AS "sealedPrivate",
           created_at AS "createdAt", retired_at AS "retiredAt", revoked_at AS "revokedAt", revoked_because AS "revokedBecause"
    FROM ledger.statement_key WHERE programme_id = ${programmeId} ORDER BY created_at DESC, key_id`;
}

/** Makes and changes of a programme's keys one at a time; ends with the transaction. */
export async function lockStatementKeys(sql: AnySql, programmeId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('ledger.statement_key:' || ${programmeId}::uuid::text, 0))`;
}

/** Puts a key in the place of the one that signed until now. */
export async function replaceStatementKey(
  sql: AnySql,
  key: Pick<StatementKeyRow, 'keyId' | 'programmeId' | 'publicJwk' | 'createdAt'> & { readonly sealedPrivate: string },
): Promise<void> {
  await sql`
    UPDATE ledger.statement_key SET retired_at = greatest(${key.createdAt}, created_at)
    WHERE programme_id = ${key.programmeId} AND retired_at IS NULL`;
  await sql`
    INSERT INTO ledger.statement_key (key_id, programme_id, public_jwk, sealed_private, created_at)
    VALUES (${key.keyId}, ${key.programmeId}, ${JSON.stringify(key.publicJwk)}::jsonb, ${key.sealedPrivate}, ${key.createdAt})`;
}

/** Revokes a key: it signs nothing more, and its private half is gone. */
export async function markKeyRevoked(sql: AnySql, keyId: string, at: Date, because: string): Promise<void> {
  await sql`
    UPDATE ledger.statement_key
    SET revoked_at = greatest(${at}, created_at), revoked_because = ${because}, sealed_private = NULL,
        retired_at = coalesce(retired_at, greatest(${at}, created_at))
    WHERE key_id = ${keyId} AND revoked_at IS NULL`;
}

/** The sealed key behind the nonces of a programme's lines; the one given is kept when there is none yet. */
export async function keepNonceKey(sql: AnySql, programmeId: string, sealed: string, at: Date): Promise<string> {
  await sql`
    INSERT INTO ledger.statement_secret (programme_id, sealed_nonce_key, created_at)
    VALUES (${programmeId}, ${sealed}, ${at}) ON CONFLICT DO NOTHING`;
  return (await readNonceKey(sql, programmeId))!;
}

export async function readNonceKey(sql: AnySql, programmeId: string): Promise<string | null> {
  const [row] = await sql<{ sealed: string }[]>`
    SELECT sealed_nonce_key AS sealed FROM ledger.statement_secret WHERE programme_id = ${programmeId}`;
  return row?.sealed ?? null;
}
