/**
 * GraphQL errors that may leave a subgraph. Everything else is masked: the caller learns that something broke, the
 * log learns the rest under the request id.
 */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** Codes a caller may see with the message as written. */
const PUBLIC_CODES = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'SERVICE_UNAVAILABLE',
  'CURSOR_EXPIRED',
]);

const MASKED_MESSAGE = 'Something went wrong on our side.';

/** An input that GraphQL itself cannot refuse by type: a cursor, a page size, a scalar. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

export function unauthenticated(): GraphQLError {
  return new GraphQLError('This needs a caller: send a valid access token.', {
    extensions: { code: 'UNAUTHENTICATED' },
  });
}

export function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
}

/** Whether an error was made for callers to read. */
export function isPublic(error: Pick<GraphQLFormattedError, 'extensions'> | GraphQLError): boolean {
  const code = error.extensions?.code;
  return typeof code === 'string' && PUBLIC_CODES.has(code);
}

/** The error as a caller may see it: path and locations stay, of the extensions only the code does. */
export function maskError(error: GraphQLFormattedError): GraphQLFormattedError {
  const seen = isPublic(error);
  return {
    message: seen ? error.message : MASKED_MESSAGE,
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    ...(error.path === undefined ? {} : { path: error.path }),
    extensions: { code: seen ? error.extensions?.code : 'INTERNAL_SERVER_ERROR' },
  };
}
