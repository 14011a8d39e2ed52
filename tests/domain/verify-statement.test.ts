import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson, type JsonValue } from '../../subgraphs/ledger/domain/canonical-json.ts';
import { statementCsv } from '../../subgraphs/ledger/domain/files/statement-csv.ts';
import { hashText, type InclusionProof } from '../../subgraphs/ledger/domain/merkle-tree.ts';
import { settlementAction } from '../../subgraphs/ledger/domain/netting.ts';
import {
  headerDigest,
  type LineSource,
  lineHash,
  type StatementContext,
  StatementDraft,
  type StatementHeader,
  type StatementLine,
} from '../../subgraphs/ledger/domain/statement.ts';
import { type SigningKey, STATEMENT_TYPE, signHeader } from '../../subgraphs/ledger/domain/statement-signature.ts';
import {
  readKeys,
  signatureIn,
  type Verification,
  verifyCsv,
  verifyDocument,
  verifyJsonLines,
} from '../../subgraphs/ledger/domain/verify-statement.ts';
import { haveSettlementExample, settlementExample } from '../support/settlement-example.ts';
import { sha256 } from '../support/sha256.ts';

const context: StatementContext = {
  programme: 'COAL1',
  model: 'OPERATOR_POOL',
  window: 'W2',
  partner: 'TRAVEL',
  currency: 'EUR',
};

function source(index: number, amountMinor: bigint): LineSource {
  return {
    entry: `J${index}`,
    leg: 0,
    tx: `T${index}`,
    entryType: 'REDEEM',
    component: 'REDEMPTION',
    partnerRef: `TR-${index}`,
    businessAt: new Date(Date.UTC(2026, 9, 1, 12, index)),
    amountMinor,
    nonce: Buffer.alloc(16, index).toString('base64url'),
  };
}

let key: SigningKey;
let jwk: JWK;
let otherKey: SigningKey;

async function newKey(): Promise<[SigningKey, JWK]> {
  const { privateKey, publicKey } = await generateKeyPair('Ed25519');
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  return [
    { privateKey, kid, alg: 'Ed25519' },
    { ...publicJwk, kid, alg: 'Ed25519', use: 'sig' },
  ];
}

/** A statement of seven lines that follows one which carried 12.00 forward, with an advice of five lines. */
interface Made {
  previous: StatementHeader;
  advice: StatementHeader;
  header: StatementHeader;
  lines: StatementLine[];
  draft: StatementDraft;
  file: { jws: string; lines: JsonValue[]; advice: { jws: string; consistency?: JsonValue }; previous: string };
}

async function make(
  over: Partial<StatementContext> = {},
  amounts: bigint[] = [500n, -200n, 1234n, 10n, -7n, 99n, -1n],
): Promise<Made> {
  const before = new StatementDraft(sha256, { ...context, ...over, window: 'W1' });
  before.append(source(90, 1200n));
  const previous = before.header({
    kind: 'FINAL',
    openingMinor: 0n,
    action: 'CARRY_FORWARD',
    valueDate: '2026-10-12',
    prev: null,
  });
  const prev = headerDigest(sha256, previous);
  const draft = new StatementDraft(sha256, { ...context, ...over });
  const lines: StatementLine[] = [];
  let advice: StatementHeader | undefined;
  for (const [index, amount] of amounts.entries()) {
    if (index === 5)
      advice = draft.header({
        kind: 'ADVICE',
        openingMinor: 1200n,
        action: 'PAY_PARTNER',
        valueDate: '2026-11-11',
        prev,
      });
    lines.push(draft.append(source(index, amount)));
  }
  const net = 1200n + amounts.reduce((sum, amount) => sum + amount, 0n);
  const header = draft.header({
    kind: 'FINAL',
    openingMinor: 1200n,
    action: settlementAction(net, 0n),
    valueDate: '2026-11-11',
    prev,
  });
  const file = {
    jws: await signHeader(header, key),
    lines: lines as JsonValue[],
    advice: {
      jws: await signHeader(advice!, key),
      consistency: draft.tree.consistencyProof(5) as unknown as JsonValue,
    },
    previous: await signHeader(previous, key),
  };
  return { previous, advice: advice!, header, lines, draft, file };
}

let made: Made;
beforeAll(async () => {
  [key, jwk] = await newKey();
  [otherKey] = await newKey();
  made = await make();
});

const verify = (document: unknown, keys: JWK[] = [jwk]): Promise<Verification> =>
  verifyDocument(sha256, keys, document as JsonValue);

/** The same statement as JSON lines; `entries` may be bare lines or carry their leaf hashes. */
function asJsonLines(file: Made['file'], entries: readonly JsonValue[] = file.lines): string[] {
  const { lines: _, ...envelope } = file;
  return [canonicalJson(envelope), ...entries.map((entry) => canonicalJson(entry))];
}

const withHashes = (lines: readonly StatementLine[]): JsonValue[] =>
  lines.map((line) => ({ line, leafHash: hashText(lineHash(sha256, line)) }));

