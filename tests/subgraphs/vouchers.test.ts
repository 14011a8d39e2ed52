import { compactVerify, createLocalJWKSet } from 'jose';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { expectBooksBalanced } from '../support/books.ts';
import type { TestPartner } from '../support/coalition.ts';
import { codesOf, openRewardsWorld, type RewardsCoalition, type RewardsWorld } from '../support/rewards-world.ts';
import type { Answer } from '../support/subgraph-client.ts';

const NOON = new Date('2026-03-01T12:00:00Z');
let world: RewardsWorld;
let coalition: RewardsCoalition;
let cafe: TestPartner;
let memberId: string;
let member: Caller;

beforeAll(async () => {
  world = await openRewardsWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.now = NOON;
  coalition = await world.coalition();
  cafe = await coalition.partner('cafe');
  memberId = await coalition.member();
  member = coalition.as(memberId);
  await coalition.buy(memberId, cafe, 500);
});
afterEach(() => expectBooksBalanced(world.ledgerDatabase));

const VOUCHER = 'voucher { id code offlineToken state usesLeft }';
const buyVoucher = async (terms: Record<string, unknown> = {}): Promise<Answer> => {
  const made = await world.client.command(
    coalition.operator,
    'createReward',
    { idempotencyKey: v7(), partnerId: cafe.partnerId, storeId: cafe.storeId, name: 'Coupon', points: 10, ...terms },
    'reward { id }',
  );
  expect(made.userErrors).toEqual([]);
  const input = { idempotencyKey: v7(), rewardId: made.reward.id };
  const { order } = await world.client.command(member, 'orderReward', input, `order { id ${VOUCHER} }`);
  return order.voucher;
};
const USED = 'voucher { state usesLeft used { usedAt } } use { discount { amount } purchase { amount } }';
const redeem = (code: string, more: Record<string, unknown> = {}, caller: Caller = coalition.app(cafe)) =>
  world.client.command(caller, 'redeemVoucher', { idempotencyKey: v7(), storeId: cafe.storeId, code, ...more }, USED);
const eur = (amount: string) => ({ amount, currency: 'EUR' });

