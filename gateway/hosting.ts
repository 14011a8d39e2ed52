/**
 * Starting the subgraphs: each with its own pool and role, the same whether it shares the gateway's process or has one of its
 * own. This is the one place that knows all four.
 */
import { randomBytes, randomInt } from 'node:crypto';
import type { Logger } from 'pino';
import { openDatabase } from '../db/client.ts';
import type { FeedKeeping } from '../subgraphs/ledger/events/outbox-tail.ts';
import { startLedger } from '../subgraphs/ledger/server.ts';
import type { LookUp } from '../subgraphs/ledger/webhooks/address-guard.ts';
import { startMembers } from '../subgraphs/members/server.ts';
import { startPartners } from '../subgraphs/partners/server.ts';
import { startRewards } from '../subgraphs/rewards/server.ts';
import type { AskSubgraph } from '../subgraphs/serving/call-subgraph.ts';
import type { SigningSecrets } from '../subgraphs/serving/caller-signature.ts';
import { openLedgerDoor } from '../subgraphs/serving/ledger-door.ts';
import type { PersonalData } from '../subgraphs/serving/personal-data.ts';
import type { SubgraphName } from '../subgraphs/serving/sdl.ts';
import type { Subgraph } from '../subgraphs/serving/subgraph.ts';
import type { Clock } from '../subgraphs/shared/clock.ts';
import type { IdSource } from '../subgraphs/shared/ids.ts';
import type { IdentityProvider } from './identity/identity-provider.ts';

/** What subgraphs are started with. */
export interface HostingOptions {
  databaseUrl: string;
  /** Connections of each subgraph's pool. */
  databaseConnections: number;
  clock: Clock;
  ids: IdSource;
  logger: Logger;
  /** For `members`, who keep personal data, and the ledger, which finds members by their keys. */
  personalData: PersonalData;
  /** For `members`. */
  issueMemberToken: IdentityProvider['issueMemberToken'];
  /** For `rewards`, which spends points through the ledger's own contract, and `members`, which merges wallets and exports what others know. */
  askSubgraph: AskSubgraph;
  /** Milliseconds between the ledger's sweeps; its own default when left out. */
  sweepEvery?: number;
  /** Milliseconds without an event after which a subscriber is told how far it has come; the ledger's own default when left out. */
  markEvery?: number;
  /** For `ledger`: what seals the keys of statements. */
  statementSecrets?: SigningSecrets | undefined;
  /** For `ledger`: whether webhooks may go to addresses that are not public. */
  privateWebhooks?: boolean;
  /** For `ledger`: how names of webhooks' servers are looked up; the system's way when left out. */
  webhookLookUp?: LookUp | undefined;
  /** For `ledger`: how long the feed keeps events; its own default when left out. */
  feedKeeping?: FeedKeeping | undefined;
}

/** What the ledger's two lanes, its readers and its outbox need at least (subgraphs/ledger/server.ts). */
const LEDGER_CONNECTIONS = 4;

/** Starts one subgraph. Its `stop` closes its pool, too. */
export async function hostSubgraph(name: SubgraphName, options: HostingOptions): Promise<Subgraph> {
  const { clock, ids, askSubgraph, issueMemberToken, personalData } = options;
  const logger = options.logger.child({ subgraph: name });
  const least = name === 'ledger' ? LEDGER_CONNECTIONS : 1;
  const database = openDatabase({
    url: options.databaseUrl,
    role: name,
    max: Math.max(options.databaseConnections, least),
  });
  const deps = { database, clock, ids, logger };
  const start = (): Promise<Subgraph> => {
    switch (name) {
      case 'partners':
        return startPartners(deps);
      case 'members':
        return startMembers({
          ...deps,
          personalData,
          issueToken: issueMemberToken,
          askSubgraph,
          ledger: openLedgerDoor('members', (request) => askSubgraph('ledger', request)),
          random: randomBytes,
          randomInt,
        });
      case 'ledger':
        return startLedger({
          ...deps,
          personalData,
          ...(options.sweepEvery === undefined ? {} : { sweepEvery: options.sweepEvery }),
          ...(options.markEvery === undefined ? {} : { markEvery: options.markEvery }),
          privateWebhooks: options.privateWebhooks ?? false,
          ...(options.webhookLookUp === undefined ? {} : { webhookLookUp: options.webhookLookUp }),
          ...(options.feedKeeping === undefined ? {} : { feedKeeping: options.feedKeeping }),
          ...(options.statementSecrets === undefined ? {} : { statementSecrets: options.statementSecrets }),
        });
      case 'rewards':
        return startRewards({
          ...deps,
          ledger: openLedgerDoor('rewards', (request) => askSubgraph('ledger', request)),
          random: randomBytes,
        });
    }
  };
  try {
    const subgraph = await start();
    return {
      ...subgraph,
      async stop() {
        await subgraph.stop();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
