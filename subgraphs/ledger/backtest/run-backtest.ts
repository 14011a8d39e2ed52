// One backtest from its row to its report: page after page of purchases, noting how far it is, until there are no more or it is to stop.
import type { Sql } from '../../../db/client.ts';
import type { RuleVersion } from '../../partners/domain/rules/rule-terms.ts';
import { BacktestRun } from '../domain/backtest.ts';
import { businessDate } from '../domain/business-calendar.ts';
import { finishBacktest, noteProgress, readBacktest, stopBacktest } from '../store/backtests/backtests.ts';
import {
  countPurchases,
  type ReplayPeriod,
  readBuyersBefore,
  readPurchases,
} from '../store/backtests/read-purchases.ts';
import { readReference } from '../store/reference/read-reference.ts';
import { readRuleVersions } from '../store/reference/read-rules.ts';
import { readCurrentFacts } from '../store/rules/read-member-facts.ts';

const PAGE = 5_000;

/** Whether any rule asks what a member is. */
function asksForMembers(...lists: readonly (readonly RuleVersion[])[]): boolean {
  return lists.flat().some(({ terms: { award, conditions, caps } }) => {
    const { tiers, plans, segments, birthday } = conditions;
    if (award?.type === 'BENEFIT_MULTIPLIER') return true;
    const asked = tiers.length > 0 || plans.length > 0 || segments.length > 0 || birthday !== null;
    return asked || caps.some(({ of }) => of === 'HOUSEHOLD');
  });
}

/** Runs it. What breaks leaves it FAILED and is thrown. `rest` is waited for after each page. */
export async function runBacktest(
  sql: Sql,
  programmeId: string,
  backtestId: string,
  rest: () => Promise<void> = async () => {},
): Promise<void> {
  try {
    const row = await readBacktest(sql, programmeId, backtestId);
    const read = await readReference(sql, programmeId);
    if (row === null || row.state !== 'RUNNING' || read === null) return;
    const period: ReplayPeriod = { programmeId, partnerId: row.partnerId, from: row.fromAt, until: row.untilAt };
    const wanted = new Set(row.ruleVersionIds);
    const versions = wanted.size === 0 ? [] : await readRuleVersions(sql, programmeId, row.ruleVersionIds);
    const drafts = versions.filter(({ ruleVersionId }) => wanted.has(ruleVersionId));
    const asks = asksForMembers(
      [...read.reference.rules.versions.values()].map(({ version }) => version),
      drafts,
    );
    const facts = asks
      ? await readCurrentFacts(sql, programmeId, businessDate(row.untilAt, read.reference.programme.timeZone))
      : [];
    const byMember = new Map(facts.map((row) => [row.memberId, row]));
    const run = new BacktestRun(read.reference, drafts, await readBuyersBefore(sql, period), byMember);
    const total = await countPurchases(sql, period);
    let done = 0n;
    let next = readPurchases(sql, period, null, PAGE);
    for (;;) {
      const page = await next;
      const last = page.at(-1);
      // The next page comes while this one is evaluated.
      if (last !== undefined && page.length === PAGE) next = readPurchases(sql, period, last.transactionId, PAGE);
      for (const purchase of page) run.add(purchase);
      done += BigInt(page.length);
      if (!(await noteProgress(sql, backtestId, done, done > total ? done : total))) {
        await next.catch(() => []);
        return;
      }
      if (page.length < PAGE) break;
      await rest();
    }
    await finishBacktest(sql, backtestId, run.report());
  } catch (error) {
    await stopBacktest(sql, backtestId, 'FAILED').catch(() => {});
    throw error;
  }
}
