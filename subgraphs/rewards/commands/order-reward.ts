// A member buys a reward: what can be refused is refused here, the rest is the saga (order-saga.ts).
import type { RewardOrder } from '../../../db/tables/rewards.ts';
import { type AuditEntry, isAdministrator } from '../../serving/audit-trail.ts';
import {
  type Caller,
  isInProgramme,
  isMember,
  keySpaceOf,
  mayActForPartner,
  type ProgrammeCaller,
} from '../../serving/caller.ts';
import { isRemembered, type RememberedRequest, recallCommand, requestHash } from '../../serving/idempotency.ts';
import { IDEMPOTENCY_KEY, readText } from '../../serving/text.ts';
import { assert } from '../../shared/assert.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { asksForStanding, isOffered, NO_STANDING, periodOf, priceFor } from '../domain/availability.ts';
import { dayIn } from '../domain/programme-day.ts';
import { readStanding } from '../store/members.ts';
import { readProgramme } from '../store/programmes.ts';
import { driveOrder, reservationAtOnce } from './order-saga.ts';
import { orderSteps } from './order-steps.ts';

export interface OrderReward {
  readonly idempotencyKey: string;
  readonly rewardId: string;
  readonly memberId?: string | null | undefined;
  readonly confirmationId?: string | null | undefined;
}

/**
 * Buys a reward with points. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED,
 * REWARD_UNKNOWN, MEMBER_UNKNOWN, REWARD_UNAVAILABLE, CONFIRMATION_REQUIRED (not remembered: the same request may come again with the member's word), then the
 * ledger's (MEMBER_UNKNOWN, MEMBER_INACTIVE, CONFIRMATION_UNKNOWN, INSUFFICIENT_POINTS, ...), and of the stock REWARD_UNAVAILABLE and LIMIT_EXCEEDED.
 * A member that orders for itself has said so; whoever orders for it needs its word as a till does.
 * Throws when the ledger cannot be asked: the order stays on its way and the same request, sent again, goes on with it.
 */
