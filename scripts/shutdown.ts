/**
 * Stopping, for every command that starts things: what was opened last is closed first, once, whoever asks.
 *
 * The first Ctrl-C (or TERM, or a closed terminal) closes everything and exits with 0; a second one does not wait. The
 * embedded database ends in either case: its watchdog notices that we are gone.
 */
export interface Shutdown {
  /** Whether somebody asked to stop. */
  readonly requested: boolean;
  /** Remembers how to close what was just opened. When stopping has begun, it is closed at once. */
  add(close: () => Promise<unknown>): Promise<void>;
  /** Closes everything that was added. Safe to call more than once. Errors while closing are printed, and the rest goes on. */
  stop(): Promise<void>;
  /** Resolves when everything is closed. */
  readonly stopped: Promise<void>;
}

/** Begins to listen for signals. `onRequest` hears of the first. */
export function listenForStop(onRequest: () => void = () => {}): Shutdown {
  const closers: (() => Promise<unknown>)[] = [];
  let requested = false;
  let stopping: Promise<void> | undefined;
  let tellStopped: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    tellStopped = resolve;
  });

  const closeAll = async (): Promise<void> => {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) await closeOne(close);
    tellStopped();
  };
  const stop = (): Promise<void> => {
    requested = true;
    stopping ??= closeAll();
    return stopping;
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (requested) process.exit(signal === 'SIGINT' ? 130 : 143);
    onRequest();
    void stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

  return {
    get requested() {
      return requested;
    },
    stopped,
    stop,
    async add(close) {
      if (stopping === undefined) closers.push(close);
      else await closeOne(close);
    },
  };
}

async function closeOne(close: () => Promise<unknown>): Promise<void> {
  try {
    await close();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
}
