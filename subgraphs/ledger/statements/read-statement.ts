/**
 * A statement as it is read: its lines, made again from the journal; its proofs, from tiles; its files, in parts.
 *
 * Nothing of it is kept as text but the header: lines are the journal's rows, so a row that was changed by hand makes a line whose hash is
 * not the one that was signed, and the proof says so.
 * Cost: a page of lines reads one or two tiles and its entries by key; a proof reads at most six tiles of 8 kB and hashes at most a
 * thousand times, 2 ms at a million lines. A part of a file is at most 2,048 lines (1 MB).
 */
import DataLoader from 'dataloader';
import type { AnySql } from '../../../db/client.ts';
import { assert } from '../../shared/assert.ts';
import { canonicalLine } from '../domain/canonical-line.ts';
import { statementCsv, statementCsvName } from '../domain/files/statement-csv.ts';
import { asFileName, statementId } from '../domain/files/statement-id.ts';
import {
  type CompleteSubtree,
  type ConsistencyProof,
  consistencyPath,
  hashLeaf,
  hashText,
  type InclusionProof,
  inclusionPath,
  inclusionProof,
  type Sha256,
} from '../domain/merkle-tree.ts';
import { type StatementHeader, type StatementLine, statementLine } from '../domain/statement.ts';
import { completeFrom, TILE_WIDTH, type TileAddress, tilesReadBy } from '../domain/tree-tiles.ts';
import { type OrderedEntry, readEntriesNamed } from '../store/statements/read-entries-in-order.ts';
import { readTiles, type TileRow } from '../store/statements/statement-trees.ts';
import { readStatementsBefore, type StatementRow } from '../store/statements/statements.ts';
import { type LinePlace, PLACE_BYTES, readPlace } from './line-places.ts';
import { lineOfLeg } from './lines-of-entry.ts';
import { sha256 } from './sha256.ts';
import type { StatementKeys } from './statement-keys.ts';

export type StatementFormat = 'JSON_LINES' | 'CSV' | 'ENVELOPE';

export interface FilePart {
  readonly name: string;
  readonly mediaType: string;
  readonly text: string;
  /** Lines up to here; null after the last part. */
  readonly next: number | null;
}

/** A line, and the statement that it is read from. */
export interface LineReading {
  readonly statement: StatementReading;
  readonly line: StatementLine;
}

export interface StatementReading {
  readonly row: StatementRow;
  readonly header: StatementHeader;
  /** Of a final statement. */
  readonly advice: StatementRow | null;
  /** Lines from a place on, at most `count`. */
  lines(from: number, count: number): Promise<LineReading[]>;
  inclusionProof(seq: number): Promise<InclusionProof>;
  /** From the advice; null when there is none. */
  consistencyProof(): Promise<ConsistencyProof | null>;
  /** The signed envelope: the first line of the file, and what a line's proof stands in. */
  envelope(): Promise<Envelope>;
  /** Throws when `after` is no number of lines of the statement. */
  filePart(format: StatementFormat, after: number): Promise<FilePart>;
}

/** As verify-statement.ts takes it. */
export interface Envelope {
  readonly t: 'coalition.statement-file.v1';
  readonly jws: string;
  readonly advice?: { readonly jws: string; readonly consistency: ConsistencyProof };
  readonly previous: string | null;
}

const LINES_A_PART = 8 * TILE_WIDTH;

export interface ReadingServices {
  /** Reads the statement and its tiles, for whoever asks. */
  readonly sql: AnySql;
  /** Reads the entries that the tiles name, at whosever till they were posted: what of them is the partner's is its line. */
  readonly journal: AnySql;
  readonly keys: StatementKeys;
  readonly clock: () => Date;
}

