/** A durable PostgreSQL in a temporary folder that may be killed and comes back on the same data. Its clients come through a proxy. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../db/embedded.ts';
import { startWireProxy, type WireProxy } from '../load/wire-proxy.ts';

export interface TorturedServer {
  /** Through the proxy: what the product is given. Stays the same whatever happens. */
  readonly url: string;
  /** Straight to the server, for looking and breaking. Changes when it is started again. */
  directUrl(): string;
  readonly proxy: WireProxy;
  /** Kills the postmaster outright and starts the server again. Resolves when it answers. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTorturedServer(): Promise<TorturedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'loyalty-torture-'));
  // When we are root, PostgreSQL runs as another user, who must get in.
  await chmod(folder, 0o711);
  const start = (): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataDir: folder, kind: 'durable' });
  let server = await start().catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const proxy = await startWireProxy(server.url);
  return {
    url: proxy.url,
    directUrl: () => server.url,
    proxy,
    async killAndRestart() {
      process.kill(server.pid, 'SIGKILL');
      await server.ended;
      server = await start();
      proxy.retarget(server.url);
    },
    async stop() {
      await proxy.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
