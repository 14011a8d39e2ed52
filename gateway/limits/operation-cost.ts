/**
 * What an operation may cost at most, estimated before it runs from `@cost` and `@listSize` in the supergraph
 * (the IBM cost specification, as Apollo and Hive routers read it).
 *
 *   field  = its weight (10 for a root field of a mutation, else 0) + weights of its arguments
 *            + size * (weight of the type it returns + the cost of what is selected on it)
 *   weight of a type: 1 for an object, interface or union, 0 for a scalar or enum, unless `@cost` says otherwise
 *   size   = 1, or for a list: the largest slicing argument given; else the assumed size; else 100
 *
 * A slicing argument is a number, or a list whose length counts, and may lie inside an input (`input.purchases`).
 * Limits: what is written twice counts twice, and `@skip` / `@include` are not looked at, so the estimate is never too low
 * for the lists it knows. Fragments are estimated once each: the work is linear in the document.
 */
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  TypeInfo,
  type ValueNode,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';

const MUTATION_WEIGHT = 10;
const COMPOSITE_WEIGHT = 1;
const UNKNOWN_LIST_SIZE = 100;

interface ListSize {
  assumedSize: number | null;
  slicingArguments: readonly string[];
  sizedFields: readonly string[];
}

/** Weights and list sizes by schema coordinate: `Type`, `Type.field`, `Type.field(argument:)`. */
export interface CostRules {
  weights: ReadonlyMap<string, number>;
  listSizes: ReadonlyMap<string, ListSize>;
}

/**
 * Reads the cost rules of a supergraph.
 * @throws when `@cost` stands on an input field: that part of the specification is not counted here.
 */
export function readCostRules(supergraphSdl: string): CostRules {
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  const note = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined): void => {
    for (const directive of directives ?? []) {
      const values = Object.fromEntries(
        (directive.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
      );
      if (directive.name.value === 'cost') weights.set(coordinate, Number(values.weight));
      if (directive.name.value === 'listSize') {
        listSizes.set(coordinate, {
          assumedSize: typeof values.assumedSize === 'number' ? values.assumedSize : null,
          slicingArguments: (values.slicingArguments as string[] | undefined) ?? [],
          sizedFields: (values.sizedFields as string[] | undefined) ?? [],
        });
      }
    }
  };
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        note(definition.name.value, definition.directives);
        for (const field of definition.fields ?? []) {
          const coordinate = `${definition.name.value}.${field.name.value}`;
          note(coordinate, field.directives);
          for (const argument of field.arguments ?? []) {
            note(`${coordinate}(${argument.name.value}:)`, argument.directives);
          }
        }
        break;
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_DEFINITION:
        note(definition.name.value, definition.directives);
        break;
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        for (const field of definition.fields ?? []) {
          if (field.directives?.some((directive) => directive.name.value === 'cost')) {
            throw new Error(`@cost on the input field ${definition.name.value}.${field.name.value} is not supported.`);
          }
        }
        break;
      default:
        break;
    }
  }
  return { weights, listSizes };
}

/** Whether the cost of a document's operations depends on variables: whether one stands in a slicing argument. */
export function costVaries(schema: GraphQLSchema, rules: CostRules, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let varies = false;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name, arguments: given = [] }) {
        const listSize = rules.listSizes.get(`${types.getParentType()?.name}.${name.value}`);
        const slicing = new Set(listSize?.slicingArguments.map((path) => path.split('.', 1)[0]));
        if (given.some((argument) => slicing.has(argument.name.value) && holdsVariable(argument.value))) varies = true;
      },
    }),
  );
  return varies;
}

function holdsVariable(value: ValueNode): boolean {
  let holds = false;
  visit(value, {
    Variable() {
      holds = true;
    },
  });
  return holds;
}

