import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageBucketOf, ageingReport } from '../../subgraphs/ledger/domain/break-ageing.ts';
import { businessCalendar } from '../../subgraphs/ledger/domain/business-days.ts';
import {
  breakValueOf,
  isBreak,
  type LedgerRecord,
  type PartnerRecord,
  type ReconciliationTerms,
  reconcile,
  type Verdict,
} from '../../subgraphs/ledger/domain/reconciliation.ts';
import { haveSettlementExample, settlementExample } from '../support/settlement-example.ts';

const TERMS: ReconciliationTerms = { window: 'W1', tolerancePoints: 0n, toleranceMinor: 0n, toleranceSeconds: 300 };

const noon = Date.UTC(2026, 8, 1, 12);

function partner(line: number, partnerRef: string, over: Partial<PartnerRecord> = {}): PartnerRecord {
  return { line, partnerRef, type: 'EARN', points: 100n, amount: null, businessAt: new Date(noon), ...over };
}

function ledger(transactionId: string, partnerRef: string | null, over: Partial<LedgerRecord> = {}): LedgerRecord {
  return {
    transactionId,
    window: 'W1',
    partnerRef,
    type: 'EARN',
    points: 100n,
    amount: null,
    businessAt: new Date(noon),
    ...over,
  };
}

/** A verdict as a row an accountant can read: `line>transaction RESULT`. */
function row(verdict: Verdict): string {
  return `${verdict.file?.line ?? '-'}>${verdict.ledger?.transactionId ?? '-'} ${verdict.result}`;
}

const later = (seconds: number) => ({ businessAt: new Date(noon + seconds * 1000) });
const eur = (minor: bigint) => ({ amount: { minor, currency: 'EUR' } });

describe.skipIf(!haveSettlementExample)('the worked example (expected.reconciliation)', () => {
  interface Example {
    inputs: {
      reconciliation: {
        partner: string;
        window: string;
        toleranceMinor: number;
        tolerancePoints: number;
        timeToleranceSeconds: number;
        partnerFile: { line: number; partnerRef: string; type: string; points: number; businessAt: string }[];
      };
      transactions: {
        id: string;
        type: string;
        partner?: string;
        points?: number;
        campaign?: { points: number };
        partnerRef: string;
        businessAt: string;
        recordedAt: string;
        adjustment?: object;
      }[];
    };
    expected: {
      reconciliation: object[];
      ISSUER_PAYS_ON_REDEMPTION: { results: { tx: string; window: string; status: string }[] };
    };
  }

  it('is reconciled line by line', () => {
    const { inputs, expected } = settlementExample<Example>();
    const { reconciliation } = inputs;
    const file = reconciliation.partnerFile.map((line) => ({
      ...line,
      points: BigInt(line.points),
      amount: null,
      businessAt: new Date(line.businessAt),
    }));
    // What the ledger held when the partner's file came: not yet the entry that closes one of its breaks.
    const postings = inputs.transactions.flatMap((transaction) => {
      const result = expected.ISSUER_PAYS_ON_REDEMPTION.results.find(({ tx }) => tx === transaction.id);
      const ours =
        transaction.partner === reconciliation.partner &&
        result?.status === 'ACCEPTED' &&
        transaction.adjustment === undefined;
      if (!ours) return [];
      const points = BigInt(transaction.points!) + BigInt(transaction.campaign?.points ?? 0);
      const { id, type, partnerRef, businessAt } = transaction;
      return [
        {
          transactionId: id,
          window: result.window,
          partnerRef,
          type,
          points,
          amount: null,
          businessAt: new Date(businessAt),
        },
      ];
    });
    const verdicts = reconcile(file, postings, {
      window: reconciliation.window,
      toleranceMinor: BigInt(reconciliation.toleranceMinor),
      tolerancePoints: BigInt(reconciliation.tolerancePoints),
      toleranceSeconds: reconciliation.timeToleranceSeconds,
    });
    expect(verdicts.map(asExampleRow)).toEqual(expected.reconciliation);
  });

  function asExampleRow(verdict: Verdict): object {
    return {
      ...(verdict.file && { line: verdict.file.line }),
      ...(verdict.ledger && { tx: verdict.ledger.transactionId }),
      partnerRef: (verdict.file ?? verdict.ledger)!.partnerRef,
      result: verdict.result,
      ...('seconds' in verdict && { seconds: verdict.seconds }),
      ...('postedInWindow' in verdict && { postedInWindow: verdict.postedInWindow }),
      ...(verdict.result === 'AMOUNT_MISMATCH' && {
        partnerPoints: Number(verdict.difference.partnerPoints),
        operatorPoints: Number(verdict.difference.operatorPoints),
        differencePoints: Number(verdict.difference.differencePoints),
      }),
      ...(verdict.result === 'MISSING_AT_OPERATOR' && { partnerPoints: Number(verdict.file.points) }),
      ...(verdict.result === 'MISSING_AT_PARTNER' && { operatorPoints: Number(verdict.ledger.points) }),
    };
  }
});

