// Batches of several processes want the same wallets, and holds are captured from the lots they were given: both hang on an ORDER BY.

import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase, type Sql } from '../../db/client.ts';
import { classifyFailure } from '../../db/failures.ts';
import { type LoadCoalition, writeCoalition } from '../../scripts/load/coalition.ts';
import { partnerActor, purchaseOf, redemptionOf, requestOf } from '../../scripts/load/requests.ts';
import { plainWindowTerms } from '../../scripts/load/window-terms.ts';
import { startWireProxy } from '../../scripts/load/wire-proxy.ts';
import { closeSettlementWindow } from '../../subgraphs/ledger/commands/close-settlement-window.ts';
import type { Instruction } from '../../subgraphs/ledger/domain/requests.ts';
import { createPostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { readOpenWindow } from '../../subgraphs/ledger/store/windows/read-windows.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const PROCESSES = [0, 1, 2];
const ROUNDS = 10;
/** What the rounds give each member, 10 points a purchase. */
const BEFORE = BigInt(PROCESSES.length * ROUNDS * 10);

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
  const engines = PROCESSES.map((process) =>
    createPostingEngine({
      sql: ledger.sql,
      clock: () => new Date(),
      lanes: 1,
      firstLane: process,
      onTrouble: (error) => troubles.push(classifyFailure(error)?.kind ?? String(error)),
    }),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    // Somebody has a wallet in the middle, another one each time: every batch is stopped on its way through its locks, as far as it has come.
    let release = (): void => {};
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    let stand = (): void => {};
    const standing = new Promise<void>((resolve) => {
      stand = resolve;
    });
    const blocker = test.sql.begin(async (tx) => {
      await tx`SELECT FROM ledger.wallet WHERE member_id = ${coalition.memberIds[(round * 23) % 60]!} FOR UPDATE`;
      stand();
      await blocked;
    });
    await standing;
    const released = waitersOf(test.sql, round === 0 ? 0 : 2).then(release);
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
    await Promise.all([blocker, released]);
  }
  for (const engine of engines) await engine.stop();
  expect(troubles).toEqual([]);
});

it('the very first postings of members, from several processes at once: none is lost', async () => {
  const { memberIds, programmeId, partners } = await writeCoalition(test.sql, { partners: 2, members: 30 });
  const fresh = { programmeId, partners, memberIds };
  const engines = [0, 1, 2].map((process) =>
    createPostingEngine({ sql: ledger.sql, clock: () => new Date(), firstLane: process * 2 }),
  );
  // A few members at a time, so that all of them meet while their wallets are being made.
  for (let from = 0; from < memberIds.length; from += 3) {
    const replies = await Promise.all(
      engines.flatMap((engine, process) =>
        memberIds
          .slice(from, from + 3)
          .map((memberId) =>
            engine.submit(
              requestOf(
                fresh,
                partnerActor(partners[0]!),
                `${process} ${memberId}`,
                purchaseOf(partners[0]!, { memberId }, 1_000n),
              ),
            ),
          ),
      ),
    );
    expect(replies.every(({ ok }) => ok)).toBe(true);
  }
  for (const engine of engines) await engine.stop();
  const wallets = await test.sql<{ available: bigint }[]>`
    SELECT available FROM ledger.wallet WHERE member_id = ANY(${memberIds as string[]}::uuid[])`;
  expect(wallets.map(({ available }) => available)).toEqual(memberIds.map(() => 30n));
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
  // The first partner's points are there; two more lots follow.
  await ask(purchaseOf(second!, { memberId }, 5_000n), second!);
  await ask(purchaseOf(third!, { memberId }, 5_000n), third!);
  const hold = await ask({
    kind: 'AUTHORISATION',
    storeId: first!.storeId,
    member: { memberId },
    points: BEFORE + 100n,
    timeToLiveSeconds: 60,
    reference: null,
  });
  const captured = await ask({ kind: 'CAPTURE', holdId: hold.transactionId, points: BEFORE + 10n });
  const funders = await test.sql<{ funderId: string; points: bigint }[]>`
    SELECT funder_id AS "funderId", sum(points)::bigint AS points FROM ledger.redemption_line
    WHERE redemption_id = ${captured.transactionId} GROUP BY funder_id ORDER BY points DESC`;
  expect(funders).toEqual([
    { funderId: first!.partnerId, points: BEFORE },
    { funderId: second!.partnerId, points: 10n },
  ]);
  await expect(ask(redemptionOf(first!, { memberId }, 1n))).rejects.toThrow();
  await engine.stop();
});

/** Resolves when so many sessions wait for a lock; in the first round there are no wallets yet. */
async function waitersOf(sql: Sql, count: number): Promise<void> {
  for (;;) {
    const [row] = await sql<{ waiting: bigint }[]>`SELECT count(*) AS waiting FROM pg_locks WHERE NOT granted`;
    if ((row?.waiting ?? 0n) >= BigInt(count)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

it('a close waits for a batch that has read its window and not yet committed: the posting is in the window it read', async () => {
  const proxy = await startWireProxy(test.url);
  const far = openDatabase({ url: proxy.url, role: 'ledger', max: 3 });
  const engine = createPostingEngine({ sql: far.sql, clock: () => new Date() });
  const [partner] = coalition.partners;
  const buy = (key: string) =>
    engine.submit(
      requestOf(
        coalition,
        partnerActor(partner!),
        key,
        purchaseOf(partner!, { memberId: coalition.memberIds[1]! }, 1_000n),
      ),
    );
  await buy('before');
  const window = await readOpenWindow(ledger.sql, coalition.programmeId);
  const letGo = proxy.holdCommits();
  const posting = buy('in flight');
  while (proxy.held() === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  let closedFirst = false;
  const closing = closeSettlementWindow(
    { database: ledger, clock: () => new Date(), ids: v7 },
    {
      ...{ programmeId: coalition.programmeId, keySpace: 'test', idempotencyKey: 'close', windowId: window!.windowId },
      ...{ label: null, terms: plainWindowTerms() },
    },
  ).then((closed) => {
    closedFirst = true;
    return closed;
  });
  // It waits for the lock, or it is through: either shows.
  await Promise.race([closing, waitersOf(test.sql, 1)]);
  expect(closedFirst).toBe(false);
  letGo();
  const [reply, closed] = await Promise.all([posting, closing]);
  expect(reply).toMatchObject({ ok: true, record: { windowId: window!.windowId } });
  expect(closed.ok).toBe(true);
  await engine.stop();
  await far.close();
  await proxy.close();
});
