// The read side of the ledger through its subgraph: wallets, history, transactions, positions, reports, windows, and who sees what.

import { randomBytes, randomUUID } from 'node:crypto';
import pino from 'pino';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AnySql, type Database, openDatabase } from '../../db/client.ts';
import { createBacktestThreads } from '../../subgraphs/ledger/backtest/backtest-threads.ts';
import type { LedgerContext, LedgerDeps } from '../../subgraphs/ledger/context.ts';
import { buildReference, type Reference } from '../../subgraphs/ledger/domain/reference.ts';
import { createPostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { createQuoteReading } from '../../subgraphs/ledger/engine/quote-reading.ts';
import { type OutboxTail, startOutboxTail } from '../../subgraphs/ledger/events/outbox-tail.ts';
import { contextOf } from '../../subgraphs/ledger/loaders.ts';
import { FundingShare } from '../../subgraphs/ledger/resolvers/funding-share.ts';
import { Hold } from '../../subgraphs/ledger/resolvers/hold.ts';
import { Lot } from '../../subgraphs/ledger/resolvers/lot.ts';
import { Member, MemberStatement } from '../../subgraphs/ledger/resolvers/member.ts';
import { Partner } from '../../subgraphs/ledger/resolvers/partner.ts';
import { Query } from '../../subgraphs/ledger/resolvers/query.ts';
import { NetPosition, SettlementWindow } from '../../subgraphs/ledger/resolvers/settlement-window.ts';
import { PointsUpdate, Subscription } from '../../subgraphs/ledger/resolvers/subscription.ts';
import { Transaction } from '../../subgraphs/ledger/resolvers/transaction.ts';
import { Wallet } from '../../subgraphs/ledger/resolvers/wallet.ts';
import { windowMutations } from '../../subgraphs/ledger/resolvers/window-mutations.ts';
import { sealingUnder } from '../../subgraphs/ledger/statements/sealed-secret.ts';
import { createStatementKeys } from '../../subgraphs/ledger/statements/statement-keys.ts';
import { createTimeZones } from '../../subgraphs/ledger/store/reference/time-zones.ts';
import { type Caller, scopesOfRole } from '../../subgraphs/serving/caller.ts';
import { type Subgraph, startSubgraph } from '../../subgraphs/serving/subgraph.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type Books, on, writeBooks } from '../support/written-books.ts';

let test: TestDatabase;
let ledger: Database;
let tail: OutboxTail;
let subgraph: Subgraph;
let books: Books;
/** Statements sent for the request that ran last. */
let statements = 0;
/** What gathered reads found for it, read by read. */
let gathered: (readonly object[])[] = [];

const NOW = on('03-01');
/** Another programme, with an operator and nothing else. */
const ELSEWHERE = randomUUID();

beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger' });
  books = await writeBooks(test.sql, ledger);
  tail = await startOutboxTail({ database: ledger, clock: () => NOW, onFault: () => {}, pollEvery: 3_600_000 });
  const counting = <Asked extends AnySql>(sql: Asked): Asked =>
    new Proxy(sql, {
      apply(target, self, args) {
        // Fragments are built by the same function; only a template that begins a statement is one.
        if (/^\s*(SELECT|WITH|\()/i.test(args[0]?.[0] ?? '')) statements += 1;
        return Reflect.apply(target, self, args);
      },
    });
  const counted: Database = {
    ...ledger,
    sql: counting(ledger.sql),
    readAs(scope) {
      const reads = ledger.readAs(scope);
      const ask: typeof reads.ask = async (...asked) => {
        const rows = await reads.ask(...asked);
        gathered.push(rows);
        return rows;
      };
      return { sql: counting(reads.sql), db: reads.db, ask };
    },
  };
  const reference: LedgerDeps['reference'] = async (programmeId) =>
    programmeId === books.programme ? referenceOf(books) : programmeId === ELSEWHERE ? emptyReference(books) : null;
  const deps: LedgerDeps = {
    database: counted,
    clock: () => NOW,
    ids: v7,
    reference,
    timeZone: createTimeZones(reference),
    engine: createPostingEngine({ sql: ledger.sql, clock: () => NOW }),
    readQuoted: createQuoteReading(
      ledger.sql,
      () => NOW,
      () => '',
    ),
    identityLookup: () => '',
    backtests: createBacktestThreads(
      ledger,
      () => {},
      () => 0,
    ),
    tail,
    markEvery: Number.POSITIVE_INFINITY,
    keys: createStatementKeys([{ keyId: 'test', secret: 'k'.repeat(32) }]),
    sealing: sealingUnder([{ keyId: 'test', secret: 'k'.repeat(32) }]),
    random: randomBytes,
    privateWebhooks: false,
    logger: pino({ level: 'silent' }),
  };
  subgraph = await startSubgraph<LedgerContext>({
    name: 'ledger',
    resolvers: {
      Query,
      Subscription,
      Member,
      MemberStatement,
      Partner,
      Transaction,
      Wallet,
      Lot,
      Hold,
      FundingShare,
      SettlementWindow,
      NetPosition,
      PointsUpdate,
      Mutation: windowMutations,
    },
    contextFor: (request) => contextOf(deps, request),
    logger: deps.logger,
  });
});
afterEach(() => expectBooksBalanced(ledger));
afterAll(async () => {
  await subgraph.stop();
  await tail.stop();
  await ledger.close();
  await test.close();
});