describe('matching, in its order', () => {
  it.each<[string, PartnerRecord[], LedgerRecord[], string[]]>([
    ['the same record on both sides matches', [partner(1, 'a')], [ledger('T1', 'a')], ['1>T1 MATCHED']],
    [
      'a reference is one of its type only',
      [partner(1, 'a'), partner(2, 'a', { type: 'REDEEM' })],
      [ledger('T1', 'a', { type: 'REDEEM' })],
      ['1>- MISSING_AT_OPERATOR', '2>T1 MATCHED'],
    ],
    [
      'of copies in the file the first counts',
      [partner(1, 'a'), partner(2, 'a'), partner(3, 'a')],
      [ledger('T1', 'a')],
      ['1>T1 MATCHED', '2>- DUPLICATE_IN_PARTNER_FILE', '3>- DUPLICATE_IN_PARTNER_FILE'],
    ],
    [
      'of copies at the operator the first counts',
      [partner(1, 'a')],
      [ledger('T1', 'a'), ledger('T2', 'a')],
      ['1>T1 MATCHED', '->T2 DUPLICATE_AT_OPERATOR'],
    ],
    [
      'a copy of what an earlier window holds is a duplicate',
      [],
      [ledger('T1', 'a', { window: 'W0' }), ledger('T2', 'a')],
      ['->T2 DUPLICATE_AT_OPERATOR'],
    ],
    [
      'copies on both sides',
      [partner(1, 'a'), partner(2, 'a')],
      [ledger('T1', 'a'), ledger('T2', 'a')],
      ['1>T1 MATCHED', '2>- DUPLICATE_IN_PARTNER_FILE', '->T2 DUPLICATE_AT_OPERATOR'],
    ],
    [
      'posted in another window is a matter of timing, whatever else differs',
      [partner(1, 'a', { points: 7n })],
      [ledger('T1', 'a', { window: 'W2' })],
      ['1>T1 TIMING'],
    ],
    [
      'points differ before times do',
      [partner(1, 'a', { points: 7n, ...later(9000) })],
      [ledger('T1', 'a')],
      ['1>T1 AMOUNT_MISMATCH'],
    ],
    ['an hour is a clock', [partner(1, 'a', later(3600))], [ledger('T1', 'a')], ['1>T1 TIME_MISMATCH']],
    [
      'exactly the tolerance is within it',
      [partner(1, 'a', later(300)), partner(2, 'b', later(-300))],
      [ledger('T1', 'a'), ledger('T2', 'b')],
      ['1>T1 MATCHED_IN_TOLERANCE', '2>T2 MATCHED_IN_TOLERANCE'],
    ],
    ['a millisecond more is not', [partner(1, 'a', later(300.001))], [ledger('T1', 'a')], ['1>T1 TIME_MISMATCH']],
    ['amounts differ', [partner(1, 'a', eur(5n))], [ledger('T1', 'a', eur(6n))], ['1>T1 AMOUNT_MISMATCH']],
    [
      'currencies differ',
      [partner(1, 'a', eur(5n))],
      [ledger('T1', 'a', { amount: { minor: 5n, currency: 'USD' } })],
      ['1>T1 AMOUNT_MISMATCH'],
    ],
    [
      'an amount that one side does not know is not compared',
      [partner(1, 'a')],
      [ledger('T1', 'a', eur(6n))],
      ['1>T1 MATCHED'],
    ],
    [
      'another reference but the same in all else is proposed',
      [partner(1, 'a', later(60))],
      [ledger('T1', 'b')],
      ['1>T1 PROPOSED_MATCH'],
    ],
    ['so is a posting without a reference', [partner(1, 'a')], [ledger('T1', null)], ['1>T1 PROPOSED_MATCH']],
    [
      'a reference that matches wins over a better looking record',
      [partner(1, 'a', later(9000)), partner(2, 'b')],
      [ledger('T1', 'a')],
      ['1>T1 TIME_MISMATCH', '2>- MISSING_AT_OPERATOR'],
    ],
    [
      'two candidates in the ledger are ambiguous, on both sides',
      [partner(1, 'a')],
      [ledger('T1', 'b'), ledger('T2', 'c')],
      ['1>- AMBIGUOUS', '->T1 AMBIGUOUS', '->T2 AMBIGUOUS'],
    ],
    [
      'two candidates in the file are ambiguous',
      [partner(1, 'a'), partner(2, 'b')],
      [ledger('T1', 'c')],
      ['1>- AMBIGUOUS', '2>- AMBIGUOUS', '->T1 AMBIGUOUS'],
    ],
    [
      'a candidate of one that is the candidate of two is none',
      [partner(1, 'a', later(-200)), partner(2, 'b', later(200))],
      [ledger('T1', 'c', later(-300)), ledger('T2', 'd')],
      ['1>- AMBIGUOUS', '2>- AMBIGUOUS', '->T1 AMBIGUOUS', '->T2 AMBIGUOUS'],
    ],
    [
      'nothing is matched by its amount alone',
      [partner(1, 'a', later(301))],
      [ledger('T1', 'b')],
      ['1>- MISSING_AT_OPERATOR', '->T1 MISSING_AT_PARTNER'],
    ],
    [
      'another type is another event',
      [partner(1, 'a')],
      [ledger('T1', 'b', { type: 'REDEEM' })],
      ['1>- MISSING_AT_OPERATOR', '->T1 MISSING_AT_PARTNER'],
    ],
    [
      'an amount is a candidate for none and for its own',
      [partner(1, 'a', eur(5n)), partner(2, 'b', { type: 'REDEEM' })],
      [ledger('T1', 'c'), ledger('T2', 'd', { type: 'REDEEM', ...eur(9n) })],
      ['1>T1 PROPOSED_MATCH', '2>T2 PROPOSED_MATCH'],
    ],
    [
      'another amount is no candidate',
      [partner(1, 'a', eur(5n))],
      [ledger('T1', 'b', eur(6n))],
      ['1>- MISSING_AT_OPERATOR', '->T1 MISSING_AT_PARTNER'],
    ],
    [
      'postings of other windows are not missed',
      [],
      [ledger('T1', 'a', { window: 'W2' }), ledger('T2', null, { window: 'W0' })],
      [],
    ],
    [
      'copies are not proposed',
      [partner(1, 'a'), partner(2, 'a')],
      [ledger('T1', 'a'), ledger('T2', 'b')],
      ['1>T1 MATCHED', '2>- DUPLICATE_IN_PARTNER_FILE', '->T2 MISSING_AT_PARTNER'],
    ],
    [
      'references that look alike when joined are kept apart',
      [partner(1, 'x y', { type: 'EARN' })],
      [ledger('T1', 'y', { type: 'EARN x', points: 1n })],
      ['1>- MISSING_AT_OPERATOR', '->T1 MISSING_AT_PARTNER'],
    ],
    ['nothing on either side', [], [], []],
  ])('%s', (_claim, file, postings, rows) => {
    expect(reconcile(file, postings, TERMS).map(row)).toEqual(rows);
  });

  it('forgives what the tolerances forgive, and says what it forgave', () => {
    const terms = { ...TERMS, tolerancePoints: 2n, toleranceMinor: 1n };
    const [within, beyond, cents] = reconcile(
      [partner(1, 'a', { points: 102n }), partner(2, 'b', { points: 103n }), partner(3, 'c', eur(8n))],
      [ledger('T1', 'a'), ledger('T2', 'b'), ledger('T3', 'c', eur(10n))],
      terms,
    );
    expect(within).toMatchObject({ result: 'MATCHED_IN_TOLERANCE', difference: { differencePoints: 2n }, seconds: 0 });
    expect(beyond).toMatchObject({
      result: 'AMOUNT_MISMATCH',
      difference: { partnerPoints: 103n, operatorPoints: 100n, differencePoints: 3n },
    });
    expect(cents).toMatchObject({
      result: 'AMOUNT_MISMATCH',
      difference: { differencePoints: 0n, differenceMinor: -2n },
    });
  });

  it('names the candidates of an ambiguous record, ten at most', () => {
    const [verdict] = reconcile(
      [partner(1, 'a')],
      Array.from({ length: 25 }, (_, index) => ledger(`T${index}`, `r${index}`)),
      TERMS,
    );
    if (verdict?.result !== 'AMBIGUOUS') throw new Error('expected an ambiguous line');
    expect(verdict.candidateCount).toBe(25);
    expect(verdict.candidates).toHaveLength(10);
  });
});

