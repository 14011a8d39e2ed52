import { expect, test } from 'vitest';
import { inBatches } from '../../subgraphs/shared/in-batches.ts';

/** A batch that is answered when it is let go. */
function gated() {
  const batches: (readonly string[])[] = [];
  const gates: (() => void)[] = [];
  const ask = inBatches(async (items: readonly string[]) => {
    batches.push(items);
    await new Promise<void>((resolve) => gates.push(resolve));
    return items.map((item) => item.toUpperCase());
  });
  const begun = (count: number) => expect.poll(() => gates.length).toBe(count);
  return { batches, gates, ask, begun };
}

test('what comes alone goes alone, and what comes while it is in flight is the next batch', async () => {
  const { batches, gates, ask, begun } = gated();
  const first = ask('a');
  await begun(1);
  const others = ['b', 'c', 'd'].map(ask);
  gates[0]!();
  expect(await first).toBe('A');
  await begun(2);
  gates[1]!();
  expect(await Promise.all(others)).toEqual(['B', 'C', 'D']);
  expect(batches).toEqual([['a'], ['b', 'c', 'd']]);
});

test('what is asked for in one turn goes together, each answered in its place', async () => {
  const { batches, gates, ask, begun } = gated();
  const answers = Promise.all(['a', 'b', 'a'].map(ask));
  await begun(1);
  gates[0]!();
  expect(await answers).toEqual(['A', 'B', 'A']);
  expect(batches).toEqual([['a', 'b', 'a']]);
});

test('what is poisoned fails alone, and what comes after it is done', async () => {
  const done: string[] = [];
  const ask = inBatches(
    async (items: readonly string[]) => {
      if (items.includes('poison')) throw new Error('poisoned');
      done.push(...items);
      return items;
    },
    { alone: true },
  );
  const settled = await Promise.allSettled(['a', 'poison', 'b'].map(ask));
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await ask('c')).toBe('c');
  expect(done).toEqual(['a', 'b', 'c']);
});

test('who asked together fails together unless told otherwise, and the next goes on', async () => {
  let asked = 0;
  const ask = inBatches(async (items: readonly string[]) => {
    asked += 1;
    if (items.includes('lost')) throw new Error('lost');
    return items;
  });
  const settled = await Promise.allSettled(['a', 'lost', 'b'].map(ask));
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await ask('c')).toBe('c');
  expect(asked).toBe(2);
});

test('a crowd goes in batches of at most 500, in the order in which it came', async () => {
  const sizes: number[] = [];
  const ask = inBatches(async (items: readonly number[]) => {
    sizes.push(items.length);
    return items;
  });
  const crowd = Array.from({ length: 1_200 }, (_, at) => at);
  expect(await Promise.all(crowd.map(ask))).toEqual(crowd);
  expect(sizes).toEqual([500, 500, 200]);
});
