import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allocateReturns, planReplay } from '../../scripts/replay/plan.ts';
import { type PurchaseRow, readPurchaseFile } from '../../scripts/replay/read-rows.ts';
import { chooseSpend } from '../../scripts/replay/spends.ts';

const HEADER =
  'trans_date,statement_month,card_id,merchant,brand,amount_gbp,original_amount,original_currency,directorate';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Buffer) {
  const path = join(folder, 'rows.csv');
  await writeFile(path, content);
  return readPurchaseFile(path);
}

describe('reading a purchase file', () => {
  test('takes rows with a brand, counts the others, and keeps exact duplicates as real purchases', async () => {
    const row = '2021-08-02,2021-08,C0540,amznmktplace amazon.co.uk,amazon,40.51,40.51,GBP,finance';
    const file = await read(
      `${HEADER}\n${row}\n${row}\n2021-08-02,2021-08,C0578,darrington,,12.34,12.34,GBP,x\n2021-08-03,2021-08,C0440,amzn,amazon,-0.50,,,\n2021-08-03,2021-08,C0440,amzn,amazon,0.00,,,\n`,
    );
    expect(file.currency).toBe('GBP');
    expect(file.rows.map(({ line, brand, minor }) => [line, brand, minor])).toEqual([
      [2, 'amazon', 4051n],
      [3, 'amazon', 4051n],
      [5, 'amazon', -50n],
    ]);
    expect([file.unbranded, file.zero, file.malformed]).toEqual([1, 1, []]);
  });

  test.each([
    ['2021-08-02,2021-08,C1,m,amazon,1.00', 'has 6 fields where the header has 9'],
    ['2021-02-29,2021-08,C1,m,amazon,1.00,,,', 'trans_date "2021-02-29" is no calendar day (YYYY-MM-DD)'],
    ['02/08/2021,2021-08,C1,m,amazon,1.00,,,', 'trans_date "02/08/2021" is no calendar day (YYYY-MM-DD)'],
    ['2021-08-02,2021-13,C1,m,amazon,1.00,,,', 'statement_month "2021-13" is no month (YYYY-MM)'],
    ['2021-08-02,2021-08,,m,amazon,1.00,,,', 'card_id is empty'],
    ['2021-08-02,2021-08,C1,,amazon,1.00,,,', 'merchant is empty'],
    ['2021-08-02,2021-08,C1,m,amazon,1.005,,,', 'amount "1.005" is no amount in GBP'],
    ['2021-08-02,2021-08,C1,m,amazon,1e3,,,', 'amount "1e3" is no amount in GBP'],
    ['2021-08-02,2021-08,C1,m,amazon,"1,50",,,', 'amount "1,50" is no amount in GBP'],
    ['2021-08-02,2021-08,C1,"m,amazon,1.00,,,', 'cannot be read as CSV: a quote is not closed'],
    [Buffer.from('2021-08-02,2021-08,C1,caf\xe9,amazon,1.00,,,', 'latin1'), 'is not UTF-8'],
  ])('reports %s with its line and goes on', async (line, reason) => {
    const good = '2021-08-02,2021-08,C1,m,amazon,1.00,,,';
    const file = await read(
      Buffer.concat([`${HEADER}\n${good}\n`, line, `\n${good}\n`].map((part) => Buffer.from(part))),
    );
    expect(file.malformed).toEqual([{ line: 3, reason }]);
    expect(file.rows.map((row) => row.line)).toEqual([2, 4]);
  });

  test('reads gzip, a byte order mark, CRLF, quotes, right-to-left names and a last line without an end', async () => {
    const text = `\ufeff${HEADER}\r\n2024-02-29,2024-03,C1,"کتاب‌فروشی, تهران",باران,10.00,,,x\r\n2024-02-29,2024-03,C1,m,باران,1,,,x`;
    const plain = await read(text);
    expect(plain.rows[0]).toMatchObject({
      date: '2024-02-29',
      merchant: 'کتاب‌فروشی, تهران',
      brand: 'باران',
      minor: 1000n,
    });
    expect(await read(gzipSync(text))).toEqual(plain);
  });

  test('takes the currency from the name of the amount column', async () => {
    const file = await read(
      `trans_date,statement_month,card_id,merchant,brand,amount_jpy\n2024-01-01,2024-01,C,m,b,1200\n2024-01-01,2024-01,C,m,b,12.5\n`,
    );
    expect(file.currency).toBe('JPY');
    expect(file.rows[0]?.minor).toBe(1200n);
    expect(file.malformed).toEqual([{ line: 3, reason: 'amount "12.5" is no amount in JPY' }]);
  });

  test.each([
    ['', 'is empty'],
    ['a,b,c\n1,2,3\n', 'lacks the columns trans_date, statement_month, card_id, merchant, brand, amount_<currency>'],
    [HEADER.replace('amount_gbp', 'amount_qqq'), 'QQQ, which is no currency'],
    [Buffer.concat([gzipSync(`${HEADER}\n`).subarray(0, 20)]), 'cannot be read'],
  ])('says in one sentence why a file cannot be replayed at all', async (content, sentence) => {
    await expect(read(content)).rejects.toThrow(sentence);
  });

  test('says that there is no file', async () => {
    await expect(readPurchaseFile(join(folder, 'none.csv'))).rejects.toThrow('There is no file');
  });
});

