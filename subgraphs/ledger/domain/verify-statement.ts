// Whether a statement is what was signed, line by line, with nothing but the file and the pinned keys: no database, no network.
//
// What it takes, as one JSON document or, for statements of any length, as JSON lines (the envelope first, then one entry a line):
//   envelope  { jws, advice?: { jws, consistency? }, previous?: jws, t?: "coalition.statement-file.v1" }
//   document  the envelope with `lines: [entry...]`, or with `line` and `proof` to prove a single line
//   entry     a statement line, or { line, leafHash }: with leaf hashes a changed line can be named, without them only noticed
//   CSV       the lines alone (files/statement-csv.ts), with the envelope as a document of its own
// The statement before and the advice may also come from the partner's own files: then those are compared, not what the envelope brings.
// Order of the checks, the first failure is the answer:
//   1 signature with a pinned key, type, algorithm   2 each line: shape, context      3 number and order of lines (seq)
//   4 root: a line was changed                       5 sums, action, conversion       6 chain to the previous statement
//   7 the advice is signed, of this statement, and the final one only appended to it
// Cost: about 15 us a line and memory that does not grow with the number of lines.

import type { JWK } from 'jose';
import { z } from 'zod';
import { formatAmount } from '../../shared/money.ts';
import { isJsonObject, type JsonValue, parseStrictJson } from './canonical-json.ts';
import { canonicalLine, readCanonicalLine } from './canonical-line.ts';
import { convertNet, rateProblem, rateText } from './exchange-rates.ts';
import { StatementCsvReader } from './files/statement-csv.ts';
import {
  type ConsistencyProof,
  hashFromText,
  hashLeaf,
  hashText,
  type InclusionProof,
  MerkleFrontier,
  type ProofProblem,
  type Sha256,
  verifyConsistency,
  verifyInclusion,
} from './merkle-tree.ts';
import {
  carriedForward,
  headerDigest,
  isFinal,
  lineHash,
  readLine,
  type StatementHeader,
  type StatementLine,
  settlementOf,
} from './statement.ts';
import { readSignedHeader } from './statement-signature.ts';

/** VERIFIED: all of it holds. WRONG: the signature, a line, a sum or a proof does not. UNREADABLE: there is nothing to check. */
export interface Verification {
  readonly outcome: 'VERIFIED' | 'WRONG' | 'UNREADABLE';
  /** What was verified, or what is wrong, for a person. No control characters, whatever the file holds. */
  readonly sentence: string;
}

const path = z.array(z.string()).max(64);
const consistency = z.strictObject({ from: z.int().min(0), to: z.int().min(0), path });
const envelope = {
  t: z.literal('coalition.statement-file.v1').optional(),
  jws: z.string(),
  advice: z.strictObject({ jws: z.string(), consistency: consistency.optional() }).optional(),
  previous: z.string().nullish(),
};
const envelopeShape = z.strictObject(envelope);
const statementShape = z.strictObject({ ...envelope, lines: z.array(z.unknown()) });
const lineProofShape = z.strictObject({
  ...envelope,
  line: z.unknown(),
  proof: z.strictObject({
    v: z.literal(1),
    hash: z.literal('SHA-256'),
    treeSize: z.int(),
    leafIndex: z.int(),
    path,
  }),
});
const keySetShape = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

type Envelope = z.infer<typeof envelopeShape>;

/** Reads the pinned keys (a JWKS document), or says why they are none. */
export function readKeys(text: string): { ok: true; keys: readonly JWK[] } | { ok: false; problem: string } {
  const json = parseStrictJson(text);
  if (!json.ok) return { ok: false, problem: json.problem };
  const set = keySetShape.safeParse(json.value);
  return set.success
    ? { ok: true, keys: set.data.keys as JWK[] }
    : { ok: false, problem: 'it is no JWKS: { "keys": [ ... ] }' };
}

/** Whether a JSON value is the first line of a statement in JSON lines, rather than a whole document. */
export function isEnvelope(value: JsonValue): boolean {
  return isJsonObject(value) && 'jws' in value && !('lines' in value) && !('line' in value);
}

