// Taking a person out of every table of this subgraph. What stays is a number without a name: what it did, and what it agreed to.
import { eq, sql } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';
import { identity, member, outgoingMessage, qrDevice, tag, verification } from '../../../db/tables/members.ts';

/**
 * Erases a member: its keys, addresses, devices, messages and tags are gone, its name and birthday, too; it is closed. Bodies of remembered commands
 * about it become unreadable, their keys as well: clients write card numbers into them.
 */
export async function eraseMember(db: Drizzle, memberId: string, at: Date): Promise<void> {
  await db.delete(identity).where(eq(identity.memberId, memberId));
  await db.delete(verification).where(eq(verification.memberId, memberId));
  await db.delete(outgoingMessage).where(eq(outgoingMessage.memberId, memberId));
  await db.delete(qrDevice).where(eq(qrDevice.memberId, memberId));
  await db.execute(sql`DELETE FROM members.household_member WHERE member_id = ${memberId}`);
  await db.delete(tag).where(eq(tag.memberId, memberId));
  await db
    .update(member)
    .set({
      status: 'CLOSED',
      mergedInto: null,
      statusChangedAt: at,
      displayName: null,
      birthDate: null,
      locale: 'en',
      preferredChannel: null,
      preferredHour: null,
      erasedAt: at,
    })
    .where(eq(member.memberId, memberId));
  await db.execute(sql`
    UPDATE members.remembered_command
    SET key = 'erased:' || gen_random_uuid(), request_hash = '\\x00'
    WHERE outcome #>> '{result,memberId}' = ${memberId}`);
}
