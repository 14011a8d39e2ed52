import type { ResponsePath } from './json.ts';
import type { SubgraphError } from './subgraph-call.ts';

/** Something went wrong at a place of the answer. Paths are in planned keys until the answer is completed. */
export interface FieldError {
  path: ResponsePath;
  message: string;
  extensions: Record<string, unknown>;
  /** What happened in truth: for the gateway's log, never for the client. */
  cause?: unknown;
  /** One of many fields that one failure took with it: below one null it is told once. */
  isConsequence?: boolean;
}

/** The errors of one run, and where they are. */
export interface ErrorLog {
  readonly all: readonly FieldError[];
  add(error: FieldError): void;
  /** The first error at this place or below it: the reason why there is null. */
  reasonAt(path: ResponsePath): FieldError | undefined;
}

export function createErrorLog(): ErrorLog {
  const all: FieldError[] = [];
  const reasons = new Map<string, FieldError>();
  return {
    all,
    add(error) {
      all.push(error);
      for (let length = error.path.length; length > 0; length--) {
        const key = pathKey(error.path.slice(0, length));
        if (reasons.has(key)) break;
        reasons.set(key, error);
      }
    },
    reasonAt(path) {
      return reasons.size === 0 ? undefined : reasons.get(pathKey(path));
    },
  };
}

export function pathKey(path: ResponsePath): string {
  return JSON.stringify(path);
}

/** No answer from a subgraph, or none that can be used. Which subgraph and why is for the log. */
export function downstreamFailure(path: ResponsePath, cause: unknown): FieldError {
  return {
    path,
    message: 'A part of the platform did not answer',
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' },
    cause,
    isConsequence: true,
  };
}

/** The client left or the server is stopping: nothing more is asked. */
export function abortedRequest(path: ResponsePath): FieldError {
  return {
    path,
    message: 'The request was aborted',
    extensions: { code: 'REQUEST_ABORTED' },
    isConsequence: true,
  };
}

/** A subgraph that rejects the plan's own operation disagrees with the supergraph: our fault, and not the client's to read. */
const DISAGREEMENTS = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);

/** An error of a subgraph, put where it belongs in the answer. Its words pass (the subgraph masks), its insides do not. */
export function relayed(error: SubgraphError, path: ResponsePath): FieldError {
  const { stacktrace: _stack, exception: _exception, serviceName: _name, ...extensions } = error.extensions ?? {};
  if (DISAGREEMENTS.has(extensions.code)) return downstreamFailure(path, error);
  return { path, message: error.message, extensions, cause: error };
}