/** Signatures that the partner kept itself: of the statement before, and of the advice. */
export interface OwnCopies {
  readonly previous?: string | undefined;
  readonly advice?: string | undefined;
}

/** The envelope with the partner's own copies in the place of what it brings. */
function withCopies<File extends Envelope>(file: File, { previous, advice }: OwnCopies): File {
  return {
    ...file,
    ...(previous === undefined ? {} : { previous }),
    ...(advice === undefined ? {} : { advice: { ...file.advice, jws: advice } }),
  };
}

/**
 * The signature in what a partner keeps of a statement: its file in any form (of JSON lines the first line), or the bare JWS. Null when there
 * is none.
 */
export function signatureIn(text: string): string | null {
  const bare = text.trim();
  if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(bare)) return bare;
  const whole = parseStrictJson(text);
  const json = whole.ok ? whole : parseStrictJson(bare.split('\n', 1)[0]!);
  return json.ok && isJsonObject(json.value) && typeof json.value.jws === 'string' ? json.value.jws : null;
}

/** Verifies one document: a statement with its lines, or one line with its proof. */
export async function verifyDocument(
  sha256: Sha256,
  keys: readonly JWK[],
  document: JsonValue,
  copies: OwnCopies = {},
): Promise<Verification> {
  if (isJsonObject(document) && 'line' in document) return verifyLineProof(sha256, keys, document, copies);
  const file = statementShape.safeParse(document);
  if (!file.success) return unreadable(`This is no statement file: ${firstIssue(file.error)}.`);
  const { lines, ...rest } = file.data;
  const statement = await StatementCheck.begin(sha256, keys, withCopies(rest, copies));
  if (!(statement instanceof StatementCheck)) return statement;
  for (const entry of lines as JsonValue[]) statement.entry(entry);
  return statement.finish();
}

/** Verifies a statement in JSON lines. `texts` are the lines of the file, the envelope first; blank ones are skipped. */
export async function verifyJsonLines(
  sha256: Sha256,
  keys: readonly JWK[],
  texts: AsyncIterable<string> | Iterable<string>,
  copies: OwnCopies = {},
): Promise<Verification> {
  let statement: StatementCheck | null = null;
  let fileLine = 0;
  for await (const text of texts) {
    fileLine += 1;
    if (text.trim() === '') continue;
    const check: StatementCheck | null = statement;
    if (check?.writtenEntry(text) === true) {
      if (check.settled !== null) return check.settled;
      continue;
    }
    const json = parseStrictJson(text);
    if (!json.ok)
      return unreadable(
        `Line ${fileLine} of the file is no JSON with one meaning: ${json.problem} (character ${json.offset + 1}).`,
      );
    if (statement !== null) {
      statement.entry(json.value, json.canonical ? text : undefined);
      // A line that can not belong to the statement settles the matter; the rest need not be read.
      if (statement.settled !== null) return statement.settled;
      continue;
    }
    const first = envelopeShape.safeParse(json.value);
    if (!first.success) return unreadable(`The first line is no envelope of a statement: ${firstIssue(first.error)}.`);
    const begun = await StatementCheck.begin(sha256, keys, withCopies(first.data, copies));
    if (!(begun instanceof StatementCheck)) return begun;
    statement = begun;
  }
  return statement === null ? unreadable('The file is empty.') : statement.finish();
}

/** Verifies a statement in CSV, in pieces of any length, against its envelope. */
export async function verifyCsv(
  sha256: Sha256,
  keys: readonly JWK[],
  envelopeDocument: JsonValue,
  pieces: AsyncIterable<string> | Iterable<string>,
  copies: OwnCopies = {},
): Promise<Verification> {
  const file = envelopeShape.safeParse(envelopeDocument);
  if (!file.success) return unreadable(`The envelope is none: ${firstIssue(file.error)}.`);
  const statement = await StatementCheck.begin(sha256, keys, withCopies(file.data, copies));
  if (!(statement instanceof StatementCheck)) return statement;
  const reader = new StatementCsvReader(statement.header);
  for await (const piece of pieces) {
    const read = reader.take(piece);
    if (!read.ok) return wrong(`Line ${read.line} of the file is none of this statement: ${read.problem}.`);
    for (const { line } of read.lines) statement.entry(line);
    if (statement.settled !== null) return statement.settled;
  }
  const last = reader.end();
  if (!last.ok) return wrong(`Line ${last.line} of the file is none of this statement: ${last.problem}.`);
  for (const { line } of last.lines) statement.entry(line);
  return statement.finish();
}

