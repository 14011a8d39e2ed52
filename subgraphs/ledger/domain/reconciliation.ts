// A partner's own records of a window against the ledger's: every record on either side gets exactly one verdict (settlement.md 7).
//
// The order decides, and it is the same every time:
//   1 a reference and type that stand twice: the first counts, further copies are DUPLICATE_IN_PARTNER_FILE / DUPLICATE_AT_OPERATOR
//   2 same reference and type on both sides, first reason that holds:
//       posted in another window -> TIMING     points or amount beyond tolerance -> AMOUNT_MISMATCH
//       time beyond tolerance -> TIME_MISMATCH    identical -> MATCHED    else -> MATCHED_IN_TOLERANCE
//   3 left over, same type, points and amount, time within tolerance: one candidate for each other -> PROPOSED_MATCH (a person
//     confirms), more -> AMBIGUOUS
//   4 left over in the file -> MISSING_AT_OPERATOR, left over in the ledger -> MISSING_AT_PARTNER
// A reference that matches wins over everything else, and nothing is ever matched by its amount alone.
//
// Amounts are compared where both sides have them: many partners' tills know points only.
// Limits: points and amounts are compared as they are; a file in another currency than the ledger's mismatches.
// Cost: n log n in the records of both sides, also when all of them look alike. Nothing is read or written here.

import { unreachable } from '../../shared/assert.ts';
import type { Money } from '../../shared/money.ts';

export interface ReconciliationTerms {
  /** The window that is reconciled. */
  readonly window: string;
  /** Largest difference that is no break: points, minor units, and seconds between the two business times. */
  readonly tolerancePoints: bigint;
  readonly toleranceMinor: bigint;
  readonly toleranceSeconds: number;
}

/** One line of the partner's file. */
export interface PartnerRecord {
  /** Line in the file, as the partner counts. */
  readonly line: number;
  readonly partnerRef: string;
  /** EARN, REDEEM, EARN_REVERSAL, REDEEM_REVERSAL... as the file and the ledger both name it. */
  readonly type: string;
  readonly points: bigint;
  readonly amount: Money | null;
  readonly businessAt: Date;
}

/** One transaction of the partner in the ledger. */
export interface LedgerRecord {
  readonly transactionId: string;
  /** The window it was posted in. Those of other windows are given for their references: TIMING. */
  readonly window: string;
  /** Null for what the operator posted without one; it can match by step 3 only. */
  readonly partnerRef: string | null;
  readonly type: string;
  readonly points: bigint;
  readonly amount: Money | null;
  readonly businessAt: Date;
}

/** Partner's minus operator's, where the two differ in points or amount. */
export interface Difference {
  readonly partnerPoints: bigint;
  readonly operatorPoints: bigint;
  readonly differencePoints: bigint;
  /** Null where one side has no amount. */
  readonly differenceMinor: bigint | null;
  /** Whether the currencies differ, so that the amounts can not be compared at all. */
  readonly currenciesDiffer: boolean;
}

/**
 * One verdict. `file` and `ledger` are the records that it is about: both for pairs, one for the rest. `seconds` is the distance
 * between the business times. `candidates` of an AMBIGUOUS record are records of the other side, the first ten of `candidateCount`.
 */
