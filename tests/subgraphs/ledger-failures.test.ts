// The failure modes of the posting side (design: "Failure modes with the expected outcome"); the number stands first in each name.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { checkGain } from '../../subgraphs/ledger/domain/checks.ts';
import type { Reply } from '../../subgraphs/ledger/domain/record.ts';
import type { Actor, Instruction } from '../../subgraphs/ledger/domain/requests.ts';
import {
  createPostingEngine,
  type PostingEngine,
  type PostingEngineOptions,
} from '../../subgraphs/ledger/engine/posting-engine.ts';
import { sweepProgramme } from '../../subgraphs/ledger/engine/sweep.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { type Coalition, makeCoalition, type TestPartner } from '../support/coalition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openFaultyLink } from '../support/faulty-link.ts';
import {
  authorisation,
  codeOf,
  goodsBack,
  memberActor,
  partnerActor,
  posted,
  purchase,
  redemption,
  request,
} from '../support/ledger-requests.ts';

let test: TestDatabase;
let ledger: Database;
/** Two engines on one database: two processes. */
let engine: PostingEngine;
let other: PostingEngine;
let now: Date;
let coalition: Coalition;
let acme: TestPartner;
let best: TestPartner;
let member: string;
const opened: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger' });
  engine = newEngine(ledger);
  other = newEngine(ledger, { firstLane: 10 });
});

afterAll(async () => {
  await engine.stop();
  await other.stop();
  for (const one of opened.reverse()) await one.close();
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

function newEngine(database: Database, options: Partial<PostingEngineOptions> = {}): PostingEngine {
  return createPostingEngine({ sql: database.sql, clock: () => now, ...options });
}

function ask(instruction: Instruction, key?: string) {
  return request(coalition.programmeId, instruction, key === undefined ? {} : { key });
}

function submit(instruction: Instruction, key?: string): Promise<Reply> {
  return engine.submit(ask(instruction, key));
}

async function available(memberId = member): Promise<bigint> {
  const [row] = await test.sql<
    { available: bigint }[]
  >`SELECT available FROM ledger.wallet WHERE member_id = ${memberId}`;
  return row?.available ?? 0n;
}

async function countOf(kind: string): Promise<number> {
  const [row] = await test.sql<{ n: number }[]>`
    SELECT count(*)::int AS n FROM ledger.transaction WHERE programme_id = ${coalition.programmeId} AND kind = ${kind} AND status = 'OK'`;
  return row!.n;
}

describe('concurrency', () => {
  it('1 many redemptions of the last points in two processes: one wins', async () => {
    await submit(purchase(acme.storeId, member, 10_000n));
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        (at % 2 === 0 ? engine : other).submit(ask(redemption(best.storeId, member, 100n))),
      ),
    );
    expect(replies.filter((reply) => reply.ok)).toHaveLength(1);
    expect(await available()).toBe(0n);
  });

  it('2 one key and body in two processes at once: one transaction', async () => {
    const instruction = purchase(acme.storeId, member, 10_000n);
    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? engine : other).submit(ask(instruction, 'same'))),
    );
    expect(new Set(replies.map((reply) => posted(reply).transactionId)).size).toBe(1);
    expect(await countOf('PURCHASE')).toBe(1);
  });

  it('3 one key for two members in two processes at once: the unique key decides, the loser writes nothing', async () => {
    const second = await coalition.member();
    const replies = await Promise.all([
      engine.submit(ask(purchase(acme.storeId, member, 10_000n), 'k')),
      other.submit(ask(purchase(acme.storeId, second, 20_000n), 'k')),
    ]);
    expect(replies.map(codeOf).sort()).toEqual(['IDEMPOTENCY_KEY_REUSED', 'OK']);
    expect((await available()) + (await available(second))).toBe(posted(replies.find((reply) => reply.ok)!).points);
  });

  it('20 the net debit cap against concurrent lanes and processes: never exceeded, used to the last cent', async () => {
    const capped = await coalition.partner('Capped', { netDebitCapMinor: 1000n, capMode: 'BLOCK_ISSUE' });
    const members = await coalition.members(40);
    const replies = await Promise.all(
      Array.from({ length: 160 }, (_, at) =>
        (at % 2 === 0 ? engine : other).submit(ask(purchase(capped.storeId, members[at % 40]!, 1000n))),
      ),
    );
    expect(replies.filter((reply) => reply.ok)).toHaveLength(100);
    expect(new Set(replies.map(codeOf))).toEqual(new Set(['OK', 'NET_DEBIT_CAP_EXCEEDED']));
    const [position] = await test.sql<{ net: bigint }[]>`
      SELECT sum(credits - debits)::bigint AS net FROM ledger.money_slot WHERE account = ${`PARTNER:${capped.partnerId}`}`;
    expect(position?.net).toBe(-1000n);
  });

  it('14 two sweeps at once, and once more: points lapse once', async () => {
    await submit(purchase(acme.storeId, member, 10_000n));
    now = new Date('2028-04-01T12:00:00Z');
    const sweep = (by: PostingEngine) =>
      sweepProgramme({ sql: ledger.sql, engine: by, clock: () => now }, coalition.programmeId, null);
    const swept = await Promise.all([sweep(engine), sweep(other)]);
    expect(swept.reduce((sum, one) => sum + one.expired, 0n)).toBe(100n);
    expect((await sweep(engine)).expired).toBe(0n);
    expect(await countOf('EXPIRY')).toBe(1);
  });

  it('14 a redemption on the last day and the sweep: points are spent or lapse, never both', async () => {
    await submit(purchase(acme.storeId, member, 10_000n));
    now = new Date('2028-03-31T12:00:00Z');
    const swept = await sweepProgramme(
      { sql: ledger.sql, engine, clock: () => now },
      coalition.programmeId,
      '2030-01-01',
    );
    expect(swept.expired).toBe(0n);
    expect(codeOf(await submit(redemption(best.storeId, member, 60n)))).toBe('OK');
    now = new Date('2028-03-31T22:00:01Z');
    expect(codeOf(await submit(redemption(best.storeId, member, 40n)))).toBe('INSUFFICIENT_POINTS');
    const after = await sweepProgramme({ sql: ledger.sql, engine, clock: () => now }, coalition.programmeId, null);
    expect(after.expired).toBe(40n);
  });
});

