import { type Caller, isOperator, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, firstInOrder, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { PartnersDeps } from '../context.ts';
import { type AskedTerms, readTerms } from '../domain/sign-terms.ts';
import { insertContract, readNewestVersion } from '../store/contracts.ts';
import { lockPartner } from '../store/partners.ts';
import { readProgramme } from '../store/programmes.ts';

export interface SignContract extends AskedTerms {
  readonly idempotencyKey: string;
  readonly partnerId: string;
}

/**
 * Puts a new version of a partner's terms in force from an instant. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT,
 * INVALID_POINTS, INVALID_AMOUNT, UNKNOWN_CURRENCY, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, PARTNER_INACTIVE (it left),
 * CONTRACT_OVERLAP. Versions of one partner are written one after the other: the partner's row is the lock.
 */
export async function signContract(
  deps: PartnersDeps,
  caller: Caller,
  input: SignContract,
): Promise<Outcome<{ contractVersionId: string; partnerId: string }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'Only the operator signs contracts.'));
  const { programmeId } = caller;
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
  const partnerId = input.partnerId.toLowerCase();
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'signContract',
      body: { partnerId, ...terms.result },
      at,
    },
    async ({ db }) => {
      const partner = isId(partnerId) ? await lockPartner(db, programmeId, partnerId) : null;
      if (partner === null) {
        return refused(refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', ['input', 'partnerId']));
      }
      if (partner.standing === 'LEFT') {
        return refused(refuse('PARTNER_INACTIVE', 'The partner left the programme.', ['input', 'partnerId']));
      }
      const newest = await readNewestVersion(db, partnerId);
      if (newest !== null && newest.validFrom >= input.validFrom) {
        return refused(
          refuse('CONTRACT_OVERLAP', 'A version of this contract already begins at or after this instant.', [
            'input',
            'validFrom',
          ]),
        );
      }
      const contractVersionId = deps.ids();
      await insertContract(db, {
        ...terms.result,
        contractVersionId,
        programmeId,
        partnerId,
        version: (newest?.version ?? 0) + 1,
        signedAt: at,
      });
      return accepted({ contractVersionId, partnerId });
    },
  );
  return outcome;
}
