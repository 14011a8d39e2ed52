import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allDone,
  coverOf,
  defaultLegs,
  paymentLegs,
  reinclusionLegs,
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
