import type DataLoader from 'dataloader';
import type { Logger } from 'pino';
import type { Database, Reads } from '../../db/client.ts';
import type { ConsentRow, MemberRow, TagRow } from '../../db/tables/members.ts';
import type { AskSubgraph } from '../serving/call-subgraph.ts';
import type { Caller } from '../serving/caller.ts';
import type { LedgerDoor } from '../serving/ledger-door.ts';
import type { EntityLoader } from '../serving/loaders.ts';
import type { PersonalData } from '../serving/personal-data.ts';
import type { PersonLoader } from '../serving/persons.ts';
import type { SubgraphContext } from '../serving/subgraph.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import type { CountingConsent } from './store/consents.ts';
import type { KnownIdentity } from './store/identities.ts';
import type { PlanRow } from './store/memberships.ts';

/** Whom a token is for. */
export type TokenSubject = Omit<Caller, 'expiresAt' | 'requestId'>;

/** Signs a short-lived token. The issuer decides how long it lives. */
export type IssueToken = (subject: TokenSubject) => Promise<{ readonly accessToken: string; readonly expiresAt: Date }>;

/** What the commands of members work with. */
export interface MembersDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly issueToken: IssueToken;
  /** What ledger and rewards know of a member, and the ledger's wallets. */
  readonly askSubgraph: AskSubgraph;
  readonly ledger: LedgerDoor;
  readonly personalData: PersonalData;
  /** That many unguessable bytes: secrets of devices. */
  readonly random: (bytes: number) => Uint8Array;
  /** An unguessable whole number from 0 to below the bound: codes, card numbers. */
  readonly randomInt: (bound: number) => number;
  readonly logger: Logger;
  /** Whether this process follows the ledger's feed; it does unless told. */
  readonly followsFeed?: boolean;
}

/** Look-ups of one request. They see the caller's programme, and a member only itself. */
export interface MembersLoaders {
  readonly persons: PersonLoader;
  readonly members: EntityLoader<MemberRow>;
  /** Whether the caller may know who a member is: the operator, the member, a partner with its consent. */
  readonly mayKnow: DataLoader<string, boolean>;
  readonly consentsThatCount: DataLoader<string, CountingConsent[]>;
  /** Every answer a member ever gave, the oldest first. */
  readonly consentsOf: DataLoader<string, ConsentRow[]>;
  readonly membershipPlans: DataLoader<string, PlanRow>;
  readonly tagsOf: DataLoader<string, TagRow[]>;
  /** Identities of a member, the oldest first. */
  readonly identitiesOf: DataLoader<string, KnownIdentity[]>;
}

export interface MembersContext extends SubgraphContext {
  readonly deps: MembersDeps;
  /** Rows of the caller. What is a total over partners (a tier) or found by a key that the caller holds is read with `deps.database`. */
  readonly reads: Reads;
  readonly loaders: MembersLoaders;
}
