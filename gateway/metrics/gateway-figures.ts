/** What the gateway counts and measures; the register is subgraphs/serving/figures.ts. Labels are routes, codes and names of ours. */
import { counter, durations, gauge } from '../../subgraphs/serving/figures.ts';
import type { CallSubgraph } from '../execution/subgraph-call.ts';

/** Seconds from a request to its answer. A stream is measured until it is open. */
export const requestSeconds = durations('http_request_seconds', 'HTTP requests of the gateway, streams left out.', [
  'route',
  'method',
  'status',
]);

/** Operations by kind and by how they ended: `ok`, or the code of their first error. */
export const operationSeconds = durations('operation_seconds', 'Queries and mutations, from reading to the answer.', [
  'kind',
  'outcome',
]);

export const subgraphSeconds = durations('subgraph_call_seconds', 'Calls of the gateway to subgraphs.', [
  'subgraph',
  'kind',
  'outcome',
]);

export const openStreamsGauge = gauge('open_streams', 'Subscriptions that are open in this process.');
export const openSocketsGauge = gauge('open_sockets', 'WebSockets that are open in this process.');

export const streamsEnded = counter('streams_ended_total', 'Subscriptions over SSE that ended, by how.', ['how']);

/** Requests refused for coming too often, by the limit that refused: `client`, `address`. */
export const rateLimited = counter('rate_limited_total', 'Requests that came too often.', ['limit']);

const METHODS = new Set(['GET', 'POST', 'OPTIONS', 'HEAD', 'PUT', 'DELETE', 'PATCH']);

/** A method that anybody may invent becomes `other`. */
export function knownMethod(method: string | undefined): string {
  return METHODS.has(method ?? '') ? (method as string) : 'other';
}

/** Calls, measured until the answer is there or the stream is open. */
export function measuredCalls(callSubgraph: CallSubgraph): CallSubgraph {
  return async (subgraph, request) => {
    const began = performance.now();
    let outcome = 'unreachable';
    try {
      const answer = await callSubgraph(subgraph, request);
      const failed = !(Symbol.asyncIterator in answer) && (answer.errors?.length ?? 0) > 0;
      outcome = failed ? 'errors' : 'ok';
      return answer;
    } finally {
      const labels = { subgraph, kind: request.operationType, outcome };
      subgraphSeconds.observe(labels, (performance.now() - began) / 1_000);
    }
  };
}
