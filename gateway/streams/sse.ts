/**
 * Server-sent events, in the distinct connections mode of the GraphQL over SSE protocol: one operation a request, its
 * results as `next` events, then `complete`. Own code because graphql-sse's server buffers without bound for a client that
 * does not read; here the next event is asked of the source when the last one has left for the socket.
 *
 * What is in the socket's buffer (16 kB and one event) is all that is held for a client. One that reads nothing for the
 * stall time is cut off. A comment now and then shows that a quiet stream lives and finds the clients that are gone; where the source
 * says how far its reader has come (subgraphs/serving/stream-mark.ts), the comment says it: `: cursor <cursor>`.
 */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FormattedExecutionResult } from 'graphql';
import { cursorOfMark } from '../../subgraphs/serving/stream-mark.ts';
import type { Limits } from '../limits/limits.ts';

const HEARTBEAT = ':\n\n';

/**
 * Writes results to a response until they end, the client leaves or stalls. Returns how it ended; the results' `return`
 * has been called in every case.
 */
export async function writeEventStream(
  response: ServerResponse,
  results: AsyncIterableIterator<FormattedExecutionResult>,
  limits: Pick<Limits, 'stallMillis' | 'heartbeatMillis'>,
): Promise<'complete' | 'client-left' | 'stalled'> {
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
    void results.return?.();
  });
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(HEARTBEAT);
  }, limits.heartbeatMillis);
  try {
    response.write(HEARTBEAT);
    for await (const result of results) {
      const mark = cursorOfMark(result);
      response.write(mark === null ? `event: next\ndata: ${JSON.stringify(result)}\n\n` : `: cursor ${mark}\n\n`);
      if (response.writableNeedDrain && !(await drained(response, limits.stallMillis, gone.signal))) {
        if (gone.signal.aborted) return 'client-left';
        response.destroy();
        return 'stalled';
      }
    }
    if (gone.signal.aborted) return 'client-left';
    response.end('event: complete\ndata: \n\n');
    return 'complete';
  } finally {
    clearInterval(heartbeat);
    await results.return?.();
  }
}

async function drained(response: ServerResponse, stallMillis: number, gone: AbortSignal): Promise<boolean> {
  try {
    await once(response, 'drain', { signal: AbortSignal.any([gone, AbortSignal.timeout(stallMillis)]) });
    return true;
  } catch {
    return false;
  }
}
