/** A subscription over SSE, as little as it takes: for benches that hold thousands of them, and for whoever must see every byte. */
import { type IncomingMessage, request } from 'node:http';

/** What is told of a stream, in the order in which it comes. */
export interface Heard {
  /** A result, as JSON. */
  result(text: string): void;
  /** A heartbeat: everything up to this cursor was told. */
  cursor(cursor: string): void;
  /** It is over, by its own end or because the connection broke: the status, or what went wrong. Called once. */
  end(why: string): void;
}

/** Subscribes at a gateway. Returns how to leave. */
export function followStream(
  gateway: string,
  token: string,
  operation: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
  heard: Heard,
): () => void {
  const body = JSON.stringify(operation);
  const asked = request(`${gateway}/graphql`, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
    },
  });
  let text = '';
  let why = 'no answer';
  asked.on('error', (error) => {
    why = error.message;
  });
  // Of the request, whether or not there was a response.
  asked.once('close', () => heard.end(why));
  asked.once('response', (response: IncomingMessage) => {
    why = `status ${response.statusCode}`;
    response.on('error', (error) => {
      why = error.message;
    });
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        if (block.startsWith(': cursor ')) heard.cursor(block.slice(9));
        else if (block.startsWith('event: next\ndata: ')) heard.result(block.slice(18));
      }
    });
  });
  asked.end(body);
  return () => asked.destroy();
}
