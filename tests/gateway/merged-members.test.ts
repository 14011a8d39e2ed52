/** Merging and undoing it leaves everything as it was, whatever the two members did before; what comes later goes where the person is. */
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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
  type Reply,
  tally,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
/** Points of `slow` are pending for a while. */
let shop: PartnerByApi;
let slow: PartnerByApi;
let rewardId: string;
/** Its orders wait for the partner, their points held. */
let laterId: string;
let planId: string;

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('merged');
  shop = await api.partner(programme, 'shop');
  slow = await api.partner(programme, 'slow', { pendingDays: 30 });
  const reward = async (more: Fields): Promise<string> => {
    const input = { storeId: shop.storeId, points: 5, stock: 1_000, ...more };
    return ((await api.mutate(shop.token, 'createReward', input, 'reward { id }')).reward as { id: string }).id;
  };
  rewardId = await reward({ name: 'cup' });
  laterId = await reward({ name: 'mug', fulfilment: 'BY_PARTNER' });
  const plan = {
    ...{ code: 'CLUB', name: 'Club', periodMonths: 12, price: eur('12.00'), refundRule: 'NONE' },
    shares: [{ basisPoints: 10_000 }],
  };
  planId = ((await api.mutate(programme.operator, 'createMembershipPlan', plan, 'plan { id }')).plan as { id: string })
    .id;
}, 180_000);
afterAll(() => product.close());
afterEach(() => expectBooksBalanced(product.database.url));

const merge = (survivorId: string, duplicateId: string) =>
  api.mutate(programme.operator, 'mergeMembers', { survivorId, duplicateId }, 'mergeId');
const unmerge = (mergeId: unknown) => api.mutate(programme.operator, 'unmergeMembers', { mergeId });
const buy = (memberId: string, amount: string, at = shop) =>
  api.mutate(at.token, 'recordPurchase', { storeId: at.storeId, memberId, amount: eur(amount) }, 'transaction { id }');
const redeem = (memberId: string, points: number) =>
  api.mutate(shop.token, 'redeemPoints', { storeId: shop.storeId, memberId, points }, 'transaction { id }');
const hold = async (memberId: string, points: number) => {
  const asked = { storeId: shop.storeId, memberId, points };
  return (await api.mutate(shop.token, 'authoriseRedemption', asked, 'hold { id }')).hold as { id: string } | null;
};
const back = (purchaseId: string, amount: string, at = shop) =>
  api.mutate(at.token, 'recordReturn', { storeId: at.storeId, purchaseId, amount: eur(amount) }, 'clawedBack arrears');
const idOf = (reply: Reply): string => (reply.transaction as { id: string }).id;

interface Wallet {
  available: number;
  held: number;
  pending: number;
  arrears: number;
  qualifying: number;
}
const NOTHING = { available: 0, held: 0, pending: 0, arrears: 0 };
const walletOf = async (id: string): Promise<Partial<Wallet>> => {
  const fields = 'available held pending arrears';
  const { data } = await api.ask(programme.operator, `{ member(id: "${id}") { wallet { ${fields} } } }`);
  return (data!.member as { wallet: Wallet }).wallet;
};

const STEPS = [
  ...['buy', 'buyPending', 'redeem', 'hold', 'capture', 'return', 'returnPending', 'order', 'orderLater'],
  ...['household', 'membership', 'card'],
] as const;
type Step = { readonly who: 0 | 1; readonly what: string; readonly size: number };

/** What the two did that later steps name, by who. */
interface Doings {
  readonly purchases: string[][];
  readonly slowPurchases: string[][];
  readonly holds: string[][];
}
const noDoings = (): Doings => ({ purchases: [[], []], slowPurchases: [[], []], holds: [[], []] });

