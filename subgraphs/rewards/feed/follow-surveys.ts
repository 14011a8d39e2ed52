import type { Transaction } from '../../../db/client.ts';
import type { RewardsDeps } from '../context.ts';
import type { PurchaseFact } from '../domain/purchase-fact.ts';
import { insertInvitations, readLastAsked, readSurveysRunning } from '../store/surveys.ts';

const DAY_MILLIS = 86_400_000;

/** Surveys: a purchase asks its member about it, unless somebody asked anything not long ago. Of several surveys that fit the first one made asks. */
export async function followSurveys(
  deps: RewardsDeps,
  { sql }: Transaction,
  facts: readonly PurchaseFact[],
): Promise<void> {
  const purchases = facts.filter(({ kind }) => kind === 'PURCHASE');
  const programmeIds = [...new Set(purchases.map(({ programmeId }) => programmeId))];
  const now = deps.clock();
  const surveys = programmeIds.length === 0 ? [] : await readSurveysRunning(sql, programmeIds, now, now);
  if (surveys.length === 0) return;
  const asked = new Map(
    (await readLastAsked(sql, [...new Set(purchases.map(({ memberId }) => memberId))])).map((row) => [
      row.member_id,
      row.at,
    ]),
  );
  const invitations = [];
  for (const fact of purchases) {
    const last = asked.get(fact.memberId);
    const survey = surveys.find(
      (one) =>
        one.programme_id === fact.programmeId &&
        (one.partner_id === null || one.partner_id === fact.partnerId) &&
        fact.occurredAt >= one.starts_at &&
        fact.occurredAt < one.ends_at &&
        (last === undefined || now.getTime() >= last.getTime() + one.quiet_days * DAY_MILLIS),
    );
    if (survey === undefined) continue;
    asked.set(fact.memberId, now);
    invitations.push({
      ...{
        invitation_id: deps.ids(),
        programme_id: fact.programmeId,
        survey_id: survey.survey_id,
        member_id: fact.memberId,
      },
      ...{ transaction_id: fact.transactionId, partner_id: fact.partnerId, store_id: fact.storeId, invited_at: now },
      expires_at: new Date(now.getTime() + survey.open_days * DAY_MILLIS),
    });
  }
  await insertInvitations(sql, invitations);
}
