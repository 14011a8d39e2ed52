import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DOCUMENT_TYPE_CODES,
  type DocumentKind,
  type SettlementDocuments,
  settlementDocuments,
  type VatOf,
  type VatTreatment,
} from '../../../subgraphs/ledger/domain/files/invoices.ts';
import type { InvoiceParty } from '../../../subgraphs/ledger/domain/files/parties.ts';
import { type DocumentFrame, ublDocument } from '../../../subgraphs/ledger/domain/files/ubl-document.ts';
import { type ComponentTotal, netWindow, totalsOf } from '../../../subgraphs/ledger/domain/netting.ts';
import { elementsAt, missingElements, parseXml, type Requirement, textsAt } from '../../support/required-elements.ts';
import { haveSettlementExample, settlementExample } from '../../support/settlement-example.ts';

const STANDARD: VatTreatment = { category: 'S', rateBasisPoints: 1900n };
const standard: VatOf = () => STANDARD;
const total = (component: string, creditsMinor: bigint, debitsMinor: bigint): ComponentTotal => ({
  account: 'PARTNER:TRAVEL',
  component,
  creditsMinor,
  debitsMinor,
});

/** "OPERATOR_INVOICE: ISSUANCE 100, LEVY 7 + 20", one line a document. */
function described({ documents }: SettlementDocuments): string[] {
  return documents.map(
    ({ kind, lines, taxMinor }) =>
      `${kind}: ${lines.map(({ component, netMinor }) => `${component} ${netMinor}`).join(', ')} + ${taxMinor}`,
  );
}

describe('the documents of a window (settlement.md 4, 8.5)', () => {
  it('are gross: debits are invoiced, what is given back is credited, redemptions are billed by the operator for the partner', () => {
    const documents = settlementDocuments(
      'TRAVEL',
      [
        total('ISSUANCE', 30n, 100n),
        total('REDEMPTION', 50n, 0n),
        total('REDEMPTION_REVERSAL', 0n, 5n),
        total('LEVY', 0n, 7n),
        total('DISPUTE_HOLD', 0n, 9n),
        total('DISPUTE_RELEASE', 4n, 0n),
        total('SETTLEMENT', 1000n, 0n),
        { ...total('ISSUANCE', 77n, 88n), account: 'PARTNER:FUEL' },
        { ...total('ISSUANCE', 77n, 88n), account: 'OP:RESERVE' },
      ],
      standard,
    );
    expect(described(documents)).toEqual([
      'OPERATOR_INVOICE: ISSUANCE 100, LEVY 7 + 20',
      'OPERATOR_CREDIT_NOTE: ISSUANCE 30 + 6',
      'SELF_BILLED_INVOICE: REDEMPTION 50 + 10',
      'SELF_BILLED_CREDIT_NOTE: REDEMPTION_REVERSAL 5 + 1',
    ]);
    expect(documents.holdMinor).toBe(-5n);
  });

  it('are none where nothing was supplied', () => {
    expect(settlementDocuments('TRAVEL', [total('DISPUTE_HOLD', 0n, 9n)], standard)).toEqual({
      documents: [],
      holdMinor: -9n,
    });
  });

  it('have VAT rounded once on the total of a category, not line by line', () => {
    const lines = [total('A', 0n, 3n), total('B', 0n, 3n), total('C', 0n, 3n)];
    expect(described(settlementDocuments('TRAVEL', lines, standard))).toEqual(['OPERATOR_INVOICE: A 3, B 3, C 3 + 2']);
  });

  it('have one subtotal for each category and rate, and tax only in the standard one', () => {
    const vatOf: VatOf = (_, component) =>
      component === 'LEVY'
        ? { category: 'E', rateBasisPoints: 0n, exemptionReason: 'Article 135' }
        : { category: 'S', rateBasisPoints: component === 'ISSUANCE' ? 1900n : 700n };
    const { documents } = settlementDocuments(
      'TRAVEL',
      [total('ISSUANCE', 0n, 100n), total('SERVICE_FEE', 0n, 50n), total('LEVY', 0n, 10n)],
      vatOf,
    );
    expect(
      documents[0]!.vatSubtotals.map(({ vat, taxableMinor, taxMinor }) => [
        vat.category,
        vat.rateBasisPoints,
        taxableMinor,
        taxMinor,
      ]),
    ).toEqual([
      ['S', 1900n, 100n, 19n],
      ['S', 700n, 50n, 4n],
      ['E', 0n, 10n, 0n],
    ]);
    expect(documents[0]!.grossMinor).toBe(183n);
  });

  it("with the hold add up to the partner's credits and debits, whatever happened in the window", () => {
    const component = fc.constantFrom(
      'ISSUANCE',
      'ISSUANCE_REVERSAL',
      'REDEMPTION',
      'REDEMPTION_REVERSAL',
      'REDEMPTION_FUNDING',
      'DEBT_RECOVERY',
      'LEVY',
      'EXPIRY',
      'DISPUTE_HOLD',
      'DISPUTE_RELEASE',
    );
    const legs = fc.array(fc.record({ component, amountMinor: fc.bigInt(-100_000n, 100_000n) }));
    fc.assert(
      fc.property(legs, (some) => {
        const totals = totalsOf(
          some.flatMap((leg) => [
            { ...leg, account: 'PARTNER:TRAVEL' },
            { ...leg, account: 'OP:ANY', amountMinor: -leg.amountMinor },
          ]),
        );
        const [position] = netWindow(
          [{ partnerId: 'TRAVEL', openingMinor: 0n, carryForwardBelowMinor: 0n }],
          totals,
        ).positions;
        const { documents, holdMinor } = settlementDocuments('TRAVEL', totals, standard);
        const amounts = Object.fromEntries(documents.map(({ kind, netMinor }) => [kind, netMinor])) as Partial<
          Record<DocumentKind, bigint>
        >;
        const {
          OPERATOR_INVOICE: invoice = 0n,
          OPERATOR_CREDIT_NOTE: credit = 0n,
          SELF_BILLED_INVOICE: selfBilled = 0n,
          SELF_BILLED_CREDIT_NOTE: selfCredit = 0n,
        } = amounts;
        expect(credit + selfBilled - invoice - selfCredit + holdMinor).toBe(position!.netMinor);
        for (const document of documents) {
          expect(document.lines.every(({ netMinor }) => netMinor > 0n)).toBe(true);
          expect(document.lines.reduce((sum, line) => sum + line.netMinor, 0n)).toBe(document.netMinor);
        }
      }),
    );
  });
});

