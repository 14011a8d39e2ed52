/**
 * Statements beside posting: whatever the lanes, processes and crashes, every leg of a partner is one line, in the order of posting, and the
 * same statements come out when they are made again. Compared with a tree that is built from the journal in one go.
 */
import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { type LoadCoalition, writeCoalition } from '../../scripts/load/coalition.ts';
import { seededRandom } from '../../scripts/load/random.ts';
import { partnerActor, purchaseOf, redemptionOf, requestOf } from '../../scripts/load/requests.ts';
import { plainWindowTerms } from '../../scripts/load/window-terms.ts';
import { closeSettlementWindow } from '../../subgraphs/ledger/commands/close-settlement-window.ts';
import { hashText, MerkleTree } from '../../subgraphs/ledger/domain/merkle-tree.ts';
import { lineHash, type StatementHeader, statementLine } from '../../subgraphs/ledger/domain/statement.ts';
import { createPostingEngine, type PostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { followWindow, settledBatch, startFollowing } from '../../subgraphs/ledger/statements/follow-journal.ts';
import { growStatements } from '../../subgraphs/ledger/statements/grow-statements.ts';
import { issueStatements, type StatementServices } from '../../subgraphs/ledger/statements/issue-statements.ts';
import { lineOfLeg, partnerOfLeg } from '../../subgraphs/ledger/statements/lines-of-entry.ts';
import { readingOf } from '../../subgraphs/ledger/statements/read-statement.ts';
import { createStatementKeys } from '../../subgraphs/ledger/statements/statement-keys.ts';
import {
  type OrderedEntry,
  readEntriesInOrder,
} from '../../subgraphs/ledger/store/statements/read-entries-in-order.ts';
import { lockStatements } from '../../subgraphs/ledger/store/statements/statement-progress.ts';
import { readStatements } from '../../subgraphs/ledger/store/statements/statements.ts';
import { readWindowToState } from '../../subgraphs/ledger/store/statements/windows-to-state.ts';
import { lockWindowsForPosting } from '../../subgraphs/ledger/store/window-lock.ts';
import { readOpenWindow } from '../../subgraphs/ledger/store/windows/read-windows.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { sha256 } from '../support/sha256.ts';

const SECRETS = [{ keyId: 'test', secret: 'k'.repeat(32) }];
const EVERYTHING = 9_223_372_036_854_775_807n;

/** What one process of the product has of its own. */
interface Process {
  database: Database;
  engine: PostingEngine;
  services: StatementServices;
}

let test: TestDatabase;
let processes: Process[];
let coalition: LoadCoalition;

beforeAll(async () => {
  test = await createTestDatabase();
  processes = [0, 1].map((number) => {
    const database = openDatabase({ url: test.url, role: 'ledger', max: 8 });
    const engine = createPostingEngine({ sql: database.sql, clock: () => new Date(), firstLane: 2 * number });
    const keys = createStatementKeys(SECRETS);
    return {
      database,
      engine,
      services: { database, clock: () => new Date(), ids: v7, keys, reference: engine.reference },
    };
  });
  coalition = await writeCoalition(test.sql, { partners: 5, members: 30 });
});
afterEach(() => expectBooksBalanced(test.url));
afterAll(async () => {
  for (const { engine, database } of processes) {
    await engine.stop();
    await database.close();
  }
  await test.close();
});

const services = (): StatementServices => processes[0]!.services;
const openWindowId = async (): Promise<string> =>
  (await readOpenWindow(test.sql, coalition.programmeId))?.windowId ?? '';

/** Posts so many requests through both processes, a few at a time. */
async function post(requests: number, seed: number): Promise<void> {
  const random = seededRandom(seed);
  for (let sent = 0; sent < requests; sent += 40) {
    await Promise.all(
      Array.from({ length: Math.min(40, requests - sent) }, (_, at) => {
        const partner = random.pick(coalition.partners);
        const member = { memberId: random.pick(coalition.memberIds) };
        const instruction =
          random.below(4) === 0
            ? redemptionOf(partner, member, BigInt(1 + random.below(9)))
            : purchaseOf(partner, member, BigInt(1_000 + random.below(9_000)));
        const request = requestOf(coalition, partnerActor(partner), randomUUID(), instruction);
        return processes[at % 2]!.engine.submit(request);
      }),
    );
  }
}

async function close(windowId: string): Promise<void> {
  const command = { programmeId: coalition.programmeId, keySpace: 'test', windowId, idempotencyKey: randomUUID() };
  const closed = await closeSettlementWindow(services(), { ...command, label: null, terms: plainWindowTerms() });
  expect(closed.ok).toBe(true);
}

/** Roots by partner from the journal in one go, as whoever has no store of hashes would compute them. */
async function naiveRoots(windowId: string): Promise<Record<string, string>> {
  const { number } = await readWindowToState(test.sql, windowId);
  const codes = new Map(coalition.partners.map(({ partnerId }, at) => [partnerId, `p${at}`]));
  const mac = await services().keys.nonceMac(test.sql, coalition.programmeId, new Date());
  const trees = new Map<string, MerkleTree>();
  const start = { throughBatch: 0n, throughTransactionId: '00000000-0000-0000-0000-000000000000', throughEntry: 0 };
  for (const entry of await readEntriesInOrder(test.sql, windowId, start, EVERYTHING, 1_000_000)) {
    for (let leg = 0; leg < entry.accounts.length; leg += 1) {
      const partnerId = partnerOfLeg(entry, leg);
      if (partnerId === null) continue;
      const context = {
        programme: `load-${coalition.programmeId}`,
        window: `W${number}`,
        partner: codes.get(partnerId)!,
        currency: 'EUR',
      };
      const tree = trees.get(partnerId) ?? new MerkleTree(sha256);
      trees.set(partnerId, tree);
      tree.append(lineHash(sha256, statementLine(context, tree.size, lineOfLeg(mac, context, entry, leg))));
    }
  }
  return Object.fromEntries(
    [...trees].map(([partnerId, tree]) => [partnerId, `${tree.size} ${hashText(tree.root())}`]),
  );
}

async function signedRoots(windowId: string): Promise<Record<string, string>> {
  const rows = await readStatements(test.sql, coalition.programmeId, [windowId], null);
  return Object.fromEntries(
    rows.map((row) => [row.partnerId, `${row.size} ${(JSON.parse(row.header) as StatementHeader).merkle.root}`]),
  );
}

it('two followers, two posting processes and a close in the middle: every leg is one line, in the order of posting', async () => {
  await post(40, 1);
  const faults: unknown[] = [];
  const stop = processes.map((process) => startFollowing(process.services, 5, (fault) => faults.push(fault)));
  const windows: string[] = [];
  const posting = post(1_600, 2);
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(
      processes.map(async (process) =>
        followWindow(process.services, await readWindowToState(process.database.sql, await openWindowId())),
      ),
    );
    const windowId = await openWindowId();
    windows.push(windowId);
    await close(windowId);
    await Promise.all(processes.map((process) => issueStatements(process.services, windowId)));
  }
  await posting;
  for (const stopFollowing of stop) await stopFollowing();
  expect(faults).toEqual([]);
  for (const windowId of windows) expect(await signedRoots(windowId)).toEqual(await naiveRoots(windowId));
  const statements = await test.sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ledger.statement WHERE window_id = ANY(${windows}) GROUP BY window_id, partner_id, kind`;
  expect(new Set(statements.map((row) => row.count))).toEqual(new Set([1]));
});

it('a batch that commits late is not skipped, however small its number', async () => {
  const windowId = await openWindowId();
  let draw = (): void => {};
  let commit = (): void => {};
  const drawn = new Promise<void>((resolve) => (draw = resolve));
  const release = new Promise<void>((resolve) => (commit = resolve));
  const late = processes[1]!.database.withTransaction(async ({ sql }) => {
    // As every batch does.
    await lockWindowsForPosting(sql, [coalition.programmeId]);
    const id = v7();
    await sql`
      INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key,
                                      request_hash, occurred_at, recorded_at, details)
      VALUES (${id}, ${coalition.programmeId}, ${windowId}, 'PURCHASE', 'NOTED', 'late', ${id}, '', now(), now(), '{}')`;
    await sql`SELECT nextval('ledger.journal_batch')`;
    draw();
    await release;
  });
  await drawn;
  await post(40, 3);
  // Whoever holds the lock may have drawn any number up to now: nothing is sure.
  const settled = settledBatch(processes[0]!.database.sql, coalition.programmeId);
  expect(await Promise.race([settled, post(40, 4).then(() => 'still waiting')])).toBe('still waiting');
  commit();
  await late;
  expect(await settled).not.toBeNull();
});

it('a pass that is cut off at any step leaves nothing behind, and the next one comes to the same', async () => {
  await post(400, 5);
  const windowId = await openWindowId();
  const window = { ...(await readWindowToState(test.sql, windowId)), currency: 'EUR' };
  const tables = ['statement_progress', 'statement_tree', 'statement_tile'];
  const rows = async (): Promise<unknown> =>
    Promise.all(
      tables.map((table) => test.sql.unsafe(`SELECT * FROM ledger.${table} WHERE window_id = '${windowId}'`)),
    );
  const before = await rows();
  for (const table of tables) {
    // The database refuses the table's write: as good as dying there.
    await test.sql.unsafe(`REVOKE INSERT ON ledger.${table} FROM loyalty_ledger`);
    await expect(
      processes[0]!.database.withTransaction(async ({ sql }) => {
        await lockStatements(sql, windowId);
        await growStatements(sql, services().keys, window, EVERYTHING, new Date(), 150);
      }),
    ).rejects.toThrow('permission denied');
    await test.sql.unsafe(`GRANT INSERT ON ledger.${table} TO loyalty_ledger`);
    expect(await rows()).toEqual(before);
  }
  // Passes of odd lengths by turns, then the close: it takes what is left.
  for (const [at, limit] of [7, 1, 150, 33].entries()) {
    const { database, services: own } = processes[at % 2]!;
    await database.withTransaction(async ({ sql }) => {
      await lockStatements(sql, windowId);
      await growStatements(sql, own.keys, window, EVERYTHING, new Date(), limit);
    });
  }
  await close(windowId);
  // The process that closed it dies here; another one finds the window.
  await issueStatements(processes[1]!.services, windowId);
  expect(await signedRoots(windowId)).toEqual(await naiveRoots(windowId));
});

it('made again from the journal, the statements of a window are the same to the last byte', async () => {
  const [{ window_id: windowId } = { window_id: '' }] = await test.sql<{ window_id: string }[]>`
    SELECT window_id FROM ledger.settlement_window WHERE state = 'CLOSED' ORDER BY number LIMIT 1`;
  const derived = async (): Promise<unknown> => ({
    tiles:
      await test.sql`SELECT * FROM ledger.statement_tile WHERE window_id = ${windowId} ORDER BY partner_id, level, tile`,
    trees: await test.sql`SELECT * FROM ledger.statement_tree WHERE window_id = ${windowId} ORDER BY partner_id`,
    statements: await test.sql`
      SELECT partner_id, kind, header, header_digest, jws FROM ledger.statement JOIN ledger.statement_signature USING (statement_id)
      WHERE window_id = ${windowId} ORDER BY partner_id, kind`,
  });
  const before = await derived();
  await test.sql`DELETE FROM ledger.statement_signature WHERE statement_id IN (SELECT statement_id FROM ledger.statement WHERE window_id = ${windowId})`;
  for (const table of ['statement', 'statement_tile', 'statement_tree', 'statement_progress'])
    await test.sql.unsafe(`DELETE FROM ledger.${table} WHERE window_id = '${windowId}'`);
  await test.sql`UPDATE ledger.settlement_window SET stated_at = NULL WHERE window_id = ${windowId}`;
  await issueStatements({ ...services(), keys: createStatementKeys(SECRETS) }, windowId);
  expect(await derived()).toEqual(before);
});

it('lines are read back as they were hashed, page by page and as files, and none is another partner’s', async () => {
  const [{ window_id: windowId, number } = { window_id: '', number: 0 }] = await test.sql<
    { window_id: string; number: number }[]
  >`SELECT window_id, number FROM ledger.settlement_window WHERE state = 'CLOSED' ORDER BY number LIMIT 1`;
  const rows = await readStatements(test.sql, coalition.programmeId, [windowId], null);
  expect(rows.length).toBeGreaterThan(3);
  for (const row of rows) {
    const reading = readingOf({ ...services(), sql: test.sql, journal: test.sql }, row, null, number);
    const lines = await reading.lines(0, 1_000_000);
    expect(lines.map(({ line }) => line.seq)).toEqual(Array.from({ length: row.size }, (_, seq) => seq));
    const tree = new MerkleTree(sha256);
    for (const { line } of lines) tree.append(lineHash(sha256, line));
    expect(hashText(tree.root())).toBe(reading.header.merkle.root);
    expect((await reading.lines(row.size - 3, 100)).map(({ line }) => line)).toEqual(
      lines.slice(-3).map(({ line }) => line),
    );
    expect(await reading.lines(row.size, 5)).toEqual([]);
    const legs = await test.sql<Pick<OrderedEntry, 'transactionId'>[]>`
      SELECT transaction_id AS "transactionId" FROM ledger.journal
      WHERE window_id = ${windowId} AND ${`PARTNER:${row.partnerId}`} = ANY(accounts) ORDER BY batch, transaction_id, entry`;
    expect([...new Set(lines.map(({ line }) => line.tx))]).toEqual([...new Set(legs.map((leg) => leg.transactionId))]);
  }
});

it('the database lets hashes be appended to and never changed, and statements be written once', async () => {
  const { sql } = processes[0]!.database;
  for (const change of [
    sql`UPDATE ledger.statement_tile SET hashes = set_byte(hashes, 0, 255 - get_byte(hashes, 0))`,
    sql`UPDATE ledger.statement_tile SET lines = set_byte(lines, 0, 255 - get_byte(lines, 0)) WHERE level = 0`,
    sql`UPDATE ledger.statement SET header = '{}'`,
    sql`UPDATE ledger.statement_signature SET jws = ''`,
    sql`DELETE FROM ledger.statement`,
    sql`DELETE FROM ledger.statement_key`,
    sql`UPDATE ledger.statement_secret SET sealed_nonce_key = ''`,
  ])
    await expect(change).rejects.toThrow(/can be appended to, not changed|permission denied/);
});
