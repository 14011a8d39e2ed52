import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson, type JsonValue } from '../../subgraphs/ledger/domain/canonical-json.ts';
import { canonicalLine, readCanonicalLine } from '../../subgraphs/ledger/domain/canonical-line.ts';
import {
  type ConsistencyProof,
  hashFromText,
  hashText,
  type InclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '../../subgraphs/ledger/domain/merkle-tree.ts';
import {
  carriedForward,
  headerDigest,
  type LineSource,
  lineHash,
  lineNonce,
  readHeader,
  readLine,
  StatementDraft,
  type StatementHeader,
  type StatementLine,
  statementHeader,
  statementLine,
} from '../../subgraphs/ledger/domain/statement.ts';
import { readSignedHeader, type SigningKey, signHeader } from '../../subgraphs/ledger/domain/statement-signature.ts';
import { nonceMac } from '../../subgraphs/ledger/statements/nonce-mac.ts';
import { haveSettlementExample, settlementExample } from '../support/settlement-example.ts';
import { sha256 } from '../support/sha256.ts';

interface MerkleExample {
  lines: StatementLine[];
  leafIndex: number;
  canonicalLeaf: string;
  leafHash: string;
  proof: InclusionProof;
  root: string;
  advice: { treeSize: number; root: string };
  consistency: ConsistencyProof;
  header: StatementHeader;
  jws: string;
  jwks: { keys: JWK[] };
}
interface Example {
  expected: {
    merkleExample: MerkleExample;
    statements: Record<string, Record<string, Record<string, { jws: string; lineCount: number; merkleRoot: string }>>>;
    OPERATOR_POOL: { windows: Record<string, { positions: Record<string, Record<string, number | string>> }> };
    ISSUER_PAYS_ON_REDEMPTION: {
      windows: Record<string, { positions: Record<string, Record<string, number | string>> }>;
    };
  };
}

const context = {
  programme: 'COAL1',
  model: 'ISSUER_PAYS_ON_REDEMPTION',
  window: 'W1',
  partner: 'TRAVEL',
  currency: 'EUR',
};

/** The journal leg behind a line: what the ledger would hand over. */
function sourceOf(line: StatementLine): LineSource {
  const { entry, leg, tx, entryType, component, partnerRef, nonce } = line;
  return {
    entry,
    leg,
    tx,
    entryType,
    component,
    partnerRef,
    nonce,
    businessAt: new Date(line.businessAt),
    amountMinor: BigInt(line.amountMinor),
  };
}

describe.skipIf(!haveSettlementExample)('the statement of the worked example (expected.merkleExample)', () => {
  let example: MerkleExample;
  let draft: StatementDraft;
  let lines: StatementLine[];
  beforeAll(() => {
    example = settlementExample<Example>().expected.merkleExample;
    draft = new StatementDraft(sha256, context);
    lines = example.lines.map((line) => draft.append(sourceOf(line)));
  });

  it('has its lines, leaf and leaf hash', () => {
    expect(lines).toEqual(example.lines);
    expect(canonicalJson(lines[example.leafIndex]!)).toBe(example.canonicalLeaf);
    expect(hashText(lineHash(sha256, lines[example.leafIndex]!))).toBe(example.leafHash);
  });

  it('has its root and proof', () => {
    expect(hashText(draft.tree.root())).toBe(example.root);
    expect(draft.tree.inclusionProof(example.leafIndex)).toEqual(example.proof);
    expect(
      verifyInclusion(sha256, hashFromText(example.leafHash)!, example.proof, hashFromText(example.root)!),
    ).toBeNull();
  });

  it('has its advice root and consistency proof', () => {
    expect(hashText(draft.tree.root(example.advice.treeSize))).toBe(example.advice.root);
    expect(draft.tree.consistencyProof(example.advice.treeSize)).toEqual(example.consistency);
    const [from, to] = [hashFromText(example.advice.root)!, hashFromText(example.root)!];
    expect(verifyConsistency(sha256, example.consistency, from, to)).toBeNull();
  });

  it('has its header, and the very bytes that were signed', async () => {
    const header = draft.header({
      kind: 'FINAL',
      openingMinor: 0n,
      action: 'PAY_PARTNER',
      valueDate: '2026-10-12',
      prev: null,
    });
    expect(header).toEqual(example.header);
    // The example's private key is not published: what we would sign is compared, and its signature verified.
    const { privateKey } = await generateKeyPair('Ed25519');
    const ours = await signHeader(header, { privateKey, kid: example.jwks.keys[0]!.kid!, alg: 'Ed25519' });
    expect(ours.split('.').slice(0, 2)).toEqual(example.jws.split('.').slice(0, 2));
  });

  it('is signed with the key of its JWKS, whose kid is the thumbprint of RFC 7638', async () => {
    expect(await readSignedHeader(example.jws, example.jwks.keys, 'the statement')).toEqual({
      ok: true,
      value: example.header,
    });
    expect(await calculateJwkThumbprint(example.jwks.keys[0]!)).toBe(example.jwks.keys[0]!.kid);
  });
});

describe.skipIf(!haveSettlementExample)('all statements of the worked example (expected.statements)', () => {
  it('are signed, have the figures of their positions and chain to the window before', async () => {
    const { expected } = settlementExample<Example>();
    const [key] = expected.merkleExample.jwks.keys;
    let checked = 0;
    for (const model of ['OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION'] as const) {
      const previous = new Map<string, StatementHeader>();
      for (const [window, statements] of Object.entries(expected.statements[model]!)) {
        for (const [partner, { jws, lineCount, merkleRoot }] of Object.entries(statements)) {
          const signed = await readSignedHeader(jws, [key!], 'the statement');
          if (!signed.ok) throw new Error(signed.problem);
          const before = previous.get(partner);
          const position = expected[model].windows[window]!.positions[partner]!;
          const rebuilt = statementHeader(
            { programme: 'COAL1', model, window, partner, currency: 'EUR' },
            {
              kind: 'FINAL',
              openingMinor: BigInt(position.openingMinor!),
              creditsMinor: BigInt(position.creditsMinor!),
              debitsMinor: BigInt(position.debitsMinor!),
              action: position.action as 'NONE',
              valueDate: signed.value.valueDate,
              size: lineCount,
              root: hashFromText(merkleRoot)!,
              prev: before === undefined ? null : headerDigest(sha256, before),
            },
          );
          expect(signed.value).toEqual(rebuilt);
          expect(signed.value.openingMinor).toBe(before === undefined ? 0 : carriedForward(before));
          previous.set(partner, signed.value);
          checked += 1;
        }
      }
    }
    expect(checked).toBe(16);
  });
});

const source: LineSource = {
  entry: 'J1',
  leg: 0,
  tx: 'T1',
  entryType: 'REDEEM',
  component: 'REDEMPTION',
  partnerRef: null,
  businessAt: new Date('2026-09-07T12:00:00.250Z'),
  amountMinor: 12_750n,
  nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
};

describe('lines and headers', () => {
  it('are read back as they were written', () => {
    const draft = new StatementDraft(sha256, context);
    const line = draft.append(source);
    expect(readLine(line)).toEqual({ ok: true, value: line });
    for (const kind of ['ADVICE', 'FINAL'] as const) {
      const header = draft.header({
        kind,
        openingMinor: -5n,
        action: 'PAY_PARTNER',
        valueDate: '2026-10-12',
        prev: null,
      });
      expect(readHeader(header)).toEqual({ ok: true, value: header });
      expect(header).toMatchObject({ creditsMinor: 12_750, debitsMinor: 0, netMinor: 12_745 });
    }
  });

  it('add up credits and debits apart', () => {
    const draft = new StatementDraft(sha256, context);
    for (const amountMinor of [100n, -30n, 0n, -5n, 7n]) draft.append({ ...source, amountMinor });
    const header = draft.header({
      kind: 'FINAL',
      openingMinor: 3n,
      action: 'CARRY_FORWARD',
      valueDate: '2026-10-12',
      prev: null,
    });
    expect(header).toMatchObject({ openingMinor: 3, creditsMinor: 107, debitsMinor: 35, netMinor: 75 });
    expect(carriedForward(header)).toBe(75);
  });

  it('keep milliseconds only where there are any', () => {
    expect(statementLine(context, 0, source).businessAt).toBe('2026-09-07T12:00:00.250Z');
    expect(statementLine(context, 0, { ...source, businessAt: new Date(0) }).businessAt).toBe('1970-01-01T00:00:00Z');
  });

  it('refuse amounts that JSON does not carry exactly', () => {
    expect(() => statementLine(context, 0, { ...source, amountMinor: 2n ** 53n })).toThrow('JSON carries exactly');
  });

  it.each<[string, (line: Record<string, JsonValue>) => JsonValue, string]>([
    ['another version', (line) => ({ ...line, t: 'coalition.statement-line.v2' }), 't:'],
    ['a field too many', (line) => ({ ...line, memo: 'x' }), 'memo'],
    ['a missing field', ({ nonce: _, ...line }) => line, 'nonce'],
    ['an amount as text', (line) => ({ ...line, amountMinor: '12750' }), 'amountMinor'],
    ['a short nonce', (line) => ({ ...line, nonce: 'AAAA' }), 'nonce: is no 128 bits'],
    ['a local time', (line) => ({ ...line, businessAt: '2026-09-07T12:00:00+02:00' }), 'businessAt: is no UTC instant'],
    ['no object', () => [1], 'expected object'],
  ])('refuse a line with %s', (_name, change, problem) => {
    expect(readLine(change({ ...statementLine(context, 0, source) }))).toMatchObject({
      ok: false,
      problem: expect.stringContaining(problem),
    });
  });

  it('are written, and read back, in the one spelling that canonical JSON has, whatever their texts hold', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constantFrom('"', '\\', '\u2028', 'ü\n'));
    const reference = fc.option(text, { nil: null });
    fc.assert(
      fc.property(text, reference, fc.maxSafeInteger(), fc.nat(), (component, partnerRef, amount, seq) => {
        const line = { ...source, component: `c${component}`, partnerRef, amountMinor: BigInt(amount) };
        const made = statementLine(context, seq, line);
        const written = canonicalLine(made);
        expect(written).toBe(canonicalJson(made));
        expect(readCanonicalLine(written)).toEqual(made);
      }),
    );
  });

  it('in any other spelling, or that are none, are left to the strict reader', () => {
    const written = canonicalLine(statementLine(context, 0, source));
    const odd = [
      ` ${written}`,
      written.replace('"seq":0', '"seq":0,"seq":1'),
      written.replace('"seq":0', '"seq":-0'),
      written.replace('"seq":0', '"seq":0.0'),
      written.replace(/}$/, ',"x":1}'),
      written.replace(/"amountMinor":-?\d+/, '"amountMinor":9007199254740993'),
      written.replace(/"partnerRef":("[^"]*"|null)/, '"partnerRef":"\\ud800"'),
      written.replace(/"t":"[^"]*"/, '"t":"coalition.statement-line.v2"'),
      'null',
      '',
    ];
    for (const text of odd) {
      expect(text).not.toBe(written);
      expect(readCanonicalLine(text), text).toBeNull();
    }
  });

  it('have nonces that are HMAC-SHA-256 of what names them', () => {
    const messages = fc.array(fc.string({ unit: 'grapheme', maxLength: 400 }));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), messages, (key, named) => {
        const mac = nonceMac(key);
        for (const message of named) {
          const whole = createHmac('sha256', key).update(message, 'utf8').digest();
          expect(mac(message)).toBe(whole.subarray(0, 16).toString('base64url'));
        }
      }),
    );
  });

  it('give a line the same nonce again, and every line another', () => {
    const mac = (message: string) =>
      createHmac('sha256', 'key of the operator').update(message).digest().subarray(0, 16).toString('base64url');
    const nonces = ['J1', 'J2'].flatMap((entry) => [0, 1].map((leg) => lineNonce(mac, context, { entry, leg })));
    expect(new Set(nonces).size).toBe(4);
    expect(nonces[0]).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(lineNonce(mac, context, { entry: 'J1', leg: 0 })).toBe(nonces[0]);
    expect(lineNonce(mac, { ...context, partner: 'FUEL' }, { entry: 'J1', leg: 0 })).not.toBe(nonces[0]);
  });
});

