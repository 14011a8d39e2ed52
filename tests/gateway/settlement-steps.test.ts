/**
 * The life of a settlement window through the API (settlement.md 5.1): every state, every step by two persons, payments that fail, are late or are
 * never made, and whoever tries to do it alone, too early, with what was never shown, or in the wrong state. The business clock is moved by hand.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
  type Reply,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

const DAY = 86_400_000;
let product: DeployedProduct;
let api: Api;
let now = Date.parse('2026-09-15T10:00:00Z');
let programme: ProgrammeByApi;
let grocer: PartnerByApi;
let travel: PartnerByApi;
let memberId: string;
let ann: string;
let bert: string;
let places = 0;

beforeAll(async () => {
  product = await deployProduct('in-process', { clock: () => new Date(now), tokenClock: systemClock, sweepEvery: 0 });
  api = apiAt(product.url, product.platform);
});
afterAll(() => product.close());
/** A coalition of its own for every test: the grocer issues and owes, travel accepts and is owed. */
beforeEach(async () => {
  places += 1;
  now = Date.parse('2026-09-15T10:00:00Z');
  programme = await api.programme(`steps-${places}`, {
    timeZone: 'Europe/Berlin',
    ...{ adviceBusinessDays: 2, disputeBusinessDays: 5, valueBusinessDays: 8 },
  });
  grocer = await api.partner(programme, 'grocer', { collateral: '3.00' });
  travel = await api.partner(programme, 'travel');
  memberId = (await api.member(programme)).id;
  [ann, bert] = (await Promise.all(['ann', 'bert'].map((name) => api.person(programme, name)))) as [string, string];
});
afterEach(() => expectBooksBalanced(product.database.url));

const windowFields = `number state finalisedAt settledAt sum { minorUnits } savings { gross { minorUnits } net { minorUnits } savedBasisPoints grossPayments netPayments }
  positions { partner { id } opening { minorUnits } net { minorUnits } action }
  items { id partner { id } amount { minorUnits } state dueOn collateral { minorUnits } payments { endToEndId attempt result reason } }`;
interface Item {
  id: string;
  partner: { id: string };
  amount: { minorUnits: number };
  state: string;
  dueOn: string | null;
  collateral: { minorUnits: number } | null;
  payments: { endToEndId: string; attempt: number; result: string | null; reason: string | null }[];
}
interface Window {
  number: number;
  state: string;
  sum: { minorUnits: number };
  savings: { gross: { minorUnits: number }; net: { minorUnits: number }; grossPayments: number; netPayments: number };
  positions: {
    partner: { id: string };
    opening: { minorUnits: number };
    net: { minorUnits: number };
    action: string;
  }[];
  items: Item[];
}

async function show(windowId: string, token = programme.operator): Promise<Window> {
  const { data } = await api.ask(token, `query ($id: ID!) { settlementWindow(id: $id) { ${windowFields} } }`, {
    id: windowId,
  });
  return data?.settlementWindow as Window;
}
async function openWindow(): Promise<string> {
  const { data } = await api.ask(programme.operator, '{ settlementWindow { id } }');
  return (data as { settlementWindow: { id: string } }).settlementWindow.id;
}
const itemOf = (window: Window, partner: PartnerByApi): Item => {
  const item = window.items.find((one) => one.partner.id === partner.id);
  if (item === undefined) throw new Error('no item');
  return item;
};
const buy = (partner: PartnerByApi, amount: string) =>
  api.mutate(partner.token, 'recordPurchase', { storeId: partner.storeId, memberId, amount: eur(amount) });
const spend = (partner: PartnerByApi, points: number) =>
  api.mutate(partner.token, 'redeemPoints', { storeId: partner.storeId, memberId, points });

