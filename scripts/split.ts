/**
 * `npm run split`: as `npm start`, with the gateway and the four subgraphs as five processes, until Ctrl-C. Same options.
 */
import { readStartOptions } from './options.ts';
import { startProduct } from './product.ts';
import { runCommand } from './run-command.ts';
import { type SplitProcesses, startSplitProcesses } from './split-processes.ts';
import { welcome } from './welcome.ts';

const options = readStartOptions(process.argv);

await runCommand(async (shutdown) => {
  let processes: SplitProcesses | null = null;
  const product = await startProduct(
    options,
    async () => async (given) => {
      processes = await startSplitProcesses(given);
      return processes;
    },
    shutdown,
    console.log,
  );
  if (shutdown.requested) return;
  const { pids, failed } = processes as unknown as SplitProcesses;
  console.log(`\nFive processes: ${[...pids].map(([part, pid]) => `${part} ${pid}`).join(', ')}.`);
  console.log(welcome(product.url, { demo: product.demo, explorer: !options.production }));
  await Promise.race([shutdown.stopped, product.failed, failed]);
});