describe('broken links', () => {
  it('6 a connection lost before COMMIT: the batch runs again and is posted once', async () => {
    const { link, engine: far } = await openFarEngine();
    link.next('before-commit');
    expect(posted(await far.submit(ask(purchase(acme.storeId, member, 10_000n)))).points).toBe(100n);
    expect(link.broken()).toBe(1);
    expect(await countOf('PURCHASE')).toBe(1);
  });

  it('7 a connection lost after COMMIT: the key says what was posted', async () => {
    const { link, engine: far } = await openFarEngine();
    await far.submit(ask(purchase(acme.storeId, member, 10_000n)));
    link.next('after-commit');
    const instruction = redemption(best.storeId, member, 60n);
    const reply = await far.submit(ask(instruction, 'cut'));
    expect(posted(reply).points).toBe(-60n);
    expect(link.broken()).toBe(1);
    expect(await available()).toBe(40n);
    expect(await submit(instruction, 'cut')).toEqual(reply);
  });

  it('6 a process that dies before or after COMMIT: the retry in another one converges', async () => {
    for (const kind of ['before-commit', 'after-commit'] as const) {
      const { link, engine: far } = await openFarEngine({ patience: 0 });
      await far.submit(ask(purchase(acme.storeId, member, 1_000n)));
      link.next(kind);
      const instruction = purchase(acme.storeId, member, 10_000n);
      await expect(far.submit(ask(instruction, kind))).rejects.toThrow();
      expect(posted(await submit(instruction, kind)).points).toBe(100n);
    }
    expect(await countOf('PURCHASE')).toBe(4);
  });

  async function openFarEngine(options: Partial<PostingEngineOptions> = {}) {
    const link = await openFaultyLink(test.url);
    const database = openDatabase({ url: link.url, role: 'ledger', max: 3 });
    opened.push(link, { close: () => database.close(0) });
    return { link, engine: newEngine(database, options) };
  }
});

