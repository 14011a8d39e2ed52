// Paid memberships where the process dies between two steps: whatever was on its way is gone on with, once, and comes to one end.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { goOn } from '../../subgraphs/members/commands/go-on.ts';
import { mergeMembers, unmergeMembers } from '../../subgraphs/members/commands/merge-members.ts';
import { renewOnTime } from '../../subgraphs/members/commands/renew-on-time.ts';
import type { FeeRefundRequest, FeeRequest, LedgerDoor } from '../../subgraphs/serving/ledger-door.ts';
import { accepted, refuse, refused } from '../../subgraphs/shared/refusal.ts';
import { asMember, type MembersUnderTest, membersUnderTest, operator } from '../support/members-under-test.ts';

/** What the ledger has under its keys: asked again, it answers again. */
let fees: Map<string, FeeRequest>;
let refunds: Map<string, FeeRefundRequest>;
/** Where the connection breaks: before the ledger hears of it, or after it has done it. */
let cut: 'before' | 'after' | null = null;
let refusing = false;
const idOf = (key: string): string => `018f0000-0000-7000-9000-${Buffer.from(key).toString('hex').slice(-12)}`;
const ledger = {
  postFee: async (request: FeeRequest) => {
    if (cut === 'before') throw new Error('cut');
    if (refusing) return refused(refuse('NET_DEBIT_CAP_EXCEEDED', 'No room.'));
    fees.set(request.idempotencyKey, request);
    if (cut === 'after') throw new Error('cut');
    return accepted({ transactionId: idOf(request.idempotencyKey) });
  },
  refundFee: async (request: FeeRefundRequest) => {
    if (cut === 'before') throw new Error('cut');
    refunds.set(request.idempotencyKey, request);
    if (cut === 'after') throw new Error('cut');
    return accepted({ transactionId: idOf(request.idempotencyKey) });
  },
} as unknown as LedgerDoor;

let members: MembersUnderTest;
let planId: string;

beforeAll(async () => {
  members = await membersUnderTest(new Date('2026-03-10T12:00:00Z'), ledger);
  const { plan, userErrors } = await members.command(
    operator,
    'createMembershipPlan',
    {
      ...{ code: 'CLUB', name: 'Club', periodMonths: 1, price: { amount: '3.10', currency: 'EUR' }, graceDays: 5 },
      ...{ refundRule: 'PRO_RATA', shares: [{ basisPoints: 10_000 }] },
    },
    'plan { id }',
  );
  expect(userErrors).toEqual([]);
  planId = plan.id;
});
afterAll(() => members.close());
beforeEach(() => {
  fees = new Map();
  refunds = new Map();
  cut = null;
  refusing = false;
  members.clock.now = new Date('2026-03-10T12:00:00Z');
});

const FIELDS = 'membership { status coveredUntil autoRenew endedOn periods { number until refunded } }';
/** Runs a command that may break off. */
const tried = (name: string, input: Record<string, unknown>) =>
  members.command(operator, name, input, FIELDS).catch((error: unknown) => error);
const seen = async (memberId: string) => {
  const data = await members.client.ask(operator, `{ member(id: "${memberId}") { ${FIELDS} } }`);
  return (data as { member: { membership: Record<string, unknown> | null } }).member.membership;
};
/** The regular round, as a later process makes it. */
const later = async (): Promise<void> => {
  members.clock.now = new Date(members.clock.now.getTime() + 120_000);
  await goOn({ ...members.deps, ledger });
};

it.each(['before', 'after'] as const)('a fee whose answer was cut off %s the ledger is booked once', async (where) => {
  const memberId = await members.enrolled();
  const input = { memberId, planId, idempotencyKey: `join ${where}` };
  cut = where;
  await tried('joinMembership', input);
  expect(await seen(memberId)).toMatchObject({ status: 'PENDING', coveredUntil: null });
  cut = null;
  await later();
  expect(await seen(memberId)).toMatchObject({ status: 'ACTIVE', coveredUntil: '2026-04-09' });
  expect(await tried('joinMembership', input)).toMatchObject({ membership: { status: 'ACTIVE' }, userErrors: [] });
  await later();
  expect(fees.size).toBe(1);
});

