/** What travels between subgraphs and client: the tree of an answer, before graphql-js has completed it. */
export type JsonObject = Record<string, unknown>;

/** Where in an answer: response keys and list indexes. */
export type ResponsePath = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy of what came as JSON, for a second place of the answer. */
export function copyOf<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) if (key !== '__proto__') copy[key] = copyOf(value[key]);
  return copy as Value;
}

/** A place in an answer, as one comes by it: written out as a path only where something went wrong. */
export interface Place {
  readonly above: Place | null;
  readonly key: string | number;
}

/** The path of a place, followed by more keys; null is the root. */
export function pathOf(place: Place | null, ...below: (string | number)[]): ResponsePath {
  const path = below;
  for (let at = place; at; at = at.above) path.unshift(at.key);
  return path;
}
