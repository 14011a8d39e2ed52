/**
 * Money on its way through the operator's bank (settlement.md 8.2, 8.3): the file of pay-outs that two persons release by its hash, and the bank's
 * answers to it. The business clock is moved by hand.
 */
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';
import { parseXml, textsAt } from '../support/required-elements.ts';
import { haveIsoSchemas, schemaErrors } from '../support/xsd.ts';

const DAY = 86_400_000;
let product: DeployedProduct;
let api: Api;
let now = Date.parse('2026-09-15T10:00:00Z');
let programme: ProgrammeByApi;
let grocer: PartnerByApi;
let travel: PartnerByApi;
let fuel: PartnerByApi;
let ann: string;
let bert: string;
let windowId: string;
let places = 0;

beforeAll(async () => {
  product = await deployProduct('in-process', { clock: () => new Date(now), tokenClock: systemClock, sweepEvery: 0 });
  api = apiAt(product.url, product.platform);
});
afterAll(() => product.close());

/** The grocer owes 10.00, travel is owed 4.00 and fuel 0.80; the window is final. */
beforeEach(async () => {
  places += 1;
  now = Date.parse('2026-09-15T10:00:00Z');
  programme = await api.programme(`bank${places}`, {
    timeZone: 'Europe/Berlin',
    ...{ adviceBusinessDays: 2, disputeBusinessDays: 5, valueBusinessDays: 8 },
  });
  [grocer, travel, fuel] = await Promise.all([
    api.partner(programme, 'grocer'),
    api.partner(programme, 'travel'),
    api.partner(programme, 'fuel'),
  ]);
  const memberId = (await api.member(programme)).id;
  [ann, bert] = await Promise.all([api.person(programme, 'ann'), api.person(programme, 'bert')]);
  const till = (partner: PartnerByApi, name: string, more: Fields) =>
    done(api.mutate(partner.token, name, { storeId: partner.storeId, memberId, ...more }));
  await till(grocer, 'recordPurchase', { amount: eur('1000.00') });
  await till(travel, 'redeemPoints', { points: 500 });
  await till(fuel, 'redeemPoints', { points: 100 });
  const { data } = await api.ask(programme.operator, '{ settlementWindow { id } }');
  windowId = (data as { settlementWindow: { id: string } }).settlementWindow.id;
  await done(api.mutate(programme.operator, 'closeSettlementWindow', { windowId }));
  await done(api.mutate(programme.operator, 'beginReview', { windowId }));
  now += 9 * DAY;
  await api.agree(programme, windowId, 'FINALISE');
});
afterEach(() => expectBooksBalanced(product.database.url));

async function done(reply: ReturnType<Api['mutate']>): Promise<Fields> {
  const answer = await reply;
  expect(outcomeOf(answer)).toBe('OK');
  return answer;
}
const billing = (partner: PartnerByApi | null, legalName: string, more: Fields): Promise<Fields> =>
  done(
    api.mutate(programme.operator, 'recordBilling', {
      ...(partner === null ? {} : { partnerId: partner.id }),
      ...{ legalName, town: 'Köln', country: 'DE' },
      ...more,
    }),
  );
