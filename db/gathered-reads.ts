/**
 * Reads that many callers ask for at the same moment, as one statement, each seeing the rows of its own scope.
 *
 *   SELECT ... FROM unnest(scopes, arguments) AS asked, LATERAL members.members_by_id(asked.scope, arguments) AS found
 *
 * Such a read is a function of the database, made by `CALL platform.keep_read(...)` (migrations/platform/430): it enters the scope that it is
 * given and then runs its query under the policies of the reader, an execution for each caller. So a read that forgets its WHERE finds rows of
 * its caller, here as anywhere, and what a read in a scope of its own costs beside finding its rows (BEGIN, the scope, COMMIT, a process that is
 * woken for every message) is paid once for all who ask.
 *
 * What is asked in one turn of the event loop leaves together, on one connection; while as many rounds are under way as there are connections,
 * what comes gathers for the next. No timer: who comes alone goes at once, and under load rounds grow by themselves.
 *
 * Where a statement fails for what somebody asked, each is asked alone, so that nobody fails for another. A statement that ran out of
 * time, or lost its connection, fails all who shared it: "nothing" is never answered for "not known".
 *
 * For what is read in most requests, by keys, in bounded time. Everything else is a statement in a scope (scoped-reads.ts).
 */
import type { Sql } from './client.ts';
import { classifyFailure } from './failures.ts';
import { type HeldConnection, holdConnections } from './held-connections.ts';

/** A value as it crosses: text, cast by the statement. */
export type Argument = string | number | Date | readonly string[] | null;

/** A function that `platform.keep_read` made. */
export interface KeptRead<Arguments extends readonly Argument[], Row extends object> {
  /** The statement for any number of callers: a column of scopes and one for each argument come in. */
  readonly text: string;
  /** What it takes and gives: of types only. */
  readonly shape?: (...given: Arguments) => Row;
}

/**
 * Names a kept read.
 * @param takes the types of its arguments after the scope
 * @param columns what is selected of its rows, `found`; all columns under their own names unless told
 */
export function keptRead<Arguments extends readonly Argument[], Row extends object>(
  name: string,
  takes: { readonly [Key in keyof Arguments]: string },
  columns = 'found.*',
): KeptRead<Arguments, Row> {
  const types: readonly string[] = takes;
  const asked = ['scope', ...types.map((_, at) => `given_${at}`)];
  const passed = ['scope', ...types.map((type, at) => `given_${at}::${type}`)];
  const text = `
    SELECT ${columns}, (nth - 1)::integer AS "${ASKER}"
    FROM unnest(${asked.map((_, at) => `$${at + 1}::text[]`).join(', ')}) WITH ORDINALITY AS asked (${asked.join(', ')}, nth),
         LATERAL ${name}(${passed.join(', ')}) AS found`;
  return { text };
}

export interface GatheredReads {
  /** The rows that the read finds in a scope (`scopeText`), in its order. */
  ask<Arguments extends readonly Argument[], Row extends object>(
    scope: string,
    read: KeptRead<Arguments, Row>,
    given: Arguments,
  ): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** Who asked, by place: a column of the answer. It stays on the row, whose type does not say so: to copy each row without it costs more than to find it. */
const ASKER = 'asker';

/** Callers that share a statement at most. */
const MOST_TOGETHER = 256;

/**
 * Nothing but reading; and plans that were made once: no table is read as a whole for one caller's keys, though the plan was made when it
 * was empty.
 */
const SETTINGS = {
  default_transaction_read_only: 'on',
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
};

interface Asked {
  readonly columns: readonly (string | null)[];
  readonly resolve: (rows: readonly object[]) => void;
  readonly reject: (reason: unknown) => void;
}

/** Gathered reads of a pool in another role, over at most `max` connections of their own. */
export function openGatheredReads(pool: Sql, role: string, max: number): GatheredReads {
  const connections = holdConnections(pool, { ...SETTINGS, role });
  let gathered = new Map<string, Asked[]>();
  let underWay = 0;
  let called = false;

  const callRound = (): void => {
    if (called || underWay >= max || gathered.size === 0) return;
    called = true;
    setImmediate(() => {
      called = false;
      void round();
    });
  };
  const round = async (): Promise<void> => {
    const statements = [...gathered].flatMap(([text, asked]) => inParts(asked).map((part) => ({ text, asked: part })));
    gathered = new Map();
    const connection = connections.take();
    underWay += 1;
    callRound();
    await Promise.all(statements.map(({ text, asked }) => answer(connection, text, asked)));
    connections.giveBack(connection);
    underWay -= 1;
    callRound();
  };

  return {
    ask(scope, read, given) {
      const columns = [scope, ...given.map(textOf)];
      const rows = new Promise<readonly object[]>((resolve, reject) => {
        const others = gathered.get(read.text) ?? [];
        others.push({ columns, resolve, reject });
        gathered.set(read.text, others);
      });
      callRound();
      return rows as Promise<readonly never[]>;
    },
    close: () => connections.close(),
  };
}

function inParts(asked: readonly Asked[]): (readonly Asked[])[] {
  return Array.from({ length: Math.ceil(asked.length / MOST_TOGETHER) }, (_, part) =>
    asked.slice(part * MOST_TOGETHER, (part + 1) * MOST_TOGETHER),
  );
}

/** Runs the statement for all of them and tells each its part. Never rejects. */
async function answer(connection: HeldConnection, text: string, asked: readonly Asked[]): Promise<void> {
  const columns = asked[0]?.columns.map((_, at) => asked.map((one) => one.columns[at] ?? null)) ?? [];
  try {
    const rows = await connection.whileHeld(
      connection.sql.unsafe<({ [ASKER]: number } & object)[]>(text, columns, { prepare: true }),
    );
    const parts: object[][] = asked.map(() => []);
    // Not `for of`: where the statement before failed after its first rows, postgres.js (3.4.9) puts as many holes before ours.
    rows.forEach((row) => void parts[row[ASKER]]?.push(row));
    for (const [at, one] of asked.entries()) one.resolve(parts[at] ?? []);
  } catch (error) {
    if (asked.length > 1 && classifyFailure(error)?.kind === 'other') {
      await Promise.all(asked.map((one) => answer(connection, text, [one])));
    } else for (const one of asked) one.reject(error);
  }
}

function textOf(value: Argument): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (value instanceof Date) return value.toISOString();
  return `{${value.map((element) => `"${element.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
