/**
 * Composes `schema/supergraph.graphql` out of the contracts of the subgraphs.
 *
 *   npm run compose             write the supergraph
 *   npm run compose -- --check  write nothing; exit 1 when the committed file is stale or does not compose
 *
 * The supergraph is committed because it is what the gateway serves: a reviewer sees what a change of a contract does to
 * the whole, and any federation router can be started from the file.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { composeSupergraph } from '../gateway/supergraph.ts';
import { readSubgraphSdl, SUBGRAPHS } from '../subgraphs/serving/sdl.ts';

const BANNER = '# Composed from schema/*.graphql by `npm run compose`. Do not edit.\n';
const SUPERGRAPH = new URL('../schema/supergraph.graphql', import.meta.url);

async function main(check: boolean): Promise<number> {
  const composed = `${BANNER}\n${composeSupergraph(SUBGRAPHS.map((name) => ({ name, sdl: readSubgraphSdl(name) }))).trim()}\n`;
  const committed = await readFile(SUPERGRAPH, 'utf8').catch(() => '');
  if (composed === committed) {
    console.log('schema/supergraph.graphql is fresh.');
    return 0;
  }
  if (check) {
    console.error('schema/supergraph.graphql is stale: run `npm run compose` and commit the result.');
    return 1;
  }
  await writeFile(SUPERGRAPH, composed);
  console.log('schema/supergraph.graphql written.');
  return 0;
}

try {
  process.exitCode = await main(process.argv.includes('--check'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
