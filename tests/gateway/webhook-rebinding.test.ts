// A name that leads outside while it is looked at and inside afterwards (DNS rebinding), through everything: each connection goes to the address
// that was looked at for it, and what is inside is never spoken to.
import { type AddressInfo, createServer, Socket } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { LookUp } from '../../subgraphs/ledger/webhooks/address-guard.ts';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { apiAt, eur, outcomeOf } from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

const PATIENCE = { timeout: 30_000, interval: 50 };
const OUTSIDE = '8.8.8.8';
let now = Date.now();
let product: DeployedProduct;
let connectionsInside = 0;
const inside = createServer((socket) => {
  connectionsInside += 1;
  socket.destroy();
});
/** The resolver of whoever wants to get in: outside for the first question, inside for all that follow. */
const asked: string[] = [];
const lookUp = ((name: string, _options: unknown, callback: (error: null, found: object[]) => void) => {
  asked.push(name);
  const address = asked.length === 1 ? OUTSIDE : '127.0.0.1';
  setImmediate(() => callback(null, [{ address, family: 4 }]));
}) as unknown as LookUp;

beforeAll(async () => {
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
  product = await deployProduct('in-process', {
    clock: () => new Date(now),
    tokenClock: systemClock,
    sweepEvery: 0,
    privateWebhooks: false,
    webhookLookUp: lookUp,
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await product.close();
  inside.close();
});

it('connects to the address that was looked at, and to none inside', async () => {
  const { port } = inside.address() as AddressInfo;
  const attempted: string[] = [];
  const connect = Socket.prototype.connect;
  vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...given: unknown[]) {
    this.on('connectionAttempt', (address: string, to: number) => {
      if (to !== port) return;
      attempted.push(address);
      // Nobody outside is to be bothered.
      process.nextTick(() => this.destroy());
    });
    return Reflect.apply(connect, this, given) as Socket;
  });
  const api = apiAt(product.url, product.platform);
  const programme = await api.programme('rebound');
  const shop = await api.partner(programme, 'shop');
  const { id: memberId } = await api.member(programme);
  const made = await api.mutate(
    shop.token,
    'createWebhook',
    { url: `https://two-faced.example:${port}/`, eventTypes: ['POINTS_CHANGED'] },
    'webhook { id }',
  );
  expect(outcomeOf(made)).toBe('OK');
  await api.mutate(
    shop.token,
    'recordPurchase',
    { storeId: shop.storeId, memberId, amount: eur('3.00') },
    'wallet { available }',
  );
  const failures = async () => {
    const { data } = await api.ask(
      shop.token,
      `{ webhook(id: "${(made.webhook as { id: string }).id}") { deliveries(first: 1) { edges { node { attempts { status failure } } } } } }`,
    );
    const { edges } = (data!.webhook as { deliveries: { edges: { node: { attempts: unknown[] } }[] } }).deliveries;
    return edges[0]?.node.attempts ?? [];
  };
  await expect.poll(failures, PATIENCE).toEqual([{ status: null, failure: 'CONNECTION_LOST' }]);
  expect({ asked, attempted }).toEqual({ asked: ['two-faced.example'], attempted: [OUTSIDE] });

  now += 60_000;
  await expect.poll(failures, PATIENCE).toHaveLength(2);
  expect((await failures())[1]).toEqual({ status: null, failure: 'FORBIDDEN_TARGET' });
  expect({ asked: asked.length, attempted, connectionsInside }).toEqual({
    asked: 2,
    attempted: [OUTSIDE],
    connectionsInside: 0,
  });
  await expectBooksBalanced(product.database.url);
}, 120_000);
