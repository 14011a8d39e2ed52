/**
 * Checks every invariant of the books on one consistent snapshot, and names the rows that break one.
 *
 *   npm run audit                      the embedded database in DATA_DIR (the server must be stopped)
 *   DATABASE_URL=... npm run audit     a server of its own, while it works: nothing waits for an audit
 *
 * Exit code 0 when the books balance, 1 when they do not.
 */
import { openDatabase } from '../db/client.ts';
import { auditBooks, describeAudit } from '../subgraphs/ledger/audit/audit-books.ts';
import { readyDatabase } from './database.ts';
import { readDatabaseOptions } from './options.ts';
import { runCommand } from './run-command.ts';

const options = readDatabaseOptions('npm run audit', 'Checks the invariants of the books.', process.argv);

await runCommand(async (shutdown) => {
  const { url } = await readyDatabase(options, shutdown, console.log);
  const database = openDatabase({ url, role: 'ledger', max: 1, applicationName: 'loyalty-audit' });
  await shutdown.add(() => database.close());
  const report = await auditBooks(database);
  console.log(describeAudit(report));
  return report.ok ? 0 : 1;
});
