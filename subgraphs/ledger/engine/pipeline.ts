// Many statements in one trip: all are sent before the first is answered.

const TRANSACTION_IS_ABORTED = '25P02';

/**
 * Answers of statements that are sent together on one connection; what is no statement stands for itself. When one fails, those behind it fail for that reason alone
 * (25P02), and so the first failure of its own is thrown, after all have ended.
 */
export async function inOneTrip<Statements extends readonly unknown[]>(
  ...statements: Statements
): Promise<{ -readonly [Index in keyof Statements]: Awaited<Statements[Index]> }> {
  const settled = await Promise.allSettled(statements);
  const failures = settled.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
  if (failures.length > 0) throw failures.find((failure) => codeOf(failure) !== TRANSACTION_IS_ABORTED) ?? failures[0];
  return settled.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined)) as {
    -readonly [Index in keyof Statements]: Awaited<Statements[Index]>;
  };
}

function codeOf(failure: unknown): unknown {
  return failure instanceof Error && 'code' in failure ? failure.code : undefined;
}
