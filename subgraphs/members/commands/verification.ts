/**
 * A member proves to have a phone number or an e-mail address: a code goes there (as an outgoing message, for whoever sends them), and
 * comes back. An address that the member has already is marked as verified; a new one becomes an identity of the member's. This is the
 * one way in which a member adds identities to itself.
 */
import { timingSafeEqual } from 'node:crypto';
import { type Caller, mayActForMember } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { identityLookup } from '../../serving/personal-data.ts';
import { toAsciiDigits } from '../../shared/decimal-digits.ts';
import type { IdentityKind } from '../../shared/identity-value.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import {
  CODE_LIVES_MILLIS,
  CODES_COUNT_MILLIS,
  MOST_CODES,
  MOST_CODES_OF_MEMBER,
  makeCode,
  mayStillConfirm,
} from '../domain/verification.ts';
import { countIdentities, insertIdentities, lockIdentityByLookup, markVerified } from '../store/identities.ts';
import { insertOutgoingMessage } from '../store/outgoing-messages.ts';
import { confirmVerification, countAttempt, countVerifications, insertVerification } from '../store/verifications.ts';
import { MAX_IDENTITIES } from './enrol-member.ts';
import { aboutMember } from './member-command.ts';
import { readIdentity } from './read-identity.ts';

const CODE = /^[0-9]{6}$/;

export interface RequestVerification {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly identity: { readonly kind: IdentityKind; readonly value: string };
}

/**
 * Sends a code. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT (also a card or external id: nothing can be sent there),
 * IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE, IDENTITY_TAKEN (by another member; a member itself is told when it confirms), LIMIT_EXCEEDED.
 */
export function requestVerification(
  deps: MembersDeps,
  caller: Caller,
  input: RequestVerification,
): Promise<Outcome<{ verificationId: string; expiresAt: string }>> {
  const check = createInputCheck();
  const { kind } = input.identity;
  const reading = readIdentity(input.identity, ['input', 'identity']);
  if (!reading.ok) check.require(false, reading.refusal.code, reading.refusal.message, reading.refusal.field);
  check.require(
    kind === 'PHONE' || kind === 'EMAIL',
    'INVALID_INPUT',
    'A code goes to a phone number or an e-mail address.',
    ['input', 'identity', 'kind'],
  );
  const value = reading.ok ? reading.result.value : '';
  const lookup = identityLookup(deps.personalData, caller.programmeId ?? '', { kind, value });
  return aboutMember(
    deps,
    caller,
    {
      name: 'requestVerification',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { kind, lookup },
      who: ['operator', 'partner', 'member'],
      check,
    },
    async ({ tx: { db }, member: { programmeId, memberId, locale }, at }) => {
      const known = await lockIdentityByLookup(db, programmeId, kind, lookup);
      // Whether others have an address a member learns once it has proved that the address is its own: nobody is found out about by trying numbers.
      const others = known !== null && known.memberId !== memberId && caller.role !== 'member';
      if (others || (known?.memberId === memberId && known.blockedAt !== null))
        return refused(refuse('IDENTITY_TAKEN', 'This identity belongs to another member.', ['input', 'identity']));
      const since = new Date(at.getTime() - CODES_COUNT_MILLIS);
      if ((await countVerifications(db, { programmeId, lookup }, since)) >= MOST_CODES) {
        return refused(refuse('LIMIT_EXCEEDED', `At most ${MOST_CODES} codes an hour are sent to one address.`));
      }
      if ((await countVerifications(db, { memberId }, since)) >= MOST_CODES_OF_MEMBER) {
        return refused(
          refuse('LIMIT_EXCEEDED', `At most ${MOST_CODES_OF_MEMBER} codes an hour are sent for one member.`),
        );
      }
      const verificationId = deps.ids();
      const messageId = deps.ids();
      const code = makeCode(deps.randomInt);
      const expiresAt = new Date(at.getTime() + CODE_LIVES_MILLIS);
      await insertVerification(db, {
        verificationId,
        programmeId,
        memberId,
        kind: kind === 'PHONE' ? 'PHONE' : 'EMAIL',
        lookup,
        sealed: deps.personalData.seal(value, verificationId),
        codeHash: hashOf(deps, verificationId, code),
        attempts: 0,
        requestedAt: at,
        expiresAt,
        confirmedAt: null,
      });
      await insertOutgoingMessage(db, {
        messageId,
        programmeId,
        memberId,
        channel: kind === 'PHONE' ? 'SMS' : 'EMAIL',
        template: 'verification-code',
        locale,
        sealed: deps.personalData.seal(JSON.stringify({ to: value, values: { code } }), messageId),
        writtenAt: at,
        expiresAt,
      });
      return accepted({ verificationId, expiresAt: expiresAt.toISOString() });
    },
  );
}

