/*
 * The last step: graphql-js executes the client's own document over the merged tree. It gives what a plain server gives,
 * because it is one: the order of keys, `@skip` and `@include`, fragments on abstract types, introspection beside data,
 * and null propagation. The errors of the fetches are then matched with the nulls that it found.
 */
import { type DocumentNode, type ExecutionResult, execute, GraphQLError, type GraphQLSchema } from 'graphql';
import { toGraphQLError } from './execution-errors.ts';
import { type FieldError, pathKey } from './field-errors.ts';
import { isObject, type JsonObject, type ResponsePath } from './json.ts';
import { clientKey, plannedKey } from './response-keys.ts';
import type { Run } from './run.ts';

/**
 * @param schema a private copy of the public schema: servers patch the resolvers of the one they are given
 * @param document the client's operation and its fragments
 * @param rawVariables as the client sent them
 */
export function completeResponse(
  schema: GraphQLSchema,
  document: DocumentNode,
  rawVariables: JsonObject | undefined,
  run: Run,
): ExecutionResult {
  const completed = execute({
    schema,
    document,
    rootValue: run.data,
    variableValues: rawVariables ?? {},
    fieldResolver: (source: unknown, _args, _context, info) => {
      const field = info.fieldNodes[0];
      return isObject(source) && field ? (source[plannedKey(field)] ?? null) : null;
    },
    typeResolver: (value: unknown) => (isObject(value) ? String(value.__typename) : undefined),
  });
  if (completed instanceof Promise) throw new Error('Completion reads a finished tree and cannot wait');
  const data = completed.data ?? null;
  const errors = reconcile(run.errors.all, completed.errors ?? [], data);
  return errors.length > 0 ? { errors, data } : { data };
}

/** The errors of the subgraphs where the client can find them, and one for every null that none of them explains. */
function reconcile(
  fieldErrors: readonly FieldError[],
  completionErrors: readonly GraphQLError[],
  data: JsonObject | null,
): GraphQLError[] {
  if (fieldErrors.length === 0 && completionErrors.length === 0) return [];
  const told = new Map<string, GraphQLError>();
  for (const error of fieldErrors) {
    const path = selectedPart(error.path.map(clientKey), data);
    if (path.length < error.path.length && error.onlyWhereSelected) continue;
    const key = pathKey([error.message, ...path]);
    if (!told.has(key)) told.set(key, toGraphQLError({ ...error, path: error.path.slice(0, path.length) }));
  }
  const first = fieldErrors[0];
  if (first && told.size === 0) told.set('', toGraphQLError({ ...first, path: [] }));

  const explains = explanations([...told.values()].map((error) => error.path ?? []));
  const unexplained = completionErrors.filter((error) => !explains(error.path ?? []));
  return [...told.values(), ...unexplained.map(incompleteData)];
}

/** The path up to the last key that the client selected; a fetch can fail at a field that only the plan needed. */
function selectedPart(path: ResponsePath, data: unknown): ResponsePath {
  let at = data;
  for (const [index, key] of path.entries()) {
    if (typeof at !== 'object' || at === null) return path;
    if (!Object.hasOwn(at, key)) return path.slice(0, index);
    at = (at as Record<string | number, unknown>)[key];
  }
  return path;
}

/** Tells whether a null at a path is explained by an error at it, above it or below it. */
function explanations(paths: readonly ResponsePath[]): (path: ResponsePath) => boolean {
  const exact = new Set<string>();
  const above = new Set<string>();
  for (const path of paths) {
    exact.add(pathKey(path));
    for (let length = 0; length <= path.length; length++) above.add(pathKey(path.slice(0, length)));
  }
  return (path) => {
    if (above.has(pathKey(path))) return true;
    for (let length = 0; length < path.length; length++) if (exact.has(pathKey(path.slice(0, length)))) return true;
    return false;
  };
}

/**
 * The subgraphs reported no error and yet the tree does not fit the schema: an entity that another subgraph does not
 * know, or a value that is not of its type. graphql-js's words for a missing value name public types only; other words
 * could quote the value (one that is `@inaccessible`, say) and are not passed on.
 */
function incompleteData(error: GraphQLError): GraphQLError {
  const isMissingValue = error.message.startsWith('Cannot return null for non-nullable field');
  return new GraphQLError(isMissingValue ? error.message : 'The answer does not fit the schema', {
    path: error.path ?? null,
    nodes: error.nodes ?? null,
    originalError: error,
    extensions: { code: 'INCOMPLETE_DATA' },
  });
}
