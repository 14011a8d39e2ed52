/**
 * Brings the database to the form that this checkout needs, and stops.
 *
 *   npm run migrate                      the embedded database in DATA_DIR
 *   DATABASE_URL=... npm run migrate     a server of its own
 */
import { readyDatabase } from './database.ts';
import { readDatabaseOptions } from './options.ts';
import { runCommand } from './run-command.ts';

const options = readDatabaseOptions('npm run migrate', 'Applies the migrations that are missing.', process.argv);

await runCommand(async (shutdown) => {
  const { applied } = await readyDatabase(options, shutdown, console.log);
  for (const name of applied) console.log(`applied ${name}`);
  console.log(applied.length === 0 ? 'Nothing to apply.' : `${applied.length} migrations applied.`);
});
