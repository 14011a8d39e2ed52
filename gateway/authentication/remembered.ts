/** What is remembered for a while: until a moment of its own, and so many at most. What is over takes no room once something else is remembered. */
export interface Remembered<Value> {
  /** Null when it is not remembered, or not any more. */
  of(key: string, now: number): Value | null;
  /** The first that were remembered are forgotten where there are too many. */
  remember(key: string, value: Value, until: number, now: number): void;
  readonly size: number;
}

/** @param most values at most */
export function createRemembered<Value>(most: number): Remembered<Value> {
  const kept = new Map<string, { readonly value: Value; readonly until: number }>();
  return {
    of(key, now) {
      const found = kept.get(key);
      return found !== undefined && found.until > now ? found.value : null;
    },
    remember(key, value, until, now) {
      // Last in line, also when it was there.
      kept.delete(key);
      for (const [first, { until: end }] of kept) {
        if (end > now && kept.size < most) break;
        kept.delete(first);
      }
      kept.set(key, { value, until });
    },
    get size() {
      return kept.size;
    },
  };
}
