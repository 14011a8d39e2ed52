import pino from 'pino';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { startLedger } from '../../subgraphs/ledger/server.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { scopesOfRole } from '../../subgraphs/serving/caller.ts';
import type { Subgraph } from '../../subgraphs/serving/subgraph.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { type Coalition, makeCoalition, type TestPartner } from '../support/coalition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { testPersonalData } from '../support/personal-data.ts';

let test: TestDatabase;
let ledger: Database;
let subgraph: Subgraph;
let now: Date;
let coalition: Coalition;
let acme: TestPartner;
let best: TestPartner;
let member: string;

beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger' });
  now = new Date('2026-03-10T12:00:00Z');
  subgraph = await startLedger({
    database: ledger,
    clock: () => now,
    ids: v7,
    logger: pino({ level: 'error' }),
    personalData: testPersonalData,
    sweepEvery: 0,
  });
});

afterAll(async () => {
  await subgraph.stop();
  await ledger.close();
  await test.close();
});

beforeEach(async () => {
  now = new Date('2026-03-10T12:00:00Z');
  coalition = await makeCoalition(test.sql);
  acme = await coalition.partner('Acme');
  best = await coalition.partner('Best');
  member = await coalition.member();
});

afterEach(() => expectBooksBalanced(ledger));

function caller(role: Caller['role'], fields: Partial<Caller> = {}): Caller {
  return {
    subject: role,
    clientId: `${role} client`,
    role,
    programmeId: coalition.programmeId,
    partnerId: null,
    storeIds: [],
    memberId: null,
    person: null,
    scopes: scopesOfRole(role),
    expiresAt: new Date('2100-01-01T00:00:00Z'),
    requestId: 'test',
    ...fields,
  };
}

type Fields = Record<string, unknown>;

/** Runs one mutation and answers its payload. `selection` is what is asked for beside `userErrors`. */
async function mutate(
  as: Caller,
  name: string,
  input: Fields,
  selection: string,
): Promise<Fields & { userErrors: Fields[] }> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
  const answer = await subgraph.execute({
    query: `mutation ($input: ${type}) { ${name}(input: $input) { ${selection} userErrors { code field } } }`,
    variables: {
      input: Object.fromEntries(
        Object.entries({ idempotencyKey: v7(), ...input }).filter(([, value]) => value !== NO_KEY),
      ),
    },
    caller: as,
    requestId: 'test',
  });
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return answer.data?.[name] as Fields & { userErrors: Fields[] };
}

/** For inputs that have no key. */
const NO_KEY = 'none';
const WHAT = 'transaction { id kind points } wallet { available held pending arrears }';
const eur = (amount: string): Fields => ({ amount, currency: 'EUR' });

async function buy(amount: string, more: Fields = {}) {
  return mutate(
    caller('partner', { partnerId: acme.partnerId }),
    'recordPurchase',
    { storeId: acme.storeId, memberId: member, amount: eur(amount), ...more },
    WHAT,
  );
}