describe('an untouched statement', () => {
  it('is verified, and said to be what it is', async () => {
    expect(await verify(made.file)).toEqual({
      outcome: 'VERIFIED',
      sentence:
        'The statement of TRAVEL for window W2 of COAL1: 7 lines, opening 12.00 EUR, net 28.35 EUR, to be paid to the partner, value date 2026-11-11; it only appends to the advice of 5 lines; it follows the statement of window W1.',
    });
  });

  it('is verified as JSON lines, with and without leaf hashes, in any spelling', async () => {
    const spaced = asJsonLines(made.file).map((text) => ` ${text.replaceAll('","', '" , "')} \r`);
    for (const texts of [
      asJsonLines(made.file),
      asJsonLines(made.file, withHashes(made.lines)),
      spaced,
      [...spaced, '', ' '],
    ]) {
      expect(await verifyJsonLines(sha256, [jwk], texts)).toMatchObject({ outcome: 'VERIFIED' });
    }
  });

  it('is verified without its predecessor, but says what was not compared', async () => {
    const { previous: _, ...file } = made.file;
    expect(await verify(file)).toMatchObject({
      outcome: 'VERIFIED',
      sentence: expect.stringContaining('opening amount was not compared'),
    });
  });

  it('is verified when it is empty, is an advice, or the first of its chain', async () => {
    const draft = new StatementDraft(sha256, context);
    for (const kind of ['FINAL', 'ADVICE'] as const) {
      const jws = await signHeader(
        draft.header({ kind, openingMinor: 0n, action: 'NONE', valueDate: '2026-11-11', prev: null }),
        key,
      );
      expect(await verify({ jws, lines: [] })).toMatchObject({
        outcome: 'VERIFIED',
        sentence: expect.stringContaining('0 lines'),
      });
      expect(await verifyJsonLines(sha256, [jwk], [canonicalJson({ jws })])).toMatchObject({ outcome: 'VERIFIED' });
    }
  });

  it('is verified against a key set that holds other keys, too', async () => {
    const [, another] = await newKey();
    expect(await verify(made.file, [another, jwk])).toMatchObject({ outcome: 'VERIFIED' });
  });

  it.skipIf(!haveSettlementExample)('is verified when it is the one of the worked example', async () => {
    const { expected } = settlementExample<{
      expected: { merkleExample: { jws: string; lines: JsonValue[]; jwks: { keys: JWK[] }; proof: JsonValue } };
    }>();
    const { jws, lines, jwks, proof } = expected.merkleExample;
    expect(await verify({ jws, lines }, jwks.keys)).toMatchObject({
      outcome: 'VERIFIED',
      sentence: expect.stringContaining('net 148.86 EUR'),
    });
    expect(await verify({ jws, line: lines[3], proof }, jwks.keys)).toMatchObject({
      outcome: 'VERIFIED',
      sentence:
        'The statement of TRAVEL for window W1 of COAL1 holds the line with seq 3: REDEMPTION 151.10 EUR of transaction T15.',
    });
  });
});

const renumbered = (lines: readonly StatementLine[]) => lines.map((line, seq) => ({ ...line, seq }));

