/** A request can be followed: one trace from the gateway over the subgraphs, signed calls between processes included, to SQL. */
import { context, propagation, SpanKind } from '@opentelemetry/api';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { registerTracing } from '../../gateway/tracing/start-tracing.ts';
import { traceHeaders } from '../../subgraphs/serving/tracing.ts';
import { apiAt, eur, outcomeOf } from '../support/coalition-by-api.ts';
import { type DeployedProduct, type DeploymentKind, deployProduct } from '../support/deploy-product.ts';

const exporter = new InMemorySpanExporter();
let stop: () => Promise<void>;

beforeAll(() => {
  stop = registerTracing(new SimpleSpanProcessor(exporter), 1, 'test');
});
afterAll(() => stop());
beforeEach(() => exporter.reset());

/** Spans of the request that was sent with this trace id, once its outermost one has ended. */
async function spansOf(traceId: string): Promise<ReadableSpan[]> {
  const found = () => exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId);
  await expect.poll(() => found().some(({ name }) => name === 'POST /graphql')).toBe(true);
  return found();
}

describe.each<DeploymentKind>(['in-process', 'split'])('%s', (kind) => {
  let product: DeployedProduct;
  beforeAll(async () => {
    product = await deployProduct(kind);
  });
  afterAll(() => product.close());

  test('a query and a purchase are one trace each, from HTTP to SQL, and hold nothing of anybody', async () => {
    const api = apiAt(product.url, product.platform);
    const programme = await api.programme(`traced-${kind}`);
    const partner = await api.partner(programme, 'till');
    const member = await api.member(programme);
    const send = (token: string, query: string, variables: object, traceId: string) =>
      fetch(`${product.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          // Not sampled, says the caller: whether a trace is kept is not for it to say.
          traceparent: `00-${traceId}-00f067aa0ba902b7-00`,
        },
        body: JSON.stringify({ query, variables }),
      });
    const bought = await api.mutate(partner.token, 'recordPurchase', {
      storeId: partner.storeId,
      memberId: member.id,
      amount: eur('7.00'),
    });
    expect(outcomeOf(bought)).toBe('OK');
    exporter.reset();

    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const query = `query Points { me { displayName wallet { available } transactions(first: 1) { edges { node { partner { name } } } } } }`;
    const answer = await send(member.token, query, {}, traceId);
    expect(await answer.text()).toContain('"available":7');
    const spans = await spansOf(traceId);
    const parentOf = (span: ReadableSpan): ReadableSpan | undefined =>
      spans.find((each) => each.spanContext().spanId === span.parentSpanContext?.spanId);
    const pathOf = (span: ReadableSpan): string => {
      const parent = parentOf(span);
      return parent === undefined ? span.name : `${pathOf(parent)} > ${span.name}`;
    };
    const paths = new Set(spans.map(pathOf));
    for (const subgraph of ['members', 'ledger', 'partners']) {
      const call = `POST /graphql > graphql query > call ${subgraph}`;
      expect(paths).toContain(call);
      expect(paths).toContain(`${call} > ${subgraph} executes`);
      expect(paths).toContain(`${call} > ${subgraph} executes > sql SELECT`);
    }
    const root = spans.find(({ name }) => name === 'POST /graphql');
    expect(root?.kind).toBe(SpanKind.SERVER);
    expect(root?.attributes).toMatchObject({
      'http.response.status_code': 200,
      'loyalty.request_id': answer.headers.get('x-request-id'),
    });
    expect(spans.find(({ name }) => name === 'graphql query')?.attributes['graphql.operation.name']).toBe('Points');

    const buying = '11f92f3577b34da6a3ce929d0e0e4711';
    await send(
      partner.token,
      `mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { userErrors { code } } }`,
      { input: { idempotencyKey: 'traced', storeId: partner.storeId, memberId: member.id, amount: eur('4711.00') } },
      buying,
    ).then((response) => response.text());
    expect((await spansOf(buying)).find(({ name }) => name === 'ledger posts')?.attributes).toEqual({
      'loyalty.kind': 'PURCHASE',
    });

    const told = JSON.stringify(
      [...spans, ...(await spansOf(buying))].map(({ name, attributes, status, events }) => [
        name,
        attributes,
        status,
        events,
      ]),
    );
    for (const personal of [member.id, partner.id, member.token, '4711', 'displayName', 'traced"'])
      expect(told).not.toContain(personal);
  });

  test('what fails is marked with its code and nothing more', async () => {
    const api = apiAt(product.url, product.platform);
    const programme = await api.programme(`failing-${kind}`);
    exporter.reset();
    const traceId = '22f92f3577b34da6a3ce929d0e0e4722';
    const answer = await fetch(`${product.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${programme.operator}`,
        traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
      },
      body: JSON.stringify({ query: '{ partners(first: 1, after: "no cursor") { edges { node { name } } } }' }),
    });
    expect(await answer.text()).toContain('BAD_USER_INPUT');
    const failed = (await spansOf(traceId)).filter(({ status }) => status.message !== undefined);
    expect(failed.map(({ name, status }) => `${name}: ${status.message}`).sort()).toEqual([
      'call partners: BAD_USER_INPUT',
      'graphql query: BAD_USER_INPUT',
    ]);
  });
});

test('outside of a trace no headers are sent, and a broken traceparent is nothing', () => {
  expect(traceHeaders()).toEqual({});
  expect(propagation.extract(context.active(), { traceparent: 'nonsense' })).toEqual(context.active());
});
