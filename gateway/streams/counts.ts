/** How many there are under each key; a key without any takes no room. */
export interface Counts {
  of(key: string): number;
  add(key: string, change: 1 | -1): void;
}

export function createCounts(): Counts {
  const counts = new Map<string, number>();
  return {
    of: (key) => counts.get(key) ?? 0,
    add(key, change) {
      const next = (counts.get(key) ?? 0) + change;
      if (next > 0) counts.set(key, next);
      else counts.delete(key);
    },
  };
}