/** Does a step; what the member cannot do is refused and changes nothing. */
async function act({ who, what, size }: Step, pair: readonly MemberByApi[], doings: Doings): Promise<void> {
  const [{ id, token }, other] = who === 0 ? [pair[0]!, pair[1]!] : [pair[1]!, pair[0]!];
  switch (what) {
    case 'buy':
      doings.purchases[who]!.push(idOf(await buy(id, `${size}.00`)));
      break;
    case 'buyPending':
      doings.slowPurchases[who]!.push(idOf(await buy(id, `${size}.00`, slow)));
      break;
    case 'redeem':
      await redeem(id, size);
      break;
    case 'hold': {
      const taken = await hold(id, size);
      if (taken !== null) doings.holds[who]!.push(taken.id);
      break;
    }
    case 'capture':
      await api.mutate(shop.token, 'captureRedemption', { holdId: doings.holds[who]!.at(-1) ?? id, points: 1 });
      break;
    case 'return':
      await back(doings.purchases[who]!.at(-1) ?? id, '1.00');
      break;
    case 'returnPending':
      await back(doings.slowPurchases[who]!.at(-1) ?? id, '1.00', slow);
      break;
    case 'order':
    case 'orderLater':
      await api.mutate(token, 'orderReward', { rewardId: what === 'order' ? rewardId : laterId });
      break;
    case 'household':
      await api.mutate(token, 'makeHousehold', { memberId: id, name: 'Home' });
      await api.mutate(programme.operator, 'joinHousehold', { memberId: other.id, headId: id, role: 'ADULT' });
      break;
    case 'membership':
      await api.mutate(programme.operator, 'joinMembership', { memberId: id, planId });
      break;
    default: {
      const value = `MERGE${api.key().replace(/\W/g, '').slice(-10)}`.toUpperCase();
      await api.mutate(programme.operator, 'addMemberIdentity', { memberId: id, identity: { kind: 'CARD', value } });
    }
  }
}

/** All that is a member's, in every table that says whose it is, but for what was asked of us and done. */
async function belongings(ids: readonly string[]): Promise<Record<string, unknown>> {
  const { sql } = product.database;
  const both = [...ids];
  const rows = {
    lots: await sql`
      SELECT lot_id, member_id, funder_id, issuer_id, points, pending, available, held, redeemed, expired, reversed, transferred, asked_back,
        priced_points, expires_on, pending_until, reserve_minor, service_minor, reserve_refundable_minor, service_refundable_minor
      FROM ledger.lot WHERE member_id = ANY(${both}::uuid[]) AND (open OR redeemed > 0) ORDER BY lot_id`,
    wallets: await sql`
      SELECT member_id, available, held, pending, arrears, qualifying FROM ledger.wallet WHERE member_id = ANY(${both}::uuid[])
        AND (available, held, pending, arrears, qualifying) <> (0, 0, 0, 0, 0) ORDER BY member_id`,
    debts: await sql`
      SELECT debt_id, member_id, lot_id, open FROM ledger.debt WHERE member_id = ANY(${both}::uuid[]) AND open > 0 ORDER BY debt_id`,
    lines: await sql`
      SELECT redemption_id, member_id, lot_id, funder_id, acceptor_id, points, amount_minor, fee_minor, fee_points
      FROM ledger.redemption_line WHERE member_id = ANY(${both}::uuid[]) AND points > 0 ORDER BY redemption_id, lot_id, points`,
    holds:
      await sql`SELECT to_jsonb(hold) AS hold FROM ledger.hold WHERE member_id = ANY(${both}::uuid[]) ORDER BY hold_id`,
    held: await sql`
      SELECT hold_id, lot_id, hold_lot.held FROM ledger.hold_lot JOIN ledger.hold USING (hold_id)
      WHERE member_id = ANY(${both}::uuid[]) AND hold_lot.held > 0 ORDER BY hold_id, ordinal`,
    people: await sql`
      SELECT member_id, status, merged_into, display_name FROM members.member WHERE member_id = ANY(${both}::uuid[]) ORDER BY member_id`,
    keys: await sql`
      SELECT kind, lookup, member_id FROM members.identity_reference WHERE member_id = ANY(${both}::uuid[]) ORDER BY kind, lookup`,
    households: await sql`
      SELECT member_id, household_id, role, monthly_limit FROM members.household_member WHERE member_id = ANY(${both}::uuid[]) ORDER BY member_id`,
    memberships: await sql`
      SELECT member_id, membership_id FROM members.membership_reference WHERE member_id = ANY(${both}::uuid[]) ORDER BY membership_id`,
    orders: await sql`
      SELECT order_id, member_id, state FROM rewards.reward_order WHERE member_id = ANY(${both}::uuid[]) ORDER BY order_id`,
    vouchers: await sql`
      SELECT voucher_id, member_id, state, uses_left FROM rewards.voucher WHERE member_id = ANY(${both}::uuid[]) ORDER BY voucher_id`,
  };
  return JSON.parse(JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? value.toString() : value)));
}

