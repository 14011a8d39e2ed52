import { hashSecret, makeClientSecret } from '../serving/secrets.ts';
import { type Subgraph, startSubgraph } from '../serving/subgraph.ts';
import type { PartnersContext, PartnersDeps } from './context.ts';
import type { Resolvers } from './generated.ts';
import { contextOf, publicFacesIn } from './loaders.ts';
import { ApiClient } from './resolvers/api-client.ts';
import { Contract } from './resolvers/contract.ts';
import { ContractDraft } from './resolvers/contract-life.ts';
import { CycleChange } from './resolvers/cycle-change.ts';
import { EarnRule, EarnRuleVersion } from './resolvers/earn-rule.ts';
import { Mutation } from './resolvers/mutation.ts';
import { Partner } from './resolvers/partner.ts';
import { Programme } from './resolvers/programme.ts';
import { Query } from './resolvers/query.ts';
import { Store, Terminal } from './resolvers/store.ts';

const resolvers: Resolvers = {
  ContractDraft,
  CycleChange,
  Query,
  Mutation,
  Programme,
  Partner,
  Contract,
  Store,
  Terminal,
  ApiClient,
  EarnRule,
  EarnRuleVersion,
};

/** Starts the partners subgraph. `database` is a pool with the role `partners`; it stays the caller's to close. */
export function startPartners(deps: Omit<PartnersDeps, 'makeSecret' | 'hashSecret'>): Promise<Subgraph> {
  const all: PartnersDeps = { ...deps, makeSecret: () => makeClientSecret(), hashSecret };
  const faces = publicFacesIn(all.database);
  return startSubgraph<PartnersContext>({
    name: 'partners',
    resolvers,
    contextFor: (request) => contextOf(all, faces, request),
    logger: deps.logger,
  });
}
