import type { TransactionSql } from '../../../db/client.ts';
import type { RewardOrder } from '../../../db/tables/rewards.ts';
import { type AuditEntry, auditEntries } from '../../serving/audit-trail.ts';
import type { Reservation } from './reserve-orders.ts';

export interface Placing {
  readonly keySpace: string;
  readonly key: string;
  readonly hash: Buffer;
  readonly outcome: object;
  readonly at: Date;
  /** Null when it was refused. */
  readonly order: RewardOrder | null;
  /** How it is reserved as it is placed; null when its points come first. */
  readonly reservation: Reservation | null;
  /** What the audit trail is told with the order. */
  readonly trail: readonly AuditEntry[];
}

/**
 * Remembers the keys of orders with what was decided, and places the orders there are: both or neither, for all of them in one statement. Whoever
 * sends one of the keys at the same time waits for the transaction.
 * @returns for each whether its key was free: nothing was written for those whose was not. Of several with one key the first has it
 */
export async function placeOrders(sql: TransactionSql, placings: readonly Placing[]): Promise<boolean[]> {
  const firsts = new Map<string, Placing>();
  for (const placing of placings) if (!firsts.has(nameOf(placing))) firsts.set(nameOf(placing), placing);
  const wanted = [...firsts.values()];
  const rows = wanted.map(({ keySpace, key, hash, outcome, at, order }) => ({
    ...{ key_space: keySpace, key, request_hash: hash.toString('hex'), outcome, at },
    ...{ order_id: order?.orderId, programme_id: order?.programmeId, reward_id: order?.rewardId },
    ...{ member_id: order?.memberId, store_id: order?.storeId, fulfilment: order?.fulfilment },
    ...{ points: order?.points.toString(), money_minor: order?.moneyMinor?.toString() },
    ...{ limit_period: order?.limitPeriod, confirmation_id: order?.confirmationId ?? undefined },
  }));
  const trail = wanted.flatMap((placing) => placing.trail);
  const claimed = await sql<{ key_space: string; key: string }[]>`
    WITH wanted AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS asked (key_space text, key text, request_hash text, outcome jsonb,
        at timestamptz, order_id uuid, programme_id uuid, reward_id uuid, member_id uuid, store_id uuid, fulfilment text, points bigint,
        money_minor bigint, limit_period text, confirmation_id uuid)
      ORDER BY key_space, key
    ),
    claimed AS (
      INSERT INTO rewards.remembered_command (key_space, key, request_hash, recorded_at, outcome)
      SELECT key_space, key, decode(request_hash, 'hex'), at, outcome FROM wanted
      ON CONFLICT DO NOTHING
      RETURNING key_space, key
    ),
    placed AS (
      INSERT INTO rewards.reward_order
        (order_id, programme_id, reward_id, member_id, store_id, points, money_minor, fulfilment, limit_period, confirmation_id, state,
        ordered_at, moved_at)
      SELECT order_id, programme_id, reward_id, member_id, store_id, points, money_minor, fulfilment, limit_period, confirmation_id, 'PENDING', at, at
      FROM wanted JOIN claimed USING (key_space, key)
      WHERE order_id IS NOT NULL
      RETURNING order_id
    ),
    trailed AS (${auditEntries(sql, trail)} WHERE (target::jsonb ->> 'orderId')::uuid IN (SELECT order_id FROM placed))
    SELECT key_space, key FROM claimed`;
  const free = new Set(claimed.map((row) => nameOf({ keySpace: row.key_space, key: row.key })));
  return placings.map((placing) => firsts.get(nameOf(placing)) === placing && free.has(nameOf(placing)));
}

function nameOf({ keySpace, key }: Pick<Placing, 'keySpace' | 'key'>): string {
  return JSON.stringify([keySpace, key]);
}
