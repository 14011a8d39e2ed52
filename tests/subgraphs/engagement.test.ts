import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isHeldOut, reasonFor, standingsOfPerson, upliftOf } from '../../subgraphs/rewards/domain/offer.ts';
import { faultOf, isUnhappy, type Question, resultOf } from '../../subgraphs/rewards/domain/survey.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { expectBooksBalanced } from '../support/books.ts';
import type { TestPartner } from '../support/coalition.ts';
import { codesOf, openRewardsWorld, type RewardsCoalition, type RewardsWorld } from '../support/rewards-world.ts';
import type { Answer } from '../support/subgraph-client.ts';

const NOON = new Date('2026-03-01T12:00:00Z');
const DAY = 86_400_000;
const PERIOD = { startsAt: '2026-01-01T00:00:00Z', endsAt: '2027-01-01T00:00:00Z' };
const daysLater = (days: number) => new Date(NOON.getTime() + days * DAY);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let world: RewardsWorld;
let coalition: RewardsCoalition;
let cafe: TestPartner;
let memberId: string;

beforeAll(async () => {
  world = await openRewardsWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.now = NOON;
  world.dieAt = null;
  coalition = await world.coalition();
  cafe = await coalition.partner('cafe');
  memberId = await coalition.member();
});
afterEach(() => expectBooksBalanced(world.ledgerDatabase));

const command = (caller: Caller, name: string, input: Record<string, unknown>, fields: string): Promise<Answer> =>
  world.client.command(caller, name, { idempotencyKey: v7(), ...input }, fields);
