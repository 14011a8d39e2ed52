/** Which nets are converted, at which rates a window may become final, and what the conversion leaves alone (settlement.md 2.9). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessCalendar } from '../../subgraphs/ledger/domain/business-days.ts';
import type { ExchangeRate } from '../../subgraphs/ledger/domain/exchange-rates.ts';
import { netWindow, settlementAction, totalsOf } from '../../subgraphs/ledger/domain/netting.ts';
import { buildReference, type Reference } from '../../subgraphs/ledger/domain/reference.ts';
import {
  type Conversion,
  conversionsOf,
  refuseRates,
  settlementCurrencyOf,
} from '../../subgraphs/ledger/domain/settlement-currencies.ts';
import type { ContractTerms } from '../../subgraphs/ledger/domain/terms.ts';
import { contractOf, programmeOf } from '../support/coalition-books.ts';

const CLOSED = new Date('2026-09-30T22:00:00Z');
const rate = (quote: string, digits: string, quotedAt = '2026-10-08T14:15:00Z'): ExchangeRate => ({
  ...{ base: 'EUR', quote, rate: digits, source: 'ECB', quotedAt: new Date(quotedAt) },
});

function world(contracts: readonly Partial<ContractTerms>[]): Reference {
  return buildReference(
    programmeOf({}),
    [],
    [],
    contracts.map(({ partnerId = '', ...terms }) => contractOf(partnerId, terms)),
  );
}
const settlesIn = (partnerId: string, settlementCurrency: string): Partial<ContractTerms> => ({
  ...{ partnerId, contractVersionId: `${partnerId} 1`, settlementCurrency },
});

describe('the currency in which a net is paid', () => {
  const reference = world([
    settlesIn('yen', 'JPY'),
    { partnerId: 'plain', contractVersionId: 'plain 1' },
    { ...settlesIn('mover', 'USD'), validUntil: new Date('2026-09-01T00:00:00Z') },
    { ...settlesIn('mover', 'JPY'), contractVersionId: 'mover 2', validFrom: new Date('2026-09-01T00:00:00Z') },
    { ...settlesIn('later', 'USD'), validUntil: CLOSED },
    { ...settlesIn('later', 'JPY'), contractVersionId: 'later 2', validFrom: new Date(CLOSED.getTime() + 1) },
    { ...settlesIn('gone', 'BHD'), validUntil: new Date('2026-08-01T00:00:00Z') },
  ]);
  it.each([
    ['yen', 'JPY'],
    ['plain', 'EUR'],
    ['mover', 'JPY'],
    ['later', 'USD'],
    ['gone', 'BHD'],
    ['nobody', 'EUR'],
  ])('of %s is %s: the contract when the window closed, or the last before', (partnerId, currency) => {
    expect(settlementCurrencyOf(reference, partnerId, CLOSED)).toBe(currency);
  });

  it('only what is paid is converted', () => {
    const nets = (['PAY_PARTNER', 'COLLECT_FROM_PARTNER', 'CARRY_FORWARD', 'NONE'] as const).map((action) => ({
      ...{ partnerId: 'yen', netMinor: action === 'COLLECT_FROM_PARTNER' ? -40_001n : 40_001n, action },
    }));
    expect(conversionsOf(reference, CLOSED, nets, [rate('JPY', '163.47')])).toEqual([
      { partnerId: 'yen', currency: 'JPY', amountMinor: 65_390n },
      { partnerId: 'yen', currency: 'JPY', amountMinor: -65_390n },
    ]);
    expect(conversionsOf(reference, CLOSED, nets.slice(0, 1), [])).toEqual([
      { partnerId: 'yen', currency: 'JPY', amountMinor: null },
    ]);
  });
});

describe('the rates of a window', () => {
  const calendar = businessCalendar('TARGET')!;
  // A Friday: rates of Wednesday are good until then.
  const day = { finalOn: '2026-10-09', calendar, timeZone: 'Europe/Berlin' };
  const converted = (currency: string, amountMinor: bigint | null = 1n): Conversion => ({
    ...{ partnerId: 'p', currency, amountMinor },
  });
  const both = [converted('JPY'), converted('USD')];
  it.each<[string, readonly Conversion[], readonly ExchangeRate[], string | null]>([
    ['nothing to convert, no rate', [], [], null],
    ['a rate for each', both, [rate('USD', '1.1'), rate('JPY', '163')], null],
    ['two partners of one currency, one rate', [converted('JPY'), converted('JPY', -5n)], [rate('JPY', '163')], null],
    ['one missing', both, [rate('USD', '1.1')], 'RATE_MISSING rates'],
    ['one too many', [converted('JPY')], [rate('JPY', '163'), rate('USD', '1.1')], 'RATE_NOT_NEEDED rates.1.currency'],
    ['the programme’s own', [], [rate('EUR', '1')], 'RATE_NOT_NEEDED rates.0.currency'],
    ['a missing one comes before one too many', [converted('JPY')], [rate('USD', '1')], 'RATE_MISSING rates'],
    ['of two business days before', [converted('JPY')], [rate('JPY', '163', '2026-10-07T04:00:00Z')], null],
    [
      'of the last moment before those',
      [converted('JPY')],
      [rate('JPY', '163', '2026-10-06T21:59:59.999Z')],
      'RATE_STALE rates.0.quotedAt',
    ],
    [
      'of a year without end before',
      [converted('JPY')],
      [rate('JPY', '163', '0001-01-01T00:00:00Z')],
      'RATE_STALE rates.0.quotedAt',
    ],
    [
      'that makes more than can be paid',
      [converted('JPY', 2n ** 53n)],
      [rate('JPY', '163')],
      'INVALID_AMOUNT rates.0.rate',
    ],
    [
      'that makes less than can be collected',
      [converted('JPY', -(2n ** 53n))],
      [rate('JPY', '163')],
      'INVALID_AMOUNT rates.0.rate',
    ],
    ['that makes as much as can be paid', [converted('JPY', 2n ** 53n - 1n)], [rate('JPY', '163')], null],
    ['that makes nothing: it is carried forward', [converted('JPY', 0n)], [rate('JPY', '163')], null],
  ])('%s', (_, conversions, rates, expected) => {
    const refusal = refuseRates(conversions, rates, day);
    expect(refusal === null ? null : `${refusal.code} ${refusal.field!.slice(1).join('.')}`).toBe(expected);
  });

  it('are as old as the days on which anybody publishes: over Easter a week', () => {
    const easter = (finalOn: string) =>
      refuseRates([converted('JPY')], [rate('JPY', '163', '2027-03-25T14:00:00Z')], { ...day, finalOn });
    expect([easter('2027-03-31'), easter('2027-04-01')?.code]).toEqual([null, 'RATE_STALE']);
  });
});

describe('whatever the rates are', () => {
  const currencies = ['EUR', 'USD', 'JPY', 'BHD'] as const;
  const digits = fc
    .tuple(fc.nat(999_999), fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 1, max: 6 }))
    .map(([whole, part, places]) => `${whole}.${String(part).padStart(6, '0').slice(0, places)}1`);
  const legs = fc.array(
    fc.record({
      ...{ from: fc.nat(4), to: fc.nat(4), amountMinor: fc.bigInt({ min: 1n, max: 10n ** 9n }) },
    }),
    { maxLength: 40 },
  );
  const partners = ['a', 'b', 'c', 'd'];

  it('nets stay what they are and sum to zero with the operator’s, and each that is paid is paid exactly, half up', () => {
    const carry = fc.constantFrom(0n, 1_000n, 10n ** 8n);
    const chosen = fc.array(fc.constantFrom(...currencies), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(legs, chosen, fc.tuple(digits, digits, digits), carry, (moves, settles, texts, below) => {
        const account = (place: number) => (place === 4 ? 'OP:BANK' : `PARTNER:${partners[place]}`);
        const totals = totalsOf(
          moves.flatMap(({ from, to, amountMinor }) => [
            { account: account(from), component: 'X', amountMinor: -amountMinor },
            { account: account(to), component: 'X', amountMinor },
          ]),
        );
        const { positions, operatorNetMinor } = netWindow(
          partners.map((partnerId) => ({ partnerId, openingMinor: 0n, carryForwardBelowMinor: below })),
          totals,
        );
        const reference = world(partners.map((partnerId, at) => settlesIn(partnerId, settles[at]!)));
        const rates = ['USD', 'JPY', 'BHD'].map((quote, at) => rate(quote, texts[at]!));
        const conversions = conversionsOf(reference, CLOSED, positions, rates);
        expect(positions.reduce((sum, { netMinor }) => sum + netMinor, operatorNetMinor)).toBe(0n);
        expect(conversions.map(({ partnerId }) => partnerId)).toEqual(
          positions
            .filter(({ netMinor }) => !['NONE', 'CARRY_FORWARD'].includes(settlementAction(netMinor, below)))
            .map(({ partnerId }) => partnerId)
            .filter((partnerId) => settles[partners.indexOf(partnerId)] !== 'EUR'),
        );
        for (const { partnerId, currency, amountMinor } of conversions) {
          const net = positions.find((position) => position.partnerId === partnerId)!.netMinor;
          const text = rates.find(({ quote }) => quote === currency)!.rate;
          // The exact product in 10^-9 of the other currency's unit, and twice how far the amount is from it.
          const scale = 10n ** 9n;
          const places = BigInt(text.split('.')[1]!.length);
          const exact =
            net *
            BigInt(text.replace('.', '')) *
            10n ** (9n - places) *
            { USD: 100n, JPY: 1n, BHD: 1_000n }[currency as 'USD']!;
          const off = amountMinor! * scale * 100n - exact;
          const twice = 2n * (off < 0n ? -off : off);
          expect(twice <= scale * 100n).toBe(true);
          if (twice === scale * 100n) expect(off > 0n).toBe(net > 0n);
        }
      }),
    );
  });
});
