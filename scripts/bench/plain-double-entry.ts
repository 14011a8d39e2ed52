/**
 * The yardstick: a plain double entry as one would write it by hand, one transaction per purchase.
 *
 *   idempotency row, transfer, two entries, two balance updates; every statement awaited, as ordinary code does
 *
 * It does none of what the ledger does beside it (lots, positions, windows, explanations, events), so it has less to do per
 * purchase. What it shares with the ledger is the driver, the server, fsync and the hot rows of a few busy partners.
 */
import type { Sql } from '../../db/client.ts';

const SCHEMA = `
  CREATE SCHEMA plain;
  CREATE TABLE plain.account (account_id integer PRIMARY KEY, balance bigint NOT NULL DEFAULT 0) WITH (fillfactor = 50);
  CREATE TABLE plain.idempotency (client_id integer, key text, transfer_id uuid NOT NULL, PRIMARY KEY (client_id, key));
  CREATE TABLE plain.transfer (
    transfer_id uuid PRIMARY KEY, debit integer NOT NULL, credit integer NOT NULL,
    points bigint NOT NULL CHECK (points > 0), created_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE plain.entry (
    transfer_id uuid NOT NULL REFERENCES plain.transfer, account_id integer NOT NULL REFERENCES plain.account,
    points bigint NOT NULL, PRIMARY KEY (transfer_id, account_id));
`;

export interface PlainPurchase {
  readonly key: string;
  readonly transferId: string;
  readonly partner: number;
  readonly member: number;
  readonly points: bigint;
}

/** Makes the tables with `partners` accounts numbered from 1 and `members` accounts numbered from 1,000,001. */
export async function createPlainLedger(sql: Sql, partners: number, members: number): Promise<void> {
  await sql.unsafe(SCHEMA);
  await sql`INSERT INTO plain.account (account_id) SELECT generate_series(1, ${partners}::integer)`;
  await sql`INSERT INTO plain.account (account_id) SELECT 1000000 + generate_series(1, ${members}::integer)`;
}

/** Posts one purchase in a transaction of its own; a key that was used before posts nothing. */
export async function postPlainPurchase(sql: Sql, purchase: PlainPurchase): Promise<void> {
  const { key, transferId, partner, points } = purchase;
  const member = 1_000_000 + purchase.member;
  await sql.begin(async (tx) => {
    const claimed = await tx`
      INSERT INTO plain.idempotency (client_id, key, transfer_id) VALUES (${partner}, ${key}, ${transferId})
      ON CONFLICT DO NOTHING`;
    if (claimed.count === 0) return;
    await tx`
      INSERT INTO plain.transfer (transfer_id, debit, credit, points)
      VALUES (${transferId}, ${partner}, ${member}, ${points})`;
    await tx`
      INSERT INTO plain.entry (transfer_id, account_id, points)
      VALUES (${transferId}, ${partner}, ${-points}), (${transferId}, ${member}, ${points})`;
    // The member first: the busy partner's row is locked as late and as briefly as can be.
    await tx`UPDATE plain.account SET balance = balance + ${points} WHERE account_id = ${member}`;
    await tx`UPDATE plain.account SET balance = balance - ${points} WHERE account_id = ${partner}`;
  });
}

/** The same with its statements sent together: what one gets who knows that nothing has to be awaited but the COMMIT. */
export async function postPlainPurchasePipelined(sql: Sql, purchase: PlainPurchase): Promise<void> {
  const { key, transferId, partner, points } = purchase;
  const member = 1_000_000 + purchase.member;
  await sql.begin((tx) => [
    // A key that was used before fails here, and with it all that follows.
    tx`INSERT INTO plain.idempotency (client_id, key, transfer_id) VALUES (${partner}, ${key}, ${transferId})`,
    tx`
      INSERT INTO plain.transfer (transfer_id, debit, credit, points)
      VALUES (${transferId}, ${partner}, ${member}, ${points})`,
    tx`
      INSERT INTO plain.entry (transfer_id, account_id, points)
      VALUES (${transferId}, ${partner}, ${-points}), (${transferId}, ${member}, ${points})`,
    tx`UPDATE plain.account SET balance = balance + ${points} WHERE account_id = ${member}`,
    tx`UPDATE plain.account SET balance = balance - ${points} WHERE account_id = ${partner}`,
  ]);
}
