/** What the benches of rewards and tiers run against: the subgraphs' own GraphQL in this one process, without the gateway. */
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { type Database, openDatabase } from '../../db/client.ts';
import { startLedger } from '../../subgraphs/ledger/server.ts';
import type { RewardsDeps } from '../../subgraphs/rewards/context.ts';
import { startRewards } from '../../subgraphs/rewards/server.ts';
import { type Caller, type CallerRole, scopesOfRole } from '../../subgraphs/serving/caller.ts';
import { openLedgerDoor } from '../../subgraphs/serving/ledger-door.ts';
import { makePersonalDataKey, personalDataUnder } from '../../subgraphs/serving/personal-data.ts';
import type { Subgraph } from '../../subgraphs/serving/subgraph.ts';
import { type LoadCoalition, type LoadPartner, writeCoalition } from '../load/coalition.ts';
import type { BenchDatabase, BenchServer } from './bench-server.ts';

export const PARTNERS = 10;
export const IN_FLIGHT = 64;

export interface World {
  readonly owner: BenchDatabase;
  readonly coalition: LoadCoalition;
  readonly ledger: Subgraph;
  readonly rewards: Subgraph;
  readonly deps: RewardsDeps;
  close(): Promise<void>;
}

/** A ledger and a rewards subgraph on a database of their own, with a coalition. */
export async function openWorld(server: BenchServer, name: string, members: number): Promise<World> {
  const owner = await server.createLedger(name);
  const coalition = await writeCoalition(owner.sql, { partners: PARTNERS, members });
  const logger = pino({ level: 'error' }, pino.destination(2));
  const clock = (): Date => new Date();
  const pool = (role: 'ledger' | 'rewards'): Database => openDatabase({ url: owner.url, role, max: 10 });
  const [ledgerPool, rewardsPool] = [pool('ledger'), pool('rewards')];
  const personalData = personalDataUnder(makePersonalDataKey());
  const ledger = await startLedger({ database: ledgerPool, clock, ids: v7, logger, personalData, sweepEvery: 0 });
  const door = openLedgerDoor('rewards', (request) => ledger.execute(request));
  const deps = { database: rewardsPool, ledger: door, clock, ids: v7, random: randomBytes, logger, followsFeed: false };
  const subgraph = await startRewards(deps);
  return {
    ...{ owner, coalition, ledger, rewards: subgraph, deps },
    async close() {
      await subgraph.stop();
      await ledger.stop();
      await rewardsPool.close(1);
      await ledgerPool.close(1);
    },
  };
}

export function callerOf({ coalition }: World, role: CallerRole, partner: LoadPartner | null = null): Caller {
  return {
    ...{ subject: `bench ${role}`, clientId: `bench-${role}`, role, programmeId: coalition.programmeId, person: null },
    ...{ partnerId: partner?.partnerId ?? null, storeIds: [], memberId: null, scopes: scopesOfRole(role) },
    ...{ expiresAt: new Date(8.64e15), requestId: 'bench' },
  };
}

/** Sends a mutation; the payload as `fields` select it. Throws when it was refused, unless the code may be. */
export async function send(
  subgraph: Subgraph,
  caller: Caller,
  name: string,
  input: Record<string, unknown>,
  fields: string,
  mayRefuse: readonly string[] = [],
): Promise<Record<string, unknown>> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { payload: ${name}(input: $input) { ${fields} userErrors { code } } }`;
  const { data, errors } = await subgraph.execute({ query, variables: { input }, caller, requestId: 'bench' });
  const payload = (data as { payload?: Record<string, unknown> & { userErrors: { code: string }[] } } | null)?.payload;
  if (payload === undefined) throw new Error(`${name}: ${errors?.[0]?.message ?? 'no answer'}`);
  const [refusal] = payload.userErrors;
  if (refusal !== undefined && !mayRefuse.includes(refusal.code)) throw new Error(`${name}: ${refusal.code}`);
  return payload;
}

/** Makes one purchase after the other, at one partner after the other, by members all over the programme. */
export function buyer(world: World): () => Promise<unknown> {
  const { partners, memberIds } = world.coalition;
  const callers = partners.map((partner) => callerOf(world, 'partner', partner));
  let next = 0;
  return () => {
    next += 1;
    const at = next % PARTNERS;
    const { storeId } = partners[at] as LoadPartner;
    const input = {
      ...{ idempotencyKey: v7(), storeId, memberId: memberIds[(next * 7919) % memberIds.length] },
      amount: { amount: '12.34', currency: 'EUR' },
    };
    return send(world.ledger, callers[at] as Caller, 'recordPurchase', input, 'transaction { id }');
  };
}
