/**
 * Doing things of one kind in batches: what is asked for while a batch is in flight is the next one.
 *
 * There is no timer: what comes alone goes at once, alone, and under load batches grow by themselves, so that a transaction's cost is shared by
 * all who need one at the time. When a batch of several fails, each of it is done by itself: what is poisoned fails alone. A batch must
 * therefore be one that may be done again, whatever became of it: a transaction that finds what it did before.
 */
import { setImmediate as turn } from 'node:timers/promises';

const MAX_BATCH = 500;

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * What does one thing, with whatever else is asked for at the same time.
 * @param run does a batch, in the order in which it was asked for; answers each in its place
 */
export function inBatches<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  let queue: Waiting<Item, Answer>[] = [];
  let running = false;

  const settle = async (batch: readonly Waiting<Item, Answer>[]): Promise<void> => {
    try {
      const answers = await run(batch.map(({ item }) => item));
      for (const [at, { resolve }] of batch.entries()) resolve(answers[at] as Answer);
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error);
      else for (const one of batch) await settle([one]);
    }
  };
  const drain = async (): Promise<void> => {
    do {
      // Who was answered by one batch and asks again in the same turn goes together.
      await turn();
      const batch = queue.slice(0, MAX_BATCH);
      queue = queue.slice(MAX_BATCH);
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
