import { expect, it } from 'vitest';
import { createPageTurns } from '../../subgraphs/ledger/events/page-turns.ts';

/** Pages that are read until they are let go. */
function heldPages(atOnce: number) {
  const inTurn = createPageTurns(atOnce);
  const begun: string[] = [];
  const ends = new Map<string, (failure?: Error) => void>();
  const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  const read = (reader: string, page: string): Promise<string> =>
    inTurn(reader, () => {
      begun.push(page);
      return new Promise((resolve, reject) => {
        ends.set(page, (failure) => (failure === undefined ? resolve(page) : reject(failure)));
      });
    });
  const end = async (page: string, failure?: Error): Promise<void> => {
    ends.get(page)?.(failure);
    await settled();
  };
  return { begun, read, end, settled };
}

it('readers take turns: whoever wants many pages has one at a time, and the page of another comes after one of them', async () => {
  const { begun, read, end, settled } = heldPages(2);
  const many = ['m1', 'm2', 'm3'].map((page) => read('many', page));
  await settled();
  expect(begun).toEqual(['m1']);
  const one = read('one', 'o1');
  const late = read('late', 'l1');
  await settled();
  expect(begun).toEqual(['m1', 'o1']);
  await end('m1');
  expect(begun).toEqual(['m1', 'o1', 'm2']);
  await end('m2');
  expect(begun).toEqual(['m1', 'o1', 'm2', 'l1']);
  await end('o1');
  await end('l1');
  await end('m3');
  expect(begun).toEqual(['m1', 'o1', 'm2', 'l1', 'm3']);
  expect(await Promise.all([...many, one, late])).toEqual(['m1', 'm2', 'm3', 'o1', 'l1']);
});

it('a page that fails makes room as well', async () => {
  const { begun, read, end, settled } = heldPages(1);
  const first = read('a', 'a1');
  const second = read('b', 'b1');
  await settled();
  const failed = expect(first).rejects.toThrow('lost');
  await end('a1', new Error('lost'));
  await failed;
  expect(begun).toEqual(['a1', 'b1']);
  await end('b1');
  expect(await second).toBe('b1');
});
