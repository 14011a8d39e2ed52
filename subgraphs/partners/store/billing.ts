import { and, desc, eq, isNull } from 'drizzle-orm';
import type { AnySql, Drizzle } from '../../../db/client.ts';
import { columnsOf } from '../../../db/columns.ts';
import { type BillingRow, billing } from '../../../db/tables/partners.ts';

export async function insertBilling(db: Drizzle, row: BillingRow): Promise<void> {
  await db.insert(billing).values(row);
}

/** The latest billing details of a partner, or of the operator (null). */
export async function readBilling(
  db: Drizzle,
  programmeId: string,
  partnerId: string | null,
): Promise<BillingRow | null> {
  const [row] = await db
    .select()
    .from(billing)
    .where(
      and(
        eq(billing.programmeId, programmeId),
        partnerId === null ? isNull(billing.partnerId) : eq(billing.partnerId, partnerId),
      ),
    )
    .orderBy(desc(billing.version))
    .limit(1);
  return row ?? null;
}

/** The latest billing details of each partner that has any. */
export async function readBillingOf(
  sql: AnySql,
  programmeId: string,
  partnerIds: readonly string[],
): Promise<BillingRow[]> {
  return sql<BillingRow[]>`
    SELECT DISTINCT ON (partner_id) ${columnsOf(sql, billing)} FROM partners.billing
    WHERE programme_id = ${programmeId} AND partner_id = ANY(${partnerIds as string[]}::uuid[])
    ORDER BY partner_id, version DESC`;
}
