/**
 * Every row that a subgraph's schema keeps about a member, for the member to take along: read from the catalogue of the database, so that a new table cannot
 * be forgotten.
 *
 * A column of ids named as below says whose a row is. What is sealed, hashed or secret is left out: it is no data of the member's, and where it stands
 * for some (keys, messages), that is told in the clear elsewhere.
 */
import type { AnySql } from '../../db/client.ts';

/** Names of columns that say whose a row is. */
export const MEMBER_COLUMNS = [
  ...['member_id', 'subject_id', 'referrer_id', 'friend_id', 'survivor_id', 'duplicate_id', 'merged_into', 'givers'],
] as const;

/** Columns that are secret or technical, beside all that are bytes. */
const LEFT_OUT = ['lookup', 'code_hash', 'handle', 'last_step', 'failures', 'failures_since'] as const;

interface MemberTable {
  readonly name: string;
  /** Columns that are told. */
  readonly told: readonly string[];
  /** Columns that say whose a row is: `id`, or `ids` where there are several. */
  readonly owners: readonly { readonly column: string; readonly several: boolean }[];
}

/** Rows of members that are one person by table, with the columns that are told, in the order of the tables' names. Tables with none are left out. */
export async function readRowsOfMembers(
  sql: AnySql,
  schema: 'members' | 'rewards',
  memberIds: readonly string[],
): Promise<Record<string, readonly object[]>> {
  const rows: Record<string, readonly object[]> = {};
  for (const { name, told, owners } of await tablesOfMembers(sql, schema)) {
    const mine = owners
      .map(({ column, several }) =>
        several ? `${quoted(column)} && $1::uuid[]` : `${quoted(column)} = ANY($1::uuid[])`,
      )
      .join(' OR ');
    const found = await sql.unsafe<{ row: object }[]>(
      `SELECT to_jsonb(t) AS row FROM (SELECT ${told.map(quoted).join(', ')} FROM ${quoted(schema)}.${quoted(name)} WHERE ${mine}) AS t`,
      [[...memberIds]],
    );
    if (found.length > 0) rows[name] = found.map(({ row }) => row);
  }
  return rows;
}

/** Tables of a schema that have rows of members. */
export async function tablesOfMembers(sql: AnySql, schema: 'members' | 'rewards'): Promise<MemberTable[]> {
  return sql<MemberTable[]>`
    SELECT relname AS name,
           array_agg(attname::text ORDER BY attnum) FILTER (WHERE typname <> 'bytea' AND NOT attname = ANY(${LEFT_OUT as unknown as string[]})) AS told,
           jsonb_agg(jsonb_build_object('column', attname, 'several', typname = '_uuid'))
             FILTER (WHERE typname IN ('uuid', '_uuid') AND attname = ANY(${MEMBER_COLUMNS as unknown as string[]})) AS owners
    FROM pg_class
    JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
    JOIN pg_type ON pg_type.oid = atttypid
    WHERE relnamespace = ${schema}::regnamespace AND relkind IN ('r', 'p')
    GROUP BY relname
    HAVING bool_or(typname IN ('uuid', '_uuid') AND attname = ANY(${MEMBER_COLUMNS as unknown as string[]}))
    ORDER BY relname`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
