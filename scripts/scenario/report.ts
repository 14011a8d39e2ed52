/** What a scenario came to, in the shape of the worked example's `expected`: everything is added up from what the API answered. */
import { type PartnerRecord, reconcile, type Verdict } from '../../subgraphs/ledger/domain/reconciliation.ts';
import type { Scenario } from './input.ts';
import type { JournalEntry, LotState, ModelRun } from './run-model.ts';

interface PointsTotals {
  issued: number;
  outstanding: number;
  redeemed: number;
  expired: number;
  reversed: number;
}

/** The report. Points are those of the first model: the same under every one, unless caps block. */
export function scenarioReport(scenario: Scenario, runs: readonly ModelRun[]): Record<string, unknown> {
  const [first] = runs;
  if (first === undefined) throw new Error('A scenario runs under one model at least.');
  const { operator } = scenario.programme;
  const funders = [operator, ...scenario.partners.map(({ id }) => id)];
  return {
    windowDates: first.windowDates,
    points: totalsOf(first.lots),
    pointsByFunder: Object.fromEntries(
      funders.map((funder) => [funder, totalsOf(first.lots.filter((lot) => lot.funder === funder))]),
    ),
    members: membersOf(first),
    debts: first.debts,
    ...(scenario.reconciliation === undefined ? {} : { reconciliation: reconciliationOf(scenario, first) }),
    ...Object.fromEntries(runs.map((run) => [run.model, modelReport(scenario, run)])),
    documents: Object.fromEntries(runs.map((run) => [run.model, documentsOf(scenario, run)])),
  };
}

function totalsOf(lots: readonly LotState[]): PointsTotals {
  const totals = { issued: 0, outstanding: 0, redeemed: 0, expired: 0, reversed: 0 };
  for (const lot of lots) {
    totals.issued += lot.points;
    totals.outstanding += lot.remaining;
    totals.redeemed += lot.redeemed;
    totals.expired += lot.expired;
    totals.reversed += lot.reversed;
  }
  return totals;
}

function membersOf({ lots, debts }: ModelRun) {
  const members: Record<string, { outstanding: number; debt: number; balance: number }> = {};
  const of = (member: string) => {
    const known = members[member] ?? { outstanding: 0, debt: 0, balance: 0 };
    members[member] = known;
    return known;
  };
  for (const { member, remaining } of lots) of(member).outstanding += remaining;
  for (const { member, open } of debts) of(member).debt += open;
  for (const totals of Object.values(members)) totals.balance = totals.outstanding - totals.debt;
  return members;
}

function modelReport(scenario: Scenario, run: ModelRun): Record<string, unknown> {
  const pool = run.model === 'OPERATOR_POOL';
  const last = scenario.windows.at(-1)?.id ?? '';
  const positions = run.windows.get(last)?.positions ?? {};
  return {
    model: run.model,
    results: run.results,
    lots: run.lots.map(({ reserveMinor, serviceFeeMinor, reserveLeftMinor, ...lot }) =>
      pool ? { ...lot, reserveMinor, serviceFeeMinor, reserveLeftMinor } : { ...lot, serviceFeeMinor },
    ),
    journal: run.journal,
    windows: Object.fromEntries([...run.windows].map(([id, { obligations: _, ...window }]) => [id, window])),
    trialBalance: trialBalanceOf(run.journal),
    finalCarryForward: Object.fromEntries(
      scenario.partners.map(({ id }) => [id, positions[id]?.carriedForwardMinor ?? 0]),
    ),
    capAlerts: capAlertsOf(scenario, run.journal),
    ...(pool
      ? { reserveRollForward: reserveRollForwardOf(scenario, run.journal) }
      : {
          bilateralObligations: Object.fromEntries([...run.windows].map(([id, { obligations }]) => [id, obligations])),
        }),
  };
}

