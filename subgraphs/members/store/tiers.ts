// Tiers and what members qualified with. Read and written for many members at once: one row a key, arrays in, arrays out.
import type { AnySql } from '../../../db/client.ts';
import type { QualifyingDay, TierEvent, TierLadder, TierStanding } from '../domain/tiers.ts';

/** A party's part of a fee, or of what a free reward costs. */
export interface FeeShareRow {
  /** Null is the operator. */
  readonly partnerId: string | null;
  readonly basisPoints: number;
}

export interface TierBenefits {
  readonly multiplierBasisPoints: number;
  readonly earlyAccessHours: number;
  readonly freeRewardId: string | null;
  /** Who pays for it: shares that sum to 10,000; null when the partner that honours it bears it. */
  readonly freeRewardFunding: readonly FeeShareRow[] | null;
}

export type LadderTier = TierLadder['tiers'][number] & TierBenefits;

export interface PublishedLadder extends TierLadder {
  readonly ladderId: string;
  readonly programmeId: string;
  readonly version: number;
  readonly publishedAt: Date;
  readonly tiers: readonly LadderTier[];
}

/** The newest ladder of a programme; null when it has none. */
export async function readLadder(sql: AnySql, programmeId: string): Promise<PublishedLadder | null> {
  const [ladder] = await sql<Omit<PublishedLadder, 'tiers'>[]>`
    SELECT ladder_id AS "ladderId", programme_id AS "programmeId", version, measure, window_months AS "windowMonths",
           grace_days AS "graceDays", landing, published_at AS "publishedAt"
    FROM members.tier_ladder WHERE programme_id = ${programmeId} ORDER BY version DESC LIMIT 1`;
  if (ladder === undefined) return null;
  const tiers = await sql<LadderTier[]>`
    SELECT code, rank, name, threshold, lifetime_points AS "lifetimePoints", multiplier_basis_points AS "multiplierBasisPoints",
           early_access_hours AS "earlyAccessHours", free_reward_id AS "freeRewardId",
           free_reward_funding AS "freeRewardFunding"
    FROM members.tier WHERE ladder_id = ${ladder.ladderId} ORDER BY rank`;
  return { ...ladder, tiers };
}

export async function insertLadder(sql: AnySql, { tiers, ...ladder }: PublishedLadder): Promise<void> {
  await sql`
    INSERT INTO members.tier_ladder (ladder_id, programme_id, version, measure, window_months, grace_days, landing, published_at)
    VALUES (${ladder.ladderId}, ${ladder.programmeId}, ${ladder.version}, ${ladder.measure}, ${ladder.windowMonths}, ${ladder.graceDays},
            ${ladder.landing}, ${ladder.publishedAt})`;
  for (const tier of tiers) {
    await sql`
      INSERT INTO members.tier (ladder_id, code, rank, name, threshold, lifetime_points, multiplier_basis_points, early_access_hours, free_reward_id,
        free_reward_funding)
      VALUES (${ladder.ladderId}, ${tier.code}, ${tier.rank}, ${tier.name}, ${tier.threshold}, ${tier.lifetimePoints},
              ${tier.multiplierBasisPoints}, ${tier.earlyAccessHours}, ${tier.freeRewardId}, ${sharesJson(tier.freeRewardFunding)}::jsonb)`;
  }
}

/** Shares as they are kept. */
export function sharesJson(shares: readonly FeeShareRow[] | null): string | null {
  return shares === null ? null : JSON.stringify(shares);
}

/** Whoever decides tiers of a programme holds this until its transaction ends, shared; whoever publishes a ladder alone. */
export async function lockLadder(sql: AnySql, programmeId: string, mode: 'shared' | 'alone'): Promise<void> {
  const key = `members.tier_ladder:${programmeId}`;
  if (mode === 'alone') await sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
  else await sql`SELECT pg_advisory_xact_lock_shared(hashtextextended(${key}, 0))`;
}