describe('a voucher at the till', () => {
  test('is honoured once, however its code is typed, and takes off what it says', async () => {
    const { code } = await buyVoucher({ kind: 'DISCOUNT', discountBasisPoints: 1000, minSpend: eur('20.00') });
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('1', '۱').replaceAll('7', '٧');
    expect(codesOf(await redeem(typed, { purchase: eur('19.99') }))).toEqual(['VOUCHER_NOT_APPLICABLE']);
    const reply = await redeem(typed, { purchase: eur('25.55') });
    expect(reply).toMatchObject({
      voucher: { state: 'USED', usesLeft: 0 },
      use: { discount: { amount: '2.56' }, purchase: { amount: '25.55' } },
      userErrors: [],
    });
    expect(codesOf(await redeem(code, { purchase: eur('25.55') }))).toEqual(['VOUCHER_USED']);
  });

  test('of two tills at once serves one; the same request sent again gets the same answer', async () => {
    const { code } = await buyVoucher();
    const replies = await Promise.all(Array.from({ length: 10 }, () => redeem(code)));
    expect(replies.filter((reply) => reply.use !== null)).toHaveLength(1);
    expect(new Set(replies.flatMap(codesOf))).toEqual(new Set(['VOUCHER_USED']));

    const { code: again } = await buyVoucher();
    const key = { idempotencyKey: v7() };
    const twice = [await redeem(again, key), await redeem(again, key)];
    expect(twice[1]).toEqual(twice[0]);
    expect(codesOf(await redeem(code, key))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  test('that may be used three times is used three times', async () => {
    const { code } = await buyVoucher({ voucherUses: 3 });
    const replies = await Promise.all(Array.from({ length: 5 }, () => redeem(code)));
    expect(replies.flatMap(codesOf)).toEqual(['VOUCHER_USED', 'VOUCHER_USED']);
  });

  test('expires, also while its order can no longer be given back', async () => {
    const { code } = await buyVoucher({ voucherDays: 10 });
    world.now = new Date('2026-03-11T12:00:00Z');
    expect(codesOf(await redeem(code))).toEqual(['VOUCHER_EXPIRED']);
    // A till that was offline says when it was.
    expect(codesOf(await redeem(code, { usedAt: '2026-02-28T12:00:00Z' }))).toEqual(['VOUCHER_NOT_APPLICABLE']);
    // The day of 11 March 2026 in the Iranian calendar.
    expect(codesOf(await redeem(code, { usedAt: '1404-12-20T11:59:59Z' }))).toEqual(['INVALID_INPUT']);
    expect(codesOf(await redeem(code, { usedAt: '2026-03-11T11:59:59Z' }))).toEqual([]);
    expect(codesOf(await redeem(code, { usedAt: '2026-03-12T00:00:00Z' }))).toEqual(['DATE_IN_FUTURE']);
  });

  test.each([
    ['nothing', ''],
    ['too little', 'ABC'],
    ['a code that is none', '0000-0000-0000-0000-0000-0000'],
    ['letters that no code has', '!!!!'],
  ])('that is %s names nothing', async (_what, code) => {
    expect(codesOf(await redeem(code))).toEqual([code === '' ? 'INVALID_INPUT' : 'VOUCHER_UNKNOWN']);
  });

  test('is unknown at another partner, at a store that does not honour it inapplicable, and members redeem nothing', async () => {
    const second = await coalition.store(cafe.partnerId);
    const { code } = await buyVoucher({ honouredAtStoreIds: [second], blackoutDays: ['2026-12-24'] });
    const other = await coalition.partner('other');
    const elsewhere = { storeId: other.storeId };
    expect(codesOf(await redeem(code, elsewhere, coalition.app(other)))).toEqual(['VOUCHER_UNKNOWN']);
    expect(codesOf(await redeem(code, elsewhere))).toEqual(['STORE_UNKNOWN']);
    expect(codesOf(await redeem(code))).toEqual(['VOUCHER_NOT_APPLICABLE']);
    world.now = new Date('2026-12-24T10:00:00Z');
    expect(codesOf(await redeem(code, { storeId: second }))).toEqual(['VOUCHER_NOT_APPLICABLE']);
    expect(codesOf(await redeem(code, {}, { ...member, scopes: ['rewards:write'] }))).toEqual(['NOT_ALLOWED']);
  });

  test('is void with its order, and an order whose voucher was used is not given back', async () => {
    const cancel = async (code: string) => {
      const [row] = await world.database.sql`SELECT order_id FROM rewards.voucher WHERE code = ${code}`;
      const input = { idempotencyKey: v7(), orderId: row?.order_id };
      return codesOf(await world.client.command(coalition.operator, 'cancelRewardOrder', input, 'order { state }'));
    };
    const [one, two] = [await buyVoucher(), await buyVoucher()];
    expect(await cancel(one.code)).toEqual([]);
    expect(codesOf(await redeem(one.code))).toEqual(['VOUCHER_UNKNOWN']);
    expect(codesOf(await redeem(two.code))).toEqual([]);
    expect(await cancel(two.code)).toEqual(['VOUCHER_USED']);
  });
});

test('whoever guesses is slowed down after a hundred wrong codes, all at once too, and a till that is right is not', async () => {
  const { code } = await buyVoucher({ voucherUses: 200 });
  const right = await Promise.all(Array.from({ length: 50 }, () => redeem(code)));
  expect(right.flatMap(codesOf)).toEqual([]);
  const wrong = await Promise.all(Array.from({ length: 130 }, (_, n) => redeem(`0000-${String(n).padStart(4, '0')}`)));
  const refusals = wrong.flatMap(codesOf);
  expect(refusals.filter((one) => one === 'VOUCHER_UNKNOWN')).toHaveLength(100);
  expect(refusals.filter((one) => one === 'TOO_MANY_ATTEMPTS')).toHaveLength(30);
  expect(codesOf(await redeem(code))).toEqual(['TOO_MANY_ATTEMPTS']);
  world.now = new Date(NOON.getTime() + 15 * 60_000);
  expect(codesOf(await redeem(code))).toEqual([]);
});

describe('a voucher that is passed on', () => {
  const pass = (voucherId: string, toMemberId: string, caller: Caller = member) =>
    world.client.command(
      caller,
      'transferVoucher',
      { idempotencyKey: v7(), voucherId, toMemberId },
      'voucher { code }',
    );

  test('has another code: the old one names nothing, and the giver sees neither', async () => {
    const { id, code } = await buyVoucher({ transferable: true });
    const friend = await coalition.member();
    expect(await pass(id, friend)).toEqual({ voucher: null, userErrors: [] });
    const { voucher } = await world.client.ask(coalition.as(friend), `{ voucher(id: "${id}") { code } }`);
    expect(voucher.code).not.toBe(code);
    expect(codesOf(await redeem(code))).toEqual(['VOUCHER_UNKNOWN']);
    expect(codesOf(await redeem(voucher.code))).toEqual([]);
    expect((await world.client.ask(member, `{ voucher(id: "${id}") { code } }`)).voucher).toBeNull();
  });

  test.each([
    ['when its reward does not allow it', false, async () => coalition.member(), 'VOUCHER_NOT_APPLICABLE'],
    ['to nobody', true, async () => v7(), 'MEMBER_UNKNOWN'],
    ['to oneself', true, async () => memberId, 'VOUCHER_NOT_APPLICABLE'],
  ])('is refused %s', async (_what, transferable, to, code) => {
    const { id } = await buyVoucher({ transferable });
    expect(codesOf(await pass(id, await to()))).toEqual([code]);
  });

  test("is not somebody else's to pass on", async () => {
    const { id } = await buyVoucher({ transferable: true });
    const thief = await coalition.member();
    expect(codesOf(await pass(id, thief, coalition.as(thief)))).toEqual(['VOUCHER_UNKNOWN']);
  });
});

test('a till without a connection checks the signature with the published keys, and a forged one fails', async () => {
  const { id, code, offlineToken } = await buyVoucher({ voucherDays: 10, minSpend: eur('5.00') });
  const { voucherKeys } = await world.client.ask(coalition.app(cafe), '{ voucherKeys }');
  expect(Object.keys(voucherKeys.keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  const keys = createLocalJWKSet(voucherKeys);
  const { payload, protectedHeader } = await compactVerify(offlineToken, keys);
  expect(protectedHeader).toMatchObject({ alg: 'EdDSA', typ: 'loyalty-voucher+jws' });
  expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
    ...{ jti: id, code, aud: cafe.partnerId, uses: 1, minSpendMinor: 500 },
    exp: Date.parse('2026-03-11T12:00:00Z') / 1000,
  });
  const [header, , signature] = offlineToken.split('.');
  const forged = Buffer.from(JSON.stringify({ jti: id, code, uses: 99 })).toString('base64url');
  await expect(compactVerify(`${header}.${forged}.${signature}`, keys)).rejects.toThrow();
});
