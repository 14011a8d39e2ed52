// Keys that find members. What leaves here is readable, what is stored is not (subgraphs/serving/personal-data.ts).
import { and, asc, eq, sql as fragment, inArray, isNull } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';
import { type IdentityRow, identity } from '../../../db/tables/members.ts';
import { identityLookup, type PersonalData } from '../../serving/personal-data.ts';
import type { Identity } from '../../shared/identity-value.ts';
import { isId } from '../../shared/ids.ts';

/** An identity with its value as it was given, in its one stored form. */
export type KnownIdentity = Omit<IdentityRow, 'lookup' | 'sealed'> & Identity;

export interface NewIdentity extends Identity {
  readonly identityId: string;
  readonly programmeId: string;
  readonly memberId: string;
  readonly addedAt: Date;
  readonly verifiedAt?: Date;
}

/**
 * Writes identities in the order given (sort them: see `sortIdentities`) and answers with the ids of those that were free. Who wants one
 * that another transaction is taking waits for that one to end.
 */
export async function insertIdentities(
  db: Drizzle,
  personalData: PersonalData,
  identities: readonly NewIdentity[],
): Promise<string[]> {
  const rows = identities.map(({ value, ...row }) => ({
    ...row,
    lookup: identityLookup(personalData, row.programmeId, { kind: row.kind, value }),
    sealed: personalData.seal(value, row.identityId),
  }));
  const written = await db
    .insert(identity)
    .values(rows)
    .onConflictDoNothing()
    .returning({ identityId: identity.identityId });
  return written.map((row) => row.identityId);
}

/** Identities of members, the oldest first; blocked ones among them. */
export async function readIdentitiesOf(
  db: Drizzle,
  personalData: PersonalData,
  memberIds: readonly string[],
): Promise<KnownIdentity[]> {
  const rows = await db
    .select()
    .from(identity)
    .where(inArray(identity.memberId, [...memberIds]))
    .orderBy(asc(identity.memberId), asc(identity.addedAt), asc(identity.kind), asc(identity.identityId));
  return rows.map((row) => opened(personalData, row));
}

export async function countIdentities(db: Drizzle, memberId: string): Promise<number> {
  return db.$count(identity, and(eq(identity.memberId, memberId), isNull(identity.blockedAt)));
}

/** One identity of a member, or of one that was merged into it, kept from changing until the transaction ends. */
export async function lockIdentity(
  db: Drizzle,
  personalData: PersonalData,
  memberId: string,
  identityId: string,
): Promise<KnownIdentity | null> {
  if (!isId(identityId)) return null;
  const [row] = await db
    .select()
    .from(identity)
    .where(
      and(
        eq(identity.identityId, identityId),
        fragment`${identity.memberId} IN (
          SELECT member_id FROM members.member WHERE member_id = ${memberId} OR merged_into = ${memberId})`,
      ),
    )
    .for('no key update');
  return row === undefined ? null : opened(personalData, row);
}

/** Whose an identity is, blocked or not; locked. */
export async function lockIdentityByLookup(
  db: Drizzle,
  programmeId: string,
  kind: Identity['kind'],
  lookup: string,
): Promise<Pick<IdentityRow, 'identityId' | 'memberId' | 'verifiedAt' | 'blockedAt'> | null> {
  const [row] = await db
    .select({
      identityId: identity.identityId,
      memberId: identity.memberId,
      verifiedAt: identity.verifiedAt,
      blockedAt: identity.blockedAt,
    })
    .from(identity)
    .where(and(eq(identity.programmeId, programmeId), eq(identity.kind, kind), eq(identity.lookup, lookup)))
    .for('no key update');
  return row ?? null;
}

export async function markVerified(db: Drizzle, identityId: string, at: Date): Promise<void> {
  await db.update(identity).set({ verifiedAt: at }).where(eq(identity.identityId, identityId));
}

/** From now on the identity finds nobody, and stays taken. */
export async function blockIdentity(
  db: Drizzle,
  identityId: string,
  reason: NonNullable<IdentityRow['blockReason']>,
  at: Date,
): Promise<void> {
  await db.update(identity).set({ blockedAt: at, blockReason: reason }).where(eq(identity.identityId, identityId));
}

/** Which card a blocked one was replaced by. */
export async function noteReplacement(db: Drizzle, identityId: string, replacedBy: string): Promise<void> {
  await db.update(identity).set({ replacedBy }).where(eq(identity.identityId, identityId));
}

function opened(personalData: PersonalData, { lookup: _, sealed, ...row }: IdentityRow): KnownIdentity {
  return { ...row, value: personalData.open(sealed, row.identityId) };
}
