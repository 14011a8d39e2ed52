import { and, eq, sql as fragment, inArray } from 'drizzle-orm';
import type { AnySql, Drizzle } from '../../../db/client.ts';
import { columnsOf } from '../../../db/columns.ts';
import { type Voucher, voucher } from '../../../db/tables/rewards.ts';

export async function readVouchers(sql: AnySql, voucherIds: readonly string[]): Promise<Voucher[]> {
  return sql<Voucher[]>`
    SELECT ${columnsOf(sql, voucher)} FROM rewards.voucher WHERE voucher_id = ANY(${voucherIds as string[]}::uuid[])`;
}

export async function readVouchersOfOrders(sql: AnySql, orderIds: readonly string[]): Promise<Voucher[]> {
  return sql<Voucher[]>`
    SELECT ${columnsOf(sql, voucher)} FROM rewards.voucher WHERE order_id = ANY(${orderIds as string[]}::uuid[])`;
}

/** The voucher whose code has this digest; others cannot use it until the transaction ends. */
export async function lockVoucherByDigest(db: Drizzle, programmeId: string, digest: Buffer): Promise<Voucher | null> {
  const [row] = await db
    .select()
    .from(voucher)
    .where(and(eq(voucher.codeDigest, digest), eq(voucher.programmeId, programmeId)))
    .for('no key update');
  return row ?? null;
}

/** A voucher by id; others cannot use it until the transaction ends. */
export async function lockVoucher(db: Drizzle, programmeId: string, voucherId: string): Promise<Voucher | null> {
  const [row] = await db
    .select()
    .from(voucher)
    .where(and(eq(voucher.voucherId, voucherId), eq(voucher.programmeId, programmeId)))
    .for('no key update');
  return row ?? null;
}

export interface VoucherUse {
  readonly useId: string;
  readonly voucherId: string;
  readonly storeId: string;
  readonly usedAt: Date;
  readonly recordedAt: Date;
  readonly purchaseMinor: bigint | null;
  readonly discountMinor: bigint;
}

/** Uses a voucher once. Its row is locked and has a use left. */
export async function insertVoucherUse(sql: AnySql, use: VoucherUse): Promise<void> {
  await sql`
    WITH used AS (
      UPDATE rewards.voucher SET uses_left = uses_left - 1 WHERE voucher_id = ${use.voucherId} RETURNING voucher_id
    )
    INSERT INTO rewards.voucher_use (use_id, voucher_id, store_id, used_at, recorded_at, purchase_minor, discount_minor)
    SELECT ${use.useId}::uuid, voucher_id, ${use.storeId}::uuid, ${use.usedAt}::timestamptz, ${use.recordedAt}::timestamptz,
      ${use.purchaseMinor}::bigint, ${use.discountMinor}::bigint
    FROM used`;
}

export interface VoucherUseRow {
  readonly use_id: string;
  readonly voucher_id: string;
  readonly store_id: string;
  readonly used_at: Date;
  readonly purchase_minor: bigint | null;
  readonly discount_minor: bigint;
}

/** Uses of vouchers, the first one first. */
export async function readVoucherUses(sql: AnySql, voucherIds: readonly string[]): Promise<VoucherUseRow[]> {
  return sql<VoucherUseRow[]>`
    SELECT use_id, voucher_id, store_id, used_at, purchase_minor, discount_minor FROM rewards.voucher_use
    WHERE voucher_id = ANY (${[...voucherIds]}::uuid[]) ORDER BY use_id`;
}

/** Passes a voucher on: another holder and another code, so that the old one names nothing any more. */
export async function passOnVoucher(
  db: Drizzle,
  voucherId: string,
  to: Pick<Voucher, 'memberId' | 'code' | 'codeDigest'>,
): Promise<void> {
  await db.update(voucher).set(to).where(eq(voucher.voucherId, voucherId));
}

/** Whether an order's voucher, when it has one, was neither used nor passed on by its member. Locks it. */
export async function isUntouched(sql: AnySql, orderId: string, memberId: string): Promise<boolean> {
  const [row] = await sql<{ untouched: boolean }[]>`
    SELECT uses_left = uses AND member_id = ${memberId}::uuid AS untouched FROM rewards.voucher
    WHERE order_id = ${orderId} FOR NO KEY UPDATE`;
  return row?.untouched ?? true;
}

export async function voidVoucherOf(sql: AnySql, orderId: string): Promise<void> {
  await sql`UPDATE rewards.voucher SET state = 'CANCELLED' WHERE order_id = ${orderId}`;
}

/** Makes a voucher valid again that was void while its order was being refunded. */
export async function restoreVoucherOf(sql: AnySql, orderId: string): Promise<void> {
  await sql`UPDATE rewards.voucher SET state = 'ACTIVE' WHERE order_id = ${orderId} AND state = 'CANCELLED'`;
}

/** Vouchers of members that are or were valid, the newest first. */
export async function listVouchersOfMembers(
  db: Drizzle,
  memberIds: readonly string[],
  page: { readonly limit: number; readonly after: string | null },
): Promise<Voucher[]> {
  return db
    .select()
    .from(voucher)
    .where(
      and(
        inArray(voucher.memberId, [...memberIds]),
        inArray(voucher.state, ['ACTIVE', 'CANCELLED']),
        page.after === null ? undefined : fragment`${voucher.voucherId} < ${page.after}::uuid`,
      ),
    )
    .orderBy(fragment`${voucher.voucherId} DESC`)
    .limit(page.limit);
}
