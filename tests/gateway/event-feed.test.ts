/**
 * One feed for all that is told, through the API with real clients: who hears what, replays from any cursor, pages of the change feed. In one
 * process and split.
 */
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCursor } from '../../subgraphs/serving/connections.ts';
import { expectBooksBalanced } from '../support/books.ts';
import {
  type Api,
  apiAt,
  eur,
  type Fields,
  type MemberByApi,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, type DeploymentKind, deployProduct } from '../support/deploy-product.ts';

type Event = Fields & { cursor: string };
interface Page {
  edges: { cursor: string; node: Fields & { type: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const SUBSCRIPTIONS = {
  pointsUpdated: 'pointsUpdated(memberId: $member, after: $after) { cursor transaction { kind } }',
  walletUpdated: 'walletUpdated(memberId: $member, after: $after) { cursor wallet { available } }',
  partnerActivity: 'partnerActivity(partnerId: $partner, after: $after) { cursor member { id } transaction { kind } }',
  positionUpdated: 'positionUpdated(partnerId: $partner, after: $after) { cursor position { net { amount } } }',
  settlementWindowUpdated: 'settlementWindowUpdated(after: $after) { cursor state window { number } }',
  rewardOrderUpdated: 'rewardOrderUpdated(memberId: $member, after: $after) { cursor order { state } }',
  missionsUpdated:
    'missionsUpdated(memberId: $member, after: $after) { cursor member { id missions { value mission { name } } } reached { name } }',
} as const;
type Name = keyof typeof SUBSCRIPTIONS;

describe.each<DeploymentKind>(['in-process', 'split'])('%s', (kind) => {
  let product: DeployedProduct;
  let api: Api;
  let programme: ProgrammeByApi;
  let elsewhere: ProgrammeByApi;
  let acme: PartnerByApi;
  let best: PartnerByApi;
  let member: MemberByApi;
  let other: MemberByApi;
  /** Before anything of this programme happened. */
  let beginning: string;

  beforeAll(async () => {
    product = await deployProduct(kind, { markEvery: 50 });
    api = apiAt(product.url, product.platform);
    programme = await api.programme('coalition');
    elsewhere = await api.programme('elsewhere');
    acme = await api.partner(programme, 'acme');
    best = await api.partner(programme, 'best');
    member = await api.member(programme);
    other = await api.member(programme);
    beginning = await feedCursor(programme.operator);
    const done = async (at: string, name: string, input: Fields, selection = ''): Promise<Fields> => {
      const reply = await api.mutate(at, name, input, selection);
      expect([name, outcomeOf(reply)]).toEqual([name, 'OK']);
      return reply;
    };
    const buy = (at: PartnerByApi, memberId: string, amount: string) =>
      done(at.token, 'recordPurchase', { storeId: at.storeId, memberId, amount: eur(amount) });
    await buy(acme, member.id, '100.00');
    await buy(best, member.id, '50.00');
    await done(best.token, 'redeemPoints', { storeId: best.storeId, memberId: member.id, points: 120 });
    await buy(acme, other.id, '7.00');
    const { reward } = (await done(
      best.token,
      'createReward',
      { storeId: best.storeId, name: 'cup', points: 10 },
      'reward { id }',
    )) as { reward: { id: string } };
    await done(member.token, 'orderReward', { rewardId: reward.id, memberId: member.id });
    const { data } = await api.ask(programme.operator, '{ settlementWindow { id } }');
    const windowId = (data as { settlementWindow: { id: string } }).settlementWindow.id;
    await done(programme.operator, 'closeSettlementWindow', { windowId });
  }, 60_000);
  afterAll(async () => {
    await expectBooksBalanced(product.database.url);
    await product.close();
  });

  async function feedCursor(token: string): Promise<string> {
    return (await api.ask(token, '{ feedCursor }')).data?.feedCursor as string;
  }

  /** The first events of a subscription, at least `count` and until `enough`; or the code it was refused with. */
  async function hear(
    token: string,
    name: Name,
    after: string | null,
    enough: (events: Event[]) => boolean,
    variables: object = {},
  ): Promise<Event[] | string> {
    const client = createClient({
      url: `${product.url}/graphql`,
      retryAttempts: 0,
      headers: { authorization: `Bearer ${token}` },
    });
    const field = SUBSCRIPTIONS[name];
    const given = ['member', 'partner', 'after'].filter((variable) => field.includes(`$${variable}`));
    const declared = given.map((each) => `$${each}: ${each === 'after' ? 'String' : 'ID!'}`).join(', ');
    const all: Fields = { member: member.id, partner: acme.id, after, ...variables };
    const events: Event[] = [];
    try {
      const stream = client.iterate<Record<string, Event>>({
        query: `subscription (${declared}) { ${field} }`,
        variables: Object.fromEntries(given.map((each) => [each, all[each]])),
      });
      for await (const { data, errors } of stream) {
        if (errors?.[0] !== undefined) return String(errors[0].extensions.code);
        events.push(data?.[name] as Event);
        if (enough(events)) return events;
      }
      return 'ended';
    } catch (refusal) {
      return /"code":"(\w+)"/.exec(JSON.stringify(refusal))?.[1] ?? String(refusal);
    } finally {
      client.dispose();
    }
  }
  const of = (count: number) => (events: Event[]) => events.length >= count;

  async function page(token: string, after: string | null, first = 100, types: string[] | null = null): Promise<Page> {
    const { data, errors } = await api.ask(
      token,
      `query ($first: Int!, $after: String, $types: [EventType!]) { events(first: $first, after: $after, types: $types) {
        edges { cursor node { type recordedAt member { id } partners { id } transaction { kind } wallet { available } window { number } order { state } } }
        pageInfo { hasNextPage endCursor } } }`,
      { first, after, types },
    );
    if (errors !== undefined) throw new Error(errors[0]!.extensions.code);
    return (data as { events: Page }).events;
  }
  const typesIn = ({ edges }: Page): Record<string, number> =>
    edges.reduce<Record<string, number>>(
      (counts, { node }) => Object.assign(counts, { [node.type]: (counts[node.type] ?? 0) + 1 }),
      {},
    );

  it('what was told before is replayed to whoever may hear it, in order', async () => {
    const points = (await hear(member.token, 'pointsUpdated', beginning, of(4))) as Fields[];
    expect(points.slice(0, 3).map(({ transaction }) => (transaction as Fields).kind)).toEqual([
      'PURCHASE',
      'PURCHASE',
      'REDEMPTION',
    ]);
    const wallets = (await hear(member.token, 'walletUpdated', beginning, of(3))) as Fields[];
    expect(wallets.map(({ wallet }) => (wallet as Fields).available)).toEqual([100, 150, 30]);
    const tills = (await hear(acme.token, 'partnerActivity', beginning, of(2))) as Fields[];
    expect(tills.map((each) => (each.member as Fields).id)).toEqual([member.id, other.id]);
    const windows = (await hear(acme.token, 'settlementWindowUpdated', beginning, (events) =>
      events.some(({ state }) => state === 'CLOSED'),
    )) as Fields[];
    expect(windows.map(({ state }) => state)).toEqual(expect.arrayContaining(['OPEN', 'CLOSING', 'CLOSED']));
    const orders = (await hear(member.token, 'rewardOrderUpdated', beginning, of(2))) as Fields[];
    expect(orders.at(-1)).toMatchObject({ order: { state: expect.any(String) } });
  });

  it('a partner hears of its position as it is after points were taken as payment', async () => {
    const cursor = await feedCursor(best.token);
    const heard = hear(best.token, 'positionUpdated', cursor, of(1), { partner: best.id });
    const buyer = { storeId: best.storeId, memberId: member.id, points: 5 };
    expect(outcomeOf(await api.mutate(best.token, 'redeemPoints', buyer))).toBe('OK');
    const { data } = await api.ask(
      best.token,
      'query ($id: ID!) { partner(id: $id) { position { net { amount } } } }',
      {
        id: best.id,
      },
    );
    expect(await heard).toMatchObject([{ position: (data as { partner: { position: object } }).partner.position }]);
  });

  it('a stream that goes live after its replay has no gap and nothing twice', async () => {
    const cursor = await feedCursor(member.token);
    const input = { storeId: acme.storeId, memberId: other.id, amount: eur('1.00') };
    const before = 5;
    for (let n = 0; n < before; n += 1) await api.mutate(acme.token, 'recordPurchase', input);
    const heard = hear(other.token, 'walletUpdated', cursor, of(before * 2), { member: other.id });
    for (let n = 0; n < before; n += 1) await api.mutate(acme.token, 'recordPurchase', input);
    const events = (await heard) as (Event & { wallet: { available: number } })[];
    const first = events[0]!.wallet.available;
    expect(events.map(({ wallet }) => wallet.available)).toEqual(events.map((_, n) => first + n));
  });

  it('the change feed has the same events under the same cursors, each caller its own', async () => {
    const mine = await page(member.token, beginning);
    expect(Object.keys(typesIn(mine)).sort()).toEqual(['ORDER_CHANGED', 'POINTS_CHANGED']);
    expect(mine.edges.every(({ node }) => (node.member as Fields).id === member.id)).toBe(true);
    const third = mine.edges.filter(({ node }) => node.type === 'POINTS_CHANGED')[2]!;
    const told = (await hear(member.token, 'pointsUpdated', beginning, of(3))) as Event[];
    expect(told[2]!.cursor).toBe(third.cursor);

    const whole = await page(acme.token, beginning);
    expect(Object.keys(typesIn(whole)).sort()).toEqual(['POINTS_CHANGED', 'POSITIONS_CHANGED', 'WINDOW_CHANGED']);
    expect(whole.edges.flatMap(({ node }) => (node.partners as Fields[]).map(({ id }) => id))).not.toContain(best.id);
    const limited = await page(best.limited, beginning);
    expect(limited.edges).toEqual([]);
    expect(Object.keys(typesIn(await page(programme.operator, beginning))).sort()).toEqual([
      'ORDER_CHANGED',
      'POINTS_CHANGED',
      'POSITIONS_CHANGED',
      'WINDOW_CHANGED',
    ]);
    expect((await page(elsewhere.operator, beginning)).edges).toEqual([]);
  });

  it('pages of one are the whole page, and the last cursor continues when something happens', async () => {
    const types = ['POINTS_CHANGED', 'ORDER_CHANGED'];
    const whole = (await page(programme.operator, beginning, 100, types)).edges.map(({ cursor }) => cursor);
    const one: string[] = [];
    let after: string | null = beginning;
    for (let more = true; more; ) {
      const next: Page = await page(programme.operator, after, 1, types);
      one.push(...next.edges.map(({ cursor }) => cursor));
      after = next.pageInfo.endCursor;
      more = next.pageInfo.hasNextPage;
    }
    expect(one).toEqual(whole);
    expect((await page(programme.operator, after, 100, types)).edges).toEqual([]);
    await api.mutate(acme.token, 'recordPurchase', {
      storeId: acme.storeId,
      memberId: member.id,
      amount: eur('1.00'),
    });
    expect(typesIn(await page(member.token, after, 100, types))).toEqual({ POINTS_CHANGED: 1 });
  });

  it('missions are followed live by their member and the operator: where they stand, and what was just reached', async () => {
    const own = await api.programme('playful');
    const [till, player] = [await api.partner(own, 'till'), await api.member(own)];
    const start = await feedCursor(own.operator);
    const mission = {
      ...{ name: 'Twice', goal: { kind: 'COUNT' }, levels: [{ name: 'Two', target: 2, points: 5 }] },
      ...{ startsAt: '2020-01-01T00:00:00Z', endsAt: '2090-01-01T00:00:00Z' },
    };
    const buy = () =>
      api.mutate(till.token, 'recordPurchase', { storeId: till.storeId, memberId: player.id, amount: eur('3.00') });
    expect(outcomeOf(await api.mutate(own.operator, 'createMission', mission))).toBe('OK');
    const variables = { member: player.id };
    const heard = hear(player.token, 'missionsUpdated', start, of(2), variables);
    await buy();
    const [first] = (await hear(own.operator, 'missionsUpdated', start, of(1), variables)) as Event[];
    await buy();
    const at = (value: number) => ({ id: player.id, missions: [{ value, mission: { name: 'Twice' } }] });
    const [, second] = (await heard) as Event[];
    expect(first).toMatchObject({ member: { id: player.id }, reached: [] });
    expect(second).toMatchObject({ member: at(2), reached: [{ name: 'Twice' }] });
    expect(await hear(player.token, 'missionsUpdated', (first as Event).cursor, of(1), variables)).toEqual([second]);
    expect(typesIn(await page(player.token, start))).toMatchObject({ MISSIONS_CHANGED: 2 });
    expect(typesIn(await page(till.token, start))).not.toHaveProperty('MISSIONS_CHANGED');
  });

  it.each<[string, () => string, Name, () => object, string]>([
    ['a member', () => other.token, 'pointsUpdated', () => ({}), 'FORBIDDEN'],
    ['a member', () => other.token, 'walletUpdated', () => ({}), 'FORBIDDEN'],
    ['a member', () => other.token, 'rewardOrderUpdated', () => ({}), 'FORBIDDEN'],
    ['a member', () => other.token, 'missionsUpdated', () => ({}), 'FORBIDDEN'],
    ['a partner', () => acme.token, 'missionsUpdated', () => ({}), 'FORBIDDEN'],
    ['another operator', () => elsewhere.operator, 'missionsUpdated', () => ({}), 'BAD_USER_INPUT'],
    ['a member', () => member.token, 'partnerActivity', () => ({}), 'FORBIDDEN'],
    ['a member', () => member.token, 'positionUpdated', () => ({}), 'FORBIDDEN'],
    ['a member', () => member.token, 'settlementWindowUpdated', () => ({}), 'FORBIDDEN'],
    ['another partner', () => best.token, 'partnerActivity', () => ({}), 'FORBIDDEN'],
    ['another partner', () => best.token, 'positionUpdated', () => ({}), 'FORBIDDEN'],
    ['a client of one store', () => acme.limited, 'positionUpdated', () => ({}), 'FORBIDDEN'],
    ['a client of one store', () => acme.limited, 'settlementWindowUpdated', () => ({}), 'FORBIDDEN'],
    ['another operator', () => elsewhere.operator, 'partnerActivity', () => ({}), 'BAD_USER_INPUT'],
    ['another operator', () => elsewhere.operator, 'walletUpdated', () => ({}), 'BAD_USER_INPUT'],
    ['the operator', () => programme.operator, 'partnerActivity', () => ({ partner: 'x' }), 'BAD_USER_INPUT'],
  ])('%s is refused %#', async (_who, token, name, variables, code) => {
    expect(await hear(token(), name, null, of(1), variables())).toBe(code);
  });

  it.each([
    ['text', 'no cursor'],
    ['of a connection', encodeCursor('transactions', ['1', '0'])],
    ['of no event yet', encodeCursor('event', ['99999999', '0'])],
    ['with a negative place', encodeCursor('event', ['-1', '0'])],
  ])('a forged cursor is refused everywhere: %s', async (_what, cursor) => {
    for (const name of Object.keys(SUBSCRIPTIONS) as Name[])
      expect([name, await hear(programme.operator, name, cursor, of(1))]).toEqual([name, 'BAD_USER_INPUT']);
    await expect(page(programme.operator, cursor)).rejects.toThrow('BAD_USER_INPUT');
  });

  it('a cursor whose events are no longer kept is CURSOR_EXPIRED everywhere', async () => {
    const early = (await page(programme.operator, beginning)).edges[0]!.cursor;
    await product.database.sql`
      WITH gone AS (DELETE FROM ledger.outbox WHERE position <= (SELECT min(position) + 2 FROM ledger.outbox) RETURNING position)
      UPDATE ledger.outbox_head SET pruned_through = (SELECT max(position) FROM gone)`;
    for (const name of Object.keys(SUBSCRIPTIONS) as Name[])
      expect([name, await hear(programme.operator, name, early, of(1))]).toEqual([name, 'CURSOR_EXPIRED']);
    await expect(page(programme.operator, early)).rejects.toThrow('CURSOR_EXPIRED');
    // Without a cursor the feed begins with the oldest that is kept.
    expect((await page(programme.operator, null)).edges.length).toBeGreaterThan(0);
  });
});
