// Who stands in a file for a bank or a tax office: names, addresses and accounts, as plain values.

import { countrySpecs } from 'ibantools';

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
  /** In the register of companies; named beside the VAT id, and in place of it where nothing is subject to VAT. */
  readonly registrationId?: string;
  /** Electronic address, and the scheme it is of (Peppol EAS code, such as 0088 for a GLN or 9930 for a German VAT id). */
  readonly endpoint: { readonly id: string; readonly scheme: string };
}

/** Whether `code` is a country's ISO 3166-1 alpha-2 code (or Kosovo's XK, which banks use). */
export function isCountryCode(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && Object.hasOwn(countrySpecs, code);
}
