/**
 * A partner's own file of a window, as its tills would write it: made from the source file alone, with the contract's rate and the rule for
 * parts of a purchase (settlement.md R4), and never from what the ledger answered. Only what members chose to spend comes from the replay.
 */
import { partnerFileCsv } from '../../subgraphs/ledger/domain/files/write-partner-file.ts';
import type { PartnerRecord } from '../../subgraphs/ledger/domain/reconciliation.ts';
import { divideFloor, takeProRata } from '../../subgraphs/shared/rounding.ts';
import type { ReplayPlan, WindowPlan } from './plan.ts';
import type { PurchaseRow } from './read-rows.ts';

/** The instant that a row's date stands for. */
export function businessTime(row: PurchaseRow): string {
  return `${row.date}T12:00:00Z`;
}

/** A till's own reference: what the partner's file and the ledger have in common. */
export function purchaseReference(row: PurchaseRow): string {
  return `row:${row.line}`;
}

/** The reference of one piece of a return; pieces count from 0. */
export function returnReference(row: PurchaseRow, piece: number): string {
  return `row:${row.line}:${piece + 1}`;
}

export function spendReference(seed: string, month: string, card: string): string {
  return `spend:${seed}:${month}:${card}`;
}

export interface SpendAtTill {
  readonly card: string;
  readonly month: string;
  readonly points: bigint;
  readonly at: string;
}

/** What is left of purchases while the files of window after window are written. */
export type PurchasesLeft = Map<number, { points: bigint; minor: bigint }>;

export interface OwnFile {
  readonly csv: string;
  readonly records: number;
}

/**
 * The file of one partner and window. `left` is carried from window to window, in order.
 * @param unit minor units of a whole unit of the currency: a point each
 */
export function ownFile(
  brand: string,
  plan: ReplayPlan,
  window: WindowPlan,
  spends: readonly SpendAtTill[],
  left: PurchasesLeft,
  { unit, currency, seed }: { readonly unit: bigint; readonly currency: string; readonly seed: string },
): OwnFile {
  const records: PartnerRecord[] = [];
  const add = (type: string, partnerRef: string, points: bigint, minor: bigint | null, at: string): void => {
    const amount = minor === null ? null : { minor, currency };
    records.push({ line: records.length + 1, partnerRef, type, points, amount, businessAt: new Date(at) });
  };
  for (const row of window.byBrand.get(brand) ?? []) {
    if (row.minor > 0n) {
      const points = divideFloor(row.minor, unit);
      left.set(row.line, { points, minor: row.minor });
      add('EARN', purchaseReference(row), points, row.minor, businessTime(row));
      continue;
    }
    for (const [piece, { purchase, minor }] of (plan.returns.get(row.line) ?? []).entries()) {
      const of = purchase === null ? undefined : left.get(purchase.line);
      const points = of === undefined ? divideFloor(minor, unit) : takeProRata(of.points, minor, of.minor);
      if (of !== undefined) {
        of.points -= points;
        of.minor -= minor;
      }
      add('EARN_REVERSAL', returnReference(row, piece), points, minor, businessTime(row));
    }
  }
  for (const spend of spends.filter(({ month }) => month === window.month))
    add('REDEEM', spendReference(seed, window.month, spend.card), spend.points, null, spend.at);
  return {
    csv: [...partnerFileCsv({ partner: brand, window: window.month }, records)].join(''),
    records: records.length,
  };
}
