import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgetClosedMembers } from '../../subgraphs/rewards/commands/forget-members.ts';
import { followPage } from '../../subgraphs/rewards/feed/feed-follower.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { expectBooksBalanced } from '../support/books.ts';
import type { TestPartner } from '../support/coalition.ts';
import { codesOf, openRewardsWorld, type RewardsCoalition, type RewardsWorld } from '../support/rewards-world.ts';
import type { Answer } from '../support/subgraph-client.ts';

const NOON = new Date('2026-03-01T12:00:00Z');
let world: RewardsWorld;
let coalition: RewardsCoalition;
let cafe: TestPartner;
let bakery: TestPartner;
let memberId: string;

beforeAll(async () => {
  world = await openRewardsWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.dieAt = null;
  world.now = NOON;
  coalition = await world.coalition();
  cafe = await coalition.partner('cafe');
  bakery = await coalition.partner('bakery');
  memberId = await coalition.member();
});
afterEach(() => expectBooksBalanced(world.ledgerDatabase));

const PERIOD = { startsAt: '2026-01-01T00:00:00Z', endsAt: '2027-01-01T00:00:00Z' };
const command = (caller: Caller, name: string, input: Record<string, unknown>, fields: string): Promise<Answer> =>
  world.client.command(caller, name, { idempotencyKey: v7(), ...input }, fields);
const mission = (more: Record<string, unknown> = {}, caller: Caller = coalition.operator): Promise<Answer> =>
  command(
    caller,
    'createMission',
    {
      ...{ name: 'Twice', goal: { kind: 'COUNT' }, levels: [{ name: 'Two', target: 2, points: 50 }] },
      ...PERIOD,
      ...more,
    },
    'mission { id funding { funder { id } basisPoints } }',
  );
