import type { AnySql } from '../../../../db/client.ts';
import type { Netting } from '../../domain/netting.ts';
import type { WindowRow } from './window-row.ts';

/** Takes a window out of posting. */
export async function markClosing(
  sql: AnySql,
  windowId: string,
  close: {
    readonly label: string | null;
    readonly closingAt: Date;
    readonly cutOffAt: Date | null;
    readonly transactionId: string;
  },
): Promise<void> {
  await sql`
    UPDATE ledger.settlement_window
    SET state = 'CLOSING', label = ${close.label}, closing_at = ${close.closingAt}, cut_off_at = ${close.cutOffAt},
        close_transaction_id = ${close.transactionId}
    WHERE window_id = ${windowId}`;
}

/** Seals a window: the operator's side, and its state. SETTLED at once when there is nothing to settle. */
export async function sealWindow(sql: AnySql, window: WindowRow, netting: Netting, settled: boolean): Promise<void> {
  const movement = Object.fromEntries([...netting.operatorMovement].map(([account, sum]) => [account, String(sum)]));
  await sql`
    UPDATE ledger.settlement_window
    SET state = ${settled ? 'SETTLED' : 'CLOSED'}, closed_at = closing_at, settled_at = ${settled ? window.closingAt : null},
        operator_net_minor = ${netting.operatorNetMinor}, operator_movement = ${JSON.stringify(movement)}::jsonb,
        last_batch = (SELECT last_value FROM ledger.journal_batch)
    WHERE window_id = ${window.windowId}`;
}

/** Opens the next window. The one before must be closed already: only one may be open. */
export async function openNextWindow(
  sql: AnySql,
  before: WindowRow,
  next: { readonly windowId: string; readonly openedAt: Date },
): Promise<void> {
  await sql`
    INSERT INTO ledger.settlement_window (programme_id, window_id, number, state, opened_at)
    VALUES (${before.programmeId}, ${next.windowId}, ${before.number + 1}, 'OPEN', ${next.openedAt})`;
}

/** Writes each partner's result; it may change only by `resealWindow`, until the window is final. */
export async function insertNetPositions(sql: AnySql, windowId: string, netting: Netting): Promise<void> {
  const { positions } = netting;
  const components = positions.map((position) =>
    JSON.stringify(Object.fromEntries([...position.byComponent].map(([component, sum]) => [component, String(sum)]))),
  );
  await sql`
    INSERT INTO ledger.net_position
      (window_id, partner_id, opening_minor, credits_minor, debits_minor, net_minor, action, components)
    SELECT ${windowId}, partner_id, opening, credits, debits, net, action, components::jsonb
    FROM unnest(
      ${positions.map((position) => position.partnerId)}::uuid[],
      ${sql.array(positions.map((position) => position.openingMinor))}::bigint[],
      ${sql.array(positions.map((position) => position.creditsMinor))}::bigint[],
      ${sql.array(positions.map((position) => position.debitsMinor))}::bigint[],
      ${sql.array(positions.map((position) => position.netMinor))}::bigint[],
      ${positions.map((position) => position.action)}::text[],
      ${components}::text[]
    ) AS sealed (partner_id, opening, credits, debits, net, action, components)
    ON CONFLICT (window_id, partner_id)
    DO UPDATE SET opening_minor = excluded.opening_minor, credits_minor = excluded.credits_minor, debits_minor = excluded.debits_minor,
                  net_minor = excluded.net_minor, action = excluded.action, components = excluded.components`;
}

/** Seals a window again after something was appended to it, or to one before it. The database refuses it for a final window. */
export async function resealWindow(sql: AnySql, windowId: string, netting: Netting): Promise<void> {
  const movement = Object.fromEntries([...netting.operatorMovement].map(([account, sum]) => [account, String(sum)]));
  await sql`
    UPDATE ledger.settlement_window
    SET operator_net_minor = ${netting.operatorNetMinor}, operator_movement = ${JSON.stringify(movement)}::jsonb
    WHERE window_id = ${windowId}`;
  await insertNetPositions(sql, windowId, netting);
}

/** Partners have their advice: disputes may be appended until the window is finalised. */
export async function markInReview(sql: AnySql, windowId: string, at: Date): Promise<void> {
  await sql`
    UPDATE ledger.settlement_window SET state = 'IN_REVIEW', review_began_at = ${at} WHERE window_id = ${windowId}`;
}

/** Ends a window's review. */
export async function markFinalised(sql: AnySql, windowId: string, finalisedAt: Date): Promise<void> {
  await sql`
    UPDATE ledger.settlement_window SET state = 'FINALISED', finalised_at = ${finalisedAt} WHERE window_id = ${windowId}`;
}

/** A final window goes on to be settled, or is stopped; or it was settled, and money of it came back. */
export async function moveFinalWindow(
  sql: AnySql,
  windowId: string,
  state: 'FINALISED' | 'SETTLING' | 'SUSPENDED' | 'ABORTED',
): Promise<void> {
  await sql`UPDATE ledger.settlement_window SET state = ${state}, settled_at = NULL WHERE window_id = ${windowId}`;
}

/** What was to be paid to partners, or by them, is carried into the next window instead; null is all of them. */
export async function carryNets(sql: AnySql, windowId: string, partnerIds: readonly string[] | null): Promise<void> {
  await sql`
    UPDATE ledger.net_position SET action = 'CARRY_FORWARD'
    WHERE window_id = ${windowId} AND action IN ('PAY_PARTNER', 'COLLECT_FROM_PARTNER')
      ${partnerIds === null ? sql`` : sql`AND partner_id = ANY(${partnerIds as string[]}::uuid[])`}`;
}
