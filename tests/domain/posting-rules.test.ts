// Each posting rule as a table. A point of A costs EUR 0.01 (reserve 0.0083, fee 0.0017; pay on redemption: fee 0.0007), of B the same;
// D shares half of its breakage with its funder and keeps its fees. A and B accept at EUR 0.008 a point, D at 0.009.
import { describe, expect, it } from 'vitest';
import { positionEffect } from '../../subgraphs/ledger/domain/posting.ts';
import type { ContractTerms, FundingModel, SpendingOrder } from '../../subgraphs/ledger/domain/terms.ts';
import { type Coalition, contractOf, openCoalition, programmeOf } from '../support/coalition-books.ts';
import { play, type Row } from '../support/ledger-table.ts';

const POOL = 'OPERATOR_POOL';
const PAYS = 'ISSUER_PAYS_ON_REDEMPTION';

function coalitionUnder(
  model: FundingModel,
  options: { order?: SpendingOrder; a?: Partial<ContractTerms>; b?: Partial<ContractTerms> } = {},
): Coalition {
  return openCoalition(programmeOf({ operatorFundingModel: model, spendingOrder: options.order ?? 'OLDEST_FIRST' }), [
    contractOf('A', { fundingModel: model, ...options.a }),
    contractOf('B', { fundingModel: model, ...options.b }),
    contractOf('D', {
      fundingModel: model,
      reimbursementMicros: 9_000n,
      expiryShareBasisPoints: 5_000n,
      earnReversalRefundsServiceFee: false,
      redemptionReversalRefundsClearingFee: false,
    }),
  ]);
}

/** The same events under both models: the last two columns of money. */
type TwoModels = readonly [date: string, what: string, pool: string, pays: string, wallets?: string];

function playBoth(rows: readonly TwoModels[], options?: Parameters<typeof coalitionUnder>[1]): void {
  for (const model of [POOL, PAYS] as const) {
    const played = rows.map(
      ([date, what, pool, pays, wallets]): Row =>
        wallets === undefined
          ? [date, what, model === POOL ? pool : pays]
          : [date, what, model === POOL ? pool : pays, wallets],
    );
    play(coalitionUnder(model, options), played);
  }
}

describe('earn', () => {
  it('charges each funder for its lot, base first (R6)', () => {
    playBoth([
      [
        '01-10',
        'T1 earn m A:1000',
        'EARN A -1000 RESERVE 830 REV_SERVICE 170',
        'EARN A -70 REV_SERVICE 70',
        'm 1000/0/0/0',
      ],
      [
        '01-11',
        'T2 earn m A:100,B:200,OP:50',
        'EARN A -100 RESERVE 83 REV_SERVICE 17 B -200 RESERVE 166 REV_SERVICE 34 MARKETING -42 RESERVE 42',
        'EARN A -7 REV_SERVICE 7 B -14 REV_SERVICE 14',
        'm 1350/0/0/0',
      ],
      ['01-12', 'T3 earn m OP:1000', 'EARN MARKETING -830 RESERVE 830', '', 'm 2350/0/0/0'],
    ]);
  });

  it('rounds half up once for each lot and price (R1, R2)', () => {
    // 5 points: 5.0 and 4.15 cents; 1 point: 1 and 0.83 cents; 3 points: 0.21 cents of fee, 8 points: 0.56.
    play(coalitionUnder(POOL), [
      ['01-10', 'T1 earn m A:5', 'EARN A -5 RESERVE 4 REV_SERVICE 1'],
      ['01-10', 'T2 earn m A:1', 'EARN A -1 RESERVE 1'],
    ]);
    play(coalitionUnder(PAYS), [
      ['01-10', 'T1 earn m A:3', ''],
      ['01-10', 'T2 earn m A:8', 'EARN A -1 REV_SERVICE 1'],
    ]);
  });
});

describe('a hybrid contract', () => {
  it('is two lots, each under its own model from then on', () => {
    const hybrid = { fundingModel: 'HYBRID', poolShareBasisPoints: 2_500n } as const;
    // 1,001 points: 250.25 and 750.75, so 250 for the pool and 751 paid for on redemption.
    play(coalitionUnder(POOL, { a: hybrid }), [
      ['01-10', 'T1 earn m A:1001', 'EARN A -250 RESERVE 208 REV_SERVICE 42 A -53 REV_SERVICE 53', 'm 1001/0/0/0'],
      ['01-11', 'T2 redeem m B 500', 'REDEEM RESERVE -208 A -200 B 400 REV_REDEMPTION_MARGIN 8 A -3 REV_CLEARING 3'],
      [
        '01-12',
        'T3 refund T2 500',
        'REDEEM_REVERSAL B -400 RESERVE 208 REV_REDEMPTION_MARGIN -8 A 200 REV_CLEARING -3 A 3',
      ],
      [
        '01-13',
        'T4 return T1 1001',
        'EARN_REVERSAL RESERVE -208 REV_SERVICE -42 A 250 REV_SERVICE -53 A 53',
        'm 0/0/0/0',
      ],
    ]);
  });
});

