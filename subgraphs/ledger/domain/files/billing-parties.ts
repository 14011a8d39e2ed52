// From what was recorded of somebody (names, addresses, tax numbers) to the party of an invoice.
import type { InvoiceParty, PostalAddress } from './parties.ts';

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