export type Verdict =
  | { readonly result: 'MATCHED'; readonly file: PartnerRecord; readonly ledger: LedgerRecord }
  | {
      readonly result: 'MATCHED_IN_TOLERANCE';
      readonly file: PartnerRecord;
      readonly ledger: LedgerRecord;
      readonly seconds: number;
      readonly difference: Difference | null;
    }
  | {
      readonly result: 'AMOUNT_MISMATCH';
      readonly file: PartnerRecord;
      readonly ledger: LedgerRecord;
      readonly difference: Difference;
    }
  | {
      readonly result: 'TIME_MISMATCH';
      readonly file: PartnerRecord;
      readonly ledger: LedgerRecord;
      readonly seconds: number;
    }
  | {
      readonly result: 'TIMING';
      readonly file: PartnerRecord;
      readonly ledger: LedgerRecord;
      readonly postedInWindow: string;
    }
  | {
      readonly result: 'PROPOSED_MATCH';
      readonly file: PartnerRecord;
      readonly ledger: LedgerRecord;
      readonly seconds: number;
    }
  | {
      readonly result: 'AMBIGUOUS';
      readonly file: PartnerRecord;
      readonly ledger: null;
      readonly candidates: readonly LedgerRecord[];
      readonly candidateCount: number;
    }
  | {
      readonly result: 'AMBIGUOUS';
      readonly file: null;
      readonly ledger: LedgerRecord;
      readonly candidates: readonly PartnerRecord[];
      readonly candidateCount: number;
    }
  | {
      readonly result: 'DUPLICATE_IN_PARTNER_FILE';
      readonly file: PartnerRecord;
      readonly ledger: null;
      readonly copyOfLine: number;
    }
  | {
      readonly result: 'DUPLICATE_AT_OPERATOR';
      readonly file: null;
      readonly ledger: LedgerRecord;
      readonly copyOfTransaction: string;
    }
  | { readonly result: 'MISSING_AT_OPERATOR'; readonly file: PartnerRecord; readonly ledger: null }
  | { readonly result: 'MISSING_AT_PARTNER'; readonly file: null; readonly ledger: LedgerRecord };

/** What a verdict can be. All but MATCHED and MATCHED_IN_TOLERANCE are breaks. */
export type ReconciliationResult = Verdict['result'];

/** Whether a verdict leaves something to be done. */
export function isBreak(verdict: Verdict): boolean {
  return verdict.result !== 'MATCHED' && verdict.result !== 'MATCHED_IN_TOLERANCE';
}

const MOST_CANDIDATES = 10;

/**
 * Matches a partner's file with the ledger. `ledger` holds the partner's transactions in the order of posting: all of the window and,
 * for TIMING, those of other windows whose reference stands in the file.
 * Verdicts come in the order of the file, then those about the ledger alone in its order. Every record of the file gets one, every
 * ledger record of the window gets one, and one of another window gets one at most.
 */
export function reconcile(
  file: readonly PartnerRecord[],
  ledger: readonly LedgerRecord[],
  terms: ReconciliationTerms,
): Verdict[] {
  const ofFile = new Map<PartnerRecord, Verdict>();
  const ofLedger = new Map<LedgerRecord, Verdict>();

  // 1. Duplicates.
  const firstInFile = new Map<string, PartnerRecord>();
  for (const record of file) {
    const key = referenceKey(record.partnerRef, record.type);
    const first = firstInFile.get(key);
    if (first === undefined) firstInFile.set(key, record);
    else
      ofFile.set(record, { result: 'DUPLICATE_IN_PARTNER_FILE', file: record, ledger: null, copyOfLine: first.line });
  }
  const firstInLedger = new Map<string, LedgerRecord>();
  for (const record of ledger) {
    if (record.partnerRef === null) continue;
    const key = referenceKey(record.partnerRef, record.type);
    const first = firstInLedger.get(key);
    if (first === undefined) firstInLedger.set(key, record);
    else if (record.window === terms.window) {
      ofLedger.set(record, {
        result: 'DUPLICATE_AT_OPERATOR',
        file: null,
        ledger: record,
        copyOfTransaction: first.transactionId,
      });
    }
  }

  // 2. The same reference on both sides.
  const paired = new Set<LedgerRecord>();
  for (const [key, record] of firstInFile) {
    const match = firstInLedger.get(key);
    if (match === undefined) continue;
    ofFile.set(record, verdictOfPair(record, match, terms));
    paired.add(match);
  }

  // 3. What is left, by what it says of itself.
  const fileLeft = file.filter((record) => !ofFile.has(record));
  const ledgerLeft = ledger.filter(
    (record) => record.window === terms.window && !paired.has(record) && !ofLedger.has(record),
  );
  const filePool = new CandidatePool(fileLeft, terms.toleranceSeconds);
  const ledgerPool = new CandidatePool(ledgerLeft, terms.toleranceSeconds);
  for (const record of fileLeft) {
    const { count, first } = ledgerPool.candidatesOf(record, MOST_CANDIDATES);
    const [only] = first;
    if (only === undefined) {
      // 4. Nothing at the operator looks like it.
      ofFile.set(record, { result: 'MISSING_AT_OPERATOR', file: record, ledger: null });
    } else if (count === 1 && filePool.candidatesOf(only, 0).count === 1) {
      ofFile.set(record, {
        result: 'PROPOSED_MATCH',
        file: record,
        ledger: only,
        seconds: secondsBetween(record, only),
      });
      paired.add(only);
    } else {
      ofFile.set(record, { result: 'AMBIGUOUS', file: record, ledger: null, candidates: first, candidateCount: count });
    }
  }
  for (const record of ledgerLeft) {
    if (paired.has(record)) continue;
    const { count, first } = filePool.candidatesOf(record, MOST_CANDIDATES);
    ofLedger.set(
      record,
      count === 0
        ? { result: 'MISSING_AT_PARTNER', file: null, ledger: record }
        : { result: 'AMBIGUOUS', file: null, ledger: record, candidates: first, candidateCount: count },
    );
  }

  return [...inOrder(file, ofFile), ...inOrder(ledger, ofLedger)];
}

