import { failSpan, inSpan, isTracing } from '../../subgraphs/serving/tracing.ts';
import type { CallSubgraph } from '../execution/subgraph-call.ts';

/** Calls of subgraphs, each in a span of its own until the answer is there or the stream is open. */
export function tracedCalls(callSubgraph: CallSubgraph): CallSubgraph {
  return (subgraph, request) => {
    if (!isTracing()) return callSubgraph(subgraph, request);
    return inSpan(
      `call ${subgraph}`,
      { kind: 'client', attributes: { 'graphql.operation.type': request.operationType } },
      async (span) => {
        const answer = await callSubgraph(subgraph, request);
        if (!(Symbol.asyncIterator in answer) && answer.errors?.[0]) {
          failSpan(span, String(answer.errors[0].extensions?.code ?? 'INTERNAL_SERVER_ERROR'));
        }
        return answer;
      },
    );
  };
}