describe('a statement with tampered lines is not verified', () => {
  it.each<[string, (lines: readonly StatementLine[]) => readonly JsonValue[], string]>([
    [
      'an amount changed',
      (l) => l.with(3, { ...l[3]!, amountMinor: 11 }),
      'At least one line was changed: the lines do not hash to the signed root; their amounts differ from the signed totals by 0.01 EUR, and the change is among the 5 lines of the advice.',
    ],
    [
      'a reference changed after the advice',
      (l) => l.with(6, { ...l[6]!, partnerRef: 'TR-X' }),
      'At least one line was changed: the lines do not hash to the signed root; the 5 lines of the advice are unchanged.',
    ],
    [
      'two amounts swapped',
      (l) => l.with(0, { ...l[0]!, amountMinor: 1234 }).with(2, { ...l[2]!, amountMinor: 500 }),
      'At least one line was changed',
    ],
    [
      'a nonce changed',
      (l) => l.with(1, { ...l[1]!, nonce: 'AAAAAAAAAAAAAAAAAAAAAA' }),
      'At least one line was changed',
    ],
    [
      'a line removed',
      (l) => l.toSpliced(2, 1),
      'The statement is signed for 7 lines and the file holds 6: the line with seq 2 is missing.',
    ],
    [
      'the last line removed',
      (l) => l.slice(0, -1),
      'signed for 7 lines and the file holds 6: the last ones are missing',
    ],
    [
      'a line removed and the rest numbered anew',
      (l) => renumbered(l.toSpliced(2, 1)),
      'signed for 7 lines and the file holds 6: the last ones are missing, or others are and the rest was numbered anew',
    ],
    ['all lines removed', () => [], 'signed for 7 lines and the file holds 0'],
    [
      'a line added at the end',
      (l) => [...l, { ...l[6]!, seq: 7 }],
      'signed for 7 lines and the file holds 8: lines were added',
    ],
    [
      'a line repeated',
      (l) => l.toSpliced(3, 0, l[2]!),
      'the file holds 8: a line was added, line 4 has seq 2 instead of 3.',
    ],
    [
      'two lines exchanged',
      (l) => l.with(1, l[4]!).with(4, l[1]!),
      'The lines are not in the signed order: line 2 has seq 4 instead of 1.',
    ],
    [
      'two lines exchanged and numbered anew',
      (l) => renumbered(l.with(1, l[4]!).with(4, l[1]!)),
      'At least one line was changed',
    ],
    [
      'a line of another partner',
      (l) => l.with(2, { ...l[2]!, partner: 'FUEL' }),
      'Line 3 does not belong to this statement: its partner is FUEL, not TRAVEL.',
    ],
    [
      'a line of another window',
      (l) => l.with(2, { ...l[2]!, window: 'W1' }),
      'Line 3 does not belong to this statement: its window is W1, not W2.',
    ],
    [
      'a line in another currency',
      (l) => l.with(2, { ...l[2]!, currency: 'USD' }),
      'Line 3 does not belong to this statement: its currency is USD, not EUR.',
    ],
    [
      'a line of another version',
      (l) => l.with(0, { ...l[0]!, t: 'coalition.statement-line.v2' } as never),
      'Line 1 is no statement line: t:',
    ],
    ['a line with a field more', (l) => l.with(4, { ...l[4]!, memo: '' } as never), 'Line 5 is no statement line:'],
    ['something that is no line', (l) => (l as readonly JsonValue[]).with(4, null), 'Line 5 is no statement line:'],
  ])('%s', async (_name, tamper, sentence) => {
    const entries = tamper(made.lines);
    const expected = { outcome: 'WRONG', sentence: expect.stringContaining(sentence) };
    expect(await verify({ ...made.file, lines: entries })).toEqual(expected);
    expect(await verifyJsonLines(sha256, [jwk], asJsonLines(made.file, entries))).toEqual(expected);
  });

  it('and the changed line is named when the file carries leaf hashes', async () => {
    for (const at of [0, 3, 6]) {
      const entries = withHashes(made.lines).with(at, {
        line: { ...made.lines[at]!, partnerRef: 'TR-X' },
        leafHash: hashText(lineHash(sha256, made.lines[at]!)),
      });
      expect(await verify({ ...made.file, lines: entries })).toEqual({
        outcome: 'WRONG',
        sentence: `Line ${at + 1} (seq ${at}, entry J${at}) was changed: its hash is not the signed one.`,
      });
    }
  });

  it('also when the leaf hashes were changed along with the lines', async () => {
    const changed = made.lines.with(3, { ...made.lines[3]!, partnerRef: 'TR-X' });
    expect(await verify({ ...made.file, lines: withHashes(changed) })).toMatchObject({
      outcome: 'WRONG',
      sentence: expect.stringContaining('At least one line was changed'),
    });
  });

  it('after any change of one character in any line', async () => {
    const texts = asJsonLines(made.file);
    for (const [place, text] of texts.slice(1).entries()) {
      for (let at = 0; at < text.length; at += 5) {
        const character = text[at] === '1' ? '2' : '1';
        const changed = texts.with(place + 1, text.slice(0, at) + character + text.slice(at + 1));
        const { outcome } = await verifyJsonLines(sha256, [jwk], changed);
        expect(outcome, `${place}: ${changed[place + 1]}`).not.toBe('VERIFIED');
      }
    }
  });
});

