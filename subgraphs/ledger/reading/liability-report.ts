import type { LiabilityRow } from '../store/reading/read-liability.ts';
import type { RollForwardRow } from '../store/reading/read-roll-forward.ts';
import { type EntityReference, referenceTo } from './references.ts';

interface Movements {
  issued: bigint;
  redeemed: bigint;
  expired: bigint;
  clawedBack: bigint;
  outstanding: bigint;
}

export interface LiabilityReport extends Movements {
  readonly byIssuer: (Movements & { readonly issuer: EntityReference | null })[];
  readonly byIssueMonth: Bucket[];
  readonly byExpiryMonth: Bucket[];
}

export interface Bucket {
  readonly bucket: string;
  readonly points: bigint;
}

/** Adds up what was read, three ways. Headings without outstanding points are left out; months stand in order, `never` last. */
export function liabilityReport(rows: readonly LiabilityRow[]): LiabilityReport {
  const byIssuer = new Map<string | null, Movements>();
  const byIssueMonth = new Map<string, bigint>();
  const byExpiryMonth = new Map<string, bigint>();
  const total = nothing();
  for (const row of rows) {
    const issuer = byIssuer.get(row.issuerId) ?? nothing();
    byIssuer.set(row.issuerId, issuer);
    for (const sums of [total, issuer]) add(sums, row);
    byIssueMonth.set(row.issueMonth, (byIssueMonth.get(row.issueMonth) ?? 0n) + row.outstanding);
    byExpiryMonth.set(row.expiryMonth, (byExpiryMonth.get(row.expiryMonth) ?? 0n) + row.outstanding);
  }
  return {
    ...total,
    byIssuer: [...byIssuer].map(([issuerId, sums]) => ({ issuer: referenceTo(issuerId), ...sums })),
    byIssueMonth: bucketsOf(byIssueMonth),
    byExpiryMonth: bucketsOf(byExpiryMonth),
  };
}

/** The movement of each issuer's points, with where it ends. */
export function rollForwardReport(rows: readonly RollForwardRow[]) {
  return rows.map(({ issuerId, ...row }) => ({
    issuer: referenceTo(issuerId),
    ...row,
    closing: row.opening + row.issued - row.redeemed - row.expired - row.clawedBack,
  }));
}

function nothing(): Movements {
  return { issued: 0n, redeemed: 0n, expired: 0n, clawedBack: 0n, outstanding: 0n };
}

function add(sums: Movements, row: LiabilityRow): void {
  sums.issued += row.issued;
  sums.redeemed += row.redeemed;
  sums.expired += row.expired;
  sums.clawedBack += row.clawedBack;
  sums.outstanding += row.outstanding;
}

function bucketsOf(sums: ReadonlyMap<string, bigint>): Bucket[] {
  return [...sums]
    .filter(([, points]) => points !== 0n)
    .map(([bucket, points]) => ({ bucket, points }))
    .sort((left, right) => (left.bucket < right.bucket ? -1 : 1));
}