describe('a clearing fee that the acceptor bears', () => {
  it('is charged to it and given back to it, whoever funded the points', () => {
    play(coalitionUnder(PAYS, { a: { clearingFeePayer: 'ACCEPTOR' } }), [
      ['01-10', 'T1 earn m A:1001', 'EARN A -70 REV_SERVICE 70', 'm 1001/0/0/0'],
      ['01-11', 'T2 redeem m B 500', 'REDEEM A -400 B 400 B -6 REV_CLEARING 6'],
      ['01-12', 'T3 refund T2 250', 'REDEEM_REVERSAL B -200 A 200 REV_CLEARING -3 B 3'],
    ]);
  });
});

describe('pending points', () => {
  it('move no money before they are confirmed, and cannot be spent', () => {
    playBoth([
      ['01-10', 'T1 earn m A:1000,B:100 pending', '', '', 'm 0/0/1100/0'],
      ['01-11', 'T2 redeem m B 1', 'insufficient points', 'insufficient points'],
      [
        '01-20',
        'T3 confirm T1',
        'EARN A -1000 RESERVE 830 REV_SERVICE 170 B -100 RESERVE 83 REV_SERVICE 17',
        'EARN A -70 REV_SERVICE 70 B -7 REV_SERVICE 7',
        'm 1100/0/0/0',
      ],
      ['01-20', 'T4 confirm T1', '', '', 'm 1100/0/0/0'],
    ]);
  });

  it('are cancelled by a return without money; the rest is priced when it becomes real', () => {
    playBoth([
      ['01-10', 'T1 earn m A:1000 pending', '', ''],
      ['01-11', 'T2 return T1 400', '', '', 'm 0/0/600/0'],
      ['01-20', 'T3 confirm T1', 'EARN A -600 RESERVE 498 REV_SERVICE 102', 'EARN A -42 REV_SERVICE 42', 'm 600/0/0/0'],
      [
        '01-21',
        'T4 return T1 600',
        'EARN_REVERSAL RESERVE -498 REV_SERVICE -102 A 600',
        'EARN_REVERSAL REV_SERVICE -42 A 42',
        'm 0/0/0/0',
      ],
    ]);
  });

  it('are cancelled whole', () => {
    playBoth([
      ['01-10', 'T1 earn m A:1000 pending', '', ''],
      ['01-11', 'T2 cancel T1', '', '', 'm 0/0/0/0'],
      ['01-12', 'T3 confirm T1', '', '', 'm 0/0/0/0'],
    ]);
  });

  it('repay debts when they are confirmed, not before (R11)', () => {
    playBoth([
      ['01-10', 'T1 earn m A:500', 'EARN A -500 RESERVE 415 REV_SERVICE 85', 'EARN A -35 REV_SERVICE 35'],
      ['01-11', 'T2 redeem m A 500', 'REDEEM RESERVE -415 A 400 REV_REDEMPTION_MARGIN 15', 'REDEEM A -400 A 400'],
      ['01-12', 'T3 return T1 500', '', '', 'm 0/0/0/500'],
      ['01-13', 'T4 earn m B:800 pending', '', '', 'm 0/0/800/500'],
      [
        '01-20',
        'T5 confirm T4',
        'EARN B -800 RESERVE 664 REV_SERVICE 136; DEBT_RECOVERY RESERVE -415 REV_SERVICE -85 A 500',
        'EARN B -56 REV_SERVICE 56; DEBT_RECOVERY B -400 A 400 REV_SERVICE -35 A 35',
        'm 300/0/0/0',
      ],
    ]);
  });
});

