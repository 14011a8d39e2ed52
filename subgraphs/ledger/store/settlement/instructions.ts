import type { AnySql } from '../../../../db/client.ts';

/** An item as it was sent to the bank, and what the bank said. */
export interface InstructionRow {
  readonly itemId: string;
  /** 1 for the first, one more for each after a rejection. */
  readonly attempt: number;
  readonly endToEndId: string;
  readonly amountMinor: bigint;
  readonly instructedAt: Date;
  readonly result: 'EXECUTED' | 'REJECTED' | 'RETURNED' | null;
  readonly bankReference: string | null;
  readonly reason: string | null;
  readonly reportedAt: Date | null;
  /** What the bank moved in the programme's currency for a payment in another, with the payment's sign; null where it is the net. */
  readonly bookedMinor: bigint | null;
}

const columns = (sql: AnySql) => sql`
  item_id AS "itemId", attempt, end_to_end_id AS "endToEndId", amount_minor AS "amountMinor", instructed_at AS "instructedAt", result,
  bank_reference AS "bankReference", reason, reported_at AS "reportedAt", booked_minor AS "bookedMinor"`;

/** Instructions of items, the first attempt first. */
export async function readInstructionsOf(sql: AnySql, itemIds: readonly string[]): Promise<readonly InstructionRow[]> {
  return sql<InstructionRow[]>`
    SELECT ${columns(sql)} FROM ledger.payment_instruction
    WHERE item_id = ANY(${itemIds as string[]}::uuid[])
    ORDER BY item_id, attempt`;
}

/** The instruction that a bank names; null for a name that is not the programme's. */
export async function readInstructionNamed(
  sql: AnySql,
  programmeId: string,
  endToEndId: string,
): Promise<InstructionRow | null> {
  const [row] = await sql<InstructionRow[]>`
    SELECT ${columns(sql)} FROM ledger.payment_instruction
    WHERE programme_id = ${programmeId} AND end_to_end_id = ${endToEndId}`;
  return row ?? null;
}

export async function insertInstructions(
  sql: AnySql,
  release: { readonly programmeId: string; readonly proposalId: string; readonly at: Date },
  rows: readonly Pick<InstructionRow, 'itemId' | 'attempt' | 'endToEndId' | 'amountMinor'>[],
): Promise<void> {
  await sql`
    INSERT INTO ledger.payment_instruction (item_id, attempt, programme_id, end_to_end_id, amount_minor, released_by, instructed_at)
    SELECT item_id, attempt, ${release.programmeId}, end_to_end_id, amount, ${release.proposalId}, ${release.at}
    FROM unnest(
      ${rows.map((row) => row.itemId)}::uuid[],
      ${rows.map((row) => row.attempt)}::smallint[],
      ${rows.map((row) => row.endToEndId)}::text[],
      ${sql.array(rows.map((row) => row.amountMinor))}::bigint[]
    ) AS instructed (item_id, attempt, end_to_end_id, amount)`;
}

/** What the bank says of what is under way for an item. */
export interface InstructionReport {
  readonly itemId: string;
  readonly bankReference: string | null;
  readonly reason: string | null;
  /** What the bank moved, see `InstructionRow`; left out, the net. */
  readonly bookedMinor?: bigint | null;
}

/** The bank executed, or rejected, what is under way for items. */
export async function reportInstructions(
  sql: AnySql,
  reports: readonly InstructionReport[],
  all: { readonly result: 'EXECUTED' | 'REJECTED'; readonly at: Date },
): Promise<void> {
  await sql`
    UPDATE ledger.payment_instruction AS payment
    SET result = ${all.result}, bank_reference = said.bank_reference, reason = said.reason, reported_at = ${all.at},
        booked_minor = said.booked
    FROM unnest(
      ${reports.map((report) => report.itemId)}::uuid[],
      ${reports.map((report) => report.bankReference)}::text[],
      ${reports.map((report) => report.reason)}::text[],
      ${reports.map((report) => report.bookedMinor?.toString() ?? null)}::bigint[]
    ) AS said (item_id, bank_reference, reason, booked)
    WHERE payment.item_id = said.item_id AND result IS NULL`;
}

/** What was executed last for items came back; the bank's name for the execution stays. */
export async function markReturned(sql: AnySql, reports: readonly InstructionReport[], at: Date): Promise<void> {
  await sql`
    UPDATE ledger.payment_instruction AS payment
    SET result = 'RETURNED', reason = said.reason, reported_at = ${at}, returned_minor = said.returned
    FROM unnest(
      ${reports.map((report) => report.itemId)}::uuid[],
      ${reports.map((report) => report.reason)}::text[],
      ${reports.map((report) => report.bookedMinor?.toString() ?? null)}::bigint[]
    ) AS said (item_id, reason, returned)
    WHERE payment.item_id = said.item_id AND result = 'EXECUTED'`;
}

/** What the bank moved for payments that were executed, said later than that they were. */
export async function noteBooked(
  sql: AnySql,
  booked: readonly { readonly endToEndId: string; readonly bookedMinor: bigint }[],
  programmeId: string,
): Promise<void> {
  await sql`
    UPDATE ledger.payment_instruction AS payment SET booked_minor = said.booked
    FROM unnest(
      ${booked.map(({ endToEndId }) => endToEndId)}::text[], ${sql.array(booked.map(({ bookedMinor }) => bookedMinor))}::bigint[]
    ) AS said (end_to_end_id, booked)
    WHERE payment.programme_id = ${programmeId} AND payment.end_to_end_id = said.end_to_end_id AND result = 'EXECUTED' AND booked_minor IS NULL`;
}
