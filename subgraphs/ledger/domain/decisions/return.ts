// Returned goods take back what they earned: of the whole purchase, of lines and quantities, of an amount, or without a receipt at the
// contract's rate. What of it had been spent becomes arrears or the issuer's cost (settlement R9 to R13); the acceptor keeps its money.
//
// A line's points come back pro rata by quantity, a purchase's by amount, each time from what is left (R4): any sequence of returns adds up
// to the whole, and none goes beyond it.

import { basePointsOfAmount } from '../../../partners/domain/earn-terms.ts';
import { counted } from '../../../shared/counted.ts';
import { fewer } from '../../../shared/points.ts';
import { type Refusal, refuse } from '../../../shared/refusal.ts';
import { takeProRata } from '../../../shared/rounding.ts';
import type { Batch, RecordKey } from '../batch.ts';
import type { MemberBook } from '../book.ts';
import {
  checkLate,
  checkOccurredAt,
  checkReversalDays,
  findContract,
  findMember,
  findOriginal,
  findTill,
  type Till,
} from '../checks.ts';
import type { Posting } from '../posting.ts';
import {
  type EarnReversed,
  returnWithoutReceipt,
  reverseComponents,
  reverseEarn,
  reversiblePoints,
} from '../posting-rules/reverse-earn.ts';
import type { ReturnedLineRecord, TransactionRecord } from '../record.ts';
import { contractAt } from '../reference.ts';
import type { Actor, Return } from '../requests.ts';

export function decideReturn(batch: Batch, key: RecordKey, actor: Actor, asked: Return): TransactionRecord | Refusal {
  if (asked.storeId === null) return returnOfGrant(batch, key, actor, asked);
  const { found: occurredAt, refusal: inFuture } = checkOccurredAt(batch, asked.occurredAt);
  if (inFuture !== undefined) return inFuture;
  const place = { storeId: asked.storeId, terminalId: asked.terminalId ?? null };
  const { found: till, refusal: noTill } = findTill(batch, place, occurredAt, 'taking back');
  if (noTill !== undefined) return noTill;
  return asked.purchaseId === null
    ? returnAtRate(batch, key, asked, till, occurredAt)
    : returnOfPurchase(batch, key, actor, asked, asked.purchaseId, till, occurredAt);
}

/** Points of a grant are taken back where there was no till: by the operator, as many as it says. */
function returnOfGrant(batch: Batch, key: RecordKey, actor: Actor, asked: Return): TransactionRecord | Refusal {
  const { found: occurredAt, refusal: inFuture } = checkOccurredAt(batch, asked.occurredAt);
  if (inFuture !== undefined) return inFuture;
  const { found: grant, refusal } = findOriginal(batch, actor, asked.purchaseId ?? '', ['GRANT'], 'purchaseId');
  if (refusal !== undefined) return refusal;
  const left = leftOf(batch, grant);
  const points = asked.points ?? left.points;
  if (points > left.points || left.points === 0n) return exceedsPurchase('points');
  const posting = batch.open(occurredAt);
  const reversed = askBack(batch, posting, grant, points);
  return post(batch, key, posting, asked, null, occurredAt, {
    memberId: grant.memberId,
    originalId: grant.transactionId,
    contractVersionId: null,
    amountMinor: null,
    currency: null,
    returned: [],
    reversed,
    unrecovered: reversed.expired,
  });
}

function exceedsPurchase(field: string): Refusal {
  return refuse('RETURN_EXCEEDS_PURCHASE', 'The return is larger than what was bought and not yet returned.', [
    'input',
    field,
  ]);
}

