/** Numbers that a seed decides (mulberry32): the same seed, the same load. Not for secrets. */
export interface SeededRandom {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  pick<Thing>(things: readonly Thing[]): Thing;
  /** Random bytes as lower case hexadecimal. */
  hex(bytes: number): string;
}

export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    below: (below) => Math.floor((next() / 2 ** 32) * below),
    pick(things) {
      const thing = things[Math.floor((next() / 2 ** 32) * things.length)];
      if (thing === undefined) throw new Error('Broken promise: nothing to pick from');
      return thing;
    },
    hex(bytes) {
      let text = '';
      while (text.length < bytes * 2) text += next().toString(16).padStart(8, '0');
      return text.slice(0, bytes * 2);
    },
  };
}
