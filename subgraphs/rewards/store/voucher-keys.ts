import type { AnySql } from '../../../db/client.ts';
import type { VoucherKeyRow } from '../vouchers/voucher-signer.ts';

/** Under which the first key is made: two processes that start on an empty table must end with one key. */
const MAKING_KEYS = 7_204_118_091n;

export async function readVoucherKeys(sql: AnySql): Promise<VoucherKeyRow[]> {
  return sql<VoucherKeyRow[]>`
    SELECT key_id, private_jwk FROM rewards.voucher_key ORDER BY created_at DESC, key_id DESC`;
}

export async function lockVoucherKeys(sql: AnySql): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${MAKING_KEYS}::bigint)`;
}

export async function insertVoucherKey(sql: AnySql, key: VoucherKeyRow, at: Date): Promise<void> {
  await sql`
    INSERT INTO rewards.voucher_key (key_id, private_jwk, created_at)
    VALUES (${key.key_id}, ${JSON.stringify(key.private_jwk)}::jsonb, ${at})`;
}
