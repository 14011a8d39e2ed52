// What the partners subgraph has told the ledger of programmes, partners, stores and contracts: immutable, versioned rows, held in
// memory and looked up while deciding. The engine makes sure that it is current (store/reference/).
import { type CompiledRules, compileRules } from '../../partners/domain/rules/compile-rules.ts';
import type { RuleVersion } from '../../partners/domain/rules/rule-terms.ts';
import type { ContractTerms, ProgrammeTerms } from './terms.ts';

export interface StoreReference {
  readonly storeId: string;
  readonly partnerId: string;
  /** IANA zone; the programme's when left out. */
  readonly timeZone?: string;
  readonly opensAt: Date | null;
  /** Exclusive. */
  readonly closesAt: Date | null;
  /** Its terminals, and when each was retired; null while it is in use. Left out: it has none. */
  readonly terminals?: ReadonlyMap<string, Date | null>;
}

export interface PartnerReference {
  readonly partnerId: string;
  /** Short name, unique in the programme; what stands in files and payment references. */
  readonly code?: string;
  readonly name: string;
  /** SUSPENDED accepts points and issues none, RUN_OFF the same until a date; LEFT does neither. */
  readonly standing: 'ACTIVE' | 'SUSPENDED' | 'RUN_OFF' | 'LEFT';
  /** RUN_OFF: exclusive. */
  readonly runOffUntil?: Date | null;
}

export interface Reference {
  readonly programme: ProgrammeTerms;
  readonly stores: ReadonlyMap<string, StoreReference>;
  readonly partners: ReadonlyMap<string, PartnerReference>;
  /** Every contract version by its id. */
  readonly contracts: ReadonlyMap<string, ContractTerms>;
  /** Contract versions of a partner, the latest first. */
  readonly contractsOf: ReadonlyMap<string, readonly ContractTerms[]>;
  /** Published earn rules, compiled. */
  readonly rules: CompiledRules;
}

/** The contract of a partner in force at an instant; null when there is none. */
export function contractAt(reference: Reference, partnerId: string, instant: Date): ContractTerms | null {
  const last = lastContractAt(reference, partnerId, instant);
  return last === null || last.validUntil === null || instant < last.validUntil ? last : null;
}

/** The version of a partner's contract that had begun last at an instant, ended since or not; null before the first. */
export function lastContractAt(reference: Reference, partnerId: string, instant: Date): ContractTerms | null {
  return reference.contractsOf.get(partnerId)?.find(({ validFrom }) => validFrom <= instant) ?? null;
}

/** The highest reimbursement of a point in any contract in force at an instant, in micros: what a point costs where it costs most (settlement.md 2.8). */
export function dearestReimbursement(reference: Reference, instant: Date): bigint {
  let dearest = 0n;
  for (const partnerId of reference.partners.keys()) {
    const micros = contractAt(reference, partnerId, instant)?.reimbursementMicros ?? 0n;
    if (micros > dearest) dearest = micros;
  }
  return dearest;
}

/** Puts rows into the maps that deciding looks things up in. */
export function buildReference(
  programme: ProgrammeTerms,
  stores: readonly StoreReference[],
  partners: readonly PartnerReference[],
  contracts: readonly ContractTerms[],
  rules: readonly RuleVersion[] = [],
): Reference {
  const contractsOf = new Map<string, ContractTerms[]>();
  for (const contract of contracts) {
    const versions = contractsOf.get(contract.partnerId);
    if (versions === undefined) contractsOf.set(contract.partnerId, [contract]);
    else versions.push(contract);
  }
  for (const versions of contractsOf.values()) versions.sort((a, b) => b.validFrom.getTime() - a.validFrom.getTime());
  return {
    programme,
    stores: new Map(stores.map((store) => [store.storeId, store])),
    partners: new Map(partners.map((partner) => [partner.partnerId, partner])),
    contracts: new Map(contracts.map((contract) => [contract.contractVersionId, contract])),
    contractsOf,
    rules: compileRules(rules),
  };
}