async function verifyLineProof(
  sha256: Sha256,
  keys: readonly JWK[],
  document: JsonValue,
  copies: OwnCopies,
): Promise<Verification> {
  const file = lineProofShape.safeParse(document);
  if (!file.success) return unreadable(`This is no line with a proof: ${firstIssue(file.error)}.`);
  const signed = await signedHeaders(keys, withCopies(file.data, copies));
  if ('outcome' in signed) return signed;
  const { header } = signed;
  const line = readLine(file.data.line as JsonValue);
  if (!line.ok) return wrong(`The line is no statement line: ${line.problem}.`);
  const stranger = foreignness(line.value, header);
  if (stranger !== null) return wrong(`The line does not belong to this statement: ${stranger}.`);
  const proof: InclusionProof = file.data.proof;
  if (proof.treeSize !== header.merkle.size) {
    return wrong(
      `The proof is for a statement of ${proof.treeSize} lines, but the signed one has ${header.merkle.size}: it belongs to another statement.`,
    );
  }
  if (proof.leafIndex !== line.value.seq) {
    return wrong(
      `The proof is for the line with seq ${proof.leafIndex}, but the line given has seq ${line.value.seq}.`,
    );
  }
  const problem = verifyInclusion(sha256, lineHash(sha256, line.value), proof, rootOfHeader(header));
  if (problem !== null) {
    return wrong(
      `The proof does not lead from the line with seq ${line.value.seq} to the signed root (${inWords(problem)}): the line was changed, or the proof is of another line or statement.`,
    );
  }
  const chain = wrongChain(sha256, signed);
  if (chain !== null) return wrong(chain);
  if (signed.advice !== null) {
    const broken = wrongAdviceProof(sha256, header, signed.advice, file.data.advice?.consistency ?? null);
    if (broken !== null) return wrong(broken);
  }
  const amount = formatAmount(BigInt(line.value.amountMinor), header.currency);
  return verified(
    `${capital(nameOf(header))} holds the line with seq ${line.value.seq}: ${line.value.component} ${amount} ${header.currency} of transaction ${line.value.tx}.`,
  );
}

interface SignedHeaders {
  readonly header: StatementHeader;
  readonly advice: StatementHeader | null;
  readonly previous: StatementHeader | null;
}

/** Verifies the signatures of an envelope, and that its headers are of the kinds and the partner that they should be. */
async function signedHeaders(keys: readonly JWK[], file: Envelope): Promise<SignedHeaders | Verification> {
  const header = await readSignedHeader(file.jws, keys, 'the statement');
  if (!header.ok) return wrong(header.problem);
  let advice: StatementHeader | null = null;
  let previous: StatementHeader | null = null;
  if (file.advice !== undefined) {
    const signed = await readSignedHeader(file.advice.jws, keys, 'the advice');
    if (!signed.ok) return wrong(signed.problem);
    advice = signed.value;
    const problem = wrongAdvice(header.value, advice);
    if (problem !== null) return wrong(problem);
  }
  if (typeof file.previous === 'string') {
    const signed = await readSignedHeader(file.previous, keys, 'the previous statement');
    if (!signed.ok) return wrong(signed.problem);
    previous = signed.value;
  }
  const sums = wrongSums(header.value);
  return sums === null ? { header: header.value, advice, previous } : wrong(sums);
}

/** Why the figures of a header do not agree with each other, or null. */
function wrongSums(header: StatementHeader): string | null {
  const { openingMinor, creditsMinor, debitsMinor, netMinor, action } = header;
  if (BigInt(openingMinor) + BigInt(creditsMinor) - BigInt(debitsMinor) !== BigInt(netMinor)) {
    return `The signed totals are wrong: opening ${money(openingMinor, header)} + credits ${money(creditsMinor, header)} - debits ${money(debitsMinor, header)} is not the net of ${money(netMinor, header)}.`;
  }
  const fits =
    action === 'NONE'
      ? netMinor === 0
      : action === 'PAY_PARTNER'
        ? netMinor > 0
        : action === 'COLLECT_FROM_PARTNER'
          ? netMinor < 0
          : netMinor !== 0;
  return fits
    ? wrongSettlement(header)
    : `The signed action ${action} does not fit the net of ${money(netMinor, header)}.`;
}

