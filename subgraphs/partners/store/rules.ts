// Earn rules and their versions. A version's terms are the rule as it was written, with ids instead of codes.
import type { AnySql } from '../../../db/client.ts';
import type { WrittenRule } from '../domain/rules/rule-schema.ts';

export interface RuleRow {
  readonly ruleId: string;
  readonly programmeId: string;
  readonly code: string;
  /** Null is the operator. */
  readonly ownerPartnerId: string | null;
  /** When the rule was ended by hand; null where it was not. */
  readonly endsAt: Date | null;
}

export interface RuleVersionRow extends RuleRow {
  readonly ruleVersionId: string;
  readonly version: number;
  readonly terms: WrittenRule;
  readonly draftedAt: Date;
  readonly withdrawnAt: Date | null;
  readonly publishedAt: Date | null;
}

export interface RuleApprovalRow {
  readonly ruleVersionId: string;
  /** Partner id, or OP for the operator. */
  readonly funder: string;
  readonly approvedBy: string;
  readonly approvedAt: Date;
}

function ruleColumns(sql: AnySql) {
  return sql`rule.rule_id AS "ruleId", rule.programme_id AS "programmeId", rule.code, rule.owner_partner_id AS "ownerPartnerId",
    (SELECT ends_at FROM partners.rule_end WHERE rule_id = rule.rule_id) AS "endsAt"`;
}

function versionColumns(sql: AnySql) {
  return sql`${ruleColumns(sql)}, version.rule_version_id AS "ruleVersionId", version.version, version.terms,
    version.drafted_at AS "draftedAt", version.withdrawn_at AS "withdrawnAt", version.published_at AS "publishedAt"`;
}

/** Rules of a programme by code. */
export async function readRules(sql: AnySql, programmeId: string): Promise<RuleRow[]> {
  return sql<RuleRow[]>`
    SELECT ${ruleColumns(sql)} FROM partners.earn_rule AS rule WHERE programme_id = ${programmeId} ORDER BY code`;
}

/** Versions of rules of the programme, of each rule the oldest first. */
export async function readVersionsOfRules(
  sql: AnySql,
  programmeId: string,
  ruleIds: readonly string[],
): Promise<RuleVersionRow[]> {
  return sql<RuleVersionRow[]>`
    SELECT ${versionColumns(sql)}
    FROM partners.earn_rule_version AS version JOIN partners.earn_rule AS rule USING (rule_id)
    WHERE version.programme_id = ${programmeId} AND version.rule_id = ANY(${[...ruleIds]}::uuid[])
    ORDER BY version.rule_id, version.version`;
}

export async function readRuleVersionsById(
  sql: AnySql,
  programmeId: string,
  ruleVersionIds: readonly string[],
): Promise<RuleVersionRow[]> {
  return sql<RuleVersionRow[]>`
    SELECT ${versionColumns(sql)}
    FROM partners.earn_rule_version AS version JOIN partners.earn_rule AS rule USING (rule_id)
    WHERE version.programme_id = ${programmeId} AND version.rule_version_id = ANY(${[...ruleVersionIds]}::uuid[])`;
}

/** A version with its rule, kept from changing until the transaction ends. */
export async function lockRuleVersion(
  sql: AnySql,
  programmeId: string,
  ruleVersionId: string,
): Promise<RuleVersionRow | null> {
  const [row] = await sql<RuleVersionRow[]>`
    SELECT ${versionColumns(sql)}
    FROM partners.earn_rule_version AS version JOIN partners.earn_rule AS rule USING (rule_id)
    WHERE version.programme_id = ${programmeId} AND version.rule_version_id = ${ruleVersionId}
    FOR NO KEY UPDATE`;
  return row ?? null;
}

