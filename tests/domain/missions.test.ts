import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changedScore,
  countChanges,
  DEPTHS,
  MAX_SCORE,
  prefixesOf,
} from '../../subgraphs/rewards/domain/leaderboard.ts';
import {
  advance,
  counts,
  type LevelReached,
  type MissionGoal,
  type MissionState,
  type MissionTerms,
  periodNumber,
  type Repeats,
  roundOf,
  together,
  UNTOUCHED,
} from '../../subgraphs/rewards/domain/mission.ts';
import type { PurchaseFact } from '../../subgraphs/rewards/domain/purchase-fact.ts';

const goal = (more: Partial<MissionGoal>): MissionGoal => ({
  ...{ kind: 'COUNT', partnerIds: [], categories: [], minMinor: null, streakUnit: 'DAY', collect: 'PARTNER' },
  ...more,
});
const terms = (more: Partial<MissionGoal>, targets: number[], repeats: Repeats = 'NEVER'): MissionTerms => ({
  goal: goal(more),
  levels: targets.map((target) => ({ name: `to ${target}`, target: String(target), points: '10' })),
  repeats,
  startsAt: new Date('2026-01-01T00:00:00Z'),
  endsAt: new Date('2027-01-01T00:00:00Z'),
});
const fact = (more: Partial<PurchaseFact> = {}): PurchaseFact => ({
  ...{
    purchaseId: 't',
    purchaseMinor: more.amountMinor ?? 1000n,
    purchaseRecordedAt: new Date('2026-03-01T12:00:00Z'),
  },
  ...{ left: null, bought: (more.categories ?? []).map(({ category }) => category) },
  ...{ transactionId: 't', programmeId: 'p', kind: 'PURCHASE', memberId: 'm', partnerId: 'cafe', storeId: 'cafe-1' },
  ...{
    points: 10n,
    amountMinor: 1000n,
    currency: 'EUR',
    occurredAt: new Date('2026-03-01T12:00:00Z'),
    day: '2026-03-01',
  },
  ...{ whole: false, categories: [] },
  ...(more as PurchaseFact),
});
const on = (day: string, more: Partial<PurchaseFact> = {}) =>
  fact({ day, occurredAt: new Date(`${day}T12:00:00Z`), ...more });
/** Of a purchase of 1,000 so much comes back, after what did before. */
const back = (amountMinor: bigint, whole: boolean, more: Partial<PurchaseFact> = {}, earlier = 0n) =>
  fact({
    ...{ kind: 'RETURN', points: -1n, amountMinor, whole, purchaseMinor: 1000n },
    left: { before: 1000n - earlier, after: 1000n - earlier - amountMinor },
    ...more,
  });
const food = (amountMinor: bigint) => ({ category: 'food', amountMinor });

/** Where facts lead, the levels that were reached on the way, and those that stand in the end. */
function run(mission: MissionTerms, facts: readonly PurchaseFact[]) {
  const reached: LevelReached[] = [];
  const standing = new Set<string>();
  let state = UNTOUCHED;
  for (const one of facts) {
    if (!counts(mission, one)) continue;
    const next = advance(mission, state, one);
    state = next.state;
    reached.push(...next.reached);
    // Whoever loses a level had it, and whoever reaches one had it not.
    for (const { turn, level } of next.lost) expect(standing.delete(`${turn}/${level}`)).toBe(true);
    for (const { turn, level } of next.reached) {
      expect(standing.has(`${turn}/${level}`)).toBe(false);
      standing.add(`${turn}/${level}`);
    }
  }
  return { state, reached, standing: [...standing].sort() };
}

