/*
 * Writes random operations over a schema: aliases that collide with fields, fields selected again with other
 * sub-selections, inline, named and nested fragments, `@skip` and `@include` with literals and variables, arguments with
 * literals, variables and defaults, `__typename` anywhere, introspection beside data. Only valid ones are given out.
 */
import {
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import type { SeededRandom } from './seeded-random.ts';

export interface RandomOperation {
  text: string;
  document: DocumentNode;
  variables: Record<string, unknown>;
}

type Kind = 'query' | 'mutation' | 'subscription';

/** A valid operation; the same for the same random numbers. */
export function randomOperation(schema: GraphQLSchema, random: SeededRandom, kind: Kind): RandomOperation {
  for (;;) {
    const { text, variables } = new Writer(schema, random).write(kind);
    const document = parse(text);
    if (validate(schema, document).length === 0) return { text, document, variables };
  }
}

const ALIASES = ['a', 'b', 'x', 'id', 'title', 'seller', 'name', '_as_id', '__typename'];

class Writer {
  readonly #schema: GraphQLSchema;
  readonly #random: SeededRandom;
  readonly #fragments: string[] = [];
  readonly #variableDefinitions = new Map<string, string>();
  readonly #variables: Record<string, unknown> = {};
  #budget = 45;

  constructor(schema: GraphQLSchema, random: SeededRandom) {
    this.#schema = schema;
    this.#random = random;
  }

  write(kind: Kind): { text: string; variables: Record<string, unknown> } {
    const root = this.#rootType(kind);
    const selections =
      kind === 'subscription'
        ? `{ ${this.#field(root, this.#random.pick(Object.values(root.getFields())), 4, false)} }`
        : this.#selections(root, kind === 'mutation' ? 3 : 5, true);
    const definitions = [...this.#variableDefinitions].map(([name, type]) => `$${name}: ${type}`);
    const header = `${kind}${this.#random.chance(0.3) ? ' Named' : ''}${definitions.length ? `(${definitions.join(', ')})` : ''}`;
    return { text: [`${header} ${selections}`, ...this.#fragments].join('\n'), variables: this.#variables };
  }

  #rootType(kind: Kind): GraphQLObjectType {
    const types = {
      query: this.#schema.getQueryType(),
      mutation: this.#schema.getMutationType(),
      subscription: this.#schema.getSubscriptionType(),
    };
    const type = types[kind];
    if (!type) throw new Error(`The schema has no ${kind}`);
    return type;
  }

  #selections(type: GraphQLNamedType, depth: number, isRoot = false): string {
    const random = this.#random;
    const parts: string[] = [];
    const count = 1 + random.below(isRoot ? 4 : 4);
    for (let n = 0; n < count && this.#budget > 0; n++) {
      this.#budget--;
      const luck = random.below(100);
      if (luck < 12 || !('getFields' in type)) {
        parts.push(isAbstractType(type) && luck >= 12 ? this.#inlineFragment(type, depth) : this.#typename());
      } else if (luck < 24) parts.push(this.#inlineFragment(type, depth));
      else if (luck < 33) parts.push(this.#namedFragment(type, depth));
      else if (luck < 37 && isRoot && type === this.#schema.getQueryType()) {
        parts.push(random.pick(['__schema { queryType { name } }', 't: __type(name: "Product") { kind ...OfType }']));
        if (parts.at(-1)?.includes('OfType') && !this.#fragments.some((text) => text.includes('fragment OfType'))) {
          this.#fragments.push('fragment OfType on __Type { name fields { name } }');
        }
      } else parts.push(...this.#someField(type as GraphQLObjectType, depth));
    }
    return `{ ${parts.length > 0 ? parts.join(' ') : '__typename'} }`;
  }

  #someField(type: GraphQLObjectType, depth: number): string[] {
    const all = Object.values(type.getFields());
    const fields = depth > 0 ? all : all.filter((field) => !isCompositeType(getNamedType(field.type)));
    if (fields.length === 0) return [this.#typename()];
    const field = this.#random.pick(fields);
    const again = this.#random.chance(0.25) && isCompositeType(getNamedType(field.type)) && depth > 0;
    return again ? this.#twice(type, field, depth) : [this.#field(type, field, depth)];
  }

  #typename(): string {
    return `${this.#random.chance(0.2) ? `${this.#random.pick(ALIASES)}: ` : ''}__typename${this.#directive()}`;
  }

  #field(_type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, depth: number, directives = true): string {
    return this.#head(field) + (directives ? this.#directive() : '') + this.#body(field, depth);
  }

  #twice(_type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, depth: number): string[] {
    const head = this.#head(field);
    return [0, 1].map(() => head + this.#directive() + this.#body(field, depth));
  }

  #head(field: GraphQLField<unknown, unknown>): string {
    const alias = this.#random.chance(0.25) ? `${this.#random.pick(ALIASES)}: ` : '';
    const args = field.args.filter((arg) => isNeeded(arg) || this.#random.chance(0.4));
    const written = args.map((arg) => `${arg.name}: ${this.#value(arg.type, arg.defaultValue !== undefined)}`);
    return `${alias}${field.name}${written.length ? `(${written.join(', ')})` : ''}`;
  }

  #body(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    return isCompositeType(type) ? ` ${this.#selections(type, depth - 1)}` : '';
  }

  #inlineFragment(type: GraphQLNamedType, depth: number): string {
    if (this.#random.chance(0.2))
      return `...${this.#directive() || ' @include(if: true)'} ${this.#selections(type, depth)}`;
    const condition = this.#condition(type);
    return `... on ${condition.name}${this.#directive()} ${this.#selections(condition, depth)}`;
  }

  #namedFragment(type: GraphQLNamedType, depth: number): string {
    const condition = this.#condition(type);
    const spread = (name: string) => `...${name}${this.#directive()}`;
    const known = this.#fragments.filter((text) => text.includes(` on ${condition.name} `));
    if (known.length > 0 && this.#random.chance(0.5)) return spread(this.#random.pick(known).split(' ')[1] as string);
    const body = this.#selections(condition, depth);
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${condition.name} ${body}`);
    return spread(name);
  }

  /** The type itself, one of its possible types, or an interface of it. */
  #condition(type: GraphQLNamedType): GraphQLNamedType {
    const conditions: GraphQLNamedType[] = [type];
    if (isAbstractType(type)) conditions.push(...this.#schema.getPossibleTypes(type));
    if (isObjectType(type) || isInterfaceType(type)) conditions.push(...type.getInterfaces());
    return this.#random.pick(conditions);
  }

  #directive(): string {
    if (!this.#random.chance(0.18)) return '';
    const one = () => `@${this.#random.pick(['skip', 'include'])}(if: ${this.#boolean()})`;
    const first = one();
    const second = this.#random.chance(0.15) ? one() : first;
    return second.slice(0, 5) === first.slice(0, 5) ? ` ${first}` : ` ${first} ${second}`;
  }

  #boolean(): string {
    const random = this.#random;
    return random.pick([
      () => String(random.chance(0.5)),
      () => this.#variable('yes', 'Boolean!', true),
      () => this.#variable('no', 'Boolean!', false),
      () => this.#variable('maybe', `Boolean! = ${random.chance(0.5)}`, undefined),
    ])();
  }

  #variable(name: string, type: string, value: unknown): string {
    if (!this.#variableDefinitions.has(name)) this.#variableDefinitions.set(name, type);
    if (value !== undefined) this.#variables[name] = value;
    return `$${name}`;
  }

  #value(type: GraphQLInputType, hasDefault: boolean): string {
    const random = this.#random;
    if (random.chance(0.3)) {
      const name = `v${this.#variableDefinitions.size}`;
      const given = random.chance(0.7) || (isNonNullType(type) && !hasDefault);
      const value = this.#json(type);
      const fallback = random.chance(0.3) ? ` = ${toLiteral(this.#json(type), type)}` : '';
      return this.#variable(
        name,
        `${type}${fallback}`,
        given || (isNonNullType(type) && !fallback) ? value : undefined,
      );
    }
    return toLiteral(this.#json(type), type);
  }

  #json(type: GraphQLInputType): unknown {
    const random = this.#random;
    if (isNonNullType(type)) return this.#json(type.ofType);
    if (random.chance(0.08)) return random.chance(0.5) ? null : this.#present(type);
    return this.#present(type);
  }

  #present(type: GraphQLInputType): unknown {
    const random = this.#random;
    if (isNonNullType(type)) return this.#json(type.ofType);
    if (isListType(type)) return Array.from({ length: random.below(3) }, () => this.#json(type.ofType));
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const object: Record<string, unknown> = {};
      for (const field of Object.values(type.getFields())) {
        const needed = isNonNullType(field.type) && field.defaultValue === undefined;
        if (needed || random.chance(0.5))
          object[field.name] = isNonNullType(field.type) ? this.#present(field.type) : this.#json(field.type);
      }
      return object;
    }
    switch (type.name) {
      case 'ID':
        return random.pick(['p0', 'p1', 'p2', 's0', 's1', 's3', 'w1', 'none']);
      case 'String':
        return random.pick(['a', 'w0', 'w1', 'quo"te\n', 'سلام', '']);
      case 'Boolean':
        return random.chance(0.5);
      default:
        return random.below(5);
    }
  }
}

function isNeeded(arg: GraphQLArgument): boolean {
  return isNonNullType(arg.type) && arg.defaultValue === undefined;
}

/** A value as GraphQL text; the type tells enums from strings. */
function toLiteral(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return toLiteral(value, type.ofType);
  if (value === null) return 'null';
  if (isListType(type)) return `[${(value as unknown[]).map((item) => toLiteral(item, type.ofType)).join(', ')}]`;
  if (isEnumType(type)) return String(value);
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const entries = Object.entries(value as object).map(
      ([name, inner]) => `${name}: ${toLiteral(inner, fields[name]!.type)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  return JSON.stringify(value);
}
