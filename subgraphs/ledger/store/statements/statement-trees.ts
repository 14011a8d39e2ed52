import type { AnySql } from '../../../../db/client.ts';
import type { TileAddress } from '../../domain/tree-tiles.ts';

export interface StatementTreeRow {
  readonly partnerId: string;
  readonly partnerCode: string;
  readonly size: number;
  readonly creditsMinor: bigint;
  readonly debitsMinor: bigint;
  /** Signed sums by component, as decimal texts. */
  readonly components: Readonly<Record<string, string>>;
}

export interface TileRow extends TileAddress {
  readonly partnerId: string;
  readonly hashes: Buffer;
  /** Of level 0: 20 bytes a line (`statements/line-places.ts`). */
  readonly lines: Buffer | null;
}

const columns = (sql: AnySql) => sql`
  partner_id AS "partnerId", partner_code AS "partnerCode", size, credits_minor AS "creditsMinor", debits_minor AS "debitsMinor", components`;

/** The trees of a window, of these partners or of all, by partner. */
export async function readTrees(
  sql: AnySql,
  windowId: string,
  partnerIds: readonly string[] | null,
): Promise<readonly StatementTreeRow[]> {
  return sql<StatementTreeRow[]>`
    SELECT ${columns(sql)} FROM ledger.statement_tree
    WHERE window_id = ${windowId} AND (${partnerIds === null} OR partner_id = ANY(${(partnerIds ?? []) as string[]}::uuid[]))
    ORDER BY partner_id`;
}

/** Codes of partners as they are now; without one when the partner is unknown. */
export async function readPartnerCodes(
  sql: AnySql,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ partnerId: string; code: string }[]>`
    SELECT partner_id AS "partnerId", code FROM partners.partner_reference WHERE partner_id = ANY(${partnerIds as string[]}::uuid[])`;
  return new Map(rows.map((row) => [row.partnerId, row.code]));
}

/** Tiles of a window by partner and address. */
export async function readTiles(
  sql: AnySql,
  windowId: string,
  addresses: readonly (TileAddress & { readonly partnerId: string })[],
): Promise<readonly TileRow[]> {
  if (addresses.length === 0) return [];
  return sql<TileRow[]>`
    SELECT partner_id AS "partnerId", level, tile, hashes, lines
    FROM unnest(
      ${addresses.map((address) => address.partnerId)}::uuid[], ${addresses.map((address) => address.level)}::smallint[],
      ${addresses.map((address) => address.tile)}::integer[]
    ) AS asked (partner_id, level, tile) JOIN ledger.statement_tile USING (partner_id, level, tile)
    WHERE window_id = ${windowId}`;
}

export async function writeTrees(sql: AnySql, windowId: string, trees: readonly StatementTreeRow[]): Promise<void> {
  if (trees.length === 0) return;
  await sql`
    INSERT INTO ledger.statement_tree (window_id, partner_id, partner_code, size, credits_minor, debits_minor, components)
    SELECT ${windowId}, partner_id, partner_code, size, credits, debits, components::jsonb
    FROM unnest(
      ${trees.map((tree) => tree.partnerId)}::uuid[], ${trees.map((tree) => tree.partnerCode)}::text[],
      ${trees.map((tree) => tree.size)}::integer[], ${sql.array(trees.map((tree) => tree.creditsMinor))}::bigint[],
      ${sql.array(trees.map((tree) => tree.debitsMinor))}::bigint[], ${trees.map((tree) => JSON.stringify(tree.components))}::text[]
    ) AS tree (partner_id, partner_code, size, credits, debits, components)
    ON CONFLICT (window_id, partner_id) DO UPDATE SET size = excluded.size, credits_minor = excluded.credits_minor,
      debits_minor = excluded.debits_minor, components = excluded.components`;
}

/** Tiles that are new or grew. */
export async function writeTiles(sql: AnySql, windowId: string, tiles: readonly TileRow[]): Promise<void> {
  if (tiles.length === 0) return;
  await sql`
    INSERT INTO ledger.statement_tile (window_id, partner_id, level, tile, hashes, lines)
    SELECT ${windowId}, partner_id, level, tile, decode(hashes, 'base64'), decode(lines, 'base64')
    FROM unnest(
      ${tiles.map((tile) => tile.partnerId)}::uuid[], ${tiles.map((tile) => tile.level)}::smallint[],
      ${tiles.map((tile) => tile.tile)}::integer[], ${tiles.map((tile) => tile.hashes.toString('base64'))}::text[],
      ${tiles.map((tile) => tile.lines?.toString('base64') ?? null)}::text[]
    ) AS grown (partner_id, level, tile, hashes, lines)
    ON CONFLICT (window_id, partner_id, level, tile) DO UPDATE SET hashes = excluded.hashes, lines = excluded.lines`;
}
