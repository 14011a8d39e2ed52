// Tables of the members subgraph: db/migrations/members is the truth, this is its shape in TypeScript.
import { bigint, customType, integer, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const members = pgSchema('members');

const instant = (name: string) => timestamp(name, { withTimezone: true });
const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

export const member = members.table('member', {
  memberId: uuid('member_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  displayName: text('display_name'),
  locale: text('locale').notNull(),
  status: text('status', { enum: ['ACTIVE', 'SUSPENDED', 'CLOSED'] }).notNull(),
  enrolledAt: instant('enrolled_at').notNull(),
  statusChangedAt: instant('status_changed_at').notNull(),
});

export type MemberRow = typeof member.$inferSelect;

export const identity = members.table('identity', {
  identityId: uuid('identity_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  kind: text('kind', { enum: ['CARD', 'PHONE', 'EMAIL', 'EXTERNAL'] }).notNull(),
  lookup: text('lookup').notNull(),
  sealed: bytes('sealed').notNull(),
  memberId: uuid('member_id').notNull(),
  addedAt: instant('added_at').notNull(),
  verifiedAt: instant('verified_at'),
  blockedAt: instant('blocked_at'),
  blockReason: text('block_reason', { enum: ['LOST', 'STOLEN', 'DAMAGED', 'REPLACED'] }),
});

export type IdentityRow = typeof identity.$inferSelect;

export const verification = members.table('verification', {
  verificationId: uuid('verification_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  memberId: uuid('member_id').notNull(),
  kind: text('kind', { enum: ['PHONE', 'EMAIL'] }).notNull(),
  lookup: text('lookup').notNull(),
  sealed: bytes('sealed').notNull(),
  codeHash: text('code_hash').notNull(),
  attempts: integer('attempts').notNull(),
  requestedAt: instant('requested_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  confirmedAt: instant('confirmed_at'),
});

export type VerificationRow = typeof verification.$inferSelect;

export const outgoingMessage = members.table('outgoing_message', {
  messageId: uuid('message_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  memberId: uuid('member_id').notNull(),
  channel: text('channel', { enum: ['SMS', 'EMAIL'] }).notNull(),
  template: text('template').notNull(),
  locale: text('locale').notNull(),
  sealed: bytes('sealed').notNull(),
  writtenAt: instant('written_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
});

export type OutgoingMessageRow = typeof outgoingMessage.$inferSelect;

export const qrDevice = members.table('qr_device', {
  deviceId: uuid('device_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  memberId: uuid('member_id').notNull(),
  handle: text('handle').notNull(),
  sealed: bytes('sealed').notNull(),
  lastStep: bigint('last_step', { mode: 'number' }).notNull(),
  failures: integer('failures').notNull(),
  failuresSince: instant('failures_since').notNull(),
  registeredAt: instant('registered_at').notNull(),
});

export type QrDeviceRow = typeof qrDevice.$inferSelect;
