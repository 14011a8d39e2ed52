import type DataLoader from 'dataloader';
import type { Logger } from 'pino';
import type { Database, Reads } from '../../db/client.ts';
import type { BillingRow, ContractRow, PartnerRow, ProgrammeRow, StoreRow } from '../../db/tables/partners.ts';
import type { Page } from '../serving/connections.ts';
import type { EntityLoader } from '../serving/loaders.ts';
import type { SubgraphContext } from '../serving/subgraph.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import type { ApiClientFace } from './store/api-clients.ts';
import type { TerminalRow } from './store/contract-life.ts';
import type { PartnerFace } from './store/known-faces.ts';
import type { RuleApprovalRow, RuleVersionRow } from './store/rules.ts';

/** What the commands of partners work with. */
export interface PartnersDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** A new, unguessable secret, and the hash that is stored of it (serving/secrets.ts). */
  readonly makeSecret: () => string;
  readonly hashSecret: (secret: string) => Promise<string>;
  readonly logger: Logger;
}

/** Look-ups of one request. They see the caller's programme only; who may see what of a partner is for the resolvers. */
export interface PartnersLoaders {
  readonly programmes: EntityLoader<ProgrammeRow>;
  /** Who partners are. */
  readonly faces: EntityLoader<PartnerFace>;
  /** Who they are and where they stand now. */
  readonly partners: EntityLoader<PartnerRow>;
  readonly stores: EntityLoader<StoreRow>;
  readonly contracts: EntityLoader<ContractRow>;
  /** Every version of a partner, oldest first. */
  readonly contractsOf: DataLoader<string, ContractRow[]>;
  /** When the first version of each partner's contract began, which its public status follows from; not there before one is signed. */
  readonly beginnings: EntityLoader<{ readonly partnerId: string; readonly validFrom: Date }>;
  /** The latest billing details of a partner. */
  readonly billingOf: EntityLoader<BillingRow>;
  /** A page of the stores of each partner, by code, with one row more than the page to know whether another follows. */
  storesOf(page: Page): DataLoader<string, StoreRow[]>;
  readonly terminals: EntityLoader<TerminalRow>;
  /** Terminals of a store, by code. */
  readonly terminalsOf: DataLoader<string, TerminalRow[]>;
  /** Credentials of a partner, oldest first. */
  readonly clientsOf: DataLoader<string, ApiClientFace[]>;
  /** Versions of a rule, oldest first. */
  readonly versionsOfRule: DataLoader<string, RuleVersionRow[]>;
  readonly ruleVersions: EntityLoader<RuleVersionRow>;
  readonly approvalsOf: DataLoader<string, RuleApprovalRow[]>;
}

export interface PartnersContext extends SubgraphContext {
  readonly deps: PartnersDeps;
  /** Rows of the caller. The platform's answer about a programme that it has just made is read with `deps.database`: it sees nothing inside any. */
  readonly reads: Reads;
  readonly loaders: PartnersLoaders;
}
