import { randomBytes, randomInt } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import type { TokenSubject } from '../../subgraphs/members/context.ts';
import { startMembers } from '../../subgraphs/members/server.ts';
import { type Caller, scopesOfRole } from '../../subgraphs/serving/caller.ts';
import { openLedgerDoor } from '../../subgraphs/serving/ledger-door.ts';
import { identityLookup } from '../../subgraphs/serving/personal-data.ts';
import type { Subgraph } from '../../subgraphs/serving/subgraph.ts';
import { uuidSource } from '../../subgraphs/shared/ids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { insertPartners } from '../support/members-under-test.ts';
import { testPersonalData } from '../support/personal-data.ts';
import { callerOf, clientFor, type SubgraphClient } from '../support/subgraph-client.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const TOKEN_ENDS = new Date('2026-06-15T12:15:00Z');
const PROGRAMME = '018f0000-0000-7000-8000-0000000000a1';
const OTHER_PROGRAMME = '018f0000-0000-7000-8000-0000000000a2';
const PARTNER = '018f0000-0000-7000-8000-0000000000b1';
const UNKNOWN = '018f0000-0000-7000-8000-000000000000';

const operator = callerOf({ role: 'operator', programmeId: PROGRAMME });
const partner = callerOf({ role: 'partner', programmeId: PROGRAMME, partnerId: PARTNER });
const stranger = callerOf({ role: 'operator', programmeId: OTHER_PROGRAMME, clientId: 'stranger' });
const memberCaller = (memberId: string): Caller => callerOf({ role: 'member', programmeId: PROGRAMME, memberId });

let test: TestDatabase;
let database: Database;
let subgraph: Subgraph;
let client: SubgraphClient;
const tokensFor: TokenSubject[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
  await insertPartners(test);
  database = openDatabase({ url: test.url, role: 'members' });
  subgraph = await startMembers({
    database,
    clock: () => NOW,
    ids: uuidSource,
    personalData: testPersonalData,
    followsFeed: false,
    askSubgraph: () => Promise.reject(new Error('This subgraph stands alone')),
    ledger: openLedgerDoor('members', () => Promise.reject(new Error('This subgraph stands alone'))),
    random: randomBytes,
    randomInt,
    issueToken: async (subject) => {
      tokensFor.push(subject);
      return { accessToken: `token of ${subject.memberId}`, expiresAt: TOKEN_ENDS };
    },
    logger: pino({ level: 'silent' }),
  });
  client = clientFor(subgraph);
});
afterAll(async () => {
  await subgraph.stop();
  await database.close();
  await test.close();
});

let counter = 0;
const next = (): string => {
  counter += 1;
  return String(counter).padStart(6, '0');
};
const card = () => ({ kind: 'CARD', value: `CARD${next()}` });

const FACE = 'member { id displayName locale status enrolledAt identities { kind value addedAt } }';
const enrol = (caller: Caller, change: object = {}) =>
  client.command(caller, 'enrolMember', { idempotencyKey: `enrol-${next()}`, identities: [card()], ...change }, FACE);
const enrolled = async (change: object = {}): Promise<string> => (await enrol(operator, change)).member.id;
const changeStatus = (memberId: string, status: string, caller: Caller = operator) =>
  client.command(
    caller,
    'changeMemberStatus',
    { idempotencyKey: `status-${next()}`, memberId, status },
    'member { status }',
  );

/** The one refusal of a command: code and field. */
async function refusal(
  caller: Caller,
  name: string,
  input: Record<string, unknown>,
  result = 'member { id }',
): Promise<string[]> {
  const payload = await client.command(caller, name, input, result);
  const shown = Object.entries(payload).filter(([field, value]) => field !== 'userErrors' && value !== null);
  expect(shown).toEqual([]);
  return payload.userErrors.map((error: { code: string; field: string[] | null }) =>
    error.field === null ? error.code : `${error.code} ${error.field.slice(1).join('.')}`,
  );
}
const keptIdentity = (kind: string, value: string) =>
  test.sql<{ identity_id: string }[]>`
    SELECT identity_id FROM members.identity
    WHERE kind = ${kind} AND lookup = ${identityLookup(testPersonalData, PROGRAMME, { kind, value })}`;
