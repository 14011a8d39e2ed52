import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, type Drizzle, openDatabase } from '../../db/client.ts';
import { startPartners } from '../../subgraphs/partners/server.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { scopesOfRole } from '../../subgraphs/serving/caller.ts';
import { verifySecret } from '../../subgraphs/serving/secrets.ts';
import type { Subgraph } from '../../subgraphs/serving/subgraph.ts';
import { uuidSource } from '../../subgraphs/shared/ids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { callerOf, clientFor, type SubgraphClient } from '../support/subgraph-client.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const UNKNOWN = '018f0000-0000-7000-8000-000000000000';

let test: TestDatabase;
let database: Database;
let subgraph: Subgraph;
let client: SubgraphClient;
let statements = 0;

const platform = callerOf({ role: 'platform' });
let operator: Caller;
let stranger: Caller; // the operator of another programme
let strangersPartner: string;

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase({ url: test.url, role: 'partners' });
  const counting = (db: Drizzle): Drizzle =>
    new Proxy(db, {
      get: (target, key) => {
        if (key === 'select') statements += 1;
        return Reflect.get(target, key);
      },
    });
  const counted: Database = {
    ...database,
    db: counting(database.db),
    readAs: (scope) => {
      const reads = database.readAs(scope);
      return { sql: reads.sql, db: counting(reads.db), ask: reads.ask.bind(reads) };
    },
  };
  subgraph = await startPartners({
    database: counted,
    clock: () => NOW,
    ids: uuidSource,
    logger: pino({ level: 'silent' }),
  });
  client = clientFor(subgraph);
  operator = await newProgramme('coalition', 'EUR');
  stranger = await newProgramme('other', 'JPY');
  strangersPartner = await register(stranger, 'elsewhere');
});
afterAll(async () => {
  await subgraph.stop();
  await database.close();
  await test.close();
});

let keys = 0;
const key = (): string => {
  keys += 1;
  return `key-${keys}`;
};

async function newProgramme(code: string, currency: string): Promise<Caller> {
  const input = { idempotencyKey: key(), code, name: code, currency, timeZone: 'Europe/Berlin' };
  const payload = await client.command(platform, 'createProgramme', input, 'programme { id } client { clientId }');
  return callerOf({ role: 'operator', programmeId: payload.programme.id, clientId: payload.client.clientId });
}

async function register(caller: Caller, code: string): Promise<string> {
  const input = { idempotencyKey: key(), code, name: code };
  return (await client.command(caller, 'registerPartner', input, 'partner { id }')).partner.id;
}

const contractInput = (partnerId: string, change: object = {}) => ({
  idempotencyKey: key(),
  partnerId,
  validFrom: '2026-01-01T00:00:00Z',
  earnPer: { amount: '1.00', currency: 'EUR' },
  ...change,
});
const sign = (partnerId: string, change: object = {}, fields = 'contract { id version validFrom validUntil }') =>
  client.command(operator, 'signContract', contractInput(partnerId, change), fields);

async function addStore(caller: Caller, input: object): Promise<string> {
  const payload = await client.command(
    caller,
    'addStore',
    { idempotencyKey: key(), name: 'Store', ...input },
    'store { id }',
  );
  return payload.store.id;
}

const partnerCaller = (partnerId: string, change: Partial<Caller> = {}): Caller =>
  callerOf({ role: 'partner', programmeId: operator.programmeId, partnerId, clientId: `app-${partnerId}`, ...change });

/** Codes of a command that is refused: one of them, the first that applies. */
async function refusal(
  caller: Caller,
  name: string,
  input: Record<string, unknown>,
  result: string,
): Promise<string[]> {
  const payload = await client.command(caller, name, { idempotencyKey: key(), ...input }, result);
  const shown = Object.entries(payload).filter(([field, value]) => field !== 'userErrors' && value !== null);
  expect(shown).toEqual([]);
  return payload.userErrors.map((error: { code: string; field: string[] | null }) =>
    error.field === null ? error.code : `${error.code} ${error.field.slice(1).join('.')}`,
  );
}

describe('programmes', () => {
  it('are created by the platform with a first operator client whose secret is shown once', async () => {
    const input = { idempotencyKey: key(), code: 'fresh', name: 'مهر', currency: 'BHD', timeZone: 'Asia/Bahrain' };
    const fields =
      'programme { id code name currency timeZone spendingOrder } client { clientId scopes partner { id } } secret';
    const first = await client.command(platform, 'createProgramme', input, fields);
    expect(first.programme).toMatchObject({
      code: 'fresh',
      name: 'مهر',
      currency: 'BHD',
      timeZone: 'Asia/Bahrain',
      spendingOrder: 'SOONEST_EXPIRY',
    });
    expect(first.client.scopes).toEqual(scopesOfRole('operator'));
    expect(first.client.partner).toBeNull();
    const [stored] = await test.sql<{ secret_hash: string; role: string }[]>`
      SELECT secret_hash, role FROM platform.api_client WHERE client_id = ${first.client.clientId}`;
    expect(stored?.role).toBe('OPERATOR');
    expect(await verifySecret(first.secret, stored!.secret_hash)).toBe(true);

    const again = await client.command(platform, 'createProgramme', input, fields);
    expect(again).toEqual({ ...first, secret: null });
    const remembered =
      await test.sql`SELECT outcome::text FROM partners.remembered_command WHERE key = ${input.idempotencyKey}`;
    expect(JSON.stringify(remembered)).not.toContain(first.secret);
  });

  it.each([
    ['by the operator', { caller: 'operator' }, 'NOT_ALLOWED'],
    ['with a code of spaces', { code: 'a b' }, 'INVALID_INPUT code'],
    ['with an empty name', { name: ' ' }, 'INVALID_INPUT name'],
    ['with a zone of nowhere', { timeZone: 'Mars/Olympus' }, 'INVALID_INPUT timeZone'],
    ['with negative grace', { restoreGraceDays: -1 }, 'INVALID_INPUT restoreGraceDays'],
    ['in gold', { currency: 'XAU' }, 'UNKNOWN_CURRENCY currency'],
    [
      'in an unknown currency and without a name: the input comes first',
      { currency: 'ABC', name: '' },
      'INVALID_INPUT name',
    ],
    ['with a code in use, whatever its case', { code: 'COALITION' }, 'CODE_TAKEN code'],
  ])('%s are refused', async (_, { caller, ...change }: { caller?: string; [field: string]: unknown }, expected) => {
    const who = caller === 'operator' ? { ...operator, scopes: ['platform:write'] } : platform;
    const input = { code: 'x', name: 'x', currency: 'EUR', ...change };
    expect(await refusal(who, 'createProgramme', input, 'programme { id } client { clientId } secret')).toEqual([
      expected,
    ]);
  });
});

