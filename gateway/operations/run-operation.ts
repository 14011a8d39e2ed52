/** Runs a query or mutation that was admitted: within the time that it may take, in a span of its own. */
import { type DocumentNode, type ExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import { failSpan, inSpan } from '../../subgraphs/serving/tracing.ts';
import type { SupergraphExecutor } from '../execution/supergraph-executor.ts';
import type { Limits } from '../limits/limits.ts';
import type { RequestContext } from '../request-context.ts';
import { Stop } from '../stop.ts';

/** An operation of a document that was validated, with its variables as they were sent. */
export interface AdmittedOperation {
  readonly document: DocumentNode;
  readonly kind: OperationTypeNode;
  /** Of the operation; null where it has none. */
  readonly name: string | null;
  /** What the request called it by, where it did. */
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown> | undefined;
}

/** Never rejects: what goes wrong is an error of the result. */
export type RunOperation = (operation: AdmittedOperation, context: RequestContext) => Promise<ExecutionResult>;

export function createRunOperation(
  executor: SupergraphExecutor,
  { operationMillis }: Pick<Limits, 'operationMillis'>,
): RunOperation {
  return ({ document, kind, name, operationName, variables }, context) =>
    withinTime(operationMillis, context.stop ?? new Stop(), (signal) =>
      inSpan(`graphql ${kind}`, {}, async (span) => {
        if (name !== null) span.setAttribute('graphql.operation.name', name);
        const result = await executor.execute({
          document,
          operationName,
          variables,
          context,
          // A mutation that has begun is carried through, whoever still waits for it.
          signal: kind === OperationTypeNode.QUERY ? signal : undefined,
        });
        const [error] = result.errors ?? [];
        if (error) failSpan(span, String(error.extensions.code ?? 'INTERNAL_SERVER_ERROR'));
        return result;
      }),
    );
}

/** Runs, answers in time whatever happens, and stops what runs when time is over. */
function withinTime(
  millis: number,
  stop: Stop,
  run: (stop: Stop) => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop.abort();
      const error = new GraphQLError(
        'The operation took too long. A mutation may still complete: send it again with the same idempotency key.',
        { extensions: { code: 'REQUEST_TIMEOUT', http: { status: 504 } } },
      );
      resolve({ errors: [error] });
    }, millis);
    run(stop).then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (fault: unknown) => {
        clearTimeout(timer);
        reject(fault);
      },
    );
  });
}
