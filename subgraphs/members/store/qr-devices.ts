import { and, eq, lt, sql } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';
import { type QrDeviceRow, qrDevice } from '../../../db/tables/members.ts';

/** Makes the member's device; the one before it shows codes that are good no more. */
export async function replaceQrDevice(db: Drizzle, row: QrDeviceRow): Promise<void> {
  await db.delete(qrDevice).where(eq(qrDevice.memberId, row.memberId));
  await db.insert(qrDevice).values(row);
}

export async function readQrDevice(db: Drizzle, deviceId: string): Promise<QrDeviceRow | null> {
  const [row] = await db.select().from(qrDevice).where(eq(qrDevice.deviceId, deviceId));
  return row ?? null;
}

export async function readQrDeviceByHandle(
  db: Drizzle,
  programmeId: string,
  handle: string,
): Promise<QrDeviceRow | null> {
  const [row] = await db
    .select()
    .from(qrDevice)
    .where(and(eq(qrDevice.programmeId, programmeId), eq(qrDevice.handle, handle)));
  return row ?? null;
}

/** Uses up a step of the clock. False when it, or a later one, was used before. */
export async function useStep(db: Drizzle, deviceId: string, step: number): Promise<boolean> {
  const rows = await db
    .update(qrDevice)
    .set({ lastStep: step, failures: 0 })
    .where(and(eq(qrDevice.deviceId, deviceId), lt(qrDevice.lastStep, step)))
    .returning({ deviceId: qrDevice.deviceId });
  return rows.length === 1;
}

/** Counts a wrong code; the count begins anew when the last one began before `since`. */
export async function countFailure(db: Drizzle, deviceId: string, at: Date, since: Date): Promise<void> {
  await db
    .update(qrDevice)
    .set({
      failures: sql`CASE WHEN ${qrDevice.failuresSince} < ${since} THEN 1 ELSE ${qrDevice.failures} + 1 END`,
      failuresSince: sql`CASE WHEN ${qrDevice.failuresSince} < ${since} THEN ${at} ELSE ${qrDevice.failuresSince} END`,
    })
    .where(eq(qrDevice.deviceId, deviceId));
}