export interface QualifyingSum extends QualifyingDay {
  readonly memberId: string;
  readonly programmeId: string;
}

/** Adds to the sums of days; rows of one key must not come twice. */
export async function addQualifying(sql: AnySql, rows: readonly QualifyingSum[]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = [...rows].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  await sql`
    INSERT INTO members.qualifying_day AS known (member_id, day, partner_id, programme_id, points, spend_minor, purchases)
    SELECT * FROM unnest(
      ${sorted.map((row) => row.memberId)}::uuid[], ${sorted.map((row) => row.day)}::date[], ${sorted.map((row) => row.partnerId)}::uuid[],
      ${sorted.map((row) => row.programmeId)}::uuid[], ${sorted.map((row) => String(row.points))}::bigint[],
      ${sorted.map((row) => String(row.spendMinor))}::bigint[], ${sorted.map((row) => row.purchases)}::integer[])
    ON CONFLICT (member_id, day, partner_id) DO UPDATE SET
      points = known.points + excluded.points, spend_minor = known.spend_minor + excluded.spend_minor,
      purchases = known.purchases + excluded.purchases`;
}

const keyOf = ({ memberId, day, partnerId }: QualifyingSum): string => `${memberId} ${day} ${partnerId}`;

/** The days of members from a day on, those of members that were merged into them included: a person qualifies with all it did. */
export async function readQualifying(
  sql: AnySql,
  memberIds: readonly string[],
  from: string,
): Promise<Map<string, QualifyingDay[]>> {
  const ids = memberIds as string[];
  const rows = await sql<(QualifyingDay & { memberId: string; isOwn: boolean })[]>`
    SELECT member_id AS "memberId", day::text AS day, partner_id AS "partnerId", points, spend_minor AS "spendMinor", purchases, true AS "isOwn"
    FROM members.qualifying_day WHERE member_id = ANY(${ids}::uuid[]) AND day >= ${from}::date
    UNION ALL
    SELECT merged_into, day::text, partner_id, points, spend_minor, purchases, false
    FROM members.member JOIN members.qualifying_day USING (member_id)
    WHERE merged_into = ANY(${ids}::uuid[]) AND day >= ${from}::date`;
  const days = new Map<string, QualifyingDay[]>();
  for (const { memberId, isOwn, ...day } of rows) {
    const known = days.get(memberId);
    const same = isOwn ? undefined : known?.findIndex((one) => one.day === day.day && one.partnerId === day.partnerId);
    if (known === undefined) days.set(memberId, [day]);
    else if (same === undefined || same < 0) known.push(day);
    else known[same] = addDays(known[same]!, day);
  }
  return days;
}

function addDays(one: QualifyingDay, other: QualifyingDay): QualifyingDay {
  return {
    ...one,
    points: one.points + other.points,
    spendMinor: one.spendMinor + other.spendMinor,
    purchases: one.purchases + other.purchases,
  };
}

export interface MemberTierRow extends TierStanding {
  readonly memberId: string;
  readonly programmeId: string;
  readonly rank: number;
  readonly lifetime: bigint;
  readonly decidedOn: string;
  /** As it stood before `decidedOn`; null for the first tier. */
  readonly before: TierStanding | null;
}

/** Tiers of members, kept from others until the transaction ends when `locked`. */
export async function readMemberTiers(
  sql: AnySql,
  memberIds: readonly string[],
  locked: boolean,
): Promise<Map<string, MemberTierRow>> {
  const rows = await sql<MemberTierRow[]>`
    SELECT member_id AS "memberId", programme_id AS "programmeId", tier, rank, lifetime, since::text AS since, until::text AS until, source,
           decided_on::text AS "decidedOn", before
    FROM members.member_tier WHERE member_id = ANY(${memberIds as string[]}::uuid[]) ORDER BY member_id
    ${locked ? sql`FOR NO KEY UPDATE` : sql``}`;
  return new Map(rows.map((row) => [row.memberId, row]));
}

