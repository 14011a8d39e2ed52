// The pay-outs of a window as a file for the operator's bank: pain.001.001.09, the set of elements of settlement.md 8.2.
//
// One file, one currency, one execution date, one debit account, and only what is paid to partners: collections are invoices or
// another message. Euros go as SEPA credit transfers (SvcLvl SEPA, ChrgBr SLEV, IBAN only); other currencies without either mark.
// The same request makes the same file, byte for byte: nothing is drawn or clocked here. MsgId ends in a digest of the request, so a
// file with other content never carries the MsgId of an earlier one. EndToEndId is how the bank's answer (pain.002, camt.053) is
// matched: the caller gives each payment one that was never used, so what is sent again after a rejection is another message, too.
//
// Order: every check of every party is made and all problems are returned at once; a file is made only when there are none. A file
// that leaves one partner out is the caller's decision. Names and addresses are written in the SEPA character set before their
// lengths are counted; what is too long is cut where the schema says (names 70), since a payee is found by its IBAN.

import { extractIBAN, isSEPACountry, isValidBIC, isValidIBAN } from 'ibantools';
import { currencyExponent, formatAmount, type Money } from '../../../shared/money.ts';
import type { JsonValue } from '../canonical-json.ts';
import { hashText, type Sha256 } from '../merkle-tree.ts';
import { digestedReference } from './bank-reference.ts';
import { bankTextUpTo, namesSomething } from './bank-text.ts';
import { type AccountHolder, isCountryCode, type PostalAddress } from './parties.ts';
import { type XmlTree, xmlDocument } from './xml-document.ts';

export const PAIN_001 = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';

/** One partner that is to be paid. */
export interface Payout {
  readonly partner: string;
  /** The payment's name at every bank, for ever: at most 35 characters, as `bankReference` makes it. */
  readonly endToEndId: string;
  /** > 0, in the currency of the file. */
  readonly amount: Money;
  /** Null where the partner has given no bank details: a problem, not a reason to leave it out in silence. */
  readonly creditor: AccountHolder | null;
  /** What the partner reads on its bank statement; default: programme, window and partner. */
  readonly remittance?: string;
}

export interface PayoutRequest {
  readonly programme: string;
  readonly window: string;
  /** What the file is made for. Another release has another MsgId, whatever it pays. */
  readonly release: string;
  readonly createdAt: Date;
  /** YYYY-MM-DD: the value date of the settlement, a business day of the bank. */
  readonly executionDate: string;
  readonly currency: string;
  readonly debtor: AccountHolder;
  readonly payouts: readonly Payout[];
}

export interface PayoutFile {
  readonly messageId: string;
  readonly xml: string;
  /** base64url SHA-256 of the file's bytes, to be kept: it is what two persons release. */
  readonly sha256: string;
  readonly sumMinor: bigint;
}

export type PayoutProblemCode =
  | 'NOTHING_TO_PAY'
  | 'CURRENCY_UNKNOWN'
  | 'CURRENCY_OF_ANOTHER_FILE'
  | 'DATE_MALFORMED'
  | 'PARTNER_TWICE'
  | 'AMOUNT_OUT_OF_RANGE'
  | 'BANK_DETAILS_MISSING'
  | 'NAME_NOT_WRITABLE'
  | 'IBAN_WRONG'
  | 'IBAN_OUTSIDE_SEPA'
  | 'ACCOUNT_WRONG'
  | 'BIC_WRONG'
  | 'BIC_MISSING'
  | 'ADDRESS_WRONG';

export interface PayoutProblem {
  readonly code: PayoutProblemCode;
  /** Whose details are at fault; null for the operator's own, or for the request as a whole. */
  readonly partner: string | null;
  readonly sentence: string;
}

/** Makes the file, or says all that is wrong with the request (settlement.md 8.2). */
export function payoutFile(
  sha256: Sha256,
  request: PayoutRequest,
):
  | { readonly ok: true; readonly file: PayoutFile }
  | { readonly ok: false; readonly problems: readonly PayoutProblem[] } {
  const problems = problemsOf(request);
  if (problems.length > 0) return { ok: false, problems };
  const { programme, window, currency, payouts } = request;
  const messageId = digestedReference(sha256, `${programme}-${window}`, contentOf(request));
  const sumMinor = payouts.reduce((sum, payout) => sum + payout.amount.minor, 0n);
  const count = String(payouts.length);
  const sum = formatAmount(sumMinor, currency);
  const sepa = currency === 'EUR';
  const xml = xmlDocument({
    Document: {
      '@xmlns': PAIN_001,
      CstmrCdtTrfInitn: {
        GrpHdr: {
          MsgId: messageId,
          CreDtTm: request.createdAt.toISOString().replace(/\.\d+Z$/, 'Z'),
          NbOfTxs: count,
          CtrlSum: sum,
          InitgPty: { Nm: bankTextUpTo(70, request.debtor.name) },
        },
        PmtInf: {
          PmtInfId: messageId,
          PmtMtd: 'TRF',
          BtchBookg: 'false',
          NbOfTxs: count,
          CtrlSum: sum,
          PmtTpInf: sepa ? { SvcLvl: { Cd: 'SEPA' } } : null,
          ReqdExctnDt: { Dt: request.executionDate },
          Dbtr: party(request.debtor),
          DbtrAcct: account(request.debtor),
          DbtrAgt: agent(request.debtor) ?? { FinInstnId: { Othr: { Id: 'NOTPROVIDED' } } },
          ChrgBr: sepa ? 'SLEV' : null,
          CdtTrfTxInf: payouts.map((payout) => {
            const creditor = payout.creditor!;
            return {
              PmtId: { EndToEndId: payout.endToEndId },
              Amt: { InstdAmt: { '@Ccy': currency, '#': formatAmount(payout.amount.minor, currency) } },
              CdtrAgt: agent(creditor),
              Cdtr: party(creditor),
              CdtrAcct: account(creditor),
              RmtInf: {
                Ustrd: bankTextUpTo(140, payout.remittance ?? `Settlement ${programme} ${window} ${payout.partner}`),
              },
            };
          }),
        },
      },
    },
  });
  return {
    ok: true,
    file: {
      messageId,
      xml,
      sha256: hashText(sha256(new TextEncoder().encode(xml))),
      sumMinor,
    },
  };
}