/** Why what the net is paid in is not the net at the signed rate (settlement.md 2.9), or null. */
function wrongSettlement(header: StatementHeader): string | null {
  const settlement = settlementOf(header);
  if (settlement === null) return null;
  const { currency, rate: digits, netMinor } = settlement;
  if (header.action !== 'PAY_PARTNER' && header.action !== 'COLLECT_FROM_PARTNER')
    return `The signed settlement in ${currency} is of a net that is not paid: its action is ${header.action}.`;
  if (currency === header.currency)
    return `The signed settlement is in ${currency}, which is the statement's own currency: nothing is converted.`;
  const rate = { base: header.currency, quote: currency, rate: digits };
  const problem = rateProblem(rate);
  if (problem !== null)
    return problem === 'NOT_A_RATE'
      ? `The signed rate ${JSON.stringify(digits)} is no decimal above zero.`
      : `The signed rate is from ${header.currency} to ${currency}, and one of them is no currency.`;
  const paid = convertNet({ minor: BigInt(header.netMinor), currency: header.currency }, rate);
  if (paid.minor === BigInt(netMinor)) return null;
  return `The signed settlement is wrong: the net of ${money(header.netMinor, header)} at ${rateText(rate)} is ${formatAmount(paid.minor, currency)} ${currency}, the header says ${formatAmount(BigInt(netMinor), currency)} ${currency}.`;
}

/** Why `advice` is not the advice of the statement with `header`, or null. Whether its lines are there is another question. */
function wrongAdvice(header: StatementHeader, advice: StatementHeader): string | null {
  if (!isFinal(header)) return 'The statement is an advice itself and can not have one.';
  if (isFinal(advice)) return 'What stands as the advice is a final statement.';
  // An advice that was given while the window before was in review follows an earlier statement, and brings in what was known then.
  const follows = advice.prev === header.prev ? (['openingMinor'] as const) : [];
  for (const field of ['programme', 'window', 'partner', 'model', 'currency', ...follows] as const) {
    if (advice[field] !== header[field])
      return `The advice is not of this statement: its ${field} is ${advice[field]}, not ${header[field]}.`;
  }
  if (advice.merkle.size > header.merkle.size) {
    return `The advice has ${advice.merkle.size} lines, more than the ${header.merkle.size} of the final statement: lines were removed after it was sent.`;
  }
  return wrongSums(advice);
}

/** Why a consistency proof does not show that the final tree begins with the advice's, or null. */
function wrongAdviceProof(
  sha256: Sha256,
  header: StatementHeader,
  advice: StatementHeader,
  proof: ConsistencyProof | null,
): string | null {
  if (proof === null) return null;
  if (proof.from !== advice.merkle.size || proof.to !== header.merkle.size) {
    return `The consistency proof runs from ${proof.from} to ${proof.to} lines, not from the advice's ${advice.merkle.size} to the statement's ${header.merkle.size}.`;
  }
  const problem = verifyConsistency(sha256, proof, rootOfHeader(advice), rootOfHeader(header));
  return problem === null
    ? null
    : `The consistency proof does not show that the final statement only appended to the advice (${inWords(problem)}).`;
}

