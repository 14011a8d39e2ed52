/** A collector of OpenTelemetry traces over HTTP (OTLP, `POST /v1/traces`, JSON) that keeps the spans it is sent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** A span as it came over the wire. */
export interface CollectedSpan {
  /** `service.name` of the process that sent it. */
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined at the outermost. */
  readonly parentSpanId?: string;
  readonly name: string;
  /** 2 SERVER, 3 CLIENT (opentelemetry/proto/trace/v1/trace.proto). */
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

interface Sent {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: Omit<CollectedSpan, 'service'>[] }[];
  }[];
}

export interface TraceCollector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly endpoint: string;
  readonly spans: readonly CollectedSpan[];
  /** What was sent that is no export, or without the header. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/** @param authorization what every export must carry in that header */
export async function startTraceCollector(authorization: string): Promise<TraceCollector> {
  const spans: CollectedSpan[] = [];
  const refused: string[] = [];
  const server = createServer(async (request, response) => {
    const sent = await buffer(request);
    if (request.url !== '/v1/traces' || request.headers.authorization !== authorization) {
      refused.push(`${request.method} ${request.url}`);
      response.writeHead(401).end();
      return;
    }
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent).toString('utf8');
    for (const { resource, scopeSpans } of (JSON.parse(text) as Sent).resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      for (const scope of scopeSpans) spans.push(...scope.spans.map((span) => ({ ...span, service })));
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    refused,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
