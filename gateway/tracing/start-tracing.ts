/**
 * Starts the OpenTelemetry SDK of this process: spans go to a collector over OTLP (HTTP, JSON), in batches, beside the work. Without it every span
 * of subgraphs/serving/tracing.ts and db/traced-statements.ts is nothing.
 *
 * Which traces are kept is decided by their id, whatever the caller asked for: the same share in every process, and whole traces.
 */
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';

import { setTracing } from '../../subgraphs/serving/tracing.ts';

export interface TracingOptions {
  /** Base URL of the collector, such as `http://localhost:4318`. */
  readonly endpoint: string;
  /** What the collector asks for beside the spans. */
  readonly headers: Readonly<Record<string, string>>;
  /** The share of traces that is kept, from 0 to 1. */
  readonly ratio: number;
}

/** Starts; `service` names the process (`gateway`, `ledger`). Returns how to send what is left and stop. */
export function startTracing({ endpoint, headers, ratio }: TracingOptions, service: string): () => Promise<void> {
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers: { ...headers } });
  return registerTracing(new BatchSpanProcessor(exporter), ratio, service);
}

/** The same with spans that go wherever `processor` takes them. */
export function registerTracing(processor: SpanProcessor, ratio: number, service: string): () => Promise<void> {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.name': `loyalty-${service}`,
      'service.namespace': 'coalition-loyalty',
    }),
    sampler: new TraceIdRatioBasedSampler(ratio),
    spanProcessors: [processor],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  setTracing(true);
  return async () => {
    setTracing(false);
    // A collector that is gone must not keep a process from ending.
    await provider.shutdown().catch(() => {});
    trace.disable();
    context.disable();
    propagation.disable();
  };
}