/** Why the chain to the previous statement is broken, or null: also null when the file does not hold the previous statement. */
function wrongChain(sha256: Sha256, { header, previous }: SignedHeaders): string | null {
  if (header.prev === null) {
    if (previous !== null)
      return 'The chain is broken: the statement says that it is the first one, yet the file holds a previous one.';
    if (header.openingMinor !== 0)
      return `The chain is broken: the first statement opens with ${money(header.openingMinor, header)}, which no statement carried forward.`;
    return null;
  }
  if (previous === null) return null;
  if (!isFinal(previous)) return 'The chain is broken: what stands as the previous statement is an advice.';
  for (const field of ['programme', 'partner', 'currency'] as const) {
    if (previous[field] !== header[field]) {
      return `The chain is broken: the previous statement is of ${field} ${previous[field]}, this one of ${header[field]}.`;
    }
  }
  if (headerDigest(sha256, previous) !== header.prev) {
    return `The chain is broken: the statement of window ${previous.window} in the file is not the one that this statement follows.`;
  }
  if (carriedForward(previous) !== header.openingMinor) {
    return `The chain is broken: the statement opens with ${money(header.openingMinor, header)}, but the previous one carried ${money(carriedForward(previous), header)} forward.`;
  }
  return null;
}

/** Checks a statement whose lines come one after the other. */
/** An entry of a file as it is written: the hash, then the line. */
const WRITTEN_ENTRY = /^\{"leafHash":"([A-Za-z0-9_-]{43})","line":(\{.*\})\}$/s;

class StatementCheck {
  private readonly sha256: Sha256;
  private readonly signed: SignedHeaders;
  private readonly consistency: ConsistencyProof | null;
  private readonly frontier: MerkleFrontier;
  /** The tree of the leaf hashes that the file claims, kept apart once one of them is not the line's own; null without claims. */
  private claimed: MerkleFrontier | null = null;
  private claims = true;
  private firstChanged: StatementLine | null = null;
  private firstMisplaced: { readonly place: number; readonly seq: number } | null = null;
  private credits = 0n;
  private debits = 0n;
  private atAdvice: { readonly root: Uint8Array; readonly credits: bigint; readonly debits: bigint } | null = null;
  /** The answer, as soon as no further line can change it. */
  settled: Verification | null = null;

  private constructor(sha256: Sha256, signed: SignedHeaders, consistency: ConsistencyProof | null) {
    this.sha256 = sha256;
    this.signed = signed;
    this.consistency = consistency;
    this.frontier = new MerkleFrontier(sha256);
    this.noteAdvice();
  }

  static async begin(sha256: Sha256, keys: readonly JWK[], file: Envelope): Promise<StatementCheck | Verification> {
    const signed = await signedHeaders(keys, file);
    return 'outcome' in signed ? signed : new StatementCheck(sha256, signed, file.advice?.consistency ?? null);
  }

  /** What was signed. */
  get header(): StatementHeader {
    return this.signed.header;
  }

  /** Takes the next entry of the file. `canonical` is its canonical JSON where that is at hand, to save writing it. */
  entry(entry: JsonValue, canonical?: string): void {
    if (this.settled !== null) return;
    const wrapped = isJsonObject(entry) && 'line' in entry;
    const place = this.frontier.size;
    const line = readLine(wrapped ? entry.line! : entry);
    if (!line.ok) {
      this.settled = wrong(`Line ${place + 1} is no statement line: ${line.problem}.`);
      return;
    }
    const leaf = canonical === undefined ? undefined : wrapped ? lineWithin(canonical) : canonical;
    this.append(line.value, leaf ?? canonicalLine(line.value), wrapped ? entry.leafHash : undefined);
  }

  /** Takes an entry as we write them, line and hash in their one spelling: the quick way. False for any other, which is not taken. */
  writtenEntry(text: string): boolean {
    const [, claim, leaf] = WRITTEN_ENTRY.exec(text) ?? [];
    const line = leaf === undefined ? null : readCanonicalLine(leaf);
    if (line === null || this.settled !== null) return false;
    this.append(line, leaf!, claim);
    return true;
  }

  private append(line: StatementLine, leaf: string, claim: JsonValue | undefined): void {
    const place = this.frontier.size;
    const stranger = foreignness(line, this.signed.header);
    if (stranger !== null) {
      this.settled = wrong(`Line ${place + 1} does not belong to this statement: ${stranger}.`);
      return;
    }
    if (line.seq !== place && this.firstMisplaced === null) this.firstMisplaced = { place, seq: line.seq };
    const hash = hashLeaf(this.sha256, leaf);
    this.compareClaim(claim, hash, line);
    this.frontier.append(hash);
    if (line.amountMinor > 0) this.credits += BigInt(line.amountMinor);
    else this.debits -= BigInt(line.amountMinor);
    this.noteAdvice();
  }

