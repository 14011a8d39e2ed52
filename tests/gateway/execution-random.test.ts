/*
 * Random operations give the same answers as one plain graphql-js schema: in one process, and split over HTTP.
 *
 * RANDOM_OPERATIONS=5000 runs more of them, RANDOM_SEED=123 other ones. A failure prints its seed and operation.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSupergraphExecutor } from '../../gateway/execution/supergraph-executor.ts';
import { compareAnswers } from '../support/random-federation/compare-answers.ts';
import {
  type Answer,
  type Deployment,
  type Deployments,
  startDeployments,
} from '../support/random-federation/deployments.ts';
import { type RandomOperation, randomOperation } from '../support/random-federation/random-operation.ts';
import { seededRandom } from '../support/random-federation/seeded-random.ts';
import { makeWorld } from '../support/random-federation/world.ts';

const OPERATIONS = Number(process.env.RANDOM_OPERATIONS ?? 300);
const FIRST_SEED = Number(process.env.RANDOM_SEED ?? 1);
const LONG = 3_600_000;

let deployments: Deployments;

beforeAll(async () => {
  deployments = await startDeployments();
});
afterAll(async () => {
  await deployments.close();
});

/** What a deployment answers (a subscription: every event) and did, over a fresh world. */
async function ask(deployment: Deployment, operation: RandomOperation, isStream: boolean, seed: number) {
  deployment.world.current = makeWorld(seed % 23, seed % 3 === 0 ? 0 : 0.06);
  const answers = isStream ? await deployment.events(operation) : [await deployment.answer(operation)];
  return { answers, effects: deployment.world.current.log.join(', ') };
}

const codeOf = (answer: Answer | undefined) => answer?.errors?.[0]?.extensions?.code;

/** The planner has no plan for some operations that reach a `@requires` through the subgraph that requires. */
const REQUIRES = /\b(shipping|airfreight|freight|handledBy)\b/;

async function compareMany(kind: 'query' | 'mutation' | 'subscription', count: number): Promise<void> {
  const differences: string[] = [];
  let [propagated, exact, unplanned] = [0, 0, 0];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + count && differences.length < 3; seed++) {
    const operation = randomOperation(deployments.publicSchema, seededRandom(seed), kind);
    const expected = await ask(deployments.plain, operation, kind === 'subscription', seed);
    for (const deployment of [deployments.inProcess, deployments.split]) {
      const actual = await ask(deployment, operation, kind === 'subscription', seed);
      if (codeOf(actual.answers[0]) === 'QUERY_PLANNING_FAILED' && REQUIRES.test(operation.text)) {
        unplanned++;
        continue;
      }
      const found: (string | undefined)[] = [];
      if (expected.effects !== actual.effects) found.push(`did ${actual.effects}, not ${expected.effects}`);
      if (expected.answers.length !== actual.answers.length) found.push(`${actual.answers.length} answers`);
      for (const [index, answer] of expected.answers.entries()) {
        const other = actual.answers[index] ?? {};
        // A plain server throws where the source of a stream failed; a gateway says so in a last event.
        if (codeOf(answer) === 'SOURCE_FAILED' && codeOf(other) === 'DOWNSTREAM_SERVICE_ERROR') continue;
        const comparison = compareAnswers(answer, other);
        propagated += comparison.propagated;
        exact += comparison.exact;
        found.push(comparison.difference);
      }
      for (const difference of found.filter((text) => text !== undefined)) {
        const values = JSON.stringify(operation.variables);
        differences.push(`seed ${seed}, ${deployment.name}: ${difference}\n${operation.text}\n${values}`);
      }
    }
  }
  expect(differences.join('\n\n')).toBe('');
  expect(unplanned / (2 * count)).toBeLessThan(0.05);
  expect(exact / Math.max(1, propagated)).toBeGreaterThan(0.8);
}

test('random queries are answered as by one plain schema', () => compareMany('query', OPERATIONS), LONG);

test(
  'random mutations run one after the other and are answered as by one plain schema',
  () => compareMany('mutation', Math.ceil(OPERATIONS / 2)),
  LONG,
);

test(
  'random subscriptions give the events of one plain schema',
  () => compareMany('subscription', Math.ceil(OPERATIONS / 6)),
  LONG,
);

test(
  'every random operation over the schema of the platform can be planned',
  async () => {
    const calls = new Set<string>();
    const executor = await createSupergraphExecutor({
      supergraphSdl: readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'),
      callSubgraph: (name) => {
        calls.add(name);
        return { data: null, errors: [{ message: 'nobody is here', extensions: { code: 'NOBODY' } }] };
      },
    });
    for (const kind of ['query', 'mutation', 'subscription'] as const) {
      for (let seed = FIRST_SEED; seed < FIRST_SEED + OPERATIONS / 3; seed++) {
        const { text, document, variables } = randomOperation(executor.publicSchema, seededRandom(seed), kind);
        const run = kind === 'subscription' ? executor.subscribe : executor.execute;
        const result = await run({ document, variables, context: {} });
        const codes = 'errors' in result ? (result.errors ?? []).map(({ extensions }) => extensions.code) : [];
        expect(codes, text).not.toContain('QUERY_PLANNING_FAILED');
        expect(codes, text).not.toContain('INTERNAL_SERVER_ERROR');
      }
    }
    expect([...calls].sort()).toEqual(['ledger', 'members', 'partners', 'rewards']);
  },
  LONG,
);
