/**
 * The life of a contract: one side drafts it, both sign it, it comes into force; a later version supersedes it, or it is terminated.
 * `signContract` (sign-contract.ts) is for terms that both sides signed on paper: the operator records them.
 */
import { type Caller, isOperator, keySpaceOf, mayActForWholePartner } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, firstInOrder, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { PartnersDeps } from '../context.ts';
import { readTerms } from '../domain/sign-terms.ts';
import {
  insertContractDraft,
  insertTerminal,
  insertTermination,
  noteContractOfDraft,
  readContractDraft,
  readTerminals,
  retireTerminal as retire,
  signDraft,
  updateStoreHours,
} from '../store/contract-life.ts';
import { insertContract, readNewestTerms, readNewestVersion } from '../store/contracts.ts';
import { lockPartner } from '../store/partners.ts';
import { readProgramme } from '../store/programmes.ts';
import { readStores } from '../store/stores.ts';
import type { SignContract } from './sign-contract.ts';

const NO_PARTNER = refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', ['input', 'partnerId']);
const HAS_LEFT = refuse('PARTNER_INACTIVE', 'The partner left the programme.', ['input', 'partnerId']);
const NO_STORE = refuse('STORE_UNKNOWN', 'No such store of this partner.', ['input', 'storeId']);
const NO_TERMINAL = refuse('TERMINAL_UNKNOWN', 'No such terminal of this partner.', ['input', 'terminalId']);
const OVERLAPS = 'A version of this contract already begins at or after this instant.';

/**
 * Writes terms down for both sides to sign. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, INVALID_POINTS, INVALID_AMOUNT,
 * UNKNOWN_CURRENCY, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, PARTNER_INACTIVE (it left), CONTRACT_OVERLAP.
 */
export async function draftContract(
  deps: PartnersDeps,
  caller: Caller,
  input: SignContract,
): Promise<Outcome<{ draftId: string }>> {
  const partnerId = input.partnerId.toLowerCase();
  const { programmeId } = caller;
  if (programmeId === null || !mayActForWholePartner(caller, partnerId))
    return refused(refuse('NOT_ALLOWED', 'A contract is drafted by the operator or by the partner itself.'));
  const programme = await readProgramme(deps.database.db, programmeId);
  if (programme === null) return refused(refuse('NOT_ALLOWED', "There is no such programme as the caller's."));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const keyRefusal = check.first();
  const terms = readTerms(input, programme);
  if (!terms.ok)
    return refused(firstInOrder([...(keyRefusal === null ? [] : [keyRefusal]), terms.refusal]) ?? terms.refusal);
  if (keyRefusal !== null) return refused(keyRefusal);
  const at = deps.clock();
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'draftContract',
      body: { partnerId, ...terms.result },
      at,
    },
    async ({ db, sql }) => {
      const partner = isId(partnerId) ? await lockPartner(db, programmeId, partnerId) : null;
      if (partner === null) return refused(NO_PARTNER);
      if (partner.standing === 'LEFT') return refused(HAS_LEFT);
      const newest = await readNewestVersion(db, partnerId);
      if (newest !== null && newest.validFrom >= input.validFrom)
        return refused(refuse('CONTRACT_OVERLAP', OVERLAPS, ['input', 'validFrom']));
      const draftId = deps.ids();
      await insertContractDraft(sql, {
        ...{ draftId, programmeId, partnerId, terms: terms.result, draftedAt: at },
        draftedBy: caller.subject,
      });
      return accepted({ draftId });
    },
  );
  return outcome;
}

export interface SignContractDraft {
  readonly idempotencyKey: string;
  readonly draftId: string;
}

/**
 * Signs a draft for the side whose credentials these are; when both have, it is a version of the contract. Signing twice is once. Refusals in the
 * published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, PARTNER_INACTIVE (it left), CONTRACT_MISSING (no such draft), CONTRACT_OVERLAP
 * (another version came first).
 */