it('the same request sent again goes on where it broke off, without waiting for the round', async () => {
  const memberId = await members.enrolled();
  const input = { memberId, planId, idempotencyKey: 'again' };
  cut = 'after';
  await tried('joinMembership', input);
  cut = null;
  expect(await tried('joinMembership', input)).toMatchObject({ membership: { status: 'ACTIVE' }, userErrors: [] });
  expect(fees.size).toBe(1);
});

it.each(['before', 'after'] as const)(
  'a refund whose answer was cut off %s the ledger is booked once',
  async (where) => {
    const memberId = await members.enrolled();
    await tried('joinMembership', { memberId, planId });
    cut = where;
    await tried('cancelMembership', { memberId, when: 'NOW' });
    expect(await seen(memberId)).toMatchObject({ status: 'CANCELLED', periods: [{ refunded: null }] });
    cut = null;
    await later();
    await later();
    expect(await seen(memberId)).toMatchObject({ status: 'CANCELLED', periods: [{ refunded: 300 }] });
    expect([...refunds.values()].map(({ amount }) => amount)).toEqual([{ amount: '3.00', currency: 'EUR' }]);
  },
);

it('a fee that comes through after the cancellation is given back whole', async () => {
  const memberId = await members.enrolled();
  await tried('joinMembership', { memberId, planId });
  cut = 'before';
  await tried('renewMembership', { memberId });
  await tried('cancelMembership', { memberId, when: 'NOW' });
  cut = null;
  await later();
  expect(await seen(memberId)).toMatchObject({ status: 'CANCELLED', periods: [{ refunded: 300 }, { refunded: 310 }] });
});

it('a renewal that the ledger refuses leaves the membership as it was, and may be tried again under another key', async () => {
  const memberId = await members.enrolled();
  await tried('joinMembership', { memberId, planId });
  refusing = true;
  expect(await tried('renewMembership', { memberId })).toMatchObject({
    userErrors: [{ code: 'NET_DEBIT_CAP_EXCEEDED' }],
  });
  expect(await seen(memberId)).toMatchObject({ status: 'ACTIVE', coveredUntil: '2026-04-09' });
  refusing = false;
  expect(await tried('renewMembership', { memberId })).toMatchObject({ membership: { coveredUntil: '2026-05-09' } });
});

it('after the days of grace it lapses in the name of the day after the last paid one, by itself', async () => {
  const memberId = await members.enrolled();
  await tried('joinMembership', { memberId, planId, autoRenew: false });
  members.clock.now = new Date('2026-04-14T12:00:00Z');
  await later();
  expect(await seen(memberId)).toMatchObject({ status: 'GRACE', endedOn: null });
  members.clock.now = new Date('2026-04-15T12:00:00Z');
  expect(await seen(memberId)).toMatchObject({ status: 'LAPSED', endedOn: null });
  await later();
  expect(await seen(memberId)).toMatchObject({ status: 'LAPSED', endedOn: '2026-04-10', autoRenew: false });
});

const feesOf = (memberId: string) => [...fees.values()].filter((fee) => fee.memberId === memberId);
const joined = async (more: Record<string, unknown> = {}): Promise<string> => {
  const memberId = await members.enrolled();
  expect(await tried('joinMembership', { memberId, planId, ...more })).toMatchObject({ userErrors: [] });
  return memberId;
};

it('renews by itself on its last paid day and not before, without a gap and from the first day on, as often as it is due', async () => {
  members.clock.now = new Date('2027-01-31T12:00:00Z');
  const memberId = await joined();
  members.clock.now = new Date('2027-02-26T22:00:00Z');
  await later();
  expect(await seen(memberId)).toMatchObject({ status: 'ACTIVE', coveredUntil: '2027-02-27' });
  // Midnight in Berlin.
  members.clock.now = new Date('2027-02-26T23:00:00Z');
  for (let round = 0; round < 3; round += 1) await later();
  expect(await seen(memberId)).toMatchObject({ status: 'ACTIVE', coveredUntil: '2027-03-30' });
  members.clock.now = new Date('2027-03-30T12:00:00Z');
  await later();
  expect(await seen(memberId)).toMatchObject({
    coveredUntil: '2027-04-29',
    periods: [
      { number: 1, until: '2027-02-27' },
      { number: 2, until: '2027-03-30' },
      { number: 3, until: '2027-04-29' },
    ],
  });
  expect(feesOf(memberId).map(({ storeId, amount }) => [storeId, amount.amount])).toEqual(
    Array(3).fill([null, '3.10']),
  );
});

