// A settlement document as UBL 2.1, with the content that Peppol BIS Billing 3.0 (EN 16931) asks for at least (settlement.md 8.5).
//
// The operator's own documents (380, 381) follow BIS Billing 3.0. Self-billed ones (389, 261) follow BIS Self-Billing 3.0, which is a
// specification of its own with its own identifiers; in both the supplier is who made the supply, so on self-billed documents it is
// the partner, and the operator, which issues them, is the customer. Credit notes are the other root element of UBL, all amounts > 0.
// A line is one component of the window: quantity 1, its price the amount. The order of elements is the schema's.
// Checked before: what EN 16931 makes of VAT (a seller's VAT id where tax is charged, both ids for reverse charge, a reason where
// there is none). Not checked: the code lists of endpoint schemes, and rules of single countries.

import { currencyExponent, formatAmount } from '../../../shared/money.ts';
import {
  DOCUMENT_TYPE_CODES,
  type DocumentKind,
  type DocumentLine,
  type SettlementDocument,
  type VatTreatment,
} from './invoices.ts';
import { type InvoiceParty, isCountryCode } from './parties.ts';
import { type XmlTree, xmlDocument, xmlText } from './xml-document.ts';

/** What stands on a document beside its amounts. */
export interface DocumentFrame {
  /** Number in the issuer's sequence; legally unique and without gaps, so given by the caller. */
  readonly number: string;
  /** Dates are YYYY-MM-DD; the period is the window's. */
  readonly issueDate: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly currency: string;
  readonly operator: InvoiceParty;
  readonly partner: InvoiceParty;
  /** What the buyer asked to have quoted; PEPPOL-EN16931-R003 wants one. */
  readonly buyerReference: string;
  /** Of the statement in which the document is settled (`statementId`). */
  readonly statementId: string;
  /** Wording for people by component; default: the component in small letters. */
  readonly itemName?: (component: string) => string;
}

export type UblProblemCode =
  | 'TEXT_MISSING'
  | 'DATE_MALFORMED'
  | 'CURRENCY_UNKNOWN'
  | 'COUNTRY_UNKNOWN'
  | 'ENDPOINT_WRONG'
  | 'VAT_ID_MISSING'
  | 'VAT_ID_WRONG'
  | 'REGISTRATION_MISSING'
  | 'VAT_REASON_MISSING'
  | 'VAT_CATEGORIES_MIXED';

export interface UblProblem {
  readonly code: UblProblemCode;
  readonly sentence: string;
}

const COMMON = 'urn:oasis:names:specification:ubl:schema:xsd';
const BILLING = {
  customization: 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0',
  profile: 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
};
const SELF_BILLING = {
  customization: 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0',
  profile: 'urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0',
};

/** The document as XML, or all that keeps it from being one. */
export function ublDocument(
  document: SettlementDocument,
  frame: DocumentFrame,
): { readonly ok: true; readonly xml: string } | { readonly ok: false; readonly problems: readonly UblProblem[] } {
  const problems = problemsOf(document, frame);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, xml: xmlDocument(treeOf(document, frame)) };
}

function isSelfBilled(kind: DocumentKind): boolean {
  return kind === 'SELF_BILLED_INVOICE' || kind === 'SELF_BILLED_CREDIT_NOTE';
}

function partiesOf(
  kind: DocumentKind,
  { operator, partner }: DocumentFrame,
): { supplier: InvoiceParty; customer: InvoiceParty } {
  return isSelfBilled(kind) ? { supplier: partner, customer: operator } : { supplier: operator, customer: partner };
}

/** Whether any of it is in the scope of VAT, be it at 0. */
function isTaxed(document: SettlementDocument): boolean {
  return document.vatSubtotals.some(({ vat }) => vat.category !== 'O');
}

