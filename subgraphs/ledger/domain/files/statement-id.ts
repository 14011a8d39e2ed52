// What a statement is called in files: the same words in its CSV, its camt.053 and on the documents that it settles.

import { isFinal, type StatementHeader } from '../statement.ts';

/** Programme, window and partner; an advice says that it is one, since the final statement follows under its own name. */
export function statementIdParts(header: Pick<StatementHeader, 't' | 'programme' | 'window' | 'partner'>): string[] {
  return [header.programme, header.window, header.partner, ...(isFinal(header) ? [] : ['ADVICE'])];
}

/** COAL1-W1-TRAVEL. */
export function statementId(header: Pick<StatementHeader, 't' | 'programme' | 'window' | 'partner'>): string {
  return statementIdParts(header).join('-');
}

/** `name` as a file name on every system: letters, digits, dots, hyphens and underscores stay, the rest become underscores. */
export function asFileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}.\-_]/gu, '_');
}
