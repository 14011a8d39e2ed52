/**
 * May this caller run this operation? Answered for the whole operation before anything is planned or executed, and the
 * same for queries, mutations and subscriptions, whatever way they came in.
 *
 * What is asked for, by everything the operation selects (fragments included):
 *  - the rule of the field, of the type it is selected on and of the type it returns;
 *  - on an interface, also the rules of every type that may stand behind it and of their field of that name: a protected
 *    field is not less protected because it is read through an interface.
 * `@skip` and `@include` make no difference: an operation that names a protected field needs the right to it. That is
 * strict, and lets the rules of a document be read once and kept with it.
 */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Caller, hasScopes } from '../../subgraphs/serving/caller.ts';
import type { AccessRule, AccessRules } from './access-rules.ts';

/**
 * Gives the refusal of an operation, or null when the caller may run it. The refusal names the first field that asks for
 * more than the caller has: `UNAUTHENTICATED` (HTTP 401) without a token, `FORBIDDEN` (HTTP 403) without the scopes.
 */
export type CheckAccess = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  caller: Caller | null,
) => GraphQLError | null;

interface Demand {
  coordinate: string;
  rule: AccessRule;
}

/** Makes the check for a public schema and the rules of its supergraph. */
export function createAccessCheck(schema: GraphQLSchema, rules: AccessRules): CheckAccess {
  const known = new WeakMap<OperationDefinitionNode, readonly Demand[]>();
  return (document, operation, caller) => {
    let demands = known.get(operation);
    if (!demands) {
      demands = demandsOf(schema, rules, document, operation);
      known.set(operation, demands);
    }
    for (const demand of demands) {
      const refusal = refusalOf(demand, caller);
      if (refusal) return refusal;
    }
    return null;
  };
}

function refusalOf({ coordinate, rule }: Demand, caller: Caller | null): GraphQLError | null {
  if (!caller) {
    return new GraphQLError(`${coordinate} needs a valid bearer token.`, {
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
    });
  }
  if (rule.scopes === null || hasScopes(caller, rule.scopes)) return null;
  const wanted = rule.scopes.map((all) => all.join(' ')).join(' or ');
  return new GraphQLError(`${coordinate} needs the scope ${wanted}.`, {
    extensions: { code: 'FORBIDDEN', http: { status: 403 } },
  });
}

function demandsOf(
  schema: GraphQLSchema,
  rules: AccessRules,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly Demand[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const demands = new Map<string, Demand>();
  const ask = (coordinate: string): void => {
    const rule = rules.get(coordinate);
    if (rule) demands.set(coordinate, { coordinate, rule });
  };
  const seen = new Set<string>();

  function visit(selectionSet: SelectionSetNode, parent: GraphQLNamedType): void {
    for (const selection of selectionSet.selections) {
      switch (selection.kind) {
        case Kind.FIELD: {
          const name = selection.name.value;
          if (name.startsWith('__')) break;
          for (const type of standingBehind(parent)) {
            ask(type.name);
            ask(`${type.name}.${name}`);
          }
          const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
          if (!field) break;
          const returned = getNamedType(field.type);
          ask(returned.name);
          if (selection.selectionSet) visit(selection.selectionSet, returned);
          break;
        }
        case Kind.INLINE_FRAGMENT: {
          const on = selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : parent;
          if (on) enter(selection.selectionSet, on);
          break;
        }
        case Kind.FRAGMENT_SPREAD: {
          const fragment = fragments.get(selection.name.value);
          if (!fragment || seen.has(selection.name.value)) break;
          seen.add(selection.name.value);
          const on = schema.getType(fragment.typeCondition.name.value);
          if (on) enter(fragment.selectionSet, on);
          break;
        }
      }
    }
  }
  /** Entering a fragment asks for its type even where it selects only `__typename`: what a thing is may be protected too. */
  function enter(selectionSet: SelectionSetNode, on: GraphQLNamedType): void {
    ask(on.name);
    visit(selectionSet, on);
  }
  function standingBehind(type: GraphQLNamedType): readonly GraphQLNamedType[] {
    if (!isCompositeType(type) || !isAbstractType(type)) return [type];
    return [type, ...schema.getPossibleTypes(type)];
  }

  const root = schema.getRootType(operation.operation);
  if (root) enter(operation.selectionSet, root);
  return [...demands.values()];
}
