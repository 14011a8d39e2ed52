import type { AnySql } from '../../../../db/client.ts';
import type { ComponentTotal } from '../../domain/netting.ts';

export type WindowTotal = ComponentTotal & { readonly windowId: string };

/**
 * What was debited and credited in each window, by account and component. Read from the slots: partners x components x lanes
 * rows, whatever the number of postings. SETTLEMENT is left out: it is how a net is paid, not part of it.
 */
export async function readWindowTotals(sql: AnySql, windowIds: readonly string[]): Promise<readonly WindowTotal[]> {
  return sql<WindowTotal[]>`
    SELECT window_id AS "windowId", account, component,
           sum(credits)::bigint AS "creditsMinor", sum(debits)::bigint AS "debitsMinor"
    FROM ledger.money_slot
    WHERE window_id = ANY(${windowIds as string[]}::uuid[]) AND component <> 'SETTLEMENT'
    GROUP BY window_id, account, component
    ORDER BY window_id, account, component`;
}
