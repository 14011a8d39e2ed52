import { type Connection, connectionOf, type Page, type PageArguments, readPage } from '../../serving/connections.ts';
import { badUserInput } from '../../serving/errors.ts';
import { isId } from '../../shared/ids.ts';
import type { ShownTransaction } from '../reading/seen-transaction.ts';

const KIND = 'transaction';

/** A page of transactions: how many, below which id. Ids are time-ordered, so the id is the whole sort key. */
export function readTransactionPage(args: PageArguments): Page & { readonly before: string | null } {
  const page = readPage(args, KIND, 1);
  const before = page.after?.[0] ?? null;
  if (before !== null && !isId(before)) throw badUserInput('`after` is not a cursor of this connection.');
  return { ...page, before };
}

/** The connection of up to `limit + 1` transactions that were read for the page. */
export function transactionConnection(rows: readonly ShownTransaction[], page: Page): Connection<ShownTransaction> {
  return connectionOf(rows, page, (row) => [row.transactionId]);
}
