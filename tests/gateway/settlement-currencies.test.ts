/**
 * Partners that are paid in another currency than the programme's (settlement.md 2.9), through the API: rates fixed by two persons, statements that say
 * both amounts, files and answers of the bank in each currency, what the bank's own rate made of it, and what is carried, returned or in default.
 * The business clock is moved by hand.
 */
import type { JWK } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyJsonLines } from '../../subgraphs/ledger/domain/verify-statement.ts';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { bookedOnAccount, statusReport } from '../support/bank-messages.ts';
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
import { elementsAt, parseXml, textsAt } from '../support/required-elements.ts';
import { sha256 } from '../support/sha256.ts';
import { haveIsoSchemas, schemaErrors } from '../support/xsd.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-09-15T10:00:00Z');
let product: DeployedProduct;
let api: Api;
let now = START;
let programme: ProgrammeByApi;
let grocer: PartnerByApi;
let tokyo: PartnerByApi;
let manama: PartnerByApi;
let york: PartnerByApi;
let memberId: string;
let ann: string;
let bert: string;
let windowId: string;
let places = 0;

beforeAll(async () => {
  product = await deployProduct('in-process', { clock: () => new Date(now), tokenClock: systemClock, sweepEvery: 0 });
  api = apiAt(product.url, product.platform);
});
afterAll(() => product.close());

/** The grocer owes 1000.00 EUR and York 50.00; Tokyo is owed 400.00 and Manama 80.00. The window is in review, its disputes are over. */
beforeEach(async () => {
  places += 1;
  now = START;
  programme = await api.programme(`fx${places}`, {
    timeZone: 'Europe/Berlin',
    ...{ adviceBusinessDays: 2, disputeBusinessDays: 5, valueBusinessDays: 8 },
  });
  [grocer, tokyo, manama, york] = await Promise.all([
    api.partner(programme, 'grocer'),
    api.partner(programme, 'tokyo', { settlementCurrency: 'JPY' }),
    api.partner(programme, 'manama', { settlementCurrency: 'BHD' }),
    api.partner(programme, 'york', { settlementCurrency: 'USD', collateral: '20.00' }),
  ]);
  memberId = (await api.member(programme)).id;
  [ann, bert] = await Promise.all([api.person(programme, 'ann'), api.person(programme, 'bert')]);
  await buy(grocer, '100000.00');
  await spend(tokyo, 50_000);
  await spend(manama, 10_000);
  await buy(york, '5000.00');
  windowId = await closeAndReview();
});
afterEach(() => expectBooksBalanced(product.database.url));

async function done(reply: Promise<Reply>): Promise<Reply> {
  const answer = await reply;
  expect(outcomeOf(answer)).toBe('OK');
  return answer;
}
const till = (partner: PartnerByApi, name: string, more: Fields) =>
  done(api.mutate(partner.token, name, { storeId: partner.storeId, memberId, ...more }));
const buy = (partner: PartnerByApi, amount: string) => till(partner, 'recordPurchase', { amount: eur(amount) });
const spend = (partner: PartnerByApi, points: number) => till(partner, 'redeemPoints', { points });
async function openWindow(): Promise<string> {
  const { data } = await api.ask(programme.operator, '{ settlementWindow { id } }');
  return (data as { settlementWindow: { id: string } }).settlementWindow.id;
}
async function closeAndReview(): Promise<string> {
  const id = await openWindow();
  await done(api.mutate(programme.operator, 'closeSettlementWindow', { windowId: id }));
  await done(api.mutate(programme.operator, 'beginReview', { windowId: id }));
  now += 8 * DAY;
  return id;
}

const hoursAgo = (hours: number): string => new Date(now - hours * 3_600_000).toISOString();
const rate = (currency: string, digits: string, more: Fields = {}): Fields => ({
  ...{ currency, rate: digits, source: 'ECB', quotedAt: hoursAgo(3) },
  ...more,
});
const RATES = (): Fields[] => [rate('JPY', '163.47'), rate('BHD', '0.4345'), rate('USD', '1.17345')];

