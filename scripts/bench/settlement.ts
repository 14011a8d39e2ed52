/**
 * Settling a window while tills go on, and statements of any length.
 *
 * | figure                      | what                                                                                                      |
 * |-----------------------------|-----------------------------------------------------------------------------------------------------------|
 * | closeToRootsMillis          | from the command to every partner's signed statement: a window of a million transfers, 50 partners,        |
 * |                             | 16 requests in flight                                                                                      |
 * | ratioDuringClose            | requests per second in the second in which that happens, beside the two seconds before                    |
 * | statementMillionLinesSeconds| one partner's million lines: hashed from nothing and signed                                               |
 * | verifyMillionLinesSeconds   | `npm run verify-statement` on its file, start of the process included                                     |
 * | inclusionProofMillis        | one line of it with its proof, from the database                                                          |
 * | reconcileHundredThousandSeconds | a partner's file of 100,000 records against the ledger (reconciliation.ts)                            |
 *
 * The windows are bulk history (history.ts), followed to their end before they are closed as they would be while they grow, by the product's
 * own follower, which goes on during the close. `followMicrosPerEntry` is what that costs. Medians over the closes; `...Each` are all of them.
 * With `--quick` a window has 32,000 transfers and the long statement 50,000 lines.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { v7 } from 'uuid';
import { type Database, openDatabase } from '../../db/client.ts';
import { closeSettlementWindow } from '../../subgraphs/ledger/commands/close-settlement-window.ts';
import { settleWindow } from '../../subgraphs/ledger/commands/settle-window.ts';
import { createPostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { followWindow, startFollowing } from '../../subgraphs/ledger/statements/follow-journal.ts';
import { issueStatements, type StatementServices } from '../../subgraphs/ledger/statements/issue-statements.ts';
import { readingOf, type StatementReading } from '../../subgraphs/ledger/statements/read-statement.ts';
import { createStatementKeys } from '../../subgraphs/ledger/statements/statement-keys.ts';
import { readStatements } from '../../subgraphs/ledger/store/statements/statements.ts';
import { readWindowToState } from '../../subgraphs/ledger/store/statements/windows-to-state.ts';
import { type LoadCoalition, writeCoalition } from '../load/coalition.ts';
import { seededRandom } from '../load/random.ts';
import { partnerActor, purchaseOf, redemptionOf, requestOf } from '../load/requests.ts';
import { plainWindowTerms } from '../load/window-terms.ts';
import type { Bench, BenchContext, Figures } from './bench.ts';
import type { BenchServer } from './bench-server.ts';
import { TRANSFERS_PER_MEMBER, writeHistory } from './history.ts';
import { median, rounded } from './measure.ts';
import { reconcileLargeFile } from './reconciliation.ts';

const PARTNERS = 50;
const IN_FLIGHT = 16;
const VERIFY = fileURLToPath(new URL('../verify-statement.ts', import.meta.url));
const run = promisify(execFile);

interface Sizes {
  readonly members: number;
  readonly closes: number;
  readonly lines: number;
  readonly proofs: number;
  /** Of the file that is reconciled. */
  readonly records: number;
}

const FULL: Sizes = { members: 62_500, closes: 3, lines: 1_000_000, proofs: 200, records: 100_000 };
const QUICK: Sizes = { members: 2_000, closes: 3, lines: 50_000, proofs: 50, records: 20_000 };

export const settlement: Bench = {
  name: 'settlement',
  what: 'closing a window under load until every statement is signed; statements of a million lines, their check and their proofs',
  async run(context) {
    const sizes = context.quick ? QUICK : FULL;
    const server = await context.server();
    return {
      ...(await closeUnderLoad(context, server, sizes)),
      ...(await longStatement(context, server, sizes)),
      ...(await reconcileLargeFile(context, server, sizes.records)),
    };
  },
};

interface Ledger {
  readonly coalition: LoadCoalition;
  readonly database: Database;
  readonly services: StatementServices;
  readonly engine: ReturnType<typeof createPostingEngine>;
  close(): Promise<void>;
}

function openLedger(url: string, coalition: LoadCoalition): Ledger {
  const database = openDatabase({ url, role: 'ledger', max: 8, applicationName: 'loyalty-bench' });
  const clock = (): Date => new Date();
  const engine = createPostingEngine({ sql: database.sql, clock });
  const keys = createStatementKeys([{ keyId: 'bench', secret: randomUUID() }]);
  return {
    coalition,
    database,
    engine,
    services: { database, clock, ids: v7, keys, reference: engine.reference },
    async close() {
      await engine.stop();
      await database.close(1);
    },
  };
}

