import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ConsistencyProof,
  emptyRoot,
  hashFromText,
  hashLeaf,
  hashNode,
  hashText,
  type InclusionProof,
  inclusionPath,
  MAX_TREE_SIZE,
  MerkleFrontier,
  MerkleTree,
  nodesOfInclusion,
  verifyConsistency,
  verifyInclusion,
} from '../../subgraphs/ledger/domain/merkle-tree.ts';
import { haveSettlementExample, settlementExample } from '../support/settlement-example.ts';
import { sha256 } from '../support/sha256.ts';

const LEAVES = Array.from({ length: 300 }, (_, index) => `line ${index}`);
const HASHES = LEAVES.map((leaf) => hashLeaf(sha256, leaf));

/** The definition of RFC 9162 2.1.1, word for word: what the tree is compared with. */
function rootByDefinition(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return sha256(new Uint8Array(0));
  if (hashes.length === 1) return hashes[0]!;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return hashNode(sha256, rootByDefinition(hashes.slice(0, split)), rootByDefinition(hashes.slice(split)));
}

function treeOf(hashes: readonly Uint8Array[]): MerkleTree {
  const tree = new MerkleTree(sha256);
  for (const hash of hashes) tree.append(hash);
  return tree;
}

const tree = treeOf(HASHES);
const roots = Array.from({ length: 301 }, (_, size) => tree.root(size));

/** Every text that differs from a base64url hash in one bit of what it encodes or in one of the unused bits of its last character. */
function* oneBitChanges(text: string): Generator<string> {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  for (let at = 0; at < text.length; at++) {
    for (let bit = 0; bit < 6; bit++) {
      yield text.slice(0, at) + alphabet[alphabet.indexOf(text[at]!) ^ (1 << bit)]! + text.slice(at + 1);
    }
  }
}

function* flippedBits(bytes: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Uint8Array.from(bytes);
    changed[bit >>> 3]! ^= 1 << (bit & 7);
    yield changed;
  }
}

describe('roots', () => {
  // The inputs of Certificate Transparency's own reference tests (merkle_tree_test of the RFC 6962 log).
  const CT_LEAVES = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];

  function ctLeaf(hex: string): Uint8Array {
    return sha256(Buffer.concat([Buffer.from([0]), Buffer.from(hex, 'hex')]));
  }

  const CT_ROOTS = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];

  it('are the published Certificate Transparency roots for one to eight leaves', () => {
    const ct = treeOf(CT_LEAVES.map(ctLeaf));
    for (const [index, root] of CT_ROOTS.entries()) {
      expect(Buffer.from(ct.root(index + 1)).toString('hex')).toBe(root);
    }
  });

  it.skipIf(!haveSettlementExample)('are those of the worked example (vectors.ctReferenceRootsHex)', () => {
    const { vectors } = settlementExample<{ vectors: { ctReferenceRootsHex: string[]; emptyTreeHex: string } }>();
    expect(vectors.ctReferenceRootsHex).toEqual(CT_ROOTS);
    expect(Buffer.from(emptyRoot(sha256)).toString('hex')).toBe(vectors.emptyTreeHex);
  });

  it('equal the definition of RFC 9162 2.1.1 for every size up to 300, whether the tree stopped there or grew on', () => {
    for (let size = 0; size <= 300; size++) {
      const expected = hashText(rootByDefinition(HASHES.slice(0, size)));
      expect(hashText(roots[size]!)).toBe(expected);
      expect(hashText(treeOf(HASHES.slice(0, size)).root())).toBe(expected);
    }
  });
});