function treeOf(document: SettlementDocument, frame: DocumentFrame): XmlTree {
  const { kind } = document;
  const creditNote = kind === 'OPERATOR_CREDIT_NOTE' || kind === 'SELF_BILLED_CREDIT_NOTE';
  const root = creditNote ? 'CreditNote' : 'Invoice';
  const { customization, profile } = isSelfBilled(kind) ? SELF_BILLING : BILLING;
  const { supplier, customer } = partiesOf(kind, frame);
  const taxed = isTaxed(document);
  const amount = (minor: bigint) => amountOf(minor, frame.currency);
  return {
    [root]: {
      '@xmlns': `${COMMON}:${root}-2`,
      '@xmlns:cac': `${COMMON}:CommonAggregateComponents-2`,
      '@xmlns:cbc': `${COMMON}:CommonBasicComponents-2`,
      'cbc:CustomizationID': customization,
      'cbc:ProfileID': profile,
      'cbc:ID': frame.number,
      'cbc:IssueDate': frame.issueDate,
      [`cbc:${root}TypeCode`]: DOCUMENT_TYPE_CODES[kind],
      'cbc:Note': isSelfBilled(kind) ? 'Self-billing' : null,
      'cbc:DocumentCurrencyCode': frame.currency,
      'cbc:BuyerReference': frame.buyerReference,
      'cac:InvoicePeriod': { 'cbc:StartDate': frame.periodStart, 'cbc:EndDate': frame.periodEnd },
      'cac:AdditionalDocumentReference': { 'cbc:ID': frame.statementId },
      'cac:AccountingSupplierParty': partyOf(supplier, taxed),
      'cac:AccountingCustomerParty': partyOf(customer, taxed),
      // UNCL4461: clearing between partners.
      'cac:PaymentMeans': { 'cbc:PaymentMeansCode': '97' },
      'cac:PaymentTerms': { 'cbc:Note': `Settled by netting, statement ${frame.statementId}` },
      'cac:TaxTotal': {
        'cbc:TaxAmount': amount(document.taxMinor),
        'cac:TaxSubtotal': document.vatSubtotals.map(({ vat, taxableMinor, taxMinor }) => ({
          'cbc:TaxableAmount': amount(taxableMinor),
          'cbc:TaxAmount': amount(taxMinor),
          'cac:TaxCategory': taxCategory(vat, true),
        })),
      },
      'cac:LegalMonetaryTotal': {
        'cbc:LineExtensionAmount': amount(document.netMinor),
        'cbc:TaxExclusiveAmount': amount(document.netMinor),
        'cbc:TaxInclusiveAmount': amount(document.grossMinor),
        'cbc:PayableAmount': amount(document.grossMinor),
      },
      [`cac:${root}Line`]: document.lines.map((line, place) => lineOf(line, place, creditNote, frame)),
    },
  };
}