describe('a statement with a tampered signature is not verified', () => {
  const encode = (value: JsonValue) => Buffer.from(canonicalJson(value)).toString('base64url');
  const signedBy = (payload: string, protectedHeader: Record<string, unknown>, by = key) =>
    new CompactSign(Buffer.from(payload))
      .setProtectedHeader({ alg: 'Ed25519', kid: by.kid, typ: STATEMENT_TYPE, ...protectedHeader })
      .sign(by.privateKey);

  it.each<[string, () => Promise<string> | string, string]>([
    [
      'stripped',
      () => `${made.file.jws.split('.').slice(0, 2).join('.')}.`,
      'The signature of the statement was stripped.',
    ],
    ['cut off with its dot', () => made.file.jws.split('.').slice(0, 2).join('.'), 'is no signature'],
    [
      'replaced by alg none',
      () => `${encode({ alg: 'none', typ: STATEMENT_TYPE })}.${encode(made.header)}.`,
      'its algorithm is "none"',
    ],
    [
      'replaced by alg NONE with some bytes',
      () => `${encode({ alg: 'NONE', kid: key.kid, typ: STATEMENT_TYPE })}.${encode(made.header)}.AAAA`,
      'its algorithm is "none"',
    ],
    [
      'of a symmetric algorithm',
      () => `${encode({ alg: 'HS256', kid: key.kid, typ: STATEMENT_TYPE })}.${encode(made.header)}.AAAA`,
      'uses the algorithm "HS256", which is not accepted',
    ],
    [
      'with another type',
      () => signedBy(canonicalJson(made.header), { typ: 'JWT' }),
      'is for another kind of document: its type is "JWT"',
    ],
    ['of another key', () => signedBy(canonicalJson(made.header), {}, otherKey), 'was made with another key'],
    [
      'of another key under our kid',
      () => signedBy(canonicalJson(made.header), { kid: key.kid }, otherKey),
      'does not fit its header',
    ],
    [
      'of a key that it brings along itself',
      () =>
        signedBy(
          canonicalJson(made.header),
          { kid: undefined, jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AA' } },
          otherKey,
        ),
      'was made with another key',
    ],
    [
      'over another header',
      () =>
        made.file.jws
          .split('.')
          .with(1, encode({ ...made.header, netMinor: 9_999_999 }))
          .join('.'),
      'does not fit its header',
    ],
    [
      'with a critical extension',
      () =>
        made.file.jws
          .split('.')
          .with(0, encode({ alg: 'Ed25519', kid: key.kid, typ: STATEMENT_TYPE, crit: ['x'], x: 1 }))
          .join('.'),
      'does not fit its header',
    ],
    [
      'over a header that is not canonical',
      () => signedBy(JSON.stringify(made.header), {}),
      'it is not in canonical form',
    ],
    ['over a header with a key twice', () => signedBy('{"t":1,"t":2}', {}), 'the key "t" stands twice'],
    ['over no header', () => signedBy('{}', {}), 'is no statement header'],
    [
      'over bytes that are no text',
      () =>
        new CompactSign(Uint8Array.of(0xff))
          .setProtectedHeader({ alg: 'Ed25519', kid: key.kid, typ: STATEMENT_TYPE })
          .sign(key.privateKey),
      'it is not UTF-8',
    ],
    ['that is garbage', () => '%%%.%%%.%%%', 'is damaged'],
    ['that is empty', () => '', 'is no signature'],
  ])('%s', async (_name, forge, sentence) => {
    const jws = await forge();
    expect(await verify({ ...made.file, jws })).toEqual({
      outcome: 'WRONG',
      sentence: expect.stringContaining(sentence),
    });
  });

  it('after any change of one character', async () => {
    const { jws } = made.file;
    for (let at = 0; at < jws.length; at += at < jws.length - 10 ? 3 : 1) {
      if (jws[at] === '.') continue;
      const changed = jws.slice(0, at) + (jws[at] === 'A' ? 'B' : 'A') + jws.slice(at + 1);
      expect((await verify({ ...made.file, jws: changed })).outcome, `at ${at}`).toBe('WRONG');
    }
  });

  it('with no key of the operator', async () => {
    expect(await verify(made.file, [])).toMatchObject({
      outcome: 'WRONG',
      sentence: expect.stringContaining('not among the given keys'),
    });
  });
});

describe('a signed statement that contradicts itself is not verified', () => {
  it.each<[string, (header: StatementHeader) => Partial<StatementHeader>, string]>([
    [
      'a net that is not opening + credits - debits',
      (h) => ({ netMinor: h.netMinor + 1 }),
      'The signed totals are wrong: opening 12.00 EUR + credits 18.43 EUR - debits 2.08 EUR is not the net of 28.36 EUR.',
    ],
    [
      'credits and debits that are not those of the lines',
      (h) => ({ creditsMinor: h.creditsMinor + 5, debitsMinor: h.debitsMinor + 5 }),
      'The signed totals are not those of the signed lines',
    ],
    [
      'an action against the sign of the net',
      () => ({ action: 'COLLECT_FROM_PARTNER' }),
      'The signed action COLLECT_FROM_PARTNER does not fit the net of 28.35 EUR.',
    ],
    ['nothing to pay though the net is not zero', () => ({ action: 'NONE' }), 'does not fit the net'],
    [
      'a predecessor that is another statement',
      () => ({ prev: hashText(sha256(new Uint8Array(1))) }),
      'The chain is broken: the statement of window W1 in the file is not the one that this statement follows.',
    ],
    [
      'no predecessor though the file holds one',
      () => ({ prev: null }),
      'The chain is broken: the statement says that it is the first one',
    ],
    [
      'an opening that was not carried forward',
      (h) => ({ openingMinor: 1300, netMinor: h.netMinor + 100 }),
      'The chain is broken: the statement opens with 13.00 EUR, but the previous one carried 12.00 EUR forward.',
    ],
  ])('%s', async (_name, change, sentence) => {
    const jws = await signHeader({ ...made.header, ...change(made.header) } as StatementHeader, key);
    const { advice: _, ...file } = made.file;
    expect(await verify({ ...file, jws })).toEqual({ outcome: 'WRONG', sentence: expect.stringContaining(sentence) });
  });

  it('a first statement that opens with an amount', async () => {
    const jws = await signHeader({ ...made.header, prev: null }, key);
    expect(await verify({ jws, lines: made.lines })).toMatchObject({
      outcome: 'WRONG',
      sentence: expect.stringContaining('opens with 12.00 EUR, which no statement carried forward'),
    });
  });

  it('a predecessor of another partner, or an advice in its place', async () => {
    const other = await make({ partner: 'FUEL' });
    expect(await verify({ ...made.file, previous: other.file.previous })).toMatchObject({
      outcome: 'WRONG',
      sentence: 'The chain is broken: the previous statement is of partner FUEL, this one of TRAVEL.',
    });
    expect(await verify({ ...made.file, previous: made.file.advice.jws })).toMatchObject({
      outcome: 'WRONG',
      sentence: expect.stringContaining('is an advice'),
    });
  });
});

describe('a statement whose net is paid in another currency', () => {
  const rate = { base: 'EUR', quote: 'JPY', rate: '163.47', source: 'ECB', quotedAt: new Date('2026-11-09T15:00:00Z') };
  const quoted = { rate: '163.47', source: 'ECB', quotedAt: '2026-11-09T15:00:00Z' };
  /** The net of 28.35 EUR comes to 4634.3745 yen. */
  async function converted(minor = 4634n) {
    const { advice, ...rest } = made.file;
    const header = made.draft.header({
      ...{ kind: 'FINAL', openingMinor: 1200n, action: 'PAY_PARTNER', valueDate: '2026-11-11', prev: made.header.prev },
      settlement: { paid: { minor, currency: 'JPY' }, rate },
    });
    return { header, file: { ...rest, advice, jws: await signHeader(header, key) } };
  }

  it('says both amounts and the rate, and is verified', async () => {
    const { header, file } = await converted();
    expect(header).toMatchObject({ t: 'coalition.statement.v2', netMinor: 2835, settlement: { netMinor: 4634 } });
    expect(await verify(file)).toEqual({
      outcome: 'VERIFIED',
      sentence:
        'The statement of TRAVEL for window W2 of COAL1: 7 lines, opening 12.00 EUR, net 28.35 EUR, to be paid to the partner as 4634 JPY at 1 EUR = 163.47 JPY (ECB, 2026-11-09T15:00:00Z), value date 2026-11-11; it only appends to the advice of 5 lines; it follows the statement of window W1.',
    });
  });

  it('is verified as the predecessor of the next', async () => {
    const { header, file } = await converted();
    const next = new StatementDraft(sha256, { ...context, window: 'W3' });
    const prev = headerDigest(sha256, header);
    const jws = await signHeader(
      next.header({ kind: 'FINAL', openingMinor: 0n, action: 'NONE', valueDate: '2026-12-11', prev }),
      key,
    );
    expect(await verify({ jws, lines: [], previous: file.jws })).toMatchObject({ outcome: 'VERIFIED' });
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'another amount',
      { settlement: { currency: 'JPY', netMinor: 4635, ...quoted } },
      'The signed settlement is wrong: the net of 28.35 EUR at 1 EUR = 163.47 JPY is 4634 JPY, the header says 4635 JPY.',
    ],
    [
      'another rate',
      { settlement: { currency: 'JPY', netMinor: 4634, ...quoted, rate: '163.50' } },
      'at 1 EUR = 163.50 JPY is 4635 JPY, the header says 4634 JPY.',
    ],
    [
      'another sign',
      { settlement: { currency: 'JPY', netMinor: -4634, ...quoted } },
      'is 4634 JPY, the header says -4634 JPY.',
    ],
    [
      'another currency of the same digits',
      { settlement: { currency: 'USD', netMinor: 4634, ...quoted } },
      'is 4634.37 USD, the header says 46.34 USD.',
    ],
    [
      'the statement’s own currency',
      { settlement: { currency: 'EUR', netMinor: 2835, ...quoted, rate: '1' } },
      "The signed settlement is in EUR, which is the statement's own currency: nothing is converted.",
    ],
    [
      'a currency that is none',
      { settlement: { currency: 'XAU', netMinor: 4634, ...quoted } },
      'The signed rate is from EUR to XAU, and one of them is no currency.',
    ],
    [
      'a rate of nothing',
      { settlement: { currency: 'JPY', netMinor: 0, ...quoted, rate: '0.00' } },
      'The signed rate "0.00" is no decimal above zero.',
    ],
    [
      'a rate with a comma',
      { settlement: { currency: 'JPY', netMinor: 4634, ...quoted, rate: '163,47' } },
      'The signed rate "163,47" is no decimal above zero.',
    ],
    [
      'a net that is carried forward',
      { action: 'CARRY_FORWARD' },
      'The signed settlement in JPY is of a net that is not paid: its action is CARRY_FORWARD.',
    ],
    ['the version that has none', { t: 'coalition.statement.v1' }, 'Unrecognized key: "settlement"'],
    ['the version that has one, and none', { settlement: undefined }, 'settlement: Invalid input'],
    ['no source', { settlement: { currency: 'JPY', netMinor: 4634, ...quoted, source: '' } }, 'settlement.source'],
    ['an amount in quotes', { settlement: { currency: 'JPY', netMinor: '4634', ...quoted } }, 'settlement.netMinor'],
  ])('with %s is not verified, and says why', async (_, change, sentence) => {
    const { header, file } = await converted();
    const changed = JSON.parse(JSON.stringify({ ...header, ...change })) as StatementHeader;
    const outcome = await verify({ ...file, jws: await signHeader(changed, key) });
    expect(outcome).toEqual({ outcome: 'WRONG', sentence: expect.stringContaining(sentence) });
    const [line] = made.lines;
    const proof = { ...made.draft.tree.inclusionProof(0) };
    const { lines: __, ...envelope } = file;
    const single = await verify({ ...envelope, jws: await signHeader(changed, key), line, proof });
    expect(single.outcome).toBe('WRONG');
  });

  it('in CSV says so in each line, and a line that says otherwise is named', async () => {
    const { header, file } = await converted();
    const { lines: _, ...envelope } = file;
    const csv = [...statementCsv(header, made.lines)].join('');
    expect(csv.split('\r\n')[1]).toMatch(/,JPY,163\.47,4634$/);
    const check = (text: string) => verifyCsv(sha256, [jwk], envelope as JsonValue, [text]);
    expect(await check(csv)).toMatchObject({ outcome: 'VERIFIED' });
    for (const [from, to, sentence] of [
      ['163.47,4634', '163.47,4635', 'settlement_net is not 4634, as was signed'],
      ['163.47,4634', '163.5,4634', 'settlement_rate is not 163.47, as was signed'],
      ['JPY,163.47,4634', ',,', 'settlement_currency is not JPY, as was signed'],
    ] as const) {
      const rows = csv.split('\r\n');
      const tampered = rows.with(3, rows[3]!.replace(from, to)).join('\r\n');
      expect(await check(tampered)).toEqual({
        outcome: 'WRONG',
        sentence: `Line 4 of the file is none of this statement: ${sentence}.`,
      });
    }
    const plain = [...statementCsv(made.header, made.lines)].join('').replace(',,,\r\n', ',JPY,1,1\r\n');
    const { lines: __, ...own } = made.file;
    expect((await verifyCsv(sha256, [jwk], own as JsonValue, [plain])).sentence).toContain(
      'settlement_currency is not empty, as was signed',
    );
  });
});

