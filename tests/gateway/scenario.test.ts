/**
 * The scenario runner: the worked example figure by figure, a history added up by hand, random histories against a calculator written from
 * the rules alone (tests/support/naive-settlement.ts), and what it says of bad input.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Credentials } from '../../scripts/api.ts';
import { ensurePlatformCredentials } from '../../scripts/credentials.ts';
import { readScenario } from '../../scripts/scenario/input.ts';
import { runScenario } from '../../scripts/scenario/run-scenario.ts';
import {
  liabilityOfPool,
  pointsReport,
  reserveReport,
  tiesToLots,
} from '../../subgraphs/ledger/reading/accounting-report.ts';
import {
  readLotStandings,
  readPointsMovements,
  readReserveTotals,
} from '../../subgraphs/ledger/store/reading/read-accounting.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type NaiveInputs, naiveSettlement } from '../support/naive-settlement.ts';
import { TEST_PERSONAL_DATA_KEY } from '../support/personal-data.ts';
import { randomScenario } from '../support/random-scenario.ts';
import { haveSettlementExample, settlementExample } from '../support/settlement-example.ts';
import { spawnScript } from '../support/spawn-script.ts';

/** Histories that draw everything between them. */
const SEEDS = [19, 44, 51];
const MODELS = ['OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION'] as const;
type Report = Record<string, unknown> & Record<(typeof MODELS)[number], Record<string, unknown>>;

let database: TestDatabase;
let folder: string;
let platform: Credentials;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'scenario-test-'));
  platform = await ensurePlatformCredentials(database.sql, folder, new Date());
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** As a reader of the output sees it. */
async function run(inputs: unknown): Promise<Report> {
  const report = await runScenario(
    readScenario(JSON.stringify(inputs)),
    database.url,
    platform,
    TEST_PERSONAL_DATA_KEY,
  );
  return JSON.parse(JSON.stringify(report)) as Report;
}

type Facts = Record<string, unknown>;
type ExampleStatements = Record<string, Record<string, Record<string, Facts & { jws: string }>>>;
const FACTS = [
  'model',
  'window',
  'partner',
  'openingMinor',
  'creditsMinor',
  'debitsMinor',
  'netMinor',
  'action',
  'valueDate',
];

/** What a statement says that does not hang on ids, nonces and keys: those are drawn anew in every run. */
const factsOf = (header: Facts, lines: number, adviceLines: number): string =>
  JSON.stringify([...FACTS.map((fact) => header[fact]), lines, adviceLines]);

function statementsOf(expected: ExampleStatements): string[] {
  return Object.values(expected)
    .flatMap((windows) => Object.values(windows).flatMap((partners) => Object.values(partners)))
    .flatMap(({ jws, lineCount, adviceLineCount }) => {
      const header = JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString('utf8')) as Facts;
      // Of a window that does not concern a partner at all the product makes no statement.
      const concerned = lineCount !== 0 || header.openingMinor !== 0;
      return concerned ? [factsOf(header, lineCount as number, adviceLineCount as number)] : [];
    })
    .sort();
}

/** The final statements of the database, of partners that have lines or an opening. */
async function statementsWritten(): Promise<string[]> {
  const rows = await database.sql<{ header: string; size: number; advice: number }[]>`
    SELECT final.header, final.size, advice.size AS advice
    FROM ledger.statement AS final JOIN ledger.statement AS advice USING (window_id, partner_id)
    WHERE final.kind = 'FINAL' AND advice.kind = 'ADVICE'`;
  return rows.map(({ header, size, advice }) => factsOf(JSON.parse(header) as Facts, size, advice)).sort();
}

