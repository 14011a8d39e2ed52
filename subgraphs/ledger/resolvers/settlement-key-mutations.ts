import { isOperator, keySpaceOf } from '../../serving/caller.ts';
import { toPayload } from '../../serving/refusal.ts';
import { requireProgrammeCaller } from '../../serving/required-caller.ts';
import { IDEMPOTENCY_KEY, readText } from '../../serving/text.ts';
import { type Refusal, refuse, refused } from '../../shared/refusal.ts';
import { revokeSettlementKey, rotateSettlementKey } from '../commands/settlement-keys.ts';
import type { LedgerContext } from '../context.ts';
import type { MutationResolvers } from '../generated.ts';
import { signAgain } from '../statements/sign-again.ts';
import { settlementKeysOf } from './statement.ts';

/** Who asks, and under which key. */
function readAsker(
  input: { readonly idempotencyKey: string },
  context: LedgerContext,
):
  | {
      readonly ok: true;
      readonly command: { readonly programmeId: string; readonly keySpace: string; readonly idempotencyKey: string };
    }
  | { readonly ok: false; readonly refusal: Refusal } {
  const caller = requireProgrammeCaller(context);
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'The keys of statements are the operator’s.'));
  const key = readText(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  if (!key.ok) return key;
  return {
    ok: true,
    command: { programmeId: caller.programmeId, keySpace: keySpaceOf(caller), idempotencyKey: key.text },
  };
}

/** The mutations that change the keys of statements. */
export const settlementKeyMutations: Required<Pick<MutationResolvers, 'rotateSettlementKey' | 'revokeSettlementKey'>> =
  {
    rotateSettlementKey: async (_, { input }, context) => {
      const asker = readAsker(input, context);
      const outcome = asker.ok ? await rotateSettlementKey(context.deps, asker.command) : asker;
      return toPayload(
        outcome,
        async () => ({ keys: await settlementKeysOf(requireProgrammeCaller(context).programmeId, context) }),
        { keys: null },
      );
    },
    revokeSettlementKey: async (_, { input }, context) => {
      const asker = readAsker(input, context);
      const reason = readText(input.reason, ['input', 'reason'], { max: 500 });
      const outcome = !asker.ok
        ? asker
        : !reason.ok
          ? reason
          : await revokeSettlementKey(context.deps, { ...asker.command, keyId: input.keyId, reason: reason.text });
      return toPayload(
        outcome,
        async () => {
          const { programmeId } = requireProgrammeCaller(context);
          await signAgain(context.deps, programmeId);
          return { keys: await settlementKeysOf(programmeId, context) };
        },
        { keys: null },
      );
    },
  };
