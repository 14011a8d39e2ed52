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
import { isObject, type JsonObject, type Place, pathOf } from './json.ts';
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
  place: Place | null;
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
    const key = keyOf(representation);
    let index = this.#indexes.get(key);
    if (index === undefined) {
      index = this.list.push(representation) - 1;
      this.#indexes.set(key, index);
    }
    return index;
  }
}

/** What is the same for the same representation, and for no other: of a type and an id, as most are, it takes less than its JSON. */
function keyOf(representation: JsonObject): string {
  const { __typename: typename, id } = representation;
  for (const name in representation) if (name !== '__typename' && name !== 'id') return JSON.stringify(representation);
  return typeof typename === 'string' && typeof id === 'string' ? `${typename} ${id}` : JSON.stringify(representation);
}

/** The objects at the wanted paths, each once. */
export function waitingObjects(wanted: Wanted, run: Run, types: SupergraphTypes): Waiting[] {
  const waiting: Waiting[] = [];
  const seen = new Set<JsonObject>();
  for (const planPath of wanted.paths) {
    eachObjectAt(run.data, planPath, 0, null, types, (entity, place) => {
      const typename = entity.__typename;
      if (typeof typename !== 'string' || seen.has(entity)) return;
      const projection = new Projection(run, types);
      const sent = projection.project({ __typename: typename }, wanted.requires, entity, place);
      const { failed, isComplete } = projection;
      if (isComplete && !holdsMoreThanTypename(sent)) return; // not of a type that is wanted
      if (isComplete) applyRewrites(sent, wanted.inputRewrites, types);
      seen.add(entity);
      waiting.push({ entity, typename, place, representation: isComplete ? sent : undefined, failed });
    });
  }
  return waiting;
}

function holdsMoreThanTypename(sent: JsonObject): boolean {
  for (const key in sent) if (key !== '__typename') return true;
  return false;
}

/** Walks the answer along a path of the plan, from its segment `at`; lists are entered with or without a word (`@`) from the plan. */
function eachObjectAt(
  value: unknown,
  planPath: readonly FlattenNodePathSegment[],
  at: number,
  place: Place | null,
  types: SupergraphTypes,
  take: (entity: JsonObject, place: Place | null) => void,
): void {
  const segment = planPath[at];
  if (Array.isArray(value)) {
    const next = segment === '@' ? at + 1 : at;
    for (let index = 0; index < value.length; index++) {
      eachObjectAt(value[index], planPath, next, { above: place, key: index }, types, take);
    }
    return;
  }
  if (!isObject(value)) return;
  if (segment === undefined) take(value, place);
  else if (segment === '@') return;
  else if ('Field' in segment) {
    eachObjectAt(value[segment.Field], planPath, at + 1, { above: place, key: segment.Field }, types, take);
  } else {
    const typename = value.__typename;
    if (typeof typename !== 'string' || types.isA(typename, segment.TypeCondition)) {
      eachObjectAt(value, planPath, at + 1, place, types, take);
    }
  }
}

const NOTHING_FAILED: ReadonlyMap<string, FieldError> = new Map();

/** Takes out of one entity what the plan requires, under the names by which the subgraph knows it. */
class Projection {
  failed = NOTHING_FAILED;
  isComplete = true;
  readonly #run: Run;
  readonly #types: SupergraphTypes;

  constructor(run: Run, types: SupergraphTypes) {
    this.#run = run;
    this.#types = types;
  }

  /**
   * @param sent what is filled
   * @param outermost the field of the entity that we are in, when not in the entity itself
   */
  project(
    sent: JsonObject,
    selections: readonly RequiresSelection[],
    object: JsonObject,
    place: Place | null,
    outermost?: string,
  ): JsonObject {
    const typename = typeof object.__typename === 'string' ? object.__typename : undefined;
    for (const selection of selections) {
      if (selection.kind === 'FragmentSpread') throw new Error('The plan spreads a fragment in its requirements');
      if (selection.kind === 'InlineFragment') {
        if (typename !== undefined && !this.#types.isA(typename, selection.typeCondition)) continue;
        this.project(sent, selection.selections, object, place, outermost);
        continue;
      }
      const { name, selections: inner } = selection;
      const nameInSubgraph = selection.alias ?? name;
      const value = object[name] ?? null;
      if (value === null) {
        if (name === '__typename') continue;
        this.#miss(object, typename, name, nameInSubgraph, place, outermost);
      }
      sent[nameInSubgraph] = inner
        ? this.#projectValue(inner, value, { above: place, key: name }, outermost ?? nameInSubgraph)
        : value;
    }
    return sent;
  }

  /** What was never delivered has its reason beside it: its fetch failed at another field and lost the object. */
  #miss(
    object: JsonObject,
    typename: string | undefined,
    name: string,
    nameInSubgraph: string,
    place: Place | null,
    outermost: string | undefined,
  ): void {
    const { errors } = this.#run;
    if (errors.all.length > 0) {
      const reason =
        errors.reasonAt(pathOf(place, name)) ?? (name in object ? undefined : errors.reasonAt(pathOf(place)));
      if (reason) this.failed = new Map(this.failed).set(outermost ?? nameInSubgraph, reason);
    }
    if (typename !== undefined && this.#types.isNonNull(typename, nameInSubgraph)) this.isComplete = false;
  }

  #projectValue(selections: readonly RequiresSelection[], value: unknown, place: Place, outermost: string): unknown {
    if (Array.isArray(value)) {
      return value.map((item, index) => this.#projectValue(selections, item, { above: place, key: index }, outermost));
    }
    return isObject(value) ? this.project({}, selections, value, place, outermost) : value;
  }
}
