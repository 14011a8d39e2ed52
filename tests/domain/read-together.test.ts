import { expect, it } from 'vitest';
import { readTogether } from '../../subgraphs/shared/read-together.ts';

/** Reads that end when they are told to; `asked` are their keys. */
function heldReads() {
  const asked: string[][] = [];
  const ends: ((failure?: Error) => void)[] = [];
  const read = readTogether((keys: readonly string[]) => {
    asked.push([...keys]);
    return new Promise<string[]>((resolve, reject) => {
      ends.push((failure) => (failure === undefined ? resolve(keys.map((key) => `${key}!`)) : reject(failure)));
    });
  }, 3);
  return { read, asked, end: (at: number, failure?: Error) => ends[at]!(failure) };
}

it('what is asked while a read is on its way goes together when that has ended, and nothing is kept', async () => {
  const { read, asked, end } = heldReads();
  const first = read('a');
  await expect.poll(() => asked).toEqual([['a']]);
  const others = [read('a'), read('b')];
  await new Promise(setImmediate);
  expect(asked).toEqual([['a']]);
  end(0);
  expect(await first).toBe('a!');
  await expect.poll(() => asked).toEqual([['a'], ['a', 'b']]);
  end(1);
  expect(await Promise.all(others)).toEqual(['a!', 'b!']);
});

it('a read that fails fails those who asked for it, and the next goes on; no read is longer than told', async () => {
  const { read, asked, end } = heldReads();
  const first = read('a');
  await expect.poll(() => asked).toHaveLength(1);
  const others = ['b', 'c', 'd', 'e'].map(read);
  end(0, new Error('lost'));
  await expect(first).rejects.toThrow('lost');
  await expect.poll(() => asked).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
  end(1);
  end(2);
  expect(await Promise.all(others)).toEqual(['b!', 'c!', 'd!', 'e!']);
});