/** Posts with so many requests in flight until told to stop; answers when each request ended. */
function postAtFullLoad({ coalition, engine }: Ledger): { ended: number[]; stop(): Promise<void> } {
  const random = seededRandom(11);
  const ended: number[] = [];
  let stopped = false;
  const loops = Array.from({ length: IN_FLIGHT }, async () => {
    while (!stopped) {
      const partner = random.pick(coalition.partners);
      const member = { memberId: random.pick(coalition.memberIds) };
      const instruction =
        random.below(5) === 0
          ? redemptionOf(partner, member, BigInt(1 + random.below(20)))
          : purchaseOf(partner, member, BigInt(1_000 + random.below(20_000)));
      await engine.submit(requestOf(coalition, partnerActor(partner), randomUUID(), instruction));
      ended.push(performance.now());
    }
  });
  return {
    ended,
    async stop() {
      stopped = true;
      await Promise.all(loops);
    },
  };
}

async function closeUnderLoad({ tell }: BenchContext, server: BenchServer, sizes: Sizes): Promise<Figures> {
  const owner = await server.createLedger('closes');
  const coalition = await writeCoalition(owner.sql, { partners: PARTNERS, members: sizes.members });
  tell(`writing a history of ${sizes.members * TRANSFERS_PER_MEMBER} transfers`);
  const history = await writeHistory(owner.sql, coalition, sizes.members, tell);
  const ledger = openLedger(owner.url, coalition);
  const { services, database } = ledger;
  const { programmeId } = coalition;
  const closes: { millis: number; sealMillis: number; ratio: number; before: number }[] = [];
  const followMicros: number[] = [];
  const opened = await readWindowToState(database.sql, history.windowIds[0]!);
  for (const [index, windowId] of history.windowIds.slice(0, sizes.closes + 1).entries()) {
    tell(`following the ${history.transfersPerWindow} transfers of window ${index + 1}`);
    const followedFrom = performance.now();
    if (!(await followWindow(services, { ...opened, windowId, number: index + 1 })))
      throw new Error('The window could not be followed.');
    const [{ entries } = { entries: 1n }] = await owner.sql<{ entries: bigint }[]>`
      SELECT entries FROM ledger.statement_progress WHERE window_id = ${windowId}`;
    followMicros.push(((performance.now() - followedFrom) * 1000) / Number(entries));
  }
  for (const [index, windowId] of history.windowIds.slice(0, sizes.closes).entries()) {
    tell(`window ${index + 1}: closing it with ${IN_FLIGHT} requests in flight`);
    const stopFollowing = startFollowing(services, 1_000, (fault) => tell(`The follower failed: ${String(fault)}`));
    const load = postAtFullLoad(ledger);
    await delay(3_500);
    // A close takes two ids: its own, then that of the window it opens, which the history has filled already.
    const given = [v7(), history.windowIds[index + 1]!];
    const command = { programmeId, keySpace: 'bench', windowId };
    const startedAt = performance.now();
    const closed = await closeSettlementWindow(
      { ...services, ids: () => given.shift() ?? v7() },
      { ...command, idempotencyKey: randomUUID(), label: null, terms: plainWindowTerms() },
    );
    const sealedAt = performance.now();
    if (!closed.ok) throw new Error(`The window was not closed: ${closed.refusal.message}`);
    await issueStatements(services, windowId);
    const signedAt = performance.now();
    await delay(Math.max(0, startedAt + 1_500 - performance.now()));
    await load.stop();
    await stopFollowing();
    const during = rateBetween(load.ended, startedAt, Math.max(signedAt, startedAt + 1_000));
    const before = rateBetween(load.ended, startedAt - 2_000, startedAt);
    closes.push({ millis: signedAt - startedAt, sealMillis: sealedAt - startedAt, ratio: during / before, before });
    const statements = await readStatements(database.sql, programmeId, [windowId], null);
    if (statements.length !== PARTNERS)
      throw new Error(`${statements.length} statements were signed, not ${PARTNERS}.`);
    const settled = await settleWindow(services, { ...command, idempotencyKey: randomUUID() });
    if (!settled.ok) throw new Error(`The window was not settled: ${settled.refusal.message}`);
  }
  await ledger.close();
  return {
    closeToRootsMillis: rounded(median(closes.map(({ millis }) => millis)), 1),
    ratioDuringClose: rounded(median(closes.map(({ ratio }) => ratio)), 2),
    closeToRootsMillisEach: closes.map(({ millis }) => rounded(millis, 1)),
    closeOnlyMillisEach: closes.map(({ sealMillis }) => rounded(sealMillis, 1)),
    ratioDuringCloseEach: closes.map(({ ratio }) => rounded(ratio, 2)),
    postingsPerSecondBeforeEach: closes.map(({ before }) => rounded(before)),
    closedWindowTransfers: history.transfersPerWindow,
    followMicrosPerEntry: rounded(median(followMicros), 1),
  };
}

function rateBetween(ended: readonly number[], from: number, until: number): number {
  return (ended.filter((at) => at >= from && at < until).length / (until - from)) * 1000;
}