/** The contract liability of the programme whose reserve has moved, in the words of the example. */
async function poolView(basisPoints: number): Promise<Facts> {
  const [pool] = await database.sql<{ programmeId: string }[]>`
    SELECT DISTINCT programme_id AS "programmeId" FROM ledger.journal WHERE 'OP:RESERVE' = ANY(accounts)`;
  const totals = await readReserveTotals(database.sql, pool!.programmeId, 2);
  const movements = await readPointsMovements(database.sql, pool!.programmeId, 2, null);
  const lots = await readLotStandings(database.sql, pool!.programmeId, null);
  const reserve = reserveReport(totals, 2);
  expect(tiesToLots(reserve, pointsReport(movements, 2), lots)).toMatchObject({
    reserve: { ties: true },
    points: { ties: true },
  });
  const rows = liabilityOfPool(totals, movements, [{ fromWindow: 1, basisPoints }], 2);
  return {
    breakageBp: basisPoints,
    scope: 'partner-funded lots',
    method: expect.any(String),
    ...Object.fromEntries(
      rows.map(({ period, basis, ...row }) => [
        `W${period}`,
        {
          openingMinor: Number(row.openingMinor),
          consideration: Number(row.considerationMinor),
          reversals: Number(row.reversalsMinor),
          expiryRefunds: Number(row.expiryRefundsMinor),
          revenueRecognised: Number(row.revenueMinor),
          closingMinor: Number(row.closingMinor),
          basis: {
            allocatedToDateMinor: Number(basis.allocatedMinor),
            netIssuedPoints: Number(basis.netIssuedPoints),
            expectedRedeemedPoints: Number(basis.expectedRedeemedPoints),
            redeemedToDate: Number(basis.redeemedPoints),
            revenueToDateMinor: Number(basis.revenueMinor),
          },
        },
      ]),
    ),
  };
}

describe.skipIf(!haveSettlementExample)('the worked example', () => {
  it('comes out as expected, every figure under both models', { timeout: 120_000 }, async () => {
    const example = settlementExample<{ inputs: unknown; expected: Report }>();
    const report = await run(example);
    // Of the statements what is not drawn anew is compared below; merkleExample is one of them, checked byte by byte in statement.test.ts.
    const { statements: _, merkleExample: __, ifrsPoolView: ___, ...expected } = example.expected;
    for (const key of Object.keys(expected)) expect(report[key], key).toEqual(expected[key]);
    expect(Object.keys(report).sort()).toEqual(Object.keys(expected).sort());
    expect(await statementsWritten()).toEqual(
      statementsOf(example.expected.statements as unknown as ExampleStatements),
    );
    expect(await poolView(1_200)).toEqual(example.expected.ifrsPoolView);
  });
});

/** Two partners: points cost a cent (0.83 of it reserve) or 0.07 cents of service, are worth 0.8 cents, and B pays for what it redeems. */
const SMALL = {
  programme: { id: 'SMALL', operator: 'OP', currency: 'EUR', minorUnitDigits: 2, timeZone: 'Europe/Berlin' },
  rules: {
    restoreGraceDays: 30,
    refundShortfall: 'MEMBER_DEBT',
    latePresentmentDays: 30,
    clearingFeeBp: 150,
    levyMinorPerWindow: 100,
    carryForwardBelowMinor: 50,
  },
  reserveRateMicro: 8_300,
  partners: ['A', 'B'].map((id) => ({
    id,
    issuePriceMicro: 10_000,
    reimbursementMicro: 8_000,
    serviceFeeMicro: 700,
    netDebitCapMinor: null,
  })),
  windows: [{ id: 'W1', openAt: '2026-01-01T00:00:00Z', closeAt: '2026-01-31T23:00:00Z' }],
  transactions: [
    { id: 'T1', type: 'EARN', partner: 'A', member: 'M', points: 1_000, expiresOn: '2027-01-01', day: 10 },
    { id: 'T2', type: 'EARN', partner: 'B', member: 'M', points: 1_000, expiresOn: '2027-01-01', day: 11 },
    { id: 'T3', type: 'REDEEM', partner: 'B', member: 'M', points: 1_500, day: 12 },
    { id: 'T4', type: 'EARN_REVERSAL', partner: 'A', of: 'T1', points: 1_000, day: 13 },
    { id: 'T5', type: 'EARN', partner: 'B', member: 'M', points: 700, expiresOn: '2027-01-01', day: 14 },
    { id: 'T6', type: 'REDEEM', partner: 'A', member: 'M', points: 201, day: 15 },
    { id: 'T7', type: 'EARN', partner: 'B', member: 'M', points: 700, expiresOn: '2027-01-01', day: 14, ref: 'R-T5' },
  ].map(({ day, ref, ...transaction }) => ({
    ...transaction,
    partnerRef: ref ?? `R-${transaction.id}`,
    businessAt: `2026-01-${day}T10:00:00Z`,
    recordedAt: `2026-01-${transaction.id === 'T7' ? 16 : day}T10:00:00Z`,
  })),
};

