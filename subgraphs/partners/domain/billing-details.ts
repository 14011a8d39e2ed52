/**
 * Who somebody is to banks and tax offices, checked: what is recorded here is written into payment files and invoices without another
 * look, so a wrong account number is refused today, not on pay day.
 */
import { countrySpecs, isValidBIC, isValidIBAN } from 'ibantools';
import { firstInOrder, type Outcome, type Refusal, refuse } from '../../shared/refusal.ts';

export interface AskedBilling {
  readonly legalName: string;
  readonly street?: string | null | undefined;
  readonly buildingNumber?: string | null | undefined;
  readonly postCode?: string | null | undefined;
  readonly town: string;
  readonly country: string;
  readonly vatId?: string | null | undefined;
  readonly registrationId?: string | null | undefined;
  readonly iban?: string | null | undefined;
  readonly accountNumber?: string | null | undefined;
  readonly bic?: string | null | undefined;
  readonly endpointId?: string | null | undefined;
  readonly endpointScheme?: string | null | undefined;
}

/** The same, whole: null is not known. The IBAN without spaces, in capitals. */
export type BillingDetails = { readonly [field in keyof AskedBilling]-?: Exclude<AskedBilling[field], undefined> };

/** Checks what can be told from the details alone; names and their lengths were read before. Refusals: INVALID_INPUT. */
export function readBillingDetails(asked: AskedBilling): Outcome<BillingDetails> {
  const refusals: Refusal[] = [];
  const require = (holds: boolean, message: string, field: keyof AskedBilling): void => {
    if (!holds) refusals.push(refuse('INVALID_INPUT', message, ['input', field]));
  };
  const iban = asked.iban?.replaceAll(' ', '').toUpperCase() ?? null;
  const accountNumber = asked.accountNumber ?? null;
  const bic = asked.bic?.toUpperCase() ?? null;
  const vatId = asked.vatId?.replaceAll(/[\s.-]/g, '').toUpperCase() ?? null;
  const endpointScheme = asked.endpointScheme ?? null;
  require(isCountryCode(asked.country), '`country` is no ISO 3166-1 alpha-2 code such as `DE`.', 'country');
  require(vatId === null ||
    /^[A-Z]{2}[A-Z0-9+*]{2,13}$/.test(vatId), '`vatId` is no VAT number with a country prefix.', 'vatId');
  require(iban === null || isValidIBAN(iban), '`iban` is no IBAN: its length or check digits are wrong.', 'iban');
  require(iban === null ||
    accountNumber === null, 'An account has either an IBAN or a number of another kind.', 'accountNumber');
  require(accountNumber === null ||
    /^[A-Za-z0-9]{1,34}$/.test(
      accountNumber,
    ), '`accountNumber` may hold only letters and digits, up to 34.', 'accountNumber');
  require(bic === null || isValidBIC(bic), '`bic` is no BIC of 8 or 11 characters.', 'bic');
  require((asked.endpointId ?? null) === null
    ? endpointScheme === null
    : endpointScheme !== null, 'An electronic address comes with its scheme.', 'endpointScheme');
  require(endpointScheme === null ||
    /^[0-9A-Z]{4}$/.test(endpointScheme), '`endpointScheme` is no EAS code such as `0088`.', 'endpointScheme');
  const refusal = firstInOrder(refusals);
  if (refusal !== null) return { ok: false, refusal };
  return {
    ok: true,
    result: {
      legalName: asked.legalName,
      street: asked.street ?? null,
      buildingNumber: asked.buildingNumber ?? null,
      postCode: asked.postCode ?? null,
      town: asked.town,
      country: asked.country,
      vatId,
      registrationId: asked.registrationId ?? null,
      iban,
      accountNumber,
      bic,
      endpointId: asked.endpointId ?? null,
      endpointScheme,
    },
  };
}

function isCountryCode(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && Object.hasOwn(countrySpecs, code);
}
