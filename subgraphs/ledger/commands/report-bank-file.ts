/**
 * A message of the operator's bank about payments (settlement.md 8.2, 8.3): pain.002, camt.053 or camt.054.
 *
 * bytes -> read the message whole or refuse it with its reason -> lock -> the same bytes as before: what became of them then
 *       -> the payments that it names, as they stand -> what each word means (domain/bank-words.ts)
 *       -> rejected: failed, to be released again; executed: booked; exchanged: the difference booked; came back: taken back, one transaction a window
 *          for each
 *       -> the message and its words are kept
 *
 * Words that name nobody of ours, contradict the books or name another amount change nothing and are listed: a bank's statement is full of
 * what is none of our business, and what is wrong is for a person. The bytes are kept: they are what the bookings rest on.
 */
import { hash } from 'node:crypto';
import type { TransactionSql } from '../../../db/client.ts';
import { isOperator, keySpaceOf, type ProgrammeCaller } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { proposerOf } from '../../shared/four-eyes.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { LedgerDeps } from '../context.ts';
import { type JudgedWord, judgeWords } from '../domain/bank-words.ts';
import { type BankAnswerProblem, readBankAnswer } from '../domain/files/bank-answer.ts';
import type { ReportBankFileInput } from '../generated.ts';
import { readPieces } from '../store/reconciliation/partner-file-pieces.ts';
import { insertBankFile, insertBankWords, readBankFileOf, readNamedPayments } from '../store/settlement/bank-files.ts';
import { reportInstructions } from '../store/settlement/instructions.ts';
import { moveItems, readItems } from '../store/settlement/items.ts';
import { readWindows } from '../store/windows/read-windows.ts';
import { insertWindowCommand } from '../store/windows/window-command.ts';
import { bookExchanges, bookPayments, bookReturns } from './settlement-items.ts';
import { runWindowCommand } from './window-command.ts';

/** An id, a refusal, and what is wrong with the file where that is why. */
export interface BankFileReported {
  readonly outcome: Outcome<{ readonly bankFileId: string }>;
  readonly problem: BankAnswerProblem | null;
}

/** What a bank did with payments that are booked, or booked anew. */
const BECAME = { PAID: 'executed', EXCHANGED: 'says at what it exchanged', RETURNED: 'gave back' } as const;

/** Longest text of a name that is kept of a word: names of ours have 35 characters. */
const MOST_NAME = 140;

/**
 * Refusals in order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, FILE_REFUSED, RECONCILIATION_UNKNOWN (no such upload).
 */
export async function reportBankFile(
  deps: LedgerDeps,
  caller: ProgrammeCaller,
  input: ReportBankFileInput,
): Promise<BankFileReported> {
  const { programmeId } = caller;
  const check = createInputCheck();
  check.require(isOperator(caller), 'NOT_ALLOWED', 'The bank answers the operator.', ['input']);
  const idempotencyKey = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  check.require((input.text == null) !== (input.upload == null), 'INVALID_INPUT', 'Give one of `text` and `upload`.', [
    'input',
    'text',
  ]);
  const upload = input.upload == null ? null : check.text(input.upload, ['input', 'upload'], { max: 100 });
  const malformed = check.first();
  if (malformed !== null) return { outcome: refused(malformed), problem: null };

  const keySpace = keySpaceOf(caller);
  const pieces =
    upload === null
      ? [new TextEncoder().encode(input.text ?? '')]
      : await readPieces(deps.database.sql, { programmeId, keySpace, upload });
  const bytes = pieces === null ? null : Buffer.concat(pieces);
  const sha256 = bytes === null ? null : hash('sha256', bytes, 'buffer');
  const reading = bytes === null ? null : readBankAnswer(bytes);
  const outcome = await runWindowCommand<{ readonly bankFileId: string }>(
    deps,
    {
      ...{ programmeId, keySpace, caller, idempotencyKey, kind: 'PAYMENT_REPORT', statusWhenDone: 'NOTED' },
      body: { upload, sha256: sha256?.toString('hex') ?? null },
    },
    async (sql, _transactionId, at) => {
      const not = (code: 'FILE_REFUSED' | 'RECONCILIATION_UNKNOWN', message: string) => ({
        outcome: refused(refuse(code, message, ['input', upload === null ? 'text' : 'upload'])),
        sentence: 'Nothing was taken from the file.',
      });
      if (bytes === null || sha256 === null || reading === null)
        return not('RECONCILIATION_UNKNOWN', 'No such upload, or one of its pieces is missing.');
      if (!reading.ok) return not('FILE_REFUSED', reading.problem.sentence);
      const { message, messageId, words } = reading.answer;
      const before = await readBankFileOf(sql, programmeId, sha256);
      if (before !== null)
        return {
          outcome: accepted({ bankFileId: before.bankFileId }),
          sentence: `${message} ${messageId} was known already.`,
        };
      const payments = await readNamedPayments(sql, programmeId, {
        endToEndIds: words.flatMap(({ endToEndId }) => endToEndId ?? []),
        messageIds: words.flatMap((word) => word.messageId ?? []),
      });
      const judged = judgeWords(words, payments);
      const bankFileId = deps.ids();
      const file = { bankFileId, programmeId, sha256, message, messageId, words: judged.length };
      await insertBankFile(sql, { ...file, reportedAt: at, reportedBy: proposerOf(caller) }, bytes);
      await insertBankWords(
        sql,
        bankFileId,
        judged.map(({ word, outcome, payment, bookedMinor }, ordinal) => ({
          ...{ ordinal, outcome, result: word.result, direction: word.direction },
          ...{ bankReference: word.bankReference, reason: word.reason, itemId: payment?.itemId ?? null },
          endToEndId: word.endToEndId?.slice(0, MOST_NAME) ?? null,
          messageId: word.messageId?.slice(0, MOST_NAME) ?? null,
          ...amountOf(word, payment),
          bookedMinor: bookedMinor !== null && bookedMinor < 0n ? -bookedMinor : bookedMinor,
        })),
      );
      await takeWords(sql, deps, { programmeId, keySpace, bankFileId, at }, judged);
      const count = (outcome: JudgedWord['outcome']): number => judged.filter((one) => one.outcome === outcome).length;
      return {
        outcome: accepted({ bankFileId }),
        sentence: `${message} ${messageId}: ${count('PAID')} payments were executed, ${count('FAILED')} rejected, ${count('RETURNED')} came back.`,
      };
    },
  );
  const told = !outcome.ok && outcome.refusal.code === 'FILE_REFUSED' && reading !== null && !reading.ok;
  return { outcome, problem: told ? reading.problem : null };
}

