// The accounting views of a programme through a window (settlement.md 6.3, 6.4), from what was read (store/reading/read-accounting.ts).
//
// The reserve and the contract liability are the operator's. Points by funder and vintage are for the operator and, its own, for each partner. The
// expectation of breakage is the accountant's, window by window: what is not told stays what it was, none at the beginning.
import {
  contractLiability,
  type LiabilityMovement,
  type LiabilityRow,
  type PointsMovement,
  type PointsRow,
  pointsRollForward,
  type RollForward,
  rollForward,
  type TieOut,
  tieOut,
} from '../domain/files/accounting-views.ts';
import { OPERATOR } from '../domain/terms.ts';
import type { AccountTotalRow, LotStandingRow, PointsMovementRow } from '../store/reading/read-accounting.ts';

/** Share of points that will never be redeemed, in hundredths of a percent, as expected from this window on. */
export interface BreakageEstimate {
  readonly fromWindow: number;
  readonly basisPoints: number;
}

/** The reserve of each window, 1 to `through`. */
export function reserveReport(totals: readonly AccountTotalRow[], through: number): RollForward[] {
  return rollForward(
    'OP:RESERVE',
    windowsTo(through).map((window) => ({
      window: String(window),
      totals: totals.filter((row) => row.window === window),
    })),
  );
}

/** The contract liability of the operator's pool for points that partners fund: what it pays itself is no consideration. */
export function liabilityOfPool(
  totals: readonly AccountTotalRow[],
  movements: readonly PointsMovementRow[],
  estimates: readonly BreakageEstimate[],
  through: number,
): LiabilityRow[] {
  const inOrder = [...estimates].sort((one, other) => one.fromWindow - other.fromWindow);
  return contractLiability(
    windowsTo(through).map((window): LiabilityMovement => {
      const money = totals.filter((row) => row.window === window);
      const moved = (isOf: (account: string) => boolean, ...components: readonly string[]): bigint =>
        money
          .filter(({ account, component }) => isOf(account) && components.includes(component))
          .reduce((sum, { creditsMinor, debitsMinor }) => sum + creditsMinor - debitsMinor, 0n);
      // Dr MARKETING, Cr RESERVE: the two together are what partners paid.
      const byPartners = (account: string): boolean => account === 'OP:RESERVE' || account === 'OP:MARKETING';
      const points = movements.filter((row) => row.window === window && row.pooled && row.funderId !== null);
      const count = (column: 'issued' | 'reversed' | 'redeemed' | 'restored'): bigint =>
        points.reduce((sum, row) => sum + row[column], 0n);
      return {
        period: String(window),
        considerationMinor: moved(byPartners, 'ISSUANCE'),
        reversalsMinor: -moved(byPartners, 'ISSUANCE_REVERSAL', 'DEBT_RECOVERY'),
        expiryRefundsMinor: moved((account) => account.startsWith('PARTNER:'), 'EXPIRY'),
        pointsIssued: count('issued'),
        pointsReversed: count('reversed'),
        pointsRedeemed: count('redeemed'),
        pointsRestored: count('restored'),
        breakageBasisPoints: BigInt(inOrder.findLast(({ fromWindow }) => fromWindow <= window)?.basisPoints ?? 0),
      };
    }),
  );
}

/** Points by funder and vintage, window after window. The issuer of a row is its funder, OP for the operator; vintages are numbers of windows. */
export function pointsReport(
  movements: readonly PointsMovementRow[],
  through: number,
): { readonly window: number; readonly rows: readonly PointsRow[] }[] {
  let before: readonly PointsRow[] = [];
  return windowsTo(through).map((window) => {
    const rows = pointsRollForward(before, movements.filter((row) => row.window === window).flatMap(movementsOf));
    before = rows;
    return { window, rows };
  });
}

/** How the closings stand against the lots, as long as nothing has happened since. */
export function tiesToLots(
  reserve: readonly RollForward[],
  points: readonly { readonly rows: readonly PointsRow[] }[],
  lots: readonly LotStandingRow[],
): { readonly reserve: TieOut; readonly points: TieOut } {
  return {
    reserve: tieOut(
      reserve.at(-1)?.closingMinor ?? 0n,
      lots.map(({ reserveMinor }) => reserveMinor),
    ),
    points: tieOut(
      (points.at(-1)?.rows ?? []).reduce((sum, { closing }) => sum + closing, 0n),
      lots.map(({ points: left }) => left),
    ),
  };
}

const KINDS = [
  ['issued', 'ISSUED', null],
  ['redeemed', 'REDEEMED', null],
  ['restored', 'RESTORED', null],
  ['reversed', 'REVERSED', 'RESTORED'],
  ['expired', 'EXPIRED', 'RESTORED'],
] as const;

function movementsOf(row: PointsMovementRow): PointsMovement[] {
  const whose = { issuer: row.funderId ?? OPERATOR, vintage: String(row.vintage) };
  return KINDS.flatMap(([column, kind, undone]): PointsMovement[] => {
    const points = row[column];
    if (points > 0n) return [{ ...whose, kind, points }];
    // More of it was undone in the window than done: the points are there again.
    return points < 0n && undone !== null ? [{ ...whose, kind: undone, points: -points }] : [];
  });
}

function windowsTo(through: number): number[] {
  return Array.from({ length: through }, (_, at) => at + 1);
}
