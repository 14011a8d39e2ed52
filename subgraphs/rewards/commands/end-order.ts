// What may be done to an order after it was placed: the partner hands it over, or somebody gives it up.
import type { RewardOrder } from '../../../db/tables/rewards.ts';
import {
  type Caller,
  isInProgramme,
  isOperator,
  keySpaceOf,
  mayActForPartner,
  type ProgrammeCaller,
} from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { IDEMPOTENCY_KEY, readText } from '../../serving/text.ts';
import { assert } from '../../shared/assert.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { giveUpBenefit } from '../store/free-rewards.ts';
import { actsFor } from '../store/members.ts';
import { lockOrder, moveOrder, readOrders } from '../store/orders.ts';
import { readReward } from '../store/rewards.ts';
import { isUntouched, voidVoucherOf } from '../store/vouchers.ts';
import { driveOrder } from './order-saga.ts';

export interface EndOrder {
  readonly idempotencyKey: string;
  readonly orderId: string;
}

const ORDER_AT = ['input', 'orderId'];
const UNKNOWN = refuse('ORDER_UNKNOWN', 'No such order in this programme.', ORDER_AT);
const DAY_MILLIS = 86_400_000;

/**
 * The partner has handed it over: the reserved points are spent. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, ORDER_UNKNOWN,
 * ORDER_STATE, then the ledger's when the points are reserved no longer.
 */
export async function fulfilRewardOrder(
  deps: RewardsDeps,
  caller: Caller,
  input: EndOrder,
): Promise<Outcome<RewardOrder>> {
  if (!isInProgramme(caller) || caller.role === 'member')
    return refused(refuse('NOT_ALLOWED', 'The partner that honours a reward hands it over.'));
  return endOrder(deps, caller, 'fulfilRewardOrder', input, async (order) =>
    order.state === 'AWAITING_PARTNER'
      ? { state: 'RESERVED' }
      : refused(refuse('ORDER_STATE', 'The order does not wait for the partner.', ORDER_AT)),
  );
}

/**
 * Gives an order up: one that waits is undone, one that is fulfilled is refunded and its voucher void. A member may within the days that the reward
 * allows, the partner and the operator always; none once the voucher was used. A free reward that the member gives up is not given again. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, ORDER_UNKNOWN,
 * ORDER_STATE, VOUCHER_USED, then the ledger's.
 */
export async function cancelRewardOrder(
  deps: RewardsDeps,
  caller: Caller,
  input: EndOrder,
): Promise<Outcome<RewardOrder>> {
  if (!isInProgramme(caller)) return refused(refuse('NOT_ALLOWED', 'Only callers of a programme cancel orders.'));
  return endOrder(deps, caller, 'cancelRewardOrder', input, async (order, cancellableDays, voucherFree) => {
    const why = `Cancelled by the ${caller.role}.`;
    if (order.state === 'AWAITING_PARTNER') return { state: 'UNDOING', refusal: { code: 'ORDER_STATE', message: why } };
    const { fulfilledAt } = order;
    if (order.state !== 'FULFILLED' || fulfilledAt === null)
      return refused(refuse('ORDER_STATE', 'The order is at its end already, or on its way there.', ORDER_AT));
    const until = cancellableDays === null ? null : fulfilledAt.getTime() + cancellableDays * DAY_MILLIS;
    if (caller.role === 'member' && (until === null || deps.clock().getTime() >= until))
      return refused(refuse('ORDER_STATE', 'The time in which the member may give it back is over.', ORDER_AT));
    if (!(await voucherFree())) return refused(refuse('VOUCHER_USED', 'The voucher was used or passed on.', ORDER_AT));
    return { state: 'REFUNDING', refundsAsked: order.refundsAsked + 1, refusal: null };
  });
}

type Move = Partial<RewardOrder> & Pick<RewardOrder, 'state'>;
type Decision = Move | ReturnType<typeof refused>;

async function endOrder(
  deps: RewardsDeps,
  caller: ProgrammeCaller,
  command: string,
  input: EndOrder,
  decide: (
    order: RewardOrder,
    cancellableDays: number | null,
    voucherFree: () => Promise<boolean>,
  ) => Promise<Decision>,
): Promise<Outcome<RewardOrder>> {
  const key = readText(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  if (!key.ok) return key;
  const orderId = input.orderId.toLowerCase();
  const at = deps.clock();
  const { outcome } = await rememberCommand<{ orderId: string }>(
    deps.database,
    'rewards',
    { keySpace: keySpaceOf(caller), caller, idempotencyKey: key.text, command, body: { orderId }, at },
    async ({ db, sql }) => {
      const order = isId(orderId) ? await lockOrder(db, caller.programmeId, orderId) : null;
      if (order === null) return refused(UNKNOWN);
      const reward = await readReward(db, caller.programmeId, order.rewardId);
      assert(reward !== null, 'an order names a reward');
      const mine =
        isOperator(caller) ||
        mayActForPartner(caller, reward.partnerId) ||
        (await actsFor(sql, caller, order.memberId));
      if (!mine) return refused(UNKNOWN);
      const decided = await decide(order, reward.cancellableDays, () => isUntouched(sql, orderId, order.memberId));
      if ('ok' in decided) return decided;
      if (decided.state === 'REFUNDING') await voidVoucherOf(sql, orderId);
      await moveOrder(db, orderId, order.state, { ...decided, movedAt: at });
      if (caller.role === 'member') await giveUpBenefit(sql, orderId);
      return accepted({ orderId });
    },
  );
  if (!outcome.ok) return outcome;
  const driven = await driveOrder(deps, orderId, caller.requestId);
  const [order] = await readOrders(deps.database.sql, [orderId]);
  assert(order !== undefined, 'an order that was driven exists');
  // Cancelled is what was asked for here; what was meant to be refunded or handed over and was not is refused with the ledger's reason.
  const asked = command === 'cancelRewardOrder' ? ['CANCELLED', 'REFUNDED'] : ['FULFILLED', 'REFUNDING', 'REFUNDED'];
  if (asked.includes(order.state)) return accepted(order);
  if (!driven.ok) return driven;
  assert(order.refusal !== null, 'a refund that did not come about says why');
  return refused(refuse(order.refusal.code as 'ORDER_STATE', order.refusal.message));
}
