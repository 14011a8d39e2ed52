// Who stands in a file for a bank or a tax office: names, addresses and accounts, as plain values.

/** A structured address: town and country at least, as banks will take no other from November 2026 on. */
export interface PostalAddress {
  readonly street?: string;
  readonly buildingNumber?: string;
  readonly postCode?: string;
  readonly town: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** Holder of a bank account. */
export interface AccountHolder {
  readonly name: string;
  readonly address: PostalAddress | null;
  readonly account: { readonly iban: string } | { readonly number: string };
  /** Of the bank that keeps the account; null where the IBAN alone leads there (SEPA). */
  readonly bic: string | null;
}

/** A business as its invoices name it. */
export interface InvoiceParty {
  readonly name: string;
  readonly address: PostalAddress;
  /** With country prefix; null for a party that has none. */
  readonly vatId: string | null;
  /** Electronic address, and the scheme it is of (Peppol EAS code, such as 0088 for a GLN or 9930 for a German VAT id). */
  readonly endpoint: { readonly id: string; readonly scheme: string };
}

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** Whether `code` is a country's ISO 3166-1 alpha-2 code. */
export function isCountryCode(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && !NO_COUNTRY.has(code) && regions.of(code) !== undefined;
}

/** Codes that name unions, outlying waters, or nothing at all. */
const NO_COUNTRY = new Set(['EU', 'EZ', 'UN', 'QO', 'ZZ', 'XA', 'XB', 'AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA', 'UK']);
