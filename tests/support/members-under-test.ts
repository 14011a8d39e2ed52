/** The members subgraph on a database of its own, with a clock that a test moves, and short ways to act on it. */
import { randomBytes, randomInt } from 'node:crypto';
import { pino } from 'pino';
import { type Database, openDatabase } from '../../db/client.ts';
import type { MembersDeps } from '../../subgraphs/members/context.ts';
import { startMembers } from '../../subgraphs/members/server.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { type LedgerDoor, openLedgerDoor } from '../../subgraphs/serving/ledger-door.ts';
import { uuidSource } from '../../subgraphs/shared/ids.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { testPersonalData } from './personal-data.ts';
import { type Answer, callerOf, clientFor, type SubgraphClient } from './subgraph-client.ts';

export const PROGRAMME = '018f0000-0000-7000-8000-0000000000a1';
export const OTHER_PROGRAMME = '018f0000-0000-7000-8000-0000000000a2';
export const PARTNER = '018f0000-0000-7000-8000-0000000000b1';
export const OTHER_PARTNER = '018f0000-0000-7000-8000-0000000000b2';
export const UNKNOWN = '018f0000-0000-7000-8000-000000000000';

export const operator = callerOf({ role: 'operator', programmeId: PROGRAMME });
export const partner = callerOf({ role: 'partner', programmeId: PROGRAMME, partnerId: PARTNER });
export const otherPartner = callerOf({
  role: 'partner',
  programmeId: PROGRAMME,
  partnerId: OTHER_PARTNER,
  clientId: 'other-partner',
});
export const stranger = callerOf({ role: 'operator', programmeId: OTHER_PROGRAMME, clientId: 'stranger' });
export const asMember = (memberId: string): Caller => callerOf({ role: 'member', programmeId: PROGRAMME, memberId });

export interface MembersUnderTest {
  readonly test: TestDatabase;
  readonly database: Database;
  readonly client: SubgraphClient;
  readonly deps: MembersDeps;
  /** Business time; a test moves it. */
  readonly clock: { now: Date };
  /** A key or card nobody used before. */
  next(): string;
  /** Runs a command under a key of its own. */
  command(caller: Caller, name: string, input: Record<string, unknown>, fields: string): Promise<Answer>;
  /** The one refusal of a command: its code, and the field when there is one. */
  refusal(caller: Caller, name: string, input: Record<string, unknown>, fields?: string): Promise<string>;
  /** A new member, enrolled by the operator. */
  enrolled(change?: object): Promise<string>;
  close(): Promise<void>;
}

/** The programme and its two partners, as the partners subgraph keeps them. */
export async function insertPartners({ sql }: TestDatabase): Promise<void> {
  await sql`
    INSERT INTO partners.programme (programme_id, code, name, currency, exponent, time_zone, spending_order, restore_grace_days, created_at)
    VALUES (${PROGRAMME}, 'p', 'P', 'EUR', 2, 'Europe/Berlin', 'SOONEST_EXPIRY', 30, now())`;
  for (const partnerId of [PARTNER, OTHER_PARTNER])
    await sql`
      INSERT INTO partners.partner (partner_id, programme_id, code, name, registered_at)
      VALUES (${partnerId}, ${PROGRAMME}, ${partnerId}, 'Shop', now())`;
}

/** `ledger` stands for the ledger's door; without one the subgraph stands alone. */
export async function membersUnderTest(now: Date, ledger?: LedgerDoor): Promise<MembersUnderTest> {
  const test = await createTestDatabase();
  await insertPartners(test);
  const database = openDatabase({ url: test.url, role: 'members' });
  const clock = { now };
  const deps: MembersDeps = {
    database,
    clock: () => clock.now,
    ids: uuidSource,
    personalData: testPersonalData,
    followsFeed: false,
    askSubgraph: () => Promise.reject(new Error('This subgraph stands alone')),
    ledger: ledger ?? openLedgerDoor('members', () => Promise.reject(new Error('This subgraph stands alone'))),
    random: randomBytes,
    randomInt,
    issueToken: async ({ memberId }) => ({ accessToken: `token of ${memberId}`, expiresAt: new Date(clock.now) }),
    logger: pino({ level: 'silent' }),
  };
  const subgraph = await startMembers(deps);
  const client = clientFor(subgraph);
  let counter = 0;
  const next = (): string => {
    counter += 1;
    return String(counter).padStart(6, '0');
  };
  const command: MembersUnderTest['command'] = (caller, name, input, fields) =>
    client.command(caller, name, { idempotencyKey: `key-${next()}`, ...input }, fields);
  return {
    test,
    database,
    client,
    deps,
    clock,
    next,
    command,
    async refusal(caller, name, input, fields = 'member { id }') {
      const { userErrors, ...payload } = await command(caller, name, input, fields);
      if (userErrors.length !== 1 || Object.values(payload).some((field) => field !== null)) {
        throw new Error(`This was not refused: ${JSON.stringify({ ...payload, userErrors })}`);
      }
      const [{ code, field }] = userErrors as [{ code: string; field: string[] | null }];
      return field === null ? code : `${code} ${field.slice(1).join('.')}`;
    },
    async enrolled(change = {}) {
      const identities = [{ kind: 'CARD', value: `CARD${next()}` }];
      const { member, userErrors } = await command(operator, 'enrolMember', { identities, ...change }, 'member { id }');
      if (member === null) throw new Error(JSON.stringify(userErrors));
      return member.id;
    },
    async close() {
      await subgraph.stop();
      await database.close();
      await test.close();
    },
  };
}
