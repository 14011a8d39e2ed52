// What a rule must fit into: tiers, plans of memberships, stores and contracts of the programme, and the other rules of its stacking group.
import type { AnySql } from '../../../db/client.ts';
import type { ContractSpan, ProgrammeNow, StackedVersion, StoreSpan } from '../domain/rules/fits-programme.ts';
import type { WrittenRule } from '../domain/rules/rule-schema.ts';

interface StackedRow {
  readonly ruleId: string;
  readonly version: number;
  readonly terms: WrittenRule;
  readonly endsAt: Date | null;
}

/** Reads it. `ruleId` is the rule's own, whose versions take each other's place; null for a new one. */
export async function readProgrammeNow(
  sql: AnySql,
  programmeId: string,
  { ruleId, group, now }: { readonly ruleId: string | null; readonly group: string | null; readonly now: Date },
): Promise<ProgrammeNow> {
  const [tiers, plans, stores, contracts, gone, stacked] = await Promise.all([
    sql<{ code: string }[]>`SELECT code FROM members.tier_reference WHERE programme_id = ${programmeId}`,
    sql<{ code: string }[]>`SELECT code FROM members.membership_plan_reference WHERE programme_id = ${programmeId}`,
    sql<StoreSpan[]>`
      SELECT store_id AS "storeId", partner_id AS "partnerId", time_zone AS "timeZone", opens_at AS "opensAt", closes_at AS "closesAt"
      FROM partners.store_reference WHERE programme_id = ${programmeId}`,
    sql<ContractSpan[]>`
      SELECT partner_id AS "partnerId", valid_from AS "from", valid_until AS "until", issuer, purchase_currency AS currency
      FROM partners.contract_terms WHERE programme_id = ${programmeId}`,
    sql<{ partnerId: string }[]>`
      SELECT partner_id AS "partnerId" FROM partners.partner WHERE programme_id = ${programmeId} AND standing = 'LEFT'`,
    group === null ? [] : readStacked(sql, programmeId, group),
  ]);
  return {
    now,
    tiers: new Set(tiers.map(({ code }) => code)),
    plans: new Set(plans.map(({ code }) => code)),
    stores: [...stores],
    contracts: [...contracts],
    gone: new Set(gone.map(({ partnerId }) => partnerId)),
    stacked: stacked.filter((version) => version.ruleId !== ruleId),
  };
}

async function readStacked(sql: AnySql, programmeId: string, group: string): Promise<StackedVersion[]> {
  const rows = await sql<StackedRow[]>`
    SELECT rule_id AS "ruleId", version, terms, ends_at AS "endsAt" FROM partners.rule_reference
    WHERE programme_id = ${programmeId} AND published_at IS NOT NULL AND rule_id IN (
      SELECT rule_id FROM partners.rule_reference
      WHERE programme_id = ${programmeId} AND published_at IS NOT NULL AND terms -> 'stacking' ->> 'group' = ${group})`;
  return rows.map(({ terms, ...row }) => ({
    ...row,
    validFrom: new Date(terms.validFrom),
    validUntil: terms.validUntil === undefined ? null : new Date(terms.validUntil),
    stacking: terms.stacking ?? null,
  }));
}

/** Keeps the programme's published terms from changing until the transaction ends: rules are published one after the other. */
export async function lockPublishedTerms(sql: AnySql, programmeId: string): Promise<void> {
  await sql`SELECT FROM partners.reference_version WHERE programme_id = ${programmeId} FOR NO KEY UPDATE`;
}
