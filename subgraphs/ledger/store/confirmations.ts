import type { AnySql } from '../../../db/client.ts';
import { type Refusal, refuse } from '../../shared/refusal.ts';

export interface ConfirmationRow {
  readonly confirmationId: string;
  readonly programmeId: string;
  readonly memberId: string;
  readonly points: bigint;
  readonly storeId: string | null;
  readonly confirmedAt: Date;
  readonly expiresAt: Date;
}

export async function insertConfirmation(sql: AnySql, row: ConfirmationRow): Promise<void> {
  await sql`
    INSERT INTO ledger.confirmation (confirmation_id, programme_id, member_id, points, store_id, confirmed_at, expires_at)
    VALUES (${row.confirmationId}, ${row.programmeId}, ${row.memberId}, ${row.points}, ${row.storeId}, ${row.confirmedAt}, ${row.expiresAt})`;
}

export async function readConfirmation(sql: AnySql, confirmationId: string): Promise<ConfirmationRow | null> {
  const [row] = await sql<ConfirmationRow[]>`
    SELECT confirmation_id AS "confirmationId", programme_id AS "programmeId", member_id AS "memberId", points, store_id AS "storeId",
           confirmed_at AS "confirmedAt", expires_at AS "expiresAt"
    FROM ledger.confirmation WHERE confirmation_id = ${confirmationId}`;
  return row ?? null;
}

/** Uses a confirmation up for one command; the same command may come again. */
export async function useConfirmation(
  sql: AnySql,
  use: {
    readonly confirmationId: string;
    readonly programmeId: string;
    readonly memberId: string;
    readonly storeId: string;
    readonly points: bigint;
    readonly usedBy: string;
    readonly at: Date;
  },
): Promise<Refusal | null> {
  const used = await sql`
    UPDATE ledger.confirmation SET used_by = ${use.usedBy}
    WHERE confirmation_id = ${use.confirmationId} AND programme_id = ${use.programmeId} AND member_id = ${use.memberId}
      AND points >= ${use.points} AND (store_id IS NULL OR store_id = ${use.storeId})
      AND (used_by = ${use.usedBy} OR (used_by IS NULL AND expires_at > ${use.at}))
    RETURNING confirmation_id`;
  return used.length === 1
    ? null
    : refuse(
        'CONFIRMATION_UNKNOWN',
        'No such confirmation for this member, store and points, or it is no longer good.',
        ['input', 'confirmationId'],
      );
}

/** Above how many points a member wants to be asked; null is never. By id, or by the keyed hash of an identity. */
export async function readConfirmAbove(
  sql: AnySql,
  programmeId: string,
  member: { readonly memberId: string } | { readonly kind: string; readonly lookup: string },
): Promise<{ memberId: string; confirmAbove: bigint | null } | null> {
  const [row] =
    'memberId' in member
      ? await sql<{ memberId: string; confirmAbove: bigint | null }[]>`
          SELECT member_id AS "memberId", confirm_above AS "confirmAbove" FROM members.member_reference
          WHERE member_id = ${member.memberId} AND programme_id = ${programmeId}`
      : await sql<{ memberId: string; confirmAbove: bigint | null }[]>`
          SELECT member_id AS "memberId", confirm_above AS "confirmAbove" FROM members.member_reference
          WHERE member_id = (SELECT member_id FROM members.identity_reference
                             WHERE programme_id = ${programmeId} AND kind = ${member.kind} AND lookup = ${member.lookup})`;
  return row ?? null;
}

/** Whether a command under this key was answered before. */
export async function wasAnswered(sql: AnySql, programmeId: string, keySpace: string, key: string): Promise<boolean> {
  const [found] = await sql<{ answered: boolean }[]>`
    SELECT ledger.transaction_of_key(${programmeId}, ${keySpace}, ${key}) IS NOT NULL AS answered`;
  return found?.answered === true;
}
