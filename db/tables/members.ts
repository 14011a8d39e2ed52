// Tables of the members subgraph: db/migrations/members is the truth, this is its shape in TypeScript.
import { pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const members = pgSchema('members');

const instant = (name: string) => timestamp(name, { withTimezone: true });

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
  programmeId: uuid('programme_id').notNull(),
  kind: text('kind', { enum: ['CARD', 'PHONE', 'EMAIL', 'EXTERNAL'] }).notNull(),
  value: text('value').notNull(),
  memberId: uuid('member_id').notNull(),
  addedAt: instant('added_at').notNull(),
});

export type IdentityRow = typeof identity.$inferSelect;