function trialBalanceOf(journal: readonly JournalEntry[]) {
  const accounts: Record<string, { drMinor: number; crMinor: number; balanceMinor: number }> = {};
  for (const { account, side, amountMinor } of journal.flatMap(({ lines }) => lines)) {
    const totals = accounts[account] ?? { drMinor: 0, crMinor: 0, balanceMinor: 0 };
    accounts[account] = totals;
    if (side === 'Dr') totals.drMinor += amountMinor;
    else totals.crMinor += amountMinor;
    totals.balanceMinor = totals.crMinor - totals.drMinor;
  }
  return accounts;
}

/** Every change of the level to which a partner's net debit cap is used, entry by entry: a warning from 80 %, a breach above 100 %. */
function capAlertsOf(scenario: Scenario, journal: readonly JournalEntry[]) {
  const caps = new Map(scenario.partners.map(({ id, netDebitCapMinor }) => [id, netDebitCapMinor ?? null]));
  const positions = new Map<string, number>();
  const levels = new Map<string, string>();
  const alerts: Record<string, unknown>[] = [];
  for (const { id, tx, lines } of journal) {
    const touched = new Set<string>();
    for (const { account, side, amountMinor } of lines) {
      if (!account.startsWith('PARTNER:')) continue;
      const partner = account.slice('PARTNER:'.length);
      positions.set(partner, (positions.get(partner) ?? 0) + (side === 'Dr' ? -amountMinor : amountMinor));
      touched.add(partner);
    }
    for (const partner of touched) {
      const capMinor = caps.get(partner) ?? null;
      if (capMinor === null) continue;
      const positionMinor = positions.get(partner) ?? 0;
      const used = Math.max(0, -positionMinor);
      const to = used > capMinor ? 'BREACH' : used > 0 && used * 100 >= capMinor * 80 ? 'WARN80' : 'OK';
      const from = levels.get(partner) ?? 'OK';
      if (to !== from) alerts.push({ entry: id, tx, partner, from, to, positionMinor, capMinor });
      levels.set(partner, to);
    }
  }
  return alerts;
}

/** What moved the reserve in each window, by component. */
function reserveRollForwardOf(scenario: Scenario, journal: readonly JournalEntry[]) {
  const windows: Record<string, Record<string, number>> = {};
  let openingMinor = 0;
  for (const { id } of scenario.windows) {
    const moved: Record<string, number> = {};
    for (const { account, side, amountMinor, component } of journal
      .filter(({ window }) => window === id)
      .flatMap(({ lines }) => lines)) {
      if (account === 'OP:RESERVE')
        moved[component] = (moved[component] ?? 0) + (side === 'Dr' ? -amountMinor : amountMinor);
    }
    const closingMinor = Object.values(moved).reduce((sum, amount) => sum + amount, openingMinor);
    windows[id] = { openingMinor, ...moved, closingMinor };
    openingMinor = closingMinor;
  }
  return windows;
}

const VAT_PERCENT = 19;

/** Gross sums of the documents of each window and partner (settlement.md 4): they tie to the net. */
function documentsOf(scenario: Scenario, { journal }: ModelRun) {
  const windows: Record<string, Record<string, Record<string, number>>> = {};
  for (const { id: window } of scenario.windows) {
    const partners: Record<string, Record<string, number>> = {};
    windows[window] = partners;
    const lines = journal
      .filter((entry) => entry.window === window && entry.type !== 'SETTLEMENT')
      .flatMap((entry) => entry.lines);
    for (const { id } of scenario.partners) {
      const sums = { invoice: 0, credit: 0, selfBilled: 0, selfBilledCredit: 0, hold: 0 };
      for (const { account, side, amountMinor, component } of lines) {
        if (account !== `PARTNER:${id}`) continue;
        if (component.startsWith('DISPUTE_')) sums.hold += side === 'Dr' ? -amountMinor : amountMinor;
        else if (component === 'REDEMPTION') sums.selfBilled += amountMinor;
        else if (component === 'REDEMPTION_REVERSAL') sums.selfBilledCredit += amountMinor;
        else if (side === 'Dr') sums.invoice += amountMinor;
        else sums.credit += amountMinor;
      }
      partners[id] = {
        operatorInvoiceMinor: sums.invoice,
        operatorCreditNoteMinor: sums.credit,
        selfBilledInvoiceMinor: sums.selfBilled,
        selfBilledCreditNoteMinor: sums.selfBilledCredit,
        holdMinor: sums.hold,
        vat19OnOperatorInvoiceMinor: Math.floor((sums.invoice * VAT_PERCENT * 2 + 100) / 200),
      };
    }
  }
  return windows;
}

