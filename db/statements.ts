/**
 * What is done to every statement that a postgres.js makes, in one place: it has no hook between a statement and its connection, so what needs one
 * changes the statement itself, as soon as it is made and before somebody waits for it.
 */
import type { AnySql } from './client.ts';

/** What of a statement of postgres.js (3.4.9) is touched here. */
export interface Statement extends Promise<unknown> {
  /** Sends it: set by the pool, the transaction or the held connection that made it. */
  handler: ((statement: Statement) => void) & { debug?: unknown };
  /** Called when somebody first waits for it. */
  handle(...args: unknown[]): unknown;
  executed: boolean;
  resolve(result: unknown): void;
  reject(reason: unknown): void;
}

/**
 * The same postgres.js; `made` is told of every statement with its text. What is no statement (fragments, arrays, identifiers) stays as it is.
 * @param refuse throws for what must not be asked of it, such as `begin`
 */
export function eachStatement<Given extends AnySql>(
  sql: Given,
  made: (statement: Statement, text: string) => void,
  refuse?: (name: string) => void,
): Given {
  const told = (given: unknown, text: string): unknown => {
    if (given instanceof Promise && 'handler' in given) made(given as unknown as Statement, text);
    return given;
  };
  return new Proxy(sql, {
    apply(target, self, args: [unknown, ...unknown[]]) {
      const [first] = args;
      return told(Reflect.apply(target as never, self, args), Array.isArray(first) ? String(first[0]) : '');
    },
    get(target, key, receiver) {
      if (key === 'unsafe') return (text: string, ...rest: never[]) => told(target.unsafe(text, ...rest), text);
      if (typeof key === 'string') refuse?.(key);
      return Reflect.get(target, key, receiver);
    },
  });
}
