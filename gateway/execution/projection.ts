/*
 * Completing an answer without executing the operation once more: what graphql-js would do with a tree that fits, compiled once per operation and
 * outcome of its `@skip` and `@include`.
 *
 * It takes what graphql-js takes, in the order of CollectFields, and knows nothing else: no errors, no null where there may be none, no value that is
 * not of its type. Whoever meets one of these gives up, and graphql-js completes the answer (complete-response.ts) and says what is wrong. So
 * the one answers exactly what the other would, or nothing.
 */
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { fieldCollector } from '../../subgraphs/serving/collect-fields.ts';
import { isObject, type JsonObject } from './json.ts';
import { plannedKey } from './response-keys.ts';

/** The data of the answer over a finished tree; nothing where graphql-js has to look at it. */
export type Project = (tree: JsonObject) => JsonObject | undefined;

type Complete = (value: unknown) => unknown;

/** Is no value of any field. */
const GIVEN_UP = Symbol('given up');

/**
 * Compiles the operation with these variables, of which only those in `@skip` and `@include` count, and none is null where none may be
 * (never-null-variables.ts). Nothing where it asks for introspection.
 */
export function compileProjection(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: JsonObject,
): Project | undefined {
  const root = schema.getRootType(operation.operation);
  if (!root || !isCompilable(document)) return undefined;
  const complete = compiler(schema, document, variables).object(root, [operation.selectionSet]);
  return (tree) => {
    const data = complete(tree);
    return data === GIVEN_UP ? undefined : (data as JsonObject);
  };
}

function compiler(schema: GraphQLSchema, document: DocumentNode, variables: JsonObject) {
  const collectFields = fieldCollector(schema, document, variables);

  function object(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Complete {
    const keys: string[] = [];
    const plannedKeys: string[] = [];
    const completions: Complete[] = [];
    for (const [key, nodes] of collectFields(type, sets)) {
      const [node] = nodes as [FieldNode];
      const field = type.getFields()[node.name.value];
      if (!field && node.name.value !== '__typename') continue; // of no such field graphql-js says nothing either
      keys.push(key);
      plannedKeys.push(plannedKey(node));
      completions.push(
        field
          ? value(
              field.type,
              nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
            )
          : () => type.name,
      );
    }
    return (source) => {
      if (!isObject(source)) return GIVEN_UP;
      const completed: JsonObject = {};
      for (let index = 0; index < keys.length; index++) {
        const part = (completions[index] as Complete)(source[plannedKeys[index] as string]);
        if (part === GIVEN_UP) return GIVEN_UP;
        completed[keys[index] as string] = part;
      }
      return completed;
    };
  }

  function value(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): Complete {
    if (isNonNullType(type)) {
      const complete = present(type.ofType, sets);
      return (given) => (given === null || given === undefined ? GIVEN_UP : complete(given));
    }
    const complete = present(type, sets);
    return (given) => (given === null || given === undefined ? null : complete(given));
  }

  /** Of a value that is there. Objects are compiled when the first one comes. */
  function present(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): Complete {
    if (isListType(type)) {
      const complete = value(type.ofType, sets);
      return (given) => {
        if (!Array.isArray(given)) return GIVEN_UP;
        const items: unknown[] = [];
        for (const item of given) {
          const completed = complete(item);
          if (completed === GIVEN_UP) return GIVEN_UP;
          items.push(completed);
        }
        return items;
      };
    }
    if (isLeafType(type)) {
      return (given) => {
        try {
          return type.serialize(given) ?? GIVEN_UP;
        } catch {
          return GIVEN_UP;
        }
      };
    }
    if (isObjectType(type)) {
      let complete: Complete | undefined;
      return (given) => {
        complete ??= object(type, sets);
        return complete(given);
      };
    }
    const byTypename = new Map<unknown, Complete>();
    return (given) => {
      const typename = isObject(given) ? given.__typename : undefined;
      const known = byTypename.get(typename);
      if (known) return known(given);
      const possible = typeof typename === 'string' ? schema.getType(typename) : undefined;
      if (!isAbstractType(type) || !isObjectType(possible) || !schema.isSubType(type, possible)) return GIVEN_UP;
      const complete = object(possible, sets);
      byTypename.set(typename, complete);
      return complete(given);
    };
  }

  return { object };
}

/** Not where introspection is asked for, and not where a key would set the prototype of an object. */
function isCompilable(document: DocumentNode): boolean {
  let compilable = true;
  visit(document, {
    Field({ alias, name }) {
      if (alias?.value === '__proto__' || name.value === '__schema' || name.value === '__type') compilable = false;
    },
  });
  return compilable;
}
