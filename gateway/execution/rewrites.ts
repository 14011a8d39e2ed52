/*
 * Where two selections of one subgraph operation want the same response key for different fields (`x` of a Product and
 * `x` of a Note), the planner asks under names of its own and says how to rename them in the result; where a subgraph
 * knows a type by another name, it says which `__typename` to send. Both are `FetchRewrite`.
 */
import type { FetchNodePathSegment, FetchRewrite } from '@graphql-hive/router-query-planner';
import { isObject, type JsonObject } from './json.ts';
import type { SupergraphTypes } from './supergraph-types.ts';

/** Applies the rules to `value` in place, in their order. */
export function applyRewrites(
  value: unknown,
  rules: readonly FetchRewrite[] | undefined,
  types: SupergraphTypes,
): void {
  for (const rule of rules ?? []) {
    if ('KeyRenamer' in rule) {
      const { path, renameKeyTo } = rule.KeyRenamer;
      atLastKey(value, path, types, (object, key) => {
        if (!(key in object)) return;
        object[renameKeyTo] = object[key];
        delete object[key];
      });
    } else {
      const { path, setValueTo } = 'ValueSetter' in rule ? rule.ValueSetter : rule;
      atLastKey(value, path, types, (object, key) => {
        object[key] = setValueTo;
      });
    }
  }
}

/** How the keys that only the planner knows are called in the result: for the paths of errors. */
export function renamedKeys(rules: readonly FetchRewrite[] | undefined): Map<string, string> {
  const names = new Map<string, string>();
  for (const rule of rules ?? []) {
    if (!('KeyRenamer' in rule)) continue;
    const last = rule.KeyRenamer.path.at(-1);
    if (last && 'Key' in last) names.set(last.Key, rule.KeyRenamer.renameKeyTo);
  }
  return names;
}

function atLastKey(
  value: unknown,
  path: readonly FetchNodePathSegment[],
  types: SupergraphTypes,
  change: (object: JsonObject, key: string) => void,
): void {
  if (Array.isArray(value)) for (const item of value) atLastKey(item, path, types, change);
  const [segment, ...rest] = path;
  if (!segment || !isObject(value)) return;
  if ('TypenameEquals' in segment) {
    const typename = value.__typename;
    if (typeof typename !== 'string' || types.isA(typename, segment.TypenameEquals)) {
      atLastKey(value, rest, types, change);
    }
  } else if (rest.length === 0) change(value, segment.Key);
  else atLastKey(value[segment.Key], rest, types, change);
}
