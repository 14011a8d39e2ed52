/**
 * Earn rules: how many purchases a second one core evaluates, what a hundred live rules cost a posting, and how fast history is replayed.
 *
 * `quotesPerSecond` is evaluation alone, of a basket of ten lines against a hundred live rules (rates, exclusions, multipliers, thresholds, hours,
 * groups), without a database, in CPU time of one thread. `ratioHundredRules` is posting with those rules beside posting with one, in turn, on one database and two
 * programmes. `backtestPurchasesPerSecond` is `runBacktest` on what was posted, drafts beside the rules in force, reading included.
 * `ratioPostingDuringBacktest` is posting while backtests run, one after the other in a thread as the product runs them, beside posting alone, in
 * turn. `quoteP99Millis` is `quotePurchase` of such baskets over HTTP through the gateway, eight in flight at `quotesOverHttpPerSecond`, while
 * a till records purchases.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { type Database, openDatabase } from '../../db/client.ts';
import { serve } from '../../gateway/serve.ts';
import { createBacktestThreads } from '../../subgraphs/ledger/backtest/backtest-threads.ts';
import { runBacktest } from '../../subgraphs/ledger/backtest/run-backtest.ts';
import { createPostingEngine, type PostingEngine } from '../../subgraphs/ledger/engine/posting-engine.ts';
import { insertBacktest, readBacktest, stopBacktest } from '../../subgraphs/ledger/store/backtests/backtests.ts';
import { compileRules } from '../../subgraphs/partners/domain/rules/compile-rules.ts';
import {
  evaluatePurchase,
  NO_USAGE,
  type PurchaseFacts,
} from '../../subgraphs/partners/domain/rules/evaluate-purchase.ts';
import { termsOf } from '../../subgraphs/partners/domain/rules/read-rule.ts';
import { DAYS, type WrittenRule } from '../../subgraphs/partners/domain/rules/rule-schema.ts';
import type { RuleVersion } from '../../subgraphs/partners/domain/rules/rule-terms.ts';
import { openApi } from '../api.ts';
import { mutate } from '../replay/mutate.ts';
import type { Bench } from './bench.ts';
import type { BenchDatabase } from './bench-server.ts';
import { compareInTurn, median, percentile, ratePerSecond, rounded } from './measure.ts';
import { makeTermsProgramme, purchasesOf, type TermsProgramme } from './terms-programme.ts';
import { credentialsOf } from './till.ts';

const CATEGORIES = Array.from({ length: 20 }, (_, index) => `category-${index}`);

const DAY_HOURS = { from: '07:00', until: '19:00' };
const NIGHT_HOURS = { from: '19:00', until: '07:00' };

/**
 * Rules such as a coalition has: most of them look at items, some at time or amount. As many are for each day of the week and for day and
 * night, so that a bench measures the same whenever it runs; about one basket in three is given a promotion.
 */
function someRules(count: number): WrittenRule[] {
  return Array.from({ length: count }, (_, index): WrittenRule => {
    const categories = [CATEGORIES[index % 20]!];
    const common = { name: `Rule ${index}`, validFrom: '2020-01-01T00:00:00.000Z', order: index };
    const promotion = { ...common, kind: 'PROMOTION' as const, fundingSplit: [{ basisPoints: 10_000 }] };
    switch (index % 5) {
      case 0:
        return {
          ...common,
          kind: 'BASE',
          award: { type: 'PER_AMOUNT', points: 2, perAmount: { amount: '1.00', currency: 'EUR' } },
          conditions: { categories },
        };
      case 1:
        return {
          ...promotion,
          award: { type: 'MULTIPLIER', basisPoints: 20_000 },
          conditions: { skus: [`sku-${index}`], days: [DAYS[index % 7]!] },
        };
      case 2:
        return {
          ...promotion,
          award: { type: 'FIXED', points: 5 },
          conditions: { minimumSpend: { amount: '500.00', currency: 'EUR' } },
        };
      case 3:
        return {
          ...promotion,
          award: { type: 'FIXED', points: 7 },
          conditions: { skus: [`sku-${index}`], hours: index % 2 === 0 ? DAY_HOURS : NIGHT_HOURS },
          stacking: { group: `group-${index % 4}`, mode: 'BEST' },
        };
      default:
        return {
          ...promotion,
          award: { type: 'PER_QUANTITY', points: 1, perQuantity: 2 },
          conditions: { categories, channels: ['web'] },
        };
    }
  });
}