const someRecord = {
  partnerRef: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  type: fc.constantFrom('EARN', 'REDEEM'),
  points: fc.constantFrom(1n, 2n),
  amount: fc.constantFrom(null, { minor: 5n, currency: 'EUR' }, { minor: 6n, currency: 'EUR' }),
  businessAt: fc.integer({ min: 0, max: 12 }).map((step) => new Date(noon + step * 100_000)),
};
const someFile = fc
  .array(fc.record(someRecord), { maxLength: 14 })
  .map((records) => records.map((record, index): PartnerRecord => ({ line: index + 1, ...record })));
const someLedger = fc
  .array(
    fc.record({
      ...someRecord,
      window: fc.constantFrom('W1', 'W1', 'W1', 'W2'),
      partnerRef: fc.constantFrom('a', 'b', 'c', 'x', 'y', 'z', null),
    }),
    { maxLength: 14 },
  )
  .map((records) => records.map((record, index): LedgerRecord => ({ transactionId: `T${index}`, ...record })));

describe('any two sets of records', () => {
  it('get one verdict for every file line and every ledger record of the window', () => {
    fc.assert(
      fc.property(someFile, someLedger, (file, postings) => {
        const verdicts = reconcile(file, postings, TERMS);
        const lines = verdicts.flatMap((verdict) => verdict.file?.line ?? []);
        expect(lines).toEqual(file.map((record) => record.line));
        const transactions = verdicts.flatMap((verdict) => verdict.ledger?.transactionId ?? []);
        expect(new Set(transactions).size).toBe(transactions.length);
        for (const { window, transactionId } of postings)
          if (window === 'W1') expect(transactions).toContain(transactionId);
      }),
      { numRuns: 500 },
    );
  });

  it('are judged as the rules say one by one', () => {
    // The simpler way: each rule tried for each pair of records, without any index.
    fc.assert(
      fc.property(someFile, someLedger, (file, postings) => {
        expect(reconcile(file, postings, TERMS).map(row)).toEqual(reconcileSlowly(file, postings));
      }),
      { numRuns: 500 },
    );
  });

  it('match wholly when they are the same', () => {
    const distinct = fc.uniqueArray(fc.record(someRecord), {
      selector: (record) => `${record.partnerRef} ${record.type}`,
    });
    fc.assert(
      fc.property(distinct, (records) => {
        const file = records.map((record, index) => ({ line: index, ...record }));
        const postings = records
          .map((record, index) => ({ transactionId: `T${index}`, window: 'W1', ...record }))
          .reverse();
        const verdicts = reconcile(file, postings, TERMS);
        expect(verdicts.every((verdict) => verdict.result === 'MATCHED')).toBe(true);
        expect(verdicts.filter(isBreak)).toEqual([]);
        expect(verdicts).toHaveLength(records.length);
      }),
    );
  });
});