describe('a history added up by hand', () => {
  it('gives each entry, net and rejection', { timeout: 60_000 }, async () => {
    const report = await run({ inputs: SMALL });
    const entries = (model: (typeof MODELS)[number]) =>
      (
        report[model].journal as {
          tx: string;
          type: string;
          lines: { account: string; side: string; amountMinor: number }[];
        }[]
      ).map(({ tx, type, lines }) =>
        [tx, type, ...lines.map((line) => `${line.account} ${line.side === 'Dr' ? '-' : ''}${line.amountMinor}`)].join(
          ' | ',
        ),
      );
    expect(entries('OPERATOR_POOL')).toEqual([
      'T1 | EARN | PARTNER:A -1000 | OP:RESERVE 830 | OP:REV_SERVICE 170',
      'T2 | EARN | PARTNER:B -1000 | OP:RESERVE 830 | OP:REV_SERVICE 170',
      'T3 | REDEEM | OP:RESERVE -1245 | PARTNER:B 1200 | OP:REV_REDEMPTION_MARGIN 45',
      // All of A's points are spent: B's other 500 repay half of the return at once, its next 700 the rest.
      'T4 | DEBT_RECOVERY | OP:RESERVE -415 | OP:REV_SERVICE -85 | PARTNER:A 500',
      'T5 | EARN | PARTNER:B -700 | OP:RESERVE 581 | OP:REV_SERVICE 119',
      'T5 | DEBT_RECOVERY | OP:RESERVE -415 | OP:REV_SERVICE -85 | PARTNER:A 500',
      // 1,000 and 1,700 points funded: 37.04 and 62.96 of a hundred. A's 37 are too little to collect.
      'LEVY-W1 | LEVY | PARTNER:A -37 | PARTNER:B -63 | OP:REV_LEVY 100',
      'SETTLE-W1 | SETTLEMENT | OP:BANK -563 | PARTNER:B 563',
    ]);
    expect(entries('ISSUER_PAYS_ON_REDEMPTION')).toEqual([
      'T1 | EARN | PARTNER:A -70 | OP:REV_SERVICE 70',
      'T2 | EARN | PARTNER:B -70 | OP:REV_SERVICE 70',
      'T3 | REDEEM | PARTNER:A -800 | PARTNER:B -400 | PARTNER:B 1200 | PARTNER:A -12 | OP:REV_CLEARING 12',
      'T4 | DEBT_RECOVERY | PARTNER:B -400 | PARTNER:A 400 | OP:REV_SERVICE -35 | PARTNER:A 35',
      'T5 | EARN | PARTNER:B -49 | OP:REV_SERVICE 49',
      'T5 | DEBT_RECOVERY | PARTNER:B -400 | PARTNER:A 400 | OP:REV_SERVICE -35 | PARTNER:A 35',
      'LEVY-W1 | LEVY | PARTNER:A -37 | PARTNER:B -63 | OP:REV_LEVY 100',
      'SETTLE-W1 | SETTLEMENT | OP:BANK -182 | PARTNER:B 182',
    ]);
    expect(report.points).toEqual({ issued: 2_700, outstanding: 200, redeemed: 1_500, expired: 0, reversed: 1_000 });
    expect(report.OPERATOR_POOL.finalCarryForward).toEqual({ A: -37, B: 0 });
    expect(report.ISSUER_PAYS_ON_REDEMPTION.finalCarryForward).toEqual({ A: -49, B: 0 });
    const rejected = (report.OPERATOR_POOL.results as { tx: string; reason?: string }[]).filter(
      ({ reason }) => reason !== undefined,
    );
    expect(rejected.map(({ tx, reason }) => [tx, reason])).toEqual([
      ['T6', 'INSUFFICIENT_POINTS'],
      ['T7', 'DUPLICATE_OF T5'],
    ]);
    expect(report.debts).toEqual([
      {
        member: 'M',
        lot: 'L01',
        tx: 'T4',
        points: 1_000,
        open: 0,
        recoveries: [
          { tx: 'T4', lot: 'L02', points: 500 },
          { tx: 'T5', lot: 'L03', points: 500 },
        ],
      },
    ]);
  });
});

