/**
 * The auditor at the end of every test that moves points:
 *
 *     afterEach(() => expectBooksBalanced(test.url));
 *
 * It looks as the ledger's own role, on one snapshot, at every programme of the database.
 */
import { type Database, openDatabase } from '../../db/client.ts';
import { auditBooks, describeAudit } from '../../subgraphs/ledger/audit/audit-books.ts';

/** Throws with the named rows when an invariant of the books is broken. `books` is an open pool, or the URL of the database. */
export async function expectBooksBalanced(books: Database | string): Promise<void> {
  if (typeof books !== 'string') return auditOrThrow(books);
  const database = openDatabase({ url: books, role: 'ledger', max: 1, applicationName: 'loyalty-test-audit' });
  try {
    await auditOrThrow(database);
  } finally {
    await database.close();
  }
}

async function auditOrThrow(database: Database): Promise<void> {
  const report = await auditBooks(database);
  if (report.ok) return;
  const broken = { ...report, checks: report.checks.filter((check) => !check.ok) };
  throw new Error(describeAudit(broken));
}