describe('redeem', () => {
  it('pays the acceptor, from the reserve or from each funder with its clearing fee (R7)', () => {
    playBoth([
      ['01-10', 'T1 earn m A:300', 'EARN A -300 RESERVE 249 REV_SERVICE 51', 'EARN A -21 REV_SERVICE 21'],
      ['01-10', 'T2 earn m B:300', 'EARN B -300 RESERVE 249 REV_SERVICE 51', 'EARN B -21 REV_SERVICE 21'],
      ['01-10', 'T3 earn m OP:300', 'EARN MARKETING -249 RESERVE 249', ''],
      ['01-11', 'T4 redeem m B 901', 'insufficient points', 'insufficient points', 'm 900/0/0/0'],
      [
        '01-11',
        'T5 redeem m B 900',
        'REDEEM RESERVE -747 B 720 REV_REDEMPTION_MARGIN 27',
        // A's 240 cents at 1.5 % are 3.6; B's own brand and the operator are free.
        'REDEEM A -240 B -240 MARKETING -240 B 720 A -4 REV_CLEARING 4',
        'm 0/0/0/0',
      ],
    ]);
  });

  it('charges a funder for its own brand, too, where its contract says so', () => {
    play(coalitionUnder(PAYS, { b: { ownBrandFeeExempt: false } }), [
      ['01-10', 'T1 earn m B:1000', 'EARN B -70 REV_SERVICE 70'],
      ['01-11', 'T2 redeem m B 1000', 'REDEEM B -800 B 800 B -12 REV_CLEARING 12'],
    ]);
  });

  it('spends the oldest first, or what lapses soonest; a last day is usable through its end', () => {
    const rows: Row[] = [
      ['01-10', 'T1 earn m A:100'],
      ['01-10', 'T2 earn m B:100:2026-03-31'],
      ['01-10', 'T3 earn m D:100:2026-01-31'],
    ];
    play(coalitionUnder(PAYS, { order: 'OLDEST_FIRST' }), [
      ...rows,
      ['01-31', 'T4 redeem m A 250', 'REDEEM A -80 B -80 D -40 A 200 B -1 REV_CLEARING 1 D -1 REV_CLEARING 1'],
    ]);
    play(coalitionUnder(PAYS, { order: 'SOONEST_EXPIRY' }), [
      ...rows,
      ['01-31', 'T4 redeem m A 250', 'REDEEM D -80 B -80 A -40 A 200 D -1 REV_CLEARING 1 B -1 REV_CLEARING 1'],
    ]);
    play(coalitionUnder(PAYS, { order: 'SOONEST_EXPIRY' }), [
      ...rows,
      ['02-01', 'T4 redeem m A 250', 'insufficient points'],
      ['02-01', 'T5 redeem m A 150', 'REDEEM B -80 A -40 A 120 B -1 REV_CLEARING 1'],
    ]);
  });

  it('mixes both models in one redemption: each line follows its lot', () => {
    play(coalitionUnder(POOL, { b: { fundingModel: PAYS } }), [
      ['01-10', 'T1 earn m A:100,B:100', 'EARN A -100 RESERVE 83 REV_SERVICE 17 B -7 REV_SERVICE 7'],
      ['01-11', 'T2 redeem m D 200', 'REDEEM RESERVE -83 B -90 D 180 REV_REDEMPTION_MARGIN -7 B -1 REV_CLEARING 1'],
      [
        '01-12',
        'T3 refund T2 200',
        'REDEEM_REVERSAL D -180 RESERVE 83 REV_REDEMPTION_MARGIN 7 B 90 REV_CLEARING -1 B 1',
      ],
    ]);
  });
});

describe('refund', () => {
  it('gives back last in, first out, with the money of the lines and the fee by R4 (R8)', () => {
    playBoth([
      ['01-10', 'T1 earn m A:300', 'EARN A -300 RESERVE 249 REV_SERVICE 51', 'EARN A -21 REV_SERVICE 21'],
      ['01-10', 'T2 earn m B:700', 'EARN B -700 RESERVE 581 REV_SERVICE 119', 'EARN B -49 REV_SERVICE 49'],
      [
        '01-11',
        'T3 redeem m D 1000',
        'REDEEM RESERVE -830 D 900 REV_REDEMPTION_MARGIN -70',
        'REDEEM A -270 B -630 D 900 A -4 REV_CLEARING 4 B -9 REV_CLEARING 9',
      ],
      [
        '01-12',
        'T4 refund T3 350',
        'REDEEM_REVERSAL D -315 RESERVE 290 REV_REDEMPTION_MARGIN 25',
        'REDEEM_REVERSAL D -315 B 315 REV_CLEARING -5 B 5',
        'm 350/0/0/0',
      ],
      [
        '01-13',
        'T5 refund T3 650',
        'REDEEM_REVERSAL D -585 RESERVE 540 REV_REDEMPTION_MARGIN 45',
        'REDEEM_REVERSAL D -585 B 315 REV_CLEARING -4 B 4 A 270 REV_CLEARING -4 A 4',
        'm 1000/0/0/0',
      ],
    ]);
  });

  it('of a lot that lapsed meanwhile gives it days of grace', () => {
    playBoth([
      ['01-10', 'T1 earn m A:100:2026-01-31', 'EARN A -100 RESERVE 83 REV_SERVICE 17', 'EARN A -7 REV_SERVICE 7'],
      ['01-20', 'T2 redeem m A 100', 'REDEEM RESERVE -83 A 80 REV_REDEMPTION_MARGIN 3', 'REDEEM A -80 A 80'],
      [
        '03-01',
        'T3 refund T2 100',
        'REDEEM_REVERSAL A -80 RESERVE 83 REV_REDEMPTION_MARGIN -3',
        'REDEEM_REVERSAL A -80 A 80',
        'm 100/0/0/0',
      ],
      ['03-31', 'T4 expire m 03-30', '', '', 'm 100/0/0/0'],
      ['04-01', 'T5 expire m 03-31', 'EXPIRY RESERVE -83 REV_BREAKAGE 83', '', 'm 0/0/0/0'],
    ]);
  });

  it('gives no clearing fee back where the contract keeps it', () => {
    play(coalitionUnder(PAYS), [
      ['01-10', 'T1 earn m D:1000', 'EARN D -70 REV_SERVICE 70'],
      ['01-11', 'T2 redeem m A 1000', 'REDEEM D -800 A 800 D -12 REV_CLEARING 12'],
      ['01-12', 'T3 refund T2 1000', 'REDEEM_REVERSAL A -800 D 800'],
    ]);
  });

  it('splits one clearing fee over all of a funder’s points in the redemption', () => {
    play(coalitionUnder(PAYS), [
      ['01-10', 'T1 earn m A:100'],
      ['01-10', 'T2 earn m B:100'],
      ['01-10', 'T3 earn m A:300'],
      // A pays 360 for two lots: a fee of 5.4 -> 5 over its 400 points.
      ['01-11', 'T4 redeem m D 500', 'REDEEM A -360 B -90 D 450 A -5 REV_CLEARING 5 B -1 REV_CLEARING 1'],
      ['01-12', 'T5 refund T4 100', 'REDEEM_REVERSAL D -90 A 90 REV_CLEARING -1 A 1'],
      [
        '01-13',
        'T6 refund T4 400',
        'REDEEM_REVERSAL D -360 A 180 REV_CLEARING -3 A 3 B 90 REV_CLEARING -1 B 1 A 90 REV_CLEARING -1 A 1',
      ],
    ]);
  });
});

