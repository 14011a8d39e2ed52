/**
 * What a client learns of an error: one function for answers over HTTP, SSE and WebSocket, in one process and split.
 *
 * An error whose code is on the list was made for clients and is passed on with its message. Any other was not, and becomes
 * `INTERNAL_SERVER_ERROR` with a fixed sentence; the log has the rest under the request id. Subgraphs do the same before
 * they answer (subgraphs/serving/errors.ts), so this is the second wall. Of the extensions only the code leaves.
 */
import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import { isPublic, maskError } from '../../subgraphs/serving/errors.ts';

/** Codes of the gateway itself, beside those that a subgraph may answer with. */
const GATEWAY_CODES = new Set([
  'DOWNSTREAM_SERVICE_ERROR',
  'OPERATION_TOO_COMPLEX',
  'OPERATION_TOO_LARGE',
  'QUERY_PLANNING_FAILED',
  'INCOMPLETE_DATA',
  'REQUEST_ABORTED',
  'REQUEST_TIMEOUT',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_REQUIRED',
  'TOO_MANY_REQUESTS',
  'TOO_MANY_STREAMS',
]);

/** Makes the view of an error that a client may have. */
export type ErrorForClient = (error: GraphQLError | GraphQLFormattedError) => GraphQLFormattedError;

/** @param suggestions whether messages may suggest names of the schema: in development only */
export function createErrorForClient({ suggestions }: { suggestions: boolean }): ErrorForClient {
  return (error) => {
    const code = clientCode(error);
    const formatted = {
      message: ownWords(error.message),
      ...(error.locations === undefined ? {} : { locations: error.locations }),
      ...(error.path === undefined ? {} : { path: error.path }),
      extensions: { code },
    };
    if (GATEWAY_CODES.has(code)) return formatted;
    const masked = maskError(formatted);
    return suggestions ? masked : { ...masked, message: masked.message.replace(/ ?Did you mean [\s\S]+\?$/, '') };
  };
}

/** Apollo Server advises on its own settings where it refuses introspection; a client cannot change them. */
function ownWords(message: string): string {
  return message.startsWith('GraphQL introspection is not allowed')
    ? 'Introspection is off. The schema is published as SDL.'
    : message;
}

/** Whether a client sees this error as it is; the others are faults, to be logged. */
export function isForClients(error: GraphQLError | GraphQLFormattedError): boolean {
  const code = clientCode(error);
  return GATEWAY_CODES.has(code) || isPublic({ message: error.message, extensions: { code } });
}

function clientCode(error: GraphQLError | GraphQLFormattedError): string {
  // Apollo Server gives every error of validation the same code; what our own rules said is underneath.
  const original = error instanceof GraphQLError ? error.originalError : undefined;
  if (original instanceof GraphQLError && original.extensions.code === 'OPERATION_TOO_COMPLEX') {
    return 'OPERATION_TOO_COMPLEX';
  }
  const code = error.extensions?.code;
  if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR') return code;
  return isCoercionError(error) ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR';
}

/** Whether graphql-js refused the variables, which it does without a code. */
function isCoercionError(error: GraphQLError | GraphQLFormattedError): boolean {
  return (
    error instanceof GraphQLError && error.path === undefined && error.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION
  );
}
