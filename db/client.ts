/**
 * The one door to PostgreSQL: a pool, the types that cross it, and the transaction.
 *
 * Types: int8 is `bigint` (numbers would round above 2^53), timestamptz is `Date`, date is the text `YYYY-MM-DD` (a
 * calendar day has no time zone to be shifted by), uuid and numeric are text, jsonb is the parsed value.
 *
 * Role: each subgraph opens its own pool with its own role, sent when the connection starts, so that one DATABASE_URL
 * serves all and a subgraph can still write only its own schema. Reads on behalf of a caller have a second role and see the caller's rows
 * only (scoped-reads.ts, gathered-reads.ts). Both guard against mistakes, not against hostile code: whoever holds the connection may `RESET ROLE`. A pooler in between must pass the startup parameter on.
 *
 * Timeouts: a statement, a wait for a lock and a transaction left open each end by themselves. A caller that gave up must
 * not hold a member's wallet. A connection that leaves a statement unanswered for longer than that is given up, and all that waits on it is told
 * (watched-socket.ts). A transaction always settles: one that gets no connection, or whose connection is lost, is abandoned
 * (postgres.js drops who waits for a connection that is lost on its way: held-connections.ts), and nothing of it is sent on another connection
 * (until-lost.ts): so transactions are begun with `withTransaction`, never with the driver's own `begin`.
 *
 * Drizzle and postgres.js share the connections. Drizzle replaces the date and JSON codecs of the client it is given;
 * it is therefore handed a view whose codecs it may spoil, and the ones below stay as they are.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { encryptionOf } from './encrypted-socket.ts';
import { classifyFailure, connectionLost, mayRetry } from './failures.ts';
import { type Argument, type GatheredReads, type KeptRead, openGatheredReads } from './gathered-reads.ts';
import { type RowScope, scopeText } from './row-scope.ts';
import { readerRoleOf, roleOf, type SchemaName } from './schemas.ts';
import { openScopedReads, type ScopedReads } from './scoped-reads.ts';
import { traced, tracedRead } from './traced-statements.ts';
import { type Loss, untilLost } from './until-lost.ts';
import { watchedSockets } from './watched-socket.ts';

const TYPES = {
  bigint: postgres.BigInt,
  calendarDay: {
    to: 1082,
    from: [1082],
    serialize: (day: string) => day,
    parse: (day: string) => day,
  },
  json: {
    to: 114,
    from: [114, 3802],
    // Text is taken for JSON already written: that is how drizzle sends it.
    serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parse: (text: string): unknown => JSON.parse(text),
  },
};

interface SqlTypes extends Record<string, unknown> {
  bigint: bigint;
  calendarDay: string;
  json: unknown;
}

/** postgres.js on the pool: each statement may take another connection. */
export type Sql = postgres.Sql<SqlTypes>;

/** postgres.js inside a transaction. */
export type TransactionSql = postgres.TransactionSql<SqlTypes>;

/** What a store statement needs: the pool, or a transaction. */
export type AnySql = Sql | TransactionSql;

/** Drizzle without a registered schema: tables are imported from db/tables. */
export type Drizzle = PostgresJsDatabase<Record<string, never>>;

export interface Transaction {
  readonly sql: TransactionSql;
  readonly db: Drizzle;
}

/** Reads on behalf of a caller: rows of its scope, whatever is asked for, and no write. */
export interface Reads {
  /** Statements in the caller's scope (scoped-reads.ts). */
  readonly sql: AnySql;
  readonly db: Drizzle;
  /** A read that most requests do, together with the others that ask for it (gathered-reads.ts). */
  ask<Arguments extends readonly Argument[], Row extends object>(
    read: KeptRead<Arguments, Row>,
    ...given: Arguments
  ): Promise<readonly Row[]>;
}

export interface TransactionOptions {
  /** READ COMMITTED unless told. Lock-then-read (design: "SQL traps") relies on it: a later statement sees later commits. */
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
  /** Settings for this transaction only (`SET LOCAL`). One with a `statement_timeout` of its own has connections apart. */
  readonly settings?: Readonly<Record<string, string>>;
  /** How often the work is tried when it ends in a deadlock, a serialization failure or a lock timeout. 1 unless told. */
  readonly attempts?: number;
}

