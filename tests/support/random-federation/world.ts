/*
 * The data behind all deployments: records with a cell per field. A cell holds a value, null, a failure, or links to other
 * records; nulls and failures also sit where the schema promises a value.
 */
import { GraphQLError } from 'graphql';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

export type TypeName = 'Product' | 'Bundle' | 'Seller' | 'Warehouse' | 'Note' | 'Shelf' | 'Settings' | 'Agent';

/** Points at a record. */
export class Link {
  readonly type: TypeName;
  readonly id: string;
  constructor(type: TypeName, id: string) {
    this.type = type;
    this.id = id;
  }
}

/** A field that throws. */
export class Failure {
  readonly error: Error;
  constructor(error: Error) {
    this.error = error;
  }
}

export type Cells = Record<string, unknown> & { __typename: TypeName; id: string };

export interface World {
  records: Map<string, Cells>;
  /** What the mutations did, in the order in which they did it. */
  log: string[];
  find(type: TypeName, id: string): Cells | undefined;
  all(type: TypeName): Cells[];
}

const CODES = ['OUT_OF_REACH', 'TOO_OLD', undefined];

/** The same world for the same seed. `trouble` is the share of cells that fail; half as many are null. */
export function makeWorld(seed: number, trouble = 0.06): World {
  const random = seededRandom(seed);
  const records = new Map<string, Cells>();
  const world: World = {
    records,
    log: [],
    find: (type, id) => records.get(`${type}:${id}`),
    all: (type) => [...records.values()].filter((record) => record.__typename === type),
  };

  const cell = (where: string, make: () => unknown): unknown => {
    const luck = random.below(10_000) / 10_000;
    if (luck < trouble) return new Failure(failureAt(where, random));
    if (luck < trouble * 1.5) return null;
    return make();
  };
  const add = (type: TypeName, id: string, makers: Record<string, () => unknown>): void => {
    const cells: Cells = { __typename: type, id };
    for (const [field, make] of Object.entries(makers)) cells[field] = cell(`${type}:${id}.${field}`, make);
    records.set(`${type}:${id}`, cells);
  };
  const link = (type: TypeName, count: number) => () =>
    new Link(type, `${type[0]?.toLowerCase()}${random.below(count)}`);
  const links = (one: () => unknown, max: number) => () => Array.from({ length: random.below(max + 1) }, one);
  const holed = (one: () => unknown) => () => (random.chance(trouble) ? null : one());
  const object = (where: string, typename: string, makers: Record<string, () => unknown>) => () => {
    const cells: Record<string, unknown> = { __typename: typename };
    for (const [field, make] of Object.entries(makers)) cells[field] = cell(`${where}.${field}`, make);
    return cells;
  };
  const number = () => random.below(50);
  const word = () => random.pick(['alba', 'bora', 'cima', 'سلام', 'delta']);

  for (let n = 0; n < 6; n++) {
    add('Product', `p${n}`, {
      title: word,
      kind: () => random.pick(['BOOK', 'TOY', 'TOOL']),
      weight: number,
      girth: number,
      size: object(`Product:p${n}.size`, 'Size', { w: number, h: number }),
      price: object(`Product:p${n}.price`, 'Money', { amount: number, currency: () => 'EUR' }),
      attributes: () => ({ colours: [word(), word()], depth: { is: number() } }),
      related: links(holed(link('Product', 6)), 3),
      pairs: links(links(link('Product', 6), 2), 2),
      seller: link('Seller', 4),
      bundle: link('Bundle', 2),
      secret: word,
      inStock: number,
      reserved: number,
      warehouse: link('Warehouse', 2),
    });
  }
  for (let n = 0; n < 2; n++) {
    add('Bundle', `b${n}`, {
      title: word,
      parts: links(holed(link('Product', 6)), 3),
      top: link('Product', 6),
      seller: link('Seller', 4),
      inStock: number,
      reserved: number,
    });
    add('Warehouse', `w${n}`, {
      products: links(link('Product', 6), 4),
      manager: link('Seller', 4),
      agent: link('Agent', 3),
      fee: object(`Warehouse:w${n}.fee`, 'Money', { amount: number, currency: word }),
      x: () => number() + 0.5,
    });
    records.get(`Warehouse:w${n}`)!.code = `w${n}`;
    add('Note', `n${n}`, {
      text: word,
      about: () => random.pick([link('Product', 6), link('Bundle', 2)])(),
      x: number,
    });
    add('Shelf', `s${n}`, { number, x: word, products: links(link('Product', 6), 2) });
  }
  for (let n = 0; n < 3; n++) {
    add('Seller', `s${n}`, {
      name: word,
      email: word,
      stars: () => number() / 4,
      verified: () => random.chance(0.5),
      listed: links(link('Product', 6), 4),
      best: link('Product', 6),
      agents: links(link('Agent', 3), 2),
      peers: links(holed(link('Seller', 4)), 3),
      warehouse: link('Warehouse', 2),
    });
  }
  for (let n = 0; n < 2; n++) {
    add('Agent', `a${n}`, { phone: word, x: () => true, represents: links(link('Seller', 4), 2) });
  }
  // s3 and a2 are known to others only: the subgraph that should know them does not.
  records.set('Agent:a2', { __typename: 'Agent', id: 'a2' });
  records.set('Seller:s3', { __typename: 'Seller', id: 's3' });
  add('Settings', 'the', { theme: word, locale: word });
  return world;
}

function failureAt(where: string, random: SeededRandom): Error {
  const code = random.pick(CODES);
  const message = `${where} failed`;
  return code ? new GraphQLError(message, { extensions: { code } }) : new Error(message);
}