function versionsOf(rules: readonly WrittenRule[]): RuleVersion[] {
  return rules.map((rule, index) => ({
    ...{ ruleId: `rule-${index}`, ruleVersionId: `version-${index}`, code: `rule-${index}`, version: 1 },
    ...{ terms: termsOf(rule), publishedAt: new Date(0), ended: null },
  }));
}

function tenLines(round: number): PurchaseFacts {
  const lines = Array.from({ length: 10 }, (_, index) => ({
    sku: `sku-${(round * 7 + index * 13) % 400}`,
    quantity: BigInt(1 + (index % 3)),
    amountMinor: BigInt(199 + index * 151),
    category: CATEGORIES[(round + index) % 20]!,
    brand: null,
  }));
  const now = new Date();
  return {
    ...{ partnerId: 'partner', storeId: 'store', timeZone: 'Europe/Berlin', occurredAt: now, decidedAt: now },
    ...{ businessDate: '2026-03-02', currency: 'EUR', channel: 'till', paymentMethod: 'card' },
    ...{
      amountMinor: lines.reduce((sum, line) => sum + line.amountMinor, 0n),
      lines,
      paidWithPointsMinor: 0n,
      codes: [],
    },
  };
}

function quotesPerSecond(seconds: number): { readonly perSecond: number; readonly points: bigint } {
  const rules = compileRules(versionsOf(someRules(100)));
  const base = { earnPoints: 1n, earnPerMinor: 100n, earnRounding: 'DOWN' as const };
  const prices = { exponent: 2, priceMicros: () => 10_000n };
  const member = {
    ...{
      memberId: 'member',
      tier: 'GOLD',
      plans: null,
      segments: [],
      birthday: null,
      householdId: null,
      benefitBasisPoints: 10_000n,
      firstPurchase: false,
    },
    optedIn: new Set<string>(),
  };
  const purchases = Array.from({ length: 400 }, (_, round) => tenLines(round));
  // By the CPU time of this process: what a core does, however busy the others keep it.
  const run = (forSeconds: number): { perSecond: number; points: bigint } => {
    const before = process.cpuUsage();
    let spent = 0;
    let done = 0;
    let points = 0n;
    while (spent < forSeconds * 1_000_000) {
      for (const purchase of purchases)
        points += evaluatePurchase(rules, base, purchase, member, NO_USAGE, prices).points;
      done += purchases.length;
      const { user, system } = process.cpuUsage(before);
      spent = user + system;
    }
    return { perSecond: (done / spent) * 1_000_000, points };
  };
  run(seconds);
  return run(seconds);
}

/** A backtest of everything that was posted, asked for and not yet run. */
async function askBacktest(ledger: Database, { coalition, draftIds }: TermsProgramme): Promise<string> {
  const backtestId = v7();
  await insertBacktest(ledger.sql, {
    ...{ backtestId, programmeId: coalition.programmeId, partnerId: null, ruleVersionIds: draftIds, askedBy: 'bench' },
    ...{ fromAt: new Date(0), untilAt: new Date(Date.now() + 3_600_000), startedAt: new Date() },
  });
  return backtestId;
}

