/** Seals closed windows again after something was appended to one of them, or carried into it: each brings in what the one before carries. */
import type { AnySql } from '../../../db/client.ts';
import type { IdSource } from '../../shared/ids.ts';
import type { WindowTerms } from '../domain/window-terms.ts';
import { upsertItems } from '../store/settlement/items.ts';
import { readWindowsFrom } from '../store/windows/read-windows.ts';
import { resealWindow } from '../store/windows/write-close.ts';
import { netOf } from './close-settlement-window.ts';

/** From a window's number on, until one that is not sealed yet. Under the closing lock; none of them may be final. */
export async function resealFrom(
  sql: AnySql,
  programmeId: string,
  number: number,
  terms: WindowTerms,
  ids: IdSource,
): Promise<void> {
  for (const window of await readWindowsFrom(sql, programmeId, number)) {
    const { closedAt, windowId } = window;
    if (closedAt === null) return;
    const netting = await netOf(sql, window, (partnerId) => terms.carryForwardBelowMinor(partnerId, closedAt));
    await resealWindow(sql, windowId, netting);
    const items = netting.positions.map(({ partnerId, netMinor }) => ({
      itemId: ids(),
      partnerId,
      amountMinor: netMinor,
    }));
    await upsertItems(sql, { programmeId, windowId, currency: terms.currency }, items);
  }
}
