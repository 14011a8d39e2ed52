/*
 * The planner asks a subgraph for keys and required fields under their own names, beside what the client selected, and
 * the client's alias wins where both want one name: `{ product { id: title shipping } }` would look products up by
 * their title. So every alias is planned under a name that no field has, and read back under it when the answer is
 * completed. Error paths are put back the same way.
 */
import type { FieldNode } from 'graphql';

const ALIASED = '_as_';

/** The response key under which a field of the client's operation is planned and merged. */
export function plannedKey(field: FieldNode): string {
  const alias = field.alias?.value;
  return alias === undefined || alias === field.name.value ? field.name.value : ALIASED + alias;
}

/** The client's response key for a planned one. */
export function clientKey(key: string | number): string | number {
  return typeof key === 'string' && key.startsWith(ALIASED) ? key.slice(ALIASED.length) : key;
}

/** Whether a schema may not have this field, because it would be taken for an alias. */
export function looksLikeAlias(fieldName: string): boolean {
  return fieldName.startsWith(ALIASED);
}
