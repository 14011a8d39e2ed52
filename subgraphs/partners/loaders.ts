import type { Database, Reads } from '../../db/client.ts';
import { NO_ROWS } from '../../db/row-scope.ts';
import type { PartnerRow, StoreRow } from '../../db/tables/partners.ts';
import type { Caller } from '../serving/caller.ts';
import { entityLoader, lazyLoaders, listLoader } from '../serving/loaders.ts';
import { readsOf } from '../serving/reads.ts';
import { createSharedRead, type SharedRead } from '../serving/shared-reads.ts';
import type { SubgraphContext } from '../serving/subgraph.ts';
import type { PartnersContext, PartnersDeps, PartnersLoaders } from './context.ts';
import { readClientsOf } from './store/api-clients.ts';
import { readBillingOf } from './store/billing.ts';
import { readTerminals, readTerminalsOf } from './store/contract-life.ts';
import { readBeginnings, readContracts, readContractsOf } from './store/contracts.ts';
import { createKnownFaces, type PartnerFace } from './store/known-faces.ts';
import { readPartners } from './store/partners.ts';
import { readProgrammes } from './store/programmes.ts';
import { readApprovals, readRuleVersionsById, readVersionsOfRules } from './store/rules.ts';
import { readSeenStores, readStorePages } from './store/stores.ts';

/** Who partners are and where their stores: public within a programme, so read for many requests at once, in the scope of the programme alone. */
export interface PublicFaces {
  /** Partners as they stand now. */
  readonly partners: SharedRead<PartnerRow>;
  readonly known: SharedRead<PartnerFace>;
  readonly stores: SharedRead<StoreRow>;
}

export function publicFacesIn(database: Database): PublicFaces {
  const inProgramme = (programmeId: string) => database.readAs({ ...NO_ROWS, programmeId });
  const partners = createSharedRead<PartnerRow>((own, ids) => readPartners(inProgramme(own), own, ids));
  return {
    partners,
    known: createKnownFaces(partners),
    stores: createSharedRead((own, ids) => readSeenStores(inProgramme(own), own, ids)),
  };
}

/** What the resolvers of one request work with. */
export function contextOf(deps: PartnersDeps, faces: PublicFaces, request: SubgraphContext): PartnersContext {
  const reads = readsOf(deps.database, request.caller);
  return { ...request, deps, reads, loaders: loadersOf(new PartnersRequest(deps, faces, reads, request.caller)) };
}

/** What the loaders of a request are made of. */
class PartnersRequest {
  readonly deps: PartnersDeps;
  readonly faces: PublicFaces;
  readonly reads: Reads;
  readonly #programmeId: string | null;

  constructor(deps: PartnersDeps, faces: PublicFaces, reads: Reads, caller: Caller | null) {
    this.deps = deps;
    this.faces = faces;
    this.reads = reads;
    this.#programmeId = caller?.programmeId ?? null;
  }

  /** In the caller's programme; nothing where there is none. */
  within<Row>(
    read: (programmeId: string, ids: readonly string[]) => Promise<readonly Row[]>,
  ): (ids: readonly string[]) => Promise<readonly Row[]> {
    const programmeId = this.#programmeId;
    return (ids) => (programmeId === null ? Promise.resolve([]) : read(programmeId, ids));
  }
}

/** They read the caller's programme and nothing of another. */
const loadersOf = lazyLoaders<PartnersRequest, PartnersLoaders>({
  programmes: (request) =>
    entityLoader(
      request.within((own, ids) =>
        readProgrammes(
          request.reads.db,
          ids.filter((id) => id === own),
        ),
      ),
      (row) => row.programmeId,
    ),
  faces: (request) => entityLoader(request.within(request.faces.known), (row) => row.partnerId),
  partners: (request) => entityLoader(request.within(request.faces.partners), (row) => row.partnerId),
  stores: (request) => entityLoader(request.within(request.faces.stores), (row) => row.storeId),
  contracts: (request) =>
    entityLoader(
      request.within((own, ids) => readContracts(request.reads.sql, own, ids)),
      (row) => row.contractVersionId,
    ),
  contractsOf: (request) =>
    listLoader(
      request.within((own, ids) => readContractsOf(request.reads.sql, own, ids)),
      (row) => row.partnerId,
    ),
  // Of every partner, though its contract is not the caller's to see: that it takes part is public.
  beginnings: (request) =>
    entityLoader(
      request.within((own, ids) => readBeginnings(request.deps.database.db, own, ids)),
      (row) => row.partnerId,
    ),
  billingOf: (request) =>
    entityLoader(
      request.within((own, ids) => readBillingOf(request.reads.sql, own, ids)),
      (row) => row.partnerId ?? '',
    ),
  storesOf: (request) => {
    const pages = new Map<string, ReturnType<PartnersLoaders['storesOf']>>();
    return (page) => {
      const name = JSON.stringify([page.limit, page.after]);
      const known = pages.get(name);
      if (known !== undefined) return known;
      const loader = listLoader(
        request.within((own, ids) =>
          readStorePages(request.reads.db, own, ids, { after: page.after, limit: page.limit + 1 }),
        ),
        (row) => row.partnerId,
      );
      pages.set(name, loader);
      return loader;
    };
  },
  terminals: (request) =>
    entityLoader(
      request.within((own, ids) => readTerminals(request.reads.sql, own, ids)),
      (row) => row.terminalId,
    ),
  terminalsOf: (request) =>
    listLoader(
      request.within((own, ids) => readTerminalsOf(request.reads.sql, own, ids)),
      (row) => row.storeId,
    ),
  clientsOf: (request) =>
    listLoader(
      request.within((own, ids) => readClientsOf(request.reads.db, own, ids)),
      (row) => row.partnerId ?? '',
    ),
  versionsOfRule: (request) =>
    listLoader(
      request.within((own, ids) => readVersionsOfRules(request.reads.sql, own, ids)),
      (row) => row.ruleId,
    ),
  ruleVersions: (request) =>
    entityLoader(
      request.within((own, ids) => readRuleVersionsById(request.reads.sql, own, ids)),
      (row) => row.ruleVersionId,
    ),
  approvalsOf: (request) =>
    listLoader(
      request.within((_, ids) => readApprovals(request.reads.sql, ids)),
      (row) => row.ruleVersionId,
    ),
});
