/**
 * A small programme written row by row, so that what reads the books is tested against what the tables mean and not against the
 * engine that usually writes them.
 *
 * | when (UTC) | window | what                                                                                                   |
 * |------------|--------|--------------------------------------------------------------------------------------------------------|
 * | 5 January  | 1      | member 1 earns 10 at B that lapse after 20 February (reserve 0.10, fee 0.02)                            |
 * | 10 January | 1      | member 1 earns 100 at A that lapse after 31 January 2027 (reserve 1.00, fee 0.20)                       |
 * | 20 January | 1      | member 1 spends 40 of A's at B, who gets 0.30                                                           |
 * | 1 February |        | window 1 is closed and settled                                                                         |
 * | 5 February | 2      | member 1 reserves 10 of A's at B                                                                        |
 * | 10 February| 2      | member 1 gives 20 of A's to member 2                                                                    |
 * | 15 February| 2      | member 2 earns 7 at A that never lapse and are still pending                                            |
 * | 16 February| 2      | a redemption is refused                                                                                 |
 */

import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import type { Database, Sql } from '../../db/client.ts';
import { plainWindowTerms } from '../../scripts/load/window-terms.ts';
import { closeSettlementWindow } from '../../subgraphs/ledger/commands/close-settlement-window.ts';
import { settleWindow } from '../../subgraphs/ledger/commands/settle-window.ts';
import { ensureOpenWindow } from '../../subgraphs/ledger/store/windows/ensure-open-window.ts';

/** Ids of what was written. */
export interface Books {
  readonly programme: string;
  readonly a: string;
  readonly b: string;
  readonly m1: string;
  readonly m2: string;
  readonly w1: string;
  readonly w2: string;
  /** A's points of member 1, what member 2 got of them, member 2's pending ones, and B's points of member 1. */
  readonly lot1: string;
  readonly lot2: string;
  readonly lot3: string;
  readonly lot4: string;
  readonly earlyPurchase: string;
  readonly purchase: string;
  readonly redemption: string;
  readonly hold: string;
  readonly gift: string;
  readonly pendingPurchase: string;
  readonly refused: string;
  /** A store of A, of B, and an id that nothing has. */
  readonly storeA: string;
  readonly storeB: string;
  readonly stray: string;
}

/** The moment of a day of 2026. */
export function on(day: string): Date {
  return new Date(`2026-${day}T12:00:00Z`);
}

