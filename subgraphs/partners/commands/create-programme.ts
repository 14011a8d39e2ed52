import type { Caller } from '../../serving/caller.ts';
import { keySpaceOf, scopesOfRole } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { CODE, DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { currencyExponent } from '../../shared/money.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { PartnersDeps } from '../context.ts';
import { type CycleTerms, cycleProblems, cycleTermsOf } from '../domain/cycle-terms.ts';
import { isTimeZone } from '../domain/time-zone.ts';
import { insertApiClient } from '../store/api-clients.ts';
import { insertProgramme } from '../store/programmes.ts';

export interface CreateProgramme extends CycleTerms {
  readonly idempotencyKey: string;
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly spendingOrder: 'SOONEST_EXPIRY' | 'OLDEST_FIRST';
  readonly restoreGraceDays: number;
  readonly operatorFundingModel: 'OPERATOR_POOL' | 'ISSUER_PAYS_ON_REDEMPTION';
  readonly operatorReserveRateMicros: bigint;
  /** Minor units of the programme's currency. */
  readonly levyPerWindow: bigint;
  readonly publishNeedsBacktest: boolean;
}

export interface CreatedProgramme {
  readonly programmeId: string;
  readonly clientId: string;
  /** Shown once: null when the request was repeated. */
  readonly secret: string | null;
}

const MAX_GRACE_DAYS = 3_650;
const MAX_PRICE_MICROS = 1_000_000_000n;

/**
 * Creates a programme and its first operator client. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT,
 * UNKNOWN_CURRENCY, IDEMPOTENCY_KEY_REUSED, CODE_TAKEN.
 */
export async function createProgramme(
  deps: PartnersDeps,
  caller: Caller,
  input: CreateProgramme,
): Promise<Outcome<CreatedProgramme>> {
  if (caller.role !== 'platform')
    return refused(refuse('NOT_ALLOWED', "Only the platform's owner creates programmes."));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const code = check.text(input.code, ['input', 'code'], CODE);
  const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
  const { currency, timeZone, spendingOrder, restoreGraceDays } = input;
  const exponent = currencyExponent(currency);
  check.require(exponent !== null, 'UNKNOWN_CURRENCY', 'ISO 4217 does not know this currency.', ['input', 'currency']);
  check.require(isTimeZone(timeZone), 'INVALID_INPUT', '`timeZone` is not an IANA time zone.', ['input', 'timeZone']);
  check.require(
    restoreGraceDays >= 0 && restoreGraceDays <= MAX_GRACE_DAYS,
    'INVALID_INPUT',
    `\`restoreGraceDays\` must be from 0 to ${MAX_GRACE_DAYS}.`,
    ['input', 'restoreGraceDays'],
  );
  for (const { field, message } of cycleProblems(input))
    check.require(false, 'INVALID_INPUT', message, ['input', field]);
  const { operatorFundingModel, operatorReserveRateMicros, levyPerWindow } = input;
  check.require(
    operatorReserveRateMicros >= 0n && operatorReserveRateMicros <= MAX_PRICE_MICROS,
    'INVALID_AMOUNT',
    `\`operatorReserveRateMicros\` must be from 0 to ${MAX_PRICE_MICROS} micros.`,
    ['input', 'operatorReserveRateMicros'],
  );
  check.require(levyPerWindow >= 0n, 'INVALID_AMOUNT', '`levyPerWindow` must be 0 or more.', [
    'input',
    'levyPerWindow',
  ]);
  const refusal = check.first();
  if (refusal !== null || exponent === null) {
    return refused(refusal ?? refuse('UNKNOWN_CURRENCY', 'ISO 4217 does not know this currency.'));
  }

  const at = deps.clock();
  const facts = {
    code,
    name,
    currency,
    timeZone,
    spendingOrder,
    restoreGraceDays,
    operatorFundingModel,
    operatorReserveRateMicros,
    levyPerWindowMinor: levyPerWindow,
    ...cycleTermsOf(input),
    publishNeedsBacktest: input.publishNeedsBacktest,
  };
  const secret = deps.makeSecret();
  const secretHash = await deps.hashSecret(secret);
  const { outcome, replayed } = await rememberCommand(
    deps.database,
    'partners',
    { keySpace: keySpaceOf(caller), caller, idempotencyKey: key, command: 'createProgramme', body: facts, at },
    async ({ db }) => {
      const programmeId = deps.ids();
      if (!(await insertProgramme(db, { ...facts, programmeId, exponent, createdAt: at }))) {
        return refused(refuse('CODE_TAKEN', 'Another programme has this code.', ['input', 'code']));
      }
      const clientId = deps.ids();
      await insertApiClient(db, {
        clientId,
        programmeId,
        role: 'OPERATOR',
        partnerId: null,
        name: 'Operator',
        storeIds: null,
        scopes: [...scopesOfRole('operator')],
        secretHash,
        createdAt: at,
      });
      return accepted({ programmeId, clientId });
    },
  );
  return outcome.ok ? accepted({ ...outcome.result, secret: replayed ? null : secret }) : outcome;
}