/** 1,000 points at the grocer (10.00 owed), 500 of them spent at travel (4.00 due to it). */
async function trade(): Promise<void> {
  expect(outcomeOf(await buy(grocer, '1000.00'))).toBe('OK');
  expect(outcomeOf(await spend(travel, 500))).toBe('OK');
}
async function close(): Promise<string> {
  const windowId = await openWindow();
  expect(outcomeOf(await api.mutate(programme.operator, 'closeSettlementWindow', { windowId }))).toBe('OK');
  return windowId;
}
async function closeAndReview(): Promise<string> {
  const windowId = await close();
  expect(outcomeOf(await api.mutate(programme.operator, 'beginReview', { windowId }))).toBe('OK');
  now += 14 * DAY;
  return windowId;
}
interface Proposal {
  id: string;
  shownHash: string;
  state: string;
  doneAt: string | null;
}
const PROPOSAL = 'proposal { id shownHash state doneAt proposedBy decidedBy breakGlass }';
const propose = (token: string, windowId: string, step: string, more: Fields = {}): Promise<Reply> =>
  api.mutate(token, 'proposeSettlementStep', { windowId, step, ...more }, PROPOSAL);
const approve = (token: string, { id, shownHash }: Pick<Proposal, 'id' | 'shownHash'>, more: Fields = {}) =>
  api.mutate(token, 'approveSettlementStep', { proposalId: id, shownHash, ...more }, PROPOSAL);
async function agree(windowId: string, step: string, more: Fields = {}): Promise<string> {
  const proposed = await propose(ann, windowId, step, more);
  return outcomeOf(proposed) === 'OK'
    ? outcomeOf(await approve(bert, proposed.proposal as Proposal))
    : outcomeOf(proposed);
}
const report = (endToEndId: string, result: string, more: Fields = {}) =>
  api.mutate(programme.operator, 'reportPayment', { endToEndId, result, ...more }, 'item { state } window { state }');