export async function signContractDraft(
  deps: PartnersDeps,
  caller: Caller,
  input: SignContractDraft,
): Promise<Outcome<{ draftId: string }>> {
  const { programmeId } = caller;
  const side = isOperator(caller) ? 'operator' : 'partner';
  if (programmeId === null || (side === 'partner' && (caller.partnerId === null || caller.storeIds.length > 0)))
    return refused(refuse('NOT_ALLOWED', 'A contract is signed by the operator and by the partner.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const at = deps.clock();
  const draftId = input.draftId.toLowerCase();
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    { keySpace: keySpaceOf(caller), caller, idempotencyKey: key, command: 'signContractDraft', body: { draftId }, at },
    async ({ db, sql }) => {
      const missing = refuse('CONTRACT_MISSING', 'No such draft of a contract.', ['input', 'draftId']);
      const found = isId(draftId) ? await readContractDraft(sql, programmeId, draftId) : null;
      if (found === null || !mayActForWholePartner(caller, found.partnerId)) return refused(missing);
      const partner = await lockPartner(db, programmeId, found.partnerId);
      if (partner?.standing === 'LEFT') return refused({ ...HAS_LEFT, field: ['input', 'draftId'] });
      await signDraft(sql, draftId, side, caller.subject, at);
      const draft = await readContractDraft(sql, programmeId, draftId);
      if (draft === null) return refused(missing);
      if (draft.contractVersionId !== null || draft.operatorSignedAt === null || draft.partnerSignedAt === null)
        return accepted({ draftId });
      const newest = await readNewestVersion(db, draft.partnerId);
      if (newest !== null && newest.validFrom >= draft.terms.validFrom)
        return refused(refuse('CONTRACT_OVERLAP', OVERLAPS, ['input', 'draftId']));
      const contractVersionId = deps.ids();
      const version = (newest?.version ?? 0) + 1;
      const { partnerId } = draft;
      await insertContract(db, { ...draft.terms, contractVersionId, programmeId, partnerId, version, signedAt: at });
      await noteContractOfDraft(sql, draftId, contractVersionId);
      return accepted({ draftId });
    },
  );
  return outcome;
}

export interface TerminateContract {
  readonly idempotencyKey: string;
  readonly partnerId: string;
  readonly at?: Date | null | undefined;
}

/**
 * Ends a partner's contract without another version. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT (in the past),
 * IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, CONTRACT_MISSING (none, or it was terminated before), CONTRACT_OVERLAP (its latest version begins only then).
 */
export async function terminateContract(
  deps: PartnersDeps,
  caller: Caller,
  input: TerminateContract,
): Promise<Outcome<{ contractVersionId: string; partnerId: string }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'Only the operator terminates contracts.'));
  const now = deps.clock();
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const asked = input.at ?? null;
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const partnerId = input.partnerId.toLowerCase();
  const { programmeId } = caller;
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'terminateContract',
      body: { partnerId, at: asked },
      at: now,
    },
    async ({ db, sql }) => {
      if (asked !== null && asked < now)
        return refused(refuse('INVALID_INPUT', 'A contract ends now or later.', ['input', 'at']));
      const partner = isId(partnerId) ? await lockPartner(db, programmeId, partnerId) : null;
      if (partner === null) return refused(NO_PARTNER);
      const newest = await readNewestTerms(db, programmeId, partnerId);
      const missing = refuse('CONTRACT_MISSING', 'The partner has no contract to end.', ['input', 'partnerId']);
      if (newest === null || newest.validUntil !== null) return refused(missing);
      const endsAt = asked ?? now;
      if (newest.validFrom >= endsAt)
        return refused(refuse('CONTRACT_OVERLAP', 'The latest version begins only then.', ['input', 'at']));
      const { contractVersionId } = newest;
      const end = { contractVersionId, programmeId, endsAt, decidedBy: caller.subject, decidedAt: now };
      if (!(await insertTermination(sql, end))) return refused(missing);
      return accepted({ contractVersionId, partnerId });
    },
  );
  return outcome;
}

export interface AddTerminal {
  readonly idempotencyKey: string;
  readonly storeId: string;
  readonly code: string;
}

/** Adds a terminal to a store. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, STORE_UNKNOWN, CODE_TAKEN. */
export async function addTerminal(
  deps: PartnersDeps,
  caller: Caller,
  input: AddTerminal,
): Promise<Outcome<{ terminalId: string; storeId: string }>> {
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const code = check.text(input.code, ['input', 'code'], { max: 100 });
  const store = { storeId: input.storeId, missing: NO_STORE };
  return atStore(deps, caller, store, check, key, 'addTerminal', { code }, async (sql, storeId, at) => {
    const terminalId = deps.ids();
    const { programmeId } = caller;
    const row = { terminalId, storeId, code, retiredAt: null, addedAt: at, programmeId: programmeId ?? '' };
    if (!(await insertTerminal(sql, row)))
      return refused(refuse('CODE_TAKEN', 'Another terminal of the store has this code.', ['input', 'code']));
    return accepted({ terminalId, storeId });
  });
}