export async function upsertMemberTiers(sql: AnySql, rows: readonly MemberTierRow[]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = [...rows].sort((left, right) => (left.memberId < right.memberId ? -1 : 1));
  await sql`
    INSERT INTO members.member_tier (member_id, programme_id, tier, rank, lifetime, since, until, source, decided_on, before)
    SELECT * FROM unnest(
      ${sorted.map((row) => row.memberId)}::uuid[], ${sorted.map((row) => row.programmeId)}::uuid[], ${sorted.map((row) => row.tier)}::text[],
      ${sorted.map((row) => row.rank)}::integer[], ${sorted.map((row) => String(row.lifetime))}::bigint[], ${sorted.map((row) => row.since)}::date[],
      ${sorted.map((row) => row.until)}::date[], ${sorted.map((row) => row.source)}::text[], ${sorted.map((row) => row.decidedOn)}::date[],
      ${sorted.map((row) => (row.before === null ? null : JSON.stringify(row.before)))}::text[]::jsonb[])
    ON CONFLICT (member_id) DO UPDATE SET
      tier = excluded.tier, rank = excluded.rank, lifetime = excluded.lifetime, since = excluded.since, until = excluded.until,
      source = excluded.source, decided_on = excluded.decided_on, before = excluded.before`;
}

export interface TierChangeRow {
  readonly changeId: string;
  readonly programmeId: string;
  readonly memberId: string;
  readonly event: TierEvent | 'TAKEN_BACK';
  readonly fromTier: string | null;
  readonly toTier: string;
  readonly onDay: string;
  readonly reason: string;
}

