/** How far a net debit cap is used (settlement 2.8): WARNING from 80 per cent, BREACH above the cap. */
export type ExposureLevel = 'OK' | 'WARNING' | 'BREACH';

/** Level of a position below or above zero, in minor units; no cap is always OK, and so is a partner that owes nothing. */
export function exposureLevel(netMinor: bigint, capMinor: bigint | null): ExposureLevel {
  const used = netMinor < 0n ? -netMinor : 0n;
  if (capMinor === null || used === 0n) return 'OK';
  if (used > capMinor) return 'BREACH';
  return used * 100n >= capMinor * 80n ? 'WARNING' : 'OK';
}