describe('mutations', () => {
  it('a purchase, a redemption elsewhere, and a return', async () => {
    const bought = await buy('120.50');
    expect(bought).toMatchObject({
      transaction: { kind: 'PURCHASE', points: 120 },
      wallet: { available: 120, held: 0, pending: 0, arrears: 0 },
      userErrors: [],
    });
    const spent = await mutate(
      caller('partner', { partnerId: best.partnerId }),
      'redeemPoints',
      { storeId: best.storeId, memberId: member, points: 20 },
      `${WHAT} transaction { amount { amount } funding { points funder { id } } }`,
    );
    expect(spent).toMatchObject({
      transaction: {
        points: -20,
        amount: { amount: '0.16' },
        funding: [{ points: 20, funder: { id: acme.partnerId } }],
      },
    });
    const back = await mutate(
      caller('partner', { partnerId: acme.partnerId }),
      'recordReturn',
      { storeId: acme.storeId, purchaseId: (bought.transaction as Fields).id },
      `${WHAT} clawedBack arrears unrecovered`,
    );
    expect(back).toMatchObject({ clawedBack: 100, arrears: 20, unrecovered: 0, wallet: { available: 0, arrears: 20 } });
  });

  it('a hold: quote, authorise, capture a part, void the rest, refund', async () => {
    await buy('100.00');
    const at = caller('partner', { partnerId: best.partnerId });
    const quote = await mutate(
      at,
      'quoteRedemption',
      { storeId: best.storeId, memberId: member, points: 50, idempotencyKey: NO_KEY },
      'amount { amount } funding { points }',
    );
    expect(quote).toMatchObject({ amount: { amount: '0.40' }, funding: [{ points: 50 }] });
    const held = await mutate(
      at,
      'authoriseRedemption',
      { storeId: best.storeId, memberId: member, points: 50 },
      `hold { id held state } ${WHAT}`,
    );
    expect(held).toMatchObject({ hold: { held: 50, state: 'OPEN' }, wallet: { available: 50, held: 50 } });
    const holdId = (held.hold as Fields).id;
    const captured = await mutate(at, 'captureRedemption', { holdId, points: 30 }, `hold { held state } ${WHAT}`);
    expect(captured).toMatchObject({ hold: { held: 20, state: 'OPEN' }, wallet: { available: 50, held: 20 } });
    expect(await mutate(at, 'captureRedemption', { holdId, points: 21 }, 'hold { id }')).toMatchObject({
      userErrors: [{ code: 'CAPTURE_EXCEEDS_HOLD' }],
    });
    const gone = await mutate(at, 'voidRedemption', { holdId }, `hold { held state } ${WHAT}`);
    expect(gone).toMatchObject({ hold: { held: 0, state: 'VOIDED' }, wallet: { available: 70, held: 0 } });
    expect(await mutate(at, 'voidRedemption', { holdId }, 'hold { id }')).toMatchObject({
      userErrors: [{ code: 'HOLD_RESOLVED' }],
    });
    const refunded = await mutate(
      at,
      'refundRedemption',
      { redemptionId: (captured.transaction as Fields).id, points: 10 },
      WHAT,
    );
    expect(refunded).toMatchObject({ wallet: { available: 80 } });
    expect(
      await mutate(
        at,
        'refundRedemption',
        { redemptionId: (captured.transaction as Fields).id, points: 21 },
        'wallet { held }',
      ),
    ).toMatchObject({
      userErrors: [{ code: 'REFUND_EXCEEDS_REDEMPTION' }],
    });
  });

  it('pending points are confirmed or cancelled', async () => {
    const first = await buy('10.00', { pendingUntilConfirmed: true });
    expect(first).toMatchObject({ wallet: { available: 0, pending: 10 } });
    const at = caller('partner', { partnerId: acme.partnerId });
    expect(await mutate(at, 'confirmPurchase', { purchaseId: (first.transaction as Fields).id }, WHAT)).toMatchObject({
      wallet: { available: 10, pending: 0 },
    });
    expect(await mutate(at, 'confirmPurchase', { purchaseId: (first.transaction as Fields).id }, WHAT)).toMatchObject({
      userErrors: [{ code: 'TRANSACTION_NOT_REVERSIBLE' }],
    });
    const second = await buy('5.00', { pendingUntilConfirmed: true });
    expect(await mutate(at, 'cancelPurchase', { purchaseId: (second.transaction as Fields).id }, WHAT)).toMatchObject({
      wallet: { available: 10, pending: 0 },
    });
  });

  it('a member gives points away, and the operator undoes it', async () => {
    await buy('100.00');
    const other = await coalition.member();
    const given = await mutate(
      caller('member', { memberId: member }),
      'transferPoints',
      { fromMemberId: member, toMemberId: other, points: 40 },
      WHAT,
    );
    expect(given).toMatchObject({ transaction: { kind: 'TRANSFER', points: -40 }, wallet: { available: 60 } });
    expect(
      await mutate(
        caller('member', { memberId: other }),
        'transferPoints',
        { fromMemberId: member, toMemberId: other, points: 1 },
        WHAT,
      ),
    ).toMatchObject({
      userErrors: [{ code: 'NOT_ALLOWED' }],
    });
    const undone = await mutate(
      caller('operator'),
      'reverseTransaction',
      { transactionId: (given.transaction as Fields).id, reason: 'by mistake' },
      WHAT,
    );
    expect(undone).toMatchObject({ wallet: { available: 100 } });
    expect(
      await mutate(
        caller('operator'),
        'reverseTransaction',
        { transactionId: (given.transaction as Fields).id, reason: 'again' },
        WHAT,
      ),
    ).toMatchObject({
      userErrors: [{ code: 'TRANSACTION_NOT_REVERSIBLE' }],
    });
    expect(
      await mutate(
        caller('operator'),
        'reverseTransaction',
        { transactionId: (undone.transaction as Fields).id, reason: 'the reversal' },
        WHAT,
      ),
    ).toMatchObject({
      userErrors: [{ code: 'TRANSACTION_NOT_REVERSIBLE' }],
    });
  });

  it('an adjustment needs two persons', async () => {
    const proposed = await mutate(
      caller('operator', { subject: 'ann' }),
      'proposeAdjustment',
      { memberId: member, points: 25, reason: 'sorry' },
      'adjustment { id state }',
    );
    expect(proposed).toMatchObject({ adjustment: { state: 'PROPOSED' } });
    const adjustmentId = (proposed.adjustment as Fields).id;
    expect(
      await mutate(caller('operator', { subject: 'ann' }), 'approveAdjustment', { adjustmentId }, 'wallet { held }'),
    ).toMatchObject({ userErrors: [{ code: 'FOUR_EYES' }] });
    expect(
      await mutate(
        caller('operator', { subject: 'bob' }),
        'approveAdjustment',
        { adjustmentId },
        `adjustment { state approvedBy transaction { id } } ${WHAT}`,
      ),
    ).toMatchObject({
      adjustment: { state: 'POSTED', approvedBy: 'bob' },
      wallet: { available: 25 },
    });
    expect(
      await mutate(caller('operator', { subject: 'eve' }), 'approveAdjustment', { adjustmentId }, 'wallet { held }'),
    ).toMatchObject({
      userErrors: [{ code: 'TRANSACTION_NOT_REVERSIBLE' }],
    });
  });

  it('what time does: pending points fall due, holds run out, lots lapse, once', async () => {
    await buy('10.00', { pendingUntil: '2026-03-20T00:00:00Z' });
    await buy('20.00');
    const at = caller('partner', { partnerId: best.partnerId });
    await mutate(
      at,
      'authoriseRedemption',
      { storeId: best.storeId, memberId: member, points: 5, timeToLiveSeconds: 60 },
      WHAT,
    );
    now = new Date('2026-04-01T12:00:00Z');
    const sweep = (key: string) =>
      mutate(caller('operator'), 'expirePoints', { idempotencyKey: key }, 'members expired confirmed holds');
    expect(await sweep('april')).toMatchObject({ members: 1, expired: 0, confirmed: 10, holds: 1 });
    now = new Date('2028-04-01T12:00:00Z');
    expect(await sweep('later')).toMatchObject({ members: 1, expired: 30, confirmed: 0, holds: 0 });
    expect(await sweep('again')).toMatchObject({ members: 0, expired: 0 });
    expect(await sweep('later')).toMatchObject({ members: 1, expired: 30 });
  });

  it('malformed input is refused with its field and remembered under its key', async () => {
    const at = caller('partner', { partnerId: acme.partnerId });
    const bad = { storeId: acme.storeId, memberId: member, idempotencyKey: 'bad' };
    for (const _ of [1, 2]) {
      expect(await mutate(at, 'recordPurchase', { ...bad, amount: eur('1.234') }, 'wallet { held }')).toMatchObject({
        userErrors: [{ code: 'INVALID_AMOUNT', field: ['input', 'amount'] }],
      });
    }
    expect(await mutate(at, 'recordPurchase', { ...bad, amount: eur('1.23') }, 'wallet { held }')).toMatchObject({
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
    });
    expect(await buy('1.00', { memberId: null })).toMatchObject({ userErrors: [{ code: 'INVALID_INPUT' }] });
    expect(await buy('1.00', { amount: { amount: '1', currency: 'XXX' } })).toMatchObject({
      userErrors: [{ code: 'UNKNOWN_CURRENCY' }],
    });
    expect(await buy('1.00', { storeId: 'nonsense' })).toMatchObject({ userErrors: [{ code: 'STORE_UNKNOWN' }] });
    expect(await buy('1.00', { memberId: v7() })).toMatchObject({ userErrors: [{ code: 'MEMBER_UNKNOWN' }] });
    expect(await buy('1.00', { storeId: best.storeId })).toMatchObject({ userErrors: [{ code: 'NOT_ALLOWED' }] });
    expect(await buy('1.00', { occurredAt: '2026-03-11T12:00:00Z' })).toMatchObject({
      userErrors: [{ code: 'DATE_IN_FUTURE' }],
    });
    expect(await buy('1.00', { occurredAt: '2026-01-11T12:00:00Z' })).toMatchObject({
      userErrors: [{ code: 'LATE_SUBMISSION' }],
    });
  });

  it('a batch answers item by item, by card as well as by id', async () => {
    await coalition.identity(member, 'CARD', '4711');
    const at = caller('partner', { partnerId: acme.partnerId });
    const purchases = [
      { idempotencyKey: '1', storeId: acme.storeId, identity: { kind: 'CARD', value: '47-11' }, amount: eur('10.00') },
      { idempotencyKey: '2', storeId: acme.storeId, memberId: member, amount: eur('0.00') },
      { idempotencyKey: '1', storeId: acme.storeId, memberId: member, amount: eur('99.00') },
    ];
    const answer = await mutate(
      at,
      'recordPurchases',
      { purchases, idempotencyKey: NO_KEY },
      'results { wallet { available } userErrors { code field } }',
    );
    expect(answer.results).toEqual([
      { wallet: { available: 10 }, userErrors: [] },
      { wallet: null, userErrors: [{ code: 'INVALID_AMOUNT', field: ['input', 'purchases', '1', 'amount'] }] },
      {
        wallet: null,
        userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'purchases', '2', 'idempotencyKey'] }],
      },
    ]);
    expect(
      await mutate(at, 'recordPurchases', { purchases: [], idempotencyKey: NO_KEY }, 'results { wallet { held } }'),
    ).toMatchObject({
      userErrors: [{ code: 'INVALID_BATCH_SIZE' }],
    });
  });
});
