import { type Caller, isOperator, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { PartnersDeps } from '../context.ts';
import { readApiClient, revokeClient } from '../store/api-clients.ts';

export interface RevokeApiClient {
  readonly idempotencyKey: string;
  readonly clientId: string;
}

const CLIENT_ID = { max: 200 } as const;

/**
 * Revokes credentials; a client that was revoked before keeps its first date. Refusals in the published order: NOT_ALLOWED,
 * INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, CLIENT_UNKNOWN.
 */
export async function revokeApiClient(
  deps: PartnersDeps,
  caller: Caller,
  input: RevokeApiClient,
): Promise<Outcome<{ clientId: string }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'Only the operator revokes credentials.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const clientId = check.text(input.clientId, ['input', 'clientId'], CLIENT_ID);
  const refusal = check.first();
  if (refusal !== null) return refused(refusal);

  const at = deps.clock();
  const { programmeId } = caller;
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    { keySpace: keySpaceOf(caller), caller, idempotencyKey: key, command: 'revokeApiClient', body: { clientId }, at },
    async ({ db }) => {
      if ((await readApiClient(db, programmeId, clientId)) === null) {
        return refused(refuse('CLIENT_UNKNOWN', 'No such API client in this programme.', ['input', 'clientId']));
      }
      await revokeClient(db, programmeId, clientId, at);
      return accepted({ clientId });
    },
  );
  return outcome;
}
