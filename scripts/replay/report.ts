/**
 * What a replay came to. Figures of money and points are the API's own; the script's sums over the file stand beside them, and
 * every difference is a finding.
 */
import { formatAmount } from '../../subgraphs/shared/money.ts';
import type { Coalition } from './coalition.ts';
import type { ReplayPlan } from './plan.ts';
import type { Totals } from './post-window.ts';
import type { PurchaseFile } from './read-rows.ts';
import type { Reconciled } from './reconcile-window.ts';
import type { VerifiedStatements } from './verify-statements.ts';

interface Money {
  readonly amount: string;
  readonly minorUnits: number;
}

export interface WindowReport {
  readonly label: string;
  readonly state: string;
  readonly transactions: number;
  /** Net position of each partner by code, and of the operator; minor units, positive is to be paid out. */
  readonly positions: Readonly<Record<string, number>>;
  readonly operatorNet: number;
  readonly sum: number;
}

export interface ReplayReport {
  readonly currency: string;
  readonly rows: {
    readonly read: number;
    readonly unbranded: number;
    readonly zero: number;
    readonly malformed: readonly { line: number; reason: string }[];
  };
  readonly partners: number;
  readonly members: number;
  readonly purchases: number;
  readonly returns: number;
  readonly returnsWithoutReceipt: number;
  readonly spends: number;
  readonly points: {
    readonly issued: number;
    readonly redeemed: number;
    readonly expired: number;
    readonly clawedBack: number;
    readonly outstanding: number;
  };
  readonly refusals: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly commandsPerSecond: number;
  readonly windows: readonly WindowReport[];
  /** Partners' own files, made from the source, against the ledger. */
  readonly reconciled: Reconciled['counts'];
  /** Partners' statements that were verified offline, and their lines. */
  readonly statements: VerifiedStatements['counts'];
  /** What does not agree. Empty when the books say what the file says. */
  readonly findings: readonly string[];
}

export async function readReport(
  coalition: Coalition,
  file: PurchaseFile,
  plan: ReplayPlan,
  totals: Totals,
  members: number,
  windowIds: readonly string[],
  reconciled: Reconciled,
  statements: VerifiedStatements,
  seconds: number,
): Promise<ReplayReport> {
  const { pointsLiability: points } = await coalition.operator.ask<{ pointsLiability: ReplayReport['points'] }>(
    'query { pointsLiability { issued redeemed expired clawedBack outstanding } }',
  );
  const windows: WindowReport[] = [];
  for (const id of windowIds) windows.push(await readWindow(coalition, id));
  const partners = await countPartners(coalition);
  return {
    currency: file.currency,
    rows: {
      read: file.rows.length + file.unbranded + file.zero + file.malformed.length,
      unbranded: file.unbranded,
      zero: file.zero,
      malformed: file.malformed,
    },
    partners,
    members,
    purchases: totals.purchases,
    returns: totals.returns,
    returnsWithoutReceipt: totals.returnsWithoutReceipt,
    spends: totals.spends,
    points,
    refusals: Object.fromEntries([...totals.refusals].sort()),
    seconds,
    commandsPerSecond: Math.round(totals.commands / Math.max(seconds, 0.001)),
    windows,
    reconciled: reconciled.counts,
    statements: statements.counts,
    findings: [
      ...findingsOf(file, plan, totals, partners, points, windows),
      ...reconciled.findings,
      ...statements.findings,
      ...(totals.refusals.size === 0 ? reconciled.breaks : []),
    ],
  };
}

function* findingsOf(
  file: PurchaseFile,
  plan: ReplayPlan,
  totals: Totals,
  partners: number,
  points: ReplayReport['points'],
  windows: readonly WindowReport[],
): Generator<string> {
  const differs = (what: string, books: unknown, expected: unknown): string =>
    `${what}: the books say ${books}, the file says ${expected}.`;
  if (partners !== plan.brands.length) yield differs('partners', partners, plan.brands.length);
  if (totals.refusals.size === 0) {
    const purchases = file.rows.filter((row) => row.minor > 0n);
    const unit = 10n ** BigInt(formatAmount(0n, file.currency).split('.')[1]?.length ?? 0);
    const expected = purchases.reduce((sum, row) => sum + row.minor / unit, 0n);
    if (totals.purchases !== purchases.length) yield differs('purchases', totals.purchases, purchases.length);
    if (totals.returns !== plan.returns.size) yield differs('returns', totals.returns, plan.returns.size);
    if (BigInt(points.issued) !== expected) yield differs('points issued', points.issued, expected);
  }
  if (BigInt(points.issued) !== totals.pointsIssued)
    yield differs('points issued', points.issued, `${totals.pointsIssued} (as answered)`);
  if (points.issued !== points.outstanding + points.redeemed + points.expired + points.clawedBack) {
    yield 'points: issued is not outstanding + redeemed + expired + clawed back.';
  }
  for (const { label, sum, positions, operatorNet } of windows) {
    const own = Object.values(positions).reduce((total, net) => total + net, operatorNet);
    if (sum !== 0 || own !== 0) yield `window ${label}: net positions sum to ${own}, not to zero.`;
  }
}

