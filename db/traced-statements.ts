/**
 * A span for every statement of a request that is traced: which pool, which verb, how long. Not its text and not its values.
 *
 * A query is sent when somebody first waits for it (`handle`), and answers by `resolve` or `reject`: these three
 * are watched, on the queries of a request that is being recorded. Elsewhere nothing is changed. What several requests share belongs to none
 * of them: batches of the posting engine are not traced here, a gathered read is a span of the request that waits for it.
 */
import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { AnySql } from './client.ts';
import { eachStatement, type Statement } from './statements.ts';

const tracer = trace.getTracer('coalition-loyalty');

/** The same statements, watched. `pool` names them, such as `ledger`. */
export function traced<Given extends AnySql>(sql: Given, pool: string): Given {
  return eachStatement(sql, (statement, text) => watch(statement, pool, text));
}

function watch(query: Statement, pool: string, text: string): void {
  if (trace.getActiveSpan()?.isRecording() !== true) return;
  const verb = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'STATEMENT';
  const { handle, resolve, reject } = query;
  let begun = false;
  query.handle = (...args) => {
    if (begun) return handle.apply(query, args);
    begun = true;
    const span = startSpan(pool, verb);
    query.resolve = (result) => {
      span.end();
      resolve.call(query, result);
    };
    query.reject = (error) => {
      endFailed(span, error);
      reject.call(query, error);
    };
    return handle.apply(query, args);
  };
}

/** The same for a read that a request shares with others: from when it asked to when it was answered. */
export function tracedRead<Answer>(pool: string, answer: Promise<Answer>): Promise<Answer> {
  if (trace.getActiveSpan()?.isRecording() !== true) return answer;
  const span = startSpan(pool, 'SELECT');
  answer.then(
    () => span.end(),
    (error: unknown) => endFailed(span, error),
  );
  return answer;
}

function startSpan(pool: string, verb: string): Span {
  return tracer.startSpan(`sql ${verb}`, {
    kind: SpanKind.CLIENT,
    attributes: { 'db.system.name': 'postgresql', 'db.namespace': pool, 'db.operation.name': verb },
  });
}

function endFailed(span: Span, error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'fault';
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  span.end();
}
