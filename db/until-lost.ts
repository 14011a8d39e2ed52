/**
 * The statements of a transaction, of which none is sent once its connection is lost.
 *
 * postgres.js (3.4.9) ends a transaction whose connection is lost by failing its `begin`, and sends what its work asks for afterwards all the
 * same: on the connection that is gone, which throws where nobody can catch it and ends the process (porsager/postgres issue 1208), or, when that
 * was opened anew for others, there, outside of any transaction: the second half of what was to be written whole.
 */
import type { AnySql } from './client.ts';
import { classifyFailure, connectionLost } from './failures.ts';
import { eachStatement, type Statement } from './statements.ts';

/** Whether a transaction's connection is lost. Once it is, it stays so. */
export interface Loss {
  known: boolean;
}

/** postgres.js in a transaction; a statement that comes after the loss is told of it and goes nowhere. The first that is told makes it known. */
export function untilLost<Given extends AnySql>(sql: Given, loss: Loss): Given {
  return eachStatement(
    sql,
    (statement) => {
      const { handler: send, reject } = statement;
      const sendUnlessLost = (given: Statement): void => {
        if (loss.known) given.reject(connectionLost());
        else send(given);
      };
      sendUnlessLost.debug = send.debug;
      statement.handler = sendUnlessLost;
      statement.reject = (reason) => {
        if (classifyFailure(reason)?.kind === 'connection-lost') loss.known = true;
        reject.call(statement, reason);
      };
    },
    (name) => {
      if (name === 'savepoint' || name === 'file') throw new Error(`A transaction here has no ${name}.`);
    },
  );
}
