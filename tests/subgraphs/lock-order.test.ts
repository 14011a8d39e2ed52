// Batches of several processes want the same wallets, and holds are captured from the lots they were given: both hang on an ORDER BY.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { classifyFailure } from '../../db/failures.ts';
import { type LoadCoalition, writeCoalition } from '../../scripts/load/coalition.ts';
import { partnerActor, purchaseOf, redemptionOf, requestOf } from '../../scripts/load/requests.ts';
import type { Instruction } from '../../subgraphs/ledger/domain/requests.ts';
import { createPostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let test: TestDatabase;
let ledger: Database;
let coalition: LoadCoalition;
beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger' });
  coalition = await writeCoalition(test.sql, { partners: 3, members: 60 });
});
afterAll(async () => {
  await expectBooksBalanced(test.url);
  await ledger.close();
  await test.close();
});

it('batches that share all their wallets wait for each other in one order: no deadlock, whatever the order of the requests', async () => {
  const [partner] = coalition.partners;
  const troubles: string[] = [];
  const engines = [0, 1, 2].map((process) =>
    createPostingEngine({
      sql: ledger.sql,
      clock: () => new Date(),
      lanes: 1,
      firstLane: process,
      onTrouble: (error) => troubles.push(classifyFailure(error)?.kind ?? String(error)),
    }),
  );
  for (let round = 0; round < 8; round += 1) {
    await Promise.all(
      engines.map((engine, process) => {
        // Every process names the members in an order of its own.
        const members = [...coalition.memberIds];
        if (process === 1) members.reverse();
        if (process === 2) members.sort((a, b) => (a.slice(-4) < b.slice(-4) ? -1 : 1));
        const requests = members.map((memberId) =>
          requestOf(
            coalition,
            partnerActor(partner!),
            `${process} ${round} ${memberId}`,
            purchaseOf(partner!, { memberId }, 1_000n),
          ),
        );
        return engine.submitAll(requests);
      }),
    );
  }
  for (const engine of engines) await engine.stop();
  expect(troubles).toEqual([]);
});

it('a hold is captured from the lots it was given, in the order in which it was given them', async () => {
  const engine = createPostingEngine({ sql: ledger.sql, clock: () => new Date() });
  const memberId = coalition.memberIds[0]!;
  const [first, second, third] = coalition.partners;
  const ask = async (instruction: Instruction, of = first!) => {
    const reply = await engine.submit(
      requestOf(
        coalition,
        partnerActor(of),
        JSON.stringify(instruction, (_, v) => String(v)) + Math.random(),
        instruction,
      ),
    );
    if (!reply.ok) throw new Error(reply.refusal.message);
    return reply.record;
  };
  // 240 points are there from the first partner; two more lots follow.
  await ask(purchaseOf(second!, { memberId }, 5_000n), second!);
  await ask(purchaseOf(third!, { memberId }, 5_000n), third!);
  const hold = await ask({
    kind: 'AUTHORISATION',
    storeId: first!.storeId,
    member: { memberId },
    points: 340n,
    timeToLiveSeconds: 60,
    reference: null,
  });
  const captured = await ask({ kind: 'CAPTURE', holdId: hold.transactionId, points: 250n });
  const funders = await test.sql<{ funderId: string; points: bigint }[]>`
    SELECT funder_id AS "funderId", sum(points)::bigint AS points FROM ledger.redemption_line
    WHERE redemption_id = ${captured.transactionId} GROUP BY funder_id ORDER BY points DESC`;
  expect(funders).toEqual([
    { funderId: first!.partnerId, points: 240n },
    { funderId: second!.partnerId, points: 10n },
  ]);
  await expect(ask(redemptionOf(first!, { memberId }, 1n))).rejects.toThrow();
  await engine.stop();
});
