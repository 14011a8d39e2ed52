import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { expectBooksBalanced } from '../support/books.ts';
import type { TestPartner } from '../support/coalition.ts';
import { codesOf, openRewardsWorld, type RewardsCoalition, type RewardsWorld } from '../support/rewards-world.ts';
import type { Answer } from '../support/subgraph-client.ts';

const NOON = new Date('2026-03-01T12:00:00Z');
const PERIOD = { startsAt: '2026-01-01T00:00:00Z', endsAt: '2027-01-01T00:00:00Z' };
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
  world.now = NOON;
  coalition = await world.coalition();
  cafe = await coalition.partner('cafe');
  bakery = await coalition.partner('bakery');
  memberId = await coalition.member();
});
afterEach(() => expectBooksBalanced(world.ledgerDatabase));

const command = (caller: Caller, name: string, input: Record<string, unknown>, fields: string): Promise<Answer> =>
  world.client.command(caller, name, { idempotencyKey: v7(), ...input }, fields);
const half = (partner: TestPartner) => ({ funderId: partner.partnerId, basisPoints: 5000 });
const approve = (caller: Caller, id: string, more: Record<string, unknown> = {}) =>
  command(caller, 'approveFunding', { id, ...more }, 'request { id }');
const waitingFor = async (caller: Caller): Promise<string[]> =>
  (await world.client.ask(caller, '{ fundingRequests { id } }')).fundingRequests.map(({ id }: Answer) => id);
const limitedApp = (partner: TestPartner): Caller => ({ ...coalition.app(partner), storeIds: [partner.storeId] });

/** What can be funded, as one makes it, and how a member would notice that it counts. */
const MADE: readonly [string, string, () => Record<string, unknown>][] = [
  ['createMission', 'mission', () => ({ goal: { kind: 'COUNT' }, levels: [{ name: 'One', target: 1, points: 10 }] })],
  ['createActivity', 'activity', () => ({ kind: 'SHARE', points: 10 })],
  ['createSurvey', 'survey', () => ({ questions: [{ kind: 'NPS', text: 'Well?' }], points: 10 })],
  ['createOffer', 'offer', () => ({ points: 10, holdOutBasisPoints: 0, partnerId: cafe.partnerId })],
];
const make = async (name: string, entity: string, input: object, caller: Caller = coalition.operator) => {
  const fields = `${entity} { id agreedAt approvalsMissing { funder { id } } approvals { partner { id } approvedBy } }`;
  const reply = await command(caller, name, { name: 'Something', ...PERIOD, ...input }, fields);
  expect(reply.userErrors).toEqual([]);
  return reply[entity];
};
const noticed = async (entity: string, id: string): Promise<boolean> => {
  const member = coalition.as(memberId);
  await coalition.buy(memberId, cafe, 10);
  await world.follow();
  if (entity === 'activity')
    return codesOf(await command(member, 'claimActivity', { activityId: id }, 'award { id }')).length === 0;
  if (entity === 'offer') {
    const { offers } = await command(member, 'showOffers', {}, 'offers { offer { id } }');
    return offers.some(({ offer }: Answer) => offer.id === id);
  }
  const { _entities } = await world.client.ask(
    member,
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { missions { mission { id } } surveyInvitations { survey { id } } } } }',
    { r: [{ __typename: 'Member', id: memberId }] },
  );
  const [{ missions, surveyInvitations }] = _entities;
  return [...missions, ...surveyInvitations].some((one: Answer) => (one.mission ?? one.survey).id === id);
};

describe.each(MADE)('what %s makes', (name, entity, input) => {
  test('counts when the last of those who pay has agreed, and members do not see it before', async () => {
    const made = await make(name, entity, { ...input(), funding: [half(cafe), half(bakery)] });
    expect(made).toMatchObject({ agreedAt: null, approvals: [] });
    expect(made.approvalsMissing.map(({ funder }: Answer) => funder.id)).toEqual([cafe.partnerId, bakery.partnerId]);
    expect(await noticed(entity, made.id)).toBe(false);
    const seen = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
    const typename = entity[0]!.toUpperCase() + entity.slice(1);
    const seenBy = async (caller: Caller) =>
      (await world.client.ask(caller, seen, { r: [{ __typename: typename, id: made.id }] }))._entities[0] !== null;
    const stranger = await coalition.partner('stranger');
    expect(
      await Promise.all(
        [
          coalition.as(memberId),
          coalition.app(stranger),
          limitedApp(cafe),
          coalition.app(cafe),
          coalition.operator,
        ].map(seenBy),
      ),
    ).toEqual([false, false, false, true, true]);

    expect(await waitingFor(coalition.app(cafe))).toEqual([made.id]);
    expect(codesOf(await approve(coalition.app(cafe), made.id))).toEqual([]);
    expect(await waitingFor(coalition.app(cafe))).toEqual([]);
    expect(await waitingFor(coalition.app(bakery))).toEqual([made.id]);
    expect(await noticed(entity, made.id)).toBe(false);
    expect(codesOf(await approve(coalition.app(bakery), made.id))).toEqual([]);
    expect(await noticed(entity, made.id)).toBe(true);
    expect(await seenBy(coalition.as(memberId))).toBe(true);
  });

  test('is paid by a partner that makes it, and by others only when they agree; whoever makes it pays, too', async () => {
    const alone = await make(name, entity, input(), coalition.app(cafe));
    expect(alone.agreedAt).not.toBeNull();
    const partnerId = entity === 'mission' ? {} : { partnerId: cafe.partnerId };
    const joint = { ...input(), ...partnerId, funding: [half(cafe), { basisPoints: 5000 }] };
    const made = await make(name, entity, joint, coalition.app(cafe));
    expect(made).toMatchObject({
      agreedAt: null,
      approvals: [{ partner: { id: cafe.partnerId }, approvedBy: coalition.app(cafe).subject }],
      approvalsMissing: [{ funder: null }],
    });
    expect(await waitingFor(coalition.operator)).toContain(made.id);
    expect(codesOf(await approve(coalition.operator, made.id))).toEqual([]);
    const refusals = [
      { funding: [half(bakery), { basisPoints: 5000 }] },
      ...(entity === 'mission' ? [] : [{ partnerId: bakery.partnerId }]),
    ];
    for (const more of refusals) {
      const reply = await command(
        coalition.app(cafe),
        name,
        { name: 'S', ...PERIOD, ...input(), ...more },
        `${entity} { id }`,
      );
      expect(codesOf(reply)).toEqual(['NOT_ALLOWED']);
    }
  });

  test('is not for an app of some stores to make, and each funder is named once', async () => {
    const attempt = async (caller: Caller, more: object) =>
      codesOf(await command(caller, name, { name: 'S', ...PERIOD, ...input(), ...more }, `${entity} { id }`));
    expect(await attempt(limitedApp(cafe), {})).toEqual(['NOT_ALLOWED']);
    expect(await attempt(coalition.operator, { funding: [half(cafe), half(cafe)] })).toEqual(['INVALID_INPUT']);
  });
});

