import { type Part, part } from './batch-sql.ts';

/** Makes the empty wallets of members of the programme who have none, so that there is something to lock. In the order of ids, like the locks. */
export function insertWallets(programmeId: string, memberIds: string): Part {
  return part`
    INSERT INTO ledger.wallet (member_id, programme_id)
    SELECT member_id, programme_id FROM members.member_reference
    WHERE member_id = ANY(${memberIds}::uuid[]) AND programme_id = ${programmeId}::uuid
    ORDER BY member_id
    ON CONFLICT (member_id) DO NOTHING`;
}
