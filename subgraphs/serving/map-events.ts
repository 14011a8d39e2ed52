/**
 * Maps a stream of events one by one.
 *
 * Why not an async generator: `return()` on a generator waits for its pending `await`, so a client that leaves a quiet
 * stream would hold its source open until the next event. Here `return()` ends at once, may be called any number of
 * times, and asks the source to stop exactly once. Nothing is read ahead: the source is pulled when the reader pulls.
 *
 * @param each   what an event becomes; when it throws, the stream ends as if the source had failed
 * @param onEnd  called once, when the stream is over for whatever reason
 * @param onFault the last event of a stream whose source failed; without it the fault is thrown to the reader
 */
export function mapEvents<A, B>(
  source: AsyncIterable<A>,
  each: (event: A) => B | Promise<B>,
  { onFault, onEnd }: { onFault?: (fault: unknown) => B; onEnd?: () => void } = {},
): AsyncIterableIterator<B> {
  const iterator = source[Symbol.asyncIterator]();
  const waiting = new Set<() => void>();
  let over = false;

  function finish(): void {
    if (over) return;
    over = true;
    onEnd?.();
  }

  function stopSource(): void {
    if (over) return;
    finish();
    // A source that fails while it is told to stop has nobody left to tell.
    Promise.resolve(iterator.return?.()).catch(() => {});
  }

  async function step(): Promise<IteratorResult<B>> {
    try {
      const next = await iterator.next();
      if (next.done) {
        finish();
        return { done: true, value: undefined };
      }
      return { done: false, value: await each(next.value) };
    } catch (fault) {
      if (over) return { done: true, value: undefined };
      stopSource();
      if (!onFault) throw fault;
      return { done: false, value: onFault(fault) };
    }
  }

  function cancel(): void {
    stopSource();
    for (const leave of waiting) leave();
    waiting.clear();
  }

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      if (over) return Promise.resolve({ done: true, value: undefined });
      return new Promise((resolve, reject) => {
        const leave = () => resolve({ done: true, value: undefined });
        waiting.add(leave);
        step()
          .then(resolve, reject)
          .finally(() => waiting.delete(leave));
      });
    },
    async return() {
      cancel();
      return { done: true, value: undefined };
    },
    async throw(fault) {
      cancel();
      throw fault;
    },
  };
}
