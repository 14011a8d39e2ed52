/**
 * Relay connections: forward pages of 1 to 100 with opaque cursors.
 *
 * A cursor holds the sort key of its edge, so a page is read by "after this key" and stays right while rows come and go.
 * It is bound to the connection it came from by `kind` and is checked before it is used: it comes from outside.
 *
 *   const page = readPage(args, 'partner', 2);            // { limit: 20, after: ['acme', '018f...'] | null }
 *   const rows = await readPartners(sql, { ..., after: page.after, limit: page.limit + 1 });
 *   return connectionOf(rows, page, (row) => [row.code, row.id]);
 */
import { badUserInput } from './errors.ts';
import { isWellFormed } from './text.ts';

export const MAX_PAGE = 100;
const MAX_CURSOR_LENGTH = 2_000;

export interface PageArguments {
  readonly first: number;
  readonly after?: string | null | undefined;
}

export interface Page {
  readonly kind: string;
  /** Edges wanted, 1 to 100. Read one row more to know whether another page follows. */
  readonly limit: number;
  /** Sort key of the last edge already seen, as many texts as the connection has key parts. */
  readonly after: readonly string[] | null;
}

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

export interface Connection<Node> {
  edges: { cursor: string; node: Node }[];
  pageInfo: PageInfo;
}

export function encodeCursor(kind: string, key: readonly string[]): string {
  return Buffer.from(JSON.stringify([kind, ...key]), 'utf8').toString('base64url');
}

/** The sort key inside a cursor of this kind with this many parts. Throws `BAD_USER_INPUT` for anything else. */
export function decodeCursor(kind: string, parts: number, cursor: string): readonly string[] {
  const key = cursor.length <= MAX_CURSOR_LENGTH && /^[A-Za-z0-9_-]+$/.test(cursor) ? parseKey(cursor) : null;
  if (key === null || key.length !== parts + 1 || key[0] !== kind) {
    throw badUserInput('`after` is not a cursor of this connection.');
  }
  return key.slice(1);
}

function parseKey(cursor: string): readonly string[] | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed)) return null;
    return parsed.every((part): part is string => typeof part === 'string' && isWellFormed(part)) ? parsed : null;
  } catch {
    return null;
  }
}

/** Checks `first` (1 to 100) and `after`. `parts` is the number of texts in the connection's sort key. */
export function readPage(args: PageArguments, kind: string, parts: number): Page {
  if (!Number.isInteger(args.first) || args.first < 1 || args.first > MAX_PAGE) {
    throw badUserInput(`\`first\` must be from 1 to ${MAX_PAGE}.`);
  }
  const after = args.after ?? null;
  return { kind, limit: args.first, after: after === null ? null : decodeCursor(kind, parts, after) };
}

/** Makes the connection of up to `limit + 1` rows that were read for the page. A cursor is written when it is asked for. */
export function connectionOf<Row, Node = Row>(
  rows: readonly Row[],
  page: Page,
  keyOf: (row: Row) => readonly string[],
  nodeOf: (row: Row) => Node = (row) => row as unknown as Node,
): Connection<Node> {
  const edges = rows.slice(0, page.limit).map((row) => ({
    get cursor() {
      return encodeCursor(page.kind, keyOf(row));
    },
    node: nodeOf(row),
  }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > page.limit,
      hasPreviousPage: page.after !== null,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
  };
}
