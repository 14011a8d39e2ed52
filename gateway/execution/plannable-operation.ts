/*
 * From the client's document to the operations that the planner is asked to plan.
 *
 * - Only the operation that runs, with its fragments.
 * - Without `__schema`, `__type` and `__typename` on the root, which the planner rejects or needlessly asks a subgraph
 *   for: graphql-js answers them from the public schema when it completes the answer.
 * - With aliases that cannot hide a key (response-keys.ts).
 * - A mutation becomes one operation per root field: the planner would run fields of different subgraphs at the same
 *   time, and the specification wants one after the other.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { JsonObject } from './json.ts';
import { plannedKey } from './response-keys.ts';

/** One root field of a mutation: all selections of its response key, so that it runs once. */
export interface RootField {
  fieldName: string;
  document: DocumentNode;
}

/** The document of just one operation and the fragments of the client's document. */
export function operationDocument(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: [operation, ...fragmentsOf(document)] };
}

/** The text that the planner plans; nothing when graphql-js alone can answer. */
export function plannableText(document: DocumentNode): string | undefined {
  const stripped: DocumentNode = visit(document, {
    Field: {
      enter: (field) => (isMetaRoot(field) ? null : undefined),
      leave: (field) => {
        if (field.alias === undefined) return undefined;
        const key = plannedKey(field);
        if (key === field.name.value) return { ...field, alias: undefined };
        return { ...field, alias: { kind: Kind.NAME, value: key } };
      },
    },
    SelectionSet: { leave: (set) => (set.selections.length > 0 ? undefined : ONLY_TYPENAME) },
  });
  const operation = stripped.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const asksForData = operation?.selectionSet.selections.some(
    (selection) => selection.kind !== Kind.FIELD || !selection.name.value.startsWith('__'),
  );
  return asksForData ? print(withReachableFragments(stripped)) : undefined;
}

/**
 * The root fields of a mutation in the order in which they run, as documents of their own.
 * Fragments on the root are opened, `@skip` and `@include` on the root are decided here (that is why this needs the
 * variables), and fields of one response key are one field, as in the specification's CollectFields.
 */
export function mutationRootFields(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: JsonObject,
): RootField[] {
  const fragments = new Map(fragmentsOf(document).map((fragment) => [fragment.name.value, fragment]));
  const byKey = new Map<string, FieldNode[]>();
  const visited = new Set<string>();

  function collect(selections: readonly SelectionNode[]): void {
    for (const selection of selections) {
      if (!isIncluded(selection, variables)) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet.selections);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (!fragment || visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
        collect(fragment.selectionSet.selections);
      } else if (!selection.name.value.startsWith('__')) {
        const key = selection.alias?.value ?? selection.name.value;
        const fields = byKey.get(key);
        const field = { ...selection, directives: [] };
        if (fields) fields.push(field);
        else byKey.set(key, [field]);
      }
    }
  }

  collect(operation.selectionSet.selections);
  return [...byKey.values()].map((selections) => ({
    fieldName: selections[0]!.name.value,
    document: operationDocument(document, {
      ...operation,
      selectionSet: { kind: Kind.SELECTION_SET, selections },
    }),
  }));
}

const ONLY_TYPENAME: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
};

function fragmentsOf(document: DocumentNode): FragmentDefinitionNode[] {
  return document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
}

function isMetaRoot(field: FieldNode): boolean {
  return field.name.value === '__schema' || field.name.value === '__type';
}

function isIncluded(selection: SelectionNode, variables: JsonObject): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false;
}

/** A fragment that nothing spreads any more (it was inside `__schema`) would fail the planner's own checks. */
function withReachableFragments(document: DocumentNode): DocumentNode {
  const fragments = new Map(fragmentsOf(document).map((fragment) => [fragment.name.value, fragment]));
  const reached = new Set<string>();
  const follow = (selections: readonly SelectionNode[]): void => {
    for (const selection of selections) {
      if (selection.kind !== Kind.FRAGMENT_SPREAD) {
        if (selection.selectionSet) follow(selection.selectionSet.selections);
      } else if (!reached.has(selection.name.value)) {
        reached.add(selection.name.value);
        follow(fragments.get(selection.name.value)?.selectionSet.selections ?? []);
      }
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) follow(definition.selectionSet.selections);
  }
  return {
    ...document,
    definitions: document.definitions.filter(
      (definition) => definition.kind !== Kind.FRAGMENT_DEFINITION || reached.has(definition.name.value),
    ),
  };
}
