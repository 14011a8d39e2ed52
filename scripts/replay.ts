/**
 * `npm run replay -- FILE`: real purchases through the API, as partners' tills would send them.
 *
 * Reads the file -> sets the coalition up (programme, partners, contracts, stores, credentials) -> month by month: members enrol,
 * purchases, returns, spends, the window is closed and settled, its statements are verified offline -> report. Stopped at any moment and run again, it posts nothing
 * twice. Talks to a running server with --url, else starts its own.
 *
 * Exit codes: 0 all is well; 1 it could not run; 2 rows were malformed or refused; 3 the books do not say what the file says;
 * 130 it was stopped.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartFailure } from '../db/start-failure.ts';
import { serve } from '../gateway/serve.ts';
import { type Api, ApiError, type Credentials, openApi } from './api.ts';
import { readPlatformCredentials } from './credentials.ts';
import { type ReplayOptions, readReplayOptions } from './options.ts';
import { startProduct } from './product.ts';
import { setUpCoalition } from './replay/coalition.ts';
import { planReplay } from './replay/plan.ts';
import { closeAndSettle, newState, postWindow, Stopped } from './replay/post-window.ts';
import { showProgress } from './replay/progress.ts';
import { readPurchaseFile, UnreadableFile } from './replay/read-rows.ts';
import { minorUnitsOf, newReconciled, reconcileWindow } from './replay/reconcile-window.ts';
import { exitCodeOf, formatReport, readReport } from './replay/report.ts';
import { noStatements, verifyStatements } from './replay/verify-statements.ts';
import { runCommand } from './run-command.ts';
import type { Shutdown } from './shutdown.ts';

const SAMPLE = fileURLToPath(new URL('./samples/purchases.csv', import.meta.url));
const STOPPED = 130;

const options = readReplayOptions(process.argv);

await runCommand(async (shutdown) => {
  try {
    return await replay(options, shutdown);
  } catch (error) {
    if (shutdown.requested || error instanceof Stopped) return STOPPED;
    if (error instanceof UnreadableFile || error instanceof ApiError) throw new StartFailure(error.message);
    throw error;
  }
});

async function replay(options: ReplayOptions, shutdown: Shutdown): Promise<number> {
  const path = options.file ?? SAMPLE;
  const file = await readPurchaseFile(path);
  const plan = planReplay(file.rows);
  if (plan.windows.length === 0) {
    for (const { line, reason } of file.malformed) console.error(`Line ${line} ${reason}.`);
    throw new UnreadableFile(`${path} holds no row with a brand and an amount that could be replayed.`);
  }

  const { api, platform } = await reachServer(options, shutdown);
  await shutdown.add(async () => api.close());
  const say = (sentence: string): void => console.error(sentence);
  say(`${basename(path)}: ${file.rows.length} rows of ${plan.brands.length} partners and ${plan.cards} cards.`);

  const coalition = await setUpCoalition(
    api,
    platform,
    options.dataDir,
    {
      digest: await digestOf(path),
      name: basename(path),
      currency: file.currency,
      firstDate: file.rows.reduce((first, row) => (row.date < first ? row.date : first), file.rows[0]?.date ?? ''),
    },
    plan,
    options.inFlight,
  );

  const state = newState();
  const progress = showProgress(file.rows.length);
  const began = Date.now();
  const windowIds: string[] = [];
  const reconciled = newReconciled();
  const statements = noStatements();
  for (const window of plan.windows) {
    progress.section(window.month);
    await postWindow(coalition, plan, window, state, {
      seed: options.seed,
      currency: file.currency,
      batchSize: options.batchSize,
      inFlight: options.inFlight,
      oneAtATime: options.oneAtATime,
      progress: progress.advance,
      stopped: () => shutdown.requested,
    });
    const windowId = await closeAndSettle(coalition, window.month);
    windowIds.push(windowId);
    await reconcileWindow(coalition, plan, window, windowId, state.spends, reconciled, {
      unit: minorUnitsOf(file.currency),
      currency: file.currency,
      seed: options.seed,
      inFlight: options.inFlight,
    });
    await verifyStatements(coalition, { id: windowId, month: window.month }, statements, options.inFlight);
  }
  progress.end();
  const seconds = (Date.now() - began) / 1000;

  const report = await readReport(
    coalition,
    file,
    plan,
    state.totals,
    state.members.size,
    windowIds,
    reconciled,
    statements,
    seconds,
  );
  console.log(options.json ? JSON.stringify(report) : formatReport(report));
  return exitCodeOf(report);
}

async function reachServer(options: ReplayOptions, shutdown: Shutdown): Promise<{ api: Api; platform: Credentials }> {
  if (options.url === null) {
    const product = await startProduct(options, async () => serve, shutdown, console.error);
    return { api: openApi(product.url), platform: product.platform };
  }
  const platform = options.platform ?? (await readPlatformCredentials(options.dataDir));
  if (platform === null) {
    throw new StartFailure(
      `The replay needs a platform client of ${options.url}: give --client-id and --client-secret, or the --data-dir where its npm start keeps one.`,
    );
  }
  return { api: openApi(options.url), platform };
}

/** Names the file by its content: the same file is the same replay, wherever it lies. */
async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const data of createReadStream(path)) hash.update(data as Buffer);
  return hash.digest('hex').slice(0, 16);
}
