// Settlement windows against a real database: closing, settling, positions (settlement.md R18-R20; ledger.md failure modes 18, 19).

import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase, type Sql } from '../../db/client.ts';
import { plainWindowTerms } from '../../scripts/load/window-terms.ts';
import {
  closeSettlementWindow,
  cutWindow,
  sealClosingWindows,
} from '../../subgraphs/ledger/commands/close-settlement-window.ts';
import { settleWindow } from '../../subgraphs/ledger/commands/settle-window.ts';
import type { WindowCommandServices } from '../../subgraphs/ledger/commands/window-command.ts';
import { readItemsOf } from '../../subgraphs/ledger/store/settlement/items.ts';
import { lockWindowsForPosting } from '../../subgraphs/ledger/store/window-lock.ts';
import { ensureOpenWindow } from '../../subgraphs/ledger/store/windows/ensure-open-window.ts';
import { readNetPositions } from '../../subgraphs/ledger/store/windows/read-net-positions.ts';
import { readPositions } from '../../subgraphs/ledger/store/windows/read-positions.ts';
import { readOpenWindow, readWindows } from '../../subgraphs/ledger/store/windows/read-windows.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { haveSettlementExample, settlementExample } from '../support/settlement-example.ts';

let test: TestDatabase;
let ledger: Database;
let services: WindowCommandServices;
/** A programme of its own for every test. */
let programmeId: string;

beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger' });
  services = { database: ledger, clock: () => new Date(), ids: v7 };
});
afterAll(async () => {
  await ledger.close();
  await test.close();
});
beforeEach(async () => {
  programmeId = randomUUID();
  await ensureOpenWindow(ledger.sql, programmeId, v7(), new Date('2026-01-01T00:00:00Z'));
});

/** Every partner's running position equals the whole history of its account. */
afterEach(async () => {
  const history = await test.sql<{ partner_id: string; balance: bigint }[]>`
    SELECT substr(account, 9)::uuid AS partner_id, sum(amount)::bigint AS balance
    FROM ledger.journal, unnest(accounts, amounts) AS leg (account, amount)
    WHERE programme_id = ${programmeId} AND account LIKE 'PARTNER:%' GROUP BY 1`;
  const positions = await readPositions(
    ledger.sql,
    programmeId,
    history.map((row) => row.partner_id),
  );
  expect(new Map(positions.map((row) => [row.partnerId, row.creditsMinor - row.debitsMinor]))).toEqual(
    new Map(history.map((row) => [row.partner_id, row.balance])),
  );
});

type Leg = readonly [account: string, component: string, amountMinor: bigint];

/** Posts one journal entry as a batch does: under the shared lock, in the window that is open, in a lane of its own. */
async function post(legs: readonly Leg[], lane = 1, whileOpen: () => Promise<void> = async () => {}): Promise<string> {
  const transactionId = v7();
  await ledger.withTransaction(async ({ sql }) => {
    await lockWindowsForPosting(sql, [programmeId]);
    const window = await readOpenWindow(sql, programmeId);
    if (window === null) throw new Error('no window is open');
    await whileOpen();
    await sql`
      INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key,
                                      request_hash, occurred_at, recorded_at, details)
      VALUES (${transactionId}, ${programmeId}, ${window.windowId}, 'PURCHASE', 'OK', 'till', ${transactionId}, '', now(), now(), '{}')`;
    await sql`
      INSERT INTO ledger.journal (transaction_id, entry, programme_id, window_id, type, accounts, components, amounts)
      VALUES (${transactionId}, 1, ${programmeId}, ${window.windowId}, 'EARN', ${legs.map((leg) => leg[0])}::text[],
              ${legs.map((leg) => leg[1])}::text[], ${sql.array(legs.map((leg) => leg[2]))}::bigint[])`;
    await sql`
      INSERT INTO ledger.money_slot AS slot (window_id, account, component, lane, debits, credits)
      SELECT ${window.windowId}, account, component, ${lane}, sum(greatest(-amount, 0))::bigint, sum(greatest(amount, 0))::bigint
      FROM unnest(${legs.map((leg) => leg[0])}::text[], ${legs.map((leg) => leg[1])}::text[],
                  ${sql.array(legs.map((leg) => leg[2]))}::bigint[]) AS leg (account, component, amount)
      GROUP BY account, component
      ON CONFLICT (window_id, account, component, lane)
      DO UPDATE SET debits = slot.debits + excluded.debits, credits = slot.credits + excluded.credits`;
    await sql`
      INSERT INTO ledger.window_slot AS slot (window_id, lane, transactions, first_id, last_id)
      VALUES (${window.windowId}, ${lane}, 1, ${transactionId}, ${transactionId})
      ON CONFLICT (window_id, lane) DO UPDATE SET transactions = slot.transactions + 1,
        first_id = least(slot.first_id, excluded.first_id), last_id = greatest(slot.last_id, excluded.last_id)`;
  });
  return transactionId;
}

