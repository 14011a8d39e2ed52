/**
 * Checks every invariant of the books on one consistent snapshot, and names the rows that break one.
 *
 *   npm run audit                      the embedded database in DATA_DIR (the server must be stopped)
 *   DATABASE_URL=... npm run audit     a server of its own, while it works: nothing waits for an audit
 *
 * With the secret that the server's statements are kept under (STATEMENT_SECRETS, or the one in DATA_DIR) every line of every statement is made
 * again and compared with what was signed.
 *
 * Exit code 0 when the books balance, 1 when they do not.
 */
import { type Database, openDatabase } from '../db/client.ts';
import { type AuditReport, auditBooks, describeAudit } from '../subgraphs/ledger/audit/audit-books.ts';
import { SecretNotGiven } from '../subgraphs/ledger/statements/sealed-secret.ts';
import { createStatementKeys, type StatementKeys } from '../subgraphs/ledger/statements/statement-keys.ts';
import { readStatementSecrets } from './credentials.ts';
import { readyDatabase } from './database.ts';
import { readAuditOptions } from './options.ts';
import { runCommand } from './run-command.ts';

const options = readAuditOptions('npm run audit', 'Checks the invariants of the books.', process.argv);

await runCommand(async (shutdown) => {
  const { url } = await readyDatabase(options, shutdown, console.log);
  const database = openDatabase({ url, role: 'ledger', max: 1, applicationName: 'loyalty-audit' });
  await shutdown.add(() => database.close());
  const secrets = options.statementSecrets ?? (await readStatementSecrets(options.dataDir));
  const report = await auditWith(database, secrets === null ? null : createStatementKeys(secrets));
  console.log(describeAudit(report));
  return report.ok ? 0 : 1;
});

/** Lines of statements are made again with the secret that their nonces need; without it their hashes are compared with each other. */
async function auditWith(database: Database, keys: StatementKeys | null): Promise<AuditReport> {
  try {
    return await auditBooks(database, null, keys);
  } catch (error) {
    if (!(error instanceof SecretNotGiven)) throw error;
    console.error(`${error.message} The lines of statements are not made again.`);
    return auditBooks(database);
  }
}
