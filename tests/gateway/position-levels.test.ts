/** The soft limit warns: a partner near, over and back below its net debit cap is told of once each, to whom it concerns. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { expectBooksBalanced } from '../support/books.ts';
import {
  type Api,
  apiAt,
  eur,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let acme: PartnerByApi;
let bolt: PartnerByApi;

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('levels');
  // A point costs its issuer a cent.
  acme = await api.partner(programme, 'acme', { netDebitCap: '1.00', capMode: 'ALERT' });
  bolt = await api.partner(programme, 'bolt');
});
afterEach(() => expectBooksBalanced(product.database.url));
afterAll(() => product.close());

const levelsSeenBy = async (token: string): Promise<string[]> => {
  const query =
    '{ events(first: 100, types: [POSITION_LEVEL_CHANGED]) { edges { node { type level partners { id } member { id } } } } }';
  const { data, errors } = await api.ask(token, query);
  expect(errors).toBeUndefined();
  type Page = { events: { edges: { node: { level: string; partners: { id: string }[]; member: null } }[] } };
  return (data as Page).events.edges.map(({ node }) => {
    expect([node.partners, node.member]).toEqual([[{ id: acme.id }], null]);
    return node.level;
  });
};
const PATIENCE = { timeout: 60_000, interval: 100 };

it('OK, WARNING, BREACH and back, in the reply of the mutation at once and in the feed soon after', async () => {
  const { id: memberId } = await api.member(programme);
  const shown = 'transaction { id partner { position { level } } }';
  const sell = async (amount: string): Promise<[string, string]> => {
    const input = { storeId: acme.storeId, memberId, amount: eur(amount) };
    const reply = await api.mutate(acme.token, 'recordPurchase', input, shown);
    expect(outcomeOf(reply)).toBe('OK');
    const { id, partner } = reply.transaction as { id: string; partner: { position: { level: string } } };
    return [id, partner.position.level];
  };
  expect((await sell('79.00'))[1]).toBe('OK');
  const [warned, warning] = await sell('1.00');
  expect(warning).toBe('WARNING');
  await expect.poll(() => levelsSeenBy(acme.token), PATIENCE).toEqual(['WARNING']);
  const [breached, breach] = await sell('21.00');
  expect(breach).toBe('BREACH');
  await expect.poll(() => levelsSeenBy(acme.token), PATIENCE).toEqual(['WARNING', 'BREACH']);
  for (const purchaseId of [breached, warned]) {
    const back = await api.mutate(acme.token, 'recordReturn', { storeId: acme.storeId, purchaseId });
    expect(outcomeOf(back)).toBe('OK');
  }
  await expect.poll(async () => (await levelsSeenBy(acme.token)).at(-1), PATIENCE).toBe('OK');
  expect(await levelsSeenBy(programme.operator)).toEqual(await levelsSeenBy(acme.token));
  expect([await levelsSeenBy(bolt.token), await levelsSeenBy(acme.limited)]).toEqual([[], []]);
});
