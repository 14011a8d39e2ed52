/*
 * Queries for one subgraph that are asked in one turn of the event loop leave as one POST (subgraphs/serving/gathered-calls.ts): what a POST costs beside
 * what it asks for (connection, headers, signature) is paid once for all. Their answers come line by line, each as soon as it is there, so a slow one
 * keeps nobody waiting. No timer: who comes alone goes at once, and under load POSTs grow by themselves.
 *
 * The calls of a POST have nothing else in common. Each has its caller, its trace, its answer; one that is aborted, or whose answer is too long
 * or no GraphQL, fails alone. They fail together where the POST does: no connection, no answer in time, a subgraph that does not know us, a line that nobody
 * can read or that answers what was not asked or was answered before. Then what had been answered stays answered.
 *
 * A POST in which nobody waits any more is cut.
 */
import { CALLS_TYPE, callLine, placeOf, readAnswerLine } from '../../subgraphs/serving/gathered-calls.ts';
import type { StopSignal } from '../stop.ts';
import type { CallIdentity } from './call-over-http.ts';
import { readLines, refuseStatus, requireAnswer } from './http-answers.ts';
import type { SubgraphRequest, SubgraphResponse } from './subgraph-call.ts';
import { type Connections, StaleConnection, withinLimits } from './subgraph-posts.ts';

/** Calls of one POST at most. */
const MOST_CALLS = 128;
/** Bytes of one POST at most, unless one call alone is longer: subgraphs take 4 MiB. */
const MOST_BYTES = 2 ** 20;

/** A query that was asked, and who is to be told. */
interface Asked {
  readonly line: string;
  readonly signal: StopSignal | undefined;
  readonly resolve: (answer: SubgraphResponse) => void;
  readonly reject: (fault: unknown) => void;
}

/** Makes the call of queries. Its limits are those of each call. */
export function gatherQueries(options: {
  connections: Connections;
  identity: CallIdentity;
  timeoutMillis: number;
  maxResponseBytes: number;
}): (name: string, call: SubgraphRequest) => Promise<SubgraphResponse> {
  const { connections, identity, timeoutMillis, maxResponseBytes } = options;
  let gathered = new Map<string, Asked[]>();

  const leave = (): void => {
    const leaving = gathered;
    gathered = new Map();
    for (const [name, asked] of leaving) for (const part of inParts(asked)) void send(name, part);
  };

  /** Never rejects: whoever waits is told. */
  async function send(name: string, asked: readonly Asked[]): Promise<void> {
    const calls = new OpenCalls(asked);
    try {
      await exchange(name, calls).catch((fault: unknown) => {
        // A kept-alive connection that the subgraph closed meanwhile; a query may be asked twice.
        if (!(fault instanceof StaleConnection)) throw fault;
        return exchange(name, calls);
      });
      calls.fail(new Error('The subgraph left a call without an answer'));
    } catch (fault) {
      calls.fail(fault);
    }
  }

  async function exchange(name: string, calls: OpenCalls): Promise<void> {
    if (!calls.areWaitedFor) return;
    const body = Buffer.from(calls.asked.map(({ line }) => line).join(''));
    const headers = identity.headersForGathered(name, body);
    const posted = connections.post(name, { ...headers, 'content-type': CALLS_TYPE, accept: CALLS_TYPE }, body);
    calls.whenAbandoned = () => posted.request.destroy();
    await withinLimits(posted, undefined, timeoutMillis, async (response) => {
      refuseStatus(response);
      if (response.statusCode !== 200) throw new Error(`The subgraph did not answer: ${response.statusCode}`);
      await readLines(response, maxResponseBytes, {
        line(text) {
          const read = readAnswerLine(text);
          if (!read) throw new Error('The subgraph did not answer in JSON lines');
          calls.answer(read.place, () => requireAnswer(read.answer, response));
        },
        tooLong(beginning) {
          calls.answer(placeOf(beginning), () => {
            throw new Error(`The answer is longer than ${maxResponseBytes} bytes`);
          });
        },
      });
    });
  }

  return (name, { query, variables, context, signal }) => {
    const { identity: asker, trace } = identity.ofGathered(context);
    const line = callLine(asker, trace, query, variables);
    return new Promise((resolve, reject) => {
      if (gathered.size === 0) setImmediate(leave);
      const others = gathered.get(name);
      const asked = { line, signal, resolve, reject };
      if (others) others.push(asked);
      else gathered.set(name, [asked]);
    });
  };
}

/** The calls of one POST, until nobody waits for any of them. */
class OpenCalls {
  readonly asked: readonly Asked[];
  readonly #answered: boolean[];
  #unanswered: number;
  readonly #waiting = new Map<Asked, () => void>();
  /** Called when some have no answer yet and nobody waits for it. */
  whenAbandoned: () => void = () => {};

  constructor(asked: readonly Asked[]) {
    this.asked = asked.filter(({ signal, reject }) => {
      if (signal?.aborted) reject(abortion());
      return !signal?.aborted;
    });
    this.#answered = this.asked.map(() => false);
    this.#unanswered = this.asked.length;
    for (const call of this.asked) {
      const abort = (): void => {
        if (this.#leave(call)) call.reject(abortion());
      };
      this.#waiting.set(call, abort);
      call.signal?.addEventListener('abort', abort, { once: true });
    }
  }

  get areWaitedFor(): boolean {
    return this.#waiting.size > 0;
  }

  /** Tells the call at a place what was read for it, or why that cannot be. @throws where no answer is due there */
  answer(place: number | null, read: () => SubgraphResponse): void {
    const call = place === null ? undefined : this.asked[place];
    if (place === null || !call || this.#answered[place]) {
      throw new Error(`The subgraph answered what it was not asked: ${place}`);
    }
    this.#answered[place] = true;
    this.#unanswered -= 1;
    if (!this.#leave(call)) return;
    try {
      call.resolve(read());
    } catch (fault) {
      call.reject(fault);
    }
  }

  /** Fails all that still wait. */
  fail(fault: unknown): void {
    for (const call of [...this.#waiting.keys()]) {
      this.#leave(call);
      call.reject(fault);
    }
  }

  /** Whether the call was still waiting; now it is not. */
  #leave(call: Asked): boolean {
    const abort = this.#waiting.get(call);
    if (!abort) return false;
    call.signal?.removeEventListener('abort', abort);
    this.#waiting.delete(call);
    if (this.#waiting.size === 0 && this.#unanswered > 0) this.whenAbandoned();
    return true;
  }
}

const abortion = (): Error => new Error('The request was aborted');

function inParts(asked: readonly Asked[]): Asked[][] {
  const parts: Asked[][] = [];
  let bytes = 0;
  for (const one of asked) {
    const length = Buffer.byteLength(one.line);
    const part = parts.at(-1);
    if (part && part.length < MOST_CALLS && bytes + length <= MOST_BYTES) {
      part.push(one);
      bytes += length;
    } else {
      parts.push([one]);
      bytes = length;
    }
  }
  return parts;
}
