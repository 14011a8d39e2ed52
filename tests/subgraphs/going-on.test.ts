// What members does by itself, with the real ledger behind its door: several processes, and a door that breaks after the ledger has done it.
import { pino } from 'pino';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { startLedger } from '../../subgraphs/ledger/server.ts';
import { numberOutbox } from '../../subgraphs/ledger/store/events/number-outbox.ts';
import { goOn } from '../../subgraphs/members/commands/go-on.ts';
import { renewOnTime } from '../../subgraphs/members/commands/renew-on-time.ts';
import type { MembersDeps } from '../../subgraphs/members/context.ts';
import { startMembers } from '../../subgraphs/members/server.ts';
import { catchUp } from '../../subgraphs/members/tiers/follow-feed.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { openLedgerDoor } from '../../subgraphs/serving/ledger-door.ts';
import type { Subgraph } from '../../subgraphs/serving/subgraph.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { type Coalition, makeCoalition, type TestPartner } from '../support/coalition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { testPersonalData } from '../support/personal-data.ts';
import { type Answer, callerOf, clientFor, type SubgraphClient } from '../support/subgraph-client.ts';

let test: TestDatabase;
let pools: Database[];
let ledger: Subgraph;
let subgraph: Subgraph;
let deps: MembersDeps;
let members: SubgraphClient;
let till: SubgraphClient;
let now = new Date('2026-03-10T12:00:00Z');
/** Every so many knocks the answer is lost; 0 is none. */
let losing = 0;
let knocks = 0;
let coalition: Coalition;
let acme: TestPartner;
let operator: Caller;

beforeAll(async () => {
  test = await createTestDatabase();
  const open = (role: 'ledger' | 'members') => openDatabase({ url: test.url, role });
  pools = [open('ledger'), open('members'), open('members'), open('members')];
  const shared = { clock: () => now, ids: v7, logger: pino({ level: 'silent' }), personalData: testPersonalData };
  ledger = await startLedger({ ...shared, database: pools[0]!, sweepEvery: 0, auditEvery: 0 });
  deps = {
    ...shared,
    database: pools[1]!,
    followsFeed: false,
    random: (bytes) => new Uint8Array(bytes),
    randomInt: () => 0,
    issueToken: () => Promise.reject(new Error('No tokens here')),
    askSubgraph: () => Promise.reject(new Error('This subgraph asks nobody')),
    ledger: openLedgerDoor('members', async (request) => {
      const answer = await ledger.execute(request);
      knocks += 1;
      if (losing > 0 && knocks % losing === 0) throw new Error('the answer was lost');
      return answer;
    }),
  };
  subgraph = await startMembers(deps);
  [members, till] = [clientFor(subgraph), clientFor(ledger)];
});
afterAll(async () => {
  await subgraph.stop();
  await ledger.stop();
  for (const pool of pools) await pool.close();
  await test.close();
});
beforeEach(async () => {
  losing = 0;
  now = new Date('2026-03-10T12:00:00Z');
  coalition = await makeCoalition(test.sql);
  acme = await coalition.partner('Acme');
  operator = callerOf({ role: 'operator', programmeId: coalition.programmeId, clientId: v7() });
});
afterEach(() => expectBooksBalanced(pools[0]!));

const ask = async (client: SubgraphClient, name: string, input: object, fields: string): Promise<Answer> => {
  const reply = await client.command(operator, name, { idempotencyKey: v7(), ...input }, fields);
  expect([name, reply.userErrors]).toEqual([name, []]);
  return reply;
};
const available = async (memberId: string): Promise<bigint> =>
  (await deps.ledger.wallet({ programmeId: coalition.programmeId, memberId, requestId: v7() })).available;

it('memberships are renewed once each by three processes that lose answers of the ledger, and the books say so', async () => {
  const { plan } = await ask(
    members,
    'createMembershipPlan',
    {
      ...{ code: 'CLUB', name: 'Club', periodMonths: 1, price: { amount: '10.00', currency: 'EUR' }, graceDays: 5 },
      ...{ refundRule: 'NONE', shares: [{ partnerId: acme.partnerId, basisPoints: 6_000 }, { basisPoints: 4_000 }] },
    },
    'plan { id }',
  );
  const people = await coalition.members(12);
  for (const memberId of people)
    await ask(members, 'joinMembership', { memberId, planId: plan.id }, 'membership { id }');
  now = new Date('2026-04-09T12:00:00Z');
  losing = 3;
  await Promise.all(pools.slice(1).map((database) => renewOnTime({ ...deps, database })));
  const periods = () => test.sql<{ state: string; count: number }[]>`
    SELECT state, count(*)::int AS count FROM members.membership_period WHERE programme_id = ${coalition.programmeId}
    GROUP BY state ORDER BY state`;
  expect(await periods()).toMatchObject([{ state: 'ASKED' }, { state: 'PAID' }]);
  losing = 0;
  now = new Date('2026-04-09T12:05:00Z');
  await Promise.all(pools.slice(1).map((database) => goOn({ ...deps, database })));
  expect(await periods()).toEqual([{ state: 'PAID', count: 24 }]);
  const [fees] = await test.sql`
    SELECT count(*)::int AS count, sum(amount_minor)::int AS sum FROM ledger.transaction
    WHERE programme_id = ${coalition.programmeId} AND kind = 'MEMBERSHIP_FEE' AND status = 'OK'`;
  expect(fees).toEqual({ count: 24, sum: 24_000 });
});

it('what a merged member had spent is moved to the survivor when it is refunded, and goes back when the merge is undone', async () => {
  const [anna, annie] = (await coalition.members(2)) as [string, string];
  const amount = { amount: '50.00', currency: 'EUR' };
  await ask(till, 'recordPurchase', { storeId: acme.storeId, memberId: annie, amount }, 'transaction { id }');
  const asked = { storeId: acme.storeId, memberId: annie, points: 20 };
  const { transaction } = await ask(till, 'redeemPoints', asked, 'transaction { id }');
  const { mergeId } = await ask(members, 'mergeMembers', { survivorId: anna, duplicateId: annie }, 'mergeId');
  const both = async () => [await available(anna), await available(annie)];
  expect(await both()).toEqual([30n, 0n]);
  const round = async () => {
    while ((await numberOutbox(pools[0]!.sql)).more);
    await catchUp(deps);
    await goOn(deps);
  };
  await round();
  expect(await both()).toEqual([30n, 0n]);
  await ask(till, 'refundRedemption', { redemptionId: transaction.id }, 'transaction { id }');
  expect(await both()).toEqual([30n, 20n]);
  losing = 1;
  await round().catch(() => null);
  losing = 0;
  await round();
  await round();
  expect(await both()).toEqual([50n, 0n]);
  await ask(members, 'unmergeMembers', { mergeId }, 'member { id }');
  expect(await both()).toEqual([0n, 50n]);
});
