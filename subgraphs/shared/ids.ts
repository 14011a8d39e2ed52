import { v7 } from 'uuid';

/** Ids come in by the door, too. An `IdSource` gives a new UUIDv7; its order is the order of making. */
export type IdSource = () => string;

export const uuidSource: IdSource = () => v7();

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether `value` can be an id of ours. Anything else names nothing and need not reach the database. */
export function isId(value: string): boolean {
  return UUID.test(value);
}
