/**
 * Reads on behalf of a caller: each runs in a read-only transaction that says whose rows may be seen, in a role that can do nothing else.
 *
 * | sent in one go, on one connection                   | what for                                                       |
 * |-----------------------------------------------------|----------------------------------------------------------------|
 * | BEGIN READ ONLY; SET LOCAL loyalty.scope = ...      | the scope, for this transaction only: a pooled connection leaks |
 * |                                                     | nothing to the next caller                                     |
 * | the statements that the scope asked for in one turn | a request's loaders ask together, so most requests have one    |
 * | COMMIT                                              |                                                                |
 *
 * So a scoped read costs two short messages more than a bare one and no round trip. Scopes that ask at the same moment share a connection, each in
 * its own transaction behind the other: what a busy process reads leaves in a few writes, each of which would wake a process of the
 * server. Nothing is sent later than in that turn: a connection that
 * is lost takes the whole transaction with it, and a statement can never run outside of its scope. What comes after a loss is thrown away
 * (`isSame`): a read without its scope has seen no row, and "nothing" must not be told for "not known".
 *
 * Limits: statements of one turn share a transaction; when one fails, those behind it fail with it (25P02). A slow read keeps the scopes waiting
 * that were sent behind it, at most seven.
 *
 * postgres.js (3.4.9) knows no hook between a statement and its connection. A statement that is built on a pool asks that pool's `handler` when it
 * is first waited for; ours takes it instead and hands it to a connection of our own when its transaction is opened.
 */
import type { AnySql, Sql } from './client.ts';
import { connectionLost } from './failures.ts';
import { type HeldConnection, type HeldConnections, holdConnections } from './held-connections.ts';
import { type RowScope, scopeText } from './row-scope.ts';
import { eachStatement, type Statement } from './statements.ts';

export interface ScopedReads {
  /** postgres.js that reads in this scope and can do nothing else. Cheap: made for every request. */
  as(scope: RowScope): AnySql;
  close(): Promise<void>;
}

/** Statements of one scope, asked for in one turn. */
interface Turn {
  readonly opening: string;
  readonly statements: readonly Statement[];
}

/** A connection with the turns that were sent on it and have not ended. */
interface Carrier {
  readonly connection: HeldConnection;
  sent: number;
  underWay: number;
}

/** Turns that are sent on one connection, one behind the other: a slow read keeps as many waiting, and no more. */
const MOST_TOGETHER = 8;

/** What a read on behalf of a caller must not ask of a pool: it would run outside of its scope. */
const OUT_OF_SCOPE = new Set(['begin', 'reserve', 'listen', 'subscribe', 'file', 'notify', 'end', 'close']);

/** Reads of a pool in another role, over at most `max` connections of their own. */
export function openScopedReads(pool: Sql, role: string, max: number): ScopedReads {
  const connections: HeldConnections = holdConnections(pool, { role });
  const waiting: Turn[] = [];
  let taken = 0;
  /** The connection whose messages have not left yet: what comes before they do goes with them. */
  let filling: Carrier | null = null;

  const send = (carrier: Carrier, { opening, statements }: Turn): void => {
    carrier.sent += 1;
    carrier.underWay += 1;
    void inTransaction(carrier.connection, opening, statements).finally(() => {
      carrier.underWay -= 1;
      if (carrier.underWay === 0) release(carrier);
    });
  };
  const carry = (turn: Turn): void => {
    if (filling !== null && filling.sent < MOST_TOGETHER) {
      send(filling, turn);
      return;
    }
    if (taken >= max) {
      waiting.push(turn);
      return;
    }
    taken += 1;
    const carrier: Carrier = { connection: connections.take(), sent: 0, underWay: 0 };
    filling = carrier;
    setImmediate(() => {
      if (filling === carrier) filling = null;
    });
    send(carrier, turn);
  };
  const release = (carrier: Carrier): void => {
    connections.giveBack(carrier.connection);
    taken -= 1;
    if (filling === carrier) filling = null;
    for (const turn of waiting.splice(0, MOST_TOGETHER)) carry(turn);
  };

  return {
    as(scope) {
      const opening = openingOf(scope);
      let turn: Statement[] | null = null;
      const collect = (statement: Statement): void => {
        if (turn === null) {
          turn = [];
          // After the promises of this turn: the loaders that were asked together have asked by then.
          process.nextTick(() => {
            const statements = turn ?? [];
            turn = null;
            carry({ opening, statements });
          });
        }
        turn.push(statement);
      };
      collect.debug = pool.options.debug;
      return eachStatement<AnySql>(
        pool,
        (statement) => {
          statement.handler = collect;
        },
        (name) => {
          if (OUT_OF_SCOPE.has(name)) throw new Error(`A read on behalf of a caller cannot ${name}.`);
        },
      );
    },
    close: () => connections.close(),
  };
}

function openingOf(scope: RowScope): string {
  return `BEGIN READ ONLY; SET LOCAL loyalty.scope = '${scopeText(scope)}'`;
}

/** Sends all in one turn; resolves when the transaction has ended. The statements settle by themselves. */
async function inTransaction(
  connection: HeldConnection,
  opening: string,
  statements: readonly Statement[],
): Promise<void> {
  const mark = connection.mark();
  const begin = connection.sql.unsafe(opening) as unknown as Statement;
  const commit = connection.sql.unsafe('COMMIT') as unknown as Statement;
  const send = begin.handler;
  // Sent by hand: waiting for a statement would send it a moment later.
  begin.executed = true;
  commit.executed = true;
  const opened = Promise.resolve(begin as Promise<unknown>);
  opened.catch(() => {});
  send(begin);
  for (const statement of statements) {
    const { resolve, reject } = statement;
    statement.resolve = (rows) => {
      opened.then(() => (connection.isSame(mark) ? resolve(rows) : reject(connectionLost())), reject);
    };
    send(statement);
  }
  send(commit);
  const ended = Promise.allSettled([begin, commit]);
  await new Promise<void>((resolve) => {
    const forget = connection.onLost(() => {
      // In a moment: most of them have been told the reason.
      setImmediate(() => {
        for (const statement of [begin, ...statements, commit]) statement.reject(connectionLost());
      });
      resolve();
    });
    void ended.then(() => {
      forget();
      resolve();
    });
  });
}
