/** Which lots are taken first, as they come from the database: two of a hundred points each, of another partner each, and fifty are spent or given away. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { partnerActor, purchaseOf, redemptionOf, requestOf } from '../../scripts/load/requests.ts';
import type { Actor, Instruction } from '../../subgraphs/ledger/domain/requests.ts';
import { createPostingEngine, type PostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { makeCoalition, type TestPartner } from '../support/coalition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let test: TestDatabase;
let ledger: Database;
let engine: PostingEngine;
beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger' });
  engine = createPostingEngine({ sql: ledger.sql, clock: () => new Date() });
});
afterEach(() => expectBooksBalanced(test.url));
afterAll(async () => {
  await engine.stop();
  await ledger.close();
  await test.close();
});

it.each([
  // Months after which the points of the first purchase lapse, and of the second; which of them pays.
  ['SOONEST_EXPIRY', 24, 3, 'second'],
  ['SOONEST_EXPIRY', 3, 24, 'first'],
  ['SOONEST_EXPIRY', 24, 24, 'first'],
  ['OLDEST_FIRST', 24, 3, 'first'],
  ['OLDEST_FIRST', 24, 24, 'first'],
] as const)(
  '%s, lapsing in %i and %i months: the %s is taken, whether they are spent or given away',
  async (spendingOrder, ofFirst, ofSecond, taken) => {
    const coalition = await makeCoalition(test.sql, { spendingOrder });
    const partners = [
      await coalition.partner('first', { expiryMonths: ofFirst }),
      await coalition.partner('second', { expiryMonths: ofSecond }),
    ] as const;
    let asked = 0;
    const post = async (actor: Actor, instruction: Instruction): Promise<string> => {
      asked += 1;
      const request = requestOf({ ...coalition, partners, memberIds: [] }, actor, `${asked}`, instruction);
      const reply = await engine.submit(request);
      if (!reply.ok) throw new Error(reply.refusal.message);
      return reply.record.transactionId;
    };
    const withTwoLots = async (): Promise<string> => {
      const memberId = await coalition.member();
      for (const partner of partners) await post(partnerActor(partner), purchaseOf(partner, { memberId }, 10_000n));
      return memberId;
    };
    const funderOf = (partner: TestPartner): string => (partner === partners[0] ? 'first' : 'second');

    const spender = await withTwoLots();
    const redemptionId = await post(partnerActor(partners[1]), redemptionOf(partners[1], { memberId: spender }, 50n));
    const spent = await test.sql<{ funderId: string }[]>`
    SELECT funder_id AS "funderId" FROM ledger.redemption_line WHERE redemption_id = ${redemptionId}`;
    const [giver, receiver] = [await withTwoLots(), await coalition.member()];
    const own: Actor = { role: 'member', partnerId: null, storeIds: [], memberId: giver, subject: giver };
    await post(own, { kind: 'TRANSFER', fromMemberId: giver, toMemberId: receiver, points: 50n });
    const given = await test.sql<{ funderId: string }[]>`
    SELECT funder_id AS "funderId" FROM ledger.lot WHERE member_id = ${receiver}`;
    const names = new Map(partners.map((partner) => [partner.partnerId, funderOf(partner)]));
    expect([...spent, ...given].map(({ funderId }) => names.get(funderId))).toEqual([taken, taken]);
  },
);
