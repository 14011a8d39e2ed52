// What the operator sells as membership: plans, which never change, and their withdrawal.
import { type Caller, isOperator, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck, type InputCheck } from '../../serving/input-check.ts';
import { CODE, DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { type AmountProblem, MOST_MINOR_AT_ONCE, parseAmount } from '../../shared/money.ts';
import { accepted, type Outcome, type RefusalCode, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import type { RefundRule } from '../domain/membership.ts';
import { insertPlan, readPlans, withdrawPlan as withdraw } from '../store/memberships.ts';
import { readProgramme } from '../store/programmes.ts';
import { readFreeReward, readShares, refuseFreeReward, refuseShares, type ShareInput } from './read-shares.ts';

export interface CreateMembershipPlan {
  readonly idempotencyKey: string;
  readonly code: string;
  readonly name: string;
  readonly periodMonths: number;
  readonly price: { readonly amount: string; readonly currency: string };
  readonly graceDays: number;
  readonly refundRule: RefundRule;
  readonly refundDays?: number | null | undefined;
  readonly multiplierBasisPoints: number;
  readonly earlyAccessHours: number;
  readonly freeRewardId?: string | null | undefined;
  readonly freeRewardFunding?: readonly ShareInput[] | null | undefined;
  readonly shares: readonly ShareInput[];
}

/**
 * Makes a plan. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, INVALID_AMOUNT, UNKNOWN_CURRENCY, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN
 * (of a share, of who pays), CURRENCY_NOT_ACCEPTED (not the programme's), REWARD_UNKNOWN (the free one), CODE_TAKEN.
 */
export async function createMembershipPlan(
  deps: MembersDeps,
  caller: Caller,
  input: CreateMembershipPlan,
): Promise<Outcome<{ planId: string }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'The operator makes plans of memberships.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const within = (value: number, least: number, most: number, field: string): number => {
    check.require(value >= least && value <= most, 'INVALID_INPUT', `It is ${least} to ${most}.`, ['input', field]);
    return value;
  };
  const { refundRule, refundDays = null } = input;
  const counted = refundRule === 'FULL_WITHIN_DAYS';
  check.require(
    counted === (refundDays !== null) && (refundDays === null || (refundDays >= 1 && refundDays <= 1_830)),
    'INVALID_INPUT',
    'FULL_WITHIN_DAYS has its days, 1 to 1830, and no other rule has any.',
    ['input', 'refundDays'],
  );
  const plan = {
    code: check.text(input.code, ['input', 'code'], CODE),
    name: check.text(input.name, ['input', 'name'], DISPLAY_NAME),
    periodMonths: within(input.periodMonths, 1, 60, 'periodMonths'),
    priceMinor: readPrice(input.price, check),
    currency: input.price.currency,
    graceDays: within(input.graceDays, 0, 366, 'graceDays'),
    refundRule,
    refundDays,
    multiplierBasisPoints: within(input.multiplierBasisPoints, 10_000, 1_000_000, 'multiplierBasisPoints'),
    earlyAccessHours: within(input.earlyAccessHours, 0, 8_760, 'earlyAccessHours'),
    ...readFreeReward(input, check, ['input']),
    shares: readShares(input.shares, check, ['input', 'shares']),
  };
  const refusal = check.first();
  if (refusal !== null) return refused(refusal);
  const { programmeId } = caller;
  const at = deps.clock();
  const { outcome } = await rememberCommand(
    deps.database,
    'members',
    { keySpace: keySpaceOf(caller), caller, idempotencyKey: key, command: 'createMembershipPlan', body: plan, at },
    async ({ sql }) => {
      const stranger =
        (await refuseShares(sql, programmeId, plan.shares, ['input', 'shares'])) ??
        (await refuseShares(sql, programmeId, plan.freeRewardFunding ?? [], ['input', 'freeRewardFunding']));
      if (stranger !== null) return refused(stranger);
      const currency = (await readProgramme(sql, programmeId))?.currency;
      if (plan.currency !== currency) {
        const field = ['input', 'price', 'currency'];
        return refused(refuse('CURRENCY_NOT_ACCEPTED', `The programme settles in ${currency}.`, field));
      }
      const noReward = await refuseFreeReward(sql, programmeId, plan, ['input']);
      if (noReward !== null) return refused(noReward);
      const planId = deps.ids();
      const made = await insertPlan(sql, { ...plan, planId, programmeId, createdAt: at, withdrawnAt: null });
      return made
        ? accepted({ planId })
        : refused(refuse('CODE_TAKEN', 'Another plan has this code.', ['input', 'code']));
    },
  );
  return outcome;
}

export interface WithdrawMembershipPlan {
  readonly idempotencyKey: string;
  readonly planId: string;
}

/**
 * Takes a plan off the market: nobody joins or renews any more. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED,
 * PLAN_UNKNOWN.
 */
export async function withdrawMembershipPlan(
  deps: MembersDeps,
  caller: Caller,
  input: WithdrawMembershipPlan,
): Promise<Outcome<{ planId: string }>> {
  if (!isOperator(caller)) return refused(refuse('NOT_ALLOWED', 'The operator withdraws plans of memberships.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const refusal = check.first();
  if (refusal !== null) return refused(refusal);
  const planId = input.planId.toLowerCase();
  const at = deps.clock();
  const { outcome } = await rememberCommand(
    deps.database,
    'members',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'withdrawMembershipPlan',
      body: { planId },
      at,
    },
    async ({ sql }) => {
      const [plan] = isId(planId) ? await readPlans(sql, caller.programmeId, [planId]) : [];
      if (plan === undefined) return refused(refuse('PLAN_UNKNOWN', 'No such plan.', ['input', 'planId']));
      await withdraw(sql, planId, at);
      return accepted({ planId });
    },
  );
  return outcome;
}

const AMOUNT_REFUSALS: Readonly<Record<AmountProblem, RefusalCode>> = {
  UNKNOWN_CURRENCY: 'UNKNOWN_CURRENCY',
  NOT_A_DECIMAL: 'INVALID_AMOUNT',
  TOO_MANY_DECIMALS: 'INVALID_AMOUNT',
  TOO_LARGE: 'INVALID_AMOUNT',
};

/** Minor units above zero. */
function readPrice({ amount, currency }: CreateMembershipPlan['price'], check: InputCheck): bigint {
  const price = parseAmount(amount, currency);
  const problem = typeof price === 'string' ? price : null;
  const code = problem === null ? 'INVALID_AMOUNT' : AMOUNT_REFUSALS[problem];
  const minor = typeof price === 'string' ? 0n : price.minor;
  const fits = minor > 0n && minor <= MOST_MINOR_AT_ONCE;
  check.require(fits, code, 'A price is a decimal above zero in a currency of ISO 4217.', ['input', 'price']);
  return minor;
}