/** Whatever the points of both models differ in under caps that block, is the pool's. */
function expectAgreement(report: Report, inputs: NaiveInputs): void {
  for (const model of MODELS) {
    const {
      model: wanted,
      documents,
      ...points
    } = JSON.parse(JSON.stringify(naiveSettlement(inputs, model))) as Report & { model: Record<string, unknown> };
    expect((report.documents as Report)[model], `${model} documents`).toEqual(documents);
    for (const [key, value] of Object.entries(wanted)) expect(report[model][key], `${model} ${key}`).toEqual(value);
    if (model === MODELS[0]) for (const [key, value] of Object.entries(points)) expect(report[key], key).toEqual(value);
  }
}

describe('random histories', () => {
  it.each(SEEDS)('seed %i comes out as the naive calculator says', { timeout: 120_000 }, async (seed) => {
    const inputs = randomScenario(seed);
    expectAgreement(await run(inputs), inputs);
  });

  it('draw what decides something, together', () => {
    const drawn = SEEDS.map(randomScenario);
    const transactions = drawn.flatMap((inputs) => inputs.transactions);
    const partners = drawn.flatMap((inputs) => inputs.partners);
    const some = <Item>(items: readonly Item[], is: (item: Item) => boolean) => items.some(is);
    expect({
      spendingOrders: new Set(drawn.map(({ rules }) => rules.lotOrder)).size,
      blockingCaps: some(drawn, ({ rules }) => rules.netDebitCapMode.startsWith('BLOCK')),
      noCap: some(partners, ({ netDebitCapMinor }) => netDebitCapMinor === null),
      files: some(drawn, ({ reconciliation }) => (reconciliation?.partnerFile.length ?? 0) > 0),
      namedWindows: some(transactions, ({ postToWindow }) => postToWindow !== undefined),
      bonusesOfPartners: some(
        transactions,
        ({ type, funder }) => type === 'BONUS' && some(partners, ({ id }) => id === funder),
      ),
      neverLapsing: some(transactions, ({ expiresOn }) => expiresOn === null),
      upheld: some(transactions, ({ type, dispute }) => type === 'REDEEM_REVERSAL' && dispute !== undefined),
      offsets: some(transactions, ({ recordedAt }) => !recordedAt.endsWith('Z')),
      outOfOrder: some(drawn, (inputs) =>
        inputs.transactions.some(
          ({ recordedAt }, at) =>
            Date.parse(recordedAt) < Date.parse(inputs.transactions[at - 1]?.recordedAt ?? recordedAt),
        ),
      ),
      namesThatAreNoCodes: some(partners, ({ id }) => /[^A-Za-z0-9_-]/.test(id)),
      programmesThatAreNoCodes: some(drawn, ({ programme }) => /[^A-Za-z0-9_-]/.test(programme.id)),
    }).toEqual({
      spendingOrders: 2,
      blockingCaps: true,
      noCap: true,
      files: true,
      namedWindows: true,
      bonusesOfPartners: true,
      neverLapsing: true,
      upheld: true,
      offsets: true,
      outOfOrder: true,
      namesThatAreNoCodes: true,
      programmesThatAreNoCodes: true,
    });
  });
});