describe('trouble in a batch', () => {
  it('8 a storm beyond the queue is told to try again, keeps nothing, and then gets through', async () => {
    const small = newEngine(ledger, { maxQueued: 50 });
    const requests = Array.from({ length: 500 }, (_, at) => ask(purchase(acme.storeId, member, 1_000n), `storm ${at}`));
    let open = requests;
    let rounds = 0;
    while (open.length > 0 && rounds < 50) {
      const replies = await small.submitAll(open);
      if (rounds === 0) expect(replies.filter((reply) => codeOf(reply) === 'TRY_AGAIN')).toHaveLength(450);
      open = open.filter((_, at) => codeOf(replies[at]!) === 'TRY_AGAIN');
      rounds += 1;
    }
    expect(open).toHaveLength(0);
    expect(await available()).toBe(5000n);
  });

  it('9 a wallet that somebody holds: the others of the batch are posted, this one is told to try again', async () => {
    const hasty = openDatabase({ url: test.url, role: 'ledger', max: 2, lockTimeout: 30 });
    opened.push(hasty);
    const members = await coalition.members(5);
    await engine.submitAll(members.map((id) => ask(purchase(acme.storeId, id, 1_000n))));
    const impatient = newEngine(hasty, { lanes: 1 });
    const blocked = members[2]!;
    let replies: Reply[] = [];
    await test.sql.begin(async (sql) => {
      await sql`SELECT FROM ledger.wallet WHERE member_id = ${blocked} FOR UPDATE`;
      replies = await impatient.submitAll(members.map((id) => ask(purchase(acme.storeId, id, 1_000n), `lock ${id}`)));
    });
    expect(replies.map(codeOf)).toEqual(['OK', 'OK', 'TRY_AGAIN', 'OK', 'OK']);
    expect(codeOf(await impatient.submit(ask(purchase(acme.storeId, blocked, 1_000n), `lock ${blocked}`)))).toBe('OK');
    for (const id of members) expect(await available(id)).toBe(20n);
  });

  it('9 a deadlock with somebody who locks in another order: the batch runs again, nothing twice', async () => {
    const [low, high] = (await coalition.members(2)).sort() as [string, string];
    await engine.submitAll([low, high].map((id) => ask(purchase(acme.storeId, id, 1_000n))));
    const single = newEngine(ledger, { lanes: 1 });
    let replies: Promise<Reply[]> | undefined;
    const stranger = test.sql
      .begin(async (sql) => {
        await sql`SELECT FROM ledger.wallet WHERE member_id = ${high} FOR UPDATE`;
        replies = single.submitAll([low, high].map((id) => ask(purchase(acme.storeId, id, 1_000n))));
        // Until the batch waits for the higher one, holding the lower.
        for (let waiting = 0; waiting === 0; ) {
          const [row] = await test.sql<{ n: number }[]>`SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted`;
          waiting = row!.n;
        }
        await sql`SELECT FROM ledger.wallet WHERE member_id = ${low} FOR UPDATE`;
      })
      .catch(() => 'the stranger was the victim');
    await stranger;
    expect((await replies!).map(codeOf)).toEqual(['OK', 'OK']);
    expect([await available(low), await available(high)]).toEqual([20n, 20n]);
  });

  it('10 one poisoned operation among a thousand: it alone fails', async () => {
    const single = newEngine(ledger, { lanes: 1 });
    const members = await coalition.members(50);
    const replies = await Promise.allSettled(
      Array.from({ length: 1000 }, (_, at) =>
        // A NUL, which no text of PostgreSQL can hold, in a field that commands check and the engine does not.
        single.submit(ask(purchase(acme.storeId, members[at % 50]!, 1_000n, at === 777 ? { reference: 'a\0b' } : {}))),
      ),
    );
    expect(replies.flatMap((reply, at) => (reply.status === 'rejected' ? [at] : []))).toEqual([777]);
    expect(await countOf('PURCHASE')).toBe(999);
  });

  it('24 a session idle in a transaction does not hold up posting', async () => {
    await submit(purchase(acme.storeId, member, 1_000n));
    await test.sql.begin(async (sql) => {
      await sql`SELECT * FROM ledger.wallet WHERE member_id = ${member}`;
      expect(codeOf(await submit(purchase(acme.storeId, member, 1_000n)))).toBe('OK');
    });
  });
});

