import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allocateTransactionPrice,
  contractLiability,
  type LiabilityMovement,
  type PointsMovement,
  type PointsRow,
  pointsRollForward,
  revenueTo,
  rollForward,
  tieOut,
} from '../../../subgraphs/ledger/domain/files/accounting-views.ts';
import { totalsOf } from '../../../subgraphs/ledger/domain/netting.ts';
import { haveSettlementExample, settlementExample } from '../../support/settlement-example.ts';

function movement(changes: Partial<LiabilityMovement>): LiabilityMovement {
  return {
    period: 'P',
    considerationMinor: 0n,
    reversalsMinor: 0n,
    expiryRefundsMinor: 0n,
    pointsIssued: 0n,
    pointsReversed: 0n,
    pointsRedeemed: 0n,
    pointsRestored: 0n,
    breakageBasisPoints: 0n,
    ...changes,
  };
}

describe('the contract liability (IFRS 15 example 52, IE267-270)', () => {
  it('allocates by stand-alone prices in whole units and catches a changed estimate up', () => {
    const [products, points] = allocateTransactionPrice(100_000n, [100_000n, 9_500n]);
    expect([products, points]).toEqual([91_324n, 8_676n]);
    const year1 = revenueTo(points!, 4_500n, 9_500n);
    expect([year1, points! - year1]).toEqual([4_110n, 4_566n]);
    const year2 = revenueTo(points!, 8_500n, 9_700n);
    expect([year2 - year1, points! - year2]).toEqual([3_493n, 1_073n]);
  });

  it('comes to the same figures when rolled forward year by year', () => {
    const [year1, year2] = contractLiability([
      movement({
        considerationMinor: 8_676n,
        pointsIssued: 10_000n,
        pointsRedeemed: 4_500n,
        breakageBasisPoints: 500n,
      }),
      movement({ pointsRedeemed: 4_000n, breakageBasisPoints: 300n }),
    ]);
    expect([year1!.revenueMinor, year1!.closingMinor]).toEqual([-4_110n, 4_566n]);
    expect([year2!.openingMinor, year2!.revenueMinor, year2!.closingMinor]).toEqual([4_566n, -3_493n, 1_073n]);
  });

  it.each<[string, bigint, bigint, bigint, bigint]>([
    ['nothing redeemed yet', 100n, 0n, 10n, 0n],
    ['all that was expected', 100n, 10n, 10n, 100n],
    ['more than was expected', 100n, 12n, 10n, 100n],
    ['nothing expected any more', 100n, 0n, 0n, 100n],
    ['half a unit, away from zero', 1n, 1n, 2n, 1n],
  ])('revenue for %s', (_, allocated, redeemed, expected, revenue) => {
    expect(revenueTo(allocated, redeemed, expected)).toBe(revenue);
  });

  it('is between nothing and what was allocated, adds up row by row, and is nothing once all is redeemed', () => {
    const period = fc.record({
      considerationMinor: fc.bigInt(0n, 10n ** 9n),
      pointsIssued: fc.bigInt(1n, 10n ** 9n),
      share: fc.bigInt(0n, 100n),
      breakageBasisPoints: fc.bigInt(0n, 10_000n),
    });
    fc.assert(
      fc.property(fc.array(period, { minLength: 1, maxLength: 8 }), (periods) => {
        const movements = periods.map(({ share, ...rest }) =>
          movement({ ...rest, pointsRedeemed: (rest.pointsIssued * share) / 100n }),
        );
        const rows = contractLiability(movements);
        for (const row of rows) {
          expect(
            row.openingMinor + row.considerationMinor + row.reversalsMinor + row.expiryRefundsMinor + row.revenueMinor,
          ).toBe(row.closingMinor);
          expect(row.closingMinor >= 0n && row.closingMinor <= row.basis.allocatedMinor).toBe(true);
        }
        const left = rows.at(-1)!.basis;
        const after = contractLiability([
          ...movements,
          movement({ pointsRedeemed: left.netIssuedPoints - left.redeemedPoints }),
        ]);
        expect(after.at(-1)!.closingMinor).toBe(0n);
      }),
    );
  });
});

describe('points rolled forward by issuer and vintage', () => {
  const row = (changes: Partial<PointsRow>): PointsRow => ({
    issuer: 'GROCER',
    vintage: 'W1',
    opening: 0n,
    issued: 0n,
    reversed: 0n,
    redeemed: 0n,
    restored: 0n,
    expired: 0n,
    closing: 0n,
    ...changes,
  });
  const moved = (kind: PointsMovement['kind'], points: bigint, vintage = 'W1'): PointsMovement => ({
    issuer: 'GROCER',
    vintage,
    kind,
    points,
  });

  it('take over the closing of the period before, and keep vintages apart', () => {
    const first = pointsRollForward([], [moved('ISSUED', 100n), moved('REDEEMED', 30n)]);
    expect(first).toEqual([row({ issued: 100n, redeemed: 30n, closing: 70n })]);
    const second = pointsRollForward(first, [
      moved('EXPIRED', 60n),
      moved('RESTORED', 5n),
      moved('REVERSED', 15n),
      moved('ISSUED', 8n, 'W2'),
    ]);
    expect(second).toEqual([
      row({ opening: 70n, expired: 60n, restored: 5n, reversed: 15n }),
      row({ vintage: 'W2', issued: 8n, closing: 8n }),
    ]);
    expect(pointsRollForward(second, [])).toEqual([row({ vintage: 'W2', opening: 8n, closing: 8n })]);
  });

  it('can not go below zero: that is a fault of the books', () => {
    expect(() => pointsRollForward([], [moved('ISSUED', 1n), moved('REDEEMED', 2n)])).toThrow('Broken promise');
  });

  it('tie to the lots, or say that they do not', () => {
    expect(tieOut(7n, [3n, 4n])).toEqual({ closing: 7n, lots: 7n, ties: true });
    expect(tieOut(7n, [3n])).toEqual({ closing: 7n, lots: 3n, ties: false });
  });
});

