/**
 * Doing or reading things of one kind in batches: what is asked for while a batch is in flight is the next one.
 *
 * There is no timer: what comes alone goes at once, in the next turn of the event loop, alone; under load batches grow by themselves, so that the
 * cost of a statement or a transaction is shared by all who need one at the time. Nothing is kept: nothing began before it was asked for.
 */

const MOST = 500;

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export interface Batching {
  /** Items of a batch at most; 500 unless told. */
  readonly most?: number;
  /**
   * Whether each of a batch that failed is done by itself, so that what is poisoned fails alone. Such a batch must be one that may be done again,
   * whatever became of it: a transaction that finds what it did before. Unless told, all who asked together fail together.
   */
  readonly alone?: boolean;
}

/**
 * What does one thing, with whatever else is asked for at the same time.
 * @param run does a batch, in the order in which it was asked for; answers each in its place
 */
export function inBatches<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  { most = MOST, alone = false }: Batching = {},
): (item: Item) => Promise<Answer> {
  let queue: Waiting<Item, Answer>[] = [];
  let running = false;

  const settle = async (batch: readonly Waiting<Item, Answer>[]): Promise<void> => {
    try {
      const answers = await run(batch.map(({ item }) => item));
      for (const [at, { resolve }] of batch.entries()) resolve(answers[at] as Answer);
    } catch (error) {
      if (alone && batch.length > 1) for (const one of batch) await settle([one]);
      else for (const { reject } of batch) reject(error);
    }
  };
  const drain = async (): Promise<void> => {
    do {
      // Who was answered by one batch and asks again in the same turn goes together.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = queue.slice(0, most);
      queue = queue.slice(most);
      await settle(batch);
    } while (queue.length > 0);
    running = false;
  };

  return (item) =>
    new Promise<Answer>((resolve, reject) => {
      queue.push({ item, resolve, reject });
      if (running) return;
      running = true;
      void drain();
    });
}
