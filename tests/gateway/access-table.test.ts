/**
 * Every row of the public schema's access table, asked for by every kind of caller, against the committed table of who may (schema/access.md). The gateway
 * is the real one over HTTP; an operation that gets past it lacks a variable, so that nothing is ever executed. Then the second wall: the
 * guards inside the subgraphs, which must not ask for less than the table says.
 */
import { readFileSync } from 'node:fs';
import { type GraphQLObjectType, getNamedType, isCompositeType, isObjectType, isRequiredArgument } from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTokenVerifier } from '../../gateway/authentication/token-verifier.ts';
import { readAccessRules } from '../../gateway/authorization/access-rules.ts';
import {
  accessTable,
  CALLER_KINDS,
  type CallerKind,
  type FieldAccess,
  fieldAccesses,
  scopesOfKind,
} from '../../gateway/authorization/access-table.ts';
import { type Gateway, startGateway } from '../../gateway/gateway.ts';
import { publicSchemaOf } from '../../gateway/supergraph.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { SUBGRAPHS } from '../../subgraphs/serving/sdl.ts';
import { buildSchemaOf } from '../../subgraphs/serving/subgraph.ts';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { uuidSource } from '../../subgraphs/shared/ids.ts';
import { callerOf } from '../support/subgraph-client.ts';
import { MEMBER_FRONT_END, OPERATOR, PARTNER_APP, type TestIssuer, testIssuer } from '../support/test-tokens.ts';

const supergraphSdl = readFileSync('schema/supergraph.graphql', 'utf8');
const schema = publicSchemaOf(supergraphSdl);
const fields = fieldAccesses(supergraphSdl);
/** Fields of a type that ask for the same stand in one row of the table: one of them is asked for. */
const oneOfEachRow = new Map(
  fields.map((access) => [
    /Query|Mutation|Subscription/.test(access.type)
      ? `${access.type}.${access.field}`
      : `${access.type} ${access.needs} ${CALLER_KINDS.map((kind) => access.ways[kind] !== null)}`,
    access,
  ]),
);
let gateway: Gateway;
let issuer: TestIssuer;
let asked = 0;

beforeAll(async () => {
  issuer = await testIssuer();
  gateway = await startGateway(
    {
      supergraphSdl,
      callSubgraph: async () => {
        asked += 1;
        return { data: null };
      },
      verifyToken: createTokenVerifier([issuer.trust], systemClock),
      clock: systemClock,
      ids: uuidSource,
      logger: pino({ level: 'silent' }),
      // What is asked for here is what may be asked for, not how much.
      limits: { cost: 1_000_000_000 },
      production: true,
    },
    0,
    '127.0.0.1',
  );
});
afterAll(() => gateway.close());

test('the committed table is what the contracts say', () => {
  expect(readFileSync('schema/access.md', 'utf8')).toBe(accessTable(supergraphSdl));
});

test('nobody gets anything without a token, and every root field says what it needs', () => {
  const rules = readAccessRules(supergraphSdl);
  const open = fields.filter(({ type, field, ways }) =>
    ['Query', 'Mutation', 'Subscription'].includes(type)
      ? ways.nobody !== null || !rules.has(`${type}.${field}`)
      : ways.nobody !== null,
  );
  expect(open.map(({ type, field }) => `${type}.${field}`)).toEqual([]);
});

describe('the gateway answers as the table says', () => {
  test.each(CALLER_KINDS.map((kind) => [kind]))('to %s', async (kind) => {
    const token = await tokenOf(kind);
    const wrong: string[] = [];
    const check = async (access: FieldAccess): Promise<void> => {
      const way = access.ways[kind] ?? CALLER_KINDS.flatMap((other) => access.ways[other] ?? [])[0];
      const whole =
        access.ways[kind] ?? CALLER_KINDS.map((other) => access.ways[other]).find((found) => found !== null);
      if (!way || !whole) return void wrong.push(`${access.type}.${access.field}: nobody can reach it`);
      const expected = access.ways[kind] ? 'BAD_USER_INPUT' : kind === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
      const code = await codeOf(operationFor(whole), whole[0] === 'Subscription', token);
      if (code !== expected) wrong.push(`${access.type}.${access.field}: ${code} instead of ${expected}`);
    };
    const rest = [...oneOfEachRow.values()];
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let next = rest.pop(); next; next = rest.pop()) await check(next);
      }),
    );
    expect(wrong).toEqual([]);
    expect(asked).toBe(0);
  });
});

