/**
 * Attacks with somebody else's ids and tokens: every id argument of every query and mutation gets ids of another programme, of another
 * partner, and what is no id at all. The answer is a published refusal or nothing, the same as for ids that do not exist, and no row is written.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectBooksBalanced } from '../support/books.ts';
import {
  type Api,
  apiAt,
  eur,
  type Fields,
  type MemberByApi,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
  type Reply,
  WHAT,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';
import { codesOf } from '../support/gateway-under-test.ts';

let product: DeployedProduct;
let api: Api;
let ours: ProgrammeByApi;
let theirs: ProgrammeByApi;
let acme: PartnerByApi;
let best: PartnerByApi;
let stranger: PartnerByApi;
let member: MemberByApi;
let other: MemberByApi;
let foreign: Record<
  | 'purchase'
  | 'redemption'
  | 'hold'
  | 'adjustment'
  | 'window'
  | 'reward'
  | 'order'
  | 'member'
  | 'partner'
  | 'store'
  | 'client',
  string
>;
/** Of acme, in our programme. */
let own: Record<'purchase' | 'redemption' | 'hold' | 'window', string>;

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  ours = await api.programme('ours');
  theirs = await api.programme('theirs');
  acme = await api.partner(ours, 'acme');
  best = await api.partner(ours, 'best');
  stranger = await api.partner(theirs, 'stranger');
  member = await api.member(ours);
  other = await api.member(ours);
  const victim = await api.member(theirs);
  const events = async (programme: ProgrammeByApi, at: PartnerByApi, { id: memberId }: MemberByApi) => {
    const here = { storeId: at.storeId, memberId };
    const run = async (token: string, name: string, input: Fields, path: string): Promise<string> => {
      const reply = await api.mutate(token, name, input, `${path} { id }`);
      return (reply[path] as { id: string }).id;
    };
    const purchase = await run(at.token, 'recordPurchase', { ...here, amount: eur('100.00') }, 'transaction');
    const redemption = await run(at.token, 'redeemPoints', { ...here, points: 5 }, 'transaction');
    const hold = await run(at.token, 'authoriseRedemption', { ...here, points: 5 }, 'hold');
    const adjustment = await run(
      programme.operator,
      'proposeAdjustment',
      { memberId, points: 1, reason: 'x' },
      'adjustment',
    );
    const reward = await run(at.token, 'createReward', { storeId: at.storeId, name: 'cup', points: 1 }, 'reward');
    const order = await run(programme.operator, 'orderReward', { rewardId: reward, memberId }, 'order');
    const { data } = await api.ask(programme.operator, '{ settlementWindow { id } }');
    const window = (data as { settlementWindow: { id: string } }).settlementWindow.id;
    return { purchase, redemption, hold, adjustment, reward, order, window };
  };
  const made = await api.mutate(theirs.operator, 'createApiClient', { name: 'x' }, 'client { clientId }');
  const client = (made.client as { clientId: string }).clientId;
  foreign = {
    ...(await events(theirs, stranger, victim)),
    member: victim.id,
    partner: stranger.id,
    store: stranger.storeId,
    client,
  };
  own = await events(ours, acme, member);
});
afterAll(() => product.close());
afterEach(() => expectBooksBalanced(product.database.url));

/**
 * How many rows each table has that a command could write, but for what remembers refusals, and for empty wallets: a member of ours has one
 * from the first time it is named, so that there is something to lock.
 */
