import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  consistencyPath,
  hashLeaf,
  hashText,
  inclusionPath,
  inclusionProof,
  MerkleTree,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../subgraphs/ledger/domain/merkle-tree.ts';
import {
  completeFrom,
  growingTiles,
  TILE_WIDTH,
  type TileAddress,
  TiledTree,
  tilesReadBy,
} from '../../subgraphs/ledger/domain/tree-tiles.ts';
import { sha256 } from '../support/sha256.ts';

const leaf = (at: number): Uint8Array => Uint8Array.from(hashLeaf(sha256, `line ${at}`));

/** A store of tiles, as a table keeps them. */
class Tiles {
  readonly kept = new Map<string, Uint8Array>();
  at = ({ level, tile }: TileAddress): Uint8Array => {
    const hashes = this.kept.get(`${level} ${tile}`);
    if (hashes === undefined) throw new Error(`tile ${level} ${tile} is not kept`);
    return hashes;
  };
  keep(tree: TiledTree): void {
    for (const { level, tile, hashes } of tree.changed()) this.kept.set(`${level} ${tile}`, Uint8Array.from(hashes));
  }
}

/** Grows to `size` leaves in sittings of these lengths, each from the store alone. */
function grow(tiles: Tiles, size: number, sittings: readonly number[]): void {
  let done = 0;
  for (let sitting = 0; done < size; sitting += 1) {
    const tree = new TiledTree(sha256, done, tiles.at);
    const until = Math.min(size, done + (sittings[sitting % sittings.length] ?? size));
    for (; done < until; done += 1) tree.append(leaf(done));
    tiles.keep(tree);
  }
}

describe('a tree in tiles', () => {
  const whole = new MerkleTree(sha256);
  const MOST = 70_000;
  for (let at = 0; at < MOST; at += 1) whole.append(leaf(at));

  it('has at every size the root of the tree that is not cut', () => {
    const tree = new TiledTree(sha256);
    expect(hashText(tree.root())).toBe(hashText(whole.root(0)));
    for (let at = 0; at < 3 * TILE_WIDTH + 5; at += 1) {
      tree.append(leaf(at));
      expect(hashText(tree.root())).toBe(hashText(whole.root(at + 1)));
    }
  });

  it('grows in any sittings to the same tiles', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1500 }),
        fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 8 }),
        (size, sittings) => {
          const once = new Tiles();
          grow(once, size, [size]);
          const often = new Tiles();
          grow(often, size, sittings);
          expect(often.kept).toEqual(once.kept);
          expect(hashText(new TiledTree(sha256, size, often.at).root())).toBe(hashText(whole.root(size)));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('proves every line and every earlier size from a few tiles', () => {
    const tiles = new Tiles();
    grow(tiles, MOST, [9_973]);
    const complete = completeFrom(sha256, tiles.at);
    const sizes = [1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, MOST];
    for (const size of sizes) {
      const root = rootOf(sha256, complete, size);
      expect(hashText(root)).toBe(hashText(whole.root(size)));
      for (const index of [0, 1, 254, 255, 256, 65_535, 65_536, size - 1].filter((place) => place < size)) {
        const read = tilesReadBy((hash, subtrees) => void inclusionPath(hash, subtrees, index, size));
        expect(read.length).toBeLessThanOrEqual(6);
        const proof = inclusionProof(inclusionPath(sha256, complete, index, size), index, size);
        expect(verifyInclusion(sha256, leaf(index), proof, root)).toBeNull();
      }
      const path = consistencyPath(sha256, complete, size, MOST).map((hash) => hashText(hash));
      expect(verifyConsistency(sha256, { from: size, to: MOST, path }, root, whole.root())).toBeNull();
    }
  });

  it('a whole tile is never touched again', () => {
    const tiles = new Tiles();
    grow(tiles, 2 * TILE_WIDTH, [TILE_WIDTH]);
    expect(growingTiles(2 * TILE_WIDTH)).toEqual([{ level: 1, tile: 0 }]);
    const tree = new TiledTree(sha256, 2 * TILE_WIDTH, tiles.at);
    tree.append(leaf(2 * TILE_WIDTH));
    expect(tree.changed().map(({ level, tile }) => [level, tile])).toEqual([[0, 2]]);
  });
});