const FILE = `messageId total { amount currency } sha256 payments { partner { id } endToEndId amount { amount currency } } part { text }`;
interface PaymentFile {
  messageId: string;
  total: { amount: string; currency: string };
  payments: { partner: { id: string }; endToEndId: string; amount: { amount: string; currency: string } }[];
  part: { text: string } | null;
}
interface Proposal {
  id: string;
  shownHash: string;
  state: string;
  rates: Fields[];
  paymentFiles: PaymentFile[];
}
const PROPOSAL = `proposal { id shownHash state rates { base quote rate source quotedAt } paymentFiles { ${FILE} } }`;
const propose = (step: string, more: Fields = {}, id = windowId) =>
  api.mutate(ann, 'proposeSettlementStep', { windowId: id, step, ...more }, PROPOSAL);
const approve = ({ id, shownHash }: Pick<Proposal, 'id' | 'shownHash'>, token = bert) =>
  api.mutate(token, 'approveSettlementStep', { proposalId: id, shownHash }, PROPOSAL);
async function agree(step: string, more: Fields = {}, id = windowId): Promise<Proposal> {
  const { proposal } = await done(propose(step, more, id));
  return (await done(approve(proposal as Proposal))).proposal as Proposal;
}
interface Item {
  partner: { id: string };
  state: string;
  amount: { amount: string; currency: string };
  settlementAmount: { amount: string; currency: string } | null;
  exchangeRate: Fields | null;
  payments: {
    endToEndId: string;
    amount: { amount: string; currency: string };
    booked: { amount: string; currency: string } | null;
    result: string | null;
  }[];
}
async function show(token = programme.operator, id = windowId) {
  const { data } = await api.ask(
    token,
    `query ($id: ID!) { settlementWindow(id: $id) { state ratesNeeded sum { minorUnits }
       positions { partner { id } net { amount } action }
       items { partner { id } state amount { amount currency } settlementAmount { amount currency } exchangeRate { base quote rate source quotedAt }
         payments { endToEndId amount { amount currency } booked { amount currency } result } } } }`,
    { id },
  );
  return data!.settlementWindow as {
    state: string;
    ratesNeeded: string[] | null;
    sum: { minorUnits: number };
    positions: { partner: { id: string }; net: { amount: string }; action: string }[];
    items: Item[];
  };
}
const itemOf = async (partner: PartnerByApi, id = windowId): Promise<Item> =>
  (await show(programme.operator, id)).items.find((item) => item.partner.id === partner.id)!;
const nameOf = async (partner: PartnerByApi): Promise<string> => (await itemOf(partner)).payments.at(-1)!.endToEndId;
/** Balance of an account over all windows, minor units. */
async function balance(account: string): Promise<number> {
  const [row] = await product.database.sql<{ minor: number }[]>`
    SELECT coalesce(sum(amount), 0)::integer AS minor FROM ledger.journal, unnest(accounts, amounts) AS leg (account, amount)
    WHERE programme_id = ${programme.id} AND account = ${account}`;
  return row!.minor;
}
async function trialBalance(): Promise<number> {
  const [row] = await product.database.sql<{ minor: number }[]>`
    SELECT coalesce(sum(amount), 0)::integer AS minor FROM ledger.journal, unnest(amounts) AS amount WHERE programme_id = ${programme.id}`;
  return row!.minor;
}

