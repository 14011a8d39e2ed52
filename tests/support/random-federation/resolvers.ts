/*
 * One way to resolve every field, for the plain schema and for each subgraph. The difference is what an object shows: in
 * the plain schema all of its record, in a subgraph only what that subgraph owns or was sent, so that a field that an
 * executor forgot to send or to fetch is missed.
 */
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql';
import { type Cells, Failure, Link, type TypeName, type World } from './world.ts';

export interface WorldContext {
  world: World;
  /** What an object shows; everything when undefined. */
  visible?: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** Counts look-ups of entity references, per subgraph call. */
  onReference?: ((ref: Record<string, unknown>) => void) | undefined;
}

type View = Record<string, unknown>;

function viewOf(record: Cells, { visible }: WorldContext, also: readonly string[] = []): View {
  if (!visible) return record;
  const shown = visible.get(record.__typename);
  const view: View = { __typename: record.__typename };
  for (const [field, cell] of Object.entries(record)) {
    if (shown?.has(field) || also.includes(field)) view[field] = cell;
  }
  return view;
}

function evaluate(cell: unknown, context: WorldContext, also?: readonly string[]): unknown {
  if (cell instanceof Failure) throw cell.error;
  if (cell instanceof Link) {
    const record = context.world.find(cell.type, cell.id);
    return record ? viewOf(record, context, also) : null;
  }
  if (Array.isArray(cell)) return cell.map((item) => evaluate(item, context, also));
  return cell ?? null;
}

type Args = Record<string, never> & Record<string, unknown>;
type Root = (args: Args, context: WorldContext) => unknown;

const toLinks = (records: Cells[]) => records.map(({ __typename, id }) => new Link(__typename, id));

function act(context: WorldContext, what: string): number {
  return context.world.log.push(what);
}

interface Filter {
  minWeight: number;
  kinds?: string[];
  titled?: { contains: string; not?: string };
}

function passes(product: Cells, filter: Filter | null | undefined): boolean {
  if (!filter) return true;
  const title = typeof product.title === 'string' ? product.title : '';
  const weight = typeof product.weight === 'number' ? product.weight : 0;
  if (weight < filter.minWeight) return false;
  if (filter.kinds && !filter.kinds.includes(String(product.kind))) return false;
  if (!filter.titled) return true;
  return title.includes(filter.titled.contains) && title !== filter.titled.not;
}

const roots: Record<string, Root> = {
  product: ({ id }) => new Link('Product', String(id)),
  products: ({ first, kind, filter }, { world }) =>
    toLinks(
      world
        .all('Product')
        .filter((product) => passes(product, filter as Filter | undefined) && (!kind || product.kind === kind))
        .slice(0, Number(first ?? 3)),
    ),
  sparse: () => [new Link('Product', 'p0'), null, new Link('Product', 'p1'), new Link('Product', 'p0')],
  grid: () => [[new Link('Product', 'p2'), null], [], [new Link('Product', 'p3'), new Link('Product', 'p2')]],
  items: (_, { world }) => toLinks([...world.all('Bundle'), ...world.all('Product').slice(1, 4)]),
  search: ({ text }, { world }) => [
    ...toLinks([...world.all('Note'), ...world.all('Bundle')].slice(0, String(text).length + 1)),
    null,
    new Link('Seller', 's3'),
    new Link('Product', 'p4'),
    new Link('Seller', 's1'),
  ],
  settings: () => new Link('Settings', 'the'),
  broken: () => new Failure(new GraphQLError('broken failed', { extensions: { code: 'BROKEN' } })),
  brokenHard: (_, { world }) => (world.log.length % 2 ? 1 : new Failure(new Error('brokenHard failed'))),
  lowStock: (_, { world }) => toLinks(world.all('Product').slice(2, 5)),
  warehouse: ({ code }) => new Link('Warehouse', String(code)),
  warehouses: (_, { world }) => toLinks(world.all('Warehouse')),
  places: (_, { world }) => toLinks([...world.all('Shelf'), ...world.all('Warehouse')]),
  seller: ({ id }) => new Link('Seller', String(id)),
  sellers: (_, { world }) => toLinks(world.all('Seller').slice(0, 3)),

  retitle: ({ id, title }, context) => {
    const product = context.world.find('Product', String(id));
    if (product) product.title = title ?? null;
    act(context, `retitle ${id} ${title}`);
    return new Link('Product', String(id));
  },
  step: ({ by }, context) => act(context, `step ${by}`),
  attempt: ({ n }, context) =>
    act(context, `attempt ${n}`) % 2 ? new Failure(new Error('attempt failed')) : new Link('Product', 'p1'),
  restock: ({ id, by }, context) => {
    const product = context.world.find('Product', String(id));
    if (product) product.inStock = act(context, `restock ${id} ${by}`) * 100;
    return new Link('Product', String(id));
  },
  stepStock: (_, context) => act(context, 'stepStock'),
  moveAll: ({ input }, context) => {
    const { ids, to } = input as unknown as { ids: string[]; to: string };
    act(context, `move ${ids} ${to}`);
    return ids.map((id) => new Link('Product', id));
  },
  rename: ({ id, name }, context) => {
    const seller = context.world.find('Seller', String(id));
    if (seller && 'email' in seller) seller.name = name ?? null;
    act(context, `rename ${id} ${name}`);
    return new Link('Seller', String(id));
  },
  stepSellers: (_, context) => act(context, 'stepSellers'),
};

