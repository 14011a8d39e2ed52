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
 */
import postgres from 'postgres';
import type { Sql } from './client.ts';

export interface HeldConnection {
  readonly sql: Sql;
  /** A mark of the connection as it is now. */
  mark(): number;
  /** Whether it has been the same connection since the mark. */
  isSame(mark: number): boolean;
}

export interface HeldConnections {
  /** One that nobody holds. There are as many as are held at once. */
  take(): HeldConnection;
  giveBack(connection: HeldConnection): void;
  /** Closes those that nobody holds, and each of the others when it is given back. */
  close(): Promise<void>;
}

/** Connections with the options of a pool, apart from it, and settings of their own (`enable_seqscan`, say). */
export function holdConnections(pool: Sql, settings: Readonly<Record<string, string>> = {}): HeldConnections {
  const free: HeldConnection[] = [];
  let closed = false;
  const open = (): HeldConnection => {
    let losses = 0;
    const onclose = (): void => {
      losses += 1;
    };
    const connection = { ...pool.options.connection, ...settings };
    const options = { ...pool.options, connection, max: 1, onclose };
    // Options that were read once are taken as they are; the declared type is that of options to be read.
    const sql = postgres(
      options as unknown as postgres.Options<Record<string, postgres.PostgresType>>,
    ) as unknown as Sql;
    return { sql, mark: () => losses, isSame: (mark) => losses === mark };
  };
  return {
    take: () => free.pop() ?? open(),
    giveBack(connection) {
      if (closed) void connection.sql.end({ timeout: 1 });
      else free.push(connection);
    },
    async close() {
      closed = true;
      await Promise.all(free.splice(0).map(({ sql }) => sql.end({ timeout: 1 })));
    },
  };
}
