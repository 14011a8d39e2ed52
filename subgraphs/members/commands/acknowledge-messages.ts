import { type Caller, isOperator, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { deleteOutgoingMessages } from '../store/outgoing-messages.ts';

export const MOST_MESSAGES = 100;

export interface AcknowledgeMessages {
  readonly idempotencyKey: string;
  readonly messageIds: readonly string[];
}

/**
 * Says that messages were sent: they are kept no longer, addresses and codes with them. Ids that are not known any more are passed over. Refusals
 * in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED.
 */
export async function acknowledgeMessages(
  deps: MembersDeps,
  caller: Caller,
  input: AcknowledgeMessages,
): Promise<Outcome<{ acknowledged: number }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'The operator sends messages.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const messageIds = input.messageIds.map((id) => id.toLowerCase());
  check.require(
    messageIds.length >= 1 && messageIds.length <= MOST_MESSAGES && messageIds.every(isId),
    'INVALID_INPUT',
    `Give 1 to ${MOST_MESSAGES} ids of messages.`,
    ['input', 'messageIds'],
  );
  const refusal = check.first();
  if (refusal !== null) return refused(refusal);
  const { programmeId } = caller;
  const { outcome } = await rememberCommand(
    deps.database,
    'members',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'acknowledgeMessages',
      body: { messageIds },
      at: deps.clock(),
    },
    async ({ db }) => accepted({ acknowledged: await deleteOutgoingMessages(db, programmeId, messageIds) }),
  );
  return outcome;
}