describe.skipIf(!haveSettlementExample).each(['OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION'] as const)(
  'the worked example under %s (expected.documents)',
  (model) => {
    interface Example {
      expected: {
        documents: Record<string, Record<string, Record<string, Record<string, number>>>>;
      } & Record<
        string,
        {
          journal: {
            window: string;
            lines: { account: string; side: 'Dr' | 'Cr'; amountMinor: number; component: string }[];
          }[];
        }
      >;
    }

    it('has every document of every window and partner, figure by figure', () => {
      const { expected } = settlementExample<Example>();
      for (const [window, partners] of Object.entries(expected.documents[model]!)) {
        const totals = totalsOf(
          expected[model]!.journal.filter((entry) => entry.window === window).flatMap(({ lines }) =>
            lines.map(({ side, amountMinor, ...leg }) => ({
              ...leg,
              amountMinor: BigInt(side === 'Cr' ? amountMinor : -amountMinor),
            })),
          ),
        );
        for (const [partner, figures] of Object.entries(partners)) {
          const { documents, holdMinor } = settlementDocuments(partner, totals, standard);
          const net = (kind: DocumentKind) =>
            Number(documents.find((document) => document.kind === kind)?.netMinor ?? 0n);
          expect({
            operatorInvoiceMinor: net('OPERATOR_INVOICE'),
            operatorCreditNoteMinor: net('OPERATOR_CREDIT_NOTE'),
            selfBilledInvoiceMinor: net('SELF_BILLED_INVOICE'),
            selfBilledCreditNoteMinor: net('SELF_BILLED_CREDIT_NOTE'),
            holdMinor: Number(holdMinor),
            vat19OnOperatorInvoiceMinor: Number(
              documents.find(({ kind }) => kind === 'OPERATOR_INVOICE')?.taxMinor ?? 0n,
            ),
          }).toEqual(figures);
        }
      }
    });
  },
);

