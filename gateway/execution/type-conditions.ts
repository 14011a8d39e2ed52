import { buildASTSchema, type GraphQLSchema, isAbstractType, isNonNullType, isObjectType, parse } from 'graphql';

/** What a plan needs to know of the types: of the whole supergraph, not only of what clients see. */
export interface SupergraphTypes {
  /** Whether an object of type `typename` is meant by a condition on any of `names`. */
  isA(typename: string, names: string | readonly string[]): boolean;
  /** Whether the field is declared non-null; an unknown one is not. */
  isRequired(typename: string, fieldName: string): boolean;
}

export function supergraphTypes(supergraphSdl: string): SupergraphTypes {
  const schema: GraphQLSchema = buildASTSchema(parse(supergraphSdl, { noLocation: true }), { assumeValidSDL: true });
  const isOne = (typename: string, name: string): boolean => {
    if (typename === name) return true;
    const type = schema.getType(typename);
    const condition = schema.getType(name);
    return isObjectType(type) && isAbstractType(condition) && schema.isSubType(condition, type);
  };
  return {
    isA: (typename, names) =>
      typeof names === 'string' ? isOne(typename, names) : names.some((name) => isOne(typename, name)),
    isRequired: (typename, fieldName) => {
      const type = schema.getType(typename);
      return isObjectType(type) && isNonNullType(type.getFields()[fieldName]?.type);
    },
  };
}