/** Opens a statement for reading. `windowNumber` is its window's. */
export function readingOf(
  { sql, journal, keys, clock }: ReadingServices,
  row: StatementRow,
  advice: StatementRow | null,
  windowNumber: number,
): StatementReading {
  const header = JSON.parse(row.header) as StatementHeader;
  const { programmeId, windowId, partnerId, size } = row;

  const tiles = new DataLoader<TileAddress, TileRow, string>(
    async (addresses) => {
      const rows = await readTiles(
        sql,
        windowId,
        addresses.map((address) => ({ ...address, partnerId })),
      );
      const byAddress = new Map(rows.map((tile) => [nameOf(tile), tile]));
      return addresses.map((address) => byAddress.get(nameOf(address)) ?? missing(address, row));
    },
    { cacheKeyFn: nameOf },
  );

  /** Runs a computation over complete subtrees with the tiles that it reads at hand. */
  async function overTiles<Result>(compute: (sha256: Sha256, complete: CompleteSubtree) => Result): Promise<Result> {
    const at = new Map<string, TileRow>();
    for (const tile of await tiles.loadMany(tilesReadBy(compute))) {
      if (tile instanceof Error) throw tile;
      at.set(nameOf(tile), tile);
    }
    return compute(
      sha256,
      completeFrom(sha256, (address) => at.get(nameOf(address))!.hashes),
    );
  }

  async function placesOf(from: number, until: number): Promise<LinePlace[]> {
    if (from >= until) return [];
    const first = Math.floor(from / TILE_WIDTH);
    const last = Math.floor((until - 1) / TILE_WIDTH);
    const rows = await Promise.all(
      Array.from({ length: last - first + 1 }, (_, at) => tiles.load({ level: 0, tile: first + at })),
    );
    return Array.from({ length: until - from }, (_, at) => {
      const seq = from + at;
      const { lines } = rows[Math.floor(seq / TILE_WIDTH) - first]!;
      return readPlace(lines!, (seq % TILE_WIDTH) * PLACE_BYTES);
    });
  }

  async function linesOf(from: number, count: number): Promise<StatementLine[]> {
    const places = await placesOf(from, Math.min(size, from + count));
    if (places.length === 0) return [];
    const entries = new Map<string, OrderedEntry>();
    for (const entry of await readEntriesNamed(journal, places))
      entries.set(`${entry.transactionId} ${entry.entry}`, entry);
    const mac = await keys.nonceMac(journal, programmeId, clock());
    return places.map(({ transactionId, entry, leg }, at) => {
      const found = entries.get(`${transactionId} ${entry}`);
      assert(found !== undefined, `the journal has entry ${entry} of transaction ${transactionId}, which was signed`);
      return statementLine(header, from + at, lineOfLeg(mac, header, found, leg));
    });
  }

  let made: Promise<Envelope> | undefined;
  const reading: StatementReading = {
    row,
    header,
    advice,
    async lines(from, count) {
      const lines = await linesOf(from, count);
      return lines.map((line) => ({ statement: reading, line }));
    },
    async inclusionProof(seq) {
      const path = await overTiles((hash, complete) => inclusionPath(hash, complete, seq, size));
      return inclusionProof(path, seq, size);
    },
    async consistencyProof() {
      if (advice === null) return null;
      const path = await overTiles((hash, complete) => consistencyPath(hash, complete, advice.size, size));
      return { from: advice.size, to: size, path: path.map((hash) => hashText(hash)) };
    },
    envelope() {
      made ??= (async (): Promise<Envelope> => {
        const consistency = await reading.consistencyProof();
        // An advice that was given before the window before was final follows nothing yet.
        const [previous] = await readStatementsBefore(sql, programmeId, windowNumber, [partnerId]);
        return {
          t: 'coalition.statement-file.v1',
          jws: row.jws,
          ...(advice === null || consistency === null ? {} : { advice: { jws: advice.jws, consistency } }),
          previous: previous !== undefined && previous.headerDigest === header.prev ? previous.jws : null,
        };
      })();
      return made;
    },
    async filePart(format, after) {
      const name = nameOfFile(header, format);
      if (format === 'ENVELOPE') return { ...name, text: `${JSON.stringify(await reading.envelope())}\n`, next: null };
      const lines = await linesOf(after, LINES_A_PART);
      const reached = after + lines.length;
      const text =
        format === 'CSV'
          ? csvOf(header, lines, after === 0)
          : `${after === 0 ? `${JSON.stringify(await reading.envelope())}\n` : ''}${lines.map((line) => `${entryText(line)}\n`).join('')}`;
      return { ...name, text, next: reached < size ? reached : null };
    },
  };
  return reading;
}

/** A line as the file has it: with its hash, so that a changed line can be named and not only noticed. */
function entryText(line: StatementLine): string {
  const text = canonicalLine(line);
  return `{"leafHash":"${hashText(hashLeaf(sha256, text))}","line":${text}}`;
}

function csvOf(header: StatementHeader, lines: readonly StatementLine[], withColumns: boolean): string {
  const pieces = [...statementCsv(header, lines)];
  return (withColumns ? pieces : pieces.slice(1)).join('');
}

function nameOfFile(header: StatementHeader, format: StatementFormat): { name: string; mediaType: string } {
  switch (format) {
    case 'CSV':
      return { name: statementCsvName(header), mediaType: 'text/csv; charset=utf-8; header=present' };
    case 'JSON_LINES':
      return { name: asFileName(`statement-v1-${statementId(header)}.jsonl`), mediaType: 'application/jsonl' };
    case 'ENVELOPE':
      return { name: asFileName(`statement-v1-${statementId(header)}.envelope.json`), mediaType: 'application/json' };
  }
}

function nameOf({ level, tile }: TileAddress): string {
  return `${level} ${tile}`;
}

function missing({ level, tile }: TileAddress, { windowId, partnerId }: StatementRow): Error {
  return new Error(`Tile ${tile} of level ${level} of partner ${partnerId} in window ${windowId} is gone.`);
}
