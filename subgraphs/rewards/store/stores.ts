import type { AnySql } from '../../../db/client.ts';

export interface StoreReference {
  readonly store_id: string;
  readonly partner_id: string;
}

/** A store of the programme, from what the partners subgraph publishes; null when there is none. */
export async function readStore(sql: AnySql, programmeId: string, storeId: string): Promise<StoreReference | null> {
  const [row] = await sql<StoreReference[]>`
    SELECT store_id, partner_id FROM partners.store_reference
    WHERE programme_id = ${programmeId} AND store_id = ${storeId}`;
  return row ?? null;
}

/** Whether a partner is in the programme. */
export async function partnerExists(sql: AnySql, programmeId: string, partnerId: string): Promise<boolean> {
  const [row] = await sql`
    SELECT 1 FROM partners.partner_reference WHERE programme_id = ${programmeId} AND partner_id = ${partnerId}`;
  return row !== undefined;
}

/** How many of the given stores are the partner's. */
export async function countStores(
  sql: AnySql,
  programmeId: string,
  partnerId: string,
  storeIds: readonly string[],
): Promise<number> {
  const [row] = await sql<{ stores: number }[]>`
    SELECT count(*)::int AS stores FROM partners.store_reference
    WHERE programme_id = ${programmeId} AND partner_id = ${partnerId} AND store_id = ANY (${[...storeIds]}::uuid[])`;
  return row?.stores ?? 0;
}

/** How many of the given partners are the programme's. */
export async function countPartners(sql: AnySql, programmeId: string, partnerIds: readonly string[]): Promise<number> {
  if (partnerIds.length === 0) return 0;
  const [row] = await sql<{ partners: number }[]>`
    SELECT count(*)::int AS partners FROM partners.partner_reference
    WHERE programme_id = ${programmeId} AND partner_id = ANY (${[...partnerIds]}::uuid[])`;
  return row?.partners ?? 0;
}
