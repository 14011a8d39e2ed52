// What the operator's bank says of payments, from its own messages to words about each of them (settlement.md 8.2, 8.3).
//
//   pain.002   the status of what was handed in: of single payments, of a part of a file, or of a file as a whole
//   camt.053   what was booked on the operator's account; camt.054 the same, told earlier
//
// Every version of the three is read: what differs between them (a status that became an element of its own, amounts that moved) is looked
// for in both places. A word names its payment by EndToEndId, or a whole file by MsgId; what it means for the payment is decided by whoever
// knows that (commands/report-bank-file.ts). Nothing is guessed: an entry without a reference is a word without a name.
//
// EXECUTED   ACSC, ACCC; booked, out of the account or into it
// REJECTED   RJCT, CANC; booked as a return (RtrInf) or a reversal (RvslInd)
// PENDING    everything else: accepted, received, not booked yet

import { type Money, parseAmount } from '../../../shared/money.ts';
import { elementsAt, readXml, textAt, type XmlElement, type XmlProblem } from './read-xml.ts';

export type BankMessage = 'PAIN_002' | 'CAMT_053' | 'CAMT_054';

/** What a bank says of a payment, or of a file of payments. */
export interface BankWord {
  /** Null where the bank names none. */
  readonly endToEndId: string | null;
  /** MsgId of the file that is meant as a whole; null where one payment is. */
  readonly messageId: string | null;
  readonly result: 'EXECUTED' | 'REJECTED' | 'PENDING';
  /** Without a sign, one a currency: what was sent, what was booked on the account, or neither. The account's comes first. */
  readonly amounts: readonly Money[];
  /** Which way the money went, seen from the operator's account; null where nothing was booked. */
  readonly direction: 'OUT' | 'IN' | null;
  /** The bank's own name for it, at most 140 characters. */
  readonly bankReference: string | null;
  /** Code and words, at most 500 characters. */
  readonly reason: string | null;
}

export interface BankAnswer {
  readonly message: BankMessage;
  /** The bank's name for the message. */
  readonly messageId: string;
  readonly words: readonly BankWord[];
}

export interface BankAnswerProblem {
  readonly code: XmlProblem['code'] | 'NOT_A_BANK_MESSAGE' | 'ELEMENT_MISSING' | 'AMOUNT_MALFORMED';
  readonly line: number | null;
  /** Which entry or payment of the file, from 1; null where the whole is meant. */
  readonly entry: number | null;
  readonly sentence: string;
}

export type BankAnswerReading =
  | { readonly ok: true; readonly answer: BankAnswer }
  | { readonly ok: false; readonly problem: BankAnswerProblem };

/** A message is read as a whole: larger ones come as several. */
export const MOST_BANK_FILE_BYTES = 8 * 1_048_576;

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:(pain\.002|camt\.053|camt\.054)\.001\.\d\d$/;

const MESSAGES: Readonly<Record<string, readonly [message: BankMessage, root: string]>> = {
  'pain.002': ['PAIN_002', 'CstmrPmtStsRpt'],
  'camt.053': ['CAMT_053', 'BkToCstmrStmt'],
  'camt.054': ['CAMT_054', 'BkToCstmrDbtCdtNtfctn'],
};

class Malformed extends Error {
  readonly problem: BankAnswerProblem;

  constructor(problem: BankAnswerProblem) {
    super(problem.sentence);
    this.problem = problem;
  }
}

/** Reads a message, or says what keeps it from being one. */
export function readBankAnswer(bytes: Uint8Array): BankAnswerReading {
  const xml = readXml(bytes, MOST_BANK_FILE_BYTES);
  if (!xml.ok) return { ok: false, problem: { ...xml.problem, entry: null } };
  const kind = NAMESPACE.exec(xml.namespace)?.[1];
  const [message, root] = MESSAGES[kind ?? ''] ?? [];
  const [body] = root === undefined ? [] : elementsAt(xml.root, root);
  if (message === undefined || body === undefined || xml.name !== 'Document') {
    const sentence = 'The file is no pain.002, camt.053 or camt.054 of ISO 20022.';
    return { ok: false, problem: { code: 'NOT_A_BANK_MESSAGE', line: null, entry: null, sentence } };
  }
  try {
    const messageId = required(body, 'GrpHdr/MsgId', null);
    const words = message === 'PAIN_002' ? statusWords(body) : bookedWords(body, message);
    return { ok: true, answer: { message, messageId: messageId.slice(0, 140), words } };
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, problem: error.problem };
    throw error;
  }
}

const EXECUTED = new Set(['ACSC', 'ACCC']);
const REJECTED = new Set(['RJCT', 'CANC']);

function resultOf(status: string | null): BankWord['result'] {
  return EXECUTED.has(status ?? '') ? 'EXECUTED' : REJECTED.has(status ?? '') ? 'REJECTED' : 'PENDING';
}

