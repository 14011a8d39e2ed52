import type { Caller } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { readVoucherCode, voucherCode } from '../domain/voucher-code.ts';
import type { CreateCircleInput, JoinCircleInput, LeaveCircleInput } from '../generated.ts';
import {
  insertCircle,
  joinCircle as join,
  leaveCircle as leave,
  lockCircleByCode,
  readCirclesOf,
} from '../store/circles.ts';
import { actingFor, once, refuseMember } from './once.ts';

/** Bytes of an invitation: 80 bits. */
const INVITE_BYTES = 10;
const MOST_IN_CIRCLE = 20;
const IN_ONE = refuse('CIRCLE_STATE', 'The member is in a circle already.', ['input', 'memberId']);

/** Makes a circle. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE, CIRCLE_STATE. */
export async function createCircle(
  deps: RewardsDeps,
  asker: Caller,
  input: CreateCircleInput,
): Promise<Outcome<{ circleId: string }>> {
  const acting = actingFor(asker, input.memberId);
  if (!acting.ok) return acting;
  const { caller, memberId } = acting.result;
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const { programmeId } = caller;
  return once(deps, caller, { command: 'createCircle', key, body: { name, memberId } }, async (tx, at) => {
    const absent = await refuseMember(tx, programmeId, memberId);
    if (absent !== null) return refused(absent);
    const circleId = deps.ids();
    await insertCircle(tx.sql, {
      ...{ circle_id: circleId, programme_id: programmeId, name, created_at: at },
      invite_code: voucherCode(deps.random(INVITE_BYTES)),
    });
    return (await join(tx.sql, memberId, circleId, at)) ? accepted({ circleId }) : refused(IN_ONE);
  });
}

/** Joins a circle. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE, CIRCLE_UNKNOWN, CIRCLE_STATE. */
export async function joinCircle(
  deps: RewardsDeps,
  asker: Caller,
  input: JoinCircleInput,
): Promise<Outcome<{ circleId: string }>> {
  const acting = actingFor(asker, input.memberId);
  if (!acting.ok) return acting;
  const { caller, memberId } = acting.result;
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const typed = check.text(input.inviteCode, ['input', 'inviteCode'], { max: 200 });
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const code = readVoucherCode(typed);
  const { programmeId } = caller;
  return once(deps, caller, { command: 'joinCircle', key, body: { code: code ?? typed, memberId } }, async (tx, at) => {
    const absent = await refuseMember(tx, programmeId, memberId);
    if (absent !== null) return refused(absent);
    const circle = code === null ? null : await lockCircleByCode(tx.sql, programmeId, code);
    if (circle === null)
      return refused(refuse('CIRCLE_UNKNOWN', 'No circle has this invitation.', ['input', 'inviteCode']));
    const circleId = circle.circle_id;
    if (!(await join(tx.sql, memberId, circleId, at))) return refused(IN_ONE);
    const size = (await readCirclesOf(tx.sql, [memberId])).length;
    if (size > MOST_IN_CIRCLE) return refused(refuse('CIRCLE_STATE', 'The circle is full.', ['input', 'inviteCode']));
    return accepted({ circleId });
  });
}

/** Leaves the circle. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, CIRCLE_STATE. */
export async function leaveCircle(
  deps: RewardsDeps,
  asker: Caller,
  input: LeaveCircleInput,
): Promise<Outcome<{ memberId: string }>> {
  const acting = actingFor(asker, input.memberId);
  if (!acting.ok) return acting;
  const { caller, memberId } = acting.result;
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  return once(deps, caller, { command: 'leaveCircle', key, body: { memberId } }, async (tx) => {
    const absent = await refuseMember(tx, caller.programmeId, memberId);
    if (absent !== null && absent.code === 'MEMBER_UNKNOWN') return refused(absent);
    return (await leave(tx.sql, memberId))
      ? accepted({ memberId })
      : refused(refuse('CIRCLE_STATE', 'The member is in no circle.', ['input', 'memberId']));
  });
}
