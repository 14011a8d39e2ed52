/**
 * Makes the sample that the project ships: invented purchases in the shape of a purchase-card file. Nothing in it was ever
 * bought; names are made up. The same seed gives the same file.
 *
 *   npx tsx scripts/make-sample.ts > scripts/samples/purchases.csv
 */
import { createHash } from 'node:crypto';

const BRANDS: Record<string, readonly string[]> = {
  'sonnen-bakery': ['sonnen bakery market', 'sonnen bakery station'],
  'north-grocer': ['north grocer 12', 'north grocer 47', 'north grocer online'],
  'page-turner': ['page turner books'],
  'fuel-point': ['fuel point a4', 'fuel point ring road'],
  'tinker-hardware': ['tinker hardware'],
  'blue-line-rail': ['blue line rail app', 'blue line rail kiosk'],
};
const MONTHS = ['2025-01', '2025-02', '2025-03'];
const ROWS_PER_MONTH = 200;
const CARDS = 40;

let count = 0;
function draw(bound: number): number {
  count += 1;
  return createHash('sha256').update(`sample|${count}`).digest().readUIntBE(0, 6) % bound;
}

function pick<Item>(items: readonly Item[]): Item {
  return items[draw(items.length)] as Item;
}

const lines = [
  'trans_date,statement_month,card_id,merchant,brand,amount_gbp,original_amount,original_currency,directorate',
];
for (const month of MONTHS) {
  const days = Array.from({ length: ROWS_PER_MONTH }, () => 1 + draw(28)).sort((one, other) => one - other);
  for (const day of days) {
    const brand = draw(10) === 0 ? '' : pick(Object.keys(BRANDS));
    const merchant = brand === '' ? 'corner kiosk' : pick(BRANDS[brand] ?? []);
    const pence = 150 + draw(9_000);
    const amount = `${draw(25) === 0 ? '-' : ''}${Math.floor(pence / 100)}.${String(pence % 100).padStart(2, '0')}`;
    const row = [
      `${month}-${String(day).padStart(2, '0')}`,
      month,
      `S${String(1 + draw(CARDS)).padStart(4, '0')}`,
      merchant,
      brand,
      amount,
      amount,
      'GBP',
      pick(['house one', 'house two']),
    ].join(',');
    lines.push(row);
    // Now and then the same thing is bought twice on a day: a row that repeats in every column is a second purchase.
    if (draw(60) === 0) lines.push(row);
  }
}
process.stdout.write(`${lines.join('\n')}\n`);
