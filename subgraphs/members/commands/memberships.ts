/**
 * A member joins a paid membership, renews it, cancels it.
 *
 * join    -> the membership and its first period are noted -> the ledger books the fee -> the period is paid and its days are covered
 * renew   -> the next period is noted -> the ledger books the fee -> paid and covered
 * cancel  -> the membership ends, or is not renewed; what the rule gives back is noted -> the ledger books the refund
 *
 * The ledger is asked outside of the command, under keys made of the period's id, so that a crash between is gone on after (`resumeMemberships`) and asks for
 * the same. What it refuses (a cap, a partner that has left) ends the membership, or only the renewal, and is what the command answers. A fee that
 * comes through after the membership was cancelled is given back whole.
 *
 * Whoever takes the money says so by the store; without a store it was the operator. No card is charged here: the operator or a till collects, then tells.
 * What renews by itself (renew-on-time.ts) is collected by the operator.
 */
import type { AnySql } from '../../../db/client.ts';
import { type Caller, mayActAtStore, type ProgrammeCaller } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { isId } from '../../shared/ids.ts';
import { formatAmount } from '../../shared/money.ts';
import { accepted, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { addDays } from '../domain/calendar.ts';
import { type Days, periodDays, refundOf, statusOn } from '../domain/membership.ts';
import {
  answerFee,
  answerRefund,
  askRefund,
  cover,
  endMembership,
  insertMembership,
  insertPeriod,
  lockMembership,
  type MembershipRow,
  type PeriodRow,
  type PlanRow,
  readAskedPeriods,
  readMembershipsOf,
  readPeriod,
  readPeriodsOf,
  readPlanIds,
  readPlans,
  readStorePartner,
  setAutoRenew,
} from '../store/memberships.ts';
import { readProgramme } from '../store/programmes.ts';
import { dayIn } from '../tiers/programme-day.ts';
import { aboutMember, type MemberWork } from './member-command.ts';

type AskedOutcome = { memberId: string; membershipId: string; periodId: string };

export interface JoinMembership {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly planId: string;
  readonly storeId?: string | null | undefined;
  readonly autoRenew: boolean;
}

/**
 * A member joins by paying for the first period. Refusals in the published order: those of a member's command, STORE_UNKNOWN, PLAN_UNKNOWN, MEMBERSHIP_STATE
 * (it has one), then the ledger's (PARTNER_INACTIVE, STORE_CLOSED, CONTRACT_MISSING, NET_DEBIT_CAP_EXCEEDED).
 */
export async function joinMembership(
  deps: MembersDeps,
  caller: Caller,
  input: JoinMembership,
): Promise<Outcome<AskedOutcome>> {
  const { autoRenew } = input;
  const planId = input.planId.toLowerCase();
  const storeId = input.storeId?.toLowerCase() ?? null;
  const outcome = await aboutMember<AskedOutcome>(
    deps,
    caller,
    {
      name: 'joinMembership',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { planId, storeId, autoRenew },
      who: ['operator', 'partner'],
    },
    async (work) => {
      const { tx, member, at } = work;
      const { programmeId, memberId } = member;
      const wrongTill = await checkTill(work, storeId);
      if (wrongTill !== null) return refused(wrongTill);
      const [plan] = isId(planId) ? await readPlans(tx.sql, programmeId, [planId]) : [];
      if (plan === undefined || plan.withdrawnAt !== null) return refused(planUnknown());
      const today = await todayOf(work);
      const [open] = await readMembershipsOf(tx.sql, memberId, true);
      if (open?.state === 'OPEN') {
        const [had] = await readPlans(tx.sql, programmeId, [open.planId]);
        if (statusOn(open, had?.graceDays ?? 0, today) !== 'LAPSED' || open.coveredUntil === null)
          return refused(refuse('MEMBERSHIP_STATE', 'The member has a membership.', ['input', 'memberId']));
        await endMembership(tx.sql, open.membershipId, 'LAPSED', addDays(open.coveredUntil, 1));
      }
      const membershipId = deps.ids();
      const made = await insertMembership(tx.sql, {
        ...{ membershipId, programmeId, memberId, planId, state: 'OPEN', startedOn: today, autoRenew },
        ...{ coveredUntil: null, endedOn: null },
      });
      if (!made) return refused(refuse('MEMBERSHIP_STATE', 'The member has a membership.', ['input', 'memberId']));
      const periodId = deps.ids();
      const days = periodDays(today, plan.periodMonths, 1);
      await insertPeriod(tx.sql, {
        ...{ periodId, membershipId, programmeId, memberId, number: 1, ...days, feeMinor: plan.priceMinor, storeId },
        askedAt: at,
      });
      return accepted({ memberId, membershipId, periodId });
    },
  );
  return outcome.ok ? afterFee(deps, outcome.result) : outcome;
}

export interface RenewMembership {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly storeId?: string | null | undefined;
}

/**
 * Pays for the next period, which follows the last one without a gap; at most one period ahead. Refusals in the published order: those of a member's command,
 * STORE_UNKNOWN, PLAN_UNKNOWN (withdrawn), MEMBERSHIP_STATE (none, over, or paid ahead already), then the ledger's as for joining.
 */
export async function renewMembership(
  deps: MembersDeps,
  caller: Caller,
  input: RenewMembership,
): Promise<Outcome<AskedOutcome>> {
  const storeId = input.storeId?.toLowerCase() ?? null;
  const outcome = await aboutMember<AskedOutcome>(
    deps,
    caller,
    {
      name: 'renewMembership',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { storeId },
      who: ['operator', 'partner'],
    },
    async (work) => {
      const { tx, member, at } = work;
      const { programmeId, memberId } = member;
      const wrongTill = await checkTill(work, storeId);
      if (wrongTill !== null) return refused(wrongTill);
      const found = await openMembership(work);
      if ('code' in found) return refused(found);
      const { membership, plan, today, periods } = found;
      if (plan.withdrawnAt !== null) return refused(planUnknown());
      if (statusOn(membership, plan.graceDays, today) === 'LAPSED')
        return refused(noMembership('The membership has lapsed: join again.'));
      const last = periods.at(-1);
      if (last === undefined || last.state === 'ASKED' || last.from > today)
        return refused(noMembership('The next period is paid for, or is being paid for.'));
      const number = last.number + 1;
      const days = periodDays(membership.startedOn, plan.periodMonths, number);
      const { membershipId } = membership;
      const periodId = deps.ids();
      const noted = await insertPeriod(tx.sql, {
        ...{ periodId, membershipId, programmeId, memberId, number, ...days, feeMinor: plan.priceMinor, storeId },
        askedAt: at,
      });
      if (!noted) return refused(noMembership('The next period is paid for, or is being paid for.'));
      return accepted({ memberId, membershipId, periodId });
    },
  );
  return outcome.ok ? afterFee(deps, outcome.result) : outcome;
}

export interface CancelMembership {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly when: 'NOW' | 'AT_PERIOD_END' | 'UNPAID';
  readonly storeId?: string | null | undefined;
}

/**
 * Ends a membership: now, with what the plan's rule gives back of each period that is not over; when what was paid for is over; or because the last fee could not
 * be collected, which takes back that fee whole. Refusals in the published order: those of a member's command (a member only its own, and not at a store;
 * only the operator knows what was not collected), INVALID_INPUT, STORE_UNKNOWN, MEMBERSHIP_STATE (none, or over).
 */
export async function cancelMembership(
  deps: MembersDeps,
  caller: Caller,
  input: CancelMembership,
): Promise<Outcome<{ memberId: string; membershipId: string; refunds: readonly string[] }>> {
  const { when } = input;
  const storeId = input.storeId?.toLowerCase() ?? null;
  const check = createInputCheck();
  const byPartner = caller.role === 'partner';
  if (when === 'UNPAID' && caller.role !== 'operator')
    return refused(refuse('NOT_ALLOWED', 'The operator says what was not collected.', ['input', 'when']));
  check.require(
    (storeId === null || when === 'NOW') && (caller.role !== 'member' || storeId === null),
    'INVALID_INPUT',
    'A store is named where money is handed out.',
    ['input', 'storeId'],
  );
  const outcome = await aboutMember<{ memberId: string; membershipId: string; refunds: readonly string[] }>(
    deps,
    caller,
    {
      name: 'cancelMembership',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { when, storeId },
      who: ['operator', 'partner', 'member'],
      whateverStatus: true,
      check,
    },
    async (work) => {
      const { tx, member } = work;
      const wrongTill = byPartner && when === 'AT_PERIOD_END' ? null : await checkTill(work, storeId);
      if (wrongTill !== null) return refused(wrongTill);
      const found = await openMembership(work);
      if ('code' in found) return refused(found);
      const { membershipId } = found.membership;
      const { memberId } = member;
      if (when === 'AT_PERIOD_END') {
        await setAutoRenew(tx.sql, membershipId, false);
        return accepted({ memberId, membershipId, refunds: [] });
      }
      const refunds = await endNow(tx.sql, found, storeId, when === 'UNPAID' ? lastFee(found) : byRule(found));
      return accepted({ memberId, membershipId, refunds });
    },
  );
  if (outcome.ok) await payRefunds(deps, outcome.result.refunds);
  return outcome;
}

/** Ends what a member that is erased has, as if it had cancelled: nothing is left that renews. Answers with the periods whose refunds are to be paid. */
export async function endForErasure(work: MemberWork): Promise<readonly string[]> {
  const refunds: string[] = [];
  // Members that were merged may have brought theirs.
  for (;;) {
    const found = await openMembership(work, true);
    if ('code' in found) return refunds;
    refunds.push(...(await endNow(work.tx.sql, found, null, byRule(found))));
  }
}

/** Has the ledger book what is given back of periods; what a crash interrupts is gone on after. */
export async function payRefunds(deps: MembersDeps, periodIds: readonly string[]): Promise<void> {
  for (const periodId of periodIds) await payRefund(deps, periodId);
}

type RefundOf = (period: PeriodRow) => bigint;

/** What the plan's rule gives back of periods that are not over. */
function byRule({ plan, today }: OpenMembership): RefundOf {
  return (period) => (period.until < today ? 0n : refundOf(plan, period.feeMinor, period, today));
}

/** The whole last fee that was booked. */
function lastFee({ periods }: OpenMembership): RefundOf {
  const last = periods.findLast(({ state }) => state === 'PAID');
  return (period) => (period.periodId === last?.periodId ? period.feeMinor : 0n);
}

/** Ends a membership today. Answers with the periods of which something is given back. */
async function endNow(
  sql: AnySql,
  ending: OpenMembership,
  storeId: string | null,
  refund: RefundOf,
): Promise<string[]> {
  const { membership, periods, today } = ending;
  const refunds: string[] = [];
  for (const period of periods) {
    const back = period.state === 'PAID' ? refund(period) : 0n;
    if (back === 0n) continue;
    await askRefund(sql, period.periodId, back, storeId);
    refunds.push(period.periodId);
  }
  await endMembership(sql, membership.membershipId, 'CANCELLED', today);
  return refunds;
}

/** Goes on with fees and refunds that a crash left on their way, asked before an instant. */
export async function resumeMemberships(deps: MembersDeps, before: Date): Promise<void> {
  for (const periodId of await readAskedPeriods(deps.database.sql, before)) {
    await payFee(deps, periodId);
    await payRefund(deps, periodId);
  }
}

async function afterFee(deps: MembersDeps, asked: AskedOutcome): Promise<Outcome<AskedOutcome>> {
  await payFee(deps, asked.periodId);
  const period = await readPeriod(deps.database.sql, asked.periodId);
  return period?.refusal ? refused(period.refusal) : accepted(asked);
}

/** Has the ledger book a period's fee; nothing when it has answered already. */
export async function payFee(deps: MembersDeps, periodId: string): Promise<void> {
  const { sql } = deps.database;
  const period = await readPeriod(sql, periodId);
  if (period === null || period.state !== 'ASKED') return;
  const { programmeId, memberId, membershipId, storeId, feeMinor, askedAt } = period;
  const plan = await planOf(deps, period);
  const booked = await deps.ledger.postFee({
    ...{ programmeId, memberId, storeId, shares: plan.shares, occurredAt: askedAt },
    requestId: periodId,
    idempotencyKey: `membership:${periodId}:fee`,
    amount: { amount: formatAmount(feeMinor, plan.currency), currency: plan.currency },
    reference: membershipId,
  });
  await deps.database.withTransaction(async (tx) => {
    const membership = await lockMembership(tx.sql, membershipId);
    const answer = booked.ok ? booked.result : { refusal: booked.refusal };
    if (membership === null || !(await answerFee(tx.sql, periodId, answer))) return;
    if (!booked.ok) {
      if (membership.coveredUntil === null) await endMembership(tx.sql, membershipId, 'REFUSED', membership.startedOn);
    } else if (membership.state === 'OPEN') await cover(tx.sql, membershipId, period.until);
    else await askRefund(tx.sql, periodId, feeMinor, storeId);
  });
  await payRefund(deps, periodId);
}

/** Has the ledger book what is given back of a period; nothing when nothing is, or it has answered already. */
async function payRefund(deps: MembersDeps, periodId: string): Promise<void> {
  const { sql } = deps.database;
  const period = await readPeriod(sql, periodId);
  if (period === null || period.refundState !== 'ASKED') return;
  const { programmeId, feeTransactionId, refundMinor, refundStoreId } = period;
  if (feeTransactionId === null || refundMinor === null) return;
  const { currency } = await planOf(deps, period);
  const booked = await deps.ledger.refundFee({
    programmeId,
    requestId: periodId,
    idempotencyKey: `membership:${periodId}:refund`,
    transactionId: feeTransactionId,
    amount: { amount: formatAmount(refundMinor, currency), currency },
    storeId: refundStoreId,
  });
  if (!booked.ok) deps.logger.warn({ periodId, refusal: booked.refusal }, 'a membership fee was not given back');
  await answerRefund(sql, periodId, booked.ok ? booked.result.transactionId : null);
}

async function planOf(deps: MembersDeps, { programmeId, membershipId }: PeriodRow): Promise<PlanRow> {
  const { sql } = deps.database;
  const [plan] = await readPlans(sql, programmeId, await readPlanIds(sql, [membershipId]));
  if (plan === undefined) throw new Error('Broken promise: a membership has its plan');
  return plan;
}

/** Whether the caller may take or hand out money there; the operator needs no store, a partner has its own. */
export async function checkTill({ tx, caller }: MemberWork, storeId: string | null): Promise<Refusal | null> {
  if (storeId === null)
    return caller.role === 'partner'
      ? refuse('INVALID_INPUT', 'A partner says at which store.', ['input', 'storeId'])
      : null;
  const partnerId = isId(storeId) ? await readStorePartner(tx.sql, caller.programmeId, storeId) : null;
  return partnerId === null || !mayTakeMoney(caller, partnerId, storeId)
    ? refuse('STORE_UNKNOWN', 'No such store of this partner.', ['input', 'storeId'])
    : null;
}

function mayTakeMoney(caller: ProgrammeCaller, partnerId: string, storeId: string): boolean {
  return caller.role === 'operator' || mayActAtStore(caller, partnerId, storeId);
}

interface OpenMembership {
  readonly membership: MembershipRow;
  readonly plan: PlanRow;
  readonly today: string;
  readonly periods: readonly (PeriodRow & Days)[];
}

/** The member's membership that is open and paid for (or not yet, when `evenPending`), locked; MEMBERSHIP_STATE when there is none. */
async function openMembership(work: MemberWork, evenPending = false): Promise<OpenMembership | Refusal> {
  const { tx, member } = work;
  const [membership] = await readMembershipsOf(tx.sql, member.memberId, true);
  if (membership?.state !== 'OPEN' || (membership.coveredUntil === null && !evenPending))
    return noMembership('The member has none.');
  const [plan] = await readPlans(tx.sql, member.programmeId, [membership.planId]);
  if (plan === undefined) throw new Error('Broken promise: a membership has its plan');
  const periods = await readPeriodsOf(tx.sql, [membership.membershipId]);
  return { membership, plan, today: await todayOf(work), periods };
}

async function todayOf({ tx, member, at }: MemberWork): Promise<string> {
  return dayIn((await readProgramme(tx.sql, member.programmeId))?.timeZone ?? 'UTC', at);
}

function planUnknown(): Refusal {
  return refuse('PLAN_UNKNOWN', 'No such plan is for sale.', ['input', 'planId']);
}

function noMembership(why: string): Refusal {
  return refuse('MEMBERSHIP_STATE', why, ['input', 'memberId']);
}
