/**
 * Attacks on the books from outside: more returned, captured, refunded or spent than there was, twice, at once, by the wrong partner, and
 * windows closed and settled by several at full speed. What is not owed is refused with its code, and the books balance after each.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
  WHAT,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let coalition: ProgrammeByApi;
let acme: PartnerByApi;
let best: PartnerByApi;
let member: MemberByApi;

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  coalition = await api.programme('attacked');
  acme = await api.partner(coalition, 'acme');
  best = await api.partner(coalition, 'best');
});
afterAll(() => product.close());
beforeEach(async () => {
  member = await api.member(coalition);
});
afterEach(() => expectBooksBalanced(product.database.url));

const idOf = (reply: Reply): string => (reply.transaction as { id: string }).id;
const times = <T>(n: number, make: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, (_, at) => make(at)));

function buy(amount: string, more: Fields = {}): Promise<Reply> {
  const input = { storeId: acme.storeId, memberId: member.id, amount: eur(amount), ...more };
  return api.mutate(acme.token, 'recordPurchase', input, WHAT);
}
function redeem(points: number, at = best, more: Fields = {}): Promise<Reply> {
  return api.mutate(at.token, 'redeemPoints', { storeId: at.storeId, memberId: member.id, points, ...more }, WHAT);
}
function giveBack(input: Fields, at = acme): Promise<Reply> {
  return api.mutate(at.token, 'recordReturn', { storeId: at.storeId, ...input }, `${WHAT} clawedBack unrecovered`);
}
async function read<Data>(programme: ProgrammeByApi, query: string, variables: object = {}): Promise<Data> {
  const { data } = await api.ask(programme.operator, query, variables);
  return data as Data;
}
async function walletOf({ id }: MemberByApi): Promise<unknown> {
  const query = 'query ($id: ID!) { member(id: $id) { wallet { available held pending arrears } } }';
  return (await read<{ member: Fields }>(coalition, query, { id })).member.wallet;
}

describe('returns', () => {
  test('never exceed the purchase: by line, quantity, and after a part', async () => {
    const lines = [
      { sku: 'a', quantity: 4, amount: '40.00' },
      { sku: 'b', quantity: 1, amount: '60.00' },
    ];
    const purchaseId = idOf(await buy('100.00', { lines }));
    const back = async (...returned: [number, number][]): Promise<string> =>
      outcomeOf(await giveBack({ purchaseId, lines: returned.map(([line, quantity]) => ({ line, quantity })) }));
    expect(await back([3, 1])).toBe('RETURN_EXCEEDS_PURCHASE');
    expect(await back([1, 5])).toBe('RETURN_EXCEEDS_PURCHASE');
    expect(await back([1, 0])).toBe('INVALID_INPUT');
    expect(await back([0, 1])).toBe('INVALID_INPUT');
    expect(await back([1, 2], [1, 3])).toBe('INVALID_INPUT');
    expect(await back([1, 3])).toBe('OK');
    expect(await back([1, 2])).toBe('RETURN_EXCEEDS_PURCHASE');
    expect(outcomeOf(await giveBack({ purchaseId }))).toBe('OK');
    expect(outcomeOf(await giveBack({ purchaseId }))).toBe('RETURN_EXCEEDS_PURCHASE');
    expect(await walletOf(member)).toEqual({ available: 0, held: 0, pending: 0, arrears: 0 });
  });

  test('of one purchase at once take back what it earned, once', async () => {
    const purchaseId = idOf(await buy('100.00'));
    const replies = await times(30, () => giveBack({ purchaseId, amount: eur('10.00') }));
    expect(tally(replies)).toEqual({ OK: 10, RETURN_EXCEEDS_PURCHASE: 20 });
    expect(await walletOf(member)).toEqual({ available: 0, held: 0, pending: 0, arrears: 0 });
  });

  test('without a receipt and then with one take back the points once', async () => {
    const purchaseId = idOf(await buy('50.00'));
    expect(await giveBack({ memberId: member.id, amount: eur('5.00') })).toMatchObject({ clawedBack: 5 });
    expect(await giveBack({ purchaseId })).toMatchObject({ clawedBack: 45, unrecovered: 5, userErrors: [] });
    expect(outcomeOf(await giveBack({ purchaseId }))).toBe('RETURN_EXCEEDS_PURCHASE');
    expect(await walletOf(member)).toEqual({ available: 0, held: 0, pending: 0, arrears: 0 });
  });

  test('of another partner’s purchase, of a return, of an undone purchase', async () => {
    const bought = idOf(await buy('10.00'));
    expect(outcomeOf(await giveBack({ purchaseId: bought }, best))).toBe('TRANSACTION_UNKNOWN');
    const returned = idOf(await giveBack({ purchaseId: bought, amount: eur('1.00') }));
    expect(outcomeOf(await giveBack({ purchaseId: returned }))).toBe('TRANSACTION_NOT_REVERSIBLE');
    const reversal = { transactionId: bought, reason: 'by mistake' };
    expect(outcomeOf(await api.mutate(coalition.operator, 'reverseTransaction', reversal))).toBe('OK');
    expect(outcomeOf(await giveBack({ purchaseId: bought }))).toBe('RETURN_EXCEEDS_PURCHASE');
  });
});

describe('spending', () => {
  test('50 clients at once cannot spend more than there is', async () => {
    await buy('100.00');
    const replies = await times(50, (at) => redeem(10, at % 2 ? acme : best));
    expect(tally(replies)).toEqual({ INSUFFICIENT_POINTS: 40, OK: 10 });
    expect(await walletOf(member)).toEqual({ available: 0, held: 0, pending: 0, arrears: 0 });
  });

  test('a hold is captured or voided once, whoever asks and however many', async () => {
    await buy('100.00');
    const hold = { storeId: best.storeId, memberId: member.id, points: 60 };
    const held = await api.mutate(best.token, 'authoriseRedemption', hold, 'hold { id }');
    const holdId = (held.hold as { id: string }).id;
    const capture = (points?: number, at = best): Promise<Reply> =>
      api.mutate(at.token, 'captureRedemption', { holdId, ...(points === undefined ? {} : { points }) });
    const release = (at = best): Promise<Reply> => api.mutate(at.token, 'voidRedemption', { holdId });
    expect(outcomeOf(await redeem(41))).toBe('INSUFFICIENT_POINTS');
    expect(outcomeOf(await capture(61))).toBe('CAPTURE_EXCEEDS_HOLD');
    expect(outcomeOf(await capture(0))).toBe('INVALID_POINTS');
    expect(outcomeOf(await capture(1, acme))).toBe('HOLD_UNKNOWN');
    expect(outcomeOf(await release(acme))).toBe('HOLD_UNKNOWN');
    expect(outcomeOf(await capture(20))).toBe('OK');
    expect(outcomeOf(await capture(41))).toBe('CAPTURE_EXCEEDS_HOLD');
    const replies = await times(12, (at) => (at % 2 ? capture() : release()));
    expect(tally(replies)).toEqual({ HOLD_RESOLVED: 11, OK: 1 });
  });

  test('a refund gives back what was redeemed, once', async () => {
    await buy('100.00');
    const redemptionId = idOf(await redeem(50));
    const refund = async (points?: number, at = best): Promise<string> => {
      const input = { redemptionId, ...(points === undefined ? {} : { points }) };
      return outcomeOf(await api.mutate(at.token, 'refundRedemption', input));
    };
    expect(await refund(51)).toBe('REFUND_EXCEEDS_REDEMPTION');
    expect(await refund(1, acme)).toBe('TRANSACTION_UNKNOWN');
    expect((await times(10, () => refund(10))).filter((outcome) => outcome === 'OK')).toHaveLength(5);
    expect(await refund()).toBe('REFUND_EXCEEDS_REDEMPTION');
    expect(await walletOf(member)).toEqual({ available: 100, held: 0, pending: 0, arrears: 0 });
  });

  test('points go to an active member, and never to oneself', async () => {
    await buy('10.00');
    const give = async (toMemberId: string, points = 1): Promise<string> =>
      outcomeOf(await api.mutate(member.token, 'transferPoints', { fromMemberId: member.id, toMemberId, points }));
    const closed = await api.member(coalition);
    await api.mutate(coalition.operator, 'changeMemberStatus', { memberId: closed.id, status: 'CLOSED' });
    expect(await give(member.id)).toBe('INVALID_INPUT');
    expect(await give(coalition.id)).toBe('MEMBER_UNKNOWN');
    expect(await give(closed.id)).toBe('MEMBER_INACTIVE');
    expect(await give((await api.member(coalition)).id, 11)).toBe('INSUFFICIENT_POINTS');
    expect(await walletOf(member)).toMatchObject({ available: 10 });
  });
});

describe('keys', () => {
  test('one key and one body, 50 at once: one transaction, one reply', async () => {
    const idempotencyKey = api.key();
    const replies = await times(50, () => buy('7.00', { idempotencyKey }));
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(outcomeOf(await buy('8.00', { idempotencyKey }))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(outcomeOf(await redeem(1, acme, { idempotencyKey }))).toBe('IDEMPOTENCY_KEY_REUSED');
    // Another client's key is another key.
    const elsewhere = { idempotencyKey, storeId: best.storeId, memberId: member.id, amount: eur('1.00') };
    expect(outcomeOf(await api.mutate(best.token, 'recordPurchase', elsewhere))).toBe('OK');
    expect(await walletOf(member)).toMatchObject({ available: 8 });
  });

  test('two bodies at once: one of them is done, the other refused, each as often as asked', async () => {
    const idempotencyKey = api.key();
    const replies = await times(20, (at) => buy(at % 2 ? '1.00' : '2.00', { idempotencyKey }));
    expect(tally(replies)).toEqual({ IDEMPOTENCY_KEY_REUSED: 10, OK: 10 });
  });

  test('a refusal stays one when points have arrived', async () => {
    const idempotencyKey = api.key();
    const refused = await redeem(5, best, { idempotencyKey });
    expect(outcomeOf(refused)).toBe('INSUFFICIENT_POINTS');
    await buy('100.00');
    expect(await redeem(5, best, { idempotencyKey })).toEqual(refused);
  });
});

describe('the operator', () => {
  test('whoever proposes does not approve, with no token of the same client; an approval posts once', async () => {
    const proposal = { memberId: member.id, points: 10, reason: 'goodwill' };
    const proposed = await api.mutate(coalition.operator, 'proposeAdjustment', proposal, 'adjustment { id }');
    const { id: adjustmentId } = proposed.adjustment as { id: string };
    const approve = (token: string): Promise<Reply> => api.mutate(token, 'approveAdjustment', { adjustmentId });
    expect(outcomeOf(await approve(coalition.operator))).toBe('FOUR_EYES');
    expect(outcomeOf(await approve(await api.tokenOf(coalition.operatorCredentials)))).toBe('FOUR_EYES');
    const second = await api.mutate(coalition.operator, 'createApiClient', { name: '2' }, 'client { clientId } secret');
    const { clientId } = second.client as { clientId: string };
    const other = await api.tokenOf({ clientId, clientSecret: second.secret as string });
    expect(tally(await times(10, () => approve(other)))).toEqual({ OK: 1, TRANSACTION_NOT_REVERSIBLE: 9 });
    expect(await walletOf(member)).toMatchObject({ available: 10 });
  });

  test('a transaction is undone once, and its undoing never', async () => {
    const bought = idOf(await buy('10.00'));
    const undo = (transactionId: string): Promise<Reply> =>
      api.mutate(coalition.operator, 'reverseTransaction', { transactionId, reason: 'by mistake' }, WHAT);
    const replies = await times(10, () => undo(bought));
    expect(tally(replies)).toEqual({ OK: 1, TRANSACTION_NOT_REVERSIBLE: 9 });
    const undone = replies.find((reply) => outcomeOf(reply) === 'OK')!;
    expect(outcomeOf(await undo(idOf(undone)))).toBe('TRANSACTION_NOT_REVERSIBLE');
    expect(await walletOf(member)).toMatchObject({ available: 0 });
  });

  test('pending points are confirmed or cancelled, once, by the partner that gave them', async () => {
    const purchaseId = idOf(await buy('10.00', { pendingUntilConfirmed: true }));
    expect(outcomeOf(await redeem(1))).toBe('INSUFFICIENT_POINTS');
    expect(outcomeOf(await api.mutate(best.token, 'confirmPurchase', { purchaseId }))).toBe('TRANSACTION_UNKNOWN');
    const replies = await times(10, (at) =>
      api.mutate(acme.token, at % 2 ? 'confirmPurchase' : 'cancelPurchase', { purchaseId }),
    );
    expect(tally(replies)).toEqual({ OK: 1, TRANSACTION_NOT_REVERSIBLE: 9 });
  });

  test('a dispute is raised for a partner that the transaction concerns, and once', async () => {
    await buy('10.00');
    const transactionId = idOf(await redeem(10));
    const stranger = await api.partner(coalition, `stranger-${member.id}`);
    const contest = async (raisedById: string): Promise<string> =>
      outcomeOf(await api.mutate(coalition.operator, 'openDispute', { transactionId, raisedById, reason: 'not us' }));
    expect(await contest(stranger.id)).toBe('TRANSACTION_UNKNOWN');
    expect(await contest(best.id)).toBe('OK');
    expect(await contest(best.id)).toBe('DISPUTE_STATE');
  });

  test('a window closes once and settles once, while tills go on', async () => {
    const month = await api.programme(`month-${member.id}`);
    const till = await api.partner(month, 'till');
    const buyer = await api.member(month);
    const sell = () =>
      api.mutate(till.token, 'recordPurchase', { storeId: till.storeId, memberId: buyer.id, amount: eur('1.00') });
    // A window opens with the first transaction.
    await sell();
    const open = await read<{ settlementWindow: { id: string } }>(month, '{ settlementWindow { id } }');
    const windowId = open.settlementWindow.id;
    const run = (name: string) => times(5, () => api.mutate(month.operator, name, { windowId }));
    expect(tally(await run('settleWindow'))).toEqual({ WINDOW_STATE: 5 });
    const [before, closed, during] = await Promise.all([
      times(20, sell),
      run('closeSettlementWindow'),
      times(20, sell),
    ]);
    expect(tally([...before, ...during])).toEqual({ OK: 40 });
    expect(tally(closed)).toEqual({ OK: 1, WINDOW_STATE: 4 });
    expect(tally(await run('settleWindow'))).toEqual({ OK: 1, WINDOW_STATE: 4 });
    const { settlementWindows } = await read<{ settlementWindows: { edges: { node: Fields }[] } }>(
      month,
      '{ settlementWindows { edges { node { state sum { minorUnits } } } } }',
    );
    const nodes = settlementWindows.edges.map(({ node }) => node);
    expect(nodes.map(({ state }) => state)).toEqual(['OPEN', 'SETTLED']);
    expect(nodes.map(({ sum }) => sum)).toEqual([{ minorUnits: 0 }, { minorUnits: 0 }]);
    expect(await read(month, '{ pointsLiability { issued } }')).toEqual({ pointsLiability: { issued: 41 } });
  });
});