describe('return', () => {
  it('of unspent points credits the price, in parts to the cent (R9)', () => {
    playBoth([
      ['01-10', 'T1 earn m A:333', 'EARN A -333 RESERVE 276 REV_SERVICE 57', 'EARN A -23 REV_SERVICE 23'],
      [
        '01-11',
        'T2 return T1 100',
        'EARN_REVERSAL RESERVE -83 REV_SERVICE -17 A 100',
        'EARN_REVERSAL REV_SERVICE -7 A 7',
        'm 233/0/0/0',
      ],
      [
        '01-12',
        'T3 return T1 233',
        'EARN_REVERSAL RESERVE -193 REV_SERVICE -40 A 233',
        'EARN_REVERSAL REV_SERVICE -16 A 16',
        'm 0/0/0/0',
      ],
    ]);
  });

  it('keeps the service fee where the contract says so', () => {
    playBoth([
      ['01-10', 'T1 earn m D:100', 'EARN D -100 RESERVE 83 REV_SERVICE 17', 'EARN D -7 REV_SERVICE 7'],
      ['01-11', 'T2 return T1 100', 'EARN_REVERSAL RESERVE -83 D 83', '', 'm 0/0/0/0'],
    ]);
  });

  it('splits a second partial return over what was not yet asked back', () => {
    // 100 + 300 points; 200 asked: 50 and 150; then 200: 50 and 150. Of the first lot 30 were spent: its second 50 are 20 and a debt of 30,
    // repaid at once from the second lot's rest.
    play(coalitionUnder(PAYS), [
      ['01-10', 'T1 earn m A:100,B:300', undefined, 'm 400/0/0/0'],
      ['01-11', 'T2 redeem m D 30', 'REDEEM A -27 D 27', 'm 370/0/0/0'],
      ['01-12', 'T3 return T1 200', 'EARN_REVERSAL REV_SERVICE -4 A 4 REV_SERVICE -11 B 11', 'm 170/0/0/0'],
      [
        '01-13',
        'T4 return T1 100',
        'EARN_REVERSAL REV_SERVICE -1 A 1 REV_SERVICE -5 B 5; DEBT_RECOVERY B -5 A 5',
        'm 70/0/0/0',
      ],
    ]);
  });

  it('of spent points is the member’s debt, repaid by the next points by lot substitution (R10, R11)', () => {
    playBoth([
      ['01-10', 'T1 earn m A:1000', 'EARN A -1000 RESERVE 830 REV_SERVICE 170', 'EARN A -70 REV_SERVICE 70'],
      [
        '01-11',
        'T2 redeem m D 600',
        'REDEEM RESERVE -498 D 540 REV_REDEMPTION_MARGIN -42',
        'REDEEM A -540 D 540 A -8 REV_CLEARING 8',
        'm 400/0/0/0',
      ],
      [
        '01-12',
        'T3 return T1 1000',
        'EARN_REVERSAL RESERVE -332 REV_SERVICE -68 A 400',
        'EARN_REVERSAL REV_SERVICE -28 A 28',
        'm 0/0/0/600',
      ],
      [
        '01-13',
        'T4 earn m B:500',
        'EARN B -500 RESERVE 415 REV_SERVICE 85; DEBT_RECOVERY RESERVE -415 REV_SERVICE -85 A 500',
        'EARN B -35 REV_SERVICE 35; DEBT_RECOVERY B -450 A 450 REV_SERVICE -35 A 35',
        'm 0/0/0/100',
      ],
      // 100 points are still on A's line, 500 on B's: the last in are B's. They pay the debt: B takes over A's last line, too.
      [
        '01-14',
        'T5 refund T2 100',
        'REDEEM_REVERSAL D -90 RESERVE 83 REV_REDEMPTION_MARGIN 7; DEBT_RECOVERY RESERVE -83 REV_SERVICE -17 A 100',
        'REDEEM_REVERSAL D -90 B 90; DEBT_RECOVERY B -90 A 90 REV_SERVICE -7 A 7',
        'm 0/0/0/0',
      ],
      [
        '01-15',
        'T6 refund T2 500',
        'REDEEM_REVERSAL D -450 RESERVE 415 REV_REDEMPTION_MARGIN 35',
        'REDEEM_REVERSAL D -450 B 90 B 360',
        'm 500/0/0/0',
      ],
    ]);
  });

  it('restored points pay their own lot’s debt first (R12)', () => {
    playBoth([
      ['01-10', 'T1 earn m A:100', 'EARN A -100 RESERVE 83 REV_SERVICE 17', 'EARN A -7 REV_SERVICE 7'],
      ['01-10', 'T2 earn m B:100', 'EARN B -100 RESERVE 83 REV_SERVICE 17', 'EARN B -7 REV_SERVICE 7'],
      [
        '01-11',
        'T3 redeem m A 200',
        'REDEEM RESERVE -166 A 160 REV_REDEMPTION_MARGIN 6',
        'REDEEM A -80 B -80 A 160 B -1 REV_CLEARING 1',
      ],
      ['01-12', 'T4 return T1 100', '', '', 'm 0/0/0/100'],
      ['01-13', 'T5 return T2 60', '', '', 'm 0/0/0/160'],
      // B's 100 come back first: 60 pay its own debt, 40 take over A's line.
      [
        '01-14',
        'T6 refund T3 100',
        'REDEEM_REVERSAL A -80 RESERVE 83 REV_REDEMPTION_MARGIN -3; DEBT_RECOVERY RESERVE -50 REV_SERVICE -10 B 60; DEBT_RECOVERY RESERVE -33 REV_SERVICE -7 A 40',
        'REDEEM_REVERSAL A -80 B 80 REV_CLEARING -1 B 1; DEBT_RECOVERY REV_SERVICE -4 B 4; DEBT_RECOVERY B -32 A 32 REV_SERVICE -3 A 3',
        'm 0/0/0/60',
      ],
      // Of the rest, B's 40 came last: they take over 40 of A's 60. A's own 20 that are left come back with its last 20, and pay themselves.
      [
        '01-15',
        'T7 refund T3 40',
        'REDEEM_REVERSAL A -32 RESERVE 33 REV_REDEMPTION_MARGIN -1; DEBT_RECOVERY RESERVE -33 REV_SERVICE -7 A 40',
        'REDEEM_REVERSAL A -32 B 32; DEBT_RECOVERY B -32 A 32 REV_SERVICE -3 A 3',
        'm 0/0/0/20',
      ],
      [
        '01-16',
        'T8 refund T3 60',
        'REDEEM_REVERSAL A -48 RESERVE 50 REV_REDEMPTION_MARGIN -2; DEBT_RECOVERY RESERVE -17 REV_SERVICE -3 A 20',
        'REDEEM_REVERSAL A -48 B 32 A 16; DEBT_RECOVERY REV_SERVICE -1 A 1',
        'm 40/0/0/0',
      ],
    ]);
  });

  it('repays debts in the order of their making, and a lot that took over can be returned in its turn', () => {
    play(coalitionUnder(PAYS), [
      ['01-10', 'T1 earn m A:100'],
      ['01-10', 'T2 earn m B:100'],
      ['01-11', 'T3 redeem m D 200', 'REDEEM A -90 B -90 D 180 A -1 REV_CLEARING 1 B -1 REV_CLEARING 1'],
      ['01-12', 'T4 return T2 100', '', 'm 0/0/0/100'],
      ['01-13', 'T5 return T1 100', '', 'm 0/0/0/200'],
      [
        '01-14',
        'T6 earn m D:150',
        'EARN D -11 REV_SERVICE 11; DEBT_RECOVERY D -90 B 90 REV_SERVICE -7 B 7; DEBT_RECOVERY D -45 A 45 REV_SERVICE -4 A 4',
        'm 0/0/0/50',
      ],
      // D's own earn comes back: its 150 are on two lines it took over.
      ['01-15', 'T7 return T6 150', '', 'm 0/0/0/200'],
      [
        '01-16',
        'T8 earn m A:300',
        'EARN A -21 REV_SERVICE 21; DEBT_RECOVERY A -45 A 45 REV_SERVICE -3 A 3; DEBT_RECOVERY A -135 D 135',
        'm 100/0/0/0',
      ],
    ]);
  });

  it('takes over the oldest redemptions first, each at its own acceptor’s money', () => {
    play(coalitionUnder(PAYS), [
      ['01-10', 'T1 earn m A:200'],
      ['01-11', 'T2 redeem m D 100', 'REDEEM A -90 D 90 A -1 REV_CLEARING 1'],
      ['01-12', 'T3 redeem m B 100', 'REDEEM A -80 B 80 A -1 REV_CLEARING 1'],
      ['01-13', 'T4 return T1 200', '', 'm 0/0/0/200'],
      [
        '01-14',
        'T5 earn m B:150',
        'EARN B -11 REV_SERVICE 11; DEBT_RECOVERY B -130 A 130 REV_SERVICE -11 A 11',
        'm 0/0/0/50',
      ],
    ]);
  });

  it('of expired points gives no credit and no debt (R10)', () => {
    playBoth([
      ['01-10', 'T1 earn m A:100:2026-01-31', 'EARN A -100 RESERVE 83 REV_SERVICE 17', 'EARN A -7 REV_SERVICE 7'],
      ['02-01', 'T2 expire m 01-31', 'EXPIRY RESERVE -83 REV_BREAKAGE 83', '', 'm 0/0/0/0'],
      ['02-02', 'T3 return T1 100', '', '', 'm 0/0/0/0'],
    ]);
  });

  it('of spent points is the issuer’s cost where the contract says ISSUER_ABSORBS', () => {
    playBoth(
      [
        ['01-10', 'T1 earn m A:100', 'EARN A -100 RESERVE 83 REV_SERVICE 17', 'EARN A -7 REV_SERVICE 7'],
        [
          '01-11',
          'T2 redeem m B 60',
          'REDEEM RESERVE -50 B 48 REV_REDEMPTION_MARGIN 2',
          'REDEEM A -48 B 48 A -1 REV_CLEARING 1',
        ],
        [
          '01-12',
          'T3 return T1 100',
          'EARN_REVERSAL RESERVE -33 REV_SERVICE -7 A 40',
          'EARN_REVERSAL REV_SERVICE -3 A 3',
          'm 0/0/0/0',
        ],
        ['01-13', 'T4 earn m A:100', 'EARN A -100 RESERVE 83 REV_SERVICE 17', 'EARN A -7 REV_SERVICE 7', 'm 100/0/0/0'],
      ],
      { a: { refundShortfall: 'ISSUER_ABSORBS' } },
    );
  });

  it('lapsed lots repay nothing (R13)', () => {
    play(coalitionUnder(PAYS), [
      ['01-10', 'T1 earn m A:100'],
      ['01-11', 'T2 redeem m A 100'],
      ['01-12', 'T3 earn m B:100:2026-01-31', undefined, 'm 100/0/0/0'],
      ['02-01', 'T4 return T1 100', '', 'm 100/0/0/100'],
      ['02-02', 'T5 expire m 01-31', '', 'm 0/0/0/100'],
    ]);
  });

  it('without a receipt takes the latest earns there first; what was never earned there stays unearned', () => {
    play(coalitionUnder(PAYS), [
      ['01-10', 'T1 earn m A:100'],
      ['01-11', 'T2 earn m B:100'],
      ['01-12', 'T3 earn m A:50'],
      [
        '01-13',
        'T4 return-without-receipt m A 120',
        'EARN_REVERSAL REV_SERVICE -4 A 4; EARN_REVERSAL REV_SERVICE -5 A 5',
        'm 130/0/0/0',
      ],
      ['01-14', 'T5 return-without-receipt m A 120', 'EARN_REVERSAL REV_SERVICE -2 A 2', 'm 100/0/0/0'],
      ['01-15', 'T6 return-without-receipt m D 1', '', 'm 100/0/0/0'],
    ]);
  });
});

