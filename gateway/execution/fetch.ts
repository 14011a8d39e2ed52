/*
 * The three kinds of fetch in a plan: root fields, one list of entities, several lists of entities in one call.
 * A fetch never throws: what goes wrong is written into the run's errors, at the places that stay empty because of it.
 */
import type { BatchFetchNode, FetchNode, FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { type FetchOperation, fetchOperation, outputRewritesOf } from './fetch-operation.ts';
import { abortedRequest, downstreamFailure, type FieldError, relayed } from './field-errors.ts';
import { isObject, type JsonObject, type ResponsePath } from './json.ts';
import { merge } from './merge.ts';
import { type Blocked, findTargets, Representations, type Target } from './representations.ts';
import { applyRewrites, renamedKeys } from './rewrites.ts';
import type { Run, Supergraph } from './run.ts';
import type { SubgraphResponse } from './subgraph-call.ts';

type FailureAt = (path: ResponsePath) => FieldError;

/** Fetches root fields. */
export async function fetchRoot(node: FetchNode, run: Run, supergraph: Supergraph): Promise<void> {
  const operation = fetchOperation(node);
  const answer = await ask(node, operation, pickVariables(node, run), run, supergraph);
  if ('failureAt' in answer) {
    for (const key of operation.rootKeys) run.errors.add(answer.failureAt([key]));
  } else takeRootResponse(node, answer.response, run, supergraph);
}

/** Merges a response to root fields: of a fetch, or of one event of a subscription. */
export function takeRootResponse(node: FetchNode, response: SubgraphResponse, run: Run, supergraph: Supergraph): void {
  const names = renamedKeys(node.outputRewrites);
  for (const error of response.errors ?? []) {
    if (error.path && error.path.length > 0) run.errors.add(relayed(error, rename(error.path, names)));
    else for (const key of fetchOperation(node).rootKeys) run.errors.add(spread(relayed(error, [key])));
  }
  if (!isObject(response.data)) return;
  applyRewrites(response.data, node.outputRewrites, supergraph.types);
  merge(run.data, response.data);
}

/** Fetches more of the entities at `path`. */
export async function fetchEntities(
  node: FetchNode,
  path: FlattenNodePathSegment[],
  run: Run,
  supergraph: Supergraph,
): Promise<void> {
  await fetchEntityLists(
    node,
    [
      {
        alias: '_entities',
        representationsVariableName: 'representations',
        paths: [path],
        requires: node.requires ?? [],
        inputRewrites: node.inputRewrites,
      },
    ],
    run,
    supergraph,
  );
}

/** Fetches more of the entities of several lists, in one call. */
export async function fetchBatch(node: BatchFetchNode, run: Run, supergraph: Supergraph): Promise<void> {
  await fetchEntityLists(node, node.entityBatch.aliases, run, supergraph);
}

async function fetchEntityLists(
  node: FetchNode | BatchFetchNode,
  wanted: readonly (Parameters<typeof findTargets>[0] & { alias: string; representationsVariableName: string })[],
  run: Run,
  supergraph: Supergraph,
): Promise<void> {
  const { types } = supergraph;
  const operation = fetchOperation(node);
  const byVariable = new Map<string, Representations>();
  const lists = wanted.map((want) => {
    const representations = byVariable.get(want.representationsVariableName) ?? new Representations();
    byVariable.set(want.representationsVariableName, representations);
    const { targets, blocked } = findTargets(want, representations, run, types);
    const keysOf = (typename: string) => operation.entityKeys(want.alias, typename, types);
    tellBlocked(blocked, keysOf, run);
    return { alias: want.alias, targets, keysOf };
  });
  if (lists.every(({ targets }) => targets.length === 0)) return;

  const variables = pickVariables(node, run);
  for (const [name, { list }] of byVariable) variables[name] = list;
  const answer = await ask(node, operation, variables, run, supergraph);
  for (const { alias, targets, keysOf } of lists) {
    if ('failureAt' in answer) failTargets(targets, keysOf, answer.failureAt, run);
    else takeEntities(node, alias, targets, keysOf, answer.response, run, supergraph);
  }
}

function takeEntities(
  node: FetchNode | BatchFetchNode,
  alias: string,
  targets: readonly Target[],
  keysOf: (typename: string) => readonly string[],
  response: SubgraphResponse,
  run: Run,
  { types }: Supergraph,
): void {
  const rewrites = outputRewritesOf(node, alias);
  const names = renamedKeys(rewrites);
  for (const error of response.errors ?? []) {
    const [root, index, ...rest] = error.path ?? [];
    if (root !== undefined && root !== alias) continue;
    const meant = typeof index === 'number' ? targets.filter((target) => target.representation === index) : targets;
    if (rest.length === 0) failTargets(meant, keysOf, (path) => spread(relayed(error, path)), run);
    else for (const target of meant) run.errors.add(relayed(error, [...target.path, ...rename(rest, names)]));
  }
  const entities = response.data?.[alias];
  if (!Array.isArray(entities)) return;
  applyRewrites(entities, rewrites, types);
  const given = new Set<number>();
  for (const { entity, representation } of targets) {
    const more: unknown = entities[representation];
    if (!isObject(more)) continue;
    // Two places of the answer may not hold one object: what is merged into the one would show in the other.
    merge(entity, given.has(representation) ? structuredClone(more) : more);
    given.add(representation);
  }
}

/** Asks the subgraph; an answer, or how to tell that there is none. */
async function ask(
  node: FetchNode | BatchFetchNode,
  operation: FetchOperation,
  variables: JsonObject,
  run: Run,
  { callSubgraph }: Supergraph,
): Promise<{ response: SubgraphResponse } | { failureAt: FailureAt }> {
  if (run.signal?.aborted) return { failureAt: abortedRequest };
  try {
    const response = await callSubgraph(node.serviceName, {
      query: node.operation,
      document: operation.document,
      variables,
      operationType: node.operationKind ?? 'query',
      context: run.context,
      signal: run.signal,
    });
    if (Symbol.asyncIterator in response) throw new Error('A stream is no answer to a query');
    return { response };
  } catch (cause) {
    if (run.signal?.aborted) return { failureAt: abortedRequest };
    return { failureAt: (path) => downstreamFailure(path, cause) };
  }
}

/** The client's variables that a fetch uses. */
export function pickVariables(node: FetchNode | BatchFetchNode, run: Run): JsonObject {
  const picked: JsonObject = {};
  for (const name of node.variableUsages ?? []) if (name in run.variables) picked[name] = run.variables[name];
  return picked;
}

function failTargets(
  targets: readonly Target[],
  keysOf: (typename: string) => readonly string[],
  failureAt: FailureAt,
  run: Run,
): void {
  for (const { typename, path } of targets) {
    for (const key of keysOf(typename)) run.errors.add(failureAt([...path, key]));
  }
}

/** What needed a failed field fails with the same words, as a resolver would that reads the field itself. */
function tellBlocked(blocked: readonly Blocked[], keysOf: (typename: string) => readonly string[], run: Run): void {
  for (const { typename, path, reason } of blocked) {
    if (!reason) continue;
    for (const key of keysOf(typename)) {
      run.errors.add({ ...reason, path: [...path, key], onlyWhereSelected: true });
    }
  }
}

function spread(error: FieldError): FieldError {
  return { ...error, onlyWhereSelected: true };
}

function rename(path: ResponsePath, names: ReadonlyMap<string, string>): ResponsePath {
  return names.size === 0 ? path : path.map((key) => (typeof key === 'string' ? (names.get(key) ?? key) : key));
}
