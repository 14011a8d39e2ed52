import { isOperator, type ProgrammeCaller } from '../../serving/caller.ts';
import { badUserInput, forbidden } from '../../serving/errors.ts';
import { requireProgrammeCaller } from '../../serving/required-caller.ts';
import { priceOfPoints } from '../../shared/money.ts';
import type { LedgerContext } from '../context.ts';
import { dearestReimbursement } from '../domain/reference.ts';
import { OPERATOR } from '../domain/terms.ts';
import type { AccountingResolvers, QueryResolvers } from '../generated.ts';
import {
  type BreakageEstimate,
  liabilityOfPool,
  pointsReport,
  reserveReport,
  tiesToLots,
} from '../reading/accounting-report.ts';
import { referenceTo } from '../reading/references.ts';
import {
  type AccountTotalRow,
  type LotStandingRow,
  type PointsMovementRow,
  readLotStandings,
  readPointsMovements,
  readReserveTotals,
} from '../store/reading/read-accounting.ts';
import { WHOLE_HISTORY } from '../store/reading/whole-history.ts';
import { readOpenWindow } from '../store/windows/read-windows.ts';
import type { WindowRow } from '../store/windows/window-row.ts';
import { toMoney } from './money.ts';

/** What the views of one answer are made of: read at once, on one snapshot. */
export interface AccountingView {
  readonly caller: ProgrammeCaller;
  readonly through: WindowRow;
  readonly last: number;
  readonly totals: readonly AccountTotalRow[];
  readonly movements: readonly PointsMovementRow[];
  /** Null where something may have happened since the window. */
  readonly lots: readonly LotStandingRow[] | null;
}

const MOST_WINDOWS = 100;
const MOST_ESTIMATES = 1_000;

export const accounting: NonNullable<QueryResolvers['accounting']> = async (_, { windowId, last }, context) => {
  const caller = requireProgrammeCaller(context);
  if (
    caller.role === 'member' ||
    (caller.role === 'partner' && (caller.partnerId === null || caller.storeIds.length > 0))
  )
    throw forbidden('Accounts are between the operator and partners as a whole.');
  if (last < 1 || last > MOST_WINDOWS) throw badUserInput(`\`last\` is from 1 to ${MOST_WINDOWS}.`);
  const { programmeId, partnerId } = caller;
  // Sums over accumulators and everybody's lots: a partner's are asked for by name, and are of the points that it funds.
  return context.deps.database.withTransaction(
    async ({ sql }) => {
      const through =
        windowId == null ? await readOpenWindow(sql, programmeId) : await context.loaders.windows.load(windowId);
      if (through === null) return null;
      return {
        ...{ caller, through, last },
        totals: isOperator(caller) ? await readReserveTotals(sql, programmeId, through.number) : [],
        movements: await readPointsMovements(sql, programmeId, through.number, partnerId),
        lots: through.state === 'OPEN' ? await readLotStandings(sql, programmeId, partnerId) : null,
      };
    },
    { readOnly: true, settings: WHOLE_HISTORY },
  );
};

const minor = async (amount: bigint, { loaders }: LedgerContext) =>
  toMoney(amount, (await loaders.programme()).programme.currency);

const funderOf = (issuer: string) => referenceTo(issuer === OPERATOR ? null : issuer);

export const Accounting: AccountingResolvers = {
  through: ({ through }) => through,
  reserve: async ({ caller, totals, through, last }, _, context) => {
    if (!isOperator(caller)) return null;
    return Promise.all(
      reserveReport(totals, through.number)
        .slice(-last)
        .map(async ({ window, openingMinor, movements, closingMinor }) => ({
          window: Number(window),
          opening: await minor(openingMinor, context),
          movements: await Promise.all(
            [...movements].map(async ([component, moved]) => ({ component, total: await minor(moved, context) })),
          ),
          closing: await minor(closingMinor, context),
        })),
    );
  },
  contractLiability: async ({ caller, totals, movements, through, last }, { breakage }, context) => {
    if (!isOperator(caller)) return null;
    const rows = liabilityOfPool(totals, movements, readEstimates(breakage), through.number).slice(-last);
    return Promise.all(
      rows.map(async ({ period, basis, ...row }) => ({
        window: Number(period),
        opening: await minor(row.openingMinor, context),
        consideration: await minor(row.considerationMinor, context),
        reversals: await minor(row.reversalsMinor, context),
        expiryRefunds: await minor(row.expiryRefundsMinor, context),
        revenue: await minor(row.revenueMinor, context),
        closing: await minor(row.closingMinor, context),
        allocatedToDate: await minor(basis.allocatedMinor, context),
        netIssuedPoints: basis.netIssuedPoints,
        expectedRedeemedPoints: basis.expectedRedeemedPoints,
        redeemedPoints: basis.redeemedPoints,
        revenueToDate: await minor(basis.revenueMinor, context),
      })),
    );
  },
  points: ({ movements, through, last }) =>
    pointsReport(movements, through.number)
      .slice(-last)
      .flatMap(({ window, rows }) =>
        rows.map(({ issuer, vintage, ...row }) => ({
          window,
          funder: funderOf(issuer),
          vintage: Number(vintage),
          ...row,
        })),
      ),
  lots: async ({ lots }, _, context) => {
    if (lots === null) return null;
    const reference = await context.loaders.programme();
    const { exponent } = reference.programme;
    const dearest = dearestReimbursement(reference, context.deps.clock());
    return Promise.all(
      lots.map(async ({ funderId, vintage, points, reserveMinor, paidOnRedemption }) => ({
        ...{ funder: referenceTo(funderId), vintage, points, paidOnRedemption },
        reserve: await minor(reserveMinor, context),
        exposure: await minor(priceOfPoints(paidOnRedemption, dearest, exponent), context),
      })),
    );
  },
  ties: ({ caller, totals, movements, through, lots }) => {
    if (!isOperator(caller) || lots === null) return null;
    const { reserve, points } = tiesToLots(
      reserveReport(totals, through.number),
      pointsReport(movements, through.number),
      lots,
    );
    return [
      { name: 'RESERVE', ...reserve },
      { name: 'POINTS', ...points },
    ];
  },
};

function readEstimates(estimates: readonly BreakageEstimate[]): readonly BreakageEstimate[] {
  const isWrong = ({ fromWindow, basisPoints }: BreakageEstimate): boolean =>
    fromWindow < 1 || basisPoints < 0 || basisPoints > 10_000;
  const isTwice = new Set(estimates.map(({ fromWindow }) => fromWindow)).size < estimates.length;
  if (estimates.length > MOST_ESTIMATES || isTwice || estimates.some(isWrong))
    throw badUserInput('`breakage` is one share from 0 to 10000 for each window, at most 1000 of them.');
  return estimates;
}
