/**
 * Per-request entity look-ups in batches: a hundred references of one answer are one statement.
 *
 * A loader lives as long as one request (for a subscription: one event), so nothing of one caller is ever shown to another
 * and nothing goes stale. What cannot be an id names nothing and never reaches the database.
 */
import DataLoader from 'dataloader';
import { isId } from '../shared/ids.ts';

export type EntityLoader<Row> = DataLoader<string, Row | null>;

const MAX_BATCH = 1_000;

/** A loader of rows by UUID. `read` may answer in any order and leave out what does not exist or may not be seen. */
export function entityLoader<Row>(
  read: (ids: readonly string[]) => Promise<readonly Row[]>,
  idOf: (row: Row) => string,
): EntityLoader<Row> {
  return new DataLoader<string, Row | null>(
    async (keys) => {
      const ids = keys.map((key) => key.toLowerCase());
      const wanted = ids.filter(isId);
      const rows = wanted.length === 0 ? [] : await read(wanted);
      const byId = new Map(rows.map((row) => [idOf(row), row]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { maxBatchSize: MAX_BATCH, cacheKeyFn: (key) => key.toLowerCase() },
  );
}

/** A loader of lists by UUID: the rows of each parent, empty when there are none. `read` decides their order. */
export function listLoader<Row>(
  read: (parentIds: readonly string[]) => Promise<readonly Row[]>,
  parentOf: (row: Row) => string,
): DataLoader<string, Row[]> {
  return new DataLoader<string, Row[]>(
    async (keys) => {
      const ids = keys.map((key) => key.toLowerCase());
      const lists = new Map<string, Row[]>(ids.map((id) => [id, []]));
      const wanted = [...lists.keys()].filter(isId);
      for (const row of wanted.length === 0 ? [] : await read(wanted)) lists.get(parentOf(row))?.push(row);
      return ids.map((id) => lists.get(id) ?? []);
    },
    { maxBatchSize: MAX_BATCH, cacheKeyFn: (key) => key.toLowerCase() },
  );
}

/** How each of a request's loaders is made, from what the request brings. */
export type LoaderMakers<Request, Loaders extends object> = {
  readonly [Name in keyof Loaders]: (request: Request, loaders: Loaders) => Loaders[Name];
};

/** Loaders of a request, each made when it is first asked for: of the many that a subgraph has, a request asks for a few. */
export function lazyLoaders<Request, Loaders extends object>(
  makers: LoaderMakers<Request, Loaders>,
): (request: Request) => Loaders {
  class Lazy {
    readonly made: Partial<Loaders> = {};
    readonly request: Request;
    constructor(request: Request) {
      this.request = request;
    }
  }
  for (const name of Object.keys(makers) as (keyof Loaders)[]) {
    Object.defineProperty(Lazy.prototype, name, {
      get(this: Lazy & Loaders) {
        this.made[name] ??= makers[name](this.request, this);
        return this.made[name];
      },
    });
  }
  return (request) => new Lazy(request) as unknown as Loaders;
}
