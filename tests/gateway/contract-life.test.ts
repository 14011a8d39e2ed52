/** The life of contracts, partners and stores through the API: drafted, signed by both sides, superseded, terminated; run-off; opening times. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
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
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let acme: PartnerByApi;
let bolt: PartnerByApi;
let ann: MemberByApi;

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('contracts');
  acme = await api.partner(programme, 'acme');
  bolt = await api.partner(programme, 'bolt');
  ann = await api.member(programme);
});
afterEach(() => expectBooksBalanced(product.database.url));
afterAll(() => product.close());

const hours = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString();
const DRAFT = 'draft { id state operatorSignedBy partnerSignedBy } contract { id version state validFrom validUntil }';
const draftOf = (reply: Reply) => reply.draft as { id: string; state: string };
const buy = (partner: PartnerByApi, more: Fields = {}) =>
  api.mutate(
    programme.operator,
    'recordPurchase',
    { storeId: partner.storeId, memberId: ann.id, amount: eur('10.00'), ...more },
    'transaction { points }',
  );
const redeem = (partner: PartnerByApi) =>
  api.mutate(programme.operator, 'redeemPoints', { storeId: partner.storeId, memberId: ann.id, points: 1 });
const contractAt = async (partner: PartnerByApi, at: string) => {
  const query = 'query ($id: ID!, $at: DateTime) { partner(id: $id) { status contract(at: $at) { version state } } }';
  const { data } = await api.ask(programme.operator, query, { id: partner.id, at });
  return (data as { partner: { status: string; contract: { version: number; state: string } | null } }).partner;
};

it('terms are a version when both sides have signed exactly them, each with its own credentials', async () => {
  const terms = { partnerId: acme.id, validFrom: hours(1), earnPoints: 3, earnPer: eur('1.00') };
  expect(outcomeOf(await api.mutate(bolt.token, 'draftContract', terms))).toBe('NOT_ALLOWED');
  expect(outcomeOf(await api.mutate(acme.limited, 'draftContract', terms))).toBe('NOT_ALLOWED');
  expect(outcomeOf(await api.mutate(acme.token, 'draftContract', { ...terms, earnPoints: -1 }))).toBe('INVALID_POINTS');
  expect(
    outcomeOf(await api.mutate(acme.token, 'draftContract', { ...terms, validFrom: '2000-01-01T00:00:00Z' })),
  ).toBe('CONTRACT_OVERLAP');
  const drafted = draftOf(await api.mutate(acme.token, 'draftContract', terms, DRAFT));
  expect(drafted.state).toBe('DRAFT');
  const sign = (token: string) => api.mutate(token, 'signContractDraft', { draftId: drafted.id }, DRAFT);
  expect(outcomeOf(await sign(bolt.token))).toBe('CONTRACT_MISSING');
  expect(draftOf(await sign(acme.token)).state).toBe('SIGNED_BY_PARTNER');
  expect((await contractAt(acme, hours(2))).contract).toEqual({ version: 1, state: 'IN_FORCE' });
  const signed = await sign(programme.operator);
  expect(signed).toMatchObject({ draft: { state: 'SIGNED' }, contract: { version: 2, state: 'SIGNED' } });
  expect(await sign(programme.operator)).toMatchObject({ contract: { version: 2 } });
  expect((await contractAt(acme, hours(2))).contract).toEqual({ version: 2, state: 'SIGNED' });
  expect((await contractAt(acme, hours(0))).contract).toEqual({ version: 1, state: 'IN_FORCE' });
  expect(await buy(acme)).toMatchObject({ transaction: { points: 10 } });
});

it('a terminated contract counts until its end, and another one may follow', async () => {
  const cara = await api.partner(programme, 'cara');
  const end = (more: Fields) =>
    api.mutate(
      programme.operator,
      'terminateContract',
      { partnerId: cara.id, ...more },
      'contract { version state validUntil }',
    );
  expect(outcomeOf(await end({ at: hours(-1) }))).toBe('INVALID_INPUT');
  expect(outcomeOf(await api.mutate(cara.token, 'terminateContract', { partnerId: cara.id }))).toMatch(
    /FORBIDDEN|NOT_ALLOWED/,
  );
  expect(outcomeOf(await buy(cara))).toBe('OK');
  expect(await end({})).toMatchObject({ contract: { version: 1, state: 'TERMINATED' } });
  expect(outcomeOf(await end({}))).toBe('CONTRACT_MISSING');
  expect(outcomeOf(await buy(cara))).toBe('CONTRACT_MISSING');
  expect(outcomeOf(await buy(cara, { occurredAt: hours(-1) }))).toBe('OK');
  expect((await contractAt(cara, hours(0))).contract).toBeNull();
  const signed = await api.mutate(programme.operator, 'signContract', {
    partnerId: cara.id,
    validFrom: new Date().toISOString(),
    earnPer: eur('1.00'),
  });
  expect(outcomeOf(signed)).toBe('OK');
  expect(outcomeOf(await buy(cara))).toBe('OK');
});

it('a partner in run-off takes points until a date and gives none, and what it stands behind is reported', async () => {
  const dora = await api.partner(programme, 'dora');
  expect(outcomeOf(await buy(dora))).toBe('OK');
  const change = (status: string, until?: string) =>
    api.mutate(
      programme.operator,
      'changePartnerStatus',
      { partnerId: dora.id, status, ...(until === undefined ? {} : { until }) },
      'partner { status runOffUntil }',
    );
  expect(outcomeOf(await change('RUN_OFF'))).toBe('INVALID_INPUT');
  expect(outcomeOf(await change('RUN_OFF', hours(-1)))).toBe('INVALID_INPUT');
  expect(outcomeOf(await change('SUSPENDED', hours(1)))).toBe('INVALID_INPUT');
  expect(await change('RUN_OFF', hours(1))).toMatchObject({ partner: { status: 'RUN_OFF' } });
  expect(outcomeOf(await buy(dora))).toBe('PARTNER_INACTIVE');
  expect(outcomeOf(await redeem(dora))).toBe('OK');
  const query = 'query ($id: ID!) { partner(id: $id) { outstanding { points members highestCost { amount } } } }';
  const { data } = await api.ask(programme.operator, query, { id: dora.id });
  expect(data).toMatchObject({ partner: { outstanding: { points: 10, members: 1, highestCost: { amount: '0.08' } } } });
  expect(await change('ACTIVE')).toMatchObject({ partner: { status: 'ACTIVE', runOffUntil: null } });
  expect(outcomeOf(await buy(dora))).toBe('OK');
});

it('a store has terminals, and opens and closes', async () => {
  const add = (token: string, code: string) =>
    api.mutate(token, 'addTerminal', { storeId: bolt.storeId, code }, 'store { terminals { code } }');
  expect(outcomeOf(await add(acme.token, 'T1'))).toBe('STORE_UNKNOWN');
  expect(await add(bolt.token, 'T1')).toMatchObject({ store: { terminals: [{ code: 'T1' }] } });
  expect(outcomeOf(await add(bolt.token, 'T1'))).toBe('CODE_TAKEN');
  const change = (more: Fields) =>
    api.mutate(bolt.token, 'changeStore', { storeId: bolt.storeId, ...more }, 'store { closesAt }');
  expect(outcomeOf(await change({ opensAt: hours(1), closesAt: hours(0) }))).toBe('INVALID_INPUT');
  expect(outcomeOf(await change({ closesAt: hours(-1) }))).toBe('OK');
  expect(outcomeOf(await buy(bolt))).toBe('STORE_CLOSED');
  expect(outcomeOf(await change({}))).toBe('OK');
  expect(outcomeOf(await buy(bolt))).toBe('OK');
});

it('a till names its terminal: one of the store and in use, in every event; the transaction shows it', async () => {
  const terminal = async (partner: PartnerByApi, storeId: string, code: string): Promise<string> => {
    await api.mutate(partner.token, 'addTerminal', { storeId, code });
    const query = '{ node: partner(code: "eve") { stores(first: 9) { edges { node { terminals { id code } } } } } }';
    const { data } = await api.ask(programme.operator, query);
    type Answer = { node: { stores: { edges: { node: { terminals: { id: string; code: string }[] } }[] } } };
    const all = (data as Answer).node.stores.edges.flatMap(({ node }) => node.terminals);
    return all.find((one) => one.code === code)!.id;
  };
  const eve = await api.partner(programme, 'eve');
  const first = await terminal(eve, eve.storeId, 'T1');
  const second = await terminal(eve, eve.secondStoreId, 'T2');
  const shown = 'transaction { id points terminal { id code retiredAt } }';
  const act = (name: string, input: Fields, selection = shown) =>
    api.mutate(eve.token, name, { storeId: eve.storeId, ...input }, selection);
  const sell = (more: Fields) => act('recordPurchase', { memberId: ann.id, amount: eur('10.00'), ...more });

  for (const terminalId of [second, eve.storeId, 'nonsense']) {
    const refused = await sell({ terminalId });
    expect([outcomeOf(refused), refused.userErrors[0]?.field]).toEqual(['TERMINAL_UNKNOWN', ['input', 'terminalId']]);
  }
  const sold = await sell({ terminalId: first });
  expect(sold).toMatchObject({ transaction: { points: 10, terminal: { id: first, code: 'T1', retiredAt: null } } });
  expect(await sell({})).toMatchObject({ transaction: { terminal: null } });
  expect(await act('redeemPoints', { memberId: ann.id, points: 1, terminalId: first })).toMatchObject({
    transaction: { terminal: { code: 'T1' } },
  });
  const { id: purchaseId } = sold.transaction as { id: string };
  expect(outcomeOf(await act('recordReturn', { purchaseId, terminalId: second }))).toBe('TERMINAL_UNKNOWN');
  const quote = async (terminalId: string) => {
    const query = 'query ($input: QuotePurchaseInput!) { quotePurchase(input: $input) { points userErrors { code } } }';
    const input = { storeId: eve.storeId, memberId: ann.id, amount: eur('10.00'), terminalId };
    return (await api.ask(eve.token, query, { input })).data?.quotePurchase;
  };
  expect(await quote(first)).toEqual({ points: 10, userErrors: [] });
  expect(await quote(second)).toEqual({ points: null, userErrors: [{ code: 'TERMINAL_UNKNOWN' }] });

  const retire = (token: string, more: Fields = {}) =>
    api.mutate(token, 'retireTerminal', { terminalId: first, ...more }, 'terminal { retiredAt }');
  expect(outcomeOf(await retire(bolt.token))).toBe('TERMINAL_UNKNOWN');
  expect(outcomeOf(await retire(eve.limited))).toBe('NOT_ALLOWED');
  expect(outcomeOf(await retire(eve.token, { at: hours(-1) }))).toBe('INVALID_INPUT');
  expect(outcomeOf(await retire(eve.token, { idempotencyKey: 'retire' }))).toBe('OK');
  expect(outcomeOf(await retire(eve.token, { idempotencyKey: 'retire' }))).toBe('OK');
  expect(outcomeOf(await retire(eve.token))).toBe('TERMINAL_RETIRED');
  expect(outcomeOf(await sell({ terminalId: first }))).toBe('TERMINAL_RETIRED');
  expect(outcomeOf(await sell({ terminalId: first, occurredAt: hours(-1) }))).toBe('OK');
  expect(await act('recordReturn', { purchaseId, terminalId: null })).toMatchObject({
    transaction: { terminal: null },
  });
});
