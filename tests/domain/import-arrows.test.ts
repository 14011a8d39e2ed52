import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import { expect, test } from 'vitest';

const configuration = createRequire(import.meta.url)('../../.dependency-cruiser.cjs');

async function brokenArrows(folders: string[]): Promise<string[]> {
  const { output } = await cruise(folders, {
    ...configuration.options,
    validate: true,
    ruleSet: { forbidden: configuration.forbidden },
  });
  if (typeof output === 'string') throw new Error(output);
  expect(output.summary.totalCruised).toBeGreaterThan(10);
  return output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

test('imports point the way the architecture says', async () => {
  expect(await brokenArrows(['subgraphs', 'gateway', 'db', 'scripts'])).toEqual([]);
}, 120_000);