describe('a final statement that does not extend its advice is not verified', () => {
  it('when a line of the advice was changed before the final signature', async () => {
    const rewritten = await make({}, [500n, -200n, 1235n, 10n, -8n, 99n, -1n]);
    expect(await verify({ ...rewritten.file, advice: { jws: made.file.advice.jws } })).toMatchObject({
      outcome: 'WRONG',
      sentence:
        'The final statement does not begin with the 5 lines of the advice: a line was changed after the advice was sent.',
    });
  });

  it('when the advice has more lines', async () => {
    const advice = { ...made.advice, merkle: { ...made.advice.merkle, size: 8 } };
    expect(await verify({ ...made.file, advice: { jws: await signHeader(advice, key) } })).toMatchObject({
      outcome: 'WRONG',
      sentence: expect.stringContaining('lines were removed after it was sent'),
    });
  });

  it('when the advice is of another window, or no advice, or belongs to an advice', async () => {
    const other = await make({ window: 'W3' });
    expect(await verify({ ...made.file, advice: other.file.advice })).toMatchObject({
      outcome: 'WRONG',
      sentence: 'The advice is not of this statement: its window is W3, not W2.',
    });
    expect(await verify({ ...made.file, advice: { jws: made.file.jws } })).toMatchObject({
      outcome: 'WRONG',
      sentence: 'What stands as the advice is a final statement.',
    });
    expect(await verify({ ...made.file, jws: made.file.advice.jws })).toMatchObject({
      outcome: 'WRONG',
      sentence: 'The statement is an advice itself and can not have one.',
    });
  });

  it('when the consistency proof is of other sizes or another tree', async () => {
    const other = await make({}, [1n, 2n, 3n, 4n, 5n, 6n, 7n]);
    const proofs: [unknown, string][] = [
      [made.draft.tree.consistencyProof(4), 'runs from 4 to 7 lines'],
      [other.draft.tree.consistencyProof(5), 'does not show that the final statement only appended'],
      [{ from: 5, to: 7, path: [] }, 'path too short'],
    ];
    for (const [consistency, sentence] of proofs) {
      expect(await verify({ ...made.file, advice: { ...made.file.advice, consistency } })).toMatchObject({
        outcome: 'WRONG',
        sentence: expect.stringContaining(sentence),
      });
    }
  });
});

