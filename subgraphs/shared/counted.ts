/**
 * A count with its noun, for sentences: `1 point`, `2 points`; with `were`, its verb as well: `1 point was taken back`.
 * @param many where it is not the noun with an s
 */
export function counted(count: bigint | number, one: string, many = `${one}s`): string {
  return `${count} ${BigInt(count) === 1n ? one : many}`;
}
