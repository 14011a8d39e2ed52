/**
 * Measures the product on this machine: `npm run bench -- <name> [--quick] [--json]`.
 *
 * Every bench runs against a durable PostgreSQL of its own in a temporary folder, with fsync, and prints its figures once: as a table,
 * or with `--json` as one JSON object. What it is doing goes to standard error. Not a test: nothing here fails for being slow.
 */
import { cpus, loadavg } from 'node:os';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { ALL_BENCHES } from './bench/all-benches.ts';
import type { Figures } from './bench/bench.ts';
import { type BenchServer, startBenchServer } from './bench/bench-server.ts';
import { runCommand } from './run-command.ts';

const command = new Command('npm run bench --')
  .description('Measures the product on this machine.')
  .addArgument(new Argument('<name>', 'what to measure').choices(ALL_BENCHES.map(({ name }) => name)))
  .option('--quick', 'everything smaller, less than a minute in all; the figures are rough', false)
  .option('--json', 'print one JSON object', false)
  .option('--churn-seconds <number>', 'of streams: only open and leave them, for so long', (text) => {
    if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
    return Number(text);
  })
  .addHelpText('after', `\nBenches:\n${ALL_BENCHES.map(({ name, what }) => `  ${name.padEnd(12)} ${what}`).join('\n')}`)
  .allowExcessArguments(false);
const parsed = command.parse(process.argv);
const { quick, json, churnSeconds } = parsed.opts<{ quick: boolean; json: boolean; churnSeconds?: number }>();
const bench = ALL_BENCHES.find(({ name }) => name === parsed.args[0])!;
if (churnSeconds !== undefined && bench.name !== 'streams') command.error('Only `streams` churns.');

await runCommand(async (shutdown) => {
  const startedAt = performance.now();
  const tell = (sentence: string): void =>
    console.error(`[${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s] ${sentence}`);
  let starting: Promise<BenchServer> | undefined;
  const server = async (): Promise<BenchServer> => {
    starting ??= startBenchServer();
    const started = await starting;
    return started;
  };
  await shutdown.add(async () => (await starting)?.stop());
  const loadBefore = loadavg()[0] ?? 0;
  const figures = await bench.run({ quick, churnSeconds: churnSeconds ?? null, server, tell });
  const report: Figures = {
    bench: bench.name,
    quick,
    ...figures,
    machine: {
      cpus: cpus().length,
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      loadBefore: Number(loadBefore.toFixed(2)),
      node: process.version,
      postgres: starting === undefined ? null : (await starting).version,
    },
    tookSeconds: Math.round((performance.now() - startedAt) / 1000),
  };
  console.log(json ? JSON.stringify(report) : tableOf(report));
  return 0;
});

function tableOf(report: Figures): string {
  const width = Math.max(...Object.keys(report).map((name) => name.length));
  return Object.entries(report)
    .map(
      ([name, value]) => `${name.padEnd(width)}  ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    )
    .join('\n');
}
