/**
 * A scenario under both funding models, each through a gateway of its own on the same database: its business clock follows the
 * scenario, while tokens keep the wall clock. Nothing sweeps by itself: points lapse when the scenario says so.
 */
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { type ServeOptions, serve } from '../../gateway/serve.ts';
import { makePersonalDataKey } from '../../subgraphs/serving/personal-data.ts';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { type Credentials, openApi } from '../api.ts';
import type { Scenario } from './input.ts';
import { scenarioReport } from './report.ts';
import { type ModelRun, runModel, type TestClock } from './run-model.ts';
import type { FundingModel } from './set-up.ts';

export const MODELS: readonly FundingModel[] = ['OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION'];

/** The servers' clocks are apart by as much as scenarios last: what one has yet to follow, the other takes for old. */
const FOR_EVER = 1_000 * 365 * 24 * 60 * 60 * 1_000;

/** One caller on the loopback address: what protects a public server from its clients is in the way here. */
const LIMITS = { aliases: 1_000, cost: 10_000_000, tokens: 20_000, documentCharacters: 200_000 } as const;

/**
 * Runs a scenario on a migrated database that it may fill. The report is the shape of the worked example's `expected`.
 * @param personalDataKey the one of the database where it was used before; a new one for a new database
 */
export async function runScenario(
  scenario: Scenario,
  databaseUrl: string,
  platform: Credentials,
  personalDataKey = makePersonalDataKey(),
): Promise<Record<string, unknown>> {
  // Either server may sign the statements of both programmes, so both must be able to open the keys.
  const statementSecrets = [{ keyId: 'scenario', secret: randomBytes(32).toString('base64url') }];
  const shared = { databaseUrl, personalDataKey, statementSecrets };
  // Both end before one that failed is told: whoever closes the database closes it under nobody.
  const runs = await Promise.allSettled(MODELS.map((model) => runOn(scenario, shared, platform, model)));
  return scenarioReport(
    scenario,
    runs.map((run) => {
      if (run.status === 'rejected') throw run.reason;
      return run.value;
    }),
  );
}

async function runOn(
  scenario: Scenario,
  shared: Pick<ServeOptions, 'databaseUrl' | 'personalDataKey' | 'statementSecrets'>,
  platform: Credentials,
  model: FundingModel,
): Promise<ModelRun> {
  const clock: TestClock = { now: Date.now() };
  const server = await serve({
    ...shared,
    databaseConnections: 4,
    port: 0,
    host: '127.0.0.1',
    production: true,
    limits: LIMITS,
    logger: pino({ level: 'error' }, pino.destination(2)),
    clock: () => new Date(clock.now),
    tokenClock: systemClock,
    sweepEvery: 0,
    feedKeeping: { keepFor: FOR_EVER, keepUnfollowedFor: FOR_EVER, keepMessagesFor: FOR_EVER },
  });
  try {
    const api = openApi(server.url, 2);
    try {
      return await runModel(api, platform, scenario, model, clock);
    } finally {
      api.close();
    }
  } finally {
    await server.close();
  }
}
