/** Each partner's own file of a window, made from the source file, handed in by the partner itself: what does not agree is a finding. */
import { formatAmount } from '../../subgraphs/shared/money.ts';
import { handIn } from '../reconcile/hand-in.ts';
import type { Coalition } from './coalition.ts';
import { forEachInFlight } from './mutate.ts';
import { ownFile, type PurchasesLeft, type SpendAtTill } from './own-file.ts';
import type { ReplayPlan, WindowPlan } from './plan.ts';

export interface Reconciled {
  readonly counts: { files: number; records: number; matched: number; breaks: number };
  /** Files that were not taken. */
  readonly findings: string[];
  /** Files with breaks: findings, too, unless rows were refused, which the ledger then lacks. */
  readonly breaks: string[];
  readonly left: PurchasesLeft;
}

export function newReconciled(): Reconciled {
  return { counts: { files: 0, records: 0, matched: 0, breaks: 0 }, findings: [], breaks: [], left: new Map() };
}

/** Minor units of a whole unit of a currency. */
export function minorUnitsOf(currency: string): bigint {
  return 10n ** BigInt(formatAmount(0n, currency).split('.')[1]?.length ?? 0);
}

/** Windows come in order: what is left of a purchase is carried in `reconciled`. */
export async function reconcileWindow(
  coalition: Coalition,
  plan: ReplayPlan,
  window: WindowPlan,
  windowId: string,
  spends: ReadonlyMap<string, readonly SpendAtTill[]>,
  reconciled: Reconciled,
  options: {
    readonly unit: bigint;
    readonly currency: string;
    readonly seed: string;
    readonly inFlight: number;
  },
): Promise<void> {
  const files = plan.brands
    .map((brand) => ({ brand, ...ownFile(brand, plan, window, spends.get(brand) ?? [], reconciled.left, options) }))
    .filter(({ records }) => records > 0);
  await forEachInFlight(files, options.inFlight, async ({ brand, csv }) => {
    const partner = coalition.partners.get(brand);
    if (partner === undefined) throw new Error(`Broken promise: no partner for ${brand}`);
    const bytes = new TextEncoder().encode(csv);
    const { reconciliation, problem, userErrors } = await handIn(partner.till, { windowId, format: 'CSV', bytes });
    if (reconciliation === null) {
      const why = problem?.sentence ?? userErrors[0]?.message ?? 'no answer';
      reconciled.findings.push(`window ${window.month}: the file of ${brand} was not taken: ${why}`);
      return;
    }
    const { counts } = reconciled;
    counts.files += 1;
    counts.records += reconciliation.records;
    counts.matched += reconciliation.matched + reconciliation.matchedInTolerance;
    counts.breaks += reconciliation.breakCount;
    if (reconciliation.breakCount > 0)
      reconciled.breaks.push(`window ${window.month}: the file of ${brand} has ${reconciliation.breakCount} breaks.`);
  });
}
