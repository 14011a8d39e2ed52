/**
 * What orders do in rewards' own tables, each step with all orders that are at it at the same time: a transaction costs about the same for one as for a
 * hundred, and orders for the same reward do not queue at its stock but are served together.
 */
import type { Database } from '../../../db/client.ts';
import type { Reward } from '../../../db/tables/rewards.ts';
import { inBatches } from '../../shared/in-batches.ts';
import { refuse } from '../../shared/refusal.ts';
import { type Fulfilled, fulfilOrders, type GivenBack, giveBackOrders } from '../store/end-orders.ts';
import { type MemberHere, readConfirmAbove } from '../store/members.ts';
import { type Placing, placeOrders } from '../store/place-orders.ts';
import {
  type Reservation,
  type Reserved,
  readComingBack,
  reserveOrders,
  type WhyNot,
} from '../store/reserve-orders.ts';
import { readRewards } from '../store/rewards.ts';

export interface OrderSteps {
  /** `comesBack`: none is left, but one may be soon. */
  readReward(rewardId: string): Promise<{ readonly reward: Reward; readonly comesBack: boolean } | null>;
  /** Above how many points a member wants to be asked; null is never. */
  readConfirmAbove(member: MemberHere): Promise<bigint | null>;
  /** Places the order, and reserves it where that is asked for; what that changed of it. Null when the key was not free: nothing was written then. */
  place(placing: Placing): Promise<Partial<Reserved> | null>;
  /** What changed of the order; null when somebody else moved it first. */
  reserve(reservation: Reservation): Promise<Reserved | null>;
  /** False when somebody else ended it first. */
  fulfil(fulfilled: Fulfilled): Promise<boolean>;
  giveBack(givenBack: GivenBack): Promise<void>;
}

/** Why an order gets nothing. */
export const WHY_NOT: WhyNot = {
  OUT_OF_STOCK: refuse('REWARD_UNAVAILABLE', 'The last one was just taken.', ['input', 'rewardId']),
  OVER_LIMIT: refuse('LIMIT_EXCEEDED', 'The member has taken as many as one may.', ['input', 'rewardId']),
};
const ATTEMPTS = 3;
/** One order that cannot be written does not keep the others. */
const POISONED_ALONE = { alone: true };

const stepsOf = new WeakMap<Database, OrderSteps>();

/** The steps of all orders of this process. */
export function orderSteps(database: Database): OrderSteps {
  const steps = stepsOf.get(database) ?? openSteps(database);
  stepsOf.set(database, steps);
  return steps;
}

function openSteps(database: Database): OrderSteps {
  return {
    readReward: inBatches(async (rewardIds) => {
      const found = await readRewards(database.sql, [...new Set(rewardIds)]);
      const soldOut = found.filter(({ stock }) => stock === 0n).map(({ rewardId }) => rewardId);
      const comingBack = soldOut.length === 0 ? null : await readComingBack(database.sql, soldOut);
      const rewards = new Map(
        found.map((reward) => [reward.rewardId, { reward, comesBack: comingBack?.has(reward.rewardId) ?? false }]),
      );
      return rewardIds.map((rewardId) => rewards.get(rewardId) ?? null);
    }),
    readConfirmAbove: inBatches((members) => readConfirmAbove(database.sql, members)),
    place: inBatches(
      (placings) =>
        database.withTransaction(
          async ({ sql }) => {
            const atOnce = placings.flatMap(({ reservation }) => reservation ?? []);
            // Together, one behind the other: an order whose key was not free is not there to be reserved.
            const [placed, reserved] = await Promise.all([
              placeOrders(sql, placings),
              atOnce.length === 0 ? [] : reserveOrders(sql, atOnce, WHY_NOT),
            ]);
            const reservedOf = new Map(atOnce.map((reservation, at) => [reservation, reserved[at]]));
            return placings.map(({ reservation }, at) =>
              placed[at] ? ((reservation && reservedOf.get(reservation)) ?? {}) : null,
            );
          },
          { attempts: ATTEMPTS },
        ),
      POISONED_ALONE,
    ),
    reserve: inBatches(
      (wanted) => database.withTransaction(({ sql }) => reserveOrders(sql, wanted, WHY_NOT), { attempts: ATTEMPTS }),
      POISONED_ALONE,
    ),
    fulfil: inBatches((spent) => fulfilOrders(database.sql, spent), POISONED_ALONE),
    giveBack: inBatches(async (ending) => {
      await database.withTransaction(({ sql }) => giveBackOrders(sql, ending), { attempts: ATTEMPTS });
      return ending.map(() => undefined);
    }, POISONED_ALONE),
  };
}