describe('a single line with its proof', () => {
  const proofFile = (index: number) => ({
    jws: made.file.jws,
    line: made.lines[index],
    proof: made.draft.tree.inclusionProof(index),
  });

  it('is verified for every line', async () => {
    for (const index of made.lines.keys()) {
      expect(await verify(proofFile(index))).toMatchObject({
        outcome: 'VERIFIED',
        sentence: expect.stringContaining(`the line with seq ${index}`),
      });
    }
    expect(await verify({ ...proofFile(2), advice: made.file.advice, previous: made.file.previous })).toMatchObject({
      outcome: 'VERIFIED',
    });
  });

  it.each<[string, (file: ReturnType<typeof proofFile>, other: Made) => unknown, string]>([
    [
      'when the line was changed',
      (f) => ({ ...f, line: { ...f.line!, amountMinor: 1 } }),
      'The proof does not lead from the line with seq 3 to the signed root (root differs)',
    ],
    [
      'with the proof of another line',
      (f) => ({ ...f, proof: made.draft.tree.inclusionProof(4) }),
      'The proof is for the line with seq 4, but the line given has seq 3.',
    ],
    [
      'with the proof of another partner',
      (f, other) => ({ ...f, proof: other.draft.tree.inclusionProof(3) }),
      'does not lead from the line',
    ],
    [
      'with the line of another partner',
      (f, other) => ({ ...f, line: other.lines[3] }),
      'The line does not belong to this statement: its partner is FUEL, not TRAVEL.',
    ],
    [
      'with the proof of a statement of another length',
      (f) => ({ ...f, proof: made.draft.tree.inclusionProof(3, 5) }),
      'The proof is for a statement of 5 lines, but the signed one has 7: it belongs to another statement.',
    ],
    ['with a shortened path', (f) => ({ ...f, proof: { ...f.proof, path: f.proof.path.slice(1) } }), 'path too short'],
    [
      'with a lengthened path',
      (f) => ({ ...f, proof: { ...f.proof, path: [...f.proof.path, f.proof.path[0]] } }),
      'path too long',
    ],
    [
      'under the signature of another statement',
      (f, other) => ({ ...f, jws: other.file.jws }),
      'its partner is TRAVEL, not FUEL',
    ],
    ['without a signature', (f) => ({ ...f, jws: `${f.jws.slice(0, f.jws.lastIndexOf('.'))}.` }), 'was stripped'],
    ['when it is no line', (f) => ({ ...f, line: { seq: 3 } }), 'The line is no statement line'],
  ])('is not verified %s', async (_name, tamper, sentence) => {
    const other = await make({ partner: 'FUEL' });
    expect(await verify(tamper(proofFile(3), other))).toEqual({
      outcome: 'WRONG',
      sentence: expect.stringContaining(sentence),
    });
  });

  it('can not be read when its proof is of another version', async () => {
    const file = proofFile(3);
    const proof: InclusionProof = { ...file.proof, v: 2 as 1 };
    expect(await verify({ ...file, proof })).toMatchObject({
      outcome: 'UNREADABLE',
      sentence: expect.stringContaining('proof.v'),
    });
  });
});