function reconcileSlowly(file: readonly PartnerRecord[], postings: readonly LedgerRecord[]): string[] {
  const same = (a: PartnerRecord | LedgerRecord, b: PartnerRecord | LedgerRecord) =>
    a.partnerRef !== null && a.partnerRef === b.partnerRef && a.type === b.type;
  const alike = (a: PartnerRecord | LedgerRecord, b: PartnerRecord | LedgerRecord) =>
    a.type === b.type &&
    a.points === b.points &&
    (a.amount === null || b.amount === null || a.amount.minor === b.amount.minor) &&
    Math.abs(a.businessAt.getTime() - b.businessAt.getTime()) <= 300_000;
  const isCopy = <T extends PartnerRecord | LedgerRecord>(record: T, all: readonly T[]) =>
    all.slice(0, all.indexOf(record)).some((other) => same(record, other));
  const match = (record: PartnerRecord) =>
    isCopy(record, file) ? undefined : postings.find((posting) => same(record, posting));
  const fileLeft = file.filter((record) => !isCopy(record, file) && match(record) === undefined);
  const ledgerLeft = postings.filter(
    (posting) =>
      posting.window === 'W1' && !isCopy(posting, postings) && !file.some((record) => match(record) === posting),
  );
  const ofLedger = (record: PartnerRecord) => ledgerLeft.filter((posting) => alike(record, posting));
  const ofFile = (posting: LedgerRecord) => fileLeft.filter((record) => alike(record, posting));
  const proposed = (record: PartnerRecord) => {
    const [only, ...others] = ofLedger(record);
    return only !== undefined && others.length === 0 && ofFile(only).length === 1 ? only : undefined;
  };
  const rows: string[] = [];
  for (const record of file) {
    const posting = match(record);
    const seconds = posting && Math.abs(record.businessAt.getTime() - posting.businessAt.getTime()) / 1000;
    if (isCopy(record, file)) rows.push(`${record.line}>- DUPLICATE_IN_PARTNER_FILE`);
    else if (posting !== undefined) {
      const amountsDiffer =
        record.amount !== null && posting.amount !== null && record.amount.minor !== posting.amount.minor;
      const result =
        posting.window !== 'W1'
          ? 'TIMING'
          : record.points !== posting.points || amountsDiffer
            ? 'AMOUNT_MISMATCH'
            : seconds! > 300
              ? 'TIME_MISMATCH'
              : seconds === 0
                ? 'MATCHED'
                : 'MATCHED_IN_TOLERANCE';
      rows.push(`${record.line}>${posting.transactionId} ${result}`);
    } else if (proposed(record) !== undefined)
      rows.push(`${record.line}>${proposed(record)!.transactionId} PROPOSED_MATCH`);
    else rows.push(`${record.line}>- ${ofLedger(record).length === 0 ? 'MISSING_AT_OPERATOR' : 'AMBIGUOUS'}`);
  }
  for (const posting of postings) {
    if (posting.window !== 'W1') continue;
    if (isCopy(posting, postings)) rows.push(`->${posting.transactionId} DUPLICATE_AT_OPERATOR`);
    else if (ledgerLeft.includes(posting) && !fileLeft.some((record) => proposed(record) === posting)) {
      rows.push(`->${posting.transactionId} ${ofFile(posting).length === 0 ? 'MISSING_AT_PARTNER' : 'AMBIGUOUS'}`);
    }
  }
  return rows;
}

