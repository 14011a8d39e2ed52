import type { AnySql } from '../../../../db/client.ts';
import type { LotView } from '../../reading/wallet-view.ts';

/** Open lots of members now, in spending order. What lapsed before `today` is no longer available, swept or not. */
export async function readLots(
  sql: AnySql,
  programmeId: string,
  memberIds: readonly string[],
  today: string,
  soonestExpiryFirst: boolean,
): Promise<readonly LotView[]> {
  return sql<LotView[]>`
    SELECT * FROM (
      SELECT lot_id AS "lotId", member_id AS "memberId", issuer_id AS "issuerId", funder_id AS "funderId", component,
             contract_version_id AS "contractVersionId", points,
             CASE WHEN expires_on < ${today}::date THEN 0 ELSE available END AS available, held, pending,
             expires_on AS "expiresOn", earn_transaction_id AS "earnTransactionId"
      FROM ledger.lot
      WHERE member_id = ANY(${memberIds as string[]}::uuid[]) AND open AND programme_id = ${programmeId}
    ) AS lot
    WHERE available + held + pending > 0
    ORDER BY "memberId", ${soonestExpiryFirst ? sql`"expiresOn" NULLS LAST,` : sql``} "lotId"`;
}
