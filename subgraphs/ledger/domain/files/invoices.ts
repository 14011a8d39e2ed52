// The documents of a window between the operator and one partner: up to four, gross, with VAT (settlement.md 2.10, 4, 8.5).
//
//   operator invoice (380)           what the partner owes the operator: prices, funding, fees, levy, memberships it sold    debits
//   operator credit note (381)       what of it the operator gives back                                 credits
//   self-billed invoice (389)        the partner's supply to the operator: points it took as payment, its part of membership fees   credits
//   self-billed credit note (261)    what of it is taken back                                           debits of the same
//   no document                      DISPUTE_*: a payment is held, no supply changes; REINCLUSION: one that failed is due again. SETTLEMENT: payment itself.
//                                    OPENING_BALANCE: documents of an earlier programme
//
// Set-off is only payment: documents are never netted, and together with the hold they add up to the partner's credits and debits
// exactly. One line a component. VAT is data of the contract, computed per document and category on the category's total with one
// rounding (EN 16931). Settlement amounts are without VAT: the tax on a document is not part of the window's net.

import { assert } from '../../../shared/assert.ts';
import { divideHalfUp } from '../../../shared/rounding.ts';
import { type ComponentTotal, partnerAccount } from '../netting.ts';

export type DocumentKind =
  | 'OPERATOR_INVOICE'
  | 'OPERATOR_CREDIT_NOTE'
  | 'SELF_BILLED_INVOICE'
  | 'SELF_BILLED_CREDIT_NOTE';

/** In the order in which they are made; codes of UNTDID 1001. */
export const DOCUMENT_TYPE_CODES: Readonly<Record<DocumentKind, string>> = {
  OPERATOR_INVOICE: '380',
  OPERATOR_CREDIT_NOTE: '381',
  SELF_BILLED_INVOICE: '389',
  SELF_BILLED_CREDIT_NOTE: '261',
};

const KINDS = Object.keys(DOCUMENT_TYPE_CODES) as DocumentKind[];

/** Components of what partners supply to the operator; all others are the operator's supply. */
/** What is due without a supply of this window. */
const NO_SUPPLY: ReadonlySet<string> = new Set(['REINCLUSION', 'OPENING_BALANCE']);

const SUPPLIES_OF_PARTNERS: ReadonlySet<string> = new Set([
  'REDEMPTION',
  'REDEMPTION_REVERSAL',
  'MEMBERSHIP_SHARE',
  'BENEFIT',
]);

/** VAT category of EN 16931 (UNCL5305) with its rate: S standard, Z zero, E exempt, AE reverse charge, O outside the scope. */
export interface VatTreatment {
  readonly category: 'S' | 'Z' | 'E' | 'AE' | 'O';
  /** 1900 is 19 %; above 0 for S, else 0. */
  readonly rateBasisPoints: bigint;
  /** Why there is none, for E, AE and O, as the invoice says it. */
  readonly exemptionReason?: string;
}

/** How each component of each side's supplies is taxed, from the contract. */
export type VatOf = (kind: DocumentKind, component: string) => VatTreatment;

export interface DocumentLine {
  readonly component: string;
  /** > 0, without VAT. */
  readonly netMinor: bigint;
  readonly vat: VatTreatment;
}

/** The total of a document in one category and rate. */
export interface VatSubtotal {
  readonly vat: VatTreatment;
  readonly taxableMinor: bigint;
  readonly taxMinor: bigint;
}

export interface SettlementDocument {
  readonly kind: DocumentKind;
  /** In the order in which the components first occurred; at least one. */
  readonly lines: readonly DocumentLine[];
  readonly vatSubtotals: readonly VatSubtotal[];
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  /** Net and tax. */
  readonly grossMinor: bigint;
}

export interface SettlementDocuments {
  /** At most one of each kind, in the order of the kinds; none without an amount. */
  readonly documents: readonly SettlementDocument[];
  /** Signed sum of what disputes hold (< 0) or release (> 0); on no document. */
  readonly holdMinor: bigint;
}

/**
 * The documents of `partnerId` in a window, from the same totals that its net comes from (settlement.md 8.5). Totals of other accounts
 * are passed over. Credits of documents and of the hold, less their debits, are the partner's credits less debits.
 */
export function settlementDocuments(
  partnerId: string,
  totals: Iterable<ComponentTotal>,
  vatOf: VatOf,
): SettlementDocuments {
  const account = partnerAccount(partnerId);
  const amounts = new Map<DocumentKind, Map<string, bigint>>(KINDS.map((kind) => [kind, new Map()]));
  const add = (kind: DocumentKind, component: string, amountMinor: bigint) => {
    const lines = amounts.get(kind)!;
    if (amountMinor > 0n) lines.set(component, (lines.get(component) ?? 0n) + amountMinor);
  };
  let holdMinor = 0n;
  for (const { account: of, component, creditsMinor, debitsMinor } of totals) {
    if (of !== account || component === 'SETTLEMENT') continue;
    if (component.startsWith('DISPUTE_') || NO_SUPPLY.has(component)) {
      holdMinor += creditsMinor - debitsMinor;
      continue;
    }
    const ofPartner = SUPPLIES_OF_PARTNERS.has(component);
    add(ofPartner ? 'SELF_BILLED_CREDIT_NOTE' : 'OPERATOR_INVOICE', component, debitsMinor);
    add(ofPartner ? 'SELF_BILLED_INVOICE' : 'OPERATOR_CREDIT_NOTE', component, creditsMinor);
  }
  const documents = KINDS.flatMap((kind) => {
    const lines = [...amounts.get(kind)!].map(([component, netMinor]) => ({
      component,
      netMinor,
      vat: vatOf(kind, component),
    }));
    return lines.length === 0 ? [] : [documentOf(kind, lines)];
  });
  return { documents, holdMinor };
}

function documentOf(kind: DocumentKind, lines: readonly DocumentLine[]): SettlementDocument {
  const byCategory = new Map<string, { vat: VatTreatment; taxableMinor: bigint }>();
  for (const { vat, netMinor } of lines) {
    assert(
      vat.category === 'S' ? vat.rateBasisPoints > 0n : vat.rateBasisPoints === 0n,
      'only the standard category has a rate',
    );
    const key = `${vat.category} ${vat.rateBasisPoints}`;
    const subtotal = byCategory.get(key);
    if (subtotal === undefined) byCategory.set(key, { vat, taxableMinor: netMinor });
    else subtotal.taxableMinor += netMinor;
  }
  const vatSubtotals = [...byCategory.values()].map((subtotal) => ({
    ...subtotal,
    taxMinor: divideHalfUp(subtotal.taxableMinor * subtotal.vat.rateBasisPoints, 10_000n),
  }));
  const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0n);
  const taxMinor = vatSubtotals.reduce((sum, subtotal) => sum + subtotal.taxMinor, 0n);
  return { kind, lines, vatSubtotals, netMinor, taxMinor, grossMinor: netMinor + taxMinor };
}
