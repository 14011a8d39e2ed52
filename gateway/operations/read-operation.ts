/**
 * From text to a validated operation, for the ways in that do not pass Apollo Server (SSE and WebSocket). The rules are the
 * same ones that Apollo Server is given. Valid documents are kept, a bounded number of them.
 */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import type { Limits } from '../limits/limits.ts';

/** What a client sent, not yet looked at. */
export interface OperationParams {
  query: string;
  operationName?: string | undefined;
  variables: Readonly<Record<string, unknown>>;
}

/** A validated operation, or why there is none. */
export type ReadOperation = (
  params: OperationParams,
) => { document: DocumentNode; operation: OperationDefinitionNode } | { errors: readonly GraphQLError[] };

const MOST_ERRORS = 20;

/** Makes the reader for a schema. `rules` come on top of the standard ones. */
export function createOperationReader(
  schema: GraphQLSchema,
  rules: readonly ValidationRule[],
  limits: Pick<Limits, 'tokens' | 'documentsKept'>,
): ReadOperation {
  const kept = new Map<string, DocumentNode>();

  function read(query: string): DocumentNode | { errors: readonly GraphQLError[] } {
    let document = kept.get(query);
    if (document) return document;
    try {
      document = parse(query, { maxTokens: limits.tokens });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return { errors: [withCode(error, 'GRAPHQL_PARSE_FAILED')] };
    }
    const errors = validationErrors(schema, document, [...specifiedRules, ...rules]);
    if (errors.length > 0) return { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
    if (kept.size >= limits.documentsKept) kept.delete(kept.keys().next().value as string);
    kept.set(query, document);
    return document;
  }

  return ({ query, operationName }) => {
    const document = read(query);
    if ('errors' in document) return document;
    const operation = getOperationAST(document, operationName ?? null);
    if (operation) return { document, operation };
    const unknown = new GraphQLError('The document has no such operation.', {
      extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
    });
    return { errors: [unknown] };
  };
}

/**
 * What is wrong with a document. graphql-js's rule that a subscription has one root field decides `@skip` and `@include` without variables, and
 * throws where one of them names a variable (16.14): that is an error of the document, too.
 */
function validationErrors(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[],
): readonly GraphQLError[] {
  try {
    return validate(schema, document, rules, { maxErrors: MOST_ERRORS });
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** A document longer than this is not even parsed. */
export function refuseLongDocument(query: string, limits: Pick<Limits, 'documentCharacters'>): GraphQLError | null {
  if (query.length <= limits.documentCharacters) return null;
  return new GraphQLError(
    `The document has ${query.length} characters, more than the ${limits.documentCharacters} allowed. Send data as variables.`,
    { extensions: { code: 'OPERATION_TOO_COMPLEX', http: { status: 400 } } },
  );
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  if (typeof error.extensions.code === 'string') return error;
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code },
  });
}
