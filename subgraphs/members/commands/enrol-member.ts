import { type Caller, isInProgramme, keySpaceOf } from '../../serving/caller.ts';
import { rememberCommand } from '../../serving/idempotency.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { identityLookup } from '../../serving/personal-data.ts';
import { DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { type Identity, type IdentityKind, sortIdentities } from '../../shared/identity-value.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { canonicalLocale } from '../domain/locale.ts';
import { insertConsents } from '../store/consents.ts';
import { insertIdentities } from '../store/identities.ts';
import { insertMember } from '../store/members.ts';
import { type ConsentInput, consentRow, readConsents, refuseStrangers } from './consent.ts';
import { readIdentity } from './read-identity.ts';

export interface EnrolMember {
  readonly idempotencyKey: string;
  readonly identities: readonly { readonly kind: IdentityKind; readonly value: string }[];
  readonly displayName?: string | null | undefined;
  readonly locale: string;
  readonly through: 'PARTNER' | 'SELF' | 'PURCHASE' | 'CARD';
  readonly consents: readonly ConsentInput[];
}

const CONSENTS_AT = ['input', 'consents'];

/** Identities that a member can have. */
export const MAX_IDENTITIES = 20;

/**
 * Makes a person a member of the programme. Refusals in the published order: NOT_ALLOWED (a partner writes down consents that are for itself), INVALID_INPUT,
 * IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, IDENTITY_TAKEN. Of two enrolments that want one identity the first to take it wins; the other is
 * refused whole.
 */
export async function enrolMember(
  deps: MembersDeps,
  caller: Caller,
  input: EnrolMember,
): Promise<Outcome<{ memberId: string }>> {
  if (!isInProgramme(caller) || caller.role === 'member') {
    return refused(refuse('NOT_ALLOWED', 'The operator and partners enrol members.'));
  }
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const count = input.identities.length;
  check.require(
    count >= 1 && count <= MAX_IDENTITIES,
    'INVALID_INPUT',
    `A member joins with 1 to ${MAX_IDENTITIES} identities.`,
    ['input', 'identities'],
  );
  const identities: Identity[] = [];
  for (const [index, given] of input.identities.slice(0, MAX_IDENTITIES).entries()) {
    const field = ['input', 'identities', String(index)];
    const reading = readIdentity(given, field);
    if (!reading.ok) {
      check.require(false, reading.refusal.code, reading.refusal.message, reading.refusal.field);
      continue;
    }
    const { kind, value } = reading.result;
    const repeated = identities.some((other) => other.kind === kind && other.value === value);
    check.require(!repeated, 'INVALID_INPUT', 'This identity is listed twice.', field);
    identities.push(reading.result);
  }
  const given = input.displayName ?? null;
  const displayName = given === null ? null : check.text(given, ['input', 'displayName'], DISPLAY_NAME);
  const locale = canonicalLocale(input.locale);
  check.require(locale !== null, 'INVALID_INPUT', '`locale` is no BCP 47 language tag.', ['input', 'locale']);
  const consents = readConsents(input.consents, caller, check, CONSENTS_AT);
  const refusal = check.first();
  if (refusal !== null || locale === null) return refused(refusal ?? refuse('INVALID_INPUT', 'No language tag.'));

  const at = deps.clock();
  const sorted = sortIdentities(identities);
  const { programmeId } = caller;
  const { personalData } = deps;
  const hashed = sorted.map((identity) => ({
    kind: identity.kind,
    lookup: identityLookup(personalData, programmeId, identity),
  }));
  const { outcome } = await rememberCommand(
    deps.database,
    'members',
    {
      keySpace: keySpaceOf(caller),
      caller,
      idempotencyKey: key,
      command: 'enrolMember',
      body: { identities: hashed, displayName, locale, through: input.through, consents },
      at,
    },
    async ({ db, sql }) => {
      const stranger = await refuseStrangers(sql, programmeId, consents, CONSENTS_AT);
      if (stranger !== null) return refused(stranger);
      const memberId = deps.ids();
      await insertMember(db, {
        memberId,
        programmeId,
        displayName,
        locale,
        status: 'ACTIVE',
        enrolledAt: at,
        statusChangedAt: at,
        enrolledThrough: input.through,
        enrolledByPartnerId: caller.partnerId,
      });
      const rows = sorted.map((identity) => ({
        ...identity,
        identityId: deps.ids(),
        programmeId,
        memberId,
        addedAt: at,
      }));
      const taken = await insertIdentities(db, personalData, rows);
      if (taken.length < sorted.length) {
        const lost = rows.filter((row) => !taken.includes(row.identityId));
        const index = identities.findIndex(({ kind, value }) =>
          lost.some((row) => row.kind === kind && row.value === value),
        );
        return refused(
          refuse('IDENTITY_TAKEN', 'This identity already belongs to a member.', [
            'input',
            'identities',
            String(index),
          ]),
        );
      }
      await insertConsents(
        db,
        consents.map((consent) => consentRow(deps, caller, { programmeId, memberId, at }, consent)),
      );
      return accepted({ memberId });
    },
  );
  return outcome;
}
