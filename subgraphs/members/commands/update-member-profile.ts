import type { Caller } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { DISPLAY_NAME } from '../../serving/text.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { refuseBirthDate } from '../domain/birth-date.ts';
import { canonicalLocale } from '../domain/locale.ts';
import { readKnownTo } from '../store/consents.ts';
import { updateProfile } from '../store/members.ts';
import { aboutMember } from './member-command.ts';

export interface UpdateMemberProfile {
  readonly idempotencyKey: string;
  readonly memberId: string;
  /** Null takes a value away; undefined leaves it. */
  readonly displayName?: string | null | undefined;
  readonly locale?: string | null | undefined;
  readonly birthDate?: string | null | undefined;
  readonly preferredChannel?: 'SMS' | 'EMAIL' | 'PUSH' | 'NONE' | null | undefined;
  readonly preferredHour?: number | null | undefined;
}

/**
 * Changes who the member is and how it likes to be spoken to. Refusals in the published order: NOT_ALLOWED, INVALID_INPUT (a birthday of another
 * calendar among it), IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE, CONSENT_MISSING (a partner that may not see what it would change).
 */
export function updateMemberProfile(
  deps: MembersDeps,
  caller: Caller,
  input: UpdateMemberProfile,
): Promise<Outcome<{ memberId: string }>> {
  const check = createInputCheck();
  const { displayName, birthDate, preferredHour, preferredChannel } = input;
  const name = displayName == null ? displayName : check.text(displayName, ['input', 'displayName'], DISPLAY_NAME);
  const locale = input.locale == null ? undefined : canonicalLocale(input.locale);
  check.require(locale !== null, 'INVALID_INPUT', '`locale` is no BCP 47 language tag.', ['input', 'locale']);
  const oddDate = birthDate == null ? null : refuseBirthDate(birthDate, deps.clock().toISOString().slice(0, 10));
  check.require(oddDate === null, 'INVALID_INPUT', oddDate ?? '', ['input', 'birthDate']);
  check.require(
    preferredHour == null || (preferredHour >= 0 && preferredHour <= 23),
    'INVALID_INPUT',
    'An hour is 0 to 23.',
    ['input', 'preferredHour'],
  );
  const profile = {
    ...(name === undefined ? {} : { displayName: name }),
    ...(locale == null ? {} : { locale }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(preferredChannel === undefined ? {} : { preferredChannel }),
    ...(preferredHour === undefined ? {} : { preferredHour }),
  };
  const personal = deps.personalData.lookup('profile', name ?? '', birthDate ?? '');
  return aboutMember(
    deps,
    caller,
    {
      name: 'updateMemberProfile',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { ...profile, displayName: personal, birthDate: personal },
      who: ['operator', 'partner', 'member'],
      check,
    },
    async ({ tx: { db, sql }, member: { memberId } }) => {
      if (caller.role === 'partner' && (await readKnownTo(sql, caller.partnerId ?? '', [memberId])).length === 0)
        return refused(refuse('CONSENT_MISSING', 'The member has not consented that this partner knows who it is.'));
      await updateProfile(db, memberId, profile);
      return accepted({ memberId });
    },
  );
}
