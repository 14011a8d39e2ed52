import type { MemberBook } from '../../domain/book.ts';
import { emptyBook } from '../../domain/posting.ts';
import { plainArray } from './array-literals.ts';
import type { AnySql } from './batch-sql.ts';
import { readLots } from './read-lots.ts';
import { readWallets } from './read-wallets.ts';

/** A member's status, open lots and what it owes as they are now, without a lock: for quotes of redemptions. */
export async function readBooks(
  sql: AnySql,
  programmeId: string,
  memberId: string,
): Promise<{
  readonly statuses: Map<string, string>;
  readonly books: Map<string, MemberBook>;
  readonly arrears: bigint;
}> {
  const ids = plainArray([memberId], (id) => id);
  const [wallets, lots] = await Promise.all([
    readWallets(sql, programmeId, ids),
    readLots(sql, ids, {
      spenderIds: ids,
      spends: [],
      soonestExpiryFirst: true,
      countedAfter: '1970-01-01',
      wholeIds: '{}',
      transactionIds: '{}',
    }),
  ]);
  const book = emptyBook(memberId);
  for (const lot of lots) book.lots.set(lot.lotId, lot);
  return {
    statuses: new Map(wallets.flatMap((row) => (row.status === null ? [] : [[row.memberId, row.status]]))),
    books: new Map([[memberId, book]]),
    arrears: wallets.find((row) => row.memberId === memberId)?.arrears ?? 0n,
  };
}
