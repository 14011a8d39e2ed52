import type { StopSignal } from '../stop.ts';
import type { ErrorLog } from './field-errors.ts';
import type { JsonObject } from './json.ts';
import type { CallSubgraph } from './subgraph-call.ts';
import type { SupergraphTypes } from './supergraph-types.ts';

/** What is the same for every operation. */
export interface Supergraph {
  types: SupergraphTypes;
  callSubgraph: CallSubgraph;
}

/** One operation on its way, or one event of a subscription: never shared between two. */
export interface Run {
  /** The answer so far, in planned keys. */
  data: JsonObject;
  errors: ErrorLog;
  /** Coerced, with the operation's defaults. */
  variables: JsonObject;
  context: unknown;
  signal: StopSignal | undefined;
}
