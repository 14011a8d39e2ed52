/**
 * Each partner's statement of a window, fetched by its own app as a file and verified as a partner would: with the keys that it pinned at the
 * start and its own copy of the statement before, by the module of `npm run verify-statement`.
 */
import { hash } from 'node:crypto';
import { readKeys, signatureIn, verifyJsonLines } from '../../subgraphs/ledger/domain/verify-statement.ts';
import type { ApiCaller } from '../api.ts';
import type { Coalition } from './coalition.ts';
import { forEachInFlight } from './mutate.ts';

type Keys = Extract<ReturnType<typeof readKeys>, { ok: true }>['keys'];

export interface VerifiedStatements {
  readonly counts: { statements: number; lines: number };
  /** Statements that do not hold, each in a sentence. */
  readonly findings: string[];
  /** The last statement of each partner, as it keeps it. */
  readonly kept: Map<string, string>;
  keys: Keys | null;
}

export function noStatements(): VerifiedStatements {
  return { counts: { statements: 0, lines: 0 }, findings: [], kept: new Map(), keys: null };
}

interface Part {
  readonly text: string;
  readonly next: number | null;
}

const STATEMENT = `query ($windowId: ID!, $after: Int!) {
  statement(windowId: $windowId) { lineCount file(format: JSON_LINES, after: $after) { text next } }
}`;

/** Windows come in order: every partner compares with the statement that it kept of the window before. */
export async function verifyStatements(
  coalition: Coalition,
  window: { readonly id: string; readonly month: string },
  verified: VerifiedStatements,
  inFlight: number,
): Promise<void> {
  verified.keys ??= await pinKeys(coalition.operator);
  const keys = verified.keys;
  await forEachInFlight([...coalition.partners.values()], inFlight, async ({ brand, till }) => {
    const statement = await fetchStatement(till, window.id);
    if (statement === null) return;
    const copies = { previous: verified.kept.get(brand) };
    const { outcome, sentence } = await verifyJsonLines(
      (bytes) => hash('sha256', bytes, 'buffer'),
      keys,
      statement.text.split('\n'),
      copies,
    );
    verified.counts.statements += 1;
    verified.counts.lines += statement.lines;
    if (outcome !== 'VERIFIED')
      verified.findings.push(`window ${window.month}: the statement of ${brand}: ${sentence}`);
    const jws = signatureIn(statement.text);
    if (jws !== null) verified.kept.set(brand, jws);
  });
}

async function pinKeys(caller: ApiCaller): Promise<Keys> {
  const { settlementKeys } = await caller.ask<{ settlementKeys: { jwks: string } }>('{ settlementKeys { jwks } }');
  const keys = readKeys(settlementKeys.jwks);
  if (!keys.ok) throw new Error(`The server gave no keys: ${keys.problem}.`);
  return keys.keys;
}

/** The whole file of a statement; null when nothing of the window concerns the partner. */
async function fetchStatement(till: ApiCaller, windowId: string): Promise<{ text: string; lines: number } | null> {
  let text = '';
  for (let after = 0; ; ) {
    const { statement } = await till.ask<{ statement: { lineCount: number; file: Part } | null }>(STATEMENT, {
      windowId,
      after,
    });
    if (statement === null) return null;
    text += statement.file.text;
    if (statement.file.next === null) return { text, lines: statement.lineCount };
    after = statement.file.next;
  }
}
