/**
 * Slows down guessing: who fails too often within a minute is refused for the rest of it, right or wrong, whichever gateway is asked.
 *
 * Counted in PostgreSQL (`platform.failed_attempts`), because a client may be guessed at through every gateway at once. It costs one look-up per
 * attempt and a write per failure, on an endpoint that an app asks once an hour. What is over is deleted with the next failure.
 */
import { createHash } from 'node:crypto';
import type { Database } from '../../db/client.ts';
import type { Clock } from '../../subgraphs/shared/clock.ts';

/** Whose failures are counted together, and how many of them a window allows. */
export interface FailureCount {
  readonly key: string;
  readonly allowed: number;
}

export interface FailureLimit {
  /** Seconds to wait when one of these has failed too often, else 0. */
  waitFor(counts: readonly FailureCount[]): Promise<number>;
  /** Counts a failure under each. */
  failed(counts: readonly FailureCount[]): Promise<void>;
}

const FORGOTTEN_AT_ONCE = 1_000;

/** Windows last `windowMillis` from their first failure. */
export function createFailureLimit({ sql }: Database, clock: Clock, windowMillis = 60_000): FailureLimit {
  return {
    async waitFor(counts) {
      const now = clock();
      const [over] = await sql<{ endsAt: Date | null }[]>`
        SELECT max(ends_at) AS "endsAt" FROM platform.failed_attempts
        JOIN unnest(${counts.map(hashed)}::text[], ${counts.map(({ allowed }) => allowed)}::int[]) AS asked (key, allowed)
          ON failed_attempts.key = decode(asked.key, 'hex')
        WHERE failures >= allowed AND ends_at > ${now}`;
      return over?.endsAt == null ? 0 : Math.max(1, Math.ceil((over.endsAt.getTime() - now.getTime()) / 1_000));
    },
    async failed(counts) {
      const now = clock();
      // In one order, so that two gateways do not wait for each other.
      await sql`
        INSERT INTO platform.failed_attempts AS kept (key, failures, ends_at)
        SELECT DISTINCT decode(key, 'hex'), 1, ${new Date(now.getTime() + windowMillis)}::timestamptz
        FROM unnest(${counts.map(hashed)}::text[]) AS failed (key) ORDER BY 1
        ON CONFLICT (key) DO UPDATE SET
          failures = CASE WHEN kept.ends_at > ${now} THEN kept.failures + 1 ELSE 1 END,
          ends_at = CASE WHEN kept.ends_at > ${now} THEN kept.ends_at ELSE excluded.ends_at END`;
      await sql`
        DELETE FROM platform.failed_attempts WHERE key IN (
          SELECT key FROM platform.failed_attempts WHERE ends_at <= ${now} ORDER BY ends_at LIMIT ${FORGOTTEN_AT_ONCE}
          FOR UPDATE SKIP LOCKED)`;
    },
  };
}

function hashed({ key }: FailureCount): string {
  return createHash('sha256').update(key).digest('hex');
}
