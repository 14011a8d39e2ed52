import { and, eq, gte, sql } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';
import { type VerificationRow, verification } from '../../../db/tables/members.ts';

export async function insertVerification(db: Drizzle, row: VerificationRow): Promise<void> {
  await db.insert(verification).values(row);
}

/** How often a code was asked for since then, for an address of a programme or by a member. */
export async function countVerifications(
  db: Drizzle,
  of: { readonly programmeId: string; readonly lookup: string } | { readonly memberId: string },
  since: Date,
): Promise<number> {
  const whose =
    'memberId' in of
      ? eq(verification.memberId, of.memberId)
      : and(eq(verification.programmeId, of.programmeId), eq(verification.lookup, of.lookup));
  return db.$count(verification, and(whose, gte(verification.requestedAt, since)));
}

/** Counts an attempt and answers with the verification as it then is; null when there is none. */
export async function countAttempt(
  db: Drizzle,
  programmeId: string,
  verificationId: string,
): Promise<VerificationRow | null> {
  const [row] = await db
    .update(verification)
    .set({ attempts: sql`${verification.attempts} + 1` })
    .where(and(eq(verification.programmeId, programmeId), eq(verification.verificationId, verificationId)))
    .returning();
  return row ?? null;
}

/** False when it was confirmed before. */
export async function confirmVerification(db: Drizzle, verificationId: string, at: Date): Promise<boolean> {
  const rows = await db
    .update(verification)
    .set({ confirmedAt: at })
    .where(and(eq(verification.verificationId, verificationId), sql`${verification.confirmedAt} IS NULL`))
    .returning({ verificationId: verification.verificationId });
  return rows.length === 1;
}
