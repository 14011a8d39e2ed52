import type { ExecutionResult } from 'graphql';
import type { CallSubgraph } from './subgraph-call.ts';

/** A subgraph in this process. What a request carries beside the operation (who asks) is for the two sides to agree on. */
export interface InProcessSubgraph<Identity> {
  /** Answers a query or a mutation through the subgraph's own server, so that masking and plugins are as when split. */
  execute(request: { query: string; variables: Record<string, unknown> } & Identity): Promise<ExecutionResult>;
  /** Opens a subscription; a result when it cannot be opened. */
  subscribe(
    request: { query: string; variables: Record<string, unknown> } & Identity,
  ): Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
}

/**
 * Calls subgraphs without leaving the process.
 * @param subgraphs by the name that the supergraph gives them
 * @param identityOf what the subgraph is told of the caller, taken from the gateway's context
 */
export function callInProcess<Identity extends object>(
  subgraphs: ReadonlyMap<string, InProcessSubgraph<Identity>>,
  identityOf: (context: unknown) => Identity,
): CallSubgraph {
  return (name, { query, variables, operationType, context }) => {
    const subgraph = subgraphs.get(name);
    if (!subgraph) throw new Error(`No subgraph is called ${name}`);
    const request = { query, variables, ...identityOf(context) };
    return operationType === 'subscription' ? subgraph.subscribe(request) : subgraph.execute(request);
  };
}
