/**
 * What went wrong in the database, as a value that can be switched over.
 *
 * Errors arrive from postgres.js (SQLSTATE in `code`), from its sockets (`CONNECTION_CLOSED`, `ECONNREFUSED`) and wrapped
 * by drizzle (`cause`). Only faults come this way: a refusal of the domain is decided before the write and is no error.
 *
 * After `connection-lost` nobody knows whether a COMMIT arrived; whoever retries needs an idempotency key.
 */
import postgres from 'postgres';

export type DatabaseFailure =
  | { readonly kind: 'unique-violation'; readonly constraint: string; readonly table: string }
  | { readonly kind: 'foreign-key-violation'; readonly constraint: string; readonly table: string }
  | { readonly kind: 'check-violation'; readonly constraint: string; readonly table: string }
  | { readonly kind: 'not-null-violation'; readonly column: string; readonly table: string }
  | { readonly kind: 'deadlock' }
  | { readonly kind: 'serialization' }
  | { readonly kind: 'lock-timeout' }
  | { readonly kind: 'statement-timeout' }
  | { readonly kind: 'connection-lost' }
  | { readonly kind: 'not-permitted' }
  | { readonly kind: 'other'; readonly sqlState: string };

const CONNECTION_CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Names the failure, or answers null when the error did not come from the database at all. */
export function classifyFailure(error: unknown): DatabaseFailure | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof postgres.PostgresError) return fromSqlState(at);
    const code = 'code' in at ? at.code : undefined;
    if (typeof code === 'string' && CONNECTION_CODES.has(code)) return { kind: 'connection-lost' };
  }
  return null;
}

/** The failure of a connection that is found to be lost before anything is sent on it. */
export function connectionLost(): Error {
  return Object.assign(new Error('The connection to the database was lost.'), { code: 'CONNECTION_CLOSED' });
}

/** Whether the same transaction, run again from its start, may succeed: nothing of it was written. */
export function mayRetry(failure: DatabaseFailure | null): boolean {
  return failure?.kind === 'deadlock' || failure?.kind === 'serialization' || failure?.kind === 'lock-timeout';
}

/** Whether the error is a duplicate of the unique constraint or index with this name. */
export function violatesUnique(error: unknown, constraint: string): boolean {
  const failure = classifyFailure(error);
  return failure?.kind === 'unique-violation' && failure.constraint === constraint;
}

function fromSqlState(error: postgres.PostgresError): DatabaseFailure {
  const constraint = error.constraint_name ?? '';
  const table = error.table_name ?? '';
  switch (error.code) {
    case '23505':
      return { kind: 'unique-violation', constraint, table };
    case '23503':
      return { kind: 'foreign-key-violation', constraint, table };
    case '23514':
      return { kind: 'check-violation', constraint, table };
    case '23502':
      return { kind: 'not-null-violation', column: error.column_name ?? '', table };
    case '40P01':
      return { kind: 'deadlock' };
    case '40001':
      return { kind: 'serialization' };
    case '55P03':
      return { kind: 'lock-timeout' };
    case '57014':
      return { kind: 'statement-timeout' };
    case '42501':
      return { kind: 'not-permitted' };
    // The server is going down, coming up, or was told to end this session.
    case '57P01':
    case '57P02':
    case '57P03':
    case '57P05':
    case '25P03':
      return { kind: 'connection-lost' };
    default:
      return error.code.startsWith('08') ? { kind: 'connection-lost' } : { kind: 'other', sqlState: error.code };
  }
}
