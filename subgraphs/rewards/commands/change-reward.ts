import { type Caller, isInProgramme, keySpaceOf, mayActForPartner } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { MAX_POINTS } from '../../shared/points.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import type { ChangeRewardInput } from '../generated.ts';
import { lockReward, updateReward } from '../store/rewards.ts';
import { requireGregorian } from './once.ts';

/**
 * Changes what may change of a reward: how many there are, until when, or not at all any more. Price and terms never do: who ordered has them.
 * Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, REWARD_UNKNOWN, REWARD_UNAVAILABLE (fewer left than are taken away).
 */
export async function changeReward(
  deps: RewardsDeps,
  caller: Caller,
  input: ChangeRewardInput,
): Promise<Outcome<{ rewardId: string }>> {
  if (!isInProgramme(caller) || caller.role === 'member')
    return refused(refuse('NOT_ALLOWED', 'Only the operator and partners change rewards.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  if (input.availableUntil != null) requireGregorian(check, input.availableUntil, ['input', 'availableUntil']);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const rewardId = input.rewardId.toLowerCase();
  const { addStock, withdraw } = input;
  const availableUntil = input.availableUntil ?? null;
  const at = deps.clock();
  const { outcome } = await rememberCommand<{ rewardId: string }>(
    deps.database,
    'rewards',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'changeReward',
      body: { rewardId, addStock, withdraw, availableUntil },
      at,
    },
    async ({ db }) => {
      const reward = isId(rewardId) ? await lockReward(db, caller.programmeId, rewardId) : null;
      if (reward === null || !mayActForPartner(caller, reward.partnerId))
        return refused(refuse('REWARD_UNKNOWN', 'No such reward in this programme.', ['input', 'rewardId']));
      if (availableUntil !== null && reward.availableFrom !== null && availableUntil <= reward.availableFrom)
        return refused(
          refuse('INVALID_INPUT', '`availableUntil` comes after `availableFrom`.', ['input', 'availableUntil']),
        );
      if (addStock !== 0n && reward.stock === null)
        return refused(refuse('INVALID_INPUT', 'A reward without limit has no stock.', ['input', 'addStock']));
      const stock = reward.stock === null ? null : reward.stock + addStock;
      if (stock !== null && (stock < 0n || stock > MAX_POINTS))
        return refused(refuse('REWARD_UNAVAILABLE', 'Fewer are left than are taken away.', ['input', 'addStock']));
      await updateReward(db, rewardId, {
        stock,
        ...(availableUntil === null ? {} : { availableUntil }),
        ...(withdraw && reward.withdrawnAt === null ? { withdrawnAt: at } : {}),
      });
      return accepted({ rewardId });
    },
  );
  return outcome;
}
