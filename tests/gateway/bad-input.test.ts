/**
 * Bad input at the front door: whatever is sent, the answer is a refusal or a GraphQL error with a known code, never a 500,
 * never internals, and nothing is written.
 */
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicSchemaOf } from '../../gateway/supergraph.ts';
import { type DeployedProduct, deployProduct, tokenFor } from '../support/deploy-product.ts';
import {
  type Answer,
  askGateway,
  codesOf,
  type GatewayUnderTest,
  gatewayUnderTest,
} from '../support/gateway-under-test.ts';
import { textsOfCommands } from '../support/texts-of-commands.ts';

const KNOWN_CODES = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'BODY_TOO_LARGE',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'INCOMPLETE_DATA',
  'METHOD_NOT_ALLOWED',
  'NOT_FOUND',
  'OPERATION_RESOLUTION_FAILURE',
  'OPERATION_TOO_COMPLEX',
  'UNAUTHENTICATED',
  'UNSUPPORTED_MEDIA_TYPE',
]);
const INTERNALS = /node_modules|\.ts:\d|postgres|select |insert |hunter2|stack/i;

let product: DeployedProduct;
let operator: string;
const programmes: string[] = [];

beforeAll(async () => {
  product = await deployProduct('in-process');
  const platform = await tokenFor(product.url, product.platform);
  for (const code of ['one', 'two']) {
    const made = await ask(
      `mutation($code: String!) { createProgramme(input: { idempotencyKey: $code, code: $code, name: $code, currency: "EUR" }) { programme { id } client { clientId } secret } }`,
      { code },
      platform,
    );
    const { programme, client, secret } = (made.data as unknown as Made).createProgramme;
    programmes.push(programme.id);
    operator = await tokenFor(product.url, { clientId: client.clientId, clientSecret: secret });
    if (code === 'one') {
      const other = await ask(
        'mutation { registerPartner(input: { idempotencyKey: "p", code: "elsewhere", name: "x" }) { partner { id } } }',
        {},
        operator,
      );
      elsewhere = (other.data as { registerPartner: { partner: { id: string } } }).registerPartner.partner.id;
    }
  }
});
afterAll(() => product.close());

interface Made {
  createProgramme: { programme: { id: string }; client: { clientId: string }; secret: string };
}
let elsewhere = '';

const ask = (query: string, variables: object = {}, token = operator): Promise<Answer> =>
  askGateway(`${product.url}/graphql`, { query, variables }, { authorization: `Bearer ${token}` });

