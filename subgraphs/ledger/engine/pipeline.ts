// Many statements in one trip: all are sent before the first is answered.

const TRANSACTION_IS_ABORTED = '25P02';

type Answer<Statement> = Statement extends () => infer Started ? Awaited<Started> : Awaited<Statement>;

/**
 * Answers of statements that are sent together on one connection, in the order in which they stand here. What is no statement stands for
 * itself; a function is called in its turn and may send several.
 *
 * The order is the point: what must see the state under a lock stands after the lock. A statement is sent when it is first waited for, so
 * a call that waits by itself must come in a function, or its statements would overtake those before it; and as it may send them a moment
 * later, nothing that stands behind it may depend on it.
 * When one fails, those behind it fail for that reason alone (25P02), and so the first failure of its own is thrown, after all have ended.
 */
export async function inOneTrip<Statements extends readonly unknown[]>(
  ...statements: Statements
): Promise<{ -readonly [Index in keyof Statements]: Answer<Statements[Index]> }> {
  const sent: unknown[] = [];
  for (const statement of statements) sent.push(send(typeof statement === 'function' ? statement() : statement));
  const settled = await Promise.allSettled(sent);
  const failures = settled.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
  if (failures.length > 0) throw failures.find((failure) => codeOf(failure) !== TRANSACTION_IS_ABORTED) ?? failures[0];
  return settled.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined)) as {
    -readonly [Index in keyof Statements]: Answer<Statements[Index]>;
  };
}

/** Waits for a statement now, which sends it. */
function send(statement: unknown): unknown {
  if (typeof statement !== 'object' || statement === null || !('then' in statement)) return statement;
  const query = statement as PromiseLike<unknown>;
  return new Promise((resolve, reject) => query.then(resolve, reject));
}

function codeOf(failure: unknown): unknown {
  return failure instanceof Error && 'code' in failure ? failure.code : undefined;
}
