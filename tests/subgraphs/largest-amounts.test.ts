/**
 * The largest amounts that are taken: whatever is posted of them, the window closes, every statement of it is signed, and whoever verifies one finds it whole.
 * What would make that impossible is refused for itself, under its key like every refusal.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { type LoadCoalition, writeCoalition } from '../../scripts/load/coalition.ts';
import { partnerActor, purchaseOf, redemptionOf, requestOf } from '../../scripts/load/requests.ts';
import { plainWindowTerms } from '../../scripts/load/window-terms.ts';
import { closeSettlementWindow } from '../../subgraphs/ledger/commands/close-settlement-window.ts';
import type { Reply } from '../../subgraphs/ledger/domain/record.ts';
import type { Instruction } from '../../subgraphs/ledger/domain/requests.ts';
import { readKeys, verifyJsonLines } from '../../subgraphs/ledger/domain/verify-statement.ts';
import { createPostingEngine, type PostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { issueStatements, type StatementServices } from '../../subgraphs/ledger/statements/issue-statements.ts';
import { readingOf } from '../../subgraphs/ledger/statements/read-statement.ts';
import { createStatementKeys } from '../../subgraphs/ledger/statements/statement-keys.ts';
import { readStatements } from '../../subgraphs/ledger/store/statements/statements.ts';
import { readPositions } from '../../subgraphs/ledger/store/windows/read-positions.ts';
import { readOpenWindow } from '../../subgraphs/ledger/store/windows/read-windows.ts';
import { MOST_POINTS_AT_ONCE } from '../../subgraphs/shared/points.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { sha256 } from '../support/sha256.ts';

const MOST = MOST_POINTS_AT_ONCE;
/** A cent, a euro, and the most that a contract may ask for a point: a thousand euros. */
const PRICES = [10_000n, 1_000_000n, 1_000_000_000n];
const HALF_OF_WHAT_CAN_BE_SAID = 2n ** 52n;

let test: TestDatabase;
let database: Database;
let engine: PostingEngine;
let services: StatementServices;

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase({ url: test.url, role: 'ledger', max: 6 });
  engine = createPostingEngine({ sql: database.sql, clock: () => new Date() });
  const keys = createStatementKeys([{ keyId: 'test', secret: 'k'.repeat(32) }]);
  services = { database, clock: () => new Date(), ids: v7, keys, reference: engine.reference };
});
afterEach(() => expectBooksBalanced(test.url));
afterAll(async () => {
  await engine.stop();
  await database.close();
  await test.close();
});

const coalitionOf = (members: number): Promise<LoadCoalition> =>
  writeCoalition(test.sql, {
    partners: PRICES.length,
    members,
    contract: (partner) => ({
      issuePriceMicros: PRICES[partner]!,
      fundingModel: partner === 1 ? 'ISSUER_PAYS_ON_REDEMPTION' : 'OPERATOR_POOL',
    }),
  });

/** A purchase that earns just so many points. */
function earning(coalition: LoadCoalition, partner: number, member: number, points: bigint): Instruction {
  const { partnerId } = coalition.partners[partner]!;
  const award = {
    component: 'BASE',
    points,
    funding: [{ funderId: partnerId, basisPoints: 10_000n }],
    expiresOn: null,
  };
  const purchase = purchaseOf(coalition.partners[partner]!, { memberId: coalition.memberIds[member]! }, 100n);
  return { ...purchase, awards: [award] } as Instruction;
}

function send(
  coalition: LoadCoalition,
  partner: number,
  asked: Instruction,
  key: string = randomUUID(),
): Promise<Reply> {
  return engine.submit(requestOf(coalition, partnerActor(coalition.partners[partner]!), key, asked));
}

const codeOf = (reply: Reply): string => (reply.ok ? 'OK' : reply.refusal.code);

/** Closes the open window, signs its statements and verifies each as its partner would. */
async function closeAndVerify({ programmeId }: LoadCoalition): Promise<void> {
  const windowId = (await readOpenWindow(test.sql, programmeId))!.windowId;
  const command = { programmeId, keySpace: 'test', windowId, idempotencyKey: randomUUID() };
  expect(await closeSettlementWindow(services, { ...command, label: null, terms: plainWindowTerms() })).toMatchObject({
    ok: true,
  });
  await issueStatements(services, windowId);
  const published = await services.keys.published(test.sql, programmeId, new Date());
  const keys = readKeys(
    JSON.stringify({ keys: published.map(({ keyId, publicJwk }) => ({ ...publicJwk, kid: keyId })) }),
  );
  if (!keys.ok) throw new Error(keys.problem);
  const rows = await readStatements(test.sql, programmeId, [windowId], null);
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    const reading = readingOf({ ...services, sql: test.sql, journal: test.sql }, row, null, 1);
    const { text } = await reading.filePart('JSON_LINES', 0);
    expect(await verifyJsonLines(sha256, keys.keys, text.split('\n'))).toMatchObject({ outcome: 'VERIFIED' });
  }
}

