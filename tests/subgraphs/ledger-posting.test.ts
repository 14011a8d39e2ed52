import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import type { Reply } from '../../subgraphs/ledger/domain/record.ts';
import type { Instruction } from '../../subgraphs/ledger/domain/requests.ts';
import { createPostingEngine, type PostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { type Coalition, makeCoalition, type TestPartner } from '../support/coalition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { codeOf, goodsBack, posted, purchase, redemption, request } from '../support/ledger-requests.ts';

let test: TestDatabase;
let ledger: Database;
let engine: PostingEngine;
let now: Date;
let coalition: Coalition;
let acme: TestPartner;
let best: TestPartner;
let member: string;

beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger' });
  engine = createPostingEngine({ sql: ledger.sql, clock: () => now });
});

afterAll(async () => {
  await engine.stop();
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

function submit(instruction: Instruction, key?: string): Promise<Reply> {
  return engine.submit(request(coalition.programmeId, instruction, key === undefined ? {} : { key }));
}

async function wallet(): Promise<Record<string, bigint>> {
  const [row] = await test.sql<Record<string, bigint>[]>`
    SELECT available, held, pending, arrears, qualifying FROM ledger.wallet WHERE member_id = ${member}`;
  return row!;
}

describe('purchases, redemptions, returns', () => {
  it('points earned at one partner are spent at another, and every point knows who pays for it', async () => {
    const earned = posted(await submit(purchase(acme.storeId, member, 50_000n)));
    expect(earned).toMatchObject({ kind: 'PURCHASE', points: 500n, partnerId: acme.partnerId });
    expect(earned.details.wallet).toEqual({
      available: '500',
      held: '0',
      pending: '0',
      arrears: '0',
      qualifying: '500',
    });

    const spent = posted(await submit(redemption(best.storeId, member, 200n)));
    expect(spent).toMatchObject({ kind: 'REDEMPTION', points: -200n, amountMinor: 160n, currency: 'EUR' });
    const paid =
      await test.sql`SELECT funder_id, acceptor_id, points FROM ledger.redemption_line WHERE redemption_id = ${spent.transactionId}`;
    expect(paid).toEqual([{ funder_id: acme.partnerId, acceptor_id: best.partnerId, points: 200n }]);
    expect(await wallet()).toMatchObject({ available: 300n });
  });

  it('more points than there are is refused and nothing changes', async () => {
    await submit(purchase(acme.storeId, member, 50_000n));
    expect(codeOf(await submit(redemption(best.storeId, member, 501n)))).toBe('INSUFFICIENT_POINTS');
    expect(await wallet()).toMatchObject({ available: 500n });
  });

  it('a purchase that earns nothing is recorded', async () => {
    const record = posted(await submit(purchase(acme.storeId, member, 99n)));
    expect(record).toMatchObject({ points: 0n, amountMinor: 99n });
  });

  it('lines come back one by one and add up to the whole', async () => {
    const lines = [
      { sku: 'a', quantity: 3n, amountMinor: 1000n, category: null },
      { sku: 'b', quantity: 1n, amountMinor: 550n, category: null },
    ];
    const bought = posted(await submit(purchase(acme.storeId, member, 1550n, { lines })));
    expect(bought.points).toBe(15n);
    expect(bought.details.lines?.map((line) => line.points)).toEqual(['10', '5']);
    const taken: bigint[] = [];
    for (let n = 0; n < 3; n += 1) {
      const back = posted(
        await submit(goodsBack(acme.storeId, bought.transactionId, { lines: [{ line: 1, quantity: 1n }] })),
      );
      taken.push(-back.points);
    }
    expect(taken.reduce((sum, points) => sum + points)).toBe(10n);
    expect(
      codeOf(await submit(goodsBack(acme.storeId, bought.transactionId, { lines: [{ line: 1, quantity: 1n }] }))),
    ).toBe('RETURN_EXCEEDS_PURCHASE');
    expect(posted(await submit(goodsBack(acme.storeId, bought.transactionId))).points).toBe(-5n);
    expect(codeOf(await submit(goodsBack(acme.storeId, bought.transactionId)))).toBe('RETURN_EXCEEDS_PURCHASE');
    expect(await wallet()).toMatchObject({ available: 0n, arrears: 0n, qualifying: 0n });
  });

  it('16 what was spent before the goods came back is owed, and the next purchase repays it', async () => {
    const bought = posted(await submit(purchase(acme.storeId, member, 10_000n)));
    await submit(redemption(best.storeId, member, 80n));
    const back = posted(await submit(goodsBack(acme.storeId, bought.transactionId)));
    expect(back.details).toMatchObject({ asked: '100', clawedBack: '20', arrears: '80', unrecovered: '0' });
    expect(await wallet()).toMatchObject({ available: 0n, arrears: 80n });
    const next = posted(await submit(purchase(best.storeId, member, 10_000n)));
    expect(next.points).toBe(100n);
    expect(await wallet()).toMatchObject({ available: 20n, arrears: 0n });
  });

  it('a return without a receipt takes back at the contract’s rate', async () => {
    await submit(purchase(acme.storeId, member, 10_000n));
    const back = posted(
      await submit(
        goodsBack(acme.storeId, null, { member: { memberId: member }, amountMinor: 15_000n, currency: 'EUR' }),
      ),
    );
    expect(back.details).toMatchObject({ clawedBack: '100', unrecovered: '50' });
  });
});

describe('dates', () => {
  it('what lapses soonest is spent first, though it came last and older points would do', async () => {
    await submit(purchase(acme.storeId, member, 50_000n));
    const lapsing: Instruction = {
      kind: 'GRANT',
      member: { memberId: member },
      awards: [
        {
          component: 'BONUS',
          points: 50n,
          expiresOn: '2026-03-31',
          funding: [{ funderId: best.partnerId, basisPoints: 10_000n }],
        },
      ],
      occurredAt: null,
      reference: null,
    };
    expect(codeOf(await submit(lapsing))).toBe('OK');
    const spent = posted(await submit(redemption(best.storeId, member, 60n)));
    const paid = await test.sql`
      SELECT funder_id, points FROM ledger.redemption_line WHERE redemption_id = ${spent.transactionId} ORDER BY points`;
    expect(paid).toEqual([
      { funder_id: acme.partnerId, points: 10n },
      { funder_id: best.partnerId, points: 50n },
    ]);
  });

  it('points that could never be used are not given: the last usable date is today or later', async () => {
    const grant = (expiresOn: string): Instruction => ({
      kind: 'GRANT',
      member: { memberId: member },
      awards: [
        { component: 'BONUS', points: 5n, expiresOn, funding: [{ funderId: acme.partnerId, basisPoints: 10_000n }] },
      ],
      occurredAt: null,
      reference: null,
    });
    const refused = await submit(grant('2026-03-09'));
    expect(refused).toMatchObject({
      refusal: { code: 'INVALID_INPUT', field: ['input', 'awards', '0', 'expiresOn'] },
    });
    expect(codeOf(await submit(grant('2026-03-10')))).toBe('OK');
    const proposed = await submit({
      kind: 'PROPOSAL',
      memberId: member,
      points: 5n,
      funderId: acme.partnerId,
      reason: 'goodwill',
      expiresOn: '2020-01-01',
    });
    expect(proposed).toMatchObject({ refusal: { code: 'INVALID_INPUT', field: ['input', 'expiresOn'] } });
  });
});

describe('keys', () => {
  it('2 one key and body, 50 at once: one transaction and 50 identical replies', async () => {
    const instruction = purchase(acme.storeId, member, 10_000n);
    const replies = await Promise.all(Array.from({ length: 50 }, () => submit(instruction, 'same')));
    expect(new Set(replies.map((reply) => posted(reply).transactionId)).size).toBe(1);
    expect(await submit(instruction, 'same')).toEqual(replies[0]);
    expect(await wallet()).toMatchObject({ available: 100n });
  });

  it('3, 4 one key with two bodies: one is posted, the other is a conflict', async () => {
    const replies = await Promise.all([
      submit(purchase(acme.storeId, member, 10_000n), 'k'),
      submit(purchase(acme.storeId, member, 20_000n), 'k'),
    ]);
    expect(replies.map(codeOf)).toEqual(['OK', 'IDEMPOTENCY_KEY_REUSED']);
    expect(await wallet()).toMatchObject({ available: 100n });
  });

  it('who may not ask hears that first, also with a key that was used before; nothing of it is kept', async () => {
    const bought = await submit(purchase(acme.storeId, member, 10_000n), 'k');
    const elsewhere = request(coalition.programmeId, purchase(best.storeId, member, 10_000n), { key: 'k' });
    const actor = {
      role: 'partner',
      partnerId: acme.partnerId,
      storeIds: [],
      memberId: null,
      subject: 'till',
    } as const;
    expect(codeOf(await engine.submit({ ...elsewhere, actor }))).toBe('NOT_ALLOWED');
    expect(codeOf(await engine.submit(elsewhere))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await submit(purchase(acme.storeId, member, 10_000n), 'k')).toEqual(bought);
  });

  it('5 a refusal stays a refusal when points have since arrived', async () => {
    const first = await submit(redemption(best.storeId, member, 50n), 'r');
    expect(codeOf(first)).toBe('INSUFFICIENT_POINTS');
    await submit(purchase(acme.storeId, member, 10_000n));
    expect(await submit(redemption(best.storeId, member, 50n), 'r')).toEqual(first);
  });
});

describe('batches', () => {
  it('1 two redemptions of everything at once: one wins', async () => {
    await submit(purchase(acme.storeId, member, 10_000n));
    const replies = await Promise.all([1, 2].map(() => submit(redemption(best.storeId, member, 100n))));
    expect(replies.map(codeOf).sort()).toEqual(['INSUFFICIENT_POINTS', 'OK']);
  });

  it('11 in one batch, spend then earn is refused, earn then spend is not', async () => {
    const [spend, earn] = await engine.submitAll([
      request(coalition.programmeId, redemption(best.storeId, member, 50n)),
      request(coalition.programmeId, purchase(acme.storeId, member, 6_000n)),
    ]);
    expect([codeOf(spend!), codeOf(earn!)]).toEqual(['INSUFFICIENT_POINTS', 'OK']);
    const [more, less] = await engine.submitAll([
      request(coalition.programmeId, purchase(acme.storeId, member, 6_000n)),
      request(coalition.programmeId, redemption(best.storeId, member, 120n)),
    ]);
    expect([codeOf(more!), codeOf(less!)]).toEqual(['OK', 'OK']);
  });

  it('a thousand purchases of many members in one batch', async () => {
    const members = await coalition.members(300);
    const replies = await engine.submitAll(
      Array.from({ length: 1000 }, (_, at) =>
        request(coalition.programmeId, purchase(acme.storeId, members[at % 300]!, BigInt(100 + at))),
      ),
    );
    expect(replies.every((reply) => reply.ok)).toBe(true);
  });
});
