/**
 * Reads the variables of an operation as graphql-js does, with what follows from their types alone worked out once.
 *
 * It knows good values only. Whoever meets one that is not (a field that is missing or unknown, a scalar that says no) gives up, and graphql-js reads
 * the variables anew and says what is wrong: so the one answers exactly what the other would, or asks it. Every purchase is read twice, by the gateway
 * and by its subgraph, and graphql-js walks types and writes down where it is for every field of it: a tenth of a purchase's CPU time.
 */
import {
  type GraphQLInputType,
  type GraphQLSchema,
  getVariableValues,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type NamedTypeNode,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';

type Variables = ReturnType<typeof getVariableValues>;

/** Reads what was sent. */
export type ReadVariables = (sent: Readonly<Record<string, unknown>>) => Variables;

type Read = (value: unknown) => unknown;

/** Is no value of any type. */
const GIVEN_UP = Symbol('given up');

/** As graphql-js has it. */
const MOST_ERRORS = 50;

/** Finds how the variables of an operation are read; worked out the first time, and kept as long as its document. */
export function compiledVariables(schema: GraphQLSchema): (operation: OperationDefinitionNode) => ReadVariables {
  const known = new WeakMap<OperationDefinitionNode, ReadVariables>();
  const types = new Map<GraphQLInputType, Read>();
  return (operation) => {
    let read = known.get(operation);
    if (read === undefined) {
      read = readerOf(schema, operation.variableDefinitions ?? [], types);
      known.set(operation, read);
    }
    return read;
  };
}

function readerOf(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  types: Map<GraphQLInputType, Read>,
): ReadVariables {
  const slowly: ReadVariables = (sent) => getVariableValues(schema, definitions, sent, { maxErrors: MOST_ERRORS });
  const variables: CompiledVariable[] = [];
  for (const { variable, type: node, defaultValue } of definitions) {
    const type = typeFromAST(schema, node as NamedTypeNode);
    if (!isInputType(type)) return slowly;
    variables.push({
      name: variable.name.value,
      read: readType(type, types),
      defaultOf: defaultValue && (() => valueFromAST(defaultValue, type)),
      isNeeded: isNonNullType(type),
    });
  }
  return (sent) => {
    const coerced: Record<string, unknown> = Object.create(null);
    for (const { name, read, defaultOf, isNeeded } of variables) {
      if (Object.hasOwn(sent, name)) {
        const value = read(sent[name]);
        if (value === GIVEN_UP) return slowly(sent);
        coerced[name] = value;
      } else if (defaultOf) coerced[name] = defaultOf();
      else if (isNeeded) return slowly(sent);
    }
    return { coerced };
  };
}

interface CompiledVariable {
  readonly name: string;
  readonly read: Read;
  readonly defaultOf: (() => unknown) | undefined;
  readonly isNeeded: boolean;
}

/** Types may lie inside themselves: each is read by one function, made when it is first met. */
function readType(type: GraphQLInputType, types: Map<GraphQLInputType, Read>): Read {
  const known = types.get(type);
  if (known !== undefined) return known;
  let made: Read | undefined;
  const read: Read = (value) => {
    made ??= make(type, types);
    return made(value);
  };
  types.set(type, read);
  return read;
}

function make(type: GraphQLInputType, types: Map<GraphQLInputType, Read>): Read {
  if (isNonNullType(type)) {
    const read = readType(type.ofType, types);
    return (value) => (value === null || value === undefined ? GIVEN_UP : read(value));
  }
  const read = ofPresent(type, types);
  return (value) => (value === null || value === undefined ? null : read(value));
}

function ofPresent(type: Exclude<GraphQLInputType, { ofType: never }>, types: Map<GraphQLInputType, Read>): Read {
  if (isListType(type)) {
    const read = readType(type.ofType, types);
    return (value: unknown) => {
      const items: unknown[] = [];
      // One value stands for a list of one; what else can be walked through is graphql-js's to say.
      if (!Array.isArray(value) && typeof value === 'object' && Symbol.iterator in (value as object)) return GIVEN_UP;
      for (const item of Array.isArray(value) ? value : [value]) {
        const taken = read(item);
        if (taken === GIVEN_UP) return GIVEN_UP;
        items.push(taken);
      }
      return items;
    };
  }
  if (isInputObjectType(type)) {
    if (type.isOneOf) return () => GIVEN_UP;
    const names = new Set(Object.keys(type.getFields()));
    const fields = Object.values(type.getFields()).map(({ name, type: ofField, defaultValue }) => ({
      name,
      defaultValue,
      isNeeded: isNonNullType(ofField) && defaultValue === undefined,
      read: readType(ofField, types),
    }));
    return (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return GIVEN_UP;
      for (const name of Object.keys(value)) if (!names.has(name)) return GIVEN_UP;
      const taken: Record<string, unknown> = {};
      for (const { name, defaultValue, isNeeded, read } of fields) {
        const given = (value as Record<string, unknown>)[name];
        if (given === undefined) {
          if (isNeeded) return GIVEN_UP;
          if (defaultValue !== undefined) taken[name] = defaultValue;
          continue;
        }
        const part = read(given);
        if (part === GIVEN_UP) return GIVEN_UP;
        taken[name] = part;
      }
      return taken;
    };
  }
  const leaf = type as { parseValue(value: unknown): unknown };
  return (value) => {
    try {
      const parsed = leaf.parseValue(value);
      return parsed === undefined ? GIVEN_UP : parsed;
    } catch {
      return GIVEN_UP;
    }
  };
}