describe('hold', () => {
  it('is captured in parts under the lots it allocated, and what is left goes back', () => {
    playBoth([
      ['01-10', 'T1 earn m A:300', 'EARN A -300 RESERVE 249 REV_SERVICE 51', 'EARN A -21 REV_SERVICE 21'],
      ['01-10', 'T2 earn m B:300', 'EARN B -300 RESERVE 249 REV_SERVICE 51', 'EARN B -21 REV_SERVICE 21'],
      ['01-11', 'H hold m D 500', '', '', 'm 100/500/0/0'],
      ['01-11', 'T3 redeem m D 101', 'insufficient points', 'insufficient points', 'm 100/500/0/0'],
      [
        '01-12',
        'T4 capture H 200',
        'REDEEM RESERVE -166 D 180 REV_REDEMPTION_MARGIN -14',
        'REDEEM A -180 D 180 A -3 REV_CLEARING 3',
        'm 100/300/0/0',
      ],
      [
        '01-13',
        'T5 capture H 200',
        'REDEEM RESERVE -166 D 180 REV_REDEMPTION_MARGIN -14',
        'REDEEM A -90 B -90 D 180 A -1 REV_CLEARING 1 B -1 REV_CLEARING 1',
        'm 100/100/0/0',
      ],
      ['01-14', 'T6 release H', '', '', 'm 200/0/0/0'],
    ]);
  });

  it('keeps points from lapsing; those whose lot lapsed go to breakage when it ends', () => {
    playBoth([
      ['01-10', 'T1 earn m D:100:2026-01-31', 'EARN D -100 RESERVE 83 REV_SERVICE 17', 'EARN D -7 REV_SERVICE 7'],
      ['01-31', 'H hold m A 60', '', '', 'm 40/60/0/0'],
      ['02-01', 'T2 expire m 01-31', 'EXPIRY RESERVE -33 D 17 REV_BREAKAGE 16', '', 'm 0/60/0/0'],
      [
        '02-02',
        'T3 capture H 20',
        'REDEEM RESERVE -17 A 16 REV_REDEMPTION_MARGIN 1',
        'REDEEM D -16 A 16',
        'm 0/40/0/0',
      ],
      ['02-03', 'T4 release H', 'EXPIRY RESERVE -33 D 17 REV_BREAKAGE 16', '', 'm 0/0/0/0'],
    ]);
  });

  it('that a return asks for is a debt: released points pay it, lapsed or not', () => {
    playBoth([
      ['01-10', 'T1 earn m A:100:2026-01-31', 'EARN A -100 RESERVE 83 REV_SERVICE 17', 'EARN A -7 REV_SERVICE 7'],
      ['01-11', 'H hold m B 80', '', '', 'm 20/80/0/0'],
      [
        '01-12',
        'T2 return T1 70',
        'EARN_REVERSAL RESERVE -17 REV_SERVICE -3 A 20',
        'EARN_REVERSAL REV_SERVICE -1 A 1',
        'm 0/80/0/50',
      ],
      [
        '02-10',
        'T3 release H',
        'DEBT_RECOVERY RESERVE -41 REV_SERVICE -9 A 50; EXPIRY RESERVE -25 REV_BREAKAGE 25',
        'DEBT_RECOVERY REV_SERVICE -4 A 4',
        'm 0/0/0/0',
      ],
    ]);
  });

  it('that a return asks for passes to other points of the member at once; a captured one is repaid like any spent points', () => {
    playBoth([
      ['01-10', 'T1 earn m A:100', 'EARN A -100 RESERVE 83 REV_SERVICE 17', 'EARN A -7 REV_SERVICE 7'],
      ['01-10', 'T2 earn m B:60', 'EARN B -60 RESERVE 50 REV_SERVICE 10', 'EARN B -4 REV_SERVICE 4'],
      ['01-11', 'H hold m D 100', '', '', 'm 60/100/0/0'],
      [
        '01-12',
        'T3 return T1 100',
        'DEBT_RECOVERY RESERVE -50 REV_SERVICE -10 A 60',
        'DEBT_RECOVERY REV_SERVICE -4 A 4',
        'm 0/100/0/40',
      ],
      [
        '01-13',
        'T4 capture H 100',
        'REDEEM RESERVE -83 D 90 REV_REDEMPTION_MARGIN -7',
        'REDEEM A -36 B -54 D 90 A -1 REV_CLEARING 1 B -1 REV_CLEARING 1',
        'm 0/0/0/40',
      ],
      [
        '01-14',
        'T5 earn m B:40',
        'EARN B -40 RESERVE 33 REV_SERVICE 7; DEBT_RECOVERY RESERVE -33 REV_SERVICE -7 A 40',
        'EARN B -3 REV_SERVICE 3; DEBT_RECOVERY B -36 A 36 REV_SERVICE -3 A 3',
        'm 0/0/0/0',
      ],
    ]);
  });
});

