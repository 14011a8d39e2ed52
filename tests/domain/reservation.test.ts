import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limitKey, reserve, type Supply, type Wanted } from '../../subgraphs/rewards/domain/reservation.ts';

const order = (orderId: string, rewardId = 'tea', memberId = 'mia', limitPeriod = '', secured = true): Wanted => ({
  ...{ orderId, rewardId, memberId, limitPeriod, secured },
});
const supply = (stock: bigint | null, perMemberLimit: number | null = null): Supply => ({ stock, perMemberLimit });

describe('orders are served in the order in which they came', () => {
  test.each([
    ['all, without a stock', supply(null), ['RESERVED', 'RESERVED', 'RESERVED']],
    ['while there are some', supply(2n), ['RESERVED', 'RESERVED', 'OUT_OF_STOCK']],
    ['none, when there are none', supply(0n), ['OUT_OF_STOCK', 'OUT_OF_STOCK', 'OUT_OF_STOCK']],
    ['up to the limit of the member', supply(9n, 1), ['RESERVED', 'OVER_LIMIT', 'OVER_LIMIT']],
    ['the limit before the stock', supply(1n, 1), ['RESERVED', 'OVER_LIMIT', 'OVER_LIMIT']],
  ] as const)('%s', (_, left, served) => {
    const orders = ['1', '2', '3'].map((id) => order(id));
    expect(reserve(orders, new Map([['tea', left]]), new Map()).served).toEqual(served);
  });

  test('one that is over its limit leaves the last one to the next member', () => {
    const orders = [order('1'), order('2', 'tea', 'noor')];
    const had = new Map([[limitKey(order('0')), 1]]);
    const { served, taken, counted } = reserve(orders, new Map([['tea', supply(1n, 1)]]), had);
    expect(served).toEqual(['OVER_LIMIT', 'RESERVED']);
    expect([...taken]).toEqual([['tea', 1n]]);
    expect([...counted]).toEqual([[limitKey(order('0', 'tea', 'noor')), 1]]);
  });

  test('the last one is only for those whose points are secured', () => {
    const orders = [false, false, false, true, false].map((secured, at) =>
      order(String(at), 'tea', 'mia', '', secured),
    );
    expect(reserve(orders, new Map([['tea', supply(3n)]]), new Map()).served).toEqual([
      ...['RESERVED', 'RESERVED', 'LAST_ONE', 'RESERVED', 'OUT_OF_STOCK'],
    ]);
  });

  test('a reward that is not there has none', () => {
    expect(reserve([order('1')], new Map(), new Map()).served).toEqual(['OUT_OF_STOCK']);
  });
});

test('a batch serves as its orders would be served one by one', () => {
  const few = <Value>(...values: Value[]) => fc.constantFrom(...values);
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          rewardId: few('a', 'b', 'c'),
          memberId: few('m', 'n'),
          limitPeriod: few('', '2026'),
          secured: fc.boolean(),
        }),
        {
          maxLength: 30,
        },
      ),
      fc.array(fc.tuple(fc.option(fc.bigInt(0n, 6n)), fc.option(fc.integer({ min: 1, max: 4 }))), {
        minLength: 3,
        maxLength: 3,
      }),
      (asked, supplies) => {
        const orders = asked.map((one, at): Wanted => ({ orderId: String(at), ...one }));
        const left = new Map(
          supplies.map(([stock, limit], at) => [['a', 'b', 'c'][at] as string, { stock, perMemberLimit: limit }]),
        );
        const together = reserve(orders, left, new Map());
        const remaining = new Map<string, Supply>(left);
        const had = new Map<string, number>();
        const alone = orders.map((one) => {
          const { served, taken, counted } = reserve([one], remaining, had);
          for (const [rewardId, gone] of taken) {
            const before = remaining.get(rewardId) as Supply;
            remaining.set(rewardId, { ...before, stock: (before.stock ?? 0n) - gone });
          }
          for (const [key, orders] of counted) had.set(key, (had.get(key) ?? 0) + orders);
          return served[0];
        });
        expect(together.served).toEqual(alone);
        expect(new Map(together.counted)).toEqual(had);
        for (const [rewardId, { stock }] of left)
          if (stock !== null) expect(stock - (together.taken.get(rewardId) ?? 0n)).toBe(remaining.get(rewardId)?.stock);
      },
    ),
  );
});