export async function orderReward(
  deps: RewardsDeps,
  caller: Caller,
  input: OrderReward,
): Promise<Outcome<RewardOrder>> {
  if (!isInProgramme(caller)) return refused(refuse('NOT_ALLOWED', 'Only callers of a programme order rewards.'));
  const memberId = (input.memberId ?? caller.memberId)?.toLowerCase() ?? null;
  if (caller.role === 'member' && (memberId === null || !isMember(caller, memberId))) {
    return refused(refuse('NOT_ALLOWED', 'A member orders for itself only.', ['input', 'memberId']));
  }
  const key = readText(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  if (!key.ok) return key;
  if (memberId === null) return refused(refuse('INVALID_INPUT', '`memberId` is missing.', ['input', 'memberId']));
  const rewardId = input.rewardId.toLowerCase();
  const confirmationId = input.confirmationId?.toLowerCase() ?? null;
  if (confirmationId !== null && !isId(confirmationId))
    return refused(refuse('CONFIRMATION_UNKNOWN', 'No such confirmation.', ['input', 'confirmationId']));
  const at = deps.clock();
  const command = {
    keySpace: keySpaceOf(caller),
    idempotencyKey: key.text,
    command: 'orderReward',
    body: { rewardId, memberId, ...(confirmationId === null ? {} : { confirmationId }) },
    at,
  };
  const decided = await decide(deps, caller, { rewardId, memberId, confirmationId }, at);
  if (decided.ok && (await lacksConfirmation(deps, caller, decided.result.order, command))) return refused(ASK);
  const outcome: Outcome<{ orderId: string }> = decided.ok
    ? accepted({ orderId: decided.result.order.orderId })
    : decided;
  const placed = await orderSteps(deps.database).place({
    keySpace: command.keySpace,
    key: command.idempotencyKey,
    hash: requestHash(command.command, command.body),
    outcome,
    at,
    order: decided.ok ? decided.result.order : null,
    reservation: decided.ok && decided.result.atOnce ? reservationAtOnce(deps, decided.result.order) : null,
    trail: outcome.ok && isAdministrator(caller) ? [trailOf(caller, command, outcome.result)] : [],
  });
  if (placed === null) {
    const before = await recallCommand<{ orderId: string }>(deps.database, 'rewards', command);
    return before.ok ? driveOrder(deps, before.result.orderId, caller.requestId) : before;
  }
  if (!decided.ok) return decided;
  await deps.reached?.('placed');
  const { order } = decided.result;
  return driveOrder(deps, order.orderId, caller.requestId, { ...order, ...placed });
}

function trailOf(
  caller: ProgrammeCaller,
  { command, idempotencyKey, body, at }: Omit<RememberedRequest, 'keySpace' | 'caller'>,
  target: { readonly orderId: string },
): AuditEntry {
  return { caller, programmeId: caller.programmeId, command, idempotencyKey, target, asked: body, at };
}

const ASK = refuse('CONFIRMATION_REQUIRED', 'The member wants to confirm what spends this many points.', [
  'input',
  'rewardId',
]);

/** Whether somebody else orders for a member that wants to be asked for so many points and has not said yes; not for what was answered before. */
async function lacksConfirmation(
  { database }: RewardsDeps,
  caller: ProgrammeCaller,
  { programmeId, memberId, points, confirmationId }: RewardOrder,
  { keySpace, idempotencyKey }: Pick<RememberedRequest, 'keySpace' | 'idempotencyKey'>,
): Promise<boolean> {
  if (caller.role === 'member' || confirmationId !== null) return false;
  const above = await orderSteps(database).readConfirmAbove({ programmeId, memberId });
  return above !== null && points > above && !(await isRemembered(database, 'rewards', keySpace, idempotencyKey));
}

/** The order to place, or why there is none: looked at before the key is claimed, and of no weight when the key was claimed before. */
async function decide(
  deps: RewardsDeps,
  caller: ProgrammeCaller,
  {
    rewardId,
    memberId,
    confirmationId,
  }: { readonly rewardId: string; readonly memberId: string; readonly confirmationId: string | null },
  at: Date,
): Promise<Outcome<{ order: RewardOrder; atOnce: boolean }>> {
  const { sql } = deps.database;
  const { programmeId } = caller;
  const found = isId(rewardId) ? await orderSteps(deps.database).readReward(rewardId) : null;
  const reward = found?.comesBack ? { ...found.reward, stock: 1n } : found?.reward;
  if (reward?.programmeId !== programmeId || (caller.role === 'partner' && !mayActForPartner(caller, reward.partnerId)))
    return refused(refuse('REWARD_UNKNOWN', 'No such reward in this programme.', ['input', 'rewardId']));
  if (!isId(memberId))
    return refused(refuse('MEMBER_UNKNOWN', 'No such member in this programme.', ['input', 'memberId']));
  const programme = await readProgramme(sql, programmeId);
  assert(programme !== null, 'a reward has a programme');
  const day = dayIn(programme.time_zone, at);
  const standing = asksForStanding(reward, at) ? await readStanding(sql, programmeId, memberId, day) : NO_STANDING;
  if (!isOffered(reward, at, day, standing))
    return refused(refuse('REWARD_UNAVAILABLE', 'The reward is not offered now.', ['input', 'rewardId']));
  const { storeId, fulfilment, limitPeriod } = reward;
  const order: RewardOrder = {
    ...{ orderId: deps.ids(), programmeId, rewardId, memberId, storeId, fulfilment },
    ...priceFor(reward, standing.tier),
    limitPeriod: periodOf(limitPeriod, day),
    ...{ state: 'PENDING', orderedAt: at, movedAt: at, holdId: null, holdExpiresAt: null, stockTaken: false },
    ...{
      limitTaken: false,
      fulfilledAt: null,
      transactionId: null,
      refusal: null,
      refundsAsked: 0,
      refundTransactionId: null,
      benefit: null,
      confirmationId,
    },
  };
  return accepted({ order, atOnce: fulfilment !== 'BY_PARTNER' });
}
