/**
 * An order is a saga that ends wholly or not at all, whatever crashes in between.
 *
 * | step | where   | what                                                                    | after a crash here                |
 * |------|---------|-------------------------------------------------------------------------|-----------------------------------|
 * | 1    | rewards | remember the key, take one out of stock, write the order as PENDING      | nothing happened, or step 2 comes |
 * | 2    | ledger  | spend the points under the order's own key                               | asked again: the same answer      |
 * | 3    | rewards | FULFILLED with its voucher, or CANCELLED with the stock put back         | steps 2 and 3 again, to one end   |
 *
 * Whoever finds a PENDING order drives it to its end: the same request sent again, or `resumePendingOrders` after a restart.
 * The voucher is drawn in step 1 and shown only from step 3 on.
 */
import { type Caller, isInProgramme, isMember, keySpaceOf, mayActForPartner } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { IDEMPOTENCY_KEY, readText } from '../../serving/text.ts';
import { assert } from '../../shared/assert.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { isOffered } from '../domain/offer.ts';
import { voucherCode } from '../domain/voucher-code.ts';
import { cancelOrder, fulfilOrder, insertOrder, listPendingOrders, readOrders } from '../store/orders.ts';
import { changeStock, lockReward } from '../store/rewards.ts';

export interface OrderReward {
  readonly idempotencyKey: string;
  readonly rewardId: string;
  readonly memberId?: string | null | undefined;
}

const VOUCHER_BYTES = 15;

/**
 * Buys a reward with points. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED,
 * REWARD_UNKNOWN, REWARD_UNAVAILABLE, then the ledger's (MEMBER_UNKNOWN, MEMBER_INACTIVE, INSUFFICIENT_POINTS, ...).
 * Throws when the ledger cannot be asked: the order stays PENDING and the same request, sent again, goes on with it.
 */
export async function orderReward(
  deps: RewardsDeps,
  caller: Caller,
  input: OrderReward,
): Promise<Outcome<{ orderId: string }>> {
  if (!isInProgramme(caller)) return refused(refuse('NOT_ALLOWED', 'Only callers of a programme order rewards.'));
  const memberId = (input.memberId ?? caller.memberId)?.toLowerCase() ?? null;
  if (caller.role === 'member' && (memberId === null || !isMember(caller, memberId))) {
    return refused(refuse('NOT_ALLOWED', 'A member orders for itself only.', ['input', 'memberId']));
  }
  const key = readText(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  if (!key.ok) return key;
  if (memberId === null) return refused(refuse('INVALID_INPUT', '`memberId` is missing.', ['input', 'memberId']));
  const rewardId = input.rewardId.toLowerCase();
  const at = deps.clock();
  const { outcome } = await rememberCommand<{ orderId: string }>(
    deps.database,
    'rewards',
    {
      keySpace: keySpaceOf(caller),
      idempotencyKey: key.text,
      command: 'orderReward',
      body: { rewardId, memberId },
      at,
    },
    async ({ db }) => {
      const reward = isId(rewardId) ? await lockReward(db, caller.programmeId, rewardId) : null;
      if (reward === null || (caller.role === 'partner' && !mayActForPartner(caller, reward.partnerId))) {
        return refused(refuse('REWARD_UNKNOWN', 'No such reward in this programme.', ['input', 'rewardId']));
      }
      if (!isId(memberId)) {
        return refused(refuse('MEMBER_UNKNOWN', 'No such member in this programme.', ['input', 'memberId']));
      }
      if (!isOffered(reward, at)) {
        return refused(refuse('REWARD_UNAVAILABLE', 'The reward is not offered now.', ['input', 'rewardId']));
      }
      const orderId = deps.ids();
      await changeStock(db, rewardId, -1n);
      await insertOrder(db, {
        orderId,
        programmeId: caller.programmeId,
        rewardId,
        memberId,
        storeId: reward.storeId,
        points: reward.points,
        state: 'PENDING',
        orderedAt: at,
        voucherCode: voucherCode(deps.random(VOUCHER_BYTES)),
        transactionId: null,
        refusal: null,
      });
      return accepted({ orderId });
    },
  );
  if (!outcome.ok) return outcome;
  return driveOrder(deps, outcome.result.orderId, caller.requestId);
}

/** Brings an order to its end, or reads the end it came to. */
async function driveOrder(
  deps: RewardsDeps,
  orderId: string,
  requestId: string,
): Promise<Outcome<{ orderId: string }>> {
  const [order] = await readOrders(deps.database.db, [orderId]);
  assert(order !== undefined, 'a remembered order exists');
  if (order.state === 'FULFILLED') return accepted({ orderId });
  if (order.state === 'CANCELLED') {
    assert(order.refusal !== null, 'a cancelled order says why');
    return refused(order.refusal as Refusal);
  }
  const spent = await deps.ledger.redeem({
    programmeId: order.programmeId,
    idempotencyKey: `order:${orderId}`,
    storeId: order.storeId,
    memberId: order.memberId,
    points: order.points,
    reference: orderId,
    requestId,
  });
  await deps.database.withTransaction(async ({ db }) => {
    if (spent.ok) {
      await fulfilOrder(db, orderId, spent.result.transactionId);
    } else if (await cancelOrder(db, orderId, { code: spent.refusal.code, message: spent.refusal.message })) {
      await changeStock(db, order.rewardId, 1n);
    }
  });
  return spent.ok ? accepted({ orderId }) : spent;
}

const PAGE = 100;

/**
 * Drives orders to their end that were begun before `before` and never ended: a process died in between. Safe to run beside
 * live orders and beside itself. An order that cannot be ended now is logged and left for the next run.
 * @returns how many came to an end
 */
export async function resumePendingOrders(deps: RewardsDeps, before: Date): Promise<number> {
  let ended = 0;
  for (const orderId of await listPendingOrders(deps.database.db, before, PAGE)) {
    try {
      await driveOrder(deps, orderId, `resume:${orderId}`);
      ended += 1;
    } catch (error) {
      deps.logger.warn({ orderId, err: error }, 'an order stays pending');
    }
  }
  return ended;
}