describe('limits and clocks', () => {
  it('12 what would go beyond 10^12 points is refused for itself, the batch survives', async () => {
    const generous = await coalition.partner('Generous', { earnPoints: 1n, earnPerMinor: 1n });
    const most = 10n ** 12n;
    const replies = await engine.submitAll([
      ask(purchase(generous.storeId, member, most)),
      ask(purchase(generous.storeId, member, most + 1n)),
      ask(redemption(best.storeId, member, most)),
      ask(purchase(acme.storeId, await coalition.member(), 100n)),
    ]);
    expect(replies.map(codeOf)).toEqual(['OK', 'LIMIT_EXCEEDED', 'OK', 'OK']);
  });

  it('12 a wallet that would hold more than 2^53 - 1 points is given no more', async () => {
    const others = { memberId: member, programmeId: '', arrears: 0n, qualifying: 0n, sliding: false, postedAt: null };
    const room = (available: bigint, gain: bigint) =>
      checkGain({ ...others, available, held: 5n, pending: 7n }, gain)?.code ?? 'OK';
    const most = 2n ** 53n - 1n;
    expect([room(most - 13n, 1n), room(most - 12n, 1n), room(0n, 10n ** 12n)]).toEqual(['OK', 'LIMIT_EXCEEDED', 'OK']);
  });

  it('22 a clock that jumps back: recorded times do not', async () => {
    const first = posted(await submit(purchase(acme.storeId, member, 1_000n)));
    now = new Date('2026-03-10T11:00:00Z');
    const second = posted(await submit(purchase(acme.storeId, member, 1_000n)));
    expect(second.recordedAt >= first.recordedAt).toBe(true);
    expect(second.transactionId > first.transactionId).toBe(true);
    const third = posted(await other.submit(ask(purchase(acme.storeId, member, 1_000n))));
    expect(third.recordedAt >= second.recordedAt).toBe(true);
  });

  it('a contract that was just signed counts for the next posting, in another process, too', async () => {
    await engine.submit(ask(purchase(acme.storeId, member, 1_000n)));
    await other.submit(ask(purchase(acme.storeId, member, 1_000n)));
    await coalition.sign(acme.partnerId, 2, { validFrom: new Date('2026-03-01T00:00:00Z'), earnPoints: 5n });
    for (const process of [engine, other]) {
      expect(posted(await process.submit(ask(purchase(acme.storeId, member, 1_000n)))).points).toBe(50n);
    }
  });

  it('a member suspended meanwhile is refused, an unknown store, a closed one and a partner without contract, each by its code', async () => {
    const suspended = await coalition.member('SUSPENDED');
    expect(codeOf(await submit(purchase(acme.storeId, suspended, 1_000n)))).toBe('MEMBER_INACTIVE');
    const closed = await coalition.store(acme.partnerId, { closesAt: new Date('2026-01-01T00:00:00Z') });
    expect(codeOf(await submit(purchase(closed, member, 1_000n)))).toBe('STORE_CLOSED');
    const future = await coalition.partner('Future', { validFrom: new Date('2030-01-01T00:00:00Z') });
    expect(codeOf(await submit(purchase(future.storeId, member, 1_000n)))).toBe('CONTRACT_MISSING');
    const onlyAccepts = await coalition.partner('Taker', { issuer: false });
    expect(codeOf(await submit(purchase(onlyAccepts.storeId, member, 1_000n)))).toBe('ROLE_NOT_GRANTED');
    const onlyIssues = await coalition.partner('Giver', { acceptor: false });
    expect(codeOf(await submit(redemption(onlyIssues.storeId, member, 1n)))).toBe('ROLE_NOT_GRANTED');
    await test.sql`UPDATE partners.partner SET standing = 'SUSPENDED' WHERE partner_id = ${acme.partnerId}`;
    await submit(purchase(best.storeId, member, 1_000n));
    expect(codeOf(await submit(purchase(acme.storeId, member, 1_000n)))).toBe('PARTNER_INACTIVE');
    expect(codeOf(await submit(redemption(acme.storeId, member, 1n)))).toBe('OK');
  });
});

