/** How far a net debit cap is used (settlement 2.8): WARNING from 80 per cent, BREACH above the cap. */
export type ExposureLevel = 'OK' | 'WARNING' | 'BREACH';

/** Level of a position below or above zero, in minor units; no cap is always OK, and so is a partner that owes nothing. */
export function exposureLevel(netMinor: bigint, capMinor: bigint | null): ExposureLevel {
  const used = netMinor < 0n ? -netMinor : 0n;
  if (capMinor === null || used === 0n) return 'OK';
  if (used > capMinor) return 'BREACH';
  return used * 100n >= capMinor * 80n ? 'WARNING' : 'OK';
}

/** A partner whose level is another one than was told last. */
export interface LevelChange {
  readonly partnerId: string;
  readonly level: ExposureLevel;
  readonly before: ExposureLevel;
}

/**
 * What is to be told. `positions` are nets in minor units by partner, below zero it owes; `caps` are those in force; `told` is what was told last,
 * OK where nothing was. A partner whose cap is gone is OK.
 */
export function levelChanges(
  positions: ReadonlyMap<string, bigint>,
  caps: ReadonlyMap<string, bigint>,
  told: ReadonlyMap<string, ExposureLevel>,
): LevelChange[] {
  const partnerIds = [...new Set([...caps.keys(), ...told.keys()])].sort();
  return partnerIds.flatMap((partnerId) => {
    const level = exposureLevel(positions.get(partnerId) ?? 0n, caps.get(partnerId) ?? null);
    const before = told.get(partnerId) ?? 'OK';
    return level === before ? [] : [{ partnerId, level, before }];
  });
}