function returnOfPurchase(
  batch: Batch,
  key: RecordKey,
  actor: Actor,
  asked: Return,
  purchaseId: string,
  till: Till,
  occurredAt: Date,
): TransactionRecord | Refusal {
  const { found: purchase, refusal: noPurchase } = findOriginal(
    batch,
    wholePartner(actor),
    purchaseId,
    ['PURCHASE', 'ADJUSTMENT'],
    'purchaseId',
  );
  if (noPurchase !== undefined) return noPurchase;
  // An adjustment has goods behind it only where it made up for a missed earn.
  if (purchase.kind === 'ADJUSTMENT' && purchase.storeId === null)
    return refuse('TRANSACTION_NOT_REVERSIBLE', 'This cannot be done to a transaction of kind ADJUSTMENT.', [
      'input',
      'purchaseId',
    ]);
  if (purchase.partnerId !== till.partner.partnerId)
    return refuse('TRANSACTION_UNKNOWN', 'No such transaction.', ['input', 'purchaseId']);
  if (asked.currency !== null && asked.currency !== purchase.currency)
    return refuse('CURRENCY_NOT_ACCEPTED', `The purchase was in ${purchase.currency}.`, [
      'input',
      'amount',
      'currency',
    ]);

  const left = leftOf(batch, purchase);
  const { found: part, refusal: tooMuch } = partOf(purchase, left, asked);
  if (tooMuch !== undefined) return tooMuch;
  const contract = contractAt(batch.facts.reference, till.partner.partnerId, occurredAt);
  const late = contract === null ? null : checkLate(batch, contract, occurredAt);
  if (late !== null) return late;
  const own = batch.facts.reference.contracts.get(purchase.contractVersionId ?? '');
  const over = checkReversalDays(own?.earnReversalDays, purchase.occurredAt, occurredAt);
  if (over !== null) return over;

  const posting = batch.open(occurredAt);
  const reversed = askBack(batch, posting, purchase, part.points, componentsOf(part.lines));
  return post(batch, key, posting, asked, till, occurredAt, {
    memberId: purchase.memberId,
    originalId: purchaseId,
    contractVersionId: purchase.contractVersionId,
    amountMinor: part.amountMinor,
    currency: purchase.currency,
    returned: part.lines,
    reversed,
    earned: part.points,
    unrecovered: reversed.expired + part.points - reversed.requested,
  });
}

const NOTHING_REVERSED: EarnReversed = {
  requested: 0n,
  reversed: 0n,
  debt: 0n,
  absorbed: 0n,
  expired: 0n,
  allocation: [],
  repaid: 0n,
};

/**
 * Asks points of an earn back, wherever they are now. Goods that earned nothing take nothing back, and neither does what a return
 * without a receipt has asked for already: `requested` is then less than `points`.
 */
export function askBack(
  batch: Batch,
  posting: Posting,
  earn: { readonly transactionId: string; readonly memberId: string },
  points: bigint,
  components: readonly { readonly component: string; readonly points: bigint }[] = [],
): EarnReversed {
  if (points === 0n) return NOTHING_REVERSED;
  const books = booksOfEarn(batch, earn);
  if (components.length > 0)
    return reverseComponents(posting, books, { earnTransactionId: earn.transactionId, components });
  const askable = fewer(points, reversiblePoints(books, earn.transactionId));
  if (askable === 0n) return NOTHING_REVERSED;
  return reverseEarn(posting, books, { earnTransactionId: earn.transactionId, points: askable });
}

function returnAtRate(
  batch: Batch,
  key: RecordKey,
  asked: Return,
  till: Till,
  occurredAt: Date,
): TransactionRecord | Refusal {
  const { found: contract, refusal: noContract } = findContract(batch, till.partner.partnerId, occurredAt, 'issuer');
  if (noContract !== undefined) return noContract;
  if (asked.member === null || asked.amountMinor === null || asked.currency === null)
    return refuse('INVALID_INPUT', 'A return without a receipt needs the member and the amount.', ['input']);
  if (contract.purchaseCurrency !== asked.currency)
    return refuse('CURRENCY_NOT_ACCEPTED', `The contract covers purchases in ${contract.purchaseCurrency}.`, [
      'input',
      'amount',
      'currency',
    ]);
  const { found: memberId, refusal: noMember } = findMember(batch, asked.member, false);
  if (noMember !== undefined) return noMember;
  const late = checkLate(batch, contract, occurredAt);
  if (late !== null) return late;

  const points = basePointsOfAmount(asked.amountMinor, contract);
  const posting = batch.open(occurredAt);
  const reversed = returnWithoutReceipt(posting, [batch.book(memberId)], {
    memberId,
    issuerId: till.partner.partnerId,
    points,
  });
  return post(batch, key, posting, asked, till, occurredAt, {
    memberId,
    originalId: null,
    contractVersionId: contract.contractVersionId,
    amountMinor: asked.amountMinor,
    currency: asked.currency,
    returned: [],
    reversed,
    // What the goods would earn, whether or not the member has it: what the till knows of.
    earned: points,
    unrecovered: reversed.expired + reversed.unearned,
  });
}

interface Reversed {
  readonly memberId: string;
  readonly originalId: string | null;
  readonly contractVersionId: string | null;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  readonly returned: readonly ReturnedLineRecord[];
  readonly reversed: EarnReversed;
  /** Points that the goods had earned, by the receipt or else by the contract's rate: more than is asked back when not all of them are there. */
  readonly earned?: bigint;
  readonly unrecovered: bigint;
}