describe('partners', () => {
  it('keep names in any script, and are found by id and by code', async () => {
    const name = 'فروشگاه‌های «مهر» – ﷼ 👩‍👩‍👧';
    const input = { idempotencyKey: key(), code: 'Mehr', name };
    const { partner } = await client.command(operator, 'registerPartner', input, 'partner { id code name status }');
    expect(partner).toMatchObject({ code: 'Mehr', name, status: 'ONBOARDING' });
    const found = await client.ask(
      operator,
      `query($id: ID!) { a: partner(id: $id) { name } b: partner(code: "mehr") { id } }`,
      { id: partner.id },
    );
    expect(found).toEqual({ a: { name }, b: { id: partner.id } });
  });

  it.each([
    ['by a partner', { caller: 'partner' }, 'NOT_ALLOWED'],
    ['with NUL in the name', { name: 'a\0b' }, 'INVALID_INPUT name'],
    ['with half a surrogate pair', { name: '\ud83d' }, 'INVALID_INPUT name'],
    ['with 10 kB of name', { name: 'ن'.repeat(10_240) }, 'INVALID_INPUT name'],
    ['with 10 kB of code', { code: 'x'.repeat(10_240) }, 'INVALID_INPUT code'],
    ['with an empty key', { idempotencyKey: '' }, 'INVALID_INPUT idempotencyKey'],
    ['with a key of 201 characters', { idempotencyKey: 'k'.repeat(201) }, 'INVALID_INPUT idempotencyKey'],
    ['with a code in use', { code: 'TAKEN' }, 'CODE_TAKEN code'],
  ])(
    '%s are refused, and nothing is written',
    async (_, { caller, ...change }: { caller?: string; [field: string]: unknown }, expected) => {
      await test.sql`
      INSERT INTO partners.partner (partner_id, programme_id, code, name, registered_at)
      VALUES (gen_random_uuid(), ${operator.programmeId}, 'taken', 'x', now()) ON CONFLICT DO NOTHING`;
      const count = async () => (await test.sql`SELECT count(*) FROM partners.partner`)[0]?.count;
      const before = await count();
      const who = caller === 'partner' ? partnerCaller(UNKNOWN, { scopes: ['partners:write'] }) : operator;
      expect(await refusal(who, 'registerPartner', { code: 'new', name: 'New', ...change }, 'partner { id }')).toEqual([
        expected,
      ]);
      expect(await count()).toBe(before);
    },
  );

  it('of a programme that does not exist cannot be registered', async () => {
    const ghost = callerOf({ role: 'operator', programmeId: UNKNOWN });
    expect(await refusal(ghost, 'registerPartner', { code: 'x', name: 'x' }, 'partner { id }')).toEqual([
      'NOT_ALLOWED',
    ]);
  });

  it('a code of another programme is free here', async () => {
    await expect(register(operator, 'elsewhere')).resolves.toMatch(/^[0-9a-f-]{36}$/);
  });

  it('are unknown across programmes', async () => {
    const query =
      'query($id: ID!) { partner(id: $id) { id } byCode: partner(code: "only-here") { id } stores(partnerId: $id) { edges { node { id } } } }';
    const mine = await register(operator, 'only-here');
    await addStore(operator, { partnerId: mine, code: 's' });
    expect(await client.ask(stranger, query, { id: mine })).toEqual({
      partner: null,
      byCode: null,
      stores: { edges: [] },
    });
    const entities = `query($r: [_Any!]!) { _entities(representations: $r) { ... on Partner { code } ... on Programme { code } } }`;
    const representations = [
      { __typename: 'Partner', id: mine },
      { __typename: 'Programme', id: operator.programmeId },
      { __typename: 'Partner', id: 'no id' },
    ];
    expect(await client.ask(stranger, entities, { r: representations })).toEqual({ _entities: [null, null, null] });
    expect(await client.ask(operator, entities, { r: representations })).toEqual({
      _entities: [{ code: 'only-here' }, { code: 'coalition' }, null],
    });
  });

  it('a page of partners continues where the last one ended', async () => {
    const lister = await newProgramme('paging', 'EUR');
    for (const code of ['d', 'a', 'B', 'c']) await register(lister, code);
    const query =
      'query($after: String) { partners(first: 3, after: $after) { edges { cursor node { code } } pageInfo { hasNextPage hasPreviousPage endCursor } } }';
    const { partners: one } = await client.ask(lister, query);
    expect(one.edges.map((edge: { node: { code: string } }) => edge.node.code)).toEqual(['B', 'a', 'c']);
    expect(one.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const { partners: two } = await client.ask(lister, query, { after: one.pageInfo.endCursor });
    expect(two.edges.map((edge: { node: { code: string } }) => edge.node.code)).toEqual(['d']);
    expect(two.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('page sizes and cursors from outside are checked', async () => {
    const query = 'query($first: Int!, $after: String) { partners(first: $first, after: $after) { edges { cursor } } }';
    const forged = Buffer.from(JSON.stringify(['partner', 'a', "' OR 1=1"])).toString('base64url');
    for (const variables of [{ first: 0 }, { first: 101 }, { first: 1, after: 'x' }, { first: 1, after: forged }]) {
      expect(await client.errorCodes(operator, query, variables)).toEqual(['BAD_USER_INPUT']);
    }
    expect(await client.errorCodes(operator, '{ partner { id } }')).toEqual(['BAD_USER_INPUT']);
    expect(await client.errorCodes(operator, '{ partner(id: "1", code: "a") { id } }')).toEqual(['BAD_USER_INPUT']);
  });

  it('can be suspended and reinstated, and stay out when they left', async () => {
    const partnerId = await register(operator, 'status');
    await sign(partnerId);
    const change = async (status: string) => {
      const payload = await client.command(
        operator,
        'changePartnerStatus',
        { idempotencyKey: key(), partnerId, status },
        'partner { status }',
      );
      return payload.partner?.status ?? payload.userErrors[0].code;
    };
    expect(await change('SUSPENDED')).toBe('SUSPENDED');
    expect(await change('ACTIVE')).toBe('ACTIVE');
    expect(await change('ONBOARDING')).toBe('INVALID_INPUT');
    expect(await change('LEFT')).toBe('LEFT');
    expect(await change('LEFT')).toBe('LEFT');
    expect(await change('ACTIVE')).toBe('PARTNER_INACTIVE');
    expect(
      await refusal(
        operator,
        'signContract',
        contractInput(partnerId, { validFrom: '2027-01-01T00:00:00Z' }),
        'contract { id } partner { id }',
      ),
    ).toEqual(['PARTNER_INACTIVE partnerId']);
    expect(await refusal(operator, 'addStore', { partnerId, code: 's', name: 's' }, 'store { id }')).toEqual([
      'PARTNER_INACTIVE partnerId',
    ]);
    expect(
      await refusal(operator, 'createApiClient', { partnerId, name: 'app' }, 'client { clientId } secret'),
    ).toEqual(['PARTNER_INACTIVE partnerId']);
    for (const [who, id, expected] of [
      [operator, strangersPartner, 'PARTNER_UNKNOWN partnerId'],
      [partnerCaller(partnerId, { scopes: ['partners:write'] }), partnerId, 'NOT_ALLOWED'],
    ] as const) {
      expect(await refusal(who, 'changePartnerStatus', { partnerId: id, status: 'LEFT' }, 'partner { id }')).toEqual([
        expected,
      ]);
    }
  });
});

describe('billing details', () => {
  const DETAILS = `billing { version legalName street town country vatId iban bic endpointId endpointScheme }`;
  const german = {
    legalName: 'Gruenmarkt Handels GmbH',
    street: 'Hauptstr.',
    town: 'Berlin',
    country: 'DE',
    vatId: 'DE 123 456 789',
    iban: 'de89 3704 0044 0532 0130 00',
    bic: 'COBADEFFXXX',
  };
  const record = (partnerId: string | null, change: object = {}) =>
    client.command(operator, 'recordBilling', { idempotencyKey: key(), partnerId, ...german, ...change }, DETAILS);

  it('are versions, of which the latest counts, for a partner and for the operator itself', async () => {
    const partnerId = await register(operator, 'billed');
    const first = await record(partnerId);
    expect(first.billing).toMatchObject({ version: 1, iban: 'DE89370400440532013000', vatId: 'DE123456789' });
    expect((await record(partnerId, { town: 'Potsdam', iban: null })).billing).toMatchObject({
      version: 2,
      iban: null,
    });
    expect((await record(null)).billing.version).toBe(1);
    const query = `query($id: ID!) { partner(id: $id) { ${DETAILS} } programme { ${DETAILS} } }`;
    const seen = await client.ask(operator, query, { id: partnerId });
    expect([seen.partner.billing.town, seen.programme.billing.town]).toEqual(['Potsdam', 'Berlin']);
    const own = await client.ask(partnerCaller(partnerId), query, { id: partnerId });
    expect([own.partner.billing.town, own.programme.billing]).toEqual(['Potsdam', null]);
    const other = await client.ask(partnerCaller(await register(operator, 'bill-reader')), query, { id: partnerId });
    expect(other.partner.billing).toBeNull();
    await expect(
      test.sql.begin((sql) =>
        sql`SET LOCAL ROLE loyalty_partners`.then(() => sql`UPDATE partners.billing SET town = 'x'`),
      ),
    ).rejects.toThrow(/permission denied/);
  });

  it.each([
    ['an IBAN with a wrong check digit', { iban: 'DE88370400440532013000' }, 'INVALID_INPUT iban'],
    ['a country that is none', { country: 'XX' }, 'INVALID_INPUT country'],
    ['a BIC of seven', { bic: 'COBADEF' }, 'INVALID_INPUT bic'],
    ['an IBAN and another number', { accountNumber: '12345' }, 'INVALID_INPUT accountNumber'],
    ['an address without its scheme', { endpointId: '4012345000009' }, 'INVALID_INPUT endpointScheme'],
    ['a name of nothing', { legalName: ' ' }, 'INVALID_INPUT legalName'],
    ['a partner of another programme', { partnerId: 'stranger' }, 'PARTNER_UNKNOWN partnerId'],
  ])('%s is refused', async (_, change, expected) => {
    const partnerId = 'partnerId' in change ? strangersPartner : await register(operator, `bill-${key()}`);
    expect(
      await refusal(operator, 'recordBilling', { ...german, ...change, partnerId }, 'billing { version }'),
    ).toEqual([expected]);
  });

  it('are not the partner’s to change alone', async () => {
    const partnerId = await register(operator, 'self-service');
    const caller = partnerCaller(partnerId, { scopes: ['partners:write'] });
    expect(await refusal(caller, 'recordBilling', { ...german, partnerId }, 'billing { version }')).toEqual([
      'NOT_ALLOWED',
    ]);
  });
});

describe('contracts', () => {
  it('are versions that follow one another; a version ends where the next one begins', async () => {
    const partnerId = await register(operator, 'versions');
    const first = await sign(partnerId);
    expect(first.contract).toMatchObject({ version: 1, validUntil: null });
    const second = await sign(partnerId, { validFrom: '2026-07-01T00:00:00+02:00', earnPoints: 2 });
    expect(second.contract).toMatchObject({ version: 2, validFrom: '2026-06-30T22:00:00.000Z' });
    const query = `query($id: ID!) { partner(id: $id) { status contracts { version validUntil }
      now: contract { version earnPoints } later: contract(at: "2026-06-30T22:00:00Z") { version earnPoints } before: contract(at: "2025-12-31T23:59:59Z") { version } } }`;
    expect((await client.ask(operator, query, { id: partnerId })).partner).toEqual({
      status: 'ACTIVE',
      contracts: [
        { version: 1, validUntil: '2026-06-30T22:00:00.000Z' },
        { version: 2, validUntil: null },
      ],
      now: { version: 1, earnPoints: 1 },
      later: { version: 2, earnPoints: 2 },
      before: null,
    });
  });

  it('carry their terms to the last digit, defaults included', async () => {
    const partnerId = await register(operator, 'terms');
    const fields = `contract { roles fundingModel purchaseCurrency earnPoints earnPer { amount minorUnits currency } earnRounding pendingDays issuePriceMicros
      reserveRateMicros serviceFeeMicros reimbursementMicros clearingFeeBasisPoints ownBrandFeeExempt expiryShareBasisPoints refundShortfall expiryModel expiryMonths
      expiryRounding expiryMonthDay lateSubmissionDays netDebitCap { amount minorUnits currency } capMode } partner { code }`;
    const { contract, partner } = await sign(
      partnerId,
      { earnPer: { amount: '1000', currency: 'JPY' }, netDebitCap: '90071992547409.91' },
      fields,
    );
    expect(partner).toEqual({ code: 'terms' });
    expect(contract).toEqual({
      roles: ['ISSUER', 'ACCEPTOR'],
      fundingModel: 'OPERATOR_POOL',
      purchaseCurrency: 'JPY',
      earnPoints: 1,
      earnPer: { amount: '1000', minorUnits: 1000, currency: 'JPY' },
      earnRounding: 'DOWN',
      pendingDays: 0,
      issuePriceMicros: 10_000,
      reserveRateMicros: 8_500,
      serviceFeeMicros: 500,
      reimbursementMicros: 8_000,
      clearingFeeBasisPoints: 0,
      ownBrandFeeExempt: true,
      expiryShareBasisPoints: 0,
      refundShortfall: 'MEMBER_DEBT',
      expiryModel: 'ROLLING',
      expiryMonths: 24,
      expiryRounding: 'MONTH',
      expiryMonthDay: null,
      lateSubmissionDays: 30,
      netDebitCap: { amount: '90071992547409.91', minorUnits: 9_007_199_254_740_991, currency: 'EUR' },
      capMode: 'ALERT',
    });
  });

  it.each([
    ['by a partner', { caller: 'partner' }, 'NOT_ALLOWED'],
    ['without a role', { roles: [] }, 'INVALID_INPUT roles'],
    [
      'with a bad key and a bad amount: the key comes first',
      { idempotencyKey: '', earnPer: { amount: '0', currency: 'EUR' } },
      'INVALID_INPUT idempotencyKey',
    ],
    ['with negative points', { earnPoints: -1 }, 'INVALID_POINTS earnPoints'],
    ['with three decimals', { earnPer: { amount: '1.005', currency: 'EUR' } }, 'INVALID_AMOUNT earnPer.amount'],
    ['in an unknown currency', { earnPer: { amount: '1', currency: 'ABC' } }, 'UNKNOWN_CURRENCY earnPer.currency'],
    ['of a partner of another programme', { partnerId: 'stranger' }, 'PARTNER_UNKNOWN partnerId'],
    ['of a partner whose id is none', { partnerId: "1' OR '1'='1" }, 'PARTNER_UNKNOWN partnerId'],
    ['from the instant of an earlier one', { validFrom: '2026-01-01T01:00:00+01:00' }, 'CONTRACT_OVERLAP validFrom'],
    ['from before an earlier one', { validFrom: '2025-01-01T00:00:00Z' }, 'CONTRACT_OVERLAP validFrom'],
  ])(
    '%s are refused',
    async (_, {
      caller,
      partnerId,
      ...change
    }: { caller?: string; partnerId?: string; [field: string]: unknown }, expected) => {
      const code = `c${keys}`;
      const own = await register(operator, code);
      await sign(own);
      const who = caller === 'partner' ? partnerCaller(own, { scopes: ['partners:write'] }) : operator;
      const id = partnerId === 'stranger' ? strangersPartner : (partnerId ?? own);
      const input = contractInput(id, { validFrom: '2026-02-01T00:00:00Z', ...change });
      expect(await refusal(who, 'signContract', input, 'contract { id } partner { id }')).toEqual([expected]);
    },
  );

  it('signed at once get one version each, and no two of one number', async () => {
    const partnerId = await register(operator, 'race');
    const starts = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01', '2026-05-02'];
    const payloads = await Promise.all(starts.map((day) => sign(partnerId, { validFrom: `${day}T00:00:00Z` })));
    const versions = payloads.filter((payload) => payload.contract !== null).map((payload) => payload.contract.version);
    const codes = payloads.flatMap((payload) => payload.userErrors.map((error: { code: string }) => error.code));
    expect([...versions].sort()).toEqual(versions.map((_, index) => index + 1));
    expect(new Set(codes)).toEqual(codes.length === 0 ? new Set() : new Set(['CONTRACT_OVERLAP']));
    const rows =
      await test.sql`SELECT version, valid_from FROM partners.contract WHERE partner_id = ${partnerId} ORDER BY version`;
    expect(rows.map((row) => row.valid_from)).toEqual(rows.map((row) => row.valid_from).sort((a, b) => a - b));
  });

  it('cannot be changed or taken away, not even by the code of this subgraph', async () => {
    await expect(database.sql`UPDATE partners.contract SET earn_points = 1000`).rejects.toThrow(/permission denied/);
    await expect(database.sql`DELETE FROM partners.contract`).rejects.toThrow(/permission denied/);
  });

  it('are seen by the operator and the partner itself, and by nobody else', async () => {
    const partnerId = await register(operator, 'private');
    const { contract } = await sign(partnerId);
    const other = await register(operator, 'curious');
    const query = `query($id: ID!, $r: [_Any!]!) { partner(id: $id) { code contract { version } contracts { version } apiClients { name } }
      _entities(representations: $r) { ... on Contract { version } } }`;
    const ask = (caller: Caller) =>
      client.ask(caller, query, { id: partnerId, r: [{ __typename: 'Contract', id: contract.id }] });
    const all = {
      partner: { code: 'private', contract: { version: 1 }, contracts: [{ version: 1 }], apiClients: [] },
      _entities: [{ version: 1 }],
    };
    const face = { partner: { code: 'private', contract: null, contracts: null, apiClients: null }, _entities: [null] };
    expect(await ask(operator)).toEqual(all);
    expect(await ask(partnerCaller(partnerId))).toEqual(all);
    expect(await ask(partnerCaller(other))).toEqual(face);
    expect(await ask(callerOf({ role: 'member', programmeId: operator.programmeId, memberId: UNKNOWN }))).toEqual(face);
    expect(await ask(stranger)).toEqual({ partner: null, _entities: [null] });
  });
});

describe('stores', () => {
  it("take the programme's time zone where they have none, and belong to their partner", async () => {
    const partnerId = await register(operator, 'zones');
    const input = { idempotencyKey: key(), partnerId, code: 'شعبه ۱', name: 'شعبهٔ مرکزی' };
    const { store } = await client.command(
      operator,
      'addStore',
      input,
      'store { id code name timeZone opensAt closesAt partner { code } }',
    );
    expect(store).toMatchObject({
      code: 'شعبه ۱',
      name: 'شعبهٔ مرکزی',
      timeZone: 'Europe/Berlin',
      opensAt: null,
      partner: { code: 'zones' },
    });
    const second = {
      ...input,
      idempotencyKey: key(),
      code: '2',
      timeZone: 'Asia/Tehran',
      opensAt: '2026-01-01T00:00:00Z',
      closesAt: '2027-01-01T00:00:00Z',
    };
    const { store: other } = await client.command(operator, 'addStore', second, 'store { timeZone opensAt closesAt }');
    expect(other).toEqual({
      timeZone: 'Asia/Tehran',
      opensAt: '2026-01-01T00:00:00.000Z',
      closesAt: '2027-01-01T00:00:00.000Z',
    });
  });

  it("a partner's app adds its own without saying whose", async () => {
    const partnerId = await register(operator, 'selfservice');
    const storeId = await addStore(partnerCaller(partnerId), { code: 'own' });
    const { store } = await client.ask(
      operator,
      `query($r: [_Any!]!) { store: _entities(representations: $r) { ... on Store { partner { id } } } }`,
      { r: [{ __typename: 'Store', id: storeId }] },
    );
    expect(store).toEqual([{ partner: { id: partnerId } }]);
  });

  it.each([
    ['to another partner', 'other', {}, 'NOT_ALLOWED partnerId'],
    ['by a client limited to some stores', 'till', {}, 'NOT_ALLOWED partnerId'],
    ['by the operator without saying whose', 'operator', { partnerId: null }, 'INVALID_INPUT partnerId'],
    ['without a code', 'own', { code: '' }, 'INVALID_INPUT code'],
    ['with a zone of nowhere', 'own', { timeZone: 'Nowhere' }, 'INVALID_INPUT timeZone'],
    [
      'that close before they open',
      'own',
      { opensAt: '2026-01-02T00:00:00Z', closesAt: '2026-01-01T00:00:00Z' },
      'INVALID_INPUT closesAt',
    ],
    ['to a partner of another programme', 'operator', { partnerId: 'stranger' }, 'PARTNER_UNKNOWN partnerId'],
    ['with a code in use', 'own', { code: 'taken' }, 'CODE_TAKEN code'],
  ])('%s are refused', async (_, who, change: Record<string, unknown>, expected) => {
    const partnerId = await register(operator, `s${keys}`);
    await addStore(operator, { partnerId, code: 'taken' });
    const callers: Record<string, Caller> = {
      operator,
      own: partnerCaller(partnerId),
      other: partnerCaller(await register(operator, `o${keys}`)),
      till: partnerCaller(partnerId, { storeIds: [UNKNOWN] }),
    };
    const input = { partnerId, code: 'new', name: 'New', ...change };
    if (input.partnerId === 'stranger') input.partnerId = strangersPartner;
    expect(await refusal(callers[who]!, 'addStore', input, 'store { id }')).toEqual([expected]);
  });

  it('of many partners are read in one statement a page', async () => {
    const lister = await newProgramme('batches', 'EUR');
    for (const code of ['p1', 'p2', 'p3']) {
      const partnerId = await register(lister, code);
      for (const store of ['c', 'a', 'b']) await addStore(lister, { partnerId, code: store });
    }
    const before = statements;
    const { partners } = await client.ask(
      lister,
      '{ partners(first: 10) { edges { node { status stores(first: 2) { edges { node { code timeZone partner { code } } } pageInfo { hasNextPage endCursor } } } } } }',
    );
    // partners, contracts for the status, stores, the programme's zone, the stores' partners
    // (a statement with a subquery counts twice here)
    expect(statements - before).toBeGreaterThan(0);
    expect(statements - before).toBeLessThanOrEqual(6);
    for (const { node } of partners.edges) {
      expect(node.stores.edges.map((edge: { node: { code: string } }) => edge.node.code)).toEqual(['a', 'b']);
      expect(node.stores.pageInfo.hasNextPage).toBe(true);
    }
    const [{ node }] = partners.edges;
    const rest = await client.ask(
      lister,
      'query($after: String) { partner(code: "p1") { stores(after: $after) { edges { node { code } } } } }',
      { after: node.stores.pageInfo.endCursor },
    );
    expect(rest.partner.stores.edges).toEqual([{ node: { code: 'c' } }]);
  });
});

describe('API clients', () => {
  const FIELDS = 'client { clientId name partner { id } scopes storeIds revokedAt } secret';

  it('show their secret once, carry the scopes of their role, and can be limited to stores', async () => {
    const partnerId = await register(operator, 'apps');
    const storeId = await addStore(operator, { partnerId, code: 'till' });
    const input = { idempotencyKey: key(), partnerId, name: 'صندوق', storeIds: [storeId.toUpperCase()] };
    const first = await client.command(operator, 'createApiClient', input, FIELDS);
    expect(first.client).toMatchObject({
      name: 'صندوق',
      partner: { id: partnerId },
      scopes: scopesOfRole('partner'),
      storeIds: [storeId],
      revokedAt: null,
    });
    const [stored] = await test.sql<
      { secret_hash: string }[]
    >`SELECT secret_hash FROM platform.api_client WHERE client_id = ${first.client.clientId}`;
    expect(await verifySecret(first.secret, stored!.secret_hash)).toBe(true);
    expect(await client.command(operator, 'createApiClient', input, FIELDS)).toEqual({ ...first, secret: null });
    const listed = await client
      .ask(
        partnerCaller(partnerId),
        'query($id: ID!) { partner(id: $id) { apiClients { clientId } } programme { operatorClients { clientId } } }',
        { id: partnerId },
      )
      .catch((error: Error) => error.message);
    expect(listed).toContain('FORBIDDEN'); // the operator's clients are not a partner's to see
    const own = await client.ask(
      partnerCaller(partnerId),
      'query($id: ID!) { partner(id: $id) { apiClients { clientId } } }',
      { id: partnerId },
    );
    expect(own.partner.apiClients).toEqual([{ clientId: first.client.clientId }]);
  });

  it('of a person name the person, whatever the case, and never may make persons', async () => {
    const made = (input: object) =>
      client.command(
        operator,
        'createApiClient',
        { idempotencyKey: key(), name: 'Ann', ...input },
        'client { person scopes }',
      );
    const { client: ann } = await made({ person: 'Ann@Example.com' });
    expect(ann.person).toBe('ann@example.com');
    expect(ann.scopes).not.toContain('persons:write');
    expect((await made({})).client.person).toBeNull();
    const direct = test.sql`UPDATE platform.api_client SET scopes = '{persons:write}' WHERE person = 'ann@example.com'`;
    await expect(direct).rejects.toThrow('api_client_person_makes_no_persons');
  });

  it('revoked once keep their first date', async () => {
    const { client: made } = await client.command(
      operator,
      'createApiClient',
      { idempotencyKey: key(), name: 'second operator' },
      FIELDS,
    );
    const revoke = () =>
      client.command(
        operator,
        'revokeApiClient',
        { idempotencyKey: key(), clientId: made.clientId },
        'client { revokedAt }',
      );
    expect((await revoke()).client.revokedAt).toBe(NOW.toISOString());
    expect((await revoke()).client.revokedAt).toBe(NOW.toISOString());
    const { programme } = await client.ask(operator, '{ programme { operatorClients { clientId revokedAt } } }');
    expect(programme.operatorClients).toContainEqual({ clientId: made.clientId, revokedAt: NOW.toISOString() });
  });

  it.each([
    ['by a partner', 'partner', { name: 'x' }, 'NOT_ALLOWED'],
    ['with more than its maker may', 'narrow', { name: 'x', scopes: ['settlement:write'] }, 'NOT_ALLOWED scopes'],
    ['with all by default, made by one who may less', 'narrow', { name: 'x' }, 'NOT_ALLOWED scopes'],
    ['without a name', 'operator', { name: '' }, 'INVALID_INPUT name'],
    [
      'of a person, by one who may not make persons',
      'narrow',
      { name: 'x', person: 'ann', scopes: ['partners:write'] },
      'NOT_ALLOWED person',
    ],
    [
      'of a person who could make another',
      'operator',
      { name: 'x', person: 'ann', scopes: ['persons:write'] },
      'INVALID_INPUT scopes',
    ],
    ['of a person who looks like another', 'operator', { name: 'x', person: 'ann\u200d' }, 'INVALID_INPUT person'],
    ['without a scope', 'operator', { name: 'x', scopes: [] }, 'INVALID_INPUT scopes'],
    [
      'with a scope above its role',
      'operator',
      { name: 'x', partnerId: 'own', scopes: ['settlement:write'] },
      'INVALID_INPUT scopes',
    ],
    ['with an invented scope', 'operator', { name: 'x', scopes: ['everything'] }, 'INVALID_INPUT scopes'],
    [
      "of the operator with a partner's stores",
      'operator',
      { name: 'x', storeIds: [UNKNOWN] },
      'INVALID_INPUT storeIds',
    ],
    [
      'of a partner of another programme',
      'operator',
      { name: 'x', partnerId: 'stranger' },
      'PARTNER_UNKNOWN partnerId',
    ],
    [
      'at a store that is not the partner’s',
      'operator',
      { name: 'x', partnerId: 'own', storeIds: [UNKNOWN] },
      'STORE_UNKNOWN storeIds',
    ],
    [
      'at a store whose id is none',
      'operator',
      { name: 'x', partnerId: 'own', storeIds: ['nowhere'] },
      'STORE_UNKNOWN storeIds',
    ],
  ])('%s are refused', async (_, who, change: Record<string, unknown>, expected) => {
    const own = await register(operator, `a${keys}`);
    const callers: Record<string, Caller> = {
      operator,
      partner: partnerCaller(own, { scopes: ['partners:write'] }),
      narrow: { ...operator, scopes: ['partners:write'] },
    };
    const input = { ...change };
    if (input.partnerId === 'own') input.partnerId = own;
    if (input.partnerId === 'stranger') input.partnerId = strangersPartner;
    expect(await refusal(callers[who]!, 'createApiClient', input, 'client { clientId } secret')).toEqual([expected]);
  });

  it('of another programme are unknown', async () => {
    expect(await refusal(operator, 'revokeApiClient', { clientId: stranger.clientId }, 'client { clientId }')).toEqual([
      'CLIENT_UNKNOWN clientId',
    ]);
    expect(await refusal(operator, 'revokeApiClient', { clientId: 'a\0' }, 'client { clientId }')).toEqual([
      'INVALID_INPUT clientId',
    ]);
    expect(
      await refusal(
        partnerCaller(UNKNOWN, { scopes: ['partners:write'] }),
        'revokeApiClient',
        { clientId: operator.clientId },
        'client { clientId }',
      ),
    ).toEqual(['NOT_ALLOWED']);
  });
});

describe('idempotency', () => {
  it('fifty requests at once under one key and body make one partner and get one answer', async () => {
    const input = { idempotencyKey: key(), code: 'storm', name: 'Storm' };
    const payloads = await Promise.all(
      Array.from({ length: 50 }, () => client.command(operator, 'registerPartner', input, 'partner { id }')),
    );
    expect(new Set(payloads.map((payload) => JSON.stringify(payload))).size).toBe(1);
    expect(payloads[0].userErrors).toEqual([]);
  });

  it('one key with two bodies at once: one is done, the other is told', async () => {
    const idempotencyKey = key();
    const payloads = await Promise.all(
      ['left', 'right'].map((code) =>
        client.command(operator, 'registerPartner', { idempotencyKey, code, name: code }, 'partner { code }'),
      ),
    );
    const codes = payloads.map((payload) => payload.partner?.code ?? payload.userErrors[0].code).sort();
    expect(codes).toContain('IDEMPOTENCY_KEY_REUSED');
    expect(codes.filter((code) => code !== 'IDEMPOTENCY_KEY_REUSED')).toHaveLength(1);
  });

  it('a refusal stays a refusal, though it would be done now', async () => {
    const partnerId = await register(operator, 'refused');
    const storeInput = { idempotencyKey: key(), partnerId: UNKNOWN, code: 's', name: 's' };
    const attempt = () => client.command(operator, 'addStore', storeInput, 'store { id }');
    const first = await attempt();
    expect(first.userErrors).toMatchObject([{ code: 'PARTNER_UNKNOWN' }]);
    await test.sql`
      INSERT INTO partners.partner (partner_id, programme_id, code, name, registered_at)
      VALUES (${UNKNOWN}, ${operator.programmeId}, 'late', 'late', now())`;
    expect(await attempt()).toEqual(first);
    await test.sql`DELETE FROM partners.partner WHERE partner_id = ${UNKNOWN}`;
    expect(partnerId).not.toBe(UNKNOWN);
  });

  it('the same key under another command, and by another client', async () => {
    const idempotencyKey = key();
    await client.command(operator, 'registerPartner', { idempotencyKey, code: 'k1', name: 'k1' }, 'partner { id }');
    const status = await client.command(
      operator,
      'revokeApiClient',
      { idempotencyKey, clientId: 'x' },
      'client { clientId }',
    );
    expect(status.userErrors).toEqual([{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }]);
    const second = { ...operator, clientId: 'another-operator-client' };
    const { partner } = await client.command(
      second,
      'registerPartner',
      { idempotencyKey, code: 'k2', name: 'k2' },
      'partner { code }',
    );
    expect(partner).toEqual({ code: 'k2' });
  });

  it('two codes that differ only in case, at once: one is taken', async () => {
    const payloads = await Promise.all(
      ['same', 'SAME', 'Same'].map((code) =>
        client.command(operator, 'registerPartner', { idempotencyKey: key(), code, name: code }, 'partner { id }'),
      ),
    );
    expect(payloads.filter((payload) => payload.partner !== null)).toHaveLength(1);
    expect(payloads.flatMap((payload) => payload.userErrors.map((error: { code: string }) => error.code))).toEqual([
      'CODE_TAKEN',
      'CODE_TAKEN',
    ]);
  });
});

describe('who may ask', () => {
  it('without a caller nothing is answered, without the scope neither', async () => {
    expect(await client.errorCodes(null, '{ programme { id } }')).toEqual(['UNAUTHENTICATED']);
    expect(await client.errorCodes(null, '{ partners { edges { cursor } } }')).toEqual(['UNAUTHENTICATED']);
    expect(await client.errorCodes({ ...operator, scopes: [] }, '{ partners { edges { cursor } } }')).toEqual([
      'FORBIDDEN',
    ]);
    const mutation = 'mutation($input: RegisterPartnerInput!) { registerPartner(input: $input) { partner { id } } }';
    const input = { idempotencyKey: key(), code: 'no', name: 'no' };
    expect(await client.errorCodes(partnerCaller(UNKNOWN), mutation, { input })).toEqual(['FORBIDDEN']);
    expect(await test.sql`SELECT 1 FROM partners.partner WHERE code = 'no'`).toHaveLength(0);
  });

  it('the platform sees nothing inside a programme', async () => {
    expect(await client.ask(platform, '{ programme { id } }')).toEqual({ programme: null });
    const all = { ...platform, scopes: ['partners:read'] };
    expect(await client.errorCodes(all, '{ partners { edges { cursor } } }')).toEqual(['FORBIDDEN']);
  });

  it('a fault shows no internals', async () => {
    const broken = await startPartners({
      database: {
        ...database,
        readAs: (scope) => ({
          ...database.readAs(scope),
          db: new Proxy(database.db, {
            get: () => {
              throw new Error('password=hunter2 at 10.0.0.1');
            },
          }),
        }),
      },
      clock: () => NOW,
      ids: uuidSource,
      logger: pino({ level: 'silent' }),
    });
    const { data, errors } = await broken.execute({ query: '{ programme { id } }', caller: operator, requestId: 'r' });
    expect(data).toEqual({ programme: null });
    expect(JSON.stringify(errors)).not.toContain('hunter2');
    expect(errors).toMatchObject([{ path: ['programme'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    await broken.stop();
  });
});

describe('published reference data', () => {
  it('is what the ledger and rewards may read, and all they may read', async () => {
    const partnerId = await register(operator, 'published');
    await sign(partnerId, { netDebitCap: '5.00' });
    const storeId = await addStore(operator, { partnerId, code: 'p' });
    for (const role of ['ledger', 'rewards'] as const) {
      const reader = openDatabase({ url: test.url, role, max: 1 });
      const [terms] = await reader.sql`SELECT * FROM partners.contract_terms WHERE partner_id = ${partnerId}`;
      expect(terms).toMatchObject({
        programme_id: operator.programmeId,
        version: 1,
        valid_from: new Date('2026-01-01T00:00:00Z'),
        valid_until: null,
        issuer: true,
        acceptor: true,
        earn_points: 1n,
        earn_per_minor: 100n,
        net_debit_cap_minor: 500n,
        earn_reversal_refunds_service_fee: true,
        redemption_reversal_refunds_clearing_fee: true,
      });
      const [store] = await reader.sql`SELECT * FROM partners.store_reference WHERE store_id = ${storeId}`;
      expect(store).toMatchObject({ partner_id: partnerId, time_zone: 'Europe/Berlin' });
      const [partner] = await reader.sql`SELECT * FROM partners.partner_reference WHERE partner_id = ${partnerId}`;
      expect(partner).toMatchObject({ standing: 'ACTIVE', code: 'published' });
      const [programme] =
        await reader.sql`SELECT * FROM partners.programme_terms WHERE programme_id = ${operator.programmeId}`;
      expect(programme).toMatchObject({ currency: 'EUR', exponent: 2, restore_grace_days: 30 });
      for (const table of ['partner', 'contract', 'store', 'programme', 'remembered_command']) {
        await expect(reader.sql`SELECT 1 FROM ${reader.sql(`partners.${table}`)}`).rejects.toThrow(/permission denied/);
      }
      await reader.close();
    }
  });

  it('who a partner is and the time zone of a programme stay as they were made: processes keep them', async () => {
    const partnerId = await register(operator, 'stays');
    const renamed = test.sql`UPDATE partners.partner SET name = 'Another' WHERE partner_id = ${partnerId}`;
    await expect(renamed).rejects.toMatchObject({ code: '23001' });
    const moved = test.sql`UPDATE partners.programme SET time_zone = 'Asia/Tehran' WHERE programme_id = ${operator.programmeId}`;
    await expect(moved).rejects.toMatchObject({ code: '23001' });
  });

  it('every change counts the version up and is announced; a refusal does neither', async () => {
    const version = async () =>
      (await test.sql`SELECT version FROM partners.reference_version WHERE programme_id = ${operator.programmeId}`)[0]
        ?.version;
    const heard: string[] = [];
    const { unlisten } = await test.sql.listen('reference_data', (programmeId) => heard.push(programmeId));
    const before = await version();
    const partnerId = await register(operator, 'signal');
    await sign(partnerId);
    await addStore(operator, { partnerId, code: 's' });
    await client.command(
      operator,
      'changePartnerStatus',
      { idempotencyKey: key(), partnerId, status: 'SUSPENDED' },
      'partner { id }',
    );
    await client.command(
      operator,
      'registerPartner',
      { idempotencyKey: key(), code: 'signal', name: 'taken' },
      'partner { id }',
    );
    expect(await version()).toBe(before + 4n);
    await test.sql.notify('reference_data', 'end');
    await expect.poll(() => heard.at(-1)).toBe('end');
    expect(heard.slice(0, -1)).toEqual(Array.from({ length: 4 }, () => operator.programmeId));
    await unlisten();
  });
});
