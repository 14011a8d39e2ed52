/**
 * Who reads pages of the outbox, and when: a few at once in a process, one for each reader, readers in turn.
 *
 * A page looks through thousands of positions for the events of one subject, and anybody who may follow may begin at an old cursor, on as many
 * streams as he may have. So replays never take the connections that everything else needs, and whoever opens a thousand of them waits
 * for himself: another reader's next page comes after one of his.
 */
export type PageTurns = <Page>(reader: string, read: () => Promise<Page>) => Promise<Page>;

/** @param atOnce pages that are read at once */
export function createPageTurns(atOnce: number): PageTurns {
  /** What waits, by reader; the reader whose turn is next first. */
  const waiting = new Map<string, (() => void)[]>();
  const reading = new Set<string>();

  function startNext(): void {
    for (const [reader, [start, ...others]] of waiting) {
      if (reading.size >= atOnce) return;
      if (reading.has(reader) || start === undefined) continue;
      waiting.delete(reader);
      if (others.length > 0) waiting.set(reader, others);
      reading.add(reader);
      start();
    }
  }

  return async (reader, read) => {
    await new Promise<void>((start) => {
      const before = waiting.get(reader);
      if (before === undefined) waiting.set(reader, [start]);
      else before.push(start);
      startNext();
    });
    try {
      return await read();
    } finally {
      reading.delete(reader);
      startNext();
    }
  };
}
