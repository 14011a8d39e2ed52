import type { AnySql } from '../../../db/client.ts';
import type { RewardOrder } from '../../../db/tables/rewards.ts';
import { type AuditEntry, auditEntries } from '../../serving/audit-trail.ts';

/**
 * Remembers an order's key with what was decided, and places the order when there is one: both or neither, in one statement, because every order passes here
 * and a transaction of several would cost as many round trips. Whoever sends the key at the same time waits for this to commit.
 * @returns false when the key was claimed before: nothing was written then
 */
export async function placeOrder(
  sql: AnySql,
  placing: {
    readonly keySpace: string;
    readonly key: string;
    readonly hash: Buffer;
    readonly outcome: object;
    readonly at: Date;
    readonly order: RewardOrder | null;
    /** What the audit trail is told with the order. */
    readonly trail: readonly AuditEntry[];
  },
): Promise<boolean> {
  const { order } = placing;
  const claimed = await sql`
    WITH claimed AS (
      INSERT INTO rewards.remembered_command (key_space, key, request_hash, recorded_at, outcome)
      VALUES (${placing.keySpace}, ${placing.key}, ${placing.hash}, ${placing.at}, ${JSON.stringify(placing.outcome)}::jsonb)
      ON CONFLICT DO NOTHING
      RETURNING key
    ),
    placed AS (
      INSERT INTO rewards.reward_order
        (order_id, programme_id, reward_id, member_id, store_id, points, money_minor, fulfilment, limit_period, state, ordered_at, moved_at)
      SELECT ${order?.orderId ?? null}::uuid, ${order?.programmeId ?? null}::uuid, ${order?.rewardId ?? null}::uuid,
        ${order?.memberId ?? null}::uuid, ${order?.storeId ?? null}::uuid, ${order?.points ?? null}::bigint,
        ${order?.moneyMinor ?? null}::bigint, ${order?.fulfilment ?? null}, ${order?.limitPeriod ?? null}, 'PENDING',
        ${placing.at}::timestamptz, ${placing.at}::timestamptz
      FROM claimed WHERE ${order !== null}
    ),
    trailed AS (${auditEntries(sql, placing.trail)} WHERE EXISTS (SELECT FROM claimed))
    SELECT FROM claimed`;
  return claimed.length === 1;
}
