import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allDone,
  coverOf,
  defaultLegs,
  exchangeLegs,
  paymentLegs,
  reinclusionLegs,
  returnLegs,
  stateWhenFinal,
} from '../../subgraphs/ledger/domain/settlement-items.ts';

const money = fc.bigInt({ min: 1n, max: 10n ** 12n });
const sum = (legs: readonly { amountMinor: bigint }[]): bigint =>
  legs.reduce((total, leg) => total + leg.amountMinor, 0n);

describe('what becomes of a net', () => {
  it('is paid, collected, carried on or nothing', () => {
    expect((['PAY_PARTNER', 'COLLECT_FROM_PARTNER', 'CARRY_FORWARD', 'NONE'] as const).map(stateWhenFinal)).toEqual([
      ...['APPROVED', 'APPROVED', 'CARRIED_FORWARD', 'ZERO'],
    ]);
  });

  it('a window is settled when nothing more happens to any of its items', () => {
    const done = (['ZERO', 'CARRIED_FORWARD', 'SETTLED', 'DEFAULTED'] as const).map((state) => ({ state }));
    expect([allDone([]), allDone(done)]).toEqual([true, true]);
    for (const state of ['CALCULATED', 'APPROVED', 'INSTRUCTED', 'FAILED', 'OVERDUE'] as const)
      expect(allDone([...done, { state }])).toBe(false);
  });

  it('a payment is booked with the debit first, and cancels the net', () => {
    fc.assert(
      fc.property(money, fc.boolean(), (magnitude, pays) => {
        const net = pays ? magnitude : -magnitude;
        const legs = paymentLegs('p', net);
        expect([sum(legs), legs[0]!.amountMinor < 0n]).toEqual([0n, true]);
        expect(legs.find(({ account }) => account === 'PARTNER:p')?.amountMinor).toBe(-net);
      }),
    );
  });
});

describe('a payment in another currency', () => {
  const at = (legs: readonly { account: string; amountMinor: bigint }[], account: string): bigint =>
    sum(legs.filter((leg) => leg.account === account));

  it.each<[string, bigint, bigint, bigint]>([
    ['paid dearer than was netted', 10_000n, 10_035n, -35n],
    ['paid cheaper', 10_000n, 9_990n, 10n],
    ['collected to the cent', -10_000n, -10_000n, 0n],
    ['collected as less', -10_000n, -9_983n, -17n],
    ['collected as more', -10_000n, -10_004n, 4n],
  ])('%s: the partner has its net, the bank what it moved, the operator the difference', (_, net, booked, gain) => {
    const legs = paymentLegs('p', net, booked);
    expect([at(legs, 'PARTNER:p'), at(legs, 'OP:BANK'), at(legs, 'OP:FX_DIFF'), sum(legs)]).toEqual([
      -net,
      booked,
      gain,
      0n,
    ]);
    expect(legs.some(({ amountMinor }) => amountMinor === 0n)).toBe(false);
  });

  it('known to be exchanged later is booked as if it had been known; come back, nothing is left but what the bank made of the two ways', () => {
    const moved = fc.tuple(money, money, money, fc.boolean());
    fc.assert(
      fc.property(moved, ([net, booked, returned, pays]) => {
        const [n, b, r] = [net, booked, returned].map((minor) => (pays ? minor : -minor)) as [bigint, bigint, bigint];
        const known = paymentLegs('p', n, b);
        const later = [...paymentLegs('p', n), ...exchangeLegs(n, b)];
        const back = [...known, ...returnLegs('p', n, r)];
        for (const account of ['PARTNER:p', 'OP:BANK', 'OP:FX_DIFF'])
          expect(at(later, account)).toBe(at(known, account));
        expect([at(back, 'PARTNER:p'), at(back, 'OP:BANK'), at(back, 'OP:FX_DIFF')]).toEqual([0n, b - r, r - b]);
        for (const legs of [known, later, back]) expect(sum(legs)).toBe(0n);
      }),
    );
  });
});

describe('a default', () => {
  it('is covered whole, by the collateral first and never beyond it; taken back, everything is as it was', () => {
    fc.assert(
      fc.property(money, fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), (owed, left) => {
        const cover = coverOf(owed, left);
        expect(cover.collateralMinor + cover.operatorMinor).toBe(owed);
        expect(cover.collateralMinor >= 0n && cover.operatorMinor >= 0n).toBe(true);
        expect(cover.collateralMinor <= (left < 0n ? 0n : left)).toBe(true);
        const [taken, back] = [defaultLegs('p', cover), reinclusionLegs('p', cover)];
        expect([sum(taken), sum(back)]).toEqual([0n, 0n]);
        const byAccount = new Map<string, bigint>();
        for (const { account, amountMinor } of [...taken, ...back])
          byAccount.set(account, (byAccount.get(account) ?? 0n) + amountMinor);
        expect([...byAccount.values()].every((amount) => amount === 0n)).toBe(true);
      }),
    );
  });
});
