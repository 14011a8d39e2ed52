/** After a merge the person sees what happened to both, in whoever's name it did; a merged member sees nothing of the other, and an unmerged one itself. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { NO_ROWS, scopeText } from '../../db/row-scope.ts';
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
let other: PartnerByApi;
let rewardId: string;

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('histories');
  shop = await api.partner(programme, 'shop');
  other = await api.partner(programme, 'other');
  const voucher = {
    ...{ storeId: shop.storeId, name: 'voucher', kind: 'VOUCHER', points: 5, stock: 100 },
    ...{ transferable: true, cancellableDays: 30 },
  };
  const reward = await api.mutate(shop.token, 'createReward', voucher, 'reward { id }');
  rewardId = (reward.reward as { id: string }).id;
}, 180_000);
afterAll(() => product.close());
afterEach(() => expectBooksBalanced(product.database.url));

const buy = async (memberId: string, amount: string, at = shop): Promise<string> => {
  const input = { storeId: at.storeId, memberId, amount: eur(amount) };
  const reply = await api.mutate(at.token, 'recordPurchase', input, 'transaction { id }');
  expect(outcomeOf(reply)).toBe('OK');
  return (reply.transaction as { id: string }).id;
};
const merge = async (survivorId: string, duplicateId: string): Promise<string> => {
  const merged = await api.mutate(programme.operator, 'mergeMembers', { survivorId, duplicateId }, 'mergeId');
  expect(outcomeOf(merged)).toBe('OK');
  return merged.mergeId as string;
};

interface History {
  transactions: { edges: { node: { id: string; kind: string; points: number; transfers: { points: number }[] } }[] };
  rewardOrders: { edges: { node: { id: string; voucher: { code: string } | null } }[] } | null;
  vouchers: { edges: { node: { code: string } }[] } | null;
}
const HISTORY = `query ($id: ID!) { member(id: $id) {
  transactions(first: 50) { edges { node { id kind points transfers { points } } } }
  rewardOrders { edges { node { id voucher { code } } } }
  vouchers { edges { node { code } } } } }`;

const historyOf = async (token: string, id: string): Promise<History | null> =>
  (await api.ask(token, HISTORY, { id })).data?.member as History | null;
const idsOf = (history: History | null): string[] | undefined => history?.transactions.edges.map(({ node }) => node.id);

/** Anna, and Annie who is Anna, too, and has bought and ordered. */
async function twice(): Promise<{ anna: MemberByApi; annie: MemberByApi; bought: string; ordered: string }> {
  const [anna, annie] = [await api.member(programme), await api.member(programme)];
  await buy(anna.id, '10.00');
  const bought = await buy(annie.id, '40.00', other);
  const reply = await api.mutate(annie.token, 'orderReward', { rewardId }, 'order { id }');
  expect(outcomeOf(reply)).toBe('OK');
  return { anna, annie, bought, ordered: (reply.order as { id: string }).id };
}

it('the member, a till of either and the operator see both histories as one; undone, each has its own again', async () => {
  const { anna, annie, bought, ordered } = await twice();
  const before = await historyOf(anna.token, anna.id);
  const mergeId = await merge(anna.id, annie.id);

  const mine = await historyOf(anna.token, anna.id);
  const whole = await historyOf(programme.operator, anna.id);
  expect(mine?.transactions.edges.map(({ node }) => node.kind).sort()).toEqual([
    ...['PURCHASE', 'PURCHASE', 'REDEMPTION', 'TRANSFER'],
  ]);
  expect(idsOf(whole)).toEqual(idsOf(mine));
  // All that it ever got less what it spent is what it has: what moved between the two is nothing.
  expect(mine?.transactions.edges.reduce((sum, { node }) => sum + node.points, 0)).toBe(45);
  expect(mine?.transactions.edges.every(({ node }) => node.transfers.length > 0)).toBe(true);
  expect(mine?.rewardOrders?.edges.map(({ node }) => node.id)).toEqual([ordered]);
  expect(mine?.vouchers?.edges[0]?.node.code).toBe(mine?.rewardOrders?.edges[0]?.node.voucher?.code);
  expect(idsOf(await historyOf(other.token, anna.id))).toEqual([bought]);
  const one = await api.ask(anna.token, 'query ($id: ID!) { transaction(id: $id) { id partner { id } } }', {
    id: bought,
  });
  expect(one.data?.transaction).toEqual({ id: bought, partner: { id: other.id } });

  expect(outcomeOf(await api.mutate(programme.operator, 'unmergeMembers', { mergeId }))).toBe('OK');
  const after = await historyOf(anna.token, anna.id);
  // What moved to and fro stays told.
  expect(after?.transactions.edges.slice(-1)).toEqual(before?.transactions.edges);
  expect(idsOf(after)).not.toContain(bought);
  expect(after?.rewardOrders?.edges).toEqual([]);
  expect(after?.vouchers?.edges).toEqual([]);
  const gone = await api.ask(anna.token, 'query ($id: ID!) { transaction(id: $id) { id } }', { id: bought });
  expect(gone.data?.transaction).toBeNull();
});