function referenceOf(ids: Books): Reference {
  const contract = {
    contractVersionId: randomUUID(),
    version: 1,
    validFrom: on('01-01'),
    validUntil: null,
    issuer: true,
    acceptor: true,
    fundingModel: 'OPERATOR_POOL',
    issuePriceMicros: 12_000n,
    reserveRateMicros: 10_000n,
    serviceFeeMicros: 0n,
    reimbursementMicros: 7_500n,
    clearingFeeBasisPoints: 0n,
    ownBrandFeeExempt: true,
    expiryShareBasisPoints: 0n,
    earnReversalRefundsServiceFee: true,
    redemptionReversalRefundsClearingFee: true,
    refundShortfall: 'MEMBER_DEBT',
    purchaseCurrency: 'EUR',
    earnPoints: 1n,
    earnPerMinor: 100n,
    earnRounding: 'DOWN',
    pendingDays: 0,
    expiry: { model: 'NONE' },
    lateSubmissionDays: null,
    netDebitCapMinor: 10n,
    capMode: 'ALERT',
  } as const;
  return buildReference(
    {
      programmeId: ids.programme,
      currency: 'EUR',
      exponent: 2,
      timeZone: 'Europe/Berlin',
      spendingOrder: 'SOONEST_EXPIRY',
      restoreGraceDays: 30,
      operatorFundingModel: 'OPERATOR_POOL',
      operatorReserveRateMicros: 10_000n,
    },
    [],
    [ids.a, ids.b].map((partnerId) => ({ partnerId, name: partnerId, standing: 'ACTIVE' as const })),
    [ids.a, ids.b].map((partnerId) => ({ ...contract, partnerId })),
  );
}

function emptyReference(ids: Books): Reference {
  return buildReference({ ...referenceOf(ids).programme, programmeId: ELSEWHERE }, [], [], []);
}

type Who = 'operator' | 'a' | 'b' | 'limited' | 'm1' | 'm2' | 'elsewhere';

function callerOf(who: Who): Caller {
  const role =
    who === 'operator' || who === 'elsewhere' ? 'operator' : who === 'm1' || who === 'm2' ? 'member' : 'partner';
  return {
    subject: who,
    clientId: who === 'b' ? 'till' : who,
    role,
    programmeId: who === 'elsewhere' ? ELSEWHERE : books.programme,
    partnerId: who === 'a' ? books.a : who === 'b' || who === 'limited' ? books.b : null,
    storeIds: who === 'limited' ? [books.stray] : [],
    memberId: who === 'm1' ? books.m1 : who === 'm2' ? books.m2 : null,
    person: null,
    scopes: scopesOfRole(role),
    expiresAt: new Date(Date.now() + 60_000),
    requestId: 'r',
  };
}

// biome-ignore lint/suspicious/noExplicitAny: answers of a schema are looked at field by field
type Answer = any;