describe('holds, returns and refunds', () => {
  const capture = (holdId: string, points: bigint | null = null): Instruction => ({ kind: 'CAPTURE', holdId, points });
  const undo = (holdId: string): Instruction => ({ kind: 'VOID', holdId });
  const refund = (redemptionId: string, points: bigint | null = null): Instruction => ({
    kind: 'REFUND',
    redemptionId,
    points,
    occurredAt: null,
  });

  it('another partner’s transactions and holds are unknown, a store beyond the client’s is not allowed', async () => {
    const as = (actor: Actor, instruction: Instruction) =>
      engine.submit(request(coalition.programmeId, instruction, { actor }));
    const second = await coalition.store(best.partnerId);
    const stranger = partnerActor(acme.partnerId);
    const atSecond = partnerActor(best.partnerId, [second]);
    const bought = posted(await submit(purchase(best.storeId, member, 10_000n, { pendingUntilConfirmed: true })));
    expect(codeOf(await as(stranger, { kind: 'CONFIRMATION', purchaseId: bought.transactionId }))).toBe(
      'TRANSACTION_UNKNOWN',
    );
    expect(codeOf(await as(stranger, goodsBack(acme.storeId, bought.transactionId)))).toBe('TRANSACTION_UNKNOWN');
    expect(
      codeOf(await as(partnerActor(best.partnerId), { kind: 'CONFIRMATION', purchaseId: bought.transactionId })),
    ).toBe('OK');
    const spent = posted(await submit(redemption(best.storeId, member, 10n)));
    const holdId = posted(await submit(authorisation(best.storeId, member, 10n))).transactionId;
    expect(codeOf(await as(stranger, refund(spent.transactionId)))).toBe('TRANSACTION_UNKNOWN');
    expect(codeOf(await as(stranger, capture(holdId)))).toBe('HOLD_UNKNOWN');
    expect(codeOf(await as(atSecond, undo(holdId)))).toBe('HOLD_UNKNOWN');
    expect(codeOf(await as(atSecond, purchase(best.storeId, member, 100n)))).toBe('NOT_ALLOWED');
    expect(codeOf(await as(atSecond, purchase(second, member, 100n)))).toBe('OK');
    for (const instruction of [
      purchase(best.storeId, member, 100n),
      redemption(best.storeId, member, 1n),
      { kind: 'REVERSAL', transactionId: spent.transactionId, reason: 'mine' } as const,
    ])
      expect(codeOf(await as(memberActor(member), instruction))).toBe('NOT_ALLOWED');
  });

  it('13 capture twice, capture and void at once, more than is held, after the end', async () => {
    await submit(purchase(acme.storeId, member, 10_000n));
    const hold = async (points: bigint, seconds = 900) =>
      posted(await submit(authorisation(best.storeId, member, points, seconds))).transactionId;
    const first = await hold(10n);
    const both = await Promise.all([engine.submit(ask(capture(first))), other.submit(ask(capture(first)))]);
    expect(both.map(codeOf).sort()).toEqual(['HOLD_RESOLVED', 'OK']);
    const second = await hold(10n);
    const either = await Promise.all([engine.submit(ask(capture(second))), other.submit(ask(undo(second)))]);
    expect(either.filter((reply) => reply.ok)).toHaveLength(1);
    const third = await hold(10n);
    expect(codeOf(await submit(capture(third, 4n)))).toBe('OK');
    expect(codeOf(await submit(capture(third, 7n)))).toBe('CAPTURE_EXCEEDS_HOLD');
    expect(codeOf(await submit(capture(third, 6n)))).toBe('OK');
    const fourth = await hold(10n, 60);
    now = new Date('2026-03-10T12:01:00Z');
    expect(codeOf(await submit(capture(fourth)))).toBe('HOLD_EXPIRED');
  });

  it('15 a hold taken before its lot’s last day is captured after it; what is given back lapses', async () => {
    await submit(purchase(acme.storeId, member, 10_000n));
    const holdId = posted(await submit(authorisation(best.storeId, member, 100n, 2_592_000))).transactionId;
    await test.sql`UPDATE ledger.lot SET expires_on = '2026-03-15' WHERE member_id = ${member}`;
    now = new Date('2026-03-20T12:00:00Z');
    await sweepProgramme({ sql: ledger.sql, engine, clock: () => now }, coalition.programmeId, null);
    expect(codeOf(await submit(capture(holdId, 30n)))).toBe('OK');
    const ended = posted(await submit(undo(holdId)));
    expect(ended.points).toBe(-70n);
    expect(await available()).toBe(0n);
  });

  it('16 a return of points that are held becomes a debt that the hold’s end repays', async () => {
    const bought = posted(await submit(purchase(acme.storeId, member, 10_000n)));
    const holdId = posted(await submit(authorisation(best.storeId, member, 100n))).transactionId;
    const back = posted(await submit(goodsBack(acme.storeId, bought.transactionId)));
    expect(back.details).toMatchObject({ clawedBack: '0', arrears: '100' });
    await submit(undo(holdId));
    const [wallet] = await test.sql<{ available: bigint; arrears: bigint }[]>`
      SELECT available, arrears FROM ledger.wallet WHERE member_id = ${member}`;
    expect(wallet).toEqual({ available: 0n, arrears: 0n });
  });

  it('16 a return of held points when the member has others: those take their place in the hold', async () => {
    const bought = posted(await submit(purchase(acme.storeId, member, 10_000n)));
    const holdId = posted(await submit(authorisation(best.storeId, member, 100n))).transactionId;
    await submit(purchase(best.storeId, member, 10_000n));
    posted(await submit(goodsBack(acme.storeId, bought.transactionId)));
    const [wallet] = await test.sql<Record<string, bigint>[]>`
      SELECT available, held, arrears FROM ledger.wallet WHERE member_id = ${member}`;
    expect(wallet).toEqual({ available: 0n, held: 100n, arrears: 0n });
    const captured = posted(await submit(capture(holdId)));
    const paid =
      await test.sql`SELECT funder_id, points FROM ledger.redemption_line WHERE redemption_id = ${captured.transactionId} AND points > 0`;
    expect(paid).toEqual([{ funder_id: best.partnerId, points: 100n }]);
  });

  it('16 a return of points that lapsed takes nothing and is no debt', async () => {
    const bought = posted(await submit(purchase(acme.storeId, member, 10_000n)));
    now = new Date('2028-04-02T12:00:00Z');
    await sweepProgramme({ sql: ledger.sql, engine, clock: () => now }, coalition.programmeId, null);
    const back = posted(await submit(goodsBack(acme.storeId, bought.transactionId)));
    expect(back.details).toMatchObject({ clawedBack: '0', arrears: '0', unrecovered: '100' });
  });

  it('17 a refund after the lot lapsed gives grace; refunds never exceed the whole', async () => {
    await submit(purchase(acme.storeId, member, 10_000n));
    const spent = posted(await submit(redemption(best.storeId, member, 100n)));
    now = new Date('2028-04-10T12:00:00Z');
    await sweepProgramme({ sql: ledger.sql, engine, clock: () => now }, coalition.programmeId, null);
    expect(codeOf(await submit(refund(spent.transactionId, 40n)))).toBe('OK');
    expect(codeOf(await submit(redemption(best.storeId, member, 40n)))).toBe('OK');
    const both = await Promise.all([
      engine.submit(ask(refund(spent.transactionId))),
      other.submit(ask(refund(spent.transactionId))),
    ]);
    expect(both.map(codeOf).sort()).toEqual(['OK', 'REFUND_EXCEEDS_REDEMPTION']);
    expect(await available()).toBe(60n);
  });

  it('21 refunds part by part give back exactly what the acceptor was paid', async () => {
    await submit(purchase(acme.storeId, member, 10_000n));
    const spent = posted(await submit(redemption(best.storeId, member, 97n)));
    const parts: bigint[] = [];
    for (const points of [1n, 33n, 13n, 50n])
      parts.push(posted(await submit(refund(spent.transactionId, points))).amountMinor!);
    expect(parts.reduce((sum, part) => sum + part)).toBe(spent.amountMinor);
  });

  it('a return of goods whose points were given to another member asks for them there', async () => {
    const friend = await coalition.member();
    const bought = posted(await submit(purchase(acme.storeId, member, 10_000n)));
    await submit({ kind: 'TRANSFER', fromMemberId: member, toMemberId: friend, points: 60n });
    const back = posted(await submit(goodsBack(acme.storeId, bought.transactionId)));
    expect(back.details.clawedBack).toBe('100');
    expect([await available(), await available(friend)]).toEqual([0n, 0n]);
  });

  it('points that move to and fro between members at once: none is lost, none is made', async () => {
    const friend = await coalition.member();
    await engine.submitAll([member, friend].map((id) => ask(purchase(acme.storeId, id, 10_000n))));
    await Promise.all(
      Array.from({ length: 30 }, (_, at) => {
        const [from, to] = at % 2 === 0 ? [member, friend] : [friend, member];
        return (at % 3 === 0 ? engine : other).submit(
          ask({ kind: 'TRANSFER', fromMemberId: from, toMemberId: to, points: 7n }),
        );
      }),
    );
    expect((await available()) + (await available(friend))).toBe(200n);
  });
});

describe('INACTIVITY', () => {
  it('every activity moves the member’s lots on; without one they lapse', async () => {
    const sliding = await coalition.partner('Sliding', {
      expiryModel: 'INACTIVITY',
      expiryMonths: 6,
      expiryRounding: 'DAY',
    });
    await submit(purchase(sliding.storeId, member, 10_000n));
    now = new Date('2026-08-10T12:00:00Z');
    await submit(purchase(acme.storeId, member, 100n));
    const [lot] = await test.sql<{ expires_on: string }[]>`
      SELECT expires_on FROM ledger.lot WHERE member_id = ${member} AND issuer_id = ${sliding.partnerId}`;
    expect(lot?.expires_on).toBe('2027-02-10');
    now = new Date('2027-02-11T12:00:00Z');
    const swept = await sweepProgramme({ sql: ledger.sql, engine, clock: () => now }, coalition.programmeId, null);
    expect(swept.expired).toBe(100n);
  });
});
