/**
 * What closing and settling share: one at a time per programme, done once per key, remembered for ever.
 *
 * Flow: take the closing lock -> in a later statement look up the key -> known: the remembered outcome, or KEY REUSED for
 * another body -> new: work, and remember its outcome in the same transaction.
 *
 * The lock is what makes this short: while it is held nobody posts in the programme, so nobody can claim the same key, move a
 * slot or close the window under us. It costs posting a pause of a few milliseconds per close.
 */
import type { Database, TransactionSql } from '../../../db/client.ts';
import { classifyFailure, mayRetry } from '../../../db/failures.ts';
import { writeAuditEntry } from '../../serving/audit-trail.ts';
import type { Caller } from '../../serving/caller.ts';
import { requestHash } from '../../serving/idempotency.ts';
import { assert } from '../../shared/assert.ts';
import type { Clock } from '../../shared/clock.ts';
import type { IdSource } from '../../shared/ids.ts';
import { type Outcome, refuse, refused } from '../../shared/refusal.ts';
import { lockWindowsForClosing } from '../store/window-lock.ts';
import { insertWindowCommand, readCommandByKey } from '../store/windows/window-command.ts';

/** What a window command needs from outside. */
export interface WindowCommandServices {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
}

export interface WindowCommand {
  readonly programmeId: string;
  /** `keySpaceOf(caller)`. */
  readonly keySpace: string;
  /** Who asks, for the audit trail; left out, the product itself. */
  readonly caller?: Caller;
  /** 1 to 200 characters, checked by the caller. */
  readonly idempotencyKey: string;
  readonly windowId: string;
}

/** What the work of a command leaves behind. */
export interface WindowWork<Result> {
  readonly outcome: Outcome<Result>;
  /** The window it is in, where that is not the command's own. */
  readonly windowId?: string;
  /** The transaction it is about, and the partner. */
  readonly originalId?: string;
  readonly partnerId?: string | null;
  /** The kind and status under which it is remembered, where they are not the command's own: it turned out to move money, or not. */
  readonly kind?: WindowCommandKind;
  readonly status?: 'OK' | 'NOTED';
  /** In a sentence, for the explanation of the transaction. */
  readonly sentence: string;
}

export type WindowCommandKind =
  | 'WINDOW_CLOSE'
  | 'WINDOW_REVIEW'
  | 'WINDOW_PROPOSAL'
  | 'WINDOW_DECISION'
  | 'PAYMENT_REPORT'
  | 'SETTLEMENT'
  | 'REINCLUSION'
  | 'OPENING_BALANCE'
  | 'DISPUTE_HOLD'
  | 'DISPUTE_RELEASE'
  | 'DISPUTE_CHANGE'
  | 'STATEMENT_KEY';

const ATTEMPTS = 3;

/**
 * Runs `work` once for the key. `work` gets the id of the transaction that will remember it, and the time of decision: taken
 * after the lock. TRY_AGAIN, not remembered, when the database stays busy.
 */
export async function runWindowCommand<Result extends object>(
  services: WindowCommandServices,
  command: Omit<WindowCommand, 'windowId'> & {
    readonly windowId?: string;
    readonly kind: WindowCommandKind;
    readonly statusWhenDone: 'OK' | 'NOTED';
    readonly body: object;
  },
  work: (sql: TransactionSql, transactionId: string, at: Date) => Promise<WindowWork<Result>>,
): Promise<Outcome<Result>> {
  const hash = requestHash(command.kind, command.body);
  try {
    return await services.database.withTransaction(
      async ({ sql }) => {
        await lockWindowsForClosing(sql, command.programmeId);
        const known = await readCommandByKey(sql, command);
        if (known !== null) {
          if (!known.requestHash.equals(hash)) return reusedKey();
          assert(known.details.outcome !== undefined, 'a window command remembers its outcome');
          return known.details.outcome as Outcome<Result>;
        }
        const transactionId = services.ids();
        const at = services.clock();
        const {
          outcome,
          sentence,
          windowId = command.windowId ?? null,
          originalId,
          partnerId,
          kind = command.kind,
          status = command.statusWhenDone,
        } = await work(sql, transactionId, at);
        await insertWindowCommand(sql, {
          ...command,
          transactionId,
          windowId: outcome.ok ? windowId : null,
          originalId: originalId ?? null,
          partnerId: partnerId ?? null,
          kind,
          status: outcome.ok ? status : 'REFUSED',
          requestHash: hash,
          at,
          details: { outcome, explanation: { sentence, steps: [] } },
        });
        if (outcome.ok) {
          await writeAuditEntry(sql, {
            caller: command.caller ?? null,
            programmeId: command.programmeId,
            command: command.kind,
            idempotencyKey: command.idempotencyKey,
            target: { transactionId, windowId, ...(originalId === undefined ? {} : { originalId }) },
            asked: command.body,
            at,
          });
        }
        return outcome;
      },
      { attempts: ATTEMPTS },
    );
  } catch (error) {
    if (!mayRetry(classifyFailure(error))) throw error;
    return refused(refuse('TRY_AGAIN', 'Too much is in flight: send the same request again.'));
  }
}

function reusedKey(): { readonly ok: false; readonly refusal: ReturnType<typeof refuse> } {
  return refused(
    refuse('IDEMPOTENCY_KEY_REUSED', 'This idempotency key was used before with another body.', [
      'input',
      'idempotencyKey',
    ]),
  );
}
