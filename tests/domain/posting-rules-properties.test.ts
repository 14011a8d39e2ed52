// Random histories under both funding models, mixed ones too, and both spending orders: after every step the books add up, and what
// partners paid is what the lots and lines say they paid.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hold, Lot, MemberBook } from '../../subgraphs/ledger/domain/book.ts';
import { addDays } from '../../subgraphs/ledger/domain/business-calendar.ts';
import { funderAccount, type Posting } from '../../subgraphs/ledger/domain/posting.ts';
import {
  creditAdjustment,
  debitAdjustment,
  restoreDebit,
  type Taken,
} from '../../subgraphs/ledger/domain/posting-rules/adjust.ts';
import { cancelPending } from '../../subgraphs/ledger/domain/posting-rules/cancel-pending.ts';
import { confirmPending } from '../../subgraphs/ledger/domain/posting-rules/confirm-pending.ts';
import { earn } from '../../subgraphs/ledger/domain/posting-rules/earn.ts';
import { expirePoints, restoreExpired } from '../../subgraphs/ledger/domain/posting-rules/expire.ts';
import { captureHold, heldPoints, releaseHold, takeHold } from '../../subgraphs/ledger/domain/posting-rules/hold.ts';
import { quoteRedemption, redeem } from '../../subgraphs/ledger/domain/posting-rules/redeem.ts';
import { refundablePoints, refundRedemption } from '../../subgraphs/ledger/domain/posting-rules/refund-redemption.ts';
import {
  returnWithoutReceipt,
  reverseEarn,
  reversiblePoints,
} from '../../subgraphs/ledger/domain/posting-rules/reverse-earn.ts';
import { usablePoints } from '../../subgraphs/ledger/domain/posting-rules/spending-order.ts';
import { reverseTransfer, transferPoints } from '../../subgraphs/ledger/domain/posting-rules/transfer-points.ts';
import {
  type ContractTerms,
  type FundingModel,
  OPERATOR,
  type SpendingOrder,
} from '../../subgraphs/ledger/domain/terms.ts';
import { type Coalition, contractOf, openCoalition, programmeOf } from '../support/coalition-books.ts';

const PARTNERS = ['A', 'B', 'C'];
const MEMBERS = ['m1', 'm2'];

