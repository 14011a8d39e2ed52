/** Invoices and credit notes of a window, and its statement as camt.053, through the API: who is billed what, what is missing, and that nothing is issued twice. */
import { afterAll, beforeAll, expect, it } from 'vitest';
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
let acceptor: PartnerByApi;
let bare: PartnerByApi;
let windowId: string;

const VAT = {
  operatorVat: { category: 'S', rateBasisPoints: 1900 },
  partnerVat: { category: 'S', rateBasisPoints: 1900 },
  selfBilling: true,
};
const PRICES = { issuePriceMicros: 10_000, reserveRateMicros: 8_300, reimbursementMicros: 8_000 };
const DOCUMENTS =
  'documents { number kind partner { id } net { minorUnits } tax { minorUnits } gross { minorUnits } sha256 xml } problems { partner { id } code }';

interface Document {
  number: string;
  kind: string;
  partner: { id: string };
  net: { minorUnits: number };
  tax: { minorUnits: number };
  gross: { minorUnits: number };
  xml: string;
}

const billing = (name: string, more: Fields = {}): Fields => ({
  legalName: name,
  town: 'Berlin',
  country: 'DE',
  vatId: 'DE123456788',
  endpointId: 'DE123456788',
  endpointScheme: '9930',
  ...more,
});

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('documents');
  issuer = await api.partner(programme, 'ISSUER', { ...PRICES, ...VAT });
  acceptor = await api.partner(programme, 'ACCEPTOR', { ...PRICES, ...VAT });
  bare = await api.partner(programme, 'BARE', PRICES);
  const member = await api.member(programme);
  const buy = (partner: PartnerByApi, amount: string) =>
    api.mutate(partner.token, 'recordPurchase', {
      storeId: partner.storeId,
      memberId: member.id,
      amount: eur(amount),
      reference: `R-${amount}`,
    });
  for (const reply of [
    await buy(issuer, '1000.00'),
    await buy(bare, '10.00'),
    await api.mutate(acceptor.token, 'redeemPoints', { storeId: acceptor.storeId, memberId: member.id, points: 1000 }),
  ])
    expect(outcomeOf(reply)).toBe('OK');
  const open = await api.ask(programme.operator, '{ settlementWindow { id } }');
  windowId = (open.data!.settlementWindow as { id: string }).id;
});
afterAll(() => product.close());

const issue = (more: Fields = {}) => api.mutate(programme.operator, 'issueDocuments', { windowId, ...more }, DOCUMENTS);
const documents = (reply: Fields): Document[] => reply.documents as Document[];

it('an open window has none; a final one tells what is missing, and bills whoever is complete', async () => {
  expect(outcomeOf(await issue())).toBe('WINDOW_STATE');
  expect(outcomeOf(await issue({ windowId: 'x' }))).toBe('WINDOW_UNKNOWN');
  expect(outcomeOf(await api.mutate(issuer.token, 'issueDocuments', { windowId }))).toBe('ERROR FORBIDDEN');
  await finish();
  const missing = await issue();
  expect(documents(missing)).toEqual([]);
  expect(new Set((missing.problems as { code: string }[]).map(({ code }) => code))).toEqual(
    new Set(['BILLING_MISSING', 'VAT_MISSING']),
  );

  const record = (input: Fields) => api.mutate(programme.operator, 'recordBilling', input, 'billing { version }');
  expect(outcomeOf(await record(billing('Operator GmbH')))).toBe('OK');
  expect(outcomeOf(await record({ partnerId: issuer.id, ...billing('Issuer & Söhne <AG>') }))).toBe('OK');
  const first = await issue({ idempotencyKey: 'first' });
  expect(
    documents(first).map(({ kind, partner, net, tax, gross }) => [
      kind,
      partner.id,
      net.minorUnits,
      tax.minorUnits,
      gross.minorUnits,
    ]),
  ).toEqual([
    // 1,000 points at a cent: 10.00, and 19 % of it.
    ['OPERATOR_INVOICE', issuer.id, 1000, 190, 1190],
  ]);
  expect(documents(first)[0]!.xml).toContain('Issuer &amp; Söhne &lt;AG&gt;');
  expect(await issue({ idempotencyKey: 'first' })).toEqual(first);

  expect(outcomeOf(await record({ partnerId: acceptor.id, ...billing('Acceptor') }))).toBe('OK');
  const second = await issue();
  expect(documents(second).map(({ kind, net }) => [kind, net.minorUnits])).toEqual([
    ['OPERATOR_INVOICE', 1000],
    // 1,000 points at 0.8 cents: what the acceptor supplied.
    ['SELF_BILLED_INVOICE', 800],
  ]);
  expect(documents(second).map(({ number }) => number.slice(-6))).toEqual(['000001', '000002']);
  expect(
    (second.problems as { partner: { id: string }; code: string }[]).map(({ partner, code }) => [partner.id, code]),
  ).toEqual([[bare.id, 'VAT_MISSING']]);
  const both = await Promise.all([issue(), issue(), issue()]);
  expect(both.map((reply) => documents(reply).length)).toEqual([2, 2, 2]);
});

it('a partner sees its own documents and statement; camt.053 comes in parts that make one document', async () => {
  const ask = (token: string, more = '') =>
    api.ask(token, `{ settlementDocuments(windowId: "${windowId}"${more}) { kind partner { id } } }`);
  expect((await ask(acceptor.token)).data).toEqual({
    settlementDocuments: [{ kind: 'SELF_BILLED_INVOICE', partner: { id: acceptor.id } }],
  });
  expect((await ask(acceptor.token, `, partnerId: "${issuer.id}"`)).data).toEqual({ settlementDocuments: [] });
  expect((await ask(acceptor.limited)).data).toEqual({ settlementDocuments: [] });
  const camt = await api.ask(
    acceptor.token,
    `{ statement(windowId: "${windowId}") { lineCount file(format: CAMT_053) { name text next } } }`,
  );
  const { lineCount, file } = camt.data!.statement as {
    lineCount: number;
    file: { name: string; text: string; next: null };
  };
  expect(lineCount).toBe(1);
  expect(file.next).toBeNull();
  expect(file.text).toMatch(
    /^<\?xml[^>]*\?>\s*<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.08">[\s\S]*<\/Document>\s*$/,
  );
  expect(file.text.match(/<Ntry>/g)).toHaveLength(1);
  expect(file.text).toContain('<Amt Ccy="EUR">8.00</Amt>');
});

/** Closes the window and brings it to where nothing changes any more, whatever steps the programme has. */
async function finish(): Promise<void> {
  expect(outcomeOf(await api.mutate(programme.operator, 'closeSettlementWindow', { windowId }))).toBe('OK');
  expect(outcomeOf(await api.mutate(programme.operator, 'settleWindow', { windowId }))).toBe('OK');
  for (let tries = 0; tries < 200; tries += 1) {
    const seen = await api.ask(programme.operator, `{ settlementWindow(id: "${windowId}") { statements { kind } } }`);
    const { statements } = seen.data!.settlementWindow as { statements: { kind: string }[] };
    if (statements.length > 0 && statements.every(({ kind }) => kind === 'FINAL')) return;
  }
  throw new Error('The final statements were not signed.');
}