function issue(partnerId: string, amount: bigint): Leg[] {
  return [
    [`PARTNER:${partnerId}`, 'ISSUANCE', -amount],
    ['OP:RESERVE', 'ISSUANCE', amount],
  ];
}

async function openWindowId(): Promise<string> {
  const window = await readOpenWindow(ledger.sql, programmeId);
  if (window === null) throw new Error('no window is open');
  return window.windowId;
}

async function close(
  options: { windowId?: string; key?: string; label?: string | null; carryForwardBelowMinor?: bigint } = {},
) {
  return closeSettlementWindow(services, {
    programmeId,
    keySpace: 'operator',
    idempotencyKey: options.key ?? randomUUID(),
    windowId: options.windowId ?? (await openWindowId()),
    label: options.label ?? null,
    terms: plainWindowTerms(options.carryForwardBelowMinor ?? 0n),
  });
}

async function settle(windowId: string, key: string = randomUUID()) {
  return settleWindow(services, { programmeId, keySpace: 'operator', idempotencyKey: key, windowId });
}

async function netsOf(windowId: string): Promise<Map<string, [bigint, string]>> {
  const rows = await readNetPositions(ledger.sql, [windowId]);
  return new Map(rows.map((row) => [row.partnerId, [row.netMinor, row.action]]));
}

async function positionOf(partnerId: string): Promise<bigint> {
  const [row] = await readPositions(ledger.sql, programmeId, [partnerId]);
  return row!.creditsMinor - row!.debitsMinor;
}

