import {
  buildASTSchema,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';

/** What running a plan needs to know of the types: of the whole supergraph, not only of what clients see. */
export interface SupergraphTypes {
  /** Whether an object of type `typename` is meant by a condition on any of `names`. */
  isA(typename: string, names: string | readonly string[]): boolean;
  /** Whether the field is declared non-null; an unknown one is not. */
  isNonNull(typename: string, fieldName: string): boolean;
  /** The fields of the same object that `@requires` names for this field in this subgraph (the outermost ones). */
  requirementsOf(subgraphName: string, typename: string, fieldName: string): readonly string[];
}

/** @throws one sentence for a supergraph that the planner plans wrongly: `@requires` with arguments */
export function supergraphTypes(supergraphSdl: string): SupergraphTypes {
  const document = parse(supergraphSdl, { noLocation: true });
  const schema: GraphQLSchema = buildASTSchema(document, { assumeValidSDL: true });
  const requirements = readRequirements(document);
  const isOne = (typename: string, name: string): boolean => {
    if (typename === name) return true;
    const type = schema.getType(typename);
    const condition = schema.getType(name);
    return isObjectType(type) && isAbstractType(condition) && schema.isSubType(condition, type);
  };
  return {
    isA: (typename, names) =>
      typeof names === 'string' ? isOne(typename, names) : names.some((name) => isOne(typename, name)),
    isNonNull: (typename, fieldName) => {
      const type = schema.getType(typename);
      return isObjectType(type) && isNonNullType(type.getFields()[fieldName]?.type);
    },
    requirementsOf: (subgraphName, typename, fieldName) =>
      requirements.get(`${subgraphName} ${typename}.${fieldName}`) ?? [],
  };
}

/** Reads `@join__field(graph:, requires:)`, by subgraph and field. */
function readRequirements(document: DocumentNode): Map<string, string[]> {
  const subgraphNames = new Map<string, string>();
  const requirements = new Map<string, string[]>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const { name, directives } of definition.values ?? []) {
      const subgraphName = directives?.map((directive) => argumentOf(directive, 'name')).find(Boolean);
      if (subgraphName) subgraphNames.set(name.value, subgraphName);
    }
  }
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      for (const directive of field.directives ?? []) {
        const required = argumentOf(directive, 'requires');
        if (directive.name.value !== 'join__field' || required === undefined) continue;
        const coordinate = `${definition.name.value}.${field.name.value}`;
        const subgraphName = subgraphNames.get(argumentOf(directive, 'graph') ?? '');
        requirements.set(`${subgraphName} ${coordinate}`, outermostFields(required, coordinate));
      }
    }
  }
  return requirements;
}

function argumentOf(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

function outermostFields(required: string, coordinate: string): string[] {
  if (required.includes('(')) {
    throw new Error(
      `@requires of ${coordinate} gives arguments, which the query planner mixes up; require a field without`,
    );
  }
  const [definition] = parse(`{${required}}`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return definition.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  );
}