describe('a window', () => {
  it('walks from open to settled, and is settled when the last of its items is', async () => {
    await trade();
    const windowId = await close();
    expect((await show(windowId)).state).toBe('CLOSED');
    expect(await agree(windowId, 'FINALISE')).toBe('WINDOW_STATE');
    expect(outcomeOf(await api.mutate(programme.operator, 'beginReview', { windowId }))).toBe('OK');
    now += 14 * DAY;
    expect((await show(windowId)).items.map(({ state }) => state)).toEqual(['CALCULATED', 'CALCULATED']);
    expect(await agree(windowId, 'FINALISE')).toBe('OK');
    const final = await show(windowId);
    expect([final.state, final.sum.minorUnits]).toEqual(['FINALISED', 0]);
    expect(
      [itemOf(final, grocer), itemOf(final, travel)].map(({ amount, state, dueOn }) => [
        amount.minorUnits,
        state,
        dueOn,
      ]),
    ).toEqual([
      [-1_000, 'APPROVED', '2026-09-25'],
      [400, 'APPROVED', '2026-09-25'],
    ]);
    expect(final.savings).toMatchObject({ gross: { minorUnits: 1_400 }, net: { minorUnits: 1_400 }, netPayments: 2 });
    expect(await agree(windowId, 'RELEASE')).toBe('OK');
    const settling = await show(windowId);
    expect([settling.state, ...settling.items.map(({ state }) => state)]).toEqual([
      'SETTLING',
      'INSTRUCTED',
      'INSTRUCTED',
    ]);
    const [owed, due] = [itemOf(settling, grocer), itemOf(settling, travel)].map(
      ({ payments }) => payments[0]!.endToEndId,
    );
    expect(outcomeOf(await report(due!, 'EXECUTED', { bankReference: 'BANK-1' }))).toBe('OK');
    expect((await show(windowId)).state).toBe('SETTLING');
    const last = await report(owed!, 'EXECUTED');
    expect([last.item, last.window]).toEqual([{ state: 'SETTLED' }, { state: 'SETTLED' }]);
    expect(outcomeOf(await report(owed!, 'EXECUTED'))).toBe('ITEM_STATE');
    expect(outcomeOf(await report('NOBODY-W1', 'EXECUTED'))).toBe('ITEM_UNKNOWN');
    const { data } = await api.ask(
      programme.operator,
      'query ($id: ID!) { partner(id: $id) { position { net { minorUnits } } } }',
      { id: grocer.id },
    );
    expect(data?.partner).toEqual({ position: { net: { minorUnits: 0 } } });
  });

  it('is closed by hand the morning after: its dates are counted from the last day that it stands for', async () => {
    await trade();
    now = Date.parse('2026-10-01T07:00:00Z');
    const windowId = await openWindow();
    const closing = (closeDate: string) =>
      api.mutate(
        programme.operator,
        'closeSettlementWindow',
        { windowId, closeDate },
        'window { cycle { close advice disputeDeadline valueDate } }',
      );
    for (const day of ['2026-09-14', '2026-10-02'])
      expect((await closing(day)).userErrors, day).toMatchObject([
        { code: 'INVALID_INPUT', field: ['input', 'closeDate'] },
      ]);
    expect((await closing('2026-09-30')).window).toEqual({
      cycle: { close: '2026-09-30', advice: '2026-10-02', disputeDeadline: '2026-10-07', valueDate: '2026-10-12' },
    });
  });

  it('in which nothing is to be paid is settled when it is final; an empty one at once, unless an earlier one may still be aborted', async () => {
    // There is no window before something is asked of the ledger.
    expect(outcomeOf(await api.mutate(programme.operator, 'expirePoints', {}))).toBe('OK');
    const empty = await close();
    expect((await show(empty)).state).toBe('SETTLED');
    await trade();
    const first = await closeAndReview();
    const behind = await close();
    expect((await show(behind)).state).toBe('CLOSED');
    expect(await agree(first, 'FINALISE')).toBe('OK');
    expect(outcomeOf(await api.mutate(programme.operator, 'beginReview', { windowId: behind }))).toBe('OK');
    now += 14 * DAY;
    expect(await agree(behind, 'FINALISE')).toBe('OK');
    expect((await show(behind)).state).toBe('SETTLED');
  });

  it('is suspended and goes on, or is aborted: what was to be paid is carried into the next one, closed or open', async () => {
    await trade();
    const first = await closeAndReview();
    expect(outcomeOf(await buy(grocer, '100.00'))).toBe('OK');
    const second = await close();
    expect(await agree(first, 'ABORT')).toBe('WINDOW_STATE');
    expect(await agree(first, 'FINALISE')).toBe('OK');
    expect(await agree(first, 'SUSPEND')).toBe('OK');
    expect(await agree(first, 'RELEASE')).toBe('WINDOW_STATE');
    expect(await agree(first, 'RESUME')).toBe('OK');
    expect(await agree(first, 'SUSPEND')).toBe('OK');
    expect(await agree(first, 'ABORT')).toBe('OK');
    const [aborted, next] = [await show(first), await show(second)];
    expect([aborted.state, ...aborted.items.map(({ state }) => state)]).toEqual([
      'ABORTED',
      'CARRIED_FORWARD',
      'CARRIED_FORWARD',
    ]);
    expect([next.state, next.sum.minorUnits]).toEqual(['CLOSED', 0]);
    const opened = (partner: PartnerByApi) => next.positions.find((one) => one.partner.id === partner.id);
    expect([opened(grocer), opened(travel)].map((one) => [one?.opening.minorUnits, one?.net.minorUnits])).toEqual([
      [-1_000, -1_100],
      [400, 400],
    ]);
    expect(outcomeOf(await api.mutate(programme.operator, 'settleWindow', { windowId: first }))).toBe('WINDOW_STATE');
    expect(outcomeOf(await api.mutate(programme.operator, 'beginReview', { windowId: second }))).toBe('OK');
    now += 14 * DAY;
    for (const step of ['FINALISE', 'RELEASE']) expect(await agree(second, step)).toBe('OK');
    expect(outcomeOf(await api.mutate(programme.operator, 'settleWindow', { windowId: second }))).toBe('OK');
    expect((await show(second)).state).toBe('SETTLED');
  });

  it('shows each partner its own items and payments, and no proposals', async () => {
    await trade();
    const windowId = await closeAndReview();
    for (const step of ['FINALISE', 'RELEASE']) expect(await agree(windowId, step)).toBe('OK');
    const seen = await show(windowId, travel.token);
    expect(seen.items.map(({ partner, payments }) => [partner.id, payments.length])).toEqual([[travel.id, 1]]);
    expect((await show(windowId, travel.limited)).items).toEqual([]);
    const { data } = await api.ask(
      travel.token,
      'query ($id: ID!) { settlementWindow(id: $id) { proposals { id } shownHash(step: SUSPEND) savings { netPayments } } }',
      { id: windowId },
    );
    expect(data?.settlementWindow).toEqual({ proposals: null, shownHash: null, savings: null });
    expect(outcomeOf(await propose(travel.token, windowId, 'SUSPEND'))).toBe('ERROR FORBIDDEN');
  });
});