describe('an agreement to pay', () => {
  const joint = () =>
    make('createMission', 'mission', {
      ...{ goal: { kind: 'COUNT' }, levels: [{ name: 'One', target: 1, points: 10 }] },
      funding: [half(cafe), half(bakery)],
    });

  test('is for those who pay and nobody else', async () => {
    const { id } = await joint();
    const stranger = await coalition.partner('stranger');
    expect(codesOf(await approve(coalition.app(stranger), id))).toEqual(['FUNDING_UNKNOWN']);
    expect(codesOf(await approve(coalition.operator, id))).toEqual(['NOT_ALLOWED']);
    expect(codesOf(await approve(limitedApp(cafe), id))).toEqual(['NOT_ALLOWED']);
    const elsewhere = await world.coalition();
    expect(codesOf(await approve(elsewhere.operator, id))).toEqual(['FUNDING_UNKNOWN']);
    expect(codesOf(await approve(coalition.app(cafe), v7()))).toEqual(['FUNDING_UNKNOWN']);
  });

  test('of all at the same moment, each twice, comes to one', async () => {
    const { id } = await joint();
    const replies = await Promise.all(
      [cafe, bakery, cafe, bakery].map((partner) => approve(coalition.app(partner), id)),
    );
    expect(replies.flatMap(codesOf)).toEqual([]);
    const { missions } = await world.client.ask(coalition.as(memberId), '{ missions { id approvals { approvedBy } } }');
    expect(missions).toEqual([{ id, approvals: [] }]);
  });

  test('comes too late when it is over', async () => {
    const { id } = await joint();
    world.now = new Date(PERIOD.endsAt);
    expect(codesOf(await approve(coalition.app(cafe), id))).toEqual(['FUNDING_STATE']);
    expect(await waitingFor(coalition.app(cafe))).toEqual([]);
  });

  test('to a draw is waited for before it takes entries', async () => {
    const draw = {
      ...{ name: 'Summer', prize: 'A bicycle', prizePoints: 10, funding: [half(cafe), half(bakery)] },
      ...{ opensAt: PERIOD.startsAt, closesAt: PERIOD.endsAt },
    };
    const { id } = (await command(coalition.operator, 'createDraw', draw, 'draw { id }')).draw;
    const enter = async () =>
      codesOf(await command(coalition.as(memberId), 'enterDraw', { drawId: id }, 'entry { id }'));
    expect(await enter()).toEqual(['DRAW_UNKNOWN']);
    for (const partner of [cafe, bakery]) await approve(coalition.app(partner), id);
    expect(await enter()).toEqual([]);
  });
});

test("a partner's mission counts at its own tills and at those of who pays with it, and nowhere else", async () => {
  const mission = (partnerIds: string[], funding?: object[]) =>
    command(
      coalition.app(cafe),
      'createMission',
      {
        ...{ name: 'Both', goal: { kind: 'COUNT', partnerIds }, levels: [{ name: 'Two', target: 2, points: 10 }] },
        ...{ ...PERIOD, ...(funding === undefined ? {} : { funding }) },
      },
      'mission { id goal { partners { id } } }',
    );
  expect(codesOf(await mission([bakery.partnerId]))).toEqual(['NOT_ALLOWED']);
  expect((await mission([])).mission.goal.partners).toEqual([{ id: cafe.partnerId }]);
  const both = await mission([cafe.partnerId, bakery.partnerId], [half(cafe), half(bakery)]);
  expect(both.userErrors).toEqual([]);
  await approve(coalition.app(bakery), both.mission.id);
  for (const partner of [cafe, bakery]) await coalition.buy(memberId, partner, 10);
  await world.follow();
  expect(await coalition.available(memberId)).toBe(30);
});
