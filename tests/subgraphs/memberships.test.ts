// Paid memberships where the process dies between two steps: whatever was on its way is gone on with, once, and comes to one end.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { goOn } from '../../subgraphs/members/commands/go-on.ts';
import type { FeeRefundRequest, FeeRequest, LedgerDoor } from '../../subgraphs/serving/ledger-door.ts';
import { accepted, refuse, refused } from '../../subgraphs/shared/refusal.ts';
import { type MembersUnderTest, membersUnderTest, operator, PROGRAMME } from '../support/members-under-test.ts';

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
  await members.test.sql`
    INSERT INTO partners.programme (programme_id, code, name, currency, exponent, time_zone, spending_order, restore_grace_days, created_at)
    VALUES (${PROGRAMME}, 'p', 'P', 'EUR', 2, 'Europe/Berlin', 'SOONEST_EXPIRY', 30, now())`;
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
const later = async (everything = false): Promise<void> => {
  members.clock.now = new Date(members.clock.now.getTime() + 120_000);
  await goOn(
    { ...members.deps, ledger: { ...ledger, wallet: () => Promise.reject(new Error('no')) } as never },
    everything,
  );
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
  await tried('joinMembership', { memberId, planId });
  members.clock.now = new Date('2026-04-14T12:00:00Z');
  await later(true);
  expect(await seen(memberId)).toMatchObject({ status: 'GRACE', endedOn: null });
  members.clock.now = new Date('2026-04-15T12:00:00Z');
  expect(await seen(memberId)).toMatchObject({ status: 'LAPSED', endedOn: null });
  await later(true);
  expect(await seen(memberId)).toMatchObject({ status: 'LAPSED', endedOn: '2026-04-10', autoRenew: false });
});
