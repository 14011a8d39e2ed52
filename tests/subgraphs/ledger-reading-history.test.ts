// Random histories through the engine: what is rebuilt of a past moment is what stood in the tables at that moment, reports tie to the
// lots, positions are the journal's sums, and the books balance all the way (domain.md, invariants 2, 3, 6 and 7).

import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { NO_ROWS } from '../../db/row-scope.ts';
import { plainWindowTerms } from '../../scripts/load/window-terms.ts';
import { closeSettlementWindow } from '../../subgraphs/ledger/commands/close-settlement-window.ts';
import { settleWindow } from '../../subgraphs/ledger/commands/settle-window.ts';
import { businessDate } from '../../subgraphs/ledger/domain/business-calendar.ts';
import type { TransactionRecord } from '../../subgraphs/ledger/domain/record.ts';
import type { Instruction } from '../../subgraphs/ledger/domain/requests.ts';
import { createPostingEngine, type PostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { liabilityReport, rollForwardReport } from '../../subgraphs/ledger/reading/liability-report.ts';
import { readFunding } from '../../subgraphs/ledger/store/reading/read-funding.ts';
import { readLotsAsOf, readWalletsAsOf } from '../../subgraphs/ledger/store/reading/read-history.ts';
import { readLiabilityAsOf, readLiabilityNow } from '../../subgraphs/ledger/store/reading/read-liability.ts';
import { readRollForward } from '../../subgraphs/ledger/store/reading/read-roll-forward.ts';
import { readTransactionsOfMember } from '../../subgraphs/ledger/store/reading/read-transactions-of-member.ts';
import { readWallets } from '../../subgraphs/ledger/store/reading/read-wallets.ts';
import { readPositions } from '../../subgraphs/ledger/store/windows/read-positions.ts';
import { readOpenWindow } from '../../subgraphs/ledger/store/windows/read-windows.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { makeCoalition, type TestPartner } from '../support/coalition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { authorisation, goodsBack, OPERATOR_ACTOR, purchase, redemption, request } from '../support/ledger-requests.ts';

const ZONE = 'Europe/Berlin';
const OPERATIONS = 90;

let test: TestDatabase;
let ledger: Database;
let engine: PostingEngine;
let now: Date;

beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger' });
});
afterAll(async () => {
  await ledger.close();
  await test.close();
});

/** What stood in the tables at a moment. */
interface Snapshot {
  readonly at: Date;
  readonly wallets: ReadonlyMap<string, { held: bigint; pending: bigint; arrears: bigint; qualifying: bigint }>;
  readonly lots: readonly {
    lot_id: string;
    member_id: string;
    issuer_id: string | null;
    available: bigint;
    held: bigint;
    pending: bigint;
  }[];
  /** Members whose arrears the last record does not tell: a return of somebody else's goods reached them. */
  readonly reached: ReadonlySet<string>;
}

