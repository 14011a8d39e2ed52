/**
 * Operations as the gateway sends them, parsed and validated once: it sends the same few again and again.
 *
 * Whoever may ask the gateway for anything can make it send what was never sent before, so what is kept is bounded by the number of documents
 * and by the length of their texts, and the least recently used go first.
 */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationTypeNode,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';

/** A valid document, or what is wrong with it; codes are set, and nothing of the schema is suggested. */
export type KnownDocument = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

const MOST_DOCUMENTS = 1_000;
const MOST_CHARACTERS = 8_000_000;

/** Makes the look-up of documents by their text. */
export function createKnownDocuments(
  schema: GraphQLSchema,
  mostDocuments = MOST_DOCUMENTS,
  mostCharacters = MOST_CHARACTERS,
): (text: string) => KnownDocument {
  const kept = new Map<string, KnownDocument>();
  let characters = 0;

  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) {
      kept.delete(text); // A map is in order of insertion: to the back, as the most recently used.
      kept.set(text, known);
      return known;
    }
    const read = readDocument(schema, text);
    if ('errors' in read || text.length > mostCharacters) return read;
    kept.set(text, read);
    characters += text.length;
    for (const oldest of kept.keys()) {
      if (kept.size <= mostDocuments && characters <= mostCharacters) break;
      kept.delete(oldest);
      characters -= oldest.length;
    }
    return read;
  };
}

/** Why the operation of that name cannot be run as one of these kinds; null when it can. */
export function refuseOperation(
  document: DocumentNode,
  name: string | undefined,
  kinds: readonly OperationTypeNode[],
): GraphQLError | null {
  const operation = getOperationAST(document, name);
  if (operation && kinds.includes(operation.operation)) return null;
  return new GraphQLError(`The document holds no such ${kinds.join(' or ')}.`, {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  });
}

function readDocument(schema: GraphQLSchema, text: string): KnownDocument {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { errors: [withCode(error, 'GRAPHQL_PARSE_FAILED')] };
  }
  const errors = validate(schema, document, [...specifiedRules, noIntrospection]);
  return errors.length > 0
    ? { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) }
    : { document };
}

/** The contract is the SDL in schema/. */
const noIntrospection: ValidationRule = (context) => ({
  Field(node) {
    if (node.name.value !== '__schema' && node.name.value !== '__type') return;
    context.reportError(new GraphQLError('Introspection is off.', { nodes: node }));
  },
});

function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message.replace(/ ?Did you mean .+\?$/, ''), {
    source: error.source,
    positions: error.positions,
    extensions: { code },
  });
}
