/**
 * Breaks everything around the posting engine while it posts, then proves that nothing was lost, doubled or made up.
 * `npm run torture -- --seconds 60 --seed 7`; torture/README.md says what is broken and what is proved. Prints one JSON object.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { v7 } from 'uuid';
import { openDatabase } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { auditBooks } from '../subgraphs/ledger/audit/audit-books.ts';
import { closeSettlementWindow } from '../subgraphs/ledger/commands/close-settlement-window.ts';
import type { Reply, TransactionRecord } from '../subgraphs/ledger/domain/record.ts';
import type { LedgerRequest } from '../subgraphs/ledger/domain/requests.ts';
import { readOpenWindow } from '../subgraphs/ledger/store/windows/read-windows.ts';
import { writeCoalition } from './load/coalition.ts';
import { seededRandom } from './load/random.ts';
import { plainWindowTerms } from './load/window-terms.ts';
import { runCommand } from './run-command.ts';
import { conflictingRequest, nextRequest } from './torture/commands.ts';
import { FAULTS, type Target } from './torture/faults.ts';
import { NoAnswer, startPostingProcesses } from './torture/posting-processes.ts';
import { startTorturedServer } from './torture/tortured-server.ts';

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};
const command = new Command('npm run torture --')
  .description('Breaks everything around the posting engine and proves that the books hold.')
  .option('--seconds <number>', 'how long things are broken', wholeNumber, 30)
  .option('--seed <number>', 'decides who asks for what and what breaks next', wholeNumber, 1)
  .option('--clients <number>', 'clients that ask at once', wholeNumber, 24)
  .option('--processes <number>', 'posting processes', wholeNumber, 2)
  .allowExcessArguments(false);
const {
  seconds,
  seed,
  clients,
  processes: processCount,
} = command.parse(process.argv).opts<{ seconds: number; seed: number; clients: number; processes: number }>();

const DATABASE = 'torture';
const PATIENCE_MILLIS = 20_000;
const FAULT_PAUSE_MILLIS = 250;

/** One request under one key, and what its client was told. */
interface Asked {
  readonly request: LedgerRequest;
  /** The first reply that is remembered for ever; null while nobody knows. */
  told: Reply | null;
}