describe('a large file', () => {
  it('of records that all look alike does not take the square of their number', () => {
    const count = 30_000;
    const file = Array.from({ length: count }, (_, index) => partner(index + 1, `p${index}`));
    const postings = Array.from({ length: count }, (_, index) => ledger(`T${index}`, `o${index}`));
    const verdicts = reconcile(file, postings, TERMS);
    expect(verdicts).toHaveLength(2 * count);
    expect(verdicts.every((verdict) => verdict.result === 'AMBIGUOUS')).toBe(true);
  });
});

describe('the value of a verdict', () => {
  it.each<[string, PartnerRecord[], LedgerRecord[], bigint, bigint]>([
    ['matched', [partner(1, 'a', eur(9n))], [ledger('T1', 'a', eur(9n))], 0n, 0n],
    ['a clock', [partner(1, 'a', later(3600))], [ledger('T1', 'a')], 0n, 0n],
    ['an amount mismatch', [partner(1, 'a', { points: 90n, ...eur(5n) })], [ledger('T1', 'a', eur(9n))], 10n, 4n],
    ['missing at the operator', [partner(1, 'a', eur(9n))], [], 100n, 9n],
    ['missing at the partner', [], [ledger('T1', 'a', eur(-9n))], 100n, 9n],
    ['timing', [partner(1, 'a')], [ledger('T1', 'a', { window: 'W2', ...eur(9n) })], 100n, 9n],
    ['proposed', [partner(1, 'a')], [ledger('T1', 'b')], 100n, 0n],
  ])('%s', (_name, file, postings, points, minor) => {
    expect(reconcile(file, postings, TERMS).map(breakValueOf)).toEqual([{ points, minor }]);
  });
});

