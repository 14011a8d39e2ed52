import type DataLoader from 'dataloader';
import type { Logger } from 'pino';
import type { Database, Reads } from '../../db/client.ts';
import type { Reward, RewardOrder, Voucher } from '../../db/tables/rewards.ts';
import type { LedgerDoor } from '../serving/ledger-door.ts';
import type { EntityLoader } from '../serving/loaders.ts';
import type { PersonLoader } from '../serving/persons.ts';
import type { SubgraphContext } from '../serving/subgraph.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import type { Standing } from './domain/availability.ts';
import type { VoucherUseRow } from './store/vouchers.ts';
import type { VoucherSigner } from './vouchers/voucher-signer.ts';

/** What the commands of rewards work with. */
export interface RewardsDeps {
  readonly database: Database;
  readonly ledger: LedgerDoor;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Unguessable bytes for voucher codes. */
  readonly random: (bytes: number) => Uint8Array;
  readonly logger: Logger;
  /** Whether this process follows the ledger's feed by itself; it does unless told. A test follows when it wants to look. */
  readonly followsFeed?: boolean;
  /** Told where a saga stands between two steps. Tests let the process die there. */
  readonly reached?: (point: SagaPoint) => void | Promise<void>;
}

/** Between which steps a saga stands. */
export type SagaPoint =
  | 'placed'
  | 'held'
  | 'reserved'
  | 'captured'
  | 'fulfilled'
  | 'voided'
  | 'cancelled'
  | 'refunded'
  | 'granted'
  | 'taken-back'
  | 'given';

export interface RewardsLoaders {
  /** What of the member who asks the catalogue asks, now; null for everybody else. */
  callersStanding(): Promise<{ readonly at: Date; readonly day: string; readonly standing: Standing } | null>;
  readonly persons: PersonLoader;
  readonly rewards: EntityLoader<Reward>;
  readonly orders: EntityLoader<RewardOrder>;
  readonly vouchers: EntityLoader<Voucher>;
  /** By the id of the order. */
  readonly voucherOfOrder: EntityLoader<Voucher>;
  /** How many are in each circle. */
  readonly circleSizes: DataLoader<string, number>;
  readonly usesOfVoucher: DataLoader<string, VoucherUseRow[]>;
  /** The first orders of each member, newest first, as many as asked plus one. */
  ordersOfMember(page: { readonly limit: number; readonly after: string | null }): EntityLoader<OrdersOfMember>;
}

export interface OrdersOfMember {
  readonly memberId: string;
  readonly orders: readonly RewardOrder[];
}

export interface RewardsContext extends SubgraphContext {
  readonly deps: RewardsDeps;
  /** Rows of the caller. What is nobody's row (terms of a programme, the proof of a draw) is read with `deps.database`. */
  readonly reads: Reads;
  readonly signer: VoucherSigner;
  readonly loaders: RewardsLoaders;
}
