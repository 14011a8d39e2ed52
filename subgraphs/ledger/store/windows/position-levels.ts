// How far caps were used when it was last told, and the caps themselves.
import type { AnySql } from '../../../../db/client.ts';
import type { ExposureLevel, LevelChange } from '../../domain/exposure-level.ts';

/** Programmes in which any contract has a cap, or had one that was told of. */
export async function readProgrammesWithCaps(sql: AnySql): Promise<string[]> {
  const rows = await sql<{ programmeId: string }[]>`
    SELECT programme_id AS "programmeId" FROM partners.contract_terms WHERE net_debit_cap_minor IS NOT NULL
    UNION SELECT programme_id FROM ledger.position_level WHERE level <> 'OK'`;
  return rows.map(({ programmeId }) => programmeId);
}

/** Whether this transaction is the one that tells of the programme; another one is at it otherwise. */
export async function lockLevels(sql: AnySql, programmeId: string): Promise<boolean> {
  const [row] = await sql<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended('ledger.position_level:' || ${programmeId}::text, 0)) AS locked`;
  return row?.locked === true;
}

/** Caps in force at an instant, minor units by partner. */
export async function readCaps(sql: AnySql, programmeId: string, at: Date): Promise<Map<string, bigint>> {
  const rows = await sql<{ partnerId: string; capMinor: bigint }[]>`
    SELECT partner_id AS "partnerId", net_debit_cap_minor AS "capMinor" FROM partners.contract_terms
    WHERE programme_id = ${programmeId} AND net_debit_cap_minor IS NOT NULL AND valid_from <= ${at} AND (valid_until IS NULL OR valid_until > ${at})`;
  return new Map(rows.map(({ partnerId, capMinor }) => [partnerId, capMinor]));
}

/** What was told last. */
export async function readToldLevels(sql: AnySql, programmeId: string): Promise<Map<string, ExposureLevel>> {
  const rows = await sql<{ partnerId: string; level: ExposureLevel }[]>`
    SELECT partner_id AS "partnerId", level FROM ledger.position_level WHERE programme_id = ${programmeId}`;
  return new Map(rows.map(({ partnerId, level }) => [partnerId, level]));
}

/** Tells of changes, in the transaction that keeps them. */
export async function tellLevels(
  sql: AnySql,
  programmeId: string,
  changes: readonly LevelChange[],
  at: Date,
): Promise<void> {
  for (const { partnerId, level } of changes)
    await sql`
      INSERT INTO ledger.position_level (programme_id, partner_id, level, told_at) VALUES (${programmeId}, ${partnerId}, ${level}, ${at})
      ON CONFLICT (partner_id) DO UPDATE SET level = excluded.level, told_at = excluded.told_at`;
  const events = changes.map((change) => ({ type: 'POSITION_LEVEL_CHANGED', ...change }));
  await sql`SELECT ledger.publish_events(${programmeId}, ${at}, ${JSON.stringify(events)}::text::jsonb)`;
}