/** A rule by its code, kept from changing until the transaction ends, so that its versions are numbered one after the other. */
export async function lockRuleByCode(sql: AnySql, programmeId: string, code: string): Promise<RuleRow | null> {
  const [row] = await sql<RuleRow[]>`
    SELECT ${ruleColumns(sql)} FROM partners.earn_rule AS rule
    WHERE programme_id = ${programmeId} AND lower(code) = lower(${code}) FOR NO KEY UPDATE`;
  return row ?? null;
}

/** A rule by its code, as it is. */
export async function readRuleByCode(sql: AnySql, programmeId: string, code: string): Promise<RuleRow | null> {
  const [row] = await sql<RuleRow[]>`
    SELECT ${ruleColumns(sql)} FROM partners.earn_rule AS rule
    WHERE programme_id = ${programmeId} AND lower(code) = lower(${code})`;
  return row ?? null;
}

/** A rule by id, as it is. */
export async function readRule(sql: AnySql, programmeId: string, ruleId: string): Promise<RuleRow | null> {
  const [row] = await sql<RuleRow[]>`
    SELECT ${ruleColumns(sql)} FROM partners.earn_rule AS rule WHERE programme_id = ${programmeId} AND rule_id = ${ruleId}`;
  return row ?? null;
}

/** Whether it was written: false when the code was taken meanwhile. */
export async function insertRule(
  sql: AnySql,
  row: Omit<RuleRow, 'endsAt'> & { readonly createdAt: Date },
): Promise<boolean> {
  const written = await sql`
    INSERT INTO partners.earn_rule (rule_id, programme_id, code, owner_partner_id, created_at)
    VALUES (${row.ruleId}, ${row.programmeId}, ${row.code}, ${row.ownerPartnerId}, ${row.createdAt})
    ON CONFLICT DO NOTHING`;
  return written.count === 1;
}

export async function insertRuleVersion(
  sql: AnySql,
  row: {
    readonly ruleVersionId: string;
    readonly programmeId: string;
    readonly ruleId: string;
    readonly version: number;
    readonly terms: WrittenRule;
    readonly draftedBy: string;
    readonly draftedAt: Date;
  },
): Promise<void> {
  await sql`
    INSERT INTO partners.earn_rule_version (rule_version_id, programme_id, rule_id, version, terms, drafted_by, drafted_at)
    VALUES (${row.ruleVersionId}, ${row.programmeId}, ${row.ruleId}, ${row.version}, ${JSON.stringify(row.terms)}::jsonb, ${row.draftedBy},
      ${row.draftedAt})`;
}

/** Versions of one rule, the oldest first. */
export async function readVersionsOfRule(sql: AnySql, ruleId: string): Promise<RuleVersionRow[]> {
  return sql<RuleVersionRow[]>`
    SELECT ${versionColumns(sql)}
    FROM partners.earn_rule_version AS version JOIN partners.earn_rule AS rule USING (rule_id)
    WHERE version.rule_id = ${ruleId} ORDER BY version.version`;
}

export async function withdrawVersion(sql: AnySql, ruleVersionId: string, at: Date): Promise<void> {
  await sql`UPDATE partners.earn_rule_version SET withdrawn_at = ${at} WHERE rule_version_id = ${ruleVersionId}`;
}

export async function publishVersion(sql: AnySql, ruleVersionId: string, by: string, at: Date): Promise<void> {
  await sql`
    UPDATE partners.earn_rule_version SET published_at = ${at}, published_by = ${by} WHERE rule_version_id = ${ruleVersionId}`;
}

/** Whether it was written: false when the rule was ended before. */
export async function insertRuleEnd(
  sql: AnySql,
  row: {
    readonly ruleId: string;
    readonly programmeId: string;
    readonly endsAt: Date;
    readonly decidedBy: string;
    readonly decidedAt: Date;
  },
): Promise<boolean> {
  const written = await sql`
    INSERT INTO partners.rule_end (rule_id, programme_id, ends_at, decided_by, decided_at)
    VALUES (${row.ruleId}, ${row.programmeId}, ${row.endsAt}, ${row.decidedBy}, ${row.decidedAt})
    ON CONFLICT DO NOTHING`;
  return written.count === 1;
}

