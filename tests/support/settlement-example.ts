// The worked settlement example, kept outside the project: tests that need it skip with a message where it is absent.
import { existsSync, readFileSync } from 'node:fs';

const path = new URL('../../../shared/examples/settlement-example.json', import.meta.url);

/** Whether the worked example is at hand; else says so once on the console. */
export const haveSettlementExample = existsSync(path);
if (!haveSettlementExample) console.warn('skipped: ../shared/examples/settlement-example.json is absent');

/** The worked example as read from disk. Call it only when `haveSettlementExample`. */
export function settlementExample<Example>(): Example {
  return JSON.parse(readFileSync(path, 'utf8')) as Example;
}
