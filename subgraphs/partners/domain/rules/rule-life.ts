/**
 * Where a version of a rule stands, and who must stand behind it before it counts.
 *
 *   DRAFT --every funder approves--> APPROVED --publish--> SCHEDULED --validFrom--> LIVE --> SUPERSEDED (a later version) | ENDED
 *     `--another draft takes its place--> WITHDRAWN
 */

import type { WrittenRule } from './rule-schema.ts';
import { OPERATOR_FUNDER, type RuleVersion } from './rule-terms.ts';

export type RuleState = 'DRAFT' | 'APPROVED' | 'WITHDRAWN' | 'SCHEDULED' | 'LIVE' | 'SUPERSEDED' | 'ENDED';

export interface VersionInLife {
  readonly version: number;
  readonly terms: WrittenRule;
  readonly withdrawnAt: Date | null;
  readonly publishedAt: Date | null;
  readonly endsAt: Date | null;
}

/** State at an instant. `versions` are all of the rule; `missing` are funders who have not approved this one. */
export function ruleStateAt(
  row: VersionInLife,
  versions: readonly VersionInLife[],
  missing: readonly string[],
  at: Date,
): RuleState {
  if (row.withdrawnAt !== null) return 'WITHDRAWN';
  if (row.publishedAt === null) return missing.length === 0 ? 'APPROVED' : 'DRAFT';
  const until = row.terms.validUntil === undefined ? null : new Date(row.terms.validUntil);
  if ((row.endsAt !== null && row.endsAt <= at) || (until !== null && until <= at)) return 'ENDED';
  const superseded = versions.some(
    (other) => other.version > row.version && other.publishedAt !== null && new Date(other.terms.validFrom) <= at,
  );
  if (superseded) return 'SUPERSEDED';
  return new Date(row.terms.validFrom) > at ? 'SCHEDULED' : 'LIVE';
}

/** Whether a partner made a version, pays for it, or is named by it: then it may see it. */
export function concernsPartner({ ownerPartnerId, terms }: RuleVersion, partnerId: string): boolean {
  return (
    ownerPartnerId === partnerId ||
    terms.conditions.partnerIds.includes(partnerId) ||
    terms.funding.some(({ funderId }) => funderId === partnerId)
  );
}

/**
 * Whose money a version spends, so who must approve it: the funders of a promotion; the partners that a base rule or an exclusion names, for
 * those points are the issuer's own. A rule of the operator that names nobody is the programme's own, and the operator's alone.
 */
export function fundersOf(terms: WrittenRule): string[] {
  if (terms.kind === 'PROMOTION') return (terms.fundingSplit ?? []).map(({ partner }) => partner ?? OPERATOR_FUNDER);
  const partners = terms.conditions?.partners ?? [];
  return partners.length === 0 ? [OPERATOR_FUNDER] : [...partners];
}