async function longStatement({ tell }: BenchContext, server: BenchServer, sizes: Sizes): Promise<Figures> {
  const owner = await server.createLedger('long');
  const coalition = await writeCoalition(owner.sql, { partners: 1, members: 1 });
  tell(`writing ${sizes.lines} entries of one partner`);
  const windowId = await writeEntries(owner.sql, coalition, sizes.lines);
  const ledger = openLedger(owner.url, coalition);
  const { services, database } = ledger;
  const { programmeId } = coalition;
  const closed = await closeSettlementWindow(services, {
    ...{ programmeId, keySpace: 'bench', windowId, idempotencyKey: 'close' },
    ...{ label: null, terms: plainWindowTerms() },
  });
  if (!closed.ok) throw new Error(`The window was not closed: ${closed.refusal.message}`);

  tell('hashing, signing and writing the statement');
  const startedAt = performance.now();
  await issueStatements(services, windowId);
  const signedAt = performance.now();
  const [row] = await readStatements(database.sql, programmeId, [windowId], null);
  if (row?.size !== sizes.lines) throw new Error(`The statement has ${row?.size} lines, not ${sizes.lines}.`);
  const open = (): StatementReading =>
    readingOf({ ...services, sql: database.sql, journal: database.sql }, row, null, 1);
  const file = join(server.folder, 'statement.jsonl');
  await writeStatement(open(), file);
  const writtenAt = performance.now();

  tell('verifying it in a process of its own');
  const keyFile = join(server.folder, 'keys.json');
  const [key] = await services.keys.published(database.sql, programmeId, new Date());
  await writeFile(keyFile, JSON.stringify({ keys: [{ ...key!.publicJwk, kid: key!.keyId }] }));
  const verifyFrom = performance.now();
  const { stdout } = await run(process.execPath, ['--import', 'tsx', VERIFY, file, '--keys', keyFile]);
  const verifiedAt = performance.now();
  if (!stdout.startsWith('Verified.')) throw new Error(stdout);

  tell('proving single lines');
  const random = seededRandom(5);
  const proofs: number[] = [];
  for (let proof = 0; proof < sizes.proofs; proof += 1) {
    const seq = random.below(sizes.lines);
    const from = performance.now();
    const reading = open();
    await Promise.all([reading.lines(seq, 1), reading.inclusionProof(seq)]);
    proofs.push(performance.now() - from);
  }
  await ledger.close();
  return {
    statementMillionLinesSeconds: rounded((signedAt - startedAt) / 1000, 1),
    verifyMillionLinesSeconds: rounded((verifiedAt - verifyFrom) / 1000, 1),
    inclusionProofMillis: rounded(median(proofs), 2),
    inclusionProofMaxMillis: rounded(Math.max(...proofs), 2),
    statementLines: sizes.lines,
    statementFileSeconds: rounded((writtenAt - signedAt) / 1000, 1),
    statementMegabytes: rounded((await stat(file)).size / 1e6),
  };
}

async function writeStatement(statement: StatementReading, path: string): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 });
  for (let after: number | null = 0; after !== null; ) {
    const part: { text: string; next: number | null } = await statement.filePart('JSON_LINES', after);
    if (!file.write(part.text)) await once(file, 'drain');
    after = part.next;
  }
  file.end();
  await once(file, 'finish');
}

/** So many entries of the one partner in an open window, written as batches of a hundred would have been. */
async function writeEntries(
  sql: Ledger['database']['sql'],
  { programmeId, partners }: LoadCoalition,
  entries: number,
): Promise<string> {
  const windowId = v7();
  const account = `PARTNER:${partners[0]!.partnerId}`;
  await sql`
    INSERT INTO ledger.settlement_window (programme_id, window_id, number, state, opened_at)
    VALUES (${programmeId}, ${windowId}, 1, 'OPEN', now() - interval '30 days')`;
  await sql`CREATE TEMPORARY TABLE written AS SELECT uuidv7() AS id, number FROM generate_series(1, ${entries}::integer) AS number`;
  await sql`
    INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key, request_hash,
      partner_id, occurred_at, recorded_at, reference, details)
    SELECT id, ${programmeId}, ${windowId}, 'PURCHASE', 'OK', 'bench', number::text, '', ${partners[0]!.partnerId}, now(), now(),
      'receipt ' || number, '{}'
    FROM written`;
  await sql`
    INSERT INTO ledger.journal (transaction_id, entry, programme_id, window_id, type, accounts, components, amounts, batch)
    SELECT id, 1, ${programmeId}, ${windowId}, 'EARN', ARRAY[${account}, 'OP:RESERVE'], ARRAY['ISSUANCE', 'ISSUANCE'], ARRAY[-100, 100]::bigint[],
      number / 100 + 1
    FROM written`;
  await sql`SELECT setval('ledger.journal_batch', ${entries / 100 + 2})`;
  await sql`
    INSERT INTO ledger.money_slot (window_id, account, component, lane, debits, credits)
    VALUES (${windowId}, ${account}, 'ISSUANCE', 0, ${entries * 100}, 0), (${windowId}, 'OP:RESERVE', 'ISSUANCE', 0, 0, ${entries * 100})`;
  await sql`
    INSERT INTO ledger.window_slot (window_id, lane, transactions, first_id, last_id)
    SELECT ${windowId}, 0, count(*), min(id::text)::uuid, max(id::text)::uuid FROM written`;
  await sql`VACUUM (ANALYZE) ledger.journal, ledger.transaction`;
  return windowId;
}
