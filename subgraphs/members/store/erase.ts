// Taking a person out of every table of this subgraph. What stays is a number without a name: what it did, and what it agreed to.
import { eq, sql } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';
import { consent, identity, member, outgoingMessage, qrDevice, tag, verification } from '../../../db/tables/members.ts';

/**
 * Erases a member: its keys, addresses, devices, messages and tags are gone, its name and birthday, too; it is closed. Of what it agreed to the hash of the wording
 * stays, which proves the wording to whoever has it. Bodies of remembered commands about it become unreadable, their keys as well: clients write card numbers into them.
 */
export async function eraseMember(db: Drizzle, memberId: string, at: Date): Promise<void> {
  await leaveHousehold(db, memberId);
  await db.delete(identity).where(eq(identity.memberId, memberId));
  await db.delete(verification).where(eq(verification.memberId, memberId));
  await db.delete(outgoingMessage).where(eq(outgoingMessage.memberId, memberId));
  await db.delete(qrDevice).where(eq(qrDevice.memberId, memberId));
  await db.delete(tag).where(eq(tag.memberId, memberId));
  await db.update(consent).set({ wording: FORGOTTEN }).where(eq(consent.memberId, memberId));
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

/** What stands where a person's words were. */
const FORGOTTEN = 'forgotten';

/**
 * Takes a member out of its household. The household's name goes with the last one, and where it is made of the member's: a family's name is a person's, too. Words
 * of two letters and fewer are nobody's.
 */
async function leaveHousehold(db: Drizzle, memberId: string): Promise<void> {
  const left = await db.execute<{ household_id: string }>(
    sql`DELETE FROM members.household_member WHERE member_id = ${memberId} RETURNING household_id`,
  );
  for (const { household_id: householdId } of left) {
    await db.execute(sql`
      DELETE FROM members.household WHERE household_id = ${householdId}
        AND NOT EXISTS (SELECT FROM members.household_member WHERE household_id = ${householdId})`);
    await db.execute(sql`
      UPDATE members.household SET name = ${FORGOTTEN} WHERE household_id = ${householdId} AND EXISTS (
        SELECT FROM members.member, regexp_split_to_table(lower(display_name), '\\s+') AS word
        WHERE member_id = ${memberId} AND length(word) > 2 AND position(word IN lower(household.name)) > 0)`);
  }
}
