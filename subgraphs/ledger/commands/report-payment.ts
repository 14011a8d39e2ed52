/**
 * What the bank says of one payment: it was executed, and is booked; or it was rejected, and waits for its next release; or it came back after
 * it was booked. The bank's own messages are taken whole (report-bank-file.ts); this is for what an operator is told otherwise.
 *
 * lock -> the payment by its EndToEndId -> under way? -> executed: journal, slots, item SETTLED (and the window, when it was the last);
 *                                                     -> rejected: item FAILED, the reason kept
 *                                       -> executed?  -> returned: journal, slots, item RETURNED (and the window SETTLING again)
 *
 * A collection that is overdue can still be paid. A payment is booked once and comes back once: its name is never used again, and a second
 * report of it is ITEM_STATE (the same one under the same key gets the same answer).
 */
import { accepted, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import { readInstructionNamed, reportInstructions } from '../store/settlement/instructions.ts';
import { moveItems, readItems } from '../store/settlement/items.ts';
import { readWindows } from '../store/windows/read-windows.ts';
import { bookPayments, bookReturns } from './settlement-items.ts';
import { runWindowCommand, type WindowCommand, type WindowCommandServices } from './window-command.ts';

export interface ReportPayment extends Omit<WindowCommand, 'windowId'> {
  readonly endToEndId: string;
  readonly result: 'EXECUTED' | 'REJECTED' | 'RETURNED';
  /** The bank's own name for it, 1 to 140 characters. */
  readonly bankReference: string | null;
  /** Why it was rejected or came back, 1 to 500 characters. */
  readonly reason: string | null;
  /** What the bank moved in the programme's currency for a payment in another, minor units without a sign; null where that is the net. */
  readonly bookedMinor: bigint | null;
}

/** Refusals in order: IDEMPOTENCY_KEY_REUSED, ITEM_UNKNOWN, INVALID_INPUT (booked otherwise, and in the programme's currency), ITEM_STATE. */
export async function reportPayment(
  services: WindowCommandServices,
  command: ReportPayment,
): Promise<Outcome<{ readonly itemId: string; readonly windowId: string }>> {
  const { programmeId, endToEndId, result, bankReference, reason, bookedMinor: booked } = command;
  return runWindowCommand<{ readonly itemId: string; readonly windowId: string }>(
    services,
    {
      ...command,
      kind: 'PAYMENT_REPORT',
      statusWhenDone: 'NOTED',
      body: { endToEndId, result, bankReference, reason, booked },
    },
    async (sql, transactionId, at) => {
      const not = (refusal: Refusal) => ({ outcome: refused(refusal), sentence: 'Nothing was booked.' });
      const instruction = await readInstructionNamed(sql, programmeId, endToEndId);
      const [item] = instruction === null ? [] : await readItems(sql, programmeId, [instruction.itemId]);
      const [window] = item === undefined ? [] : await readWindows(sql, programmeId, [item.windowId]);
      if (instruction === null || item === undefined || window === undefined)
        return not(refuse('ITEM_UNKNOWN', 'No such payment in this programme.', ['input', 'endToEndId']));
      if (booked !== null && item.settlementCurrency === null)
        return not(
          refuse('INVALID_INPUT', 'The payment is in the programme’s currency: it is booked at its amount.', [
            'input',
            'booked',
          ]),
        );
      const overdue = item.state === 'OVERDUE' && result === 'EXECUTED';
      const underWay = instruction.result === null && (item.state === 'INSTRUCTED' || overdue);
      if (result === 'RETURNED' ? instruction.result !== 'EXECUTED' : !underWay) {
        const why = result === 'RETURNED' ? 'was not executed' : 'is not under way';
        return not(refuse('ITEM_STATE', `The payment ${why}: its item is ${item.state}.`, ['input', 'endToEndId']));
      }
      const { itemId, windowId, partnerId, amountMinor } = item;
      const bookedMinor = booked !== null && amountMinor < 0n ? -booked : booked;
      const done = { outcome: accepted({ itemId, windowId }), windowId, partnerId };
      if (result === 'REJECTED') {
        await reportInstructions(sql, [{ itemId, bankReference, reason }], { result, at });
        await moveItems(sql, [itemId], 'FAILED', null);
        return { ...done, sentence: `The bank refused payment ${endToEndId}.` };
      }
      if (result === 'RETURNED') {
        await bookReturns(sql, window, [{ item, reason, bookedMinor }], transactionId, at);
        return { ...done, kind: 'SETTLEMENT', status: 'OK', sentence: `Payment ${endToEndId} came back.` };
      }
      await bookPayments(sql, window, [{ item, bankReference, bookedMinor }], transactionId, at);
      return { ...done, kind: 'SETTLEMENT', status: 'OK', sentence: `Payment ${endToEndId} was executed.` };
    },
  );
}
