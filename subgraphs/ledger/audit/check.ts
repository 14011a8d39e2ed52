import type postgres from 'postgres';
import type { AnySql } from '../../../db/client.ts';
import type { StatementKeys } from '../statements/statement-keys.ts';

/** A row that breaks an invariant, in a sentence that names it. */
export interface Finding {
  readonly finding: string;
}

/** One invariant of the books. */
export interface Check {
  /** Stable, kebab-case. */
  readonly name: string;
  /** What holds when nothing is found. */
  readonly claim: string;
  /** Rows that break it, at most `MAX_FINDINGS`; of one programme, or of all. `keys` make the lines of statements again, where they are at hand. */
  readonly find: (sql: AnySql, programmeId: string | null, keys: StatementKeys | null) => Promise<readonly Finding[]>;
}

export const MAX_FINDINGS = 10;

/** `programme_id` is the one asked for, or all are. */
export function isOf(sql: AnySql, programmeId: string | null, table?: string): postgres.PendingQuery<postgres.Row[]> {
  const column = sql(table === undefined ? 'programme_id' : `${table}.programme_id`);
  return programmeId === null ? sql`true` : sql`${column} = ${programmeId}::uuid`;
}
