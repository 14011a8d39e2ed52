import type { Reference } from '../../domain/reference.ts';

/**
 * In which time zone a programme's days begin, read once: nobody can change it afterwards, so unlike the rest of the reference data it
 * needs no look at the version, and a wallet no round trip for one.
 * @param reference what is published of a programme; null when there is no such programme
 */
export function createTimeZones(
  reference: (programmeId: string) => Promise<Reference | null>,
): (programmeId: string) => Promise<string | null> {
  const known = new Map<string, string>();
  return async (programmeId) => {
    const timeZone = known.get(programmeId) ?? (await reference(programmeId))?.programme.timeZone;
    if (timeZone === undefined) return null;
    known.set(programmeId, timeZone);
    return timeZone;
  };
}