async function ask(
  who: Who,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<{ data: Answer; codes: unknown[] }> {
  statements = 0;
  gathered = [];
  const { data, errors = [] } = await subgraph.execute({ query, variables, caller: callerOf(who), requestId: 'r' });
  return { data: JSON.parse(JSON.stringify(data ?? null)), codes: errors.map((error) => error.extensions?.code) };
}

/** Fields of a member or partner, as the gateway asks for them. */
async function entity(who: Who, type: 'Member' | 'Partner', id: string, fields: string): Promise<Answer> {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${fields} } } }`;
  const { data, codes } = await ask(who, query, { of: [{ __typename: type, id }] });
  expect(codes).toEqual([]);
  return data._entities[0];
}

const TOTALS = 'available held pending arrears';

describe('a wallet', () => {
  it('leaves out points whose last day has passed, though no sweep has been there, and shows what lapses when', async () => {
    expect(
      await entity(
        'm1',
        'Member',
        books.m1,
        `wallet { ${TOTALS} expiring { expiresOn points } lots { id available held expiresOn } }`,
      ),
    ).toEqual({
      wallet: {
        available: 30,
        held: 10,
        pending: 0,
        arrears: 0,
        expiring: [{ expiresOn: '2027-01-31', points: 30 }],
        lots: [{ id: books.lot1, available: 30, held: 10, expiresOn: '2027-01-31' }],
      },
    });
    expect(
      await entity(
        'm2',
        'Member',
        books.m2,
        `wallet { ${TOTALS} expiring { expiresOn points } lots { id pending expiresOn } }`,
      ),
    ).toEqual({
      wallet: {
        available: 20,
        held: 0,
        pending: 7,
        arrears: 0,
        expiring: [{ expiresOn: '2027-01-31', points: 20 }],
        lots: [
          { id: books.lot2, pending: 0, expiresOn: '2027-01-31' },
          { id: books.lot3, pending: 7, expiresOn: null },
        ],
      },
    });
  });

  const history: [
    day: string,
    member: 'm1' | 'm2',
    available: number,
    held: number,
    pending: number,
    lots: string[],
  ][] = [
    ['01-04', 'm1', 0, 0, 0, []],
    ['01-06', 'm1', 10, 0, 0, ['lot4']],
    ['01-15', 'm1', 110, 0, 0, ['lot4', 'lot1']],
    ['01-25', 'm1', 70, 0, 0, ['lot4', 'lot1']],
    ['02-06', 'm1', 60, 10, 0, ['lot4', 'lot1']],
    ['02-09', 'm2', 0, 0, 0, []],
    ['02-12', 'm1', 40, 10, 0, ['lot4', 'lot1']],
    ['02-12', 'm2', 20, 0, 0, ['lot2']],
    ['02-20', 'm2', 20, 0, 7, ['lot2', 'lot3']],
    ['02-20', 'm1', 40, 10, 0, ['lot4', 'lot1']],
    ['02-22', 'm1', 30, 10, 0, ['lot1']],
  ];
  it.each(history)(
    'as of %s: %s had %i available, %i held, %i pending',
    async (day, who, available, held, pending, lots) => {
      const { wallet } = await entity(
        who,
        'Member',
        books[who],
        `wallet(asOf: "${on(day).toISOString()}") { ${TOTALS} expiring { points } lots { id } }`,
      );
      expect(wallet).toMatchObject({ available, held, pending, arrears: 0 });
      expect(wallet.lots.map((lot: Answer) => lot.id)).toEqual(lots.map((name) => books[name as keyof Books]));
      expect(wallet.expiring.reduce((sum: number, one: Answer) => sum + one.points, 0)).toBe(available);
    },
  );

  it('as of now is the wallet now', async () => {
    const fields = `wallet { ${TOTALS} qualifying lots { id available held pending } } then: wallet(asOf: "${NOW.toISOString()}") { ${TOTALS} qualifying lots { id available held pending } }`;
    for (const id of [books.m1, books.m2]) {
      const member = await entity('operator', 'Member', id, fields);
      // Qualifying points are what the last record says; the table was written by hand.
      expect({ ...member.then, qualifying: 0 }).toEqual({ ...member.wallet, qualifying: 0 });
    }
  });

  it('a moment in the future is BAD_USER_INPUT', async () => {
    const query =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Member { wallet(asOf: "2099-01-01T00:00:00Z") { held } } } }';
    expect((await ask('m1', query, { of: [{ __typename: 'Member', id: books.m1 }] })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  it('what a hundred of them hold beside their balances, which are gathered, is one statement', async () => {
    const of = Array.from({ length: 100 }, (_, n) => ({ __typename: 'Member', id: n % 2 === 0 ? books.m1 : books.m2 }));
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Member { wallet { ${TOTALS} expiring { points } lots { id } } } } }`;
    await ask('operator', query, { of });
    expect(statements).toBe(1);
  });

  it('of a member who has nothing yet is zero; of nobody, and of another programme, null', async () => {
    const fresh = randomUUID();
    await test.sql`INSERT INTO members.member VALUES (${fresh}, ${books.programme}, NULL, 'fa', 'ACTIVE', now(), now())`;
    expect(await entity('operator', 'Member', fresh, `wallet { ${TOTALS} lots { id } }`)).toEqual({
      wallet: { available: 0, held: 0, pending: 0, arrears: 0, lots: [] },
    });
    for (const id of [randomUUID(), 'nonsense']) {
      expect(
        await entity('operator', 'Member', id, 'wallet { held } transactions(first: 5) { edges { cursor } }'),
      ).toEqual({ wallet: null, transactions: null });
    }
    expect(
      await entity('elsewhere', 'Member', books.m1, 'wallet { held } transactions(first: 5) { edges { cursor } }'),
    ).toEqual({ wallet: null, transactions: null });
  });
});