function inOrder<Record>(records: readonly Record[], verdicts: ReadonlyMap<Record, Verdict>): Verdict[] {
  return records.map((record) => verdicts.get(record)).filter((verdict) => verdict !== undefined);
}

function verdictOfPair(file: PartnerRecord, ledger: LedgerRecord, terms: ReconciliationTerms): Verdict {
  if (ledger.window !== terms.window) return { result: 'TIMING', file, ledger, postedInWindow: ledger.window };
  const difference = differenceOf(file, ledger);
  if (difference !== null && !isTolerable(difference, terms))
    return { result: 'AMOUNT_MISMATCH', file, ledger, difference };
  const seconds = secondsBetween(file, ledger);
  if (seconds > terms.toleranceSeconds) return { result: 'TIME_MISMATCH', file, ledger, seconds };
  if (difference === null && seconds === 0) return { result: 'MATCHED', file, ledger };
  return { result: 'MATCHED_IN_TOLERANCE', file, ledger, seconds, difference };
}

function differenceOf(file: PartnerRecord, ledger: LedgerRecord): Difference | null {
  const differencePoints = file.points - ledger.points;
  const [partnerAmount, operatorAmount] = [file.amount, ledger.amount];
  const comparable = partnerAmount !== null && operatorAmount !== null;
  const currenciesDiffer = comparable && partnerAmount.currency !== operatorAmount.currency;
  const differenceMinor = comparable && !currenciesDiffer ? partnerAmount.minor - operatorAmount.minor : null;
  if (differencePoints === 0n && (differenceMinor ?? 0n) === 0n && !currenciesDiffer) return null;
  return {
    partnerPoints: file.points,
    operatorPoints: ledger.points,
    differencePoints,
    differenceMinor,
    currenciesDiffer,
  };
}

function isTolerable(difference: Difference, terms: ReconciliationTerms): boolean {
  return (
    !difference.currenciesDiffer &&
    magnitudeOf(difference.differencePoints) <= terms.tolerancePoints &&
    magnitudeOf(difference.differenceMinor ?? 0n) <= terms.toleranceMinor
  );
}

/** Records of one side, found by what they say of themselves. */
class CandidatePool<Record extends PartnerRecord | LedgerRecord> {
  private readonly toleranceMillis: number;
  // A record without an amount is a candidate for any amount; so each record stands under type and points alone (for seekers
  // without an amount), and under type, points and its amount or "none" (for seekers with one).
  private readonly buckets = new Map<string, Record[]>();