describe('expiry', () => {
  it('gives the funder its share of the reserve, half up, and the rest to breakage; one entry per lot (R14)', () => {
    playBoth([
      [
        '01-10',
        'T1 earn m D:101:2026-01-31,OP:50:2026-01-31',
        'EARN D -101 RESERVE 84 REV_SERVICE 17 MARKETING -42 RESERVE 42',
        'EARN D -7 REV_SERVICE 7',
      ],
      ['01-10', 'T2 earn m A:10', 'EARN A -10 RESERVE 8 REV_SERVICE 2', 'EARN A -1 REV_SERVICE 1'],
      ['01-31', 'T3 expire m 01-30', '', '', 'm 161/0/0/0'],
      [
        '02-01',
        'T4 expire m 01-31',
        'EXPIRY RESERVE -84 D 42 REV_BREAKAGE 42; EXPIRY RESERVE -42 REV_BREAKAGE 42',
        '',
        'm 10/0/0/0',
      ],
      ['02-01', 'T5 expire m 01-31', '', '', 'm 10/0/0/0'],
    ]);
  });

  it('can be undone: the points live again for the days of grace, the money goes back as it came', () => {
    playBoth([
      ['01-10', 'T1 earn m D:101:2026-01-31', 'EARN D -101 RESERVE 84 REV_SERVICE 17', 'EARN D -7 REV_SERVICE 7'],
      ['02-01', 'T2 expire m 01-31', 'EXPIRY RESERVE -84 D 42 REV_BREAKAGE 42', '', 'm 0/0/0/0'],
      ['02-02', 'T3 unexpire T2', 'EXPIRY RESERVE 84 D -42 REV_BREAKAGE -42', '', 'm 101/0/0/0'],
      ['03-04', 'T4 expire m 03-03', '', '', 'm 101/0/0/0'],
      ['03-05', 'T5 expire m 03-04', 'EXPIRY RESERVE -84 D 42 REV_BREAKAGE 42', '', 'm 0/0/0/0'],
    ]);
  });
});