describe('closing', () => {
  it('killed between the cut and the seal: the same request seals, so does the next close, each once', async () => {
    const a = randomUUID();
    await post(issue(a, 1000n));
    const windowId = await openWindowId();
    const command = { programmeId, keySpace: 'operator', idempotencyKey: 'cut', windowId, label: null };
    const cut = await cutWindow(services, { ...command, terms: plainWindowTerms() });
    expect((await readWindows(ledger.sql, programmeId, [windowId]))[0]).toMatchObject({
      state: 'CLOSING',
      closedAt: null,
    });
    await post(issue(a, 5n));
    expect(await positionOf(a)).toBe(-1005n);
    expect(await close({ windowId, key: 'cut' })).toEqual(cut);
    expect(await netsOf(windowId)).toEqual(new Map([[a, [-1000n, 'COLLECT_FROM_PARTNER']]]));

    const second = await openWindowId();
    await cutWindow(services, { ...command, windowId: second, idempotencyKey: 'second', terms: plainWindowTerms() });
    await Promise.all([1, 2, 3].map(() => sealClosingWindows(services, programmeId, plainWindowTerms())));
    expect(await netsOf(second)).toEqual(new Map([[a, [-5n, 'COLLECT_FROM_PARTNER']]]));
    const items = await readItemsOf(ledger.sql, [windowId, second]);
    expect(items.map(({ amountMinor, state }) => [amountMinor, state]).sort()).toEqual([
      [-1000n, 'CALCULATED'],
      [-5n, 'CALCULATED'],
    ]);
  });

  it('seals one net per partner, opens the next window in the same transaction, and sums to zero with the operator', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await post(issue(a, 1000n), 1);
    await post(issue(a, 500n), 2);
    await post([
      ['OP:RESERVE', 'REDEMPTION', -700n],
      [`PARTNER:${b}`, 'REDEMPTION', 700n],
    ]);
    const windowId = await openWindowId();
    const closed = await close({ label: '2026-01' });
    if (!closed.ok) throw new Error(closed.refusal.message);
    expect(await netsOf(windowId)).toEqual(
      new Map([
        [a, [-1500n, 'COLLECT_FROM_PARTNER']],
        [b, [700n, 'PAY_PARTNER']],
      ]),
    );
    const [before, after] = await Promise.all([
      readWindows(ledger.sql, programmeId, [windowId]),
      readWindows(ledger.sql, programmeId, [closed.result.openedId]),
    ]);
    expect(before[0]).toMatchObject({
      number: 1,
      state: 'CLOSED',
      label: '2026-01',
      operatorNetMinor: 800n,
      settledAt: null,
    });
    expect(after[0]).toMatchObject({ number: 2, state: 'OPEN', label: null, closedAt: null });
    expect(before[0]!.closedAt).toEqual(after[0]!.openedAt);
  });

  it('18: two closers at once: one closes, the other gets WINDOW_STATE', async () => {
    await post(issue(randomUUID(), 100n));
    const windowId = await openWindowId();
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => close({ windowId })));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.refusal.code]))).toEqual(
      Array(3).fill('WINDOW_STATE'),
    );
    const [row] =
      await test.sql`SELECT count(*)::int AS n FROM ledger.settlement_window WHERE programme_id = ${programmeId}`;
    expect(row!.n).toBe(2);
  });

  it('18: a close that waits for a posting in flight has it; a posting that waits for the close is in the next window', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const windowId = await openWindowId();
    let closing: ReturnType<typeof close> | undefined;
    let late: Promise<string> | undefined;
    // While a batch holds the shared lock: the close queues behind it, the next batch queues behind the close.
    await post(issue(a, 100n), 1, async () => {
      closing = close({ windowId });
      await someoneWaits(test.sql, 1);
      late = post(issue(b, 100n), 2);
      await someoneWaits(test.sql, 2);
    });
    expect((await closing)?.ok).toBe(true);
    await late;
    expect(await netsOf(windowId)).toEqual(new Map([[a, [-100n, 'COLLECT_FROM_PARTNER']]]));
    expect(await positionOf(b)).toBe(-100n);
  });

  it('18: under load every posting is in exactly one window and none is lost', async () => {
    const partners = Array.from({ length: 4 }, () => randomUUID());
    const posting = Promise.all(
      Array.from({ length: 8 }, async (_, lane) => {
        for (let n = 0; n < 15; n += 1) await post(issue(partners[n % 4]!, 10n), lane);
      }),
    );
    let closes = 0;
    let done = false;
    const closing = (async () => {
      while (!done) {
        if ((await close()).ok) closes += 1;
      }
    })();
    await posting;
    done = true;
    await closing;
    await close();
    expect(closes).toBeGreaterThan(0);
    const [sums] = await test.sql<{ net: bigint; transactions: bigint }[]>`
      SELECT (SELECT sum(net_minor)::bigint FROM ledger.net_position JOIN ledger.settlement_window USING (window_id)
              WHERE programme_id = ${programmeId}) AS net,
             (SELECT sum(transactions)::bigint FROM ledger.window_slot JOIN ledger.settlement_window USING (window_id)
              WHERE programme_id = ${programmeId}) AS transactions`;
    expect(sums).toEqual({ net: -1200n, transactions: 120n });
  });

  it('18: an empty window closes and is settled at once', async () => {
    const windowId = await openWindowId();
    expect((await close()).ok).toBe(true);
    const [window] = await readWindows(ledger.sql, programmeId, [windowId]);
    expect(window).toMatchObject({ state: 'SETTLED', operatorNetMinor: 0n });
    expect(window!.settledAt).toEqual(window!.closedAt);
    expect((await readOpenWindow(ledger.sql, programmeId))?.number).toBe(2);
  });

  it('18: a crash between close and open leaves neither', async () => {
    const windowId = await openWindowId();
    const ids = [v7(), windowId];
    // The id of the next window is taken already, so opening it fails after the first was closed.
    const failing = { ...services, ids: () => ids.shift() ?? v7() };
    await expect(
      closeSettlementWindow(failing, {
        programmeId,
        keySpace: 'operator',
        idempotencyKey: 'k',
        windowId,
        label: null,
        terms: plainWindowTerms(),
      }),
    ).rejects.toThrow();
    expect(await readOpenWindow(ledger.sql, programmeId)).toMatchObject({ windowId, number: 1, state: 'OPEN' });
    expect((await close({ windowId, key: 'k' })).ok).toBe(true);
  });

  it('a window whose slots do not balance is not sealed: posting goes on, and the next close seals it once it does', async () => {
    const windowId = await openWindowId();
    const a = randomUUID();
    await post(issue(a, 100n));
    await test.sql`UPDATE ledger.money_slot SET debits = 101 WHERE window_id = ${windowId} AND account = ${`PARTNER:${a}`}`;
    await expect(close()).rejects.toThrow('Broken promise');
    expect((await readOpenWindow(ledger.sql, programmeId))?.number).toBe(2);
    expect((await readWindows(ledger.sql, programmeId, [windowId]))[0]).toMatchObject({
      state: 'CLOSING',
      closedAt: null,
    });
    await test.sql`UPDATE ledger.money_slot SET debits = 100 WHERE window_id = ${windowId} AND account = ${`PARTNER:${a}`}`;
    await post(issue(a, 7n));
    expect((await close()).ok).toBe(true);
    expect(await netsOf(windowId)).toEqual(new Map([[a, [-100n, 'COLLECT_FROM_PARTNER']]]));
  });

  it('the same key answers the same, another body under it is refused, and so is a key that a posting used', async () => {
    const posted = await post(issue(randomUUID(), 5n));
    const windowId = await openWindowId();
    const first = await close({ windowId, key: 'close-1', label: 'a' });
    expect(await close({ windowId, key: 'close-1', label: 'a' })).toEqual(first);
    expect(await close({ windowId, key: 'close-1', label: 'b' })).toMatchObject({
      refusal: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    await test.sql`UPDATE ledger.transaction SET client_id = 'operator' WHERE transaction_id = ${posted}`;
    expect(await close({ key: posted })).toMatchObject({ refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('a refusal is remembered, and a window of another programme is unknown', async () => {
    const other = randomUUID();
    const otherWindow = v7();
    await ensureOpenWindow(ledger.sql, other, otherWindow, new Date());
    const refused = await close({ windowId: otherWindow, key: 'k' });
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'WINDOW_UNKNOWN' } });
    expect(await close({ windowId: otherWindow, key: 'k' })).toEqual(refused);
  });

  it('the first window opens once, whoever comes first', async () => {
    const fresh = randomUUID();
    await Promise.all(Array.from({ length: 6 }, () => ensureOpenWindow(ledger.sql, fresh, v7(), new Date())));
    const [row] = await test.sql`SELECT count(*)::int AS n FROM ledger.settlement_window WHERE programme_id = ${fresh}`;
    expect(row!.n).toBe(1);
  });
});

describe('settling', () => {
  it('pays and collects every net once, and leaves the open window alone', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await post(issue(a, 1000n));
    await post([
      ['OP:RESERVE', 'REDEMPTION', -700n],
      [`PARTNER:${b}`, 'REDEMPTION', 700n],
    ]);
    const windowId = await openWindowId();
    await close();
    await post(issue(a, 30n));
    expect(await positionOf(a)).toBe(-1030n);
    const settled = await settle(windowId, 'settle-1');
    expect(settled).toEqual({ ok: true, result: { windowId } });
    expect(await positionOf(a)).toBe(-30n);
    expect(await positionOf(b)).toBe(0n);
    const [bank] = await test.sql<{ debits: bigint; credits: bigint }[]>`
      SELECT debits, credits FROM ledger.money_slot WHERE window_id = ${windowId} AND account = 'OP:BANK'`;
    expect(bank).toEqual({ debits: 1000n, credits: 700n });
    const next = await openWindowId();
    await close();
    expect(await netsOf(next)).toEqual(new Map([[a, [-30n, 'COLLECT_FROM_PARTNER']]]));
  });

  it('19: applied twice: the same key the same reply, another key WINDOW_STATE, and money moves once', async () => {
    const a = randomUUID();
    await post(issue(a, 1000n));
    const windowId = await openWindowId();
    await close();
    const outcomes = await Promise.all([settle(windowId, 'k'), settle(windowId, 'k'), settle(windowId, 'k')]);
    expect(outcomes).toEqual(Array(3).fill({ ok: true, result: { windowId } }));
    expect(await settle(windowId)).toMatchObject({ refusal: { code: 'WINDOW_STATE' } });
    expect(await positionOf(a)).toBe(0n);
  });

  it('an open window is not settled', async () => {
    expect(await settle(await openWindowId())).toMatchObject({ refusal: { code: 'WINDOW_STATE' } });
  });

  it('R20: small amounts are carried forward, through settled and empty windows, until they are worth paying', async () => {
    const a = randomUUID();
    await post(issue(a, 40n));
    const first = await openWindowId();
    await close({ carryForwardBelowMinor: 100n });
    expect(await netsOf(first)).toEqual(new Map([[a, [-40n, 'CARRY_FORWARD']]]));
    // An empty window that only carries on is settled at once, before the first one is.
    await close({ carryForwardBelowMinor: 100n });
    expect(await positionOf(a)).toBe(-40n);
    await settle(first);
    expect(await positionOf(a)).toBe(-40n);
    await post(issue(a, 70n));
    const third = await openWindowId();
    await close({ carryForwardBelowMinor: 100n });
    expect(await netsOf(third)).toEqual(new Map([[a, [-110n, 'COLLECT_FROM_PARTNER']]]));
    await settle(third);
    expect(await positionOf(a)).toBe(0n);
  });

  it('windows may be settled in any order', async () => {
    const a = randomUUID();
    const windows: string[] = [];
    for (const amount of [10n, 20n, 30n]) {
      await post(issue(a, amount));
      windows.push(await openWindowId());
      await close();
    }
    await settle(windows[1]!);
    expect(await positionOf(a)).toBe(-40n);
    await settle(windows[0]!);
    expect(await positionOf(a)).toBe(-30n);
    await settle(windows[2]!);
    expect(await positionOf(a)).toBe(0n);
  });
});

