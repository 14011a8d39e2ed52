import { setImmediate } from 'node:timers/promises';
import type { AnySql } from '../../../../db/client.ts';
import { HASH_BYTES, hashText, MerkleFrontier } from '../../domain/merkle-tree.ts';
import { lineHash, type StatementHeader, statementLine } from '../../domain/statement.ts';
import { TILE_WIDTH } from '../../domain/tree-tiles.ts';
import { PLACE_BYTES, readPlace } from '../../statements/line-places.ts';
import { lineOfLeg, partnerOfLeg } from '../../statements/lines-of-entry.ts';
import { sha256 } from '../../statements/sha256.ts';
import type { StatementKeys } from '../../statements/statement-keys.ts';
import { readEntriesNamed } from '../../store/statements/read-entries-in-order.ts';
import { readTiles, type TileRow } from '../../store/statements/statement-trees.ts';
import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

interface Signed {
  readonly windowId: string;
  readonly partnerId: string;
  readonly programmeId: string;
  readonly kind: string;
  readonly size: number;
  readonly header: StatementHeader;
}

const TILES_AT_ONCE = 8;

/**
 * The tree of every signed statement is computed again, leaf by leaf; with keys each leaf is, too, from the journal's row. So a row that was
 * changed by hand is named, whatever else was changed to match. Reads a few hundred kilobytes at a time.
 */
export const statementsAreWhatWasSigned: Check = {
  name: 'statements-are-what-was-signed',
  claim: 'The lines of every signed statement, made again from the journal, hash to the root that was signed.',
  find: async (sql, programmeId, keys) => {
    const findings: Finding[] = [];
    const statements = new Map<string, Signed[]>();
    for (const signed of await readSigned(sql, programmeId)) {
      const name = `${signed.windowId} ${signed.partnerId}`;
      statements.set(name, [...(statements.get(name) ?? []), signed]);
    }
    for (const ofOne of statements.values()) {
      findings.push(...(await compareTree(sql, keys, ofOne)));
      if (findings.length >= MAX_FINDINGS) return findings.slice(0, MAX_FINDINGS);
    }
    return findings;
  },
};

/** Statements by size: an advice comes before the final one, whose tree it begins. */
async function readSigned(sql: AnySql, programmeId: string | null): Promise<readonly Signed[]> {
  return sql<Signed[]>`
    SELECT window_id AS "windowId", partner_id AS "partnerId", programme_id AS "programmeId", kind, size, header::jsonb AS header
    FROM ledger.statement WHERE ${isOf(sql, programmeId)} ORDER BY window_id, partner_id, size, kind`;
}

async function compareTree(sql: AnySql, keys: StatementKeys | null, statements: readonly Signed[]): Promise<Finding[]> {
  const { windowId, partnerId, header } = statements[0]!;
  const whole = statements.at(-1)!.size;
  const whose = `partner ${partnerId} in window ${windowId}`;
  const findings: Finding[] = [];
  const frontier = new MerkleFrontier(sha256);
  const compareRoots = (): void => {
    for (const signed of statements) {
      if (signed.size !== frontier.size || hashText(frontier.root()) === signed.header.merkle.root) continue;
      const finding = `${signed.kind} of ${whose}: its ${signed.size} lines hash to ${hashText(frontier.root())}, signed was ${signed.header.merkle.root}`;
      findings.push({ finding });
    }
  };
  compareRoots();
  for (let tile = 0; tile * TILE_WIDTH < whole && findings.length < MAX_FINDINGS; tile += TILES_AT_ONCE) {
    const numbers = Array.from({ length: TILES_AT_ONCE }, (_, at) => tile + at);
    const rows = await readTiles(
      sql,
      windowId,
      numbers.map((number) => ({ partnerId, level: 0, tile: number })),
    );
    const inOrder = [...rows].sort((left, right) => left.tile - right.tile);
    if (keys !== null) findings.push(...(await compareLines(sql, keys, statements[0]!, header, inOrder, whose)));
    for (const { hashes } of inOrder) {
      for (let at = 0; at < hashes.length && frontier.size < whole; at += HASH_BYTES) {
        frontier.append(hashes.subarray(at, at + HASH_BYTES));
        compareRoots();
      }
      await setImmediate();
    }
    if (frontier.size < Math.min(whole, (tile + TILES_AT_ONCE) * TILE_WIDTH)) {
      findings.push({ finding: `The statement of ${whose}: hashes from line ${frontier.size} on are gone` });
      return findings;
    }
  }
  return findings;
}

/** Lines of some tiles, made again from the journal. */
async function compareLines(
  sql: AnySql,
  keys: StatementKeys,
  { programmeId }: Signed,
  header: StatementHeader,
  tiles: readonly TileRow[],
  whose: string,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const mac = await keys.nonceMac(sql, programmeId, new Date(0));
  for (const { tile, hashes, lines } of tiles) {
    const places = Array.from({ length: hashes.length / HASH_BYTES }, (_, at) => readPlace(lines!, at * PLACE_BYTES));
    const entries = new Map(
      (await readEntriesNamed(sql, places)).map((entry) => [`${entry.transactionId} ${entry.entry}`, entry]),
    );
    for (const [at, { transactionId, entry, leg }] of places.entries()) {
      const seq = tile * TILE_WIDTH + at;
      const found = entries.get(`${transactionId} ${entry}`);
      const name = `Line ${seq} of ${whose} (transaction ${transactionId}, entry ${entry}, leg ${leg})`;
      if (found === undefined || found.accounts[leg] === undefined || partnerOfLeg(found, leg) === null) {
        findings.push({ finding: `${name} is no longer in the journal` });
        continue;
      }
      const made = lineHash(sha256, statementLine(header, seq, lineOfLeg(mac, header, found, leg)));
      if (!hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES).equals(made))
        findings.push({ finding: `${name} is not what was hashed when it was posted` });
    }
    await setImmediate();
  }
  return findings;
}
