// Credentials lie in platform.api_client, where the token issuer reads them; partners makes and revokes them.
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';
import { apiClient } from '../../../db/tables/platform.ts';

/** A client without its secret's hash. */
const FACE = {
  clientId: apiClient.clientId,
  programmeId: apiClient.programmeId,
  partnerId: apiClient.partnerId,
  name: apiClient.name,
  scopes: apiClient.scopes,
  storeIds: apiClient.storeIds,
  person: apiClient.person,
  revokedAt: apiClient.revokedAt,
};

export interface ApiClientFace {
  readonly clientId: string;
  readonly programmeId: string | null;
  readonly partnerId: string | null;
  readonly name: string;
  readonly scopes: string[];
  /** Null: every store of the partner. */
  readonly storeIds: string[] | null;
  /** Null: a service account. */
  readonly person: string | null;
  readonly revokedAt: Date | null;
}

export async function insertApiClient(db: Drizzle, row: typeof apiClient.$inferInsert): Promise<void> {
  await db.insert(apiClient).values(row);
}

export async function readApiClient(db: Drizzle, programmeId: string, clientId: string): Promise<ApiClientFace | null> {
  const [row] = await db
    .select(FACE)
    .from(apiClient)
    .where(and(eq(apiClient.programmeId, programmeId), eq(apiClient.clientId, clientId)));
  return row ?? null;
}

/** Credentials of partners, the oldest first. */
export async function readClientsOf(
  db: Drizzle,
  programmeId: string,
  partnerIds: readonly string[],
): Promise<ApiClientFace[]> {
  return db
    .select(FACE)
    .from(apiClient)
    .where(and(eq(apiClient.programmeId, programmeId), inArray(apiClient.partnerId, [...partnerIds])))
    .orderBy(asc(apiClient.createdAt), asc(apiClient.clientId));
}

/** Credentials of the operator, the oldest first. */
export async function readOperatorClients(db: Drizzle, programmeId: string): Promise<ApiClientFace[]> {
  return db
    .select(FACE)
    .from(apiClient)
    .where(and(eq(apiClient.programmeId, programmeId), eq(apiClient.role, 'OPERATOR')))
    .orderBy(asc(apiClient.createdAt), asc(apiClient.clientId));
}

/** Revokes a client that works; one that was revoked keeps its first date. */
export async function revokeClient(db: Drizzle, programmeId: string, clientId: string, at: Date): Promise<void> {
  await db
    .update(apiClient)
    .set({ revokedAt: at })
    .where(and(eq(apiClient.programmeId, programmeId), eq(apiClient.clientId, clientId), isNull(apiClient.revokedAt)));
}
