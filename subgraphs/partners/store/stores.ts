import { and, asc, eq, getTableColumns, inArray, lte, sql } from 'drizzle-orm';
import type { AnySql, Drizzle, Reads } from '../../../db/client.ts';
import { columnsOf, columnsText } from '../../../db/columns.ts';
import { keptRead } from '../../../db/gathered-reads.ts';
import { type StoreRow, store } from '../../../db/tables/partners.ts';

/** Whether it was written: false when another store of the partner has the code. */
export async function insertStore(db: Drizzle, row: StoreRow): Promise<boolean> {
  const written = await db.insert(store).values(row).onConflictDoNothing().returning({ id: store.storeId });
  return written.length === 1;
}

const STORES_BY_ID = keptRead<[programmeId: string, storeIds: readonly string[]], StoreRow>(
  'partners.stores_by_id',
  ['uuid', 'uuid[]'],
  columnsText(store),
);

/** Stores of a programme by id, for a caller: they are public within it. */
export function readSeenStores(
  reads: Reads,
  programmeId: string,
  storeIds: readonly string[],
): Promise<readonly StoreRow[]> {
  return reads.ask(STORES_BY_ID, programmeId, storeIds);
}

export async function readStores(sql: AnySql, programmeId: string, storeIds: readonly string[]): Promise<StoreRow[]> {
  return sql<StoreRow[]>`
    SELECT ${columnsOf(sql, store)} FROM partners.store
    WHERE store_id = ANY(${storeIds as string[]}::uuid[]) AND programme_id = ${programmeId}`;
}

export interface StorePage {
  /** Code and id of the last store already seen. */
  readonly after: readonly string[] | null;
  /** How many of each partner. */
  readonly limit: number;
}

/** The page of each partner, by code: one statement for all of them. */
export async function readStorePages(
  db: Drizzle,
  programmeId: string,
  partnerIds: readonly string[],
  { after, limit }: StorePage,
): Promise<StoreRow[]> {
  const ranked = db
    .select({
      ...getTableColumns(store),
      rank: sql<bigint>`row_number() OVER (PARTITION BY ${store.partnerId} ORDER BY ${store.code}, ${store.storeId})`.as(
        'rank',
      ),
    })
    .from(store)
    .where(
      and(
        eq(store.programmeId, programmeId),
        inArray(store.partnerId, [...partnerIds]),
        after === null ? undefined : sql`(${store.code}, ${store.storeId}) > (${after[0]}, ${after[1]}::uuid)`,
      ),
    )
    .as('ranked');
  const { rank, ...columns } = ranked._.selectedFields;
  return db
    .select(columns)
    .from(ranked)
    .where(lte(rank, BigInt(limit)))
    .orderBy(asc(ranked.partnerId), asc(ranked.code), asc(ranked.storeId));
}
