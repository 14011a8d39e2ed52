// Random histories through the ledger's decisions, compared with simpler ways of doing the same: a ledger in which every point is an
// object of its own, the same requests one by one, and the transfers added up again (domain.md, invariants 2, 4 and 7).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walletOf } from '../../subgraphs/ledger/domain/posting.ts';
import type { Reply } from '../../subgraphs/ledger/domain/record.ts';
import type { LedgerRequest } from '../../subgraphs/ledger/domain/requests.ts';
import { openWorld, type World } from '../support/ledger-world.ts';
import { castInMemory } from '../support/naive-cast.ts';
import { NaiveLedger, type NaiveTerms } from '../support/naive-ledger.ts';
import { type HistoryBatch, history, type Past, requestOf } from '../support/random-history.ts';
import { expectedOf, said } from '../support/replies.ts';

const ORDERS: readonly NaiveTerms['order'][] = ['OLDEST_FIRST', 'SOONEST_EXPIRY'];
const START = Date.parse('2026-01-31T10:00:00Z');

interface Told {
  readonly world: World;
  /** What each batch was asked, and when. */
  readonly asked: { readonly requests: readonly LedgerRequest[]; readonly at: Date }[];
  readonly replies: Reply[][];
}

/** Tells a history to a new world, batch by batch. */
function tell(
  order: NaiveTerms['order'],
  batches: readonly HistoryBatch[],
  each: (told: Told) => void = () => {},
): Told {
  const cast = castInMemory(order);
  const told: Told = { world: openWorld(cast.programmeId, cast.terms), asked: [], replies: [] };
  const past: Past = { requests: [], records: [] };
  let at = new Date(START);
  let key = 0;
  for (const { hours, steps } of batches) {
    at = new Date(at.getTime() + hours * 3_600_000);
    const requests = steps.flatMap((step) => requestOf(cast, past, step, at, `key ${++key}`) ?? []);
    told.asked.push({ requests, at });
    const replies = told.world.decide(requests, at);
    told.replies.push(replies);
    past.requests.push(...requests);
    for (const reply of replies) if (reply.ok) past.records.push(reply.record);
    each(told);
  }
  return told;
}

describe.each(ORDERS)('spending order %s', (order) => {
  it('every reply is that of a ledger in which every point is an object of its own', () => {
    fc.assert(
      fc.property(history(12, 6), (batches) => {
        const cast = castInMemory(order);
        const naive = new NaiveLedger(cast.terms);
        tell(order, batches, ({ world, asked, replies }) => {
          const { requests, at } = asked.at(-1)!;
          for (const [index, request] of requests.entries()) {
            const reply = replies.at(-1)![index]!;
            const { transactionId, adjustmentId } = said(reply);
            expect(expectedOf(reply, request), JSON.stringify(request.instruction, bigints)).toEqual(
              naive.answer(request, at, transactionId, adjustmentId),
            );
          }
          for (const memberId of cast.terms.members.keys()) {
            const { available, held, pending, arrears, qualifying } = world.wallets.get(memberId)!;
            const wallet = { available, held, pending, arrears, qualifying };
            expect(Object.fromEntries(Object.entries(wallet).map(([name, points]) => [name, String(points)]))).toEqual(
              naive.wallet(memberId),
            );
          }
        });
      }),
      { numRuns: RUNS },
    );
  });

  it('a batch leaves and answers what its parts leave and answer one by one', () => {
    fc.assert(
      fc.property(history(6, 12), (batches) => {
        const { world, asked, replies } = tell(order, batches);
        const cast = castInMemory(order);
        const alone = openWorld(cast.programmeId, cast.terms);
        const one = asked.map(({ requests, at }) => requests.map((request) => alone.decide([request], at)[0]!));
        expect(one).toEqual(replies);
        expect(alone.books).toEqual(world.books);
        expect(alone.wallets).toEqual(world.wallets);
        expect(alone.transfers).toEqual(world.transfers);
      }),
      { numRuns: RUNS },
    );
  });

  it('a request sent again gets the same reply, whatever has happened since, and changes nothing', () => {
    fc.assert(
      fc.property(history(8, 6), (batches) => {
        const { world, asked, replies } = tell(order, batches);
        const before = structuredClone({ books: world.books, wallets: world.wallets });
        const count = world.records.length;
        const later = new Date(asked.at(-1)!.at.getTime() + 60_000);
        const first = new Map<string, unknown>();
        for (const [index, { requests }] of asked.entries()) {
          for (const [at, request] of requests.entries()) {
            // A sweep's part has no key: it does again what is due by now, which is nothing new a minute later.
            if (request.instruction.kind === 'LAPSE') continue;
            const [again] = world.decide([request], later);
            expect(again).toEqual(replies[index]![at]);
            first.set(request.key, again);
          }
        }
        expect(world.records.length).toBe(count);
        expect({ books: world.books, wallets: world.wallets }).toEqual(before);
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it('the transfers, added up again, give every wallet and every lot; the wallets are their lots', () => {
    fc.assert(
      fc.property(history(12, 6), (batches) => {
        const { world } = tell(order, batches);
        const accounts = new Map<string, bigint>();
        const lots = new Map<string, Map<string, bigint>>();
        const add = (account: string, lotId: string, points: bigint): void => {
          accounts.set(account, (accounts.get(account) ?? 0n) + points);
          const of = lots.get(lotId) ?? new Map<string, bigint>();
          lots.set(lotId, of.set(account, (of.get(account) ?? 0n) + points));
        };
        let trial = 0n;
        for (const { transfer } of world.transfers) {
          add(transfer.debit, transfer.lotId, -transfer.points);
          add(transfer.credit, transfer.lotId, transfer.points);
        }
        for (const points of accounts.values()) trial += points;
        expect(trial).toBe(0n);
        for (const wallet of world.wallets.values()) {
          const { memberId, available, held, pending, arrears } = wallet;
          expect({ available, held, pending }).toEqual({
            available: accounts.get(`member:${memberId}`) ?? 0n,
            held: accounts.get(`held:${memberId}`) ?? 0n,
            pending: accounts.get(`pending:${memberId}`) ?? 0n,
          });
          const book = world.books.get(memberId);
          if (book !== undefined) expect({ available, held, pending, arrears }).toEqual(walletOf(book));
        }
        for (const book of world.books.values()) {
          for (const lot of book.lots.values()) {
            const of = lots.get(lot.lotId) ?? new Map<string, bigint>();
            const sum = (kind: string): bigint =>
              [...of].reduce((total, [account, points]) => total + (account.startsWith(kind) ? points : 0n), 0n);
            expect({ held: lot.held, pending: lot.pending, redeemed: lot.redeemed, expired: lot.expired }).toEqual({
              held: sum('held:'),
              pending: sum('pending:'),
              redeemed: sum('accepted:'),
              expired: sum('breakage:'),
            });
          }
        }
      }),
      { numRuns: RUNS / 2 },
    );
  });
});

const RUNS = Number(process.env.MODEL_RUNS ?? 150);
const bigints = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
