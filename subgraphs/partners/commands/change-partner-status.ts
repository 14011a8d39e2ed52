import { type Caller, isOperator, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { PartnersDeps } from '../context.ts';
import type { PartnerStatus } from '../domain/partner-status.ts';
import { lockPartner, updateStanding } from '../store/partners.ts';

export interface ChangePartnerStatus {
  readonly idempotencyKey: string;
  readonly partnerId: string;
  readonly status: PartnerStatus;
  /** RUN_OFF: until when it takes points. */
  readonly until?: Date | null | undefined;
}

/**
 * Suspends or reinstates a partner, puts it in run-off, or ends its part in the programme. Refusals in the published order: NOT_ALLOWED,
 * INVALID_INPUT (ONBOARDING cannot be given, run-off needs an end to come), IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, PARTNER_INACTIVE (it left, for good).
 */
export async function changePartnerStatus(
  deps: PartnersDeps,
  caller: Caller,
  input: ChangePartnerStatus,
): Promise<Outcome<{ partnerId: string }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', "Only the operator changes a partner's status."));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const { status } = input;
  const fromContracts = 'ONBOARDING follows from the contracts and cannot be given.';
  check.require(status !== 'ONBOARDING', 'INVALID_INPUT', fromContracts, ['input', 'status']);
  const until = input.until ?? null;
  const now = deps.clock();
  const needsEnd = 'Run-off needs an end that is to come, and nothing else has one.';
  check.require((status === 'RUN_OFF') === (until !== null), 'INVALID_INPUT', needsEnd, ['input', 'until']);
  const refusal = check.first();
  if (refusal !== null || status === 'ONBOARDING') return refused(refusal ?? refuse('INVALID_INPUT', fromContracts));

  const partnerId = input.partnerId.toLowerCase();
  const { programmeId } = caller;
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'changePartnerStatus',
      body: { partnerId, status, ...(until === null ? {} : { until }) },
      at: now,
    },
    async ({ db }) => {
      if (until !== null && until <= now) return refused(refuse('INVALID_INPUT', needsEnd, ['input', 'until']));
      const partner = isId(partnerId) ? await lockPartner(db, programmeId, partnerId) : null;
      if (partner === null) {
        return refused(refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', ['input', 'partnerId']));
      }
      if (partner.standing === 'LEFT' && status !== 'LEFT') {
        return refused(refuse('PARTNER_INACTIVE', 'The partner left the programme for good.', ['input', 'partnerId']));
      }
      const gone = partner.runOffUntil !== null && partner.runOffUntil <= now;
      if (gone && status !== 'LEFT') {
        return refused(refuse('PARTNER_INACTIVE', 'The partner left when its run-off ended.', ['input', 'partnerId']));
      }
      await updateStanding(db, partnerId, status, until);
      return accepted({ partnerId });
    },
  );
  return outcome;
}
