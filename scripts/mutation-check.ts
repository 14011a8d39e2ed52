/**
 * Takes the guards of the ledger and of the earn rules out, one at a time, in a temporary copy of the project, and says which tests turn red. A guard that no
 * test misses is named, and the exit code is 1. On demand: it runs the tests as many times as there are guards.
 *
 *   npx tsx scripts/mutation-check.ts             all of them
 *   npx tsx scripts/mutation-check.ts lock CHECK  those whose name holds one of these words
 */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALL_MUTATIONS, type Mutation } from './mutations/all-mutations.ts';
import { runCommand } from './run-command.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const COPIED = [
  'db',
  'gateway',
  'schema',
  'scripts',
  'subgraphs',
  'tests',
  'package.json',
  'tsconfig.json',
  '.vitest.config.ts',
];
const words = process.argv.slice(2);

await runCommand(async (shutdown) => {
  const folder = await mkdtemp(join(tmpdir(), 'loyalty-mutations-'));
  await shutdown.add(() => rm(folder, { recursive: true, force: true }));
  for (const name of COPIED) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));

  const survived: string[] = [];
  for (const mutation of ALL_MUTATIONS) {
    if (words.length > 0 && !words.some((word) => mutation.name.includes(word))) continue;
    const red = await redTests(folder, mutation);
    if (red.length === 0) survived.push(mutation.name);
    console.log(`| ${mutation.name} | ${red.length === 0 ? '**none**' : red.join('<br>')} |`);
  }
  if (survived.length > 0) console.error(`No test misses: ${survived.join('; ')}.`);
  return survived.length === 0 ? 0 : 1;
});

/** Names of the tests that fail without the guard. */
async function redTests(folder: string, { name, file, find, replace, tests }: Mutation): Promise<string[]> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  if (!text.includes(find)) throw new Error(`"${name}" does not apply any more: ${file} has changed.`);
  await writeFile(path, text.replace(find, replace));
  try {
    const output = await runTests(folder, tests);
    const report = JSON.parse(output) as {
      testResults: { message: string; assertionResults: { status: string; title: string }[] }[];
    };
    return report.testResults.flatMap(({ message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed').map(({ title }) => title);
      return failed.length === 0 && message !== '' ? [message.split('\n')[0]!.slice(0, 120)] : [...new Set(failed)];
    });
  } finally {
    await writeFile(path, text);
  }
}

function runTests(folder: string, tests: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const report = join(folder, 'report.json');
    const child = spawn(
      process.execPath,
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--config',
        '.vitest.config.ts',
        '--reporter=json',
        `--outputFile=${report}`,
        ...tests,
      ],
      { cwd: folder, stdio: 'ignore' },
    );
    child.on('error', reject);
    child.on('close', () => readFile(report, 'utf8').then(resolve, reject));
  });
}
