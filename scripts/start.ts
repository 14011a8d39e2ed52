/**
 * `npm start`: everything in one process, until Ctrl-C.
 *
 *   npm start                               embedded PostgreSQL, data under .data/, port 4000, a demo programme
 *   DATABASE_URL=postgres://... npm start   a server of its own
 *   npm start -- --help                     every option
 */
import { readStartOptions } from './options.ts';
import { type Serve, startProduct } from './product.ts';
import { runCommand } from './run-command.ts';
import { welcome } from './welcome.ts';

const load = async (): Promise<Serve> => (await import('../gateway/serve.ts')).serve;

const options = readStartOptions(process.argv);

await runCommand(async (shutdown) => {
  const product = await startProduct(options, load, shutdown, console.log);
  if (shutdown.requested) return;
  console.log(welcome(product.url, { demo: product.demo, explorer: !options.production }));
  await Promise.race([shutdown.stopped, product.failed]);
});