export interface RetireTerminal {
  readonly idempotencyKey: string;
  readonly terminalId: string;
  readonly at?: Date | null | undefined;
}

/**
 * Takes a terminal out of use, for good. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT (in the past), IDEMPOTENCY_KEY_REUSED,
 * TERMINAL_UNKNOWN, TERMINAL_RETIRED (it was before).
 */
export async function retireTerminal(
  deps: PartnersDeps,
  caller: Caller,
  input: RetireTerminal,
): Promise<Outcome<{ terminalId: string; storeId: string }>> {
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const asked = input.at ?? null;
  const terminalId = input.terminalId.toLowerCase();
  const known = isId(terminalId) && caller.programmeId !== null;
  const [terminal] = known ? await readTerminals(deps.database.sql, caller.programmeId, [terminalId]) : [];
  const body = { terminalId, at: asked };
  const store = { storeId: terminal?.storeId ?? '', missing: NO_TERMINAL };
  return atStore(deps, caller, store, check, key, 'retireTerminal', body, async (sql, storeId, at) => {
    if (asked !== null && asked < at)
      return refused(refuse('INVALID_INPUT', 'A terminal is retired now or later.', ['input', 'at']));
    if (!(await retire(sql, terminalId, asked ?? at)))
      return refused(refuse('TERMINAL_RETIRED', 'The terminal was taken out of use before.', ['input', 'terminalId']));
    return accepted({ terminalId, storeId });
  });
}

export interface ChangeStore {
  readonly idempotencyKey: string;
  readonly storeId: string;
  readonly opensAt?: Date | null | undefined;
  readonly closesAt?: Date | null | undefined;
}

/** Sets when a store opens and closes, for good. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, STORE_UNKNOWN. */
export async function changeStore(
  deps: PartnersDeps,
  caller: Caller,
  input: ChangeStore,
): Promise<Outcome<{ storeId: string }>> {
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const opensAt = input.opensAt ?? null;
  const closesAt = input.closesAt ?? null;
  const inOrder = opensAt === null || closesAt === null || opensAt < closesAt;
  check.require(inOrder, 'INVALID_INPUT', 'A store closes after it opens.', ['input', 'closesAt']);
  const body = { opensAt, closesAt };
  const store = { storeId: input.storeId, missing: NO_STORE };
  return atStore(deps, caller, store, check, key, 'changeStore', body, async (sql, storeId) => {
    await updateStoreHours(sql, storeId, opensAt, closesAt);
    return accepted({ storeId });
  });
}

async function atStore<Result extends { storeId: string }>(
  deps: PartnersDeps,
  caller: Caller,
  named: { readonly storeId: string; readonly missing: Refusal },
  check: ReturnType<typeof createInputCheck>,
  key: string,
  command: string,
  body: object,
  work: (sql: Parameters<typeof updateStoreHours>[0], storeId: string, at: Date) => Promise<Outcome<Result>>,
): Promise<Outcome<Result>> {
  const { programmeId } = caller;
  const partner = caller.role === 'partner' && caller.partnerId !== null && caller.storeIds.length === 0;
  if (programmeId === null || !(isOperator(caller) || partner))
    return refused(refuse('NOT_ALLOWED', 'Stores are for the operator and for whole partners.'));
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const at = deps.clock();
  const storeId = named.storeId.toLowerCase();
  const { outcome } = await rememberCommand<{ storeId: string }>(
    deps.database,
    'partners',
    { keySpace: keySpaceOf(caller), caller, idempotencyKey: key, command, body: { storeId, ...body }, at },
    async ({ sql }) => {
      const [store] = isId(storeId) ? await readStores(sql, programmeId, [storeId]) : [];
      if (store === undefined || !mayActForWholePartner(caller, store.partnerId)) return refused(named.missing);
      return work(sql, storeId, at);
    },
  );
  return outcome as Outcome<Result>;
}
