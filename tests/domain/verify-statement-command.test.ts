// The command as a partner runs it: a process, two files, an exit code. It needs no database and no network.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../subgraphs/ledger/domain/canonical-json.ts';
import { statementCsv } from '../../subgraphs/ledger/domain/files/statement-csv.ts';
import { StatementDraft, type StatementHeader, type StatementLine } from '../../subgraphs/ledger/domain/statement.ts';
import { signHeader } from '../../subgraphs/ledger/domain/statement-signature.ts';
import { sha256 } from '../support/sha256.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
let keys: string;
let jws: string;
let header: StatementHeader;
let lines: StatementLine[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'statement-'));
  const { privateKey, publicKey } = await generateKeyPair('Ed25519');
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  keys = file('keys.json', JSON.stringify({ keys: [{ ...jwk, kid }] }));
  const draft = new StatementDraft(sha256, {
    programme: 'COAL1',
    model: 'OPERATOR_POOL',
    window: 'W1',
    partner: 'GROCER',
    currency: 'EUR',
  });
  lines = [120n, -50n, 9n].map((amountMinor, index) =>
    draft.append({
      entry: `J${index}`,
      leg: 0,
      tx: `T${index}`,
      entryType: 'REDEEM',
      component: 'REDEMPTION',
      partnerRef: null,
      businessAt: new Date(Date.UTC(2026, 8, 1)),
      amountMinor,
      nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
    }),
  );
  header = draft.header({
    kind: 'FINAL',
    openingMinor: 0n,
    action: 'PAY_PARTNER',
    valueDate: '2026-10-12',
    prev: null,
  });
  jws = await signHeader(header, { privateKey, kid, alg: 'Ed25519' });
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function run(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/verify-statement.ts', ...args],
      { cwd: project },
      (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), output: (out + err).trim() });
      },
    );
  });
}

