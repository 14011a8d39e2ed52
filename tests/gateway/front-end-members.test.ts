/**
 * What a member's token shows that a partner got for its own front end by token exchange: of that member exactly what the partner's own client is
 * shown. The totals are, because there is one points currency and every till needs them; where else they came from is not.
 */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { createIdentityProvider } from '../../gateway/identity/identity-provider.ts';
import { FRONT_END_SCOPES } from '../../gateway/identity/token-exchange.ts';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { uuidSource } from '../../subgraphs/shared/ids.ts';
import { expectBooksBalanced } from '../support/books.ts';
import {
  type Api,
  apiAt,
  eur,
  type MemberByApi,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let shop: PartnerByApi;
let rival: PartnerByApi;
let member: MemberByApi;
/** Of the shop's front end. */
let frontEnd: string;

async function frontEndToken(partnerId: string, memberId: string): Promise<string> {
  const platform = openDatabase({ url: product.database.url, role: 'platform', max: 1 });
  const identity = createIdentityProvider(platform, {
    ...{ issuers: [], audience: 'loyalty', builtInIssuer: 'urn:coalition-loyalty' },
    ...{ clock: systemClock, ids: uuidSource },
  });
  const { accessToken } = await identity.issueMemberToken({
    ...{ subject: memberId, clientId: 'front-end', role: 'member', programmeId: programme.id, memberId },
    ...{ partnerId: null, storeIds: [], person: null, scopes: FRONT_END_SCOPES, frontEndOf: partnerId },
  });
  await platform.close();
  return accessToken;
}
const buy = async (partner: PartnerByApi, amount: string): Promise<void> => {
  const input = { storeId: partner.storeId, memberId: member.id, amount: eur(amount) };
  expect(outcomeOf(await api.mutate(partner.token, 'recordPurchase', input))).toBe('OK');
};

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('front-ends');
  shop = await api.partner(programme, 'shop');
  rival = await api.partner(programme, 'rival');
  member = await api.member(programme);
  frontEnd = await frontEndToken(shop.id, member.id);
  await buy(shop, '10.00');
  await buy(rival, '25.00');
  await buy(shop, '1.00');
});
afterEach(() => expectBooksBalanced(product.database.url));
afterAll(() => product.close());

const POINTS = `wallet { available held pending arrears expiring { points } lots(first: 10) { points issuer { id } funder { id } } }
  transactions(first: 10) { edges { node { kind points partner { id } } } }`;
interface Seen {
  wallet: { available: number; lots: { points: number; issuer: { id: string } }[] };
  transactions: { edges: { node: { points: number; partner: { id: string } } }[] };
}
async function seenBy(token: string): Promise<Seen> {
  const { data, errors } = await api.ask(token, `{ member(id: "${member.id}") { ${POINTS} } }`);
  expect(errors).toBeUndefined();
  return data!.member as Seen;
}

it('is what the partner’s own client is shown, and no more: totals, its own lots, its own tills', async () => {
  const own = await seenBy(member.token);
  const front = await seenBy(frontEnd);
  expect(front).toEqual(await seenBy(shop.token));
  expect(front.wallet.available).toBe(own.wallet.available);
  expect([own.wallet.lots.length, front.wallet.lots.length]).toEqual([3, 2]);
  expect([own.transactions.edges.length, front.transactions.edges.length]).toEqual([3, 2]);
  expect(JSON.stringify(front)).not.toContain(rival.id);
  expect(front).not.toEqual(await seenBy(await frontEndToken(rival.id, member.id)));
});

it('names nobody else’s transaction by its id, tells of none in the feed, and gives no points away', async () => {
  const operator = `{ events(first: 100, types: [POINTS_CHANGED]) { edges { node { transaction { id partner { id } } } } } }`;
  const all = (await api.ask(programme.operator, operator)).data as {
    events: { edges: { node: { transaction: { id: string; partner: { id: string } } } }[] };
  };
  const done = all.events.edges.map(({ node }) => node.transaction);
  expect(done).toHaveLength(3);
  for (const { id, partner } of done) {
    const { data } = await api.ask(frontEnd, `{ transaction(id: "${id}") { id } }`);
    expect(data).toEqual({ transaction: partner.id === shop.id ? { id } : null });
  }
  const feed = await api.ask(
    frontEnd,
    `{ events(first: 100, types: [POINTS_CHANGED]) { edges { node { transaction { partner { id } } } } } }`,
  );
  expect(JSON.stringify(feed)).not.toContain(rival.id);
  const given = await api.ask(
    frontEnd,
    `mutation { transferPoints(input: { idempotencyKey: "x", fromMemberId: "${member.id}", toMemberId: "${shop.id}", points: 1 }) { userErrors { code } } }`,
  );
  expect(given.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});
