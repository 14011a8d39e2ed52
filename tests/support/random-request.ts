/**
 * Random requests over the whole public schema, most of them wrong in some way: values of the wrong type and of the edge of the right one, ids
 * of things and of nothing, unknown fields and arguments, missing ones, variables that are not there, deep and repeated selections.
 */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { SeededRandom } from './random-federation/seeded-random.ts';

export interface RandomRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const TEXTS = [
  ...['', ' ', '\u0000', 'x'.repeat(5_000), "'; DROP TABLE ledger.wallet; --", '\u202e', '\ud800', '💶'.repeat(50)],
  ...['null', '__proto__', '../../etc/passwd', '1e400', 'eyJhIjpb', 'bm9uZQ', '%00', '"', '\\'],
];
const NUMBERS = [0, -0, 1, -1, 100, 101, 2 ** 31, -(2 ** 31), 2 ** 53, 2 ** 63, 1.5, 1e308, -1e308];
const OTHERS: unknown[] = [null, true, false, [], {}, [null], [[]], { id: 1 }, { $gt: '' }];
const INSTANTS = [
  '2026-02-30T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2026-03-01T12:00:00Z',
  'yesterday',
];
const DAYS = ['2026-02-30', '0001-01-01', '9999-12-31', '2026-03-01'];

/** Draws a request. `known` are ids of things that there are: of several callers, so many are not the asker's. */
export function randomRequest(schema: GraphQLSchema, random: SeededRandom, known: readonly string[]): RandomRequest {
  const kind = random.pick(['query', 'query', 'mutation'] as const);
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  if (root == null) throw new Error('The schema has no such root');
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  let budget = 40;

  const anything = (): unknown =>
    random.pick<unknown>([random.pick(TEXTS), random.pick(NUMBERS), random.pick(OTHERS), random.pick(known)]);

  function valueFor(type: GraphQLInputType, depth: number): unknown {
    if (random.chance(0.06)) return anything();
    if (isNonNullType(type)) return valueFor(type.ofType, depth);
    if (random.chance(0.05)) return null;
    if (isListType(type)) return Array.from({ length: random.below(4) }, () => valueFor(type.ofType, depth + 1));
    if (isEnumType(type)) return random.chance(0.9) ? random.pick(type.getValues()).name : 'NO_SUCH_WORD';
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field) => (isNonNullType(field.type) ? random.chance(0.95) : random.chance(0.3)) && depth < 6,
      );
      const given = Object.fromEntries(fields.map((field) => [field.name, valueFor(field.type, depth + 1)]));
      return random.chance(0.03) ? { ...given, noSuchField: anything() } : given;
    }
    switch (type.name) {
      case 'ID':
        return random.pick(known);
      case 'Boolean':
        return random.chance(0.5);
      case 'Int':
      case 'Points':
        return random.chance(0.6) ? 1 + random.below(50) : random.pick(NUMBERS);
      case 'DateTime':
        return random.pick(INSTANTS);
      case 'Date':
        return random.pick(DAYS);
      default:
        return random.pick(['key', 'acme', 'EUR', '12.34', '5.00', 'Europe/Berlin', ...TEXTS, random.pick(known)]);
    }
  }

  /** In the document or, mostly, as a variable of the declared type. */
  function argument({ name, type }: GraphQLArgument): string {
    const value = valueFor(type, 0);
    const json = JSON.stringify(value);
    if (random.chance(0.15) && json !== undefined && json.length < 500) {
      return `${name}: ${json.replace(/"([A-Za-z_]\w*)":/g, '$1: ')}`;
    }
    const variable = `v${declared.length}`;
    declared.push(`$${variable}: ${random.chance(0.97) ? type : 'String'}`);
    if (random.chance(0.97)) variables[variable] = value;
    return `${name}: $${variable}`;
  }

  function fieldOf(field: GraphQLField<unknown, unknown>, depth: number): string {
    const named = getNamedType(field.type);
    const given = field.args.filter((each) => (isNonNullType(each.type) ? random.chance(0.97) : random.chance(0.4)));
    const args = given.map(argument);
    if (random.chance(0.01)) args.push('noSuchArgument: 1');
    const alias = random.chance(0.1) ? `a${random.below(3)}: ` : '';
    const head = `${alias}${field.name}${args.length === 0 ? '' : `(${args.join(', ')})`}`;
    if (!isObjectType(named) && !isInterfaceType(named)) return head;
    return `${head} { ${selectionOf(named as GraphQLObjectType, depth + 1)} }`;
  }

  function selectionOf(type: GraphQLObjectType, depth: number): string {
    const fields = Object.values(type.getFields());
    const leaves = fields.filter((field) => !isObjectType(getNamedType(field.type)) && field.args.length === 0);
    const parts = ['__typename'];
    for (let count = 1 + random.below(4); count > 0; count -= 1) {
      budget -= 1;
      const deep = budget > 0 && depth < 6;
      if (!deep && leaves.length === 0) continue;
      parts.push(fieldOf(random.pick(deep ? fields : leaves), depth));
    }
    if (random.chance(0.01)) parts.push('noSuchField');
    if (random.chance(0.02)) parts.push('... on Query { __typename }');
    return parts.join(' ');
  }

  const roots = Object.values(root.getFields());
  const body = Array.from({ length: 1 + random.below(kind === 'query' ? 3 : 2) }, (_, index) => {
    const text = fieldOf(random.pick(roots), 0);
    return /^a\d: /.test(text) ? text : `r${index}: ${text}`;
  }).join(' ');
  const header = declared.length === 0 ? kind : `${kind} (${declared.join(', ')})`;
  return { query: `${header} { ${body} }`, variables };
}