describe('npm run verify-statement', () => {
  it.concurrent('says what it verified and ends with 0', async () => {
    const document = file('good.json', JSON.stringify({ jws, lines }, null, 2));
    expect(await run(document, '--keys', keys)).toEqual({
      code: 0,
      output:
        'Verified. The statement of GROCER for window W1 of COAL1: 3 lines, opening 0.00 EUR, net 0.79 EUR, to be paid to the partner, value date 2026-10-12.',
    });
  });

  it.concurrent('takes JSON lines with any line ends', async () => {
    const texts = [canonicalJson({ jws }), ...lines.map((line) => canonicalJson(line))];
    expect(await run(file('good.jsonl', `${texts.join('\r\n')}\n`), '--keys', keys)).toMatchObject({ code: 0 });
  });

  it.concurrent('takes a CSV with its envelope, and what the partner kept', async () => {
    const csv = file('good.csv', [...statementCsv(header, lines)].join(''));
    const envelope = file('envelope.json', `${JSON.stringify({ jws, previous: null })}\n`);
    expect(await run(csv, '--envelope', envelope, '--keys', keys)).toMatchObject({ code: 0 });
    expect(await run(csv, '--envelope', envelope, '--previous', envelope, '--keys', keys)).toEqual({
      code: 1,
      output:
        'NOT verified. The chain is broken: the statement says that it is the first one, yet the file holds a previous one.',
    });
  });

  it.concurrent('says what is wrong and ends with 1', async () => {
    const document = file('wrong.json', JSON.stringify({ jws, lines: lines.slice(1) }));
    expect(await run(document, '--keys', keys)).toEqual({
      code: 1,
      output: 'NOT verified. The statement is signed for 3 lines and the file holds 2: the line with seq 0 is missing.',
    });
  });

  it.concurrent.each<[string, () => string[], string]>([
    ['without keys', () => ['statement.json'], "required option '--keys <jwks>'"],
    ['without a file that exists', () => [join(folder, 'none.json'), '--keys', keys], 'A file can not be read'],
    [
      'with keys that are none',
      () => [file('a.json', '{}'), '--keys', file('no-keys.json', '{}')],
      'The keys can not be read',
    ],
    [
      'with a file that is not UTF-8',
      () => [file('latin.json', Uint8Array.of(0x7b, 0x22, 0xe9, 0x22, 0x7d)), '--keys', keys],
      'The file is not UTF-8.',
    ],
    [
      'with a file that begins with a byte order mark',
      () => [file('bom.json', `\uFEFF${JSON.stringify({ jws, lines })}`), '--keys', keys],
      'byte order mark',
    ],
    [
      'with a line that is too long',
      () => [file('long.jsonl', `${canonicalJson({ jws })}\n${'x'.repeat(10_000_000)}`), '--keys', keys],
      'Line 2 of the file has more than 1000000 characters.',
    ],
    [
      'with a document that is cut off',
      () => [file('cut.json', JSON.stringify({ jws, lines }).slice(0, -5)), '--keys', keys],
      'The file is no JSON with one meaning',
    ],
    [
      'with a CSV alone',
      () => [file('alone.csv', 'statement_id,line_no\r\n'), '--keys', keys],
      'name its envelope with --envelope',
    ],
    ['with an empty file', () => [file('empty.json', ''), '--keys', keys], 'it ends too early'],
  ])('ends with 2 %s', async (_name, args, sentence) => {
    expect(await run(...args())).toEqual({ code: 2, output: expect.stringContaining(sentence) });
  });

  const line = (at: number, more: object = {}) => ({ ...lines[at]!, ...more });
  const three = (...entries: unknown[]) => JSON.stringify({ jws, lines: entries });
  const parts = () => jws.split('.') as [string, string, string];
  const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const changed = /At least one line was changed/;
  it.concurrent.each<[string, () => string, 1 | 2, RegExp]>([
    ['an amount changed', () => three(line(0), line(1, { amountMinor: -49 }), line(2)), 1, changed],
    ['a reference changed', () => three(line(0), line(1), line(2, { partnerRef: 'X' })), 1, changed],
    [
      'a line removed',
      () => three(line(0), line(2)),
      1,
      /signed for 3 lines and the file holds 2: the line with seq 1/,
    ],
    ['a line added', () => three(line(0), line(1), line(2), line(2, { seq: 3 })), 1, /holds 4: lines were added/],
    ['lines reordered', () => three(line(1), line(0), line(2)), 1, /line 1 has seq 1 instead of 0/],
    ['reordered and numbered anew', () => three(line(1, { seq: 0 }), line(0, { seq: 1 }), line(2)), 1, changed],
    [
      'a line of another partner',
      () => three(line(0), line(1, { partner: 'FUEL' }), line(2)),
      1,
      /Line 2 does not belong/,
    ],
    ['a key twice', () => three(...lines).replace('"seq":1', '"seq":1,"seq":1'), 2, /"seq" stands twice/],
    ['a fraction', () => three(...lines).replace('-50', '-50.5'), 2, /no JSON with one meaning/],
    ['an exponent', () => three(...lines).replace('-50', '-5e1'), 2, /no JSON with one meaning/],
    ['a huge number', () => three(...lines).replace('-50', '-9007199254740993'), 2, /no JSON with one meaning/],
    ['a deep nesting', () => '['.repeat(200_000), 2, /Could not be checked/],
    ['its signature stripped', () => three(...lines).replace(jws, `${parts()[0]}.${parts()[1]}.`), 1, /was stripped/],
    [
      'alg none',
      () => three(...lines).replace(jws, `${base64({ alg: 'none' })}.${parts()[1]}.`),
      1,
      /its algorithm is "none"/,
    ],
    [
      'a header that was not signed',
      () => three(...lines).replace(jws, `${parts()[0]}.${base64({ ...header, netMinor: 80 })}.${parts()[2]}`),
      1,
      /does not fit its header/,
    ],
  ])('%s is told in a sentence', async (name, text, code, sentence) => {
    const found = await run(file(`${name}.json`, text()), '--keys', keys);
    expect(found).toEqual({ code, output: expect.stringMatching(sentence) });
    expect(found.output.split('\n')).toHaveLength(1);
  });

  it.concurrent('with the keys of somebody else nothing is verified', async () => {
    const { publicKey } = await generateKeyPair('Ed25519');
    const jwk = await exportJWK(publicKey);
    const others = file('others.json', JSON.stringify({ keys: [{ ...jwk, kid: await calculateJwkThumbprint(jwk) }] }));
    expect(await run(file('ours.json', JSON.stringify({ jws, lines })), '--keys', others)).toEqual({
      code: 1,
      output: expect.stringContaining('was made with another key'),
    });
  });
});
