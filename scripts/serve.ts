/**
 * `npm run serve -- <part>`: one process of the split deployment, until it is told to stop. The database must exist and be
 * migrated (`npm run migrate`); `npm run serve -- --help` prints every option. `npm run split` starts all five of it here.
 *
 * Started by another process with a channel, it tells that process its URL, and ends when the channel does.
 */
import { serve } from '../gateway/serve.ts';
import { serveSubgraph } from '../gateway/serve-subgraph.ts';
import { ensurePersonalDataKey, statementSecretsOf } from './credentials.ts';
import { readPartOptions } from './options.ts';
import { portFailure } from './port.ts';
import { runCommand } from './run-command.ts';

const options = readPartOptions(process.argv);

await runCommand(async (shutdown) => {
  const { part } = options;
  const split = { urls: options.subgraphUrls, secrets: options.subgraphSecrets };
  const personalDataKey = options.personalDataKey ?? (await ensurePersonalDataKey(options.dataDir));
  process.once('disconnect', () => void shutdown.stop());
  const { statementSecrets: _, ...common } = options;
  const starting =
    part === 'gateway'
      ? serve({ ...common, split, personalDataKey })
      : serveSubgraph(part, {
          ...common,
          split,
          personalDataKey,
          privateWebhooks: !options.production,
          ...(part === 'ledger' ? { statementSecrets: await statementSecretsOf(options) } : {}),
        });
  const served = await starting.catch((error: unknown) => {
    const listening = error instanceof Error && 'syscall' in error && error.syscall === 'listen';
    throw listening ? portFailure(error, options.host, options.port) : error;
  });
  await shutdown.add(() => served.close());
  if (process.send) process.send({ url: served.url });
  else console.log(`${part}  ${served.url}`);
  await shutdown.stopped;
  return 0;
});