const ofMember = async (who: string, fields: string, caller: Caller = coalition.as(who)): Promise<Answer> => {
  const { _entities } = await world.client.ask(
    caller,
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { ${fields} } } }`,
    { r: [{ __typename: 'Member', id: who }] },
  );
  return _entities[0];
};

describe('a mission', () => {
  test('shows how far it is, and gives its points and badge when it is done', async () => {
    const { badge } = await command(coalition.operator, 'createBadge', { name: 'Regular' }, 'badge { id }');
    await mission({ badgeId: badge.id });
    await coalition.buy(memberId, cafe, 10);
    await world.follow();
    const PROGRESS = 'missions { value levelsReached missing next { name } }';
    expect((await ofMember(memberId, PROGRESS)).missions).toEqual([
      { value: 1, levelsReached: 0, missing: 1, next: { name: 'Two' } },
    ]);
    await coalition.buy(memberId, bakery, 20);
    await world.follow();
    expect(await coalition.available(memberId)).toBe(80);
    const done = await ofMember(
      memberId,
      `${PROGRESS} missionCompletions { level { points } award { id } purchase { id } } badges { badge { name } }`,
    );
    expect(done).toEqual({
      missions: [{ value: 2, levelsReached: 1, missing: null, next: null }],
      missionCompletions: [
        { level: { points: 50 }, award: { id: expect.any(String) }, purchase: { id: expect.any(String) } },
      ],
      badges: [{ badge: { name: 'Regular' } }],
    });
    expect(await ofMember(memberId, 'missions { value } badges { earnedAt }', coalition.app(cafe))).toEqual({
      missions: null,
      badges: null,
    });
  });

  test('over two partners is paid by both, in the agreed shares', async () => {
    const funding = [
      { funderId: cafe.partnerId, basisPoints: 3000 },
      { funderId: bakery.partnerId, basisPoints: 7000 },
    ];
    const goal = { kind: 'COLLECT', partnerIds: [cafe.partnerId, bakery.partnerId] };
    const { mission: joint } = await mission({ goal, funding });
    for (const partner of [cafe, bakery])
      await command(coalition.app(partner), 'approveFunding', { id: joint.id }, 'request { id }');
    await coalition.buy(memberId, cafe, 10);
    await coalition.buy(memberId, bakery, 10);
    await world.follow();
    const [{ collected }] = (await ofMember(memberId, 'missions { collected }')).missions;
    expect(collected).toEqual([cafe.partnerId, bakery.partnerId].sort());
    const { member } = await world.till
      .ask(
        coalition.as(memberId),
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { wallet { lots(first: 10) { component points funder { id } } } } } }',
        { r: [{ __typename: 'Member', id: memberId }] },
      )
      .then((data: Answer) => ({ member: data._entities[0] }));
    const campaign = member.wallet.lots.filter((lot: Answer) => lot.component.startsWith('CAMPAIGN:mission-'));
    expect(campaign.map((lot: Answer) => [lot.funder.id, lot.points]).sort()).toEqual(
      [
        [cafe.partnerId, 15],
        [bakery.partnerId, 35],
      ].sort(),
    );
  });

  test('of a circle is done together, and each gets what it gives', async () => {
    await mission({ scope: 'CIRCLE' });
    const friend = await coalition.member();
    const { circle } = await command(coalition.as(memberId), 'createCircle', { name: 'Home' }, 'circle { inviteCode }');
    const inviteCode = circle.inviteCode.toLowerCase().replaceAll('-', ' ');
    const joined = await command(coalition.as(friend), 'joinCircle', { inviteCode }, 'circle { name size }');
    expect(joined).toEqual({ circle: { name: 'Home', size: 2 }, userErrors: [] });
    expect(codesOf(await command(coalition.as(friend), 'joinCircle', { inviteCode }, 'circle { id }'))).toEqual([
      'CIRCLE_STATE',
    ]);
    await coalition.buy(memberId, cafe, 10);
    await coalition.buy(friend, cafe, 10);
    await world.follow();
    expect([await coalition.available(memberId), await coalition.available(friend)]).toEqual([60, 60]);
    const stranger = await coalition.member();
    expect(
      codesOf(await command(coalition.as(stranger), 'joinCircle', { inviteCode: 'XXXX-XXXX' }, 'circle { id }')),
    ).toEqual(['CIRCLE_UNKNOWN']);
    expect((await command(coalition.as(friend), 'leaveCircle', {}, 'left')).left).toBe(true);
  });

  test('of a household is done together, each that belongs to it then gets what it gives; who left or is closed does not', async () => {
    const [anna, ben, left, closed] = (await coalition.members(4)) as [string, string, string, string];
    const { sql } = world.database;
    const householdId = v7();
    await sql`
      INSERT INTO members.household (household_id, programme_id, name, made_at) VALUES (${householdId}, ${coalition.programmeId}, 'Home', now())`;
    for (const one of [anna, ben, left, closed])
      await sql`
        INSERT INTO members.household_member (member_id, programme_id, household_id, role, joined_at)
        VALUES (${one}, ${coalition.programmeId}, ${householdId}, 'HEAD', now())`;
    await mission({ scope: 'HOUSEHOLD', levels: [{ name: 'Three', target: 3, points: 50 }] });
    await coalition.buy(anna, cafe, 10);
    await coalition.buy(left, cafe, 10);
    await coalition.buy(memberId, cafe, 10);
    await world.follow();
    await sql`DELETE FROM members.household_member WHERE member_id = ${left}`;
    await sql`UPDATE members.member SET status = 'CLOSED' WHERE member_id = ${closed}`;
    const PROGRESS = 'missions { value missing } missionCompletions { level { name } award { id } }';
    expect(await ofMember(ben, PROGRESS)).toEqual({ missions: [{ value: 2, missing: 1 }], missionCompletions: [] });
    expect(await ofMember(left, PROGRESS)).toEqual({ missions: [], missionCompletions: [] });
    expect(await ofMember(memberId, PROGRESS)).toEqual({ missions: [], missionCompletions: [] });
    await coalition.buy(ben, cafe, 10);
    await world.follow();
    const people = [anna, ben, left, closed, memberId];
    expect(await Promise.all(people.map((one) => coalition.available(one)))).toEqual([60, 60, 10, 0, 10]);
    expect(await ofMember(anna, PROGRESS)).toEqual({
      missions: [{ value: 3, missing: null }],
      missionCompletions: [{ level: { name: 'Three' }, award: { id: expect.any(String) } }],
    });
  });

  test('is told as it goes on, once for each member of a page, with what was just reached', async () => {
    const { mission: one } = await mission();
    const { mission: two } = await mission({ levels: [{ name: 'One', target: 1 }] });
    const told = async () => {
      const rows = await world.database.sql<{ events: { type: string }[] }[]>`
        SELECT events FROM ledger.outbox WHERE programme_id = ${coalition.programmeId} ORDER BY position`;
      return rows.flatMap(({ events }) => events).filter(({ type }) => type === 'MISSIONS_CHANGED');
    };
    const news = (reached: string[]) => ({ type: 'MISSIONS_CHANGED', memberId, reached });
    await coalition.buy(memberId, cafe, 10);
    await world.follow();
    expect(await told()).toEqual([news([two.id])]);
    await coalition.buy(memberId, cafe, 10);
    await coalition.buy(memberId, cafe, 10);
    await world.follow();
    await world.follow();
    expect(await told()).toEqual([news([two.id]), news([one.id])]);
  });

  test('does a purchase once: followed by four at once, and after dying before the points were given', async () => {
    await mission();
    await coalition.buy(memberId, cafe, 10);
    await coalition.buy(memberId, cafe, 10);
    world.dieAt = 'granted';
    await expect(world.follow()).rejects.toThrow('the process died here');
    world.dieAt = null;
    await Promise.all([followPage(world.deps), followPage(world.deps), world.follow(), world.follow()]);
    await world.follow();
    expect(await coalition.available(memberId)).toBe(70);
    const awards = await world.database.sql`SELECT state FROM rewards.award WHERE member_id = ${memberId}`;
    expect(awards.map(({ state }) => state)).toEqual(['GRANTED']);
  });

  test('of a partner counts at its own tills and is paid by it alone, unless it says otherwise', async () => {
    const { mission: made } = await mission({}, coalition.app(cafe));
    expect(made.funding).toEqual([{ funder: { id: cafe.partnerId }, basisPoints: 10000 }]);
    await coalition.buy(memberId, bakery, 10);
    await coalition.buy(memberId, bakery, 10);
    await coalition.buy(memberId, cafe, 10);
    await world.follow();
    expect((await ofMember(memberId, 'missions { value }')).missions).toEqual([{ value: 1 }]);
  });

  test.each([
    [{ levels: [] }, 'INVALID_INPUT'],
    [
      {
        levels: [
          { name: 'a', target: 2 },
          { name: 'b', target: 2 },
        ],
      },
      'INVALID_INPUT',
    ],
    [{ levels: [{ name: 'a', target: 0 }] }, 'INVALID_INPUT'],
    [{ levels: [{ name: 'a', target: 1, points: -1 }] }, 'INVALID_INPUT'],
    [{ funding: [{ basisPoints: 9999 }] }, 'INVALID_INPUT'],
    [{ funding: [] }, 'INVALID_INPUT'],
    [{ endsAt: PERIOD.startsAt }, 'INVALID_INPUT'],
    [{ goal: { kind: 'SUM', minAmount: { amount: '1.234', currency: 'EUR' } } }, 'INVALID_AMOUNT'],
    [{ goal: { kind: 'SUM', minAmount: { amount: '1.00', currency: 'USD' } } }, 'CURRENCY_NOT_ACCEPTED'],
    [{ goal: { kind: 'COUNT', partnerIds: ['x'] } }, 'PARTNER_UNKNOWN'],
    [{ funding: [{ funderId: v7() }] }, 'PARTNER_UNKNOWN'],
    [{ badgeId: v7() }, 'BADGE_UNKNOWN'],
  ])('%j is refused with %s', async (more, code) => {
    expect(codesOf(await mission(more))).toEqual([code]);
  });

  test('is not for members to start', async () => {
    expect(codesOf(await mission({}, { ...coalition.as(memberId), scopes: ['rewards:write'] }))).toEqual([
      'NOT_ALLOWED',
    ]);
  });
});

describe('a leaderboard', () => {
  const board = async (more: Record<string, unknown> = {}): Promise<string> =>
    (
      await command(
        coalition.operator,
        'createLeaderboard',
        { name: 'Spring', ...PERIOD, ...more },
        'leaderboard { id }',
      )
    ).leaderboard.id;
  const join = (leaderboardId: string, who: string, nickname: string) =>
    command(coalition.as(who), 'joinLeaderboard', { leaderboardId, nickname }, 'entry { nickname score rank }');

  test('ranks those who asked, by nickname only, with equal scores on one rank', async () => {
    const id = await board();
    const people = await coalition.members(4);
    await coalition.buy(people[0]!, cafe, 500);
    // What counts, counts from joining on.
    world.now = new Date(NOON.getTime() + 1000);
    await Promise.all(people.map((who, n) => join(id, who, `Person ${n}`)));
    const silent = await coalition.member();
    await coalition.buy(silent, cafe, 999);
    for (const [n, euros] of [10, 30, 30, 20].entries()) await coalition.buy(people[n]!, cafe, euros);
    await world.follow();
    const query = `query ($after: String) { leaderboard(id: "${id}") { size criteria mine { rank score }
      entries(first: 2, after: $after) { edges { node { nickname score rank } } pageInfo { hasNextPage endCursor } } } }`;
    const first = (await world.client.ask(coalition.as(people[3]!), query)).leaderboard;
    expect([first.size, first.mine]).toEqual([4, { rank: 3, score: 20 }]);
    const second = (await world.client.ask(coalition.as(silent), query, { after: first.entries.pageInfo.endCursor }))
      .leaderboard;
    expect(second.mine).toBeNull();
    const seen = [...first.entries.edges, ...second.entries.edges].map(({ node }: Answer) => [node.rank, node.score]);
    expect(seen).toEqual([
      [1, 30],
      [1, 30],
      [3, 20],
      [4, 10],
    ]);
    const told = JSON.stringify([first, second]);
    // Cursors can be read by whoever gets them.
    const cursor = Buffer.from(first.entries.pageInfo.endCursor, 'base64url').toString();
    for (const who of people) expect([told.includes(who), cursor.includes(who)]).toEqual([false, false]);
  });

  test('forgets whoever left the programme, and their circle too', async () => {
    const id = await board();
    await join(id, memberId, 'Falcon');
    await command(coalition.as(memberId), 'createCircle', { name: 'Nest' }, 'circle { id }');
    await world.database.sql`UPDATE members.member SET status = 'CLOSED' WHERE member_id = ${memberId}`;
    const forget = (since: Date) => Promise.all([0, 1].map(() => forgetClosedMembers(world.deps, since)));
    const sizeOf = async () =>
      (await world.client.ask(coalition.operator, `{ leaderboard(id: "${id}") { size } }`)).leaderboard.size;
    // Nobody who left since tomorrow.
    await forget(new Date(Date.now() + 86_400_000));
    expect(await sizeOf()).toBe(1);
    await forget(new Date(0));
    const seen = await world.client.ask(
      coalition.operator,
      `{ leaderboard(id: "${id}") { size entries { edges { cursor } } } }`,
    );
    expect(seen.leaderboard).toEqual({ size: 0, entries: { edges: [] } });
    expect((await ofMember(memberId, 'circle { id }')).circle).toBeNull();
    // Its name, too.
    expect(await world.database.sql`SELECT 1 FROM rewards.circle WHERE name = 'Nest'`).toHaveLength(0);
  });

  test('takes a nickname once and no phone number, and lets go whoever leaves', async () => {
    const id = await board();
    const other = await coalition.member();
    expect(codesOf(await join(id, memberId, 'Falcon'))).toEqual([]);
    expect(codesOf(await join(id, memberId, 'Hawk'))).toEqual(['LEADERBOARD_STATE']);
    expect(codesOf(await join(id, other, 'FALCON'))).toEqual(['NICKNAME_TAKEN']);
    expect(codesOf(await join(id, other, 'Fal\u200bcon'))).toEqual(['NICKNAME_TAKEN']);
    for (const nickname of ['x', 'x\u200b\u200b', 'me@example.com', '+49 30 123456', '۰۹۱۲۳۴۵۶۷۸۹', 'n'.repeat(31)])
      expect(codesOf(await join(id, other, nickname))).toEqual(['INVALID_INPUT']);
    const leave = () => command(coalition.as(memberId), 'leaveLeaderboard', { leaderboardId: id }, 'left');
    expect((await leave()).left).toBe(true);
    expect(codesOf(await leave())).toEqual(['LEADERBOARD_STATE']);
    expect(codesOf(await join(id, other, 'Falcon'))).toEqual([]);
    expect((await world.client.ask(coalition.operator, `{ leaderboard(id: "${id}") { size } }`)).leaderboard.size).toBe(
      1,
    );
    expect(codesOf(await join(v7(), other, 'Falcon'))).toEqual(['LEADERBOARD_UNKNOWN']);
  });
});