function inUnits(field: string) {
  return (parent: View, { unit }: Args, context: WorldContext): unknown => {
    const value = evaluate(parent[field], context);
    return typeof value === 'number' && unit === 'KILO' ? value * 1000 : value;
  };
}

const computed: Record<string, (parent: View, args: Args, context: WorldContext) => unknown> = {
  'Product.label': (product, { prefix, shout }, context) => {
    const title = evaluate(product.title, context);
    return title === null ? null : `${prefix ?? ''}${title}${shout ? '!' : ''}`;
  },
  'Product.weight': inUnits('weight'),
  'Product.girth': inUnits('girth'),
  'Product.related': (product, { first }, context) => {
    const related = evaluate(product.related, context);
    return Array.isArray(related) && typeof first === 'number' ? related.slice(0, Math.max(0, first)) : related;
  },
  'Seller.listed': (seller, { first }, context) => {
    const listed = evaluate(seller.listed, context);
    return Array.isArray(listed) ? listed.slice(0, Math.max(0, Number(first ?? 2))) : listed;
  },
  'Product.shipping': (product, { zone }, context) => {
    const weight = evaluate(product.weight, context);
    return weight === null ? null : Number(weight) + Number(zone);
  },
  'Product.airfreight': (product, _, context) => {
    const girth = evaluate(product.girth, context);
    const title = evaluate(product.title, context);
    if (girth === null || title === null) return null;
    return String(title).length + Number(girth);
  },
  'Product.freight': (product, _, context) => {
    const size = evaluate(product.size, context) as View | null;
    if (size === null) return null;
    const [w, h] = [evaluate(size.w, context), evaluate(size.h, context)];
    return w === null || h === null ? null : Number(w) + Number(h);
  },
  'Product.handledBy': (product, _, context) => {
    const seller = evaluate(product.seller, context) as View | null;
    return seller === null ? 'nobody' : `by ${evaluate(seller.name, context)}`;
  },
  'Warehouse.manager': (warehouse, _, context) => evaluate(warehouse.manager, context, ['name']),
};

/** Resolves any field of any deployment. */
export const resolveField: GraphQLFieldResolver<unknown, WorldContext> = (parent, args, context, info) => {
  const root = roots[info.fieldName];
  if (isRootType(info.parentType.name)) return evaluate(root?.(args as Args, context), context);
  const special = computed[`${info.parentType.name}.${info.fieldName}`];
  const view = parent as View;
  return special ? special(view, args as Args, context) : evaluate(view[info.fieldName], context);
};

export function resolveTypename(value: unknown): string {
  return String((value as View).__typename);
}