async function readWindow(coalition: Coalition, id: string): Promise<WindowReport> {
  const { settlementWindow: window } = await coalition.operator.ask<{
    settlementWindow: {
      label: string;
      state: string;
      transactionCount: number;
      positions: { partner: { code: string } | null; net: Money }[];
      operatorNet: Money;
      sum: Money;
    };
  }>(
    `query ($id: ID!) {
      settlementWindow(id: $id) {
        label state transactionCount
        positions { partner { code } net { amount minorUnits } }
        operatorNet { amount minorUnits }
        sum { amount minorUnits }
      }
    }`,
    { id },
  );
  return {
    label: window.label,
    state: window.state,
    transactions: window.transactionCount,
    positions: Object.fromEntries(window.positions.map(({ partner, net }) => [partner?.code ?? '?', net.minorUnits])),
    operatorNet: window.operatorNet.minorUnits,
    sum: window.sum.minorUnits,
  };
}

async function countPartners(coalition: Coalition): Promise<number> {
  let count = 0;
  let after: string | null = null;
  do {
    const page: { partners: { edges: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } } =
      await coalition.operator.ask(
        'query ($after: String) { partners(first: 100, after: $after) { edges { cursor } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
    count += page.partners.edges.length;
    after = page.partners.pageInfo.hasNextPage ? page.partners.pageInfo.endCursor : null;
  } while (after !== null);
  return count;
}

/** The report as lines for a person. */
export function formatReport(report: ReplayReport): string {
  const money = (minor: number): string => formatAmount(BigInt(minor), report.currency);
  const count = (value: number): string => value.toLocaleString('en');
  const lines = [
    `Rows        ${count(report.rows.read)} read, ${count(report.rows.unbranded)} without a brand, ${count(report.rows.zero)} of nothing, ${count(report.rows.malformed.length)} malformed`,
    `Partners    ${count(report.partners)}`,
    `Members     ${count(report.members)}`,
    `Purchases   ${count(report.purchases)}`,
    `Returns     ${count(report.returns)}, of which parts without a receipt: ${count(report.returnsWithoutReceipt)}`,
    `Spends      ${count(report.spends)}`,
    `Points      issued ${count(report.points.issued)}, redeemed ${count(report.points.redeemed)}, expired ${count(report.points.expired)}, clawed back ${count(report.points.clawedBack)}, outstanding ${count(report.points.outstanding)}`,
    `Refusals    ${
      Object.entries(report.refusals)
        .map(([code, times]) => `${code} ${count(times)}`)
        .join(', ') || 'none'
    }`,
    `Reconciled  ${count(report.reconciled.files)} files of partners, ${count(report.reconciled.records)} records: ${count(report.reconciled.matched)} match, ${count(report.reconciled.breaks)} breaks`,
    `Statements  ${count(report.statements.statements)} verified offline, ${count(report.statements.lines)} lines`,
    `Time        ${report.seconds.toFixed(1)} s, ${count(report.commandsPerSecond)} commands a second`,
  ];
  for (const window of report.windows) {
    lines.push(
      '',
      `Window ${window.label} (${window.state}), ${count(window.transactions)} transactions, net positions in ${report.currency}:`,
    );
    const width = Math.max(8, ...Object.keys(window.positions).map((code) => code.length));
    for (const [code, net] of Object.entries(window.positions))
      lines.push(`  ${code.padEnd(width)} ${money(net).padStart(14)}`);
    lines.push(
      `  ${'operator'.padEnd(width)} ${money(window.operatorNet).padStart(14)}`,
      `  ${'sum'.padEnd(width)} ${money(window.sum).padStart(14)}`,
    );
  }
  for (const { line, reason } of report.rows.malformed.slice(0, MALFORMED_SHOWN)) lines.push(`Line ${line} ${reason}.`);
  if (report.rows.malformed.length > MALFORMED_SHOWN)
    lines.push(`... and ${report.rows.malformed.length - MALFORMED_SHOWN} more lines.`);
  for (const finding of report.findings) lines.push(`DIFFERENCE  ${finding}`);
  return lines.join('\n');
}

const MALFORMED_SHOWN = 100;

/** 0 all is well; 2 rows were malformed or refused; 3 the books do not say what the file says. */
export function exitCodeOf(report: ReplayReport): number {
  if (report.findings.length > 0) return 3;
  return report.rows.malformed.length > 0 || Object.keys(report.refusals).length > 0 ? 2 : 0;
}
