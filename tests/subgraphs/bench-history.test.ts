// The bulk history of the benches is a history that the product could have written: the auditor agrees with it, its windows close and
// settle by the product's own commands, and posting goes on after it.

import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { writeHistory } from '../../scripts/bench/history.ts';
import { writeCoalition } from '../../scripts/load/coalition.ts';
import { partnerActor, redemptionOf, requestOf } from '../../scripts/load/requests.ts';
import { plainWindowTerms } from '../../scripts/load/window-terms.ts';
import { closeSettlementWindow } from '../../subgraphs/ledger/commands/close-settlement-window.ts';
import { settleWindow } from '../../subgraphs/ledger/commands/settle-window.ts';
import { createPostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let test: TestDatabase;
let ledger: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger' });
});
afterAll(async () => {
  await ledger.close();
  await test.close();
});

it('the books of a generated history balance, before and after its windows are closed and a member spends', async () => {
  const coalition = await writeCoalition(test.sql, { partners: 7, members: 30 });
  const history = await writeHistory(test.sql, coalition, 20, () => {});
  const [counted] = await test.sql<{ transfers: bigint; transactions: bigint; windows: bigint }[]>`
    SELECT (SELECT count(*) FROM ledger.transfer) AS transfers, (SELECT count(*) FROM ledger.transaction) AS transactions,
           (SELECT count(DISTINCT window_id) FROM ledger.transaction) AS windows`;
  expect(counted).toEqual({
    transfers: BigInt(history.transfers),
    transactions: BigInt(history.transactions),
    windows: BigInt(history.windowIds.length),
  });

  for (const [index, windowId] of history.windowIds.slice(0, -1).entries()) {
    const services = { database: ledger, clock: () => new Date() };
    // A close takes two ids: that of its own record first, then the next window's.
    const given = [v7(), history.windowIds[index + 1]!];
    const ids = () => given.shift() ?? v7();
    const command = { programmeId: coalition.programmeId, keySpace: 'bench', windowId };
    const closed = await closeSettlementWindow(
      { ...services, ids },
      { ...command, idempotencyKey: randomUUID(), label: null, terms: plainWindowTerms() },
    );
    expect(closed).toMatchObject({ ok: true, result: { openedId: history.windowIds[index + 1] } });
    const settled = await settleWindow({ ...services, ids: v7 }, { ...command, idempotencyKey: randomUUID() });
    expect(settled.ok).toBe(true);
  }
  await expectBooksBalanced(test.url);

  const engine = createPostingEngine({ sql: ledger.sql, clock: () => new Date() });
  const spend = redemptionOf(coalition.partners[0]!, { memberId: coalition.memberIds[0]! }, 250n);
  const reply = await engine.submit(requestOf(coalition, partnerActor(coalition.partners[0]!), 'spend', spend));
  expect(reply).toMatchObject({ ok: true, record: { points: -250n, details: { wallet: { available: '150' } } } });
  await engine.stop();
  await expectBooksBalanced(test.url);
});
