import { asc, eq, inArray } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';
import { type IdentityRow, identity } from '../../../db/tables/members.ts';

/**
 * Writes identities in the order given (sort them: see `sortIdentities`) and answers with those that were free. Who wants one
 * that another transaction is taking waits for that one to end.
 */
export async function insertIdentities(
  db: Drizzle,
  rows: readonly IdentityRow[],
): Promise<{ kind: string; value: string }[]> {
  return db
    .insert(identity)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ kind: identity.kind, value: identity.value });
}

/** Identities of members, the oldest first. */
export async function readIdentitiesOf(db: Drizzle, memberIds: readonly string[]): Promise<IdentityRow[]> {
  return db
    .select()
    .from(identity)
    .where(inArray(identity.memberId, [...memberIds]))
    .orderBy(asc(identity.memberId), asc(identity.addedAt), asc(identity.kind), asc(identity.value));
}

export async function countIdentities(db: Drizzle, memberId: string): Promise<number> {
  return db.$count(identity, eq(identity.memberId, memberId));
}