interface Example {
  expected: Record<
    'OPERATOR_POOL' | 'ISSUER_PAYS_ON_REDEMPTION',
    {
      journal: {
        type: string;
        window: 'W1' | 'W2';
        lines: { account: string; side: 'Dr' | 'Cr'; amountMinor: number; component: string }[];
      }[];
      windows: Record<
        'W1' | 'W2',
        {
          positions: Record<
            string,
            {
              openingMinor: number;
              creditsMinor: number;
              debitsMinor: number;
              netMinor: number;
              action: string;
              byComponent: Record<string, number>;
            }
          >;
          operatorNetMinor: number;
        }
      >;
      trialBalance: Record<string, { balanceMinor: number }>;
    }
  >;
}

describe.skipIf(!haveSettlementExample)('the worked example, closed and settled', () => {
  it.each(['OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION'] as const)(
    '%s: every net, component and balance',
    async (model) => {
      const expected = settlementExample<Example>().expected[model];
      const partners = new Map<string, string>();
      const idOf = (name: string): string => {
        const id = partners.get(name) ?? randomUUID();
        partners.set(name, id);
        return id;
      };
      const accountOf = (account: string): string =>
        account.startsWith('PARTNER:') ? `PARTNER:${idOf(account.slice(8))}` : account;
      for (const name of ['W1', 'W2'] as const) {
        for (const entry of expected.journal) {
          if (entry.window !== name || entry.type === 'SETTLEMENT') continue;
          await post(
            entry.lines.map(
              (line): Leg => [
                accountOf(line.account),
                line.component,
                BigInt(line.side === 'Dr' ? -line.amountMinor : line.amountMinor),
              ],
            ),
          );
        }
        const windowId = await openWindowId();
        expect((await close({ label: name, carryForwardBelowMinor: 2500n })).ok).toBe(true);
        const rows = new Map((await readNetPositions(ledger.sql, [windowId])).map((row) => [row.partnerId, row]));
        for (const [partner, figures] of Object.entries(expected.windows[name].positions)) {
          const row = rows.get(idOf(partner));
          // A partner without any posting and opening has no row; the example lists it with zeros.
          if (row === undefined) {
            expect(figures).toMatchObject({ openingMinor: 0, creditsMinor: 0, debitsMinor: 0, netMinor: 0 });
            continue;
          }
          expect(row).toMatchObject({
            openingMinor: BigInt(figures.openingMinor),
            creditsMinor: BigInt(figures.creditsMinor),
            debitsMinor: BigInt(figures.debitsMinor),
            netMinor: BigInt(figures.netMinor),
            action: figures.action,
          });
          expect(row.components).toEqual(
            Object.fromEntries(Object.entries(figures.byComponent).map(([component, sum]) => [component, String(sum)])),
          );
        }
        const [window] = await readWindows(ledger.sql, programmeId, [windowId]);
        expect(window!.operatorNetMinor).toBe(BigInt(expected.windows[name].operatorNetMinor));
        expect((await settle(windowId)).ok).toBe(true);
      }
      const balances = await test.sql<{ account: string; balance: bigint }[]>`
      SELECT account, sum(credits - debits)::bigint AS balance FROM ledger.money_slot JOIN ledger.settlement_window USING (window_id)
      WHERE programme_id = ${programmeId} GROUP BY account`;
      expect(new Map(balances.map((row) => [row.account, row.balance]))).toEqual(
        new Map(
          Object.entries(expected.trialBalance).map(([account, { balanceMinor }]) => [
            accountOf(account),
            BigInt(balanceMinor),
          ]),
        ),
      );
    },
  );
});

/** Resolves when `count` sessions wait for an advisory lock of this database. */
async function someoneWaits(sql: Sql, count: number): Promise<void> {
  for (;;) {
    const [row] = await sql<{ waiting: number }[]>`
      SELECT count(*)::int AS waiting FROM pg_locks
      WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    if (row!.waiting >= count) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
