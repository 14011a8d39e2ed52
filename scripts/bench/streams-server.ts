/**
 * The product in a process of its own, for the bench of streams, which wants to know what that process takes. It is started with a channel
 * and with `--expose-gc`, says its URL, and answers every message with its usage. It ends when the channel does.
 */
import { pino } from 'pino';
import { serve } from '../../gateway/serve.ts';
import { figures } from '../../subgraphs/serving/figures.ts';

/** What the process takes, after the garbage was collected. */
export interface Usage {
  readonly rssBytes: number;
  readonly heapBytes: number;
  readonly openStreams: number;
  /** Subscribers of the ledger's feed. */
  readonly listeners: number;
  /** What the event loop waits for by kind: sockets, timers and the like. */
  readonly resources: Readonly<Record<string, number>>;
  readonly cpuMillis: number;
}

const served = await serve({
  databaseUrl: process.env.DATABASE_URL ?? '',
  personalDataKey: process.env.PERSONAL_DATA_KEY ?? '',
  port: 0,
  host: '127.0.0.1',
  production: true,
  logger: pino({ level: 'error' }, pino.destination(2)),
});

process.on('message', async () => {
  // Twice: what a finaliser lets go of goes with the second.
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const usage: Usage = {
    rssBytes: rss,
    heapBytes: heapUsed,
    openStreams: served.openStreams,
    listeners: await listeners(),
    resources: resources(),
    cpuMillis: (user + system) / 1000,
  };
  process.send?.(usage);
});
process.once('disconnect', () => void served.close().finally(() => process.exit()));
process.send?.({ url: served.url });

async function listeners(): Promise<number> {
  const told = await figures.getSingleMetric('loyalty_feed_listeners')?.get();
  return told?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
}

function resources(): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counted[kind] = (counted[kind] ?? 0) + 1;
  return counted;
}
