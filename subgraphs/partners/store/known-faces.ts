import type { PartnerRow } from '../../../db/tables/partners.ts';
import type { SharedRead } from '../../serving/shared-reads.ts';

/** Of a partner, what stays as it was registered (migrations/partners/610): who it is, not where it stands. */
export type PartnerFace = Omit<PartnerRow, 'standing' | 'runOffUntil'>;

/** Faces that a process keeps: more partners than any coalition has. */
const MOST_KEPT = 100_000;

/**
 * Faces of partners, each read once: almost every answer names partners, and what cannot change need not be read again. Public within their
 * programme, and told to nobody outside of it.
 */
export function createKnownFaces(read: SharedRead<PartnerFace>, mostKept = MOST_KEPT): SharedRead<PartnerFace> {
  const known = new Map<string, PartnerFace>();
  return async (programmeId, ids) => {
    const unknown = ids.filter((id) => !known.has(id));
    const found = unknown.length === 0 ? [] : await read(programmeId, unknown);
    for (const face of found) {
      if (known.size >= mostKept) known.delete(known.keys().next().value as string);
      known.set(face.partnerId, face);
    }
    const here = ids.map((id) => known.get(id)).filter((face) => face?.programmeId === programmeId);
    return here as PartnerFace[];
  };
}
