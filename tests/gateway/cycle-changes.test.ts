/**
 * Another cycle for a programme's windows, by two persons: windows that open afterwards follow it, those that had opened keep theirs. The clock is
 * moved by hand, and every step of the schedule is taken by a process that has just started.
 */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { createPostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { settleOnTime } from '../../subgraphs/ledger/engine/settle-on-time.ts';
import { issueStatements } from '../../subgraphs/ledger/statements/issue-statements.ts';
import { createStatementKeys } from '../../subgraphs/ledger/statements/statement-keys.ts';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { expectBooksBalanced } from '../support/books.ts';
import {
  type Api,
  apiAt,
  eur,
  type Fields,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

/** Of every process: whoever signs opens the same keys. */
const SECRETS = [{ keyId: 'test', secret: 'a secret of every process, 32 bytes and more' }];
let product: DeployedProduct;
let api: Api;
let now = Date.parse('2026-09-15T10:00:00Z');
let programme: ProgrammeByApi;
let grocer: PartnerByApi;
let memberId: string;
let ann: string;
let bert: string;
let count = 0;

beforeAll(async () => {
  product = await deployProduct('in-process', {
    clock: () => new Date(now),
    tokenClock: systemClock,
    sweepEvery: 0,
    statementSecrets: SECRETS,
  });
  api = apiAt(product.url, product.platform);
});
afterAll(() => product.close());
beforeEach(async () => {
  count += 1;
  now = Date.parse('2026-09-15T10:00:00Z');
  programme = await api.programme(`cycle${count}`, {
    timeZone: 'Europe/Berlin',
    closeSchedule: 'MONTHLY',
    ...{ adviceBusinessDays: 2, disputeBusinessDays: 5, valueBusinessDays: 8 },
  });
  grocer = await api.partner(programme, 'grocer');
  memberId = (await api.member(programme)).id;
  [ann, bert] = await Promise.all([api.person(programme, 'ann'), api.person(programme, 'bert')]);
});
afterEach(() => expectBooksBalanced(product.database.url));

const CHANGE = `change { id state proposedBy decidedBy effectiveFrom adviceBusinessDays disputeBusinessDays valueBusinessDays calendar closeSchedule
  disputeAnswerBusinessDays disputeDecisionBusinessDays }`;
const propose = (cycle: Fields, token = ann) => api.mutate(token, 'proposeCycleChange', cycle, CHANGE);
const approve = (changeId: string, token = bert, more: Fields = {}) =>
  api.mutate(token, 'approveCycleChange', { changeId, ...more }, CHANGE);
const idOf = (reply: Fields) => (reply.change as { id: string }).id;
async function agree(cycle: Fields): Promise<void> {
  now += 60_000;
  const proposed = await propose(cycle);
  expect(outcomeOf(proposed)).toBe('OK');
  expect(outcomeOf(await approve(idOf(proposed)))).toBe('OK');
}
const buy = async () => {
  const sold = await api.mutate(grocer.token, 'recordPurchase', {
    ...{ storeId: grocer.storeId, memberId, amount: eur('100.00') },
  });
  expect(outcomeOf(sold)).toBe('OK');
};
/** The schedule, in a process that knows nothing but what the database says. */
async function tick(at: string): Promise<void> {
  now = Date.parse(at);
  const database = openDatabase({ url: product.database.url, role: 'ledger' });
  const engine = createPostingEngine({ sql: database.sql, clock: () => new Date(now) });
  try {
    const services = {
      ...{
        database,
        clock: () => new Date(now),
        ids: v7,
        reference: engine.reference,
        keys: createStatementKeys(SECRETS),
      },
      postDisputeOutcomes: () => Promise.resolve(),
    };
    const signStatements = async (windowId: string) => void (await issueStatements(services, windowId));
    // Once to close and sign, once for what that makes due.
    for (let round = 0; round < 2; round += 1) await settleOnTime({ ...services, signStatements }, programme.id);
  } finally {
    await engine.stop();
    await database.close();
  }
}
async function windows(): Promise<{ id: string; label: string | null; state: string; cycle: Fields | null }[]> {
  const { data } = await api.ask(
    programme.operator,
    '{ settlementWindows(first: 20) { edges { node { id label state number cycle { advice disputeDeadline valueDate } } } } }',
  );
  const { edges } = (data as { settlementWindows: { edges: { node: { number: number } }[] } }).settlementWindows;
  const nodes = edges.map(({ node }) => node).sort((a, b) => a.number - b.number);
  return nodes as unknown as Awaited<ReturnType<typeof windows>>;
}
const seen = async () => (await windows()).map(({ label, state }) => `${label ?? '-'} ${state}`);

describe('a change of the cycle', () => {
  it('waits for another person, is shown to the operator, and says what it leaves as it was', async () => {
    const proposed = await propose({ calendar: 'WEEKLY:5', closeSchedule: 'WEEKLY:7' });
    expect(proposed.change).toMatchObject({
      ...{ state: 'PROPOSED', proposedBy: 'ann', decidedBy: null, effectiveFrom: null, calendar: 'WEEKLY:5' },
      ...{ adviceBusinessDays: 2, disputeBusinessDays: 5, valueBusinessDays: 8, closeSchedule: 'WEEKLY:7' },
    });
    const id = idOf(proposed);
    const terms = async (token: string) =>
      (await api.ask(token, '{ programme { calendar closeSchedule cycleChanges { id state } } }')).data!.programme;
    expect(await terms(programme.operator)).toEqual({
      ...{ calendar: 'TARGET', closeSchedule: 'MONTHLY', cycleChanges: [{ id, state: 'PROPOSED' }] },
    });
    expect(outcomeOf(await approve(id, ann))).toBe('FOUR_EYES');
    expect(outcomeOf(await approve(id, programme.operator))).toBe('FOUR_EYES');
    expect(outcomeOf(await propose({ calendar: 'WEEKENDS' }, bert))).toBe('PROPOSAL_STATE');
    const approved = await approve(id, bert, { idempotencyKey: 'yes' });
    expect(approved.change).toMatchObject({
      state: 'APPROVED',
      decidedBy: 'bert',
      effectiveFrom: '2026-09-15T10:00:00.000Z',
    });
    expect(await approve(id, bert, { idempotencyKey: 'yes' })).toEqual(approved);
    expect(outcomeOf(await approve(id))).toBe('PROPOSAL_STATE');
    expect(await terms(grocer.token)).toEqual({ calendar: 'WEEKLY:5', closeSchedule: 'WEEKLY:7', cycleChanges: null });
  });

  it('is withdrawn by whoever proposed it, rejected by another person; then nothing has changed', async () => {
    for (const [token, state] of [
      [ann, 'WITHDRAWN'],
      [bert, 'REJECTED'],
    ] as const) {
      const id = idOf(await propose({ closeSchedule: 'DAILY' }));
      const ended = await api.mutate(token, 'rejectCycleChange', { changeId: id }, CHANGE);
      expect(ended.change).toMatchObject({ state, effectiveFrom: null });
      expect(outcomeOf(await approve(id))).toBe('PROPOSAL_STATE');
    }
    await buy();
    await tick('2026-09-16T01:00:00Z');
    expect(await seen()).toEqual(['- OPEN']);
  });

  it('counts from the next window to open: what is open closes as it would have, and has the dates of its own cycle', async () => {
    await buy();
    await agree({
      closeSchedule: 'WEEKLY:7',
      calendar: 'WEEKLY:5',
      adviceBusinessDays: 1,
      disputeBusinessDays: 2,
      valueBusinessDays: 3,
    });
    // Sunday 20 September passes: the open window is still one of a month.
    await tick('2026-09-21T01:00:00Z');
    expect(await seen()).toEqual(['- OPEN']);
    await tick('2026-10-01T01:00:00Z');
    expect(await seen()).toEqual(['2026-09 CLOSED', '- OPEN']);
    await buy();
    // Sunday 4 October: the second window is one of a week.
    await tick('2026-10-04T22:00:00Z');
    const [first, second, third] = await windows();
    expect([first?.label, second?.label, third?.state]).toEqual(['2026-09', '2026-10-04', 'OPEN']);
    expect(first?.cycle).toEqual({ advice: '2026-10-02', disputeDeadline: '2026-10-07', valueDate: '2026-10-12' });
    expect(second?.cycle).toEqual({ advice: '2026-10-05', disputeDeadline: '2026-10-06', valueDate: '2026-10-07' });
    // A business day later it is in review; over Friday 9 October, closed in a calendar of its own, nothing would be counted.
    expect([first?.state, second?.state]).toEqual(['IN_REVIEW', 'IN_REVIEW']);
    await buy();
    await tick('2026-10-11T22:00:00Z');
    expect((await windows())[2]?.cycle).toEqual({
      advice: '2026-10-12',
      disputeDeadline: '2026-10-13',
      valueDate: '2026-10-14',
    });
    // Two changes: each window has the one that was in force when it opened.
    await agree({ closeSchedule: 'DAILY', valueBusinessDays: 4 });
    await agree({ closeSchedule: 'MONTHLY:15' });
    await tick('2026-10-18T22:00:00Z');
    expect((await windows()).map(({ label }) => label)).toEqual([
      '2026-09',
      '2026-10-04',
      '2026-10-11',
      '2026-10-18',
      null,
    ]);
    await buy();
    await tick('2026-11-14T22:00:00Z');
    expect((await windows()).at(-1)?.label).toBe(null);
    await tick('2026-11-15T23:00:00Z');
    expect((await windows()).map(({ label }) => label)).toEqual([
      ...['2026-09', '2026-10-04', '2026-10-11', '2026-10-18', '2026-11-15', null],
    ]);
  });

  it('from a review to none and back: each window is settled as its own cycle says', async () => {
    await buy();
    await agree({ disputeBusinessDays: 0, closeSchedule: 'MANUAL' });
    await tick('2026-10-05T12:00:00Z');
    const [first, second] = await windows();
    expect([first?.state, second?.state]).toEqual(['IN_REVIEW', 'OPEN']);
    expect(outcomeOf(await api.mutate(programme.operator, 'settleWindow', { windowId: first?.id }))).toBe(
      'WINDOW_STATE',
    );
    await buy();
    await agree({ disputeBusinessDays: 3 });
    expect(outcomeOf(await api.mutate(programme.operator, 'closeSettlementWindow', { windowId: second?.id }))).toBe(
      'OK',
    );
    // The second opened without a review: it has none.
    expect(outcomeOf(await api.mutate(programme.operator, 'beginReview', { windowId: second?.id }))).toBe(
      'WINDOW_STATE',
    );
    expect(outcomeOf(await api.mutate(programme.operator, 'settleWindow', { windowId: second?.id }))).toBe('OK');
    await buy();
    const third = (await windows())[2];
    expect(outcomeOf(await api.mutate(programme.operator, 'closeSettlementWindow', { windowId: third?.id }))).toBe(
      'OK',
    );
    expect(outcomeOf(await api.mutate(programme.operator, 'settleWindow', { windowId: third?.id }))).toBe(
      'WINDOW_STATE',
    );
    expect(outcomeOf(await api.mutate(programme.operator, 'beginReview', { windowId: third?.id }))).toBe('OK');
  });

  it.each<[string, Fields, string]>([
    ['nothing', {}, 'INVALID_INPUT'],
    ['what it is already', { calendar: 'TARGET', valueBusinessDays: 8 }, 'INVALID_INPUT'],
    ['no calendar', { calendar: 'FRIDAYS' }, 'INVALID_INPUT'],
    ['a calendar that is never open', { calendar: 'WEEKLY:1,2,3,4,5+WEEKENDS' }, 'INVALID_INPUT'],
    ['no schedule', { closeSchedule: 'MONTHLY:31' }, 'INVALID_INPUT'],
    ['days below zero', { adviceBusinessDays: -1 }, 'INVALID_INPUT'],
    ['too many days', { valueBusinessDays: 61 }, 'INVALID_INPUT'],
    ['a decision before its first answer', { disputeAnswerBusinessDays: 11 }, 'INVALID_INPUT'],
    ['a key that is none', { idempotencyKey: '', closeSchedule: 'DAILY' }, 'INVALID_INPUT'],
  ])('%s is refused, and nothing is written', async (_, cycle, code) => {
    expect(outcomeOf(await propose(cycle))).toBe(code);
    const { data } = await api.ask(programme.operator, '{ programme { cycleChanges { id } } }');
    expect(data!.programme).toEqual({ cycleChanges: [] });
  });

  it('is the operator’s own affair, and its own programme’s', async () => {
    expect(outcomeOf(await propose({ closeSchedule: 'DAILY' }, grocer.token))).toMatch(/FORBIDDEN|NOT_ALLOWED/);
    const id = idOf(await propose({ closeSchedule: 'DAILY' }));
    const other = await api.programme(`other${count}`);
    expect(outcomeOf(await approve(id, await api.person(other, 'carl')))).toBe('PROPOSAL_UNKNOWN');
    expect(outcomeOf(await approve('no id'))).toBe('PROPOSAL_UNKNOWN');
    const both = await Promise.all([approve(id), approve(id), api.mutate(ann, 'rejectCycleChange', { changeId: id })]);
    expect(both.map(outcomeOf).sort()).toEqual(['OK', 'PROPOSAL_STATE', 'PROPOSAL_STATE']);
  });

  it('is not made by one person in the database, nor without a change', async () => {
    const asPartners = (statement: string) =>
      product.database.sql.begin(async (sql) => {
        await sql`SET LOCAL ROLE loyalty_partners`;
        await sql.unsafe(statement);
      });
    const id = idOf(await propose({ closeSchedule: 'DAILY' }));
    await expect(
      asPartners(`UPDATE partners.programme SET close_schedule = 'DAILY' WHERE programme_id = '${programme.id}'`),
    ).rejects.toThrow('changes by two persons');
    await expect(
      asPartners(
        `UPDATE partners.cycle_change SET state = 'APPROVED', decided_by = 'ann', decided_at = now(), replaced = '{}' WHERE change_id = '${id}'`,
      ),
    ).rejects.toThrow('cycle_change');
    await expect(asPartners(`DELETE FROM partners.cycle_change WHERE change_id = '${id}'`)).rejects.toThrow(
      'permission denied',
    );
  });
});