const memberCount = async () => (await test.sql`SELECT count(*) FROM members.member`)[0]?.count;

describe('enrolment', () => {
  it('keeps names in any script and identities in their one stored form', async () => {
    const displayName = 'شیرین نوروزی\u200cزاده 🌹';
    const identities = [
      { kind: 'PHONE', value: '+98 21 1234 5678' },
      { kind: 'EMAIL', value: 'Shirin@Example.org' },
      { kind: 'CARD', value: '1234 5678-9012' },
      { kind: 'EXTERNAL', value: 'مشتری/۴۷۱۱' },
    ];
    const { member } = await enrol(operator, { displayName, locale: 'FA-ir', identities });
    expect(member).toMatchObject({ displayName, locale: 'fa-IR', status: 'ACTIVE', enrolledAt: NOW.toISOString() });
    expect(member.identities.map((one: { kind: string; value: string }) => [one.kind, one.value])).toEqual([
      ['CARD', '123456789012'],
      ['EMAIL', 'shirin@example.org'],
      ['EXTERNAL', 'مشتری/۴۷۱۱'],
      ['PHONE', '+982112345678'],
    ]);
    const query = 'query($identity: IdentityInput!) { memberByIdentity(identity: $identity) { id displayName } }';
    for (const value of ['+982112345678', '+98 (21) 1234-5678']) {
      const found = await client.ask(operator, query, { identity: { kind: 'PHONE', value } });
      expect(found.memberByIdentity).toEqual({ id: member.id, displayName });
    }
  });

  it('needs no name: an anonymous card is a member, in English unless told', async () => {
    const { member } = await enrol(partner);
    expect(member).toMatchObject({ displayName: null, locale: 'en', status: 'ACTIVE' });
  });

  it.each([
    ['by a member', { caller: 'member' }, 'NOT_ALLOWED'],
    ['by the platform', { caller: 'platform' }, 'NOT_ALLOWED'],
    ['without a key', { idempotencyKey: '' }, 'INVALID_INPUT idempotencyKey'],
    ['without an identity', { identities: [] }, 'INVALID_INPUT identities'],
    [
      'with 21 identities',
      { identities: Array.from({ length: 21 }, (_, n) => ({ kind: 'CARD', value: `M${n}` })) },
      'INVALID_INPUT identities',
    ],
    ['with an empty card', { identities: [{ kind: 'CARD', value: '' }] }, 'INVALID_INPUT identities.0.value'],
    [
      'with 10 kB of external id',
      { identities: [{ kind: 'EXTERNAL', value: 'x'.repeat(10_240) }] },
      'INVALID_INPUT identities.0.value',
    ],
    [
      'with NUL in an external id',
      { identities: [{ kind: 'EXTERNAL', value: 'a\0b' }] },
      'INVALID_INPUT identities.0.value',
    ],
    [
      'with half a surrogate pair',
      { identities: [{ kind: 'EXTERNAL', value: '\udc00' }] },
      'INVALID_INPUT identities.0.value',
    ],
    [
      'with a phone without a country',
      { identities: [{ kind: 'PHONE', value: '030123456' }] },
      'INVALID_INPUT identities.0.value',
    ],
    [
      'with an e-mail that is none',
      { identities: [{ kind: 'EMAIL', value: 'nobody' }] },
      'INVALID_INPUT identities.0.value',
    ],
    [
      'with one identity twice, written in two ways',
      {
        identities: [
          { kind: 'CARD', value: 'a-1' },
          { kind: 'CARD', value: 'A1' },
        ],
      },
      'INVALID_INPUT identities.1',
    ],
    ['with an empty name', { displayName: '' }, 'INVALID_INPUT displayName'],
    ['with a control character in the name', { displayName: 'a\u0007b' }, 'INVALID_INPUT displayName'],
    ['with 10 kB of name', { displayName: 'ن'.repeat(10_240) }, 'INVALID_INPUT displayName'],
    ['with a language that is none', { locale: 'in English' }, 'INVALID_INPUT locale'],
    [
      'with an identity that is taken',
      {
        identities: [
          { kind: 'CARD', value: 'free' },
          { kind: 'CARD', value: 'taken' },
        ],
      },
      'IDENTITY_TAKEN identities.1',
    ],
  ])(
    '%s is refused, and nothing is written',
    async (_, { caller, ...change }: { caller?: string; [field: string]: unknown }, expected) => {
      await enrol(operator, { idempotencyKey: 'taken', identities: [{ kind: 'CARD', value: 'TAKEN' }] });
      const callers: Record<string, Caller> = {
        member: { ...memberCaller(UNKNOWN), scopes: ['members:write'] },
        platform: callerOf({ role: 'platform', scopes: ['members:write'] }),
      };
      const before = await memberCount();
      const input = { idempotencyKey: `refused-${next()}`, identities: [card()], ...change };
      expect(await refusal(callers[caller ?? ''] ?? partner, 'enrolMember', input)).toEqual([expected]);
      expect(await memberCount()).toBe(before);
      expect(await keptIdentity('CARD', 'FREE')).toHaveLength(0);
    },
  );

  it('an identity may be taken once in every programme', async () => {
    const identities = [card()];
    await enrol(operator, { identities });
    expect((await enrol(stranger, { identities })).userErrors).toEqual([]);
    expect((await enrol(partner, { identities })).userErrors).toMatchObject([{ code: 'IDENTITY_TAKEN' }]);
  });

  it('of twenty at once that want one card, one wins and the rest are refused whole', async () => {
    const shared = card();
    const before = await memberCount();
    const payloads = await Promise.all(
      Array.from({ length: 20 }, (_, n) => {
        // Each also wants a card of its own, listed before or after: no circle of waiting, no half a member.
        const own = card();
        return enrol(operator, { identities: n % 2 === 0 ? [own, shared] : [shared, own] });
      }),
    );
    expect(payloads.filter((payload) => payload.member !== null)).toHaveLength(1);
    const codes = payloads.flatMap((payload) => payload.userErrors.map((error: { code: string }) => error.code));
    expect(codes).toEqual(Array.from({ length: 19 }, () => 'IDENTITY_TAKEN'));
    expect(await memberCount()).toBe(before + 1n);
    const [orphans] =
      await test.sql`SELECT count(*) FROM members.identity i WHERE NOT EXISTS (SELECT FROM members.member m WHERE m.member_id = i.member_id)`;
    expect(orphans?.count).toBe(0n);
  });

  it('two that want two cards in opposite order: neither waits for the other for ever', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = [card(), card()];
      const payloads = await Promise.all([
        enrol(operator, { identities: [a, b] }),
        enrol(operator, { identities: [b, a] }),
      ]);
      const outcomes = payloads.map((payload) => payload.userErrors[0]?.code ?? 'ok').sort();
      expect(outcomes).toEqual(['IDENTITY_TAKEN', 'ok']);
    }
  });

  it('fifty at once under one key and body make one member and get one answer', async () => {
    const input = { idempotencyKey: `storm-${next()}`, identities: [card()] };
    const before = await memberCount();
    const payloads = await Promise.all(
      Array.from({ length: 50 }, () => client.command(operator, 'enrolMember', input, FACE)),
    );
    expect(new Set(payloads.map((payload) => JSON.stringify(payload))).size).toBe(1);
    expect(payloads[0].userErrors).toEqual([]);
    expect(await memberCount()).toBe(before + 1n);
  });

  it('under a used key with another body is refused; the order of identities is no other body', async () => {
    const [a, b] = [card(), card()];
    const input = { idempotencyKey: `reuse-${next()}`, identities: [a, b] };
    const first = await client.command(operator, 'enrolMember', input, FACE);
    expect(await client.command(operator, 'enrolMember', { ...input, identities: [b, a] }, FACE)).toEqual(first);
    expect(await refusal(operator, 'enrolMember', { ...input, displayName: 'Someone' })).toEqual([
      'IDEMPOTENCY_KEY_REUSED idempotencyKey',
    ]);
  });

  it('once refused stays refused under its key', async () => {
    const identities = [card()];
    await enrol(operator, { identities });
    const input = { idempotencyKey: `late-${next()}`, identities };
    const first = await client.command(operator, 'enrolMember', input, FACE);
    expect(first.userErrors).toMatchObject([{ code: 'IDENTITY_TAKEN' }]);
    const [{ identity_id: taken }] = (await keptIdentity('CARD', identities[0]!.value)) as unknown as [
      { identity_id: string },
    ];
    await test.sql`DELETE FROM members.identity WHERE identity_id = ${taken}`;
    expect(await client.command(operator, 'enrolMember', input, FACE)).toEqual(first);
  });
});

