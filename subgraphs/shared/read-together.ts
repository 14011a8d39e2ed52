// Reads that are asked for one by one and done together: while one is on its way, what is asked meanwhile gathers for the next.
import DataLoader from 'dataloader';

/**
 * Reads many keys at once; answers of a batch stand in the order of its keys. What comes alone goes at once, in the next turn of the event loop;
 * under load batches grow by themselves, and there is no timer. Nothing is kept: a read never began before it was asked for.
 * A read that throws fails all who asked for it together.
 */
export function readTogether<Key, Value>(
  read: (keys: readonly Key[]) => Promise<readonly Value[]>,
  maxBatch = 256,
): (key: Key) => Promise<Value> {
  let before: Promise<unknown> = Promise.resolve();
  const loader = new DataLoader<Key, Value>(
    (keys) => {
      const reading = read(keys);
      before = reading.catch(() => {});
      return reading;
    },
    {
      cache: false,
      maxBatchSize: maxBatch,
      batchScheduleFn: (dispatch) => void before.then(() => setImmediate(dispatch)),
    },
  );
  return (key) => loader.load(key);
}