describe('inclusion proofs (RFC 9162 2.1.3)', () => {
  it('verify for every leaf of every size up to 300', () => {
    const failures: string[] = [];
    for (let size = 1; size <= 300; size++) {
      for (let index = 0; index < size; index++) {
        const problem = verifyInclusion(sha256, HASHES[index]!, tree.inclusionProof(index, size), roots[size]!);
        if (problem !== null) failures.push(`leaf ${index} of ${size}: ${problem}`);
      }
    }
    expect(failures).toEqual([]);
  });

  it('verify in their own place only', () => {
    const accepted: string[] = [];
    for (const size of [2, 3, 5, 8, 64, 65]) {
      for (let index = 0; index < size; index++) {
        const proof = tree.inclusionProof(index, size);
        for (let other = 0; other < size; other++) {
          if (other === index) continue;
          const otherLeaf = verifyInclusion(sha256, HASHES[other]!, proof, roots[size]!);
          const otherPlace = verifyInclusion(sha256, HASHES[index]!, { ...proof, leafIndex: other }, roots[size]!);
          if (otherLeaf === null || otherPlace === null) accepted.push(`${index} as ${other} of ${size}`);
        }
      }
    }
    expect(accepted).toEqual([]);
  });

  it('are refused after any change of one bit, in the leaf, the path or the root', () => {
    for (const [index, size] of [
      [0, 1],
      [3, 7],
      [6, 7],
      [128, 129],
      [100, 300],
      [299, 300],
    ] as const) {
      const proof = tree.inclusionProof(index, size);
      const root = roots[size]!;
      for (const changed of flippedBits(HASHES[index]!)) {
        expect(verifyInclusion(sha256, changed, proof, root)).toBe('ROOT_DIFFERS');
      }
      for (const changed of flippedBits(root)) {
        expect(verifyInclusion(sha256, HASHES[index]!, proof, changed)).toBe('ROOT_DIFFERS');
      }
      for (const [at, text] of proof.path.entries()) {
        for (const changed of oneBitChanges(text)) {
          const forged = { ...proof, path: proof.path.with(at, changed) };
          expect(verifyInclusion(sha256, HASHES[index]!, forged, root)).toMatch(/^(ROOT_DIFFERS|MALFORMED_HASH)$/);
        }
      }
    }
  });

  it.each<[string, (proof: InclusionProof) => InclusionProof, string]>([
    ['a path that ends early', (p) => ({ ...p, path: p.path.slice(0, -1) }), 'PATH_TOO_SHORT'],
    ['no path at all', (p) => ({ ...p, path: [] }), 'PATH_TOO_SHORT'],
    ['a path with one hash more', (p) => ({ ...p, path: [...p.path, p.path[0]!] }), 'PATH_TOO_LONG'],
    ['a path in the wrong order', (p) => ({ ...p, path: p.path.toReversed() }), 'ROOT_DIFFERS'],
    ['a leaf index at the size', (p) => ({ ...p, leafIndex: p.treeSize }), 'LEAF_OUTSIDE_TREE'],
    ['a negative leaf index', (p) => ({ ...p, leafIndex: -1 }), 'LEAF_OUTSIDE_TREE'],
    ['a leaf index that is no integer', (p) => ({ ...p, leafIndex: 3.5 }), 'LEAF_OUTSIDE_TREE'],
    ['a smaller size', (p) => ({ ...p, treeSize: 64 }), 'LEAF_OUTSIDE_TREE'],
    ['a smaller size that still holds the leaf', (p) => ({ ...p, treeSize: 128 }), 'PATH_TOO_LONG'],
    ['a size whose arithmetic would wrap', (p) => ({ ...p, treeSize: 2 ** 32 + p.treeSize }), 'SIZE_OUT_OF_RANGE'],
    ['a size that is no number', (p) => ({ ...p, treeSize: Number.NaN }), 'SIZE_OUT_OF_RANGE'],
    ['another hash function', (p) => ({ ...p, hash: 'SHA-1' as 'SHA-256' }), 'UNKNOWN_FORMAT'],
    ['another version', (p) => ({ ...p, v: 2 as 1 }), 'UNKNOWN_FORMAT'],
    ['a hash that is too short', (p) => ({ ...p, path: p.path.with(0, p.path[0]!.slice(1)) }), 'MALFORMED_HASH'],
    ['a hash with padding', (p) => ({ ...p, path: p.path.with(0, `${p.path[0]}=`) }), 'MALFORMED_HASH'],
  ])('are refused with %s', (_name, forge, problem) => {
    const proof = tree.inclusionProof(100, 200);
    expect(verifyInclusion(sha256, HASHES[100]!, forge(proof), roots[200]!)).toBe(problem);
  });

  it('do not let a node pass for a leaf', () => {
    // The attack on trees without prefixes: present two hashes as one "line" of the tree that is one level lower.
    const four = tree.inclusionProof(0, 4);
    const nodeAsLeaf = Buffer.concat([HASHES[0]!, HASHES[1]!]);
    const asLeaf = sha256(Buffer.concat([Buffer.from([0]), nodeAsLeaf]));
    const shortened: InclusionProof = { ...four, treeSize: 2, path: [four.path[1]!] };
    expect(verifyInclusion(sha256, asLeaf, shortened, roots[4]!)).toBe('ROOT_DIFFERS');
    // Even one who holds the node's own hash fails against the signed size.
    const node = hashNode(sha256, HASHES[0]!, HASHES[1]!);
    expect(verifyInclusion(sha256, node, { ...shortened, treeSize: 4 }, roots[4]!)).toBe('PATH_TOO_SHORT');
  });

  it('of one tree are worth nothing under the root of another', () => {
    const other = treeOf(HASHES.map((hash) => sha256(hash)));
    for (let index = 0; index < 50; index++) {
      expect(verifyInclusion(sha256, HASHES[index]!, tree.inclusionProof(index, 50), other.root(50))).toBe(
        'ROOT_DIFFERS',
      );
    }
  });

  it('can be made from the few nodes that nodesOfInclusion names', () => {
    for (const size of [1, 2, 3, 7, 100, 255, 256, 257, 300]) {
      for (let index = 0; index < size; index += 7) {
        const kept = new Map(
          nodesOfInclusion(index, size).map(({ height, position }) => [
            `${height}/${position}`,
            tree.complete(height, position),
          ]),
        );
        const path = inclusionPath(sha256, (height, position) => kept.get(`${height}/${position}`)!, index, size);
        expect(path.map(hashText)).toEqual(tree.inclusionProof(index, size).path);
        expect(kept.size).toBeLessThanOrEqual(16);
      }
    }
  });

  it('asks a tree of a million leaves for a few dozen nodes at most', () => {
    for (const size of [1_000_000, 2 ** 20 - 1, 2 ** 20, MAX_TREE_SIZE]) {
      for (const index of [0, 1, 524_287, 999_999])
        expect(nodesOfInclusion(index, size).length).toBeLessThanOrEqual(60);
    }
  });
});