/** The estimated cost of an operation with these variables (as sent, not coerced). */
export function operationCost(
  schema: GraphQLSchema,
  rules: CostRules,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const given = variablesWithDefaults(operation, variables);
  const known = new Map<string, number>();
  const rootWeight = operation.operation === 'mutation' ? MUTATION_WEIGHT : 0;

  function selectionCost(
    selectionSet: SelectionSetNode,
    parent: GraphQLNamedType,
    sizes: Sizes,
    atRoot: boolean,
  ): number {
    let cost = 0;
    for (const selection of selectionSet.selections) {
      switch (selection.kind) {
        case Kind.FIELD:
          cost += fieldCost(selection, parent, sizes, atRoot);
          break;
        case Kind.INLINE_FRAGMENT: {
          const on = selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : parent;
          if (on) cost += selectionCost(selection.selectionSet, on, sizes, atRoot);
          break;
        }
        case Kind.FRAGMENT_SPREAD:
          cost += fragmentCost(selection.name.value, sizes, atRoot);
          break;
      }
    }
    return cost;
  }

  function fragmentCost(name: string, sizes: Sizes, atRoot: boolean): number {
    const fragment = fragments.get(name);
    const on = fragment && schema.getType(fragment.typeCondition.name.value);
    if (!fragment || !on) return 0;
    const key = `${name} ${atRoot} ${[...sizes].join()}`;
    let cost = known.get(key);
    if (cost === undefined) {
      known.set(key, 0);
      cost = selectionCost(fragment.selectionSet, on, sizes, atRoot);
      known.set(key, cost);
    }
    return cost;
  }

  function fieldCost(node: FieldNode, parent: GraphQLNamedType, sizes: Sizes, atRoot: boolean): number {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    if (!field) return 0;
    const coordinate = `${parent.name}.${field.name}`;
    const returned = getNamedType(field.type);
    const listSize = rules.listSizes.get(coordinate);
    const ownSize = listSize ? sizeOf(listSize, field, node, given) : null;
    const childSizes: Sizes = new Map(
      listSize && ownSize !== null ? listSize.sizedFields.map((to) => [to, ownSize]) : [],
    );
    const children = node.selectionSet ? selectionCost(node.selectionSet, returned, childSizes, false) : 0;
    const size = isList(field.type) ? (sizes.get(field.name) ?? ownSize ?? UNKNOWN_LIST_SIZE) : 1;
    let cost = rules.weights.get(coordinate) ?? (atRoot ? rootWeight : 0);
    for (const argument of node.arguments ?? []) {
      cost += rules.weights.get(`${coordinate}(${argument.name.value}:)`) ?? 0;
    }
    return cost + size * (typeWeight(returned) + children);
  }

  function typeWeight(type: GraphQLNamedType): number {
    const weight = rules.weights.get(type.name);
    if (weight !== undefined) return weight;
    if (!isCompositeType(type)) return 0;
    if (!isAbstractType(type)) return COMPOSITE_WEIGHT;
    return Math.max(COMPOSITE_WEIGHT, ...schema.getPossibleTypes(type).map(typeWeight));
  }

  const root = schema.getRootType(operation.operation);
  return root ? selectionCost(operation.selectionSet, root, new Map(), true) : 0;
}

/** The refusal of an operation that costs more than `limit`, or null. */
export function refuseCost(cost: number, limit: number): GraphQLError | null {
  if (cost <= limit) return null;
  return new GraphQLError(
    `The operation may cost ${cost}, more than the ${limit} allowed: ask for less at a time, or for shorter lists.`,
    { extensions: { code: 'OPERATION_TOO_COMPLEX', http: { status: 400 } } },
  );
}

/** Sizes that a field's parent fixed for it, by field name (`sizedFields`). */
type Sizes = ReadonlyMap<string, number>;

function sizeOf(
  { assumedSize, slicingArguments }: ListSize,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): number | null {
  const sizes = slicingArguments
    .map((path) => slicingValue(path.split('.'), field, node, variables))
    .map((value) => (Array.isArray(value) ? value.length : value))
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  return sizes.length > 0 ? Math.max(0, ...sizes) : assumedSize;
}

function slicingValue(
  [name, ...inside]: readonly string[],
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): unknown {
  const argument = node.arguments?.find((candidate) => candidate.name.value === name);
  let value: unknown = argument ? valueFromASTUntyped(argument.value, { ...variables }) : undefined;
  if (value === undefined) value = field.args.find((candidate) => candidate.name === name)?.defaultValue;
  for (const key of inside) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

function variablesWithDefaults(
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const given: Record<string, unknown> = { ...variables };
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    if (given[name] === undefined && definition.defaultValue)
      given[name] = valueFromASTUntyped(definition.defaultValue);
  }
  return given;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