/** Does `work` while backtests run one after the other, each in a thread; the last one is cancelled. */
async function duringBacktests<Result>(
  ledger: Database,
  engine: PostingEngine,
  programme: TermsProgramme,
  work: () => Promise<Result>,
): Promise<Result> {
  const faults: unknown[] = [];
  const threads = createBacktestThreads(
    ledger,
    (fault) => faults.push(fault),
    () => engine.figures().queued,
  );
  const { programmeId } = programme.coalition;
  let working = true;
  const backtesting = (async () => {
    while (working) {
      const backtestId = await askBacktest(ledger, programme);
      threads.start(programmeId, backtestId);
      while (working && (await readBacktest(ledger.sql, programmeId, backtestId))?.state === 'RUNNING') await delay(50);
      await stopBacktest(ledger.sql, backtestId, 'CANCELLED');
    }
  })();
  try {
    const result = await work();
    if (faults.length > 0) throw new Error(`A backtest failed: ${String(faults[0])}`);
    return result;
  } finally {
    working = false;
    await backtesting;
    await threads.stop();
  }
}

/** Quotes over HTTP, eight in flight, beside a till that records purchases: how many a second, and the time that 99 in 100 take at most. */
async function quotesOverHttp(
  owner: BenchDatabase,
  { coalition }: TermsProgramme,
  seconds: number,
): Promise<{ readonly perSecond: number; readonly p99Millis: number }> {
  const served = await serve({
    ...{ databaseUrl: owner.url, port: 0, host: '127.0.0.1', production: true },
    logger: pino({ level: 'error' }, pino.destination(2)),
  });
  const api = openApi(served.url, 16);
  try {
    const partner = coalition.partners[0]!;
    const app = api.as(await credentialsOf(owner, coalition, partner));
    const query =
      'query ($input: QuotePurchaseInput!) { quotePurchase(input: $input) { points rules { rule status } userErrors { code } } }';
    let asked = 0;
    const basket = () => {
      asked += 1;
      const { lines, amountMinor } = tenLines(asked);
      const money = (minor: bigint) => (Number(minor) / 100).toFixed(2);
      return {
        storeId: partner.storeId,
        memberId: coalition.memberIds[(asked * 31) % coalition.memberIds.length],
        amount: { amount: money(amountMinor), currency: 'EUR' },
        lines: lines.map(({ sku, quantity, amountMinor: of, category }) => ({
          ...{ sku, quantity: Number(quantity), amount: money(of), category },
        })),
      };
    };
    const times: number[] = [];
    const quote = async (): Promise<void> => {
      const startedAt = performance.now();
      const answer = await app.ask<{ quotePurchase: { points: number | null } }>(query, { input: basket() });
      times.push(performance.now() - startedAt);
      if (answer.quotePurchase.points === null) throw new Error(`A quote was refused: ${JSON.stringify(answer)}`);
    };
    const sell = async (): Promise<void> => {
      const reply = await mutate(
        app,
        'recordPurchase',
        { idempotencyKey: `receipt-${asked}-${times.length}`, ...basket() },
        'transaction { id }',
      );
      if (!reply.ok) throw new Error(`A purchase was refused: ${reply.refusal.code}`);
    };
    await ratePerSecond(quote, 8, seconds / 2);
    times.length = 0;
    const [perSecond] = await Promise.all([ratePerSecond(quote, 8, seconds), ratePerSecond(sell, 1, seconds)]);
    return { perSecond, p99Millis: percentile(times, 0.99) };
  } finally {
    api.close();
    await served.close();
  }
}

