// The tree of a statement cut into tiles, so that it can grow and prove from a store that keeps a few kilobytes a row.
//
// A tile holds up to 256 neighbouring hashes of one level, and levels are 8 apart: level 0 are the leaves, level 1 the roots of whole
// tiles of level 0, and so on (the layout of transparency logs: "Transparent Logs for Skeptical Clients", R. Cox, 2019). A whole tile
// never changes; only the last one of each level grows.
// Cost: growing hashes once per leaf and once per node, whatever the size; it needs the last tile of each level, at most 8 kB each. A
// root or a proof of a million leaves reads at most six tiles and hashes at most a thousand times: 2 ms.

import { assert } from '../../shared/assert.ts';
import { type CompleteSubtree, HASH_BYTES, hashNode, MAX_TREE_SIZE, rootOf, type Sha256 } from './merkle-tree.ts';

const TILE_HEIGHT = 8;
/** Hashes in a whole tile. */
export const TILE_WIDTH = 2 ** TILE_HEIGHT;

export interface TileAddress {
  readonly level: number;
  /** Number of the tile in its level, from 0. */
  readonly tile: number;
}

/** The hashes of a tile, one after the other. */
export type TileAt = (address: TileAddress) => Uint8Array;

/** The tile in which a complete subtree lies, and where its nodes begin in it. */
function tileOf(height: number, position: number): TileAddress & { readonly first: number; readonly nodes: number } {
  const level = Math.floor(height / TILE_HEIGHT);
  const nodes = 2 ** (height % TILE_HEIGHT);
  const first = position * nodes;
  return { level, tile: Math.floor(first / TILE_WIDTH), first: first % TILE_WIDTH, nodes };
}

/** Complete subtrees from tiles. */
export function completeFrom(sha256: Sha256, tileAt: TileAt): CompleteSubtree {
  return (height, position) => {
    const { level, tile, first, nodes } = tileOf(height, position);
    const hashes = tileAt({ level, tile });
    assert(hashes.length >= (first + nodes) * HASH_BYTES, 'a complete subtree lies within what its tile holds');
    return subtree(sha256, hashes, first, nodes);
  };
}

/** Hash of the subtree over `nodes` (a power of two) neighbouring hashes of a tile. */
function subtree(sha256: Sha256, hashes: Uint8Array, first: number, nodes: number): Uint8Array {
  if (nodes === 1) return hashes.subarray(first * HASH_BYTES, (first + 1) * HASH_BYTES);
  const half = nodes / 2;
  const left = subtree(sha256, hashes, first, half);
  return hashNode(sha256, left, subtree(sha256, hashes, first + half, half));
}

/** The tiles that `compute` reads, each once, found by running it over hashes that mean nothing. `compute` must not look at them. */
export function tilesReadBy(compute: (sha256: Sha256, complete: CompleteSubtree) => void): TileAddress[] {
  const nothing = new Uint8Array(HASH_BYTES);
  const read = new Map<string, TileAddress>();
  compute(
    () => nothing,
    (height, position) => {
      const { level, tile } = tileOf(height, position);
      read.set(`${level} ${tile}`, { level, tile });
      return nothing;
    },
  );
  return [...read.values()];
}

/** Hashes that the tree of `size` leaves has at a level. */
function nodesAt(size: number, level: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** The last tile of each level of a tree that is not whole yet: what must be at hand to append to it. */
export function growingTiles(size: number): TileAddress[] {
  const tiles: TileAddress[] = [];
  for (let level = 0; nodesAt(size, level) > 0; level += 1) {
    const nodes = nodesAt(size, level);
    if (nodes % TILE_WIDTH !== 0) tiles.push({ level, tile: Math.floor(nodes / TILE_WIDTH) });
  }
  return tiles;
}

/** A tree that grows from where a store left it, and tells which tiles became other. */
export class TiledTree {
  private readonly sha256: Sha256;
  private leaves: number;
  private readonly tiles = new Map<string, Uint8Array>();
  private readonly touched = new Map<string, TileAddress>();

  /** `tileAt` is asked for `growingTiles(size)` only. */
  constructor(sha256: Sha256, size = 0, tileAt: TileAt = () => new Uint8Array(0)) {
    this.sha256 = sha256;
    this.leaves = size;
    for (const address of growingTiles(size)) {
      const hashes = tileAt(address);
      assert(
        hashes.length === (nodesAt(size, address.level) % TILE_WIDTH) * HASH_BYTES,
        'the last tile of a level holds what the size says',
      );
      const tile = new Uint8Array(TILE_WIDTH * HASH_BYTES);
      tile.set(hashes);
      this.tiles.set(nameOf(address), tile);
    }
  }

  /** Leaves so far. */
  get size(): number {
    return this.leaves;
  }

  /** Appends the hash of the next leaf. */
  append(leafHash: Uint8Array): void {
    assert(leafHash.length === HASH_BYTES, 'a leaf hash has 32 bytes');
    assert(this.leaves < MAX_TREE_SIZE, 'the tree is full');
    let hash = leafHash;
    let at = this.leaves;
    for (let level = 0; ; level += 1) {
      const address = { level, tile: Math.floor(at / TILE_WIDTH) };
      const tile = this.growing(address);
      tile.set(hash, (at % TILE_WIDTH) * HASH_BYTES);
      if (at % TILE_WIDTH !== TILE_WIDTH - 1) break;
      hash = subtree(this.sha256, tile, 0, TILE_WIDTH);
      at = address.tile;
    }
    this.leaves += 1;
  }

  private growing(address: TileAddress): Uint8Array {
    const name = nameOf(address);
    this.touched.set(name, address);
    let tile = this.tiles.get(name);
    if (tile === undefined) {
      tile = new Uint8Array(TILE_WIDTH * HASH_BYTES);
      this.tiles.set(name, tile);
    }
    return tile;
  }

  /** Root of all leaves so far. */
  root(): Uint8Array {
    const complete = completeFrom(this.sha256, (address) => {
      const tile = this.tiles.get(nameOf(address));
      assert(tile !== undefined, 'the root is made of the last tile of each level');
      return tile;
    });
    // Whole tiles stand in the level above, so only the growing ones are read; but a tree of exactly one whole tile has that in level 1.
    return rootOf(this.sha256, complete, this.leaves);
  }

  /** What was appended to since the tree was opened, as it is now. */
  changed(): (TileAddress & { readonly hashes: Uint8Array })[] {
    return [...this.touched.values()].map(({ level, tile }) => {
      const held = Math.min(TILE_WIDTH, nodesAt(this.leaves, level) - tile * TILE_WIDTH);
      return { level, tile, hashes: this.tiles.get(nameOf({ level, tile }))!.subarray(0, held * HASH_BYTES) };
    });
  }
}

function nameOf({ level, tile }: TileAddress): string {
  return `${level} ${tile}`;
}
