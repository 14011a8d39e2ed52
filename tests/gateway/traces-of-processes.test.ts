/**
 * The split deployment as real processes, set up by `npm run platform-client` and followed by a collector: one trace from the gateway over the
 * subgraphs to SQL, sent over HTTP as OpenTelemetry says.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { apiAt } from '../support/coalition-by-api.ts';
import { createTestDatabase } from '../support/database.ts';
import { TEST_PERSONAL_DATA_KEY } from '../support/personal-data.ts';
import { spawnScript } from '../support/spawn-script.ts';
import { type CollectedSpan, startTraceCollector } from '../support/trace-collector.ts';

test('platform-client prints what opens the API; a query is one trace over five processes, each span under its own parent', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'loyalty-traced-'));
  const database = await createTestDatabase();
  const collector = await startTraceCollector('Bearer for the collector');
  onTestFinished(async () => {
    await collector.close();
    await database.close();
    await rm(dataDir, { recursive: true });
  });
  const env = { DATABASE_URL: database.url, DATA_DIR: dataDir };

  const made = await spawnScript('platform-client', [], env).ended;
  expect([made.code, made.stderr]).toEqual([0, '']);
  const platform = JSON.parse(made.stdout) as { clientId: string; clientSecret: string };
  const [kept] = await database.sql`SELECT * FROM platform.api_client WHERE client_id = ${platform.clientId}`;
  expect(kept?.role).toBe('PLATFORM');
  expect(JSON.stringify(kept)).not.toContain(platform.clientSecret);

  const split = spawnScript('split', ['--port', '0', '--no-demo'], {
    ...env,
    DATABASE_CONNECTIONS: '2',
    PERSONAL_DATA_KEY: TEST_PERSONAL_DATA_KEY,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20for%20the%20collector',
  });
  await split.printed('Ctrl-C stops everything.');
  const url = /GraphQL {3}(\S+)\/graphql/.exec(split.output())![1]!;
  const api = apiAt(url, platform);
  const programme = await api.programme('traced');
  const partner = await api.partner(programme, 'till');
  const member = await api.member(programme);
  const input = { storeId: partner.storeId, memberId: member.id, amount: { amount: '7.00', currency: 'EUR' } };
  expect((await api.mutate(partner.token, 'recordPurchase', input)).userErrors).toEqual([]);
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${member.token}`,
      traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
    },
    body: JSON.stringify({
      query: '{ me { wallet { available } transactions(first: 1) { edges { node { partner { name } } } } } }',
    }),
  });
  expect(await answer.text()).toContain('"available":7');
  // What is on its way when it stops is sent before it ends.
  split.signal('SIGTERM');
  expect((await split.ended).code).toBe(0);
  expect(collector.refused).toEqual([]);

  const spans = collector.spans.filter((span) => span.traceId === traceId);
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const pathOf = (span: CollectedSpan): string => {
    const parent = byId.get(span.parentSpanId ?? '');
    const own = `${span.service.replace('loyalty-', '')}: ${span.name}`;
    return parent === undefined ? own : `${pathOf(parent)} > ${own}`;
  };
  const paths = new Set(spans.map(pathOf));
  for (const subgraph of ['members', 'ledger', 'partners']) {
    const call = `gateway: POST /graphql > gateway: graphql query > gateway: call ${subgraph}`;
    expect(paths).toContain(call);
    expect(paths).toContain(`${call} > ${subgraph}: ${subgraph} executes`);
    expect(paths).toContain(`${call} > ${subgraph}: ${subgraph} executes > ${subgraph}: sql SELECT`);
  }
  // One outermost span, under the caller's; everything else hangs on it, and began after and ended before what it hangs on.
  const outermost = spans.filter(({ parentSpanId }) => !byId.has(parentSpanId ?? ''));
  expect(outermost).toMatchObject([{ name: 'POST /graphql', kind: 2, parentSpanId: '00f067aa0ba902b7' }]);
  for (const span of spans) {
    const parent = byId.get(span.parentSpanId ?? '');
    expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano));
    if (parent?.service === span.service && !span.name.startsWith('sql'))
      expect(BigInt(span.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(parent.startTimeUnixNano));
  }
}, 120_000);
