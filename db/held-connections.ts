/**
 * Connections of one's own, each for one transaction at a time whose statements are sent many at once.
 *
 * Why not `sql.reserve()`: in postgres.js 3.4.9 a reservation that has to wait for a connection is dropped when that connection is lost on
 * its way, as while the server starts again, and then nobody ever answers it (found by `npm run torture`). A client with a single connection
 * has no such queue.
 *
 * What it costs: such a client opens its connection anew by itself. A transaction would then go on outside of what it began, so whoever
 * holds one asks `isSame` before the statements that must not go anywhere else, in the turn in which they are sent: a connection that
 * is lost later takes them with it, for statements that were sent are never sent again.
 *
 * A connection that was lost once is not used again. Statements that reach it between its error and its close are told nothing at all, and
 * worse: when it is opened anew, the first of them is answered as if it had succeeded (postgres.js 3.4.9: `closed` rejects them only
 * where there was no error). So whoever waits for a statement also asks to be told with `onLost`.
 */
import type { Socket } from 'node:net';
import postgres from 'postgres';
import type { Sql } from './client.ts';
import { Exchanges, type WireRow, type WireStatement } from './exchange.ts';
import { connectionLost } from './failures.ts';

export interface HeldConnection {
  readonly sql: Sql;
  /**
   * Sends statements that go and are answered together (exchange.ts), in the turn of the call; answers the rows of each. Nothing else of this
   * connection may be waited for; what is sent after it is answered behind it. When one fails, those behind it are not run, and its
   * failure is thrown.
   *
   * The first ones go by the driver, which opens the connection with them.
   */
  exchange(statements: readonly WireStatement[]): Promise<WireRow[][]>;
  /** A mark of the connection as it is now. */
  mark(): number;
  /** Whether it has been the same connection since the mark. */
  isSame(mark: number): boolean;
  /**
   * Calls once when it is lost, at once when it was. Returns how to be called no more: what waits on a connection and does not take itself away
   * stays on it for the connection's whole life.
   */
  onLost(callback: () => void): () => void;
  /** The answer of a statement that was sent on it; rejects soon when the connection is lost. */
  whileHeld<Answer>(statement: Promise<Answer>): Promise<Answer>;
}

export interface HeldConnections {
  /** One that nobody holds. There are as many as are held at once. */
  take(): HeldConnection;
  giveBack(connection: HeldConnection): void;
  /** Closes those that nobody holds, and each of the others when it is given back. */
  close(): Promise<void>;
}

const NEVER_LOST = 0;

/** Connections with the options of a pool, apart from it, and settings of their own (`enable_seqscan`, say). */
export function holdConnections(pool: Sql, settings: Readonly<Record<string, string>> = {}): HeldConnections {
  const free: HeldConnection[] = [];
  let closed = false;
  const open = (): HeldConnection => {
    let losses = 0;
    let socket: Socket | null = null;
    /** Over the socket, once the driver has opened the connection. */
    let exchanges: Exchanges | null = null;
    const callbacks = new Set<() => void>();
    const onclose = (): void => {
      losses += 1;
      socket = null;
      exchanges = null;
      for (const callback of [...callbacks]) callback();
      callbacks.clear();
    };
    const connection = { ...pool.options.connection, ...settings };
    const { socket: makeSocket } = pool.options as unknown as { socket: (where: unknown) => Socket | Promise<Socket> };
    const noted = async (where: unknown): Promise<Socket> => {
      socket = await makeSocket(where);
      return socket;
    };
    const options = { ...pool.options, connection, max: 1, onclose, socket: noted };
    // Options that were read once are taken as they are; the declared type is that of options to be read.
    const sql = postgres(
      options as unknown as postgres.Options<Record<string, postgres.PostgresType>>,
    ) as unknown as Sql;
    const onLost = (callback: () => void): (() => void) => {
      if (losses > 0) callback();
      else callbacks.add(callback);
      return () => void callbacks.delete(callback);
    };
    const exchange = async (statements: readonly WireStatement[]): Promise<WireRow[][]> => {
      if (exchanges !== null) return exchanges.send(statements);
      const answers = await throughDriver(sql, statements);
      if (socket !== null) exchanges = new Exchanges(socket);
      return answers;
    };
    const whileHeld = <Answer>(statement: Promise<Answer>): Promise<Answer> =>
      new Promise((resolve, reject) => {
        const mark = losses;
        // In a moment: most statements are told the reason themselves.
        const forget = onLost(() => setImmediate(() => reject(connectionLost())));
        statement
          .then((answer) => (losses === mark ? resolve(answer) : reject(connectionLost())), reject)
          .finally(forget);
      });
    return { sql, exchange, mark: () => losses, isSame: (mark) => losses === mark, onLost, whileHeld };
  };
  const discard = (connection: HeldConnection): void => void connection.sql.end({ timeout: 1 });
  return {
    take() {
      for (let connection = free.pop(); connection !== undefined; connection = free.pop()) {
        if (connection.isSame(NEVER_LOST)) return connection;
        discard(connection);
      }
      return open();
    },
    giveBack(connection) {
      if (closed || !connection.isSame(NEVER_LOST)) discard(connection);
      else free.push(connection);
    },
    async close() {
      closed = true;
      await Promise.all(free.splice(0).map(({ sql }) => sql.end({ timeout: 1 })));
    },
  };
}

/** The same by the driver: each a message of its own, all sent before the first is answered. */
async function throughDriver(sql: Sql, statements: readonly WireStatement[]): Promise<WireRow[][]> {
  const sent = statements.map(({ text, parameters }) => {
    const rows = sql.unsafe(text, parameters as (string | number)[], { prepare: true }).raw();
    return new Promise<Uint8Array[][]>((resolve, reject) =>
      rows.then((found) => resolve(found as unknown as Uint8Array[][]), reject),
    );
  });
  const settled = await Promise.allSettled(sent);
  return settled.map((answer) => {
    // The first failure in their order: those behind it failed for that reason alone.
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value.map((row) => row.map((value) => (value === null ? null : Buffer.from(value).toString())));
  });
}
