import type { AnySql } from '../../../db/client.ts';

/**
 * Counts one more try of a client in a window, before it is known whether the code is right: tries at once cannot slip past the limit.
 * @returns how many failed in the window, this one included
 */
export async function countTry(sql: AnySql, clientId: string, windowAt: Date): Promise<number> {
  const [row] = await sql<{ failures: number }[]>`
    INSERT INTO rewards.failed_code AS failed (client_id, window_at, failures) VALUES (${clientId}, ${windowAt}, 1)
    ON CONFLICT (client_id, window_at) DO UPDATE SET failures = failed.failures + 1
    RETURNING failures`;
  return row?.failures ?? 0;
}

/** Takes a try back that named a voucher, and forgets windows long past. */
export async function forgiveTry(sql: AnySql, clientId: string, windowAt: Date): Promise<void> {
  await sql`
    UPDATE rewards.failed_code SET failures = failures - 1
    WHERE client_id = ${clientId} AND window_at = ${windowAt} AND failures > 0`;
}

export async function forgetTries(sql: AnySql, before: Date): Promise<void> {
  await sql`DELETE FROM rewards.failed_code WHERE window_at < ${before}`;
}
