/**
 * Gives the free rewards of tiers and paid memberships: an order of no points, delivered at once, with a voucher where the reward has one.
 *
 * | benefit         | once                                               | from                                                               |
 * |-----------------|----------------------------------------------------|--------------------------------------------------------------------|
 * | paid membership | for each period that was paid for                  | its first day                                                      |
 * | tier            | in the ladder's window: a calendar year, or months | the day after it was reached: on the day itself it may be taken back |
 *
 * The benefit is claimed under its key in the transaction that takes the stock and writes the order, so any number of processes may do it, and none needs to
 * remember anything. What is sold out, or not offered, is given when it is there again, as long as the benefit lasts. It counts towards no member's limit. No
 * points are spent, so nothing is settled: the partner that honours the reward bears it, as its share of the plan's fee is meant to pay for.
 */
import type { RewardsDeps } from '../context.ts';
import { isOffered } from '../domain/availability.ts';
import { dayIn } from '../domain/programme-day.ts';
import { VOUCHER_BYTES, voucherCode } from '../domain/voucher-code.ts';
import {
  claimBenefit,
  type DueReward,
  insertFreeOrder,
  readDueRewards,
  readGivingProgrammes,
} from '../store/free-rewards.ts';
import { readProgramme } from '../store/programmes.ts';
import { readReward } from '../store/rewards.ts';
import { codeDigest } from './order-saga.ts';

const PAGE = 500;

/** Gives what is due now. Doing it again, or at the same time elsewhere, changes nothing. Answers with how many were given. */
export async function giveFreeRewards(deps: RewardsDeps): Promise<number> {
  const { sql } = deps.database;
  const at = deps.clock();
  let given = 0;
  for (const programmeId of await readGivingProgrammes(sql)) {
    const today = dayIn((await readProgramme(sql, programmeId))?.time_zone ?? 'UTC', at);
    for (let after = '', page = PAGE; page === PAGE; ) {
      const due = await readDueRewards(sql, programmeId, today, after, PAGE);
      for (const one of due) if (await give(deps, programmeId, one, today, at)) given += 1;
      after = due.at(-1)?.benefit ?? after;
      page = due.length;
    }
  }
  return given;
}

async function give(deps: RewardsDeps, programmeId: string, due: DueReward, today: string, at: Date): Promise<boolean> {
  const { memberId, rewardId, tier } = due;
  const reward = await readReward(deps.database.db, programmeId, rewardId);
  if (reward === null || !isOffered(reward, at, today, { tier, earlyAccessHours: 0 })) return false;
  const orderId = deps.ids();
  const code = voucherCode(deps.random(VOUCHER_BYTES));
  const voucher = { voucherId: deps.ids(), code, digest: codeDigest(code) };
  try {
    return await deps.database.withTransaction(async ({ sql }) => {
      if (!(await claimBenefit(sql, due, orderId, today))) return false;
      if (!(await insertFreeOrder(sql, { orderId, memberId, rewardId, at, voucher }))) throw new SoldOut();
      await deps.reached?.('given');
      return true;
    });
  } catch (error) {
    if (error instanceof SoldOut) return false;
    throw error;
  }
}

/** Takes the claim back with the transaction. */
class SoldOut extends Error {}