describe('what a partner brings along', () => {
  const opening = (amount: string, currency = 'EUR') => ({ partnerIds: [travel.id], amount: { amount, currency } });

  it('is entered into the open window by two persons, netted with the rest, and stands in the statement', async () => {
    await trade();
    const windowId = await openWindow();
    const key = { idempotencyKey: 'opening' };
    const proposed = await propose(ann, windowId, 'OPENING_BALANCE', { ...opening('-1.50'), ...key });
    expect(outcomeOf(proposed)).toBe('OK');
    expect(await propose(ann, windowId, 'OPENING_BALANCE', { ...opening('-1.50'), ...key })).toEqual(proposed);
    expect(outcomeOf(await approve(ann, proposed.proposal as Proposal))).toBe('FOUR_EYES');
    expect(outcomeOf(await approve(bert, proposed.proposal as Proposal, key))).toBe('OK');
    expect(outcomeOf(await approve(bert, proposed.proposal as Proposal, key))).toBe('OK');
    expect(outcomeOf(await approve(bert, proposed.proposal as Proposal))).toBe('PROPOSAL_STATE');
    await closeAndReview();
    const { positions, sum } = await show(windowId);
    expect([positions.find(({ partner }) => partner.id === travel.id)?.net.minorUnits, sum.minorUnits]).toEqual([
      250, 0,
    ]);
    const { data } = await api.ask(
      travel.token,
      'query ($id: ID!) { statement(windowId: $id) { net { minorUnits } components { component total { minorUnits } } } }',
      { id: windowId },
    );
    expect(data?.statement).toMatchObject({
      net: { minorUnits: 250 },
      components: expect.arrayContaining([{ component: 'OPENING_BALANCE', total: { minorUnits: -150 } }]),
    });
  });

  it('is of one partner, has an amount in the programme’s currency, and needs an open window', async () => {
    await trade();
    const windowId = await openWindow();
    const outcome = async (more: Fields, id = windowId) => outcomeOf(await propose(ann, id, 'OPENING_BALANCE', more));
    expect(await outcome({ partnerIds: [travel.id] })).toBe('INVALID_INPUT');
    expect(await outcome({ ...opening('1.00'), partnerIds: [travel.id, grocer.id] })).toBe('INVALID_INPUT');
    expect(await outcome(opening('0.00'))).toBe('INVALID_AMOUNT');
    expect(await outcome(opening('0.001'))).toBe('INVALID_AMOUNT');
    expect(await outcome(opening('1.00', 'USD'))).toBe('INVALID_INPUT');
    expect(await outcome({ ...opening('1.00'), partnerIds: ['00000000-0000-7000-8000-000000000000'] })).toBe(
      'PARTNER_UNKNOWN',
    );
    expect(outcomeOf(await propose(ann, windowId, 'SUSPEND', { amount: eur('1.00') }))).toBe('INVALID_INPUT');
    const waiting = (await propose(ann, windowId, 'OPENING_BALANCE', opening('1.00'))).proposal as Proposal;
    expect(await outcome(opening('1.00'))).toBe('PROPOSAL_STATE');
    const closed = await closeAndReview();
    expect(await outcome(opening('1.00'), closed)).toBe('WINDOW_STATE');
    expect(outcomeOf(await approve(bert, waiting))).toMatch(/APPROVAL_STALE|WINDOW_STATE/);
    expect((await show(closed)).positions.find(({ partner }) => partner.id === travel.id)?.net.minorUnits).toBe(400);
  });
});

