/** Points that an outside engine decided, grants, returns by points, missed earns, and the review of a window with its disputes: who may, what is refused, what follows. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../subgraphs/shared/clock.ts';
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

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let issuer: PartnerByApi;
let brand: PartnerByApi;
let memberId: string;
const tokenOfMember = { token: '' };
/** The business clock: moved by hand. */
let now = Date.now();

beforeAll(async () => {
  product = await deployProduct('in-process', { clock: () => new Date(now), tokenClock: systemClock, sweepEvery: 0 });
  api = apiAt(product.url, product.platform);
  programme = await api.programme('awards', { disputeBusinessDays: 3, valueBusinessDays: 5, levyPerWindow: 100 });
  issuer = await api.partner(programme, 'issuer');
  brand = await api.partner(programme, 'brand', { fundingModel: 'ISSUER_PAYS_ON_REDEMPTION' });
  const member = await api.member(programme);
  memberId = member.id;
  tokenOfMember.token = member.token;
});
afterAll(() => product.close());

const award = (points: number, more: Fields = {}): Fields => ({
  component: 'BASE',
  points,
  funding: [{ funderId: issuer.id }],
  ...more,
});
const purchase = (more: Fields = {}): Fields => ({ storeId: issuer.storeId, memberId, amount: eur('10.00'), ...more });
const POSTED =
  'transaction { id kind points lots { component points funder { id } expiresOn } entries { type legs { account component amount } } window { id } }';
type Posted = {
  id: string;
  kind: string;
  points: number;
  lots: { component: string; points: number; funder: { id: string } | null; expiresOn: string | null }[] | null;
  entries: { type: string; legs: { account: string; component: string; amount: number }[] }[] | null;
  window: { id: string };
};
const posted = (reply: Fields): Posted => reply.transaction as Posted;

it('awards need their scope and shares that sum to the whole; each funder has a lot of its own', async () => {
  const ask = (token: string, awards: Fields[]) => api.mutate(token, 'recordPurchase', purchase({ awards }), POSTED);
  expect(outcomeOf(await ask(issuer.token, [award(100)]))).toBe('NOT_ALLOWED');
  const refused: [string, Fields][] = [
    ['INVALID_INPUT', award(100, { component: 'base' })],
    ['INVALID_INPUT', award(100, { funding: [] })],
    ['INVALID_INPUT', award(100, { funding: [{ funderId: issuer.id, basisPoints: 9_999 }] })],
    ['INVALID_INPUT', award(100, { funding: [{ basisPoints: 10_001 }, { basisPoints: -1 }] })],
    ['INVALID_POINTS', award(0)],
    ['INVALID_POINTS', award(-1)],
    ['PARTNER_UNKNOWN', award(100, { funding: [{ funderId: '00000000-0000-7000-8000-000000000000' }] })],
  ];
  for (const [code, one] of refused)
    expect([JSON.stringify(one), outcomeOf(await ask(programme.operator, [one]))]).toEqual([JSON.stringify(one), code]);

  const campaign = award(10_001, {
    component: 'CAMPAIGN:C1',
    expiresOn: '2099-12-31',
    funding: [
      { funderId: brand.id, basisPoints: 7_000 },
      { funderId: issuer.id, basisPoints: 2_999 },
      { basisPoints: 1 },
    ],
  });
  const earned = posted(await ask(programme.operator, [award(8_037), campaign]));
  expect(earned.points).toBe(18_038);
  expect(
    earned.lots?.map(({ component, points, funder, expiresOn }) => [component, points, funder?.id ?? null, expiresOn]),
  ).toEqual([
    ['BASE', 8_037, issuer.id, null],
    ['CAMPAIGN:C1', 7_001, brand.id, '2099-12-31'],
    ['CAMPAIGN:C1', 2_999, issuer.id, '2099-12-31'],
    ['CAMPAIGN:C1', 1, null, '2099-12-31'],
  ]);
  // The brand pays on redemption: now only its service fee, 7,001 points at 500 micros.
  expect(earned.entries?.[0]?.legs.filter(({ account }) => account === `PARTNER:${brand.id}`)).toEqual([
    { account: `PARTNER:${brand.id}`, component: 'SERVICE_FEE', amount: -350 },
  ]);
  const seen = await api.ask(
    issuer.token,
    `{ transaction(id: "${earned.id}") { points lots { points } entries { type } } }`,
  );
  expect(seen.data?.transaction).toEqual({ points: 18_038, lots: null, entries: null });
});