  /** Follows the hash that the file claims for a line. The claims prove nothing unless they lead to the signed root themselves. */
  private compareClaim(claim: JsonValue | undefined, hash: Uint8Array, line: StatementLine): void {
    if (!this.claims) return;
    if (this.claimed === null && claim === hashText(hash)) return;
    const claimed = typeof claim === 'string' ? hashFromText(claim) : null;
    if (claimed === null) {
      this.claims = false;
      return;
    }
    if (this.claimed === null) {
      this.claimed = new MerkleFrontier(this.sha256, this.frontier.state());
      this.firstChanged = line;
    }
    this.claimed.append(claimed);
  }

  private noteAdvice(): void {
    if (this.frontier.size !== this.signed.advice?.merkle.size) return;
    this.atAdvice = { root: this.frontier.root(), credits: this.credits, debits: this.debits };
  }

  /** The answer after the last line. */
  finish(): Verification {
    if (this.settled !== null) return this.settled;
    const { header, advice, previous } = this.signed;
    const problem =
      this.wrongLines() ??
      this.wrongTotals() ??
      wrongChain(this.sha256, this.signed) ??
      (advice === null ? null : this.wrongAdvice(advice));
    if (problem !== null) return wrong(problem);
    const parts = [
      `${nameOf(header)}: ${header.merkle.size} lines, opening ${money(header.openingMinor, header)}, net ${money(header.netMinor, header)}, ${IN_WORDS[header.action]}${conversionInWords(header)}, value date ${header.valueDate}`,
    ];
    if (advice !== null) parts.push(`it only appends to the advice of ${advice.merkle.size} lines`);
    if (previous !== null) parts.push(`it follows the statement of window ${previous.window}`);
    else if (header.prev !== null)
      parts.push('the statement that it follows is not in the file, so its opening amount was not compared');
    return verified(`${capital(parts.join('; '))}.`);
  }

  private wrongLines(): string | null {
    const held = this.frontier.size;
    const { size, root } = this.signed.header.merkle;
    const odd = this.firstMisplaced;
    const signedFor = `The statement is signed for ${size} lines and the file holds ${held}`;
    if (held < size) {
      if (odd === null) return `${signedFor}: the last ones are missing, or others are and the rest was numbered anew.`;
      return odd.seq > odd.place
        ? `${signedFor}: the line with seq ${odd.place} is missing.`
        : `${signedFor}: line ${odd.place + 1} has seq ${odd.seq} instead of ${odd.place}.`;
    }
    if (held > size) {
      if (odd === null) return `${signedFor}: lines were added.`;
      return `${signedFor}: a line was added, line ${odd.place + 1} has seq ${odd.seq} instead of ${odd.place}.`;
    }
    if (odd !== null)
      return `The lines are not in the signed order: line ${odd.place + 1} has seq ${odd.seq} instead of ${odd.place}.`;
    if (hashText(this.frontier.root()) === root) return null;
    const changed = this.firstChanged;
    if (this.claims && changed !== null && this.claimed !== null && hashText(this.claimed.root()) === root) {
      return `Line ${changed.seq + 1} (seq ${changed.seq}, entry ${changed.entry}) was changed: its hash is not the signed one.`;
    }
    return `At least one line was changed: the lines do not hash to the signed root${this.hint()}.`;
  }

  /** What else is known of a change that can not be named. */
  private hint(): string {
    const { header, advice } = this.signed;
    const difference = this.credits - this.debits - BigInt(header.creditsMinor) + BigInt(header.debitsMinor);
    const hints: string[] = [];
    if (difference !== 0n)
      hints.push(
        `their amounts differ from the signed totals by ${formatAmount(difference, header.currency)} ${header.currency}`,
      );
    if (advice !== null && this.atAdvice !== null) {
      const inAdvice = hashText(this.atAdvice.root) !== advice.merkle.root;
      hints.push(
        inAdvice
          ? `the change is among the ${advice.merkle.size} lines of the advice`
          : `the ${advice.merkle.size} lines of the advice are unchanged`,
      );
    }
    return hints.length === 0 ? '' : `; ${hints.join(', and ')}`;
  }

