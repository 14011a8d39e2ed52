/** The product in a process of its own (streams-server.ts), as benches of streams see it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { makePersonalDataKey } from '../../subgraphs/serving/personal-data.ts';
import type { Usage } from './streams-server.ts';

const PROGRAM = fileURLToPath(new URL('./streams-server.ts', import.meta.url));

export interface Product {
  readonly url: string;
  usage(): Promise<Usage>;
  /** Asks until it is so; throws after half a minute. */
  until(holds: (usage: Usage) => boolean): Promise<Usage>;
  stop(): Promise<void>;
}

export async function startProduct(databaseUrl: string): Promise<Product> {
  const child: ChildProcess = fork(PROGRAM, {
    execArgv: [...process.execArgv, '--import', 'tsx', '--expose-gc'],
    env: { ...process.env, DATABASE_URL: databaseUrl, PERSONAL_DATA_KEY: makePersonalDataKey() },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  const usage = async (): Promise<Usage> => {
    const answered = once(child, 'message') as Promise<[Usage]>;
    child.send('usage');
    return (await answered)[0];
  };
  return {
    url,
    usage,
    async until(holds) {
      const end = performance.now() + 30_000;
      for (;;) {
        const now = await usage();
        if (holds(now)) return now;
        if (performance.now() > end) throw new Error(`It does not come to rest: ${JSON.stringify(now)}`);
      }
    },
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
