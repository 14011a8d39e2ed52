import { bigint, jsonb, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const rewards = pgSchema('rewards');

export const reward = rewards.table('reward', {
  rewardId: uuid('reward_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  partnerId: uuid('partner_id').notNull(),
  storeId: uuid('store_id').notNull(),
  name: text('name').notNull(),
  description: text('description'),
  points: bigint('points', { mode: 'bigint' }).notNull(),
  stock: bigint('stock', { mode: 'bigint' }),
  availableUntil: timestamp('available_until', { withTimezone: true }),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
});

export type Reward = typeof reward.$inferSelect;

/** Why an order was cancelled: the ledger's refusal. */
export interface OrderRefusal {
  readonly code: string;
  readonly message: string;
}

export const rewardOrder = rewards.table('reward_order', {
  orderId: uuid('order_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  rewardId: uuid('reward_id').notNull(),
  memberId: uuid('member_id').notNull(),
  storeId: uuid('store_id').notNull(),
  points: bigint('points', { mode: 'bigint' }).notNull(),
  state: text('state', { enum: ['PENDING', 'FULFILLED', 'CANCELLED'] }).notNull(),
  orderedAt: timestamp('ordered_at', { withTimezone: true }).notNull(),
  voucherCode: text('voucher_code').notNull(),
  transactionId: uuid('transaction_id'),
  refusal: jsonb('refusal').$type<OrderRefusal>(),
});

export type RewardOrder = typeof rewardOrder.$inferSelect;