describe('one transaction', () => {
  it.each([
    ['the most points', 0, MOST, 'OK'],
    ['a point more', 0, MOST + 1n, 'LIMIT_EXCEEDED'],
    ['the most points at a price that no statement can say', 2, MOST, 'LIMIT_EXCEEDED'],
    ['as many of these as it can', 2, HALF_OF_WHAT_CAN_BE_SAID / 100_000n, 'OK'],
    ['one of these more', 2, HALF_OF_WHAT_CAN_BE_SAID / 100_000n + 1n, 'LIMIT_EXCEEDED'],
  ])('%s', async (_, partner, points, code) => {
    const coalition = await coalitionOf(2);
    const key = randomUUID();
    const asked = earning(coalition, partner, 0, points);
    expect(codeOf(await send(coalition, partner, asked, key))).toBe(code);
    expect(codeOf(await send(coalition, partner, asked, key))).toBe(code);
    expect(codeOf(await send(coalition, 0, earning(coalition, 0, 1, 1n)))).toBe('OK');
    await closeAndVerify(coalition);
  });
});

it('a window that is full for one partner refuses that partner’s next, and nobody else’s; the next window takes it', async () => {
  const coalition = await coalitionOf(60);
  // 10^14 cents each: the 46th would be beyond 2^52.
  const one = (member: number): Promise<Reply> => send(coalition, 1 + 1, earning(coalition, 2, member, 1_000_000_000n));
  const replies = await Promise.all(Array.from({ length: 60 }, (_, member) => one(member)));
  const codes = replies.map(codeOf);
  expect([
    codes.filter((code) => code === 'OK').length,
    codes.filter((code) => code === 'LIMIT_EXCEEDED').length,
  ]).toEqual([45, 15]);
  expect(codeOf(await send(coalition, 0, earning(coalition, 0, 0, MOST)))).toBe('OK');
  const [position] = await readPositions(test.sql, coalition.programmeId, [coalition.partners[2]!.partnerId]);
  expect(position).toMatchObject({ creditsMinor: 0n, debitsMinor: 45n * 10n ** 14n });
  await closeAndVerify(coalition);
  expect(codeOf(await one(59))).toBe('OK');
  await closeAndVerify(coalition);
});

it('what the operator holds for many partners is not bounded by what a statement says of one', async () => {
  const coalition = await writeCoalition(test.sql, {
    partners: 2,
    members: 90,
    contract: () => ({ issuePriceMicros: PRICES[2]! }),
  });
  const replies = await Promise.all(
    Array.from({ length: 90 }, (_, member) =>
      send(coalition, member % 2, earning(coalition, member % 2, member, 1_000_000_000n)),
    ),
  );
  expect(new Set(replies.map(codeOf))).toEqual(new Set(['OK']));
  await closeAndVerify(coalition);
});

it('random histories of the largest amounts close, and every statement is signed and holds', async () => {
  const edge = fc.constantFrom(1n, 45_035_996_273n, 10n ** 11n, MOST - 1n, MOST, MOST + 1n, 2n ** 53n - 1n);
  const step = fc.record({
    kind: fc.constantFrom('earn', 'earn', 'buy', 'spend'),
    partner: fc.nat(PRICES.length - 1),
    member: fc.nat(3),
    points: edge,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const coalition = await coalitionOf(4);
      const askedOf = ({ kind, partner, member, points }: (typeof steps)[number]): Instruction => {
        const [at, of] = [coalition.partners[partner]!, { memberId: coalition.memberIds[member]! }];
        if (kind === 'buy') return purchaseOf(at, of, points);
        return kind === 'spend' ? redemptionOf(at, of, points) : earning(coalition, partner, member, points);
      };
      const replies = await Promise.all(steps.map((one) => send(coalition, one.partner, askedOf(one))));
      for (const reply of replies) expect(['OK', 'LIMIT_EXCEEDED', 'INSUFFICIENT_POINTS']).toContain(codeOf(reply));
      await send(coalition, 0, earning(coalition, 0, 0, 1n));
      await closeAndVerify(coalition);
    }),
    { numRuns: 8 },
  );
});