export interface ConfirmVerification {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly verificationId: string;
  readonly code: string;
}

/**
 * Takes the code. An attempt counts whatever comes of it. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT,
 * IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE, IDENTITY_TAKEN (somebody was faster), VERIFICATION_UNKNOWN, CODE_WRONG,
 * LIMIT_EXCEEDED.
 */
export async function confirmIdentity(
  deps: MembersDeps,
  caller: Caller,
  input: ConfirmVerification,
): Promise<Outcome<{ memberId: string }>> {
  const code = toAsciiDigits(input.code).replaceAll(' ', '');
  const verificationId = input.verificationId.toLowerCase();
  const check = createInputCheck();
  check.require(CODE.test(code), 'INVALID_INPUT', 'A code is six digits.', ['input', 'code']);
  // Before the command, not in it: a refusal undoes what its command wrote, and an attempt must stay counted.
  const mayTry = check.first() === null && mayActForMember(caller, input.memberId) && isId(verificationId);
  const found = mayTry ? await countAttempt(deps.database.db, caller.programmeId ?? '', verificationId) : null;
  return aboutMember(
    deps,
    caller,
    {
      name: 'confirmVerification',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { verificationId, code: hashOf(deps, verificationId, code) },
      who: ['operator', 'partner', 'member'],
      check,
    },
    async ({ tx: { db }, member: { programmeId, memberId }, at }) => {
      if (found === null || found.memberId !== memberId || found.confirmedAt !== null || at >= found.expiresAt) {
        return refused(
          refuse('VERIFICATION_UNKNOWN', 'No such verification, or its time is over.', ['input', 'verificationId']),
        );
      }
      const right = equal(found.codeHash, hashOf(deps, verificationId, code));
      if (!mayStillConfirm(found, at) || !right) {
        return refused(refuse('CODE_WRONG', 'The code is wrong, or was tried too often.', ['input', 'code']));
      }
      if (!(await confirmVerification(db, verificationId, at))) {
        return refused(refuse('CODE_WRONG', 'The code was used already.', ['input', 'code']));
      }
      const known = await lockIdentityByLookup(db, programmeId, found.kind, found.lookup);
      if (known !== null) {
        if (known.memberId !== memberId) {
          return refused(refuse('IDENTITY_TAKEN', 'This identity belongs to another member.'));
        }
        await markVerified(db, known.identityId, at);
        return accepted({ memberId });
      }
      if ((await countIdentities(db, memberId)) >= MAX_IDENTITIES) {
        return refused(refuse('LIMIT_EXCEEDED', `A member has at most ${MAX_IDENTITIES} identities.`));
      }
      const taken = await insertIdentities(db, deps.personalData, [
        {
          kind: found.kind,
          value: deps.personalData.open(found.sealed, verificationId),
          identityId: deps.ids(),
          programmeId,
          memberId,
          addedAt: at,
          verifiedAt: at,
        },
      ]);
      return taken.length === 1
        ? accepted({ memberId })
        : refused(refuse('IDENTITY_TAKEN', 'This identity belongs to another member.'));
    },
  );
}

function hashOf({ personalData }: MembersDeps, verificationId: string, code: string): string {
  return personalData.lookup('verification', verificationId, code);
}

function equal(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