it('an account rolls forward from its opening, without components that came to nothing', () => {
  const leg = (component: string, amountMinor: bigint) => ({ account: 'OP:RESERVE', component, amountMinor });
  const rows = rollForward(
    'OP:RESERVE',
    [
      {
        window: 'W1',
        totals: totalsOf([
          leg('ISSUANCE', 100n),
          leg('REDEMPTION', -40n),
          { ...leg('ISSUANCE', -100n), account: 'PARTNER:A' },
        ]),
      },
      { window: 'W2', totals: totalsOf([leg('ISSUANCE', 5n), leg('ISSUANCE', -5n), leg('EXPIRY', -60n)]) },
    ],
    10n,
  );
  expect(rows.map((row) => ({ ...row, movements: Object.fromEntries(row.movements) }))).toEqual([
    { window: 'W1', openingMinor: 10n, movements: { ISSUANCE: 100n, REDEMPTION: -40n }, closingMinor: 70n },
    { window: 'W2', openingMinor: 70n, movements: { EXPIRY: -60n }, closingMinor: 10n },
  ]);
});

describe.skipIf(!haveSettlementExample)('the worked example under OPERATOR_POOL', () => {
  interface Line {
    account: string;
    side: 'Dr' | 'Cr';
    amountMinor: number;
    component: string;
  }
  interface Allocation {
    lot: string;
    funder: string;
    points?: number;
    reversed?: number;
  }
  interface Example {
    expected: {
      points: Record<'issued' | 'outstanding' | 'redeemed' | 'expired' | 'reversed', number>;
      pointsByFunder: Record<string, { outstanding: number }>;
      debts: { lot: string; recoveries: { tx: string; lot: string; points: number }[] }[];
      OPERATOR_POOL: {
        journal: { tx: string; window: string; lines: Line[] }[];
        results: { tx: string; type: string; window: string; status: string; allocation?: Allocation[] }[];
        lots: { id: string; funder: string; tx: string; points: number; remaining: number; reserveLeftMinor: number }[];
        reserveRollForward: Record<string, Record<string, number>>;
      };
      ifrsPoolView: { breakageBp: number } & Record<
        'W1' | 'W2',
        Record<string, number> & { basis: Record<string, number> }
      >;
    };
    vectors: { ifrs15Example52: Record<string, number> };
  }
  const { expected, vectors } = haveSettlementExample ? settlementExample<Example>() : ({} as Example);
  const WINDOWS = ['W1', 'W2'] as const;

  function legsOf(window: string) {
    return expected.OPERATOR_POOL.journal
      .filter((entry) => entry.window === window)
      .flatMap(({ tx, lines }) =>
        lines.map(({ side, amountMinor, ...leg }) => ({
          ...leg,
          tx,
          amountMinor: BigInt(side === 'Cr' ? amountMinor : -amountMinor),
        })),
      );
  }

  /** What happened to the lots of a window, from the results of its transactions. */
  function pointsOf(window: string): (PointsMovement & { lot: string })[] {
    const { lots, results } = expected.OPERATOR_POOL;
    const windowOf = new Map(results.map(({ tx, window: of }) => [tx, of]));
    const lotOf = new Map(lots.map((lot) => [lot.id, lot]));
    const of = (lot: string, kind: PointsMovement['kind'], points: number) => ({
      lot,
      issuer: lotOf.get(lot)!.funder,
      vintage: windowOf.get(lotOf.get(lot)!.tx)!,
      kind,
      points: BigInt(points),
    });
    const kinds: Record<string, PointsMovement['kind']> = {
      EARN_REVERSAL: 'REVERSED',
      REDEEM: 'REDEEMED',
      REDEEM_REVERSAL: 'RESTORED',
      EXPIRY: 'EXPIRED',
    };
    return [
      ...lots.filter(({ tx }) => windowOf.get(tx) === window).map(({ id, points }) => of(id, 'ISSUED', points)),
      ...results
        .filter((result) => result.window === window)
        .flatMap(({ type, allocation = [] }) =>
          allocation.map(({ lot, points, reversed }) => of(lot, kinds[type]!, points ?? reversed!)),
        ),
      // Lot substitution (R11): the paying lot takes the redemption over, the indebted lot's points count as reversed.
      ...expected.debts.flatMap(({ lot, recoveries }) =>
        recoveries
          .filter(({ tx }) => windowOf.get(tx) === window)
          .flatMap((recovery) => [
            of(recovery.lot, 'REDEEMED', recovery.points),
            of(lot, 'RESTORED', recovery.points),
            of(lot, 'REVERSED', recovery.points),
          ]),
      ),
    ];
  }

  it('rolls the settlement reserve forward (expected.reserveRollForward), tied to what is left on the lots', () => {
    const rows = rollForward(
      'OP:RESERVE',
      WINDOWS.map((window) => ({ window, totals: totalsOf(legsOf(window)) })),
    );
    expect(
      Object.fromEntries(
        rows.map(({ window, openingMinor, movements, closingMinor }) => [
          window,
          {
            openingMinor: Number(openingMinor),
            ...Object.fromEntries([...movements].map(([component, minor]) => [component, Number(minor)])),
            closingMinor: Number(closingMinor),
          },
        ]),
      ),
    ).toEqual(expected.OPERATOR_POOL.reserveRollForward);
    const left = expected.OPERATOR_POOL.lots.map(({ reserveLeftMinor }) => BigInt(reserveLeftMinor));
    expect(tieOut(rows.at(-1)!.closingMinor, left)).toMatchObject({ ties: true });
  });

  it('shows the contract liability of the pool (expected.ifrsPoolView), its basis included', () => {
    const movements = WINDOWS.map((window) => {
      const legs = legsOf(window);
      const sum = (account: (name: string) => boolean, components: string[]) =>
        legs
          .filter((leg) => account(leg.account) && components.includes(leg.component))
          .reduce((total, leg) => total + leg.amountMinor, 0n);
      const reserve = (name: string) => name === 'OP:RESERVE';
      // The operator's own points, which it pays from OP:MARKETING, are no consideration from a partner.
      const ownPoints = sum((name) => name === 'OP:MARKETING', ['ISSUANCE']);
      const points = pointsOf(window).filter(({ issuer }) => issuer !== 'OP');
      const count = (kind: PointsMovement['kind']) =>
        points.filter((one) => one.kind === kind).reduce((total, one) => total + one.points, 0n);
      return movement({
        period: window,
        considerationMinor: sum(reserve, ['ISSUANCE']) + ownPoints,
        reversalsMinor: -sum(reserve, ['ISSUANCE_REVERSAL', 'DEBT_RECOVERY']),
        expiryRefundsMinor: sum((name) => name.startsWith('PARTNER:'), ['EXPIRY']),
        pointsIssued: count('ISSUED'),
        pointsReversed: count('REVERSED'),
        pointsRedeemed: count('REDEEMED'),
        pointsRestored: count('RESTORED'),
        breakageBasisPoints: BigInt(expected.ifrsPoolView.breakageBp),
      });
    });
    for (const { period, basis, ...row } of contractLiability(movements)) {
      expect({
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
      }).toEqual(expected.ifrsPoolView[period as 'W1' | 'W2']);
    }
  });

  it('rolls points forward to the totals by funder, tied to the lots', () => {
    const first = pointsRollForward([], pointsOf('W1'));
    const second = pointsRollForward(first, pointsOf('W2'));
    for (const [funder, { outstanding }] of Object.entries(expected.pointsByFunder)) {
      const closing = second.filter(({ issuer }) => issuer === funder).reduce((total, row) => total + row.closing, 0n);
      const lots = expected.OPERATOR_POOL.lots
        .filter((lot) => lot.funder === funder)
        .map(({ remaining }) => BigInt(remaining));
      expect(tieOut(closing, lots)).toEqual({ closing: BigInt(outstanding), lots: BigInt(outstanding), ties: true });
    }
    const all = [...first, ...second];
    const sum = (column: 'issued' | 'redeemed' | 'restored' | 'reversed' | 'expired') =>
      Number(all.reduce((total, row) => total + row[column], 0n));
    const { issued, redeemed, reversed, expired } = expected.points;
    expect([sum('issued'), sum('redeemed') - sum('restored'), sum('reversed'), sum('expired')]).toEqual([
      issued,
      redeemed,
      reversed,
      expired,
    ]);
  });

  it('has the figures of the standard (vectors.ifrs15Example52)', () => {
    const example = vectors.ifrs15Example52;
    const [products, points] = allocateTransactionPrice(BigInt(example.sales!), [
      BigInt(example.sales!),
      BigInt(example.pointsExpected!),
    ]);
    const year1 = revenueTo(points!, 4500n, BigInt(example.pointsExpected!));
    const year2 = revenueTo(points!, 8500n, 9700n);
    expect({
      sales: example.sales,
      pointsExpected: example.pointsExpected,
      allocatedToPoints: Number(points),
      allocatedToProducts: Number(products),
      year1Revenue: Number(year1),
      year1ContractLiability: Number(points! - year1),
      year2RevenueAfterReestimate9700: Number(year2 - year1),
      year2ContractLiability: Number(points! - year2),
    }).toEqual(example);
  });
});
