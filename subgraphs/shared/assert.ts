/** Throws when a thing that the code promises does not hold: a fault of ours, never an answer to a caller. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`Broken promise: ${message}`);
}

/** Makes an exhaustive `switch` a compile-time promise: a new case without an arm does not compile. */
export function unreachable(value: never): never {
  throw new Error(`Broken promise: unexpected ${String(value)}`);
}