describe('identities', () => {
  const add = (caller: Caller, memberId: string, identity: object, idempotencyKey = `add-${next()}`) =>
    client.command(caller, 'addMemberIdentity', { idempotencyKey, memberId, identity }, FACE);

  it('one more finds the same member', async () => {
    const memberId = await enrolled();
    const { member } = await add(operator, memberId, { kind: 'EMAIL', value: `m${next()}@example.org` });
    expect(member.id).toBe(memberId);
    expect(member.identities).toHaveLength(2);
  });

  it('are whole for the operator and the member, masked for partners with consent, none for others', async () => {
    const value = '9876543210';
    const memberId = await enrolled({ identities: [{ kind: 'CARD', value }] });
    const query = 'query($id: ID!) { member(id: $id) { identities { value } } }';
    const seenBy = async (caller: Caller) =>
      (await client.ask(caller, query, { id: memberId })).member?.identities[0]?.value ?? null;
    expect(await seenBy(operator)).toBe(value);
    expect(await seenBy(memberCaller(memberId))).toBe(value);
    expect(await seenBy(partner)).toBeNull();
    const consents = [{ partnerId: PARTNER, purpose: 'PROFILE', granted: true, wording: 'profile v1' }];
    await client.command(operator, 'recordConsent', { idempotencyKey: next(), memberId, consents }, 'member { id }');
    expect(await seenBy(partner)).toBe('****3210');
    expect(await seenBy(memberCaller(await enrolled()))).toBeNull();
    expect(await seenBy(stranger)).toBeNull();
  });

  it.each([
    ['by the member itself', 'member', {}, 'NOT_ALLOWED'],
    [
      'that cannot be one',
      'partner',
      { identity: { kind: 'PHONE', value: 'call me' } },
      'INVALID_INPUT identity.value',
    ],
    ['for an unknown member', 'partner', { memberId: UNKNOWN }, 'MEMBER_UNKNOWN memberId'],
    ['for a member whose id is none', 'partner', { memberId: 'x' }, 'MEMBER_UNKNOWN memberId'],
    ['for a member of another programme', 'stranger', {}, 'MEMBER_UNKNOWN memberId'],
    ['for a suspended member', 'partner', { status: 'SUSPENDED' }, 'MEMBER_INACTIVE memberId'],
    [
      'for a closed member, though it is taken too',
      'partner',
      { status: 'CLOSED', identity: { kind: 'CARD', value: 'TAKEN' } },
      'MEMBER_INACTIVE memberId',
    ],
    ['that is taken', 'partner', { identity: { kind: 'CARD', value: 'ta-ken' } }, 'IDENTITY_TAKEN identity'],
  ] as [string, string, { status?: string; [field: string]: unknown }, string][])(
    '%s are refused',
    async (_, who, { status, ...change }, expected) => {
      await enrol(operator, { idempotencyKey: 'taken', identities: [{ kind: 'CARD', value: 'TAKEN' }] });
      const memberId = await enrolled();
      if (status !== undefined) await changeStatus(memberId, status);
      const callers: Record<string, Caller> = {
        partner,
        stranger,
        member: { ...memberCaller(memberId), scopes: ['members:write'] },
      };
      const input = { idempotencyKey: `r-${next()}`, memberId, identity: card(), ...change };
      expect(await refusal(callers[who]!, 'addMemberIdentity', input)).toEqual([expected]);
    },
  );

  it('are twenty at most, though thirty are added at once', async () => {
    const memberId = await enrolled();
    const payloads = await Promise.all(Array.from({ length: 30 }, () => add(operator, memberId, card())));
    expect(payloads.filter((payload) => payload.member !== null)).toHaveLength(19);
    const codes = payloads.flatMap((payload) => payload.userErrors.map((error: { code: string }) => error.code));
    expect(new Set(codes)).toEqual(new Set(['LIMIT_EXCEEDED']));
    expect((await test.sql`SELECT count(*) FROM members.identity WHERE member_id = ${memberId}`)[0]?.count).toBe(20n);
  });

  it('cannot be moved to another member, not even by the code of this subgraph', async () => {
    await expect(database.sql`UPDATE members.identity SET member_id = ${UNKNOWN}`).rejects.toThrow(/permission denied/);
    await expect(database.sql`DELETE FROM members.member`).rejects.toThrow(/permission denied/);
  });
});

