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
});
