import type { Logger } from 'pino';
import type { Database } from '../../db/client.ts';
import type { Reward, RewardOrder } from '../../db/tables/rewards.ts';
import type { LedgerDoor } from '../serving/ledger-door.ts';
import type { EntityLoader } from '../serving/loaders.ts';
import type { SubgraphContext } from '../serving/subgraph.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';

/** What the commands of rewards work with. */
export interface RewardsDeps {
  readonly database: Database;
  readonly ledger: LedgerDoor;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Unguessable bytes for voucher codes. */
  readonly random: (bytes: number) => Uint8Array;
  readonly logger: Logger;
}

export interface RewardsLoaders {
  readonly rewards: EntityLoader<Reward>;
  readonly orders: EntityLoader<RewardOrder>;
  /** The first orders of each member, newest first, as many as asked plus one. */
  ordersOfMember(page: { readonly limit: number; readonly after: string | null }): EntityLoader<OrdersOfMember>;
}

export interface OrdersOfMember {
  readonly memberId: string;
  readonly orders: readonly RewardOrder[];
}

export interface RewardsContext extends SubgraphContext {
  readonly deps: RewardsDeps;
  readonly loaders: RewardsLoaders;
}