describe('transactions', () => {
  const PAGE = 'edges { node { id kind points } } pageInfo { hasNextPage endCursor }';
  const idsOf = (connection: Answer): string[] => connection.edges.map((edge: Answer) => edge.node.id);

  it('of a member, the newest first, page by page; the receiver of a transfer sees it as a gain', async () => {
    const all = ['gift', 'hold', 'redemption', 'purchase', 'earlyPurchase'] as const;
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { transactions }: Answer = await entity(
        'm1',
        'Member',
        books.m1,
        `transactions(first: 2${after === null ? '' : `, after: "${after}"`}) { ${PAGE} }`,
      );
      seen.push(...idsOf(transactions));
      after = transactions.pageInfo.endCursor;
      if (!transactions.pageInfo.hasNextPage) break;
    }
    expect(seen).toEqual(all.map((name) => books[name]));
    const { transactions } = await entity('m2', 'Member', books.m2, `transactions(first: 5) { ${PAGE} }`);
    expect(transactions.edges.map((edge: Answer) => edge.node)).toEqual([
      { id: books.pendingPurchase, kind: 'PURCHASE', points: 7 },
      { id: books.gift, kind: 'TRANSFER', points: 20 },
    ]);
  });

  it('a statement: where the period began, what happened in it, where it ended', async () => {
    const statement = (from: string, to: string) =>
      `statement(from: "${on(from).toISOString()}", to: "${on(to).toISOString()}") {
        opening { ${TOTALS} } closing { ${TOTALS} } transactions { ${PAGE} } }`;
    const { statement: seen } = await entity('m1', 'Member', books.m1, statement('01-10', '02-10'));
    // Posted at the very beginning is before it; posted at the very end is in it.
    expect(idsOf(seen.transactions)).toEqual([books.gift, books.hold, books.redemption]);
    expect(seen.opening).toEqual({ available: 110, held: 0, pending: 0, arrears: 0 });
    expect(seen.closing).toEqual({ available: 40, held: 10, pending: 0, arrears: 0 });
    const moved = seen.transactions.edges.reduce((sum: number, edge: Answer) => sum + edge.node.points, 0);
    expect(110 + moved).toBe(40 + 10);
    const atB = await entity('b', 'Member', books.m1, statement('01-10', '02-10'));
    expect(idsOf(atB.statement.transactions)).toEqual([books.hold, books.redemption]);
    for (const who of ['m2', 'elsewhere'] as const) {
      expect((await entity(who, 'Member', books.m1, statement('01-10', '02-10'))).statement).toBeNull();
    }
    const query = (from: string, to: string) =>
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Member { ${statement(from, to)} } } }`;
    const of = [{ __typename: 'Member', id: books.m1 }];
    expect((await ask('m1', query('02-10', '01-10'), { of })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await ask('m1', query('02-10', '12-10'), { of })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('a return of goods whose points had been given on is shown to the receiver without whose goods they were', async () => {
    // Written and undone within the test: the books must balance at its end.
    const id = v7({ msecs: on('02-25').getTime() });
    await test.sql`
      INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key, request_hash, member_id,
        partner_id, store_id, points, amount_minor, currency, original_id, occurred_at, recorded_at, reference, details)
      VALUES (${id}, ${books.programme}, ${books.w2}, 'RETURN', 'OK', 'till', ${id}, '', ${books.m1}, ${books.a}, ${books.storeA}, 0, 999, 'EUR',
        ${books.purchase}, ${on('02-25')}, ${on('02-25')}, 'secret', '{"wallet": {"available": "40", "held": "10", "pending": "0", "arrears": "0", "qualifying": "0"}}')`;
    await test.sql`INSERT INTO ledger.transfer VALUES (${id}, 1, ${books.m2}, ${books.lot2}, ${`member:${books.m2}`}, ${`issued:${books.a}`}, 5)`;
    const node =
      'node { id points member { id } partner { id } store { id } amount { amount } original { id } explanation { sentence } transfers { points } }';
    const { transactions } = await entity('m2', 'Member', books.m2, `transactions(first: 1) { edges { ${node} } }`);
    const then = await entity('m2', 'Member', books.m2, `wallet(asOf: "${on('02-26').toISOString()}") { available }`);
    await test.sql`DELETE FROM ledger.transfer WHERE transaction_id = ${id}`;
    await test.sql`DELETE FROM ledger.transaction WHERE transaction_id = ${id}`;
    expect(transactions.edges[0].node).toEqual({
      id,
      points: -5,
      member: { id: books.m2 },
      partner: null,
      store: null,
      amount: null,
      original: null,
      explanation: { sentence: expect.stringContaining('another member') },
      transfers: [{ points: 5 }],
    });
    expect(then.wallet.available).toBe(15);
  });

  it('of a partner: what happened at its own tills, and nobody else’s', async () => {
    const query = `transactions(first: 10) { ${PAGE} }`;
    expect(idsOf((await entity('b', 'Partner', books.b, query)).transactions)).toEqual([
      books.hold,
      books.redemption,
      books.earlyPurchase,
    ]);
    expect(idsOf((await entity('operator', 'Partner', books.a, query)).transactions)).toEqual([
      books.pendingPurchase,
      books.purchase,
    ]);
    expect((await entity('b', 'Partner', books.a, query)).transactions).toBeNull();
    expect((await entity('m1', 'Partner', books.a, query)).transactions).toBeNull();
    // A client of other stores of B.
    expect(idsOf((await entity('limited', 'Partner', books.b, query)).transactions)).toEqual([]);
    expect(idsOf((await entity('elsewhere', 'Partner', books.b, query)).transactions)).toEqual([]);
  });

  it('of a member at a partner’s tills', async () => {
    const query = `transactions(first: 10) { ${PAGE} }`;
    expect(idsOf((await entity('a', 'Member', books.m1, query)).transactions)).toEqual([books.purchase]);
    expect(idsOf((await entity('b', 'Member', books.m1, query)).transactions)).toEqual([
      books.hold,
      books.redemption,
      books.earlyPurchase,
    ]);
    expect(idsOf((await entity('limited', 'Member', books.m1, query)).transactions)).toEqual([]);
    expect((await entity('m2', 'Member', books.m1, query)).transactions).toBeNull();
  });

  it('who paid for a redemption: lot, funder, points and money', async () => {
    const query = `query ($id: ID!) { transaction(id: $id) {
      kind points occurredAt amount { amount currency } member { id } partner { id } store { id } window { number label } idempotencyKey
      funding { lotId funder { id } points amount { amount } } transfers { debit credit points lotId } explanation { sentence steps { rule points } } } }`;
    const { data, codes } = await ask('b', query, { id: books.redemption });
    expect(codes).toEqual([]);
    expect(data.transaction).toEqual({
      kind: 'REDEMPTION',
      points: -40,
      occurredAt: on('01-20').toISOString(),
      amount: { amount: '0.30', currency: 'EUR' },
      member: { id: books.m1 },
      partner: { id: books.b },
      store: { id: books.storeB },
      window: { number: 1, label: '2026-01' },
      idempotencyKey: books.redemption,
      funding: [{ lotId: books.lot1, funder: { id: books.a }, points: 40, amount: { amount: '0.30' } }],
      transfers: [{ debit: `member:${books.m1}`, credit: `accepted:${books.b}`, points: 40, lotId: books.lot1 }],
      explanation: { sentence: 'REDEMPTION on 01-20.', steps: [{ rule: 'base-earn', points: 1 }] },
    });
    // The member sees what happened to its points, not what the partners pay each other; the key is its client's.
    const member = await ask('m1', query, { id: books.redemption });
    expect(member.data.transaction).toMatchObject({
      points: -40,
      amount: null,
      window: null,
      idempotencyKey: null,
      funding: [{ points: 40, amount: null }],
    });
    const purchase = await ask('m1', query, { id: books.purchase });
    expect(purchase.data.transaction.amount).toEqual({ amount: '100.00', currency: 'EUR' });
  });

  const who: [who: Who, name: 'redemption' | 'gift' | 'refused' | 'pendingPurchase', sees: boolean][] = [
    ['operator', 'redemption', true],
    ['b', 'redemption', true],
    ['m1', 'redemption', true],
    ['a', 'redemption', false],
    ['limited', 'redemption', false],
    ['m2', 'redemption', false],
    ['elsewhere', 'redemption', false],
    ['m1', 'gift', true],
    ['m2', 'gift', true],
    ['a', 'gift', false],
    ['a', 'pendingPurchase', true],
    ['m1', 'pendingPurchase', false],
    ['operator', 'refused', false],
  ];
  it.each(who)('%s asks for the %s: seen is %s', async (caller, name, sees) => {
    const { data, codes } = await ask(caller, 'query ($id: ID!) { transaction(id: $id) { id } }', { id: books[name] });
    expect(codes).toEqual([]);
    expect(data.transaction).toEqual(sees ? { id: books[name] } : null);
  });

  it('by key: the caller’s own keys only, and no refusals', async () => {
    const byKey = async (caller: Who, key: string) =>
      (await ask(caller, 'query ($key: String!) { transactionByKey(idempotencyKey: $key) { id } }', { key })).data
        .transactionByKey;
    expect(await byKey('b', books.redemption)).toEqual({ id: books.redemption });
    expect(await byKey('a', books.redemption)).toBeNull();
    expect(await byKey('b', books.refused)).toBeNull();
    expect(await byKey('b', '')).toBeNull();
    expect(await byKey('b', 'x\u0000y')).toBeNull();
    // A's purchase was sent by the same client id here, but is not B's to see.
    expect(await byKey('b', books.purchase)).toBeNull();
  });

  it.each([
    ['first: 0', 'BAD_USER_INPUT'],
    ['first: 101', 'BAD_USER_INPUT'],
    ['first: 5, after: "x"', 'BAD_USER_INPUT'],
    [`first: 5, after: "${Buffer.from('["transaction","1; DROP"]').toString('base64url')}"`, 'BAD_USER_INPUT'],
  ])('a page of (%s) is %s', async (args, code) => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Partner { transactions(${args}) { edges { cursor } } } } }`;
    expect((await ask('operator', query, { of: [{ __typename: 'Partner', id: books.a }] })).codes).toEqual([code]);
  });

  it('a page with everything in it is a few statements, not one per row', async () => {
    await entity(
      'operator',
      'Partner',
      books.b,
      `transactions(first: 10) { edges { node { window { number } transfers { points } funding { points } original { id } } } }`,
    );
    expect(statements).toBeLessThanOrEqual(4);
  });

  describe('on a page of a hundred', () => {
    const page = (who: Who, fields: string): Promise<Answer> =>
      entity(who, 'Member', books.m1, `transactions(first: 100) { edges { node { ${fields} } } }`);
    const terminalId = randomUUID();
    let added: readonly string[];

    beforeAll(async () => {
      added = Array.from({ length: 100 }, () => v7({ msecs: NOW.getTime() })).sort();
      await test.sql`
        INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key, request_hash, member_id,
          partner_id, occurred_at, recorded_at, details)
        SELECT added, programme_id, window_id, kind, status, client_id, added::text, request_hash, member_id, partner_id, occurred_at, recorded_at,
          ${test.sql.json({ terminalId, explanation: { sentence: 'Nothing.', contractVersionId: null, steps: [] }, allocation: [] })}
        FROM ledger.transaction, unnest(${added as string[]}::uuid[]) AS added WHERE transaction_id = ${books.purchase}`;
      await test.sql`INSERT INTO ledger.window_slot VALUES (${books.w1}, 2, 100, ${added[0]!}, ${added[99]!})`;
    });
    afterAll(async () => {
      await test.sql`DELETE FROM ledger.transaction WHERE transaction_id = ANY(${added as string[]}::uuid[])`;
      await test.sql`DELETE FROM ledger.window_slot WHERE window_id = ${books.w1} AND lane = 2`;
    });

    it.each(['operator', 'm1', 'a'] as const)('details that %s does not ask for are not read', async (who) => {
      const fields =
        'id kind occurredAt recordedAt flags member { id } partner { id } store { id } points amount { amount } idempotencyKey';
      expect((await page(who, fields)).transactions.edges).toHaveLength(100);
      expect(gathered.map((rows) => rows.length).sort()).toEqual([1, 101]);
      expect(gathered.flat().filter((row) => 'details' in row)).toEqual([]);
    });

    it('those that are asked for come with the page, however many fields are made of them', async () => {
      const fields = 'terminal { id } explanation { sentence } allocation { lotId } debts { id } recoveries { debtId }';
      const { transactions } = await page('operator', fields);
      const node = { terminal: { id: terminalId }, explanation: { sentence: 'Nothing.' } };
      const none = { allocation: [], debts: [], recoveries: [] };
      expect(transactions.edges).toEqual(added.map(() => ({ node: { ...node, ...none } })));
      expect([statements, gathered.length]).toEqual([0, 2]);
    });

    it('those of transactions that were read without are one read', async () => {
      const query = `query ($of: [_Any!]!) {
        _entities(representations: $of) { ... on Transaction { terminal { id } explanation { sentence } allocation { lotId } } } }`;
      const { data } = await ask('operator', query, { of: added.map((id) => ({ __typename: 'Transaction', id })) });
      const node = { terminal: { id: terminalId }, explanation: { sentence: 'Nothing.' }, allocation: [] };
      expect(data._entities).toEqual(added.map(() => node));
      expect(gathered.map((rows) => rows.length)).toEqual([100, 100]);
    });

    it('those that only the operator is shown are not read for others', async () => {
      const { transactions } = await page('a', 'allocation { lotId } debts { id } recoveries { debtId }');
      expect(transactions.edges[0].node).toEqual({ allocation: null, debts: null, recoveries: null });
      expect(gathered.flat().filter((row) => 'details' in row)).toEqual([]);
    });
  });
});

