// Reference data in memory, one entry a programme. It is never stale: every batch reads the programme's version under its locks and asks here
// for that version, so a contract that was signed is seen by the next posting, in every process, whatever became of notifications.
import type { Sql } from '../../../../db/client.ts';
import type { Reference } from '../../domain/reference.ts';
import { readReference, type VersionedReference } from './read-reference.ts';

export interface ReferenceCache {
  /** What is in memory, of whatever version; read when there is nothing yet. Null when there is no such programme. */
  latest(programmeId: string): Promise<Reference | null>;
  /** What is in memory, when it is of this version at least. */
  at(programmeId: string, version: bigint): Reference | null;
  /** Reads it again. */
  refresh(programmeId: string): Promise<Reference | null>;
}

export function createReferenceCache(sql: Sql): ReferenceCache {
  const entries = new Map<string, VersionedReference>();
  return {
    async latest(programmeId) {
      return entries.get(programmeId)?.reference ?? this.refresh(programmeId);
    },
    at(programmeId, version) {
      const entry = entries.get(programmeId);
      return entry !== undefined && entry.version >= version ? entry.reference : null;
    },
    async refresh(programmeId) {
      const read = await readReference(sql, programmeId);
      if (read === null) return null;
      const known = entries.get(programmeId);
      if (known === undefined || known.version < read.version) entries.set(programmeId, read);
      return entries.get(programmeId)?.reference ?? null;
    },
  };
}
