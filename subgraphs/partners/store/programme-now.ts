// What a rule must fit into: tiers, plans of memberships, stores and contracts of the programme, and the other rules.
import type { AnySql } from '../../../db/client.ts';
import type { ContractSpan, ProgrammeNow, PublishedVersion, StoreSpan } from '../domain/rules/fits-programme.ts';
import { termsOf } from '../domain/rules/read-rule.ts';
import type { WrittenRule } from '../domain/rules/rule-schema.ts';

type PublishedRow = Omit<PublishedVersion, 'terms'> & { readonly terms: WrittenRule };

/** Reads it. `ruleId` is the rule's own, whose versions take each other's place. */
export async function readProgrammeNow(
  sql: AnySql,
  programmeId: string,
  { ruleId, now }: { readonly ruleId: string; readonly now: Date },
): Promise<ProgrammeNow> {
  const [tiers, plans, stores, contracts, gone, published] = await Promise.all([
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
    sql<PublishedRow[]>`
      SELECT rule_id AS "ruleId", code, version, terms, ends_at AS "endsAt" FROM partners.rule_reference
      WHERE programme_id = ${programmeId} AND published_at IS NOT NULL AND rule_id <> ${ruleId}
      ORDER BY code, version`,
  ]);
  return {
    now,
    tiers: new Set(tiers.map(({ code }) => code)),
    plans: new Set(plans.map(({ code }) => code)),
    stores: [...stores],
    contracts: [...contracts],
    gone: new Set(gone.map(({ partnerId }) => partnerId)),
    published: published.map((row) => ({ ...row, terms: termsOf(row.terms) })),
  };
}

/** Keeps the programme's published terms from changing until the transaction ends: rules are published one after the other. */
export async function lockPublishedTerms(sql: AnySql, programmeId: string): Promise<void> {
  await sql`SELECT FROM partners.reference_version WHERE programme_id = ${programmeId} FOR NO KEY UPDATE`;
}
