import type { AnySql } from '../../../../db/client.ts';
import type { SettlementAction } from '../../domain/netting.ts';

/** A partner's sealed result of a window, in minor units of the programme currency. */
export interface NetPositionRow {
  readonly windowId: string;
  readonly partnerId: string;
  readonly openingMinor: bigint;
  readonly creditsMinor: bigint;
  readonly debitsMinor: bigint;
  readonly netMinor: bigint;
  readonly action: SettlementAction;
  /** Signed sums by component, as decimal texts. */
  readonly components: Readonly<Record<string, string>>;
}

/** Sealed net positions of windows, by partner. */
export async function readNetPositions(sql: AnySql, windowIds: readonly string[]): Promise<readonly NetPositionRow[]> {
  return sql<NetPositionRow[]>`
    SELECT window_id AS "windowId", partner_id AS "partnerId", opening_minor AS "openingMinor",
           credits_minor AS "creditsMinor", debits_minor AS "debitsMinor", net_minor AS "netMinor", action, components
    FROM ledger.net_position
    WHERE window_id = ANY(${windowIds as string[]}::uuid[])
    ORDER BY window_id, partner_id`;
}
