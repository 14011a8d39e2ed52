/**
 * `npm run --silent scenario -- INPUT.json > OUTPUT.json`: what a programme's terms would do, before anybody signs them.
 *
 * Reads partners, rules, windows and transactions, posts them through the API on a throwaway database under both funding models, and
 * prints what every partner, lot and account came to. Exit codes: 0 it ran; 1 the input is wrong or it could not run, said in one
 * sentence on standard error with nothing on standard output.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../db/client.ts';
import { startEmbeddedPostgres } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { StartFailure } from '../db/start-failure.ts';
import { ensurePlatformCredentials } from './credentials.ts';
import { runCommand } from './run-command.ts';
import { readScenario, UnreadableScenario } from './scenario/input.ts';
import { runScenario } from './scenario/run-scenario.ts';

await runCommand(async (shutdown) => {
  const scenario = await read(process.argv.slice(2));
  const folder = await mkdtemp(join(tmpdir(), 'loyalty-scenario-'));
  await shutdown.add(() => rm(folder, { recursive: true, force: true }));
  const server = await startEmbeddedPostgres({ dataDir: folder, kind: 'throwaway', tell: () => {} });
  await shutdown.add(() => server.stop());
  await migrate({ url: server.url });
  const owner = openDatabase({ url: server.url, max: 1, applicationName: 'loyalty-scenario' });
  const platform = await ensurePlatformCredentials(owner.sql, folder, new Date()).finally(() => owner.close());
  const report = await runScenario(scenario, server.url, platform).catch((error: unknown) => {
    if (error instanceof Error && error.message.includes(' was refused: '))
      throw new StartFailure(`The platform does not take these terms: ${error.message}`);
    throw error;
  });
  await print(`${JSON.stringify(report, null, 2)}\n`);
  return 0;
});

async function read(args: readonly string[]) {
  const [path, ...more] = args;
  if (path === undefined || more.length > 0) {
    throw new StartFailure('Give one file: npm run --silent scenario -- INPUT.json > OUTPUT.json');
  }
  const document = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new StartFailure(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  });
  try {
    return readScenario(document);
  } catch (error) {
    if (error instanceof UnreadableScenario) throw new StartFailure(`${path}: ${error.message}`);
    throw error;
  }
}

/** All of it before the process ends: a pipe takes what it can. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
