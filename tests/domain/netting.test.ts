import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BilateralObligation,
  bilateralMatrix,
  levyLegs,
  levyShares,
  type NettingLeg,
  type NettingPartner,
  nettingSavings,
  netWindow,
  partnerAccount,
  settlementAction,
  totalsOf,
} from '../../subgraphs/ledger/domain/netting.ts';
import { haveSettlementExample, settlementExample } from '../support/settlement-example.ts';

interface ExampleEntry {
  id: string;
  tx: string;
  type: string;
  window: string;
  lines: { account: string; side: 'Dr' | 'Cr'; amountMinor: number; component: string }[];
}
interface ExampleWindow {
  levyBasePoints: Record<string, number>;
  levyMinor: Record<string, number>;
  positions: Record<string, Record<string, unknown> & { byComponent: Record<string, number> }>;
  operatorNetMinor: number;
  sumCheckMinor: number;
  operatorMovementByAccount: Record<string, number>;
}
interface ExampleModel {
  journal: ExampleEntry[];
  windows: Record<string, ExampleWindow>;
  finalCarryForward: Record<string, number>;
  bilateralObligations?: Record<string, Record<string, Record<string, number>>>;
}
interface Example {
  inputs: {
    partners: { id: string }[];
    rules: { carryForwardBelowMinor: number; levyMinorPerWindow: number };
    transactions: { id: string; of?: string }[];
  };
  expected: Record<'OPERATOR_POOL' | 'ISSUER_PAYS_ON_REDEMPTION', ExampleModel>;
}

function legsOf(entry: ExampleEntry): NettingLeg[] {
  return entry.lines.map(({ account, side, amountMinor, component }) => ({
    account,
    component,
    amountMinor: BigInt(side === 'Cr' ? amountMinor : -amountMinor),
  }));
}

const asNumbers = (sums: ReadonlyMap<string, bigint>) =>
  Object.fromEntries([...sums].map(([key, value]) => [key, Number(value)]));

describe.skipIf(!haveSettlementExample).each(['OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION'] as const)(
  'the worked example under %s (settlement.md 10.4)',
  (model) => {
    const read = () => {
      const { inputs, expected } = settlementExample<Example>();
      return { inputs, ...expected[model] };
    };

    it('nets every partner and the operator to the cent, window after window', () => {
      const { inputs, journal, windows, finalCarryForward } = read();
      let openings: Record<string, bigint> = {};
      for (const [window, figures] of Object.entries(windows)) {
        const partners: NettingPartner[] = inputs.partners.map(({ id }) => ({
          partnerId: id,
          openingMinor: openings[id] ?? 0n,
          carryForwardBelowMinor: BigInt(inputs.rules.carryForwardBelowMinor),
        }));
        const legs = journal.filter((entry) => entry.window === window).flatMap(legsOf);
        const netting = netWindow(partners, totalsOf(legs));
        const positions = Object.fromEntries(
          netting.positions.map(({ partnerId, action, byComponent, ...amounts }) => [
            partnerId,
            {
              ...Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, Number(amount)])),
              action,
              byComponent: asNumbers(byComponent),
            },
          ]),
        );
        expect(positions).toEqual(figures.positions);
        expect(Number(netting.operatorNetMinor)).toBe(figures.operatorNetMinor);
        expect(asNumbers(netting.operatorMovement)).toEqual(figures.operatorMovementByAccount);
        openings = Object.fromEntries(netting.positions.map((p) => [p.partnerId, p.carriedForwardMinor]));
      }
      expect(Object.fromEntries(Object.entries(openings).map(([id, amount]) => [id, Number(amount)]))).toEqual(
        finalCarryForward,
      );
    });

    it('levies by the points funded, and posts what it levied (R19)', () => {
      const { inputs, journal, windows } = read();
      for (const [window, figures] of Object.entries(windows)) {
        const bases = Object.entries(figures.levyBasePoints).map(([partnerId, points]) => ({
          partnerId,
          points: BigInt(points),
        }));
        const shares = levyShares(BigInt(inputs.rules.levyMinorPerWindow), bases);
        expect(Object.fromEntries(shares.map((share) => [share.partnerId, Number(share.levyMinor)]))).toEqual(
          figures.levyMinor,
        );
        expect(levyLegs(shares)).toEqual(legsOf(journal.find((entry) => entry.tx === `LEVY-${window}`)!));
      }
    });

    it.skipIf(model !== 'ISSUER_PAYS_ON_REDEMPTION')(
      'has the bilateral matrix, whose columns less rows are the redemption part of the nets',
      () => {
        const { inputs, journal, windows, bilateralObligations } = read();
        const entryOf = new Map(journal.map((entry) => [entry.tx, entry]));
        for (const [window, cells] of Object.entries(bilateralObligations!)) {
          const obligations = journal
            .filter((entry) => entry.window === window)
            .flatMap((entry) =>
              obligationsOf(entry, entryOf.get(inputs.transactions.find((t) => t.id === entry.tx)?.of ?? '')),
            );
          const matrix = bilateralMatrix(obligations);
          expect(Object.fromEntries([...matrix].map(([funder, row]) => [funder, asNumbers(row)]))).toEqual(cells);

          const redemption = new Set([
            'REDEMPTION',
            'REDEMPTION_FUNDING',
            'REDEMPTION_REVERSAL',
            'DEBT_RECOVERY',
            'DISPUTE_HOLD',
            'DISPUTE_RELEASE',
          ]);
          for (const { id } of inputs.partners) {
            let part = 0;
            for (const [component, amount] of Object.entries(windows[window]!.positions[id]!.byComponent)) {
              if (redemption.has(component)) part += amount;
            }
            // A hold mirrors the clearing fee as well, which is no obligation between partners.
            const heldFees = { W1: 1, W2: -1 }[window]! * ({ GROCER: 57, FUEL: 32 }[id] ?? 0);
            const column = [...matrix.values()].reduce((sum, row) => sum + (row.get(id) ?? 0n), 0n);
            const row = [...(matrix.get(id)?.values() ?? [])].reduce((sum, amount) => sum + amount, 0n);
            expect(Number(column - row), `${id} in ${window}`).toBe(part - heldFees);
          }
        }
      },
    );
  },
);

