import { and, desc, eq, inArray } from 'drizzle-orm';
import type { AnySql, Drizzle } from '../../../db/client.ts';
import { columnsOf } from '../../../db/columns.ts';
import {
  type ContractRow,
  contract,
  contractInScope,
  contractTerms,
  type NewContract,
} from '../../../db/tables/partners.ts';

export async function insertContract(db: Drizzle, row: NewContract): Promise<void> {
  await db.insert(contract).values(row);
}

/** Versions by id, as far as the caller sees them. */
export async function readContracts(
  sql: AnySql,
  programmeId: string,
  contractVersionIds: readonly string[],
): Promise<ContractRow[]> {
  return sql<ContractRow[]>`
    SELECT ${columnsOf(sql, contractInScope)} FROM partners.contract_in_scope
    WHERE contract_version_id = ANY(${contractVersionIds as string[]}::uuid[]) AND programme_id = ${programmeId}`;
}

/** Every version of the partners, oldest first, as far as the caller sees them. */
export async function readContractsOf(
  sql: AnySql,
  programmeId: string,
  partnerIds: readonly string[],
): Promise<ContractRow[]> {
  return sql<ContractRow[]>`
    SELECT ${columnsOf(sql, contractInScope)} FROM partners.contract_in_scope
    WHERE partner_id = ANY(${partnerIds as string[]}::uuid[]) AND programme_id = ${programmeId}
    ORDER BY partner_id, version`;
}

/** When the first version of each partner began; partners without one are left out. */
export async function readBeginnings(
  db: Drizzle,
  programmeId: string,
  partnerIds: readonly string[],
): Promise<{ partnerId: string; validFrom: Date }[]> {
  return db
    .select({ partnerId: contract.partnerId, validFrom: contract.validFrom })
    .from(contract)
    .where(
      and(eq(contract.programmeId, programmeId), eq(contract.version, 1), inArray(contract.partnerId, [...partnerIds])),
    );
}

/** The newest version of a partner with its end; null before the first. For commands, which decide who may ask. */
export async function readNewestTerms(
  db: Drizzle,
  programmeId: string,
  partnerId: string,
): Promise<ContractRow | null> {
  const [row] = await db
    .select()
    .from(contractTerms)
    .where(and(eq(contractTerms.programmeId, programmeId), eq(contractTerms.partnerId, partnerId)))
    .orderBy(desc(contractTerms.version))
    .limit(1);
  return row ?? null;
}

/** The newest version of a partner: its number and its start. Null before the first. */
export async function readNewestVersion(
  db: Drizzle,
  partnerId: string,
): Promise<{ version: number; validFrom: Date } | null> {
  const [row] = await db
    .select({ version: contract.version, validFrom: contract.validFrom })
    .from(contract)
    .where(eq(contract.partnerId, partnerId))
    .orderBy(desc(contract.version))
    .limit(1);
  return row ?? null;
}