const operator: InvoiceParty = {
  name: 'Coalition Operator SE',
  address: { street: 'Hauptstraße', buildingNumber: '7a', postCode: '10115', town: 'Berlin', country: 'DE' },
  vatId: 'DE123456789',
  registrationId: 'HRB 1234',
  endpoint: { id: 'DE123456789', scheme: '9930' },
};
const voyageur: InvoiceParty = {
  name: 'Voyageur <&> SA',
  address: { town: 'Lyon', country: 'FR' },
  vatId: 'FR40303265045',
  registrationId: '303265045',
  endpoint: { id: '30326504500019', scheme: '0009' },
};
const frame: DocumentFrame = {
  number: '2026-000017',
  issueDate: '2026-10-02',
  periodStart: '2026-09-01',
  periodEnd: '2026-09-30',
  currency: 'EUR',
  operator,
  partner: voyageur,
  buyerReference: 'PO-77',
  statementId: 'COAL1-W1-TRAVEL',
};
const window = [
  total('ISSUANCE', 2000n, 21_933n),
  total('LEVY', 0n, 2679n),
  total('REDEMPTION', 33_810n, 0n),
  total('REDEMPTION_REVERSAL', 0n, 850n),
];

function xmlOf(
  kind: DocumentKind,
  { vatOf = standard, changes = {} as Partial<DocumentFrame>, totals = window } = {},
): string {
  const document = settlementDocuments('TRAVEL', totals, vatOf).documents.find((one) => one.kind === kind)!;
  const made = ublDocument(document, { ...frame, ...changes });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.xml;
}