describe('consistency proofs (RFC 9162 2.1.4)', () => {
  it('verify between any two sizes up to 64, and from every size to 300', () => {
    for (let to = 0; to <= 64; to++) {
      for (let from = 0; from <= to; from++) {
        expect(verifyConsistency(sha256, tree.consistencyProof(from, to), roots[from]!, roots[to]!)).toBeNull();
      }
    }
    for (let from = 0; from <= 300; from++) {
      expect(verifyConsistency(sha256, tree.consistencyProof(from, 300), roots[from]!, roots[300]!)).toBeNull();
    }
  });

  it('do not exist for a later tree in which an earlier line was changed, removed or moved', () => {
    for (const from of [1, 2, 5, 6, 8, 63]) {
      const advice = treeOf(HASHES.slice(0, from));
      const rewritten = [
        HASHES.with(from - 1, HASHES[299]!).slice(0, 80),
        HASHES.toSpliced(0, 1).slice(0, 80),
        [HASHES[from]!, ...HASHES.slice(1, from), HASHES[0]!, ...HASHES.slice(from + 1, 80)],
      ];
      for (const hashes of rewritten) {
        const final = treeOf(hashes);
        const proof = final.consistencyProof(from);
        expect(verifyConsistency(sha256, proof, advice.root(), final.root())).toBe('ROOT_DIFFERS');
      }
    }
  });

  it('are refused after any change of one bit, in the path or either root', () => {
    for (const [from, to] of [
      [1, 2],
      [3, 7],
      [6, 7],
      [4, 9],
      [128, 300],
      [129, 300],
    ] as const) {
      const proof = tree.consistencyProof(from, to);
      for (const changed of flippedBits(roots[from]!)) {
        expect(verifyConsistency(sha256, proof, changed, roots[to]!)).toBe('ROOT_DIFFERS');
      }
      for (const changed of flippedBits(roots[to]!)) {
        expect(verifyConsistency(sha256, proof, roots[from]!, changed)).toBe('ROOT_DIFFERS');
      }
      for (const [at, text] of proof.path.entries()) {
        for (const changed of oneBitChanges(text)) {
          const forged = { ...proof, path: proof.path.with(at, changed) };
          expect(verifyConsistency(sha256, forged, roots[from]!, roots[to]!)).toMatch(
            /^(ROOT_DIFFERS|MALFORMED_HASH)$/,
          );
        }
      }
    }
  });

  it.each<[string, (proof: ConsistencyProof) => ConsistencyProof, string]>([
    ['a path that ends early', (p) => ({ ...p, path: p.path.slice(0, -1) }), 'PATH_TOO_SHORT'],
    ['no path', (p) => ({ ...p, path: [] }), 'PATH_TOO_SHORT'],
    ['a path with one hash more', (p) => ({ ...p, path: [...p.path, p.path[0]!] }), 'PATH_TOO_LONG'],
    ['sizes the wrong way round', (p) => ({ ...p, from: p.to, to: p.from }), 'SIZE_OUT_OF_RANGE'],
    ['a claim that both are the same tree', (p) => ({ ...p, from: p.to, path: [] }), 'ROOT_DIFFERS'],
    ['a claim that the earlier tree was empty', (p) => ({ ...p, from: 0, path: [] }), 'ROOT_DIFFERS'],
    ['a size whose arithmetic would wrap', (p) => ({ ...p, to: 2 ** 32 + p.to }), 'SIZE_OUT_OF_RANGE'],
  ])('are refused with %s', (_name, forge, problem) => {
    const proof = tree.consistencyProof(77, 200);
    expect(verifyConsistency(sha256, forge(proof), roots[77]!, roots[200]!)).toBe(problem);
  });
});

