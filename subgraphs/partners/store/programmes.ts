import { eq, inArray } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';
import { type ProgrammeRow, programme } from '../../../db/tables/partners.ts';

/** Whether it was written: false when another programme has the code. */
export async function insertProgramme(db: Drizzle, row: ProgrammeRow): Promise<boolean> {
  const written = await db.insert(programme).values(row).onConflictDoNothing().returning({ id: programme.programmeId });
  return written.length === 1;
}

export async function readProgrammes(db: Drizzle, programmeIds: readonly string[]): Promise<ProgrammeRow[]> {
  return db
    .select()
    .from(programme)
    .where(inArray(programme.programmeId, [...programmeIds]));
}

export async function readProgramme(db: Drizzle, programmeId: string): Promise<ProgrammeRow | null> {
  const [row] = await db.select().from(programme).where(eq(programme.programmeId, programmeId));
  return row ?? null;
}

/** Keeps others from doing the same until the transaction ends; false when there is no such programme. */
export async function lockProgramme(db: Drizzle, programmeId: string): Promise<boolean> {
  const rows = await db
    .select({ id: programme.programmeId })
    .from(programme)
    .where(eq(programme.programmeId, programmeId))
    .for('no key update');
  return rows.length === 1;
}
