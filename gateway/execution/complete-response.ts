/*
 * The last step. Where nothing went wrong, a projection compiled once for the operation takes the answer out of the merged tree (projection.ts).
 * Else, and wherever that gives up, graphql-js executes the client's own document over the tree. It gives what a plain server gives,
 * because it is one: the order of keys, `@skip` and `@include`, fragments on abstract types, introspection beside data,
 * and null propagation. The errors of the fetches are then matched with the nulls that it found.
 */
import { type ExecutionResult, execute, GraphQLError, type GraphQLSchema } from 'graphql';
import { toGraphQLError } from './execution-errors.ts';
import { type FieldError, pathKey } from './field-errors.ts';
import { isObject, type JsonObject, type ResponsePath } from './json.ts';
import type { PreparedOperation } from './prepared-operation.ts';
import { clientKey, plannedKey } from './response-keys.ts';
import type { Run } from './run.ts';

/**
 * @param schema a private copy of the public schema: servers patch the resolvers of the one they are given
 * @param rawVariables as the client sent them
 */
export function completeResponse(
  schema: GraphQLSchema,
  prepared: Pick<PreparedOperation, 'document' | 'projectFor'>,
  rawVariables: JsonObject | undefined,
  run: Run,
): ExecutionResult {
  const projected = run.errors.all.length === 0 ? prepared.projectFor(run.variables)?.(run.data) : undefined;
  if (projected !== undefined) return { data: projected };
  const selected = run.errors.all.length > 0 ? new WeakMap<JsonObject, Set<string>>() : undefined;
  const completed = execute({
    schema,
    document: prepared.document,
    rootValue: run.data,
    variableValues: rawVariables ?? {},
    fieldResolver: (source: unknown, _args, _context, info) => {
      const field = info.fieldNodes[0];
      if (!isObject(source) || !field) return null;
      const key = plannedKey(field);
      if (selected) selected.set(source, (selected.get(source) ?? new Set()).add(key));
      return source[key] ?? null;
    },
    typeResolver: (value: unknown) => (isObject(value) ? String(value.__typename) : undefined),
  });
  if (completed instanceof Promise) throw new Error('Completion reads a finished tree and cannot wait');
  const data = completed.data ?? null;
  const placeOf = (path: ResponsePath) => placeInAnswer(path, run.data, data, selected);
  const errors = reconcile(run.errors.all, completed.errors ?? [], placeOf);
  return errors.length > 0 ? { errors, data } : { data };
}

/** The errors of the subgraphs where the client can find them, and one for every null that none of them explains. */
function reconcile(
  fieldErrors: readonly FieldError[],
  completionErrors: readonly GraphQLError[],
  placeOf: (path: ResponsePath) => ResponsePath | undefined,
): GraphQLError[] {
  if (fieldErrors.length === 0 && completionErrors.length === 0) return [];
  const told: GraphQLError[] = [];
  const seen = new Set<string>();
  const tell = (error: FieldError): void => {
    const place = placeOf(error.path);
    if (!place) return;
    const below = pathKey([error.message, ...place]);
    const exact = pathKey([error.message, ...error.path]);
    if (seen.has(error.isConsequence ? below : exact)) return;
    seen.add(below).add(exact);
    told.push(toGraphQLError(error));
  };
  for (const error of fieldErrors) if (!error.isConsequence) tell(error);
  for (const error of fieldErrors) if (error.isConsequence) tell(error);

  const explains = explanations(told.map((error) => error.path ?? []));
  const unexplained = completionErrors.filter((error) => !explains(error.path ?? []));
  return [...told, ...unexplained.map(incompleteData)];
}

/**
 * Where an error shows: the path, or as much of it as leads to a null. Nowhere, when the client did not select the field:
 * then only the plan needed it, and what else failed because of it has errors of its own.
 */
function placeInAnswer(
  path: ResponsePath,
  planned: unknown,
  completed: unknown,
  selected: WeakMap<JsonObject, Set<string>> | undefined,
): ResponsePath | undefined {
  let [there, shown] = [planned, completed];
  for (const [index, key] of path.entries()) {
    if (shown === null || there === null || there === undefined) return path.slice(0, index);
    if (isObject(there) && !selected?.get(there)?.has(String(key))) return undefined;
    there = (there as JsonObject)[key];
    shown = (shown as JsonObject)[clientKey(key)];
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
