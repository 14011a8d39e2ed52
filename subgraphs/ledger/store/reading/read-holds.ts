import type { AnySql } from '../../../../db/client.ts';

/** A hold as it stands now. */
export interface HoldView {
  readonly holdId: string;
  readonly memberId: string;
  readonly partnerId: string;
  readonly storeId: string | null;
  readonly points: bigint;
  readonly held: bigint;
  readonly state: 'OPEN' | 'CAPTURED' | 'VOIDED' | 'EXPIRED';
  readonly expiresAt: Date;
}

/** Holds of a programme by id. */
export async function readHolds(
  sql: AnySql,
  programmeId: string,
  holdIds: readonly string[],
): Promise<readonly HoldView[]> {
  return sql<HoldView[]>`
    SELECT hold_id AS "holdId", member_id AS "memberId", partner_id AS "partnerId", store_id AS "storeId", points, held, state,
           expires_at AS "expiresAt"
    FROM ledger.hold WHERE hold_id = ANY(${holdIds as string[]}::uuid[]) AND programme_id = ${programmeId}`;
}