describe('the right edge alone', () => {
  it('gives every root of the whole tree, also when it is kept and taken up again', () => {
    let frontier = new MerkleFrontier(sha256);
    for (let size = 0; size < 300; size++) {
      expect(hashText(frontier.root())).toBe(hashText(roots[size]!));
      if (size % 3 === 0) frontier = new MerkleFrontier(sha256, frontier.state());
      frontier.append(HASHES[size]!);
    }
    expect(frontier.size).toBe(300);
    expect(frontier.state().edge).toHaveLength(4); // 300 = 256 + 32 + 8 + 4
  });

  it('refuses a kept state that is none', () => {
    expect(() => new MerkleFrontier(sha256, { size: 3, edge: [HASHES[0]!] })).toThrow('one hash for each bit');
  });
});

describe('a tree that grows', () => {
  it('proves any leaf of any earlier size, whatever was appended later', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(), fc.nat(), (total, a, b) => {
        const grown = new MerkleTree(sha256);
        for (let index = 0; index < total; index++) grown.append(HASHES[index % 300]!);
        const size = (a % total) + 1;
        const index = b % size;
        expect(
          verifyInclusion(sha256, HASHES[index % 300]!, grown.inclusionProof(index, size), grown.root(size)),
        ).toBeNull();
        expect(verifyConsistency(sha256, grown.consistencyProof(size), grown.root(size), grown.root())).toBeNull();
        expect(grown.level(0).length).toBe(total * 32);
      }),
      { numRuns: 60 },
    );
  });

  it('has one spelling for a hash', () => {
    const text = hashText(HASHES[0]!);
    expect(hashFromText(text)).toEqual(new Uint8Array(HASHES[0]!));
    const spellings = [...oneBitChanges(text)]
      .filter((other) => hashFromText(other) !== null)
      .map((other) => hashText(hashFromText(other)!));
    expect(spellings).not.toContain(text);
  });
});
