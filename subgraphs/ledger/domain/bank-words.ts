// What a bank's words mean for the payments that they name: which were paid, which failed, and which words change nothing.
//
// In the order of the message; a later word meets what an earlier one of the same message said.
//
// PAID            executed: it is to be booked                    FAILED           rejected: it waits for its next release
// RETURNED        came back after it was booked: to be taken back
// EXCHANGED       booked before, and now the bank says what it moved in the programme's currency for a payment in another: the difference is to be booked
// PENDING         the bank has not decided                       KNOWN            it was known already, or changes nothing any more
// AMOUNT_DIFFERS  the bank names another amount: nothing is done   UNKNOWN          no payment of this programme has this name
// CONTRADICTED    the opposite is on the books, or the money went the wrong way: a person looks into it
//
// A payment is matched by its name and by its amount in the currency in which it was sent. One in another currency than the programme's is also moved on
// the operator's account, at the bank's own rate (settlement.md 2.9): that amount may differ from the net, within reason. A bank that names this one
// alone names no other amount.

import { currencyExponent } from '../../shared/money.ts';
import type { BankWord } from './files/bank-answer.ts';
import type { ItemState } from './settlement-items.ts';

/** A payment of ours as it stands. */
export interface NamedPayment {
  readonly endToEndId: string;
  readonly itemId: string;
  readonly windowId: string;
  readonly partnerId: string;
  /** Above zero it was to go out, below zero to come in. */
  readonly amountMinor: bigint;
  readonly currency: string;
  /** The net that it pays, of the same sign, in the programme's currency. */
  readonly netMinor: bigint;
  readonly netCurrency: string;
  /** What the bank is known to have moved in the programme's currency, of the same sign; null where that is not known, or not another one. */
  readonly bookedMinor: bigint | null;
  readonly state: ItemState;
  readonly result: 'EXECUTED' | 'REJECTED' | 'RETURNED' | null;
  /** MsgId of the file in which it was released; null where it was in none. */
  readonly messageId: string | null;
}

export type WordOutcome =
  | 'PAID'
  | 'FAILED'
  | 'RETURNED'
  | 'EXCHANGED'
  | 'PENDING'
  | 'KNOWN'
  | 'CONTRADICTED'
  | 'AMOUNT_DIFFERS'
  | 'UNKNOWN';

export interface JudgedWord {
  readonly word: BankWord;
  readonly outcome: WordOutcome;
  /** Null where it is unknown. */
  readonly payment: NamedPayment | null;
  /** What the bank moved in the programme's currency for a payment in another, of the payment's sign; null where it does not say. */
  readonly bookedMinor: bigint | null;
}

/**
 * Judges the words of one message. `payments` holds every payment that one of them names, and every payment of a file that one of them names as a
 * whole. A word about a file is one about each of its payments that the message does not name by itself.
 */
export function judgeWords(words: readonly BankWord[], payments: readonly NamedPayment[]): JudgedWord[] {
  const byName = new Map(payments.map((payment) => [payment.endToEndId, payment]));
  const named = new Set(words.map(({ endToEndId }) => endToEndId));
  const known = new Map(payments.map(({ endToEndId, result, bookedMinor }) => [endToEndId, { result, bookedMinor }]));
  const judged: JudgedWord[] = [];
  const judge = (word: BankWord, payment: NamedPayment): void => {
    const { endToEndId } = payment;
    const before = known.get(endToEndId)!;
    const bookedMinor = bookedOf(word, payment);
    const outcome = outcomeOf(word, payment, before, bookedMinor);
    if (outcome === 'PAID') known.set(endToEndId, { result: 'EXECUTED', bookedMinor });
    if (outcome === 'FAILED') known.set(endToEndId, { result: 'REJECTED', bookedMinor: null });
    if (outcome === 'RETURNED') known.set(endToEndId, { ...before, result: 'RETURNED' });
    if (outcome === 'EXCHANGED') known.set(endToEndId, { ...before, bookedMinor });
    judged.push({ word: { ...word, endToEndId }, outcome, payment, bookedMinor });
  };
  for (const word of words) {
    const ofFile = payments.filter(({ messageId }) => messageId !== null && messageId === word.messageId);
    const payment = byName.get(word.endToEndId ?? '');
    if (word.messageId !== null && ofFile.length > 0) {
      for (const one of ofFile) if (!named.has(one.endToEndId)) judge(word, one);
    } else if (word.messageId === null && payment !== undefined) judge(word, payment);
    else judged.push({ word, outcome: 'UNKNOWN', payment: null, bookedMinor: null });
  }
  return judged;
}

/** What a word says was moved in the programme's currency for a payment in another, of the payment's sign. */
function bookedOf({ amounts }: BankWord, { currency, netCurrency, amountMinor }: NamedPayment): bigint | null {
  const booked = currency === netCurrency ? undefined : amounts.find((amount) => amount.currency === netCurrency);
  if (booked === undefined) return null;
  return amountMinor < 0n ? -booked.minor : booked.minor;
}

/** How far the bank's rate may be from the one that was fixed, of the net: beyond it somebody looks whether it is the same payment. */
const FURTHEST_EXCHANGE_BASIS_POINTS = 1_000n;

/** Whether what the bank moved can be a net at another rate. A unit of the currency more or less is rounding and charges of small amounts. */
function isNearNet(bookedMinor: bigint, netMinor: bigint, netCurrency: string): boolean {
  const off = size(bookedMinor - netMinor);
  const unit = 10n ** BigInt(currencyExponent(netCurrency) ?? 0);
  return bookedMinor !== 0n && (off <= unit || off * 10_000n <= size(netMinor) * FURTHEST_EXCHANGE_BASIS_POINTS);
}

function isAmountOf({ amounts }: BankWord, payment: NamedPayment, bookedMinor: bigint | null): boolean {
  if (bookedMinor !== null && !isNearNet(bookedMinor, payment.netMinor, payment.netCurrency)) return false;
  const sent = amounts.find(({ currency }) => currency === payment.currency);
  return sent === undefined ? amounts.length === 0 || bookedMinor !== null : sent.minor === size(payment.amountMinor);
}

function size(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}

function outcomeOf(
  word: BankWord,
  payment: NamedPayment,
  before: Pick<NamedPayment, 'result' | 'bookedMinor'>,
  bookedMinor: bigint | null,
): WordOutcome {
  const { result, direction } = word;
  const { amountMinor, state } = payment;
  const known = before.result;
  if (!isAmountOf(word, payment, bookedMinor)) return 'AMOUNT_DIFFERS';
  if (result === 'PENDING') return known === null ? 'PENDING' : 'KNOWN';
  const goes = amountMinor > 0n ? 'OUT' : 'IN';
  // What was executed went its way; what came back went the other.
  if (direction !== null && (direction === goes) !== (result === 'EXECUTED')) return 'CONTRADICTED';
  if (known === 'EXECUTED' && result === 'EXECUTED' && bookedMinor !== null && bookedMinor !== before.bookedMinor)
    return before.bookedMinor === null ? 'EXCHANGED' : 'AMOUNT_DIFFERS';
  // What was executed and came back was both.
  if (known === result || known === 'RETURNED') return 'KNOWN';
  if (known === 'EXECUTED') return 'RETURNED';
  if (known !== null) return 'CONTRADICTED';
  if (state === 'INSTRUCTED') return result === 'EXECUTED' ? 'PAID' : 'FAILED';
  if (state === 'OVERDUE') return result === 'EXECUTED' ? 'PAID' : 'KNOWN';
  return 'CONTRADICTED';
}