const made = async (
  name: string,
  entity: string,
  input: Record<string, unknown>,
  caller: Caller = coalition.operator,
) => {
  const reply = await command(caller, name, { name: 'Something', ...PERIOD, ...input }, `${entity} { id }`);
  expect(reply.userErrors).toEqual([]);
  return reply[entity].id as string;
};
const ofMember = async (who: string, fields: string, caller: Caller = coalition.as(who)): Promise<Answer> => {
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { ${fields} } } }`;
  return (await world.client.ask(caller, query, { r: [{ __typename: 'Member', id: who }] }))._entities[0];
};

describe('an activity', () => {
  const claim = (activityId: string, more: Record<string, unknown> = {}, caller: Caller = coalition.as(memberId)) =>
    command(caller, 'claimActivity', { activityId, ...more }, 'award { id }');

  test('gives its points at once, and the same request gives them once', async () => {
    const id = await made('createActivity', 'activity', { kind: 'SHARE', points: 5 });
    const key = { idempotencyKey: v7() };
    const replies = await Promise.all(Array.from({ length: 5 }, () => claim(id, key)));
    expect(new Set(replies.map((reply) => reply.award.id)).size).toBe(1);
    expect(await coalition.available(memberId)).toBe(5);
  });

  test('has a cap for each member, one for all, and a time to cool down, also when claimed at once', async () => {
    const id = await made('createActivity', 'activity', {
      kind: 'VISIT',
      points: 5,
      maxPerMember: 2,
      maxInAll: 3,
      cooldownSeconds: 60,
    });
    const replies = await Promise.all(Array.from({ length: 5 }, () => claim(id)));
    expect(replies.flatMap(codesOf)).toEqual(Array(4).fill('LIMIT_EXCEEDED'));
    world.now = new Date(NOON.getTime() + 59_999);
    expect(codesOf(await claim(id))).toEqual(['LIMIT_EXCEEDED']);
    world.now = new Date(NOON.getTime() + 60_000);
    expect(codesOf(await claim(id))).toEqual([]);
    world.now = daysLater(1);
    expect(codesOf(await claim(id))).toEqual(['LIMIT_EXCEEDED']);
    const others = await coalition.members(2);
    expect(codesOf(await claim(id, {}, coalition.as(others[0]!)))).toEqual([]);
    expect(codesOf(await claim(id, {}, coalition.as(others[1]!)))).toEqual(['LIMIT_EXCEEDED']);
  });

  test('takes a proof once, whoever brings it, and a witness where it asks for one', async () => {
    const review = await made('createActivity', 'activity', { kind: 'REVIEW', points: 5, proof: 'REFERENCE' });
    const proof = 'https://example.com/review/1';
    expect(codesOf(await claim(review))).toEqual(['PROOF_REFUSED']);
    expect(codesOf(await claim(review, { proof }))).toEqual([]);
    const other = await coalition.member();
    expect(codesOf(await claim(review, { proof: ` ${proof.toUpperCase()}` }, coalition.as(other)))).toEqual([
      'PROOF_REFUSED',
    ]);

    const visit = await made(
      'createActivity',
      'activity',
      { kind: 'VISIT', points: 5, proof: 'WITNESS' },
      coalition.app(cafe),
    );
    expect(codesOf(await claim(visit))).toEqual(['PROOF_REFUSED']);
    const witnessed = await claim(visit, { memberId }, coalition.app(cafe));
    expect(witnessed).toEqual({ award: { id: expect.any(String) }, userErrors: [] });
    const stranger = await coalition.partner('stranger');
    expect(codesOf(await claim(visit, { memberId }, coalition.app(stranger)))).toEqual(['ACTIVITY_UNKNOWN']);
    expect(codesOf(await claim(visit, { memberId: other }))).toEqual(['NOT_ALLOWED']);
  });
});

test('a profile earns its points when it is complete: a name, a birthday, and an address that was proved', async () => {
  const { sql } = world.database;
  const id = await made('createActivity', 'activity', { kind: 'PROFILE', points: 5, maxPerMember: 1 });
  const claim = async () =>
    codesOf(await command(coalition.as(memberId), 'claimActivity', { activityId: id }, 'award { id }'));
  expect(await claim()).toEqual(['PROOF_REFUSED']);
  await sql`UPDATE members.member SET display_name = 'Mina', birth_date = '1990-03-21' WHERE member_id = ${memberId}`;
  await coalition.identity(memberId, 'EMAIL', 'mina@example.com');
  expect(await claim()).toEqual(['PROOF_REFUSED']);
  await sql`UPDATE members.identity SET verified_at = now() WHERE member_id = ${memberId}`;
  expect([await claim(), await claim()]).toEqual([[], ['LIMIT_EXCEEDED']]);
});

test('an offer of a tier that there is not is refused', async () => {
  const offer = { name: 'X', ...PERIOD, partnerId: cafe.partnerId, points: 1, segment: { tiers: ['tin'] } };
  expect(codesOf(await command(coalition.operator, 'createOffer', offer, 'offer { id }'))).toEqual(['TIER_UNKNOWN']);
});

describe('a referral', () => {
  const referral = () =>
    made('createActivity', 'activity', { kind: 'REFERRAL', points: 100, friendPoints: 50, maxPerMember: 2 });
  const codeOf = async (who: string): Promise<string> =>
    (await command(coalition.as(who), 'createReferralCode', {}, 'code')).code;
  const accept = async (activityId: string, friend: string, code: string) =>
    codesOf(await command(coalition.as(friend), 'acceptReferral', { activityId, code }, 'accepted'));

  test('gives both sides their points when the friend first buys, once', async () => {
    const id = await referral();
    const friend = await coalition.member();
    const code = await codeOf(memberId);
    expect(await codeOf(memberId)).toBe(code);
    expect(await accept(id, friend, code.toLowerCase())).toEqual([]);
    expect([await coalition.available(memberId), await coalition.available(friend)]).toEqual([0, 0]);
    await coalition.buy(friend, cafe, 10);
    await coalition.buy(friend, cafe, 10);
    await world.follow();
    expect([await coalition.available(memberId), await coalition.available(friend)]).toEqual([100, 70]);
  });

  test('of oneself, in a ring, twice, or of somebody who bought before is refused', async () => {
    const id = await referral();
    const [b, c, d] = await coalition.members(3);
    expect(await accept(id, memberId, await codeOf(memberId))).toEqual(['REFERRAL_REFUSED']);
    expect(await accept(id, b!, await codeOf(memberId))).toEqual([]);
    expect(await accept(id, c!, await codeOf(b!))).toEqual([]);
    expect(await accept(id, memberId, await codeOf(c!))).toEqual(['REFERRAL_REFUSED']);
    expect(await accept(id, b!, await codeOf(c!))).toEqual(['REFERRAL_REFUSED']);
    await coalition.buy(d!, cafe, 1);
    expect(await accept(id, d!, await codeOf(memberId))).toEqual(['REFERRAL_REFUSED']);
    expect(await accept(id, (await coalition.members(1))[0]!, 'nobody-has-this')).toEqual(['REFERRAL_REFUSED']);
  });

  test('of a second self earns nothing, whichever comes first: the merge or the purchase', async () => {
    const id = await referral();
    const code = await codeOf(memberId);
    const [second, third, friend] = (await coalition.members(3)) as [string, string, string];
    const merge = (who: string, into: string) =>
      world.database.sql`UPDATE members.member SET status = 'MERGED', merged_into = ${into} WHERE member_id = ${who}`;
    expect(await accept(id, second, code)).toEqual([]);
    await coalition.buy(second, cafe, 10);
    await merge(second, memberId);
    await world.follow();
    expect(await coalition.available(memberId)).toBe(0);
    // An old code leads to whoever it is now, who does not bring itself, and one that bought under another name has bought.
    const old = await codeOf(third);
    await merge(third, memberId);
    expect(await accept(id, memberId, old)).toEqual(['REFERRAL_REFUSED']);
    await coalition.buy(friend, cafe, 10);
    const anew = await coalition.member();
    await merge(friend, anew);
    expect(await accept(id, anew, code)).toEqual(['REFERRAL_REFUSED']);
    await world.database.sql`UPDATE members.member SET status = 'CLOSED' WHERE member_id = ${memberId}`;
    expect(await accept(id, await coalition.member(), code)).toEqual(['REFERRAL_REFUSED']);
  });

  test('two that make a ring only together: one is accepted', async () => {
    const id = await referral();
    const other = await coalition.member();
    const [mine, theirs] = [await codeOf(memberId), await codeOf(other)];
    const both = await Promise.all([accept(id, memberId, theirs), accept(id, other, mine)]);
    expect(both.flat()).toEqual(['REFERRAL_REFUSED']);
  });

  test('brings as many as one may', async () => {
    const id = await referral();
    const code = await codeOf(memberId);
    const friends = await coalition.members(5);
    const replies = await Promise.all(friends.map((friend) => accept(id, friend, code)));
    expect(replies.flat()).toEqual(Array(3).fill('LIMIT_EXCEEDED'));
  });
});

describe('a survey', () => {
  const questions = [
    { kind: 'NPS', text: 'Would you recommend us?' },
    { kind: 'TEXT', text: 'Why?' },
  ];
  const invitationsOf = async (who: string): Promise<Answer[]> =>
    (await ofMember(who, 'surveyInvitations { id survey { questions { id kind } } }')).surveyInvitations;
  const answer = (invitationId: string, score: number, who = memberId, more: Record<string, unknown>[] = []) =>
    command(
      coalition.as(who),
      'answerSurvey',
      { invitationId, answers: [{ questionId: '1', score }, ...more] },
      'award { id } invitation { answeredAt }',
    );

  test('asks after a purchase, gives points for the answer, and is answered once', async () => {
    await made('createSurvey', 'survey', { questions, points: 10 }, coalition.app(cafe));
    await coalition.buy(memberId, cafe, 20);
    await world.follow();
    const [invitation] = await invitationsOf(memberId);
    expect(codesOf(await answer(invitation.id, 11))).toEqual(['INVALID_INPUT']);
    const replies = await Promise.all([answer(invitation.id, 9), answer(invitation.id, 9)]);
    expect(replies.flatMap(codesOf)).toEqual(['SURVEY_ANSWERED']);
    expect(await coalition.available(memberId)).toBe(30);
    expect(await invitationsOf(memberId)).toEqual([]);
    const other = await coalition.member();
    expect(codesOf(await answer(invitation.id, 9, other))).toEqual(['SURVEY_UNKNOWN']);
  });

  test('asks a member not more often than it may, by any survey, and reminds at its time', async () => {
    await made(
      'createSurvey',
      'survey',
      { questions, quietDays: 30, reminderDays: 3, maxReminders: 1 },
      coalition.app(cafe),
    );
    await made('createSurvey', 'survey', { questions, quietDays: 30 });
    for (let n = 0; n < 3; n += 1) await coalition.buy(memberId, cafe, 20);
    await world.follow();
    expect(await invitationsOf(memberId)).toHaveLength(1);
    const remind = async (): Promise<Answer[]> =>
      (await command(coalition.app(cafe), 'takeSurveyReminders', {}, 'invitations { reminders }')).invitations;
    expect(await remind()).toEqual([]);
    world.now = daysLater(3);
    const taken = await Promise.all([remind(), remind()]);
    expect(taken.flat()).toEqual([{ reminders: 1 }]);
    world.now = daysLater(9);
    expect(await remind()).toEqual([]);
    world.now = daysLater(30);
    await coalition.buy(memberId, cafe, 20);
    await world.follow();
    expect(await invitationsOf(memberId)).toHaveLength(1);
  });

  test('that one member answers five times says nothing of it', async () => {
    const surveyId = await made('createSurvey', 'survey', { questions, quietDays: 0 });
    for (let n = 0; n < 5; n += 1) await coalition.buy(memberId, cafe, 10);
    await world.follow();
    for (const { id } of await invitationsOf(memberId)) expect(codesOf(await answer(id, 9))).toEqual([]);
    const query = `{ surveyResults(surveyId: "${surveyId}") { answers } }`;
    expect((await world.client.ask(coalition.operator, query)).surveyResults).toEqual([{ answers: null }]);
  });

  test('that is answered unhappily opens a case for the partner, which sees it through; results are said from five answers on', async () => {
    const surveyId = await made('createSurvey', 'survey', { questions });
    const people = await coalition.members(5);
    const results = async (caller: Caller = coalition.operator) =>
      (await world.client.ask(caller, `{ surveyResults(surveyId: "${surveyId}") { answers nps ${detail} } }`))
        .surveyResults;
    let detail = '';
    for (const [n, who] of people.entries()) {
      await coalition.buy(who, cafe, 10);
      await world.follow();
      const [invitation] = await invitationsOf(who);
      if (n === 4) expect(await results()).toEqual([{ answers: null, nps: null }]);
      await answer(invitation.id, n === 0 ? 2 : 10, who, [{ questionId: '2', text: 'So it was.' }]);
    }
    expect(await results()).toEqual([{ answers: 5, nps: 60 }]);
    detail = 'questions { question { id } counts { answer times } words }';
    const [{ questions: byQuestion }] = await results(coalition.app(cafe));
    expect(byQuestion[0].counts.filter(({ times }: Answer) => times > 0)).toEqual([
      { answer: '2', times: 1 },
      { answer: '10', times: 4 },
    ]);
    expect(byQuestion[1]).toEqual({ question: { id: '2' }, counts: [], words: Array(5).fill('So it was.') });
    const other = await coalition.partner('other');
    expect(await results(coalition.app(other))).toEqual([]);

    const CASES = '{ feedbackCases { edges { node { id state answers { questionId score text } } } } }';
    const cases = async (caller: Caller) =>
      (await world.client.ask(caller, CASES)).feedbackCases.edges.map(({ node }: Answer) => node);
    const [opened, ...more] = await cases(coalition.app(cafe));
    expect([more, opened.state, opened.answers]).toEqual([
      [],
      'OPEN',
      [
        { questionId: '1', score: 2, text: null },
        { questionId: '2', score: null, text: 'So it was.' },
      ],
    ]);
    expect(await cases(coalition.app(other))).toEqual([]);
    const change = async (state: string, note: string | null, caller: Caller) =>
      codesOf(await command(caller, 'changeFeedbackCase', { caseId: opened.id, state, note }, 'case { state }'));
    expect(await change('CLOSED', 'x', coalition.app(other))).toEqual(['CASE_UNKNOWN']);
    expect(await change('CLOSED', null, coalition.app(cafe))).toEqual(['INVALID_INPUT']);
    expect(await change('CLOSED', 'Called and apologised.', coalition.app(cafe))).toEqual([]);
    expect(await change('OPEN', null, coalition.app(cafe))).toEqual(['CASE_STATE']);
  });

  test.each([
    [{ questions: [] }, 'INVALID_INPUT'],
    [{ questions: [{ kind: 'CHOICE', text: 'Which?', choices: ['one'] }] }, 'INVALID_INPUT'],
    [{ questions, points: -1 }, 'INVALID_INPUT'],
    [{ questions, endsAt: PERIOD.startsAt }, 'INVALID_INPUT'],
    [{ questions, startsAt: '1404-12-10T00:00:00Z' }, 'INVALID_INPUT'],
    [{ questions, endsAt: '2569-01-01T00:00:00Z' }, 'INVALID_INPUT'],
    [{ questions, partnerId: v7() }, 'PARTNER_UNKNOWN'],
  ])('%j is refused with %s', async (more, code) => {
    expect(
      codesOf(await command(coalition.operator, 'createSurvey', { name: 'S', ...PERIOD, ...more }, 'survey { id }')),
    ).toEqual([code]);
  });
});

describe('an offer', () => {
  const show = async (who: string): Promise<Answer[]> =>
    (await command(coalition.as(who), 'showOffers', {}, 'offers { offer { id } reason }')).offers;
  const activate = async (offerId: string, who: string) =>
    codesOf(await command(coalition.as(who), 'activateOffer', { offerId }, 'offer { activatedAt }'));

  test('says why, is activated, and gives its points for the next purchase that fits, once', async () => {
    const offer = {
      points: 40,
      minAmount: { amount: '20.00', currency: 'EUR' },
      holdOutBasisPoints: 0,
      segment: { minPurchases: 2 },
    };
    const id = await made('createOffer', 'offer', offer, coalition.app(cafe));
    expect(await show(memberId)).toEqual([]);
    await coalition.buy(memberId, cafe, 30);
    await coalition.buy(memberId, cafe, 30);
    await world.follow();
    expect(await activate(id, memberId)).toEqual(['OFFER_UNKNOWN']);
    expect(await show(memberId)).toEqual([{ offer: { id }, reason: 'You have bought here 2 times.' }]);
    world.now = daysLater(1);
    await coalition.buy(memberId, cafe, 50);
    const activated = async () => (await ofMember(memberId, 'activatedOffers { offer { id } reason }')).activatedOffers;
    expect(await activated()).toEqual([]);
    expect(await activate(id, memberId)).toEqual([]);
    expect(await activate(id, memberId)).toEqual(['OFFER_UNAVAILABLE']);
    expect(await activated()).toEqual([{ offer: { id }, reason: 'You have bought here 2 times.' }]);
    world.now = daysLater(2);
    for (const euros of [19, 20, 21]) await coalition.buy(memberId, cafe, euros);
    await world.follow();
    expect(await coalition.available(memberId)).toBe(30 + 30 + 50 + 60 + 40);
    expect(await activated()).toEqual([]);
  });

  test('is shown as often as it may be, and again when its days are over', async () => {
    await made('createOffer', 'offer', {
      points: 1,
      holdOutBasisPoints: 0,
      maxShown: 2,
      shownDays: 7,
      partnerId: cafe.partnerId,
    });
    const counts = [];
    for (const day of [0, 0, 0, 6, 7]) {
      world.now = daysLater(day);
      counts.push((await show(memberId)).length);
    }
    expect(counts).toEqual([1, 1, 0, 0, 1]);
  });

  test('is measured against those who were held back, and says nothing of a few', async () => {
    const id = await made('createOffer', 'offer', { points: 1, holdOutBasisPoints: 5000, partnerId: cafe.partnerId });
    const people = await coalition.members(80);
    const report = async (caller: Caller = coalition.app(cafe)) =>
      (
        await world.client.ask(
          caller,
          `{ offerReport(offerId: "${id}") { offered { members buyers spend { amount } } heldOut { members buyers } conversionUplift spendUplift { amount } } }`,
        )
      ).offerReport;
    const offered = new Set<string>();
    for (const who of people.slice(0, 10)) if ((await show(who)).length > 0) offered.add(who);
    expect(await report()).toEqual({ offered: null, heldOut: null, conversionUplift: null, spendUplift: null });
    for (const who of people.slice(10)) if ((await show(who)).length > 0) offered.add(who);
    for (const who of people) expect(offered.has(who)).toBe(!isHeldOut(id, who, 5000, sha256));
    const held = people.find((who) => !offered.has(who))!;
    expect(await activate(id, held)).toEqual(['OFFER_UNKNOWN']);
    for (const who of offered) await coalition.buy(who, cafe, 10);
    await world.follow();
    const other = await coalition.partner('other');
    expect(await report(coalition.app(other))).toBeNull();
    expect(await report()).toEqual({
      offered: { members: offered.size, buyers: offered.size, spend: { amount: `${offered.size * 10}.00` } },
      heldOut: { members: 80 - offered.size, buyers: 0 },
      conversionUplift: 10_000,
      spendUplift: { amount: '10.00' },
    });
  });
});

test('a member is held back by a hash: always the same, about as many as asked for, and apart from other offers', () => {
  const people = Array.from({ length: 4000 }, (_, n) => `member-${n}`);
  const held = (offer: string) => people.filter((who) => isHeldOut(offer, who, 1000, sha256));
  expect(held('a')).toEqual(held('a'));
  expect(Math.abs(held('a').length - 400)).toBeLessThan(80);
  const both = held('a').filter((who) => isHeldOut('b', who, 1000, sha256));
  expect(both.length).toBeLessThan(80);
});

test.each([
  [{ memberIds: ['m'] }, null, true],
  [{ memberIds: ['x'] }, null, false],
  [{ newHere: true }, null, true],
  [{ newHere: true }, { purchases: 1n, lastAt: NOON }, false],
  [{ lapsedDays: 30 }, { purchases: 1n, lastAt: daysLater(-30) }, true],
  [{ lapsedDays: 30 }, { purchases: 1n, lastAt: daysLater(-29) }, false],
  [{ lapsedDays: 30 }, null, false],
  [{ minPurchases: 2, lapsedDays: 30 }, { purchases: 1n, lastAt: daysLater(-60) }, false],
  [{}, null, true],
  [{ tiers: ['gold', 'platinum'] }, null, true],
  [{ tiers: ['platinum'] }, null, false],
  [{ tiers: ['gold'], minPurchases: 1 }, null, false],
])('the segment %j fits whoever did %o: %s', (segment, here, fits) => {
  const whole = { memberIds: [], minPurchases: null, lapsedDays: null, newHere: false, ...segment };
  expect(reasonFor(whole, { persons: ['m'], tier: 'gold' }, here, NOON) !== null).toBe(fits);
});

test.each([
  ['its own, where nothing happened', [{}, {}], 0],
  ['the one that was activated', [{}, { activated: true }], 1],
  ['its own, where both were activated', [{ activated: true }, { activated: true }], 0],
  ['the one that was used, whichever was activated', [{ activated: true }, { used: true }], 1],
  ['that of the other, where it has none', [null, {}], 1],
] as const)('of two standings of one person in an offer counts %s', (_, given, counting) => {
  const standings = given.flatMap((one: { activated?: true; used?: true } | null, index) =>
    one === null
      ? []
      : [
          {
            ...{ offer_id: 'offer', member_id: ['own', 'merged'][index]! },
            ...{ activated_at: one.activated ? NOON : null, transaction_id: one.used ? 'purchase' : null },
          },
        ],
  );
  for (const order of [standings, standings.toReversed()])
    expect(standingsOfPerson(order, 'own').map(({ member_id }) => member_id)).toEqual([['own', 'merged'][counting]]);
});

test('an uplift is said from twenty members on either side', () => {
  const arm = (members: number, buyers: number, spendMinor: bigint) => ({ members, buyers, spendMinor });
  expect(upliftOf(arm(19, 1, 1n), arm(500, 1, 1n))).toBeNull();
  expect(upliftOf(arm(500, 1, 1n), arm(19, 1, 1n))).toBeNull();
  expect(upliftOf(arm(200, 50, 30_000n), arm(100, 20, 10_000n))).toEqual({
    conversionBasisPoints: 500,
    spendPerMemberMinor: 50n,
  });
});

describe('answers', () => {
  const questions: Question[] = [
    { id: '1', kind: 'NPS', text: '', choices: [] },
    { id: '2', kind: 'CSAT', text: '', choices: [] },
    { id: '3', kind: 'CHOICE', text: '', choices: ['a', 'b'] },
    { id: '4', kind: 'TEXT', text: '', choices: [] },
  ];
  const answer = (questionId: string, more: object) => ({ questionId, score: null, choice: null, text: null, ...more });
  const good = [answer('1', { score: 10 }), answer('2', { score: 3 }), answer('3', { choice: 'a' })];
  test.each([
    ['that fit', good, true],
    ['with words', [...good, answer('4', { text: 'Nice.' })], true],
    ['that leave one out', good.slice(1), false],
    ['twice', [...good, good[0]!], false],
    ['to another question', [...good, answer('9', { score: 1 })], false],
    ['beyond the scale', [answer('1', { score: 11 }), ...good.slice(1)], false],
    ['below the scale', [good[0]!, answer('2', { score: 0 }), good[2]!], false],
    ['with another choice', [...good.slice(0, 2), answer('3', { choice: 'c' })], false],
  ])('%s', (_what, answers, fit) => expect(faultOf(questions, answers) === null).toBe(fit));

  test('are unhappy at NPS to 6 or CSAT to 2, and come to a balance and a mean', () => {
    const scores = (nps: number, csat: number) => [answer('1', { score: nps }), answer('2', { score: csat })];
    expect([scores(6, 5), scores(7, 3), scores(10, 2)].map((given) => isUnhappy(questions, given))).toEqual([
      true,
      false,
      true,
    ]);
    expect(resultOf(questions, [scores(10, 5), scores(9, 4), scores(7, 4), scores(0, 1)])).toEqual({
      answers: 4,
      nps: 25,
      csatHundredths: 350,
    });
  });
});
