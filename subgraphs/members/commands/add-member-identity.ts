import type { Caller } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { identityLookup } from '../../serving/personal-data.ts';
import type { IdentityKind } from '../../shared/identity-value.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { countIdentities, insertIdentities } from '../store/identities.ts';
import { MAX_IDENTITIES } from './enrol-member.ts';
import { aboutMember } from './member-command.ts';
import { readIdentity } from './read-identity.ts';

export interface AddMemberIdentity {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly identity: { readonly kind: IdentityKind; readonly value: string };
}

/**
 * Gives a member one more identity. A member adds none itself without proof: see `requestVerification`. Refusals in the published order:
 * NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE, IDENTITY_TAKEN (also by the member itself),
 * LIMIT_EXCEEDED.
 */
export async function addMemberIdentity(
  deps: MembersDeps,
  caller: Caller,
  input: AddMemberIdentity,
): Promise<Outcome<{ memberId: string }>> {
  const check = createInputCheck();
  const reading = readIdentity(input.identity, ['input', 'identity']);
  if (!reading.ok) check.require(false, reading.refusal.code, reading.refusal.message, reading.refusal.field);
  const identity = reading.ok ? reading.result : { kind: input.identity.kind, value: '' };
  const lookup = identityLookup(deps.personalData, caller.programmeId ?? '', identity);
  return aboutMember(
    deps,
    caller,
    {
      name: 'addMemberIdentity',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { identity: { kind: identity.kind, lookup } },
      who: ['operator', 'partner'],
      check,
    },
    async ({ tx: { db }, member: { programmeId, memberId }, at }) => {
      const before = await countIdentities(db, memberId);
      const taken = await insertIdentities(db, deps.personalData, [
        { ...identity, identityId: deps.ids(), programmeId, memberId, addedAt: at },
      ]);
      if (taken.length === 0) {
        return refused(refuse('IDENTITY_TAKEN', 'This identity already belongs to a member.', ['input', 'identity']));
      }
      if (before >= MAX_IDENTITIES) {
        return refused(refuse('LIMIT_EXCEEDED', `A member has at most ${MAX_IDENTITIES} identities.`));
      }
      return accepted({ memberId });
    },
  );
}
