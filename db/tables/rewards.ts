import {
  bigint,
  boolean,
  customType,
  date,
  integer,
  jsonb,
  pgSchema,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

const rewards = pgSchema('rewards');

const instant = (name: string) => timestamp(name, { withTimezone: true });
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** A reward's texts in another language; what is missing is shown in the reward's own. */
export interface RewardTranslation {
  /** BCP 47. */
  readonly locale: string;
  readonly name: string;
  readonly description: string | null;
  readonly terms: string | null;
}

export interface RewardPicture {
  readonly url: string;
  /** What it shows, for those who cannot see it. */
  readonly alt: string;
}

/** Another price or an earlier start for a tier. Numbers and instants as text: JSON carries neither. */
export interface RewardTierTerms {
  readonly tier: string;
  readonly points: string | null;
  readonly moneyMinor: string | null;
  readonly availableFrom: string | null;
}

export const reward = rewards.table('reward', {
  rewardId: uuid('reward_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  partnerId: uuid('partner_id').notNull(),
  storeId: uuid('store_id').notNull(),
  kind: text('kind', {
    enum: ['PRODUCT', 'DISCOUNT', 'VOUCHER', 'CASHBACK', 'EXPERIENCE', 'CHARITY', 'PARTNER_OWN'],
  }).notNull(),
  fulfilment: text('fulfilment', { enum: ['VOUCHER', 'BY_PARTNER', 'NOTHING'] }).notNull(),
  name: text('name').notNull(),
  description: text('description'),
  terms: text('terms'),
  translations: jsonb('translations').$type<readonly RewardTranslation[]>().notNull(),
  pictures: jsonb('pictures').$type<readonly RewardPicture[]>().notNull(),
  points: bigint('points', { mode: 'bigint' }).notNull(),
  moneyMinor: bigint('money_minor', { mode: 'bigint' }),
  tierTerms: jsonb('tier_terms').$type<readonly RewardTierTerms[]>().notNull(),
  stock: bigint('stock', { mode: 'bigint' }),
  perMemberLimit: integer('per_member_limit'),
  limitPeriod: text('limit_period', { enum: ['EVER', 'YEAR', 'MONTH', 'DAY'] }).notNull(),
  availableFrom: instant('available_from'),
  availableUntil: instant('available_until'),
  blackoutDays: date('blackout_days', { mode: 'string' }).array().notNull(),
  honouredAt: uuid('honoured_at').array().notNull(),
  voucherDays: integer('voucher_days'),
  voucherUses: integer('voucher_uses').notNull(),
  transferable: boolean('transferable').notNull(),
  minSpendMinor: bigint('min_spend_minor', { mode: 'bigint' }),
  discountMinor: bigint('discount_minor', { mode: 'bigint' }),
  discountBasisPoints: integer('discount_basis_points'),
  cancellableDays: integer('cancellable_days'),
  withdrawnAt: instant('withdrawn_at'),
  searchText: text('search_text').notNull(),
  createdAt: instant('created_at').notNull(),
});

export type Reward = typeof reward.$inferSelect;

/** Why an order was cancelled: the ledger's refusal, or who gave it up. */
export interface OrderRefusal {
  readonly code: string;
  readonly message: string;
}

/** What a free reward is worth, and who pays the partner that honours it. */
export interface OrderBenefit {
  /** What the reward costs others; decimal text. */
  readonly points: string;
  /** Shares that sum to 10,000; a null funder is the operator. */
  readonly funding: readonly { readonly funderId: string | null; readonly basisPoints: number }[];
}

export const rewardOrder = rewards.table('reward_order', {
  orderId: uuid('order_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  rewardId: uuid('reward_id').notNull(),
  memberId: uuid('member_id').notNull(),
  storeId: uuid('store_id').notNull(),
  points: bigint('points', { mode: 'bigint' }).notNull(),
  moneyMinor: bigint('money_minor', { mode: 'bigint' }),
  fulfilment: text('fulfilment', { enum: ['VOUCHER', 'BY_PARTNER', 'NOTHING'] }).notNull(),
  /** The period that the order counts in, where the reward is limited for each member. */
  limitPeriod: text('limit_period').notNull(),
  state: text('state', {
    enum: ['PENDING', 'RESERVED', 'AWAITING_PARTNER', 'UNDOING', 'FULFILLED', 'CANCELLED', 'REFUNDING', 'REFUNDED'],
  }).notNull(),
  orderedAt: instant('ordered_at').notNull(),
  movedAt: instant('moved_at').notNull(),
  holdId: uuid('hold_id'),
  holdExpiresAt: instant('hold_expires_at'),
  stockTaken: boolean('stock_taken').notNull(),
  limitTaken: boolean('limit_taken').notNull(),
  fulfilledAt: instant('fulfilled_at'),
  transactionId: uuid('transaction_id'),
  refusal: jsonb('refusal').$type<OrderRefusal>(),
  refundsAsked: integer('refunds_asked').notNull(),
  refundTransactionId: uuid('refund_transaction_id'),
  /** Of a free reward that others than the partner pay for. */
  benefit: jsonb('benefit').$type<OrderBenefit>(),
  /** The member's word, where somebody else ordered for it. */
  confirmationId: uuid('confirmation_id'),
});

export type RewardOrder = typeof rewardOrder.$inferSelect;

export const voucher = rewards.table('voucher', {
  voucherId: uuid('voucher_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  orderId: uuid('order_id').notNull(),
  rewardId: uuid('reward_id').notNull(),
  memberId: uuid('member_id').notNull(),
  code: text('code').notNull(),
  codeDigest: bytes('code_digest').notNull(),
  state: text('state', { enum: ['DRAWN', 'ACTIVE', 'CANCELLED'] }).notNull(),
  uses: integer('uses').notNull(),
  usesLeft: integer('uses_left').notNull(),
  issuedAt: instant('issued_at').notNull(),
  expiresAt: instant('expires_at'),
});

export type Voucher = typeof voucher.$inferSelect;