/** The amount that is shown of a word: in the payment's currency where there is one. */
function amountOf({ amounts }: JudgedWord['word'], payment: JudgedWord['payment']) {
  const shown = amounts.find(({ currency }) => currency === payment?.currency) ?? amounts[0];
  return { amountMinor: shown?.minor ?? null, currency: shown?.currency ?? null };
}

/** Does what the words say: each window's payments as one transaction, and its returns as one, under keys made of the message and the window. */
async function takeWords(
  sql: TransactionSql,
  deps: LedgerDeps,
  file: { readonly programmeId: string; readonly keySpace: string; readonly bankFileId: string; readonly at: Date },
  judged: readonly JudgedWord[],
): Promise<void> {
  const { programmeId, bankFileId, at } = file;
  const taken = judged.flatMap(({ word, outcome, payment, bookedMinor }) =>
    payment !== null && (outcome === 'FAILED' || outcome in BECAME) ? [{ word, outcome, payment, bookedMinor }] : [],
  );
  const items = await readItems(
    sql,
    programmeId,
    taken.map(({ payment }) => payment.itemId),
  );
  const itemOf = new Map(items.map((item) => [item.itemId, item]));
  const failed = taken.filter(({ outcome }) => outcome === 'FAILED');
  await reportInstructions(
    sql,
    failed.map(({ word, payment }) => ({
      itemId: payment.itemId,
      bankReference: word.bankReference,
      reason: word.reason,
    })),
    { result: 'REJECTED', at },
  );
  await moveItems(
    sql,
    failed.map(({ payment }) => payment.itemId),
    'FAILED',
    null,
  );
  // A message may say of one payment that it was executed, at what, and that it came back: booked first, then taken back.
  for (const outcome of ['PAID', 'EXCHANGED', 'RETURNED'] as const) {
    const said = taken.filter((one) => one.outcome === outcome);
    const windowIds = [...new Set(said.map(({ payment }) => payment.windowId))];
    for (const window of await readWindows(sql, programmeId, windowIds)) {
      const words = said
        .filter(({ payment }) => payment.windowId === window.windowId)
        .map(({ word, payment, bookedMinor }) => ({
          ...{ item: itemOf.get(payment.itemId)!, endToEndId: payment.endToEndId, bookedMinor },
          ...{ bankReference: word.bankReference, reason: word.reason },
        }));
      const transactionId = deps.ids();
      await insertWindowCommand(sql, {
        ...{ transactionId, programmeId, windowId: window.windowId, kind: 'SETTLEMENT', status: 'OK' },
        ...{ originalId: null, partnerId: null, at, requestHash: hash('sha256', bankFileId, 'buffer') },
        keySpace: `${file.keySpace} bank file`,
        idempotencyKey: `${bankFileId} ${window.windowId}${outcome === 'PAID' ? '' : ` ${outcome.toLowerCase()}`}`,
        details: { explanation: { sentence: `The bank ${BECAME[outcome]} ${words.length} payments.`, steps: [] } },
      });
      if (outcome === 'PAID') await bookPayments(sql, window, words, transactionId, at);
      else if (outcome === 'RETURNED') await bookReturns(sql, window, words, transactionId, at);
      else {
        const exchanged = words.map((word) => ({ ...word, bookedMinor: word.bookedMinor! }));
        await bookExchanges(sql, window, exchanged, transactionId);
      }
    }
  }
}
