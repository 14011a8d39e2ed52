// Where the contract lies: schema/common.graphql in front of each subgraph's own file.
import { readFileSync } from 'node:fs';

/** The subgraphs, in the order in which they are composed. */
export const SUBGRAPHS = ['partners', 'members', 'ledger', 'rewards'] as const;

export type SubgraphName = (typeof SUBGRAPHS)[number];

const SCHEMA_FOLDER = new URL('../../schema/', import.meta.url);

/** The whole SDL of a subgraph, as it is built and composed. */
export function readSubgraphSdl(name: SubgraphName): string {
  const read = (file: string): string => readFileSync(new URL(file, SCHEMA_FOLDER), 'utf8');
  return `${read('common.graphql')}\n${read(`${name}.graphql`)}`;
}