await runCommand(async (shutdown) => {
  const server = await startTorturedServer();
  await shutdown.add(() => server.stop());
  const databaseUrl = (serverUrl: string): string => {
    const url = new URL(serverUrl);
    url.pathname = `/${DATABASE}`;
    return url.href;
  };
  const maker = openDatabase({ url: server.directUrl(), max: 1 });
  await maker.sql.unsafe(`CREATE DATABASE ${DATABASE}`);
  await maker.close();
  await migrate({ url: databaseUrl(server.directUrl()) });
  const owner = openDatabase({ url: databaseUrl(server.directUrl()), max: 2 });
  const coalition = await writeCoalition(owner.sql, {
    partners: 5,
    members: 30,
    // Money of both kinds, and one cap that blocks: its exposure is locked by every batch that may deepen it.
    contract: (index) => ({
      fundingModel: index % 2 === 0 ? 'OPERATOR_POOL' : 'ISSUER_PAYS_ON_REDEMPTION',
      ...(index === 4 ? { netDebitCapMinor: 400_000n, capMode: 'BLOCK_ALL' as const } : {}),
    }),
  });
  await owner.close();
  const processes = await startPostingProcesses(databaseUrl(server.url), processCount, PATIENCE_MILLIS);
  await shutdown.add(async () => processes.stop());

  const wrong: string[] = [];
  const asked: Asked[] = [];
  const counts = { unanswered: 0, tryAgain: 0, resent: 0, conflicts: 0, windowsClosed: 0, silent: 0 };
  const faultsDone: Record<string, number> = Object.fromEntries(Object.keys(FAULTS).map((name) => [name, 0]));
  const stopAt = Date.now() + seconds * 1000;

  /** Asks, and compares with what was told before under this key. */
  const ask = async (one: Asked, process: number): Promise<void> => {
    try {
      const reply = await processes.ask(process, one.request);
      if (!reply.ok && reply.refusal.code === 'TRY_AGAIN') counts.tryAgain += 1;
      else if (one.told === null) one.told = reply;
      else if (textOf(reply) !== textOf(one.told))
        wrong.push(`key ${one.request.key}: was told ${textOf(one.told)}, then ${textOf(reply)}`);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      counts.unanswered += 1;
      if (error.message === 'it said nothing in time') {
        counts.silent += 1;
        wrong.push(`key ${one.request.key}: no answer within ${PATIENCE_MILLIS} ms`);
      }
    }
  };

  const client = async (number: number): Promise<void> => {
    const random = seededRandom(seed * 1_000 + number);
    const mine: Asked[] = [];
    const known: TransactionRecord[] = [];
    for (let turn = 0; Date.now() < stopAt; turn += 1) {
      const process = random.below(processCount);
      const earlier = mine.length === 0 ? null : random.pick(mine.slice(-20));
      const chance = random.below(100);
      if (earlier !== null && chance < 6) {
        counts.resent += 1;
        await ask(earlier, process);
        continue;
      }
      if (earlier?.told != null && chance < 9) {
        counts.conflicts += 1;
        const reply = await processes
          .ask(process, conflictingRequest(coalition, random, earlier.request))
          .catch(() => null);
        const code = reply === null ? null : reply.ok ? 'a posting' : reply.refusal.code;
        if (code !== null && code !== 'IDEMPOTENCY_KEY_REUSED' && code !== 'TRY_AGAIN')
          wrong.push(`key ${earlier.request.key} with another body got ${code}`);
        continue;
      }
      const one: Asked = { request: nextRequest(coalition, random, known, `${number}-${turn}`), told: null };
      mine.push(one);
      asked.push(one);
      await ask(one, process);
      // A client without an answer asks again, mostly; some never do, and are asked about at the end.
      for (let again = 0; one.told === null && again < 3 && random.below(4) > 0 && Date.now() < stopAt; again += 1) {
        await delay(20 * 2 ** again);
        await ask(one, random.below(processCount));
      }
      if (one.told?.ok) known.push(one.told.record);
    }
  };

  const target: Target = { server, processes, processCount, coalition, database: DATABASE };
  const breaker = async (): Promise<void> => {
    const random = seededRandom(seed);
    // Each once, in an order of the seed; then as it comes.
    const first = Object.keys(FAULTS)
      .map((name) => ({ name, at: random.below(1_000_000) }))
      .sort((a, b) => a.at - b.at);
    await delay(FAULT_PAUSE_MILLIS);
    while (Date.now() < stopAt) {
      const name = first.shift()?.name ?? random.pick(Object.keys(FAULTS));
      await FAULTS[name]!(target, random);
      faultsDone[name]! += 1;
      await delay(random.below(2 * FAULT_PAUSE_MILLIS));
    }
  };

  /** Windows are closed under all this, too. */
  const closer = async (): Promise<void> => {
    const database = openDatabase({ url: databaseUrl(server.url), role: 'ledger', max: 1, connectTimeout: 3 });
    const services = { database, clock: () => new Date(), ids: v7 };
    while (Date.now() < stopAt) {
      await delay(900);
      try {
        const window = await readOpenWindow(database.sql, coalition.programmeId);
        if (window === null || window === undefined) continue;
        const command = {
          programmeId: coalition.programmeId,
          keySpace: 'closer',
          idempotencyKey: window.windowId,
          windowId: window.windowId,
        };
        const closed = await closeSettlementWindow(services, { ...command, label: null, terms: plainWindowTerms() });
        if (closed.ok) counts.windowsClosed += 1;
      } catch {
        // It is asked again, under the same key, on the next turn.
      }
    }
    await database.close(1);
  };

  await Promise.all([breaker(), closer(), ...Array.from({ length: clients }, (_, number) => client(number))]);

  const { direct, closeDirect } = openDirect(databaseUrl(server.directUrl()));
  // What nobody was told of: there once or never. Then everything is asked again.
  const unknown = asked.filter((one) => one.told === null);
  const before = await rowsOf(direct, coalition.programmeId);
  const unknownThere = unknown.filter(({ request }) => before.has(keyOf(request))).length;
  for (let from = 0; from < asked.length; from += 500) {
    await Promise.all(asked.slice(from, from + 500).map((one, index) => ask(one, index)));
  }
  for (const one of asked.filter(({ told }) => told === null)) await ask(one, 0);
  const rows = await rowsOf(direct, coalition.programmeId);
  for (const { request, told } of asked) {
    const row = rows.get(keyOf(request));
    if (told === null) {
      wrong.push(`key ${request.key}: still nobody knows what became of it`);
    } else if (told.ok) {
      const { transactionId } = told.record;
      if (row === undefined)
        wrong.push(`key ${request.key}: transaction ${transactionId} was acknowledged and is not there`);
      else if (row.transactionId !== transactionId || row.status === 'REFUSED')
        wrong.push(
          `key ${request.key}: transaction ${transactionId} was acknowledged, ${row.transactionId} (${row.status}) is there`,
        );
    } else if (row === undefined || row.status !== 'REFUSED' || row.transfers > 0n) {
      wrong.push(
        `key ${request.key}: was refused (${told.refusal.code}), the ledger has ${row === undefined ? 'nothing' : `${row.status}, ${row.transfers} transfers`}`,
      );
    }
    rows.delete(keyOf(request));
  }
  for (const [key, row] of rows)
    wrong.push(`transaction ${row.transactionId} is there under key ${key}, which nobody asked for`);
  const ledger = openDatabase({ url: databaseUrl(server.directUrl()), role: 'ledger', max: 1 });
  const audit = await auditBooks(ledger);
  for (const check of audit.checks) for (const finding of check.findings) wrong.push(`${check.name}: ${finding}`);
  await ledger.close();
  await closeDirect();

  wrong.push(...processes.fallen);
  const acknowledged = asked.filter(({ told }) => told?.ok).length;
  console.log(
    JSON.stringify(
      {
        ok: wrong.length === 0,
        ...{ seed, seconds, clients, processes: processCount },
        asked: asked.length,
        acknowledged,
        refused: asked.length - acknowledged,
        unknownAtTheEnd: unknown.length,
        unknownThatWerePosted: unknownThere,
        ...counts,
        commitsCut: server.proxy.cutCommits(),
        faults: faultsDone,
        auditedChecks: audit.checks.length,
        wrong: wrong.slice(0, 50),
      },
      null,
      2,
    ),
  );
  return wrong.length === 0 ? 0 : 1;
});

