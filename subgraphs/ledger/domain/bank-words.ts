// What a bank's words mean for the payments that they name: which were paid, which failed, and which words change nothing.
//
// In the order of the message; a later word meets what an earlier one of the same message said.
//
// PAID            executed: it is to be booked                    FAILED           rejected: it waits for its next release
// RETURNED        came back after it was booked: to be taken back
// PENDING         the bank has not decided                       KNOWN            it was known already, or changes nothing any more
// AMOUNT_DIFFERS  the bank names another amount: nothing is done   UNKNOWN          no payment of this programme has this name
// CONTRADICTED    the opposite is on the books, or the money went the wrong way: a person looks into it

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
  readonly state: ItemState;
  readonly result: 'EXECUTED' | 'REJECTED' | 'RETURNED' | null;
  /** MsgId of the file in which it was released; null where it was in none. */
  readonly messageId: string | null;
}

export type WordOutcome =
  | 'PAID'
  | 'FAILED'
  | 'RETURNED'
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
}

/**
 * Judges the words of one message. `payments` holds every payment that one of them names, and every payment of a file that one of them names as a
 * whole. A word about a file is one about each of its payments that the message does not name by itself.
 */
export function judgeWords(words: readonly BankWord[], payments: readonly NamedPayment[]): JudgedWord[] {
  const byName = new Map(payments.map((payment) => [payment.endToEndId, payment]));
  const named = new Set(words.map(({ endToEndId }) => endToEndId));
  const results = new Map(payments.map(({ endToEndId, result }) => [endToEndId, result]));
  const judged: JudgedWord[] = [];
  const judge = (word: BankWord, payment: NamedPayment): void => {
    const outcome = outcomeOf(word, payment, results.get(payment.endToEndId) ?? null);
    if (outcome === 'PAID') results.set(payment.endToEndId, 'EXECUTED');
    if (outcome === 'FAILED') results.set(payment.endToEndId, 'REJECTED');
    if (outcome === 'RETURNED') results.set(payment.endToEndId, 'RETURNED');
    judged.push({ word: { ...word, endToEndId: payment.endToEndId }, outcome, payment });
  };
  for (const word of words) {
    const ofFile = payments.filter(({ messageId }) => messageId !== null && messageId === word.messageId);
    const payment = byName.get(word.endToEndId ?? '');
    if (word.messageId !== null && ofFile.length > 0) {
      for (const one of ofFile) if (!named.has(one.endToEndId)) judge(word, one);
    } else if (word.messageId === null && payment !== undefined) judge(word, payment);
    else judged.push({ word, outcome: 'UNKNOWN', payment: null });
  }
  return judged;
}

function outcomeOf(
  { result, amount, direction }: BankWord,
  payment: NamedPayment,
  known: NamedPayment['result'],
): WordOutcome {
  const { amountMinor, currency, state } = payment;
  const size = amountMinor < 0n ? -amountMinor : amountMinor;
  if (amount !== null && (amount.currency !== currency || amount.minor !== size)) return 'AMOUNT_DIFFERS';
  if (result === 'PENDING') return known === null ? 'PENDING' : 'KNOWN';
  const goes = amountMinor > 0n ? 'OUT' : 'IN';
  // What was executed went its way; what came back went the other.
  if (direction !== null && (direction === goes) !== (result === 'EXECUTED')) return 'CONTRADICTED';
  // What was executed and came back was both.
  if (known === result || known === 'RETURNED') return 'KNOWN';
  if (known === 'EXECUTED') return 'RETURNED';
  if (known !== null) return 'CONTRADICTED';
  if (state === 'INSTRUCTED') return result === 'EXECUTED' ? 'PAID' : 'FAILED';
  if (state === 'OVERDUE') return result === 'EXECUTED' ? 'PAID' : 'KNOWN';
  return 'CONTRADICTED';
}
