import { asc, inArray } from 'drizzle-orm';
import type { AnySql, Drizzle } from '../../../db/client.ts';
import { columnsOf } from '../../../db/columns.ts';
import { type ConsentRow, consent } from '../../../db/tables/members.ts';
import { isId } from '../../shared/ids.ts';

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

/** A consent, and the member for whom it counts: the one that gave it, or one with which that is one person. */
export type CountingConsent = ConsentRow & { readonly ofMember: string };

/** What counts now of what members said, the oldest first: `members.consent_standing` has the rule. */
export async function readConsentsThatCount(sql: AnySql, memberIds: readonly string[]): Promise<CountingConsent[]> {
  return sql<CountingConsent[]>`
    SELECT counting.of_member AS "ofMember", ${columnsOf(sql, consent)}
    FROM members.consents_that_count(${memberIds as string[]}::uuid[]) AS counting JOIN members.consent USING (consent_id)
    ORDER BY consent_id`;
}

/** Who of these members lets a partner know who it is. */
export async function readKnownTo(sql: AnySql, partnerId: string, memberIds: readonly string[]): Promise<string[]> {
  const rows = await sql<{ memberId: string }[]>`
    SELECT member_id AS "memberId" FROM unnest(${memberIds.filter(isId)}::uuid[]) AS asked (member_id)
    WHERE members.is_known_to(member_id, ${partnerId})`;
  return rows.map(({ memberId }) => memberId);
}
