/**
 * Enforces `@authenticated` and `@requiresScopes` inside a subgraph.
 *
 * The directives do nothing by themselves. The gateway checks them before it plans; this is the second wall, for a subgraph
 * that is reached in another way, and what makes a subgraph's own tests true. One wrapper per guarded field, none elsewhere.
 */
import {
  type DirectiveNode,
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  valueFromASTUntyped,
} from 'graphql';
import { assert } from '../shared/assert.ts';
import { type Caller, hasScopes } from './caller.ts';
import { forbidden, unauthenticated } from './errors.ts';

interface Guarded {
  readonly caller: Caller | null;
}

interface Demand {
  readonly authenticated: boolean;
  /** One list of alternatives for each directive; each must hold. */
  readonly scopes: readonly (readonly (readonly string[])[])[];
}

/** Wraps every guarded field of the schema, in place. */
export function guardSchema(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) guardField(type, field);
  }
}

function guardField(type: GraphQLObjectType, field: GraphQLField<unknown, Guarded>): void {
  const directives = [type.astNode, ...type.extensionASTNodes, field.astNode].flatMap((node) => node?.directives ?? []);
  const demand: Demand = {
    authenticated: directives.some((directive) => directive.name.value === 'authenticated'),
    scopes: directives.filter((directive) => directive.name.value === 'requiresScopes').map(readScopes),
  };
  if (!demand.authenticated && demand.scopes.length === 0) return;
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, resolveInfo) => {
    check(demand, context.caller);
    return resolve(source, args, context, resolveInfo);
  };
  const subscribe = field.subscribe;
  if (subscribe !== undefined) {
    field.subscribe = (source, args, context, resolveInfo) => {
      check(demand, context.caller);
      return subscribe(source, args, context, resolveInfo);
    };
  }
}

function check(demand: Demand, caller: Caller | null): void {
  if (caller === null) throw unauthenticated();
  if (!demand.scopes.every((alternatives) => hasScopes(caller, alternatives))) {
    const wanted = demand.scopes
      .map((alternatives) => alternatives.map((all) => all.join(' and ')).join(', or '))
      .join('; and ');
    throw forbidden(`The token lacks a scope: this needs ${wanted}.`);
  }
}

function readScopes(directive: DirectiveNode): readonly (readonly string[])[] {
  const argument = directive.arguments?.find((candidate) => candidate.name.value === 'scopes');
  assert(argument?.value.kind === Kind.LIST, '@requiresScopes has a list of lists of scopes');
  return valueFromASTUntyped(argument.value) as readonly (readonly string[])[];
}
