/**
 * An order is a saga that ends wholly or not at all, whatever crashes in between.
 *
 * | state            | what comes next, and where                                              | then                                     |
 * |------------------|-------------------------------------------------------------------------|------------------------------------------|
 * | PENDING          | ledger: reserve the points; rewards: one out of stock, the voucher drawn | RESERVED, AWAITING_PARTNER, or UNDOING   |
 * | AWAITING_PARTNER | nothing: the partner hands it over (`fulfilOrder`) or somebody cancels   | RESERVED or UNDOING                      |
 * | RESERVED         | ledger: spend the points; rewards: the voucher becomes valid             | FULFILLED; UNDOING when they are not there |
 * | UNDOING          | ledger: give back the hold; rewards: stock and limit given back          | CANCELLED                                |
 * | REFUNDING        | ledger: give back what was spent; rewards: stock and limit given back    | REFUNDED; FULFILLED when refused         |
 *
 * Every knock at the ledger's door has a key made of the order's id and the step, so a step that is done again gets the same answer; every
 * move in rewards names the state it starts from, so of two drivers one moves. Whoever finds an order on its way drives it to its end:
 * the same request sent again, or `resumeOrders` after a restart.
 *
 * An order is reserved in the transaction that places it, and its points are spent in one step and never held, which saves two commits. It is as whole: until
 * the points are spent the voucher is worth nothing and what was reserved can be given back; whether they were spent the ledger says under the order's
 * key, however often it is asked. Nobody who cannot pay keeps the last one from somebody who can: the last one is only taken for points that are held, and where none is
 * left but one may come back, an order is not refused: its points are held and it waits, for as long as the ledger takes to answer. What a partner hands over waits for days, so its points are held first.
 *
 * A free reward has no points to reserve or spend: in their place those who promised it pay the partner that honours it, and get that back.
 */
