/*
 * What a subgraph is told about the entities that it shall extend: for every object at the plan's path its type, its
 * key and the fields that `@requires` names. Objects with the same representation are asked for once, and N of them are
 * one call.
 */
import type { FlattenNodePathSegment, InputRewrite, RequiresSelection } from '@graphql-hive/router-query-planner';
import type { FieldError } from './field-errors.ts';
import { isObject, type JsonObject, type ResponsePath } from './json.ts';
import { applyRewrites } from './rewrites.ts';
import type { Run } from './run.ts';
import type { SupergraphTypes } from './type-conditions.ts';

/** An object of the answer that waits for more, and which of the representations speaks for it. */
export interface Target {
  entity: JsonObject;
  typename: string;
  path: ResponsePath;
  representation: number;
}

/** An object that cannot be asked for, because a field that has to be sent could not be had. */
export interface Blocked {
  typename: string;
  path: ResponsePath;
  reason: FieldError | undefined;
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

/** Finds the objects at `paths` and adds what speaks for them to `representations`. */
export function findTargets(
  want: {
    paths: readonly FlattenNodePathSegment[][];
    requires: readonly RequiresSelection[];
    inputRewrites?: readonly InputRewrite[] | undefined;
  },
  representations: Representations,
  run: Run,
  types: SupergraphTypes,
): { targets: Target[]; blocked: Blocked[] } {
  const targets: Target[] = [];
  const blocked: Blocked[] = [];
  const seen = new Set<JsonObject>();
  for (const planPath of want.paths) {
    for (const { entity, path } of objectsAt(run.data, planPath, [], types)) {
      const typename = entity.__typename;
      if (typeof typename !== 'string' || seen.has(entity)) continue;
      seen.add(entity);
      const projection = project(want.requires, entity, path, run, types);
      if ('missing' in projection) {
        blocked.push({ typename, path, reason: projection.missing });
      } else if (Object.keys(projection.sent).some((key) => key !== '__typename')) {
        const sent = { __typename: typename, ...projection.sent };
        applyRewrites(sent, want.inputRewrites, types);
        targets.push({ entity, typename, path, representation: representations.indexOf(sent) });
      }
    }
  }
  return { targets, blocked };
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

type Projection = { sent: JsonObject } | { missing: FieldError | undefined };

/**
 * The part of an entity that `selections` name, under the names by which the subgraph knows them.
 * A null is sent as null when it is the value; a null that stands for an error, or one where the schema promises a
 * value, blocks: a subgraph that computes with it would answer wrongly without an error.
 */
function project(
  selections: readonly RequiresSelection[],
  entity: JsonObject,
  path: ResponsePath,
  run: Run,
  types: SupergraphTypes,
): Projection {
  const sent: JsonObject = {};
  const typename = entity.__typename;
  for (const selection of selections) {
    if (selection.kind === 'FragmentSpread') throw new Error('The plan spreads a fragment in its requirements');
    if (selection.kind === 'InlineFragment') {
      if (typeof typename === 'string' && !types.isA(typename, selection.typeCondition)) continue;
      const part = project(selection.selections, entity, path, run, types);
      if ('missing' in part) return part;
      Object.assign(sent, part.sent);
      continue;
    }
    const { name, selections: inner } = selection;
    const nameInSubgraph = selection.alias ?? name;
    const value = entity[name] ?? null;
    if (value === null) {
      if (name === '__typename') continue;
      const reason = run.errors.reasonAt([...path, name]);
      const promised = typeof typename === 'string' && types.isRequired(typename, nameInSubgraph);
      if (reason || promised) return { missing: reason };
    }
    const part = inner ? projectValue(inner, value, [...path, name], run, types) : { value };
    if ('missing' in part) return part;
    sent[nameInSubgraph] = part.value;
  }
  return { sent };
}

function projectValue(
  selections: readonly RequiresSelection[],
  value: unknown,
  path: ResponsePath,
  run: Run,
  types: SupergraphTypes,
): { value: unknown } | { missing: FieldError | undefined } {
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const [index, item] of value.entries()) {
      const part = projectValue(selections, item, [...path, index], run, types);
      if ('missing' in part) return part;
      items.push(part.value);
    }
    return { value: items };
  }
  if (!isObject(value)) return { value };
  const part = project(selections, value, path, run, types);
  return 'missing' in part ? part : { value: part.sent };
}
