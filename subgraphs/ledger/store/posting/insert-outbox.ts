import type { PlatformEvent } from '../../../shared/platform-event.ts';
import { type Part, part } from './batch-sql.ts';

/** The batch's events in posting order, in its own transaction: what was committed is told, and nothing else is. */
export function insertOutbox(programmeId: string, recordedAt: Date, events: readonly PlatformEvent[]): Part {
  return part`
    INSERT INTO ledger.outbox (programme_id, recorded_at, events)
    VALUES (${programmeId}::uuid, ${recordedAt.toISOString()}::timestamptz, ${JSON.stringify(events)}::jsonb)`;
}
