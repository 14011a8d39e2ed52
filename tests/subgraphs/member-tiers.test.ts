import { pino } from 'pino';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { startLedger } from '../../subgraphs/ledger/server.ts';
import { numberOutbox } from '../../subgraphs/ledger/store/events/number-outbox.ts';
import { mergeMembers, unmergeMembers } from '../../subgraphs/members/commands/merge-members.ts';
import type { MembersDeps } from '../../subgraphs/members/context.ts';
import { startMembers } from '../../subgraphs/members/server.ts';
import { catchUp } from '../../subgraphs/members/tiers/follow-feed.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { openLedgerDoor } from '../../subgraphs/serving/ledger-door.ts';
import type { Subgraph } from '../../subgraphs/serving/subgraph.ts';
import { type Coalition, makeCoalition, type TestPartner } from '../support/coalition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { testPersonalData } from '../support/personal-data.ts';
import { callerOf, clientFor, type SubgraphClient } from '../support/subgraph-client.ts';

let test: TestDatabase;
let pools: Database[];
let ledger: Subgraph;
let subgraph: Subgraph;
let deps: MembersDeps;
let members: SubgraphClient;
let till: SubgraphClient;
let now = new Date('2026-06-15T12:00:00Z');
let coalition: Coalition;
let acme: TestPartner;
let best: TestPartner;
let operator: Caller;
let keys = 0;

beforeAll(async () => {
  test = await createTestDatabase();
  const [ofLedger, ofMembers] = [
    openDatabase({ url: test.url, role: 'ledger' }),
    openDatabase({ url: test.url, role: 'members' }),
  ];
  pools = [ofLedger, ofMembers];
  const shared = { clock: () => now, ids: v7, logger: pino({ level: 'silent' }), personalData: testPersonalData };
  ledger = await startLedger({ ...shared, database: ofLedger, sweepEvery: 0, auditEvery: 0 });
  deps = {
    ...shared,
    database: ofMembers,
    followsFeed: false,
    random: (bytes) => new Uint8Array(bytes),
    randomInt: () => 0,
    issueToken: () => Promise.reject(new Error('No tokens here')),
    askSubgraph: () => Promise.reject(new Error('This subgraph stands alone')),
    ledger: openLedgerDoor('members', () => Promise.reject(new Error('This subgraph stands alone'))),
  };
  subgraph = await startMembers(deps);
  members = clientFor(subgraph);
  till = clientFor(ledger);
});
afterAll(async () => {
  await subgraph.stop();
  await ledger.stop();
  for (const pool of pools) await pool.close();
  await test.close();
});
beforeEach(async () => {
  now = new Date('2026-06-15T12:00:00Z');
  coalition = await makeCoalition(test.sql, { timeZone: 'Asia/Tehran' });
  [acme, best] = [await coalition.partner('Acme'), await coalition.partner('Best')];
  operator = callerOf({ role: 'operator', programmeId: coalition.programmeId });
});

/** Follows the feed to its end: what was just posted gets its place in it first. */
const follow = async (): Promise<void> => {
  while ((await numberOutbox(pools[0]!.sql)).more);
  await catchUp(deps);
};
const key = (): string => {
  keys += 1;
  return `key-${keys}`;
};
const LADDER = {
  tiers: [
    { code: 'base', rank: 0, name: 'Base', threshold: 0 },
    { code: 'gold', rank: 1, name: 'Gold', threshold: 100, multiplierBasisPoints: 15_000, earlyAccessHours: 48 },
    { code: 'black', rank: 2, name: 'Black' },
  ],
};
const publish = (change: object = {}) =>
  members.command(
    operator,
    'publishTierLadder',
    { idempotencyKey: key(), ...LADDER, ...change },
    'ladder { version tiers { code } }',
  );
const buy = async (memberId: string, amount: string, at: TestPartner = acme, occurredAt?: string): Promise<string> => {
  const input = {
    idempotencyKey: key(),
    storeId: at.storeId,
    memberId,
    amount: { amount, currency: 'EUR' },
    occurredAt,
  };
  const sold = await till.command(operator, 'recordPurchase', input, 'transaction { id }');
  expect(sold.userErrors).toEqual([]);
  return sold.transaction.id;
};
const giveBack = async (purchaseId: string, amount: string) => {
  const input = { idempotencyKey: key(), storeId: acme.storeId, purchaseId, amount: { amount, currency: 'EUR' } };
  expect((await till.command(operator, 'recordReturn', input, 'transaction { id }')).userErrors).toEqual([]);
};
const tierOf = async (id: string, fields = 'tier { code } since until source sentence') =>
  (await members.ask(operator, `query($id: ID!) { member(id: $id) { tier { ${fields} } } }`, { id })).member.tier;

