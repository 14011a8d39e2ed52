import type { AnySql } from '../../../../db/client.ts';
import type { Money } from '../../../shared/money.ts';
import type { ItemState } from '../../domain/settlement-items.ts';

/** What is to become of a partner's net of a window. Amounts in minor units; above zero the operator pays. */
export interface ItemRow {
  readonly itemId: string;
  readonly programmeId: string;
  readonly windowId: string;
  readonly partnerId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly state: ItemState;
  /** When money is to move; null until it is approved. */
  readonly dueOn: string | null;
  readonly endedAt: Date | null;
  /** What the collateral gave of a default. */
  readonly collateralMinor: bigint | null;
  readonly reincludedBy: string | null;
  /** What is paid where that is not the amount itself: in the partner's settlement currency, of the amount's sign, once the window is final. */
  readonly settlementCurrency: string | null;
  readonly settlementMinor: bigint | null;
  /** The proposal whose rate it was converted at. */
  readonly ratesOf: string | null;
}

/** What moves at the bank: the amount of an item, or what it was converted to. */
export function paidIn({ currency, amountMinor, settlementCurrency, settlementMinor }: ItemRow): Money {
  return { minor: settlementMinor ?? amountMinor, currency: settlementCurrency ?? currency };
}

const columns = (sql: AnySql) => sql`
  item_id AS "itemId", programme_id AS "programmeId", window_id AS "windowId", partner_id AS "partnerId", currency,
  amount_minor AS "amountMinor", state, due_on::text AS "dueOn", ended_at AS "endedAt", collateral_minor AS "collateralMinor",
  reincluded_by AS "reincludedBy", settlement_currency AS "settlementCurrency", settlement_minor AS "settlementMinor", rates_of AS "ratesOf"`;

/** Items by id, of one programme. */
export async function readItems(
  sql: AnySql,
  programmeId: string,
  itemIds: readonly string[],
): Promise<readonly ItemRow[]> {
  return sql<ItemRow[]>`
    SELECT ${columns(sql)} FROM ledger.settlement_item
    WHERE item_id = ANY(${itemIds as string[]}::uuid[]) AND programme_id = ${programmeId}`;
}

/** Items of windows, by partner. */
export async function readItemsOf(sql: AnySql, windowIds: readonly string[]): Promise<readonly ItemRow[]> {
  return sql<ItemRow[]>`
    SELECT ${columns(sql)} FROM ledger.settlement_item
    WHERE window_id = ANY(${windowIds as string[]}::uuid[])
    ORDER BY window_id, partner_id`;
}

/** What earlier defaults of a partner took of its collateral and was not given back. Minor units. */
export async function readCollateralCalled(sql: AnySql, partnerId: string): Promise<bigint> {
  const [row] = await sql<{ called: bigint }[]>`
    SELECT coalesce(sum(collateral_minor), 0)::bigint AS called FROM ledger.settlement_item
    WHERE partner_id = ${partnerId} AND state = 'DEFAULTED' AND reincluded_by IS NULL`;
  return row?.called ?? 0n;
}

/** One item per sealed net; their amounts follow the nets until the window is final. */
export async function upsertItems(
  sql: AnySql,
  window: { readonly programmeId: string; readonly windowId: string; readonly currency: string },
  items: readonly { readonly itemId: string; readonly partnerId: string; readonly amountMinor: bigint }[],
): Promise<void> {
  await sql`
    INSERT INTO ledger.settlement_item (item_id, programme_id, window_id, partner_id, currency, amount_minor, state)
    SELECT item_id, ${window.programmeId}, ${window.windowId}, partner_id, ${window.currency}, amount, 'CALCULATED'
    FROM unnest(
      ${items.map((item) => item.itemId)}::uuid[],
      ${items.map((item) => item.partnerId)}::uuid[],
      ${sql.array(items.map((item) => item.amountMinor))}::bigint[]
    ) AS item (item_id, partner_id, amount)
    ON CONFLICT (window_id, partner_id, currency) DO UPDATE SET amount_minor = excluded.amount_minor`;
}

/** What an item becomes when its window is final, and what it is paid in where that is another currency. */
export interface DecidedItem {
  readonly partnerId: string;
  readonly state: ItemState;
  readonly settlement: Money | null;
}

/** What is calculated becomes what it will be: zero, carried on, or approved to be paid on a day, at the rates of a proposal where it is converted. */
export async function decideItems(
  sql: AnySql,
  windowId: string,
  items: readonly DecidedItem[],
  approved: { readonly dueOn: string | null; readonly ratesOf: string | null; readonly at: Date },
): Promise<void> {
  const { dueOn, ratesOf, at } = approved;
  await sql`
    UPDATE ledger.settlement_item AS item
    SET state = decided.state, due_on = CASE WHEN decided.state = 'APPROVED' THEN ${dueOn}::date END,
        ended_at = CASE WHEN decided.state <> 'APPROVED' THEN ${at}::timestamptz END,
        settlement_currency = decided.currency, settlement_minor = decided.minor,
        rates_of = CASE WHEN decided.currency IS NOT NULL THEN ${ratesOf}::uuid END
    FROM unnest(
      ${items.map((item) => item.partnerId)}::uuid[],
      ${items.map((item) => item.state)}::text[],
      ${items.map((item) => item.settlement?.currency ?? null)}::text[],
      ${items.map((item) => item.settlement?.minor.toString() ?? null)}::bigint[]
    ) AS decided (partner_id, state, currency, minor)
    WHERE item.window_id = ${windowId} AND item.partner_id = decided.partner_id`;
}

/** Moves items from one state to the next; `endedAt` where it is the last. */
export async function moveItems(
  sql: AnySql,
  itemIds: readonly string[],
  state: ItemState,
  endedAt: Date | null,
): Promise<void> {
  await sql`
    UPDATE ledger.settlement_item SET state = ${state}, ended_at = ${endedAt}
    WHERE item_id = ANY(${itemIds as string[]}::uuid[])`;
}

/** Whether a collection's due date has passed without money. */
export async function anyFallingDue(sql: AnySql, programmeId: string, today: string): Promise<boolean> {
  const rows = await sql`
    SELECT FROM ledger.settlement_item
    WHERE programme_id = ${programmeId} AND state = 'INSTRUCTED' AND amount_minor < 0 AND due_on < ${today}::date LIMIT 1`;
  return rows.length > 0;
}

/** Collections whose due date has passed without money are overdue. */
export async function markOverdue(sql: AnySql, programmeId: string, today: string): Promise<void> {
  await sql`
    UPDATE ledger.settlement_item SET state = 'OVERDUE'
    WHERE programme_id = ${programmeId} AND state = 'INSTRUCTED' AND amount_minor < 0 AND due_on < ${today}::date`;
}

/** The partner did not pay: its collateral gave so much. */
export async function markDefaulted(sql: AnySql, itemId: string, collateralMinor: bigint, at: Date): Promise<void> {
  await sql`
    UPDATE ledger.settlement_item SET state = 'DEFAULTED', collateral_minor = ${collateralMinor}, ended_at = ${at}
    WHERE item_id = ${itemId}`;
}

/** A default was taken back into settlement, or what could not be paid: that is carried forward. */
export async function markReincluded(sql: AnySql, item: ItemRow, transactionId: string, at: Date): Promise<void> {
  await sql`
    UPDATE ledger.settlement_item
    SET reincluded_by = ${transactionId}, state = ${item.state === 'DEFAULTED' ? item.state : 'CARRIED_FORWARD'},
        ended_at = ${item.endedAt ?? at}
    WHERE item_id = ${item.itemId}`;
}