it('grants are the operator’s, and come back by points without a till', async () => {
  const grant = { memberId, awards: [award(1_000, { component: 'BONUS', funding: [{}] })] };
  expect(outcomeOf(await api.mutate(issuer.token, 'grantPoints', grant))).toBe('ERROR FORBIDDEN');
  expect(outcomeOf(await api.mutate(programme.operator, 'grantPoints', { ...grant, awards: [] }))).toBe(
    'INVALID_INPUT',
  );
  const granted = posted(await api.mutate(programme.operator, 'grantPoints', grant, POSTED));
  expect([granted.kind, granted.points, granted.entries?.[0]?.type]).toEqual(['GRANT', 1_000, 'BONUS']);

  const back = (points: number, token = programme.operator) =>
    api.mutate(token, 'recordReturn', { purchaseId: granted.id, points }, 'clawedBack');
  expect(outcomeOf(await back(10, issuer.token))).toBe('NOT_ALLOWED');
  expect(outcomeOf(await back(1_001))).toBe('RETURN_EXCEEDS_PURCHASE');
  expect((await back(400)).clawedBack).toBe(400);
  expect(outcomeOf(await back(601))).toBe('RETURN_EXCEEDS_PURCHASE');
  expect((await back(600)).clawedBack).toBe(600);
});

it('a purchase comes back by points, in parts that are never more than it gave', async () => {
  const bought = posted(
    await api.mutate(programme.operator, 'recordPurchase', purchase({ awards: [award(777)] }), POSTED),
  );
  const back = (more: Fields) =>
    api.mutate(issuer.token, 'recordReturn', { storeId: issuer.storeId, purchaseId: bought.id, ...more }, 'clawedBack');
  expect(outcomeOf(await back({ points: 5, amount: eur('1.00') }))).toBe('INVALID_INPUT');
  expect(outcomeOf(await back({ points: 0 }))).toBe('INVALID_POINTS');
  expect((await back({ points: 700 })).clawedBack).toBe(700);
  expect(outcomeOf(await back({ points: 78 }))).toBe('RETURN_EXCEEDS_PURCHASE');
  expect((await back({})).clawedBack).toBe(77);
});

it('a missed earn takes two persons and is an earn at its till, however late', async () => {
  const missed = {
    memberId,
    points: 300,
    reason: 'Offline till',
    storeId: issuer.storeId,
    occurredAt: '2021-01-01T10:00:00Z',
  };
  const propose = (input: Fields) =>
    api.mutate(programme.operator, 'proposeAdjustment', input, 'adjustment { id state }');
  expect(outcomeOf(await propose({ ...missed, points: -300 }))).toBe('INVALID_INPUT');
  expect(outcomeOf(await propose({ ...missed, funderId: brand.id }))).toBe('INVALID_INPUT');
  expect(outcomeOf(await propose({ ...missed, occurredAt: null }))).toBe('INVALID_INPUT');
  expect(outcomeOf(await propose({ ...missed, occurredAt: '2999-01-01T10:00:00Z' }))).toBe('DATE_IN_FUTURE');
  const { adjustment } = (await propose(missed)) as unknown as { adjustment: { id: string } };
  const approve = (token: string) => api.mutate(token, 'approveAdjustment', { adjustmentId: adjustment.id }, POSTED);
  expect(outcomeOf(await approve(programme.operator))).toBe('FOUR_EYES');
  const second = (await api.mutate(
    programme.operator,
    'createApiClient',
    { name: 'Bert' },
    'client { clientId } secret',
  )) as unknown as {
    client: { clientId: string };
    secret: string;
  };
  const bert = await api.tokenOf({ clientId: second.client.clientId, clientSecret: second.secret });
  const approved = posted(await approve(bert));
  expect([approved.kind, approved.points, approved.entries?.[0]?.type, approved.lots?.[0]?.component]).toEqual([
    'ADJUSTMENT',
    300,
    'EARN',
    'BASE',
  ]);
  const back = { storeId: issuer.storeId, purchaseId: approved.id, points: 100 };
  expect((await api.mutate(issuer.token, 'recordReturn', back, 'clawedBack')).clawedBack).toBe(100);
});