/** Rows of every table that a command could write, but for what only remembers refusals. */
async function written(): Promise<string> {
  const tables = await product.database.sql<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname IN ('partners', 'members', 'ledger', 'rewards') AND tablename NOT LIKE '%command%'
    ORDER BY 1`;
  const counts = await Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await product.database.sql.unsafe(`SELECT count(*)::text AS count FROM ${name}`);
      return `${name} ${row?.count}`;
    }),
  );
  return counts.join('\n');
}
const refusalsOf = (answer: Answer): string[] =>
  Object.values(answer.data ?? {}).flatMap((payload) =>
    ((payload as { userErrors?: { code: string }[] } | null)?.userErrors ?? []).map((error) => error.code),
  );

describe('a command with bad input writes nothing and says why', () => {
  const register = (input: string) =>
    `mutation { registerPartner(input: { ${input} }) { partner { id } userErrors { code field } } }`;
  const sign = (input: string) => () =>
    `mutation { signContract(input: { idempotencyKey: "${input.length}", validFrom: "2020-01-01T00:00:00Z", ${input} }) { contract { id } userErrors { code field } } }`;
  const enrol = (input: string) =>
    `mutation { enrolMember(input: { ${input} }) { member { id } userErrors { code field } } }`;

  test.each<[string, string | (() => string), string]>([
    [
      'an unknown field',
      register('idempotencyKey: "k", code: "a", name: "a", colour: "red"'),
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a number for a text', register('idempotencyKey: "k", code: 1, name: "a"'), 'GRAPHQL_VALIDATION_FAILED'],
    ['null for a text', register('idempotencyKey: null, code: "a", name: "a"'), 'GRAPHQL_VALIDATION_FAILED'],
    ['an empty key', register('idempotencyKey: "", code: "a", name: "a"'), 'INVALID_INPUT'],
    ['an empty name', register('idempotencyKey: "k1", code: "a", name: ""'), 'INVALID_INPUT'],
    ['a name of blanks', register('idempotencyKey: "k2", code: "a", name: "   "'), 'INVALID_INPUT'],
    ['a name of 10 kB', register(`idempotencyKey: "k3", code: "a", name: "${'x'.repeat(10_000)}"`), 'INVALID_INPUT'],
    [
      'fractional points',
      sign(`partnerId: "x", earnPoints: 1.5, earnPer: { amount: "1", currency: "EUR" }`),
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'points in exponents',
      sign(`partnerId: "x", earnPoints: 1e3, earnPer: { amount: "1", currency: "EUR" }`),
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'points beyond 2^53',
      sign(`partnerId: "x", earnPoints: 9007199254740993, earnPer: { amount: "1", currency: "EUR" }`),
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'an amount that is a number',
      sign(`partnerId: "x", earnPer: { amount: 1.5, currency: "EUR" }`),
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'no date',
      sign(`partnerId: "x", validUntil: "x", earnPer: { amount: "1", currency: "EUR" }`),
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a partner of another programme',
      () => sign(`partnerId: "${elsewhere}", earnPer: { amount: "1.00", currency: "EUR" }`)(),
      'PARTNER_UNKNOWN',
    ],
    [
      'an id that is none',
      sign(`partnerId: "'; DROP TABLE partners.partner; --", earnPer: { amount: "1.00", currency: "EUR" }`),
      'PARTNER_UNKNOWN',
    ],
    ['no identity', enrol('idempotencyKey: "k4", identities: []'), 'INVALID_INPUT'],
    ['an empty identity', enrol('idempotencyKey: "k5", identities: [{ kind: CARD, value: "" }]'), 'INVALID_INPUT'],
    [
      'a kind that is none',
      enrol('idempotencyKey: "k6", identities: [{ kind: FACE, value: "x" }]'),
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a NUL byte', enrol('idempotencyKey: "k7", identities: [{ kind: CARD, value: "a\\u0000b" }]'), 'INVALID_INPUT'],
    [
      'half a surrogate pair',
      enrol('idempotencyKey: "k8", identities: [{ kind: CARD, value: "12345678" }], displayName: "a\\uD800b"'),
      'GRAPHQL_PARSE_FAILED',
    ],
  ])('%s', async (_what, query, code) => {
    const before = await written();
    const answer = await ask(typeof query === 'string' ? query : query());
    expect([...codesOf(answer), ...refusalsOf(answer)]).toContain(code);
    expect(answer.status).toBeLessThan(500);
    expect(JSON.stringify(answer)).not.toMatch(INTERNALS);
    expect(await written()).toBe(before);
  });

  test('amounts know the decimals of their currency', async () => {
    const partner = await ask(register('idempotencyKey: "amounts", code: "amounts", name: "a"'));
    const { id } = (partner.data as { registerPartner: { partner: { id: string } } }).registerPartner.partner;
    const signed = async (amount: string, currency: string) =>
      refusalsOf(
        await ask(
          `mutation($input: SignContractInput!) { signContract(input: $input) { contract { earnPer { amount } } userErrors { code } } }`,
          {
            input: {
              idempotencyKey: `${amount} ${currency}`,
              partnerId: id,
              validFrom: '2020-01-01T00:00:00Z',
              earnPer: { amount, currency },
            },
          },
        ),
      );
    const before = await written();
    for (const [amount, currency, code] of [
      ['1.5', 'JPY', 'INVALID_AMOUNT'],
      ['1.2345', 'BHD', 'INVALID_AMOUNT'],
      ['1.234', 'EUR', 'INVALID_AMOUNT'],
      ['-1.00', 'EUR', 'INVALID_AMOUNT'],
      ['0', 'EUR', 'INVALID_AMOUNT'],
      ['1e2', 'EUR', 'INVALID_AMOUNT'],
      ['1,00', 'EUR', 'INVALID_AMOUNT'],
      ['', 'EUR', 'INVALID_AMOUNT'],
      ['NaN', 'EUR', 'INVALID_AMOUNT'],
      ['9'.repeat(40), 'EUR', 'INVALID_AMOUNT'],
      ['1.00', 'XXZ', 'UNKNOWN_CURRENCY'],
    ] as const) {
      expect([amount, currency, await signed(amount, currency)]).toEqual([amount, currency, [code]]);
    }
    expect(await written()).toBe(before);
    expect(await signed('1.234', 'BHD')).toEqual([]);
  });

  test('text of any script comes back as it went in', async () => {
    for (const name of ['کتاب‌فروشی باران', 'مقهى \u2067القاهرة\u2069', '咖啡館', 'Ḩ̸a҉ll☕o', '👩‍👩‍👧']) {
      const answer = await ask(
        'mutation($input: RegisterPartnerInput!) { registerPartner(input: $input) { partner { name } userErrors { code } } }',
        { input: { idempotencyKey: name, code: `c${Buffer.from(name).toString('hex').slice(0, 40)}`, name } },
      );
      expect(answer.data).toEqual({ registerPartner: { partner: { name: name.normalize('NFC') }, userErrors: [] } });
    }
  });

  test('half a surrogate pair in a variable is refused, too', async () => {
    const query =
      'mutation($name: String!) { registerPartner(input: { idempotencyKey: "half", code: "half", name: $name }) { userErrors { code } } }';
    const before = await written();
    expect(refusalsOf(await ask(query, { name: 'a\uD800b' }))).toEqual(['INVALID_INPUT']);
    expect(await written()).toBe(before);
  });

  test.each(['a\u0000b', 'https://shop.example/\u0000'])(
    '%j in any text of any command is no fault of ours',
    async (text) => {
      const schema = publicSchemaOf(await readFile('schema/supergraph.graphql', 'utf8'));
      const faults: string[] = [];
      let asked = 0;
      for (const { where, query, variables } of textsOfCommands(schema, text)) {
        const answer = await ask(query, variables);
        asked += 1;
        if (answer.status >= 500 || codesOf(answer).includes('INTERNAL_SERVER_ERROR')) faults.push(where);
      }
      expect(faults).toEqual([]);
      expect(asked).toBeGreaterThan(500);
    },
  );

  test('variables are held to the same types as literals', async () => {
    const query = 'mutation($input: SignContractInput!) { signContract(input: $input) { userErrors { code } } }';
    const base = {
      idempotencyKey: 'k',
      partnerId: 'x',
      validFrom: '2020-01-01T00:00:00Z',
      earnPer: { amount: '1.00', currency: 'EUR' },
    };
    const before = await written();
    for (const change of [
      { earnPoints: 1.5 },
      { earnPoints: 'one' },
      { earnPoints: 2 ** 53 },
      { earnPoints: true },
      { validFrom: '2020-13-45T00:00:00Z' },
      { validFrom: 1_600_000_000 },
      { earnPer: { amount: 1, currency: 'EUR' } },
      { earnPer: null },
      { roles: 'KING' },
      { unknown: 1 },
      { idempotencyKey: { $ne: null } },
      { __proto__: { admin: true }, constructor: 'x' },
    ]) {
      const answer = await ask(query, { input: { ...base, ...change } });
      expect([change, answer.status, codesOf(answer)[0]]).toEqual([change, 400, 'BAD_USER_INPUT']);
    }
    expect(await written()).toBe(before);
  });
});

describe('whatever is sent', () => {
  let it: GatewayUnderTest;
  beforeAll(async () => {
    it = await gatewayUnderTest({ production: true });
  });
  afterAll(() => it.gateway.close(0));

  /** The answer may be anything but a fault. */
  async function isHandled(body: unknown): Promise<void> {
    const answer = await askGateway(it.url, body);
    expect(answer.status).toBeLessThan(500);
    for (const code of codesOf(answer)) expect(KNOWN_CODES).toContain(code);
    expect(JSON.stringify(answer.errors ?? [])).not.toMatch(INTERNALS);
  }

  test('bodies of any JSON are answered with a known code', () =>
    fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 3 }), (body) => isHandled(body)),
      { numRuns: 150 },
    ));

  test('requests of any shape around a query are answered with a known code', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          query: fc.constantFrom(
            '{ hello }',
            'query($first: Int!) { notes(first: $first) { id } }',
            '{ a',
            'mutation { x }',
          ),
          variables: fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.record({ first: fc.jsonValue({ maxDepth: 1 }) })),
          operationName: fc.oneof(fc.constant(undefined), fc.string(), fc.integer()),
          extensions: fc.oneof(fc.constant(undefined), fc.jsonValue({ maxDepth: 1 })),
        }),
        isHandled,
      ),
      { numRuns: 200 },
    ));

  const WORDS = [
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    ':',
    '!',
    '$',
    '@',
    '...',
    '"',
    '""',
    '"""',
    'query',
    'mutation',
    'fragment',
    'on',
    'hello',
    'notes',
    'first',
    'id',
    'author',
    '1',
    '-1',
    '1.5',
    'true',
    'null',
    '$x',
    '@skip',
    '@include(if: $x)',
    '__typename',
    '__schema',
    '# x\n',
    ',',
    'Note',
    'F',
  ];
  test('documents of any words are answered with a known code', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }), (words) =>
        isHandled({ query: words.join(' ') }),
      ),
      { numRuns: 300 },
    ));

  test('documents of any text are answered with a known code', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), (query) => isHandled({ query })),
      { numRuns: 150 },
    ));
});
