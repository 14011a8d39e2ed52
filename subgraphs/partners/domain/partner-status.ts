// Where a partner stands: what the operator decided, and before the first contract counts, ONBOARDING.

/** What the operator decided, as it is stored. */
export type PartnerStanding = 'ACTIVE' | 'SUSPENDED' | 'RUN_OFF' | 'LEFT';

export type PartnerStatus = 'ONBOARDING' | PartnerStanding;

/** Status at an instant. An active partner is ONBOARDING until its first contract begins. Run-off ends by itself: the partner has then left. */
export function partnerStatusAt(
  standing: PartnerStanding,
  firstValidFrom: Date | null,
  at: Date,
  runOffUntil: Date | null = null,
): PartnerStatus {
  if (standing === 'RUN_OFF' && runOffUntil !== null && runOffUntil <= at) return 'LEFT';
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

export type ContractState = 'SIGNED' | 'IN_FORCE' | 'SUPERSEDED' | 'TERMINATED';

/** Where a version stands. `superseded` says whether another version begins where it ends. */
export function contractStateAt(
  { validFrom, validUntil }: { readonly validFrom: Date; readonly validUntil: Date | null },
  superseded: boolean,
  at: Date,
): ContractState {
  if (validFrom > at) return 'SIGNED';
  if (validUntil === null || at < validUntil) return 'IN_FORCE';
  return superseded ? 'SUPERSEDED' : 'TERMINATED';
}
