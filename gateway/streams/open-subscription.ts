/**
 * From what a client sent to its stream: the steps that SSE and WebSocket share. The same checks in the same order as for a
 * query: length, parse, validate, access, cost; then the number of streams, then the source is opened.
 */
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { SupergraphExecutor } from '../execution/supergraph-executor.ts';
import type { Limits } from '../limits/limits.ts';
import type { AdmitOperation, SentOperation } from '../operations/admit-operation.ts';
import { type OperationParams, type ReadOperation, refuseLongDocument } from '../operations/read-operation.ts';
import type { RequestContext } from '../request-context.ts';
import type { OpenStream, OpenStreams } from './open-streams.ts';

/** What the shared steps need. */
export interface SubscriptionParts {
  executor: SupergraphExecutor;
  readOperation: ReadOperation;
  admit: AdmitOperation;
  streams: OpenStreams;
  limits: Limits;
}

/** What a client's text turned out to be. `single` is a query or mutation, for the shell to answer once. */
export type ReadRequest =
  | { kind: 'refused'; errors: readonly GraphQLError[] }
  | { kind: 'single' }
  | { kind: 'subscription'; sent: SentOperation };

/** Reads and checks what was sent. A subscription may be opened when this says so; a query has yet to pass the shell's gate. */
export function readRequest(parts: SubscriptionParts, params: OperationParams, context: RequestContext): ReadRequest {
  const tooLong = refuseLongDocument(params.query, parts.limits);
  if (tooLong) return { kind: 'refused', errors: [tooLong] };
  const read = parts.readOperation(params);
  if ('errors' in read) return { kind: 'refused', errors: read.errors };
  if (read.operation.operation !== OperationTypeNode.SUBSCRIPTION) return { kind: 'single' };
  const sent = { ...read, variables: params.variables };
  const refusal = parts.admit(sent, context.caller);
  return refusal ? { kind: 'refused', errors: [refusal] } : { kind: 'subscription', sent };
}

/** Opens a subscription that was read. Errors that kept its source from opening are given instead of a stream. */
export async function openSubscription(
  { executor, streams }: SubscriptionParts,
  sent: SentOperation,
  context: RequestContext,
): Promise<OpenStream | { errors: readonly GraphQLError[] }> {
  const place = streams.take(context.caller);
  if (place instanceof GraphQLError) return { errors: [place] };
  try {
    const source = await executor.subscribe({
      document: sent.document,
      operationName: sent.operation.name?.value,
      variables: { ...sent.variables },
      context,
      signal: context.stop,
    });
    return Symbol.asyncIterator in source ? place.open(source) : { errors: source.errors ?? [] };
  } finally {
    place.giveUp();
  }
}
