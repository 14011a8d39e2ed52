/**
 * Checks a draw offline, by its published proof: `npm run verify-draw -- FILE`. FILE is what the query `draw(id:) { proof }` answers, as JSON.
 *
 * On purpose this file shares nothing with the product but the rules as they are published: with Node alone, or rewritten in any language, it says the
 * same. It checks that the seed is the one that was committed to, that the entries are the ones that were hashed, and that seed and entries
 * give these winners. Whoever noted the commitment before, and the entries' hash before the seed was out, compares them with what is printed.
 *
 * The rules. Commitment: SHA-256 of the seed's 64 hex digits. Entries: SHA-256 of the lines `number:id:word`, joined by line feeds. Winners: for counter
 * 0, 1, 2 ... the first 13 hex digits of SHA-256 of `seed:entries hash:counter` are a number; above the largest multiple of the number of entries within
 * 2^52 it is passed over; else remainder + 1 is an entry's number, which wins unless it has won already.
 *
 * Exit codes: 0 the draw is as it says, 1 the file cannot be read, 3 it is not.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Proof {
  readonly format: string;
  readonly seedCommitment: string;
  readonly entriesHash: string;
  readonly seed: string;
  readonly winners: number;
  readonly winningNumbers: readonly number[];
  readonly entries: readonly (readonly [number: number, id: string, word: string])[];
}

function readProof(path: string): Proof {
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const proof = (findProof(parsed) ?? parsed) as Proof;
  const whole =
    proof?.format === 'loyalty-draw/1' &&
    typeof proof.seed === 'string' &&
    Array.isArray(proof.entries) &&
    Array.isArray(proof.winningNumbers);
  if (!whole) throw new Error('This is no proof of a draw that was drawn.');
  return proof;
}

/** The proof inside an answer of the API, at any depth. */
function findProof(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('format' in value) return value;
  for (const field of Object.values(value)) {
    const found = Array.isArray(field) ? undefined : findProof(field);
    if (found !== undefined) return found;
  }
  return undefined;
}

function faultsOf(proof: Proof): string[] {
  const { seed, entries, entriesHash } = proof;
  const faults: string[] = [];
  if (sha256(seed) !== proof.seedCommitment) faults.push('The seed is not the one that was committed to.');
  if (entries.some(([number], index) => number !== index + 1))
    faults.push('The entries are not numbered without gaps.');
  if (sha256(entries.map((entry) => entry.join(':')).join('\n')) !== entriesHash)
    faults.push('The entries are not the ones that were hashed.');
  const won: number[] = [];
  const among = BigInt(entries.length);
  const wanted = Math.min(proof.winners, entries.length);
  for (let counter = 0; won.length < wanted; counter += 1) {
    const drawn = BigInt(`0x${sha256(`${seed}:${entriesHash}:${counter}`).slice(0, 13)}`);
    const number = Number(drawn % among) + 1;
    if (drawn < (2n ** 52n / among) * among && !won.includes(number)) won.push(number);
  }
  if (won.join() !== proof.winningNumbers.join()) faults.push(`The winners are ${won.join(', ') || 'none'}.`);
  return faults;
}

const [path] = process.argv.slice(2);
try {
  if (path === undefined || path === '--help') throw new Error('Usage: npm run verify-draw -- FILE');
  const proof = readProof(path);
  const faults = faultsOf(proof);
  console.log(`seed commitment  ${proof.seedCommitment}`);
  console.log(`entries          ${proof.entries.length}, hash ${proof.entriesHash}`);
  console.log(`winners          ${proof.winningNumbers.join(', ') || 'none'}`);
  for (const fault of faults) console.error(fault);
  console.log(faults.length === 0 ? 'The draw is as it says.' : 'The draw is NOT as it says.');
  process.exitCode = faults.length === 0 ? 0 : 3;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
