/**
 * How one subgraph asks another: by its GraphQL contract, like everybody else, in the process or over HTTP alike. In whose name is the caller's
 * to say: usually the subgraph itself, which has checked whose data it asks for.
 */
import type { ExecutionResult } from 'graphql';
import type { Caller } from './caller.ts';
import type { SubgraphName } from './sdl.ts';

export interface AskedOfSubgraph {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly requestId: string;
}

/** Runs a query or mutation in another subgraph. Throws when it cannot be reached. */
export type AskSubgraph = (name: SubgraphName, request: AskedOfSubgraph) => Promise<ExecutionResult>;

/** A subgraph as a caller, with the operator's view of the programme and no more than these scopes. */
export function subgraphAsCaller(
  name: SubgraphName,
  programmeId: string,
  requestId: string,
  scopes: readonly string[],
): Caller {
  return {
    subject: `subgraph:${name}`,
    clientId: `subgraph:${name}`,
    role: 'operator',
    programmeId,
    partnerId: null,
    storeIds: [],
    memberId: null,
    person: null,
    scopes,
    expiresAt: new Date(8.64e15),
    requestId,
  };
}

/** Whether a subgraph acts in its own name. */
export function isSubgraph(caller: Caller): boolean {
  return caller.clientId.startsWith('subgraph:') && caller.clientId === caller.subject;
}
