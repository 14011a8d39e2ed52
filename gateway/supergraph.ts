import { composeServices, transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';

/**
 * Composes subgraph SDL into one standard supergraph (Apollo Federation 2).
 * @param subgraphs name and SDL of each; the name is what the executor asks `CallSubgraph` for
 * @returns the supergraph SDL
 * @throws one error that lists every composition error, each on its own line with its code
 */
export function composeSupergraph(subgraphs: readonly { name: string; sdl: string }[]): string {
  const composed = composeServices(
    subgraphs.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl), url: `http://${name}.invalid` })),
  );
  if (composed.errors) {
    const lines = composed.errors.map((error) => `  ${error.extensions?.code ?? 'INVALID_GRAPHQL'}: ${error.message}`);
    throw new Error(`The subgraphs do not compose:\n${lines.join('\n')}`);
  }
  return composed.supergraphSdl;
}

/**
 * The schema that a client sees: the supergraph without federation machinery and `@inaccessible` elements.
 * Every call builds a new schema, because servers patch the resolvers of the one that they are given.
 */
export function publicSchemaOf(supergraphSdl: string): GraphQLSchema {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  return buildASTSchema(transformSupergraphToPublicSchema(supergraph), { assumeValidSDL: true });
}