async function written(): Promise<unknown> {
  const { sql } = product.database;
  await untilFollowed();
  const tables = await sql<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname IN ('partners', 'members', 'ledger', 'rewards') AND tablename !~ 'command' AND tablename NOT IN ('transaction', 'wallet') ORDER BY 1`;
  const counts = tables.map(({ name }) => `SELECT '${name}' AS name, count(*)::int AS rows FROM ${name}`);
  const posted = `SELECT 'posted' AS name, count(*)::int AS rows FROM ledger.transaction WHERE status <> 'REFUSED'`;
  return sql.unsafe([...counts, posted].join(' UNION ALL '));
}

/** Waits until those who follow the feed have done what it says: what they write is not an attack's. */
async function untilFollowed(): Promise<void> {
  for (let behind = true; behind; ) {
    const [row] = await product.database.sql<{ behind: boolean }[]>`
      SELECT EXISTS (SELECT FROM ledger.outbox WHERE position IS NULL)
          OR (SELECT position FROM ledger.outbox_head) > least((SELECT min(position) FROM rewards.feed_cursor),
                                                               (SELECT min(position) FROM members.feed_cursor)) AS behind`;
    behind = row?.behind ?? false;
  }
}

type Who = 'operator' | 'till' | 'member';
const tokenOf = (who: Who): string => (who === 'operator' ? ours.operator : who === 'till' ? acme.token : member.token);

/** Each mutation with every id it takes; one of them is replaced at a time. */
function commands(): [who: Who, name: string, input: Fields][] {
  const amount = eur('1.00');
  const at = { storeId: acme.storeId, memberId: member.id };
  const reason = 'x';
  return [
    ['operator', 'signContract', { partnerId: acme.id, validFrom: '2100-01-01T00:00:00Z', earnPer: amount }],
    ['operator', 'changePartnerStatus', { partnerId: acme.id, status: 'SUSPENDED' }],
    ['operator', 'addStore', { partnerId: acme.id, code: 'z', name: 'z' }],
    ['operator', 'createApiClient', { partnerId: acme.id, name: 'z' }],
    ['operator', 'revokeApiClient', { clientId: foreign.client }],
    ['operator', 'addMemberIdentity', { memberId: member.id, identity: { kind: 'CARD', value: '70001111' } }],
    ['operator', 'changeMemberStatus', { memberId: member.id, status: 'CLOSED' }],
    ['operator', 'issueMemberToken', { memberId: member.id }],
    ['till', 'issueMemberToken', { memberId: member.id }],
    ['till', 'recordPurchase', { ...at, amount }],
    ['operator', 'recordPurchase', { ...at, amount }],
    ['operator', 'grantPoints', { memberId: member.id, awards: [{ component: 'BONUS', points: 1, funding: [{}] }] }],
    ['till', 'confirmPurchase', { purchaseId: own.purchase }],
    ['till', 'cancelPurchase', { purchaseId: own.purchase }],
    ['till', 'recordReturn', { storeId: acme.storeId, purchaseId: own.purchase }],
    ['operator', 'recordReturn', { ...at, amount }],
    ['till', 'redeemPoints', { ...at, points: 1 }],
    ['till', 'quoteRedemption', { ...at, points: 1 }],
    ['till', 'authoriseRedemption', { ...at, points: 1 }],
    ['till', 'captureRedemption', { holdId: own.hold }],
    ['till', 'voidRedemption', { holdId: own.hold }],
    ['operator', 'voidRedemption', { holdId: own.hold }],
    ['till', 'refundRedemption', { redemptionId: own.redemption }],
    ['member', 'transferPoints', { fromMemberId: member.id, toMemberId: other.id, points: 1 }],
    ['operator', 'transferPoints', { fromMemberId: member.id, toMemberId: other.id, points: 1 }],
    ['operator', 'proposeAdjustment', { memberId: member.id, funderId: acme.id, points: 1, reason }],
    ['operator', 'approveAdjustment', { adjustmentId: foreign.adjustment }],
    ['operator', 'reverseTransaction', { transactionId: own.purchase, reason }],
    ['operator', 'closeSettlementWindow', { windowId: own.window }],
    ['operator', 'beginReview', { windowId: own.window }],
    ['operator', 'proposeSettlementStep', { windowId: own.window, step: 'FINALISE' }],
    ['operator', 'approveSettlementStep', { proposalId: foreign.adjustment, shownHash: '0'.repeat(64) }],
    ['operator', 'rejectSettlementStep', { proposalId: foreign.adjustment }],
    ['operator', 'reportPayment', { endToEndId: foreign.adjustment.slice(1), result: 'EXECUTED' }],
    ['operator', 'recordBilling', { partnerId: acme.id, legalName: 'x', town: 'x', country: 'DE' }],
    ['operator', 'settleWindow', { windowId: own.window }],
    ['operator', 'openDispute', { transactionId: own.purchase, raisedById: acme.id, reason }],
    ['till', 'openDispute', { transactionId: own.purchase, reason }],
    ['till', 'addDisputeEvidence', { disputeId: foreign.adjustment, evidence: ['x'] }],
    ['operator', 'answerDispute', { disputeId: foreign.adjustment, answer: 'x' }],
    ['till', 'withdrawDispute', { disputeId: foreign.adjustment }],
    ['operator', 'decideDispute', { disputeId: foreign.adjustment, outcome: 'UPHELD' }],
    ['till', 'createReward', { storeId: acme.storeId, name: 'z', points: 1 }],
    ['operator', 'createReward', { partnerId: acme.id, storeId: acme.storeId, name: 'z', points: 1 }],
    ['member', 'orderReward', { rewardId: foreign.reward }],
    ['operator', 'orderReward', { rewardId: foreign.reward, memberId: member.id }],
  ];
}

/** What of another programme stands in an argument's place. */
function foreignFor(field: string): string {
  switch (field) {
    case 'partnerId':
    case 'funderId':
    case 'raisedById':
      return foreign.partner;
    case 'storeId':
      return foreign.store;
    case 'fromMemberId':
    case 'toMemberId':
    case 'memberId':
      return foreign.member;
    case 'purchaseId':
    case 'transactionId':
      return foreign.purchase;
    case 'redemptionId':
      return foreign.redemption;
    case 'holdId':
      return foreign.hold;
    case 'windowId':
      return foreign.window;
    case 'rewardId':
      return foreign.reward;
    case 'adjustmentId':
    case 'disputeId':
    case 'proposalId':
      return foreign.adjustment;
    case 'endToEndId':
      return foreign.adjustment.slice(1);
    case 'clientId':
      return foreign.client;
    default:
      throw new Error(`No id of another programme for ${field}`);
  }
}

/** Sends every command once per id argument with another value there, and says which were not refused as they should be. */
async function sendAll(valueFor: (field: string) => string, refusal: RegExp): Promise<string[]> {
  const odd: string[] = [];
  for (const [who, name, input] of commands()) {
    for (const field of Object.keys(input).filter((one) => one.endsWith('Id'))) {
      const reply = await api.mutate(tokenOf(who), name, { ...input, [field]: valueFor(field) });
      const outcome = outcomeOf(reply);
      const [{ message } = { message: '' }] = reply.userErrors;
      if (!refusal.test(outcome) || !/^[^\n]{5,160}[.!]$/.test(message))
        odd.push(`${who} ${name}.${field}: ${outcome} ${message}`);
    }
  }
  return odd;
}

describe('ids', () => {
  test('of another programme are unknown in every argument of every mutation, and nothing is written', async () => {
    const before = await written();
    // A member's own token may only name itself, whoever else it names.
    expect(await sendAll(foreignFor, /^(\w+_UNKNOWN|NOT_ALLOWED)$/)).toEqual([]);
    expect(await written()).toEqual(before);
    const strays = await product.database.sql`
      SELECT FROM ledger.wallet JOIN members.member USING (member_id) WHERE wallet.programme_id <> member.programme_id`;
    expect(strays).toHaveLength(0);
  });

  test.each([
    ['an id that is nobody’s', randomUUID()],
    ['nothing', ''],
    ['SQL', "x'; DROP TABLE ledger.transaction; --"],
    ['a NUL', 'a\0b'],
    ['half a surrogate pair', 'a\uD800'],
    ['10 kB', 'x'.repeat(10_000)],
    ['right-to-left text', 'شناسه'],
  ])('%s is refused in every argument of every mutation, and nothing is written', async (_what, value) => {
    const before = await written();
    expect(await sendAll(() => value, /^(\w+_UNKNOWN|NOT_ALLOWED|INVALID_INPUT)$/)).toEqual([]);
    expect(await written()).toEqual(before);
  });

  test('of another programme, or none, find nothing in any query, whoever asks', async () => {
    const found: string[] = [];
    const fields = {
      transaction: foreign.purchase,
      hold: foreign.hold,
      settlementWindow: foreign.window,
      member: foreign.member,
      partner: foreign.partner,
      reward: foreign.reward,
      rewardOrder: foreign.order,
    };
    for (const [field, id] of Object.entries(fields)) {
      for (const who of ['operator', 'till', 'member'] as const) {
        for (const value of [id, '', 'a\0b', 'x'.repeat(10_000)]) {
          const { data, ...answer } = await api.ask(tokenOf(who), `query ($id: ID!) { ${field}(id: $id) { id } }`, {
            id: value,
          });
          const nothing = data?.[field] === null && codesOf(answer).length === 0;
          if (!nothing && codesOf(answer).join() !== 'FORBIDDEN') found.push(`${who} ${field} ${value.slice(0, 40)}`);
        }
      }
    }
    expect(found).toEqual([]);
  });

  test('another partner’s transactions, holds and stores are not its to touch, nor another store’s a limited client’s', async () => {
    const before = await written();
    const at = { storeId: acme.storeId, memberId: member.id };
    const attempts: [string, Fields, RegExp][] = [
      ['recordPurchase', { ...at, amount: eur('1.00') }, /^NOT_ALLOWED$/],
      ['redeemPoints', { ...at, points: 1 }, /^NOT_ALLOWED$/],
      ['authoriseRedemption', { ...at, points: 1 }, /^NOT_ALLOWED$/],
      ['quoteRedemption', { ...at, points: 1 }, /^NOT_ALLOWED$/],
      ['recordReturn', { storeId: acme.storeId, purchaseId: own.purchase }, /^NOT_ALLOWED$/],
      ['addStore', { partnerId: acme.id, code: 'z', name: 'z' }, /^NOT_ALLOWED$/],
      ['createReward', { storeId: acme.storeId, name: 'z', points: 1 }, /^(NOT_ALLOWED|STORE_UNKNOWN)$/],
      ['confirmPurchase', { purchaseId: own.purchase }, /^TRANSACTION_UNKNOWN$/],
      ['cancelPurchase', { purchaseId: own.purchase }, /^TRANSACTION_UNKNOWN$/],
      ['captureRedemption', { holdId: own.hold }, /^HOLD_UNKNOWN$/],
      ['voidRedemption', { holdId: own.hold }, /^HOLD_UNKNOWN$/],
      ['refundRedemption', { redemptionId: own.redemption }, /^TRANSACTION_UNKNOWN$/],
      ['closeSettlementWindow', { windowId: own.window }, /^ERROR FORBIDDEN$/],
      ['transferPoints', { fromMemberId: member.id, toMemberId: other.id, points: 1 }, /^ERROR FORBIDDEN$/],
    ];
    for (const token of [best.token, acme.limited]) {
      for (const [name, input, expected] of attempts) {
        expect([name, outcomeOf(await api.mutate(token, name, input))]).toEqual([
          name,
          expect.stringMatching(expected),
        ]);
      }
    }
    expect(await written()).toEqual(before);
    const there = { storeId: acme.secondStoreId, memberId: member.id, amount: eur('1.00') };
    expect(outcomeOf(await api.mutate(acme.limited, 'recordPurchase', there, WHAT))).toBe('OK');
  });

  test('a partner and a member see of others what everybody sees', async () => {
    const partner = `{ partner(id: "${acme.id}") { code position { net { amount } } contract { version } apiClients { name } } }`;
    expect((await api.ask(best.token, partner)).data).toEqual({
      partner: { code: 'acme', position: null, contract: null, apiClients: null },
    });
    const queries = [`{ member(id: "${other.id}") { id } }`, `{ rewardOrder(id: "${foreign.order}") { id } }`];
    for (const query of queries) expect(Object.values((await api.ask(member.token, query)).data ?? {})).toEqual([null]);
    for (const query of [
      '{ audit { ok } }',
      '{ pointsLiability { issued } }',
      '{ settlementWindow { sum { amount } } }',
    ]) {
      const answer = await api.ask(member.token, query);
      expect([query, answer.status, codesOf(answer)]).toEqual([query, 403, ['FORBIDDEN']]);
    }
  });
});

describe('tokens', () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const read = (text: string): Fields => JSON.parse(Buffer.from(text, 'base64url').toString()) as Fields;

  test('that nobody signed, or another key, algorithm or body, are 401, and nothing runs', async () => {
    const [head = '', body = '', signature = ''] = ours.operator.split('.');
    const keys = (await (await fetch(`${product.url}/.well-known/jwks.json`)).json()) as { keys: [{ x: string }] };
    const [publicKey] = keys.keys;
    const signedWith = (secret: string | Buffer): string => {
      const signed = `${part({ ...read(head), alg: 'HS256' })}.${body}`;
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
    };
    const forged = {
      none: `${part({ alg: 'none', typ: 'at+jwt' })}.${body}.`,
      'none with a signature': `${part({ ...read(head), alg: 'none' })}.${body}.${signature}`,
      'the public key as a secret': signedWith(Buffer.from(publicKey.x, 'base64url')),
      'the key set as a secret': signedWith(JSON.stringify(publicKey)),
      'another programme': `${head}.${part({ ...read(body), programme_id: theirs.id })}.${signature}`,
      'a longer life': `${head}.${part({ ...read(body), exp: 9_999_999_999 })}.${signature}`,
      'no signature': `${head}.${body}.`,
      'another key id': `${part({ ...read(head), kid: '../../key' })}.${body}.${signature}`,
      'a key of its own': `${part({ ...read(head), jwk: publicKey })}.${body}.${signature.slice(0, -4)}AAAA`,
      'a member’s body': `${head}.${member.token.split('.')[1]}.${signature}`,
      garbage: 'abc',
      dots: '..',
    };
    const before = await written();
    const register =
      'mutation { registerPartner(input: { idempotencyKey: "forged", code: "f", name: "f" }) { partner { id } } }';
    for (const [what, token] of Object.entries(forged)) {
      const answer = await api.ask(token, register);
      expect([what, answer.status, codesOf(answer), answer.data]).toEqual([what, 401, ['UNAUTHENTICATED'], undefined]);
    }
    expect(await written()).toEqual(before);
  });

  test('of a client that was revoked are given no more', async () => {
    const made: Reply = await api.mutate(
      ours.operator,
      'createApiClient',
      { name: 'old' },
      'client { clientId } secret',
    );
    const { clientId } = made.client as { clientId: string };
    const credentials = { clientId, clientSecret: made.secret as string };
    await api.tokenOf(credentials);
    await api.mutate(ours.operator, 'revokeApiClient', { clientId });
    await expect(api.tokenOf(credentials)).rejects.toThrow('401');
  });
});

describe('pages', () => {
  test('have 1 to 100 entries, and cursors of their own kind', async () => {
    const { data } = await api.ask(ours.operator, '{ partners(first: 1) { edges { cursor } } }');
    const foreignCursor = (data as { partners: { edges: [{ cursor: string }] } }).partners.edges[0].cursor;
    const connections = [
      'settlementWindows(first: $first, after: $after) { edges { cursor } }',
      `member(id: "${member.id}") { transactions(first: $first, after: $after) { edges { cursor } } }`,
      `partner(id: "${acme.id}") { transactions(first: $first, after: $after) { edges { cursor } } }`,
      'rewards(first: $first, after: $after) { edges { cursor } }',
    ];
    const pages: [number, string | null][] = [
      [0, null],
      [-1, null],
      [101, null],
      [1, ''],
      [1, 'x\0'],
      [1, 'x'.repeat(10_000)],
      [1, foreignCursor],
      [1, Buffer.from('["transaction"]').toString('base64url')],
      [1, Buffer.from('["transaction","no id"]').toString('base64url')],
      [1, Buffer.from('["settlement-window","99999999999999999999999"]').toString('base64url')],
    ];
    for (const connection of connections) {
      for (const [first, after] of pages) {
        const answer = await api.ask(ours.operator, `query ($first: Int!, $after: String) { ${connection} }`, {
          first,
          after,
        });
        const what = [connection.slice(0, 30), first, after?.slice(0, 40)];
        expect([...what, answer.status < 500, ...codesOf(answer)]).toEqual([...what, true, 'BAD_USER_INPUT']);
      }
    }
  });

  test('of the past begin with an empty wallet, and there are none of the future', async () => {
    const wallet = (asOf: string) =>
      api.ask(
        ours.operator,
        `query ($asOf: DateTime) { member(id: "${member.id}") { wallet(asOf: $asOf) { available } } }`,
        { asOf },
      );
    expect((await wallet('2000-01-01T00:00:00Z')).data).toEqual({ member: { wallet: { available: 0 } } });
    expect(codesOf(await wallet('2999-01-01T00:00:00Z'))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await wallet('2026-01-01T00:00:00'))).toEqual(['BAD_USER_INPUT']);
  });
});
