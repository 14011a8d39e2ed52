import type { BatchFetchNode, FetchNode, OutputRewrite } from '@graphql-hive/router-query-planner';
import { type DocumentNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { renamedKeys } from './rewrites.ts';
import type { SupergraphTypes } from './type-conditions.ts';

/** A field that a fetch brings, and of which types (an `... on` around it); the key as it is after the renames. */
interface BroughtField {
  key: string;
  typeCondition: string | undefined;
}

/** What the executor has to know of a fetch's text, read once per plan. */
export interface FetchOperation {
  document: DocumentNode;
  /** The fields on the root. */
  rootKeys: readonly string[];
  /** The fields under `_entities` (or its alias in a batch) that an object of this type is given. */
  entityKeys(alias: string, typename: string, types: SupergraphTypes): readonly string[];
}

const known = new WeakMap<FetchNode | BatchFetchNode, FetchOperation>();

/** Reads the operation of a fetch; kept as long as its plan is. */
export function fetchOperation(node: FetchNode | BatchFetchNode): FetchOperation {
  const hit = known.get(node);
  if (hit) return hit;
  const read = readOperation(node);
  known.set(node, read);
  return read;
}

function readOperation(node: FetchNode | BatchFetchNode): FetchOperation {
  const document = parse(node.operation, { noLocation: true });
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('A fetch of the plan holds no operation');
  const rootKeys: string[] = [];
  const byAlias = new Map<string, BroughtField[]>();
  for (const field of broughtFields(operation.selectionSet, undefined)) {
    rootKeys.push(field.key);
    if (field.selectionSet) byAlias.set(field.key, broughtFields(field.selectionSet, undefined));
  }
  const rootNames = renamedKeys('outputRewrites' in node ? node.outputRewrites : undefined);
  const namesOf = (alias: string) => renamedKeys(outputRewritesOf(node, alias));
  return {
    document,
    rootKeys: rootKeys.map((key) => rootNames.get(key) ?? key),
    entityKeys(alias, typename, types) {
      const names = namesOf(alias);
      const keys = new Set<string>();
      for (const { key, typeCondition } of byAlias.get(alias) ?? []) {
        if (key === '__typename') continue;
        if (typeCondition === undefined || types.isA(typename, typeCondition)) keys.add(names.get(key) ?? key);
      }
      return [...keys];
    },
  };
}

/** The renames that hold under one alias of `_entities`. */
export function outputRewritesOf(node: FetchNode | BatchFetchNode, alias: string): OutputRewrite[] | undefined {
  if (node.kind === 'BatchFetch') {
    return node.entityBatch.aliases.find((entry) => entry.alias === alias)?.outputRewrites;
  }
  return node.outputRewrites;
}

function broughtFields(
  set: SelectionSetNode,
  typeCondition: string | undefined,
): (BroughtField & { selectionSet: SelectionSetNode | undefined })[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      return [{ key, typeCondition, selectionSet: selection.selectionSet }];
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return broughtFields(selection.selectionSet, selection.typeCondition?.name.value ?? typeCondition);
    }
    throw new Error('A fetch of the plan spreads a fragment');
  });
}
