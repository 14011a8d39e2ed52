import type { ExecutionResult } from 'graphql';
import type { Caller } from '../subgraphs/serving/caller.ts';
import type { Stop } from './stop.ts';

/** What belongs to one request (or one subscription) on its way through the gateway to every subgraph. */
export interface RequestContext {
  /** Who asks; null is anonymous. */
  readonly caller: Caller | null;
  /** Names the request in logs and in the `x-request-id` header. */
  readonly requestId: string;
  /** Aborted when nobody waits for the answer any more: the client left, or time is over. A mutation that has begun is not stopped by it. */
  readonly stop?: Stop;
  /** What became of the operation, where it has run before Apollo Server is asked: it is not run again. */
  readonly ran?: Ran;
}

/** What became of an operation that ran, and when it began (milliseconds of `performance.now`). */
export interface Ran {
  readonly result: ExecutionResult;
  readonly began: number;
}
