/**
 * What a member consents to, per partner and purpose, with proof: the wording it was shown, by whom, when. Every answer is kept; the newest counts.
 *
 * A "no" is always taken. A "yes" is said by the member itself, or written down by the partner whom it is for: nobody consents to what another
 * partner may do.
 */
import { createHash } from 'node:crypto';
import type { ConsentRow } from '../../../db/tables/members.ts';
import { type Caller, isOperator } from '../../serving/caller.ts';
import { createInputCheck, type InputCheck } from '../../serving/input-check.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { MembersDeps } from '../context.ts';
import { insertConsents } from '../store/consents.ts';
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

/** Reads consents of an input; what is wrong goes to `check`. */
export function readConsents(
  inputs: readonly ConsentInput[],
  check: InputCheck,
  at: readonly string[],
): readonly ReadConsent[] {
  check.require(inputs.length <= MOST_CONSENTS, 'INVALID_INPUT', `At most ${MOST_CONSENTS} consents at a time.`, at);
  return inputs.slice(0, MOST_CONSENTS).map((input, index) => {
    const path = [...at, String(index)];
    const { partnerId = null, purpose, granted } = input;
    check.require(partnerId === null || isId(partnerId), 'INVALID_INPUT', 'This is no id of a partner.', [
      ...path,
      'partnerId',
    ]);
    const wording = check.text(input.wording, [...path, 'wording'], { max: 4_000 });
    return { partnerId: partnerId?.toLowerCase() ?? null, purpose, granted, wording };
  });
}

export interface RecordConsent {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly consents: readonly ConsentInput[];
}

/**
 * Writes down what a member said. Refusals in the published order: NOT_ALLOWED (a partner for another partner, or for the programme),
 * INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE (for a "yes").
 */
export function recordConsent(
  deps: MembersDeps,
  caller: Caller,
  input: RecordConsent,
): Promise<Outcome<{ memberId: string }>> {
  const check = createInputCheck();
  check.require(input.consents.length > 0, 'INVALID_INPUT', 'Give at least one consent.', ['input', 'consents']);
  const consents = readConsents(input.consents, check, ['input', 'consents']);
  for (const [index, { partnerId, granted }] of consents.entries()) {
    check.require(
      !granted || caller.role !== 'partner' || partnerId === caller.partnerId?.toLowerCase(),
      'NOT_ALLOWED',
      'A partner writes down a consent that is for itself.',
      ['input', 'consents', String(index), 'partnerId'],
    );
  }
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
    },
    async ({ tx: { db }, member: { programmeId, memberId, status }, at }) => {
      if (status !== 'ACTIVE' && consents.some(({ granted }) => granted)) {
        return refused(refuse('MEMBER_INACTIVE', 'The member is suspended or closed.', ['input', 'memberId']));
      }
      await insertConsents(
        db,
        consents.map((consent) => consentRow(deps, caller, { programmeId, memberId, at }, consent)),
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