interface Row {
  readonly transactionId: string;
  readonly status: string;
  readonly transfers: bigint;
}

function openDirect(url: string) {
  const database = openDatabase({ url, max: 1 });
  return { direct: database.sql, closeDirect: () => database.close() };
}

/** Every record of a request, by key. Windows and sweeps have keys of their own and are left out. */
async function rowsOf(sql: ReturnType<typeof openDirect>['direct'], programmeId: string): Promise<Map<string, Row>> {
  const rows = await sql<(Row & { keySpace: string; key: string })[]>`
    SELECT transaction_id AS "transactionId", status, client_id AS "keySpace", idempotency_key AS key,
           (SELECT count(*) FROM ledger.transfer WHERE transfer.transaction_id = posted.transaction_id) AS transfers
    FROM ledger.transaction AS posted WHERE programme_id = ${programmeId} AND client_id <> 'closer'`;
  return new Map(rows.map(({ keySpace, key, ...row }) => [`${keySpace} ${key}`, row]));
}

function keyOf({ keySpace, key }: LedgerRequest): string {
  return `${keySpace} ${key}`;
}

/** A reply to the letter. The order of fields says nothing. */
function textOf(reply: Reply): string {
  return JSON.stringify(sorted(reply));
}

function sorted(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => [name, sorted(field)]),
  );
}
