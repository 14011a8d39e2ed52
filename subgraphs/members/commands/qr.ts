// A member's device is set up, and its code is taken at a till.
import type { Caller } from '../../serving/caller.ts';
import { isInProgramme, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import {
  FAILURES_COUNT_MILLIS,
  HANDLE_BYTES,
  handleOf,
  MOST_FAILURES,
  readQrToken,
  SECRET_BYTES,
  secretOf,
  stepOfCode,
} from '../domain/qr-token.ts';
import { readMembers } from '../store/members.ts';
import { countFailure, readQrDeviceByHandle, replaceQrDevice, useStep } from '../store/qr-devices.ts';
import { aboutMember } from './member-command.ts';

export interface RegisterQrDevice {
  readonly idempotencyKey: string;
  readonly memberId: string;
}

/**
 * Sets up the one device that shows the member's QR code; the one before it is good no more. Only for the member itself: who has the secret can
 * show the code. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE.
 */
export function registerQrDevice(
  deps: MembersDeps,
  caller: Caller,
  input: RegisterQrDevice,
): Promise<Outcome<{ deviceId: string }>> {
  return aboutMember(
    deps,
    caller,
    {
      name: 'registerQrDevice',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: {},
      who: ['member'],
    },
    async ({ tx: { db }, member: { programmeId, memberId }, at }) => {
      const deviceId = deps.ids();
      await replaceQrDevice(db, {
        deviceId,
        programmeId,
        memberId,
        handle: handleOf(deps.random(HANDLE_BYTES)),
        sealed: deps.personalData.seal(secretOf(deps.random(SECRET_BYTES)), deviceId),
        lastStep: 0,
        failures: 0,
        failuresSince: at,
        registeredAt: at,
      });
      return accepted({ deviceId });
    },
  );
}

export interface PresentQrToken {
  readonly idempotencyKey: string;
  readonly token: string;
}

/**
 * Takes the code that a member shows at a till: once. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED,
 * MEMBER_INACTIVE, CODE_WRONG (also an unknown device, a code that was used, or one too old), LIMIT_EXCEEDED (too many wrong ones).
 */
export async function presentQrToken(
  deps: MembersDeps,
  caller: Caller,
  input: PresentQrToken,
): Promise<Outcome<{ memberId: string; presentedAt: string }>> {
  if (!isInProgramme(caller) || caller.role === 'member') {
    return refused(refuse('NOT_ALLOWED', 'A code is shown to the operator or a partner.'));
  }
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const token = readQrToken(input.token);
  check.require(token !== null, 'INVALID_INPUT', 'This is no QR code of a member.', ['input', 'token']);
  const refusal = check.first();
  if (refusal !== null || token === null) return refused(refusal ?? refuse('INVALID_INPUT', 'No QR code.'));

  const { programmeId } = caller;
  const { personalData, database } = deps;
  const at = deps.clock();
  let wrongOn: string | null = null;
  const { outcome } = await rememberCommand(
    database,
    'members',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'presentQrToken',
      body: { token: personalData.lookup('qr-token', token.handle, token.code) },
      at,
    },
    async ({ db, sql }) => {
      wrongOn = null;
      const wrong = refuse('CODE_WRONG', 'The code is wrong, was used already, or is too old.', ['input', 'token']);
      const device = await readQrDeviceByHandle(db, programmeId, token.handle);
      if (device === null) return refused(wrong);
      const [member] = await readMembers(sql, programmeId, [device.memberId]);
      if (member?.status !== 'ACTIVE') return refused(refuse('MEMBER_INACTIVE', 'The member is suspended or closed.'));
      const counting = at.getTime() - device.failuresSince.getTime() < FAILURES_COUNT_MILLIS;
      if (counting && device.failures >= MOST_FAILURES) {
        return refused(refuse('LIMIT_EXCEEDED', 'Too many wrong codes of this device: wait a quarter of an hour.'));
      }
      const step = stepOfCode(personalData.open(device.sealed, device.deviceId), token, at);
      if (step === null) wrongOn = device.deviceId;
      if (step === null || !(await useStep(db, device.deviceId, step))) return refused(wrong);
      return accepted({ memberId: device.memberId, presentedAt: at.toISOString() });
    },
  );
  // After the command, not in it: a refusal undoes what its command wrote, and a wrong code must stay counted.
  if (wrongOn !== null) {
    await countFailure(database.db, wrongOn, at, new Date(at.getTime() - FAILURES_COUNT_MILLIS));
  }
  return outcome;
}
