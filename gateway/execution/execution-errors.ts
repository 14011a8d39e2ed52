/* The errors that end an operation as a whole. */
import { GraphQLError } from 'graphql';
import type { FieldError } from './field-errors.ts';
import { PlanningFailure } from './query-planner.ts';
import { clientKey } from './response-keys.ts';

/** Puts an error of a run into the client's terms: its path, no causes. */
export function toGraphQLError({ message, path, extensions, cause }: FieldError): GraphQLError {
  return new GraphQLError(message, {
    path: path.length > 0 ? path.map(clientKey) : null,
    extensions,
    originalError: cause instanceof Error ? cause : null,
  });
}

/** A variable that does not fit its type. */
export function badUserInput(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, { nodes: error.nodes ?? null, extensions: { code: 'BAD_USER_INPUT' } });
}

export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}

export function unknownOperation(): GraphQLError {
  return new GraphQLError('The document has no such operation', {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  });
}

/** A fault of ours. What it was stays in the gateway, as `originalError`. */
export function internalError(fault: unknown): GraphQLError {
  const originalError = fault instanceof Error ? fault : new Error(String(fault));
  if (fault instanceof PlanningFailure) {
    return new GraphQLError('This operation cannot be planned', {
      extensions: { code: 'QUERY_PLANNING_FAILED' },
      originalError,
    });
  }
  return new GraphQLError('Internal server error', {
    extensions: { code: 'INTERNAL_SERVER_ERROR', http: { status: 500 } },
    originalError,
  });
}
