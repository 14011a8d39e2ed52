/**
 * Net positions of a window as they are shown: sealed ones as they were written, those of an open window as they would be sealed
 * now. Either way read from accumulators, never from history.
 */
import type { AnySql } from '../../../db/client.ts';
import { netOf } from '../commands/close-settlement-window.ts';
import type { SettlementAction } from '../domain/netting.ts';
import { readNetPositions } from '../store/windows/read-net-positions.ts';
import type { WindowRow } from '../store/windows/window-row.ts';

export interface NetPositionView {
  readonly partnerId: string;
  readonly openingMinor: bigint;
  readonly creditsMinor: bigint;
  readonly debitsMinor: bigint;
  readonly netMinor: bigint;
  readonly action: SettlementAction;
  /** Signed sums by component. */
  readonly components: ReadonlyMap<string, bigint>;
}

export interface WindowNets {
  readonly positions: readonly NetPositionView[];
  readonly operatorNetMinor: bigint;
}

/** The nets of a window. */
export async function netsOfWindow(sql: AnySql, window: WindowRow): Promise<WindowNets> {
  if (window.operatorNetMinor === null) {
    const { positions, operatorNetMinor } = await netOf(sql, window, 0n);
    return {
      operatorNetMinor,
      positions: positions.map((position) => ({ ...position, components: position.byComponent })),
    };
  }
  const sealed = await readNetPositions(sql, [window.windowId]);
  return {
    operatorNetMinor: window.operatorNetMinor,
    positions: sealed.map((row) => ({
      ...row,
      components: new Map(Object.entries(row.components).map(([component, sum]) => [component, BigInt(sum)])),
    })),
  };
}
