import { sql } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';

/**
 * Waits until every command that moves points in the programme and may have read a member's old status has ended, and holds
 * later ones back until this transaction ends (db/migrations/members: `member_reference`). One lock for a programme, not one for
 * a member: a posting of a thousand members takes one, and changes of status are few and short.
 */
export async function lockMemberStatuses(db: Drizzle, programmeId: string): Promise<void> {
  await db.execute(
    sql`SELECT pg_advisory_xact_lock(hashtextextended('members.member_status:' || ${programmeId}::uuid::text, 0))`,
  );
}
