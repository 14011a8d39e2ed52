import { type Caller, isOperator, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { CODE, DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { PartnersDeps } from '../context.ts';
import { insertPartner } from '../store/partners.ts';
import { readProgramme } from '../store/programmes.ts';

export interface RegisterPartner {
  readonly idempotencyKey: string;
  readonly code: string;
  readonly name: string;
}

/**
 * Brings a merchant into the programme. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT,
 * IDEMPOTENCY_KEY_REUSED, CODE_TAKEN.
 */
export async function registerPartner(
  deps: PartnersDeps,
  caller: Caller,
  input: RegisterPartner,
): Promise<Outcome<{ partnerId: string }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'Only the operator registers partners.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const code = check.text(input.code, ['input', 'code'], CODE);
  const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
  const refusal = check.first();
  if (refusal !== null) return refused(refusal);

  const at = deps.clock();
  const { programmeId } = caller;
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    { keySpace: keySpaceOf(caller), caller, idempotencyKey: key, command: 'registerPartner', body: { code, name }, at },
    async ({ db }) => {
      if ((await readProgramme(db, programmeId)) === null) {
        return refused(refuse('NOT_ALLOWED', "There is no such programme as the caller's."));
      }
      const partnerId = deps.ids();
      const row = {
        partnerId,
        programmeId,
        code,
        name,
        standing: 'ACTIVE',
        runOffUntil: null,
        registeredAt: at,
      } as const;
      if (!(await insertPartner(db, row))) {
        return refused(refuse('CODE_TAKEN', 'Another partner of the programme has this code.', ['input', 'code']));
      }
      return accepted({ partnerId });
    },
  );
  return outcome;
}
