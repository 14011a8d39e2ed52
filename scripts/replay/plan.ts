/**
 * What a replay will do, from the file alone: the same file and seed give the same plan, so that a run that was stopped can be
 * run again under the same keys.
 *
 * A window per statement month, in order. Inside it partner after partner in the order of their first row, rows in file
 * order: a return comes after the purchases it belongs to. Members enrol at the partner of their first row.
 */
import type { PurchaseRow } from './read-rows.ts';

/** Part of a return: of one purchase, or without a receipt when `purchase` is null. Minor units above zero. */
export interface ReturnPiece {
  readonly purchase: PurchaseRow | null;
  readonly minor: bigint;
}

export interface WindowPlan {
  /** The statement month, `YYYY-MM`: the window's label. */
  readonly month: string;
  /** Cards whose first row of all is in this window, with the brand where it is. */
  readonly enrolments: readonly { readonly card: string; readonly brand: string }[];
  /** Rows of each partner, in file order. */
  readonly byBrand: ReadonlyMap<string, readonly PurchaseRow[]>;
}

export interface ReplayPlan {
  readonly brands: readonly string[];
  /** Merchants of each brand, in the order of their first row. */
  readonly merchants: ReadonlyMap<string, readonly string[]>;
  readonly cards: number;
  readonly windows: readonly WindowPlan[];
  /** Pieces of each return by its line. */
  readonly returns: ReadonlyMap<number, readonly ReturnPiece[]>;
}

export function planReplay(rows: readonly PurchaseRow[]): ReplayPlan {
  const months = [...new Set(rows.map((row) => row.month))].sort();
  const byMonth = new Map(months.map((month) => [month, [] as PurchaseRow[]]));
  for (const row of rows) byMonth.get(row.month)?.push(row);

  const merchants = new Map<string, Set<string>>();
  const enrolled = new Set<string>();
  const windows: WindowPlan[] = [];
  const inOrder: PurchaseRow[] = [];
  for (const [month, ofMonth] of byMonth) {
    const enrolments: { card: string; brand: string }[] = [];
    const byBrand = new Map<string, PurchaseRow[]>();
    for (const row of ofMonth) {
      if (!enrolled.has(row.card)) {
        enrolled.add(row.card);
        enrolments.push({ card: row.card, brand: row.brand });
      }
      entry(byBrand, row.brand, () => []).push(row);
      entry(merchants, row.brand, () => new Set<string>()).add(row.merchant);
    }
    for (const ofBrand of byBrand.values()) inOrder.push(...ofBrand);
    windows.push({ month, enrolments, byBrand });
  }
  return {
    brands: [...merchants.keys()],
    merchants: new Map([...merchants].map(([brand, names]) => [brand, [...names]])),
    cards: enrolled.size,
    windows,
    returns: allocateReturns(inOrder),
  };
}

/**
 * Gives each return to the member's latest earlier purchases at that partner: newest business date first (then the later row),
 * each up to what is left of it. What is left then is a return without a receipt.
 * @param rows in the order in which they are posted
 */
export function allocateReturns(rows: readonly PurchaseRow[]): Map<number, ReturnPiece[]> {
  const open = new Map<string, { row: PurchaseRow; left: bigint }[]>();
  const pieces = new Map<number, ReturnPiece[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.brand, row.card]);
    const purchases = entry(open, key, () => []);
    if (row.minor > 0n) {
      purchases.push({ row, left: row.minor });
      continue;
    }
    let wanted = -row.minor;
    const mine: ReturnPiece[] = [];
    const candidates = purchases
      .filter((purchase) => purchase.left > 0n && purchase.row.date <= row.date)
      .sort((one, other) =>
        one.row.date === other.row.date ? other.row.line - one.row.line : one.row.date < other.row.date ? 1 : -1,
      );
    for (const purchase of candidates) {
      if (wanted === 0n) break;
      const minor = purchase.left < wanted ? purchase.left : wanted;
      purchase.left -= minor;
      wanted -= minor;
      mine.push({ purchase: purchase.row, minor });
    }
    if (wanted > 0n) mine.push({ purchase: null, minor: wanted });
    pieces.set(row.line, mine);
  }
  return pieces;
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