/** Words of single payments come first: what is said of the whole is for those that nothing was said of. */
function statusWords(report: XmlElement): BankWord[] {
  const single: BankWord[] = [];
  const whole: BankWord[] = [];
  const ofFile = (element: XmlElement, status: string | null, messageId: string): void => {
    if (status === null || status === 'PART') return;
    whole.push({
      ...{ endToEndId: null, messageId, result: resultOf(status), amounts: [], direction: null },
      ...{ bankReference: null, reason: reasonIn(element, 'StsRsnInf') },
    });
  };
  for (const group of elementsAt(report, 'OrgnlGrpInfAndSts')) {
    ofFile(group, textAt(group, 'GrpSts'), required(group, 'OrgnlMsgId', null));
  }
  for (const part of elementsAt(report, 'OrgnlPmtInfAndSts')) {
    ofFile(part, textAt(part, 'PmtInfSts'), required(part, 'OrgnlPmtInfId', null));
    for (const payment of elementsAt(part, 'TxInfAndSts')) {
      const entry = single.length + 1;
      single.push({
        endToEndId: textAt(payment, 'OrgnlEndToEndId'),
        messageId: null,
        result: resultOf(required(payment, 'TxSts', entry)),
        amounts: amountsAt(payment, entry, 'OrgnlTxRef/Amt/InstdAmt', 'OrgnlTxRef/IntrBkSttlmAmt'),
        direction: null,
        bankReference: upTo(140, textAt(payment, 'AcctSvcrRef', 'StsId')),
        reason: reasonIn(payment, 'StsRsnInf'),
      });
    }
  }
  return [...single, ...whole];
}

function bookedWords(body: XmlElement, message: BankMessage): BankWord[] {
  const words: BankWord[] = [];
  let entry = 0;
  for (const account of elementsAt(body, message === 'CAMT_053' ? 'Stmt' : 'Ntfctn')) {
    for (const booked of elementsAt(account, 'Ntry')) {
      entry += 1;
      const whole = amountsAt(booked, entry, 'Amt');
      if (whole.length === 0) throw missing('Amt', entry);
      const status = textAt(booked, 'Sts/Cd', 'Sts/Prtry', 'Sts');
      if (status === null) throw missing('Sts', entry);
      const direction = directionIn(booked, entry);
      if (direction === null) throw missing('CdtDbtInd', entry);
      const isReversal = textAt(booked, 'RvslInd') === 'true';
      const details = elementsAt(booked, 'NtryDtls/TxDtls');
      for (const detail of details.length === 0 ? [booked] : details) {
        const isReturn = isReversal || elementsAt(detail, 'RtrInf').length > 0;
        words.push({
          endToEndId: nameIn(detail),
          messageId: null,
          result: status !== 'BOOK' ? 'PENDING' : isReturn ? 'REJECTED' : 'EXECUTED',
          // Amounts of a detail stand in it since version 03; before, and where the bank converts, beside it. One detail is the whole entry.
          amounts: oneACurrency([
            ...amountsAt(detail, entry, 'Amt', ...AMOUNTS_BESIDE),
            ...(details.length > 1 ? [] : whole),
          ]),
          direction: (detail === booked ? null : directionIn(detail, entry)) ?? direction,
          bankReference: upTo(140, textAt(detail, 'Refs/AcctSvcrRef') ?? textAt(booked, 'AcctSvcrRef')),
          reason: reasonIn(detail, 'RtrInf'),
        });
      }
    }
  }
  return words;
}

function nameIn(detail: XmlElement): string | null {
  const name = textAt(detail, 'Refs/EndToEndId');
  return name === 'NOTPROVIDED' ? null : name;
}

function directionIn(element: XmlElement, entry: number): 'OUT' | 'IN' | null {
  const text = textAt(element, 'CdtDbtInd');
  if (text === null) return null;
  if (text === 'CRDT') return 'IN';
  if (text === 'DBIT') return 'OUT';
  throw new Malformed({
    ...{ code: 'ELEMENT_MISSING', line: null, entry },
    sentence: `Entry ${entry}: CdtDbtInd is neither CRDT nor DBIT.`,
  });
}

/** Codes and words of why, as the bank gives them. */
function reasonIn(element: XmlElement, name: string): string | null {
  const reasons = elementsAt(element, name).map((reason) =>
    [textAt(reason, 'Rsn/Cd', 'Rsn/Prtry'), ...elementsAt(reason, 'AddtlInf').map(({ text }) => text)]
      .filter((part) => part !== null && part !== '')
      .join(' '),
  );
  return upTo(500, reasons.filter((reason) => reason !== '').join('; ') || null);
}

/** Of the transaction, of the account where that is in another currency, and as it was sent. */
const AMOUNTS_BESIDE = ['AmtDtls/TxAmt/Amt', 'AmtDtls/CntrValAmt/Amt', 'AmtDtls/InstdAmt/Amt'];

function amountsAt(element: XmlElement, entry: number, ...paths: readonly string[]): Money[] {
  const found = paths.flatMap((path) => elementsAt(element, path).slice(0, 1)).filter(({ text }) => text !== '');
  return oneACurrency(found.map((amount) => moneyOf(amount, entry)));
}

/** The first of each currency. */
function oneACurrency(amounts: readonly Money[]): Money[] {
  return amounts.filter(({ currency }, at) => amounts.findIndex((other) => other.currency === currency) === at);
}

function moneyOf(found: XmlElement, entry: number): Money {
  const currency = found.attributes.Ccy ?? '';
  const amount = parseAmount(found.text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''), currency);
  if (typeof amount === 'string' || amount.minor < 0n) {
    throw new Malformed({
      ...{ code: 'AMOUNT_MALFORMED', line: null, entry },
      sentence: `Entry ${entry}: ${JSON.stringify(found.text.slice(0, 40))} is no amount of ${currency.slice(0, 10) || 'any currency'}.`,
    });
  }
  return amount;
}

function required(element: XmlElement, path: string, entry: number | null): string {
  const text = textAt(element, path);
  if (text === null) throw missing(path, entry);
  return text;
}

function missing(path: string, entry: number | null): Malformed {
  const where = entry === null ? 'The file' : `Entry ${entry}`;
  return new Malformed({ code: 'ELEMENT_MISSING', line: null, entry, sentence: `${where} has no ${path}.` });
}

function upTo(most: number, text: string | null): string | null {
  return text === null ? null : [...text].slice(0, most).join('').trim() || null;
}
