// Tables of the platform schema that subgraphs write: db/migrations/platform is the truth, this is its shape in TypeScript.
import { pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const platform = pgSchema('platform');

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const apiClient = platform.table('api_client', {
  clientId: text('client_id').primaryKey(),
  programmeId: uuid('programme_id'),
  role: text('role', { enum: ['PARTNER', 'OPERATOR', 'PLATFORM', 'MEMBER_ISSUER'] }).notNull(),
  partnerId: uuid('partner_id'),
  name: text('name').notNull(),
  storeIds: uuid('store_ids').array(),
  scopes: text('scopes').array().notNull(),
  person: text('person'),
  secretHash: text('secret_hash').notNull(),
  createdAt: instant('created_at').notNull(),
  revokedAt: instant('revoked_at'),
});
