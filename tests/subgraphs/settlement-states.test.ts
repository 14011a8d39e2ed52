/** The states of windows and items as settlement.md 5.1 draws them, tried pair by pair against the database: whoever writes, nothing else can be written. */
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProposedStep, stepRefused, type WindowState } from '../../subgraphs/ledger/domain/window-states.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const WINDOW = [
  'OPEN',
  'CLOSING',
  'CLOSED',
  'IN_REVIEW',
  'FINALISED',
  'SETTLING',
  'SETTLED',
  'SUSPENDED',
  'ABORTED',
] as const;
const WINDOW_STEPS = [
  ...[
    'OPEN CLOSING',
    'CLOSING CLOSED',
    'CLOSED IN_REVIEW',
    'IN_REVIEW FINALISED',
    'FINALISED SETTLING',
    'SETTLING SETTLED',
  ],
  // An empty window; one without a review; one in which nothing is to be paid.
  ...['CLOSING SETTLED', 'CLOSED SETTLED', 'FINALISED SETTLED'],
  // Money of it came back.
  'SETTLED SETTLING',
  ...['FINALISED SUSPENDED', 'SUSPENDED FINALISED', 'SUSPENDED ABORTED'],
];
const ITEM = [
  'CALCULATED',
  'ZERO',
  'CARRIED_FORWARD',
  'APPROVED',
  'INSTRUCTED',
  'SETTLED',
  'FAILED',
  'RETURNED',
  'OVERDUE',
  'DEFAULTED',
] as const;
const ITEM_STEPS = [
  ...[
    'CALCULATED ZERO',
    'CALCULATED CARRIED_FORWARD',
    'CALCULATED APPROVED',
    'APPROVED INSTRUCTED',
    'APPROVED CARRIED_FORWARD',
  ],
  ...[
    'INSTRUCTED SETTLED',
    'INSTRUCTED FAILED',
    'FAILED INSTRUCTED',
    'INSTRUCTED OVERDUE',
    'OVERDUE SETTLED',
    'OVERDUE DEFAULTED',
  ],
  ...['SETTLED RETURNED', 'RETURNED INSTRUCTED', 'RETURNED CARRIED_FORWARD', 'FAILED CARRIED_FORWARD'],
];

/** The pairs that a trigger lets through; other constraints (times, sums) may still object. */
async function walkable(
  states: readonly string[],
  tryStep: (from: string, to: string) => Promise<void>,
): Promise<string[]> {
  const found: string[] = [];
  for (const from of states) {
    for (const to of states) {
      if (from === to) continue;
      try {
        await tryStep(from, to);
        found.push(`${from} ${to}`);
      } catch (error) {
        if (!/cannot go from/.test(String(error))) found.push(`${from} ${to}`);
      }
    }
  }
  return found.sort();
}

/** Runs in a transaction that is always taken back; rows are put into their first state with the triggers off. */
async function undone(
  work: (sql: Parameters<Parameters<TestDatabase['sql']['begin']>[1]>[0]) => Promise<void>,
): Promise<void> {
  const back = new Error('taken back');
  await test.sql
    .begin(async (sql) => {
      await work(sql);
      throw back;
    })
    .catch((error: unknown) => {
      if (error !== back) throw error;
    });
}

describe('the database', () => {
  it('walks windows one way, and no other', async () => {
    const steps = await walkable(WINDOW, (from, to) =>
      undone(async (sql) => {
        const windowId = v7();
        const programmeId = v7();
        const closed = from === 'OPEN' || from === 'CLOSING' ? null : new Date();
        await sql`
          INSERT INTO ledger.settlement_window (programme_id, window_id, number, state, opened_at, closed_at, settled_at, closing_at, close_transaction_id, operator_net_minor)
          VALUES (${programmeId}, ${windowId}, 1, ${from}, now(), ${closed}, ${from === 'SETTLED' ? closed : null}, now(), ${v7()}, 0)`;
        for (const step of ['FINALISE', 'RELEASE', 'SUSPEND', 'RESUME', 'ABORT'])
          await sql`
            INSERT INTO ledger.settlement_proposal (proposal_id, programme_id, window_id, step, shown_hash, state, proposed_by, proposed_at, decided_by, decided_at)
            VALUES (${v7()}, ${programmeId}, ${windowId}, ${step}, '', 'APPROVED', 'ann', now(), 'bert', now())`;
        await sql`
          UPDATE ledger.settlement_window SET state = ${to}, closed_at = coalesce(closed_at, now()), settled_at = ${to === 'SETTLED' ? new Date() : null}
          WHERE window_id = ${windowId}`;
      }),
    );
    expect(steps).toEqual([...WINDOW_STEPS].sort());
  });

  it('walks items one way, and no other', async () => {
    const steps = await walkable(ITEM, (from, to) =>
      undone(async (sql) => {
        const itemId = v7();
        const amount = from === 'ZERO' || (from === 'CALCULATED' && to === 'ZERO') ? 0 : -5;
        await sql`
          INSERT INTO ledger.settlement_item (item_id, programme_id, window_id, partner_id, currency, amount_minor, state, collateral_minor)
          VALUES (${itemId}, ${v7()}, ${v7()}, ${v7()}, 'EUR', ${amount}, ${from}, ${from === 'DEFAULTED' ? 0 : null})`;
        await sql`
          UPDATE ledger.settlement_item SET state = ${to}, collateral_minor = ${to === 'DEFAULTED' ? 0 : null} WHERE item_id = ${itemId}`;
      }),
    );
    expect(steps).toEqual([...ITEM_STEPS].sort());
  });

  it('lets no approved amount change, and no payment be under way twice', async () => {
    await undone(async (sql) => {
      const [itemId, programmeId] = [v7(), v7()];
      await sql`
        INSERT INTO ledger.settlement_item (item_id, programme_id, window_id, partner_id, currency, amount_minor, state)
        VALUES (${itemId}, ${programmeId}, ${v7()}, ${v7()}, 'EUR', 5, 'INSTRUCTED')`;
      const instruct = (attempt: number) => sql`
        INSERT INTO ledger.payment_instruction (item_id, attempt, programme_id, end_to_end_id, amount_minor, instructed_at)
        VALUES (${itemId}, ${attempt}, ${programmeId}, ${`E${attempt}`}, 5, now())`;
      await instruct(1);
      await expect(sql.savepoint(() => instruct(2))).rejects.toThrow(/payment_instruction_under_way/);
      await expect(
        sql.savepoint((inner) => inner`UPDATE ledger.settlement_item SET amount_minor = 6 WHERE item_id = ${itemId}`),
      ).rejects.toThrow(/its amount cannot change/);
    });
  });
});

describe('a step of two persons', () => {
  const possible = (step: ProposedStep): WindowState[] => WINDOW.filter((state) => stepRefused(step, state) === null);
  it.each<[ProposedStep, WindowState[]]>([
    ['FINALISE', ['IN_REVIEW']],
    ['RELEASE', ['FINALISED', 'SETTLING']],
    ['SUSPEND', ['FINALISED']],
    ['RESUME', ['SUSPENDED']],
    ['ABORT', ['SUSPENDED']],
    ['DEFAULT', ['SETTLING']],
    ['REINCLUDE', ['SETTLING', 'SETTLED']],
    ['OPENING_BALANCE', ['OPEN']],
  ])('%s needs %j', (step, states) => {
    expect(possible(step)).toEqual(states);
    expect(stepRefused(step, 'CLOSED')).toMatch(/^The window is CLOSED; this needs it to be .*\.$/);
  });
});