  constructor(records: readonly Record[], toleranceSeconds: number) {
    this.toleranceMillis = toleranceSeconds * 1000;
    for (const record of records) {
      this.put(poolKey(record, 'any'), record);
      this.put(poolKey(record, amountKey(record)), record);
    }
    // Sorting is stable: records of the same instant stay in the order in which they were given.
    for (const bucket of this.buckets.values()) bucket.sort((a, b) => a.businessAt.getTime() - b.businessAt.getTime());
  }

  private put(key: string, record: Record): void {
    const bucket = this.buckets.get(key);
    if (bucket === undefined) this.buckets.set(key, [record]);
    else bucket.push(record);
  }

  /** How many records could be the same event as `seeker`, and the first `most` of them. */
  candidatesOf(seeker: PartnerRecord | LedgerRecord, most: number): { count: number; first: Record[] } {
    const amount = amountKey(seeker);
    const keys = amount === 'none' ? [poolKey(seeker, 'any')] : [poolKey(seeker, amount), poolKey(seeker, 'none')];
    const at = seeker.businessAt.getTime();
    let count = 0;
    const first: Record[] = [];
    for (const key of keys) {
      const bucket = this.buckets.get(key) ?? [];
      const from = firstNotBefore(bucket, at - this.toleranceMillis);
      const to = firstNotBefore(bucket, at + this.toleranceMillis + 1);
      count += to - from;
      first.push(...bucket.slice(from, Math.min(to, from + most - first.length)));
    }
    return { count, first };
  }
}

function firstNotBefore(sorted: readonly { readonly businessAt: Date }[], millis: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]!.businessAt.getTime() < millis) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a break is about, in points and in minor units where both are known. Never negative. */
export interface BreakValue {
  readonly points: bigint;
  readonly minor: bigint;
}

/** Value of a verdict: the difference where both sides know the record, the whole record where one does; 0 for matches and clocks. */
export function breakValueOf(verdict: Verdict): BreakValue {
  switch (verdict.result) {
    case 'MATCHED':
    case 'MATCHED_IN_TOLERANCE':
    case 'TIME_MISMATCH':
      return { points: 0n, minor: 0n };
    case 'AMOUNT_MISMATCH':
      return {
        points: magnitudeOf(verdict.difference.differencePoints),
        minor: magnitudeOf(verdict.difference.differenceMinor ?? 0n),
      };
    case 'TIMING':
    case 'PROPOSED_MATCH':
      return valueOfRecord(verdict.ledger);
    case 'AMBIGUOUS':
      return valueOfRecord(verdict.file ?? verdict.ledger);
    case 'DUPLICATE_IN_PARTNER_FILE':
    case 'MISSING_AT_OPERATOR':
      return valueOfRecord(verdict.file);
    case 'DUPLICATE_AT_OPERATOR':
    case 'MISSING_AT_PARTNER':
      return valueOfRecord(verdict.ledger);
    default:
      return unreachable(verdict);
  }
}

function valueOfRecord(record: PartnerRecord | LedgerRecord): BreakValue {
  return { points: magnitudeOf(record.points), minor: magnitudeOf(record.amount?.minor ?? 0n) };
}

/** A key that no two different pairs share, whatever characters a partner's references hold. */
function referenceKey(partnerRef: string, type: string): string {
  return `${type.length} ${type} ${partnerRef}`;
}

function poolKey(record: PartnerRecord | LedgerRecord, amount: string): string {
  return `${amount} ${record.points} ${record.type}`;
}

function amountKey(record: PartnerRecord | LedgerRecord): string {
  return record.amount === null ? 'none' : `${record.amount.minor}${record.amount.currency}`;
}

function secondsBetween(a: { readonly businessAt: Date }, b: { readonly businessAt: Date }): number {
  return Math.abs(a.businessAt.getTime() - b.businessAt.getTime()) / 1000;
}

function magnitudeOf(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