/** An approval counts once; the first one stays. */
export async function insertApproval(sql: AnySql, row: RuleApprovalRow): Promise<void> {
  await sql`
    INSERT INTO partners.rule_approval (rule_version_id, funder, approved_by, approved_at)
    VALUES (${row.ruleVersionId}, ${row.funder}, ${row.approvedBy}, ${row.approvedAt})
    ON CONFLICT DO NOTHING`;
}

export async function readApprovals(sql: AnySql, ruleVersionIds: readonly string[]): Promise<RuleApprovalRow[]> {
  return sql<RuleApprovalRow[]>`
    SELECT rule_version_id AS "ruleVersionId", funder, approved_by AS "approvedBy", approved_at AS "approvedAt"
    FROM partners.rule_approval WHERE rule_version_id = ANY(${[...ruleVersionIds]}::uuid[]) ORDER BY approved_at, funder`;
}

/** Whether a backtest of this version ended since `since`. */
export async function wasBacktested(sql: AnySql, ruleVersionId: string, since: Date): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM ledger.backtest_reference
      WHERE ${ruleVersionId}::uuid = ANY(rule_version_ids) AND finished_at >= ${since}
    ) AS found`;
  return row?.found === true;
}

/** Adds names; those that are there stay. */
export async function insertCategories(sql: AnySql, programmeId: string, names: readonly string[]): Promise<void> {
  await sql`
    INSERT INTO partners.category (programme_id, name) SELECT ${programmeId}, name FROM unnest(${[...names]}::text[]) AS name
    ON CONFLICT DO NOTHING`;
}

export async function readCategories(sql: AnySql, programmeId: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    SELECT name FROM partners.category WHERE programme_id = ${programmeId} ORDER BY name`;
  return rows.map(({ name }) => name);
}

/** Codes and ids of the partners and stores of a programme, for what rules name. */
export async function readDirectory(
  sql: AnySql,
  programmeId: string,
): Promise<{
  readonly partners: { readonly partnerId: string; readonly code: string }[];
  readonly stores: { readonly storeId: string; readonly partnerId: string; readonly code: string }[];
}> {
  const [partners, stores] = await Promise.all([
    sql<{ partnerId: string; code: string }[]>`
      SELECT partner_id AS "partnerId", code FROM partners.partner WHERE programme_id = ${programmeId}`,
    sql<{ storeId: string; partnerId: string; code: string }[]>`
      SELECT store_id AS "storeId", partner_id AS "partnerId", code FROM partners.store WHERE programme_id = ${programmeId}`,
  ]);
  return { partners: [...partners], stores: [...stores] };
}

export async function insertOptIn(
  sql: AnySql,
  row: { readonly memberId: string; readonly ruleId: string; readonly programmeId: string; readonly optedInAt: Date },
): Promise<void> {
  await sql`
    INSERT INTO partners.promotion_opt_in (member_id, rule_id, programme_id, opted_in_at)
    VALUES (${row.memberId}, ${row.ruleId}, ${row.programmeId}, ${row.optedInAt})
    ON CONFLICT DO NOTHING`;
}

/** Status of a member of the programme; null when there is none. */
export async function readMemberStatus(sql: AnySql, programmeId: string, memberId: string): Promise<string | null> {
  const [row] = await sql<{ status: string }[]>`
    SELECT status FROM members.member_reference WHERE programme_id = ${programmeId} AND member_id = ${memberId}`;
  return row?.status ?? null;
}

export async function updatePublishGate(sql: AnySql, programmeId: string, needsBacktest: boolean): Promise<void> {
  await sql`UPDATE partners.programme SET publish_needs_backtest = ${needsBacktest} WHERE programme_id = ${programmeId}`;
}