function lineOf(line: DocumentLine, place: number, creditNote: boolean, frame: DocumentFrame): XmlTree {
  return {
    'cbc:ID': String(place + 1),
    [creditNote ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity']: { '@unitCode': 'C62', '#': '1' },
    'cbc:LineExtensionAmount': amountOf(line.netMinor, frame.currency),
    'cac:Item': {
      'cbc:Name': itemName(line.component, frame),
      'cac:SellersItemIdentification': { 'cbc:ID': line.component },
      'cac:ClassifiedTaxCategory': taxCategory(line.vat, false),
    },
    'cac:Price': { 'cbc:PriceAmount': amountOf(line.netMinor, frame.currency) },
  };
}

function itemName(component: string, { itemName }: DocumentFrame): string {
  return itemName?.(component) ?? component.toLowerCase().replaceAll('_', ' ');
}

function amountOf(minor: bigint, currency: string): XmlTree {
  return { '@currencyID': currency, '#': formatAmount(minor, currency) };
}

/** The reason stands once per category, in the totals. Outside the scope of VAT there is no rate, not even 0 (BR-O-05). */
function taxCategory(vat: VatTreatment, withReason: boolean): XmlTree {
  return {
    'cbc:ID': vat.category,
    'cbc:Percent': vat.category === 'O' ? null : percent(vat.rateBasisPoints),
    'cbc:TaxExemptionReason': withReason ? vat.exemptionReason : null,
    'cac:TaxScheme': { 'cbc:ID': 'VAT' },
  };
}

function percent(basisPoints: bigint): string {
  const digits = basisPoints.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `taxed`: where nothing is subject to VAT, neither party's VAT id may stand (BR-O-02). */
function partyOf({ name, address, vatId, registrationId, endpoint }: InvoiceParty, taxed: boolean): XmlTree {
  return {
    'cac:Party': {
      'cbc:EndpointID': { '@schemeID': endpoint.scheme, '#': endpoint.id },
      'cac:PostalAddress': {
        'cbc:StreetName': [address.street, address.buildingNumber].filter((part) => part).join(' '),
        'cbc:CityName': address.town,
        'cbc:PostalZone': address.postCode,
        'cac:Country': { 'cbc:IdentificationCode': address.country },
      },
      'cac:PartyTaxScheme':
        vatId === null || !taxed ? null : { 'cbc:CompanyID': vatId, 'cac:TaxScheme': { 'cbc:ID': 'VAT' } },
      'cac:PartyLegalEntity': { 'cbc:RegistrationName': name, 'cbc:CompanyID': registrationId },
    },
  };
}

function problemsOf(document: SettlementDocument, frame: DocumentFrame): UblProblem[] {
  const problems: UblProblem[] = [];
  const add = (code: UblProblemCode, sentence: string) => problems.push({ code, sentence });
  const { supplier, customer } = partiesOf(document.kind, frame);
  for (const [field, text] of [
    ['number', frame.number],
    ['buyer reference', frame.buyerReference],
    ['statement id', frame.statementId],
    ...document.lines.map(({ component }) => [`name of ${component}`, itemName(component, frame)] as const),
  ] as const) {
    if (xmlText(text) === '') add('TEXT_MISSING', `The ${field} is empty.`);
  }
  for (const date of [frame.issueDate, frame.periodStart, frame.periodEnd]) {
    if (!/^\d{4}-\d\d-\d\d$/.test(date)) add('DATE_MALFORMED', `${JSON.stringify(date)} is no date.`);
  }
  if (currencyExponent(frame.currency) === null)
    add('CURRENCY_UNKNOWN', `${frame.currency} is no currency of ISO 4217.`);
  for (const [role, party] of [
    ['supplier', supplier],
    ['customer', customer],
  ] as const) {
    if (xmlText(party.name) === '') add('TEXT_MISSING', `The ${role}'s name is empty.`);
    if (!isCountryCode(party.address.country)) add('COUNTRY_UNKNOWN', `The ${role}'s country is no two-letter code.`);
    if (xmlText(party.endpoint.id) === '' || !/^[0-9A-Z]{2,4}$/.test(party.endpoint.scheme)) {
      add('ENDPOINT_WRONG', `The ${role} needs an electronic address with its scheme.`);
    }
    if (party.vatId !== null && !/^[A-Z]{2}[0-9A-Za-z+*.]{2,13}$/.test(party.vatId)) {
      add('VAT_ID_WRONG', `The ${role}'s VAT id must begin with its country (BR-CO-09).`);
    }
  }
  const categories = new Set(document.vatSubtotals.map(({ vat }) => vat.category));
  if (categories.has('O') && categories.size > 1) {
    add(
      'VAT_CATEGORIES_MIXED',
      'What is outside the scope of VAT can not share a document with what is not (BR-O-11).',
    );
  }
  if (isTaxed(document) && supplier.vatId === null) {
    add('VAT_ID_MISSING', 'The supplier needs a VAT id (BR-S-02 and its like).');
  }
  if (!isTaxed(document) && xmlText(supplier.registrationId ?? '') === '') {
    add('REGISTRATION_MISSING', 'Outside the scope of VAT the supplier is named by its register entry (BR-CO-26).');
  }
  if (categories.has('AE') && customer.vatId === null) {
    add('VAT_ID_MISSING', "Reverse charge needs the customer's VAT id, too (BR-AE-02).");
  }
  for (const { vat } of document.vatSubtotals) {
    const reasoned = vat.category === 'E' || vat.category === 'AE' || vat.category === 'O';
    if (reasoned && xmlText(vat.exemptionReason ?? '') === '') {
      add('VAT_REASON_MISSING', `Category ${vat.category} needs a reason why there is no tax (BR-${vat.category}-10).`);
    }
  }
  return problems;
}
