/** Every command of a schema once for each text in its input, with that text set to another. What else a command needs is plausible, and of nothing that exists. */
import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';

export interface CommandWithText {
  /** `command input.field`. */
  readonly where: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const PLAUSIBLE: Readonly<Record<string, unknown>> = {
  ...{
    ID: '018f0000-0000-7000-8000-0000000000ff',
    Int: 1,
    Points: 5,
    MinorUnits: 5,
    Decimal: '1.00',
    CurrencyCode: 'EUR',
  },
  ...{ Boolean: true, DateTime: '2026-03-01T00:00:00Z', Date: '2026-03-01', JSON: {}, String: 'x' },
};
/** Types that lie inside themselves are opened so deep. */
const DEEPEST = 3;

export function* textsOfCommands(schema: GraphQLSchema, text: string): Generator<CommandWithText> {
  let key = 0;
  for (const { name, args, type } of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const declared = args.map((argument) => `$${argument.name}: ${argument.type}`).join(', ');
    const given = args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
    const query = `mutation (${declared}) { ${name}(${given}) ${isLeafType(getNamedType(type)) ? '' : '{ __typename }'} }`;
    const plausible = Object.fromEntries(args.map((argument) => [argument.name, plausibleOf(argument.type, 0)]));
    for (const path of pathsOfTexts(plausible)) {
      key += 1;
      const variables = structuredClone(plausible) as { input?: { idempotencyKey?: string } };
      if (variables.input?.idempotencyKey !== undefined) variables.input.idempotencyKey = `text ${key}`;
      put(variables, path, text);
      yield { where: `${name} ${path.join('.')}`, query, variables };
    }
  }
}

function plausibleOf(type: GraphQLInputType, depth: number): unknown {
  if (isNonNullType(type)) return plausibleOf(type.ofType, depth);
  if (isListType(type)) return depth > DEEPEST ? [] : [plausibleOf(type.ofType, depth + 1)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return PLAUSIBLE[type.name];
  const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || depth < DEEPEST);
  return Object.fromEntries(fields.map((field) => [field.name, plausibleOf(field.type, depth + 1)]));
}

function* pathsOfTexts(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value === 'string') yield path;
  else if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value)) yield* pathsOfTexts(part, [...path, key]);
}

function put(value: object, path: readonly string[], text: string): void {
  let part = value as Record<string, unknown>;
  for (const key of path.slice(0, -1)) part = part[key] as Record<string, unknown>;
  part[path.at(-1) as string] = text;
}
