import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bankReference } from '../../../subgraphs/ledger/domain/files/bank-reference.ts';
import {
  PAIN_001,
  type PayoutFile,
  type PayoutRequest,
  payoutFile,
} from '../../../subgraphs/ledger/domain/files/pain-001.ts';
import type { AccountHolder } from '../../../subgraphs/ledger/domain/files/parties.ts';
import type { NetPosition } from '../../../subgraphs/ledger/domain/netting.ts';
import { elementsAt, missingElements, parseXml, type Requirement, textsAt } from '../../support/required-elements.ts';
import { haveSettlementExample, settlementExample } from '../../support/settlement-example.ts';
import { sha256 } from '../../support/sha256.ts';
import { haveIsoSchemas, schemaErrors } from '../../support/xsd.ts';

const operator: AccountHolder = {
  name: 'Coalition Operator SE',
  address: { street: 'Hauptstraße', buildingNumber: '7a', postCode: '10115', town: 'Berlin', country: 'DE' },
  account: { iban: 'DE75 5121 0800 1245 1261 99' },
  bic: 'COBADEFFXXX',
};
const voyageur: AccountHolder = {
  name: 'Voyageur SA',
  address: { town: 'Lyon', country: 'FR' },
  account: { iban: 'FR1420041010050500013M02606' },
  bic: null,
};
const request: PayoutRequest = {
  programme: 'COAL1',
  window: 'W1',
  release: 'first',
  createdAt: new Date('2026-10-08T08:00:00.123Z'),
  executionDate: '2026-10-12',
  currency: 'EUR',
  debtor: operator,
  payouts: [
    { partner: 'TRAVEL', endToEndId: 'COAL1-W1-TRAVEL', amount: { minor: 3248n, currency: 'EUR' }, creditor: voyageur },
    {
      partner: 'GROCER',
      endToEndId: 'COAL1-W1-GROCER',
      amount: { minor: 99_999_999_999n, currency: 'EUR' },
      creditor: {
        ...voyageur,
        name: 'Grünmarkt & Söhne',
        account: { iban: 'DE89370400440532013000' },
        bic: 'cobadeff',
      },
      remittance: 'Abrechnung „September“',
    },
  ],
};