const step = fc.record<Step>({
  who: fc.constantFrom(0, 1),
  what: fc.constantFrom(...STEPS),
  size: fc.integer({ min: 1, max: 40 }),
});
/** Whoever spends what it just earned and brings the goods back owes points. */
const owing = (who: 0 | 1): Step[] =>
  (['buy', 'redeem', 'return', 'return'] as const).map((what) => ({ who, what, size: 10 }));
/** Spends by a hold, brings the goods back, and captures a part of it. */
const owingHeld = (who: 0 | 1): Step[] => [
  { who, what: 'buy', size: 10 },
  { who, what: 'hold', size: 8 },
  ...(['return', 'return', 'return', 'capture'] as const).map((what) => ({ who, what, size: 1 })),
];
const has = (who: 0 | 1): Step[] => [
  { who, what: 'buy', size: 30 },
  { who, what: 'buyPending', size: 7 },
  { who, what: 'orderLater', size: 1 },
];

it('merge then unmerge is identity, over random histories with holds, pending points, debts and orders on their way', async () => {
  const seen = { arrears: 0, held: 0, pending: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (history) => {
      const pair = [await api.member(programme), await api.member(programme)];
      const ids = pair.map(({ id }) => id);
      const doings = noDoings();
      for (const one of history) await act(one, pair, doings);
      const before = await belongings(ids);
      const [mine, other] = [await walletOf(ids[0]!), await walletOf(ids[1]!)];
      for (const total of ['arrears', 'held', 'pending'] as const) if (other[total]! > 0) seen[total] += 1;
      const merged = await merge(ids[0]!, ids[1]!);
      expect(outcomeOf(merged)).toBe('OK');
      const sum = (total: 'available' | 'held' | 'pending' | 'arrears') => mine[total]! + other[total]!;
      expect([await walletOf(ids[0]!), await walletOf(ids[1]!)]).toEqual([
        { available: sum('available'), held: sum('held'), pending: sum('pending'), arrears: sum('arrears') },
        NOTHING,
      ]);
      expect(outcomeOf(await unmerge(merged.mergeId))).toBe('OK');
      expect(await belongings(ids)).toEqual(before);
    }),
    {
      numRuns: 25,
      examples: [
        [[...owing(1), ...has(0)]],
        [[...owing(0), ...has(1)]],
        [[...owing(1), ...owing(0)]],
        [[...owingHeld(1), ...has(0)]],
        [[...owingHeld(1), ...owing(1), ...has(1)]],
      ],
    },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(2);
}, 240_000);

