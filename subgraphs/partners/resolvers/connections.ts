// The two connections of this subgraph and what their cursors hold: code and id.
import type { PartnerRow, StoreRow } from '../../../db/tables/partners.ts';
import { type Connection, connectionOf, type Page, type PageArguments, readPage } from '../../serving/connections.ts';
import { badUserInput } from '../../serving/errors.ts';
import { isId } from '../../shared/ids.ts';
import type { PartnersContext } from '../context.ts';

/** Reads a page sorted by code, then id. Throws `BAD_USER_INPUT` for a cursor that is not of this connection. */
export function readPageByCode(args: PageArguments, kind: 'partner' | 'store'): Page {
  const page = readPage(args, kind, 2);
  if (page.after !== null && !isId(page.after[1] ?? ''))
    throw badUserInput('`after` is not a cursor of this connection.');
  return page;
}

/** Stores of a partner of the caller's programme; an empty page for one that is unknown. */
export async function storesOfPartner(
  partnerId: string,
  args: PageArguments,
  { loaders }: PartnersContext,
): Promise<Connection<StoreRow>> {
  const page = readPageByCode(args, 'store');
  return connectionOf(await loaders.storesOf(page).load(partnerId), page, (row) => [row.code, row.storeId]);
}

export function partnerConnection(rows: readonly PartnerRow[], page: Page): Connection<PartnerRow> {
  return connectionOf(rows, page, (row) => [row.code, row.partnerId]);
}
