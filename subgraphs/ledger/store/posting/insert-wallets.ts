import { type Part, part } from './batch-sql.ts';

/** Makes the empty wallets of members who have none, so that there is something to lock. In the order of ids, like the locks. */
export function insertWallets(programmeId: string, memberIds: string): Part {
  return part`
    INSERT INTO ledger.wallet (member_id, programme_id)
    SELECT member_id, ${programmeId}::uuid FROM unnest(${memberIds}::uuid[]) AS member_id ORDER BY member_id
    ON CONFLICT (member_id) DO NOTHING`;
}