describe('transfer between members', () => {
  it('moves lots with their funder, price and expiry, and no money', () => {
    playBoth([
      ['01-10', 'T1 earn m A:100:2026-01-31', 'EARN A -100 RESERVE 83 REV_SERVICE 17', 'EARN A -7 REV_SERVICE 7'],
      ['01-11', 'T2 give m n 101', 'insufficient points', 'insufficient points', 'm 100/0/0/0 n 0/0/0/0'],
      ['01-11', 'T3 give m n 40', '', '', 'm 60/0/0/0 n 40/0/0/0'],
      ['01-12', 'T4 redeem n A 10', 'REDEEM RESERVE -8 A 8', 'REDEEM A -8 A 8', 'm 60/0/0/0 n 30/0/0/0'],
      ['02-01', 'T5 expire n 01-31', 'EXPIRY RESERVE -25 REV_BREAKAGE 25', '', 'm 60/0/0/0 n 0/0/0/0'],
    ]);
  });

  it('does not hide points from a return: the giver’s first, then the receiver’s, and the whole price comes back', () => {
    playBoth([
      ['01-10', 'T1 earn m A:100', 'EARN A -100 RESERVE 83 REV_SERVICE 17', 'EARN A -7 REV_SERVICE 7'],
      ['01-11', 'T2 give m n 70', '', '', 'm 30/0/0/0 n 70/0/0/0'],
      [
        '01-12',
        'T3 redeem n B 20',
        'REDEEM RESERVE -17 B 16 REV_REDEMPTION_MARGIN 1',
        'REDEEM A -16 B 16',
        'n 50/0/0/0',
      ],
      [
        '01-13',
        'T4 return T1 100',
        'EARN_REVERSAL RESERVE -25 REV_SERVICE -5 A 30 RESERVE -41 REV_SERVICE -9 A 50',
        'EARN_REVERSAL REV_SERVICE -2 A 2 REV_SERVICE -4 A 4',
        'm 0/0/0/0 n 0/0/0/20',
      ],
      [
        '01-14',
        'T5 earn n A:20',
        'EARN A -20 RESERVE 17 REV_SERVICE 3; DEBT_RECOVERY RESERVE -17 REV_SERVICE -3 A 20',
        'EARN A -1 REV_SERVICE 1; DEBT_RECOVERY A -16 A 16 REV_SERVICE -1 A 1',
        'n 0/0/0/0',
      ],
    ]);
  });

  it('repays the receiver’s debts', () => {
    play(coalitionUnder(PAYS), [
      ['01-10', 'T1 earn n A:100'],
      ['01-11', 'T2 redeem n A 100'],
      ['01-12', 'T3 return T1 100', '', 'n 0/0/0/100'],
      ['01-12', 'T4 earn m B:150'],
      ['01-13', 'T5 give m n 120', 'DEBT_RECOVERY B -80 A 80 REV_SERVICE -7 A 7', 'm 30/0/0/0 n 20/0/0/0'],
    ]);
  });

  it('is undone into the same lots while the receiver has not used any of it', () => {
    playBoth([
      ['01-10', 'T1 earn m A:100', 'EARN A -100 RESERVE 83 REV_SERVICE 17', 'EARN A -7 REV_SERVICE 7'],
      ['01-11', 'T2 give m n 70', '', '', 'm 30/0/0/0 n 70/0/0/0'],
      ['01-12', 'T3 ungive T2', '', '', 'm 100/0/0/0 n 0/0/0/0'],
      [
        '01-13',
        'T4 return T1 100',
        'EARN_REVERSAL RESERVE -83 REV_SERVICE -17 A 100',
        'EARN_REVERSAL REV_SERVICE -7 A 7',
        'm 0/0/0/0',
      ],
    ]);
    play(coalitionUnder(PAYS), [
      ['01-10', 'T1 earn m A:100'],
      ['01-11', 'T2 give m n 70', '', 'm 30/0/0/0 n 70/0/0/0'],
      ['01-12', 'T3 redeem n A 1'],
      ['01-13', 'T4 ungive T2', 'insufficient points', 'm 30/0/0/0 n 69/0/0/0'],
    ]);
  });
});

