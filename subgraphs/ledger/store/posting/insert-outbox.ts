import type { PointsChanged } from '../../domain/points-changed.ts';
import type { AnySql, Statement } from './batch-sql.ts';

/** The batch's events in posting order, in its own transaction: what was committed is told, and nothing else is. */
export function insertOutbox(
  sql: AnySql,
  programmeId: string,
  recordedAt: Date,
  events: readonly PointsChanged[],
): Statement<object> {
  return sql<object[]>`
    INSERT INTO ledger.outbox (programme_id, recorded_at, events)
    VALUES (${programmeId}::uuid, ${recordedAt.toISOString()}::timestamptz, ${JSON.stringify(events)}::jsonb)`;
}