const OPERATOR_ACCOUNT = { iban: 'DE75 5121 0800 1245 1261 99', bic: 'SOGEDEFF' };
const TRAVEL_ACCOUNT = { street: 'Allée 1', postCode: '69001', iban: 'FR1420041010050500013M02606' };
const FUEL_ACCOUNT = { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' };
async function allAccounts(): Promise<void> {
  await billing(null, 'Coalition Operator SE', OPERATOR_ACCOUNT);
  await billing(travel, 'Voyageur & Söhne', TRAVEL_ACCOUNT);
  await billing(fuel, 'Fuel GmbH', FUEL_ACCOUNT);
}

const FILE = `messageId executionDate total { minorUnits currency } paymentCount sha256 released
  payments { partner { id } endToEndId amount { minorUnits } name account bic } part { name mediaType text next }`;
interface PaymentFile {
  messageId: string;
  executionDate: string;
  total: { minorUnits: number };
  paymentCount: number;
  sha256: string;
  released: boolean;
  payments: { partner: { id: string }; endToEndId: string; amount: { minorUnits: number }; account: string }[];
  part: { name: string; text: string; next: number | null } | null;
}
interface Proposal {
  id: string;
  shownHash: string;
  state: string;
  paymentFiles: PaymentFile[];
}
const PROPOSAL = `proposal { id shownHash state paymentFiles { ${FILE} } }`;
const propose = (more: Fields = {}) =>
  api.mutate(ann, 'proposeSettlementStep', { windowId, step: 'RELEASE', ...more }, PROPOSAL);
const approve = ({ id, shownHash }: Proposal, token = bert) =>
  api.mutate(token, 'approveSettlementStep', { proposalId: id, shownHash }, PROPOSAL);
async function release(more: Fields = {}): Promise<PaymentFile[]> {
  const { proposal } = await done(propose(more));
  const { proposal: approved } = await done(approve(proposal as Proposal));
  return (approved as Proposal).paymentFiles;
}
async function show(token = programme.operator) {
  const { data } = await api.ask(
    token,
    `query ($id: ID!) { settlementWindow(id: $id) { state shownHash(step: RELEASE) paymentFiles { ${FILE} }
       items { partner { id } state payments { endToEndId attempt result bankReference reason } } } }`,
    { id: windowId },
  );
  return data!.settlementWindow as {
    state: string;
    shownHash: string | null;
    paymentFiles: PaymentFile[] | null;
    items: {
      partner: { id: string };
      state: string;
      payments: { endToEndId: string; attempt: number; result: string | null; reason: string | null }[];
    }[];
  };
}
const stateOf = async (partner: PartnerByApi): Promise<string> =>
  (await show()).items.find((item) => item.partner.id === partner.id)!.state;

describe('a file of pay-outs', () => {
  it('is made when its release is proposed, shown to both persons, and given out when the second has approved', async () => {
    await allAccounts();
    const { proposal } = (await done(propose())) as { proposal: Proposal };
    const [file] = proposal.paymentFiles;
    expect(file).toMatchObject({
      executionDate: '2026-09-25',
      total: { minorUnits: 480 },
      paymentCount: 2,
      part: null,
    });
    expect(file!.payments.map(({ partner, amount, account }) => [partner.id, amount.minorUnits, account])).toEqual(
      [
        [travel.id, 400, 'FR1420041010050500013M02606'],
        [fuel.id, 80, 'DE89370400440532013000'],
      ].sort(([a], [b]) => String(a).localeCompare(String(b))),
    );
    const before = await show();
    expect([before.shownHash, before.paymentFiles!.map(({ released }) => released)]).toEqual([
      proposal.shownHash,
      [false],
    ]);
    expect(outcomeOf(await approve(proposal, ann))).toBe('FOUR_EYES');
    const { proposal: approved } = (await done(approve(proposal))) as { proposal: Proposal };
    const released = approved.paymentFiles[0]!;
    const { text, next, name } = released.part!;
    expect([next, name]).toEqual([null, `pain001-${file!.messageId}.xml`]);
    expect(createHash('sha256').update(text).digest('hex')).toBe(file!.sha256);
    const root = parseXml(text);
    expect(textsAt(root, 'CstmrCdtTrfInitn/GrpHdr/MsgId')).toEqual([file!.messageId]);
    expect(textsAt(root, 'CstmrCdtTrfInitn/GrpHdr/CtrlSum')).toEqual(['4.80']);
    expect(textsAt(root, 'CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Cdtr/Nm').sort()).toEqual([
      'Fuel GmbH',
      'Voyageur + Sohne',
    ]);
    expect(textsAt(root, 'CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Cdtr/PstlAdr/TwnNm')).toEqual(['Koln', 'Koln']);
    if (haveIsoSchemas) expect(await schemaErrors('pain.001.001.09', [text])).toEqual([]);
    const after = await show();
    const instructed = after.items.flatMap(({ state, payments }) =>
      payments.map(({ endToEndId }) => [endToEndId, state]),
    );
    for (const { endToEndId } of released.payments) expect(instructed).toContainEqual([endToEndId, 'INSTRUCTED']);
    expect(await show(travel.token)).toMatchObject({ paymentFiles: null, shownHash: null });
  });

  it('that would pay another account than was shown is not released: whoever changes one voids the approval', async () => {
    await allAccounts();
    const { proposal } = (await done(propose())) as { proposal: Proposal };
    await billing(travel, 'Voyageur & Söhne', { iban: 'NL91ABNA0417164300' });
    expect(outcomeOf(await approve(proposal))).toBe('APPROVAL_STALE');
    expect((await show()).state).toBe('FINALISED');
    const { proposal: second } = (await done(propose())) as { proposal: Proposal };
    expect(second.paymentFiles[0]!.messageId).not.toBe(proposal.paymentFiles[0]!.messageId);
    // The day to move money has passed meanwhile: the bank would refuse the file.
    now += 3 * DAY;
    expect(outcomeOf(await approve(second))).toBe('APPROVAL_STALE');
    const [third] = await release();
    expect(third!.executionDate).toBe('2026-09-28');
    expect((await show()).paymentFiles!.map(({ released, part }) => [released, part !== null])).toEqual([
      [false, false],
      [false, false],
      [true, true],
    ]);
  });

  it('proposed again at the same moment has another name', async () => {
    await allAccounts();
    const first = ((await done(propose())) as { proposal: Proposal }).proposal;
    await done(api.mutate(ann, 'rejectSettlementStep', { proposalId: first.id }));
    const second = ((await done(propose())) as { proposal: Proposal }).proposal;
    expect(second.paymentFiles[0]!.messageId).not.toBe(first.paymentFiles[0]!.messageId);
    const again = await propose({ idempotencyKey: 'twice' });
    expect(outcomeOf(again)).toBe('PROPOSAL_STATE');
    expect((await show()).paymentFiles).toHaveLength(2);
  });

  it('says whose bank details are missing; the others can be paid without them', async () => {
    await billing(null, 'Coalition Operator SE', OPERATOR_ACCOUNT);
    await billing(travel, 'Voyageur', TRAVEL_ACCOUNT);
    const refused = await propose();
    expect(outcomeOf(refused)).toBe('BANK_DETAILS');
    expect(refused.userErrors[0]!.message).toContain('fuel');
    expect((await show()).paymentFiles).toEqual([]);
    // Named in the opposite order of what is collected, too: a collection is in no file.
    const [file] = await release({ partnerIds: [travel.id, grocer.id] });
    expect(file!.payments.map(({ partner }) => partner.id)).toEqual([travel.id]);
    expect([await stateOf(grocer), await stateOf(travel), await stateOf(fuel)]).toEqual([
      'INSTRUCTED',
      'INSTRUCTED',
      'APPROVED',
    ]);
  });

  it('is made by operators whose account is recorded; others pay by other means, and a collection alone needs none', async () => {
    expect(await release({ partnerIds: [travel.id] })).toEqual([]);
    await billing(null, 'Coalition Operator SE', OPERATOR_ACCOUNT);
    expect(await release({ partnerIds: [grocer.id] })).toEqual([]);
  });

  it('cannot be changed, replaced or gone round in the database', async () => {
    await allAccounts();
    const { proposal } = (await done(propose({ partnerIds: [travel.id] }))) as { proposal: Proposal };
    const { sql } = product.database;
    const { messageId, payments } = proposal.paymentFiles[0]!;
    const [item] = await sql<{ item_id: string }[]>`
      SELECT item_id FROM ledger.settlement_item WHERE window_id = ${windowId} AND partner_id = ${travel.id}`;
    const instruct = (name: string) => sql`
      INSERT INTO ledger.payment_instruction (item_id, attempt, programme_id, end_to_end_id, amount_minor, released_by, instructed_at)
      VALUES (${item!.item_id}, 9, ${programme.id}, ${name}, 400, ${proposal.id}, now())`;
    await expect(instruct(payments[0]!.endToEndId)).rejects.toThrow(/not released by two persons/);
    await done(approve(proposal));
    await expect(instruct('ANOTHER-NAME')).rejects.toThrow(/not in the file/);
    await expect(
      sql.begin(async (tx) => {
        await tx`SET LOCAL ROLE loyalty_ledger`;
        await tx`UPDATE ledger.payment_file SET xml = 'x' WHERE message_id = ${messageId}`;
      }),
    ).rejects.toThrow(/permission denied/);
  });
});

const BANK_FILE = `bankFile { id message messageId sha256 wordCount reportedBy
  words(first: 100) { edges { node { outcome endToEndId result amount { minorUnits } reason item { state } } } } }
  problem { code line entry }`;
interface BankFile {
  id: string;
  message: string;
  wordCount: number;
  words: { edges: { node: { outcome: string; endToEndId: string | null; reason: string | null } }[] };
}
const tell = (text: string, more: Fields = {}) =>
  api.mutate(programme.operator, 'reportBankFile', { text, ...more }, BANK_FILE);
const outcomesOf = (reply: Fields): string[] =>
  (reply.bankFile as BankFile).words.edges.map(({ node }) => `${node.endToEndId} ${node.outcome}`);
const bookings = async (): Promise<number> => {
  const [row] = await product.database.sql<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM ledger.journal
    WHERE window_id = ${windowId} AND type = 'SETTLEMENT' AND programme_id = ${programme.id}`;
  return row!.count;
};

describe('messages of the bank', () => {
  let names: Record<'grocer' | 'travel' | 'fuel', string>;
  let file: PaymentFile;
  beforeEach(async () => {
    await allAccounts();
    [file] = (await release()) as [PaymentFile];
    const { items } = await show();
    const nameOf = (partner: PartnerByApi) =>
      items.find((item) => item.partner.id === partner.id)!.payments[0]!.endToEndId;
    names = { grocer: nameOf(grocer), travel: nameOf(travel), fuel: nameOf(fuel) };
  });

  it('statuses, then the statement of the account: paid, failed, released again, paid; the window is settled', async () => {
    const report = statusReport(file.messageId, 'PART', [
      [names.travel, 'ACSC', '4.00'],
      [names.fuel, 'RJCT', null],
    ]);
    const first = await done(tell(report, { idempotencyKey: 'report' }));
    expect(outcomesOf(first)).toEqual([`${names.travel} PAID`, `${names.fuel} FAILED`]);
    expect((first.bankFile as BankFile).words.edges[1]!.node.reason).toBe('AC04 The account is closed.');
    expect([await stateOf(travel), await stateOf(fuel), await bookings()]).toEqual(['SETTLED', 'FAILED', 1]);
    // The same bytes, under the same key and another: what became of them then, and nothing twice.
    expect(await tell(report, { idempotencyKey: 'report' })).toEqual(first);
    expect((await done(tell(report))).bankFile).toEqual(first.bankFile);
    expect(await bookings()).toBe(1);
    expect(outcomeOf(await tell(`${report} `, { idempotencyKey: 'report' }))).toBe('IDEMPOTENCY_KEY_REUSED');
    await release();
    const again = (await show()).items.find((item) => item.partner.id === fuel.id)!.payments[1]!.endToEndId;
    const statement = bookedOnAccount('camt.053.001.08', [
      [names.travel, 'DBIT', '4.00'],
      [again, 'DBIT', '0.80'],
      [names.fuel, 'DBIT', '0.80'],
      [names.grocer, 'CRDT', '10.00'],
      ['RENT-OCTOBER', 'DBIT', '500.00'],
      [null, 'CRDT', '1.00'],
    ]);
    expect(outcomesOf(await done(tell(statement)))).toEqual([
      `${names.travel} KNOWN`,
      `${again} PAID`,
      `${names.fuel} CONTRADICTED`,
      `${names.grocer} PAID`,
      'RENT-OCTOBER UNKNOWN',
      'null UNKNOWN',
    ]);
    const settled = await show();
    expect([settled.state, await bookings()]).toEqual(['SETTLED', 3]);
    const { data } = await api.ask(
      programme.operator,
      '{ bankFiles(first: 1) { edges { node { message words(first: 1, outcomes: [UNKNOWN]) { edges { node { endToEndId } } pageInfo { hasNextPage } } } } pageInfo { hasNextPage } } }',
    );
    expect(data!.bankFiles).toMatchObject({
      edges: [
        {
          node: {
            message: 'CAMT_053',
            words: { edges: [{ node: { endToEndId: 'RENT-OCTOBER' } }], pageInfo: { hasNextPage: true } },
          },
        },
      ],
      pageInfo: { hasNextPage: true },
    });
  });

  it('a file that is rejected as a whole has failed, payment by payment, and goes out again under other names', async () => {
    expect(outcomesOf(await done(tell(statusReport(file.messageId, 'RJCT', []))))).toEqual(
      file.payments.map(({ endToEndId }) => `${endToEndId} FAILED`).sort(),
    );
    expect([await stateOf(travel), await stateOf(fuel), await stateOf(grocer)]).toEqual([
      'FAILED',
      'FAILED',
      'INSTRUCTED',
    ]);
    const [second] = await release();
    expect(second!.messageId).not.toBe(file.messageId);
    expect(second!.payments.filter(({ endToEndId }) => Object.values(names).includes(endToEndId))).toEqual([]);
  });

  it('what names another amount, goes the wrong way or is not booked changes nothing', async () => {
    const statement = bookedOnAccount('camt.054.001.08', [
      [names.travel, 'DBIT', '4.01'],
      [names.fuel, 'CRDT', '0.80'],
    ]);
    expect(outcomesOf(await done(tell(statement)))).toEqual([
      `${names.travel} AMOUNT_DIFFERS`,
      `${names.fuel} CONTRADICTED`,
    ]);
    expect(outcomesOf(await done(tell(statusReport(file.messageId, 'ACTC', []))))).toEqual(
      file.payments.map(({ endToEndId }) => `${endToEndId} PENDING`).sort(),
    );
    expect([await stateOf(travel), await stateOf(fuel), await bookings()]).toEqual(['INSTRUCTED', 'INSTRUCTED', 0]);
  });

  it('handed in twice at once are booked once; in pieces of bytes as well as in text', async () => {
    const statement = bookedOnAccount('camt.053.001.02', [[names.travel, 'DBIT', '4.00']]);
    const base64 = Buffer.from(statement).toString('base64');
    await done(api.mutate(programme.operator, 'uploadPartnerFile', { upload: 'bank', piece: 0, base64 }));
    const upload = () => api.mutate(programme.operator, 'reportBankFile', { upload: 'bank' }, BANK_FILE);
    const replies = await Promise.all([tell(statement), upload(), tell(statement), upload()]);
    expect(new Set(replies.map((reply) => (reply.bankFile as BankFile).id)).size).toBe(1);
    expect(await bookings()).toBe(1);
    expect(outcomeOf(await api.mutate(programme.operator, 'reportBankFile', { upload: 'none' }))).toBe(
      'RECONCILIATION_UNKNOWN',
    );
  });

  describe('money that comes back after it was booked', () => {
    const RETURN = '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>';
    const balance = async (account: string, at = windowId): Promise<number> => {
      const [row] = await product.database.sql<{ minor: number }[]>`
        SELECT coalesce(sum(amount), 0)::integer AS minor
        FROM ledger.journal, unnest(accounts, amounts) AS leg (account, amount)
        WHERE programme_id = ${programme.id} AND window_id = ${at} AND account = ${account}`;
      return row!.minor;
    };
    const unpaid = async (partner: PartnerByApi): Promise<number> => {
      const { data } = await api.ask(
        programme.operator,
        'query ($id: ID!) { partner(id: $id) { position { net { minorUnits } } } }',
        {
          id: partner.id,
        },
      );
      return (data as { partner: { position: { net: { minorUnits: number } } } }).partner.position.net.minorUnits;
    };
    /** All is paid and the window settled; then travel's 4.00 come back. */
    async function paidAndReturned(version = 'camt.054.001.08'): Promise<Fields> {
      const all: [string, string, string][] = [
        [names.travel, 'DBIT', '4.00'],
        [names.fuel, 'DBIT', '0.80'],
        [names.grocer, 'CRDT', '10.00'],
      ];
      await done(tell(bookedOnAccount('camt.053.001.08', all)));
      expect([(await show()).state, await unpaid(travel), await balance('OP:BANK')]).toEqual(['SETTLED', 0, -520]);
      return done(tell(bookedOnAccount(version, [[names.travel, 'CRDT', '4.00', RETURN]])));
    }

    it('is taken back and open again; sent again under another name it settles the window a second time', async () => {
      const reply = await paidAndReturned();
      expect(outcomesOf(reply)).toEqual([`${names.travel} RETURNED`]);
      expect([await stateOf(travel), await stateOf(fuel), (await show()).state]).toEqual([
        'RETURNED',
        'SETTLED',
        'SETTLING',
      ]);
      expect([await unpaid(travel), await balance('OP:BANK')]).toEqual([400, -920]);
      await expectBooksBalanced(product.database.url);
      // The same return in the bank's other messages, and its execution once more: known.
      const both = bookedOnAccount('camt.053.001.08', [
        [names.travel, 'DBIT', '4.00'],
        [names.travel, 'CRDT', '4.00', RETURN],
      ]);
      const before = await bookings();
      expect(outcomesOf(await done(tell(both)))).toEqual([`${names.travel} KNOWN`, `${names.travel} KNOWN`]);
      expect([await bookings(), await stateOf(travel)]).toEqual([before, 'RETURNED']);
      const [file] = await release();
      const again = file!.payments[0]!.endToEndId;
      expect([file!.paymentCount, again === names.travel]).toEqual([1, false]);
      await done(tell(bookedOnAccount('camt.053.001.08', [[again, 'DBIT', '4.00']])));
      expect([(await show()).state, await unpaid(travel), await balance('OP:BANK')]).toEqual(['SETTLED', 0, -520]);
      expect(
        (await show()).items.find(({ partner }) => partner.id === travel.id)!.payments.map(({ result }) => result),
      ).toEqual(['RETURNED', 'EXECUTED']);
      // And once more, of the second attempt; the first stays what it was.
      expect(
        outcomesOf(await done(tell(bookedOnAccount('camt.054.001.08', [[again, 'CRDT', '4.00', RETURN]])))),
      ).toEqual([`${again} RETURNED`]);
    });

    it('is carried into the open window by two persons, and netted there; its own window is settled', async () => {
      await paidAndReturned();
      const step = { step: 'REINCLUDE', partnerIds: [travel.id] };
      expect(outcomeOf(await propose({ ...step, partnerIds: [fuel.id] }))).toBe('WINDOW_STATE');
      const { proposal } = (await done(propose(step))) as { proposal: Proposal };
      expect(outcomeOf(await approve(proposal, ann))).toBe('FOUR_EYES');
      await done(approve(proposal));
      expect([await stateOf(travel), (await show()).state]).toEqual(['CARRIED_FORWARD', 'SETTLED']);
      expect(outcomeOf(await propose(step))).toBe('WINDOW_STATE');
      const { data } = await api.ask(
        programme.operator,
        '{ settlementWindow { id positions { partner { id } net { minorUnits } } } }',
      );
      const open = (
        data as {
          settlementWindow: { id: string; positions: { partner: { id: string }; net: { minorUnits: number } }[] };
        }
      ).settlementWindow;
      expect(open.positions.map(({ partner, net }) => [partner.id, net.minorUnits])).toEqual([[travel.id, 400]]);
      expect([await balance('OP:UNPAID'), await balance('OP:UNPAID', open.id), await unpaid(travel)]).toEqual([
        400, -400, 400,
      ]);
      // Closed, the next window pays it; what the bank says again of the old payment is known.
      await done(api.mutate(programme.operator, 'closeSettlementWindow', { windowId: open.id }));
      const late = bookedOnAccount('camt.053.001.08', [[names.travel, 'CRDT', '4.00', RETURN]]);
      expect(outcomesOf(await done(tell(late)))).toEqual([`${names.travel} KNOWN`]);
      await done(api.mutate(programme.operator, 'beginReview', { windowId: open.id }));
      now += 20 * DAY;
      await api.agree(programme, open.id, 'FINALISE');
      const next = await api.ask(
        programme.operator,
        'query ($id: ID!) { settlementWindow(id: $id) { items { state amount { minorUnits } } } }',
        { id: open.id },
      );
      expect(next.data!.settlementWindow).toEqual({ items: [{ state: 'APPROVED', amount: { minorUnits: 400 } }] });
    });

    it('a payment that the bank refused can be carried, too; a collection that is taken back is owed again', async () => {
      await done(tell(statusReport(file.messageId, 'PART', [[names.fuel, 'RJCT', null]])));
      const { proposal } = (await done(propose({ step: 'REINCLUDE', partnerIds: [fuel.id] }))) as {
        proposal: Proposal;
      };
      await done(approve(proposal));
      expect([await stateOf(fuel), (await show()).state]).toEqual(['CARRIED_FORWARD', 'SETTLING']);
      await done(tell(bookedOnAccount('camt.053.001.08', [[names.grocer, 'CRDT', '10.00']])));
      await done(tell(bookedOnAccount('camt.054.001.08', [[names.grocer, 'DBIT', '10.00', RETURN]])));
      expect([await stateOf(grocer), await unpaid(grocer)]).toEqual(['RETURNED', -1000]);
    });

    it('is reported by hand as well: of what was executed, once', async () => {
      const report = (result: string, more: Fields = {}) =>
        api.mutate(
          programme.operator,
          'reportPayment',
          { endToEndId: names.travel, result, ...more },
          'item { state }',
        );
      expect(outcomeOf(await report('RETURNED'))).toBe('ITEM_STATE');
      await done(report('EXECUTED'));
      expect(outcomeOf(await report('REJECTED'))).toBe('ITEM_STATE');
      const returned = await done(report('RETURNED', { idempotencyKey: 'back', reason: 'Account closed' }));
      expect(returned.item).toEqual({ state: 'RETURNED' });
      expect(await report('RETURNED', { idempotencyKey: 'back', reason: 'Account closed' })).toEqual(returned);
      expect(outcomeOf(await report('RETURNED'))).toBe('ITEM_STATE');
      expect(await bookings()).toBe(2);
    });

    it('of another amount, of one that was never executed, or handed in four times at once does no more than once', async () => {
      await done(tell(bookedOnAccount('camt.053.001.08', [[names.travel, 'DBIT', '4.00']])));
      const less = bookedOnAccount('camt.054.001.08', [
        [names.travel, 'CRDT', '3.50', RETURN],
        [names.fuel, 'CRDT', '0.80', RETURN],
      ]);
      expect(outcomesOf(await done(tell(less)))).toEqual([`${names.travel} AMOUNT_DIFFERS`, `${names.fuel} FAILED`]);
      const back = ['camt.054.001.08', 'camt.053.001.08', 'camt.053.001.02', 'camt.054.001.02'].map((version) =>
        tell(bookedOnAccount(version, [[names.travel, 'CRDT', '4.00', RETURN]])),
      );
      const outcomes = (await Promise.all(back)).flatMap((reply) => outcomesOf(reply).map((one) => one.split(' ')[1]));
      expect(outcomes.sort()).toEqual(['KNOWN', 'KNOWN', 'KNOWN', 'RETURNED']);
      expect([await bookings(), await balance('OP:BANK')]).toEqual([2, 0]);
    });
  });

  it('that are malformed, or somebody else’s to tell, are refused and write nothing', async () => {
    const statement = bookedOnAccount('camt.053.001.08', [[names.travel, 'DBIT', '4.00']]);
    const bad: [string, string][] = [
      ['DOCUMENT_TYPE', statement.replace('<Document', '<!DOCTYPE x [<!ENTITY a "b">]><Document')],
      ['NOT_WELL_FORMED', statement.slice(0, -30)],
      ['NOT_A_BANK_MESSAGE', file.part!.text],
      ['AMOUNT_MALFORMED', statement.replaceAll('4.00', '4,00')],
    ];
    for (const [code, text] of bad) {
      const reply = await tell(text);
      expect([outcomeOf(reply), (reply.problem as { code: string }).code, reply.bankFile]).toEqual([
        'FILE_REFUSED',
        code,
        null,
      ]);
    }
    expect(outcomeOf(await tell(statement, { upload: 'both' }))).toBe('INVALID_INPUT');
    expect(outcomeOf(await api.mutate(travel.token, 'reportBankFile', { text: statement }))).toBe('ERROR FORBIDDEN');
    const other = await api.programme(`stranger${places}`);
    const strange = await api.mutate(other.operator, 'reportBankFile', { text: statement }, BANK_FILE);
    expect(outcomesOf(strange)).toEqual([`${names.travel} UNKNOWN`]);
    expect(await stateOf(travel)).toBe('INSTRUCTED');
    const { data } = await api.ask(other.operator, `{ settlementWindow { id } bankFiles { edges { node { id } } } }`);
    expect((data!.bankFiles as { edges: unknown[] }).edges).toHaveLength(1);
    const [files] = await product.database.sql<{ count: number }[]>`
      SELECT count(*)::integer AS count FROM ledger.bank_file WHERE programme_id = ${programme.id}`;
    expect(files!.count).toBe(0);
  });
});