describe('tiers', () => {
  it('there are none without a ladder, and what was bought before one counts when it comes', async () => {
    const member = await coalition.member();
    await buy(member, '120.00');
    await follow();
    expect(await tierOf(member)).toBeNull();
    expect((await publish()).ladder).toEqual({
      version: 1,
      tiers: [{ code: 'base' }, { code: 'gold' }, { code: 'black' }],
    });
    await follow();
    expect(await tierOf(member)).toEqual({
      tier: { code: 'gold' },
      since: '2026-06-15',
      until: '2027-12-31',
      source: 'QUALIFIED',
      sentence: '100 points more by 2027-12-31 keeps Gold',
    });
  });

  it('are reached at once, over partners; what lifted is undone the same day, and the history says both', async () => {
    await publish();
    const member = await coalition.member();
    await buy(member, '60.00');
    const second = await buy(member, '40.00');
    await follow();
    expect((await tierOf(member)).tier.code).toBe('gold');
    await giveBack(second, '40.00');
    await follow();
    const fields = 'tier { code } sentence changes { event toTier onDay }';
    expect(await tierOf(member, fields)).toEqual({
      tier: { code: 'base' },
      sentence: '40 points more reaches Gold',
      changes: [
        { event: 'UPGRADED', toTier: 'gold', onDay: '2026-06-15' },
        { event: 'TAKEN_BACK', toTier: 'base', onDay: '2026-06-15' },
      ],
    });
    await buy(member, '40.00', best);
    await follow();
    expect((await tierOf(member)).tier.code).toBe('gold');
  });

  it('the feed in many small pages and in one gives the same, and following twice adds nothing', async () => {
    await publish();
    const member = await coalition.member();
    for (let count = 0; count < 5; count += 1) {
      await buy(member, '10.00', count % 2 === 0 ? acme : best);
      if (count < 3) await follow();
    }
    await follow();
    await follow();
    expect(await tierOf(member, 'measured')).toEqual({ measured: 50 });
  });

  it('a preview says what a purchase would do, and does nothing', async () => {
    await publish();
    const id = await coalition.member();
    await buy(id, '90.00');
    await follow();
    const query = `query($id: ID!, $partnerId: ID!, $points: Points!) {
      member(id: $id) { tierAfter(partnerId: $partnerId, points: $points) { tier { code } sentence } } }`;
    const preview = async (points: number) =>
      (await members.ask(operator, query, { id, partnerId: best.partnerId, points })).member.tierAfter;
    expect(await preview(9)).toEqual({ tier: { code: 'base' }, sentence: '1 point more reaches Gold' });
    expect((await preview(10)).tier.code).toBe('gold');
    for (const partnerId of [v7(), 'x'])
      await expect(members.ask(operator, query, { id, partnerId, points: 1 })).rejects.toThrow('No such partner');
    expect((await tierOf(id)).tier.code).toBe('base');
    await buy(id, '10.00');
    await follow();
    expect((await tierOf(id)).tier.code).toBe('gold');
  });

  it('ended ones are judged the day after their grace, and the day is the programme’s', async () => {
    await publish({ windowMonths: 1, graceDays: 2 });
    const member = await coalition.member();
    // 22:00 in UTC is the next day in Tehran.
    now = new Date('2026-06-15T22:00:00Z');
    await buy(member, '100.00');
    await follow();
    expect(await tierOf(member)).toMatchObject({ since: '2026-06-16', until: '2026-07-16' });
    now = new Date('2026-07-18T12:00:00Z');
    await follow();
    expect((await tierOf(member)).tier.code).toBe('gold');
    now = new Date('2026-07-19T12:00:00Z');
    await follow();
    expect((await tierOf(member)).tier.code).toBe('base');
    expect((await tierOf(member, 'changes { event }')).changes.at(-1)).toEqual({ event: 'DOWNGRADED' });
  });

  it('a merge brings a better tier along for as long as it lasts; undone days later, the survivor has what is its own', async () => {
    await publish({ windowMonths: 1, graceDays: 0 });
    const [survivorId, duplicateId] = [await coalition.member(), await coalition.member()];
    await buy(duplicateId, '100.00');
    await buy(survivorId, '60.00');
    await follow();
    now = new Date('2026-07-05T12:00:00Z');
    const wallet = async () => ({ available: 0n, held: 0n, pending: 0n, arrears: 0n, qualifying: 0n });
    const merging = { ...deps, ledger: { ...deps.ledger, wallet } as unknown as MembersDeps['ledger'] };
    const pair = { idempotencyKey: key(), survivorId, duplicateId };
    const merged = await mergeMembers(merging, operator, pair);
    const held = { tier: { code: 'gold' }, source: 'QUALIFIED' };
    expect(await tierOf(survivorId)).toMatchObject(held);
    // Reached by what both did.
    now = new Date('2026-07-15T12:00:00Z');
    await follow();
    expect(await tierOf(survivorId)).toMatchObject({ ...held, until: '2026-08-05' });
    const mergeId = merged.ok ? merged.result.mergeId : '';
    expect((await unmergeMembers(merging, operator, { idempotencyKey: key(), mergeId })).ok).toBe(true);
    expect((await tierOf(survivorId)).tier.code).toBe('base');
    expect(await tierOf(duplicateId)).toMatchObject({ ...held, until: '2026-07-15' });
  });

  it('a tier that was brought is no longer than it was, and a preview knows it', async () => {
    await publish({ windowMonths: 1, graceDays: 0 });
    const [survivorId, duplicateId] = [await coalition.member(), await coalition.member()];
    const input = { idempotencyKey: key(), memberId: duplicateId, tier: 'black', until: '2026-06-20' };
    await members.command(operator, 'inviteToTier', input, 'member { id }');
    const wallet = async () => ({ available: 0n, held: 0n, pending: 0n, arrears: 0n, qualifying: 0n });
    const merging = { ...deps, ledger: { ...deps.ledger, wallet } as unknown as MembersDeps['ledger'] };
    await mergeMembers(merging, operator, { idempotencyKey: key(), survivorId, duplicateId });
    expect(await tierOf(survivorId)).toMatchObject({ tier: { code: 'black' }, until: '2026-06-20' });
    const preview = `query($id: ID!, $at: ID!) { member(id: $id) { tierAfter(partnerId: $at, points: 1) { tier { code } } } }`;
    const seen = await members.ask(operator, preview, { id: survivorId, at: acme.partnerId });
    expect(seen.member.tierAfter.tier.code).toBe('black');
    // Softly, as any tier that ends.
    now = new Date('2026-06-21T12:00:00Z');
    await follow();
    expect((await tierOf(survivorId)).tier.code).toBe('gold');
  });

  it('the operator invites, for good or until a day', async () => {
    await publish();
    const [memberId] = [await coalition.member()];
    const invite = (caller: Caller, tier: string, until?: string) =>
      members.command(
        caller,
        'inviteToTier',
        { idempotencyKey: key(), memberId, tier, until },
        'member { tier { tier { code } source until } }',
      );
    expect((await invite(operator, 'black', '2026-12-31')).member.tier).toEqual({
      tier: { code: 'black' },
      source: 'INVITATION',
      until: '2026-12-31',
    });
    await buy(memberId, '500.00');
    await follow();
    expect((await tierOf(memberId)).tier.code).toBe('black');
    expect((await invite(operator, 'ruby')).userErrors).toMatchObject([
      { code: 'TIER_UNKNOWN', field: ['input', 'tier'] },
    ]);
    expect((await invite(operator, 'black', '2026-06-01')).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    const partner = callerOf({ role: 'partner', programmeId: coalition.programmeId, partnerId: acme.partnerId });
    expect((await invite(partner, 'black')).userErrors).toMatchObject([{ code: 'NOT_ALLOWED' }]);
  });

  it.each([
    [
      'overlapping tiers',
      { tiers: [LADDER.tiers[0], LADDER.tiers[1], { ...LADDER.tiers[1], code: 'other' }] },
      'TIER_OVERLAP',
    ],
    [
      'a free reward that there is not',
      { tiers: [LADDER.tiers[0], { ...LADDER.tiers[1], freeRewardId: '018f0000-0000-7000-8000-000000000000' }] },
      'REWARD_UNKNOWN',
    ],
    [
      'a free reward for everybody',
      { tiers: [{ ...LADDER.tiers[0], freeRewardId: '018f0000-0000-7000-8000-000000000000' }] },
      'INVALID_INPUT',
    ],
    ['no tier', { tiers: [] }, 'INVALID_INPUT'],
    ['a window of no months', { windowMonths: 0 }, 'INVALID_INPUT'],
    ['a multiplier below one', { tiers: [{ ...LADDER.tiers[0], multiplierBasisPoints: 9_999 }] }, 'INVALID_INPUT'],
  ])('a ladder with %s is refused', async (_, change, code) => {
    const { userErrors, ladder } = await publish(change);
    expect([ladder, userErrors[0].code]).toEqual([null, code]);
  });

  it('what rules may ask stands in the view of facts: tier, tags, month and day of birth, household', async () => {
    await publish();
    const member = await coalition.member();
    await test.sql`UPDATE members.member SET birth_date = '1991-03-21' WHERE member_id = ${member}`;
    await members.command(
      operator,
      'tagMember',
      { idempotencyKey: key(), memberId: member, add: ['vip'] },
      'member { id }',
    );
    await buy(member, '100.00');
    await follow();
    const [facts] = await pools[0]!
      .sql`SELECT tier, tags, birthday, household_id FROM members.member_facts WHERE member_id = ${member}`;
    expect(facts).toEqual({ tier: 'gold', tags: ['vip'], birthday: '03-21', household_id: null });
  });
});
