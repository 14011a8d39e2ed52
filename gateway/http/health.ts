/**
 * Two questions of whoever runs the process. `/health`: does it live? Yes, while it can answer. `/ready`: should it be sent
 * requests? Not while it warms up, while what it needs does not answer, or once it is stopping. No answer says more than the
 * names of the parts.
 */
import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Sql } from '../../db/client.ts';
import { sendJson } from './answers.ts';

/** Checks of what the process needs, by name: each resolves when its part answers. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<unknown>>>;

const CHECK_MILLIS = 2_000;

/** Answers `/health`. */
export function sendHealth(response: ServerResponse): void {
  sendJson(response, 200, { status: 'ok' });
}

/**
 * The feed of events goes on: nothing that was committed waits longer than `millis` for its place in it. The wait is that of the database, so
 * all gateways say no together: whoever follows is then behind, and a posting that nobody is told of is no good answer for long.
 */
export function requireOutboxLag(sql: Sql, millis: number): () => Promise<void> {
  return async () => {
    const [lag] = await sql<{ millis: number }[]>`SELECT millis FROM ledger.outbox_lag`;
    if ((lag?.millis ?? 0) > millis) throw new Error(`Events wait for ${Math.round(lag?.millis ?? 0)} ms`);
  };
}

/** Runs the checks once for all who ask meanwhile: a stranger who asks often must not keep the database busy. */
export function createReadiness(
  checks: ReadinessChecks,
  logger: Logger,
): () => Promise<Record<string, 'ok' | 'failed'>> {
  let running: Promise<Record<string, 'ok' | 'failed'>> | null = null;
  async function runAll(): Promise<Record<string, 'ok' | 'failed'>> {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        try {
          await withinTime(check());
          return [name, 'ok'] as const;
        } catch (error) {
          logger.warn({ err: error, check: name }, 'not ready');
          return [name, 'failed'] as const;
        }
      }),
    );
    return Object.fromEntries(results);
  }
  return () => {
    running ??= runAll().finally(() => {
      running = null;
    });
    return running;
  };
}

/** Answers `/ready`: 200 when every check passes, else 503 and which one did not. */
export async function sendReadiness(
  response: ServerResponse,
  { readiness, stopping }: { readiness: ReturnType<typeof createReadiness>; stopping: boolean },
): Promise<void> {
  const checks = await readiness();
  const ready = !stopping && Object.values(checks).every((result) => result === 'ok');
  sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : stopping ? 'stopping' : 'not ready', checks });
}

async function withinTime(check: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No answer in time')), CHECK_MILLIS);
  });
  try {
    await Promise.race([check, late]);
  } finally {
    clearTimeout(timer);
  }
}