it('what was begun before a merge ends while it lasts, and undone all is as if there had been no merge', async () => {
  /** Ends what is open: pending points are confirmed or cancelled, holds captured or given up. */
  const end = async (which: readonly boolean[], doings: Doings): Promise<string[]> => {
    const outcomes: string[] = [];
    let at = 0;
    const next = (): boolean => which[at++ % which.length]!;
    for (const purchaseId of doings.slowPurchases.flat()) {
      const name = next() ? 'confirmPurchase' : 'cancelPurchase';
      outcomes.push(outcomeOf(await api.mutate(slow.token, name, { purchaseId })));
    }
    for (const holdId of doings.holds.flat())
      outcomes.push(outcomeOf(await api.mutate(shop.token, 'voidRedemption', { holdId })));
    for (const purchaseId of doings.purchases.flat())
      if (next()) outcomes.push(outcomeOf(await back(purchaseId, '1.00')));
    return outcomes;
  };
  /** What two members have, without the names of things. */
  const standing = async (ids: readonly string[]) => {
    const { sql } = product.database;
    const of = async (id: string) => ({
      wallet: await walletOf(id),
      lots: (
        await sql`
          SELECT component, funder_id, sum(available)::int AS available, sum(held)::int AS held, sum(pending)::int AS pending,
                 sum(redeemed)::int AS redeemed
          FROM ledger.lot WHERE member_id = ${id} AND (open OR redeemed > 0) GROUP BY component, funder_id ORDER BY component, funder_id`
      ).map((row) => ({ ...row })),
    });
    return Promise.all(ids.map(of));
  };
  const some = ['buy', 'buyPending', 'hold', 'return', 'returnPending', 'capture', 'redeem'] as const;
  const doable = fc.record<Step>({
    who: fc.constantFrom(0, 1),
    what: fc.constantFrom(...some),
    size: fc.integer({ min: 1, max: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(doable, { minLength: 5, maxLength: 10 }),
      fc.array(fc.boolean(), { minLength: 3, maxLength: 5 }),
      async (history, which) => {
        const results = [];
        for (const merges of [true, false]) {
          const pair = [await api.member(programme), await api.member(programme)];
          const ids = pair.map(({ id }) => id);
          const doings = noDoings();
          for (const one of history) await act(one, pair, doings);
          const merged = merges ? await merge(ids[0]!, ids[1]!) : null;
          const outcomes = await end(which, doings);
          const undone = merged === null ? 'OK' : outcomeOf(await unmerge(merged.mergeId));
          results.push({ outcomes, undone, standing: await standing(ids) });
        }
        const [between, never] = results;
        expect(between!.outcomes).toEqual(never!.outcomes);
        // Where the one owed and the other had points, they were used for it: that is spent, and the merge stays.
        if (between!.undone === 'OK') expect(between!.standing).toEqual(never!.standing);
        else expect(between!.undone).toBe('MERGE_STATE');
      },
    ),
    { numRuns: 12 },
  );
}, 240_000);

describe('after a merge', () => {
  const couple = async () => [await api.member(programme), await api.member(programme)] as const;
  const merged = async (survivor: MemberByApi, duplicate: MemberByApi): Promise<unknown> => {
    const reply = await merge(survivor.id, duplicate.id);
    expect(outcomeOf(reply)).toBe('OK');
    return reply.mergeId;
  };

  it('a hold of the duplicate is captured, given up or refunded for the survivor, by its old authorisation', async () => {
    const [anna, annie] = await couple();
    await buy(anna.id, '10.00');
    await buy(annie.id, '50.00');
    const [first, second] = [(await hold(annie.id, 20))!.id, (await hold(annie.id, 5))!.id];
    const mergeId = await merged(anna, annie);
    expect(await walletOf(anna.id)).toEqual({ ...NOTHING, available: 35, held: 25 });
    expect(outcomeOf(await api.mutate(shop.token, 'voidRedemption', { holdId: second }))).toBe('OK');
    const captured = await api.mutate(
      shop.token,
      'captureRedemption',
      { holdId: first, points: 12 },
      'transaction { id points member { id } } wallet { available held }',
    );
    expect(captured).toMatchObject({
      transaction: { points: -12, member: { id: anna.id } },
      wallet: { available: 40, held: 8 },
    });
    expect(outcomeOf(await unmerge(mergeId))).toBe('MERGE_STATE');
    const redemptionId = idOf(captured);
    expect(outcomeOf(await api.mutate(shop.token, 'refundRedemption', { redemptionId }))).toBe('OK');
    expect(await walletOf(anna.id)).toEqual({ ...NOTHING, available: 52, held: 8 });
    expect(outcomeOf(await unmerge(mergeId))).toBe('OK');
    expect(await walletOf(annie.id)).toEqual({ ...NOTHING, available: 42, held: 8 });
    // The hold is the duplicate's again.
    expect(
      outcomeOf(await api.mutate(programme.operator, 'reverseTransaction', { transactionId: first, reason: 'x' })),
    ).toBe('OK');
    expect([await walletOf(anna.id), await walletOf(annie.id)]).toEqual([
      { ...NOTHING, available: 10 },
      { ...NOTHING, available: 50 },
    ]);
  });

  it('an authorisation of the duplicate is reversed, and its hold runs out, on the survivor', async () => {
    const [anna, annie] = await couple();
    await buy(annie.id, '50.00');
    const [first, second] = [(await hold(annie.id, 20))!.id, (await hold(annie.id, 5))!.id];
    await merged(anna, annie);
    const reversal = { transactionId: first, reason: 'by mistake' };
    expect(outcomeOf(await api.mutate(programme.operator, 'reverseTransaction', reversal))).toBe('OK');
    expect(await walletOf(anna.id)).toEqual({ ...NOTHING, available: 45, held: 5 });
    await product.database
      .sql`UPDATE ledger.hold SET expires_at = now() - interval '1 second' WHERE hold_id = ${second}`;
    expect(outcomeOf(await api.mutate(shop.token, 'captureRedemption', { holdId: second }))).toBe('HOLD_EXPIRED');
    expect(outcomeOf(await api.mutate(programme.operator, 'expirePoints', {}))).toBe('OK');
    expect(await walletOf(anna.id)).toEqual({ ...NOTHING, available: 50 });
  });

  it('pending points of the duplicate can be spent by the survivor at once when they are confirmed; cancelled, they are gone', async () => {
    const [anna, annie] = await couple();
    const [kept, dropped] = [idOf(await buy(annie.id, '30.00', slow)), idOf(await buy(annie.id, '9.00', slow))];
    const mergeId = await merged(anna, annie);
    expect(await walletOf(anna.id)).toEqual({ ...NOTHING, pending: 39 });
    expect(outcomeOf(await api.mutate(slow.token, 'confirmPurchase', { purchaseId: kept }))).toBe('OK');
    expect(outcomeOf(await api.mutate(slow.token, 'cancelPurchase', { purchaseId: dropped }))).toBe('OK');
    expect(outcomeOf(await api.mutate(slow.token, 'cancelPurchase', { purchaseId: dropped }))).toBe(
      'TRANSACTION_NOT_REVERSIBLE',
    );
    expect(await walletOf(anna.id)).toEqual({ ...NOTHING, available: 30 });
    expect(outcomeOf(await unmerge(mergeId))).toBe('OK');
    expect(await walletOf(annie.id)).toEqual({ ...NOTHING, available: 30 });
    expect(await back(kept, '30.00', slow)).toMatchObject({ clawedBack: 30, arrears: 0 });
  });

  it('what the two owe adds up, is repaid before anything is spent, and the merge is then there to stay', async () => {
    const [anna, annie] = await couple();
    const bought = idOf(await buy(annie.id, '20.00'));
    const spent = idOf(await redeem(annie.id, 20));
    expect(await back(bought, '15.00')).toMatchObject({ arrears: 15 });
    await buy(anna.id, '40.00');
    const mergeId = await merged(anna, annie);
    expect(await walletOf(anna.id)).toEqual({ ...NOTHING, available: 40, arrears: 15 });
    // Told before it is done, and done so: 25 are left.
    const quote = (points: number) =>
      api.mutate(shop.token, 'quoteRedemption', { storeId: shop.storeId, memberId: anna.id, points });
    expect([outcomeOf(await quote(26)), outcomeOf(await quote(25))]).toEqual(['INSUFFICIENT_POINTS', 'OK']);
    for (const points of [26, 40]) {
      expect(outcomeOf(await redeem(anna.id, points))).toBe('INSUFFICIENT_POINTS');
      expect(await hold(anna.id, points)).toBeNull();
      const gift = { fromMemberId: anna.id, toMemberId: (await couple())[0].id, points };
      expect(outcomeOf(await api.mutate(anna.token, 'transferPoints', gift))).toBe('INSUFFICIENT_POINTS');
    }
    expect(await walletOf(anna.id)).toEqual({ ...NOTHING, available: 40, arrears: 15 });
    expect(outcomeOf(await redeem(anna.id, 4))).toBe('OK');
    expect(await walletOf(anna.id)).toEqual({ ...NOTHING, available: 21 });
    expect(outcomeOf(await unmerge(mergeId))).toBe('MERGE_STATE');
    // What the duplicate had spent is given back to the person: the lots that took its lines over get it.
    expect(outcomeOf(await api.mutate(shop.token, 'refundRedemption', { redemptionId: spent }))).toBe('OK');
    expect((await walletOf(anna.id)).arrears).toBe(0);
    await expect.poll(async () => (await walletOf(anna.id)).available, { timeout: 20_000 }).toBe(41);
  });

  it('what the duplicate had spent comes back to the survivor, told by the feed, and goes back when the merge is undone', async () => {
    const [anna, annie] = await couple();
    await buy(annie.id, '50.00');
    const redemptionId = idOf(await redeem(annie.id, 20));
    const mergeId = await merged(anna, annie);
    expect(outcomeOf(await api.mutate(shop.token, 'refundRedemption', { redemptionId }))).toBe('OK');
    await expect.poll(async () => (await walletOf(anna.id)).available, { timeout: 20_000 }).toBe(50);
    expect(outcomeOf(await unmerge(mergeId))).toBe('OK');
    expect([await walletOf(anna.id), await walletOf(annie.id)]).toEqual([NOTHING, { ...NOTHING, available: 50 }]);
  });

  it('tills that sell and take points of either while they are merged lose nothing, and a card never meets a merged member', async () => {
    const [anna, annie] = await couple();
    const identity = { kind: 'CARD', value: `RACE${annie.id.slice(-8)}`.toUpperCase() };
    await api.mutate(programme.operator, 'addMemberIdentity', { memberId: annie.id, identity });
    await buy(anna.id, '100.00');
    await buy(annie.id, '100.00');
    const byCard = (points: number | null) =>
      points === null
        ? api.mutate(shop.token, 'recordPurchase', { storeId: shop.storeId, identity, amount: eur('1.00') })
        : api.mutate(shop.token, 'redeemPoints', { storeId: shop.storeId, identity, points });
    const works = Array.from({ length: 60 }, (_, at) => {
      if (at === 20) return merge(anna.id, annie.id);
      if (at % 3 === 0) return byCard(null);
      return at % 3 === 1 ? byCard(2) : redeem(anna.id, 1);
    });
    const replies = await Promise.all(works);
    expect(tally(replies)).toEqual({ OK: 60 });
    await expect
      .poll(async () => [(await walletOf(anna.id)).available, (await walletOf(annie.id)).available], {
        timeout: 20_000,
      })
      .toEqual([200 + 20 - 2 * 20 - 19, 0]);
  });

  it('only the operator moves all that a member has, and only of a merged one', async () => {
    const [anna, annie] = await couple();
    await buy(anna.id, '10.00');
    const all = { fromMemberId: anna.id, toMemberId: annie.id };
    expect(outcomeOf(await api.mutate(programme.operator, 'transferPoints', all))).toBe('MERGE_STATE');
    expect(outcomeOf(await api.mutate(anna.token, 'transferPoints', all))).toBe('MERGE_STATE');
    expect(await walletOf(anna.id)).toEqual({ ...NOTHING, available: 10 });
  });
});
