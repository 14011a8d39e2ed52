import { expect, it } from 'vitest';
import { createRemembered } from '../../gateway/authentication/remembered.ts';

it('is remembered until its time is over, and then takes no room', () => {
  const remembered = createRemembered<number>(100);
  for (let at = 0; at < 1_000; at += 1) remembered.remember(`key ${at}`, at, at + 10, at);
  expect([remembered.of('key 989', 999), remembered.of('key 990', 999), remembered.of('key 999', 999)]).toEqual([
    null,
    990,
    999,
  ]);
  expect(remembered.size).toBe(10);
});

it('of so many at most, the first are forgotten', () => {
  const remembered = createRemembered<string>(2);
  for (const key of ['a', 'b', 'a', 'c']) remembered.remember(key, key, 10, 0);
  expect(['a', 'b', 'c'].map((key) => remembered.of(key, 1))).toEqual(['a', null, 'c']);
});