describe('lots, holds and positions', () => {
  it('a partner sees the totals of a wallet, and of its lots those that it issued', async () => {
    expect(await entity('b', 'Member', books.m1, `wallet { ${TOTALS} lots { id } }`)).toEqual({
      wallet: { available: 30, held: 10, pending: 0, arrears: 0, lots: [] },
    });
    const lots = 'wallet { lots { id issuer { id } funder { id } points earnedBy { id } } }';
    expect((await entity('a', 'Member', books.m1, lots)).wallet.lots).toEqual([
      {
        id: books.lot1,
        issuer: { id: books.a },
        funder: { id: books.a },
        points: 100,
        earnedBy: { id: books.purchase },
      },
    ]);
    expect((await entity('m2', 'Member', books.m1, lots)).wallet).toBeNull();
  });

  it.each([
    ['operator', true],
    ['b', true],
    ['m1', true],
    ['a', false],
    ['limited', false],
    ['m2', false],
    ['elsewhere', false],
  ] as const)('%s asks for the hold: seen is %s', async (caller, sees) => {
    const { data } = await ask(
      caller,
      'query ($id: ID!) { hold(id: $id) { id points held state member { id } partner { id } } }',
      { id: books.hold },
    );
    expect(data.hold).toEqual(
      sees
        ? { id: books.hold, points: 10, held: 10, state: 'OPEN', member: { id: books.m1 }, partner: { id: books.b } }
        : null,
    );
  });

  it('a position is for the operator and the whole partner, with the cap and how far it is used', async () => {
    const fields = 'position { net { amount } credits { amount } debits { amount } cap { amount } level }';
    const settled = {
      net: { amount: '0.00' },
      credits: { amount: '0.00' },
      debits: { amount: '0.00' },
      cap: { amount: '0.10' },
      level: 'OK',
    };
    for (const who of ['operator', 'a'] as const)
      expect((await entity(who, 'Partner', books.a, fields)).position).toEqual(settled);
    for (const who of ['b', 'm1', 'elsewhere'] as const)
      expect((await entity(who, 'Partner', books.a, fields).catch(() => ({ position: null }))).position).toBeNull();
    expect((await entity('limited', 'Partner', books.b, fields)).position).toBeNull();
    expect((await entity('operator', 'Partner', randomUUID(), fields)).position).toBeNull();
  });
});