function post(
  batch: Batch,
  key: RecordKey,
  posting: Posting,
  asked: Return,
  /** Null for a grant's. */
  till: Till | null,
  occurredAt: Date,
  { reversed, returned, unrecovered, earned = reversed.requested, ...record }: Reversed,
): TransactionRecord {
  const parts = [
    `${counted(reversed.reversed, 'point was', 'points were')} taken back`,
    ...(reversed.debt > 0n
      ? [`${counted(reversed.debt, 'had been spent and is', 'had been spent and are')} owed`]
      : []),
    ...(reversed.absorbed > 0n
      ? [`${counted(reversed.absorbed, 'had been spent and is', 'had been spent and are')} the issuer's cost`]
      : []),
    ...(unrecovered > 0n ? [`${unrecovered} could not be taken back`] : []),
  ];
  return batch.post(key, posting, {
    ...record,
    kind: 'RETURN',
    partnerId: till?.partner.partnerId ?? null,
    storeId: till?.store.storeId ?? null,
    occurredAt,
    reference: asked.reference,
    qualifying: -qualifyingOf(reversed),
    details: {
      explanation: {
        sentence: `${till === null ? 'There had been given' : 'The goods had earned'} ${counted(earned, 'point')}: ${parts.join(', ')}.`,
        contractVersionId: record.contractVersionId,
        steps: [
          {
            rule: 'clawback',
            points: (-reversed.reversed).toString(),
            reason: 'Taken from the lots of the earn.',
          },
          ...(reversed.debt > 0n
            ? [
                {
                  rule: 'arrears',
                  points: (-reversed.debt).toString(),
                  reason: 'Spent before the goods came back.',
                },
              ]
            : []),
        ],
      },
      ...(returned.length === 0 ? {} : { returned }),
      allocation: reversed.allocation.map((part) => ({
        lotId: part.lotId,
        funderId: part.funderId,
        points: part.requested.toString(),
        reversed: part.reversed.toString(),
        debt: part.memberDebt.toString(),
        absorbed: part.absorbed.toString(),
        expired: part.expiredNotReversible.toString(),
      })),
      asked: earned.toString(),
      clawedBack: reversed.reversed.toString(),
      arrears: reversed.debt.toString(),
      unrecovered: (unrecovered + reversed.absorbed).toString(),
    },
  });
}

/** Points that had counted for tiers: a promotion's never did. */
function qualifyingOf({ allocation }: EarnReversed): bigint {
  return allocation.reduce(
    (sum, { component, requested }) => (component === 'BASE' || component === 'ADJUSTMENT' ? sum + requested : sum),
    0n,
  );
}

/** A store-limited client may take back what its partner sold at another store. */
function wholePartner(actor: Actor): Actor {
  return { ...actor, storeIds: [] };
}

/** Books in which points of the earn may be: the member's own, and those of members who got some by transfer. */
export function booksOfEarn(
  batch: Batch,
  earn: { readonly transactionId: string; readonly memberId: string },
): MemberBook[] {
  const others = [...batch.holdersOf(earn.transactionId)].filter((memberId) => memberId !== earn.memberId);
  return [earn.memberId, ...others.sort()].map((memberId) => batch.book(memberId));
}

interface Left {
  readonly points: bigint;
  readonly amountMinor: bigint;
  /** By line number from 1. */
  readonly lines: ReadonlyMap<
    number,
    {
      readonly quantity: bigint;
      readonly points: bigint;
      readonly amountMinor: bigint;
      /** The points by component; null where there is one. */
      readonly earned: Readonly<Record<string, bigint>> | null;
    }
  >;
}

/** What of a purchase was not yet returned, cancelled or reversed. */
export function leftOf(batch: Batch, purchase: TransactionRecord): Left {
  let { points } = purchase;
  let amountMinor = purchase.amountMinor ?? 0n;
  const lines = new Map(
    (purchase.details.lines ?? []).map((line, at) => [
      at + 1,
      {
        quantity: BigInt(line.quantity),
        points: BigInt(line.points),
        amountMinor: BigInt(line.amountMinor),
        earned: line.earned === undefined ? null : mapEarned(line.earned, BigInt),
      },
    ]),
  );
  for (const follower of batch.followers(purchase.transactionId)) {
    if (follower.kind === 'REVERSAL' || follower.kind === 'CANCELLATION')
      return { points: 0n, amountMinor: 0n, lines: new Map() };
    if (follower.kind !== 'RETURN') continue;
    points -= BigInt(follower.details.asked ?? '0');
    amountMinor -= follower.amountMinor ?? 0n;
    for (const { line, quantity, points: of, amountMinor: cost, earned } of follower.details.returned ?? []) {
      const before = lines.get(line);
      if (before === undefined) continue;
      lines.set(line, {
        quantity: before.quantity - BigInt(quantity),
        points: before.points - BigInt(of),
        amountMinor: before.amountMinor - BigInt(cost),
        earned:
          before.earned === null
            ? null
            : mapEarned(before.earned, (left, component) => left - BigInt(earned?.[component] ?? '0')),
      });
    }
  }
  return { points, amountMinor, lines };
}

