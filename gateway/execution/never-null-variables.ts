/*
 * Variables that may be left out and may not be null: nullable ones that stand where no null may (`$skipped: Boolean = false` in a `@skip`, `$first:
 * Int = 10` at an argument that is `Int!`). With a default, their own or that of the place, validation allows them. graphql-js finds the null while
 * it executes, at every such place; over a plan a mutation may have run by then. So a null is refused with the other variables' faults, before
 * anything is asked.
 */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { JsonObject } from './json.ts';

/** Those of an operation, in a document of it and the fragments that it reaches. */
export function neverNullVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
): readonly VariableDefinitionNode[] {
  const names = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      VariableDefinition: () => false,
      Variable({ name }) {
        if (isNonNullType(types.getInputType())) names.add(name.value);
      },
    }),
  );
  return variableDefinitions.filter(
    ({ type, variable }) => type.kind !== Kind.NON_NULL_TYPE && names.has(variable.name.value),
  );
}

/** An error for each of them that is null, as graphql-js words the others'. */
export function refuseNulls(neverNull: readonly VariableDefinitionNode[], variables: JsonObject): GraphQLError[] {
  return neverNull
    .filter(({ variable }) => variables[variable.name.value] === null)
    .map(
      (definition) =>
        new GraphQLError(`Variable "$${definition.variable.name.value}" must not be null where it is used.`, {
          nodes: definition,
        }),
    );
}
