// Many clients, two posting processes, and everything around them broken at least once (ledger.md failure modes 6, 7, 9 and 24): what was
// acknowledged is there exactly once, what was refused never, what nobody knows once or never, and the books balance.
// `npm run torture -- --seconds 600 --seed 1` does the same for as long as wanted.
import { expect, it } from 'vitest';
import { spawnScript } from '../support/spawn-script.ts';

it('nothing is lost, doubled or made up while everything breaks', async () => {
  const { code, stdout, stderr } = await spawnScript('torture', ['--seconds', '6', '--seed', '11', '--clients', '16'])
    .ended;
  const report = JSON.parse(stdout || '{"wrong": ["no report"]}');
  expect({ wrong: report.wrong, code, stderr }).toMatchObject({ wrong: [], code: 0 });
  expect(report.acknowledged).toBeGreaterThan(0);
  expect(Object.values<number>(report.faults).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  expect(report.auditedChecks).toBeGreaterThan(10);
});