function party({ name, address }: AccountHolder): XmlTree {
  return {
    Nm: bankTextUpTo(70, name),
    PstlAdr: address && {
      StrtNm: bankTextUpTo(70, address.street ?? ''),
      BldgNb: bankTextUpTo(16, address.buildingNumber ?? ''),
      PstCd: bankTextUpTo(16, address.postCode ?? ''),
      TwnNm: bankTextUpTo(35, address.town),
      Ctry: address.country,
    },
  };
}

function account({ account }: AccountHolder): XmlTree {
  return { Id: 'iban' in account ? { IBAN: plain(account.iban) } : { Othr: { Id: bankTextUpTo(34, account.number) } } };
}

function agent({ bic }: AccountHolder): XmlTree | null {
  return bic === null ? null : { FinInstnId: { BICFI: plain(bic) } };
}

/** An IBAN or BIC as electronic messages have it: people write them in groups and in small letters. */
function plain(identifier: string): string {
  return identifier.replace(/\s/g, '').toUpperCase();
}

/** All that goes into the file, for its digest. */
function contentOf(request: PayoutRequest): JsonValue {
  return JSON.parse(
    JSON.stringify(request, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
  ) as JsonValue;
}

function problemsOf(request: PayoutRequest): PayoutProblem[] {
  const { currency, debtor, payouts } = request;
  const problems: PayoutProblem[] = [];
  const add = (code: PayoutProblemCode, partner: string | null, sentence: string) =>
    problems.push({ code, partner, sentence });
  if (payouts.length === 0) add('NOTHING_TO_PAY', null, 'No partner of the window is to be paid.');
  if (currencyExponent(currency) === null) add('CURRENCY_UNKNOWN', null, `${currency} is no currency of ISO 4217.`);
  if (!isDate(request.executionDate)) add('DATE_MALFORMED', null, `${request.executionDate} is no date.`);
  problems.push(...problemsOfHolder(debtor, null, currency));
  const seen = new Set<string>();
  for (const { partner, amount, creditor } of payouts) {
    if (seen.has(partner)) add('PARTNER_TWICE', partner, `${partner} stands twice: a window is paid with one amount.`);
    seen.add(partner);
    if (amount.currency !== currency) {
      add(
        'CURRENCY_OF_ANOTHER_FILE',
        partner,
        `${partner} is paid in ${amount.currency}: this file is in ${currency}.`,
      );
    } else if (amount.minor < 1n || (currency === 'EUR' && amount.minor > 99_999_999_999n)) {
      const range = currency === 'EUR' ? 'from 0.01 to 999999999.99' : 'above zero';
      add('AMOUNT_OUT_OF_RANGE', partner, `${partner}: a payment is ${range}.`);
    }
    if (creditor === null) add('BANK_DETAILS_MISSING', partner, `${partner} has given no bank details.`);
    else problems.push(...problemsOfHolder(creditor, partner, currency));
  }
  return problems;
}

function problemsOfHolder(holder: AccountHolder, partner: string | null, currency: string): PayoutProblem[] {
  const problems: PayoutProblem[] = [];
  const whose = partner === null ? 'The operator' : partner;
  const add = (code: PayoutProblemCode, sentence: string) => problems.push({ code, partner, sentence });
  const sepa = currency === 'EUR';
  if (!namesSomething(bankTextUpTo(70, holder.name))) {
    add('NAME_NOT_WRITABLE', `${whose}: the name has nothing that can be written in the SEPA character set.`);
  }
  if ('iban' in holder.account) {
    const iban = plain(holder.account.iban);
    if (!isValidIBAN(iban)) add('IBAN_WRONG', `${whose}: the IBAN does not check.`);
    else if (sepa && !isInSepa(extractIBAN(iban).countryCode ?? '')) {
      add('IBAN_OUTSIDE_SEPA', `${whose}: the account is not in the SEPA, which euro credit transfers stay within.`);
    }
  } else if (sepa) {
    add('ACCOUNT_WRONG', `${whose}: a SEPA credit transfer takes an IBAN only.`);
  } else if (!namesSomething(bankTextUpTo(34, holder.account.number))) {
    add('ACCOUNT_WRONG', `${whose}: the account number is empty.`);
  }
  if (holder.bic === null) {
    if (!sepa && partner !== null) add('BIC_MISSING', `${whose}: outside SEPA the payee's bank must be named.`);
  } else if (!isValidBIC(plain(holder.bic))) {
    add('BIC_WRONG', `${whose}: the BIC is malformed.`);
  }
  if (holder.address !== null && !isWritable(holder.address)) {
    add('ADDRESS_WRONG', `${whose}: a structured address needs a town and a country's two-letter code.`);
  }
  return problems;
}

function isWritable(address: PostalAddress): boolean {
  return isCountryCode(address.country) && namesSomething(bankTextUpTo(35, address.town));
}

/** Countries that joined the SEPA in 2025 and 2026, which the library's list does not have yet. */
const LATEST_IN_SEPA = new Set(['AL', 'MD', 'ME', 'MK', 'RS']);

function isInSepa(country: string): boolean {
  return isSEPACountry(country) || LATEST_IN_SEPA.has(country);
}

function isDate(text: string): boolean {
  const millis = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(text);
}