export const terms: Bench = {
  name: 'terms',
  what: 'earn rules: quotes a second, posting with a hundred live rules beside one, backtests',
  async run({ quick, server, tell }) {
    tell('evaluating baskets of ten lines against a hundred rules');
    const quotes = [1, 2, 3].map(() => quotesPerSecond(quick ? 1 : 4).perSecond);

    const owner = await (await server()).createLedger('bench_terms');
    const { url, sql } = owner;
    tell('making two programmes, one with a rule and one with a hundred');
    const one = await makeTermsProgramme(sql, someRules(1), quick ? 1_000 : 10_000);
    const hundred = await makeTermsProgramme(sql, someRules(100), quick ? 1_000 : 10_000);
    const { programmeId } = hundred.coalition;
    const ledger = openDatabase({ url, role: 'ledger', max: 8, applicationName: 'loyalty-bench-terms' });
    const engine = createPostingEngine({ sql: ledger.sql, clock: () => new Date() });
    try {
      tell('posting in turn');
      const contender = (name: string, programme: typeof one) => ({
        name,
        rate: async (seconds: number): Promise<number> => {
          const startedAt = performance.now();
          let done = 0;
          while (performance.now() - startedAt < seconds * 1000) {
            const replies = await engine.submitAll(purchasesOf(programme, 256, CATEGORIES));
            const refused = replies.find((reply) => !reply.ok);
            if (refused !== undefined) throw new Error(`A purchase was refused: ${JSON.stringify(refused)}`);
            done += replies.length;
          }
          return (done / (performance.now() - startedAt)) * 1000;
        },
      });
      const { medians, rates } = await compareInTurn([contender('one', one), contender('hundred', hundred)], {
        rounds: quick ? 3 : 7,
        seconds: quick ? 2 : 6,
      });

      tell('posting what is backtested');
      const history = quick ? 15_000 : 200_000;
      for (let posted = 0; posted < history; posted += 1_000)
        await engine.submitAll(purchasesOf(hundred, 1_000, CATEGORIES));
      tell('backtesting');
      const backtestId = await askBacktest(ledger, hundred);
      const cpuBefore = process.cpuUsage();
      const startedAt = performance.now();
      await runBacktest(ledger.sql, programmeId, backtestId);
      const seconds = (performance.now() - startedAt) / 1000;
      const cpu = process.cpuUsage(cpuBefore);
      const backtest = await readBacktest(ledger.sql, programmeId, backtestId);
      const done = Number(backtest?.done ?? 0n);

      tell('posting beside backtests, in turn');
      const alone = contender('alone', one);
      const beside = {
        name: 'beside',
        rate: (forSeconds: number) => duringBacktests(ledger, engine, hundred, () => alone.rate(forSeconds)),
      };
      const { medians: besides } = await compareInTurn([alone, beside], {
        rounds: quick ? 2 : 5,
        seconds: quick ? 2 : 8,
      });
      tell('quoting over HTTP');
      // In a database of its own: what was posted above has yet to be signed and told.
      const quoted = await (await server()).createLedger('bench_quotes');
      const quoting = await makeTermsProgramme(quoted.sql, someRules(100), quick ? 1_000 : 10_000);
      const http = await quotesOverHttp(quoted, quoting, quick ? 3 : 15);
      return {
        quotesPerSecond: rounded(median(quotes)),
        ratioHundredRules: rounded(medians[1]! / medians[0]!, 2),
        purchasesOneRulePerSecond: rounded(medians[0]!),
        purchasesHundredRulesPerSecond: rounded(medians[1]!),
        ratesOneRule: rates[0]!.map((rate) => rounded(rate)),
        ratesHundredRules: rates[1]!.map((rate) => rounded(rate)),
        backtestPurchases: done,
        backtestPurchasesPerSecond: rounded(done / seconds),
        backtestMillionSeconds: rounded(1_000_000 / (done / seconds)),
        /** Of this process; the server reads beside it on the other core. */
        backtestCpuMicrosPerPurchase: rounded((cpu.user + cpu.system) / done),
        ratioPostingDuringBacktest: rounded(besides[1]! / besides[0]!, 2),
        quoteP99Millis: rounded(http.p99Millis, 1),
        quotesOverHttpPerSecond: rounded(http.perSecond),
        backtestNotReproduced: Number(backtest?.report?.notReproduced ?? -1),
      };
    } finally {
      await engine.stop();
      await ledger.close();
    }
  },
};
