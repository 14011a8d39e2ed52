// npm run verify-statement -- FILE --keys JWKS
//
// Verifies a partner's statement offline and says in one sentence what holds, or what is wrong. Exit code 0: verified, 1: wrong,
// 2: could not be read. FILE is a JSON document, or JSON lines for statements of any length; the forms are described at the top of
// subgraphs/ledger/domain/verify-statement.ts. JWKS holds the operator's public keys as the partner once pinned them.
//
//   npm run verify-statement -- statement.csv --envelope ENVELOPE --keys JWKS     the CSV, which holds no signature
//   ... --previous FILE --advice FILE     what the partner kept of the statement before and of the advice, in any of the forms
//
// Limits: a document of 64 million characters, a JSON line of 1 million; more is refused, not guessed at.

import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import { type JsonValue, parseStrictJson } from '../subgraphs/ledger/domain/canonical-json.ts';
import {
  isEnvelope,
  type OwnCopies,
  readKeys,
  signatureIn,
  type Verification,
  verifyCsv,
  verifyDocument,
  verifyJsonLines,
} from '../subgraphs/ledger/domain/verify-statement.ts';
import { sha256 } from '../subgraphs/ledger/statements/sha256.ts';

const MAX_DOCUMENT = 64_000_000;
const MAX_LINE = 1_000_000;
const EXIT_CODES: Readonly<Record<Verification['outcome'], number>> = { VERIFIED: 0, WRONG: 1, UNREADABLE: 2 };

class Unreadable extends Error {}

/** The file's text in pieces; refuses what is not UTF-8, in whichever piece it stands. */
async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }))
      yield decoder.decode(chunk as Buffer, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new Unreadable('The file is not UTF-8.');
    throw error;
  }
}

/** The file's lines without their ends. Refuses a line of more than `MAX_LINE` characters. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  let line = 1;
  for await (const text of textOf(file)) {
    const pieces = (rest + text).split('\n');
    rest = pieces.pop()!;
    for (const piece of pieces) {
      refuseLong(piece, line);
      yield piece;
      line += 1;
    }
    refuseLong(rest, line);
  }
  if (rest !== '') yield rest;
}

function refuseLong(text: string, line: number): void {
  if (text.length > MAX_LINE) throw new Unreadable(`Line ${line} of the file has more than ${MAX_LINE} characters.`);
}

/** Whether the file's first line is the envelope of a statement in JSON lines. */
async function isJsonLines(file: string): Promise<boolean> {
  let head = '';
  for await (const text of textOf(file)) {
    head = (head + text).trimStart();
    if (head.includes('\n') || head.length > MAX_LINE) break;
  }
  const json = parseStrictJson(head.slice(0, MAX_LINE).split('\n', 1)[0]!);
  return json.ok && isEnvelope(json.value);
}

/** Whether the file begins as a statement in CSV does. */
async function isCsv(file: string): Promise<boolean> {
  for await (const text of textOf(file)) return text.startsWith('statement_id,');
  return false;
}

async function documentOf(file: string): Promise<JsonValue> {
  let text = '';
  for await (const piece of textOf(file)) {
    text += piece;
    if (text.length > MAX_DOCUMENT) {
      throw new Unreadable(
        'The document is too long to be read at once; a statement of this length comes as JSON lines, the envelope first.',
      );
    }
  }
  const json = parseStrictJson(text);
  if (!json.ok)
    throw new Unreadable(`The file is no JSON with one meaning: ${json.problem} (character ${json.offset + 1}).`);
  return json.value;
}

/** What the partner kept of another statement; undefined when none was named. */
async function copyOf(file: string | undefined, what: string): Promise<string | undefined> {
  if (file === undefined) return undefined;
  // Of a long file the signature is in the first line.
  let head = '';
  for await (const text of textOf(file)) {
    head += text;
    if (head.length > MAX_DOCUMENT) break;
  }
  const jws = signatureIn(head);
  if (jws === null) throw new Unreadable(`There is no signed statement in the file of the ${what}.`);
  return jws;
}

interface Files {
  readonly keys: string;
  readonly envelope?: string;
  readonly previous?: string;
  readonly advice?: string;
}

async function verify(file: string, files: Files): Promise<Verification> {
  try {
    const keys = readKeys(await readFile(files.keys, 'utf8'));
    if (!keys.ok) throw new Unreadable(`The keys can not be read: ${keys.problem}.`);
    const copies: OwnCopies = {
      previous: await copyOf(files.previous, 'previous statement'),
      advice: await copyOf(files.advice, 'advice'),
    };
    if (files.envelope !== undefined)
      return await verifyCsv(sha256, keys.keys, await documentOf(files.envelope), textOf(file), copies);
    if (await isCsv(file)) throw new Unreadable('A CSV holds no signature: name its envelope with --envelope.');
    if (await isJsonLines(file)) return await verifyJsonLines(sha256, keys.keys, linesOf(file), copies);
    return await verifyDocument(sha256, keys.keys, await documentOf(file), copies);
  } catch (error) {
    if (error instanceof Unreadable) return { outcome: 'UNREADABLE', sentence: error.message };
    if (error instanceof Error && 'syscall' in error)
      return { outcome: 'UNREADABLE', sentence: `A file can not be read: ${error.message}.` };
    throw error;
  }
}

const program = new Command('verify-statement')
  .description('Verifies a signed statement offline. Exit code 0: verified, 1: wrong, 2: could not be read.')
  .argument('<file>', 'the statement: a JSON document, JSON lines or CSV; or one line with its proof')
  .requiredOption('--keys <jwks>', 'the public keys of the operator, pinned earlier: a JWKS file')
  .option('--envelope <file>', 'of a CSV: the signed envelope that belongs to it')
  .option('--previous <file>', 'the statement before, as it was kept: verifies the chain')
  .option('--advice <file>', 'the advice, as it was kept: verifies that the final statement only appended to it')
  .exitOverride()
  .action(async (file: string, options: Files) => {
    const { outcome, sentence } = await verify(file, options);
    if (outcome === 'VERIFIED') console.log(`Verified. ${sentence}`);
    else console.error(`${outcome === 'WRONG' ? 'NOT verified' : 'Could not be checked'}. ${sentence}`);
    process.exitCode = EXIT_CODES[outcome];
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
