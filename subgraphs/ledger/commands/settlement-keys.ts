/**
 * The operator changes or ends the key that signs statements. Remembered under its key like a window's close; what a revoked key had signed
 * is signed again afterwards (statements/sign-again.ts), by this process or by whichever looks next.
 */
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { StatementKeys } from '../statements/statement-keys.ts';
import { runWindowCommand, type WindowCommand, type WindowCommandServices } from './window-command.ts';

type KeyCommand = Omit<WindowCommand, 'windowId'>;
type KeyServices = WindowCommandServices & { readonly keys: StatementKeys };

/** Refusals in order: IDEMPOTENCY_KEY_REUSED. */
export function rotateSettlementKey(
  services: KeyServices,
  command: KeyCommand,
): Promise<Outcome<{ readonly keyId: string }>> {
  return runWindowCommand<{ readonly keyId: string }>(
    services,
    { ...command, kind: 'STATEMENT_KEY', statusWhenDone: 'NOTED', body: { change: 'rotate' } },
    async (sql, _transactionId, at) => {
      const key = await services.keys.rotate(sql, command.programmeId, at);
      return { outcome: accepted({ keyId: key.kid }), sentence: `From now on the key ${key.kid} signs statements.` };
    },
  );
}

/** Refusals in order: IDEMPOTENCY_KEY_REUSED, SETTLEMENT_KEY_UNKNOWN. */
export function revokeSettlementKey(
  services: KeyServices,
  command: KeyCommand & { readonly keyId: string; readonly reason: string },
): Promise<Outcome<{ readonly keyId: string }>> {
  const { programmeId, keyId, reason } = command;
  return runWindowCommand<{ readonly keyId: string }>(
    services,
    { ...command, kind: 'STATEMENT_KEY', statusWhenDone: 'NOTED', body: { change: 'revoke', keyId, reason } },
    async (sql, _transactionId, at) => {
      if (await services.keys.revoke(sql, programmeId, keyId, at, reason))
        return { outcome: accepted({ keyId }), sentence: `The key ${keyId} was revoked: ${reason}` };
      const refusal = refuse('SETTLEMENT_KEY_UNKNOWN', 'No such key of this programme.', ['input', 'keyId']);
      return { outcome: refused(refusal), sentence: 'No key was revoked.' };
    },
  );
}