describe('what is no statement', () => {
  it.each<[string, unknown, string]>([
    ['a list', [], 'This is no statement file'],
    ['a document without a signature', { lines: [] }, 'jws'],
    ['a document with a misspelt part', { jws: 'a.b.c', lines: [], adivce: {} }, 'adivce'],
    ['null', null, 'This is no statement file'],
  ])('can not be read: %s', async (_name, document, sentence) => {
    expect(await verify(document)).toMatchObject({
      outcome: 'UNREADABLE',
      sentence: expect.stringContaining(sentence),
    });
  });

  it.each<[string, (texts: string[]) => string[], string]>([
    ['nothing', () => [], 'The file is empty.'],
    ['an envelope that is none', () => ['{"lines":[]}'], 'The first line is no envelope of a statement'],
    [
      'a line that is no JSON',
      (t) => t.with(4, 'x'),
      'Line 5 of the file is no JSON with one meaning: there is no JSON value here (character 1).',
    ],
    [
      'a line with a key twice',
      (t) => t.with(4, t[4]!.replace('{', '{"amountMinor":1,')),
      'Line 5 of the file is no JSON with one meaning: the key "amountMinor" stands twice',
    ],
    [
      'a line with a fraction',
      (t) => t.with(4, t[4]!.replace('"amountMinor":10', '"amountMinor":10.0')),
      'the number 10.0 is no plain integer',
    ],
    ['a byte order mark', (t) => t.with(0, `\uFEFF${t[0]}`), 'it starts with a byte order mark'],
  ])('can not be read as JSON lines: %s', async (_name, change, sentence) => {
    expect(await verifyJsonLines(sha256, [jwk], change(asJsonLines(made.file)))).toEqual({
      outcome: 'UNREADABLE',
      sentence: expect.stringContaining(sentence),
    });
  });

  it('can not send control codes to a terminal', async () => {
    const lines = made.lines.with(2, { ...made.lines[2]!, partner: '\u001b[2J\u009b31mFUEL' });
    const { sentence } = await verify({ ...made.file, lines });
    expect(sentence).not.toMatch(/\p{C}/u);
  });

  it('and what is no key set', () => {
    expect(readKeys('{"keys":[]}')).toMatchObject({ ok: false });
    expect(readKeys('{"kty":"OKP"}')).toMatchObject({ ok: false });
    expect(readKeys('-----BEGIN PUBLIC KEY-----')).toMatchObject({ ok: false });
    expect(readKeys(JSON.stringify({ keys: [jwk] }))).toMatchObject({ ok: true });
  });
});

