import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';
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
  db: Drizzle,
  programmeId: string,
  partnerIds: readonly string[],
): Promise<BillingRow[]> {
  return db
    .selectDistinctOn([billing.partnerId])
    .from(billing)
    .where(and(eq(billing.programmeId, programmeId), inArray(billing.partnerId, [...partnerIds])))
    .orderBy(billing.partnerId, desc(billing.version));
}
