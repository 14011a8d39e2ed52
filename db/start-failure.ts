/**
 * A reason not to start that the person at the terminal can act on: a busy port, a folder that is not writable, a server
 * that is too old. The message is one whole sentence; scripts print it alone, without a stack, and exit with 1.
 */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/** The system's own words of an unknown error, on one line, fit to stand in the middle of a sentence. */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '' && error.errors.length > 0)
    return wordsOf(error.errors[0]);
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replaceAll(/\s+/g, ' ').replace(/[.\s]+$/, '');
}