it('pages go through both histories in the order in which things happened, none twice', async () => {
  const [anna, annie] = [await api.member(programme), await api.member(programme)];
  const bought: string[] = [];
  for (const member of [anna, annie, annie, anna, annie]) bought.push(await buy(member.id, '3.00'));
  await merge(anna.id, annie.id);
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = await api.ask(
      anna.token,
      `query ($id: ID!, $after: String) { member(id: $id) { transactions(first: 2, after: $after) {
        pageInfo { hasNextPage endCursor } edges { node { id kind } } } } }`,
      { id: anna.id, after },
    );
    const { transactions } = page.data!.member as {
      transactions: {
        pageInfo: { hasNextPage: boolean; endCursor: string };
        edges: { node: { id: string; kind: string } }[];
      };
    };
    seen.push(...transactions.edges.filter(({ node }) => node.kind === 'PURCHASE').map(({ node }) => node.id));
    after = transactions.pageInfo.hasNextPage ? transactions.pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen).toEqual(bought.reverse());
});

it('a statement over the merge begins with what both had and comes to what the member has', async () => {
  const { anna, annie } = await twice();
  const from = new Date().toISOString();
  await buy(annie.id, '5.00');
  await merge(anna.id, annie.id);
  await buy(anna.id, '2.00');
  const to = new Date().toISOString();
  const { data } = await api.ask(
    anna.token,
    `query ($id: ID!, $from: DateTime!, $to: DateTime!) { member(id: $id) { statement(from: $from, to: $to) {
      opening { available lots(first: 10) { points } } closing { available }
      transactions(first: 20) { edges { node { points } } } } } }`,
    { id: anna.id, from, to },
  );
  const { opening, closing, transactions } = (data!.member as { statement: unknown }).statement as {
    opening: { available: number; lots: unknown[] };
    closing: { available: number };
    transactions: { edges: { node: { points: number } }[] };
  };
  expect([opening.available, opening.lots.length, closing.available]).toEqual([45, 2, 52]);
  expect(transactions.edges.reduce((sum, { node }) => sum + node.points, opening.available)).toBe(closing.available);
});

