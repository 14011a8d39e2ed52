// Surveys: made by the operator or a partner, answered once by the member that was asked; an unhappy answer is a case for the partner.
import { type Caller, isInProgramme, mayActForWholePartner } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { DISPLAY_NAME, IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { isId } from '../../shared/ids.ts';
import { MOST_POINTS_AT_ONCE } from '../../shared/points.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { RewardsDeps } from '../context.ts';
import { type Answer, faultOf, isUnhappy } from '../domain/survey.ts';
import type {
  AnswerSurveyInput,
  ChangeFeedbackCaseInput,
  CreateSurveyInput,
  TakeSurveyRemindersInput,
} from '../generated.ts';
import { insertAwards } from '../store/awards.ts';
import { actsFor } from '../store/members.ts';
import {
  answerInvitation,
  changeCase,
  insertCase,
  insertSurvey,
  lockCase,
  lockInvitation,
  readSurveys,
  takeReminders,
} from '../store/surveys.ts';
import { agreeAsMaker, readFunding } from './funding.ts';
import { giveAwards } from './give-awards.ts';
import { isMaker, once, readOwner, refusePartners, requirePeriod } from './once.ts';

const MOST_QUESTIONS = 20;
const MOST_DAYS = 3_650;
const NOT_THEIRS = refuse('NOT_ALLOWED', 'This is for the operator and whole partners.');

/** Makes a survey. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN. */
export async function createSurvey(
  deps: RewardsDeps,
  caller: Caller,
  input: CreateSurveyInput,
): Promise<Outcome<{ surveyId: string }>> {
  if (!isMaker(caller)) return refused(NOT_THEIRS);
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const name = check.text(input.name, ['input', 'name'], DISPLAY_NAME);
  const some = input.questions.length >= 1 && input.questions.length <= MOST_QUESTIONS;
  check.require(some, 'INVALID_INPUT', `A survey has 1 to ${MOST_QUESTIONS} questions.`, ['input', 'questions']);
  const questions = input.questions.slice(0, MOST_QUESTIONS).map(({ kind, text, choices }, index) => {
    const at = ['input', 'questions', String(index)];
    const fits = kind === 'CHOICE' ? choices.length >= 2 && choices.length <= 20 : choices.length === 0;
    check.require(fits, 'INVALID_INPUT', 'A choice is among 2 to 20, other questions have none.', [...at, 'choices']);
    return {
      ...{ id: String(index + 1), kind, text: check.text(text, [...at, 'text'], { max: 500 }) },
      choices: choices.slice(0, 20).map((choice) => check.text(choice, [...at, 'choices'], { max: 200 })),
    };
  });
  const { points, quietDays, reminderDays, maxReminders, openDays, startsAt, endsAt } = input;
  check.require(points >= 0n && points <= MOST_POINTS_AT_ONCE, 'INVALID_INPUT', 'A survey takes no points.', [
    'input',
    'points',
  ]);
  for (const [field, least, days] of [
    ['quietDays', 0, quietDays],
    ['reminderDays', 1, reminderDays],
    ['maxReminders', 0, maxReminders],
    ['openDays', 1, openDays],
  ] as const)
    check.require(
      days >= least && days <= MOST_DAYS,
      'INVALID_INPUT',
      `\`${field}\` is from ${least} to ${MOST_DAYS}.`,
      ['input', field],
    );
  requirePeriod(check, startsAt, endsAt);
  const funding = readFunding(caller, input.funding, check);
  const partnerId = readOwner(caller, input.partnerId, check);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const { programmeId } = caller;
  const body = {
    name,
    questions,
    points,
    quietDays,
    reminderDays,
    maxReminders,
    openDays,
    startsAt,
    endsAt,
    funding,
    partnerId,
  };
  return once(deps, caller, { command: 'createSurvey', key, body }, async (tx, at) => {
    const payers = funding.map(({ funderId }) => funderId);
    const stranger =
      (await refusePartners(tx, programmeId, [partnerId], ['input', 'partnerId'])) ??
      (await refusePartners(tx, programmeId, payers, ['input', 'funding']));
    if (stranger !== null) return refused(stranger);
    const surveyId = deps.ids();
    const row = {
      ...{ survey_id: surveyId, programme_id: programmeId, partner_id: partnerId, name, questions, points, funding },
      ...{ quiet_days: quietDays, reminder_days: reminderDays, max_reminders: maxReminders, open_days: openDays },
      ...{ starts_at: startsAt, ends_at: endsAt },
      agreed_at: await agreeAsMaker(tx, caller, { subjectId: surveyId, funding }, at),
    };
    await insertSurvey(tx.sql, row, at);
    return accepted({ surveyId });
  });
}

/**
 * Answers a survey, once. Refusals: NOT_ALLOWED, INVALID_INPUT (also for answers that do not fit the questions), IDEMPOTENCY_KEY_REUSED, SURVEY_UNKNOWN, SURVEY_ANSWERED.
 */
export async function answerSurvey(
  deps: RewardsDeps,
  caller: Caller,
  input: AnswerSurveyInput,
): Promise<Outcome<{ invitationId: string }>> {
  if (!isInProgramme(caller) || caller.role !== 'member')
    return refused(refuse('NOT_ALLOWED', 'The member that was asked answers.'));
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  check.require(input.answers.length <= MOST_QUESTIONS, 'INVALID_INPUT', 'There are more answers than questions.', [
    'input',
    'answers',
  ]);
  const answers: Answer[] = input.answers
    .slice(0, MOST_QUESTIONS)
    .map(({ questionId, score, choice, text }, index) => ({
      ...{ questionId, score: score ?? null, choice: choice ?? null },
      text:
        text == null
          ? null
          : check.text(text.replace(/\r?\n/g, ' '), ['input', 'answers', String(index), 'text'], { max: 2_000 }),
    }));
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const invitationId = input.invitationId.toLowerCase();
  const { programmeId } = caller;
  const body = { invitationId, answers };
  const outcome = await once<{ invitationId: string }>(
    deps,
    caller,
    { command: 'answerSurvey', key, body },
    async ({ sql }, at) => {
      const invitation = isId(invitationId) ? await lockInvitation(sql, programmeId, invitationId) : null;
      const [survey] = invitation === null ? [] : await readSurveys(sql, [invitation.survey_id]);
      if (invitation === null || survey === undefined || !(await actsFor(sql, caller, invitation.member_id)))
        return refused(refuse('SURVEY_UNKNOWN', 'The member was not asked.', ['input', 'invitationId']));
      if (invitation.answered_at !== null)
        return refused(refuse('SURVEY_ANSWERED', 'The survey was answered already.', ['input', 'invitationId']));
      if (at >= invitation.expires_at)
        return refused(refuse('SURVEY_UNKNOWN', 'The time to answer is over.', ['input', 'invitationId']));
      const fault = faultOf(survey.questions, answers);
      if (fault !== null) return refused(refuse('INVALID_INPUT', fault, ['input', 'answers']));
      await answerInvitation(sql, invitationId, answers, at);
      const { partner_id: partnerId, store_id: storeId, member_id: memberId } = invitation;
      if (partnerId !== null && isUnhappy(survey.questions, answers))
        await insertCase(sql, {
          ...{ case_id: deps.ids(), programme_id: programmeId, invitation_id: invitationId, partner_id: partnerId },
          ...{ store_id: storeId, state: 'OPEN', note: null, opened_at: at, changed_at: at },
        });
      const award = {
        ...{ awardId: deps.ids(), programmeId, memberId, points: survey.points, funding: survey.funding },
        ...{
          component: `CAMPAIGN:survey-${survey.survey_id}`,
          reason: 'SURVEY' as const,
          reasonId: invitationId,
          madeAt: at,
        },
      };
      await insertAwards(sql, survey.points > 0n ? [award] : []);
      return accepted({ invitationId });
    },
  );
  if (outcome.ok) await giveAwards(deps, outcome.result.invitationId);
  return outcome;
}

/** Takes invitations to remind of, to be sent by whoever asks. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED. */
export async function takeSurveyReminders(
  deps: RewardsDeps,
  caller: Caller,
  input: TakeSurveyRemindersInput,
): Promise<Outcome<{ invitationIds: readonly string[] }>> {
  if (!isMaker(caller)) return refused(NOT_THEIRS);
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const { limit } = input;
  check.require(limit >= 1 && limit <= 1_000, 'INVALID_INPUT', '`limit` is from 1 to 1,000.', ['input', 'limit']);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const { programmeId } = caller;
  const partnerId = caller.role === 'partner' ? caller.partnerId : null;
  return once(deps, caller, { command: 'takeSurveyReminders', key, body: { limit } }, async ({ sql }, at) =>
    accepted({ invitationIds: await takeReminders(sql, { programmeId, partnerId, at, limit }) }),
  );
}

/** Moves a case on. Refusals: NOT_ALLOWED, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, CASE_UNKNOWN, CASE_STATE. */
export async function changeFeedbackCase(
  deps: RewardsDeps,
  caller: Caller,
  input: ChangeFeedbackCaseInput,
): Promise<Outcome<{ caseId: string }>> {
  if (!isMaker(caller)) return refused(NOT_THEIRS);
  const check = createInputCheck();
  const key = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const note = check.text(input.note ?? '', ['input', 'note'], { min: 0, max: 2_000 }) || null;
  const { state } = input;
  check.require(state !== 'CLOSED' || note !== null, 'INVALID_INPUT', 'Who closes a case says how.', ['input', 'note']);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  const caseId = input.caseId.toLowerCase();
  return once(
    deps,
    caller,
    { command: 'changeFeedbackCase', key, body: { caseId, state, note } },
    async ({ sql }, at) => {
      const found = isId(caseId) ? await lockCase(sql, caller.programmeId, caseId) : null;
      if (found === null || !mayActForWholePartner(caller, found.partner_id))
        return refused(refuse('CASE_UNKNOWN', 'No such case.', ['input', 'caseId']));
      if (found.state === 'CLOSED' || found.state === state)
        return refused(refuse('CASE_STATE', `The case is ${found.state.toLowerCase()} already.`, ['input', 'state']));
      await changeCase(sql, caseId, { state, note: note ?? found.note, changed_at: at });
      return accepted({ caseId });
    },
  );
}