it('a dispute holds the money back in its window while that is in review, and is released in the open one', async () => {
  const operator = programme.operator;
  const spent = posted(
    await api.mutate(issuer.token, 'redeemPoints', { storeId: issuer.storeId, memberId, points: 5_000 }, POSTED),
  );
  const windowId = spent.window.id;
  const dispute = (more: Fields = {}) =>
    api.mutate(
      operator,
      'openDispute',
      { transactionId: spent.id, raisedById: brand.id, reason: 'Unauthorised', ...more },
      `dispute { id state } ${POSTED}`,
    );
  expect(outcomeOf(await api.mutate(operator, 'settleWindow', { windowId }))).toBe('WINDOW_STATE');
  expect(outcomeOf(await api.mutate(operator, 'beginReview', { windowId }))).toBe('WINDOW_STATE');
  expect(outcomeOf(await api.mutate(operator, 'closeSettlementWindow', { windowId }))).toBe('OK');
  expect(outcomeOf(await api.mutate(operator, 'settleWindow', { windowId }))).toBe('WINDOW_STATE');

  const nets = async () => {
    const { data } = await api.ask(
      operator,
      `{ settlementWindow(id: "${windowId}") { state sum { minorUnits } levy { points amount } positions { partner { id } net { minorUnits } } } }`,
    );
    return data?.settlementWindow as {
      state: string;
      sum: { minorUnits: number };
      levy: { points: number; amount: number }[];
      positions: { partner: { id: string }; net: { minorUnits: number } }[];
    };
  };
  const netOf = async (id: string) =>
    (await nets()).positions.find(({ partner }) => partner.id === id)?.net.minorUnits ?? 0;
  expect((await nets()).levy.reduce((sum, { amount }) => sum + amount, 0)).toBe(100);
  const before = await netOf(issuer.id);

  expect(outcomeOf(await dispute({ transactionId: '00000000-0000-7000-8000-000000000000' }))).toBe(
    'TRANSACTION_UNKNOWN',
  );
  expect(outcomeOf(await dispute({ reason: '' }))).toBe('INVALID_INPUT');
  expect(
    outcomeOf(await api.mutate(tokenOfMember.token, 'openDispute', { transactionId: spent.id, reason: 'x' })),
  ).toBe('ERROR FORBIDDEN');
  const opened = await dispute();
  const held = posted(opened);
  expect([held.kind, held.window.id]).toEqual(['DISPUTE_HOLD', windowId]);
  expect(outcomeOf(await dispute())).toBe('DISPUTE_STATE');
  // 5,000 points at 0.8 cents, which the acceptor does not get for now; the books stay at zero.
  expect((await netOf(issuer.id)) - before).toBe(-4_000 + heldOf(held, issuer.id, 4_000));
  expect((await nets()).sum.minorUnits).toBe(0);

  now += 10 * 86_400_000;
  expect(outcomeOf(await api.mutate(operator, 'beginReview', { windowId }))).toBe('OK');
  for (const step of ['FINALISE', 'RELEASE']) await api.agree(programme, windowId, step);
  expect(outcomeOf(await api.mutate(operator, 'settleWindow', { windowId }))).toBe('OK');
  expect((await nets()).state).toBe('SETTLED');
  const { id: disputeId } = opened.dispute as { id: string };
  const decide = (more: Fields = {}) =>
    api.mutate(
      operator,
      'decideDispute',
      { disputeId, outcome: 'PARTIALLY_UPHELD', ...more },
      `dispute { state } ${POSTED}`,
    );
  expect(outcomeOf(await decide({ disputeId: '00000000-0000-7000-8000-000000000000' }))).toBe('DISPUTE_UNKNOWN');
  const released = await decide();
  expect(released.dispute).toEqual({ state: 'PARTIALLY_UPHELD' });
  expect(posted(released).window.id).not.toBe(windowId);
  expect(outcomeOf(await decide())).toBe('DISPUTE_STATE');
  const { data } = await api.ask(operator, '{ audit { ok checks { name findings } } }');
  const audit = data?.audit as { checks: { name: string; findings: string[] }[] };
  expect(audit.checks.filter(({ findings }) => findings.length > 0)).toEqual([]);
});

/** What a hold gives back to a partner beside the acceptor's amount: its own part as a funder. */
function heldOf(held: Posted, partnerId: string, acceptorMinor: number): number {
  const legs =
    held.entries?.flatMap((entry) => entry.legs).filter(({ account }) => account === `PARTNER:${partnerId}`) ?? [];
  return legs.reduce((sum, { amount }) => sum + amount, acceptorMinor);
}