describe('the guards inside a subgraph ask for no less', () => {
  test.each(SUBGRAPHS.map((name) => [name]))('%s', async (name) => {
    const rules = readAccessRules(supergraphSdl);
    const types = Object.values(buildSchemaOf(name, {}).getTypeMap()).filter(isObjectType);
    const loose: string[] = [];
    for (const type of types) {
      if (type.name.startsWith('_')) continue;
      for (const field of Object.values(type.getFields())) {
        const rule = rules.get(`${type.name}.${field.name}`) ?? rules.get(type.name);
        if (!rule) continue;
        for (const caller of [null, callerOf({ role: 'operator', scopes: [] })]) {
          const expected = caller === null ? 'UNAUTHENTICATED' : rule.scopes === null ? 'passed' : 'FORBIDDEN';
          const code = guardOf(type, field.name, caller);
          if (code !== expected) loose.push(`${type.name}.${field.name}: ${code} instead of ${expected}`);
        }
      }
    }
    expect(loose).toEqual([]);
  });
});

/** What a field's guard says: the code of its refusal, or `passed`. */
function guardOf(type: GraphQLObjectType, name: string, caller: Caller | null): string {
  const field = type.getFields()[name];
  try {
    field?.resolve?.({}, {}, { caller }, {} as never);
    return field?.resolve ? 'passed' : 'unguarded';
  } catch (error) {
    const { extensions } = error as { extensions?: { code?: string } };
    return extensions?.code ?? 'passed';
  }
}

async function tokenOf(kind: CallerKind): Promise<string | null> {
  const scopes = scopesOfKind(kind);
  if (scopes === null) return null;
  const { programmeId: _, ...platform } = { ...OPERATOR, role: 'platform' as const };
  switch (kind) {
    case 'member':
      return issuer.token({ ...MEMBER_FRONT_END, scopes });
    case 'partner':
      return issuer.token({ ...PARTNER_APP, scopes });
    case 'platform':
      return issuer.token({ ...platform, programmeId: null, scopes });
    default:
      return issuer.token({ ...OPERATOR, scopes });
  }
}

/** An operation that goes down the way; its last field depends on a variable that is never sent. */
function operationFor([root, ...way]: readonly string[]): string {
  const declared: string[] = ['$never: Boolean!'];
  let type = schema.getType(root as string) as GraphQLObjectType;
  const opened: string[] = [];
  for (const [index, step] of way.entries()) {
    if (step.startsWith('... on ')) {
      opened.push(step);
      type = schema.getType(step.slice('... on '.length)) as GraphQLObjectType;
      continue;
    }
    const field = type.getFields()[step];
    if (!field) throw new Error(`${type.name}.${step} is no field`);
    const given = field.args.filter(isRequiredArgument).map((argument) => {
      declared.push(`$v${declared.length}: ${argument.type}`);
      return `${argument.name}: $v${declared.length - 1}`;
    });
    // A connection must be asked for a page.
    const first = field.args.find(({ name }) => name === 'first' && !given.some((text) => text.startsWith('first')));
    if (first) given.push('first: 1');
    const last = index === way.length - 1;
    const returned = getNamedType(field.type);
    const ending = isCompositeType(returned) ? ' { __typename @include(if: $never) }' : ' @include(if: $never)';
    opened.push(`${step}${given.length > 0 ? `(${given.join(', ')})` : ''}${last ? ending : ''}`);
    type = returned as GraphQLObjectType;
  }
  const selection = opened.reduceRight((inner, step) => (inner === '' ? step : `${step} { ${inner} }`), '');
  return `${(root as string).toLowerCase()} (${declared.join(', ')}) { ${selection} }`;
}

async function codeOf(query: string, stream: boolean, token: string | null): Promise<string> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(stream ? { accept: 'text/event-stream' } : {}),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  return /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? text.slice(0, 200);
}