describe('a mission', () => {
  test.each([
    ['counts purchases', terms({}, [2, 3]), [fact(), fact()], '2', 1],
    ['counts one fewer when all came back', terms({}, [9]), [fact(), fact(), back(1000n, true)], '1', 0],
    ['counts on when a part came back', terms({}, [9]), [fact(), back(1n, false)], '1', 0],
    ['never goes below nothing', terms({}, [9]), [back(1000n, true), fact()], '1', 0],
    ['leaves out what is too small', terms({ minMinor: '1001' }, [9]), [fact(), fact({ amountMinor: 1001n })], '1', 0],
    [
      'leaves out other partners',
      terms({ partnerIds: ['bakery'] }, [9]),
      [fact(), fact({ partnerId: 'bakery' })],
      '1',
      0,
    ],
    ['sums what was paid', terms({ kind: 'SUM' }, [2500]), [fact(), fact(), fact({ amountMinor: 500n })], '2500', 1],
    ['sums what stays', terms({ kind: 'SUM' }, [9999]), [fact(), back(300n, false)], '700', 0],
    [
      'sums in its categories',
      terms({ kind: 'SUM', categories: ['food'] }, [9999]),
      [fact({ categories: [food(250n), { category: 'wine', amountMinor: 750n }] }), fact()],
      '250',
      0,
    ],
    [
      'counts days in a row',
      terms({ kind: 'STREAK' }, [3]),
      [on('2026-02-27'), on('2026-02-28'), on('2026-02-28'), on('2026-03-01')],
      '3',
      1,
    ],
    [
      'begins anew after a gap',
      terms({ kind: 'STREAK' }, [3]),
      [on('2026-02-26'), on('2026-02-27'), on('2026-03-01')],
      '1',
      0,
    ],
    [
      'counts weeks in a row over a new year',
      terms({ kind: 'STREAK', streakUnit: 'WEEK' }, [3]),
      [on('2026-12-21'), on('2026-12-28')],
      '2',
      0,
    ],
    [
      'counts months in a row',
      terms({ kind: 'STREAK', streakUnit: 'MONTH' }, [3]),
      [on('2026-01-31'), on('2026-02-01'), on('2026-03-31')],
      '3',
      1,
    ],
    ['collects partners', terms({ kind: 'COLLECT' }, [3]), [fact(), fact(), fact({ partnerId: 'bakery' })], '2', 0],
    [
      'collects categories',
      terms({ kind: 'COLLECT', collect: 'CATEGORY' }, [1]),
      [fact(), fact({ categories: [food(1n)] })],
      '1',
      1,
    ],
  ] as [string, MissionTerms, PurchaseFact[], string, number][])('%s', (_what, mission, facts, value, levels) => {
    const { state, reached } = run(mission, facts);
    expect([state.value, state.levels, reached.length]).toEqual([value, levels, levels]);
  });

  test('reaches several levels with one purchase, loses them with a return, and reaches them again', () => {
    const mission = terms({ kind: 'SUM' }, [500, 1000, 5000]);
    const both = [
      { turn: 0, level: 0 },
      { turn: 0, level: 1 },
    ];
    expect(run(mission, [fact()]).reached).toEqual(both);
    expect(run(mission, [fact(), back(400n, false)]).standing).toEqual(['0/0']);
    expect(run(mission, [fact(), back(1000n, true)]).standing).toEqual([]);
    expect(run(mission, [fact(), back(1000n, true), fact()]).reached).toEqual([...both, ...both]);
  });

  test.each([
    ['as much as came back', terms({}, [2], 'ON_COMPLETION'), [fact(), fact(), back(1000n, true)], [], '1', 0],
    [
      'nothing that can be had by buying and giving back, however often',
      terms({}, [2], 'ON_COMPLETION'),
      Array.from({ length: 5 }, () => [fact(), fact(), back(1000n, true), back(1000n, true)]).flat(),
      [],
      '0',
      0,
    ],
    [
      'a turn before, when more came back than this one has',
      terms({ kind: 'SUM' }, [1000], 'ON_COMPLETION'),
      [fact(), fact(), fact({ amountMinor: 200n }), back(1000n, true)],
      ['0/0'],
      '200',
      1,
    ],
    [
      'not a turn that was completed by more than came back',
      terms({ kind: 'SUM' }, [1000], 'ON_COMPLETION'),
      [fact({ amountMinor: 1500n }), back(400n, false)],
      ['0/0'],
      '0',
      1,
    ],
    [
      'what only the purchase that came back had collected',
      terms({ kind: 'COLLECT' }, [2]),
      [fact(), fact(), fact({ partnerId: 'bakery' }), back(1000n, true), back(1000n, true, { partnerId: 'bakery' })],
      [],
      '1',
      0,
    ],
    [
      'a collection that was completed, what was bought since is in it',
      terms({ kind: 'COLLECT' }, [2], 'ON_COMPLETION'),
      [fact(), fact({ partnerId: 'bakery' }), fact({ partnerId: 'shoes' }), back(1000n, true)],
      ['0/0'],
      '0',
      1,
    ],
    [
      'a day of a streak, which breaks it',
      terms({ kind: 'STREAK' }, [2, 3]),
      [
        ...['2026-03-01', '2026-03-02', '2026-03-03'].map((day) => on(day)),
        back(1000n, true, { day: '2026-03-02', occurredAt: new Date('2026-03-02T12:00:00Z') }),
      ],
      [],
      '1',
      0,
    ],
    [
      'no day of a streak on which something else was bought and kept',
      terms({ kind: 'STREAK' }, [2]),
      [on('2026-03-01'), on('2026-03-02'), on('2026-03-02'), back(1000n, true, { day: '2026-03-02' })],
      ['0/0'],
      '2',
      0,
    ],
    [
      'a purchase that was given back in two halves',
      terms({}, [1]),
      [fact(), back(500n, false), back(500n, true, {}, 500n)],
      [],
      '0',
      0,
    ],
    [
      'a purchase of which too little is left',
      terms({ minMinor: '600' }, [1]),
      [fact(), back(400n, false), back(1n, false, {}, 400n), back(599n, true, {}, 401n)],
      [],
      '0',
      0,
    ],
  ] as const)('a return takes %s', (_what, mission, facts, standing, value, turn) => {
    const end = run(mission, facts);
    expect([end.standing, end.state.value, end.state.turn]).toEqual([standing, value, turn]);
  });

  test('stands after returns as if what came back had never been bought', () => {
    const bought = fc.record({
      partnerId: fc.constantFrom('cafe', 'bakery', 'shoes'),
      amountMinor: fc.bigInt(1n, 3000n),
      dayOffset: fc.nat(12),
      comesBack: fc.option(fc.nat(10), { nil: null }),
    });
    fc.assert(
      fc.property(
        fc.array(bought, { maxLength: 25 }),
        fc.constantFrom('COUNT', 'SUM', 'STREAK', 'COLLECT'),
        fc.constantFrom<Repeats[]>('NEVER', 'ON_COMPLETION'),
        (drawn, kind, again) => {
          // What a turn was completed by is known of purchases that are alike.
          const repeats = kind === 'COUNT' ? again : 'NEVER';
          const mission = terms({ kind }, kind === 'SUM' ? [2000, 7000] : [2, 3], repeats);
          const purchases = drawn.map((one) => {
            const day = new Date(Date.UTC(2026, 1, 1 + one.dayOffset)).toISOString().slice(0, 10);
            return { one, bought: on(day, { partnerId: one.partnerId, amountMinor: one.amountMinor }) };
          });
          // Each return comes so many facts after its purchase.
          const history: PurchaseFact[] = [];
          const due: { at: number; fact: PurchaseFact }[] = [];
          for (const [at, { one, bought: purchase }] of purchases.entries()) {
            for (const each of due.filter((returned) => returned.at === at)) history.push(each.fact);
            history.push(purchase);
            const left = { before: one.amountMinor, after: 0n };
            if (one.comesBack !== null)
              due.push({ at: at + 1 + one.comesBack, fact: { ...purchase, kind: 'RETURN', whole: true, left } });
          }
          for (const each of due.filter((returned) => returned.at >= purchases.length)) history.push(each.fact);
          const kept = purchases.filter(({ one }) => one.comesBack === null).map((each) => each.bought);
          const [end, plain] = [run(mission, history), run(mission, kept)];
          expect([end.standing, end.state.value, end.state.turn]).toEqual([
            plain.standing,
            plain.state.value,
            plain.state.turn,
          ]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('collects categories whatever they are called', () => {
    const mission = terms({ kind: 'COLLECT', collect: 'CATEGORY' }, [9]);
    const names = ['constructor', '__proto__', 'hasOwnProperty'];
    const bought = names.map((category) => fact({ categories: [{ category, amountMinor: 1n }] }));
    const returned = back(1000n, true, { bought: names.slice(0, 1) });
    expect(run(mission, [...bought, ...bought, returned]).state.counts).toEqual(
      Object.fromEntries(names.map((name, at) => [name, at === 0 ? 1 : 2])),
    );
    expect(run(mission, [returned, bought[1]!, bought[2]!]).state.value).toBe('2');
  });

  test('collects the same anew in the next turn', () => {
    const bought = ['cafe', 'bakery', 'cafe', 'cafe', 'bakery'].map((partnerId) => fact({ partnerId }));
    const { reached, state } = run(terms({ kind: 'COLLECT' }, [2], 'ON_COMPLETION'), bought);
    expect(reached.map(({ turn }) => turn)).toEqual([0, 1]);
    expect(state).toMatchObject({ turn: 2, value: '0' });
  });

  test('that begins anew when it is completed is completed again and again', () => {
    const { state, reached } = run(terms({}, [2], 'ON_COMPLETION'), [fact(), fact(), fact(), fact(), fact()]);
    expect(reached.map(({ turn }) => turn)).toEqual([0, 1]);
    expect(state).toMatchObject({ value: '1', turn: 2 });
  });

  test('counts from its beginning until its end, exclusive', () => {
    const mission = terms({}, [9]);
    const times = ['2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z', '2026-12-31T23:59:59Z', '2027-01-01T00:00:00Z'];
    expect(times.map((time) => counts(mission, fact({ occurredAt: new Date(time) })))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test.each([
    ['NEVER', '2026-03-01', ''],
    ['DAILY', '2026-03-01', '2026-03-01'],
    ['MONTHLY', '2026-03-01', '2026-03'],
  ] as const)('%s on %s is the round "%s"', (repeats, day, round) => expect(roundOf(repeats, day)).toBe(round));

  test('a week begins on Monday', () => {
    const weeks = ['2026-03-01', '2026-03-02', '2026-03-08', '2026-03-09'].map((day) => periodNumber('WEEK', day));
    expect(weeks.map((week) => week - weeks[0]!)).toEqual([0, 1, 1, 2]);
  });

  test('gives the same result in one go and cut anywhere: where it stood is all that counts', () => {
    const facts = fc.array(
      fc.record({
        kind: fc.constantFrom('PURCHASE', 'RETURN'),
        partnerId: fc.constantFrom('cafe', 'bakery', 'shoes'),
        amountMinor: fc.bigInt(1n, 3000n),
        whole: fc.boolean(),
        dayOffset: fc.nat(40),
      }),
      { maxLength: 40 },
    );
    const kinds = fc.constantFrom('COUNT', 'SUM', 'STREAK', 'COLLECT');
    const repeats = fc.constantFrom<Repeats[]>('NEVER', 'ON_COMPLETION');
    fc.assert(
      fc.property(facts, kinds, repeats, fc.nat(40), (drawn, kind, again, cut) => {
        const mission = terms({ kind }, kind === 'SUM' ? [2000, 7000] : [2, 3], again);
        const history = drawn.map((one) =>
          on(new Date(Date.UTC(2026, 1, 1 + one.dayOffset)).toISOString().slice(0, 10), {
            ...one,
            kind: one.kind as 'PURCHASE',
          }),
        );
        const whole = run(mission, history);
        const stored = JSON.parse(JSON.stringify(run(mission, history.slice(0, cut)).state)) as MissionState;
        let state = stored;
        for (const one of history.slice(cut)) if (counts(mission, one)) state = advance(mission, state, one).state;
        expect(state).toEqual(whole.state);
      }),
    );
  });
});

describe('a mission of members that are one person', () => {
  const state = (more: Partial<MissionState>): MissionState => ({ ...UNTOUCHED, ...more });
  const run3 = (value: number, last: number) => state({ value: String(value), last });
  test.each([
    ['COUNT', state({ value: '2' }), state({ value: '3' }), { value: '5' }],
    ['SUM', state({ value: '150' }), state({ value: '4850' }), { value: '5000' }],
    [
      'COLLECT',
      state({ value: '1', counts: { b: 1 } }),
      state({ value: '2', counts: { a: 1, b: 1 } }),
      { value: '2', counts: { a: 1, b: 2 } },
    ],
    // Days 4 to 6 and 1 to 3 touch, 5 to 6 and 3 to 5 overlap, 1 to 6 holds 2 to 3, and 5 to 6 comes after a gap.
    ['STREAK', run3(3, 6), run3(3, 3), { value: '6', last: 6 }],
    ['STREAK', run3(3, 5), run3(2, 6), { value: '4', last: 6 }],
    ['STREAK', run3(6, 6), run3(2, 3), { value: '6', last: 6 }],
    ['STREAK', run3(2, 6), run3(3, 3), { value: '2', last: 6 }],
    ['STREAK', UNTOUCHED, run3(3, 3), { value: '3', last: 3 }],
    ['STREAK', UNTOUCHED, UNTOUCHED, { value: '0', last: null }],
    ['COUNT', state({ levels: 1 }), state({ levels: 2 }), { levels: 2 }],
    ['COUNT', state({ value: '2', used: ['dup'] }), state({ value: '3', levels: 1 }), { value: '2', levels: 0 }],
  ] as const)('%s: %o and %o', (kind, own, other, both) => {
    expect(together(goal({ kind }), own, [{ memberId: 'dup', state: other }])).toMatchObject(both);
  });

  test('three runs that touch are one, in whatever order they are told', () => {
    const [a, b, c] = [run3(3, 3), run3(3, 6), run3(3, 9)];
    for (const [own, ...others] of [
      [a, b, c],
      [a, c, b],
      [c, a, b],
    ] as const) {
      const parts = others.map((each, index) => ({ memberId: `dup ${index}`, state: each }));
      expect(together(goal({ kind: 'STREAK' }), own!, parts)).toMatchObject({ value: '9', last: 9 });
    }
  });

  test('the next purchase of the survivor reaches what both did, and its own state holds its own alone', () => {
    const mission = terms({}, [3, 5]);
    const parts = [{ memberId: 'dup', state: state({ value: '3', levels: 1 }) }];
    const first = advance(mission, UNTOUCHED, fact(), parts);
    expect(first).toEqual({ state: state({ value: '1' }), reached: [], lost: [] });
    const second = advance(mission, first.state, fact(), parts);
    expect(second).toEqual({ state: state({ value: '2', levels: 2 }), reached: [{ turn: 0, level: 1 }], lost: [] });
  });

  test('what was merged into a member goes into one turn of a mission that begins anew', () => {
    const mission = terms({}, [4], 'ON_COMPLETION');
    const parts = [{ memberId: 'dup', state: state({ value: '3' }) }];
    const reached: LevelReached[][] = [];
    let mine = UNTOUCHED;
    for (let purchase = 0; purchase < 6; purchase += 1) {
      const next = advance(mission, mine, fact(), parts);
      mine = next.state;
      reached.push([...next.reached]);
    }
    expect(reached.map((each) => each.length)).toEqual([1, 0, 0, 0, 1, 0]);
    expect(mine).toEqual(state({ value: '1', turn: 2, used: ['dup'], before: { value: '4', counts: {} } }));
  });

  test('two histories together count, sum and collect as one would have', () => {
    const bought = fc.record({
      partnerId: fc.constantFrom('cafe', 'bakery', 'shoes'),
      amountMinor: fc.bigInt(1n, 3000n),
      mine: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(bought, { maxLength: 30 }), fc.constantFrom('COUNT', 'SUM', 'COLLECT'), (drawn, kind) => {
        const mission = terms({ kind: kind as 'COUNT' }, [1_000_000]);
        const of = (some: typeof drawn): MissionState =>
          run(
            mission,
            some.map((one) => fact(one)),
          ).state;
        const [mine, others] = [of(drawn.filter((one) => one.mine)), of(drawn.filter((one) => !one.mine))];
        expect(together(mission.goal, mine, [{ memberId: 'dup', state: others }])).toEqual(of(drawn));
      }),
    );
  });
});

test('counts by beginnings give every rank of a naive sort, after any changes', () => {
  const score = fc.oneof(fc.bigInt(0n, 300n), fc.bigInt(0n, MAX_SCORE));
  const changes = fc.array(fc.tuple(fc.nat(20), fc.option(score, { nil: null })), { maxLength: 60 });
  fc.assert(
    fc.property(changes, (drawn) => {
      const scores = new Map<number, bigint>();
      const table = new Map<string, bigint>();
      for (const [who, to] of drawn) {
        const change = { boardId: 'b', from: scores.get(who) ?? null, to };
        for (const { depth, prefix, by } of countChanges([change])) {
          const key = `${depth} ${prefix}`;
          table.set(key, (table.get(key) ?? 0n) + by);
          expect(table.get(key)! >= 0n).toBe(true);
        }
        if (to === null) scores.delete(who);
        else scores.set(who, to);
      }
      for (const mine of scores.values()) {
        let rank = 1n;
        for (const { depth, prefix } of prefixesOf(mine))
          for (let digit = prefix + 1n; digit <= (prefix | 63n); digit += 1n)
            rank += table.get(`${depth} ${digit}`) ?? 0n;
        expect(rank).toBe(BigInt(1 + [...scores.values()].filter((other) => other > mine).length));
      }
    }),
    { numRuns: 50 },
  );
});

test('a score stays within what is counted', () => {
  expect([changedScore(5n, -9n), changedScore(MAX_SCORE, 1n), prefixesOf(MAX_SCORE).length]).toEqual([
    0n,
    MAX_SCORE,
    DEPTHS,
  ]);
});

describe('a fact that moves nothing leaves the very same state, so that nothing is written for it', () => {
  const bought = on('2026-03-02', { categories: [food(500n)] });
  test.each([
    ['a return of a part, where purchases are counted', terms({}, [5]), bought, back(1n, false)],
    ['a return of a part for a streak', terms({ kind: 'STREAK' }, [5]), bought, back(1n, false)],
    [
      'a return for a collection of what is not in it',
      terms({ kind: 'COLLECT' }, [5]),
      bought,
      back(1000n, true, { partnerId: 'shoes' }),
    ],
  ] as const)('%s', (_, mission, first, second) => {
    const { state } = advance(mission, UNTOUCHED, first);
    expect(state).not.toBe(UNTOUCHED);
    const next = advance(mission, state, second);
    expect(next.state).toBe(state);
    expect(next.reached).toEqual([]);
  });

  test('a return of what was never counted', () => {
    for (const kind of ['COUNT', 'SUM'] as const)
      expect(advance(terms({ kind }, [5]), UNTOUCHED, back(1000n, true)).state).toBe(UNTOUCHED);
  });
});
