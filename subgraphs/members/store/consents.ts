import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';
import { type ConsentRow, consent } from '../../../db/tables/members.ts';

export async function insertConsents(db: Drizzle, rows: readonly ConsentRow[]): Promise<void> {
  if (rows.length > 0) await db.insert(consent).values([...rows]);
}

/** All that members ever said, the oldest first. */
export async function readConsentsOf(db: Drizzle, memberIds: readonly string[]): Promise<ConsentRow[]> {
  return db
    .select()
    .from(consent)
    .where(inArray(consent.memberId, [...memberIds]))
    .orderBy(asc(consent.memberId), asc(consent.consentId));
}

/** What members last said to a partner for a purpose; the partner null is the programme itself. */
export async function readConsentsFor(
  db: Drizzle,
  partnerId: string | null,
  purpose: ConsentRow['purpose'],
  memberIds: readonly string[],
): Promise<{ memberId: string; granted: boolean }[]> {
  return db
    .selectDistinctOn([consent.memberId], { memberId: consent.memberId, granted: consent.granted })
    .from(consent)
    .where(
      and(
        inArray(consent.memberId, [...memberIds]),
        eq(consent.purpose, purpose),
        partnerId === null ? isNull(consent.partnerId) : eq(consent.partnerId, partnerId),
      ),
    )
    .orderBy(consent.memberId, desc(consent.consentId));
}
