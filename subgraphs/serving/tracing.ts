/**
 * Traces (OpenTelemetry): what a request did, across gateway, subgraphs and SQL.
 *
 * This file knows the API only, which does nothing until a process starts the SDK (gateway/tracing/start-tracing.ts). Spans are named by what is
 * ours: operations, subgraphs, kinds. They hold no documents, no variables, no ids of people. Between processes the context travels in W3C's
 * `traceparent`; whether a trace is kept follows from its id alone, so all processes keep the same ones, and a client cannot make us keep more.
 */
import {
  type Attributes,
  context,
  INVALID_SPAN_CONTEXT,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

const tracer = trace.getTracer('coalition-loyalty');

export interface SpanOptions {
  readonly kind?: 'server' | 'client' | 'internal';
  readonly attributes?: Attributes;
}

/** Whether this process traces. Where it does not, nothing is made to be thrown away: a request has a dozen spans. */
let traces = false;

/** Says whether this process traces; it does not unless told. */
export function setTracing(on: boolean): void {
  traces = on;
}

export function isTracing(): boolean {
  return traces;
}

const NO_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL };

/** Runs work in a span that ends with it; what it throws is noted by its type, not its words: they may hold data. */
export function inSpan<Result>(
  name: string,
  { kind = 'internal', attributes = {} }: SpanOptions,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  if (!traces) return work(NO_SPAN);
  return tracer.startActiveSpan(name, { kind: KINDS[kind], attributes }, async (span) => {
    try {
      return await work(span);
    } catch (fault) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: fault instanceof Error ? fault.name : 'fault' });
      throw fault;
    } finally {
      span.end();
    }
  });
}

/** Marks a span as failed with a code of ours. */
export function failSpan(span: Span, code: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
}

/** Headers that carry the present trace to another process; none without one. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  if (!traces) return headers;
  propagation.inject(context.active(), headers);
  return headers;
}

/** Runs work as a part of the trace that came with a request's headers. */
export function withinTraceOf<Result>(headers: Readonly<Record<string, unknown>>, work: () => Result): Result {
  if (!traces) return work();
  return context.with(propagation.extract(context.active(), headers), work);
}
