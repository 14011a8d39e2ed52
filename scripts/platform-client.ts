/**
 * Makes a client of the platform's, which may create programmes, and prints its credentials, once: `npm run --silent platform-client`.
 *
 * For a database that only `npm run serve` processes use; `npm start` makes one by itself. The secret is kept nowhere, only its hash is.
 */
import { openDatabase } from '../db/client.ts';
import { createPlatformClient } from './credentials.ts';
import { readyDatabase } from './database.ts';
import { readDatabaseOptions } from './options.ts';
import { runCommand } from './run-command.ts';

const what = "Makes a client of the platform's and prints its credentials, once.";
const options = readDatabaseOptions('npm run platform-client', what, process.argv);

await runCommand(async (shutdown) => {
  const { url } = await readyDatabase(options, shutdown, console.error);
  const owner = openDatabase({ url, max: 1, applicationName: 'loyalty-platform-client' });
  await shutdown.add(() => owner.close());
  console.log(JSON.stringify(await createPlatformClient(owner.sql, new Date())));
  return 0;
});