  private wrongTotals(): string | null {
    const { header } = this.signed;
    if (this.credits === BigInt(header.creditsMinor) && this.debits === BigInt(header.debitsMinor)) return null;
    return `The signed totals are not those of the signed lines: these come to credits of ${amountOf(this.credits, header)} and debits of ${amountOf(this.debits, header)}, the header says ${money(header.creditsMinor, header)} and ${money(header.debitsMinor, header)}.`;
  }

  private wrongAdvice(advice: StatementHeader): string | null {
    const at = this.atAdvice;
    if (at === null || hashText(at.root) !== advice.merkle.root) {
      return `The final statement does not begin with the ${advice.merkle.size} lines of the advice: a line was changed after the advice was sent.`;
    }
    if (at.credits !== BigInt(advice.creditsMinor) || at.debits !== BigInt(advice.debitsMinor)) {
      return 'The totals of the advice are not those of its lines.';
    }
    return wrongAdviceProof(this.sha256, this.signed.header, advice, this.consistency);
  }
}

/** The line's part of a canonical entry with a leaf hash, which comes first; undefined when the hash is not as long as one. */
function lineWithin(canonical: string): string | undefined {
  return LEAF_HASH_FIRST.test(canonical) ? canonical.slice(LINE_WITHIN, -1) : undefined;
}

const LEAF_HASH_FIRST = /^\{"leafHash":"[A-Za-z0-9_-]{43}","line":\{/;
const LINE_WITHIN = '{"leafHash":"","line":'.length + 43;

/** Why a line is not one of the statement with `header`, as a clause, or null. */
function foreignness(line: StatementLine, header: StatementHeader): string | null {
  for (const field of ['programme', 'window', 'partner', 'currency'] as const) {
    if (line[field] !== header[field]) return `its ${field} is ${line[field]}, not ${header[field]}`;
  }
  return null;
}

function rootOfHeader(header: StatementHeader): Uint8Array {
  // The shape of a header says 43 characters; one that is no hash at all (unused bits set) equals no root.
  return hashFromText(header.merkle.root) ?? new Uint8Array(0);
}

const IN_WORDS: Readonly<Record<StatementHeader['action'], string>> = {
  PAY_PARTNER: 'to be paid to the partner',
  COLLECT_FROM_PARTNER: 'to be paid by the partner',
  CARRY_FORWARD: 'carried forward',
  NONE: 'nothing to pay',
};

function conversionInWords(header: StatementHeader): string {
  const settlement = settlementOf(header);
  if (settlement === null) return '';
  const { currency, netMinor, rate, source, quotedAt } = settlement;
  const amount = formatAmount(BigInt(Math.abs(netMinor)), currency);
  return ` as ${amount} ${currency} at ${rateText({ base: header.currency, quote: currency, rate })} (${source}, ${quotedAt})`;
}

function inWords(problem: ProofProblem): string {
  return problem.toLowerCase().replaceAll('_', ' ');
}

function nameOf(header: StatementHeader): string {
  return `the ${isFinal(header) ? 'statement' : 'advice'} of ${header.partner} for window ${header.window} of ${header.programme}`;
}

function money(minor: number, header: StatementHeader): string {
  return amountOf(BigInt(minor), header);
}

function amountOf(minor: bigint, header: StatementHeader): string {
  return `${formatAmount(minor, header.currency)} ${header.currency}`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  const at = issue!.path.join('.');
  return at === '' ? issue!.message : `${at}: ${issue!.message}`;
}

function verified(sentence: string): Verification {
  return { outcome: 'VERIFIED', sentence: printable(sentence) };
}

function wrong(sentence: string): Verification {
  return { outcome: 'WRONG', sentence: printable(sentence) };
}

function unreadable(sentence: string): Verification {
  return { outcome: 'UNREADABLE', sentence: printable(sentence) };
}

/** A file must not be able to write control codes to a terminal. */
function printable(sentence: string): string {
  return sentence.replace(/\p{C}/gu, '?').slice(0, 1000);
}
