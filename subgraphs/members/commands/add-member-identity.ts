import { type Caller, isInProgramme, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import type { IdentityKind } from '../../shared/identity-value.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { countIdentities, insertIdentities } from '../store/identities.ts';
import { lockMember } from '../store/members.ts';
import { MAX_IDENTITIES } from './enrol-member.ts';
import { readIdentity } from './read-identity.ts';

export interface AddMemberIdentity {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly identity: { readonly kind: IdentityKind; readonly value: string };
}

/**
 * Gives a member one more identity. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED,
 * MEMBER_UNKNOWN, MEMBER_INACTIVE, IDENTITY_TAKEN (also by the member itself), LIMIT_EXCEEDED.
 */
export async function addMemberIdentity(
  deps: MembersDeps,
  caller: Caller,
  input: AddMemberIdentity,
): Promise<Outcome<{ memberId: string }>> {
  if (!isInProgramme(caller) || caller.role === 'member') {
    return refused(refuse('NOT_ALLOWED', 'The operator and partners add identities: a member could claim any.'));
  }
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const reading = readIdentity(input.identity, ['input', 'identity']);
  const refusal = check.first();
  if (refusal !== null) return refused(refusal);
  if (!reading.ok) return reading;

  const at = deps.clock();
  const identity = reading.result;
  const memberId = input.memberId.toLowerCase();
  const { programmeId } = caller;
  const { outcome } = await rememberCommand(
    deps.database,
    'members',
    {
      keySpace: keySpaceOf(caller),
      idempotencyKey: key,
      command: 'addMemberIdentity',
      body: { memberId, identity },
      at,
    },
    async ({ db }) => {
      const member = isId(memberId) ? await lockMember(db, programmeId, memberId) : null;
      if (member === null) {
        return refused(refuse('MEMBER_UNKNOWN', 'No such member in this programme.', ['input', 'memberId']));
      }
      if (member.status !== 'ACTIVE') {
        return refused(refuse('MEMBER_INACTIVE', 'The member is suspended or closed.', ['input', 'memberId']));
      }
      const before = await countIdentities(db, memberId);
      const taken = await insertIdentities(db, [{ ...identity, programmeId, memberId, addedAt: at }]);
      if (taken.length === 0) {
        return refused(refuse('IDENTITY_TAKEN', 'This identity already belongs to a member.', ['input', 'identity']));
      }
      if (before >= MAX_IDENTITIES) {
        return refused(refuse('LIMIT_EXCEEDED', `A member has at most ${MAX_IDENTITIES} identities.`));
      }
      return accepted({ memberId });
    },
  );
  return outcome;
}
