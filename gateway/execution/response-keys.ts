/*
 * The planner asks a subgraph for keys and required fields under their own names, beside what the client selected, and
 * where both want one name the client wins: `{ product { id: title shipping } }` would look the product up by its title,
 * and `{ product { weight(unit: KILO) shipping } }` would compute the shipping from kilos. So every field that the client
 * renames, or gives arguments, is planned under a name that no field has, and read back under it when the answer is
 * completed. Error paths are put back the same way.
 */
import type { FieldNode } from 'graphql';

/** The response key under which a field of the client's operation is planned and merged. */
export function plannedKey(field: FieldNode): string {
  const name = field.name.value;
  const key = field.alias?.value ?? name;
  if (key === name && !field.arguments?.length) return name;
  // Both names, so that no two fields share a key; the length says where the first one ends.
  return `_as${key.length}_${key}_${name}`;
}

/** The client's response key for a planned one. */
export function clientKey(key: string | number): string | number {
  const [prefix, length] = (typeof key === 'string' && /^_as(\d+)_/.exec(key)) || [];
  return prefix === undefined ? key : String(key).slice(prefix.length, prefix.length + Number(length));
}

/** Whether a schema may not have this field, because it would be taken for a planned key. */
export function looksPlanned(fieldName: string): boolean {
  return clientKey(fieldName) !== fieldName;
}
