import type { Logger } from 'pino';
import type { Database, Reads } from '../../db/client.ts';
import type { SubgraphContext } from '../serving/subgraph.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import type { BacktestThreads } from './backtest/backtest-threads.ts';
import type { Reference } from './domain/reference.ts';
import type { PostingEngine } from './engine/posting-engine.ts';
import type { QuoteReading } from './engine/quote-reading.ts';
import type { OutboxTail } from './events/outbox-tail.ts';
import type { LedgerLoaders } from './loaders.ts';
import type { Sealing } from './statements/sealed-secret.ts';
import type { StatementKeys } from './statements/statement-keys.ts';
import type { IdentityKey } from './store/posting/find-named.ts';

/** What the resolvers and commands of the ledger work with. */
export interface LedgerDeps {
  /** A pool with the role `ledger`. */
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** What partners has published of a programme, current at the call; null when there is no such programme. */
  readonly reference: (programmeId: string) => Promise<Reference | null>;
  /** In which time zone a programme's days begin: it keeps the one that it was made with. Null when there is no such programme. */
  readonly timeZone: (programmeId: string) => Promise<string | null>;
  readonly engine: PostingEngine;
  readonly readQuoted: QuoteReading;
  /** What the index of identities knows an identity by. */
  readonly identityLookup: (programmeId: string, identity: IdentityKey) => string;
  readonly backtests: BacktestThreads;
  readonly tail: OutboxTail;
  /** Milliseconds without an event after which a subscriber is told how far it has come. */
  readonly markEvery: number;
  /** Seals secrets at rest. */
  readonly sealing: Sealing;
  /** Random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Whether webhooks may go to addresses that are not public: in development. */
  readonly privateWebhooks: boolean;
  /** The keys that sign statements. */
  readonly keys: StatementKeys;
  readonly logger: Logger;
}

export interface LedgerContext extends SubgraphContext {
  readonly deps: LedgerDeps;
  /** Rows of the caller. What is added up from rows that the caller must not see one by one is read with `deps.database`, and says why. */
  readonly reads: Reads;
  readonly loaders: LedgerLoaders;
}