describe('the end of a review', () => {
  it('names the currencies of which it needs a rate; with them the nets are converted once, and the books stay in the programme’s', async () => {
    expect((await show()).ratesNeeded).toEqual(['BHD', 'JPY', 'USD']);
    expect((await show(tokyo.token)).ratesNeeded).toBeNull();
    const { proposal } = (await done(propose('FINALISE', { rates: RATES() }))) as unknown as { proposal: Proposal };
    expect(proposal.rates.map(({ base, quote, rate }) => [base, quote, rate])).toEqual([
      ['EUR', 'BHD', '0.4345'],
      ['EUR', 'JPY', '163.47'],
      ['EUR', 'USD', '1.17345'],
    ]);
    expect(outcomeOf(await approve(proposal, ann))).toBe('FOUR_EYES');
    expect((await itemOf(tokyo)).settlementAmount).toBeNull();
    await done(approve(proposal));
    const { state, ratesNeeded, sum, items } = await show();
    expect([state, ratesNeeded, sum.minorUnits]).toEqual(['FINALISED', [], 0]);
    const amounts = new Map(
      items.map(({ partner, amount, settlementAmount }) => [
        partner.id,
        [amount.amount, amount.currency, settlementAmount?.amount ?? null, settlementAmount?.currency ?? null],
      ]),
    );
    expect([grocer, tokyo, manama, york].map(({ id }) => amounts.get(id))).toEqual([
      ['-1000.00', 'EUR', null, null],
      ['400.00', 'EUR', '65388', 'JPY'],
      ['80.00', 'EUR', '34.760', 'BHD'],
      ['-50.00', 'EUR', '-58.67', 'USD'],
    ]);
    const seen = await show(tokyo.token);
    expect(seen.items).toMatchObject([
      { partner: { id: tokyo.id }, exchangeRate: { base: 'EUR', quote: 'JPY', rate: '163.47', source: 'ECB' } },
    ]);
    expect(await trialBalance()).toBe(0);
  });

  it('is refused with rates that cannot be used, each with its path, and nothing is written', async () => {
    const bad: [string, () => Fields[] | undefined, string, string][] = [
      ['none', () => undefined, 'RATE_MISSING', 'rates'],
      ['one missing', () => RATES().slice(1), 'RATE_MISSING', 'rates'],
      ['of nothing', () => [...RATES().slice(1), rate('JPY', '0.00')], 'INVALID_AMOUNT', 'rates.2.rate'],
      ['below zero', () => [...RATES().slice(1), rate('JPY', '-163.47')], 'INVALID_AMOUNT', 'rates.2.rate'],
      ['with an exponent', () => [...RATES().slice(1), rate('JPY', '1e2')], 'INVALID_AMOUNT', 'rates.2.rate'],
      ['grouped', () => [...RATES().slice(1), rate('JPY', '1,163.47')], 'INVALID_AMOUNT', 'rates.2.rate'],
      ['too fine', () => [...RATES().slice(1), rate('JPY', '1.0000000000001')], 'INVALID_AMOUNT', 'rates.2.rate'],
      [
        'far too high',
        () => [...RATES().filter(({ currency }) => currency !== 'BHD'), rate('BHD', '999999999999')],
        'INVALID_AMOUNT',
        'rates.2.rate',
      ],
      ['of a currency that is none', () => [...RATES(), rate('XAU', '1')], 'UNKNOWN_CURRENCY', 'rates.3.currency'],
      ['of one that nobody is paid in', () => [...RATES(), rate('GBP', '0.86')], 'RATE_NOT_NEEDED', 'rates.3.currency'],
      ['of the programme’s own', () => [...RATES(), rate('EUR', '1')], 'RATE_NOT_NEEDED', 'rates.3.currency'],
      ['of one twice', () => [...RATES(), rate('JPY', '163.48')], 'INVALID_INPUT', 'rates.3.currency'],
      [
        'of the future',
        () => [rate('JPY', '163.47', { quotedAt: hoursAgo(-1) }), ...RATES().slice(1)],
        'DATE_IN_FUTURE',
        'rates.0.quotedAt',
      ],
      [
        'of last week',
        () => [rate('JPY', '163.47', { quotedAt: hoursAgo(7 * 24) }), ...RATES().slice(1)],
        'RATE_STALE',
        'rates.0.quotedAt',
      ],
      [
        'of nobody',
        () => [rate('JPY', '163.47', { source: ' ' }), ...RATES().slice(1)],
        'INVALID_INPUT',
        'rates.0.source',
      ],
    ];
    for (const [what, rates, code, field] of bad) {
      const reply = await propose('FINALISE', { rates: rates() });
      expect([what, outcomeOf(reply), reply.userErrors[0]?.field?.join('.')]).toEqual([what, code, `input.${field}`]);
    }
    const [row] = await product.database.sql<{ count: number }[]>`
      SELECT count(*)::integer AS count FROM ledger.settlement_rate WHERE programme_id = ${programme.id}`;
    expect([row!.count, (await show()).state]).toEqual([0, 'IN_REVIEW']);
  });

  it('binds two persons to the rates: others have another hash, what has grown old is void, and no other step has any', async () => {
    expect(outcomeOf(await propose('SUSPEND', { rates: RATES() }))).toBe('INVALID_INPUT');
    const key = { idempotencyKey: 'finalise', rates: RATES() };
    const first = (await done(propose('FINALISE', key))).proposal as Proposal;
    expect((await done(propose('FINALISE', key))).proposal).toEqual(first);
    expect(outcomeOf(await propose('FINALISE', { ...key, rates: [rate('JPY', '1'), ...RATES().slice(1)] }))).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
    await done(api.mutate(ann, 'rejectSettlementStep', { proposalId: first.id }));
    const other = RATES().with(0, rate('JPY', '163.48'));
    const second = (await done(propose('FINALISE', { rates: other }))).proposal as Proposal;
    expect(second.shownHash).not.toBe(first.shownHash);
    expect(outcomeOf(await approve({ id: second.id, shownHash: first.shownHash }))).toBe('APPROVAL_STALE');
    now += 7 * DAY;
    expect(outcomeOf(await approve(second))).toBe('RATE_STALE');
    expect(outcomeOf(await approve(second))).toBe('PROPOSAL_STATE');
    await agree('FINALISE', { rates: RATES() });
  });

  it('that is agreed early takes only rates that are fresh when the disputes are over', async () => {
    await agree('FINALISE', { rates: RATES() });
    await buy(york, '3000.00');
    const id = await openWindow();
    await done(api.mutate(programme.operator, 'closeSettlementWindow', { windowId: id }));
    await done(api.mutate(programme.operator, 'beginReview', { windowId: id }));
    const early = await propose('FINALISE', { rates: [rate('USD', '1.17')] }, id);
    expect([outcomeOf(early), early.userErrors[0]?.message]).toEqual([
      'RATE_STALE',
      expect.stringContaining('final on'),
    ]);
  });

  it('cannot be gone round in the database: rates never change, and items are converted once, at those of their window', async () => {
    const { sql } = product.database;
    const { proposal } = (await done(propose('FINALISE', { rates: RATES() }))) as unknown as { proposal: Proposal };
    const convert = (minor: number, currency = 'JPY') => sql`
      UPDATE ledger.settlement_item SET state = 'APPROVED', settlement_currency = ${currency}, settlement_minor = ${minor}, rates_of = ${proposal.id}
      WHERE window_id = ${windowId} AND partner_id = ${tokyo.id}`;
    await expect(convert(65_388)).rejects.toThrow(/two persons did not fix/);
    await done(approve(proposal));
    await expect(convert(65_389)).rejects.toThrow(/never again/);
    await expect(sql`UPDATE ledger.settlement_rate SET rate = '1' WHERE proposal_id = ${proposal.id}`).rejects.toThrow(
      /never change/,
    );
    await expect(sql`DELETE FROM ledger.settlement_rate WHERE proposal_id = ${proposal.id}`).rejects.toThrow(
      /never change/,
    );
    await expect(
      sql`INSERT INTO ledger.settlement_rate SELECT proposal_id, programme_id, base, 'GBP', rate, source, quoted_at FROM ledger.settlement_rate
          WHERE proposal_id = ${proposal.id} AND quote = 'JPY'`,
    ).rejects.toThrow(/never change/);
    const { id } = await agree('RELEASE');
    await expect(
      sql`INSERT INTO ledger.payment_instruction (item_id, attempt, programme_id, end_to_end_id, amount_minor, released_by, instructed_at)
          SELECT item_id, 9, programme_id, 'NINE', amount_minor, ${id}, now() FROM ledger.settlement_item
          WHERE window_id = ${windowId} AND partner_id = ${tokyo.id}`,
    ).rejects.toThrow(/not what its item comes to/);
  });
});

