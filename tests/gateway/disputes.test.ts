/**
 * Disputes through the API (settlement.md 5.1, R15): who may open, answer, decide and withdraw them, what each does to the books, what is due by when,
 * and a dispute that goes across windows. The business clock is moved by hand.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { expectBooksBalanced } from '../support/books.ts';
import {
  type Api,
  apiAt,
  eur,
  type Fields,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

const DAY = 86_400_000;
let product: DeployedProduct;
let api: Api;
let now: number;
let programme: ProgrammeByApi;
let grocer: PartnerByApi;
let travel: PartnerByApi;
let stranger: PartnerByApi;
let memberId: string;
let purchase: string;
let redemption: string;
let places = 0;

beforeAll(async () => {
  now = Date.parse('2026-09-15T10:00:00Z');
  product = await deployProduct('in-process', { clock: () => new Date(now), tokenClock: systemClock, sweepEvery: 0 });
  api = apiAt(product.url, product.platform);
});
afterAll(() => product.close());
beforeEach(async () => {
  now = Date.parse('2026-09-15T10:00:00Z');
  places += 1;
  programme = await api.programme(`disputes-${places}`, { disputeBusinessDays: 5, valueBusinessDays: 8 });
  grocer = await api.partner(programme, 'grocer', { fundingModel: 'ISSUER_PAYS_ON_REDEMPTION' });
  travel = await api.partner(programme, 'travel');
  stranger = await api.partner(programme, 'stranger');
  memberId = (await api.member(programme)).id;
  purchase = await post(grocer, 'recordPurchase', { amount: eur('10000.00') });
  redemption = await post(travel, 'redeemPoints', { points: 7_000 });
});
afterEach(() => expectBooksBalanced(product.database.url));

async function post(partner: PartnerByApi, mutation: string, more: Fields): Promise<string> {
  const reply = await api.mutate(
    partner.token,
    mutation,
    { storeId: partner.storeId, memberId, ...more },
    'transaction { id }',
  );
  expect([mutation, outcomeOf(reply)]).toEqual([mutation, 'OK']);
  return (reply.transaction as { id: string }).id;
}
const DISPUTE = `dispute { id state outcome entry raisedBy { id } evidence { text by } answer answerBy decideBy escalated upheldPoints decision
  result { kind points } hold { kind window { number } } release { window { number } } }`;
interface Shown {
  id: string;
  state: string;
  escalated: boolean;
  hold: { kind: string; window: { number: number } } | null;
  release: { window: { number: number } } | null;
  result: { kind: string; points: number } | null;
}
const open = (token: string, more: Fields = {}) =>
  api.mutate(token, 'openDispute', { transactionId: redemption, reason: 'Unauthorised', ...more }, DISPUTE);
const opened = async (token: string, more: Fields = {}): Promise<Shown> => {
  const reply = await open(token, more);
  expect(outcomeOf(reply)).toBe('OK');
  return reply.dispute as unknown as Shown;
};
const act = (token: string, mutation: string, disputeId: string, more: Fields = {}) =>
  api.mutate(token, mutation, { disputeId, ...more }, DISPUTE);
async function show(id: string, token = programme.operator): Promise<Shown | null> {
  const { data } = await api.ask(token, `query ($id: ID!) { ${DISPUTE.replace('dispute', 'dispute(id: $id)')} }`, {
    id,
  });
  return data?.dispute as Shown | null;
}
async function netOf(partner: PartnerByApi): Promise<number> {
  const { data } = await api.ask(
    programme.operator,
    'query ($id: ID!) { partner(id: $id) { position { net { minorUnits } } } }',
    { id: partner.id },
  );
  return (data as { partner: { position: { net: { minorUnits: number } } } }).partner.position.net.minorUnits;
}
const idsOf = async (token: string, selection: string): Promise<string[]> => {
  const { data } = await api.ask(token, `{ list: ${selection} { edges { node { id } } } }`);
  return (data as { list: { edges: { node: { id: string } }[] } }).list.edges.map(({ node }) => node.id);
};

it('a partner opens a dispute about what it pays for, with evidence, and the money is held back at once', async () => {
  const before = [await netOf(grocer), await netOf(travel)];
  const dispute = await opened(grocer.token, {
    evidence: ['CCTV 14:02, till 7', 'police report 4711'],
    reference: 'D1',
  });
  expect(dispute).toMatchObject({
    ...{ state: 'HELD', outcome: null, entry: 1, raisedBy: { id: grocer.id }, escalated: false },
    ...{ answerBy: '2026-09-17', decideBy: '2026-09-29' },
    evidence: [
      { text: 'CCTV 14:02, till 7', by: null },
      { text: 'police report 4711', by: null },
    ],
  });
  // 7,000 points at 0.8 cents: travel does not get them for now, the grocer does not owe them.
  expect([(await netOf(grocer)) - before[0]!, (await netOf(travel)) - before[1]!]).toEqual([5_600, -5_600]);
  expect(outcomeOf(await open(travel.token))).toBe('DISPUTE_STATE');
  expect(outcomeOf(await open(stranger.token))).toBe('TRANSACTION_UNKNOWN');
  expect(outcomeOf(await open(grocer.token, { raisedById: travel.id }))).toBe('NOT_ALLOWED');
  expect(outcomeOf(await open(grocer.limited))).toBe('NOT_ALLOWED');
  expect(outcomeOf(await open(grocer.token, { entry: 9 }))).toBe('TRANSACTION_UNKNOWN');
  expect(outcomeOf(await open(grocer.token, { entry: 0 }))).toBe('INVALID_INPUT');
  expect(outcomeOf(await open(grocer.token, { evidence: Array(21).fill('x') }))).toBe('INVALID_INPUT');
});

it('is seen by the operator, by who opened it and by the partner at whose till it was, in lists and alone', async () => {
  const { id } = await opened(grocer.token);
  const mine = await opened(grocer.token, { transactionId: purchase });
  for (const [token, seen] of [
    [programme.operator, [mine.id, id]],
    [grocer.token, [mine.id, id]],
    [travel.token, [id]],
    [stranger.token, []],
  ] as const) {
    expect(await idsOf(token, 'disputes')).toEqual(seen);
    expect((await show(id, token))?.id ?? null).toBe(seen.some((one) => one === id) ? id : null);
  }
  expect(await idsOf(programme.operator, `disputes(partnerId: "${travel.id}")`)).toEqual([id]);
  expect(await idsOf(travel.token, `disputes(partnerId: "${grocer.id}")`)).toEqual([]);
  await act(grocer.token, 'withdrawDispute', mine.id);
  expect(await idsOf(grocer.token, 'disputes(open: true)')).toEqual([id]);
  expect(await idsOf(grocer.token, 'disputes(open: false)')).toEqual([mine.id]);
  const { data } = await api.ask(
    grocer.token,
    `{ disputes(first: 1) { pageInfo { hasNextPage endCursor } } settlementWindow { disputes { edges { node { id } } } } }`,
  );
  expect(data).toMatchObject({
    disputes: { pageInfo: { hasNextPage: true } },
    settlementWindow: { disputes: { edges: [{ node: { id: mine.id } }, { node: { id } }] } },
  });
  const limited = await api.ask(grocer.limited, '{ disputes { edges { node { id } } } }');
  expect(limited.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

it('goes under review with the first answer, and is escalated past the day of the answer, then of the decision', async () => {
  const { id } = await opened(grocer.token);
  expect(outcomeOf(await act(grocer.token, 'answerDispute', id, { answer: 'we agree' }))).toBe('ERROR FORBIDDEN');
  now = Date.parse('2026-09-17T23:00:00Z');
  expect((await show(id))?.escalated).toBe(false);
  now = Date.parse('2026-09-18T00:00:00Z');
  expect((await show(id))?.escalated).toBe(true);
  const answered = await act(programme.operator, 'answerDispute', id, { answer: 'We look at the tapes.' });
  expect(answered.dispute).toMatchObject({ state: 'UNDER_REVIEW', answer: 'We look at the tapes.', escalated: false });
  expect(outcomeOf(await act(programme.operator, 'answerDispute', id, { answer: 'again' }))).toBe('DISPUTE_STATE');
  expect(outcomeOf(await act(travel.token, 'addDisputeEvidence', id, { evidence: ['the chip was read'] }))).toBe('OK');
  expect(outcomeOf(await act(stranger.token, 'addDisputeEvidence', id, { evidence: ['me too'] }))).toBe(
    'DISPUTE_UNKNOWN',
  );
  now = Date.parse('2026-09-30T00:00:00Z');
  expect((await show(id))?.escalated).toBe(true);
});

it.each([
  ['REJECTED', {}, 'POSTED', 0],
  ['UPHELD', { upheldPoints: 7_000 }, 'POSTED', -5_600],
  ['PARTIALLY_UPHELD', { upheldPoints: 3_000, reason: 'one of two tickets was used' }, 'POSTED', -2_400],
  ['PARTIALLY_UPHELD', {}, 'PARTIALLY_UPHELD', 0],
] as const)('decided %s %j it is %s, and travel has %i cents less', async (outcome, more, state, change) => {
  const before = await netOf(travel);
  const { id } = await opened(grocer.token);
  const input = { idempotencyKey: 'decide', outcome, ...more };
  const decided = await act(programme.operator, 'decideDispute', id, input);
  expect(decided.dispute).toMatchObject({ state, outcome });
  const { result } = decided.dispute as unknown as Shown;
  expect(result).toEqual('upheldPoints' in more ? { kind: 'REFUND', points: more.upheldPoints } : null);
  expect((await netOf(travel)) - before).toBe(change);
  expect(await act(programme.operator, 'decideDispute', id, input)).toEqual(decided);
  expect(outcomeOf(await act(programme.operator, 'decideDispute', id, { outcome: 'REJECTED' }))).toBe('DISPUTE_STATE');
  expect((await netOf(travel)) - before).toBe(change);
});

it('upholds no more than the transaction moved, and nothing of what is rejected', async () => {
  const { id } = await opened(grocer.token);
  const decide = (more: Fields) => act(programme.operator, 'decideDispute', id, { outcome: 'UPHELD', ...more });
  expect(outcomeOf(await decide({ upheldPoints: 7_001 }))).toBe('REFUND_EXCEEDS_REDEMPTION');
  expect(outcomeOf(await decide({ upheldPoints: 0 }))).toBe('INVALID_POINTS');
  expect(outcomeOf(await decide({ outcome: 'REJECTED', upheldPoints: 1 }))).toBe('INVALID_INPUT');
  // Refunded at the till while the dispute is open: the decision stands, and says why nothing could be posted.
  expect(outcomeOf(await api.mutate(travel.token, 'refundRedemption', { redemptionId: redemption }))).toBe('OK');
  expect((await decide({ upheldPoints: 7_000 })).dispute).toMatchObject({ state: 'UPHELD', result: null });
});

it('of a purchase takes back the points that were earned', async () => {
  const { id } = await opened(grocer.token, { transactionId: purchase });
  const decided = await act(programme.operator, 'decideDispute', id, { outcome: 'UPHELD', upheldPoints: 1_000 });
  expect(decided.dispute).toMatchObject({ state: 'POSTED', result: { kind: 'RETURN', points: -1_000 } });
});

it('is withdrawn by who opened it, and by nobody else', async () => {
  const before = await netOf(travel);
  const { id } = await opened(grocer.token);
  expect(outcomeOf(await act(travel.token, 'withdrawDispute', id))).toBe('DISPUTE_UNKNOWN');
  expect((await act(grocer.token, 'withdrawDispute', id)).dispute).toMatchObject({
    state: 'POSTED',
    outcome: 'WITHDRAWN',
  });
  expect(outcomeOf(await act(grocer.token, 'withdrawDispute', id))).toBe('DISPUTE_STATE');
  expect(await netOf(travel)).toBe(before);
  // The entry may be contested again.
  expect((await opened(grocer.token)).state).toBe('HELD');
});

it('across windows: held in the window of the transaction while that is in review, released in the open one', async () => {
  const { data } = await api.ask(programme.operator, '{ settlementWindow { id } }');
  const windowId = (data as { settlementWindow: { id: string } }).settlementWindow.id;
  expect(outcomeOf(await api.mutate(programme.operator, 'closeSettlementWindow', { windowId }))).toBe('OK');
  const held = await opened(grocer.token);
  expect(held.hold).toEqual({ kind: 'DISPUTE_HOLD', window: { number: 1 } });
  expect(outcomeOf(await api.mutate(programme.operator, 'beginReview', { windowId }))).toBe('OK');
  now += 14 * DAY;
  await api.agree(programme, windowId, 'FINALISE');
  // Final is final: what comes now is held in the open window.
  const late = await opened(grocer.token, { transactionId: purchase });
  expect(late.hold?.window.number).toBe(2);
  const decided = await act(programme.operator, 'decideDispute', held.id, {
    outcome: 'PARTIALLY_UPHELD',
    upheldPoints: 3_000,
  });
  expect((decided.dispute as unknown as Shown).release?.window.number).toBe(2);
  await api.agree(programme, windowId, 'RELEASE');
  expect(outcomeOf(await api.mutate(programme.operator, 'settleWindow', { windowId }))).toBe('OK');
});
