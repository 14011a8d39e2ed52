import type { Sql } from '../../../../db/client.ts';
import { plainArray } from '../posting/array-literals.ts';

/** How often the reference data of these programmes has changed, in their order; 0 for one that is not there. */
export async function readVersions(sql: Sql, programmeIds: readonly string[]): Promise<bigint[]> {
  const rows = await sql<{ programmeId: string; version: bigint }[]>`
    SELECT programme_id AS "programmeId", version FROM partners.reference_version
    WHERE programme_id = ANY(${plainArray(programmeIds, (id) => id)}::uuid[])`;
  const versions = new Map(rows.map(({ programmeId, version }) => [programmeId, version]));
  return programmeIds.map((id) => versions.get(id.toLowerCase()) ?? 0n);
}
