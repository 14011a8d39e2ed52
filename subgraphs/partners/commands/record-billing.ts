import { type Caller, isOperator, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, firstInOrder, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { PartnersDeps } from '../context.ts';
import { type AskedBilling, readBillingDetails } from '../domain/billing-details.ts';
import { insertBilling, readBilling } from '../store/billing.ts';
import { lockPartner } from '../store/partners.ts';
import { lockProgramme } from '../store/programmes.ts';

export interface RecordBilling extends AskedBilling {
  readonly idempotencyKey: string;
  /** Null is the operator itself. */
  readonly partnerId?: string | null | undefined;
}

/** Free texts of the details and their longest forms: those of ISO 20022 where a bank reads them. */
const LENGTHS = {
  street: 70,
  buildingNumber: 16,
  postCode: 16,
  vatId: 30,
  registrationId: 100,
  iban: 50,
  accountNumber: 34,
  bic: 11,
  endpointId: 100,
  endpointScheme: 4,
} as const;

/**
 * Records a new version of who a partner, or the operator itself, is to banks and tax offices. Only the operator does: whoever could
 * change an account alone could have the pay-out. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED,
 * PARTNER_UNKNOWN. A partner that left may still be owed money. The partner's (or programme's) row is the lock between two at once.
 */
export async function recordBilling(
  deps: PartnersDeps,
  caller: Caller,
  input: RecordBilling,
): Promise<Outcome<{ partnerId: string | null }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'Only the operator records billing details.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const texts: { -readonly [field in keyof AskedBilling]: AskedBilling[field] } = {
    legalName: check.text(input.legalName, ['input', 'legalName'], DISPLAY_NAME),
    town: check.text(input.town, ['input', 'town'], { max: 70 }),
    country: check.text(input.country, ['input', 'country'], { max: 2 }),
  };
  for (const [field, max] of Object.entries(LENGTHS) as [keyof typeof LENGTHS, number][]) {
    const value = input[field];
    if (value != null) texts[field] = check.text(value, ['input', field], { max });
  }
  const malformed = check.first();
  const details = readBillingDetails(texts);
  const refusal = firstInOrder([...(malformed === null ? [] : [malformed]), ...(details.ok ? [] : [details.refusal])]);
  if (!details.ok || refusal !== null) return refused(refusal ?? refuse('INVALID_INPUT', 'The details are malformed.'));

  const at = deps.clock();
  const { programmeId } = caller;
  const partnerId = input.partnerId?.toLowerCase() ?? null;
  const { outcome } = await rememberCommand(
    deps.database,
    'partners',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'recordBilling',
      body: { partnerId, ...details.result },
      at,
    },
    async ({ db }) => {
      if (partnerId === null) {
        if (!(await lockProgramme(db, programmeId)))
          return refused(refuse('NOT_ALLOWED', "There is no such programme as the caller's."));
      } else {
        const partner = isId(partnerId) ? await lockPartner(db, programmeId, partnerId) : null;
        if (partner === null)
          return refused(refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', ['input', 'partnerId']));
      }
      const version = ((await readBilling(db, programmeId, partnerId))?.version ?? 0) + 1;
      await insertBilling(db, {
        ...details.result,
        billingId: deps.ids(),
        programmeId,
        partnerId,
        version,
        recordedAt: at,
        recordedBy: caller.subject,
      });
      return accepted({ partnerId });
    },
  );
  return outcome;
}
