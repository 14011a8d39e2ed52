/* What subgraphs answer over HTTP: read in full or by line, of bounded length, and taken for an answer only when it is one. */
import type { IncomingMessage } from 'node:http';
import { isObject } from './json.ts';
import type { SubgraphResponse } from './subgraph-call.ts';

/** By events: an iterator over the stream costs as much as the rest of a short call. */
export function readText(response: IncomingMessage, maxBytes: number): Promise<string> {
  return untilEnd(response, (resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) reject(new Error(`The answer is longer than ${maxBytes} bytes`));
      else chunks.push(chunk);
    });
    response.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

/** What becomes of the lines of a response. What it throws ends the reading. */
export interface LineReader {
  line(text: string): void;
  /** A line that is longer than allowed: its beginning only, at most 32 bytes. */
  tooLong(beginning: string): void;
}

const LINE_END = 0x0a;
const BEGINNING_BYTES = 32;

/** Reads a response line by line, each as soon as it is there; of a line that is too long nothing is kept. */
export function readLines(response: IncomingMessage, maxBytes: number, reader: LineReader): Promise<void> {
  return untilEnd(response, (resolve, reject) => {
    let parts: Buffer[] = [];
    let bytes = 0;
    const take = (part: Buffer): void => {
      const skipped = bytes > maxBytes;
      bytes += part.length;
      if (skipped) return;
      parts.push(part);
      if (bytes <= maxBytes) return;
      reader.tooLong(textOf(parts).slice(0, BEGINNING_BYTES));
      parts = [];
    };
    const endLine = (): void => {
      const text = textOf(parts);
      const skipped = bytes > maxBytes;
      parts = [];
      bytes = 0;
      if (!skipped) reader.line(text);
    };
    response.on('data', (chunk: Buffer) => {
      try {
        let from = 0;
        for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, from)) {
          take(chunk.subarray(from, end));
          endLine();
          from = end + 1;
        }
        if (from < chunk.length) take(chunk.subarray(from));
      } catch (fault) {
        response.removeAllListeners('data');
        reject(fault);
      }
    });
    response.once('end', () => (bytes > 0 ? reject(new Error('The answer was cut off')) : resolve()));
  });
}

/** @throws when the status says that the subgraph does not know us (401, 403): nothing for the client */
export function refuseStatus({ statusCode = 0 }: IncomingMessage): void {
  if (statusCode === 401 || statusCode === 403) throw new Error(`The subgraph refused the gateway: ${statusCode}`);
}

/** What a subgraph wrote in JSON. @throws when it is none */
export function parseJson(text: string, { statusCode = 0 }: IncomingMessage): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`The subgraph did not answer in JSON: ${statusCode}`, { cause });
  }
}

/** @throws when a value is no answer to a GraphQL operation */
export function requireAnswer(value: unknown, { statusCode = 0 }: IncomingMessage): SubgraphResponse {
  if (isObject(value) && ('data' in value || Array.isArray(value.errors))) return value as SubgraphResponse;
  throw new Error(`The subgraph did not answer in GraphQL: ${statusCode}`);
}

function untilEnd<Result>(
  response: IncomingMessage,
  read: (resolve: (result: Result) => void, reject: (fault: unknown) => void) => void,
): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    read(resolve, reject);
    response.once('error', reject);
    response.once('close', () => {
      if (!response.complete) reject(new Error('The answer was cut off'));
    });
  });
}

function textOf(parts: readonly Buffer[]): string {
  const [only] = parts;
  return parts.length === 1 && only ? only.toString('utf8') : Buffer.concat(parts).toString('utf8');
}
