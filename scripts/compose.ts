/**
 * Composes what follows from the contracts of the subgraphs: `schema/supergraph.graphql`, and `schema/access.md`, the table of who may ask
 * for what.
 *
 *   npm run compose             write both
 *   npm run compose -- --check  write nothing; exit 1 when a committed file is stale or the contracts do not compose
 *
 * Both are committed: the supergraph is what the gateway serves, and a reviewer sees what a change of a contract does to the whole and to
 * whom. Any federation router can be started from the file.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { accessTable } from '../gateway/authorization/access-table.ts';
import { composeSupergraph } from '../gateway/supergraph.ts';
import { readSubgraphSdl, SUBGRAPHS } from '../subgraphs/serving/sdl.ts';

const BANNER = '# Composed from schema/*.graphql by `npm run compose`. Do not edit.\n';

async function main(check: boolean): Promise<number> {
  const supergraph = `${BANNER}\n${composeSupergraph(SUBGRAPHS.map((name) => ({ name, sdl: readSubgraphSdl(name) }))).trim()}\n`;
  const stale = [
    await isStale('supergraph.graphql', supergraph, check),
    await isStale('access.md', accessTable(supergraph), check),
  ].some(Boolean);
  return stale && check ? 1 : 0;
}

/** Whether the committed file says something else; then it is written, or named when only checking. */
async function isStale(name: string, text: string, check: boolean): Promise<boolean> {
  const file = new URL(`../schema/${name}`, import.meta.url);
  if (text === (await readFile(file, 'utf8').catch(() => ''))) {
    console.log(`schema/${name} is fresh.`);
    return false;
  }
  if (check) {
    console.error(`schema/${name} is stale: run \`npm run compose\` and commit the result.`);
  } else {
    await writeFile(file, text);
    console.log(`schema/${name} written.`);
  }
  return true;
}

try {
  process.exitCode = await main(process.argv.includes('--check'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