/** The partner's file against what was accepted of the partner, by the ledger's own matching (settlement.md 7). */
function reconciliationOf(scenario: Scenario, run: ModelRun): Record<string, unknown>[] {
  const asked = scenario.reconciliation;
  if (asked === undefined) return [];
  const points = new Map<string, number>();
  for (const lot of run.lots) points.set(lot.tx, (points.get(lot.tx) ?? 0) + lot.points);
  const accepted = new Map(
    run.results.filter(({ status }) => status === 'ACCEPTED').map((result) => [result.tx, result]),
  );
  const money = (minor: unknown) =>
    typeof minor === 'number' ? { minor: BigInt(minor), currency: scenario.programme.currency } : null;
  const ledger = scenario.transactions
    .filter((one) => one.partner === asked.partner && accepted.has(one.id))
    .filter((one) => !('adjustment' in one) || one.adjustment === undefined)
    .map((one) => ({
      transactionId: one.id,
      window: accepted.get(one.id)?.window ?? '',
      partnerRef: one.partnerRef ?? null,
      type: one.type,
      points: BigInt(points.get(one.id) ?? ('points' in one ? one.points : 0)),
      amount: money(accepted.get(one.id)?.amountMinor),
      businessAt: new Date(one.businessAt),
    }));
  const file = asked.partnerFile.map(
    (line): PartnerRecord => ({
      line: line.line,
      partnerRef: line.partnerRef,
      type: line.type,
      points: BigInt(line.points),
      amount: money(line.amountMinor),
      businessAt: new Date(line.businessAt),
    }),
  );
  return reconcile(file, ledger, {
    window: asked.window,
    tolerancePoints: BigInt(asked.tolerancePoints),
    toleranceMinor: BigInt(asked.toleranceMinor),
    toleranceSeconds: asked.timeToleranceSeconds,
  }).map(toLine);
}

function toLine(verdict: Verdict): Record<string, unknown> {
  const { file, ledger, result } = verdict;
  return {
    ...(file === null ? {} : { line: file.line }),
    ...(ledger === null ? {} : { tx: ledger.transactionId }),
    partnerRef: file?.partnerRef ?? ledger?.partnerRef,
    result,
    ...(result === 'AMOUNT_MISMATCH'
      ? {
          partnerPoints: Number(verdict.difference.partnerPoints),
          operatorPoints: Number(verdict.difference.operatorPoints),
          differencePoints: Number(verdict.difference.differencePoints),
          ...(verdict.difference.differenceMinor === null
            ? {}
            : { differenceMinor: Number(verdict.difference.differenceMinor) }),
        }
      : {}),
    ...(result === 'MISSING_AT_OPERATOR' ? { partnerPoints: Number(verdict.file.points) } : {}),
    ...(result === 'MISSING_AT_PARTNER' ? { operatorPoints: Number(verdict.ledger.points) } : {}),
    ...(result === 'MATCHED_IN_TOLERANCE' || result === 'TIME_MISMATCH' || result === 'PROPOSED_MATCH'
      ? { seconds: verdict.seconds }
      : {}),
    ...(result === 'TIMING' ? { postedInWindow: verdict.postedInWindow } : {}),
  };
}