describe('four eyes', () => {
  it('nobody approves what they proposed, with whichever credentials; no service account approves', async () => {
    await trade();
    const windowId = await closeAndReview();
    const proposal = (await propose(ann, windowId, 'FINALISE')).proposal as Proposal;
    const otherClient = await api.person(programme, 'Ann');
    expect(outcomeOf(await approve(ann, proposal))).toBe('FOUR_EYES');
    expect(outcomeOf(await approve(otherClient, proposal))).toBe('FOUR_EYES');
    expect(outcomeOf(await approve(programme.operator, proposal))).toBe('FOUR_EYES');
    expect(outcomeOf(await propose(bert, windowId, 'FINALISE'))).toBe('PROPOSAL_STATE');
    await expect(
      product.database
        .sql`UPDATE ledger.settlement_proposal SET state = 'APPROVED', decided_by = 'ann', decided_at = now() WHERE proposal_id = ${proposal.id}`,
    ).rejects.toThrow(/violates check constraint/);
    await expect(
      product.database
        .sql`UPDATE ledger.settlement_window SET state = 'FINALISED', finalised_at = now() WHERE window_id = ${windowId}`,
    ).rejects.toThrow(/without two persons/);
    expect(outcomeOf(await approve(bert, proposal))).toBe('OK');
    expect(outcomeOf(await approve(bert, proposal))).toBe('PROPOSAL_STATE');
  });

  it('an approval binds to what was shown: a wrong hash is refused, a change voids the proposal', async () => {
    await trade();
    const windowId = await closeAndReview();
    const proposal = (await propose(ann, windowId, 'FINALISE')).proposal as Proposal;
    const { data } = await api.ask(
      bert,
      'query ($id: ID!) { settlementWindow(id: $id) { shownHash(step: FINALISE) } }',
      { id: windowId },
    );
    expect(data?.settlementWindow).toEqual({ shownHash: proposal.shownHash });
    expect(outcomeOf(await approve(bert, { ...proposal, shownHash: 'f'.repeat(64) }))).toBe('APPROVAL_STALE');
    expect(outcomeOf(await approve(bert, { ...proposal, shownHash: 'nonsense' }))).toBe('INVALID_INPUT');
    const { data: bought } = await api.ask(
      programme.operator,
      'query ($id: ID!) { partner(id: $id) { transactions(first: 1) { edges { node { id } } } } }',
      { id: travel.id },
    );
    const transactionId = (bought as { partner: { transactions: { edges: { node: { id: string } }[] } } }).partner
      .transactions.edges[0]!.node.id;
    expect(outcomeOf(await api.mutate(programme.operator, 'openDispute', { transactionId, reason: 'Not mine' }))).toBe(
      'OK',
    );
    expect(outcomeOf(await approve(bert, proposal))).toBe('APPROVAL_STALE');
    expect(outcomeOf(await approve(bert, proposal))).toBe('PROPOSAL_STATE');
    expect(await agree(windowId, 'FINALISE')).toBe('OK');
  });

  it('whoever proposed may withdraw, another person reject; the same key answers the same', async () => {
    await trade();
    const windowId = await closeAndReview();
    const first = (await propose(ann, windowId, 'FINALISE')).proposal as Proposal;
    const end = (token: string, proposalId: string, more: Fields = {}) =>
      api.mutate(token, 'rejectSettlementStep', { proposalId, ...more }, PROPOSAL);
    expect(outcomeOf(await end(programme.operator, first.id))).toBe('FOUR_EYES');
    expect((await end(ann, first.id)).proposal).toMatchObject({ state: 'WITHDRAWN', decidedBy: 'ann' });
    const second = (await propose(ann, windowId, 'FINALISE')).proposal as Proposal;
    expect((await end(bert, second.id, { idempotencyKey: 'no' })).proposal).toMatchObject({ state: 'REJECTED' });
    expect((await end(bert, second.id, { idempotencyKey: 'no' })).proposal).toMatchObject({ state: 'REJECTED' });
    expect(outcomeOf(await end(bert, second.id))).toBe('PROPOSAL_STATE');
    expect(outcomeOf(await end(bert, '00000000-0000-7000-8000-000000000000'))).toBe('PROPOSAL_UNKNOWN');
  });

  it('in an emergency one person does both, with the scope and a reason, and the log says so', async () => {
    await trade();
    const windowId = await closeAndReview();
    const proposal = (await propose(ann, windowId, 'FINALISE')).proposal as Proposal;
    const reason = { breakGlass: 'Bert is ill and the bank closes at five' };
    expect(outcomeOf(await approve(ann, proposal, reason))).toBe('NOT_ALLOWED');
    const withGlass = await api.person(programme, 'ann', [
      'settlement:read',
      'settlement:write',
      'settlement:break-glass',
    ]);
    expect((await approve(withGlass, proposal, reason)).proposal).toMatchObject({
      state: 'APPROVED',
      decidedBy: 'ann',
      ...reason,
    });
    expect(product.logged.filter((line) => line.includes('break-glass') && line.includes(proposal.id))).toHaveLength(1);
  });

  it('two persons may agree before the last day for disputes; it is done when that is over', async () => {
    await trade();
    const windowId = await close();
    expect(outcomeOf(await api.mutate(programme.operator, 'beginReview', { windowId }))).toBe('OK');
    expect(await agree(windowId, 'FINALISE')).toBe('OK');
    expect((await show(windowId)).state).toBe('IN_REVIEW');
  });
});

