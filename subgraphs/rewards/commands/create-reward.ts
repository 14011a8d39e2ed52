import { type Caller, isInProgramme, isOperator, keySpaceOf, mayActAtStore } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { DISPLAY_NAME, IDEMPOTENCY_KEY, readText } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { isPositivePoints } from '../../shared/points.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { insertReward } from '../store/rewards.ts';
import { partnerExists, readStore } from '../store/stores.ts';

export interface CreateReward {
  readonly idempotencyKey: string;
  readonly partnerId?: string | null | undefined;
  readonly storeId: string;
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly points: bigint;
  readonly stock?: bigint | null | undefined;
  readonly availableUntil?: Date | null | undefined;
}

const DESCRIPTION = { max: 2_000, min: 0 } as const;

/**
 * Puts a reward into the catalogue. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, INVALID_POINTS,
 * IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, STORE_UNKNOWN.
 */
export async function createReward(
  deps: RewardsDeps,
  caller: Caller,
  input: CreateReward,
): Promise<Outcome<{ rewardId: string }>> {
  if (!isInProgramme(caller) || caller.role === 'member') {
    return refused(refuse('NOT_ALLOWED', 'Only the operator and partners put rewards into the catalogue.'));
  }
  const partnerId = input.partnerId?.toLowerCase() ?? caller.partnerId;
  const storeId = input.storeId.toLowerCase();
  if (!isOperator(caller) && (partnerId === null || !mayActAtStore(caller, partnerId, storeId))) {
    return refused(refuse('NOT_ALLOWED', 'A partner adds rewards for its own stores only.', ['input', 'partnerId']));
  }
  const key = readText(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  if (!key.ok) return key;
  if (partnerId === null) return refused(refuse('INVALID_INPUT', '`partnerId` is missing.', ['input', 'partnerId']));
  const name = readText(input.name, ['input', 'name'], DISPLAY_NAME);
  if (!name.ok) return name;
  const description = readText(input.description ?? '', ['input', 'description'], DESCRIPTION);
  if (!description.ok) return description;
  if (!isPositivePoints(input.points)) {
    return refused(refuse('INVALID_POINTS', 'A reward costs at least one point.', ['input', 'points']));
  }
  const stock = input.stock ?? null;
  if (stock !== null && stock < 0n) {
    return refused(refuse('INVALID_INPUT', '`stock` cannot be negative.', ['input', 'stock']));
  }
  const availableUntil = input.availableUntil ?? null;
  const facts = { partnerId, storeId, name: name.text, description: description.text || null, points: input.points };
  const at = deps.clock();
  const { outcome } = await rememberCommand(
    deps.database,
    'rewards',
    {
      keySpace: keySpaceOf(caller),
      idempotencyKey: key.text,
      command: 'createReward',
      body: { ...facts, stock, availableUntil },
      at,
    },
    async ({ sql, db }) => {
      if (!isId(partnerId) || !(await partnerExists(sql, caller.programmeId, partnerId))) {
        return refused(refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', ['input', 'partnerId']));
      }
      const store = isId(storeId) ? await readStore(sql, caller.programmeId, storeId) : null;
      if (store?.partner_id !== partnerId) {
        return refused(refuse('STORE_UNKNOWN', 'No such store of this partner.', ['input', 'storeId']));
      }
      const rewardId = deps.ids();
      await insertReward(db, {
        ...facts,
        rewardId,
        programmeId: caller.programmeId,
        stock,
        availableUntil,
        createdAt: at,
      });
      return accepted({ rewardId });
    },
  );
  return outcome;
}