export interface Database {
  /** Where it is, for whoever works beside this process: a thread has its own connections. Holds the password. */
  readonly url: string;
  readonly sql: Sql;
  readonly db: Drizzle;
  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it throws. With `attempts` above 1 the work
   * runs again from its start, so it must do nothing outside the transaction.
   */
  withTransaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Reads of a caller. Throws for a pool without a role: the owner of the tables has no walls. */
  readAs(scope: RowScope): Reads;
  /** Waits for running statements, at most `graceSeconds` (5), then closes every connection. */
  close(graceSeconds?: number): Promise<void>;
}

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`; with `?host=/folder` over the Unix socket there. */
  readonly url: string;
  /** The subgraph that this pool serves; without it the connection keeps the rights of the URL's user. */
  readonly role?: SchemaName;
  /** Shown in pg_stat_activity. `loyalty-<role>` unless told. */
  readonly applicationName?: string;
  /** Connections at most. 10 unless told. */
  readonly max?: number;
  /**
   * Connections at most, beside those, for reads on behalf of callers; opened when needed. Half of `max` unless told; and as many, though no
   * more than two, for gathered ones.
   */
  readonly readers?: number;
  /** Milliseconds; 0 is no limit. 30,000 unless told. */
  readonly statementTimeout?: number;
  /** Milliseconds; 0 is no limit. 5,000 unless told. */
  readonly lockTimeout?: number;
  /** Milliseconds; 0 is no limit. 30,000 unless told. */
  readonly idleInTransactionTimeout?: number;
  /** Seconds to wait for a connection. 10 unless told. */
  readonly connectTimeout?: number;
  /** Milliseconds that a transaction waits for its turn on a connection. 60,000 unless told. */
  readonly turnTimeout?: number;
}

/**
 * postgres.js (3.4.9) asks every new connection for its array types, and nobody hears when that fails: a connection that is lost at that
 * moment, as by a restart of the server, would end the process with an unhandled rejection. What waits for the connection is told anyway,
 * so this one failure is let go. Not asking (`fetch_types: false`) is no way out: a reservation then never gets its new connection.
 */
function forgiveTypeQuestion(reason: unknown): void {
  const asked = reason instanceof Error && 'query' in reason && String(reason.query).includes('b.typarray');
  if (asked && classifyFailure(reason)?.kind === 'connection-lost') return;
  // As if this listener were not there.
  if (process.listenerCount('unhandledRejection') === 1) throw reason;
}

/** Opens a pool. Nothing is sent before the first statement; an unreachable server shows there. */
export function openDatabase(options: DatabaseOptions): Database {
  if (!process.listeners('unhandledRejection').includes(forgiveTypeQuestion))
    process.on('unhandledRejection', forgiveTypeQuestion);
  const pool = options.role ?? 'owner';
  const statementTimeout = options.statementTimeout ?? 30_000;
  const connectTimeout = options.connectTimeout ?? 10;
  const encryption = encryptionOf(options.url);
  // The option is real and not in the types of postgres.js. What is encrypted is encrypted already.
  const sockets = (silenceMillis: number): object => ({
    socket: watchedSockets(encryption, { connectMillis: connectTimeout * 1000, silenceMillis }),
    ssl: false,
  });
  const { url, ...socketPath } = addressOf(options.url);
  const open = (silenceMillis: number): Sql =>
    postgres(url, {
      ...socketPath,
      ...sockets(silenceMillis),
      max: options.max ?? 10,
      connect_timeout: connectTimeout,
      types: TYPES,
      onnotice: () => {},
      connection: {
        application_name:
          options.applicationName ?? (options.role === undefined ? 'loyalty' : `loyalty-${options.role}`),
        statement_timeout: statementTimeout,
        lock_timeout: options.lockTimeout ?? 5_000,
        idle_in_transaction_session_timeout: options.idleInTransactionTimeout ?? 30_000,
        TimeZone: 'UTC',
        ...(options.role === undefined ? {} : { role: roleOf(options.role) }),
      },
    });

  const sql = traced(open(statementTimeout === 0 ? 0 : statementTimeout + ANSWER_MILLIS), pool);
  // Opened when it is needed first: for transactions whose statements may take as long as they say.
  let patient: Sql | null = null;
  const connectionsFor = ({ settings }: TransactionOptions): Sql => {
    if (settings?.statement_timeout === undefined) return sql;
    patient ??= traced(open(0), pool);
    return patient;
  };

  const runOnce = async <T>(work: (tx: Transaction) => Promise<T>, settings: TransactionOptions): Promise<T> => {
    let abandoned = false;
    let abandon = (_: unknown): void => {};
    const failed = new Promise<never>((_, reject) => {
      abandon = (reason) => {
        abandoned = true;
        reject(reason);
      };
    });
    const loss: Loss = { known: false };
    const turn = setTimeout(() => abandon(connectionLost()), options.turnTimeout ?? 60_000);
    const begun = connectionsFor(settings).begin(beginMode(settings), async (txSql) => {
      clearTimeout(turn);
      // Nobody waits for it any more: this rolls it back.
      if (abandoned) throw connectionLost();
      if (settings.settings !== undefined) {
        const names = Object.keys(settings.settings);
        const values = Object.values(settings.settings);
        await txSql`SELECT set_config(name, value, true) FROM unnest(${names}::text[], ${values}::text[]) AS s (name, value)`;
      }
      const done = await work(transactionOver(traced(untilLost(txSql, loss), pool))).catch((error: unknown) =>
        loss.known ? abandonedSoon(error, abandon) : Promise.reject(error),
      );
      return loss.known ? abandonedSoon(connectionLost(), abandon) : done;
    }) as Promise<T>;
    begun.catch(() => {
      loss.known = true;
    });
    try {
      return await Promise.race([begun, failed]);
    } finally {
      clearTimeout(turn);
    }
  };

  const readers = options.readers ?? Math.ceil((options.max ?? 10) / 2);
  const reads = options.role === undefined ? null : openScopedReads(sql, readerRoleOf(options.role), readers);
  const gathered =
    options.role === undefined ? null : openGatheredReads(sql, readerRoleOf(options.role), Math.min(readers, ROUNDS));

  return {
    url: options.url,
    sql,
    db: drizzleOver(sql),
    readAs(scope) {
      if (reads === null || gathered === null) throw new Error('Reads on behalf of callers need a pool with a role.');
      return new CallerReads(scope, pool, reads, gathered);
    },
    async withTransaction(work, settings = {}) {
      const attempts = settings.attempts ?? 1;
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await runOnce(work, settings);
        } catch (error) {
          if (attempt >= attempts || !mayRetry(classifyFailure(error))) throw error;
          // Apart, or the same two meet again at once.
          await delay(Math.random() * 10 * 2 ** attempt);
        }
      }
    },
    async close(graceSeconds = 5) {
      await Promise.all([
        reads?.close(),
        gathered?.close(),
        sql.end({ timeout: graceSeconds }),
        patient?.end({ timeout: graceSeconds }),
      ]);
    },
  };
}

/** Every request has reads in each subgraph, and many read in one way only: what each takes is made when it is asked for. */
class CallerReads implements Reads {
  readonly #scope: RowScope;
  readonly #pool: string;
  readonly #scoped: ScopedReads;
  readonly #gathered: GatheredReads;
  #text: string | undefined;
  #sql: AnySql | undefined;
  #db: Drizzle | undefined;

  constructor(scope: RowScope, pool: string, scoped: ScopedReads, gathered: GatheredReads) {
    this.#scope = scope;
    this.#pool = pool;
    this.#scoped = scoped;
    this.#gathered = gathered;
  }

  get sql(): AnySql {
    this.#sql ??= this.#scoped.as(this.#scope);
    return this.#sql;
  }

  get db(): Drizzle {
    this.#db ??= drizzleOver(this.sql);
    return this.#db;
  }

  ask<Arguments extends readonly Argument[], Row extends object>(
    read: KeptRead<Arguments, Row>,
    ...given: Arguments
  ): Promise<readonly Row[]> {
    this.#text ??= scopeText(this.#scope);
    return tracedRead(this.#pool, this.#gathered.ask(this.#text, read, given));
  }
}

/** A URL in words of postgres.js, which does not know libpq's `?host=/folder`: the folder of a Unix socket. */
function addressOf(text: string): { readonly url: string; readonly path?: string } {
  const url = new URL(text);
  const folder = url.searchParams.get('host');
  if (folder === null || !folder.startsWith('/')) return { url: text };
  url.searchParams.delete('host');
  return { url: url.href, path: `${folder}/.s.PGSQL.${url.port || 5432}` };
}

/** Rounds of gathered reads that are under way at once: two, so that a slow one does not keep the others waiting. */
const ROUNDS = 2;

/** How long an answer may be on its way, beside the time that a statement may take. */
const ANSWER_MILLIS = 5_000;

/** How long `begin` is given to end a transaction whose connection is lost, in milliseconds. */
const LOSS_NOTICED_WITHIN = 1000;

/**
 * A transaction whose connection is lost is ended by `begin` itself. Its work must then not end, too, however it ended: postgres.js (3.4.9)
 * would send a ROLLBACK or COMMIT on the connection that is gone (until-lost.ts). And where `begin` misses the loss, as it can while connections are
 * cut again and again, the transaction is abandoned after a moment.
 */
function abandonedSoon(error: unknown, abandon: (reason: unknown) => void): Promise<never> {
  setTimeout(() => abandon(error), LOSS_NOTICED_WITHIN);
  return new Promise<never>(() => {});
}

function beginMode(options: TransactionOptions): string {
  const isolation = `isolation level ${options.isolation ?? 'read committed'}`;
  return options.readOnly === true ? `${isolation} read only` : isolation;
}

function transactionOver(sql: TransactionSql): Transaction {
  let db: Drizzle | undefined;
  return {
    sql,
    // Made when asked for: the ledger's hot path never does.
    get db() {
      db ??= drizzleOver(sql);
      return db;
    },
  };
}

function drizzleOver(sql: AnySql): Drizzle {
  const options = { parsers: {}, serializers: {} };
  const view = new Proxy(sql, {
    get: (target, key, receiver) => (key === 'options' ? options : Reflect.get(target, key, receiver)),
  });
  return drizzle({ client: view as unknown as postgres.Sql });
}