/** What one step may do; numbers choose among what there is at that moment. */
const step = fc.record({
  kind: fc.constantFrom(
    ...([
      'EARN',
      'EARN',
      'EARN',
      'REDEEM',
      'REDEEM',
      'REFUND',
      'REFUND',
      'RETURN',
      'RETURN',
      'RETURN',
      'NO_RECEIPT',
    ] as const),
    ...(['EXPIRE', 'UNEXPIRE', 'PENDING', 'CONFIRM', 'CANCEL', 'HOLD', 'CAPTURE', 'RELEASE'] as const),
    ...(['TRANSFER', 'UNTRANSFER', 'CREDIT', 'DEBIT', 'UNDEBIT'] as const),
  ),
  member: fc.nat(1),
  partner: fc.nat(2),
  funder: fc.nat(3),
  points: fc.integer({ min: 1, max: 3_000 }),
  pick: fc.nat(1_000),
  days: fc.integer({ min: 0, max: 9 }),
  life: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

interface Programme {
  readonly models: readonly FundingModel[];
  readonly spendingOrder: SpendingOrder;
  readonly feesRefunded: boolean;
}

/** The kinds that the worked example has; no holds, transfers or adjustments. */
const EXAMPLE_KINDS = new Set<Step['kind']>(['EARN', 'REDEEM', 'REFUND', 'RETURN', 'NO_RECEIPT', 'EXPIRE']);

function coalitionOf({ models, spendingOrder, feesRefunded }: Programme): Coalition {
  const terms: Partial<ContractTerms>[] = [
    { issuePriceMicros: 9_800n, serviceFeeMicros: 600n, reimbursementMicros: 8_000n },
    { issuePriceMicros: 10_537n, serviceFeeMicros: 831n, reimbursementMicros: 7_800n, clearingFeeBasisPoints: 333n },
    {
      issuePriceMicros: 11_000n,
      serviceFeeMicros: 1_000n,
      reimbursementMicros: 9_101n,
      expiryShareBasisPoints: 5_000n,
    },
  ];
  return openCoalition(
    programmeOf({ spendingOrder, operatorFundingModel: models[3]! }),
    PARTNERS.map((partner, index) =>
      contractOf(partner, {
        ...terms[index]!,
        fundingModel: models[index]!,
        earnReversalRefundsServiceFee: feesRefunded,
        redemptionReversalRefundsClearingFee: feesRefunded,
      }),
    ),
  );
}

interface World {
  readonly coalition: Coalition;
  today: string;
  readonly earns: { id: string; member: string }[];
  readonly redemptions: { id: string; member: string }[];
  readonly transfers: { giver: string; receiver: string; lotIds: string[] }[];
  readonly debits: { member: string; taken: readonly Taken[] }[];
  readonly expiries: {
    member: string;
    allocation: readonly { lotId: string; points: bigint; returnedToFunderMinor: bigint }[];
  }[];
}

function worldOf(programme: Programme): World {
  return {
    coalition: coalitionOf(programme),
    today: '2026-01-01',
    earns: [],
    redemptions: [],
    transfers: [],
    debits: [],
    expiries: [],
  };
}

function nothingWritten(posting: Posting): boolean {
  const { transfers, journal, obligations, openedLots, changedLots, lines, debts, holds, wallets } = posting;
  const lists = [transfers, journal, obligations];
  return (
    lists.every(({ length }) => length === 0) &&
    [openedLots, changedLots, lines, debts, holds, wallets].every(({ size }) => size === 0)
  );
}

/** Runs a rule that may refuse: it refuses exactly when usable points are too few, and then has written nothing. */
function spending<Result>(
  world: World,
  book: MemberBook,
  points: bigint,
  rule: (posting: Posting) => Result | 'INSUFFICIENT_POINTS',
  refusable = usablePoints(book, world.today) < points,
): { id: string; result: Result } | null {
  let id = '';
  const result = world.coalition.post(world.today, (posting) => {
    id = posting.transactionId;
    const outcome = rule(posting);
    if (outcome === 'INSUFFICIENT_POINTS') expect(nothingWritten(posting), 'a refusal touches nothing').toBe(true);
    return outcome;
  });
  expect(result === 'INSUFFICIENT_POINTS').toBe(refusable);
  return result === 'INSUFFICIENT_POINTS' ? null : { id, result: result as Result };
}

function takeStep(world: World, { kind, member, partner, funder, points, pick, days, life }: Step): void {
  const { coalition } = world;
  world.today = addDays(world.today, days);
  const memberId = MEMBERS[member]!;
  const book = coalition.book(memberId);
  const partnerId = PARTNERS[partner]!;
  const contract = coalition.contract(partnerId);
  const one = <Item>(items: readonly Item[]): Item | undefined => items[pick % Math.max(1, items.length)];
  const asked = BigInt(points);
  const upTo = (most: bigint) => (most === 0n ? 0n : 1n + ((asked - 1n) % most));
  // Mostly what the member has; now and then more.
  const spent =
    pick % 8 === 0 || usablePoints(book, world.today) === 0n ? asked : upTo(usablePoints(book, world.today));
  const expiresOn = life === null ? null : addDays(world.today, life);
  const post = <Result>(rule: (posting: Posting) => Result) => coalition.post(world.today, rule);

  switch (kind) {
    case 'EARN':
    case 'PENDING': {
      const funderId = [...PARTNERS, OPERATOR][funder]!;
      const base = { component: 'BASE', funderId: partnerId, contract, points: asked, expiresOn };
      const funding = funderId === OPERATOR ? null : coalition.contract(funderId);
      const bonus = { component: 'CAMPAIGN:C1', funderId, contract: funding, points: 1n + asked / 3n, expiresOn };
      post((posting) => {
        world.earns.push({ id: posting.transactionId, member: memberId });
        earn(posting, book, {
          issuerId: partnerId,
          components: pick % 2 === 0 ? [base] : [base, bonus],
          pending: kind === 'EARN' ? null : { until: null },
        });
      });
      break;
    }
    case 'CONFIRM':
    case 'CANCEL': {
      const earned = one(world.earns);
      if (earned === undefined) return;
      const rule = kind === 'CONFIRM' ? confirmPending : cancelPending;
      post((posting) => rule(posting, [coalition.book(earned.member)], { earnTransactionId: earned.id }));
      break;
    }
    case 'REDEEM': {
      const facts = { acceptorId: partnerId, contract, points: spent };
      const quote = quoteRedemption(coalition.terms, world.today, book, facts);
      const done = spending(world, book, spent, (posting) => redeem(posting, book, facts));
      expect(done?.result ?? 'INSUFFICIENT_POINTS').toEqual(quote);
      if (done !== null) world.redemptions.push({ id: done.id, member: memberId });
      break;
    }
    case 'REFUND': {
      const redemption = one(world.redemptions);
      if (redemption === undefined) return;
      const of = coalition.book(redemption.member);
      const refunded = upTo(refundablePoints([of], redemption.id));
      if (refunded > 0n)
        post((posting) => refundRedemption(posting, [of], { redemptionId: redemption.id, points: refunded }));
      break;
    }
    case 'RETURN': {
      const earned = one(world.earns);
      if (earned === undefined) return;
      const books = [...coalition.books.values()];
      const returned = upTo(reversiblePoints(books, earned.id));
      if (returned === 0n) return;
      const result = post((posting) => reverseEarn(posting, books, { earnTransactionId: earned.id, points: returned }));
      expect(result.requested).toBe(returned);
      expect(result.reversed + result.debt + result.absorbed + result.expired).toBe(returned);
      break;
    }
    case 'NO_RECEIPT': {
      const facts = { memberId, issuerId: partnerId, points: asked };
      const result = post((posting) => returnWithoutReceipt(posting, [...coalition.books.values()], facts));
      expect(result.requested + result.unearned).toBe(asked);
      break;
    }
    case 'EXPIRE': {
      const asOf = addDays(world.today, -1);
      const expired = post((posting) => expirePoints(posting, book, { asOf }));
      expect(post((posting) => expirePoints(posting, book, { asOf })).points, 'a second run finds nothing').toBe(0n);
      if (expired.points > 0n) world.expiries.push({ member: memberId, allocation: expired.allocation });
      break;
    }
    case 'UNEXPIRE': {
      const expiry = world.expiries.pop();
      if (expiry !== undefined) post((posting) => restoreExpired(posting, coalition.book(expiry.member), expiry));
      break;
    }
    case 'HOLD': {
      const facts = {
        partnerId,
        contractVersionId: contract.contractVersionId,
        points: spent,
        expiresAt: new Date(`${addDays(world.today, 2)}T00:00:00Z`),
      };
      spending(world, book, spent, (posting) => takeHold(posting, book, facts));
      break;
    }
    case 'CAPTURE':
    case 'RELEASE': {
      const hold = one([...book.holds.values()].filter(({ state }) => state === 'OPEN')) as Hold | undefined;
      if (hold === undefined) return;
      post((posting) => {
        if (kind === 'RELEASE') return releaseHold(posting, book, { hold, outcome: 'VOIDED' });
        world.redemptions.push({ id: posting.transactionId, member: memberId });
        return captureHold(posting, book, { hold, points: upTo(heldPoints(hold)) });
      });
      break;
    }
    case 'TRANSFER': {
      const receiver = coalition.book(MEMBERS[1 - member]!);
      const done = spending(world, book, spent, (posting) =>
        transferPoints(posting, book, receiver, { points: spent }),
      );
      const lotIds = done?.result.lots.map(({ lotId }) => lotId);
      if (lotIds !== undefined) world.transfers.push({ giver: memberId, receiver: receiver.memberId, lotIds });
      break;
    }
    case 'UNTRANSFER': {
      const transfer = world.transfers.pop();
      if (transfer === undefined) return;
      const receiver = coalition.book(transfer.receiver);
      const used = transfer.lotIds.some((lotId) => {
        const lot = receiver.lots.get(lotId)!;
        return lot.redeemed + lot.held + lot.transferred > 0n;
      });
      const rule = (posting: Posting) => reverseTransfer(posting, receiver, coalition.book(transfer.giver), transfer);
      spending(world, receiver, 0n, rule, used);
      break;
    }
    case 'CREDIT': {
      const funderId = [...PARTNERS, OPERATOR][funder]!;
      const terms = funderId === OPERATOR ? null : coalition.contract(funderId);
      post((posting) => creditAdjustment(posting, book, { funderId, contract: terms, points: asked, expiresOn }));
      break;
    }
    case 'DEBIT': {
      const done = spending(world, book, spent, (posting) => debitAdjustment(posting, book, { points: spent }));
      if (done !== null) world.debits.push({ member: memberId, taken: done.result.taken });
      break;
    }
    case 'UNDEBIT': {
      const debit = world.debits.pop();
      if (debit !== undefined) post((posting) => restoreDebit(posting, coalition.book(debit.member), debit));
      break;
    }
  }
}

function checkWorld(world: World, programme: Programme): void {
  const { coalition } = world;
  coalition.checkBooks();
  const lots = [...coalition.books.values()].flatMap((book) => [...book.lots.values()]);
  const lines = [...coalition.books.values()].flatMap((book) => [...book.lines.values()]);
  const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  const legs = (account: string, ...components: string[]) =>
    sum(
      coalition.journal
        .flatMap((entry) => entry.legs)
        .filter((leg) => leg.account === account && components.includes(leg.component))
        .map((leg) => leg.amountMinor),
    );

  for (const book of coalition.books.values()) {
    const owes = [...book.debts.values()].some(({ open }) => open > 0n);
    if (owes) expect(usablePoints(book, world.today), `${book.memberId} owes, and could pay`).toBe(0n);
  }
  for (const partner of PARTNERS) {
    const accepted = sum(
      lines.filter(({ acceptorId }) => acceptorId === partner).map(({ amountMinor }) => amountMinor),
    );
    const paid = legs(`PARTNER:${partner}`, 'REDEMPTION', 'REDEMPTION_REVERSAL');
    expect(paid, `${partner} was paid for the points it accepted, whatever was returned (invariant 8)`).toBe(accepted);
  }
  const [first] = programme.models;
  if (!programme.models.every((model) => model === first)) return;

  // Under one model throughout, each funder's account is explained by its own lots and lines.
  for (const funderId of [...PARTNERS, OPERATOR]) {
    const account = funderAccount(funderId);
    const own = lots.filter((lot) => lot.funderId === funderId);
    const refundable = (of: (lot: Lot) => bigint) => sum(own.map(of));
    if (first === 'OPERATOR_POOL') {
      if (!programme.feesRefunded) continue;
      const price = -legs(account, 'ISSUANCE', 'ISSUANCE_REVERSAL', 'DEBT_RECOVERY');
      expect(price, `what ${funderId} paid and was not credited is what returns would still credit`).toBe(
        refundable((lot) => lot.reserveRefundableMinor + lot.serviceRefundableMinor),
      );
      continue;
    }
    const funded = sum(lines.filter((line) => line.funderId === funderId).map(({ amountMinor }) => amountMinor));
    expect(-legs(account, 'REDEMPTION_FUNDING', 'DEBT_RECOVERY'), `${funderId} paid for its lines`).toBe(funded);
    if (programme.feesRefunded) {
      expect(-legs(account, 'SERVICE_FEE'), `service fees of ${funderId}`).toBe(
        refundable((lot) => lot.serviceRefundableMinor),
      );
    }
    const owed = sum(
      coalition.obligations.filter((each) => each.funderId === funderId).map(({ amountMinor }) => amountMinor),
    );
    const due = sum(
      coalition.obligations.filter((each) => each.acceptorId === funderId).map(({ amountMinor }) => amountMinor),
    );
    const moved = legs(account, 'REDEMPTION', 'REDEMPTION_FUNDING', 'REDEMPTION_REVERSAL', 'DEBT_RECOVERY');
    expect(due - owed, `obligations of ${funderId} are its legs`).toBe(moved);
  }
  const issued = sum(lots.filter(({ parentLotId }) => parentLotId === null).map(({ points }) => points));
  const now = (of: (lot: Lot) => bigint) => sum(lots.map(of));
  expect(issued, 'issued = outstanding + redeemed + expired + reversed').toBe(
    now((lot) => lot.pending + lot.available + lot.held) +
      now((lot) => lot.redeemed) +
      now((lot) => lot.expired) +
      now((lot) => lot.reversed),
  );
}

const POOL = 'OPERATOR_POOL';
const PAYS = 'ISSUER_PAYS_ON_REDEMPTION';
const programmes: readonly [string, Programme][] = [
  ['the pool, oldest first', { models: [POOL, POOL, POOL, POOL], spendingOrder: 'OLDEST_FIRST', feesRefunded: true }],
  [
    'the pool, soonest expiry',
    { models: [POOL, POOL, POOL, POOL], spendingOrder: 'SOONEST_EXPIRY', feesRefunded: true },
  ],
  [
    'pay on redemption, oldest first',
    { models: [PAYS, PAYS, PAYS, PAYS], spendingOrder: 'OLDEST_FIRST', feesRefunded: true },
  ],
  [
    'pay on redemption, soonest expiry',
    { models: [PAYS, PAYS, PAYS, PAYS], spendingOrder: 'SOONEST_EXPIRY', feesRefunded: false },
  ],
  [
    'both models side by side',
    { models: [POOL, PAYS, PAYS, POOL], spendingOrder: 'SOONEST_EXPIRY', feesRefunded: true },
  ],
];

describe.each(programmes)('under %s', (_name, programme) => {
  it('the books add up after every step of any history', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), (steps) => {
        const world = worldOf(programme);
        for (const each of steps) {
          takeStep(world, each);
          checkWorld(world, programme);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('asking back every earn and giving back every redemption leaves nothing owed, nothing spent, and no partner out of pocket', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 50, size: 'max' }), (steps) => {
        const world = worldOf({ ...programme, feesRefunded: true });
        for (const each of steps)
          if (EXAMPLE_KINDS.has(each.kind) && each.kind !== 'EXPIRE') takeStep(world, { ...each, life: null });
        const books = [...world.coalition.books.values()];
        for (const { id, member } of world.redemptions) {
          const book = world.coalition.book(member);
          const points = refundablePoints([book], id);
          const facts = { redemptionId: id, points };
          if (points > 0n) world.coalition.post(world.today, (posting) => refundRedemption(posting, [book], facts));
        }
        for (const { id } of world.earns) {
          const points = reversiblePoints(books, id);
          const facts = { earnTransactionId: id, points };
          if (points > 0n) world.coalition.post(world.today, (posting) => reverseEarn(posting, books, facts));
        }
        checkWorld(world, { ...programme, feesRefunded: true });
        for (const wallet of world.coalition.wallets.values()) {
          expect(wallet).toEqual({ available: 0n, held: 0n, pending: 0n, arrears: 0n });
        }
        // Only a clearing fee on points that another lot took over stays where it was charged.
        for (const [account, balance] of world.coalition.balances()) {
          if (account !== 'OP:REV_CLEARING' && !account.startsWith('PARTNER:')) expect(balance, account).toBe(0n);
          if (account.startsWith('PARTNER:')) {
            const clearing = world.coalition.journal
              .flatMap((entry) => entry.legs)
              .filter((leg) => leg.account === account && leg.component === 'CLEARING_FEE')
              .reduce((sum, leg) => sum + leg.amountMinor, 0n);
            expect(balance, account).toBe(clearing);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('refunds of a redemption add up to the whole, in whatever parts and order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 8 }),
        (lots, parts) => {
          const total = BigInt(lots.reduce((sum, points) => sum + points, 0));
          const ended = [parts, [...parts].reverse()].map((order) => {
            const world = worldOf({ ...programme, feesRefunded: true });
            const { coalition } = world;
            for (const [index, points] of lots.entries()) {
              takeStep(world, {
                kind: 'EARN',
                member: 0,
                partner: index % 3,
                funder: 0,
                points,
                pick: 0,
                days: 0,
                life: null,
              });
            }
            const before = new Map(coalition.balances());
            const book = coalition.book('m1');
            const facts = { acceptorId: 'B', contract: coalition.contract('B'), points: total };
            coalition.post(world.today, (posting) => redeem(posting, book, facts), 'R');
            let left = total;
            for (const part of [...order.map(BigInt), total]) {
              const points = part < left ? part : left;
              if (points === 0n) continue;
              coalition.post(world.today, (posting) =>
                refundRedemption(posting, [book], { redemptionId: 'R', points }),
              );
              left -= points;
            }
            coalition.checkBooks();
            for (const [account, balance] of coalition.balances())
              expect(balance, account).toBe(before.get(account) ?? 0n);
            expect([...book.lots.values()].every((lot) => lot.available === lot.points)).toBe(true);
            return [...coalition.balances()].filter(([, balance]) => balance !== 0n).sort();
          });
          expect(ended[0]).toEqual(ended[1]);
        },
      ),
      { numRuns: 25 },
    );
  });
});
