/*
 * The three kinds of fetch in a plan: root fields, one list of entities, several lists of entities in one call.
 * A fetch never throws: what goes wrong is written into the run's errors, at the places that stay empty because of it.
 */
import type { BatchFetchNode, FetchNode, FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { type FetchOperation, fetchOperation, outputRewritesOf } from './fetch-operation.ts';
import { abortedRequest, downstreamFailure, type FieldError, relayed } from './field-errors.ts';
import { copyOf, isObject, type JsonObject, type Place, pathOf, type ResponsePath } from './json.ts';
import { merge } from './merge.ts';
import { Representations, type Waiting, type Wanted, waitingObjects } from './representations.ts';
import { applyRewrites, renamedKeys } from './rewrites.ts';
import type { Run, Supergraph } from './run.ts';
import type { SubgraphResponse } from './subgraph-call.ts';
import type { SupergraphTypes } from './supergraph-types.ts';

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
    if (error.path && error.path.length > 0) {
      run.errors.add(relayed(error, rename(error.path, names)));
      continue;
    }
    const lost = fetchOperation(node).rootKeys.filter((key) => (response.data?.[key] ?? null) === null);
    for (const key of lost) run.errors.add(spread(relayed(error, [key])));
    if (lost.length === 0) run.errors.add(relayed(error, []));
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
  wanted: readonly (Wanted & { alias: string; representationsVariableName: string })[],
  run: Run,
  supergraph: Supergraph,
): Promise<void> {
  const operation = fetchOperation(node);
  const byVariable = new Map<string, Representations>();
  const lists = wanted.map((want) => {
    const representations = byVariable.get(want.representationsVariableName) ?? new Representations();
    byVariable.set(want.representationsVariableName, representations);
    const targets: Target[] = [];
    for (const waiting of waitingObjects(want, run, supergraph.types)) {
      const target = targetOf(waiting, node, operation, want.alias, representations, run, supergraph.types);
      if (target) targets.push(target);
    }
    return { alias: want.alias, targets };
  });
  if (lists.every(({ targets }) => targets.length === 0)) return;

  const variables = pickVariables(node, run);
  for (const [name, { list }] of byVariable) variables[name] = list;
  const answer = await ask(node, operation, variables, run, supergraph);
  for (const { alias, targets } of lists) {
    if ('failureAt' in answer) failTargets(targets, answer.failureAt, run);
    else takeEntities(node, alias, targets, answer.response, run, supergraph.types);
  }
}

/** An object that more is fetched for. */
interface Target {
  entity: JsonObject;
  place: Place | null;
  /** Which of the representations speaks for it. */
  index: number;
  /** The response keys that it is to be given. */
  keys: readonly string[];
  /** Those that are not taken, because they were computed from something that failed. */
  withheld: ReadonlySet<string>;
}

const NOTHING_WITHHELD: ReadonlySet<string> = new Set();

/** Says at once what cannot be had, and what of the rest is to be asked for; nothing when that is all. */
function targetOf(
  { entity, typename, place, representation, failed }: Waiting,
  node: FetchNode | BatchFetchNode,
  operation: FetchOperation,
  alias: string,
  representations: Representations,
  run: Run,
  types: SupergraphTypes,
): Target | undefined {
  const fields = operation.entityFields(alias, typename, types);
  if (failed.size === 0) {
    if (!representation) return undefined;
    return {
      entity,
      place,
      index: representations.indexOf(representation),
      keys: fields.keys,
      withheld: NOTHING_WITHHELD,
    };
  }
  const withheld = new Set<string>();
  for (const [key, name] of fields.names) {
    const required = types.requirementsOf(node.serviceName, typename, name);
    const [culprit] = representation ? required.filter((field) => failed.has(field)) : failed.keys();
    const reason = culprit === undefined ? undefined : failed.get(culprit);
    if (!reason) continue;
    withheld.add(key);
    run.errors.add({ ...reason, path: pathOf(place, key) });
  }
  const keys = fields.keys.filter((key) => !withheld.has(key));
  if (!representation || (withheld.size > 0 && keys.length === 0)) return undefined;
  return { entity, place, index: representations.indexOf(representation), keys, withheld };
}

function takeEntities(
  node: FetchNode | BatchFetchNode,
  alias: string,
  targets: readonly Target[],
  response: SubgraphResponse,
  run: Run,
  types: SupergraphTypes,
): void {
  const rewrites = outputRewritesOf(node, alias);
  const names = renamedKeys(rewrites);
  const list = response.data?.[alias];
  const entities: readonly unknown[] = Array.isArray(list) ? list : [];
  for (const error of response.errors ?? []) {
    const [root, index, ...below] = error.path ?? [];
    if (root !== undefined && root !== alias) continue;
    const meant = typeof index === 'number' ? targets.filter((target) => target.index === index) : targets;
    const rest = rename(below, names);
    for (const target of rest.length > 0 ? meant : []) {
      if (!target.withheld.has(String(rest[0]))) run.errors.add(relayed(error, pathOf(target.place, ...rest)));
    }
    // The object itself is lost, to its own error or to that of a non-null field, and with it all that was asked for.
    const lost = meant.filter((target) => !isObject(entities[target.index]));
    failTargets(lost, (path) => spread(relayed(error, path)), run);
    if (rest.length === 0 && lost.length === 0) run.errors.add(relayed(error, []));
  }
  applyRewrites(entities, rewrites, types);
  const given = new Set<number>();
  for (const { entity, index, withheld } of targets) {
    const more = entities[index];
    if (!isObject(more)) continue;
    // Two places of the answer may not hold one object: what is merged into the one would show in the other.
    const own = given.has(index) ? copyOf(more) : more;
    given.add(index);
    merge(entity, own, withheld);
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
    if (!isObject(response.data) && !response.errors?.length) throw new Error('Neither data nor errors came back');
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

function failTargets(targets: readonly Target[], failureAt: FailureAt, run: Run): void {
  for (const { place, keys } of targets) for (const key of keys) run.errors.add(failureAt(pathOf(place, key)));
}

function spread(error: FieldError): FieldError {
  return { ...error, isConsequence: true };
}

function rename(path: ResponsePath, names: ReadonlyMap<string, string>): ResponsePath {
  return names.size === 0 ? path : path.map((key) => (typeof key === 'string' ? (names.get(key) ?? key) : key));
}
