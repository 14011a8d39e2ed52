import { setTimeout as delay } from 'node:timers/promises';
import type { ApiCaller } from '../api.ts';

export interface Refused {
  readonly code: string;
  readonly message: string;
}

export type Reply<Fields> =
  | { readonly ok: true; readonly fields: Fields }
  | { readonly ok: false; readonly refusal: Refused };

const TRY_AGAIN_PAUSE_MILLIS = 200;
const TRY_AGAIN_ATTEMPTS = 50;

/** The document of a mutation that takes `<Mutation>Input` as `input`. */
export function mutationDocument(mutation: string, selection: string): string {
  const inputType = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { ${selection} userErrors { code message } } }`;
}

/** Runs one mutation. While the server says TRY_AGAIN the same request is sent again. */
export async function mutate<Fields>(
  caller: ApiCaller,
  mutation: string,
  input: object,
  selection: string,
): Promise<Reply<Fields>> {
  const document = mutationDocument(mutation, selection);
  for (let attempt = 1; ; attempt += 1) {
    const data = await caller.ask<Record<string, Fields & { userErrors: Refused[] }>>(document, { input });
    const payload = data[mutation];
    if (payload === undefined) throw new Error(`The server did not answer ${mutation}.`);
    const [refusal] = payload.userErrors;
    if (refusal === undefined) return { ok: true, fields: payload };
    if (refusal.code !== 'TRY_AGAIN' || attempt === TRY_AGAIN_ATTEMPTS) return { ok: false, refusal };
    await delay(TRY_AGAIN_PAUSE_MILLIS);
  }
}

/** Runs one mutation that must not be refused. */
export async function must<Fields>(
  caller: ApiCaller,
  mutation: string,
  input: object,
  selection: string,
): Promise<Fields> {
  const reply = await mutate<Fields>(caller, mutation, input, selection);
  if (!reply.ok) throw new Error(`${mutation} was refused: ${reply.refusal.code}, ${reply.refusal.message}`);
  return reply.fields;
}

/** Runs `work` for every item, at most `inFlight` at once, started in order; gives the results in order. */
export async function forEachInFlight<Item, Result>(
  items: readonly Item[],
  inFlight: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const at = next;
      next += 1;
      results[at] = await work(items[at] as Item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(inFlight, items.length) }, worker));
  return results;
}
