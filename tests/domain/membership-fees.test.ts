// A membership fee is split to the cent, and whatever is given back of it, in whatever parts, adds up to the cent again.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JournalEntry } from '../../subgraphs/ledger/domain/book.ts';
import { netWindow } from '../../subgraphs/ledger/domain/netting.ts';
import { openPosting, type Posting } from '../../subgraphs/ledger/domain/posting.ts';
import { type FeePart, postFee, refundFee } from '../../subgraphs/ledger/domain/posting-rules/membership-fee.ts';
import { OPERATOR } from '../../subgraphs/ledger/domain/terms.ts';

const PARTIES = [OPERATOR, 'A', 'B', 'C'];

function posting(): Posting {
  return openPosting({ transactionId: 't', businessDate: '2026-03-10', terms: null as never, newId: () => 'id' });
}

/** One to four parties with shares that sum to 10,000. */
const shares = fc
  .tuple(fc.shuffledSubarray(PARTIES, { minLength: 1 }), fc.array(fc.integer({ min: 1, max: 9_999 }), { maxLength: 9 }))
  .map(([parties, cuts]) => {
    const at = [...new Set(cuts)].slice(0, parties.length - 1).sort((left, right) => left - right);
    const ends = [...at, 10_000];
    return ends.map((end, index) => ({
      partyId: parties[index]!,
      basisPoints: BigInt(end - (index === 0 ? 0 : ends[index - 1]!)),
    }));
  });
const fee = fc.record({
  amountMinor: fc.bigInt({ min: 1n, max: 10n ** 12n }),
  shares,
  collectorId: fc.constantFrom(...PARTIES),
  /** Parts of what is left, in thousandths; at last the rest. */
  refunds: fc.array(fc.integer({ min: 1, max: 999 }), { maxLength: 6 }),
});

const sumOf = (parts: readonly FeePart[]): bigint => parts.reduce((sum, part) => sum + part.amountMinor, 0n);

/** What entries leave on each account, those at zero left out. */
function balances(entries: readonly JournalEntry[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { legs } of entries)
    for (const { account, amountMinor } of legs) sums[account] = (sums[account] ?? 0n) + amountMinor;
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n));
}

it('shares sum to the fee exactly, and each is its part rounded down or up', () => {
  fc.assert(
    fc.property(fee, (one) => {
      const parts = postFee(posting(), one);
      expect(sumOf(parts)).toBe(one.amountMinor);
      for (const [at, { amountMinor }] of parts.entries()) {
        const exact = one.amountMinor * one.shares[at]!.basisPoints;
        expect(amountMinor === exact / 10_000n || amountMinor === exact / 10_000n + 1n).toBe(true);
      }
    }),
  );
});

it('a fee and its refund, whole or in any parts, leave nothing on any account; no party ever gives back more than it has', () => {
  fc.assert(
    fc.property(fee, (one) => {
      const written = posting();
      let left = postFee(written, one);
      const partly = (amountMinor: bigint): void => {
        if (amountMinor === 0n) return;
        const back = refundFee(written, { payerId: one.collectorId, amountMinor, left });
        expect(sumOf(back)).toBe(amountMinor);
        left = left.map(({ partyId, amountMinor: had }, at) => ({ partyId, amountMinor: had - back[at]!.amountMinor }));
        expect(left.every(({ amountMinor: has }) => has >= 0n)).toBe(true);
      };
      for (const thousandths of one.refunds) partly((sumOf(left) * BigInt(thousandths)) / 1_000n);
      partly(sumOf(left));
      expect(left.every(({ amountMinor }) => amountMinor === 0n)).toBe(true);
      expect(balances(written.journal)).toEqual({});
    }),
  );
});

it('nets of a window with fees and refunds sum to zero, the operator included', () => {
  fc.assert(
    fc.property(fc.array(fee, { minLength: 1, maxLength: 8 }), (fees) => {
      const written = posting();
      for (const one of fees) {
        const left = postFee(written, one);
        const half = one.amountMinor / 2n;
        if (half > 0n) refundFee(written, { payerId: one.collectorId, amountMinor: half, left });
      }
      const totals = written.journal.flatMap(({ legs }) =>
        legs.map(({ account, component, amountMinor }) => ({
          account,
          component,
          creditsMinor: amountMinor > 0n ? amountMinor : 0n,
          debitsMinor: amountMinor < 0n ? -amountMinor : 0n,
        })),
      );
      const partners = ['A', 'B', 'C'].map((partnerId) => ({
        partnerId,
        openingMinor: 0n,
        carryForwardBelowMinor: 0n,
      }));
      const { positions, operatorNetMinor } = netWindow(partners, totals);
      expect(positions.reduce((sum, { netMinor }) => sum + netMinor, operatorNetMinor)).toBe(0n);
    }),
  );
});
