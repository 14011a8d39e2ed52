// Tables of the members subgraph: db/migrations/members is the truth, this is its shape in TypeScript.
import {
  bigint,
  boolean,
  customType,
  date,
  integer,
  pgSchema,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

const members = pgSchema('members');

const instant = (name: string) => timestamp(name, { withTimezone: true });
const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

export const member = members.table('member', {
  memberId: uuid('member_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  displayName: text('display_name'),
  locale: text('locale').notNull(),
  status: text('status', { enum: ['ACTIVE', 'SUSPENDED', 'CLOSED', 'MERGED'] }).notNull(),
  enrolledAt: instant('enrolled_at').notNull(),
  statusChangedAt: instant('status_changed_at').notNull(),
  birthDate: date('birth_date'),
  preferredChannel: text('preferred_channel', { enum: ['SMS', 'EMAIL', 'PUSH', 'NONE'] }),
  preferredHour: smallint('preferred_hour'),
  enrolledThrough: text('enrolled_through', { enum: ['PARTNER', 'SELF', 'PURCHASE', 'CARD'] })
    .notNull()
    .default('PARTNER'),
  enrolledByPartnerId: uuid('enrolled_by_partner_id'),
  erasedAt: instant('erased_at'),
  mergedInto: uuid('merged_into'),
  confirmAbove: bigint('confirm_above', { mode: 'bigint' }),
});

export type MemberRow = typeof member.$inferSelect;
export type NewMember = typeof member.$inferInsert;

export const consent = members.table('consent', {
  consentId: uuid('consent_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  memberId: uuid('member_id').notNull(),
  partnerId: uuid('partner_id'),
  purpose: text('purpose', { enum: ['PROFILE', 'MARKETING', 'PERSONALISATION', 'RESEARCH'] }).notNull(),
  granted: boolean('granted').notNull(),
  decidedAt: instant('decided_at').notNull(),
  wording: text('wording').notNull(),
  wordingHash: bytes('wording_hash').notNull(),
  recordedBy: text('recorded_by').notNull(),
  recordedAs: text('recorded_as', { enum: ['MEMBER', 'PARTNER', 'OPERATOR'] }).notNull(),
});

export type ConsentRow = typeof consent.$inferSelect;

export const tag = members.table('tag', {
  programmeId: uuid('programme_id').notNull(),
  memberId: uuid('member_id').notNull(),
  tag: text('tag').notNull(),
  taggedAt: instant('tagged_at').notNull(),
});

export type TagRow = typeof tag.$inferSelect;

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
  replacedBy: uuid('replaced_by'),
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