interface Part {
  readonly points: bigint;
  readonly amountMinor: bigint;
  readonly lines: readonly ReturnedLineRecord[];
}

function partOf(
  purchase: TransactionRecord,
  left: Left,
  asked: Return,
): { readonly found: Part; readonly refusal?: never } | { readonly refusal: Refusal; readonly found?: never } {
  const tooMuch = (field: string) => ({ refusal: exceedsPurchase(field) });
  const points = asked.points ?? null;
  if (points !== null) {
    if (purchase.details.lines !== undefined)
      return { refusal: refuse('INVALID_INPUT', 'The purchase has lines: say which come back.', ['input', 'points']) };
    if (points > left.points) return tooMuch('points');
    return { found: { points, amountMinor: takeProRata(left.amountMinor, points, left.points), lines: [] } };
  }
  if (asked.lines.length > 0) {
    const taken = new Map<number, ReturnedLineRecord>();
    for (const { line, quantity } of asked.lines) {
      const rest = left.lines.get(line);
      if (rest === undefined || quantity > rest.quantity) return tooMuch('lines');
      taken.set(line, takeOfLine(line, rest, quantity));
    }
    const lines = [...taken.values()];
    return {
      found: {
        points: lines.reduce((sum, line) => sum + BigInt(line.points), 0n),
        amountMinor: lines.reduce((sum, line) => sum + BigInt(line.amountMinor), 0n),
        lines,
      },
    };
  }
  if (asked.amountMinor !== null) {
    if (purchase.details.lines !== undefined)
      return { refusal: refuse('INVALID_INPUT', 'The purchase has lines: say which come back.', ['input', 'amount']) };
    if (asked.amountMinor > left.amountMinor) return tooMuch('amount');
    return {
      found: {
        points: takeProRata(left.points, asked.amountMinor, left.amountMinor),
        amountMinor: asked.amountMinor,
        lines: [],
      },
    };
  }
  if (left.amountMinor === 0n) return tooMuch('purchaseId');
  return {
    found: {
      points: left.points,
      amountMinor: left.amountMinor,
      lines: [...left.lines]
        .filter(([, rest]) => rest.quantity > 0n)
        .map(([line, rest]) => takeOfLine(line, rest, rest.quantity)),
    },
  };
}

/** Part of a line, pro rata of what is left of it: of each component by itself where there are several, so that each lot gives back its own. */
function takeOfLine(
  line: number,
  rest: Left['lines'] extends ReadonlyMap<number, infer Line> ? Line : never,
  quantity: bigint,
): ReturnedLineRecord {
  const earned =
    rest.earned === null ? null : mapEarned(rest.earned, (points) => takeProRata(points, quantity, rest.quantity));
  const points =
    earned === null
      ? takeProRata(rest.points, quantity, rest.quantity)
      : Object.values(earned).reduce((sum, part) => sum + part, 0n);
  return {
    line,
    quantity: Number(quantity),
    points: points.toString(),
    amountMinor: takeProRata(rest.amountMinor, quantity, rest.quantity).toString(),
    ...(earned === null ? {} : { earned: mapEarned(earned, (part) => part.toString()) }),
  };
}

function mapEarned<From, To>(
  earned: Readonly<Record<string, From>>,
  map: (points: From, component: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(earned).map(([component, points]) => [component, map(points, component)]));
}

/** What lines earned by component, added up; empty where they say nothing of it. */
function componentsOf(lines: readonly ReturnedLineRecord[]): { component: string; points: bigint }[] {
  const sums = new Map<string, bigint>();
  for (const { earned } of lines)
    for (const [component, points] of Object.entries(earned ?? {}))
      sums.set(component, (sums.get(component) ?? 0n) + BigInt(points));
  return [...sums].map(([component, points]) => ({ component, points }));
}