/** Writes the books. `sql` is the owner's; closing and settling run on `database`. */
export async function writeBooks(sql: Sql, database: Database): Promise<Books> {
  const uuid = (): string => randomUUID();
  const at = (day: string): string => v7({ msecs: on(day).getTime() });
  const ids = {
    programme: uuid(),
    a: uuid(),
    b: uuid(),
    m1: uuid(),
    m2: uuid(),
    storeA: uuid(),
    storeB: uuid(),
    stray: uuid(),
    w1: at('01-01'),
    earlyPurchase: at('01-05'),
    lot4: at('01-05'),
    purchase: at('01-10'),
    lot1: at('01-10'),
    redemption: at('01-20'),
    hold: at('02-05'),
    gift: at('02-10'),
    lot2: at('02-10'),
    pendingPurchase: at('02-15'),
    lot3: at('02-15'),
    refused: at('02-16'),
  };
  const { programme, a, b, m1, m2, w1, lot1, lot2, lot3, lot4 } = ids;
  let window = w1;

  const transact = async (
    id: string,
    day: string,
    row: {
      kind: string;
      member_id: string;
      points: bigint;
      wallet: object;
      partner_id?: string;
      store_id?: string;
      status?: string;
      amount_minor?: bigint;
      details?: object;
    },
  ): Promise<void> => {
    const { wallet, details, status = 'OK', ...columns } = row;
    const explanation = {
      sentence: `${columns.kind} on ${day}.`,
      contractVersionId: null,
      steps: [{ rule: 'base-earn', points: '1', reason: 'r', line: null }],
    };
    const whole = {
      transaction_id: id,
      programme_id: programme,
      window_id: status === 'OK' ? window : null,
      status,
      client_id: 'till',
      idempotency_key: id,
      request_hash: Buffer.alloc(0),
      occurred_at: on(day),
      recorded_at: on(day),
      currency: columns.amount_minor === undefined ? null : 'EUR',
      ...columns,
    };
    await sql`INSERT INTO ledger.transaction ${sql({ ...whole, details: { wallet, explanation, ...details } as never })}`;
    if (status !== 'OK') return;
    await sql`INSERT INTO ledger.window_slot AS slot VALUES (${window}, 1, 1, ${id}, ${id})
              ON CONFLICT (window_id, lane) DO UPDATE SET transactions = slot.transactions + 1,
                first_id = least(slot.first_id, excluded.first_id), last_id = greatest(slot.last_id, excluded.last_id)`;
  };
  const move = async (
    id: string,
    memberId: string,
    lotId: string,
    debit: string,
    credit: string,
    points: bigint,
  ): Promise<void> => {
    await sql`INSERT INTO ledger.transfer VALUES (${id}, 1, ${memberId}, ${lotId}, ${debit}, ${credit}, ${points})`;
    for (const [account, debits, credits] of [
      [debit, points, 0n],
      [credit, 0n, points],
    ] as const) {
      const slot = account.replace(/^(member|held|pending):.*$/, '$1');
      await sql`INSERT INTO ledger.points_slot AS slot VALUES (${window}, ${slot}, 1, ${debits}, ${credits})
                ON CONFLICT (window_id, account, lane) DO UPDATE SET debits = slot.debits + excluded.debits, credits = slot.credits + excluded.credits`;
    }
  };
  const book = async (id: string, type: string, component: string, legs: [string, bigint][]): Promise<void> => {
    await sql`
      INSERT INTO ledger.journal VALUES (${id}, 1, ${programme}, ${window}, ${type}, ${legs.map((leg) => leg[0])}::text[],
        ${legs.map(() => component)}::text[], ${sql.array(legs.map((leg) => leg[1]))}::bigint[])`;
    for (const [account, amount] of legs) {
      await sql`
        INSERT INTO ledger.money_slot AS slot
        VALUES (${window}, ${account}, ${component}, 1, ${amount < 0n ? -amount : 0n}, ${amount > 0n ? amount : 0n})
        ON CONFLICT (window_id, account, component, lane)
        DO UPDATE SET debits = slot.debits + excluded.debits, credits = slot.credits + excluded.credits`;
    }
  };
  const lot = async (row: Record<string, unknown>): Promise<void> => {
    const whole = {
      programme_id: programme,
      issuer_id: a,
      funder_id: a,
      component: 'BASE',
      pending: 0,
      available: 0,
      held: 0,
      redeemed: 0,
      expired: 0,
      reversed: 0,
      transferred: 0,
      asked_back: 0,
      funding_model: 'OPERATOR_POOL',
      priced_points: 0,
      reserve_minor: 0,
      service_minor: 0,
      reserve_refundable_minor: 0,
      service_refundable_minor: 0,
      open: true,
      ...row,
    };
    await sql`INSERT INTO ledger.lot ${sql(whole)}`;
  };
  const totals = (available: number, held = 0, pending = 0): object => ({
    available: String(available),
    held: String(held),
    pending: String(pending),
    arrears: '0',
    qualifying: String(available),
  });

  for (const memberId of [m1, m2]) {
    await sql`INSERT INTO members.member ${sql({
      member_id: memberId,
      programme_id: programme,
      display_name: null,
      locale: 'en',
      status: 'ACTIVE',
      enrolled_at: on('01-01'),
      status_changed_at: on('01-01'),
    })}`;
  }
  await ensureOpenWindow(sql, programme, w1, on('01-01'));
  const atA = { partner_id: a, store_id: ids.storeA };
  const atB = { partner_id: b, store_id: ids.storeB };
  await transact(ids.earlyPurchase, '01-05', {
    kind: 'PURCHASE',
    member_id: m1,
    points: 10n,
    amount_minor: 1000n,
    wallet: totals(10),
    ...atB,
  });
  await move(ids.earlyPurchase, m1, lot4, `issued:${b}`, `member:${m1}`, 10n);
  await book(ids.earlyPurchase, 'EARN', 'ISSUANCE', [
    [`PARTNER:${b}`, -12n],
    ['OP:RESERVE', 10n],
    ['OP:REV_SERVICE', 2n],
  ]);
  await transact(ids.purchase, '01-10', {
    kind: 'PURCHASE',
    member_id: m1,
    points: 100n,
    amount_minor: 10_000n,
    wallet: totals(110),
    ...atA,
  });
  await move(ids.purchase, m1, lot1, `issued:${a}`, `member:${m1}`, 100n);
  await book(ids.purchase, 'EARN', 'ISSUANCE', [
    [`PARTNER:${a}`, -120n],
    ['OP:RESERVE', 100n],
    ['OP:REV_SERVICE', 20n],
  ]);
  await transact(ids.redemption, '01-20', {
    kind: 'REDEMPTION',
    member_id: m1,
    points: -40n,
    amount_minor: 30n,
    wallet: totals(70),
    ...atB,
  });
  await move(ids.redemption, m1, lot1, `member:${m1}`, `accepted:${b}`, 40n);
  await book(ids.redemption, 'REDEEM', 'REDEMPTION', [
    ['OP:RESERVE', -40n],
    [`PARTNER:${b}`, 30n],
    ['OP:REV_REDEMPTION_MARGIN', 10n],
  ]);
  await sql`
    INSERT INTO ledger.redemption_line (member_id, line_id, redemption_id, lot_id, funder_id, acceptor_id, redeemed_points,
                                        redeemed_amount_minor, points, amount_minor, fee_minor, fee_points)
    VALUES (${m1}, ${v7()}, ${ids.redemption}, ${lot1}, ${a}, ${b}, 40, 30, 40, 30, 0, 0)`;
  await sql`INSERT INTO ledger.obligation_slot VALUES (${window}, ${a}, ${b}, 1, 40, 30)`;

  const services = { database, clock: () => on('02-01'), ids: v7 };
  const command = { programmeId: programme, keySpace: 'operator', windowId: w1 };
  const closed = await closeSettlementWindow(services, {
    ...command,
    idempotencyKey: 'close',
    label: '2026-01',
    terms: plainWindowTerms(),
  });
  if (!closed.ok) throw new Error(closed.refusal.message);
  await settleWindow(services, { ...command, idempotencyKey: 'settle' });
  window = closed.result.openedId;

  await transact(ids.hold, '02-05', {
    kind: 'AUTHORISATION',
    member_id: m1,
    points: 0n,
    wallet: totals(60, 10),
    ...atB,
  });
  await move(ids.hold, m1, lot1, `member:${m1}`, `held:${m1}`, 10n);
  await sql`INSERT INTO ledger.hold (member_id, hold_id, programme_id, partner_id, store_id, contract_version_id, points, held, state, expires_at)
            VALUES (${m1}, ${ids.hold}, ${programme}, ${b}, ${ids.storeB}, ${ids.stray}, 10, 10, 'OPEN', ${on('12-31')})`;
  await sql`INSERT INTO ledger.hold_lot VALUES (${ids.hold}, 1, ${lot1}, 10, 10)`;
  await transact(ids.gift, '02-10', {
    kind: 'TRANSFER',
    member_id: m1,
    points: -20n,
    wallet: totals(40, 10),
    details: { counterpartyId: m2, counterpartyWallet: totals(20) },
  });
  await move(ids.gift, m2, lot2, `member:${m1}`, `member:${m2}`, 20n);
  await transact(ids.pendingPurchase, '02-15', {
    kind: 'PURCHASE',
    member_id: m2,
    points: 7n,
    amount_minor: 700n,
    wallet: totals(20, 0, 7),
    ...atA,
  });
  await move(ids.pendingPurchase, m2, lot3, `issued:${a}`, `pending:${m2}`, 7n);
  await transact(ids.refused, '02-16', {
    kind: 'REDEMPTION',
    member_id: m1,
    points: 0n,
    status: 'REFUSED',
    wallet: {},
    ...atB,
  });

  await lot({
    member_id: m1,
    lot_id: lot4,
    earn_transaction_id: ids.earlyPurchase,
    issuer_id: b,
    funder_id: b,
    points: 10,
    available: 10,
    priced_points: 10,
    reserve_minor: 10,
    service_minor: 2,
    expires_on: '2026-02-20',
    opened_at: on('01-05'),
  });
  await lot({
    member_id: m1,
    lot_id: lot1,
    earn_transaction_id: ids.purchase,
    points: 100,
    available: 30,
    held: 10,
    redeemed: 40,
    transferred: 20,
    priced_points: 80,
    reserve_minor: 80,
    service_minor: 16,
    expires_on: '2027-01-31',
    opened_at: on('01-10'),
  });
  await lot({
    member_id: m2,
    lot_id: lot2,
    earn_transaction_id: ids.purchase,
    parent_lot_id: lot1,
    points: 20,
    available: 20,
    priced_points: 20,
    reserve_minor: 20,
    service_minor: 4,
    expires_on: '2027-01-31',
    opened_at: on('02-10'),
  });
  await lot({
    member_id: m2,
    lot_id: lot3,
    earn_transaction_id: ids.pendingPurchase,
    points: 7,
    pending: 7,
    opened_at: on('02-15'),
  });
  await sql`INSERT INTO ledger.wallet (member_id, programme_id, available, held, pending, qualifying) VALUES
    (${m1}, ${programme}, 40, 10, 0, 110), (${m2}, ${programme}, 20, 0, 7, 20)`;
  return { ...ids, w2: window };
}
