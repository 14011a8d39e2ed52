/**
 * What a member consents to, per partner and purpose, with proof: the wording it was shown, by whom, when. Every answer is kept; the newest counts.
 *
 * A "no" is always taken. A "yes" is said by the member itself, or written down by the operator or the partner whom it is for: nobody consents to what another
 * partner may do. Where the member itself said no last, a partner writes no "yes" over it: whoever gains by an answer does not change it.
 */
import { createHash } from 'node:crypto';
import type { AnySql } from '../../../db/client.ts';
import type { ConsentRow } from '../../../db/tables/members.ts';
import { type Caller, isOperator } from '../../serving/caller.ts';
import { createInputCheck, type InputCheck } from '../../serving/input-check.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { insertConsents, readConsentsThatCount } from '../store/consents.ts';
import { readKnownPartners } from '../store/memberships.ts';
import { aboutMember } from './member-command.ts';

const MOST_CONSENTS = 20;

export interface ConsentInput {
  /** Null is the programme itself. */
  readonly partnerId?: string | null | undefined;
  readonly purpose: ConsentRow['purpose'];
  readonly granted: boolean;
  readonly wording: string;
}

export interface ReadConsent {
  readonly partnerId: string | null;
  readonly purpose: ConsentRow['purpose'];
  readonly granted: boolean;
  readonly wording: string;
}

/** Reads consents of an input; what is wrong, and what is not the caller's to write down, goes to `check`. */
export function readConsents(
  inputs: readonly ConsentInput[],
  caller: Caller,
  check: InputCheck,
  at: readonly string[],
): readonly ReadConsent[] {
  const answered = new Set<string>();
  check.require(inputs.length <= MOST_CONSENTS, 'INVALID_INPUT', `At most ${MOST_CONSENTS} consents at a time.`, at);
  return inputs.slice(0, MOST_CONSENTS).map((input, index) => {
    const path = [...at, String(index)];
    const { partnerId = null, purpose, granted } = input;
    check.require(partnerId === null || isId(partnerId), 'INVALID_INPUT', 'This is no id of a partner.', [
      ...path,
      'partnerId',
    ]);
    const wording = check.text(input.wording, [...path, 'wording'], { max: 4_000 });
    const forPartner = partnerId?.toLowerCase() ?? null;
    check.require(
      !granted || caller.role !== 'partner' || forPartner === caller.partnerId?.toLowerCase(),
      'NOT_ALLOWED',
      'A partner writes down a consent that is for itself.',
      [...path, 'partnerId'],
    );
    const question = `${purpose} ${forPartner}`;
    check.require(!answered.has(question), 'INVALID_INPUT', 'This was answered before.', path);
    answered.add(question);
    return { partnerId: forPartner, purpose, granted, wording };
  });
}

/** PARTNER_UNKNOWN where a consent is for a partner that the programme does not have; null otherwise. */
export async function refuseStrangers(
  sql: AnySql,
  programmeId: string,
  consents: readonly ReadConsent[],
  at: readonly string[],
): Promise<Refusal | null> {
  const asked = consents.flatMap(({ partnerId }) => partnerId ?? []);
  const known = new Set(asked.length === 0 ? [] : await readKnownPartners(sql, programmeId, asked));
  const stranger = consents.findIndex(({ partnerId }) => partnerId !== null && !known.has(partnerId));
  return stranger < 0
    ? null
    : refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', [...at, String(stranger), 'partnerId']);
}

export interface RecordConsent {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly consents: readonly ConsentInput[];
}

/**
 * Writes down what a member said. Refusals in the published order: NOT_ALLOWED (a partner for another partner, or for the programme),
 * INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, MEMBER_UNKNOWN, MEMBER_INACTIVE (for a "yes"; for anything when it was erased), CONSENT_MISSING (a partner's
 * "yes" over the member's own "no").
 */
export function recordConsent(
  deps: MembersDeps,
  caller: Caller,
  input: RecordConsent,
): Promise<Outcome<{ memberId: string }>> {
  const at = ['input', 'consents'];
  const check = createInputCheck();
  check.require(input.consents.length > 0, 'INVALID_INPUT', 'Give at least one consent.', at);
  const consents = readConsents(input.consents, caller, check, at);
  return aboutMember(
    deps,
    caller,
    {
      name: 'recordConsent',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { consents },
      who: ['operator', 'partner', 'member'],
      whateverStatus: true,
      check,
      first: ({ sql }, { programmeId }) => refuseStrangers(sql, programmeId, consents, at),
    },
    async ({ tx: { db, sql }, member: { programmeId, memberId, status, erasedAt }, at: now }) => {
      const grants = consents.filter(({ granted }) => granted);
      if (erasedAt !== null || (status !== 'ACTIVE' && grants.length > 0))
        return refused(
          refuse('MEMBER_INACTIVE', 'The member is suspended, closed or forgotten.', ['input', 'memberId']),
        );
      const counting = caller.role === 'partner' ? await readConsentsThatCount(sql, [memberId]) : [];
      const saidNo = grants.some(({ partnerId, purpose }) =>
        counting.some(
          (said) =>
            said.partnerId === partnerId && said.purpose === purpose && !said.granted && said.recordedAs === 'MEMBER',
        ),
      );
      if (saidNo) return refused(refuse('CONSENT_MISSING', 'The member said no to this itself: only it says yes.', at));
      await insertConsents(
        db,
        consents.map((consent) => consentRow(deps, caller, { programmeId, memberId, at: now }, consent)),
      );
      return accepted({ memberId });
    },
  );
}

/** A consent as it is kept, with the hash of its wording. */
export function consentRow(
  deps: MembersDeps,
  caller: Caller,
  { at, ...of }: { programmeId: string; memberId: string; at: Date },
  { wording, ...consent }: ReadConsent,
): ConsentRow {
  return {
    consentId: deps.ids(),
    ...of,
    ...consent,
    decidedAt: at,
    wording,
    wordingHash: createHash('sha256').update(wording).digest(),
    recordedBy: caller.clientId,
    recordedAs: isOperator(caller) ? 'OPERATOR' : caller.role === 'member' ? 'MEMBER' : 'PARTNER',
  };
}
