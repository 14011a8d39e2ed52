// Drafts of contracts, terminations and terminals.
import type { AnySql } from '../../../db/client.ts';
import { canonicalJson } from '../../serving/idempotency.ts';
import { assert } from '../../shared/assert.ts';
import type { SignedTerms } from '../domain/sign-terms.ts';

export interface ContractDraftRow {
  readonly draftId: string;
  readonly programmeId: string;
  readonly partnerId: string;
  readonly terms: SignedTerms;
  readonly draftedAt: Date;
  readonly operatorSignedBy: string | null;
  readonly operatorSignedAt: Date | null;
  readonly partnerSignedBy: string | null;
  readonly partnerSignedAt: Date | null;
  /** The version it became. */
  readonly contractVersionId: string | null;
}

function columns(sql: AnySql) {
  return sql`draft_id AS "draftId", programme_id AS "programmeId", partner_id AS "partnerId", terms, drafted_at AS "draftedAt",
    operator_signed_by AS "operatorSignedBy", operator_signed_at AS "operatorSignedAt", partner_signed_by AS "partnerSignedBy",
    partner_signed_at AS "partnerSignedAt", contract_version_id AS "contractVersionId"`;
}

/** Integers and instants as `canonicalJson` tagged them. */
function untagged(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$integer' in value) return BigInt(value.$integer as string);
  if ('$instant' in value) return new Date(value.$instant as string);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, untagged(field)]));
}

function toDraft(row: ContractDraftRow): ContractDraftRow {
  return { ...row, terms: untagged(row.terms) as SignedTerms };
}

export async function insertContractDraft(
  sql: AnySql,
  row: Pick<ContractDraftRow, 'draftId' | 'programmeId' | 'partnerId' | 'terms' | 'draftedAt'> & { draftedBy: string },
): Promise<void> {
  const terms = canonicalJson(row.terms);
  assert(terms !== undefined, 'terms are an object');
  await sql`
    INSERT INTO partners.contract_draft (draft_id, programme_id, partner_id, terms, drafted_by, drafted_at)
    VALUES (${row.draftId}, ${row.programmeId}, ${row.partnerId}, ${terms}::jsonb, ${row.draftedBy}, ${row.draftedAt})`;
}

export async function readContractDraft(
  sql: AnySql,
  programmeId: string,
  draftId: string,
): Promise<ContractDraftRow | null> {
  const [row] = await sql<ContractDraftRow[]>`
    SELECT ${columns(sql)} FROM partners.contract_draft WHERE programme_id = ${programmeId} AND draft_id = ${draftId}`;
  return row === undefined ? null : toDraft(row);
}

/** Drafts of a partner, the oldest first, up to a hundred. */
export async function readContractDraftsOf(
  sql: AnySql,
  programmeId: string,
  partnerId: string,
): Promise<ContractDraftRow[]> {
  const rows = await sql<ContractDraftRow[]>`
    SELECT ${columns(sql)} FROM partners.contract_draft
    WHERE programme_id = ${programmeId} AND partner_id = ${partnerId} ORDER BY draft_id LIMIT 100`;
  return rows.map(toDraft);
}

/** Signs for one side; who has signed before stays. The partner's row is locked. */
export async function signDraft(
  sql: AnySql,
  draftId: string,
  side: 'operator' | 'partner',
  by: string,
  at: Date,
): Promise<void> {
  if (side === 'operator')
    await sql`
      UPDATE partners.contract_draft SET operator_signed_by = ${by}, operator_signed_at = ${at}
      WHERE draft_id = ${draftId} AND operator_signed_at IS NULL`;
  else
    await sql`
      UPDATE partners.contract_draft SET partner_signed_by = ${by}, partner_signed_at = ${at}
      WHERE draft_id = ${draftId} AND partner_signed_at IS NULL`;
}

export async function noteContractOfDraft(sql: AnySql, draftId: string, contractVersionId: string): Promise<void> {
  await sql`UPDATE partners.contract_draft SET contract_version_id = ${contractVersionId} WHERE draft_id = ${draftId}`;
}

/** Whether it was written: false when the version was terminated before. */
export async function insertTermination(
  sql: AnySql,
  row: {
    readonly contractVersionId: string;
    readonly programmeId: string;
    readonly endsAt: Date;
    readonly decidedBy: string;
    readonly decidedAt: Date;
  },
): Promise<boolean> {
  const written = await sql`
    INSERT INTO partners.contract_termination (contract_version_id, programme_id, ends_at, decided_by, decided_at)
    VALUES (${row.contractVersionId}, ${row.programmeId}, ${row.endsAt}, ${row.decidedBy}, ${row.decidedAt})
    ON CONFLICT DO NOTHING`;
  return written.count === 1;
}

export interface TerminalRow {
  readonly terminalId: string;
  readonly storeId: string;
  readonly code: string;
  readonly retiredAt: Date | null;
}

function terminalColumns(sql: AnySql) {
  return sql`terminal_id AS "terminalId", store_id AS "storeId", code, retired_at AS "retiredAt"`;
}

/** Whether it was written: false when another terminal of the store has the code. */
export async function insertTerminal(
  sql: AnySql,
  row: TerminalRow & { readonly programmeId: string; readonly addedAt: Date },
): Promise<boolean> {
  const written = await sql`
    INSERT INTO partners.terminal (terminal_id, programme_id, store_id, code, added_at)
    VALUES (${row.terminalId}, ${row.programmeId}, ${row.storeId}, ${row.code}, ${row.addedAt})
    ON CONFLICT DO NOTHING`;
  return written.count === 1;
}

/** Terminals by id. */
export async function readTerminals(
  sql: AnySql,
  programmeId: string,
  terminalIds: readonly string[],
): Promise<TerminalRow[]> {
  return sql<TerminalRow[]>`
    SELECT ${terminalColumns(sql)} FROM partners.terminal
    WHERE programme_id = ${programmeId} AND terminal_id = ANY(${[...terminalIds]}::uuid[])`;
}

/** Takes a terminal out of use. Whether it was written: false when it had been before. */
export async function retireTerminal(sql: AnySql, terminalId: string, at: Date): Promise<boolean> {
  const written = await sql`
    UPDATE partners.terminal SET retired_at = ${at} WHERE terminal_id = ${terminalId} AND retired_at IS NULL`;
  return written.count === 1;
}

/** Terminals of stores, by code. */
export async function readTerminalsOf(
  sql: AnySql,
  programmeId: string,
  storeIds: readonly string[],
): Promise<TerminalRow[]> {
  return sql<TerminalRow[]>`
    SELECT ${terminalColumns(sql)} FROM partners.terminal
    WHERE programme_id = ${programmeId} AND store_id = ANY(${[...storeIds]}::uuid[]) ORDER BY store_id, code`;
}

/** Sets when a store opens and closes. */
export async function updateStoreHours(
  sql: AnySql,
  storeId: string,
  opensAt: Date | null,
  closesAt: Date | null,
): Promise<void> {
  await sql`UPDATE partners.store SET opens_at = ${opensAt}, closes_at = ${closesAt} WHERE store_id = ${storeId}`;
}
