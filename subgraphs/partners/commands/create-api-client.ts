import { type Caller, isOperator, keySpaceOf, scopesOfRole } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { DISPLAY_NAME, IDEMPOTENCY_KEY, PERSON } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { PartnersDeps } from '../context.ts';
import { insertApiClient } from '../store/api-clients.ts';
import { lockPartner } from '../store/partners.ts';
import { readStores } from '../store/stores.ts';

export interface CreateApiClient {
  readonly idempotencyKey: string;
  readonly partnerId?: string | null | undefined;
  readonly name: string;
  readonly scopes?: readonly string[] | null | undefined;
  readonly storeIds: readonly string[];
  /** Who will hold it and act in their own name; null or left out for a service account. */
  readonly person?: string | null | undefined;
}

export interface CreatedApiClient {
  readonly clientId: string;
  /** Shown once: null when the request was repeated. */
  readonly secret: string | null;
}

const MAX_STORES = 1_000;
/** Scope of those who may say who is a person; no person has it. */
const MAKING_PERSONS = 'persons:write';
/** Scopes that nobody has without their being named. */
const ONLY_WHEN_ASKED: ReadonlySet<string> = new Set([MAKING_PERSONS, 'settlement:break-glass']);

/**
 * Creates credentials for a partner's app or for the operator. Refusals in the published order: NOT_ALLOWED (also: an operator
 * client with scopes that the caller lacks, a person without `persons:write`), INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, PARTNER_INACTIVE (it
 * left), STORE_UNKNOWN.
 */
export async function createApiClient(
  deps: PartnersDeps,
  caller: Caller,
  input: CreateApiClient,
): Promise<Outcome<CreatedApiClient>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'Only the operator creates credentials.'));
  const partnerId = input.partnerId?.toLowerCase() ?? null;
  const role = partnerId === null ? 'operator' : 'partner';
  const scopes = [...new Set(input.scopes ?? scopesOfRole(role).filter((scope) => !ONLY_WHEN_ASKED.has(scope)))];
  const names = input.person ?? null;
  if (names !== null && !caller.scopes.includes(MAKING_PERSONS)) {
    return refused(refuse('NOT_ALLOWED', `To name a person needs the scope ${MAKING_PERSONS}.`, ['input', 'person']));
  }
  if (
    role === 'operator' &&
    scopes.some((scope) => scopesOfRole(role).includes(scope) && !caller.scopes.includes(scope))
  ) {
    return refused(
      refuse('NOT_ALLOWED', 'An operator gives another operator no more scopes than its own.', ['input', 'scopes']),
    );
  }
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
  const person = names === null ? null : check.text(names.toLowerCase(), ['input', 'person'], PERSON);
  check.require(
    person === null || !scopes.includes(MAKING_PERSONS),
    'INVALID_INPUT',
    `A person cannot have the scope ${MAKING_PERSONS}: they could make themselves a second one.`,
    ['input', 'scopes'],
  );
  check.require(scopes.length > 0, 'INVALID_INPUT', 'A client without scopes could do nothing.', ['input', 'scopes']);
  check.require(
    scopes.every((scope) => scopesOfRole(role).includes(scope)),
    'INVALID_INPUT',
    `Scopes of this role are: ${scopesOfRole(role).join(', ')}.`,
    ['input', 'scopes'],
  );
  const storeIds = [...new Set(input.storeIds.map((id) => id.toLowerCase()))];
  check.require(
    storeIds.length === 0 || partnerId !== null,
    'INVALID_INPUT',
    "Only a partner's client can be limited to stores.",
    ['input', 'storeIds'],
  );
  check.require(storeIds.length <= MAX_STORES, 'INVALID_INPUT', `At most ${MAX_STORES} stores can be listed.`, [
    'input',
    'storeIds',
  ]);
  const refusal = check.first();
  if (refusal !== null) return refused(refusal);

  const at = deps.clock();
  const secret = deps.makeSecret();
  const secretHash = await deps.hashSecret(secret);
  const { programmeId } = caller;
  const { outcome, replayed } = await rememberCommand(
    deps.database,
    'partners',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'createApiClient',
      body: { partnerId, name, scopes: [...scopes].sort(), storeIds: [...storeIds].sort(), person },
      at,
    },
    async ({ db, sql }) => {
      if (partnerId !== null) {
        const partner = isId(partnerId) ? await lockPartner(db, programmeId, partnerId) : null;
        if (partner === null) {
          return refused(refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', ['input', 'partnerId']));
        }
        if (partner.standing === 'LEFT') {
          return refused(refuse('PARTNER_INACTIVE', 'The partner left the programme.', ['input', 'partnerId']));
        }
        if (storeIds.length > 0) {
          const stores = storeIds.every(isId) ? await readStores(sql, programmeId, storeIds) : [];
          if (stores.filter((store) => store.partnerId === partnerId).length < storeIds.length) {
            return refused(refuse('STORE_UNKNOWN', 'No such store of this partner.', ['input', 'storeIds']));
          }
        }
      }
      const clientId = deps.ids();
      await insertApiClient(db, {
        clientId,
        programmeId,
        role: partnerId === null ? 'OPERATOR' : 'PARTNER',
        partnerId,
        name,
        storeIds: storeIds.length === 0 ? null : storeIds,
        scopes,
        person,
        secretHash,
        createdAt: at,
      });
      return accepted({ clientId });
    },
  );
  return outcome.ok ? accepted({ ...outcome.result, secret: replayed ? null : secret }) : outcome;
}
