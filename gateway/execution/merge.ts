import { isObject, type JsonObject } from './json.ts';

/**
 * Merges what one fetch brought into the answer so far, in place (fetches that are under way hold on to its objects).
 * Objects merge key by key, lists index by index; a value fills what was absent or null. What is `withheld` is left out.
 */
export function merge(into: JsonObject, from: JsonObject, withheld?: ReadonlySet<string>): void {
  for (const key of Object.keys(from)) {
    if (key === '__proto__' || withheld?.has(key)) continue;
    into[key] = merged(into[key], from[key]);
  }
}

function merged(present: unknown, added: unknown): unknown {
  if (present === undefined || present === null) return added;
  if (added === undefined || added === null) return present;
  if (isObject(present) && isObject(added)) merge(present, added);
  else if (Array.isArray(present) && Array.isArray(added)) {
    for (const [index, item] of added.entries()) present[index] = merged(present[index], item);
  } else return added;
  return present;
}
