/**
 * Writes what follows from something else, and is committed so that a reviewer sees what a change does to the whole:
 *
 *   schema/supergraph.graphql       from the contracts of the subgraphs; what the gateway serves, and any federation router could
 *   schema/access.md                from the supergraph: who may ask for what
 *   scripts/deployment/README.md    its table of settings, from scripts/settings.ts
 *
 *   npm run compose             write them
 *   npm run compose -- --check  write nothing; exit 1 when a committed file is stale or the contracts do not compose
 */
import { readFile, writeFile } from 'node:fs/promises';
import { accessTable } from '../gateway/authorization/access-table.ts';
import { composeSupergraph } from '../gateway/supergraph.ts';
import { readSubgraphSdl, SUBGRAPHS } from '../subgraphs/serving/sdl.ts';
import { settingsTable } from './settings.ts';

const BANNER = '# Composed from schema/*.graphql by `npm run compose`. Do not edit.\n';
const SETTINGS = /(?<=<!-- settings -->\n)[\s\S]*(?=<!-- \/settings -->)/;

async function main(check: boolean): Promise<number> {
  const supergraph = `${BANNER}\n${composeSupergraph(SUBGRAPHS.map((name) => ({ name, sdl: readSubgraphSdl(name) }))).trim()}\n`;
  const stale = [
    await isStale('schema/supergraph.graphql', () => supergraph, check),
    await isStale('schema/access.md', () => accessTable(supergraph), check),
    await isStale(
      'scripts/deployment/README.md',
      (committed) => committed.replace(SETTINGS, () => `\n${settingsTable()}\n\n`),
      check,
    ),
  ].some(Boolean);
  return stale && check ? 1 : 0;
}

/** Whether the committed file says something else; then it is written, or named when only checking. */
async function isStale(name: string, written: (committed: string) => string, check: boolean): Promise<boolean> {
  const file = new URL(`../${name}`, import.meta.url);
  const committed = await readFile(file, 'utf8').catch(() => '');
  const text = written(committed);
  if (text === committed) {
    console.log(`${name} is fresh.`);
    return false;
  }
  if (check) {
    console.error(`${name} is stale: run \`npm run compose\` and commit the result.`);
  } else {
    await writeFile(file, text);
    console.log(`${name} written.`);
  }
  return true;
}

try {
  process.exitCode = await main(process.argv.includes('--check'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
