/**
 * In which order a scenario happens: transactions by `recordedAt`, between them windows close, end their review and are settled.
 *
 * At one instant the windows come first (a window holds what was recorded before its close), older ones before newer ones, and
 * transactions keep the order of the input.
 */
import { DateTime } from 'luxon';
import type { Scenario, ScenarioTransaction } from './input.ts';

export interface CycleDates {
  readonly close: string;
  readonly advice: string;
  readonly disputeDeadline: string;
  readonly valueDate: string;
}

/** Transactions in the order in which they are recorded. */
export function inRecordedOrder(transactions: readonly ScenarioTransaction[]): ScenarioTransaction[] {
  return [...transactions].sort((a, b) => Date.parse(a.recordedAt) - Date.parse(b.recordedAt));
}

/** The beginning of a day in the programme's time zone. */
function startOf(date: string, timeZone: string): number {
  return DateTime.fromISO(date, { zone: timeZone }).startOf('day').toMillis();
}

/**
 * When a closed window's review ends and when its money moves: after the last day for disputes, and on the value date. A dispute that
 * the scenario posts to the window later than that keeps the review open until then.
 */
export function endsOf(
  scenario: Scenario,
  windowId: string,
  cycle: CycleDates,
  closedAt: number,
): { readonly finalAt: number; readonly settledAt: number } {
  const { timeZone } = scenario.programme;
  const dayAfter = DateTime.fromISO(cycle.disputeDeadline, { zone: timeZone }).plus({ days: 1 }).toISODate() ?? '';
  const value = Math.max(closedAt, startOf(cycle.valueDate, timeZone));
  let finalAt = Math.max(closedAt, Math.min(startOf(dayAfter, timeZone), value));
  for (const one of scenario.transactions) {
    if (one.type !== 'DISPUTE_HOLD' || one.postToWindow !== windowId) continue;
    finalAt = Math.max(finalAt, Date.parse(one.recordedAt) + 1);
  }
  return { finalAt, settledAt: Math.max(finalAt, value) };
}

/** Midnight after a day: from then on the day is over. */
export function endOfDay(date: string, timeZone: string): number {
  return DateTime.fromISO(date, { zone: timeZone }).plus({ days: 1 }).startOf('day').toMillis();
}