describe('bad input', () => {
  const [first, ...rest] = SMALL.transactions;
  const rules = (changed: object) => ({ ...SMALL, rules: { ...SMALL.rules, ...changed } });
  const windows = (changed: object) => ({ ...SMALL, windows: [{ ...SMALL.windows[0], ...changed }] });
  const reconciling = (changed: object) => ({
    ...SMALL,
    reconciliation: { partner: 'A', window: 'W1', partnerFile: [], ...changed },
  });
  it.each<[string, unknown, string]>([
    ['a missing key', { ...SMALL, partners: undefined }, 'partners is missing.'],
    ['an unknown type', { ...SMALL, transactions: [{ ...first, type: 'GIFT' }] }, 'is no known type of transaction.'],
    ['a negative number', { ...SMALL, transactions: [{ ...first, points: -5 }] }, 'transactions[0].points (T1) is -5'],
    ['a negative rate', { ...SMALL, reserveRateMicro: -1 }, 'reserveRateMicro is -1'],
    ['a fraction', { ...SMALL, transactions: [{ ...first, points: 1.5 }] }, 'transactions[0].points (T1) is 1.5'],
    [
      'an id twice',
      { ...SMALL, transactions: [first, ...rest, first] },
      'transactions[7].id is T1, which transactions[0] is called already.',
    ],
    [
      'a partner twice',
      { ...SMALL, partners: [...SMALL.partners, ...SMALL.partners] },
      'partners[2].id is A, which partners[0] is called already.',
    ],
    [
      'a partner called as the operator',
      { ...SMALL, partners: [{ ...SMALL.partners[0], id: 'OP' }] },
      'partners[0].id',
    ],
    [
      'an acceptor without a price',
      { ...SMALL, partners: [SMALL.partners[0], { ...SMALL.partners[1], reimbursementMicro: null }] },
      'partners[1].reimbursementMicro (B) is missing',
    ],
    [
      'a partner that does nothing',
      { ...SMALL, partners: [{ ...SMALL.partners[0], issuer: false, acceptor: false }] },
      'partners[0].issuer (A) is false',
    ],
    ['a price below the reserve', { ...SMALL, reserveRateMicro: 10_001 }, 'partners[0].issuePriceMicro (A) is 10000'],
    ['a window that closes before it opens', windows({ closeAt: '2025-12-31T00:00:00Z' }), 'windows[0].closeAt (W1)'],
    ['a last day outside its window', windows({ closeDate: '2026-02-02' }), 'windows[0].closeDate (W1) is 2026-02-02'],
    [
      'windows that overlap',
      { ...SMALL, windows: [SMALL.windows[0], { ...SMALL.windows[0], id: 'W2' }] },
      'windows[1].openAt (W2)',
    ],
    [
      'a transaction after the last window',
      { ...SMALL, transactions: [{ ...first, recordedAt: '2026-01-31T23:00:00Z' }] },
      'transactions[0].recordedAt (T1) is 2026-01-31T23:00:00Z',
    ],
    [
      'shares that are no whole',
      {
        ...SMALL,
        transactions: [{ ...first, campaign: { id: 'C', points: 1, funding: [{ funder: 'A', shareBp: 9_999 }] } }],
      },
      'transactions[0].campaign.funding (T1) sums to 9999 basis points',
    ],
    [
      'a dispute of a window that is none',
      { ...SMALL, transactions: [first, { ...first, id: 'H', type: 'DISPUTE_HOLD', of: 'T1', postToWindow: 'W9' }] },
      'transactions[1].postToWindow (H) is W9',
    ],
    [
      'more money than statements can count',
      {
        ...SMALL,
        transactions: [
          { ...first, points: Number.MAX_SAFE_INTEGER },
          { ...first, id: 'T2', points: 1 },
        ],
      },
      'transactions[1].points (T2) is 1: with what came before',
    ],
    ['another spending order', rules({ lotOrder: 'LIFO' }), 'rules.lotOrder is "LIFO"'],
    ['another shortfall', rules({ refundShortfall: 'NOBODY' }), 'rules.refundShortfall is "NOBODY"'],
    ['another cap mode', rules({ netDebitCapMode: 'SOMETIMES' }), 'rules.netDebitCapMode is "SOMETIMES"'],
    ['another calendar', { ...SMALL, cycle: { calendar: 'MOON' } }, 'cycle.calendar is MOON'],
    ['a file of nobody', reconciling({ partner: 'C' }), 'reconciliation.partner is C'],
    ['a file of no window', reconciling({ window: 'W9' }), 'reconciliation.window is W9'],
    ['no date', { ...SMALL, transactions: [{ ...first, businessAt: 'yesterday' }] }, 'must be an instant'],
    [
      'another currency',
      { ...SMALL, programme: { ...SMALL.programme, currency: 'XYZ' } },
      'ISO 4217 does not know it.',
    ],
    ['no zone', { ...SMALL, programme: { ...SMALL.programme, timeZone: 'Mars' } }, 'no IANA time zone'],
    ['a list', [SMALL], 'The input must be an object'],
  ])('%s is one sentence', (_, inputs, sentence) => {
    expect(() => readScenario(JSON.stringify(inputs))).toThrow(sentence);
  });

  it('takes null for what is not there', () => {
    const written = {
      ...SMALL,
      cycle: null,
      reconciliation: null,
      transactions: [{ ...first, campaign: null }, ...rest],
    };
    expect(readScenario(JSON.stringify(written))).toEqual(readScenario(JSON.stringify(SMALL)));
  });

  it('ends the command with 1 and nothing on standard output', { timeout: 60_000 }, async () => {
    const file = join(folder, 'broken.json');
    await writeFile(file, '{ "inputs": ');
    const script = spawnScript('scenario', [file]);
    const { code, stdout, stderr } = await script.ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('The input is no JSON');
  });
});