it('what is not to renew, of suspended members, or of a plan that was withdrawn, is not renewed by itself', async () => {
  members.clock.now = new Date('2028-03-10T12:00:00Z');
  const { plan } = await members.command(
    operator,
    'createMembershipPlan',
    {
      ...{ code: 'GONE', name: 'Gone', periodMonths: 1, price: { amount: '1.00', currency: 'EUR' }, graceDays: 0 },
      ...{ refundRule: 'NONE', shares: [{ basisPoints: 10_000 }] },
    },
    'plan { id }',
  );
  const all = [await joined({ autoRenew: false }), await joined(), await joined(), await joined({ planId: plan.id })];
  const [, stopped, suspended] = all as [string, string, string, string];
  await tried('cancelMembership', { memberId: stopped, when: 'AT_PERIOD_END' });
  const status = { memberId: suspended, status: 'SUSPENDED' };
  expect((await members.command(operator, 'changeMemberStatus', status, 'member { status }')).userErrors).toEqual([]);
  await members.command(operator, 'withdrawMembershipPlan', { planId: plan.id }, 'plan { id }');
  members.clock.now = new Date('2028-04-09T12:00:00Z');
  await later();
  expect(all.map((memberId) => feesOf(memberId).length)).toEqual([1, 1, 1, 1]);
  members.clock.now = new Date('2028-04-15T12:00:00Z');
  await later();
  expect(await Promise.all(all.map(async (memberId) => (await seen(memberId))?.status))).toEqual(
    Array(4).fill('LAPSED'),
  );
});

it('a renewal that the ledger refuses is tried once a day while the grace lasts, then the membership lapses', async () => {
  members.clock.now = new Date('2029-03-10T12:00:00Z');
  const memberId = await joined();
  const attempts = async () =>
    (await members.test.sql`SELECT FROM members.membership_period WHERE member_id = ${memberId} AND state = 'REFUSED'`)
      .length;
  refusing = true;
  for (const [day, count, status] of [
    ['2029-04-09', 1, 'ACTIVE'],
    ['2029-04-10', 2, 'GRACE'],
    ['2029-04-14', 3, 'GRACE'],
  ] as const) {
    members.clock.now = new Date(`${day}T12:00:00Z`);
    for (let round = 0; round < 3; round += 1) await later();
    expect([day, await attempts(), (await seen(memberId))?.status]).toEqual([day, count, status]);
  }
  members.clock.now = new Date('2029-04-15T00:00:00+02:00');
  refusing = true;
  await later();
  expect(await seen(memberId)).toMatchObject({ status: 'LAPSED', endedOn: '2029-04-10' });
});

it('several processes renew many memberships once each, whichever of them the connection to the ledger breaks for', async () => {
  members.clock.now = new Date('2030-03-10T12:00:00Z');
  const all = await Promise.all(Array.from({ length: 30 }, () => joined()));
  members.clock.now = new Date('2030-04-09T12:00:00Z');
  const pools = Array.from({ length: 4 }, () => openDatabase({ url: members.test.url, role: 'members' }));
  let answers = 0;
  const breaking = {
    ...ledger,
    postFee: async (request: FeeRequest) => {
      const answer = await ledger.postFee(request);
      answers += 1;
      if (answers % 3 === 0) throw new Error('cut');
      return answer;
    },
  } as LedgerDoor;
  await Promise.all(pools.map((database) => renewOnTime({ ...members.deps, database, ledger: breaking })));
  const open = async () => (await members.test.sql`SELECT FROM members.membership_period WHERE state = 'ASKED'`).length;
  expect(await open()).toBe(10);
  await Promise.all(
    pools.map((database) => {
      const clock = () => new Date(members.clock.now.getTime() + 120_000);
      return goOn({ ...members.deps, database, ledger, clock });
    }),
  );
  expect(await open()).toBe(0);
  for (const memberId of all) {
    expect(await seen(memberId)).toMatchObject({ status: 'ACTIVE', coveredUntil: '2030-05-09' });
    expect(feesOf(memberId)).toHaveLength(2);
  }
  await Promise.all(pools.map((pool) => pool.close()));
});