describe('windows', () => {
  const FIELDS = `number label state openedAt closedAt settledAt transactionCount operatorNet { amount } sum { amount }
    positions { partner { id } opening { amount } credits { amount } debits { amount } net { amount } action components { component total { amount } } }`;

  it('a settled window: nets, components, the operator’s side, and a sum of zero', async () => {
    const { data, codes } = await ask('operator', `query ($id: ID!) { settlementWindow(id: $id) { ${FIELDS} } }`, {
      id: books.w1,
    });
    expect(codes).toEqual([]);
    const ofA = {
      partner: { id: books.a },
      opening: { amount: '0.00' },
      credits: { amount: '0.00' },
      debits: { amount: '1.20' },
      net: { amount: '-1.20' },
      action: 'COLLECT_FROM_PARTNER',
      components: [{ component: 'ISSUANCE', total: { amount: '-1.20' } }],
    };
    const ofB = {
      partner: { id: books.b },
      opening: { amount: '0.00' },
      credits: { amount: '0.30' },
      debits: { amount: '0.12' },
      net: { amount: '0.18' },
      action: 'PAY_PARTNER',
      components: [
        { component: 'ISSUANCE', total: { amount: '-0.12' } },
        { component: 'REDEMPTION', total: { amount: '0.30' } },
      ],
    };
    expect(data.settlementWindow).toEqual({
      number: 1,
      label: '2026-01',
      state: 'SETTLED',
      openedAt: on('01-01').toISOString(),
      closedAt: on('02-01').toISOString(),
      settledAt: on('02-01').toISOString(),
      transactionCount: 3,
      operatorNet: { amount: '1.02' },
      sum: { amount: '0.00' },
      positions: [ofA, ofB].sort((left, right) => (left.partner.id < right.partner.id ? -1 : 1)),
    });
  });

  it('the open window is the default; a partner sees its own position and not the operator’s', async () => {
    const { data } = await ask(
      'b',
      `{ settlementWindow { number state positions { partner { id } } operatorNet { amount } sum { amount } } settlementWindows(first: 1) { edges { node { number positions { partner { id } net { amount } } } } pageInfo { hasNextPage endCursor } } }`,
    );
    expect(data.settlementWindow).toEqual({ number: 2, state: 'OPEN', positions: [], operatorNet: null, sum: null });
    expect(data.settlementWindows.pageInfo.hasNextPage).toBe(true);
    const next = await ask(
      'b',
      `query ($after: String) { settlementWindows(first: 1, after: $after) { edges { node { number positions { partner { id } net { amount } } } } pageInfo { hasNextPage } } }`,
      { after: data.settlementWindows.pageInfo.endCursor },
    );
    expect(next.data.settlementWindows).toEqual({
      edges: [{ node: { number: 1, positions: [{ partner: { id: books.b }, net: { amount: '0.18' } }] } }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('members see none, and other programmes theirs', async () => {
    expect((await ask('m1', '{ settlementWindow { number } }')).codes).toEqual(['FORBIDDEN']);
    const { data } = await ask(
      'elsewhere',
      'query ($id: ID!) { settlementWindow(id: $id) { number } settlementWindows { edges { cursor } } }',
      { id: books.w1 },
    );
    expect(data).toEqual({ settlementWindow: null, settlementWindows: { edges: [] } });
  });

  it('are closed and settled by the operator alone, with refusals in the published order', async () => {
    const close = (who: Who, input: object) =>
      ask(
        who,
        'mutation ($input: CloseSettlementWindowInput!) { closeSettlementWindow(input: $input) { window { number } opened { number } userErrors { code field } } }',
        { input },
      );
    expect((await close('b', { idempotencyKey: 'k', windowId: books.w2 })).codes).toEqual(['FORBIDDEN']);
    const refusals: [object, string, string[] | null][] = [
      [{ idempotencyKey: '', windowId: books.w2 }, 'INVALID_INPUT', ['input', 'idempotencyKey']],
      [{ idempotencyKey: 'k', windowId: books.w2, label: 'x'.repeat(101) }, 'INVALID_INPUT', ['input', 'label']],
      [{ idempotencyKey: 'k', windowId: books.w2, label: '' }, 'INVALID_INPUT', ['input', 'label']],
      [{ idempotencyKey: 'k1', windowId: 'nonsense' }, 'WINDOW_UNKNOWN', ['input', 'windowId']],
      [{ idempotencyKey: 'k2', windowId: randomUUID() }, 'WINDOW_UNKNOWN', ['input', 'windowId']],
      [{ idempotencyKey: 'k3', windowId: books.w1 }, 'WINDOW_STATE', ['input', 'windowId']],
    ];
    for (const [input, code, field] of refusals) {
      expect((await close('operator', input)).data.closeSettlementWindow).toEqual({
        window: null,
        opened: null,
        userErrors: [{ code, field }],
      });
    }
    const settle = await ask(
      'operator',
      'mutation ($input: SettleWindowInput!) { settleWindow(input: $input) { window { number } userErrors { code } } }',
      {
        input: { idempotencyKey: 'k4', windowId: books.w2 },
      },
    );
    expect(settle.data.settleWindow).toEqual({ window: null, userErrors: [{ code: 'WINDOW_STATE' }] });
  });
});

describe('reports', () => {
  const LIABILITY = `issued redeemed expired clawedBack outstanding byIssuer { issuer { id } issued redeemed outstanding }
    byIssueMonth { bucket points } byExpiryMonth { bucket points }`;

  it('points liability: by issuer, month of issue and month of expiry; as of now it is the liability now', async () => {
    const { data, codes } = await ask(
      'operator',
      `{ now: pointsLiability { ${LIABILITY} } then: pointsLiability(asOf: "${NOW.toISOString()}") { ${LIABILITY} } }`,
    );
    expect(codes).toEqual([]);
    const byIssuer = [
      { issuer: { id: books.a }, issued: 107, redeemed: 40, outstanding: 67 },
      { issuer: { id: books.b }, issued: 10, redeemed: 0, outstanding: 10 },
    ].sort((left, right) => (left.issuer.id < right.issuer.id ? -1 : 1));
    expect(data.now).toEqual({
      issued: 117,
      redeemed: 40,
      expired: 0,
      clawedBack: 0,
      outstanding: 77,
      byIssuer,
      byIssueMonth: [
        { bucket: '2026-01', points: 70 },
        { bucket: '2026-02', points: 7 },
      ],
      byExpiryMonth: [
        { bucket: '2026-02', points: 10 },
        { bucket: '2027-01', points: 60 },
        { bucket: 'never', points: 7 },
      ],
    });
    expect(data.then).toEqual(data.now);
  });

  it('points liability as of a past moment', async () => {
    const { data } = await ask(
      'operator',
      `{ pointsLiability(asOf: "${on('01-15').toISOString()}") { ${LIABILITY} } }`,
    );
    expect(data.pointsLiability).toMatchObject({
      issued: 110,
      redeemed: 0,
      outstanding: 110,
      byIssueMonth: [{ bucket: '2026-01', points: 110 }],
    });
  });

  it('the roll-forward ties: opening + movements = closing = the liability', async () => {
    const between = `from: "${on('01-15').toISOString()}", to: "${NOW.toISOString()}"`;
    const { data } = await ask(
      'operator',
      `{ pointsRollForward(${between}) { issuer { id } opening issued redeemed expired clawedBack closing }
      pointsLiability { byIssuer { issuer { id } outstanding } } }`,
    );
    expect(data.pointsRollForward).toEqual(
      [
        { issuer: { id: books.a }, opening: 100, issued: 7, redeemed: 40, expired: 0, clawedBack: 0, closing: 67 },
        { issuer: { id: books.b }, opening: 10, issued: 0, redeemed: 0, expired: 0, clawedBack: 0, closing: 10 },
      ].sort((left, right) => (left.issuer.id < right.issuer.id ? -1 : 1)),
    );
    expect(data.pointsRollForward.map((row: Answer) => ({ issuer: row.issuer, outstanding: row.closing }))).toEqual(
      data.pointsLiability.byIssuer,
    );
  });

  it('are for the operator', async () => {
    for (const query of [
      '{ pointsLiability { issued } }',
      '{ audit { ok } }',
      '{ pointsRollForward(from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z") { issued } }',
    ]) {
      expect((await ask('a', query)).codes).toEqual(['FORBIDDEN']);
      expect((await ask('m1', query)).codes).toEqual(['FORBIDDEN']);
    }
    const { data } = await ask('operator', '{ audit { ok checks { name ok findings } } }');
    expect(data.audit.ok).toBe(true);
  });
});

describe('pointsUpdated', () => {
  const QUERY = `subscription ($member: ID!, $after: String) { pointsUpdated(memberId: $member, after: $after) {
    cursor member { id } partner { id } transaction { id points } wallet { available held } } }`;

  async function subscribe(who: Who, member: string, after?: string) {
    const stream = await subgraph.subscribe({
      query: QUERY,
      variables: { member, ...(after === undefined ? {} : { after }) },
      caller: callerOf(who),
      requestId: 'r',
    });
    return stream;
  }

  async function tell(events: object[]): Promise<void> {
    await ledger.sql`INSERT INTO ledger.outbox (programme_id, recorded_at, events) VALUES (${books.programme}, now(), ${JSON.stringify(events)}::jsonb)`;
    await tail.catchUp();
  }

  function changed(
    transactionId: string,
    memberId: string,
    partnerId: string | null,
    storeId: string | null,
    available: number,
  ): object {
    const wallet = { available: String(available), held: '0', pending: '0', arrears: '0', qualifying: '0' };
    return { type: 'POINTS_CHANGED', transactionId, memberId, partnerId, storeId, wallet };
  }

  it('a member hears of itself, a partner of its own tills, the operator of all; resumed from a cursor', async () => {
    const streams = await Promise.all(
      (['m1', 'a', 'b', 'limited', 'operator'] as const).map((who) => subscribe(who, books.m1)),
    );
    const [m1, a, b, limited, operator] = streams.map((stream) => stream as AsyncIterableIterator<{ data?: Answer }>);
    await tell([
      changed(books.purchase, books.m1, books.a, books.storeA, 100),
      changed(books.gift, books.m2, null, null, 20),
      changed(books.redemption, books.m1, books.b, books.storeB, 60),
    ]);
    const heard = async (stream: typeof m1, count: number): Promise<Answer[]> => {
      const events: Answer[] = [];
      for (let n = 0; n < count; n += 1) events.push((await stream!.next()).value.data.pointsUpdated);
      return events;
    };
    const first = await heard(m1, 2);
    expect(first.map(({ cursor, ...event }) => ({ ...event, cursor: typeof cursor }))).toEqual([
      {
        cursor: 'string',
        member: { id: books.m1 },
        partner: { id: books.a },
        transaction: { id: books.purchase, points: 100 },
        wallet: { available: 100, held: 0 },
      },
      {
        cursor: 'string',
        member: { id: books.m1 },
        partner: { id: books.b },
        transaction: { id: books.redemption, points: -40 },
        wallet: { available: 60, held: 0 },
      },
    ]);
    expect((await heard(operator, 2)).map((event) => event.transaction.id)).toEqual([books.purchase, books.redemption]);
    expect((await heard(a, 1))[0].transaction.id).toBe(books.purchase);
    expect((await heard(b, 1))[0].transaction.id).toBe(books.redemption);
    const silent = limited!.next();
    const resumed = (await subscribe('m1', books.m1, first[0].cursor)) as AsyncIterableIterator<{ data?: Answer }>;
    expect((await heard(resumed, 1))[0]).toEqual(first[1]);
    for (const stream of [m1, a, b, limited, operator, resumed]) await stream!.return?.();
    expect((await silent).done).toBe(true);
    expect(tail.listeners()).toBe(0);
  });

  it.each([
    ['m2', 'another member', () => books.m1, undefined, 'FORBIDDEN'],
    ['operator', 'nobody', () => randomUUID(), undefined, 'BAD_USER_INPUT'],
    ['elsewhere', 'a member of another programme', () => books.m1, undefined, 'BAD_USER_INPUT'],
    ['m1', 'itself with a forged cursor', () => books.m1, 'AAAA', 'BAD_USER_INPUT'],
  ] as const)('%s asks for %s: %s', async (who, _what, member, after, code) => {
    const answer = (await subscribe(who, member(), after)) as { errors?: { extensions: { code: string } }[] };
    expect(answer.errors?.map((error) => error.extensions.code)).toEqual([code]);
  });
});
