/**
 * Reads that are the same for every caller of a group, asked for together by whichever requests are under way: a busy process then reads the names
 * of partners once for many requests, not once for each. Nothing is kept: what is asked for is read afterwards, so no answer is older than its
 * question.
 *
 * Only for what does not depend on the caller within its group (a programme): who is shown another's answer must have been given the same.
 */

/** Gives rows for some of these ids, of one group, and maybe others of the group beside them. */
export type SharedRead<Row> = (group: string, ids: readonly string[]) => Promise<readonly Row[]>;

/** Makes the read; `read` is asked once for all that one turn of the event loop wants of a group. */
export function createSharedRead<Row>(read: SharedRead<Row>): SharedRead<Row> {
  const gathering = new Map<string, { ids: Set<string>; rows: Promise<readonly Row[]> }>();
  return (group, ids) => {
    let gathered = gathering.get(group);
    if (gathered === undefined) {
      const wanted = new Set<string>();
      const rows = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        gathering.delete(group);
        return read(group, [...wanted]);
      });
      gathered = { ids: wanted, rows };
      gathering.set(group, gathered);
    }
    for (const id of ids) gathered.ids.add(id);
    return gathered.rows;
  };
}
