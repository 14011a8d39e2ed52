/**
 * Takes entries of a window over into the statements of its partners, in the order of posting: one transaction a pass.
 *
 * lock the window's statements -> how far it is -> the next entries -> their lines, hashed into each partner's tree -> tiles, trees, how far
 *
 * Nothing is kept between passes, so it does not matter which process makes the next one, or whether this one dies: what was not
 * committed is done again and comes to the same. It runs beside posting and takes no lock that a batch waits for.
 * Cost: about 25 us an entry, and once a pass the last tile of each partner that had lines (13 kB).
 */
import { setImmediate } from 'node:timers/promises';
import type { TransactionSql } from '../../../db/client.ts';
import { type LineContext, lineHash, type NonceMac, statementLine } from '../domain/statement.ts';
import { growingTiles, TILE_WIDTH, TiledTree } from '../domain/tree-tiles.ts';
import { type OrderedEntry, readEntriesInOrder } from '../store/statements/read-entries-in-order.ts';
import { beginProgress, readProgress, writeProgress } from '../store/statements/statement-progress.ts';
import {
  readPartnerCodes,
  readTiles,
  readTrees,
  type StatementTreeRow,
  type TileRow,
  writeTiles,
  writeTrees,
} from '../store/statements/statement-trees.ts';
import type { WindowRow } from '../store/windows/window-row.ts';
import { PLACE_BYTES, writePlace } from './line-places.ts';
import { lineOfLeg, partnerOfLeg } from './lines-of-entry.ts';
import { sha256 } from './sha256.ts';
import type { StatementKeys } from './statement-keys.ts';

/** Entries of a pass: bounds its memory, and what is done again when it is cut off. */
const PASS = 8_000;
const LINES_PER_TURN = 64;

export interface GrowingWindow extends Pick<WindowRow, 'windowId' | 'programmeId' | 'number'> {
  readonly currency: string;
}

/**
 * One pass, up to and with a batch up to which every entry is committed. The caller holds the lock on the window's statements. Answers
 * whether there may be more.
 */
export async function growStatements(
  sql: TransactionSql,
  keys: StatementKeys,
  window: GrowingWindow,
  throughBatch: bigint,
  at: Date,
  limit: number = PASS,
): Promise<boolean> {
  const { windowId, programmeId } = window;
  const progress = (await readProgress(sql, windowId)) ?? (await beginProgress(sql, programmeId, window.number));
  const entries = await readEntriesInOrder(sql, windowId, progress, throughBatch, limit);
  const last = entries.at(-1);
  if (last === undefined) return false;
  const mac = await keys.nonceMac(sql, programmeId, at);
  const growing = await openTrees(sql, window, partnersOf(entries), progress);
  let lines = 0;
  for (const entry of entries) {
    for (let leg = 0; leg < entry.accounts.length; leg += 1) {
      const partnerId = partnerOfLeg(entry, leg);
      if (partnerId === null) continue;
      growing.get(partnerId)!.append(entry, leg, mac);
      lines += 1;
      if (lines % LINES_PER_TURN === 0) await setImmediate();
    }
  }
  const grown = [...growing.values()];
  await writeTrees(
    sql,
    windowId,
    grown.map((tree) => tree.row()),
  );
  await writeTiles(
    sql,
    windowId,
    grown.flatMap((tree) => tree.tiles()),
  );
  await writeProgress(sql, windowId, {
    ...progress,
    throughBatch: last.batch,
    throughTransactionId: last.transactionId,
    throughEntry: last.entry,
    entries: progress.entries + BigInt(entries.length),
  });
  return entries.length === limit;
}

function partnersOf(entries: readonly OrderedEntry[]): string[] {
  const partnerIds = new Set<string>();
  for (const entry of entries) {
    for (let leg = 0; leg < entry.accounts.length; leg += 1) {
      const partnerId = partnerOfLeg(entry, leg);
      if (partnerId !== null) partnerIds.add(partnerId);
    }
  }
  return [...partnerIds].sort();
}

