/**
 * What time does to windows, by clocks that are moved: cut-offs, advice, what two persons agreed, overdue collections. Two processes at once, and
 * processes that die between any two steps, come to the same books.
 */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { cutWindow } from '../../subgraphs/ledger/commands/close-settlement-window.ts';
import { settleWindow } from '../../subgraphs/ledger/commands/settle-window.ts';
import { approveStep, proposeStep } from '../../subgraphs/ledger/commands/settlement-steps.ts';
import type { ProposedStep } from '../../subgraphs/ledger/domain/window-states.ts';
import { windowTermsOf } from '../../subgraphs/ledger/domain/window-terms.ts';
import { createPostingEngine, type PostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { type SettlingServices, settleOnTime, startSettling } from '../../subgraphs/ledger/engine/settle-on-time.ts';
import { issueStatements } from '../../subgraphs/ledger/statements/issue-statements.ts';
import { createStatementKeys } from '../../subgraphs/ledger/statements/statement-keys.ts';
import { readItemsOf } from '../../subgraphs/ledger/store/settlement/items.ts';
import { readProposals } from '../../subgraphs/ledger/store/settlement/proposals.ts';
import { readWindowsFrom } from '../../subgraphs/ledger/store/windows/read-windows.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { type Coalition, makeCoalition, type TestPartner } from '../support/coalition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { posted, purchase, redemption, request } from '../support/ledger-requests.ts';

let test: TestDatabase;
/** Two processes: pools, engines and keys of their own, one database. */
let processes: { database: Database; engine: PostingEngine; services: SettlingServices }[];
let now: Date;
let coalition: Coalition;
let grocer: TestPartner;
let travel: TestPartner;
let member: string;

beforeAll(async () => {
  test = await createTestDatabase();
  const secret = { keyId: 'test', secret: 'a secret of both processes, 32 bytes and more' };
  processes = [1, 2].map(() => {
    const database = openDatabase({ url: test.url, role: 'ledger' });
    const engine = createPostingEngine({ sql: database.sql, clock: () => now });
    const deps = {
      database,
      clock: () => now,
      ids: v7,
      reference: engine.reference,
      keys: createStatementKeys([secret]),
    };
    const signStatements = async (windowId: string) => void (await issueStatements(deps, windowId));
    const outcomes = { postDisputeOutcomes: () => Promise.resolve() };
    return { database, engine, services: { ...deps, signStatements, ...outcomes } };
  });
});
afterAll(async () => {
  for (const { engine, database } of processes) {
    await engine.stop();
    await database.close();
  }
  await test.close();
});
beforeEach(async () => {
  now = new Date('2026-09-15T10:00:00Z');
  coalition = await makeCoalition(test.sql);
  await test.sql`
    UPDATE partners.programme
    SET close_schedule = 'MONTHLY', advice_business_days = 2, dispute_business_days = 5, value_business_days = 8
    WHERE programme_id = ${coalition.programmeId}`;
  grocer = await coalition.partner('Grocer');
  travel = await coalition.partner('Travel');
  member = await coalition.member();
});
afterEach(() => expectBooksBalanced(test.url));

const [one, two] = [0, 1] as const;
const tick = (process: number = one) => settleOnTime(processes[process]!.services, coalition.programmeId);
async function trade(): Promise<void> {
  const { engine } = processes[one]!;
  const { programmeId } = coalition;
  posted(await engine.submit(request(programmeId, purchase(grocer.storeId, member, 100_000n))));
  posted(await engine.submit(request(programmeId, redemption(travel.storeId, member, 500n))));
}
async function states(): Promise<string[]> {
  const windows = await readWindowsFrom(test.sql, coalition.programmeId, 1);
  return windows.map(({ number, state, label }) => `${number} ${state}${label === null ? '' : ` ${label}`}`);
}
async function windowId(number: number): Promise<string> {
  const [window] = await readWindowsFrom(test.sql, coalition.programmeId, number);
  return window!.windowId;
}
async function propose(step: ProposedStep, partnerIds: string[] | null = null) {
  const { services } = processes[one]!;
  const reference = (await services.reference(coalition.programmeId))!;
  const base = { programmeId: coalition.programmeId, reference };
  const proposed = await proposeStep(services, {
    ...base,
    ...{ keySpace: 'ann', idempotencyKey: v7(), acting: { subject: 'ann', person: 'ann' } },
    ...{ windowId: await windowId(1), step, partnerIds, amountMinor: null, rates: [], reason: null },
  });
  if (!proposed.ok) throw new Error(`${step}: ${proposed.refusal.code}`);
  const [proposal] = await readProposals(test.sql, coalition.programmeId, [proposed.result.proposalId]);
  return { ...base, proposalId: proposal!.proposalId, shownHash: proposal!.shownHash.toString('hex') };
}
async function agree(step: ProposedStep, partnerIds: string[] | null = null): Promise<void> {
  const { services } = processes[two]!;
  const proposal = await propose(step, partnerIds);
  const approved = await approveStep(
    services,
    {
      ...proposal,
      keySpace: 'bert',
      idempotencyKey: v7(),
      acting: { subject: 'bert', person: 'bert' },
      breakGlass: null,
    },
    () => undefined,
  );
  if (!approved.ok) throw new Error(`${step}: ${approved.refusal.code}`);
}

describe('a month', () => {
  it('closes at midnight of the zone, is in review from the advice on, final after the deadline, and overdue after the value date', async () => {
    await trade();
    now = new Date('2026-09-30T21:59:59.999Z');
    await tick();
    expect(await states()).toEqual(['1 OPEN']);
    now = new Date('2026-09-30T22:00:30Z');
    await tick();
    expect(await states()).toEqual(['1 CLOSED 2026-09', '2 OPEN']);
    const [window] = await readWindowsFrom(test.sql, coalition.programmeId, 1);
    expect([window?.cutOffAt, window?.closedAt]).toEqual([new Date('2026-09-30T22:00:00Z'), now]);
    now = new Date('2026-10-01T21:59:59Z');
    await tick();
    expect((await states())[0]).toBe('1 CLOSED 2026-09');
    // Two business days after Wednesday 30 September: Friday in Berlin.
    now = new Date('2026-10-01T22:00:00Z');
    await tick();
    expect((await states())[0]).toBe('1 IN_REVIEW 2026-09');

    await agree('FINALISE');
    now = new Date('2026-10-07T21:59:59Z');
    await tick();
    expect((await states())[0]).toBe('1 IN_REVIEW 2026-09');
    now = new Date('2026-10-07T22:00:00Z');
    await tick();
    expect((await states())[0]).toBe('1 FINALISED 2026-09');

    await agree('RELEASE');
    now = new Date('2026-10-12T21:59:59Z');
    await tick();
    const items = async () =>
      (await readItemsOf(test.sql, [await windowId(1)])).map(({ amountMinor, state, dueOn }) => [
        amountMinor,
        state,
        dueOn,
      ]);
    expect((await items()).map(([, state]) => state)).toEqual(['INSTRUCTED', 'INSTRUCTED']);
    now = new Date('2026-10-12T22:00:00Z');
    await tick();
    expect((await items()).sort()).toEqual([
      [-1_000n, 'OVERDUE', '2026-10-12'],
      [400n, 'INSTRUCTED', '2026-10-12'],
    ]);
  });

  it('of which nobody saw the end is closed once, at the last cut-off, when somebody looks', async () => {
    await trade();
    now = new Date('2027-01-02T08:00:00Z');
    await Promise.all([tick(one), tick(two), tick(one), tick(two)]);
    expect(await states()).toEqual(['1 CLOSED 2026-12', '2 OPEN']);
  });

  it('is the same with two processes at every step, each as often as it likes', async () => {
    await trade();
    for (const instant of [
      '2026-10-01T00:00:00Z',
      '2026-10-02T00:00:00Z',
      '2026-10-03T00:00:00Z',
      '2026-11-02T00:00:00Z',
    ]) {
      now = new Date(instant);
      await Promise.all([tick(one), tick(two), tick(two), tick(one)]);
    }
    expect(await states()).toEqual(['1 IN_REVIEW 2026-09', '2 CLOSED 2026-10', '3 OPEN']);
    const [{ commands } = { commands: 0n }] = await test.sql<{ commands: bigint }[]>`
      SELECT count(*) AS commands FROM ledger.transaction WHERE programme_id = ${coalition.programmeId} AND kind = 'WINDOW_CLOSE'`;
    expect(commands).toBe(2n);
  });

  it('killed after any step, another process goes on', async () => {
    await trade();
    now = new Date('2026-10-02T08:00:00Z');
    const { services } = processes[one]!;
    const terms = windowTermsOf((await services.reference(coalition.programmeId))!);
    const first = await windowId(1);
    // The cut is made, then the process dies: nothing is sealed, nothing signed.
    await cutWindow(services, {
      ...{
        programmeId: coalition.programmeId,
        keySpace: 'schedule',
        idempotencyKey: `close ${first}`,
        windowId: first,
      },
      ...{ label: '2026-09', cutOffAt: new Date('2026-09-30T22:00:00Z'), terms },
    });
    expect(await states()).toEqual(['1 CLOSING 2026-09', '2 OPEN']);
    // The next one seals and dies before it signs.
    const dying = { ...processes[two]!.services, signStatements: () => Promise.reject(new Error('killed')) };
    await expect(settleOnTime(dying, coalition.programmeId)).rejects.toThrow('killed');
    expect(await states()).toEqual(['1 CLOSED 2026-09', '2 OPEN']);
    await tick(two);
    await tick(two);
    expect(await states()).toEqual(['1 IN_REVIEW 2026-09', '2 OPEN']);
  });

  it('is followed by the next while it is in review', async () => {
    await trade();
    now = new Date('2026-10-01T00:00:00Z');
    await tick();
    await tick();
    now = new Date('2026-11-20T00:00:00Z');
    await tick();
    await tick();
    expect(await states()).toEqual(['1 IN_REVIEW 2026-09', '2 IN_REVIEW 2026-10', '3 OPEN']);
    await expect(agree('RELEASE')).rejects.toThrow('WINDOW_STATE');
    await agree('FINALISE');
    expect((await states())[0]).toBe('1 FINALISED 2026-09');
  });
});

describe('a default', () => {
  it('is covered by the collateral, then by the operator; taken back, it is due in the open window; nobody else is touched', async () => {
    await test.sql`
      INSERT INTO partners.contract
      SELECT (jsonb_populate_record(contract, jsonb_build_object('contract_version_id', ${v7()}::text, 'version', 2, 'collateral_minor', 300,
                                                                 'valid_from', '2026-01-01T00:00:00Z'))).*
      FROM partners.contract WHERE partner_id = ${grocer.partnerId}`;
    await trade();
    const { services } = processes[one]!;
    for (const instant of ['2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z', '2026-10-20T00:00:00Z']) {
      now = new Date(instant);
      await tick();
    }
    await agree('FINALISE');
    await agree('RELEASE');
    await expect(propose('DEFAULT', [grocer.partnerId])).rejects.toThrow('PARTNER_INACTIVE');
    const stand = (standing: string) =>
      test.sql`UPDATE partners.partner SET standing = ${standing} WHERE partner_id = ${grocer.partnerId}`;
    await stand('SUSPENDED');
    await expect(propose('DEFAULT', [grocer.partnerId])).rejects.toThrow('WINDOW_STATE');
    await tick();
    await agree('DEFAULT', [grocer.partnerId]);
    const ofGrocer = async () =>
      (await readItemsOf(test.sql, [await windowId(1)])).find((item) => item.partnerId === grocer.partnerId);
    expect(await ofGrocer()).toMatchObject({ state: 'DEFAULTED', amountMinor: -1_000n, collateralMinor: 300n });
    const balances = async () =>
      new Map(
        (
          await test.sql<{ account: string; balance: bigint }[]>`
            SELECT account, sum(credits - debits)::bigint AS balance FROM ledger.money_slot JOIN ledger.settlement_window USING (window_id)
            WHERE programme_id = ${coalition.programmeId} AND account IN ('OP:COLLATERAL', 'OP:WRITE_OFF', ${`PARTNER:${grocer.partnerId}`})
            GROUP BY account`
        ).map(({ account, balance }) => [account.replace(grocer.partnerId, 'grocer'), balance]),
      );
    expect(await balances()).toEqual(
      new Map([
        ['OP:COLLATERAL', -300n],
        ['OP:WRITE_OFF', -700n],
        ['PARTNER:grocer', 0n],
      ]),
    );
    await settleWindow(services, {
      ...{ programmeId: coalition.programmeId, keySpace: 'x', idempotencyKey: v7() },
      ...{ windowId: await windowId(1), hasReview: () => true },
    });
    expect((await states())[0]).toBe('1 SETTLED 2026-09');

    await expect(propose('REINCLUDE', [grocer.partnerId])).rejects.toThrow('PARTNER_INACTIVE');
    await stand('ACTIVE');
    await agree('REINCLUDE', [grocer.partnerId]);
    expect(await balances()).toEqual(
      new Map([
        ['OP:COLLATERAL', 0n],
        ['OP:WRITE_OFF', 0n],
        ['PARTNER:grocer', -1_000n],
      ]),
    );
    await expect(propose('REINCLUDE', [grocer.partnerId])).rejects.toThrow('WINDOW_STATE');
  });
});

it('a scheduler that is stopped has ended its round, and a fault of one programme is told, not fatal', async () => {
  const faults: unknown[] = [];
  const failing = { ...processes[one]!.services, reference: () => Promise.reject(new Error('no reference')) };
  await trade();
  const told = new Promise<void>((resolve) => {
    const stop = startSettling(failing, 1, (fault) => {
      faults.push(fault);
      void stop().then(resolve);
    });
  });
  await told;
  expect(faults[0]).toMatchObject({ message: 'no reference' });
});
