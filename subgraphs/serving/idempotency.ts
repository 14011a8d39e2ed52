/**
 * A command is done once per key, and its outcome is remembered for ever, refusals included.
 *
 * For the commands of partners, members and rewards, and those of the ledger that move no points; its batches the ledger remembers
 * itself. Each schema has a table
 * `remembered_command (key_space, key)`; the memory is written in the command's own transaction, so there is no state in which
 * the one exists without the other.
 *
 * | step   | what                                                                                              |
 * |--------|---------------------------------------------------------------------------------------------------|
 * | claim  | INSERT the key; a second command under the key waits here until the first one has ended           |
 * | replay | not inserted: read what was remembered. Same body: its outcome. Other body: IDEMPOTENCY_KEY_REUSED |
 * | work   | inserted: run the command after a savepoint. Refused: back to the savepoint, nothing was written   |
 * | trail  | done by an administrator: an entry of the audit trail (audit-trail.ts)                              |
 * | keep   | write the outcome beside the key, commit                                                          |
 *
 * Not allowed and malformed come before the key in the published order of refusals. They depend on nothing but the caller and
 * the input, so the same request gets the same refusal without being remembered, and a corrected one may keep its key.
 * What is remembered is ids and refusals, never secrets; an answer that shows an entity shows it as it is now.
 */
import { createHash } from 'node:crypto';
import type { AnySql, Database, Transaction } from '../../db/client.ts';
import { classifyFailure, mayRetry } from '../../db/failures.ts';
import { assert } from '../shared/assert.ts';
import { type Outcome, refuse, refused } from '../shared/refusal.ts';
import { isAdministrator, writeAuditEntry } from './audit-trail.ts';
import type { Caller } from './caller.ts';

/** Schemas that have a table `remembered_command`. */
export type RememberingSchema = 'partners' | 'members' | 'rewards' | 'ledger';

export interface RememberedRequest {
  /** Whose keys: `keySpaceOf(caller)`. */
  readonly keySpace: string;
  /** Who asks, for the audit trail; null is the product itself. */
  readonly caller: Caller | null;
  readonly idempotencyKey: string;
  /** Name of the command: the same key under another command is another body. */
  readonly command: string;
  /** The input as it was read (normalised), without its idempotency key. */
  readonly body: object;
  readonly at: Date;
}

export interface RememberedOutcome<Result> {
  readonly outcome: Outcome<Result>;
  /** Whether the outcome comes from an earlier request. */
  readonly replayed: boolean;
}

/** What can be remembered: plain JSON, such as ids. */
export type Rememberable = { readonly [key: string]: string | number | boolean | null | readonly string[] };

interface Memory<Result> {
  readonly request_hash: Buffer;
  readonly outcome: Outcome<Result> | null;
}

const ATTEMPTS = 3;

/**
 * Runs `work` once for the key. `work` runs in the transaction that remembers it and may run again from its start after a
 * deadlock, so it must do nothing outside. When the database stays busy: `TRY_AGAIN`, nothing written or remembered.
 */
export async function rememberCommand<Result extends Rememberable>(
  database: Database,
  schema: RememberingSchema,
  request: RememberedRequest,
  work: (tx: Transaction) => Promise<Outcome<Result>>,
): Promise<RememberedOutcome<Result>> {
  const hash = requestHash(request.command, request.body);
  try {
    return await database.withTransaction(
      async (tx) => {
        const { sql } = tx;
        const table = sql(`${schema}.remembered_command`);
        const claimed = await sql`
          INSERT INTO ${table} (key_space, key, request_hash, recorded_at)
          VALUES (${request.keySpace}, ${request.idempotencyKey}, ${hash}, ${request.at})
          ON CONFLICT DO NOTHING`;
        if (claimed.count === 0) {
          const [memory] = await sql<Memory<Result>[]>`
            SELECT request_hash, outcome FROM ${table}
            WHERE key_space = ${request.keySpace} AND key = ${request.idempotencyKey}`;
          return { outcome: recall(memory, hash), replayed: true };
        }
        await sql`SAVEPOINT before_work`;
        const outcome = await work(tx);
        if (!outcome.ok) await sql`ROLLBACK TO SAVEPOINT before_work`;
        else if (isAdministrative(schema, request.caller)) await trail(sql, schema, request, outcome.result);
        await sql`
          UPDATE ${table} SET outcome = ${JSON.stringify(outcome)}::jsonb
          WHERE key_space = ${request.keySpace} AND key = ${request.idempotencyKey}`;
        return { outcome, replayed: false };
      },
      { attempts: ATTEMPTS },
    );
  } catch (error) {
    if (!mayRetry(classifyFailure(error))) throw error;
    return {
      outcome: refused(refuse('TRY_AGAIN', 'Too much is in flight: send the same request again.')),
      replayed: false,
    };
  }
}

