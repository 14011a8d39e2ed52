// Quotes, simulations, backtests and the budgets of promotions.

import { toPayload } from '../../serving/refusal.ts';
import { requireCaller, requireProgrammeCaller } from '../../serving/required-caller.ts';
import { isId } from '../../shared/ids.ts';
import type { Outcome } from '../../shared/refusal.ts';
import { backtester, backtestRules, cancelBacktest, maySeeBacktest } from '../commands/backtests.ts';
import { type PurchaseQuote, quotePurchase, simulatePurchase } from '../commands/quote-purchase.ts';
import type { LedgerContext } from '../context.ts';
import type { BacktestSide } from '../domain/backtest.ts';
import { OPERATOR } from '../domain/terms.ts';
import type { BacktestResolvers, EarnRuleResolvers, MutationResolvers, QueryResolvers } from '../generated.ts';
import { referenceTo } from '../reading/references.ts';
import { type BacktestRow, readBacktest, readBacktests } from '../store/backtests/backtests.ts';
import { readBurnDown } from '../store/rules/read-burn-down.ts';
import { toMoney } from './money.ts';
import { seenTransaction } from './transaction.ts';

const partnerOf = (funderId: string) => referenceTo(funderId === OPERATOR ? null : funderId);

function quotePayload(outcome: Outcome<PurchaseQuote>) {
  return toPayload(
    outcome,
    (quote) => ({
      points: quote.points,
      basePoints: quote.basePoints,
      promotionPoints: quote.points - quote.basePoints,
      pending: quote.pending !== null,
      pendingUntil: quote.pending?.until ?? null,
      expiresOn: quote.components.find(({ component }) => component === 'BASE')?.expiresOn ?? null,
      lines: [...quote.byLine],
      funding: quote.components.map(({ component, funderId, points }) => ({
        component,
        funder: partnerOf(funderId),
        points,
      })),
      sentence: quote.sentence,
      rules: quote.outcomes.map(({ rule, status, points, reason, missingMinor }) => ({
        rule: rule?.name ?? 'base-earn',
        version: referenceTo(rule?.version.ruleVersionId ?? null),
        status,
        points,
        reason,
        missing: missingMinor === null ? null : toMoney(missingMinor, quote.currency),
      })),
    }),
    {
      ...{ points: null, basePoints: null, promotionPoints: null, pending: null, pendingUntil: null, expiresOn: null },
      ...{ lines: null, funding: null, sentence: null, rules: null },
    },
  );
}

async function seenBacktest(id: string, context: LedgerContext): Promise<BacktestRow | null> {
  const caller = requireProgrammeCaller(context);
  if (!isId(id) || !backtester(caller)) return null;
  const row = await readBacktest(context.reads.sql, caller.programmeId, id.toLowerCase());
  return row !== null && maySeeBacktest(caller, row) ? row : null;
}

export const ruleQueries: Required<
  Pick<QueryResolvers, 'quotePurchase' | 'simulatePurchase' | 'backtest' | 'backtests'>
> = {
  quotePurchase: async (_, { input }, context) =>
    quotePayload(await quotePurchase(context.deps, requireCaller(context), input)),
  simulatePurchase: async (_, { input, ruleVersionIds }, context) =>
    quotePayload(await simulatePurchase(context.deps, requireCaller(context), input, ruleVersionIds)),
  backtest: (_, { id }, context) => seenBacktest(id, context),
  backtests: async (_, __, context) => {
    const caller = requireProgrammeCaller(context);
    if (!backtester(caller)) return [];
    return readBacktests(context.reads.sql, caller.programmeId, caller.role === 'operator' ? null : caller.partnerId);
  },
};

export const ruleMutations: Required<Pick<MutationResolvers, 'backtestRules' | 'cancelBacktest'>> = {
  backtestRules: async (_, { input }, context) =>
    toPayload(
      await backtestRules(context.deps, requireCaller(context), input),
      async ({ backtestId }) => ({ backtest: await seenBacktest(backtestId, context) }),
      { backtest: null },
    ),
  cancelBacktest: async (_, { input }, context) =>
    toPayload(
      await cancelBacktest(context.deps, requireCaller(context), input),
      async ({ backtestId }) => ({ backtest: await seenBacktest(backtestId, context) }),
      { backtest: null },
    ),
};

export const Backtest: BacktestResolvers = {
  id: ({ backtestId }) => backtestId,
  ruleVersions: ({ ruleVersionIds }) => ruleVersionIds.map((id) => ({ id })),
  from: ({ fromAt }) => fromAt,
  until: ({ untilAt }) => untilAt,
  done: ({ done }) => Number(done),
  total: ({ total }) => Number(total),
  report: async ({ report }, _, context) => {
    if (report === null) return null;
    const { currency } = (await context.loaders.programme()).programme;
    const sideOf = ({ points, funders }: BacktestSide) => ({
      points: BigInt(points),
      funders: funders.map((funder) => ({
        funder: partnerOf(funder.funderId),
        points: BigInt(funder.points),
        money: toMoney(BigInt(funder.moneyMinor), currency),
      })),
    });
    return {
      purchases: Number(report.purchases),
      skipped: Number(report.skipped),
      postedPoints: BigInt(report.postedPoints),
      notReproduced: Number(report.notReproduced),
      current: sideOf(report.current),
      draft: sideOf(report.draft),
      membersBetter: Number(report.membersBetter),
      membersWorse: Number(report.membersWorse),
      membersSame: Number(report.membersSame),
      budgets: report.budgets.map(({ points, ...budget }) => ({ ...budget, points: BigInt(points) })),
      largestDifferences: await Promise.all(
        report.largest.map(async ({ transactionId, current, draft }) => ({
          transaction: await seenTransaction(transactionId, context),
          currentPoints: BigInt(current),
          draftPoints: BigInt(draft),
        })),
      ),
    };
  },
};

export const EarnRule: EarnRuleResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  burnDown: async ({ id }, _, context) => {
    const caller = requireProgrammeCaller(context);
    if (!isId(id) || !backtester(caller)) return [];
    const { currency } = (await context.loaders.programme()).programme;
    const own = caller.role === 'operator' ? null : (caller.partnerId?.toLowerCase() ?? '');
    const rows = await readBurnDown(context.reads.sql, caller.programmeId, id.toLowerCase());
    return rows
      .filter(({ funder }) => own === null || funder === own)
      .map(({ funder, day, points, moneyMinor }) => ({
        funder: partnerOf(funder),
        day,
        points,
        money: toMoney(moneyMinor, currency),
      }));
  },
};