describe('ageing', () => {
  it.each([
    [-1, '0-2'],
    [0, '0-2'],
    [2, '0-2'],
    [3, '3-5'],
    [5, '3-5'],
    [6, '6-10'],
    [10, '6-10'],
    [11, '11-20'],
    [20, '11-20'],
    [21, '>20'],
  ])('%i business days stand in %s', (days, bucket) => {
    expect(ageBucketOf(days)).toBe(bucket);
  });

  it('reports count, value and the oldest by kind, in business days', () => {
    const value = { points: 10n, minor: 5n };
    const rows = ageingReport(
      [
        { result: 'MISSING_AT_OPERATOR', since: '2026-10-02', value }, // a Friday: one business day before Monday
        { result: 'MISSING_AT_OPERATOR', since: '2026-09-28', value },
        { result: 'MISSING_AT_OPERATOR', since: '2026-10-01', value },
        { result: 'TIMING', since: '2026-09-01', value },
      ],
      '2026-10-05',
      businessCalendar('TARGET')!,
    );
    expect(rows).toMatchObject([
      {
        result: 'MISSING_AT_OPERATOR',
        oldest: '2026-09-28',
        oldestAge: 5,
        buckets: {
          '0-2': { count: 2, points: 20n, minor: 10n },
          '3-5': { count: 1, points: 10n, minor: 5n },
          '>20': { count: 0 },
        },
      },
      { result: 'TIMING', oldest: '2026-09-01', oldestAge: 24, buckets: { '>20': { count: 1 } } },
    ]);
  });

  it('of nothing is nothing', () => {
    expect(ageingReport([], '2026-10-05', businessCalendar('TARGET')!)).toEqual([]);
  });
});
