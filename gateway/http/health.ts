/**
 * Two questions of whoever runs the process. `/health`: does it live? Yes, while it can answer. `/ready`: should it be sent
 * requests? Not while it warms up, while what it needs does not answer, or once it is stopping. No answer says more than the
 * names of the parts.
 */
import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { sendJson } from './answers.ts';

/** Checks of what the process needs, by name: each resolves when its part answers. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<unknown>>>;

const CHECK_MILLIS = 2_000;

/** Answers `/health`. */
export function sendHealth(response: ServerResponse): void {
  sendJson(response, 200, { status: 'ok' });
}

/** Answers `/ready`: 200 when every check passes, else 503 and which one did not. */
export async function sendReadiness(
  response: ServerResponse,
  { checks, stopping, logger }: { checks: ReadinessChecks; stopping: boolean; logger: Logger },
): Promise<void> {
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
  const ready = !stopping && results.every(([, result]) => result === 'ok');
  sendJson(response, ready ? 200 : 503, {
    status: ready ? 'ready' : stopping ? 'stopping' : 'not ready',
    checks: Object.fromEntries(results),
  });
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
