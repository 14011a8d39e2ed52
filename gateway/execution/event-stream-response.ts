/*
 * Reads a subscription of a subgraph from a server-sent event stream (graphql-sse, distinct connections: `next` events
 * with a result each, then `complete`).
 *
 * Pulled, not pushed: while nobody asks for the next event nothing is read from the socket, TCP holds the subgraph back,
 * and what is kept here is one unfinished event, bounded. A stream that ends without `complete` was cut, and that is
 * thrown: an end that looks like the source's own would lose events in silence.
 */
import type { IncomingMessage } from 'node:http';
import type { SubgraphResponse } from './subgraph-call.ts';

/**
 * @param maxEventBytes the longest event that is accepted, in bytes
 * @param silenceMillis how long the subgraph may send nothing, not even a comment, before it is taken for lost
 */
export function readEventStream(
  response: IncomingMessage,
  { maxEventBytes, silenceMillis }: { maxEventBytes: number; silenceMillis: number },
): AsyncIterableIterator<SubgraphResponse> {
  const events = parseEvents(response, maxEventBytes, silenceMillis);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => events.next(),
    // The generator may be waiting for the socket, and would only hear of it when the next event comes.
    return: async () => {
      response.destroy();
      return { done: true, value: undefined };
    },
  };
}

async function* parseEvents(
  response: IncomingMessage,
  maxEventBytes: number,
  silenceMillis: number,
): AsyncGenerator<SubgraphResponse, undefined> {
  response.setEncoding('utf8');
  const chunks: AsyncIterator<string> = response[Symbol.asyncIterator]();
  let text = '';
  let searched = 0;
  try {
    for (;;) {
      const end = text.indexOf('\n\n', searched);
      if (end < 0) {
        if (text.length > maxEventBytes) throw new Error(`An event is longer than ${maxEventBytes} bytes`);
        const chunk = await withinSilence(chunks.next(), response, silenceMillis);
        if (chunk.done) throw new Error('The stream of events was cut');
        searched = Math.max(0, text.length - 1);
        text += chunk.value;
        continue;
      }
      const frame = text.slice(0, end);
      text = text.slice(end + 2);
      searched = 0;
      const { event, data } = readFrame(frame);
      if (event === 'complete') return undefined;
      if (event === 'next') yield JSON.parse(data) as SubgraphResponse;
    }
  } finally {
    response.destroy();
  }
}

function readFrame(frame: string): { event: string; data: string } {
  let event = '';
  const data: string[] = [];
  for (const line of frame.split('\n')) {
    if (line.startsWith('event:')) event = line.slice(6).trim();
    else if (line.startsWith('data:')) data.push(line.slice(5).trimStart());
  }
  return { event, data: data.join('\n') };
}

/** Only runs while we wait for the subgraph: a stalled reader is no silence of the source. */
async function withinSilence<T>(next: Promise<T>, response: IncomingMessage, silenceMillis: number): Promise<T> {
  const timer = setTimeout(() => response.destroy(new Error('The subgraph went silent')), silenceMillis);
  try {
    return await next;
  } finally {
    clearTimeout(timer);
  }
}
