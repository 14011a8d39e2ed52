import type { AnySql } from '../../../db/client.ts';
import type { Funding } from '../domain/funding.ts';
import type { Segment } from '../domain/offer.ts';

export interface OfferRow {
  readonly offer_id: string;
  readonly programme_id: string;
  readonly partner_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly segment: Segment;
  readonly points: bigint;
  readonly min_minor: bigint | null;
  readonly funding: readonly Funding[];
  /** When the last of those who pay agreed; null until then: it does not count. */
  readonly agreed_at: Date | null;
  readonly max_shown: number;
  readonly shown_days: number;
  readonly hold_out_basis_points: number;
  readonly starts_at: Date;
  readonly ends_at: Date;
}

export async function insertOffer(sql: AnySql, row: OfferRow, at: Date): Promise<void> {
  await sql`
    INSERT INTO rewards.offer (offer_id, programme_id, partner_id, name, description, segment, points, min_minor, funding, max_shown, shown_days,
      hold_out_basis_points, starts_at, ends_at, created_at, agreed_at)
    VALUES (${row.offer_id}, ${row.programme_id}, ${row.partner_id}, ${row.name}, ${row.description}, ${JSON.stringify(row.segment)}::jsonb,
      ${row.points}, ${row.min_minor}, ${JSON.stringify(row.funding)}::jsonb, ${row.max_shown}, ${row.shown_days}, ${row.hold_out_basis_points},
      ${row.starts_at}, ${row.ends_at}, ${at}, ${row.agreed_at})`;
}

export async function readOffers(sql: AnySql, offerIds: readonly string[]): Promise<OfferRow[]> {
  return sql<OfferRow[]>`SELECT * FROM rewards.offer WHERE offer_id = ANY (${[...offerIds]}::uuid[])`;
}

/** Offers of a programme that run at an instant, the newest first. */
export async function readOffersRunning(sql: AnySql, programmeId: string, at: Date): Promise<OfferRow[]> {
  return sql<OfferRow[]>`
    SELECT * FROM rewards.offer WHERE programme_id = ${programmeId} AND starts_at <= ${at} AND ends_at > ${at} AND agreed_at IS NOT NULL
    ORDER BY offer_id DESC`;
}

export interface AtPartnerRow {
  readonly partner_id: string;
  readonly purchases: bigint;
  readonly last_at: Date;
}

/** What members that are one person did at each partner. */
export async function readAtPartners(sql: AnySql, memberIds: readonly string[]): Promise<AtPartnerRow[]> {
  return sql<AtPartnerRow[]>`
    SELECT partner_id, sum(purchases)::bigint AS purchases, max(last_at) AS last_at FROM rewards.member_at_partner
    WHERE member_id = ANY (${[...memberIds]}::uuid[]) GROUP BY partner_id`;
}

export interface AtPartnerChange {
  readonly member_id: string;
  readonly partner_id: string;
  readonly programme_id: string;
  readonly purchases: string;
  readonly spend_minor: string;
  readonly last_at: Date;
}