function isRootType(name: string): boolean {
  return name === 'Query' || name === 'Mutation' || name === 'Subscription';
}

/** The streams; each event's value is what the subscription field resolves to. */
const sources: Record<string, (args: Args, context: WorldContext) => AsyncGenerator<unknown>> = {
  async *ticks({ to }, { world }) {
    const products = world.all('Product');
    for (let n = 0; n < Number(to); n++) {
      const [product, hard] = [products[n % 6], products[(n + 1) % 6]];
      yield {
        __typename: 'Tick',
        n,
        product: product ? new Link('Product', product.id) : null,
        hard: n === 1 ? null : hard ? new Link('Product', hard.id) : null,
      };
    }
  },
  async *troubled({ to }) {
    for (let n = 0; n < Number(to); n++) {
      if (n === 2) throw new Error('troubled failed');
      yield new Link('Product', `p${n}`);
    }
  },
  async *restocked({ id }) {
    yield new Link('Product', String(id));
    yield new Failure(new GraphQLError('restocked failed', { extensions: { code: 'TOO_OLD' } }));
    yield new Link('Product', 'p1');
  },
};

/** The subscribe function of a subscription field of any deployment. */
export function subscribeField(fieldName: string): GraphQLFieldResolver<unknown, WorldContext> {
  return (_, args, context) => sources[fieldName]?.(args as Args, context);
}

/** Resolves a subscription field from its event. */
export const resolveEvent: GraphQLFieldResolver<unknown, WorldContext> = (event, _, context) =>
  evaluate(event, context);

/** Gives one plain schema everything: the peer that the deployments are compared with. */
export function makePlain(schema: GraphQLSchema): GraphQLSchema {
  const subscription = schema.getSubscriptionType();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      field.resolve = type === subscription ? resolveEvent : resolveField;
      if (type === subscription) field.subscribe = subscribeField(field.name);
    }
  }
  return schema;
}

/** What objects show in a subgraph: the fields that it declares and that are not `@external`. */
export function visibleIn(sdl: string): Map<string, Set<string>> {
  const visible = new Map<string, Set<string>>();
  for (const type of objectTypes(sdl)) {
    const own = (type.fields ?? []).filter((field) => !field.directives?.some(({ name }) => name.value === 'external'));
    visible.set(type.name.value, new Set(own.map(({ name }) => name.value)));
  }
  return visible;
}

/** The executable schema of one subgraph. */
export function makeSubgraphSchema(sdl: string): GraphQLSchema {
  const resolvers: Record<string, Record<string, unknown>> = {};
  for (const type of objectTypes(sdl)) {
    const name = type.name.value;
    const ofType: Record<string, unknown> = {};
    for (const field of type.fields ?? []) {
      const fieldName = field.name.value;
      ofType[fieldName] =
        name === 'Subscription' ? { subscribe: subscribeField(fieldName), resolve: resolveEvent } : resolveField;
    }
    if (type.directives?.some((directive) => directive.name.value === 'key'))
      ofType.__resolveReference = resolveReference;
    resolvers[name] = ofType;
  }
  for (const abstract of ['Item', 'Found', 'Place']) {
    if (new RegExp(`(interface|union) ${abstract}\\b`).test(sdl))
      resolvers[abstract] = { __resolveType: resolveTypename };
  }
  return buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
}

function resolveReference(ref: View, context: WorldContext): View | null {
  context.onReference?.(ref);
  const { world } = context;
  const typename = ref.__typename as TypeName;
  const record = world.find(typename, String(ref.id ?? ref.code));
  if (!record || isStranger(record, context)) return null;
  return { ...viewOf(record, context), ...ref };
}

/** A record without content, in the subgraph that should have it. */
function isStranger(record: Cells, { visible }: WorldContext): boolean {
  return Object.keys(record).length === 2 && (visible?.get(record.__typename)?.size ?? 0) > 2;
}

function objectTypes(sdl: string): ObjectTypeDefinitionNode[] {
  return parse(sdl).definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION);
}