describe('adjustment', () => {
  it('gives points at a funder’s cost and takes them at their price', () => {
    playBoth([
      [
        '01-10',
        'T1 credit m A 100',
        'ADJUSTMENT A -100 RESERVE 83 REV_SERVICE 17',
        'ADJUSTMENT A -7 REV_SERVICE 7',
        'm 100/0/0/0',
      ],
      ['01-10', 'T2 credit m OP 100', 'ADJUSTMENT MARKETING -83 RESERVE 83', '', 'm 200/0/0/0'],
      ['01-11', 'T3 debit m 201', 'insufficient points', 'insufficient points', 'm 200/0/0/0'],
      [
        '01-11',
        'T4 debit m 150',
        'ADJUSTMENT RESERVE -83 REV_SERVICE -17 A 100 RESERVE -42 MARKETING 42',
        'ADJUSTMENT REV_SERVICE -7 A 7',
        'm 50/0/0/0',
      ],
      [
        '01-12',
        'T5 undebit T4',
        'ADJUSTMENT A -100 RESERVE 83 REV_SERVICE 17 MARKETING -42 RESERVE 42',
        'ADJUSTMENT A -7 REV_SERVICE 7',
        'm 200/0/0/0',
      ],
    ]);
  });

  it('credited to a member in arrears repays them', () => {
    play(coalitionUnder(PAYS), [
      ['01-10', 'T1 earn m A:100'],
      ['01-11', 'T2 redeem m A 100'],
      ['01-12', 'T3 return T1 100', '', 'm 0/0/0/100'],
      ['01-13', 'T4 credit m OP 130', 'DEBT_RECOVERY MARKETING -80 A 80 REV_SERVICE -7 A 7', 'm 30/0/0/0'],
    ]);
  });
});

describe('a partner’s position', () => {
  it('is the sum of its legs', () => {
    const coalition = coalitionUnder(PAYS);
    play(coalition, [
      ['01-10', 'T1 earn m A:1000'],
      ['01-11', 'T2 redeem m D 600'],
    ]);
    expect(positionEffect(coalition.journal)).toEqual(
      new Map([
        ['A', -70n - 540n - 8n],
        ['D', 540n],
      ]),
    );
  });
});
