/**
 * Streams of the whole product opened and left, over both transports, before and after they had anything to say: in the end no stream is
 * counted, and the process holds as many sockets and timers as before. `npm run bench -- gateway` does it ten thousand times and weighs the heap.
 */
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { followStream } from '../../scripts/load/follow-stream.ts';
import { type Api, apiAt, type MemberByApi } from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

const QUERY = 'subscription ($member: ID!) { walletUpdated(memberId: $member) { cursor } }';

let product: DeployedProduct;
let member: MemberByApi;

beforeAll(async () => {
  product = await deployProduct('in-process');
  const api: Api = apiAt(product.url, product.platform);
  member = await api.member(await api.programme('coalition'));
}, 60_000);
afterAll(() => product.close());

/** Leaves at the first heartbeat, or at once. */
function overSse(isPatient: boolean): Promise<void> {
  return new Promise((resolve) => {
    const variables = { member: member.id };
    const leave = followStream(
      product.url,
      member.token,
      { query: QUERY, variables },
      { result: () => {}, cursor: () => isPatient && leave(), end: () => resolve() },
    );
    if (!isPatient) setImmediate(leave);
  });
}
async function overWebSocket(isPatient: boolean): Promise<void> {
  let leave = (): void => {};
  const client = createClient({
    url: `${product.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${member.token}` },
    on: { ping: (received) => received && isPatient && leave(), connected: () => !isPatient && setImmediate(leave) },
  });
  await new Promise<void>((resolve) => {
    leave = client.subscribe(
      { query: QUERY, variables: { member: member.id } },
      { next: () => {}, error: () => resolve(), complete: resolve },
    );
  });
  await client.dispose();
}
async function churn(rounds: number): Promise<void> {
  const one = async (round: number): Promise<void> =>
    round % 2 === 0 ? overSse(round % 4 === 0) : overWebSocket(round % 4 === 1);
  for (let from = 0; from < rounds; from += 8) {
    await Promise.all(Array.from({ length: 8 }, (_, index) => one(from + index)));
  }
}
function held(): Record<string, number> {
  const kinds = process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap' || kind === 'Timeout');
  return kinds.reduce<Record<string, number>>((counts, kind) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  }, {});
}

test('four hundred streams opened and left leave no stream, socket or timer behind', async () => {
  // The pools have all their connections then.
  await churn(80);
  await expect.poll(() => product.openStreams(), { timeout: 10_000 }).toBe(0);
  const before = held();
  await churn(400);
  await expect.poll(() => product.openStreams(), { timeout: 10_000 }).toBe(0);
  // A timer more or less is the poll's own.
  await expect
    .poll(() => held().TCPSocketWrap ?? 0, { timeout: 10_000 })
    .toBeLessThanOrEqual(before.TCPSocketWrap ?? 0);
  await expect.poll(() => held().Timeout ?? 0, { timeout: 10_000 }).toBeLessThanOrEqual((before.Timeout ?? 0) + 3);
}, 120_000);