describe.each([1, 2, 3])('history %i', (seed) => {
  const random = generator(seed);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const upTo = (most: number): bigint => BigInt(1 + Math.floor(random() * most));

  let programmeId: string;
  let partners: TestPartner[];
  let members: string[];
  const snapshots: Snapshot[] = [];
  const accepted: TransactionRecord[] = [];
  const kinds = new Map<string, number>();
  const reached = new Set<string>();

  beforeAll(async () => {
    now = new Date('2026-01-01T09:00:00Z');
    // One for each history: an engine never decides at an earlier time than it did before.
    engine = createPostingEngine({ sql: ledger.sql, clock: () => now });
    const coalition = await makeCoalition(test.sql, {
      timeZone: ZONE,
      spendingOrder: seed % 2 === 0 ? 'OLDEST_FIRST' : 'SOONEST_EXPIRY',
    });
    programmeId = coalition.programmeId;
    partners = [
      await coalition.partner('Pool', { expiryMonths: 1 }),
      await coalition.partner('Pays', { fundingModel: 'ISSUER_PAYS_ON_REDEMPTION', expiryModel: 'NONE' }),
      await coalition.partner('Absorbs', { refundShortfall: 'ISSUER_ABSORBS', expiryMonths: 2 }),
    ];
    members = await coalition.members(3);
    for (let operation = 0; operation < OPERATIONS; operation += 1) {
      now = new Date(now.getTime() + 1000 + Math.floor(random() * 40 * 3_600_000));
      await step();
      if (operation % 15 === 14) await expectBooksBalanced(ledger);
    }
  });

  afterAll(() => engine.stop());

  async function step(): Promise<void> {
    const instruction = choose();
    if (instruction === 'CLOSE') return closeAndSettle();
    let reply = await engine.submit(request(programmeId, instruction));
    if (reply.ok && reply.record.details.adjustment?.state === 'PROPOSED') {
      const { adjustmentId } = reply.record.details.adjustment;
      const somebodyElse = { ...OPERATOR_ACTOR, subject: 'somebody else' };
      reply = await engine.submit(request(programmeId, { kind: 'ADJUSTMENT', adjustmentId }, { actor: somebodyElse }));
    }
    if (!reply.ok) return;
    accepted.push(reply.record);
    const touched = await test.sql<{ member_id: string }[]>`
      SELECT DISTINCT member_id FROM ledger.transfer WHERE transaction_id = ${reply.record.transactionId}`;
    for (const { member_id } of touched) {
      if (![reply.record.memberId, reply.record.details.counterpartyId].includes(member_id)) reached.add(member_id);
    }
    kinds.set(reply.record.kind, (kinds.get(reply.record.kind) ?? 0) + 1);
    snapshots.push(await look());
  }

  function choose(): Instruction | 'CLOSE' {
    const store = pick(partners)!.storeId;
    const member = pick(members)!;
    const some = (...wanted: string[]) => pick(accepted.filter((record) => wanted.includes(record.kind)));
    const dice = random();
    if (dice < 0.3) return purchase(store, member, upTo(30_000), dice < 0.06 ? { pendingUntilConfirmed: true } : {});
    if (dice < 0.48) return redemption(store, member, upTo(150));
    if (dice < 0.54) return authorisation(store, member, upTo(60), 7 * 86_400);
    if (dice < 0.66) {
      const bought = some('PURCHASE');
      return bought === undefined
        ? purchase(store, member, upTo(10_000))
        : goodsBack(partners.find((one) => one.partnerId === bought.partnerId)!.storeId, bought.transactionId, {
            amountMinor: bought.amountMinor! < 3n ? bought.amountMinor : bought.amountMinor! / 2n,
            currency: 'EUR',
          });
    }
    if (dice < 0.76)
      return {
        kind: 'TRANSFER',
        fromMemberId: member,
        toMemberId: pick(members.filter((one) => one !== member))!,
        points: upTo(100),
      };
    if (dice < 0.8)
      return {
        kind: 'REFUND',
        redemptionId: some('REDEMPTION', 'CAPTURE')?.transactionId ?? v7(),
        points: upTo(20),
        occurredAt: null,
      };
    if (dice < 0.83)
      return {
        kind: 'CAPTURE',
        holdId: some('AUTHORISATION')?.transactionId ?? v7(),
        points: random() < 0.5 ? null : upTo(10),
      };
    if (dice < 0.85) return { kind: 'VOID', holdId: some('AUTHORISATION')?.transactionId ?? v7() };
    if (dice < 0.88)
      return {
        kind: random() < 0.7 ? 'CONFIRMATION' : 'CANCELLATION',
        purchaseId: some('PURCHASE')?.transactionId ?? v7(),
      };
    if (dice < 0.93)
      return { kind: 'LAPSE', memberId: member, asOf: businessDate(new Date(now.getTime() - 86_400_000), ZONE) };
    if (dice < 0.95) {
      const points = random() < 0.5 ? upTo(80) : -upTo(40);
      const funderId = random() < 0.5 ? null : pick(partners)!.partnerId;
      return {
        kind: 'PROPOSAL',
        memberId: member,
        points,
        funderId: points > 0n ? funderId : null,
        reason: 'test',
        expiresOn: null,
      };
    }
    if (dice < 0.98) return { kind: 'REVERSAL', transactionId: pick(accepted)?.transactionId ?? v7(), reason: 'test' };
    return 'CLOSE';
  }

  async function closeAndSettle(): Promise<void> {
    const services = { database: ledger, clock: () => now, ids: v7 };
    const open = await readOpenWindow(ledger.sql, programmeId);
    if (open === null) return;
    const command = { programmeId, keySpace: 'operator', windowId: open.windowId };
    await closeSettlementWindow(services, {
      ...command,
      idempotencyKey: v7(),
      label: null,
      terms: plainWindowTerms(50n),
    });
    if (random() < 0.6) await settleWindow(services, { ...command, idempotencyKey: v7() });
  }

  async function look(): Promise<Snapshot> {
    const wallets = await test.sql<
      { member_id: string; held: bigint; pending: bigint; arrears: bigint; qualifying: bigint }[]
    >`
      SELECT member_id, held, pending, arrears, qualifying FROM ledger.wallet WHERE programme_id = ${programmeId}`;
    const lots = await test.sql<Snapshot['lots'][number][]>`
      SELECT lot_id, member_id, issuer_id, available, held, pending FROM ledger.lot
      WHERE programme_id = ${programmeId} AND pending + available + held > 0 ORDER BY lot_id`;
    return {
      at: now,
      lots,
      reached: new Set(reached),
      wallets: new Map(wallets.map(({ member_id, ...wallet }) => [member_id, wallet])),
    };
  }

  it('is made of many kinds of transactions', () => {
    expect(accepted.length).toBeGreaterThan(OPERATIONS / 3);
    expect([...kinds.keys()].length, JSON.stringify([...kinds])).toBeGreaterThan(6);
  });

  it('balances', () => expectBooksBalanced(ledger));

  it('a wallet and its lots as of any moment are what stood there', async () => {
    const expiries = await test.sql<
      { lot_id: string; expires_on: string | null }[]
    >`SELECT lot_id, expires_on FROM ledger.lot WHERE programme_id = ${programmeId}`;
    const lastDay = new Map(expiries.map((lot) => [lot.lot_id, lot.expires_on]));
    for (const snapshot of snapshots) {
      const day = businessDate(snapshot.at, ZONE);
      const hasLapsed = (lotId: string): boolean => (lastDay.get(lotId) ?? '9999') < day;
      const moments = members.map((memberId) => ({ memberId, asOf: snapshot.at, day }));
      const wallets = new Map(
        (await readWalletsAsOf(ledger.sql, programmeId, moments)).map((wallet) => [wallet.memberId, wallet]),
      );
      for (const moment of moments) {
        const lots = snapshot.lots
          .filter((lot) => lot.member_id === moment.memberId)
          .map(({ lot_id, available, held, pending }) => ({
            lotId: lot_id,
            available: hasLapsed(lot_id) ? 0n : available,
            held,
            pending,
          }))
          .filter((lot) => lot.available + lot.held + lot.pending > 0n);
        const then = await readLotsAsOf(ledger.sql, programmeId, moment, false);
        expect(then.map(({ lotId, available, held, pending }) => ({ lotId, available, held, pending }))).toEqual(lots);
        const { arrears = 0n, ...wallet } = snapshot.wallets.get(moment.memberId) ?? {
          held: 0n,
          pending: 0n,
          arrears: 0n,
          qualifying: 0n,
        };
        expect(wallets.get(moment.memberId)).toMatchObject({
          ...wallet,
          available: lots.reduce((sum, lot) => sum + lot.available, 0n),
          ...(snapshot.reached.has(moment.memberId) ? {} : { arrears }),
        });
      }
    }
  });

  it('a wallet now is the wallet as of now', async () => {
    const day = businessDate(now, ZONE);
    const operator = ledger.readAs({ ...NO_ROWS, programmeId, wholeProgramme: true });
    const present = await readWallets(operator, programmeId, members, day);
    const then = await readWalletsAsOf(
      ledger.sql,
      programmeId,
      members.map((memberId) => ({ memberId, asOf: now, day })),
    );
    const byMember = (rows: typeof present) =>
      new Map(rows.map(({ memberId, available, held, pending }) => [memberId, { available, held, pending }]));
    expect(byMember(then)).toEqual(byMember(present));
  });

  it('liability as of any moment ties to the lots of that moment, and the roll-forward between two of them to both', async () => {
    expect(await readLiabilityAsOf(ledger.sql, programmeId, ZONE, now).then(outstandingByIssuer)).toEqual(
      await readLiabilityNow(ledger.sql, programmeId, ZONE).then(outstandingByIssuer),
    );
    expect(totalsOf(await readLiabilityAsOf(ledger.sql, programmeId, ZONE, now))).toEqual(
      totalsOf(await readLiabilityNow(ledger.sql, programmeId, ZONE)),
    );
    for (let pair = 0; pair < 12; pair += 1) {
      const [from, to] = [pick(snapshots)!, pick(snapshots)!].sort(
        (left, right) => left.at.getTime() - right.at.getTime(),
      ) as [Snapshot, Snapshot];
      expect(outstandingByIssuer(await readLiabilityAsOf(ledger.sql, programmeId, ZONE, to.at))).toEqual(
        lotsByIssuer(to),
      );
      const rolled = rollForwardReport(await readRollForward(ledger.sql, programmeId, from.at, to.at));
      const nonZero = (sums: [string, bigint][]) => new Map(sums.filter(([, points]) => points !== 0n));
      expect(nonZero(rolled.map((row) => [row.issuer?.id ?? 'OP', row.opening]))).toEqual(lotsByIssuer(from));
      expect(nonZero(rolled.map((row) => [row.issuer?.id ?? 'OP', row.closing]))).toEqual(lotsByIssuer(to));
    }
  });

  it('a member’s transactions are those that moved its points or named it, page by page', async () => {
    for (const memberId of members) {
      const naive = await test.sql<{ transaction_id: string }[]>`
        SELECT transaction_id FROM ledger.transaction AS posted WHERE programme_id = ${programmeId} AND status = 'OK' AND (${memberId}::text IN (member_id::text, details ->> 'counterpartyId')
          OR EXISTS (SELECT FROM ledger.transfer WHERE transfer.transaction_id = posted.transaction_id
                     AND ${memberId}::text IN (split_part(debit, ':', 2), split_part(credit, ':', 2))))
        ORDER BY transaction_id DESC`;
      const paged: string[] = [];
      for (;;) {
        const operator = ledger.readAs({ ...NO_ROWS, programmeId, wholeProgramme: true });
        const page = await readTransactionsOfMember(operator, {
          programmeId,
          memberId,
          before: paged.at(-1) ?? null,
          limit: 7,
          at: null,
          period: null,
          withDetails: false,
        });
        paged.push(...page.map(({ transactionId }) => transactionId));
        if (page.length < 7) break;
      }
      expect(paged).toEqual(naive.map((row) => row.transaction_id));
      const { sql } = ledger.readAs({ ...NO_ROWS, programmeId, memberId });
      const walled = await sql<{ transaction_id: string }[]>`
        SELECT transaction_id FROM ledger.transaction WHERE status = 'OK' ORDER BY transaction_id DESC`;
      expect(walled.map((row) => row.transaction_id)).toEqual(paged);
    }
  });

  it('a partner that asks without a WHERE finds what happened at its tills', async () => {
    for (const { partnerId } of partners) {
      const naive = await test.sql`
        SELECT transaction_id FROM ledger.transaction WHERE programme_id = ${programmeId} AND partner_id = ${partnerId} ORDER BY 1`;
      const { sql } = ledger.readAs({ ...NO_ROWS, programmeId, partnerId });
      expect([...(await sql`SELECT transaction_id FROM ledger.transaction ORDER BY 1`)]).toEqual([...naive]);
      expect(naive.length).toBeGreaterThan(0);
    }
  });

  it('positions are the sums of the journal', async () => {
    const ids = partners.map((partner) => partner.partnerId);
    const journal = await test.sql<{ account: string; balance: bigint }[]>`
      SELECT account, sum(amount)::bigint AS balance FROM ledger.journal, unnest(accounts, amounts) AS leg (account, amount)
      WHERE programme_id = ${programmeId} GROUP BY account`;
    const balances = new Map(journal.map((row) => [row.account, row.balance]));
    for (const row of await readPositions(ledger.sql, programmeId, ids)) {
      expect(row.creditsMinor - row.debitsMinor).toBe(balances.get(`PARTNER:${row.partnerId}`) ?? 0n);
    }
  });

  it('the funding of a redemption is all of its points and all of its money', async () => {
    for (const record of accepted.filter(({ kind }) => kind === 'REDEMPTION' || kind === 'CAPTURE')) {
      const funding = await readFunding(ledger.sql, [record.transactionId]);
      expect(funding.reduce((sum, share) => sum + (share.amountMinor ?? 0n), 0n)).toBe(record.amountMinor);
      if (record.kind === 'REDEMPTION')
        expect(funding.reduce((sum, share) => sum + share.points, 0n)).toBe(-record.points);
    }
    for (const record of accepted.filter(({ kind }) => kind === 'REFUND')) {
      const funding = await readFunding(ledger.sql, [record.transactionId]);
      expect(funding.reduce((sum, share) => sum + share.points, 0n)).toBeGreaterThan(0n);
    }
  });

  it('the last event of each member says what its wallet says', async () => {
    const wallets = await test.sql<{ member_id: string; available: bigint; arrears: bigint }[]>`
      SELECT member_id, available, arrears FROM ledger.wallet WHERE programme_id = ${programmeId}`;
    const last = new Map<string, { available: string; arrears: string }>();
    const rows = await test.sql<{ events: { memberId: string; wallet: { available: string; arrears: string } }[] }[]>`
      SELECT events FROM ledger.outbox WHERE programme_id = ${programmeId} ORDER BY written`;
    for (const { events } of rows) for (const event of events) last.set(event.memberId, event.wallet);
    for (const wallet of wallets) {
      expect(last.get(wallet.member_id)).toMatchObject({
        available: String(wallet.available),
        arrears: String(wallet.arrears),
      });
    }
  });
});

type Liability = Awaited<ReturnType<typeof readLiabilityNow>>;

function outstandingByIssuer(rows: Liability): Map<string, bigint> {
  const { byIssuer } = liabilityReport(rows);
  return new Map(
    byIssuer.filter((row) => row.outstanding !== 0n).map((row) => [row.issuer?.id ?? 'OP', row.outstanding]),
  );
}

function totalsOf(rows: Liability): object {
  const { issued, redeemed, expired, clawedBack, outstanding, byIssueMonth } = liabilityReport(rows);
  return { issued, redeemed, expired, clawedBack, outstanding, byIssueMonth };
}

function lotsByIssuer(snapshot: Snapshot): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const lot of snapshot.lots) {
    const issuer = lot.issuer_id ?? 'OP';
    sums.set(issuer, (sums.get(issuer) ?? 0n) + lot.available + lot.held + lot.pending);
  }
  return sums;
}

/** A small generator (mulberry32): the same history for the same seed. */
function generator(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
