/*
 * A subscription: its root field is a stream of one subgraph, and the rest of the plan runs for every event, on a run of
 * its own, so that no event sees data or errors of another.
 *
 * Nothing is read ahead: an event is taken from the subgraph when the reader asks for it, so a stalled client stalls the
 * source and fills no memory here.
 */
import type { FetchNode } from '@graphql-hive/router-query-planner';
import type { ExecutionResult } from 'graphql';
import { mapEvents } from '../../subgraphs/serving/map-events.ts';
import { cursorOfMark, resultOfMark, StreamMark } from '../../subgraphs/serving/stream-mark.ts';
import { Stop, type StopSignal } from '../stop.ts';
import { toGraphQLError } from './execution-errors.ts';
import { pickVariables, takeRootResponse } from './fetch.ts';
import { fetchOperation } from './fetch-operation.ts';
import { abortedRequest, downstreamFailure, relayed } from './field-errors.ts';
import type { PlanNode } from './query-planner.ts';
import type { Run, Supergraph } from './run.ts';
import { runPlan } from './run-plan.ts';
import type { SubgraphResponse } from './subgraph-call.ts';

/**
 * Opens the stream.
 * @param newRun a fresh run, for the start and for each event
 * @param complete makes the client's answer of a run
 * @param signal ends the stream, as `return()` does
 */
export async function runSubscription(
  plan: PlanNode | undefined,
  newRun: (signal: StopSignal) => Run,
  complete: (run: Run) => ExecutionResult,
  signal: StopSignal | undefined,
  supergraph: Supergraph,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const { primary, rest } = splitPlan(plan);
  if (signal?.aborted) return { errors: [toGraphQLError(abortedRequest([]))] };
  const stop = new Stop();
  // The caller's signal may outlive thousands of subscriptions, so each takes its listener away again.
  let onAbort = () => stop.abort();
  const listener = () => onAbort();
  signal?.addEventListener('abort', listener);
  const release = () => {
    signal?.removeEventListener('abort', listener);
    stop.abort();
  };

  const source = await openSource(primary, newRun(stop), supergraph);
  if (!(Symbol.asyncIterator in source)) {
    release();
    return source;
  }
  const events = mapEvents<SubgraphResponse, ExecutionResult>(
    source,
    async (event) => {
      const mark = cursorOfMark(event);
      if (mark !== null) return resultOfMark(new StreamMark(mark));
      const run = newRun(stop);
      takeRootResponse(primary, event, run, supergraph);
      for (const step of rest) await runPlan(step, run, supergraph);
      return complete(run);
    },
    {
      onFault: (fault) => ({ errors: [toGraphQLError(downstreamFailure([], fault))] }),
      onEnd: release,
    },
  );
  onAbort = () => void events.return?.();
  if (signal?.aborted) onAbort();
  return events;
}

function splitPlan(plan: PlanNode | undefined): { primary: FetchNode; rest: PlanNode[] } {
  const [head, ...rest] = plan?.kind === 'Sequence' ? plan.nodes : plan ? [plan] : [];
  if (head?.kind !== 'Subscription') throw new Error('The plan of a subscription does not begin with one');
  return { primary: head.primary, rest };
}

async function openSource(
  primary: FetchNode,
  run: Run,
  { callSubgraph }: Supergraph,
): Promise<AsyncIterable<SubgraphResponse> | ExecutionResult> {
  try {
    const source = await callSubgraph(primary.serviceName, {
      query: primary.operation,
      document: fetchOperation(primary).document,
      variables: pickVariables(primary, run),
      operationType: 'subscription',
      context: run.context,
      signal: run.signal,
    });
    if (Symbol.asyncIterator in source) return source;
    if (!source.errors?.length) throw new Error('The subgraph opened no stream and told no error');
    return { errors: source.errors.map((error) => toGraphQLError(relayed(error, error.path ?? []))) };
  } catch (cause) {
    return { errors: [toGraphQLError(run.signal?.aborted ? abortedRequest([]) : downstreamFailure([], cause))] };
  }
}