/** Obligations behind an entry of the example under ISSUER_PAYS_ON_REDEMPTION; `original` is the entry that a dispute holds. */
function obligationsOf(entry: ExampleEntry, original: ExampleEntry | undefined): BilateralObligation[] {
  const partner = (account: string) => account.replace('PARTNER:', '').replace(/^OP:.*/, 'OP');
  if (entry.type === 'DISPUTE_RELEASE') return obligationsOf(original!, undefined);
  if (entry.type === 'DISPUTE_HOLD')
    return obligationsOf(original!, undefined).map((o) => ({ ...o, amountMinor: -o.amountMinor }));
  const legs = legsOf(entry);
  const [from, to] = legs.filter((leg) => leg.component === 'DEBT_RECOVERY');
  if (from && to)
    return [{ funderId: partner(from.account), acceptorId: partner(to.account), amountMinor: to.amountMinor }];
  const acceptor = legs.find((leg) => /^REDEMPTION(_REVERSAL)?$/.test(leg.component));
  return legs
    .filter((leg) => leg.component === 'REDEMPTION_FUNDING')
    .map((leg) => ({
      funderId: partner(leg.account),
      acceptorId: partner(acceptor!.account),
      amountMinor: -leg.amountMinor,
    }));
}

describe('a net amount (R20)', () => {
  it.each<[bigint, bigint, string]>([
    [0n, 2500n, 'NONE'],
    [0n, 0n, 'NONE'],
    [2499n, 2500n, 'CARRY_FORWARD'],
    [-2499n, 2500n, 'CARRY_FORWARD'],
    [2500n, 2500n, 'PAY_PARTNER'],
    [-2500n, 2500n, 'COLLECT_FROM_PARTNER'],
    [1n, 0n, 'PAY_PARTNER'],
    [-1n, 0n, 'COLLECT_FROM_PARTNER'],
  ])('of %s with a threshold of %s becomes %s', (net, threshold, action) => {
    expect(settlementAction(net, threshold)).toBe(action);
  });
});

describe('faults of the ledger', () => {
  const partners = [{ partnerId: 'a', openingMinor: 0n, carryForwardBelowMinor: 0n }];
  const total = (account: string, creditsMinor: bigint, debitsMinor = 0n) => ({
    account,
    component: 'REDEMPTION',
    creditsMinor,
    debitsMinor,
  });

  it('are thrown: legs that do not balance', () => {
    expect(() => netWindow(partners, [total('PARTNER:a', 5n), total('OP:BANK', 0n, 4n)])).toThrow('sum to zero');
  });

  it('are thrown: postings of a partner that is not netted', () => {
    expect(() => netWindow(partners, [total('PARTNER:b', 5n), total('OP:BANK', 0n, 5n)])).toThrow('postings of b');
  });

  it('are thrown: a partner listed twice', () => {
    expect(() => netWindow([...partners, ...partners], [])).toThrow('netted once');
  });
});

describe('the levy', () => {
  it('is not taken when nobody funded points', () => {
    const shares = levyShares(10_000n, [
      { partnerId: 'a', points: 0n },
      { partnerId: 'b', points: 0n },
    ]);
    expect(shares.map((share) => share.levyMinor)).toEqual([0n, 0n]);
    expect(levyLegs(shares)).toEqual([]);
  });

  it('gives a remaining cent to the one listed first when fractions are equal', () => {
    const shares = levyShares(
      100n,
      ['a', 'b', 'c'].map((partnerId) => ({ partnerId, points: 7n })),
    );
    expect(shares.map((share) => share.levyMinor)).toEqual([34n, 33n, 33n]);
  });
});