describe('a final statement', () => {
  async function fileOf(partner: PartnerByApi, format: string): Promise<string> {
    const { data } = await api.ask(
      partner.token,
      `query ($id: ID!) { statement(windowId: $id) { file(format: ${format}) { text next } } }`,
      { id: windowId },
    );
    return (data as { statement: { file: { text: string } } }).statement.file.text;
  }
  async function pinnedKeys(): Promise<JWK[]> {
    const { data } = await api.ask(programme.operator, '{ settlementKeys { jwks } }');
    return (JSON.parse((data as { settlementKeys: { jwks: string } }).settlementKeys.jwks) as { keys: JWK[] }).keys;
  }

  it('shows both amounts and the rate, and its arithmetic is verified offline', async () => {
    await agree('FINALISE', { rates: RATES() });
    const { data } = await api.ask(
      york.token,
      `query ($id: ID!) { statement(windowId: $id) { net { amount currency } settlementAmount { amount currency } exchangeRate { quote rate source }
         advice { settlementAmount { amount } } } }`,
      { id: windowId },
    );
    expect(data?.statement).toEqual({
      net: { amount: '-50.00', currency: 'EUR' },
      settlementAmount: { amount: '-58.67', currency: 'USD' },
      exchangeRate: { quote: 'USD', rate: '1.17345', source: 'ECB' },
      advice: { settlementAmount: null },
    });
    const keys = await pinnedKeys();
    const sentences = await Promise.all(
      [tokyo, manama, york, grocer].map(async (partner) => {
        const verified = await verifyJsonLines(sha256, keys, (await fileOf(partner, 'JSON_LINES')).split('\n'));
        return [verified.outcome, / as (.*?) \(/.exec(verified.sentence)?.[1]];
      }),
    );
    expect(sentences).toEqual([
      ['VERIFIED', '65388 JPY at 1 EUR = 163.47 JPY'],
      ['VERIFIED', '34.760 BHD at 1 EUR = 0.4345 BHD'],
      ['VERIFIED', '58.67 USD at 1 EUR = 1.17345 USD'],
      ['VERIFIED', undefined],
    ]);
    expect((await fileOf(tokyo, 'CSV')).split('\r\n')[1]).toMatch(/,JPY,163\.47,65388$/);
    const camt = await fileOf(manama, 'CAMT_053');
    expect(textsAt(parseXml(camt), 'BkToCstmrStmt/Stmt/AddtlStmtInf')[0]).toMatch(
      /^Settled as 34\.760 BHD: 1 EUR = 0\.4345 BHD \(ECB, /,
    );
    expect(textsAt(parseXml(camt), 'BkToCstmrStmt/Stmt/Acct/Ccy')).toEqual(['EUR']);
    if (haveIsoSchemas) expect(await schemaErrors('camt.053.001.08', [camt])).toEqual([]);
  });

  it('of a window that is aborted pays nothing, and the next one pays what is carried at its own rate', async () => {
    await agree('FINALISE', { rates: RATES() });
    for (const step of ['SUSPEND', 'ABORT']) await agree(step);
    expect([(await show()).state, (await itemOf(tokyo)).state]).toEqual(['ABORTED', 'CARRIED_FORWARD']);
    const { data } = await api.ask(
      tokyo.token,
      'query ($id: ID!) { statement(windowId: $id) { action settlementAmount { amount } } }',
      { id: windowId },
    );
    expect(data?.statement).toEqual({ action: 'CARRY_FORWARD', settlementAmount: null });
    await spend(tokyo, 1_000);
    const next = await closeAndReview();
    await agree('FINALISE', { rates: RATES().with(0, rate('JPY', '160')) }, next);
    expect(await itemOf(tokyo, next)).toMatchObject({
      amount: { amount: '408.00', currency: 'EUR' },
      settlementAmount: { amount: '65280', currency: 'JPY' },
    });
    const keys = await pinnedKeys();
    windowId = next;
    const verified = await verifyJsonLines(sha256, keys, (await fileOf(tokyo, 'JSON_LINES')).split('\n'));
    expect(verified.outcome).toBe('VERIFIED');
    expect(verified.sentence).toContain(
      'opening 400.00 EUR, net 408.00 EUR, to be paid to the partner as 65280 JPY at 1 EUR = 160 JPY',
    );
  });
});

it('a net that comes to nothing in the other currency is carried forward, into a window that was closed meanwhile, too', async () => {
  await spend(tokyo, 100);
  const next = await openWindow();
  await done(api.mutate(programme.operator, 'closeSettlementWindow', { windowId: next }));
  await agree('FINALISE', { rates: RATES().with(0, rate('JPY', '0.00001')) });
  expect(await itemOf(tokyo)).toMatchObject({ state: 'CARRIED_FORWARD', settlementAmount: null });
  const { positions, sum } = await show(programme.operator, next);
  const ofTokyo = positions.find(({ partner }) => partner.id === tokyo.id);
  expect([ofTokyo, sum.minorUnits]).toEqual([
    { partner: { id: tokyo.id }, net: { amount: '400.80' }, action: 'PAY_PARTNER' },
    0,
  ]);
});

it('in a window without a review everybody is settled in the programme’s currency: nobody fixes rates', async () => {
  const [proposer, approver] = [ann, bert];
  const cycle = { disputeBusinessDays: 0, adviceBusinessDays: 0, valueBusinessDays: 0 };
  const { change } = await done(api.mutate(proposer, 'proposeCycleChange', cycle, 'change { id }'));
  await done(api.mutate(approver, 'approveCycleChange', { changeId: (change as { id: string }).id }));
  // The window that was open has the old cycle still.
  await done(api.mutate(programme.operator, 'closeSettlementWindow', { windowId: await openWindow() }));
  await agree('FINALISE', { rates: RATES() });
  await spend(tokyo, 1_000);
  const plain = await openWindow();
  await done(api.mutate(programme.operator, 'closeSettlementWindow', { windowId: plain }));
  expect((await show(programme.operator, plain)).ratesNeeded).toEqual([]);
  await done(api.mutate(programme.operator, 'settleWindow', { windowId: plain }));
  expect(await itemOf(tokyo, plain)).toMatchObject({
    state: 'SETTLED',
    amount: { amount: '8.00' },
    settlementAmount: null,
  });
});

describe('payments', () => {
  const billing = (partner: PartnerByApi | null, legalName: string, more: Fields) =>
    done(
      api.mutate(programme.operator, 'recordBilling', {
        ...(partner === null ? {} : { partnerId: partner.id }),
        ...{ legalName, town: 'Town', country: 'DE' },
        ...more,
      }),
    );
  async function accounts(): Promise<void> {
    await billing(null, 'Coalition Operator SE', { iban: 'DE75512108001245126199', bic: 'SOGEDEFF' });
    await billing(tokyo, 'Tokyo KK', { country: 'JP', accountNumber: '0123456', bic: 'BOTKJPJT' });
    await billing(manama, 'Manama WLL', { country: 'BH', iban: 'BH67BMAG00001299123456', bic: 'BMAGBHBM' });
  }
  const tell = (text: string) =>
    api.mutate(
      programme.operator,
      'reportBankFile',
      { text },
      'bankFile { words(first: 50) { edges { node { endToEndId outcome amount { amount currency } booked { amount currency } } } } }',
    );
  const outcomesOf = async (text: string): Promise<string[]> => {
    const { bankFile } = (await done(tell(text))) as unknown as {
      bankFile: { words: { edges: { node: { outcome: string } }[] } };
    };
    return bankFile.words.edges.map(({ node }) => node.outcome);
  };
  const sent = (currency: string, amount: string) =>
    `<AmtDtls><InstdAmt><Amt Ccy="${currency}">${amount}</Amt></InstdAmt></AmtDtls>`;
  const RETURN = '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>';
  const EXCHANGED = 'camt.054.001.08';

  it('go out in one file a currency, marked as SEPA for none of these, and are answered in their own', async () => {
    await agree('FINALISE', { rates: RATES() });
    await accounts();
    const paymentFiles = (await agree('RELEASE')).paymentFiles.sort((one, other) =>
      one.total.currency < other.total.currency ? -1 : 1,
    );
    expect(paymentFiles.map(({ total, payments }) => [total.currency, total.amount, payments.length])).toEqual([
      ['BHD', '34.760', 1],
      ['JPY', '65388', 1],
    ]);
    for (const { part, total } of paymentFiles) {
      const root = parseXml(part!.text);
      const PMT = 'CstmrCdtTrfInitn/PmtInf';
      expect(elementsAt(root, PMT)).toHaveLength(1);
      expect(textsAt(root, `${PMT}/CdtTrfTxInf/Amt/InstdAmt`)).toEqual([total.amount]);
      expect(elementsAt(root, `${PMT}/CdtTrfTxInf/Amt/InstdAmt`).map(({ attributes }) => attributes.Ccy)).toEqual([
        total.currency,
      ]);
      expect([...textsAt(root, `${PMT}/PmtTpInf/SvcLvl/Cd`), ...textsAt(root, `${PMT}/ChrgBr`)]).toEqual([]);
      if (haveIsoSchemas) expect(await schemaErrors('pain.001.001.09', [part!.text])).toEqual([]);
    }
    const [bahrain, japan] = paymentFiles as [PaymentFile, PaymentFile];
    const name = japan.payments[0]!.endToEndId;
    const euros = statusReport(japan.messageId, null, [[name, 'ACSC', '653.88']]);
    expect(await outcomesOf(euros)).toEqual(['AMOUNT_DIFFERS']);
    const yen = statusReport(japan.messageId, null, [[name, 'ACSC', '65388']]).replaceAll('EUR', 'JPY');
    expect(await outcomesOf(yen)).toEqual(['PAID']);
    expect(await outcomesOf(statusReport(bahrain.messageId, 'ACSC', []))).toEqual(['PAID']);
    expect(await balance('OP:FX_DIFF')).toBe(0);
    expect([(await itemOf(tokyo)).state, (await itemOf(manama)).state]).toEqual(['SETTLED', 'SETTLED']);
    expect([await balance(`PARTNER:${tokyo.id}`), await balance('OP:BANK'), await trialBalance()]).toEqual([
      0, 48_000, 0,
    ]);
  });

  it('keep each other back where bank details are missing, in whichever currency', async () => {
    await agree('FINALISE', { rates: RATES() });
    await accounts();
    await billing(tokyo, 'Tokyo KK', { country: 'JP', accountNumber: '0123456' });
    const refused = await propose('RELEASE');
    expect([outcomeOf(refused), refused.userErrors[0]?.message]).toEqual([
      'BANK_DETAILS',
      expect.stringContaining('tokyo'),
    ]);
    expect(
      (await agree('RELEASE', { partnerIds: [manama.id] })).paymentFiles.map(({ total }) => total.currency),
    ).toEqual(['BHD']);
  });

  it('that the bank exchanged at another rate leave the difference with the operator, whenever it says so', async () => {
    await agree('FINALISE', { rates: RATES() });
    await accounts();
    await agree('RELEASE');
    const [japan, bahrain, america, home] = await Promise.all([tokyo, manama, york, grocer].map(nameOf));
    const entries: [string, string, string, string?][] = [
      [japan!, 'DBIT', '401.40', sent('JPY', '65388')],
      [bahrain!, 'DBIT', '79.90', sent('BHD', '34.760')],
      [america!, 'CRDT', '49.83', sent('USD', '58.67')],
      [home!, 'CRDT', '1000.00'],
    ];
    expect(await outcomesOf(bookedOnAccount(EXCHANGED, [[japan!, 'DBIT', '401.40', sent('JPY', '65387')]]))).toEqual([
      'AMOUNT_DIFFERS',
    ]);
    expect(await outcomesOf(bookedOnAccount(EXCHANGED, [[japan!, 'DBIT', '301.40', sent('JPY', '65388')]]))).toEqual([
      'AMOUNT_DIFFERS',
    ]);
    // First the status of one, without a word of euros; then the account.
    const yen = statusReport('M', null, [[japan!, 'ACSC', '65388']]).replaceAll('EUR', 'JPY');
    expect(await outcomesOf(yen)).toEqual(['PAID']);
    expect(await balance('OP:FX_DIFF')).toBe(0);
    expect(await outcomesOf(bookedOnAccount(EXCHANGED, entries))).toEqual(['EXCHANGED', 'PAID', 'PAID', 'PAID']);
    expect((await show()).state).toBe('SETTLED');
    // -1.40 for the yen, +0.10 for the dinars, -0.17 for the dollars.
    expect([await balance('OP:FX_DIFF'), await balance('OP:BANK'), await trialBalance()]).toEqual([
      -147,
      40_140 + 7_990 - 4_983 - 100_000,
      0,
    ]);
    for (const partner of [tokyo, manama, york, grocer]) expect(await balance(`PARTNER:${partner.id}`)).toBe(0);
    expect((await itemOf(york)).payments).toMatchObject([
      {
        amount: { amount: '-58.67', currency: 'USD' },
        booked: { amount: '-49.83', currency: 'EUR' },
        result: 'EXECUTED',
      },
    ]);
    await expectBooksBalanced(product.database.url);
    expect(await outcomesOf(bookedOnAccount('camt.053.001.08', entries))).toEqual(['KNOWN', 'KNOWN', 'KNOWN', 'KNOWN']);
    expect(await balance('OP:FX_DIFF')).toBe(-147);
  });

  it('that come back are taken back at what they were, but for what the bank made of the two ways; sent again at the same rate', async () => {
    await agree('FINALISE', { rates: RATES() });
    await accounts();
    await agree('RELEASE', { partnerIds: [tokyo.id, manama.id] });
    const [japan, bahrain] = await Promise.all([tokyo, manama].map(nameOf));
    await outcomesOf(
      bookedOnAccount(EXCHANGED, [
        [japan!, 'DBIT', '401.40', sent('JPY', '65388')],
        [bahrain!, 'DBIT', '79.90', sent('BHD', '34.760')],
      ]),
    );
    const back = bookedOnAccount(EXCHANGED, [
      [japan!, 'CRDT', '398.90', `${sent('JPY', '65388')}${RETURN}`],
      [bahrain!, 'CRDT', '34.760', RETURN],
    ]).replaceAll('"EUR">34.760', '"BHD">34.760');
    expect(await outcomesOf(back)).toEqual(['RETURNED', 'RETURNED']);
    // 401.40 went and 398.90 came back; of the dinars the bank says nothing, so what went came back.
    expect([await balance('OP:FX_DIFF'), await balance('OP:BANK'), await trialBalance()]).toEqual([-250, 250, 0]);
    expect([await balance(`PARTNER:${tokyo.id}`), (await itemOf(tokyo)).state]).toEqual([40_000, 'RETURNED']);
    await expectBooksBalanced(product.database.url);
    const { paymentFiles } = await agree('RELEASE', { partnerIds: [tokyo.id] });
    expect(paymentFiles.map(({ total }) => total)).toEqual([{ amount: '65388', currency: 'JPY' }]);
    await outcomesOf(
      bookedOnAccount(EXCHANGED, [[paymentFiles[0]!.payments[0]!.endToEndId, 'DBIT', '400.00', sent('JPY', '65388')]]),
    );
    expect([await balance('OP:FX_DIFF'), await balance(`PARTNER:${tokyo.id}`), (await itemOf(tokyo)).state]).toEqual([
      -250,
      0,
      'SETTLED',
    ]);
    // The other is carried into the open window: in the programme's currency, to be paid at the rate of that one.
    await agree('REINCLUDE', { partnerIds: [manama.id] });
    expect((await itemOf(manama)).state).toBe('CARRIED_FORWARD');
    const next = await closeAndReview();
    await agree('FINALISE', { rates: [rate('BHD', '0.4400')] }, next);
    expect(await itemOf(manama, next)).toMatchObject({
      amount: { amount: '80.00', currency: 'EUR' },
      settlementAmount: { amount: '35.200', currency: 'BHD' },
    });
  });

  it('are reported by hand with what the bank moved; in the programme’s currency they are booked at their amount', async () => {
    await agree('FINALISE', { rates: RATES() });
    await agree('RELEASE');
    const report = (endToEndId: string, result: string, more: Fields = {}) =>
      api.mutate(programme.operator, 'reportPayment', { endToEndId, result, ...more }, 'item { state }');
    const [japan, home] = await Promise.all([tokyo, grocer].map(nameOf));
    for (const [name, result, booked, code] of [
      [home!, 'EXECUTED', eur('1000.01'), 'INVALID_INPUT'],
      [japan!, 'REJECTED', eur('401.40'), 'INVALID_INPUT'],
      [japan!, 'EXECUTED', { amount: '65388', currency: 'JPY' }, 'INVALID_INPUT'],
      [japan!, 'EXECUTED', eur('0.00'), 'INVALID_AMOUNT'],
      [japan!, 'EXECUTED', eur('-1.00'), 'INVALID_AMOUNT'],
    ] as const)
      expect(outcomeOf(await report(name, result, { booked }))).toBe(code);
    const key = { idempotencyKey: 'by hand', booked: eur('600.00') };
    const executed = await done(report(japan!, 'EXECUTED', key));
    expect(await report(japan!, 'EXECUTED', key)).toEqual(executed);
    expect([await balance('OP:FX_DIFF'), await balance('OP:BANK'), await trialBalance()]).toEqual([-20_000, 60_000, 0]);
    await done(report(japan!, 'RETURNED'));
    expect([await balance('OP:FX_DIFF'), await balance('OP:BANK')]).toEqual([0, 0]);
  });

  it('that are never made are a default in the programme’s currency, and due again in it', async () => {
    await agree('FINALISE', { rates: RATES() });
    await agree('RELEASE');
    // As the schedule does when the day has passed.
    await product.database
      .sql`UPDATE ledger.settlement_item SET state = 'OVERDUE' WHERE window_id = ${windowId} AND partner_id = ${york.id}`;
    await done(api.mutate(programme.operator, 'changePartnerStatus', { partnerId: york.id, status: 'SUSPENDED' }));
    await agree('DEFAULT', { partnerIds: [york.id] });
    expect([await balance('OP:COLLATERAL'), await balance('OP:WRITE_OFF'), await balance('OP:FX_DIFF')]).toEqual([
      -2_000, -3_000, 0,
    ]);
    expect(await itemOf(york)).toMatchObject({
      state: 'DEFAULTED',
      settlementAmount: { amount: '-58.67', currency: 'USD' },
    });
  });
});
