/**
 * The subscriptions that are open in this process: how many, whose, and what ends them.
 *
 * Whatever way a subscription came in, it ends for one of these reasons, and the client is told which:
 *   the source ended                       complete
 *   the client left                        nothing to tell
 *   the caller's token expired             a last event with `UNAUTHENTICATED`, then complete
 *   it is barred (authentication/token-bars.ts)   the same
 *   the server stops                       a last event with `SERVICE_UNAVAILABLE`, then complete
 *   the source or a subgraph failed        a last event with its code (gateway/execution/), then complete
 * A client that reads too slowly is cut off by the transport (sse.ts, websocket.ts): nothing more can be told to it.
 *
 * Nothing is read ahead: a stream pulls its source when its reader pulls it, so what a slow reader leaves unread stays in the
 * source, whose business its bound is.
 */
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import type { Clock } from '../../subgraphs/shared/clock.ts';
import { NO_BARS, type TokenBars } from '../authentication/token-bars.ts';
import type { Limits } from '../limits/limits.ts';
import { createCounts } from './counts.ts';

/** A stream of results that ends as the header says. `return` ends it at once, also while `next` waits. */
export type OpenStream = AsyncIterableIterator<ExecutionResult>;

export interface OpenStreams {
  /**
   * Takes a place for one more stream, before its source is opened: those that open at once are counted, too. Refuses one too many
   * (`TOO_MANY_STREAMS`).
   */
  take(caller: Caller | null): StreamPlace | GraphQLError;
  /** Ends all streams, and those that are still to be opened when they are: the server stops. */
  endAll(): void;
  /** Streams and places. */
  readonly size: number;
}

/** A stream that is about to be opened. */
export interface StreamPlace {
  /** Puts its source under the rules above. */
  open(source: AsyncIterableIterator<ExecutionResult>): OpenStream;
  /** No stream came of it. Does nothing once one did. */
  giveUp(): void;
}

const LONGEST_TIMER = 2 ** 31 - 1;

/** The register of open streams of one process. */
export function createOpenStreams(
  limits: Pick<Limits, 'streams' | 'streamsPerCaller' | 'gateways'>,
  clock: Clock,
  bars: TokenBars = NO_BARS,
): OpenStreams {
  const streams = new Set<{ end: (last: GraphQLError | null) => void }>();
  const perCaller = createCounts();
  let taken = 0;
  let stopping = false;
  const share = Math.ceil(limits.streamsPerCaller / limits.gateways);
  const count = (key: string, change: 1 | -1): void => {
    taken += change;
    perCaller.add(key, change);
  };

  function open(source: AsyncIterableIterator<ExecutionResult>, caller: Caller | null): OpenStream {
    let timer: NodeJS.Timeout | undefined;
    let watchNoMore = (): void => {};
    const stream = endable(source, () => {
      clearTimeout(timer);
      watchNoMore();
      streams.delete(stream);
      count(callerKey(caller), -1);
    });
    streams.add(stream);
    const watchExpiry = (): void => {
      if (!caller) return;
      const left = caller.expiresAt.getTime() - clock().getTime();
      if (left <= 0) stream.end(tokenExpired());
      else timer = setTimeout(watchExpiry, Math.min(left, LONGEST_TIMER)).unref();
    };
    watchExpiry();
    if (caller) watchNoMore = bars.watch(caller, () => stream.end(tokenBarred()));
    if (stopping) stream.end(serverStops());
    return stream;
  }

  return {
    get size() {
      return taken;
    },
    take(caller) {
      const key = callerKey(caller);
      if (taken >= limits.streams || perCaller.of(key) >= share)
        return new GraphQLError('Too many streams are open. End one, or try again later.', {
          extensions: { code: 'TOO_MANY_STREAMS', http: { status: 429 } },
        });
      count(key, 1);
      let held = true;
      return {
        open(source) {
          held = false;
          return open(source, caller);
        },
        giveUp() {
          if (held) count(key, -1);
          held = false;
        },
      };
    },
    endAll() {
      stopping = true;
      for (const stream of [...streams]) stream.end(serverStops());
    },
  };
}

/** Whose streams and sockets are counted together: a member's through one client, or a client's own; nobody's are nobody's. */
export function callerKey(caller: Caller | null): string {
  return caller ? `${caller.clientId} ${caller.memberId ?? ''}` : '';
}

export function tokenExpired(): GraphQLError {
  return new GraphQLError('The token has expired. Come back with a new one.', {
    extensions: { code: 'UNAUTHENTICATED' },
  });
}

export function tokenBarred(): GraphQLError {
  return new GraphQLError('The token is no longer good. Come back with a new one.', {
    extensions: { code: 'UNAUTHENTICATED' },
  });
}

function serverStops(): GraphQLError {
  return new GraphQLError('The server is stopping. Subscribe again; another one answers.', {
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });
}

/**
 * A stream that can be ended from outside, with a last event or without. Ending wins over an event that is on its way.
 * @param onEnd called once
 */
function endable(
  source: AsyncIterableIterator<ExecutionResult>,
  onEnd: () => void,
): OpenStream & { end: (last: GraphQLError | null) => void } {
  const done = { done: true, value: undefined } as const;
  let over = false;
  let last: ExecutionResult | null = null;
  /** Answers the `next` that waits, when there is one. Not a promise to race with: each race would stay on it for the stream's whole life. */
  let answerWaiting = (): void => {};

  function finish(): void {
    if (over) return;
    over = true;
    onEnd();
    answerWaiting();
    Promise.resolve(source.return?.()).catch(() => {});
  }
  function takeLast(): IteratorResult<ExecutionResult> {
    const value = last;
    last = null;
    return value ? { done: false, value } : done;
  }

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      if (over) return Promise.resolve(takeLast());
      return new Promise((resolve, reject) => {
        answerWaiting = () => resolve(takeLast());
        source.next().then(
          (event) => {
            if (over) return;
            if (event.done === true) return finish();
            answerWaiting = () => {};
            resolve(event);
          },
          (fault) => {
            if (over) return;
            answerWaiting = () => {};
            finish();
            reject(fault);
          },
        );
      });
    },
    async return() {
      finish();
      last = null;
      return done;
    },
    end(error) {
      if (over) return;
      last = error ? { errors: [error] } : null;
      finish();
    },
  };
}
