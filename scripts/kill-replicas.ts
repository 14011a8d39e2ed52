/**
 * Kills gateways and ledgers while they tell what happens, and proves that every follower heard exactly the ledger's events, in order.
 * `npm run kill-replicas -- --events 1000000`; torture/README.md says more. Prints one JSON object.
 */
import { Command, InvalidArgumentError } from 'commander';
import { startBenchServer } from './bench/bench-server.ts';
import { runCommand } from './run-command.ts';
import { followUnderKills } from './torture/follow-under-kills.ts';

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
};
const command = new Command('npm run kill-replicas --')
  .description('Kills gateways and ledgers under their followers, and proves that nobody misses an event.')
  .option('--events <number>', 'events at least', wholeNumber, 10_000)
  .option('--kills <number>', 'processes killed at least', wholeNumber, 8)
  .option('--followers <number>', 'members that follow their own points; a partner follows all', wholeNumber, 50)
  .option('--pairs <number>', 'gateways, and ledgers', wholeNumber, 2)
  .option('--seconds <number>', 'ends after so long with what there was until then', wholeNumber)
  .option('--seed <number>', 'decides who buys and who is killed next', wholeNumber, 1)
  .allowExcessArguments(false);
const options = command
  .parse(process.argv)
  .opts<{ events: number; kills: number; followers: number; pairs: number; seed: number; seconds?: number }>();

await runCommand(async (shutdown) => {
  const server = await startBenchServer();
  await shutdown.add(() => server.stop());
  const { url } = await server.createLedger('replicas');
  const report = await followUnderKills(url, { ...options, tell: (sentence) => console.error(sentence) });
  console.log(JSON.stringify(report, null, 2));
  return report.wrong.length === 0 ? 0 : 1;
});
