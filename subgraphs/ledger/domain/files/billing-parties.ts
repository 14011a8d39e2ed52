// From what was recorded of somebody (names, addresses, tax numbers, accounts) to the party of an invoice or of a payment.
import type { AccountHolder, InvoiceParty, PostalAddress } from './parties.ts';

export interface BillingDetails {
  readonly legalName: string;
  readonly street: string | null;
  readonly buildingNumber: string | null;
  readonly postCode: string | null;
  readonly town: string;
  readonly country: string;
  readonly vatId: string | null;
  readonly registrationId: string | null;
  readonly iban: string | null;
  readonly accountNumber: string | null;
  readonly bic: string | null;
  readonly endpointId: string | null;
  readonly endpointScheme: string | null;
}

function addressOf({ street, buildingNumber, postCode, town, country }: BillingDetails): PostalAddress {
  return {
    ...(street === null ? {} : { street }),
    ...(buildingNumber === null ? {} : { buildingNumber }),
    ...(postCode === null ? {} : { postCode }),
    town,
    country,
  };
}

/** An electronic address that was not recorded is empty: what needs one says so. */
export function invoiceParty(details: BillingDetails): InvoiceParty {
  const { legalName, vatId, registrationId, endpointId, endpointScheme } = details;
  return {
    name: legalName,
    address: addressOf(details),
    vatId,
    ...(registrationId === null ? {} : { registrationId }),
    endpoint: { id: endpointId ?? '', scheme: endpointScheme ?? '' },
  };
}

/** The holder of the account that settlement is paid to or from; null where none was recorded. */
export function accountHolder(details: BillingDetails): AccountHolder | null {
  const { legalName, iban, accountNumber, bic } = details;
  const account = iban !== null ? { iban } : accountNumber !== null ? { number: accountNumber } : null;
  return account === null ? null : { name: legalName, address: addressOf(details), account, bic };
}