const row = (line: number, date: string, minor: bigint, more: Partial<PurchaseRow> = {}): PurchaseRow => ({
  line,
  date,
  minor,
  month: date.slice(0, 7),
  card: 'C1',
  merchant: 'm',
  brand: 'b',
  ...more,
});

describe('giving returns to purchases', () => {
  test('newest earlier purchase first, each up to what is left, the rest without a receipt', () => {
    const pieces = allocateReturns([
      row(2, '2021-01-01', 1000n),
      row(3, '2021-01-03', 500n),
      row(4, '2021-01-02', 700n),
      row(5, '2021-01-09', 9_999n),
      row(6, '2021-01-05', -600n),
      row(7, '2021-01-05', -2_000n),
      row(8, '2021-01-05', -1n, { card: 'C2' }),
      row(9, '2021-01-05', -1n, { brand: 'other' }),
    ]);
    const lines = (line: number) => pieces.get(line)?.map(({ purchase, minor }) => [purchase?.line ?? null, minor]);
    expect(lines(6)).toEqual([
      [3, 500n],
      [4, 100n],
    ]);
    expect(lines(7)).toEqual([
      [4, 600n],
      [2, 1000n],
      [null, 400n],
    ]);
    expect(lines(8)).toEqual([[null, 1n]]);
    expect(lines(9)).toEqual([[null, 1n]]);
  });

  test('pieces sum to the return and no purchase is returned twice', () => {
    const rows = fc.array(
      fc.record({
        day: fc.integer({ min: 1, max: 9 }),
        minor: fc.bigInt({ min: -50n, max: 100n }).filter((n) => n !== 0n),
        card: fc.constantFrom('C1', 'C2'),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(rows, (made) => {
        const all = made.map(({ day, minor, card }, at) => row(at + 2, `2021-01-0${day}`, minor, { card }));
        const pieces = allocateReturns(all);
        const returned = new Map<number, bigint>();
        for (const back of all.filter((one) => one.minor < 0n)) {
          const mine = pieces.get(back.line) ?? [];
          expect(mine.reduce((sum, piece) => sum + piece.minor, 0n)).toBe(-back.minor);
          for (const { purchase, minor } of mine) {
            expect(minor > 0n).toBe(true);
            if (purchase) returned.set(purchase.line, (returned.get(purchase.line) ?? 0n) + minor);
          }
        }
        for (const [line, minor] of returned)
          expect(minor <= (all.find((one) => one.line === line)?.minor ?? 0n)).toBe(true);
      }),
    );
  });
});

test('a plan has a window per statement month, in order, and enrols each card once where its first row is', () => {
  const plan = planReplay([
    row(2, '2021-05-05', 10n, { month: '2021-09', card: 'late', brand: 'x' }),
    row(3, '2021-08-01', 10n, { card: 'C1', brand: 'y', merchant: 'y1' }),
    row(4, '2021-08-02', 10n, { card: 'C1', brand: 'x', merchant: 'x1' }),
    row(5, '2021-09-01', 10n, { card: 'late', brand: 'y', merchant: 'y2' }),
  ]);
  expect(plan.windows.map((window) => window.month)).toEqual(['2021-08', '2021-09']);
  expect(plan.windows.map((window) => window.enrolments)).toEqual([
    [{ card: 'C1', brand: 'y' }],
    [{ card: 'late', brand: 'x' }],
  ]);
  expect(plan.merchants).toEqual(
    new Map([
      ['y', ['y1', 'y2']],
      ['x', ['x1', 'm']],
    ]),
  );
  expect(plan.cards).toBe(2);
});

describe('choosing spends', () => {
  const brands = ['a', 'b', 'c'];
  const spends = (seed: string) =>
    Array.from({ length: 300 }, (_, n) => chooseSpend(seed, '2021-08', `C${n}`, brands, new Map([['a', 500n]]), 500n));

  test('the same seed chooses the same, another seed chooses otherwise', () => {
    expect(spends('1')).toEqual(spends('1'));
    expect(spends('1')).not.toEqual(spends('2'));
  });

  test('about one in three spends, never more than three quarters, never at the issuer', () => {
    const made = spends('1').flatMap((spend) => spend ?? []);
    expect(made.length).toBeGreaterThan(60);
    expect(made.length).toBeLessThan(140);
    for (const spend of made) {
      expect(['b', 'c']).toContain(spend.brand);
      expect(spend.points >= 125n && spend.points <= 380n).toBe(true);
    }
  });

  test('who has points of every partner does not spend at the one that issued the most; who has next to none does not spend', () => {
    const earned = new Map([
      ['a', 1n],
      ['b', 900n],
      ['c', 5n],
    ]);
    for (let n = 0; n < 100; n += 1) {
      expect(chooseSpend('s', 'm', `C${n}`, brands, earned, 906n)?.brand).not.toBe('b');
      expect(chooseSpend('s', 'm', `C${n}`, brands, earned, 9n)).toBeNull();
    }
  });
});