const ids = ['a', 'b', 'c', 'd'];
const accounts = [...ids.map(partnerAccount), 'OP:RESERVE', 'OP:REV_SERVICE'];
const entry = fc
  .tuple(
    fc.array(
      fc.record({
        account: fc.constantFrom(...accounts),
        component: fc.constantFrom('ISSUANCE', 'REDEMPTION', 'LEVY', 'DISPUTE_HOLD'),
        amountMinor: fc.bigInt({ min: -1_000_000n, max: 1_000_000n }),
      }),
      { maxLength: 5 },
    ),
    fc.constantFrom(...accounts),
  )
  .map(([legs, account]) => [
    ...legs,
    { account, component: 'ISSUANCE', amountMinor: -legs.reduce((sum, leg) => sum + leg.amountMinor, 0n) },
  ]);
const partnersWithOpenings = fc
  .tuple(...ids.map(() => fc.bigInt({ min: -5000n, max: 5000n })))
  .map((openings) =>
    ids.map((partnerId, index) => ({ partnerId, openingMinor: openings[index]!, carryForwardBelowMinor: 2500n })),
  );

describe('netting equals paying every obligation', () => {
  it('one by one, for every partner and the operator, and pays or carries the whole', () => {
    fc.assert(
      fc.property(partnersWithOpenings, fc.array(entry, { maxLength: 30 }), (partners, entries) => {
        const purse = new Map(partners.map((partner) => [partner.partnerId, partner.openingMinor]));
        for (const { account, amountMinor } of entries.flat()) {
          const id = account.startsWith('PARTNER:') ? account.slice(8) : 'operator';
          purse.set(id, (purse.get(id) ?? 0n) + amountMinor);
        }
        const netting = netWindow(partners, totalsOf(entries.flat()));
        for (const position of netting.positions) {
          expect(position.netMinor).toBe(purse.get(position.partnerId));
          expect(position.settledMinor + position.carriedForwardMinor).toBe(position.netMinor);
          expect([...position.byComponent.values()].reduce((a, b) => a + b, 0n)).toBe(
            position.creditsMinor - position.debitsMinor,
          );
        }
        const nets = netting.positions.reduce((sum, position) => sum + position.netMinor, 0n);
        expect(nets + netting.operatorNetMinor).toBe(0n);
      }),
    );
  });

  it('whatever the order of the legs, and whether they were added up before or not', () => {
    fc.assert(
      fc.property(partnersWithOpenings, fc.array(entry, { maxLength: 20 }), (partners, entries) => {
        const strip = ({ positions, operatorNetMinor }: ReturnType<typeof netWindow>) => ({
          operatorNetMinor,
          positions: positions.map(({ byComponent, ...rest }) => ({
            ...rest,
            byComponent: Object.fromEntries(byComponent),
          })),
        });
        const whole = strip(netWindow(partners, totalsOf(entries.flat())));
        expect(strip(netWindow(partners, totalsOf(entries.flat().reverse())))).toEqual(whole);
        expect(
          strip(
            netWindow(
              partners,
              entries.flatMap((legs) => totalsOf(legs)),
            ),
          ),
        ).toEqual(whole);
      }),
    );
  });

  it('and never moves more money than that', () => {
    fc.assert(
      fc.property(partnersWithOpenings, fc.array(entry, { maxLength: 20 }), (partners, entries) => {
        const savings = nettingSavings(netWindow(partners, totalsOf(entries.flat())).positions);
        expect(savings.savedMinor).toBeGreaterThanOrEqual(0n);
        expect(savings.grossMinor - savings.savedMinor).toBe(savings.netMinor);
        expect(savings.savedBasisPoints <= 10_000n).toBe(true);
        expect(savings.netPayments).toBeLessThanOrEqual(ids.length);
      }),
    );
  });
});

describe('savings of netting', () => {
  it('compare gross flows with net payments', () => {
    const legs: NettingLeg[] = [
      { account: 'PARTNER:a', component: 'ISSUANCE', amountMinor: -37_180n },
      { account: 'PARTNER:a', component: 'REDEMPTION', amountMinor: 7_480n },
      { account: 'PARTNER:b', component: 'REDEMPTION', amountMinor: 1_383n },
      { account: 'OP:RESERVE', component: 'ISSUANCE', amountMinor: 28_317n },
    ];
    const partners = ['a', 'b'].map((partnerId) => ({ partnerId, openingMinor: 0n, carryForwardBelowMinor: 2_500n }));
    expect(nettingSavings(netWindow(partners, totalsOf(legs)).positions)).toEqual({
      grossMinor: 46_043n,
      netMinor: 29_700n,
      savedMinor: 16_343n,
      savedBasisPoints: 3_550n, // 16,343 of 46,043 is 35.4951 %
      grossPayments: 3,
      netPayments: 1,
    });
  });

  it('are nothing where nothing moved', () => {
    expect(nettingSavings([])).toMatchObject({ grossMinor: 0n, savedBasisPoints: 0n, netPayments: 0 });
  });
});

describe('the bilateral matrix', () => {
  it('leaves out cells that come to zero', () => {
    const matrix = bilateralMatrix([
      { funderId: 'a', acceptorId: 'b', amountMinor: 5n },
      { funderId: 'a', acceptorId: 'b', amountMinor: -5n },
      { funderId: 'b', acceptorId: 'a', amountMinor: -3n },
    ]);
    expect(matrix).toEqual(new Map([['b', new Map([['a', -3n]])]]));
  });
});
