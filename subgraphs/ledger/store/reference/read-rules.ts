// Versions of earn rules as the partners subgraph publishes them. What it keeps has been checked there once.
import type { AnySql } from '../../../../db/client.ts';
import { termsOf } from '../../../partners/domain/rules/read-rule.ts';
import type { WrittenRule } from '../../../partners/domain/rules/rule-schema.ts';
import type { RuleVersion } from '../../../partners/domain/rules/rule-terms.ts';

interface RuleRow {
  readonly ruleId: string;
  readonly ruleVersionId: string;
  readonly code: string;
  readonly version: number;
  readonly terms: WrittenRule;
  readonly publishedAt: Date | null;
  readonly ownerPartnerId: string | null;
  readonly endsAt: Date | null;
  readonly endDecidedAt: Date | null;
}

/** Every published version of a programme, and of its drafts those that are named. */
export async function readRuleVersions(
  sql: AnySql,
  programmeId: string,
  draftIds: readonly string[],
): Promise<RuleVersion[]> {
  const rows = await sql<RuleRow[]>`
    SELECT rule_id AS "ruleId", rule_version_id AS "ruleVersionId", code, version, terms, published_at AS "publishedAt", owner_partner_id AS "ownerPartnerId", ends_at AS "endsAt",
           end_decided_at AS "endDecidedAt"
    FROM partners.rule_reference
    WHERE programme_id = ${programmeId}::uuid AND (published_at IS NOT NULL OR rule_version_id = ANY(${[...draftIds]}::uuid[]))
    ORDER BY code, version`;
  return rows.map(({ endsAt, endDecidedAt, terms, ...row }) => ({
    ...row,
    terms: termsOf(terms),
    ended: endsAt === null || endDecidedAt === null ? null : { at: endsAt, decidedAt: endDecidedAt },
  }));
}