it('after an outage of days what was due is renewed, even past its grace; a period that would be over already is not', async () => {
  members.clock.now = new Date('2031-03-10T12:00:00Z');
  const [memberId] = [await joined()];
  members.clock.now = new Date('2031-04-20T12:00:00Z');
  await later();
  expect(await seen(memberId!)).toMatchObject({ status: 'ACTIVE', coveredUntil: '2031-05-09' });
  members.clock.now = new Date('2031-07-20T12:00:00Z');
  await later();
  expect(await seen(memberId!)).toMatchObject({ status: 'LAPSED', endedOn: '2031-05-10' });
});

it('a renewal that could not be collected is taken back whole and ends the membership; only the operator says so', async () => {
  members.clock.now = new Date('2032-03-10T12:00:00Z');
  const memberId = await joined();
  members.clock.now = new Date('2032-04-09T12:00:00Z');
  await later();
  members.clock.now = new Date('2032-04-20T12:00:00Z');
  const input = { memberId, when: 'UNPAID' };
  expect(await members.refusal(asMember(memberId), 'cancelMembership', input, FIELDS)).toBe('NOT_ALLOWED when');
  expect(await tried('cancelMembership', input)).toMatchObject({
    membership: { status: 'CANCELLED', periods: [{ refunded: null }, { refunded: 310 }] },
  });
});

it('of two memberships that a merge brought together one is renewed; undone, each is its own again', async () => {
  members.clock.now = new Date('2034-03-10T12:00:00Z');
  const [first, second] = [await joined(), await joined()];
  const wallet = async () => ({ available: 0n, held: 0n, pending: 0n, arrears: 0n, qualifying: 0n });
  const deps = { ...members.deps, ledger: { ...ledger, wallet } as unknown as LedgerDoor };
  const pair = { survivorId: first, duplicateId: second };
  const merged = await mergeMembers(deps, operator, { idempotencyKey: 'merge two', ...pair });
  members.clock.now = new Date('2034-04-09T12:00:00Z');
  for (let round = 0; round < 3; round += 1) await renewOnTime(deps);
  const booked = () => [feesOf(first).length, feesOf(second).length].sort();
  expect(booked()).toEqual([1, 2]);
  const mergeId = merged.ok ? merged.result.mergeId : '';
  expect((await unmergeMembers(deps, operator, { idempotencyKey: 'undo two', mergeId })).ok).toBe(true);
  await renewOnTime(deps);
  expect(booked()).toEqual([2, 2]);
});

describe('erasing a member', () => {
  it('ends its membership with what the plan gives back, also of one on its way and of those merged into it; nothing renews', async () => {
    members.clock.now = new Date('2033-03-10T12:00:00Z');
    const [memberId, duplicateId, pending] = [await joined(), await joined(), await members.enrolled()];
    cut = 'before';
    await tried('joinMembership', { memberId: pending, planId });
    const wallet = async () => ({ available: 0n, held: 0n, pending: 0n, arrears: 0n, qualifying: 0n });
    const merging = { ...ledger, wallet } as unknown as LedgerDoor;
    const caller = { ...operator };
    const merged = await mergeMembers({ ...members.deps, ledger: merging }, caller, {
      ...{ idempotencyKey: 'merge', survivorId: memberId, duplicateId },
    });
    expect(merged.ok).toBe(true);
    cut = 'after';
    const erase = (one: string) =>
      members.command(operator, 'eraseMember', { memberId: one }, 'member { status }').catch(() => null);
    expect(await members.refusal(operator, 'eraseMember', { memberId: duplicateId })).toBe('MERGE_STATE memberId');
    await erase(memberId);
    await erase(pending);
    cut = null;
    await later();
    await later();
    const rows = await members.test.sql`
      SELECT membership.state, refund_state, refund_minor::int AS refund, auto_renew FROM members.membership
      JOIN members.membership_period USING (membership_id) WHERE membership.member_id IN (${memberId}, ${duplicateId}, ${pending})
      ORDER BY refund_minor`;
    expect(rows).toEqual(
      [300, 300, 310].map((refund) => ({ state: 'CANCELLED', refund_state: 'PAID', refund, auto_renew: false })),
    );
    const before = fees.size;
    members.clock.now = new Date('2033-04-10T12:00:00Z');
    await later();
    expect(fees.size).toBe(before);
    const undone = await unmergeMembers({ ...members.deps, ledger: merging }, caller, {
      ...{ idempotencyKey: 'undo', mergeId: merged.ok ? merged.result.mergeId : '' },
    });
    expect(undone).toMatchObject({ ok: false, refusal: { code: 'MERGE_STATE' } });
  });
});
