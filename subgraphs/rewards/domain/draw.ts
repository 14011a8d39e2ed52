/**
 * A draw that anyone can check, by commit and reveal.
 *
 * 1. Before the first entry the SHA-256 of the seed is published (its text of 64 hex digits). The operator cannot change the seed any more.
 * 2. When it closes, the SHA-256 of all entries is published: a line `number:entry id:word` each, in order, joined by line feeds. Members' words
 *    are among them, so that nobody who knew the seed could choose the rest to fit.
 * 3. Then the seed is published. For the counter 0, 1, 2 ... the SHA-256 of `seed:entries hash:counter` is taken, its first 13 hex digits as a number of 52 bits; what lies in the last
 *    incomplete run of the number of entries is passed over (so that each is as likely), else the remainder, and one, is the number that wins; one that has won is passed over.
 */
export interface DrawEntryLine {
  /** From 1, without gaps. */
  readonly number: number;
  readonly entryId: string;
  readonly word: string;
}

/** SHA-256 of a text, in hex. */
export type HexHash = (text: string) => string;

const RANGE = 2n ** 52n;

/** The hash of the entries, which are in the order of their numbers. */
export function entriesHashOf(entries: readonly DrawEntryLine[], sha256: HexHash): string {
  return sha256(entries.map(({ number, entryId, word }) => `${number}:${entryId}:${word}`).join('\n'));
}

/** The numbers that win, the first prize first; fewer than `winners` when there are fewer entries. */
export function winningNumbers(
  draw: { readonly seed: string; readonly entriesHash: string; readonly entries: number; readonly winners: number },
  sha256: HexHash,
): number[] {
  const { seed, entriesHash, entries } = draw;
  const wanted = Math.min(draw.winners, entries);
  const won = new Set<number>();
  if (wanted === 0) return [];
  const among = BigInt(entries);
  const fair = RANGE - (RANGE % among);
  for (let counter = 0; won.size < wanted; counter += 1) {
    const drawn = BigInt(`0x${sha256(`${seed}:${entriesHash}:${counter}`).slice(0, 13)}`);
    if (drawn < fair) won.add(Number(drawn % among) + 1);
  }
  return [...won];
}
