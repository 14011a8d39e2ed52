/**
 * The SQL schemas and the roles that write them, in the order in which migrations apply: what a later schema reads by
 * grant, an earlier one has made.
 */
export const SCHEMAS = ['platform', 'partners', 'members', 'ledger', 'rewards'] as const;

export type SchemaName = (typeof SCHEMAS)[number];

/** The role that a subgraph's connections take on; it may write its own schema and nothing else. */
export function roleOf(schema: SchemaName): string {
  return `loyalty_${schema}`;
}

/** The role of the reads that a subgraph makes on behalf of a caller: rows of the caller's scope, and no write (scoped-reads.ts). */
export function readerRoleOf(schema: SchemaName): string {
  return `${roleOf(schema)}_reader`;
}
