import type { Database, Reads } from '../../db/client.ts';
import { NO_ROWS } from '../../db/row-scope.ts';
import type { PartnerRow, StoreRow } from '../../db/tables/partners.ts';
import type { Caller } from '../serving/caller.ts';
import { entityLoader, listLoader } from '../serving/loaders.ts';
import { readsOf } from '../serving/reads.ts';
import { createSharedRead, type SharedRead } from '../serving/shared-reads.ts';
import type { SubgraphContext } from '../serving/subgraph.ts';
import type { PartnersContext, PartnersDeps, PartnersLoaders } from './context.ts';
import { readClientsOf } from './store/api-clients.ts';
import { readBillingOf } from './store/billing.ts';
import { readTerminals, readTerminalsOf } from './store/contract-life.ts';
import { readBeginnings, readContracts, readContractsOf } from './store/contracts.ts';
import { readPartners } from './store/partners.ts';
import { readProgrammes } from './store/programmes.ts';
import { readApprovals, readRuleVersionsById, readVersionsOfRules } from './store/rules.ts';
import { readStorePages, readStores } from './store/stores.ts';

/** Who partners are and where their stores: public within a programme, so read for many requests at once, in the scope of the programme alone. */
export interface PublicFaces {
  readonly partners: SharedRead<PartnerRow>;
  readonly stores: SharedRead<StoreRow>;
}

export function publicFacesIn(database: Database): PublicFaces {
  const inProgramme = (programmeId: string) => database.readAs({ ...NO_ROWS, programmeId }).sql;
  return {
    partners: createSharedRead((own, ids) => readPartners(inProgramme(own), own, ids)),
    stores: createSharedRead((own, ids) => readStores(inProgramme(own), own, ids)),
  };
}

/** What the resolvers of one request work with. */
export function contextOf(deps: PartnersDeps, faces: PublicFaces, request: SubgraphContext): PartnersContext {
  const reads = readsOf(deps.database, request.caller);
  return { ...request, deps, reads, loaders: makeLoaders(deps, faces, reads, request.caller) };
}

/** They read the caller's programme and nothing of another. */
function makeLoaders(
  { database }: PartnersDeps,
  faces: PublicFaces,
  { db, sql }: Reads,
  caller: Caller | null,
): PartnersLoaders {
  const programmeId = caller?.programmeId ?? null;
  const within =
    <Row>(read: (programmeId: string, ids: readonly string[]) => Promise<readonly Row[]>) =>
    async (ids: readonly string[]): Promise<readonly Row[]> =>
      programmeId === null ? [] : read(programmeId, ids);
  const pages = new Map<string, ReturnType<PartnersLoaders['storesOf']>>();

  return {
    programmes: entityLoader(
      within((own, ids) =>
        readProgrammes(
          db,
          ids.filter((id) => id === own),
        ),
      ),
      (row) => row.programmeId,
    ),
    partners: entityLoader(within(faces.partners), (row) => row.partnerId),
    stores: entityLoader(within(faces.stores), (row) => row.storeId),
    contracts: entityLoader(
      within((own, ids) => readContracts(db, own, ids)),
      (row) => row.contractVersionId,
    ),
    contractsOf: listLoader(
      within((own, ids) => readContractsOf(db, own, ids)),
      (row) => row.partnerId,
    ),
    // Of every partner, though its contract is not the caller's to see: that it takes part is public.
    beginnings: entityLoader(
      within((own, ids) => readBeginnings(database.db, own, ids)),
      (row) => row.partnerId,
    ),
    billingOf: entityLoader(
      within((own, ids) => readBillingOf(db, own, ids)),
      (row) => row.partnerId ?? '',
    ),
    storesOf(page) {
      const name = JSON.stringify([page.limit, page.after]);
      let loader = pages.get(name);
      if (loader === undefined) {
        loader = listLoader(
          within((own, ids) => readStorePages(db, own, ids, { after: page.after, limit: page.limit + 1 })),
          (row) => row.partnerId,
        );
        pages.set(name, loader);
      }
      return loader;
    },
    terminals: entityLoader(
      within((own, ids) => readTerminals(sql, own, ids)),
      (row) => row.terminalId,
    ),
    terminalsOf: listLoader(
      within((own, ids) => readTerminalsOf(sql, own, ids)),
      (row) => row.storeId,
    ),
    clientsOf: listLoader(
      within((own, ids) => readClientsOf(db, own, ids)),
      (row) => row.partnerId ?? '',
    ),
    versionsOfRule: listLoader(
      within((own, ids) => readVersionsOfRules(sql, own, ids)),
      (row) => row.ruleId,
    ),
    ruleVersions: entityLoader(
      within((own, ids) => readRuleVersionsById(sql, own, ids)),
      (row) => row.ruleVersionId,
    ),
    approvalsOf: listLoader(
      within((_, ids) => readApprovals(sql, ids)),
      (row) => row.ruleVersionId,
    ),
  };
}