describe('looking up', () => {
  it('me is the member of the token, and nobody for an app', async () => {
    const memberId = await enrolled();
    expect(await client.ask(memberCaller(memberId), '{ me { id } }')).toEqual({ me: { id: memberId } });
    expect(await client.ask(partner, '{ me { id } }')).toEqual({ me: null });
    expect(await client.ask({ ...memberCaller(memberId), scopes: [] }, '{ me { id } }')).toEqual({
      me: { id: memberId },
    });
  });

  it("members of another programme and others' identities are nobody", async () => {
    const identity = card();
    const memberId = await enrolled({ identities: [identity] });
    const query = `query($id: ID!, $identity: IdentityInput!, $r: [_Any!]!) { member(id: $id) { id } memberByIdentity(identity: $identity) { id }
      _entities(representations: $r) { ... on Member { id } } }`;
    const ask = (caller: Caller) =>
      client.ask(caller, query, { id: memberId, identity, r: [{ __typename: 'Member', id: memberId }] });
    const seen = { member: { id: memberId }, memberByIdentity: { id: memberId }, _entities: [{ id: memberId }] };
    const nobody = { member: null, memberByIdentity: null, _entities: [null] };
    expect(await ask(operator)).toEqual(seen);
    expect(await ask(partner)).toEqual(seen);
    expect(await ask(memberCaller(memberId))).toEqual(seen);
    expect(await ask(memberCaller(await enrolled()))).toEqual(nobody);
    expect(await ask(stranger)).toEqual(nobody);
  });

  it('what cannot be an identity or an id belongs to nobody', async () => {
    const query =
      'query($id: ID!, $identity: IdentityInput!) { member(id: $id) { id } memberByIdentity(identity: $identity) { id } }';
    for (const value of ['', 'a\0b', '\ud800', 'x'.repeat(10_240), "' OR 1=1 --"]) {
      const found = await client.ask(operator, query, { id: value, identity: { kind: 'CARD', value } });
      expect(found).toEqual({ member: null, memberByIdentity: null });
    }
  });

  it('without a caller or the scope nothing is answered', async () => {
    expect(await client.errorCodes(null, '{ me { id } }')).toEqual(['UNAUTHENTICATED']);
    expect(await client.errorCodes({ ...operator, scopes: [] }, `{ member(id: "${UNKNOWN}") { id } }`)).toEqual([
      'FORBIDDEN',
    ]);
    const mutation = 'mutation($input: EnrolMemberInput!) { enrolMember(input: $input) { member { id } } }';
    const input = { idempotencyKey: 'x', identities: [card()] };
    expect(await client.errorCodes(memberCaller(UNKNOWN), mutation, { input })).toEqual(['FORBIDDEN']);
  });
});

