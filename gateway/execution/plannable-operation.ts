/*
 * From the client's document to the operations that the planner is asked to plan.
 *
 * - Only the operation that runs, with the fragments that it reaches.
 * - `@skip` and `@include` are decided first, with the request's variables: one field selected several times under
 *   different conditions is where planners go wrong, and nothing of what is left out needs to be asked for. The price is a
 *   plan per outcome; they share the cache and its bounds.
 * - Without `__schema`, `__type` and an operation of `__typename` alone, which the planner rejects or needlessly asks a
 *   subgraph for: graphql-js answers them from the public schema when it completes the answer.
 * - With response keys that cannot hide a key of an entity (response-keys.ts).
 * - With `__typename` wherever the type is abstract: completion has to know the type.
 * - A mutation becomes one operation per root field: the planner would run fields of different subgraphs at the same
 *   time, and the specification wants one after the other.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { JsonObject } from './json.ts';
import { plannedKey } from './response-keys.ts';

/** One plan's worth of an operation. */
export interface PlannableStep {
  /** The client's selections that this step answers. */
  document: DocumentNode;
  /** The text to plan; nothing where graphql-js alone can answer. */
  text: string | undefined;
  /** The root field that the step runs, of a mutation. */
  rootField?: string;
}

/** The document of just one operation and the fragments of the client's document. */
export function operationDocument(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: [operation, ...fragmentsOf(document)] };
}

/** The variables that `@skip` and `@include` read: the steps depend on no other. */
export function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      if (directive.name.value !== 'skip' && directive.name.value !== 'include') return;
      for (const { value } of directive.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

/** What is planned and run for an operation, in order. */
export function plannableSteps(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: JsonObject,
): PlannableStep[] {
  const decided = decideConditions(document, variables);
  if (operation.operation !== OperationTypeNode.MUTATION) {
    return [{ document: decided, text: plannableText(schema, decided) }];
  }
  return mutationRootFields(decided, operation).map((step) => ({
    ...step,
    text: plannableText(schema, step.document),
  }));
}

/** Leaves out what `@skip` and `@include` leave out, and the directives with it. */
function decideConditions(document: DocumentNode, variables: JsonObject): DocumentNode {
  const decide = <N extends SelectionNode>(selection: N): N | null | undefined => {
    if (!selection.directives?.length) return undefined;
    if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) return null;
    if (getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if === false) return null;
    const others = selection.directives.filter(({ name }) => name.value !== 'skip' && name.value !== 'include');
    return { ...selection, directives: others };
  };
  return visit(document, {
    Field: { enter: decide },
    InlineFragment: { enter: decide },
    FragmentSpread: { enter: decide },
    SelectionSet: { leave: orTypename },
  });
}

/**
 * The root fields of a mutation in the order in which they run. Fragments on the root are opened, and fields of one
 * response key are one field, as in the specification's CollectFields.
 */
function mutationRootFields(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): { document: DocumentNode; rootField: string }[] {
  const fragments = new Map(fragmentsOf(document).map((fragment) => [fragment.name.value, fragment]));
  const byKey = new Map<string, FieldNode[]>();
  const visited = new Set<string>();

  function collect(selections: readonly SelectionNode[]): void {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet.selections);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (!fragment || visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
        collect(fragment.selectionSet.selections);
      } else if (!selection.name.value.startsWith('__')) {
        const key = selection.alias?.value ?? selection.name.value;
        byKey.set(key, [...(byKey.get(key) ?? []), selection]);
      }
    }
  }

  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) collect(definition.selectionSet.selections);
  }
  return [...byKey.values()].map((selections) => ({
    rootField: selections[0]!.name.value,
    document: operationDocument(document, { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }),
  }));
}

/** The text that the planner plans; nothing where there is nothing to fetch. */
function plannableText(schema: GraphQLSchema, document: DocumentNode): string | undefined {
  const types = new TypeInfo(schema);
  const stripped: DocumentNode = visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter: (field) => (field.name.value === '__schema' || field.name.value === '__type' ? null : undefined),
        leave(field) {
          const key = plannedKey(field);
          const alias = key === field.name.value ? undefined : { kind: Kind.NAME as const, value: key };
          const isAbstract = isAbstractType(getNamedType(types.getType()));
          const selectionSet = field.selectionSet && isAbstract ? withTypename(field.selectionSet) : field.selectionSet;
          return { ...field, alias, selectionSet };
        },
      },
      SelectionSet: { leave: orTypename },
    }),
  );
  const reachable = withReachableFragments(stripped);
  return asksForData(reachable) ? print(reachable) : undefined;
}

/** A selection set may not be empty. */
function orTypename(set: SelectionSetNode): SelectionSetNode | undefined {
  return set.selections.length > 0 ? undefined : ONLY_TYPENAME;
}

function withTypename(set: SelectionSetNode): SelectionSetNode {
  return { ...set, selections: [TYPENAME, ...set.selections] };
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
const ONLY_TYPENAME: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [TYPENAME] };

function fragmentsOf(document: DocumentNode): FragmentDefinitionNode[] {
  return document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
}

/** Whether any field of the root is more than `__typename`, fragments opened. */
function asksForData(document: DocumentNode): boolean {
  const fragments = new Map(fragmentsOf(document).map((fragment) => [fragment.name.value, fragment]));
  const asks = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return !selection.name.value.startsWith('__');
      if (selection.kind === Kind.INLINE_FRAGMENT) return asks(selection.selectionSet);
      return asks(fragments.get(selection.name.value)?.selectionSet);
    }) ?? false;
  return document.definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && asks(definition.selectionSet),
  );
}

/** A fragment that nothing spreads any more (it was inside `__schema`, or skipped) would fail the planner's checks. */
export function withReachableFragments(document: DocumentNode): DocumentNode {
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
