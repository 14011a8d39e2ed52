import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';
import { type ContractRow, contract, contractTerms, type NewContract } from '../../../db/tables/partners.ts';

export async function insertContract(db: Drizzle, row: NewContract): Promise<void> {
  await db.insert(contract).values(row);
}

export async function readContracts(
  db: Drizzle,
  programmeId: string,
  contractVersionIds: readonly string[],
): Promise<ContractRow[]> {
  return db
    .select()
    .from(contractTerms)
    .where(
      and(
        eq(contractTerms.programmeId, programmeId),
        inArray(contractTerms.contractVersionId, [...contractVersionIds]),
      ),
    );
}

/** Every version of the partners, oldest first. */
export async function readContractsOf(
  db: Drizzle,
  programmeId: string,
  partnerIds: readonly string[],
): Promise<ContractRow[]> {
  return db
    .select()
    .from(contractTerms)
    .where(and(eq(contractTerms.programmeId, programmeId), inArray(contractTerms.partnerId, [...partnerIds])))
    .orderBy(asc(contractTerms.partnerId), asc(contractTerms.version));
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