export async function insertTierChanges(sql: AnySql, rows: readonly TierChangeRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    INSERT INTO members.tier_change (change_id, programme_id, member_id, event, from_tier, to_tier, on_day, reason)
    SELECT * FROM unnest(
      ${rows.map((row) => row.changeId)}::uuid[], ${rows.map((row) => row.programmeId)}::uuid[], ${rows.map((row) => row.memberId)}::uuid[],
      ${rows.map((row) => row.event)}::text[], ${rows.map((row) => row.fromTier)}::text[], ${rows.map((row) => row.toTier)}::text[],
      ${rows.map((row) => row.onDay)}::date[], ${rows.map((row) => row.reason)}::text[])`;
}

/** The tier's history of members, the oldest first. */
export async function readTierChanges(sql: AnySql, memberIds: readonly string[]): Promise<TierChangeRow[]> {
  return sql<TierChangeRow[]>`
    SELECT change_id AS "changeId", programme_id AS "programmeId", member_id AS "memberId", event, from_tier AS "fromTier", to_tier AS "toTier",
           on_day::text AS "onDay", reason
    FROM members.tier_change WHERE member_id = ANY(${memberIds as string[]}::uuid[]) ORDER BY member_id, change_id`;
}

/** The next members of a programme that ever qualified with anything or were invited, by id. */
export async function readMembersAfter(
  sql: AnySql,
  programmeId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await sql<{ memberId: string }[]>`
    SELECT member_id AS "memberId" FROM (
      (SELECT member_id FROM members.qualifying_day
       WHERE programme_id = ${programmeId} AND member_id > ${after}::uuid GROUP BY member_id ORDER BY member_id LIMIT ${limit})
      UNION
      (SELECT member_id FROM members.member_tier
       WHERE programme_id = ${programmeId} AND member_id > ${after}::uuid ORDER BY member_id LIMIT ${limit})
    ) AS next ORDER BY member_id LIMIT ${limit}`;
  return rows.map((row) => row.memberId);
}

/** Members whose tier ended before a day on which it was not decided yet. */
export async function readMembersWithEndedTier(
  sql: AnySql,
  programmeId: string,
  day: string,
  limit: number,
): Promise<string[]> {
  const rows = await sql<{ memberId: string }[]>`
    SELECT member_id AS "memberId" FROM members.member_tier
    WHERE programme_id = ${programmeId} AND until < ${day}::date AND decided_on < ${day}::date
    ORDER BY member_id LIMIT ${limit}`;
  return rows.map((row) => row.memberId);
}

/** Points that members ever earned at tills. */
export async function sumLifetime(sql: AnySql, memberIds: readonly string[]): Promise<Map<string, bigint>> {
  const rows = await sql<{ memberId: string; points: bigint }[]>`
    SELECT member_id AS "memberId", sum(points)::bigint AS points FROM members.qualifying_day
    WHERE member_id = ANY(${memberIds as string[]}::uuid[]) GROUP BY member_id`;
  return new Map(rows.map((row) => [row.memberId, row.points]));
}

/** The same of those that were merged into members, by the member. */
export async function sumMergedLifetime(sql: AnySql, memberIds: readonly string[]): Promise<Map<string, bigint>> {
  const rows = await sql<{ memberId: string; points: bigint }[]>`
    SELECT merged_into AS "memberId", sum(points)::bigint AS points FROM members.member JOIN members.qualifying_day USING (member_id)
    WHERE merged_into = ANY(${memberIds as string[]}::uuid[]) GROUP BY merged_into`;
  return new Map(rows.map((row) => [row.memberId, row.points]));
}

/** Standings of members that were merged into these, by the member that they were merged into. */
export async function readBroughtTiers(
  sql: AnySql,
  memberIds: readonly string[],
): Promise<Map<string, readonly TierStanding[]>> {
  const rows = await sql<(TierStanding & { memberId: string })[]>`
    SELECT merged_into AS "memberId", tier, since::text AS since, until::text AS until, source
    FROM members.member JOIN members.member_tier USING (member_id)
    WHERE merged_into = ANY(${memberIds as string[]}::uuid[]) ORDER BY member_id`;
  const brought = new Map<string, TierStanding[]>();
  for (const { memberId, ...standing } of rows) brought.set(memberId, [...(brought.get(memberId) ?? []), standing]);
  return brought;
}

/** The members into which some of these were merged. */
export async function readSurvivorsOf(sql: AnySql, memberIds: readonly string[]): Promise<string[]> {
  const rows = await sql<{ memberId: string }[]>`
    SELECT DISTINCT merged_into AS "memberId" FROM members.member
    WHERE member_id = ANY(${memberIds as string[]}::uuid[]) AND merged_into IS NOT NULL`;
  return rows.map((row) => row.memberId);
}

export interface RecomputeRow {
  readonly ladderId: string;
  readonly programmeId: string;
  readonly after: string;
}

export async function beginRecompute(sql: AnySql, ladderId: string, programmeId: string): Promise<void> {
  await sql`
    INSERT INTO members.tier_recompute (ladder_id, programme_id, after)
    VALUES (${ladderId}, ${programmeId}, '00000000-0000-0000-0000-000000000000')`;
}

/** A recomputation that is not done, kept from others until the transaction ends. */
export async function lockRecompute(sql: AnySql): Promise<RecomputeRow | null> {
  const [row] = await sql<RecomputeRow[]>`
    SELECT ladder_id AS "ladderId", programme_id AS "programmeId", after FROM members.tier_recompute
    WHERE done_at IS NULL ORDER BY ladder_id LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return row ?? null;
}

export async function moveRecompute(sql: AnySql, ladderId: string, after: string, doneAt: Date | null): Promise<void> {
  await sql`UPDATE members.tier_recompute SET after = ${after}, done_at = ${doneAt} WHERE ladder_id = ${ladderId}`;
}

/** Programmes that have a ladder. */
export async function readLadderProgrammes(sql: AnySql): Promise<string[]> {
  const rows = await sql<{ programmeId: string }[]>`
    SELECT DISTINCT programme_id AS "programmeId" FROM members.tier_ladder`;
  return rows.map((row) => row.programmeId);
}
