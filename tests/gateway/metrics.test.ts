/** What the product tells whoever watches it: the figures follow what happened, and hold nobody's data. */
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MetricsServer, serveMetrics } from '../../gateway/metrics/metrics-server.ts';
import { apiAt, eur, outcomeOf, type PartnerByApi } from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';
import { askGateway } from '../support/gateway-under-test.ts';

const TOKEN = 'a-token-for-prometheus';
let product: DeployedProduct;
let metrics: MetricsServer;

beforeAll(async () => {
  product = await deployProduct('in-process');
  metrics = await serveMetrics({ port: 0, host: '127.0.0.1', token: TOKEN }, pino({ level: 'silent' }));
});
afterAll(async () => {
  await metrics.close();
  await product.close();
});

async function look(): Promise<{ text: string; figure: (series: string) => number | undefined }> {
  const response = await fetch(metrics.url, { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const text = await response.text();
  const series = new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
  return { text, figure: (name) => series.get(name) };
}

test('nobody reads the figures without the token, and the public port has none', async () => {
  for (const authorization of ['', 'Bearer ', 'Bearer wrong', `Bearer ${TOKEN}x`, `Basic ${TOKEN}`]) {
    const response = await fetch(metrics.url, { headers: { authorization } });
    expect([response.status, (await response.text()).includes('loyalty_')]).toEqual([401, false]);
  }
  expect((await fetch(metrics.url.replace('/metrics', '/'))).status).toBe(404);
  expect((await fetch(metrics.url, { method: 'POST' })).status).toBe(405);
  expect((await fetch(`${product.url}/metrics`)).status).toBe(404);
});

test('what was posted and refused is counted, what stands in the database is read, and no id is told', async () => {
  const api = apiAt(product.url, product.platform);
  const programme = await api.programme('figures');
  // Points cost their issuer a cent each: 90 of 100 cents is near the cap.
  const near = await api.partner(programme, 'near', { netDebitCap: '1.00', capMode: 'ALERT' });
  const beyond = await api.partner(programme, 'beyond', { netDebitCap: '1.00', capMode: 'ALERT' });
  const member = await api.member(programme);
  const buy = (partner: PartnerByApi, amount: string, idempotencyKey: string) =>
    api.mutate(partner.token, 'recordPurchase', {
      idempotencyKey,
      storeId: partner.storeId,
      memberId: member.id,
      amount: eur(amount),
    });
  await buy(near, '90.00', 'a');
  await buy(beyond, '101.00', 'b');
  expect(outcomeOf(await buy(beyond, '101.00', 'b'))).toBe('OK');
  expect(outcomeOf(await buy(beyond, '102.00', 'b'))).toBe('IDEMPOTENCY_KEY_REUSED');
  const hold = { storeId: near.storeId, memberId: member.id, points: 60, timeToLiveSeconds: 600 };
  expect(outcomeOf(await api.mutate(near.token, 'authoriseRedemption', hold))).toBe('OK');
  await askGateway(`${product.url}/graphql`, { query: '{ nothing }' });
  const stream = await fetch(`${product.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${member.token}`,
    },
    body: JSON.stringify({ query: `subscription { pointsUpdated(memberId: "${member.id}") { cursor } }` }),
  });
  expect(stream.headers.get('content-type')).toContain('event-stream');
  await product.database.sql`INSERT INTO ledger.audit_report (taken_at, checks, broken)
    VALUES (clock_timestamp() - interval '90 seconds', 2, '[{"name": "journal-balances", "findings": ["a row"]}]')`;

  const { text, figure } = await look();
  const told = {
    bought: figure('loyalty_postings_total{kind="PURCHASE",outcome="posted"}'),
    reused: figure('loyalty_refusals_total{code="IDEMPOTENCY_KEY_REUSED"}'),
    held: figure('loyalty_postings_total{kind="AUTHORISATION",outcome="posted"}'),
    queued: figure('loyalty_posting_queue_length'),
    holds: figure('loyalty_open_holds'),
    heldPoints: figure('loyalty_held_points'),
    overdue: figure('loyalty_overdue_holds'),
    near: figure('loyalty_partners_near_cap{level="WARNING"}'),
    beyond: figure('loyalty_partners_near_cap{level="BREACH"}'),
    windows: figure('loyalty_settlement_windows{state="OPEN"}'),
    dead: figure('loyalty_webhook_deliveries{state="dead"}'),
    broken: figure('loyalty_audit_broken_checks'),
    streams: figure('loyalty_open_streams'),
    invalid: figure('loyalty_operation_seconds_count{kind="unknown",outcome="GRAPHQL_VALIDATION_FAILED"}'),
    unread: [...text.matchAll(/loyalty_figures_unread_total\{.*/g)].join(),
  };
  expect(told).toEqual({
    // One came twice.
    bought: 3,
    reused: 1,
    held: 1,
    queued: 0,
    holds: 1,
    heldPoints: 60,
    overdue: 0,
    near: 1,
    beyond: 1,
    windows: 1,
    dead: 0,
    broken: 1,
    streams: 1,
    invalid: 1,
    unread: '',
  });
  expect(figure('loyalty_audit_age_seconds')).toBeGreaterThanOrEqual(90);
  expect(figure('loyalty_outbox_lag_seconds')).toBeLessThan(60);
  expect(figure('loyalty_http_request_seconds_count{route="/oauth/token",method="POST",status="200"}')).toBeGreaterThan(
    3,
  );
  expect(figure('loyalty_subgraph_call_seconds_count{subgraph="ledger",kind="mutation",outcome="ok"}')).toBeGreaterThan(
    3,
  );
  expect(text).toContain('process_cpu_seconds_total');

  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  for (const personal of [
    member.id,
    near.id,
    programme.id,
    programme.operatorCredentials.clientId,
    'figures"',
    '127.0.0.1',
  ])
    expect(text).not.toContain(personal);
  await stream.body?.cancel();
});
