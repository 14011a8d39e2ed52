/**
 * Who may use what, as a page for reviewers: `schema/access.md`, written by `npm run compose` and compared by the tests with what the
 * gateway truly does (tests/gateway/access-table.test.ts).
 *
 * It says *what* each kind of caller may ask for, with all the scopes that its role can have. *Whose* partners, stores and members it then
 * sees is decided by resolvers and commands (subgraphs/serving/caller.ts), and once more by the database (db/README.md, "Rows").
 */
import { type GraphQLNamedType, type GraphQLSchema, getNamedType, isAbstractType, isObjectType } from 'graphql';
import { type CallerRole, scopesOfRole } from '../../subgraphs/serving/caller.ts';
import { publicSchemaOf } from '../supergraph.ts';
import { type AccessRule, type AccessRules, readAccessRules } from './access-rules.ts';

/** The kinds of callers: nobody, a token without any scope, and each role with all of its scopes. */
export const CALLER_KINDS = ['nobody', 'no scope', 'member', 'partner', 'operator', 'platform'] as const;

export type CallerKind = (typeof CALLER_KINDS)[number];

/** The scopes of a kind of caller; null for one without a token. */
export function scopesOfKind(kind: CallerKind): readonly string[] | null {
  if (kind === 'nobody') return null;
  return kind === 'no scope' ? [] : scopesOfRole(kind as CallerRole);
}

/** One field of the public schema: the way to it for each kind of caller, null where there is none. */
export interface FieldAccess {
  readonly type: string;
  readonly field: string;
  /** What the field itself, its type and what it returns ask for, in words; empty when nothing. */
  readonly needs: string;
  /** Names of the fields from the root down to this one, the shortest; null when every way asks for more than the caller has. */
  readonly ways: Readonly<Record<CallerKind, readonly string[] | null>>;
}

/** Access to every field of the public schema, root types first, then types by name. */
export function fieldAccesses(supergraphSdl: string): FieldAccess[] {
  const schema = publicSchemaOf(supergraphSdl);
  const rules = readAccessRules(supergraphSdl);
  const ways = new Map(CALLER_KINDS.map((kind) => [kind, waysFor(schema, rules, scopesOfKind(kind))]));
  return objectTypes(schema).flatMap((type) =>
    Object.values(type.getFields()).map((field) => {
      const coordinate = `${type.name}.${field.name}`;
      const asked = [type.name, coordinate, getNamedType(field.type).name].flatMap((name) => rules.get(name) ?? []);
      return {
        type: type.name,
        field: field.name,
        needs: [...new Set(asked.map(wordsOf))].join(' and '),
        ways: Object.fromEntries(
          CALLER_KINDS.map((kind) => [kind, ways.get(kind)?.get(coordinate) ?? null]),
        ) as FieldAccess['ways'],
      };
    }),
  );
}

/** The page, in Markdown. */
export function accessTable(supergraphSdl: string): string {
  const byType = grouped(fieldAccesses(supergraphSdl), ({ type }) => type);
  const lines = [...byType].flatMap(([type, fields]) => {
    const rows = grouped(
      fields,
      ({ needs, ways }) => `| ${needs || '-'} | ${CALLER_KINDS.map((kind) => (ways[kind] ? 'yes' : '')).join(' | ')} |`,
    );
    return [...rows].flatMap(([row, alike]) =>
      isRoot(type)
        ? alike.map(({ field }) => `| \`${type}.${field}\` ${row}`)
        : [`| \`${type}\`: ${alike.map(({ field }) => field).join(', ')} ${row}`],
    );
  });
  return `# Who may ask for what

Written by \`npm run compose\` from the supergraph: do not edit, review. Each kind of caller has all the scopes of its role here; "no scope" is a token
with none. *Yes* means that there is a way to the field; whose rows are then shown is for resolvers and row-level security.

| field | needs | ${CALLER_KINDS.join(' | ')} |
| --- | --- | ${CALLER_KINDS.map(() => '---').join(' | ')} |
${lines.join('\n')}
`;
}

function objectTypes(schema: GraphQLSchema) {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
  return types
    .filter(isObjectType)
    .sort((left, right) => rank(left.name) - rank(right.name) || (left.name < right.name ? -1 : 1));
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

const ROOTS = ['Query', 'Mutation', 'Subscription'];
const isRoot = (type: string): boolean => ROOTS.includes(type);
const rank = (type: string): number => (isRoot(type) ? ROOTS.indexOf(type) : ROOTS.length);

function wordsOf({ scopes }: AccessRule): string {
  if (scopes === null) return 'a token';
  return scopes.map((all) => all.map((scope) => `\`${scope}\``).join(' + ')).join(' or ');
}

/** The shortest way from a root to each field that a caller with these scopes may use, by coordinate. */
function waysFor(
  schema: GraphQLSchema,
  rules: AccessRules,
  scopes: readonly string[] | null,
): Map<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>();
  const may = (name: string): boolean => {
    const rule = rules.get(name);
    if (rule === undefined) return true;
    if (scopes === null) return false;
    return rule.scopes === null || rule.scopes.some((all) => all.every((scope) => scopes.includes(scope)));
  };
  const seen = new Set<string>();
  let reached: [GraphQLNamedType, readonly string[]][] = ROOTS.flatMap((name) => {
    const root = schema.getType(name);
    return root ? [[root, [name]] as [GraphQLNamedType, readonly string[]]] : [];
  });
  while (reached.length > 0) {
    const next: typeof reached = [];
    for (const [type, way] of reached) {
      if (seen.has(type.name) || !may(type.name)) continue;
      seen.add(type.name);
      if (isAbstractType(type)) {
        for (const possible of schema.getPossibleTypes(type))
          next.push([possible, [...way, `... on ${possible.name}`]]);
      }
      if (!isObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        const coordinate = `${type.name}.${field.name}`;
        const returned = getNamedType(field.type);
        if (!may(coordinate) || !may(returned.name)) continue;
        ways.set(coordinate, [...way, field.name]);
        next.push([returned, [...way, field.name]]);
      }
    }
    reached = next;
  }
  return ways;
}
