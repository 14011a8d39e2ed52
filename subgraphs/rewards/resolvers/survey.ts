import { isInProgramme, isOperator, mayActForWholePartner } from '../../serving/caller.ts';
import { connectionOf, readPage } from '../../serving/connections.ts';
import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { assert } from '../../shared/assert.ts';
import { isId } from '../../shared/ids.ts';
import { answerSurvey, changeFeedbackCase, createSurvey, takeSurveyReminders } from '../commands/surveys.ts';
import { resultOf, resultsByQuestion } from '../domain/survey.ts';
import type {
  FeedbackCaseResolvers,
  MutationResolvers,
  QueryResolvers,
  SurveyInvitationResolvers,
  SurveyQuestionResolvers,
  SurveyResolvers,
} from '../generated.ts';
import { type AnsweredRow, listCases, readAnswers, readCase, readInvitations, readSurveys } from '../store/surveys.ts';
import { awardTransaction } from './activity.ts';
import { fundingFields } from './funding.ts';
import { visibleHere } from './visible.ts';

/** Below so many who answered, however often, a result says nothing: one person's words would show through. */
const LEAST_MEMBERS = 5;
const MOST_WORDS = 100;

export const surveyQueries: QueryResolvers = {
  async surveyResults(_root, { surveyId }, context) {
    const caller = requireCaller(context);
    const { sql } = context.reads;
    const [survey] = isId(surveyId) ? await readSurveys(sql, [surveyId.toLowerCase()]) : [];
    if (survey?.programme_id !== caller.programmeId || survey === undefined || caller.role === 'member') return [];
    // A client of some stores sees none: results are the whole partner's.
    const partnerId = isOperator(caller) ? null : caller.partnerId;
    if (!isOperator(caller) && (partnerId === null || !mayActForWholePartner(caller, partnerId))) return [];
    const places = new Map<string, AnsweredRow[]>();
    for (const row of await readAnswers(sql, survey.survey_id, partnerId)) {
      const place = `${row.partner_id} ${row.store_id}`;
      places.set(place, [...(places.get(place) ?? []), row]);
    }
    return [...places.values()].map((rows) => {
      const [first] = rows;
      const given = rows.map(({ answers }) => answers);
      const result = resultOf(survey.questions, given);
      const enough = new Set(rows.map(({ member_id }) => member_id)).size >= LEAST_MEMBERS;
      return {
        partner: first?.partner_id == null ? null : { __typename: 'Partner' as const, id: first.partner_id },
        store: first?.store_id == null ? null : { __typename: 'Store' as const, id: first.store_id },
        answers: enough ? result.answers : null,
        nps: enough ? result.nps : null,
        csatHundredths: enough ? result.csatHundredths : null,
        questions: enough
          ? resultsByQuestion(survey.questions, given).map(({ question, counts, words }) => ({
              ...{ question, counts: [...counts], words: words.slice(0, MOST_WORDS) },
            }))
          : null,
      };
    });
  },
  async feedbackCases(_root, args, context) {
    const caller = requireCaller(context);
    const page = readPage(args, 'feedback-case', 1);
    const after = page.after?.[0] ?? null;
    const partnerId = isInProgramme(caller) && isOperator(caller) ? null : caller.partnerId;
    const may = isOperator(caller) || (partnerId !== null && mayActForWholePartner(caller, partnerId));
    if (!isInProgramme(caller) || !may || (after !== null && !isId(after))) return connectionOf([], page, () => []);
    const filter = { programmeId: caller.programmeId, partnerId, after, limit: page.limit + 1 };
    return connectionOf(await listCases(context.reads.sql, filter), page, (row) => [row.case_id]);
  },
};

export const surveyMutations: MutationResolvers = {
  createSurvey: async (_root, { input }, context) =>
    toPayload(
      await createSurvey(context.deps, requireCaller(context), input),
      async ({ surveyId }) => ({ survey: (await readSurveys(context.reads.sql, [surveyId]))[0] ?? null }),
      { survey: null },
    ),
  answerSurvey: async (_root, { input }, context) =>
    toPayload(
      await answerSurvey(context.deps, requireCaller(context), input),
      async ({ invitationId }) => ({
        invitation: (await readInvitations(context.reads.sql, [invitationId]))[0] ?? null,
        award: await awardTransaction(context, invitationId),
      }),
      { invitation: null, award: null },
    ),
  takeSurveyReminders: async (_root, { input }, context) =>
    toPayload(
      await takeSurveyReminders(context.deps, requireCaller(context), input),
      async ({ invitationIds }) => ({ invitations: await readInvitations(context.reads.sql, invitationIds) }),
      { invitations: null },
    ),
  changeFeedbackCase: async (_root, { input }, context) =>
    toPayload(
      await changeFeedbackCase(context.deps, requireCaller(context), input),
      async ({ caseId }) => ({ case: await readCase(context.reads.sql, caseId) }),
      { case: null },
    ),
};

export const Survey: SurveyResolvers = {
  __resolveReference: async ({ id }, context) =>
    visibleHere(context, id, async (ids) => (await readSurveys(context.reads.sql, ids))[0]),
  id: ({ survey_id }) => survey_id,
  ...fundingFields(({ survey_id }) => survey_id),
  partner: ({ partner_id }) => (partner_id === null ? null : { __typename: 'Partner', id: partner_id }),
  questions: ({ questions }) => [...questions],
  startsAt: ({ starts_at }) => starts_at,
  endsAt: ({ ends_at }) => ends_at,
};

export const SurveyQuestion: SurveyQuestionResolvers = { choices: ({ choices }) => [...choices] };

export const SurveyInvitation: SurveyInvitationResolvers = {
  id: ({ invitation_id }) => invitation_id,
  async survey({ survey_id }, _, { reads }) {
    const [survey] = await readSurveys(reads.sql, [survey_id]);
    assert(survey !== undefined, 'an invitation is to a survey');
    return survey;
  },
  member: ({ member_id }) => ({ __typename: 'Member', id: member_id }),
  purchase: ({ transaction_id }) => ({ __typename: 'Transaction', id: transaction_id }),
  invitedAt: ({ invited_at }) => invited_at,
  expiresAt: ({ expires_at }) => expires_at,
  answeredAt: ({ answered_at }) => answered_at,
};

export const FeedbackCase: FeedbackCaseResolvers = {
  id: ({ case_id }) => case_id,
  partner: ({ partner_id }) => ({ __typename: 'Partner', id: partner_id }),
  store: ({ store_id }) => (store_id === null ? null : { __typename: 'Store', id: store_id }),
  async member({ invitation_id }, _, { reads }) {
    const [invitation] = await readInvitations(reads.sql, [invitation_id]);
    return invitation === undefined ? null : { __typename: 'Member', id: invitation.member_id };
  },
  async answers({ invitation_id }, _, { reads }) {
    const [invitation] = await readInvitations(reads.sql, [invitation_id]);
    return [...(invitation?.answers ?? [])];
  },
  openedAt: ({ opened_at }) => opened_at,
  changedAt: ({ changed_at }) => changed_at,
};