function problemsOf(kind: DocumentKind, vat: VatTreatment, changes: Partial<DocumentFrame>): string[] {
  const document = settlementDocuments('TRAVEL', window, () => vat).documents.find((one) => one.kind === kind)!;
  const made = ublDocument(document, { ...frame, ...changes });
  return made.ok ? [] : made.problems.map(({ code }) => code);
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const AMOUNT = /^\d{1,16}\.\d\d$/;
const EUR = /^EUR$/;

/** What EN 16931 and Peppol BIS Billing 3 ask for at least; the root's name stands in type code, line and quantity. */
function tableOf(root: 'Invoice' | 'CreditNote', taxed = true): Requirement[] {
  const line = `cac:${root}Line`;
  const quantity = root === 'Invoice' ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity';
  const party = (side: string): Requirement[] => [
    [side, 1, 1],
    [`${side}/cac:Party`, 1, 1],
    [`${side}/cac:Party/cbc:EndpointID`, 1, 1],
    [`${side}/cac:Party/cbc:EndpointID/@schemeID`, 1, 1, /^[0-9A-Z]{2,4}$/],
    [`${side}/cac:Party/cac:PostalAddress/cac:Country/cbc:IdentificationCode`, 1, 1, /^[A-Z]{2}$/],
    [`${side}/cac:Party/cac:PartyTaxScheme`, taxed ? 1 : 0, taxed ? 1 : 0],
    [`${side}/cac:Party/cac:PartyTaxScheme/cbc:CompanyID`, 1, 1, /^[A-Z]{2}/],
    [`${side}/cac:Party/cac:PartyTaxScheme/cac:TaxScheme/cbc:ID`, 1, 1, /^VAT$/],
    [`${side}/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName`, 1, 1],
  ];
  const amounts = (path: string): Requirement[] => [
    [path, 1, 1, AMOUNT],
    [`${path}/@currencyID`, 1, 1, EUR],
  ];
  return [
    ['@xmlns', 1, 1, new RegExp(`:${root}-2$`)],
    [
      'cbc:CustomizationID',
      1,
      1,
      /^urn:cen\.eu:en16931:2017#compliant#urn:fdc:peppol\.eu:2017:poacc:(billing|selfbilling):3\.0$/,
    ],
    ['cbc:ProfileID', 1, 1, /^urn:fdc:peppol\.eu:2017:poacc:(billing|selfbilling):01:1\.0$/],
    ['cbc:ID', 1, 1],
    ['cbc:IssueDate', 1, 1, DATE],
    [`cbc:${root}TypeCode`, 1, 1, /^(380|381|389|261)$/],
    ['cbc:Note', 0, 1],
    ['cbc:DocumentCurrencyCode', 1, 1, EUR],
    ['cbc:BuyerReference', 1, 1],
    ['cac:InvoicePeriod/cbc:StartDate', 1, 1, DATE],
    ['cac:InvoicePeriod/cbc:EndDate', 1, 1, DATE],
    ['cac:AdditionalDocumentReference/cbc:ID', 1, 1],
    ...party('cac:AccountingSupplierParty'),
    ...party('cac:AccountingCustomerParty'),
    ['cac:PaymentTerms/cbc:Note', 1, 1, /^Settled by netting, statement /],
    ['cac:TaxTotal', 1, 1],
    ...amounts('cac:TaxTotal/cbc:TaxAmount'),
    ['cac:TaxTotal/cac:TaxSubtotal', 1, 10],
    ...amounts('cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount'),
    ...amounts('cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount'),
    ['cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:ID', 1, 1, /^(S|Z|E|AE|O)$/],
    ['cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:Percent', taxed ? 1 : 0, taxed ? 1 : 0],
    ['cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cac:TaxScheme/cbc:ID', 1, 1, /^VAT$/],
    ['cac:LegalMonetaryTotal', 1, 1],
    ...amounts('cac:LegalMonetaryTotal/cbc:LineExtensionAmount'),
    ...amounts('cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount'),
    ...amounts('cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount'),
    ...amounts('cac:LegalMonetaryTotal/cbc:PayableAmount'),
    [line, 1, Number.POSITIVE_INFINITY],
    [`${line}/cbc:ID`, 1, 1],
    [`${line}/${quantity}`, 1, 1, /^1$/],
    [`${line}/${quantity}/@unitCode`, 1, 1, /^C62$/],
    ...amounts(`${line}/cbc:LineExtensionAmount`),
    [`${line}/cac:Item/cbc:Name`, 1, 1],
    [`${line}/cac:Item/cac:ClassifiedTaxCategory/cbc:ID`, 1, 1, /^(S|Z|E|AE|O)$/],
    [`${line}/cac:Item/cac:ClassifiedTaxCategory/cac:TaxScheme/cbc:ID`, 1, 1, /^VAT$/],
    ...amounts(`${line}/cac:Price/cbc:PriceAmount`),
  ];
}

/** The order of UBL 2.1 (both roots) among the elements that we write. */
const SEQUENCE =
  'CustomizationID ProfileID ID IssueDate TypeCode Note DocumentCurrencyCode BuyerReference InvoicePeriod AdditionalDocumentReference AccountingSupplierParty AccountingCustomerParty PaymentMeans PaymentTerms TaxTotal LegalMonetaryTotal Line';

const KINDS = Object.keys(DOCUMENT_TYPE_CODES) as DocumentKind[];
const rootOf = (kind: DocumentKind) => (kind.endsWith('CREDIT_NOTE') ? 'CreditNote' : 'Invoice');

describe('a document as UBL (Peppol BIS Billing 3)', () => {
  it.each(KINDS)('%s has every element of the table, in the order of the schema, and none empty', (kind) => {
    const xml = xmlOf(kind);
    const root = rootOf(kind);
    expect(missingElements(xml, root, tableOf(root))).toEqual([]);
    expect(textsAt(parseXml(xml), `cbc:${root}TypeCode`)).toEqual([DOCUMENT_TYPE_CODES[kind]]);
    const names = parseXml(xml).children.map(({ name }) =>
      name.replace(/^c[ab]c:/, '').replace(/^(Invoice|CreditNote)(TypeCode|Line)$/, '$2'),
    );
    expect([...new Set(names)].join(' ')).toBe(
      SEQUENCE.split(' ')
        .filter((name) => names.includes(name))
        .join(' '),
    );
  });

  it('adds up as EN 16931 wants: lines to the net (BR-CO-10), net and tax to the gross (BR-CO-15), tax to its subtotals (BR-CO-14)', () => {
    const root = parseXml(xmlOf('OPERATOR_INVOICE'));
    const minor = (path: string) => textsAt(root, path).map((text) => BigInt(text.replace('.', '')));
    expect(minor('cac:InvoiceLine/cbc:LineExtensionAmount')).toEqual([21_933n, 2679n]);
    expect(minor('cac:LegalMonetaryTotal/cbc:LineExtensionAmount')).toEqual([24_612n]);
    expect(minor('cac:TaxTotal/cbc:TaxAmount')).toEqual([4676n]);
    expect(minor('cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount')).toEqual([4676n]);
    expect(textsAt(root, 'cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:Percent')).toEqual(['19.00']);
    expect(minor('cac:LegalMonetaryTotal/cbc:PayableAmount')).toEqual([29_288n]);
  });

  it("of the operator is billed by the operator; self-billed it is the partner's supply, says so, and follows the other specification", () => {
    const names = (xml: string) =>
      ['cac:AccountingSupplierParty', 'cac:AccountingCustomerParty'].flatMap((side) =>
        textsAt(parseXml(xml), `${side}/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName`),
      );
    expect(names(xmlOf('OPERATOR_INVOICE'))).toEqual(['Coalition Operator SE', 'Voyageur <&> SA']);
    expect(names(xmlOf('SELF_BILLED_INVOICE'))).toEqual(['Voyageur <&> SA', 'Coalition Operator SE']);
    expect(textsAt(parseXml(xmlOf('SELF_BILLED_INVOICE')), 'cbc:Note')).toEqual(['Self-billing']);
    expect(textsAt(parseXml(xmlOf('OPERATOR_INVOICE')), 'cbc:CustomizationID')[0]).toContain(':billing:3.0');
    expect(textsAt(parseXml(xmlOf('SELF_BILLED_CREDIT_NOTE')), 'cbc:CustomizationID')[0]).toContain(':selfbilling:3.0');
  });

  it('outside the scope of VAT has neither a rate nor VAT ids, but the register entry', () => {
    const outside: VatOf = () => ({ category: 'O', rateBasisPoints: 0n, exemptionReason: 'Not a supply' });
    const xml = xmlOf('OPERATOR_INVOICE', { vatOf: outside });
    expect(missingElements(xml, 'Invoice', tableOf('Invoice', false))).toEqual([]);
    const supplier = elementsAt(parseXml(xml), 'cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity');
    expect(textsAt(supplier[0]!, 'cbc:CompanyID')).toEqual(['HRB 1234']);
  });

  it.each<[string, VatTreatment, Partial<DocumentFrame>]>([
    ['TEXT_MISSING', STANDARD, { number: ' ' }],
    ['TEXT_MISSING', STANDARD, { buyerReference: '\u0000' }],
    ['TEXT_MISSING', STANDARD, { statementId: '' }],
    ['TEXT_MISSING', STANDARD, { partner: { ...voyageur, name: '' } }],
    ['DATE_MALFORMED', STANDARD, { issueDate: '2.10.2026' }],
    ['CURRENCY_UNKNOWN', STANDARD, { currency: 'XTS' }],
    ['COUNTRY_UNKNOWN', STANDARD, { partner: { ...voyageur, address: { town: 'Lyon', country: 'Fr' } } }],
    ['ENDPOINT_WRONG', STANDARD, { partner: { ...voyageur, endpoint: { id: '', scheme: '0009' } } }],
    ['VAT_ID_WRONG', STANDARD, { operator: { ...operator, vatId: '123456789' } }],
    ['VAT_ID_MISSING', STANDARD, { operator: { ...operator, vatId: null } }],
    [
      'VAT_ID_MISSING',
      { category: 'AE', rateBasisPoints: 0n, exemptionReason: 'Reverse charge' },
      { partner: { ...voyageur, vatId: null } },
    ],
    ['VAT_REASON_MISSING', { category: 'E', rateBasisPoints: 0n }, {}],
    [
      'REGISTRATION_MISSING',
      { category: 'O', rateBasisPoints: 0n, exemptionReason: 'x' },
      { operator: { ...operator, registrationId: '' } },
    ],
  ])('is refused: %s', (code, vat, changes) => {
    expect(problemsOf('OPERATOR_INVOICE', vat, changes)).toEqual([code]);
  });

  it('is refused where part of it is outside the scope of VAT and part is not', () => {
    const mixed: VatOf = (_, component) =>
      component === 'LEVY' ? { category: 'O', rateBasisPoints: 0n, exemptionReason: 'x' } : STANDARD;
    const [document] = settlementDocuments('TRAVEL', window, mixed).documents;
    expect(ublDocument(document!, frame)).toMatchObject({ ok: false, problems: [{ code: 'VAT_CATEGORIES_MIXED' }] });
  });

  it('has every element of the table whatever the names hold', () => {
    const text = fc.string({ unit: 'binary' }).map((any) => `n${any}`);
    fc.assert(
      fc.property(text, text, fc.constantFrom(...KINDS), (name, number, kind) => {
        const partner = { ...voyageur, name, address: { ...voyageur.address, street: name, town: number } };
        const xml = xmlOf(kind, {
          changes: { partner, number, buyerReference: name, statementId: number, itemName: () => name },
        });
        expect(missingElements(xml, rootOf(kind), tableOf(rootOf(kind)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