describe('the signature', () => {
  const header = new StatementDraft(sha256, context).header({
    kind: 'FINAL',
    openingMinor: 0n,
    action: 'NONE',
    valueDate: '2026-10-12',
    prev: null,
  });

  async function keyPair(alg: SigningKey['alg']): Promise<{ key: SigningKey; jwk: JWK; privateJwk: JWK }> {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const jwk = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint(jwk);
    return {
      key: { privateKey, kid, alg },
      jwk: { ...jwk, kid, alg, use: 'sig' },
      privateJwk: { ...(await exportJWK(privateKey)), kid, alg },
    };
  }

  it('of Ed25519 is the same whenever it is made', async () => {
    const { key } = await keyPair('Ed25519');
    expect(await signHeader(header, key)).toBe(await signHeader(header, key));
  });

  it('of RFC 8032 test 1 verifies a header of ours', async () => {
    const d = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex').toString(
      'base64url',
    );
    const x = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex').toString(
      'base64url',
    );
    const jwk = { kty: 'OKP', crv: 'Ed25519', x };
    const kid = await calculateJwkThumbprint(jwk);
    const privateKey = (await importJWK({ ...jwk, d }, 'Ed25519')) as CryptoKey;
    const jws = await signHeader(header, { privateKey, kid, alg: 'Ed25519' });
    expect(await readSignedHeader(jws, [{ ...jwk, kid }], 'the statement')).toEqual({ ok: true, value: header });
  });

  it.each(['Ed25519', 'ES256'] as const)(
    'of %s verifies, also against a key file that holds the private key by mistake',
    async (alg) => {
      const { key, jwk, privateJwk } = await keyPair(alg);
      const jws = await signHeader(header, key);
      expect(await readSignedHeader(jws, [jwk], 'the statement')).toEqual({ ok: true, value: header });
      expect(await readSignedHeader(jws, [privateJwk], 'the statement')).toEqual({ ok: true, value: header });
    },
  );

  it('is not verified with a key of another kind under the same kid', async () => {
    const edwards = await keyPair('Ed25519');
    const curve = await keyPair('ES256');
    const jws = await signHeader(header, edwards.key);
    const impostor = { ...curve.jwk, kid: edwards.key.kid };
    expect(await readSignedHeader(jws, [impostor], 'the statement')).toMatchObject({
      ok: false,
      problem: expect.stringContaining('another key'),
    });
    expect(await readSignedHeader(jws, [impostor, edwards.jwk], 'the statement')).toMatchObject({ ok: true });
  });
});