import { createHash } from 'node:crypto';
import { setTimeout as rest } from 'node:timers/promises';
import type { RewardOrder } from '../../../db/tables/rewards.ts';
import { assert } from '../../shared/assert.ts';
import { accepted, type Outcome, type Refusal, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { VOUCHER_BYTES, voucherCode } from '../domain/voucher-code.ts';
import { listOverdueOrders, listStrandedOrders, moveOrder, readOrders } from '../store/orders.ts';
import type { Reservation, Reserved } from '../store/reserve-orders.ts';
import { restoreVoucherOf } from '../store/vouchers.ts';
import { orderSteps } from './order-steps.ts';

const DAY_SECONDS = 86_400;
/** How long the points stay reserved: long enough for any outage; for a partner as long as the ledger allows. */
const HOLD_SECONDS = { VOUCHER: DAY_SECONDS, NOTHING: DAY_SECONDS, BY_PARTNER: 30 * DAY_SECONDS } as const;

/** How often an order that waits looks whether the last one has come back, and for how long it rests in between. */
const LOOKS = 50;
const LOOK_MILLIS = 40;

/**
 * Drives an order to where it ends or waits, and answers with it as it is then, or with why it was cancelled.
 * @param placed the order as it was just written, when it was
 */
export async function driveOrder(
  deps: RewardsDeps,
  orderId: string,
  requestId: string,
  placed: RewardOrder | null = null,
): Promise<Outcome<RewardOrder>> {
  let known = placed;
  // Each round moves the order on or finds that somebody else has: a saga has fewer steps than this.
  for (let round = 0; round < 10; round += 1) {
    const order: RewardOrder | undefined = known ?? (await readOrders(deps.database.sql, [orderId]))[0];
    assert(order !== undefined, 'an order that is driven exists');
    if (order.state === 'CANCELLED') {
      assert(order.refusal !== null, 'a cancelled order says why');
      return refused(order.refusal as Refusal);
    }
    const step = STEPS[order.state];
    if (step === null) return accepted(order);
    known = await step(deps, order, requestId);
  }
  throw new Error('Broken promise: an order comes to its end');
}

/** Takes a step; the order after it, null when it has to be read again. */
type Step = (deps: RewardsDeps, order: RewardOrder, requestId: string) => Promise<RewardOrder | null>;

const STEPS: Readonly<Record<Exclude<RewardOrder['state'], 'CANCELLED'>, Step | null>> = {
  PENDING: reserve,
  RESERVED: spend,
  UNDOING: undo,
  REFUNDING: refund,
  AWAITING_PARTNER: null,
  FULFILLED: null,
  REFUNDED: null,
};

async function reserve(deps: RewardsDeps, order: RewardOrder, requestId: string): Promise<RewardOrder | null> {
  const { orderId, programmeId, storeId, memberId, points, confirmationId } = order;
  const timeToLiveSeconds = HOLD_SECONDS[order.fulfilment];
  const held = await deps.ledger.authorise({
    ...{ programmeId, storeId, memberId, points, confirmationId, timeToLiveSeconds, requestId },
    idempotencyKey: `order:${orderId}:hold`,
    reference: orderId,
  });
  await deps.reached?.('held');
  const at = deps.clock();
  if (!held.ok) {
    const refusal = { code: held.refusal.code, message: held.refusal.message };
    return moveOrder(deps.database.db, orderId, 'PENDING', { state: 'CANCELLED', refusal, movedAt: at });
  }
  const { holdId } = held.result;
  const holdExpiresAt = reservedUntil(order);
  const reservation = { orderId, holdId, holdExpiresAt, at, voucher: newVoucher(deps) };
  let reserved: Reserved | null = null;
  for (let look = 1; look <= LOOKS; look += 1) {
    reserved = await orderSteps(deps.database).reserve({ ...reservation, mayWait: look < LOOKS });
    if (reserved?.state !== 'PENDING') break;
    await rest(LOOK_MILLIS);
  }
  await deps.reached?.('reserved');
  return reserved === null ? null : { ...order, ...reserved, holdId, holdExpiresAt, movedAt: at };
}

/** What reserving an order as it is placed needs: no hold, for its points are spent in one step, or it has none. */
export function reservationAtOnce(deps: RewardsDeps, order: RewardOrder): Reservation {
  const { orderId, orderedAt: at, fulfilment } = order;
  const holdExpiresAt = fulfilment === 'BY_PARTNER' ? reservedUntil(order) : null;
  return { orderId, holdId: null, holdExpiresAt, at, mayWait: true, voucher: newVoucher(deps) };
}

/** How long an order waits for its end at most. */
function reservedUntil({ orderedAt, fulfilment }: RewardOrder): Date {
  return new Date(orderedAt.getTime() + HOLD_SECONDS[fulfilment] * 1000);
}

function newVoucher(deps: RewardsDeps): Reservation['voucher'] {
  const code = voucherCode(deps.random(VOUCHER_BYTES));
  return { voucherId: deps.ids(), code, digest: codeDigest(code) };
}

async function spend(deps: RewardsDeps, order: RewardOrder, requestId: string): Promise<RewardOrder | null> {
  const { orderId } = order;
  const spent = await pay(deps, order, requestId);
  await deps.reached?.('captured');
  const at = deps.clock();
  if (!spent.ok) {
    const refusal = { code: spent.refusal.code, message: spent.refusal.message };
    return moveOrder(deps.database.db, orderId, 'RESERVED', { state: 'UNDOING', refusal, movedAt: at });
  }
  const { transactionId } = spent.result;
  const ended = await orderSteps(deps.database).fulfil({ orderId, transactionId, at });
  await deps.reached?.('fulfilled');
  return ended ? { ...order, state: 'FULFILLED', transactionId, fulfilledAt: at, movedAt: at } : null;
}

/** Has the ledger spend the order's points, or pay for a free reward; no transaction where the partner bears it. */
async function pay(
  deps: RewardsDeps,
  order: RewardOrder,
  requestId: string,
): Promise<Outcome<{ transactionId: string | null }>> {
  const { orderId, programmeId, storeId, memberId, points, holdId, benefit, confirmationId } = order;
  const spending = { programmeId, storeId, memberId, requestId, reference: orderId };
  if (points > 0n)
    return holdId === null
      ? deps.ledger.redeem({ ...spending, points, confirmationId, idempotencyKey: `order:${orderId}:redeem` })
      : deps.ledger.capture({ programmeId, holdId, requestId, idempotencyKey: `order:${orderId}:capture` });
  if (benefit === null) return accepted({ transactionId: null });
  return deps.ledger.postBenefit({
    ...{ ...spending, points: BigInt(benefit.points), funding: benefit.funding },
    idempotencyKey: `order:${orderId}:benefit`,
  });
}

async function undo(deps: RewardsDeps, order: RewardOrder, requestId: string): Promise<RewardOrder | null> {
  const { orderId, programmeId, holdId } = order;
  // A hold that is over, or that ended otherwise, reserves nothing any more: refused or not, the points are free.
  if (holdId !== null)
    await deps.ledger.void({ programmeId, holdId, requestId, idempotencyKey: `order:${orderId}:void` });
  await deps.reached?.('voided');
  await orderSteps(deps.database).giveBack({ orderId, at: deps.clock(), from: 'UNDOING', refundTransactionId: null });
  await deps.reached?.('cancelled');
  return null;
}

async function refund(deps: RewardsDeps, order: RewardOrder, requestId: string): Promise<RewardOrder | null> {
  const { orderId } = order;
  const refunded = await payBack(deps, order, requestId);
  await deps.reached?.('refunded');
  const at = deps.clock();
  if (refunded.ok) {
    const { transactionId: refundTransactionId } = refunded.result;
    await orderSteps(deps.database).giveBack({ orderId, at, from: 'REFUNDING', refundTransactionId });
  } else {
    const refusal = { code: refunded.refusal.code, message: refunded.refusal.message };
    await deps.database.withTransaction(async ({ db, sql }) => {
      const moved = await moveOrder(db, orderId, 'REFUNDING', { state: 'FULFILLED', refusal, movedAt: at });
      if (moved !== null) await restoreVoucherOf(sql, orderId);
    });
  }
  return null;
}

/** Has the ledger take back what `pay` did. */
async function payBack(
  deps: RewardsDeps,
  { orderId, programmeId, transactionId, refundsAsked, points }: RewardOrder,
  requestId: string,
): Promise<Outcome<{ transactionId: string | null }>> {
  const request = { programmeId, requestId, idempotencyKey: `order:${orderId}:refund:${refundsAsked}` };
  if (transactionId === null) {
    assert(points === 0n, 'an order that is refunded was paid');
    return accepted({ transactionId: null });
  }
  return points > 0n
    ? deps.ledger.refund({ ...request, redemptionId: transactionId })
    : deps.ledger.reverse({ ...request, transactionId, reason: 'A free reward was given back.' });
}

/** SHA-256 of a code as it is written. */
export function codeDigest(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}

const PAGE = 100;

/**
 * Drives orders to their end that nobody has moved since `before` (a process died in between), and undoes those that waited for a
 * partner until their points were no longer reserved. Safe to run beside live orders and beside itself. An order that cannot be moved
 * now is logged and left for the next run.
 * @returns how many were driven
 */
export async function resumeOrders(deps: RewardsDeps, before: Date): Promise<number> {
  const { db } = deps.database;
  const now = deps.clock();
  for (const orderId of await listOverdueOrders(db, now, PAGE)) {
    const refusal = { code: 'HOLD_EXPIRED', message: 'The partner did not hand it over in time.' };
    await moveOrder(db, orderId, 'AWAITING_PARTNER', {
      state: 'UNDOING',
      refusal,
      movedAt: new Date(before.getTime() - 1),
    });
  }
  const driven = await Promise.all(
    (await listStrandedOrders(db, before, PAGE)).map((orderId) =>
      driveOrder(deps, orderId, `resume:${orderId}`).then(
        () => 1,
        (error: unknown) => {
          deps.logger.warn({ orderId, err: error }, 'an order stays on its way');
          return 0;
        },
      ),
    ),
  );
  return driven.reduce((sum: number, one) => sum + one, 0);
}
