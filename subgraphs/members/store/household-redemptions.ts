import type { AnySql } from '../../../db/client.ts';
import type { Refusal } from '../../shared/refusal.ts';

export interface HouseholdRedemptionRow {
  readonly redemptionId: string;
  readonly programmeId: string;
  readonly memberId: string;
  readonly storeId: string;
  readonly points: bigint;
  readonly reference: string | null;
  /** What is drawn of the others for it; null when the member had enough. */
  readonly drawId: string | null;
  /** The member's word, where it wants to be asked. */
  readonly confirmationId: string | null;
  readonly state: 'ASKED' | 'DONE' | 'REFUSED';
  readonly transactionId: string | null;
  readonly refusal: Refusal | null;
  readonly askedAt: Date;
}

export async function insertRedemption(
  sql: AnySql,
  row: Omit<HouseholdRedemptionRow, 'state' | 'transactionId' | 'refusal'>,
): Promise<void> {
  await sql`
    INSERT INTO members.household_redemption (redemption_id, programme_id, member_id, store_id, points, reference, draw_id, confirmation_id, state, asked_at)
    VALUES (${row.redemptionId}, ${row.programmeId}, ${row.memberId}, ${row.storeId}, ${row.points}, ${row.reference}, ${row.drawId}, ${row.confirmationId},
            'ASKED', ${row.askedAt})`;
}

export async function readRedemption(sql: AnySql, redemptionId: string): Promise<HouseholdRedemptionRow | null> {
  const [row] = await sql<HouseholdRedemptionRow[]>`
    SELECT redemption_id AS "redemptionId", programme_id AS "programmeId", member_id AS "memberId", store_id AS "storeId", points, reference,
           draw_id AS "drawId", confirmation_id AS "confirmationId", state, transaction_id AS "transactionId", refusal, asked_at AS "askedAt"
    FROM members.household_redemption WHERE redemption_id = ${redemptionId}`;
  return row ?? null;
}

/** What became of it; nothing when that is known already. */
export async function answerRedemption(
  sql: AnySql,
  redemptionId: string,
  answer: { readonly transactionId: string } | { readonly refusal: Refusal },
): Promise<void> {
  const done = 'transactionId' in answer;
  await sql`
    UPDATE members.household_redemption
    SET state = ${done ? 'DONE' : 'REFUSED'}, transaction_id = ${done ? answer.transactionId : null},
        refusal = ${done ? null : JSON.stringify(answer.refusal)}::jsonb
    WHERE redemption_id = ${redemptionId} AND state = 'ASKED'`;
}

/** Redemptions that a crash left on their way. */
export async function readAskedRedemptions(sql: AnySql, before: Date): Promise<string[]> {
  const rows = await sql<{ redemptionId: string }[]>`
    SELECT redemption_id AS "redemptionId" FROM members.household_redemption
    WHERE state = 'ASKED' AND asked_at < ${before} ORDER BY asked_at LIMIT 100`;
  return rows.map((row) => row.redemptionId);
}
