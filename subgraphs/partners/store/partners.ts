import { and, asc, eq, sql } from 'drizzle-orm';
import type { Drizzle, Reads } from '../../../db/client.ts';
import { columnsText } from '../../../db/columns.ts';
import { keptRead } from '../../../db/gathered-reads.ts';
import { type PartnerRow, partner } from '../../../db/tables/partners.ts';

/** Whether it was written: false when another partner of the programme has the code. */
export async function insertPartner(db: Drizzle, row: PartnerRow): Promise<boolean> {
  const written = await db.insert(partner).values(row).onConflictDoNothing().returning({ id: partner.partnerId });
  return written.length === 1;
}

const PARTNERS_BY_ID = keptRead<[programmeId: string, partnerIds: readonly string[]], PartnerRow>(
  'partners.partners_by_id',
  ['uuid', 'uuid[]'],
  columnsText(partner),
);

export function readPartners(
  reads: Reads,
  programmeId: string,
  partnerIds: readonly string[],
): Promise<readonly PartnerRow[]> {
  return reads.ask(PARTNERS_BY_ID, programmeId, partnerIds);
}

/** Codes are compared as they are unique: without regard to case. */
export async function readPartnerByCode(db: Drizzle, programmeId: string, code: string): Promise<PartnerRow | null> {
  const [row] = await db
    .select()
    .from(partner)
    .where(and(eq(partner.programmeId, programmeId), sql`lower(${partner.code}) = lower(${code})`));
  return row ?? null;
}

export interface PartnerPage {
  readonly programmeId: string;
  /** Code and id of the last partner already seen. */
  readonly after: readonly string[] | null;
  readonly limit: number;
}

/** Partners of a programme by code. */
export async function listPartners(db: Drizzle, { programmeId, after, limit }: PartnerPage): Promise<PartnerRow[]> {
  return db
    .select()
    .from(partner)
    .where(
      and(
        eq(partner.programmeId, programmeId),
        after === null ? undefined : sql`(${partner.code}, ${partner.partnerId}) > (${after[0]}, ${after[1]}::uuid)`,
      ),
    )
    .orderBy(asc(partner.code), asc(partner.partnerId))
    .limit(limit);
}

/** Reads a partner and keeps its standing and its contracts from changing until the transaction ends. */
export async function lockPartner(db: Drizzle, programmeId: string, partnerId: string): Promise<PartnerRow | null> {
  const [row] = await db
    .select()
    .from(partner)
    .where(and(eq(partner.programmeId, programmeId), eq(partner.partnerId, partnerId)))
    .for('no key update');
  return row ?? null;
}

export async function updateStanding(
  db: Drizzle,
  partnerId: string,
  standing: PartnerRow['standing'],
  runOffUntil: Date | null,
): Promise<void> {
  await db.update(partner).set({ standing, runOffUntil }).where(eq(partner.partnerId, partnerId));
}
