/**
 * A ledger and a rewards subgraph on a database of their own, with a coalition to fill: what the tests of rewards begin with.
 *
 *     const world = await openRewardsWorld();
 *     afterAll(() => world.close());
 */
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { expect } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { startLedger } from '../../subgraphs/ledger/server.ts';
import { numberOutbox } from '../../subgraphs/ledger/store/events/number-outbox.ts';
import type { RewardsDeps, SagaPoint } from '../../subgraphs/rewards/context.ts';
import { catchUp } from '../../subgraphs/rewards/feed/feed-follower.ts';
import { startRewards } from '../../subgraphs/rewards/server.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { openLedgerDoor } from '../../subgraphs/serving/ledger-door.ts';
import { type Coalition, makeCoalition, type TestPartner } from './coalition.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { testPersonalData } from './personal-data.ts';
import { type Answer, callerOf, clientFor, type SubgraphClient } from './subgraph-client.ts';

export interface RewardsWorld {
  readonly database: TestDatabase;
  readonly ledgerDatabase: Database;
  readonly deps: RewardsDeps;
  /** Asks rewards. */
  readonly client: SubgraphClient;
  /** Asks the ledger. */
  readonly till: SubgraphClient;
  /** Business time, which stands still until it is set. */
  now: Date;
  /** Where the process dies between two steps of a saga; null nowhere. */
  dieAt: SagaPoint | null;
  coalition(): Promise<RewardsCoalition>;
  /** Does all that the ledger's feed asks for up to now. */
  follow(): Promise<void>;
  close(): Promise<void>;
}

export interface RewardsCoalition extends Coalition {
  readonly operator: Caller;
  /** An app of a partner with a client of its own. */
  app(partner: TestPartner): Caller;
  member(): Promise<string>;
  as(memberId: string): Caller;
  /** A purchase of so many euros, a point each. */
  buy(memberId: string, at: TestPartner, euros: number, more?: Record<string, unknown>): Promise<Answer>;
  available(memberId: string): Promise<number>;
}

export async function openRewardsWorld(begins = new Date('2026-03-01T12:00:00Z')): Promise<RewardsWorld> {
  const logger = pino({ level: 'silent' });
  const database = await createTestDatabase();
  const ledgerDatabase = openDatabase({ url: database.url, role: 'ledger' });
  const rewardsDatabase = openDatabase({ url: database.url, role: 'rewards' });
  const state = { now: begins, dieAt: null as SagaPoint | null };
  const clock = () => state.now;
  const ledger = await startLedger({
    ...{ database: ledgerDatabase, clock, ids: v7, logger, sweepEvery: 0 },
    personalData: testPersonalData,
  });
  const deps: RewardsDeps = {
    ...{ database: rewardsDatabase, clock, ids: v7, random: randomBytes, logger },
    ledger: openLedgerDoor('rewards', (request) => ledger.execute(request)),
    followsFeed: false,
    reached(point) {
      if (point === state.dieAt) throw new Error('the process died here');
    },
  };
  const rewards = await startRewards(deps);
  const till = clientFor(ledger);
  // One object, so that who sets the time or a fault sets it for what runs.
  return Object.assign(state, {
    ...{ database, ledgerDatabase, deps, client: clientFor(rewards), till },
    async follow() {
      while ((await numberOutbox(ledgerDatabase.sql)).more);
      await catchUp(deps);
    },
    async coalition(): Promise<RewardsCoalition> {
      const coalition = await makeCoalition(database.sql);
      const { programmeId } = coalition;
      const apps = new Map<string, Caller>();
      const app = (partner: TestPartner): Caller => {
        const { partnerId } = partner;
        const made = apps.get(partnerId) ?? callerOf({ role: 'partner', programmeId, partnerId, clientId: v7() });
        apps.set(partnerId, made);
        return made;
      };
      const operator = callerOf({ role: 'operator', programmeId, clientId: v7() });
      return {
        ...coalition,
        operator,
        app,
        as: (memberId: string) => callerOf({ role: 'member', programmeId, memberId }),
        async buy(memberId: string, at: TestPartner, euros: number, more: Record<string, unknown> = {}) {
          const amount = { amount: `${euros}.00`, currency: 'EUR' };
          const input = { idempotencyKey: v7(), storeId: at.storeId, memberId, amount, ...more };
          const reply = await till.command(app(at), 'recordPurchase', input, 'transaction { id points }');
          expect(reply.userErrors).toEqual([]);
          return reply.transaction;
        },
        async available(memberId: string) {
          const { _entities } = await till.ask(
            operator,
            'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { wallet { available } } } }',
            { r: [{ __typename: 'Member', id: memberId }] },
          );
          return _entities[0].wallet.available;
        },
      };
    },
    async close() {
      await rewards.stop();
      await ledger.stop();
      await rewardsDatabase.close();
      await ledgerDatabase.close();
      await database.close();
    },
  });
}

/** Codes of a payload's refusals. */
export const codesOf = (payload: { userErrors: { code: string }[] }): string[] =>
  payload.userErrors.map((error) => error.code);
