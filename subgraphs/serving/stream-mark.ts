/**
 * What a subscription says when it has nothing to say: "you have everything up to this cursor".
 *
 * A mark takes an event's place in its stream, from the source to the client, so it never overtakes an event: whoever reads it has read
 * all that came before. On the way it is a result with nothing but `extensions.cursor`; the gateway writes it as a heartbeat
 * (gateway/streams/README.md), never as a result.
 */
import type { ExecutionResult } from 'graphql';

/** A mark, as a source yields it among its events. */
export class StreamMark {
  readonly cursor: string;

  constructor(cursor: string) {
    this.cursor = cursor;
  }
}

/** The mark as a result. */
export function resultOfMark({ cursor }: StreamMark): ExecutionResult {
  return { extensions: { cursor } };
}

/** The cursor of a result that is a mark; null for every other. */
export function cursorOfMark(result: {
  readonly data?: unknown;
  readonly errors?: unknown;
  readonly extensions?: { readonly [name: string]: unknown } | undefined;
}): string | null {
  const cursor = result.extensions?.cursor;
  return result.data === undefined && result.errors === undefined && typeof cursor === 'string' ? cursor : null;
}