it('a merged member, whatever token it still has, sees nothing of the other, nor does a stranger', async () => {
  const { anna, annie } = await twice();
  const [stranger] = [await api.member(programme)];
  await merge(anna.id, annie.id);
  expect((await api.ask(annie.token, HISTORY, { id: anna.id })).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  expect(await historyOf(stranger.token, anna.id)).toBeNull();
  // Even to a token that is not barred the database shows nothing of it.
  const { sql } = product.database;
  const seenBy = (memberId: string) =>
    sql.begin(async (tx) => {
      await tx`SELECT set_config('loyalty.scope', ${scopeText({ ...NO_ROWS, programmeId: programme.id, memberId })}, true)`;
      await tx`SET LOCAL ROLE loyalty_ledger_reader`;
      const rows = await tx<{ memberId: string }[]>`
        SELECT DISTINCT member_id AS "memberId" FROM ledger.transaction WHERE kind = 'PURCHASE'`;
      const members = await tx<{ memberId: string }[]>`SELECT member_id AS "memberId" FROM members.member_in_scope`;
      return [rows, members].map((found) => found.map(({ memberId }) => memberId).sort());
    });
  expect(await seenBy(annie.id)).toEqual([[annie.id], [annie.id]]);
  const both = [anna.id, annie.id].sort();
  expect(await seenBy(anna.id)).toEqual([both, both]);
  expect(await seenBy(stranger.id)).toEqual([[], [stranger.id]]);
});

it('its keys are shown with the member’s own and can be blocked, its orders given up, its vouchers passed on, all in one archive', async () => {
  const { anna, annie, ordered, bought } = await twice();
  const value = `LOST${annie.id.slice(-8)}`.toUpperCase();
  const identity = { kind: 'CARD', value };
  await api.mutate(programme.operator, 'addMemberIdentity', { memberId: annie.id, identity });
  const second = await api.mutate(annie.token, 'orderReward', { rewardId }, 'order { voucher { id } }');
  await merge(anna.id, annie.id);
  await api.mutate(anna.token, 'setConfirmationLimit', { memberId: anna.id, confirmAbove: 7 });

  const keys = await api.ask(anna.token, '{ me { identities { id kind value } } }');
  const card = (keys.data!.me as { identities: { id: string; value: string }[] }).identities.find(
    (one) => one.value === value,
  );
  const lost = { memberId: anna.id, identityId: card?.id, reason: 'LOST' };
  expect(outcomeOf(await api.mutate(anna.token, 'blockMemberIdentity', lost))).toBe('OK');
  const byCard = { storeId: shop.storeId, identity, amount: eur('1.00') };
  expect(outcomeOf(await api.mutate(shop.token, 'recordPurchase', byCard))).toBe('MEMBER_UNKNOWN');

  const stranger = await api.member(programme);
  const { id: voucherId } = (second.order as { voucher: { id: string } }).voucher;
  const gift = { voucherId, toMemberId: stranger.id };
  expect(outcomeOf(await api.mutate(stranger.token, 'transferVoucher', gift))).toBe('VOUCHER_UNKNOWN');
  expect(outcomeOf(await api.mutate(anna.token, 'transferVoucher', gift))).toBe('OK');
  expect(outcomeOf(await api.mutate(stranger.token, 'cancelRewardOrder', { orderId: ordered }))).toBe('ORDER_UNKNOWN');
  expect(outcomeOf(await api.mutate(anna.token, 'cancelRewardOrder', { orderId: ordered }))).toBe('OK');
  await expect
    .poll(
      async () =>
        (await historyOf(anna.token, anna.id))?.transactions.edges.reduce((sum, { node }) => sum + node.points, 0),
      {
        timeout: 20_000,
      },
    )
    .toBe(45);

  const archive = (await api.ask(anna.token, 'query ($id: ID!) { memberExport(id: $id) }', { id: anna.id })).data!
    .memberExport as {
    profile: { confirmAbove: number };
    transactions: { id: string }[];
    rewardOrders: { id: string }[];
    identities: { value: string }[];
  };
  expect(archive.profile.confirmAbove).toBe(7);
  expect(archive.transactions.map(({ id }) => id)).toContain(bought);
  expect(archive.rewardOrders.map(({ id }) => id)).toContain(ordered);
  expect(archive.identities.map((one) => one.value)).toContain(value);
});

it('what both did counts for the survivor’s tier, at once, and no more when the merge is undone', async () => {
  const own = await api.programme('tiers-of-persons');
  const till = await api.partner(own, 'till');
  const tiers = [
    { code: 'BASE', rank: 0, name: 'Base', threshold: 0 },
    { code: 'GOLD', rank: 1, name: 'Gold', threshold: 100 },
  ];
  expect(outcomeOf(await api.mutate(own.operator, 'publishTierLadder', { tiers }))).toBe('OK');
  const [anna, annie] = [await api.member(own), await api.member(own)];
  await buy(anna.id, '60.00', till);
  const returned = await buy(annie.id, '70.00', till);
  const tierOf = async () => {
    const asked = await api.ask(own.operator, `{ member(id: "${anna.id}") { tier { tier { code } measured } } }`);
    const { tier, measured } = (asked.data!.member as { tier: { tier: { code: string }; measured: number } }).tier;
    return [tier.code, measured];
  };
  const soon = { timeout: 20_000 };
  await expect.poll(tierOf, soon).toEqual(['BASE', 60]);
  await expect
    .poll(
      async () =>
        (await product.database.sql`SELECT 1 FROM members.qualifying_day WHERE member_id = ${annie.id}`).length,
      soon,
    )
    .toBe(1);
  const pair = { survivorId: anna.id, duplicateId: annie.id };
  const { mergeId } = await api.mutate(own.operator, 'mergeMembers', pair, 'mergeId');
  expect(await tierOf()).toEqual(['GOLD', 130]);
  const goods = { storeId: till.storeId, purchaseId: returned, amount: eur('40.00') };
  expect(outcomeOf(await api.mutate(till.token, 'recordReturn', goods))).toBe('OK');
  await expect.poll(tierOf, soon).toEqual(['BASE', 90]);
  expect(outcomeOf(await api.mutate(own.operator, 'unmergeMembers', { mergeId }))).toBe('OK');
  expect(await tierOf()).toEqual(['BASE', 60]);
});
