/**
 * Many queries in one POST, of many callers: how they are written and read, by gateway and subgraph alike.
 *
 *   body       a line of JSON for each call:  { identity, trace, query, variables }
 *   response   a line of JSON for each call:  [place, answer], in the order in which they are there
 *
 * A place is the number of the call's line, from 0. An answer of null is a fault of the subgraph's own. `identity` is who asks, as the two sides agree on it;
 * the whole body is signed (caller-signature.ts). `trace` holds the headers by which a trace goes on.
 */
import type { ExecutionResult } from 'graphql';

/** Content type of body and response: JSON lines. */
export const CALLS_TYPE = 'application/x-ndjson';

/** One call of many, on its way. */
export interface GatheredCall {
  readonly identity: unknown;
  readonly trace: Readonly<Record<string, unknown>>;
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** The line of a call; its identity is JSON already: it is the same for all calls of a caller. */
export function callLine(
  identity: string,
  trace: Readonly<Record<string, string>>,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): string {
  return `{"identity":${identity},"trace":${JSON.stringify(trace)},"query":${JSON.stringify(query)},"variables":${JSON.stringify(variables)}}\n`;
}

/** The calls of a body; null where one of them cannot be read. */
export function readCalls(body: string): readonly GatheredCall[] | null {
  const lines = body.split('\n');
  if (lines.pop() !== '' || lines.length === 0) return null;
  const calls = lines.map(readCall);
  return calls.every((call) => call !== null) ? calls : null;
}

function readCall(line: string): GatheredCall | null {
  let call: unknown;
  try {
    call = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isObject(call)) return null;
  const { identity, trace, query, variables } = call;
  if (identity === undefined || !isObject(trace) || typeof query !== 'string' || !isObject(variables)) return null;
  return { identity, trace, query, variables };
}

/** The line of an answer. */
export function answerLine(place: number, answer: ExecutionResult | null): string {
  return `[${place},${JSON.stringify(answer)}]\n`;
}

/** Place and answer of a line; null where it is none. */
export function readAnswerLine(line: string): { place: number; answer: unknown } | null {
  let parts: unknown;
  try {
    parts = JSON.parse(line);
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts.length !== 2 || !Number.isInteger(parts[0])) return null;
  return { place: parts[0], answer: parts[1] };
}

/** The place that the beginning of a line names; null where it names none. */
export function placeOf(beginning: string): number | null {
  const digits = /^\[(\d{1,6}),/.exec(beginning)?.[1];
  return digits === undefined ? null : Number(digits);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
