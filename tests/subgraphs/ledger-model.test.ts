// Random histories through the engine and PostgreSQL, reply by reply against the ledger in which every point is an object of its own. What
// tests/domain/ledger-model.test.ts cannot see is seen here: that a batch reads enough, locks enough and writes all of what it decided.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import type { Reply } from '../../subgraphs/ledger/domain/record.ts';
import type { LedgerRequest } from '../../subgraphs/ledger/domain/requests.ts';
import { OPERATOR } from '../../subgraphs/ledger/domain/terms.ts';
import { createPostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { makeCoalition } from '../support/coalition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { MEMBER_STATUSES, PARTNER_KINDS } from '../support/naive-cast.ts';
import { NaiveLedger, type NaivePartner, type NaiveTerms } from '../support/naive-ledger.ts';
import { type Cast, history, type Past, requestOf } from '../support/random-history.ts';
import { expectedOf, said } from '../support/replies.ts';

let test: TestDatabase;
let ledger: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger' });
});
afterAll(async () => {
  await expectBooksBalanced(test.url);
  await ledger.close();
  await test.close();
});

async function castInDatabase(order: NaiveTerms['order']): Promise<Cast> {
  const coalition = await makeCoalition(test.sql, { timeZone: 'UTC', spendingOrder: order });
  const partners: NaivePartner[] = [];
  for (const [index, kind] of PARTNER_KINDS.entries()) {
    const { partnerId, storeId } = await coalition.partner(`P${index}`, {
      ...{
        issuer: kind.issuer,
        acceptor: kind.acceptor,
        pendingDays: kind.pendingDays,
        lateSubmissionDays: kind.lateDays,
      },
      refundShortfall: kind.absorbs ? 'ISSUER_ABSORBS' : 'MEMBER_DEBT',
      // Every other one pays on redemption: the points are the same, the money is not, and the auditor adds both up.
      fundingModel: index % 2 === 0 ? 'OPERATOR_POOL' : 'ISSUER_PAYS_ON_REDEMPTION',
      ...(kind.months === null
        ? { expiryModel: 'NONE' as const }
        : { expiryModel: 'ROLLING' as const, expiryMonths: kind.months, expiryRounding: 'DAY' as const }),
    });
    await test.sql`UPDATE partners.partner SET standing = ${kind.standing} WHERE partner_id = ${partnerId}`;
    partners.push({ ...kind, partnerId, storeId });
  }
  const memberIds: string[] = [];
  for (const status of MEMBER_STATUSES) memberIds.push(await coalition.member(status));
  const members = new Map(MEMBER_STATUSES.map((status, index) => [memberIds[index]!, status]));
  memberIds.push(randomUUID());
  return { programmeId: coalition.programmeId, memberIds, terms: { order, graceDays: 30, partners, members } };
}

/** What a later reader of the same record sees: JSON has no undefined, and the order of a map's keys says nothing. */
function plain(replies: readonly Reply[]): unknown {
  return JSON.parse(JSON.stringify(replies, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)));
}

/** As `NaiveLedger.openPoints`. */
async function openPoints(memberId: string): Promise<unknown> {
  const lots = await test.sql<{ key: string; available: string; held: string; pending: string }[]>`
    SELECT concat_ws(' ', coalesce(issuer_id::text, ${OPERATOR}), coalesce(expires_on::text, 'never')) AS key,
      sum(available)::text AS available, sum(held)::text AS held, sum(pending)::text AS pending
    FROM ledger.lot WHERE member_id = ${memberId} AND open GROUP BY key`;
  return Object.fromEntries(lots.map(({ key, ...counts }) => [key, counts]));
}

describe.each(['OLDEST_FIRST', 'SOONEST_EXPIRY'] as const)('spending order %s', (order) => {
  it('every reply is that of a ledger in which every point is an object of its own, and a second engine repeats it', async () => {
    await fc.assert(
      fc.asyncProperty(history(8, 6), async (batches) => {
        const cast = await castInDatabase(order);
        const naive = new NaiveLedger(cast.terms);
        const past: Past = { requests: [], records: [] };
        let at = new Date('2026-01-31T10:00:00Z');
        const options = { sql: ledger.sql, clock: () => at, lanes: 1 };
        const engine = createPostingEngine(options);
        const told: { request: LedgerRequest; reply: Reply }[] = [];
        let key = 0;
        for (const { hours, steps } of batches) {
          at = new Date(at.getTime() + hours * 3_600_000);
          const requests = steps.flatMap((step) => requestOf(cast, past, step, at, `key ${++key}`) ?? []);
          const replies = await engine.submitAll(requests);
          for (const [index, request] of requests.entries()) {
            const reply = replies[index]!;
            const { transactionId, adjustmentId } = said(reply);
            const bigints = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
            expect(expectedOf(reply, request), JSON.stringify(request.instruction, bigints)).toEqual(
              naive.answer(request, at, transactionId, adjustmentId),
            );
            told.push({ request, reply });
            if (reply.ok) past.records.push(reply.record);
          }
          past.requests.push(...requests);
        }
        await engine.stop();

        const another = createPostingEngine({ ...options, lanes: 2 });
        const kept = told.filter(({ request }) => request.instruction.kind !== 'LAPSE');
        const again = await another.submitAll(kept.map(({ request }) => request));
        expect(plain(again)).toEqual(plain(kept.map(({ reply }) => reply)));
        await another.stop();

        const rows = await test.sql<{ memberId: string; wallet: object }[]>`
          SELECT member_id AS "memberId", json_build_object('available', available::text, 'held', held::text, 'pending', pending::text,
            'arrears', arrears::text, 'qualifying', qualifying::text) AS wallet
          FROM ledger.wallet WHERE programme_id = ${cast.programmeId}`;
        for (const { memberId, wallet } of rows) {
          expect(wallet).toEqual(naive.wallet(memberId));
          expect(await openPoints(memberId)).toEqual(naive.openPoints(memberId));
        }
      }),
      { numRuns: Number(process.env.MODEL_RUNS ?? 12) },
    );
  });
});