const SEPA = /^[a-zA-Z0-9/\-?:().,'+ ]+$/;
const REFERENCE = /^(?!\/)(?!.*\/\/)[a-zA-Z0-9/\-?:().,'+ ]{1,35}(?<!\/)$/;
const AMOUNT = /^(?!0\.00)\d{1,9}\.\d\d$/;
const table: Requirement[] = [
  ['@xmlns', 1, 1, new RegExp(`^${PAIN_001}$`)],
  ['CstmrCdtTrfInitn', 1, 1],
  ['CstmrCdtTrfInitn/GrpHdr', 1, 1],
  ['CstmrCdtTrfInitn/GrpHdr/MsgId', 1, 1, REFERENCE],
  ['CstmrCdtTrfInitn/GrpHdr/CreDtTm', 1, 1, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
  ['CstmrCdtTrfInitn/GrpHdr/NbOfTxs', 1, 1, /^\d{1,15}$/],
  ['CstmrCdtTrfInitn/GrpHdr/CtrlSum', 1, 1, /^\d{1,16}\.\d\d$/],
  ['CstmrCdtTrfInitn/GrpHdr/InitgPty/Nm', 1, 1, /^.{1,70}$/],
  ['CstmrCdtTrfInitn/PmtInf', 1, 1],
  ['CstmrCdtTrfInitn/PmtInf/PmtInfId', 1, 1, REFERENCE],
  ['CstmrCdtTrfInitn/PmtInf/PmtMtd', 1, 1, /^TRF$/],
  ['CstmrCdtTrfInitn/PmtInf/BtchBookg', 0, 1, /^false$/],
  ['CstmrCdtTrfInitn/PmtInf/NbOfTxs', 1, 1, /^\d{1,15}$/],
  ['CstmrCdtTrfInitn/PmtInf/CtrlSum', 1, 1, /^\d{1,16}\.\d\d$/],
  ['CstmrCdtTrfInitn/PmtInf/PmtTpInf/SvcLvl/Cd', 1, 1, /^SEPA$/],
  ['CstmrCdtTrfInitn/PmtInf/ReqdExctnDt/Dt', 1, 1, /^\d{4}-\d\d-\d\d$/],
  ['CstmrCdtTrfInitn/PmtInf/Dbtr/Nm', 1, 1, /^.{1,70}$/],
  ['CstmrCdtTrfInitn/PmtInf/Dbtr/PstlAdr/TwnNm', 1, 1, SEPA],
  ['CstmrCdtTrfInitn/PmtInf/Dbtr/PstlAdr/Ctry', 1, 1, /^[A-Z]{2}$/],
  ['CstmrCdtTrfInitn/PmtInf/DbtrAcct/Id/IBAN', 1, 1, /^[A-Z]{2}\d\d[A-Z0-9]{1,30}$/],
  ['CstmrCdtTrfInitn/PmtInf/DbtrAgt/FinInstnId', 1, 1],
  ['CstmrCdtTrfInitn/PmtInf/DbtrAgt/FinInstnId/Othr/Id', 0, 1, /^NOTPROVIDED$/],
  ['CstmrCdtTrfInitn/PmtInf/ChrgBr', 1, 1, /^SLEV$/],
  ['CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf', 1, Number.POSITIVE_INFINITY],
  ['CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/PmtId/EndToEndId', 1, 1, REFERENCE],
  ['CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Amt/InstdAmt', 1, 1, AMOUNT],
  ['CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Amt/InstdAmt/@Ccy', 1, 1, /^EUR$/],
  ['CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/CdtrAgt/FinInstnId/BICFI', 0, 1, /^[A-Z0-9]{8}([A-Z0-9]{3})?$/],
  ['CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Cdtr/Nm', 1, 1, /^.{1,70}$/],
  ['CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Cdtr/Nm', 1, 1, SEPA],
  ['CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Cdtr/PstlAdr/TwnNm', 1, 1, SEPA],
  ['CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Cdtr/PstlAdr/AdrLine', 0, 0],
  ['CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/CdtrAcct/Id/IBAN', 1, 1, /^[A-Z]{2}\d\d[A-Z0-9]{1,30}$/],
  ['CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/RmtInf/Ustrd', 1, 1, /^.{1,140}$/],
  ['CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/RmtInf/Ustrd', 1, 1, SEPA],
];

function fileOf(changes: Partial<PayoutRequest> = {}): PayoutFile {
  const made = payoutFile(sha256, { ...request, ...changes });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.file;
}

function problemsOf(changes: Partial<PayoutRequest>): string[] {
  const made = payoutFile(sha256, { ...request, ...changes });
  return made.ok ? [] : made.problems.map(({ code, partner }) => `${code} ${partner ?? 'operator'}`);
}

const payTo = (creditor: Partial<AccountHolder>) => ({
  payouts: [{ ...request.payouts[0]!, creditor: { ...voyageur, ...creditor } }],
});

describe('a pay-out file', () => {
  it('has every element of the table, and sums and counts that agree', () => {
    const { xml, messageId, sumMinor } = fileOf();
    expect(missingElements(xml, 'Document', table)).toEqual([]);
    const root = parseXml(xml);
    const payment = 'CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf';
    expect(textsAt(root, 'CstmrCdtTrfInitn/GrpHdr/MsgId')).toEqual([messageId]);
    expect(textsAt(root, 'CstmrCdtTrfInitn/GrpHdr/CtrlSum')).toEqual(['1000000032.47']);
    expect(sumMinor).toBe(100_000_003_247n);
    expect(textsAt(root, 'CstmrCdtTrfInitn/PmtInf/NbOfTxs')).toEqual(['2']);
    expect(textsAt(root, `${payment}/PmtId/EndToEndId`)).toEqual(['COAL1-W1-TRAVEL', 'COAL1-W1-GROCER']);
    expect(textsAt(root, `${payment}/Amt/InstdAmt`)).toEqual(['32.48', '999999999.99']);
    expect(textsAt(root, `${payment}/Cdtr/Nm`)).toEqual(['Voyageur SA', 'Grunmarkt + Sohne']);
    expect(textsAt(root, `${payment}/CdtrAgt/FinInstnId/BICFI`)).toEqual(['COBADEFF']);
    expect(textsAt(root, `${payment}/RmtInf/Ustrd`)).toEqual(['Settlement COAL1 W1 TRAVEL', 'Abrechnung .September.']);
    expect(textsAt(root, 'CstmrCdtTrfInitn/PmtInf/DbtrAcct/Id/IBAN')).toEqual(['DE75512108001245126199']);
  });

  it('is the same for the same request, byte for byte', () => {
    expect(fileOf()).toEqual(fileOf());
  });

  it.each<[string, Partial<PayoutRequest>]>([
    ['another EndToEndId', { payouts: [{ ...request.payouts[0]!, endToEndId: 'COAL1-W1-TRAVEL-R2' }] }],
    ['another release', { release: 'second' }],
    ['another date', { executionDate: '2026-10-13' }],
    ['another time of making', { createdAt: new Date('2026-10-08T08:00:01Z') }],
    ['one payment less', { payouts: request.payouts.slice(0, 1) }],
    ['another account', payTo({ account: { iban: 'NL91ABNA0417164300' } })],
  ])('with %s has another MsgId', (_, changes) => {
    expect(fileOf(changes).messageId).not.toBe(fileOf().messageId);
  });

  it("names the operator's bank as not provided where its BIC is not known", () => {
    const agent = elementsAt(
      parseXml(fileOf({ debtor: { ...operator, bic: null } }).xml),
      'CstmrCdtTrfInitn/PmtInf/DbtrAgt/FinInstnId',
    );
    expect(agent.map((node) => textsAt(node, 'Othr/Id'))).toEqual([['NOTPROVIDED']]);
  });

  it('in another currency carries no mark of SEPA, the digits of the currency, and takes account numbers', () => {
    const creditor: AccountHolder = { ...voyageur, account: { number: '1234567' }, bic: 'BOTKJPJT' };
    const { xml } = fileOf({
      currency: 'JPY',
      payouts: [{ ...request.payouts[0]!, amount: { minor: 16347n, currency: 'JPY' }, creditor }],
    });
    const root = parseXml(xml);
    expect(textsAt(root, 'CstmrCdtTrfInitn/GrpHdr/CtrlSum')).toEqual(['16347']);
    expect(elementsAt(root, 'CstmrCdtTrfInitn/PmtInf/PmtTpInf')).toEqual([]);
    expect(elementsAt(root, 'CstmrCdtTrfInitn/PmtInf/ChrgBr')).toEqual([]);
    expect(textsAt(root, 'CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/CdtrAcct/Id/Othr/Id')).toEqual(['1234567']);
  });

  it.each<[string, Partial<PayoutRequest>]>([
    ['NOTHING_TO_PAY operator', { payouts: [] }],
    [
      'CURRENCY_UNKNOWN operator',
      {
        currency: 'XXX',
        payouts: [
          {
            ...request.payouts[0]!,
            amount: { minor: 1n, currency: 'XXX' },
            creditor: { ...voyageur, bic: 'COBADEFF' },
          },
        ],
      },
    ],
    ['DATE_MALFORMED operator', { executionDate: '2026-02-30' }],
    ['PARTNER_TWICE TRAVEL', { payouts: [request.payouts[0]!, request.payouts[0]!] }],
    [
      'CURRENCY_OF_ANOTHER_FILE TRAVEL',
      { payouts: [{ ...request.payouts[0]!, amount: { minor: 1n, currency: 'GBP' } }] },
    ],
    ['AMOUNT_OUT_OF_RANGE TRAVEL', { payouts: [{ ...request.payouts[0]!, amount: { minor: 0n, currency: 'EUR' } }] }],
    [
      'AMOUNT_OUT_OF_RANGE TRAVEL',
      { payouts: [{ ...request.payouts[0]!, amount: { minor: 100_000_000_000n, currency: 'EUR' } }] },
    ],
    ['BANK_DETAILS_MISSING TRAVEL', { payouts: [{ ...request.payouts[0]!, creditor: null }] }],
    ['NAME_NOT_WRITABLE TRAVEL', payTo({ name: ' \u{E000}… ' })],
    ['IBAN_WRONG TRAVEL', payTo({ account: { iban: 'FR1420041010050500013M02607' } })],
    ['IBAN_OUTSIDE_SEPA TRAVEL', payTo({ account: { iban: 'AE070331234567890123456' } })],
    ['ACCOUNT_WRONG TRAVEL', payTo({ account: { number: '123' } })],
    ['BIC_WRONG TRAVEL', payTo({ bic: 'COBA' })],
    ['ADDRESS_WRONG TRAVEL', payTo({ address: { town: 'Lyon', country: 'ZZ' } })],
    ['ADDRESS_WRONG TRAVEL', payTo({ address: { town: ' ', country: 'FR' } })],
    ['IBAN_WRONG operator', { debtor: { ...operator, account: { iban: 'DE00' } } }],
  ])('is refused: %s', (problem, changes) => {
    expect(problemsOf(changes)).toEqual([problem]);
  });

  it('is refused for all that is wrong at once', () => {
    const { payouts } = payTo({ name: '?', bic: 'X', account: { iban: '1' } });
    expect(problemsOf({ payouts, executionDate: '' })).toEqual([
      'DATE_MALFORMED operator',
      'NAME_NOT_WRITABLE TRAVEL',
      'IBAN_WRONG TRAVEL',
      'BIC_WRONG TRAVEL',
    ]);
  });

  it("outside SEPA is refused where the payee's bank is not named", () => {
    expect(
      problemsOf({
        currency: 'GBP',
        payouts: [{ ...request.payouts[0]!, amount: { minor: 1n, currency: 'GBP' } }],
      }),
    ).toEqual(['BIC_MISSING TRAVEL']);
  });
});

/** Any name with a letter or digit that any-ascii knows; the rest of it may be anything that a string can hold. */
const anyName = fc
  .tuple(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('a', 'Ø', 'علی', 'شرکت بازرگانی', '株式会社', 'Ωmega', '7'),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('', '\uD800', '\u0000'),
  )
  .map((parts) => parts.join(' '));

const manyPayouts = fc
  .uniqueArray(
    fc.tuple(
      fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }),
      fc.bigInt(1n, 99_999_999_999n),
      anyName,
      anyName,
    ),
    {
      selector: ([partner]) => partner,
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((rows) => ({
    payouts: rows.map(([partner, minor, name, town]) => ({
      partner,
      endToEndId: bankReference(sha256, ['COAL1', 'W1', partner]),
      amount: { minor, currency: 'EUR' },
      creditor: { ...voyageur, name, address: { town: `T${town}`, street: name, country: 'FR' } },
      remittance: `x${town}`,
    })),
  }));

describe('any names and references', () => {
  it('give a file of the table, whose sums add up and whose EndToEndIds are all different', () => {
    fc.assert(
      fc.property(manyPayouts, fc.string({ minLength: 1 }), ({ payouts }, programme) => {
        const { xml, sumMinor } = fileOf({ payouts, programme });
        const names = textsAt(parseXml(xml), 'CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/PmtId/EndToEndId');
        expect(missingElements(xml, 'Document', table)).toEqual([]);
        expect(new Set(names).size).toBe(payouts.length);
        expect(payouts.reduce((sum, { amount }) => sum + amount.minor, 0n)).toBe(sumMinor);
        const amounts = textsAt(parseXml(xml), 'CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Amt/InstdAmt');
        expect(amounts.reduce((sum, amount) => sum + BigInt(amount.replace('.', '')), 0n)).toBe(sumMinor);
      }),
      { numRuns: 150 },
    );
  });

  it.skipIf(!haveIsoSchemas)('give files that the schema of pain.001.001.09 accepts', async () => {
    const random = fc.sample(manyPayouts, { numRuns: 40, seed: 7 }).map((changes) => fileOf(changes).xml);
    expect(await schemaErrors('pain.001.001.09', [fileOf().xml, ...random])).toEqual([]);
  });

  it.skipIf(!haveIsoSchemas)('are checked by a schema that notices a wrong order and a text too long', async () => {
    const xml = fileOf().xml;
    const reordered = xml.replace(/(\s*<PmtMtd>.*<\/PmtMtd>)(\s*<BtchBookg>.*<\/BtchBookg>)/, '$2$1');
    const long = xml.replace('COAL1-W1-TRAVEL', 'X'.repeat(36));
    expect(reordered).not.toBe(xml);
    expect(await schemaErrors('pain.001.001.09', [reordered])).not.toEqual([]);
    expect(await schemaErrors('pain.001.001.09', [long])).not.toEqual([]);
  });
});

describe.skipIf(!haveSettlementExample)('the worked example', () => {
  interface Example {
    inputs: { partners: { id: string; name: string; town: string; country: string; iban: string }[] };
    expected: Record<
      'OPERATOR_POOL' | 'ISSUER_PAYS_ON_REDEMPTION',
      {
        windows: Record<string, { positions: Record<string, { action: NetPosition['action']; settledMinor: number }> }>;
      }
    >;
  }

  it('pays exactly the PAY_PARTNER items of each window under both models', async () => {
    const { inputs, expected } = settlementExample<Example>();
    const bankDetails = new Map(
      inputs.partners.map(({ id, name, town, country, iban }) => [
        id,
        { name, address: { town, country }, account: { iban }, bic: null },
      ]),
    );
    const paid: Record<string, Record<string, string>> = {};
    const files: string[] = [];
    for (const model of ['OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION'] as const) {
      for (const [window, { positions }] of Object.entries(expected[model].windows)) {
        const payouts = Object.entries(positions)
          .filter(([, { action }]) => action === 'PAY_PARTNER')
          .map(([partner, { settledMinor }]) => ({
            partner,
            endToEndId: `COAL1-${window}-${partner}`,
            amount: { minor: BigInt(settledMinor), currency: 'EUR' },
            creditor: bankDetails.get(partner) ?? null,
          }));
        const { xml } = fileOf({ window, payouts });
        files.push(xml);
        expect(missingElements(xml, 'Document', table)).toEqual([]);
        const payment = 'CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf';
        const amounts = textsAt(parseXml(xml), `${payment}/Amt/InstdAmt`);
        const names = textsAt(parseXml(xml), `${payment}/PmtId/EndToEndId`);
        paid[`${model} ${window}`] = Object.fromEntries(names.map((name, at) => [name, amounts[at]!]));
      }
    }
    expect(paid).toEqual({
      'OPERATOR_POOL W1': { 'COAL1-W1-TRAVEL': '32.48' },
      'OPERATOR_POOL W2': { 'COAL1-W2-GROCER': '33.23', 'COAL1-W2-FUEL': '78.00' },
      'ISSUER_PAYS_ON_REDEMPTION W1': { 'COAL1-W1-TRAVEL': '148.86' },
      'ISSUER_PAYS_ON_REDEMPTION W2': { 'COAL1-W2-FUEL': '32.62' },
    });
    if (haveIsoSchemas) expect(await schemaErrors('pain.001.001.09', files)).toEqual([]);
  });
});