describe('status', () => {
  it('goes back and forth until a member is closed, for good', async () => {
    const memberId = await enrolled();
    const outcomes: string[] = [];
    for (const status of ['SUSPENDED', 'ACTIVE', 'ACTIVE', 'CLOSED', 'CLOSED', 'ACTIVE', 'SUSPENDED']) {
      const payload = await changeStatus(memberId, status);
      outcomes.push(payload.member?.status ?? payload.userErrors[0].code);
    }
    expect(outcomes).toEqual([
      'SUSPENDED',
      'ACTIVE',
      'ACTIVE',
      'CLOSED',
      'CLOSED',
      'MEMBER_INACTIVE',
      'MEMBER_INACTIVE',
    ]);
  });

  it.each([
    ['by a partner', 'partner', {}, 'NOT_ALLOWED'],
    ['without a key', 'operator', { idempotencyKey: '' }, 'INVALID_INPUT idempotencyKey'],
    ['of an unknown member', 'operator', { memberId: UNKNOWN }, 'MEMBER_UNKNOWN memberId'],
    ['of a member of another programme', 'stranger', {}, 'MEMBER_UNKNOWN memberId'],
  ] as [string, string, object, string][])('%s is not changed', async (_, who, change, expected) => {
    const memberId = await enrolled();
    const input = { idempotencyKey: `s-${next()}`, memberId, status: 'CLOSED', ...change };
    expect(await refusal({ partner, operator, stranger }[who]!, 'changeMemberStatus', input)).toEqual([expected]);
    const [row] = await test.sql`SELECT status FROM members.member_reference WHERE member_id = ${memberId}`;
    expect(row?.status).toBe('ACTIVE');
  });

  it('a change is acknowledged only when no posting that saw the old status is open, and every later one sees the new', async () => {
    const memberId = await enrolled();
    const ledger = openDatabase({ url: test.url, role: 'ledger', max: 2 });
    const lock = (sql: typeof ledger.sql) =>
      sql`SELECT pg_advisory_xact_lock_shared(hashtextextended('members.member_status:' || ${PROGRAMME}::uuid::text, 0))`;
    const status = async (sql: typeof ledger.sql) =>
      (await sql`SELECT status FROM members.member_reference WHERE member_id = ${memberId}`)[0]?.status;

    const order: string[] = [];
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let saw = (): void => {};
    const sawOld = new Promise<void>((resolve) => {
      saw = resolve;
    });
    const posting = ledger.sql.begin(async (tx) => {
      const sql = tx as unknown as typeof ledger.sql;
      await lock(sql);
      expect(await status(sql)).toBe('ACTIVE');
      saw();
      await held;
      order.push('posting ends');
    });
    await sawOld;
    const change = changeStatus(memberId, 'CLOSED').then((payload) => {
      order.push('change acknowledged');
      return payload;
    });
    // The change waits for the lock: seen from outside, it is not granted.
    await expect
      .poll(
        async () =>
          (
            await test.sql`SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
          )[0]?.count,
      )
      .toBe(1n);
    const later = ledger.sql.begin(async (tx) => {
      const sql = tx as unknown as typeof ledger.sql;
      await lock(sql);
      return status(sql);
    });
    release();
    expect((await change).member.status).toBe('CLOSED');
    expect(await later).toBe('CLOSED');
    await posting;
    expect(order).toEqual(['posting ends', 'change acknowledged']);
    await expect(ledger.sql`SELECT 1 FROM members.identity`).rejects.toThrow(/permission denied/);
    await ledger.close();
  });
});

describe('tokens for members', () => {
  const ask = (caller: Caller, memberId: string) =>
    client.command(caller, 'issueMemberToken', { memberId }, 'accessToken expiresAt');

  it('are for the member alone, with the scopes of members, and name the client that asked', async () => {
    const memberId = await enrolled();
    const payload = await ask(partner, memberId.toUpperCase());
    expect(payload).toEqual({
      accessToken: `token of ${memberId}`,
      expiresAt: TOKEN_ENDS.toISOString(),
      userErrors: [],
    });
    expect(tokensFor.at(-1)).toEqual({
      subject: memberId,
      clientId: partner.clientId,
      role: 'member',
      programmeId: PROGRAMME,
      partnerId: null,
      person: null,
      storeIds: [],
      memberId,
      scopes: scopesOfRole('member'),
    });
  });

  it.each([
    ['a member', 'member', null, 'NOT_ALLOWED'],
    ['an unknown member', 'operator', null, 'MEMBER_UNKNOWN memberId'],
    ['a member of another programme', 'stranger', 'ACTIVE', 'MEMBER_UNKNOWN memberId'],
    ['a suspended member', 'partner', 'SUSPENDED', 'MEMBER_INACTIVE memberId'],
    ['a closed member', 'operator', 'CLOSED', 'MEMBER_INACTIVE memberId'],
  ])('are not given to or for %s', async (_, who, status, expected) => {
    const memberId = status === null ? UNKNOWN : await enrolled();
    if (status !== null) await changeStatus(memberId, status);
    const callers: Record<string, Caller> = {
      operator,
      partner,
      stranger,
      member: { ...memberCaller(memberId), scopes: ['members:token'] },
    };
    const issued = tokensFor.length;
    expect(await refusal(callers[who]!, 'issueMemberToken', { memberId }, 'accessToken expiresAt')).toEqual([expected]);
    expect(tokensFor).toHaveLength(issued);
  });
});