describe('payments', () => {
  it('that the bank refuses are released again under another name, and only they', async () => {
    await trade();
    const windowId = await closeAndReview();
    for (const step of ['FINALISE', 'RELEASE']) expect(await agree(windowId, step)).toBe('OK');
    expect(await agree(windowId, 'RELEASE')).toBe('WINDOW_STATE');
    const first = itemOf(await show(windowId), travel).payments[0]!;
    expect(outcomeOf(await report(first.endToEndId, 'REJECTED', { reason: 'AC04 closed account' }))).toBe('OK');
    expect(outcomeOf(await report(first.endToEndId, 'EXECUTED'))).toBe('ITEM_STATE');
    expect(await agree(windowId, 'RELEASE', { partnerIds: [travel.id] })).toBe('OK');
    const { state, payments } = itemOf(await show(windowId), travel);
    expect([state, ...payments.map(({ attempt, result }) => [attempt, result])]).toEqual([
      'INSTRUCTED',
      [1, 'REJECTED'],
      [2, null],
    ]);
    expect(new Set(payments.map(({ endToEndId }) => endToEndId)).size).toBe(2);
    expect(outcomeOf(await report(payments[1]!.endToEndId, 'EXECUTED'))).toBe('OK');
    expect((await show(windowId)).state).toBe('SETTLING');
  });

  it('the first release takes part of the window, and nothing can be aborted after it', async () => {
    await trade();
    const windowId = await closeAndReview();
    expect(await agree(windowId, 'FINALISE')).toBe('OK');
    expect(await agree(windowId, 'RELEASE', { partnerIds: [travel.id] })).toBe('OK');
    const settling = await show(windowId);
    expect([settling.state, itemOf(settling, travel).state, itemOf(settling, grocer).state]).toEqual([
      'SETTLING',
      'INSTRUCTED',
      'APPROVED',
    ]);
    expect(await agree(windowId, 'SUSPEND')).toBe('WINDOW_STATE');
    expect(outcomeOf(await propose(ann, windowId, 'RELEASE', { partnerIds: [] }))).toBe('INVALID_INPUT');
    expect(
      outcomeOf(await propose(ann, windowId, 'RELEASE', { partnerIds: ['00000000-0000-7000-8000-000000000000'] })),
    ).toBe('PARTNER_UNKNOWN');
    expect(outcomeOf(await propose(ann, windowId, 'SUSPEND', { partnerIds: [travel.id] }))).toBe('INVALID_INPUT');
    expect(outcomeOf(await propose(ann, windowId, 'DEFAULT'))).toBe('INVALID_INPUT');
  });
});
