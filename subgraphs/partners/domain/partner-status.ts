// Where a partner stands: what the operator decided, and before the first contract counts, ONBOARDING.

/** What the operator decided, as it is stored. */
export type PartnerStanding = 'ACTIVE' | 'SUSPENDED' | 'LEFT';

export type PartnerStatus = 'ONBOARDING' | PartnerStanding;

/**
 * Status at an instant. An active partner is ONBOARDING until its first contract begins; from then on some version is always in
 * force, for a version ends only where the next one begins.
 */
export function partnerStatusAt(standing: PartnerStanding, firstValidFrom: Date | null, at: Date): PartnerStatus {
  if (standing !== 'ACTIVE') return standing;
  return firstValidFrom !== null && firstValidFrom <= at ? 'ACTIVE' : 'ONBOARDING';
}

/** The version in force at an instant: the last one that has begun. Null before the first. */
export function versionInForce<Version extends { readonly validFrom: Date; readonly validUntil: Date | null }>(
  versions: readonly Version[],
  at: Date,
): Version | null {
  return (
    versions.find(({ validFrom, validUntil }) => validFrom <= at && (validUntil === null || at < validUntil)) ?? null
  );
}