describe('a statement in CSV', () => {
  const text = () => [...statementCsv(made.header, made.lines)].join('');
  const envelope = () => {
    const { lines: _, ...signed } = made.file;
    return signed as JsonValue;
  };
  const piecesOf = (csv: string, length: number): string[] =>
    Array.from({ length: Math.ceil(csv.length / length) }, (_, at) => csv.slice(at * length, (at + 1) * length));
  const check = (csv: string, length = csv.length, document = envelope()) =>
    verifyCsv(sha256, [jwk], document, piecesOf(csv, length));

  it('is verified with its envelope, in pieces of any length', async () => {
    for (const length of [1, 7, 100, text().length]) {
      const { outcome, sentence } = await check(text(), length);
      expect([outcome, sentence]).toEqual([
        'VERIFIED',
        expect.stringContaining('it follows the statement of window W1'),
      ]);
    }
  });

  it.each<[string, (rows: string[]) => string[], string]>([
    ['a line changed', (rows) => rows.map((row) => row.replace('TR-2', 'TR-3')), 'At least one line was changed'],
    [
      'an amount changed',
      (rows) => rows.map((row) => row.replace('12.34,1234', '12.35,1235')),
      'their amounts differ from the signed totals by 0.01 EUR',
    ],
    [
      'amounts that differ',
      (rows) => rows.map((row) => row.replace('12.34,1234', '12.35,1234')),
      'Line 4 of the file is none of this statement: amount and amount_minor differ',
    ],
    [
      'a line removed',
      (rows) => rows.toSpliced(3, 1),
      'Line 4 of the file is none of this statement: line_no is 4, not 3',
    ],
    ['the last line removed', (rows) => rows.toSpliced(7, 1), 'signed for 7 lines and the file holds 6'],
    ['lines exchanged', (rows) => [...rows.slice(0, 2), rows[3]!, rows[2]!, ...rows.slice(4)], 'line_no is 3, not 2'],
    [
      'no columns',
      (rows) => rows.slice(1),
      'Line 1 of the file is none of this statement: the first line is not statement_id',
    ],
    [
      'another statement',
      (rows) => rows.map((row) => row.replace('COAL1-W2-TRAVEL', 'COAL1-W2-FUEL')),
      'statement_id is not COAL1-W2-TRAVEL',
    ],
    ['nothing in it', () => [], 'the first line is not'],
  ])('with %s is named', async (_name, change, sentence) => {
    const rows = text().split('\r\n');
    const csv = change(rows).join('\r\n');
    for (const length of [13, csv.length + 1]) {
      const found = await check(csv, length);
      expect([found.outcome, found.sentence]).toEqual(['WRONG', expect.stringContaining(sentence)]);
    }
  });

  it('needs an envelope that is one', async () => {
    expect(await check(text(), 50, { jws: 1 })).toMatchObject({ outcome: 'UNREADABLE' });
    expect(await check(text(), 50, made.file as JsonValue)).toMatchObject({ outcome: 'UNREADABLE' });
  });
});

describe('what the partner kept itself', () => {
  it('is compared in the place of what the file brings', async () => {
    const { previous, advice, ...bare } = made.file;
    const copies = { previous, advice: advice.jws };
    expect(await verifyDocument(sha256, [jwk], bare as JsonValue, copies)).toMatchObject({
      outcome: 'VERIFIED',
      sentence: expect.stringMatching(/only appends to the advice of 5 lines; it follows the statement of window W1/),
    });
    const other = await make({}, [1n, 2n, 3n, 4n, 5n, 6n]);
    for (const [kept, sentence] of [
      [{ previous: made.file.jws }, 'The chain is broken'],
      [{ advice: other.file.advice.jws }, 'does not begin with the 5 lines of the advice'],
      [{ advice: made.file.jws }, 'What stands as the advice is a final statement'],
    ] as const) {
      const found = await verifyDocument(sha256, [jwk], made.file as JsonValue, kept);
      expect([found.outcome, found.sentence]).toEqual(['WRONG', expect.stringContaining(sentence)]);
    }
  });

  it('is found in every form of a statement', () => {
    const { jws } = made.file;
    for (const text of [jws, ` ${jws}\n`, JSON.stringify(made.file, null, 2), asJsonLines(made.file).join('\n')])
      expect(signatureIn(text)).toBe(jws);
    for (const text of ['', '{}', '[]', 'a,b', '{"jws":1}']) expect(signatureIn(text)).toBeNull();
  });
});

it('an advice that was given while the window before was in review may follow another statement, not differ otherwise', async () => {
  const early = { ...made.advice, prev: null, openingMinor: 0, netMinor: made.advice.netMinor - 1200 };
  const advice = { ...made.file.advice, jws: await signHeader(early, key) };
  expect(await verify({ ...made.file, advice })).toMatchObject({ outcome: 'VERIFIED' });
  const wrong = { ...made.file.advice, jws: await signHeader({ ...early, prev: made.advice.prev }, key) };
  expect(await verify({ ...made.file, advice: wrong })).toMatchObject({
    outcome: 'WRONG',
    sentence: expect.stringContaining('its openingMinor is 0, not 1200'),
  });
});
