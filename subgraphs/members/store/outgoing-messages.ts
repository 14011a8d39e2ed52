import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';
import { type OutgoingMessageRow, outgoingMessage } from '../../../db/tables/members.ts';

export async function insertOutgoingMessage(db: Drizzle, row: OutgoingMessageRow): Promise<void> {
  await db.insert(outgoingMessage).values(row);
}

/** The oldest messages of a programme that are still worth sending. */
export async function readOutgoingMessages(
  db: Drizzle,
  programmeId: string,
  at: Date,
  limit: number,
): Promise<OutgoingMessageRow[]> {
  return db
    .select()
    .from(outgoingMessage)
    .where(and(eq(outgoingMessage.programmeId, programmeId), gt(outgoingMessage.expiresAt, at)))
    .orderBy(asc(outgoingMessage.messageId))
    .limit(limit);
}

/** Removes messages that were sent, and answers with how many there were. */
export async function deleteOutgoingMessages(
  db: Drizzle,
  programmeId: string,
  messageIds: readonly string[],
): Promise<number> {
  const rows = await db
    .delete(outgoingMessage)
    .where(and(eq(outgoingMessage.programmeId, programmeId), inArray(outgoingMessage.messageId, [...messageIds])))
    .returning({ messageId: outgoingMessage.messageId });
  return rows.length;
}
