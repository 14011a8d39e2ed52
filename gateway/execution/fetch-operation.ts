import type { BatchFetchNode, FetchNode, OutputRewrite } from '@graphql-hive/router-query-planner';
import { type DocumentNode, type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { renamedKeys } from './rewrites.ts';
import type { SupergraphTypes } from './supergraph-types.ts';

/** A field that a fetch brings, and of which types (an `... on` around it); the key as it is after the renames. */
interface BroughtField {
  key: string;
  name: string;
  typeCondition: string | undefined;
}

/** What the executor has to know of a fetch's text, read once per plan. */
export interface FetchOperation {
  document: DocumentNode;
  /** The fields on the root. */
  rootKeys: readonly string[];
  /** The fields under `_entities` (or its alias in a batch) that an object of this type is given. */
  entityFields(alias: string, typename: string, types: SupergraphTypes): EntityFields;
}

/** Fields that an entity is given. */
export interface EntityFields {
  /** By response key. */
  readonly names: ReadonlyMap<string, string>;
  /** The response keys. */
  readonly keys: readonly string[];
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
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('A fetch of the plan holds no operation');
  const broughtFields = fieldsIn(document);
  const rootKeys: string[] = [];
  const byAlias = new Map<string, BroughtField[]>();
  for (const field of broughtFields(operation.selectionSet)) {
    rootKeys.push(field.key);
    if (field.selectionSet) byAlias.set(field.key, broughtFields(field.selectionSet));
  }
  const entityFields = new Map<string, EntityFields>();
  const rootNames = renamedKeys('outputRewrites' in node ? node.outputRewrites : undefined);
  return {
    document,
    rootKeys: rootKeys.map((key) => rootNames.get(key) ?? key),
    entityFields(alias, typename, types) {
      const of = `${alias} ${typename}`;
      const known = entityFields.get(of);
      if (known) return known;
      const renamed = renamedKeys(outputRewritesOf(node, alias));
      const names = new Map<string, string>();
      for (const { key, name, typeCondition } of byAlias.get(alias) ?? []) {
        if (name === '__typename') continue;
        if (typeCondition === undefined || types.isA(typename, typeCondition)) names.set(renamed.get(key) ?? key, name);
      }
      const fields = { names, keys: [...names.keys()] };
      entityFields.set(of, fields);
      return fields;
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

/** Opens the fragments of a document: the planner writes selections that repeat as fragments. */
function fieldsIn(document: DocumentNode) {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return function fields(
    set: SelectionSetNode,
    typeCondition?: string,
  ): (BroughtField & { selectionSet: SelectionSetNode | undefined })[] {
    return set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        return [{ key: selection.alias?.value ?? name, name, typeCondition, selectionSet: selection.selectionSet }];
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!fragment) throw new Error('A fetch of the plan spreads a fragment that it does not hold');
      return fields(fragment.selectionSet, fragment.typeCondition?.name.value ?? typeCondition);
    });
  };
}
