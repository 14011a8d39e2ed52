import type { DocumentNode } from 'graphql';
import type { StopSignal } from '../stop.ts';

/** One operation for one subgraph, as the plan wrote it. */
export interface SubgraphRequest {
  /** The operation as text, and the same parsed: a caller takes what it needs. */
  query: string;
  document: DocumentNode;
  variables: Record<string, unknown>;
  operationType: 'query' | 'mutation' | 'subscription';
  /** The gateway's context of the client's request, the caller's identity in it. */
  context: unknown;
  signal?: StopSignal | undefined;
}

/** An error as a subgraph tells it. */
export interface SubgraphError {
  message: string;
  path?: readonly (string | number)[] | undefined;
  extensions?: { readonly [name: string]: unknown } | undefined;
}

/** What a subgraph answers. Its errors are already masked: this is text that may reach a client. */
export interface SubgraphResponse {
  data?: Record<string, unknown> | null | undefined;
  errors?: readonly SubgraphError[] | undefined;
  /** Read where a result of a subscription is a mark (subgraphs/serving/stream-mark.ts), else left alone. */
  extensions?: { readonly [name: string]: unknown } | undefined;
}

/**
 * Asks a subgraph: in the process or over HTTP, the executor cannot tell.
 * Returns a response, or a stream of them for a subscription. Throws when there is no answer to be had (no connection,
 * out of time, not GraphQL): what is thrown stays in the gateway, the client reads `DOWNSTREAM_SERVICE_ERROR`.
 */
export type CallSubgraph = (
  subgraphName: string,
  request: SubgraphRequest,
) => Promise<SubgraphResponse | AsyncIterable<SubgraphResponse>> | SubgraphResponse | AsyncIterable<SubgraphResponse>;
