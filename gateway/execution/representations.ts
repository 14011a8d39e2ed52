/*
 * What a subgraph is told about the entities that it shall extend: for every object at the plan's path its type, its
 * key and the fields that `@requires` names. Objects with the same representation are asked for once, and N of them are
 * one call.
 *
 * A null is sent as null. When it stands for an error, what the subgraph computes from it is not taken: the fields that
 * require it fail with that error, as a resolver would that reads the field itself. Where the schema promises a value and
 * there is none, the object cannot be asked for.
 */
import type { FlattenNodePathSegment, InputRewrite, RequiresSelection } from '@graphql-hive/router-query-planner';
import type { FieldError } from './field-errors.ts';
import { isObject, type JsonObject, type ResponsePath } from './json.ts';
import { applyRewrites } from './rewrites.ts';
import type { Run } from './run.ts';
import type { SupergraphTypes } from './supergraph-types.ts';

/** Which objects, and what is to be sent of them. */
export interface Wanted {
  paths: readonly FlattenNodePathSegment[][];
  requires: readonly RequiresSelection[];
  inputRewrites?: readonly InputRewrite[] | undefined;
}

/** An object of the answer that waits for more. */
export interface Waiting {
  entity: JsonObject;
  typename: string;
  path: ResponsePath;
  /** What speaks for it; nothing when it cannot be asked for. */
  representation: JsonObject | undefined;
  /** The required fields (the outermost ones) that failed. */
  failed: ReadonlyMap<string, FieldError>;
}

/** The list that goes into one `representations` variable. */
export class Representations {
  readonly list: JsonObject[] = [];
  readonly #indexes = new Map<string, number>();

  /** The index of this representation, which is added when it is new. */
  indexOf(representation: JsonObject): number {
    const key = JSON.stringify(representation);
    let index = this.#indexes.get(key);
    if (index === undefined) {
      index = this.list.push(representation) - 1;
      this.#indexes.set(key, index);
    }
    return index;
  }
}

/** The objects at the wanted paths, each once. */
export function waitingObjects(wanted: Wanted, run: Run, types: SupergraphTypes): Waiting[] {
  const waiting = new Map<JsonObject, Waiting>();
  for (const planPath of wanted.paths) {
    for (const { entity, path } of objectsAt(run.data, planPath, [], types)) {
      const typename = entity.__typename;
      if (typeof typename !== 'string' || waiting.has(entity)) continue;
      const projection = new Projection(run, types);
      const sent = projection.project(wanted.requires, entity, path);
      const { failed, isComplete } = projection;
      if (isComplete && !Object.keys(sent).some((key) => key !== '__typename')) continue; // not of a type that is wanted
      const representation = isComplete ? { __typename: typename, ...sent } : undefined;
      applyRewrites(representation, wanted.inputRewrites, types);
      waiting.set(entity, { entity, typename, path, representation, failed });
    }
  }
  return [...waiting.values()];
}

/** Walks the answer along a path of the plan; lists are entered with or without a word (`@`) from the plan. */
function* objectsAt(
  value: unknown,
  planPath: readonly FlattenNodePathSegment[],
  path: ResponsePath,
  types: SupergraphTypes,
): Generator<{ entity: JsonObject; path: ResponsePath }> {
  if (Array.isArray(value)) {
    const rest = planPath[0] === '@' ? planPath.slice(1) : planPath;
    for (const [index, item] of value.entries()) yield* objectsAt(item, rest, [...path, index], types);
    return;
  }
  if (!isObject(value)) return;
  const [segment, ...rest] = planPath;
  if (segment === undefined) yield { entity: value, path };
  else if (segment === '@') return;
  else if ('Field' in segment) yield* objectsAt(value[segment.Field], rest, [...path, segment.Field], types);
  else {
    const typename = value.__typename;
    if (typeof typename !== 'string' || types.isA(typename, segment.TypeCondition)) {
      yield* objectsAt(value, rest, path, types);
    }
  }
}

/** Takes out of one entity what the plan requires, under the names by which the subgraph knows it. */
class Projection {
  readonly failed = new Map<string, FieldError>();
  isComplete = true;
  readonly #run: Run;
  readonly #types: SupergraphTypes;

  constructor(run: Run, types: SupergraphTypes) {
    this.#run = run;
    this.#types = types;
  }

  /** @param outermost the field of the entity that we are in, when not in the entity itself */
  project(
    selections: readonly RequiresSelection[],
    object: JsonObject,
    path: ResponsePath,
    outermost?: string,
  ): JsonObject {
    const sent: JsonObject = {};
    const typename = typeof object.__typename === 'string' ? object.__typename : undefined;
    for (const selection of selections) {
      if (selection.kind === 'FragmentSpread') throw new Error('The plan spreads a fragment in its requirements');
      if (selection.kind === 'InlineFragment') {
        if (typename !== undefined && !this.#types.isA(typename, selection.typeCondition)) continue;
        Object.assign(sent, this.project(selection.selections, object, path, outermost));
        continue;
      }
      const { name, selections: inner } = selection;
      const nameInSubgraph = selection.alias ?? name;
      const value = object[name] ?? null;
      if (value === null) {
        if (name === '__typename') continue;
        // What was never delivered has its reason beside it: its fetch failed at another field and lost the object.
        const { errors } = this.#run;
        const reason = errors.reasonAt([...path, name]) ?? (name in object ? undefined : errors.reasonAt(path));
        if (reason) this.failed.set(outermost ?? nameInSubgraph, reason);
        if (typename !== undefined && this.#types.isNonNull(typename, nameInSubgraph)) this.isComplete = false;
      }
      sent[nameInSubgraph] = inner
        ? this.#projectValue(inner, value, [...path, name], outermost ?? nameInSubgraph)
        : value;
    }
    return sent;
  }

  #projectValue(
    selections: readonly RequiresSelection[],
    value: unknown,
    path: ResponsePath,
    outermost: string,
  ): unknown {
    if (Array.isArray(value)) {
      return value.map((item, index) => this.#projectValue(selections, item, [...path, index], outermost));
    }
    return isObject(value) ? this.project(selections, value, path, outermost) : value;
  }
}