/**
 * What was remembered under a key that is known to be taken: the outcome of the same body, IDEMPOTENCY_KEY_REUSED for another one. For the command
 * that claims its key together with what it writes, in one statement of its own.
 */
export async function recallCommand<Result extends Rememberable>(
  { sql }: Database,
  schema: RememberingSchema,
  request: Omit<RememberedRequest, 'caller'>,
): Promise<Outcome<Result>> {
  const [memory] = await sql<Memory<Result>[]>`
    SELECT request_hash, outcome FROM ${sql(`${schema}.remembered_command`)}
    WHERE key_space = ${request.keySpace} AND key = ${request.idempotencyKey}`;
  return recall(memory, requestHash(request.command, request.body));
}

/** Whether a command was asked under this key before: what came of it is remembered, or is on its way. */
export async function isRemembered(
  { sql }: Database,
  schema: RememberingSchema,
  keySpace: string,
  key: string,
): Promise<boolean> {
  const rows =
    await sql`SELECT 1 FROM ${sql(`${schema}.remembered_command`)} WHERE key_space = ${keySpace} AND key = ${key}`;
  return rows.length > 0;
}

/** What a partner's app does for a member, or a member itself, is the business; all else is administration and leaves a trail. */
function isAdministrative(schema: RememberingSchema, caller: Caller | null): boolean {
  const ofMembers = schema === 'members' || schema === 'rewards';
  return !ofMembers || isAdministrator(caller);
}

function trail(
  sql: AnySql,
  schema: RememberingSchema,
  request: RememberedRequest,
  result: Rememberable,
): Promise<void> {
  const { caller, command, idempotencyKey, body, at } = request;
  const made = typeof result.programmeId === 'string' ? result.programmeId : null;
  return writeAuditEntry(sql, {
    caller,
    programmeId: caller?.programmeId ?? made,
    command,
    idempotencyKey,
    target: result,
    asked: schema === 'members' ? null : body,
    at,
  });
}

function recall<Result>(memory: Memory<Result> | undefined, hash: Buffer): Outcome<Result> {
  assert(memory !== undefined && memory.outcome !== null, 'a key that is taken has an outcome');
  if (!memory.request_hash.equals(hash)) {
    return refused(
      refuse('IDEMPOTENCY_KEY_REUSED', 'This idempotency key was used before with another body.', [
        'input',
        'idempotencyKey',
      ]),
    );
  }
  return memory.outcome;
}

/** SHA-256 over the command's name and the canonical JSON of its body: equal for equal requests whatever the order of fields. */
export function requestHash(command: string, body: object): Buffer {
  return createHash('sha256')
    .update(command)
    .update('\n')
    .update(canonicalJson(body) ?? 'null')
    .digest();
}

/** JSON with sorted keys; bigints and instants are tagged, fields that are undefined are left out. */
export function canonicalJson(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'bigint') return `{"$integer":"${value}"}`;
  if (value instanceof Date) return `{"$instant":"${value.toISOString()}"}`;
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item) ?? 'null').join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .map(([key, field]) => [key, canonicalJson(field)] as const)
      .filter((entry): entry is readonly [string, string] => entry[1] !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, json]) => `${JSON.stringify(key)}:${json}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value);
}
