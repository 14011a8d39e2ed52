/**
 * Who pays for the points of a mission, activity, survey, offer or draw, and that each of them said so.
 *
 * Whoever makes it names the shares and agrees to its own by making it; every other funder agrees with its own credentials (`approveFunding`), as
 * the funders of an earn rule do. Until the last one has, nothing of it counts, and members do not see it. What it says never changes, so there
 * is only one thing to agree to. A free reward that the operator promises with a tier or a plan is agreed to in the same way: it is given once all partners that pay
 * for it have.
 */
import type { AnySql, Transaction } from '../../../db/client.ts';
import { type Caller, isOperator, type ProgrammeCaller } from '../../serving/caller.ts';
import { createInputCheck, type InputCheck } from '../../serving/input-check.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { type Funding, funderName, missingOf, WHOLE_FUNDING } from '../domain/funding.ts';
import type { ApproveFundingInput } from '../generated.ts';
import {
  agree,
  type FundedRow,
  insertApproval,
  promiseToAgreeTo,
  readApprovals,
  readFunded,
  readPromised,
} from '../store/funding-approvals.ts';
import { isMaker, once } from './once.ts';

const MOST_FUNDERS = 20;
const FUNDING_AT = ['input', 'funding'];

/** For whom a caller agrees: a partner's app for its partner, the operator for itself. */
export function ownFunder(caller: Caller): string | null {
  return isOperator(caller) ? null : (caller.partnerId?.toLowerCase() ?? null);
}

/**
 * Who pays, checked as far as the input goes: shares above zero that sum to the whole, each funder once, a partner that makes something among them. All of it
 * whoever makes it when nothing is given.
 */
export function readFunding(
  caller: ProgrammeCaller,
  given: readonly { readonly funderId?: string | null | undefined; readonly basisPoints: number }[] | null | undefined,
  check: InputCheck,
): readonly Funding[] {
  const own = ownFunder(caller);
  if (given == null) return [{ funderId: own, basisPoints: WHOLE_FUNDING }];
  const funding = given.map(({ funderId, basisPoints }) => ({
    funderId: funderId?.toLowerCase() ?? null,
    basisPoints,
  }));
  const sum = funding.reduce((total, { basisPoints }) => total + basisPoints, 0);
  const whole =
    funding.length <= MOST_FUNDERS && funding.every(({ basisPoints }) => basisPoints >= 1) && sum === WHOLE_FUNDING;
  const words = `The shares, 1 to ${MOST_FUNDERS} of them, are above zero and sum to ${WHOLE_FUNDING}.`;
  check.require(whole, 'INVALID_INPUT', words, FUNDING_AT);
  const once = new Set(funding.map(({ funderId }) => funderId)).size === funding.length;
  check.require(once, 'INVALID_INPUT', 'Each funder has one share.', FUNDING_AT);
  const joins = isOperator(caller) || funding.some(({ funderId }) => funderId === own);
  check.require(joins, 'NOT_ALLOWED', 'A partner that makes something is one of those who pay for it.', FUNDING_AT);
  return funding;
}

/** Whoever makes something agrees to its own share. When everybody has agreed by that; null while others have to. */
export async function agreeAsMaker(
  { sql }: Transaction,
  caller: ProgrammeCaller,
  { subjectId, funding }: { readonly subjectId: string; readonly funding: readonly Funding[] },
  at: Date,
): Promise<Date | null> {
  const own = ownFunder(caller);
  const others = funding.filter(({ funderId }) => funderId !== own);
  if (others.length < funding.length)
    await insertApproval(sql, approvalOf(caller, { subject_id: subjectId, programme_id: caller.programmeId }, at));
  return others.length === 0 ? at : null;
}

/**
 * A funder agrees to pay its share. Refusals in the published order: NOT_ALLOWED (a member, an app of some stores, who pays nothing of it),
 * INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, FUNDING_UNKNOWN, FUNDING_STATE (it is over). Agreeing twice is once.
 */
export async function approveFunding(
  deps: RewardsDeps,
  caller: Caller,
  input: ApproveFundingInput,
): Promise<Outcome<{ subjectId: string }>> {
  if (!isMaker(caller)) return refused(refuse('NOT_ALLOWED', 'Those who pay agree: the operator and whole partners.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const subjectId = input.id.toLowerCase();
  return once(deps, caller, { command: 'approveFunding', key, body: { subjectId } }, async ({ sql }, at) => {
    const own = ownFunder(caller);
    const asked = isId(subjectId) ? await lockAsked(sql, caller.programmeId, subjectId) : null;
    const pays = asked?.funding.some(({ funderId }) => funderId === own) ?? false;
    if (asked === null || (!pays && !isOperator(caller)))
      return refused(refuse('FUNDING_UNKNOWN', 'Nothing that the caller is asked to pay for.', ['input', 'id']));
    if (!pays) return refused(refuse('NOT_ALLOWED', 'Only who pays agrees to it.', ['input', 'id']));
    if (asked.agreed_at === null && asked.ends_at !== null && at >= asked.ends_at)
      return refused(refuse('FUNDING_STATE', 'It is over.', ['input', 'id']));
    await insertApproval(sql, approvalOf(caller, asked, at));
    if (missingOf(asked.funding, await readApprovals(sql, subjectId)).length === 0) await agree(sql, asked, at);
    return accepted({ subjectId });
  });
}

/** What somebody is asked to pay for: something made here, or a free reward of a tier or plan. */
async function lockAsked(sql: AnySql, programmeId: string, subjectId: string): Promise<FundedRow | null> {
  const made = await readFunded(sql, programmeId, subjectId, { locked: true });
  if (made !== null) return made;
  const [promised] = await readPromised(sql, programmeId, { subjectId });
  return promised === undefined ? null : promiseToAgreeTo(promised);
}

function approvalOf(
  caller: ProgrammeCaller,
  { subject_id, programme_id }: { readonly subject_id: string; readonly programme_id: string },
  at: Date,
) {
  const funder = funderName(ownFunder(caller));
  return { subject_id, programme_id, funder, approved_by: caller.subject, approved_at: at };
}
