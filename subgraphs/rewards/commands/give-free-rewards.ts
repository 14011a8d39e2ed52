/**
 * Gives the free rewards of tiers and paid memberships: an order of no points that goes the way of all orders (order-saga.ts).
 *
 * | benefit         | once                                               | from                                                               |
 * |-----------------|----------------------------------------------------|--------------------------------------------------------------------|
 * | paid membership | for each period that was paid for                  | its first day                                                      |
 * | tier            | in the ladder's window: a calendar year, or months | the day after it was reached: on the day itself it may be taken back |
 *
 * The benefit is claimed under its key in the transaction that places the order, takes the stock and counts it towards the member's limit, so any number of
 * processes may do it, and none needs to remember anything. What is sold out, not offered, or beyond the limit is given when it can be had, as long as the
 * benefit lasts. Those whom the tier or the plan names pay the partner that honours it; where it names nobody, that partner bears it, as its share
 * of the plan's fee is meant to pay for. What the ledger refuses (a funder at its cap) or the partner calls off is tried again a day later; what the
 * member gives back is not given again.
 */
import type { RewardOrder } from '../../../db/tables/rewards.ts';
import type { RewardsDeps } from '../context.ts';
import { isOffered, periodOf, priceFor } from '../domain/availability.ts';
import { dayIn } from '../domain/programme-day.ts';
import {
  claimBenefit,
  type DueReward,
  insertFreeOrder,
  readDueRewards,
  readGivingProgrammes,
} from '../store/free-rewards.ts';
import { readProgramme } from '../store/programmes.ts';
import { type Reserved, reserveOrders } from '../store/reserve-orders.ts';
import { readReward } from '../store/rewards.ts';
import { driveOrder, reservationAtOnce } from './order-saga.ts';
import { WHY_NOT } from './order-steps.ts';

const PAGE = 500;

/** Gives what is due now. Doing it again, or at the same time elsewhere, changes nothing. Answers with how many were given. */
export async function giveFreeRewards(deps: RewardsDeps): Promise<number> {
  const { sql } = deps.database;
  const at = deps.clock();
  let given = 0;
  for (const programmeId of await readGivingProgrammes(sql)) {
    const today = dayIn((await readProgramme(sql, programmeId))?.time_zone ?? 'UTC', at);
    for (let after = '', page = PAGE; page === PAGE; ) {
      const due = await readDueRewards(sql, programmeId, { today, at, after, limit: PAGE });
      for (const one of due) if (await give(deps, programmeId, one, today, at)) given += 1;
      after = due.at(-1)?.benefit ?? after;
      page = due.length;
    }
  }
  return given;
}

async function give(deps: RewardsDeps, programmeId: string, due: DueReward, today: string, at: Date): Promise<boolean> {
  const { memberId, rewardId, tier, funding } = due;
  const reward = await readReward(deps.database.db, programmeId, rewardId);
  if (reward === null || !isOffered(reward, at, today, { tier, earlyAccessHours: 0 })) return false;
  const { storeId, fulfilment, limitPeriod } = reward;
  const points = priceFor(reward, tier).points.toString();
  const order: RewardOrder = {
    ...{ orderId: deps.ids(), programmeId, rewardId, memberId, storeId, fulfilment, points: 0n, moneyMinor: null },
    benefit: funding === null ? null : { points, funding },
    confirmationId: null,
    limitPeriod: periodOf(limitPeriod, today),
    ...{ state: 'PENDING', orderedAt: at, movedAt: at, holdId: null, holdExpiresAt: null, stockTaken: false },
    ...{ limitTaken: false, fulfilledAt: null, transactionId: null, refusal: null, refundsAsked: 0 },
    refundTransactionId: null,
  };
  const reserved = await place(deps, due, order, today);
  if (reserved === null) return false;
  const ended = await driveOrder(deps, order.orderId, `benefit:${order.orderId}`, { ...order, ...reserved });
  if (!ended.ok) deps.logger.info({ orderId: order.orderId, refusal: ended.refusal }, 'a free reward was refused');
  return ended.ok;
}

/** Null when the benefit is used up, or there is nothing left for it: nothing was written then. */
async function place(deps: RewardsDeps, due: DueReward, order: RewardOrder, today: string): Promise<Reserved | null> {
  const { orderId, orderedAt: at } = order;
  try {
    return await deps.database.withTransaction(async ({ sql }) => {
      if (!(await claimBenefit(sql, due, { orderId, today, at }))) return null;
      await insertFreeOrder(sql, order);
      const [reserved] = await reserveOrders(sql, [{ ...reservationAtOnce(deps, order), mayWait: false }], WHY_NOT);
      if (reserved == null || reserved.refusal !== null) throw new NothingLeft();
      await deps.reached?.('given');
      return reserved;
    });
  } catch (error) {
    if (error instanceof NothingLeft) return null;
    throw error;
  }
}

/** Takes the claim back with the transaction. */
class NothingLeft extends Error {}