/** Adds purchases to what members did at partners. */
export async function addAtPartners(sql: AnySql, rows: readonly AtPartnerChange[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    INSERT INTO rewards.member_at_partner AS had (member_id, partner_id, programme_id, purchases, spend_minor, last_at)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS more (
      member_id uuid, partner_id uuid, programme_id uuid, purchases bigint, spend_minor bigint, last_at timestamptz)
    ON CONFLICT (member_id, partner_id) DO UPDATE SET purchases = had.purchases + excluded.purchases,
      spend_minor = had.spend_minor + excluded.spend_minor, last_at = greatest(had.last_at, excluded.last_at)`;
}

/** Takes off what members did at partners what came back; sums below zero. */
export async function takeFromPartners(sql: AnySql, rows: readonly AtPartnerChange[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    UPDATE rewards.member_at_partner AS had SET purchases = greatest(had.purchases + less.purchases, 0),
      spend_minor = greatest(had.spend_minor + less.spend_minor, 0)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS less (
      member_id uuid, partner_id uuid, purchases bigint, spend_minor bigint)
    WHERE had.member_id = less.member_id AND had.partner_id = less.partner_id`;
}

export interface OfferMemberRow {
  readonly offer_id: string;
  readonly member_id: string;
  readonly arm: 'OFFERED' | 'HELD_OUT';
  readonly reason: string;
  readonly since: Date;
  readonly shown: number;
  readonly shown_since: Date | null;
  readonly activated_at: Date | null;
  readonly transaction_id: string | null;
  readonly purchases: bigint;
  readonly spend_minor: bigint;
}

/** Where members stand in offers that run at an instant or ran; kept from other writers until the transaction ends, in one order for all. */
export async function lockOffersOf(sql: AnySql, memberIds: readonly string[]): Promise<OfferMemberRow[]> {
  return sql<OfferMemberRow[]>`
    SELECT * FROM rewards.offer_member WHERE member_id = ANY (${[...memberIds]}::uuid[])
    ORDER BY member_id, offer_id FOR NO KEY UPDATE`;
}

export async function insertOfferMembers(
  sql: AnySql,
  rows: readonly Pick<OfferMemberRow, 'offer_id' | 'member_id' | 'arm' | 'reason' | 'since'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    INSERT INTO rewards.offer_member (offer_id, member_id, arm, reason, since)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS made (offer_id uuid, member_id uuid, arm text, reason text, since timestamptz)
    ON CONFLICT DO NOTHING`;
}

/** Counts that offers were shown to members; the count begins anew when its period is over. */
export async function countShown(
  sql: AnySql,
  rows: readonly (Pick<OfferMemberRow, 'offer_id' | 'member_id'> & { readonly anew: boolean })[],
  at: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    UPDATE rewards.offer_member AS had SET
      shown = CASE WHEN seen.anew THEN 1 ELSE shown + 1 END,
      shown_since = CASE WHEN seen.anew THEN ${at}::timestamptz ELSE shown_since END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS seen (offer_id uuid, member_id uuid, anew boolean)
    WHERE had.offer_id = seen.offer_id AND had.member_id = seen.member_id`;
}

export async function activate(sql: AnySql, offerId: string, memberId: string, at: Date): Promise<void> {
  await sql`UPDATE rewards.offer_member SET activated_at = ${at} WHERE offer_id = ${offerId} AND member_id = ${memberId}`;
}

export interface OfferMemberChange {
  readonly offer_id: string;
  readonly member_id: string;
  readonly purchases: string;
  readonly spend_minor: string;
  /** The purchase that uses the offer from now on; null when none does. */
  readonly transaction_id: string | null;
}

/** Writes what changed where members stand in offers, in rows that are locked. */
export async function addToOffers(sql: AnySql, rows: readonly OfferMemberChange[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    UPDATE rewards.offer_member AS had SET purchases = greatest(had.purchases + more.purchases, 0),
      spend_minor = greatest(had.spend_minor + more.spend_minor, 0), transaction_id = more.transaction_id
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS more (
      offer_id uuid, member_id uuid, purchases bigint, spend_minor bigint, transaction_id uuid)
    WHERE had.offer_id = more.offer_id AND had.member_id = more.member_id`;
}

/** Where members stand in an offer. */
export async function readStandingsIn(
  sql: AnySql,
  offerId: string,
  memberIds: readonly string[],
): Promise<OfferMemberRow[]> {
  return sql<OfferMemberRow[]>`
    SELECT * FROM rewards.offer_member WHERE offer_id = ${offerId} AND member_id = ANY (${[...memberIds]}::uuid[])`;
}

/** Where members that are one person stand in offers that one of them activated, none used yet, and that still run, the newest first, at most 100. */
export async function readActivated(sql: AnySql, memberIds: readonly string[], at: Date): Promise<OfferMemberRow[]> {
  const persons = [...memberIds];
  return sql<OfferMemberRow[]>`
    SELECT standing.* FROM rewards.offer_member AS standing JOIN rewards.offer USING (offer_id)
    WHERE standing.member_id = ANY (${persons}::uuid[]) AND activated_at IS NOT NULL AND ends_at > ${at}
      AND NOT EXISTS (
        SELECT FROM rewards.offer_member AS used
        WHERE used.offer_id = standing.offer_id AND used.member_id = ANY (${persons}::uuid[]) AND used.transaction_id IS NOT NULL)
    ORDER BY offer_id DESC LIMIT 100`;
}

export interface ArmRow {
  readonly arm: 'OFFERED' | 'HELD_OUT';
  readonly members: number;
  readonly buyers: number;
  readonly activated: number;
  readonly used: number;
  readonly spend_minor: bigint;
}

/** What each arm of an offer did. */
export async function readArms(sql: AnySql, offerId: string): Promise<ArmRow[]> {
  return sql<ArmRow[]>`
    SELECT arm, count(*)::int AS members, count(*) FILTER (WHERE purchases > 0)::int AS buyers, count(activated_at)::int AS activated,
      count(transaction_id)::int AS used, coalesce(sum(spend_minor), 0)::bigint AS spend_minor
    FROM rewards.offer_member WHERE offer_id = ${offerId} GROUP BY arm`;
}
