/**
 * One of the processes that are killed (replicas.ts): a ledger, or a gateway with the other subgraphs in it that asks a ledger elsewhere. Started
 * with a channel: it says its URL there, and ends when the channel does.
 */
import { pino } from 'pino';
import { serve } from '../../gateway/serve.ts';
import { serveSubgraph } from '../../gateway/serve-subgraph.ts';
import { readSigningSecrets } from '../../subgraphs/serving/caller-signature.ts';
import type { SubgraphName } from '../../subgraphs/serving/sdl.ts';

/** What a process is told. */
export interface ReplicaOptions {
  readonly part: 'ledger' | 'gateway';
  readonly databaseUrl: string;
  readonly port: number;
  readonly personalDataKey: string;
  /** What signs calls, and seals the keys of statements. */
  readonly secret: string;
  /** For a gateway. */
  readonly ledgerUrl: string | null;
}

const options = JSON.parse(process.argv[2] ?? '') as ReplicaOptions;
const secrets = readSigningSecrets(options.secret);
const common = {
  databaseUrl: options.databaseUrl,
  databaseConnections: 4,
  port: options.port,
  host: '127.0.0.1',
  personalDataKey: options.personalDataKey,
  statementSecrets: secrets,
  split: { urls: new Map<SubgraphName, string>(options.ledgerUrl ? [['ledger', options.ledgerUrl]] : []), secrets },
  logger: pino({ level: 'silent' }),
};
const served =
  options.part === 'gateway' ? await serve({ ...common, production: true }) : await serveSubgraph('ledger', common);
process.once('disconnect', () => void served.close().finally(() => process.exit()));
process.send?.({ url: served.url });