/** The trees of these partners as the last pass left them, with the tiles that grow. */
async function openTrees(
  sql: TransactionSql,
  { windowId, currency }: GrowingWindow,
  partnerIds: readonly string[],
  names: { readonly programmeCode: string; readonly windowName: string },
): Promise<Map<string, GrowingTree>> {
  const rows = new Map((await readTrees(sql, windowId, partnerIds)).map((row) => [row.partnerId, row]));
  const fresh = partnerIds.filter((partnerId) => !rows.has(partnerId));
  const codes = fresh.length === 0 ? new Map<string, string>() : await readPartnerCodes(sql, fresh);
  for (const partnerId of fresh) {
    const partnerCode = codes.get(partnerId) ?? partnerId;
    rows.set(partnerId, { partnerId, partnerCode, size: 0, creditsMinor: 0n, debitsMinor: 0n, components: {} });
  }
  const needed = [...rows.values()].flatMap(({ partnerId, size }) =>
    growingTiles(size).map((address) => ({ ...address, partnerId })),
  );
  const tiles = new Map<string, TileRow[]>();
  for (const tile of await readTiles(sql, windowId, needed)) {
    const known = tiles.get(tile.partnerId);
    if (known === undefined) tiles.set(tile.partnerId, [tile]);
    else known.push(tile);
  }
  return new Map(
    [...rows.values()].map((row) => {
      const context = { programme: names.programmeCode, window: names.windowName, partner: row.partnerCode, currency };
      return [row.partnerId, new GrowingTree(context, row, tiles.get(row.partnerId) ?? [])];
    }),
  );
}

/** One partner's tree during a pass. */
class GrowingTree {
  private readonly context: LineContext;
  private readonly start: StatementTreeRow;
  private readonly tree: TiledTree;
  /** Places of the lines from the tile on that was growing when the pass began. */
  private places: Buffer;
  private readonly firstTile: number;
  private creditsMinor: bigint;
  private debitsMinor: bigint;
  private readonly components: Map<string, bigint>;

  constructor(context: LineContext, start: StatementTreeRow, tiles: readonly TileRow[]) {
    this.context = context;
    this.start = start;
    this.tree = new TiledTree(
      sha256,
      start.size,
      ({ level, tile }) => tiles.find((row) => row.level === level && row.tile === tile)?.hashes ?? new Uint8Array(0),
    );
    this.firstTile = Math.floor(start.size / TILE_WIDTH);
    this.places = Buffer.alloc(TILE_WIDTH * PLACE_BYTES);
    tiles.find((row) => row.level === 0)?.lines?.copy(this.places);
    this.creditsMinor = start.creditsMinor;
    this.debitsMinor = start.debitsMinor;
    this.components = new Map(Object.entries(start.components).map(([component, sum]) => [component, BigInt(sum)]));
  }

  append(entry: OrderedEntry, leg: number, mac: NonceMac): void {
    const seq = this.tree.size;
    const source = lineOfLeg(mac, this.context, entry, leg);
    this.tree.append(lineHash(sha256, statementLine(this.context, seq, source)));
    this.note(seq - this.firstTile * TILE_WIDTH, entry, leg);
    const { amountMinor, component } = source;
    if (amountMinor > 0n) this.creditsMinor += amountMinor;
    else this.debitsMinor -= amountMinor;
    this.components.set(component, (this.components.get(component) ?? 0n) + amountMinor);
  }

  private note(at: number, { transactionId, entry }: OrderedEntry, leg: number): void {
    const offset = at * PLACE_BYTES;
    if (offset + PLACE_BYTES > this.places.length) {
      const larger = Buffer.alloc(2 * this.places.length);
      this.places.copy(larger);
      this.places = larger;
    }
    writePlace(this.places, offset, { transactionId, entry, leg });
  }

  row(): StatementTreeRow {
    return {
      ...this.start,
      size: this.tree.size,
      creditsMinor: this.creditsMinor,
      debitsMinor: this.debitsMinor,
      components: Object.fromEntries([...this.components].map(([component, sum]) => [component, String(sum)])),
    };
  }

  tiles(): TileRow[] {
    return this.tree.changed().map(({ level, tile, hashes }) => {
      const first = (tile - this.firstTile) * TILE_WIDTH * PLACE_BYTES;
      const held = (hashes.length / 32) * PLACE_BYTES;
      return {
        partnerId: this.start.partnerId,
        level,
        tile,
        hashes: Buffer.from(hashes),
        lines: level === 0 ? this.places.subarray(first, first + held) : null,
      };
    });
  }
}
