import { type Caller, isInProgramme, isOperator, keySpaceOf, mayActForWholePartner } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { PartnersDeps } from '../context.ts';
import { isTimeZone } from '../domain/time-zone.ts';
import { lockPartner } from '../store/partners.ts';
import { insertStore } from '../store/stores.ts';

export interface AddStore {
  readonly idempotencyKey: string;
  readonly partnerId?: string | null | undefined;
  readonly code: string;
  readonly name: string;
  readonly timeZone?: string | null | undefined;
  readonly opensAt?: Date | null | undefined;
  readonly closesAt?: Date | null | undefined;
}

const STORE_CODE = { max: 100 } as const;

/**
 * Adds a store to a partner; a partner's app adds its own partner's. Refusals in the published order: NOT_ALLOWED,
 * INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, PARTNER_INACTIVE (it left), CODE_TAKEN.
 */
export async function addStore(
  deps: PartnersDeps,
  caller: Caller,
  input: AddStore,
): Promise<Outcome<{ storeId: string }>> {
  const partnerId = input.partnerId?.toLowerCase() ?? caller.partnerId;
  const allowed = partnerId === null ? isOperator(caller) : mayActForWholePartner(caller, partnerId);
  if (!allowed || !isInProgramme(caller)) {
    const why = 'A partner adds stores to itself only, and not with a client that is limited to some stores.';
    return refused(refuse('NOT_ALLOWED', why, ['input', 'partnerId']));
  }
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  check.require(partnerId !== null, 'INVALID_INPUT', '`partnerId` is missing.', ['input', 'partnerId']);
  const code = check.text(input.code, ['input', 'code'], STORE_CODE);
  const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
  const timeZone = input.timeZone ?? null;
  const opensAt = input.opensAt ?? null;
  const closesAt = input.closesAt ?? null;
  check.require(timeZone === null || isTimeZone(timeZone), 'INVALID_INPUT', '`timeZone` is not an IANA time zone.', [
    'input',
    'timeZone',
  ]);
  check.require(
    opensAt === null || closesAt === null || opensAt < closesAt,
    'INVALID_INPUT',
    'A store closes after it opens.',
    ['input', 'closesAt'],
  );
  const refusal = check.first();
  if (refusal !== null || partnerId === null) {
    return refused(refusal ?? refuse('INVALID_INPUT', '`partnerId` is missing.', ['input', 'partnerId']));
  }

  const at = deps.clock();
  const facts = { partnerId, code, name, timeZone, opensAt, closesAt };
  const { programmeId } = caller;
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    { keySpace: keySpaceOf(caller), caller, idempotencyKey: key, command: 'addStore', body: facts, at },
    async ({ db }) => {
      const partner = isId(partnerId) ? await lockPartner(db, programmeId, partnerId) : null;
      if (partner === null) {
        return refused(refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', ['input', 'partnerId']));
      }
      if (partner.standing === 'LEFT') {
        return refused(refuse('PARTNER_INACTIVE', 'The partner left the programme.', ['input', 'partnerId']));
      }
      const storeId = deps.ids();
      if (!(await insertStore(db, { ...facts, storeId, programmeId, addedAt: at }))) {
        return refused(refuse('CODE_TAKEN', 'Another store of the partner has this code.', ['input', 'code']));
      }
      return accepted({ storeId });
    },
  );
  return outcome;
}
